"""Trees put right where English grammar leaves no doubt and small parsers often err.

A few constructions and one tag only: what "but" joins to its like is coordinate with it; no participle stands before a
number ("killed a guard and wounded two others" has two verbs); a noun between a subordinating word and a finite verb is
its subject ("after the rebels opened fire"); an infinitive right after the object of a verb of control belongs to that
verb ("forcing the minister to resign"); a common noun is no name because it begins a sentence ("Troops left"); who
speaks stands beside "said" ("Chad freed a man, officials said"); what has a preposition is no second object.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Collection
from typing import Final

from kg.extract.aliases import Name
from kg.extract.control import hang_controlled
from kg.extract.coordinates import (
    hang_beside_end,
    hang_building,
    hang_finite,
    hang_like,
    hang_like_event,
    hang_like_phrase,
    hang_object,
    hang_participle,
    hang_second_party,
    hang_that_of,
)
from kg.extract.deeds import hang_cleft, hang_deed, hang_hired, hang_slain, read_fired_on, read_shot
from kg.extract.disputed import hang_claim
from kg.extract.enumerations import (
    hang_counted,
    hang_item,
    hang_listed_deed,
    hang_numbered,
    hang_second_body,
    hang_second_phrase,
    hang_streets,
)
from kg.extract.gapped import hang_gapped
from kg.extract.hanging import FINITE, NOUNS, SUBORDINATING, hang, is_below
from kg.extract.headlines import hang_headline
from kg.extract.infinitives import free_aim
from kg.extract.inverted import hang_condition, hang_subject
from kg.extract.joint import hang_joint
from kg.extract.lists import hang_parts
from kg.extract.modifiers import (
    hang_giver,
    hang_led,
    hang_modifier,
    hang_particle,
    hang_removed,
    hang_result,
    hang_share,
    hang_undergone,
)
from kg.extract.operations import hang_operation, without_operations
from kg.extract.outcomes import hang_outcomes
from kg.extract.particles import free_particle, hang_short
from kg.extract.persons import hang_persons
from kg.extract.polities import put_above_state
from kg.extract.prefixes import hang_prefixed
from kg.extract.quantities import to_minimum
from kg.extract.relatives import hang_contact, hang_harming, hang_reduced, hang_relative
from kg.extract.shares import hang_shares
from kg.extract.shifted import hang_account, hang_aftermath, hang_existent, hang_harm, hang_patient, hang_shifted
from kg.extract.subjects import hang_subjects
from kg.extract.tags import (
    make_finite,
    part_counted,
    read_again,
    read_voice,
    retag_first,
    retag_nouns,
    retag_us,
    retag_verbs,
)
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.model import Parse, Token

_ARTICLES: Final = frozenset({"a", "an", "the"})
_JOINING: Final = frozenset({"and", "but", "or", "then"})

_RESULTS: Final = frozenset({"consequence", "result"})


def repair(parse: Parse, lexicon: Lexicon, gazetteer: Gazetteer) -> Parse:
    """PARSE with the words of these constructions hung and tagged as they should be."""
    tokens = list(parse.tokens)
    retag_verbs(tokens, lexicon)
    for sentence in parse.sentences:
        retag_us(tokens, sentence.first, sentence.last)
    people = {
        tokens[name.last].text for name in parse.names if name.label in ("PERSON", "PER") and name.first < name.last
    }
    starts = (s for s in parse.sentences if tokens[s.first].text not in people)  # "Imran Shah left. Shah said"
    common = {s.first for s in starts if retag_first(tokens, s.first, s.last, gazetteer)}
    for sentence in parse.sentences:
        hang_headline(tokens, sentence.first, sentence.last, lexicon)
        for i in range(sentence.first, sentence.last + 1):
            hang_operation(tokens, i, sentence.last, parse.names)
        for i in range(sentence.first, sentence.last + 1):
            hang_item(tokens, i, sentence.last, gazetteer)
            hang_counted(tokens, i, lexicon, gazetteer)
            hang_second_phrase(tokens, i, sentence.last, gazetteer)
            hang_second_body(tokens, i, gazetteer)
            hang_streets(tokens, i)
        hang_parts(tokens, sentence.first, sentence.last, gazetteer)
        hang_shares(tokens, sentence.first, sentence.last)
        for i in range(sentence.first, sentence.last + 1):
            read_shot(tokens, i, sentence.first, sentence.last)
            hang_reduced(tokens, i, sentence.first)
        for i in range(sentence.first, sentence.last + 1):
            if tokens[i].upos == "PUNCT" or (tokens[i].dep == "det" and tokens[i].text.lower() in _ARTICLES):
                continue
            hang_modifier(tokens, i, sentence.last)
            hang_led(tokens, i, sentence.last, gazetteer)
            hang_particle(tokens, i, sentence.first, sentence.last)
            hang_share(tokens, i, sentence.last)
            hang_result(tokens, i, sentence.first)
            hang_removed(tokens, i, sentence.first, gazetteer)
            hang_giver(tokens, i, sentence.first, lexicon)
            hang_undergone(tokens, i, sentence.first)
            hang_outcomes(tokens, i, sentence.first, sentence.last)
            hang_gapped(tokens, i, sentence.first)
            hang_deed(tokens, i, sentence.first, sentence.last, lexicon)
            hang_hired(tokens, i, sentence.first)
            hang_cleft(tokens, i, sentence.first, sentence.last)
            hang_slain(tokens, i, sentence.last)
            read_fired_on(tokens, i, sentence.last)
            free_particle(tokens, i, sentence.first, lexicon)
            hang_short(tokens, i, sentence.last)
            hang_subject(tokens, i, sentence.first, sentence.last)
            hang_condition(tokens, i, sentence.first, sentence.last)
            hang_shifted(tokens, i, sentence.first, sentence.last, lexicon, gazetteer)
            hang_patient(tokens, i, sentence.first, sentence.last, lexicon)
            hang_existent(tokens, i, sentence.first, lexicon)
            hang_account(tokens, i, sentence.first, sentence.last)
            read_again(tokens, i, sentence.first, lexicon)
            read_voice(tokens, i, sentence.first, sentence.last)
            make_finite(tokens, i, sentence.first, sentence.last)
            part_counted(tokens, i, sentence.first, sentence.last, lexicon)
            _hang_speaker(tokens, i, sentence.first, lexicon)
            hang_numbered(tokens, i, sentence.first)
            _label_oblique(tokens, i, sentence.first)
            _free_noun(tokens, i, sentence.first)
            _hang_second_subject(tokens, i, sentence.first)
            _hang_shared_subject(tokens, i, sentence.first)
            _label_coordinate(tokens, i, sentence.first)
            _hang_coordinate(tokens, i, sentence.first, sentence.last)
            _hang_subject(tokens, i, sentence.first, sentence.last)
            hang_subjects(tokens, i, sentence.first, sentence.last, parse.names, gazetteer)
            hang_controlled(tokens, i, sentence.first, sentence.last, lexicon)
            hang_contact(tokens, i)
            free_aim(tokens, i, sentence.first)
            hang_relative(tokens, i, sentence.first, parse.names, gazetteer)
            hang_harming(tokens, i, sentence.first, lexicon)
            hang_like(tokens, i, lexicon, gazetteer)
            hang_like_event(tokens, i, lexicon)
            hang_that_of(tokens, i, sentence.last, lexicon)
            hang_like_phrase(tokens, i, sentence.first)
            hang_object(tokens, i, sentence.last, gazetteer)
            hang_building(tokens, i, gazetteer)
            hang_beside_end(tokens, i, lexicon)
            hang_second_party(tokens, i, gazetteer)
            hang_participle(tokens, i)
            hang_listed_deed(tokens, i, sentence.last, lexicon)
            hang_finite(tokens, i, sentence.first)
            hang_harm(tokens, i, sentence.first, lexicon)
            hang_aftermath(tokens, i, sentence.first, lexicon)
            hang_claim(tokens, i, sentence.first, sentence.last)
    retag_nouns(tokens, lexicon, gazetteer)
    verbs = {t.i for t, old in zip(tokens, parse.tokens, strict=True) if t.upos == "VERB" and old.upos in NOUNS}
    names = tuple(
        name
        for name in parse.names
        if not (name.first == name.last and name.first in common) and verbs.isdisjoint(range(name.first, name.last + 1))
    )
    return dataclasses.replace(parse, tokens=tuple(tokens), names=without_operations(tokens, names))


def join_names(parse: Parse, names: Collection[Name], gazetteer: Gazetteer) -> Parse:
    """PARSE with the words of each name hung from its head, and what hangs from them: it has one place in the tree."""
    tokens = list(parse.tokens)
    head_of = {i: name.head for name in names for i in range(name.first, name.last + 1) if i != name.head}
    inside = {i: name for name in names for i in range(name.first, name.last + 1)}
    for token in parse.tokens:
        name = inside.get(token.i)
        if name is not None and token.i != name.head and not name.first <= token.head <= name.last:
            hang(tokens, token.i, name.head, "flat")
        elif token.head in head_of and inside[token.head] is not name:
            hang(tokens, token.i, head_of[token.head], token.dep)
    starts = [sentence.first for sentence in parse.sentences]
    for name in names:
        if name.kind == "Person":
            put_above_state(tokens, name, inside, parse.sentences[bisect.bisect_right(starts, name.first) - 1])
    hang_persons(tokens, names, parse.sentences, gazetteer)
    for sentence in parse.sentences:
        for i in range(sentence.first + 1, sentence.last + 1):
            hang_prefixed(tokens, i, sentence.last, inside, gazetteer)
            hang_joint(tokens, i, sentence.last, inside, gazetteer)
    return dataclasses.replace(parse, tokens=tuple(tokens))


def _hang_speaker(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Make the noun between a quoted clause and its "said" the speaker, and what stands first the clause's subject."""
    said = tokens[i]
    if said.xpos not in FINITE or said.upos != "VERB" or not lexicon.is_reporting(said.lemma.lower()):
        return
    clause = next((t for t in tokens[first:i] if t.head == i and t.dep == "ccomp" and t.upos == "VERB"), None)
    if clause is None:
        return
    told = [t for t in tokens[first:i] if t.head == i and t.dep.startswith("nsubj")]
    commas = [t.i for t in tokens[clause.i : i] if t.text in (",", "''", "”", '"')]
    if len(told) == 2 and told[0].i < clause.i < told[1].i:
        if not any(t.head == clause.i and t.dep.startswith("nsubj") for t in tokens[first:i]):
            hang(tokens, told[0].i, clause.i, "nsubj")
    elif not told and commas:
        late = [t.i for t in tokens[commas[-1] : i] if t.dep == "nsubj" and t.head < commas[-1]]
        if len(late) == 1 and is_below(tokens, late[0], clause.i):
            hang(tokens, late[0], i, "nsubj")
            joined = [t.i for t in tokens[late[0] : i] if t.dep == "conj" and t.head < commas[-1]]
            for other in joined:
                hang(tokens, other, late[0], "conj")
        named = [t.i for t in tokens[commas[0] : i] if t.dep == "appos" and t.upos in NOUNS and t.head < commas[0]]
        if not late and named and is_below(tokens, named[0], clause.i):  # "..., the mayor, Ana Holm, said"
            for other in named[1:]:
                hang(tokens, other, named[0], "appos")
            hang(tokens, named[0], i, "nsubj")


def _label_oblique(tokens: list[Token], i: int, first: int) -> None:
    """Call noun I oblique where a preposition stands before it and its verb has an object: "gave aid to refugees"."""
    noun = tokens[i]
    if noun.upos in ("NOUN", "PROPN") and noun.dep.startswith(("obl", "nmod")):
        for t in tokens[max(first, i - 4) : i]:
            if t.head == i and t.dep == "mark" and t.text.lower() == "to":
                tokens[t.i] = dataclasses.replace(t, dep="case", upos="ADP", xpos="IN")
    if noun.dep != "obj" or noun.head > i:
        return
    between = tokens[noun.head + 1 : i]
    following = next((t for t in between if t.head == i and t.dep == "case" and t.text.lower() == "following"), None)
    if following is not None:  # "fled following air strikes by the army"
        tokens[following.i] = dataclasses.replace(following, upos="ADP", xpos="IN", lemma="following")
        hang(tokens, i, noun.head, "obl")
        for t in tokens[i + 1 : i + 4]:
            if (
                t.head == noun.head
                and t.dep.startswith("obl")
                and any(c.head == t.i and c.dep == "case" and c.text.lower() == "by" for c in tokens[i + 1 : t.i])
            ):
                hang(tokens, t.i, i, "nmod")
        return
    has_case = any(t.head == i and t.dep == "case" and t.upos == "ADP" for t in between)
    if has_case and any(t.head == noun.head and t.dep == "obj" for t in between):
        hang(tokens, i, noun.head, "obl")


def _free_noun(tokens: list[Token], i: int, first: int) -> None:
    """Let noun I take the place of the participle after it, for that is no noun: "in an ambush laid by rebels"."""
    noun = tokens[i]
    verb = tokens[noun.head]
    if noun.upos != "NOUN" or noun.dep != "compound" or verb.i != i + 1 or verb.xpos != "VBN" or verb.head == verb.i:
        return
    before = [t for t in tokens[first:i] if t.head == verb.i]
    if not any(t.dep == "det" and t.head in (i, verb.i) for t in tokens[first:i]):
        return
    has_case = any(t.dep == "case" for t in before)
    is_below_verb = tokens[verb.head].upos == "VERB"
    hang(tokens, i, verb.head, ("obl" if is_below_verb else "nmod") if has_case else verb.dep)
    hang(tokens, verb.i, i, "acl")
    tokens[verb.i] = dataclasses.replace(tokens[verb.i], upos="VERB")
    for t in before:
        if t.dep in ("det", "case", "amod", "compound", "nummod"):
            hang(tokens, t.i, i, t.dep)


def _hang_second_subject(tokens: list[Token], i: int, first: int) -> None:
    """Make the noun right before verb I its subject: "arrested the mayor and soldiers searched the village"."""
    verb = tokens[i]
    noun = tokens[i - 1] if i > first else verb
    if verb.dep != "conj" or verb.xpos not in FINITE or noun.upos not in NOUNS or noun.dep != "conj":
        return
    governor = tokens[verb.head]
    joining = [t for t in tokens[governor.i + 1 : noun.i] if t.head == noun.i and t.dep == "cc"]
    is_object = tokens[noun.head].upos in NOUNS and is_below(tokens, noun.head, governor.i)
    if governor.upos != "VERB" or not joining or not is_object:
        return
    if any(t.head == i and t.dep in ("nsubj", "cc") for t in tokens[first:i]):
        return
    hang(tokens, noun.i, i, "nsubj")
    hang(tokens, joining[0].i, i, "cc")


def _hang_shared_subject(tokens: list[Token], i: int, first: int) -> None:
    """Make one subject of what a verb I seems to be coordinate with: "the government and the rebels signed a truce"."""
    verb = tokens[i]
    noun = tokens[verb.head]
    if verb.dep != "conj" or verb.xpos not in FINITE or noun.upos not in NOUNS or noun.head != noun.i or noun.i > i:
        return
    subjects = [t for t in tokens[noun.i + 1 : i] if t.head == i and t.dep == "nsubj"]
    joining = [t for t in tokens[noun.i + 1 : i] if t.head == i and t.dep == "cc"]
    if len(subjects) != 1 or not joining or joining[0].i > subjects[0].i:
        return
    if any(t.head == noun.i and t.dep in ("cop", "nsubj") for t in tokens[first:i]):
        return
    hang(tokens, i, i, "root")
    hang(tokens, noun.i, i, "nsubj")
    hang(tokens, subjects[0].i, noun.i, "conj")
    hang(tokens, joining[0].i, subjects[0].i, "cc")


def _label_coordinate(tokens: list[Token], i: int, first: int) -> None:
    """Call clause I coordinate where "but" or "and" joins it to one of its kind: "not to end it but to prolong it"."""
    clause = tokens[i]
    if clause.dep != "advcl":
        return
    head = tokens[clause.head]
    is_joined = any(t.head == i and t.dep == "cc" for t in tokens[first:i])
    if is_joined and head.i < i and head.xpos == clause.xpos:
        hang(tokens, i, head.i, "conj")


def _hang_coordinate(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Make I the second verb of its clause in "killed a guard and wounded two others"."""
    verb = tokens[i]
    if verb.xpos not in ("VBN", "VBD") or not first < i < last - 1 or tokens[i - 1].text.lower() not in _JOINING:
        return
    after = tokens[i + 1]
    is_many = verb.head == i + 1 and after.upos == "NOUN" and to_minimum(after.text) is not None  # "wounded dozens"
    noun = after.i if is_many else after.head
    is_phrase = after.upos in ("NUM", "DET") or after.xpos == "PRP$"
    if not is_many and (not is_phrase or noun <= i + 1):
        return
    if tokens[noun].upos not in NOUNS or tokens[noun].dep.startswith("nsubj"):
        return
    is_misread = verb.head == noun or (verb.dep == "conj" and tokens[verb.head].upos in NOUNS)
    is_misread = is_misread or (verb.dep == "conj" and tokens[noun].dep == "conj" and tokens[noun].head < i)
    governor = tokens[noun].head
    while tokens[governor].upos in NOUNS and tokens[governor].head != governor:
        governor = tokens[governor].head
    if not is_misread or tokens[governor].upos != "VERB" or governor >= i:
        return
    for t in tokens[first : i + 1]:
        if t.head == noun and t.i in (i - 1, i):
            hang(tokens, t.i, i, "cc")
    hang(tokens, noun, i, "obj")
    tokens[i] = dataclasses.replace(tokens[i], head=governor, dep="conj", upos="VERB", xpos="VBD")


def _hang_subject(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Make noun I, which "after" or the like introduces as if a preposition, the subject of the verb right after it."""
    noun = tokens[i]
    if noun.upos not in NOUNS or not noun.dep.startswith(("obl", "nmod")):
        return
    cases = [t.i for t in tokens[first:i] if t.head == i and t.dep == "case" and t.text.lower() in SUBORDINATING]
    if len(cases) != 1 or (tokens[cases[0]].text.lower() == "as" and noun.lemma.lower() in _RESULTS):
        return
    end = i
    while end < last and is_below(tokens, end + 1, i):
        end += 1
    verb = end + 1
    while verb < last and tokens[verb].upos == "ADV":
        verb += 1
    if verb > last or tokens[verb].xpos not in FINITE:
        return
    head = verb
    if tokens[verb].upos == "AUX" and tokens[verb].head > verb:
        head = tokens[verb].head
    if tokens[head].upos != "VERB" or (is_below(tokens, noun.head, head) and noun.head != head):
        return
    if any(t.head == head and t.dep.startswith("nsubj") and t.i > cases[0] for t in tokens[first : last + 1]):
        return
    _take_over(tokens, i, cases[0], head, first, last)


def _take_over(tokens: list[Token], noun: int, case: int, verb: int, first: int, last: int) -> None:
    old_head = tokens[noun].head
    is_passive = any(t.head == verb and t.dep == "aux:pass" for t in tokens[first : last + 1])
    for t in tokens[first : last + 1]:
        if t.head == verb and t.dep.startswith("nsubj") and t.i != noun:
            hang(tokens, t.i, verb, "dep")
    hang(tokens, noun, verb, "nsubj:pass" if is_passive else "nsubj")
    hang(tokens, case, verb, "mark")
    tokens[case] = dataclasses.replace(tokens[case], upos="SCONJ")
    if old_head != verb and not is_below(tokens, old_head, verb):
        hang(tokens, verb, old_head, "advcl")
