"""Subjects put right in a tree: no finite clause is without one, and no clause has two.

"After the raid, a farmer and two boys were found" is about the farmer and the boys, whatever stands before them; and
"the victim was Ana Ruiz, the army said" has a victim that is Ana Ruiz and an army that speaks.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Final

from kg.extract.hanging import FINITE, NOUNS, hang
from kg.extract.tree import PLURAL_VERBS
from kg.gazetteer import Gazetteer
from kg.model import NameSpan, Token

_CLAUSES: Final = ("root", "ccomp", "parataxis", "advcl", "acl:relcl")
_SUBJECTS: Final = ("nsubj", "csubj", "expl")
_VERBAL: Final = frozenset({"VERB", "AUX"})


def hang_subjects(
    tokens: list[Token], i: int, first: int, last: int, names: Collection[NameSpan], gazetteer: Gazetteer
) -> None:
    """Hang what word I between FIRST and LAST, one sentence, is the subject of or has for its subject."""
    _lift_copula(tokens, i)
    _join_dislocated(tokens, i, first)
    _free_subject(tokens, i, first, last)
    _read_participle(tokens, i, first, last)
    _part_said(tokens, i, first)
    _part_clauses(tokens, i, first)
    _part_second(tokens, i, first)
    _find_subject(tokens, i, first, last, names, gazetteer)
    _part_objects(tokens, i, first)
    _part_named(tokens, i, first, names)
    _join_aged(tokens, i, first)


def _lift_copula(tokens: list[Token], i: int) -> None:
    """Hang copula I from a noun, not from the adjective before it: "the injured were 19-year-old Juan Gil".

    Nor from the participle before it: "among those killed was a priest".
    """
    word = tokens[i]
    above = tokens[word.head]
    if word.dep == "aux:pass" and above.i < i and above.dep == "acl" and above.xpos == "VBN" and above.head < above.i:
        hang(tokens, i, above.head, "cop")
    if word.dep in ("cop", "nsubj") and above.upos == "ADJ" and above.dep == "amod" and i < above.i < above.head:
        hang(tokens, i, above.head, word.dep)


def _join_dislocated(tokens: list[Token], i: int, first: int) -> None:
    """Make noun I before a verb without a subject its subject: the UK in "the UK, Chad and Mali are committed"."""
    noun, verb = tokens[i], tokens[tokens[i].head]
    if noun.dep != "dislocated" or verb.i < i or noun.upos not in NOUNS or _has_case(tokens, i, first):
        return
    parts = [t.dep for t in tokens[first : verb.i] if t.head == verb.i]
    if not any(dep.startswith(_SUBJECTS) for dep in parts):
        hang(tokens, i, verb.i, "nsubj:pass" if "aux:pass" in parts else "nsubj")


def _free_subject(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Make noun I the subject of the finite verb that it seems to be a part of: "Mali's king pardoned them"."""
    noun, verb = tokens[i], tokens[tokens[i].head]
    if noun.dep == "appos" and verb.i > i:  # nothing is named by what comes after its verb
        verb = next((t for t in tokens[i + 1 : verb.i] if t.upos == "VERB" and t.xpos in FINITE), noun)
    elif noun.dep != "compound":
        return
    if noun.upos not in NOUNS or verb.upos != "VERB" or verb.xpos not in FINITE or verb.i < i:
        return
    if not any(t.head == verb.i and t.dep.startswith(_SUBJECTS) for t in tokens[first : last + 1]):
        hang(tokens, i, verb.i, "nsubj")


def _read_participle(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Take verb I, which tells more of a noun that has its place in the clause, for a participle: "those killed"."""
    verb = tokens[i]
    if _tells_of_one(tokens, i, first, last):
        verb = tokens[i]
    noun = tokens[verb.head]
    is_after = noun.i == i - 1 or (noun.i == i - 2 and tokens[i - 1].text == ",")
    if verb.dep != "acl" or verb.xpos != "VBD" or not is_after or noun.upos not in NOUNS:
        return
    parts = [t.dep for t in tokens[first : last + 1] if t.head == i]
    is_placed = noun.dep != "root" or any(t.head == noun.i and t.dep == "cop" for t in tokens[first : last + 1])
    if is_placed and not any(dep.startswith((*_SUBJECTS, "obj", "aux")) for dep in parts):
        tokens[i] = dataclasses.replace(verb, xpos="VBN")


def _tells_of_one(tokens: list[Token], i: int, first: int, last: int) -> bool:
    """Whether verb I tells of the people right before it, hung from them if so: "A, one of the men shot, said"."""
    verb, noun = tokens[i], tokens[max(i - 1, first)]
    one = tokens[noun.head]
    person = tokens[verb.head]
    is_loose = verb.dep in ("parataxis", "dep", "ccomp", "acl") and verb.xpos == "VBD" and person.i < one.i < noun.i < i
    if not is_loose or one.text.lower() != "one" or noun.dep != "nmod" or tokens[one.i - 1].text != ",":
        return False
    if any(t.head == i and t.dep.startswith((*_SUBJECTS, "obj", "aux")) for t in tokens[first : last + 1]):
        return False
    hang(tokens, i, noun.i, "acl")
    hang(tokens, one.i, person.i, "appos")
    return True


def _part_said(tokens: list[Token], i: int, first: int) -> None:
    """Make verb I, which has no subject, a clause of what is said: "the mayor was shot by two men, police said"."""
    verb, noun = tokens[i], tokens[tokens[i].head]
    said = tokens[noun.head]
    if verb.dep != "parataxis" or noun.dep != "nsubj" or not noun.i < i < said.i or said.upos != "VERB":
        return
    parts = [t for t in tokens[first : said.i] if t.head == i]
    helpers = [t for t in parts if t.dep.startswith("aux")]
    is_finite = verb.xpos in FINITE or any(t.xpos in FINITE for t in helpers)
    has_speaker = any(t.head == said.i and t.dep == "nsubj" for t in tokens[i + 1 : said.i])
    if is_finite and has_speaker and not any(t.dep.startswith(_SUBJECTS) for t in parts):
        hang(tokens, i, said.i, "ccomp")
        hang(tokens, noun.i, i, "nsubj:pass" if any(t.dep == "aux:pass" for t in helpers) else "nsubj")


def _part_clauses(tokens: list[Token], i: int, first: int) -> None:
    """Make noun I, told to be what the subject before it is, a clause of its own: "one was Juan Gil, police said"."""
    noun, verb = tokens[i], tokens[tokens[i].head]
    if noun.dep != "nsubj" or verb.upos != "VERB" or verb.i < i:
        return
    clause = next((t for t in tokens[first:i] if t.head == verb.i and t.dep == "ccomp"), None)
    if clause is not None and any(t.head == verb.i and t.dep == "nsubj" for t in tokens[i + 1 : verb.i]):
        own = {t.dep for t in tokens[first : verb.i] if t.head == clause.i}
        if "cop" in own and "nsubj" not in own:  # "among them was Juan Gil, police said"
            hang(tokens, i, clause.i, "nsubj")
            return
    copula = [t for t in tokens[first:i] if t.head == i and t.dep == "cop"]
    before = [t for t in tokens[first:i] if t.head == verb.i and t.dep == "nsubj"]
    if copula and before and any(t.head == verb.i and t.dep == "nsubj" for t in tokens[i + 1 : verb.i]):
        hang(tokens, before[-1].i, i, "nsubj")
        hang(tokens, i, verb.i, "ccomp")


def _part_second(tokens: list[Token], i: int, first: int) -> None:
    """Let name I, after a comma behind a verb with a subject, be no second one: "she has died, Juan Gil said"."""
    noun, verb = tokens[i], tokens[tokens[i].head]
    if noun.dep != "nsubj" or noun.upos != "PROPN" or verb.upos != "VERB" or verb.i > i:
        return
    start = min((t.i for t in tokens[verb.i + 1 : i] if t.head == i), default=i)
    has_subject = any(t.head == verb.i and t.dep == "nsubj" for t in tokens[first : verb.i])
    if has_subject and tokens[start if tokens[start].text == "," else start - 1].text == ",":
        hang(tokens, i, verb.i, "parataxis")


def _part_objects(tokens: list[Token], i: int, first: int) -> None:
    """Make the noun right before "were" the subject of verb I: "troops took Kidal and 14 civilians were killed".

    What the parser has for its subject is that of the verb before, if that has none.
    """
    verb = tokens[i]
    if verb.upos != "VERB":
        return
    helpers = [t for t in tokens[first:i] if t.head == i and t.dep.startswith("aux")]
    if not helpers or helpers[0].xpos not in FINITE or helpers[0].i - 2 < first:
        return
    begin, noun = helpers[0].i, tokens[helpers[0].i - 1]
    main = next((t for t in reversed(tokens[first:begin]) if t.upos == "VERB" and t.xpos in FINITE), None)
    if noun.upos not in NOUNS or main is None or main.i >= noun.i:
        return
    joining = [t for t in tokens[main.i + 1 : noun.i] if t.dep == "cc" and t.text.lower() == "and"]
    is_object = noun.head == main.i and noun.dep in ("obj", "obl")
    is_joined = noun.dep == "conj" and main.i < noun.head < noun.i and tokens[noun.head].head == main.i
    is_own = noun.head == i and noun.dep.startswith("nsubj")
    if not joining or not (is_object or is_joined or is_own):
        return
    outer = [t for t in tokens[first : main.i] if t.head == i and t.dep.startswith("nsubj")]
    has_subject = any(t.head == main.i and t.dep.startswith(_SUBJECTS) for t in tokens[first : main.i])
    if (outer and has_subject) or (not outer and (is_own or not is_joined or verb.dep not in ("conj", "parataxis"))):
        return
    for t in outer:
        hang(tokens, t.i, main.i, "nsubj")
    hang(tokens, joining[-1].i, i, "cc")
    hang(tokens, noun.i, i, "nsubj:pass" if any(t.dep == "aux:pass" for t in helpers) else "nsubj")


def _part_named(tokens: list[Token], i: int, first: int, names: Collection[NameSpan]) -> None:
    """Make the person right before verb I its subject: "rebels took a base in Tigray and Abiy Ahmed sent troops"."""
    verb = tokens[i]
    if verb.xpos not in ("VBD", "VBZ") or verb.upos != "VERB" or verb.dep not in ("conj", "advcl", "parataxis"):
        return
    if tokens[i - 1].upos != "PROPN" or any(t.head == i and t.dep.startswith(_SUBJECTS) for t in tokens[first:i]):
        return
    name = next((n for n in names if n.last == i - 1 and n.label in ("PERSON", "PER")), None)
    noun = next((t for t in tokens[name.first : i] if t.dep == "conj"), None) if name is not None else None
    if noun is None or tokens[noun.head].upos not in NOUNS:
        return
    main = next((t for t in reversed(tokens[first : noun.i]) if t.upos == "VERB" and t.xpos in FINITE), None)
    joining = next((t for t in reversed(tokens[first : noun.i]) if t.dep == "cc" and t.head in (noun.i, i)), None)
    if main is None or joining is None or not main.i < noun.head < joining.i or main.i in (noun.head, i):
        return
    hang(tokens, noun.i, i, "nsubj")
    hang(tokens, joining.i, i, "cc")
    hang(tokens, i, main.i, "conj")


def _join_aged(tokens: list[Token], i: int, first: int) -> None:
    """Coordinate subject I with one whose age is told: "killed a man, and a girl, 9, and a boy were hurt"."""
    noun, verb = tokens[i], tokens[tokens[i].head]
    is_subject = noun.dep in ("nsubj", "nsubj:pass") and verb.dep == "conj" and verb.head < i < verb.i
    if not is_subject or noun.upos not in NOUNS:
        return
    joining = [t for t in tokens[first:i] if t.dep == "cc" and t.head in (i, verb.i) and t.text.lower() == "and"]
    begin = joining[-1].i - 1 if joining else first
    if begin - 2 <= first or tokens[begin].text != "," or not _is_age(tokens[begin - 1]):
        return
    other = tokens[begin - 3]
    before = [t for t in tokens[first : other.i] if t.head == other.i]
    cc = next((t for t in before if t.dep == "cc"), None)
    is_object = other.dep == "conj" and other.upos in NOUNS and verb.head <= tokens[other.head].i < other.i
    if tokens[begin - 2].text != "," or cc is None or not is_object:
        return
    helpers = [t for t in tokens[i + 1 : verb.i + 1] if t.head == verb.i and t.text.lower() in PLURAL_VERBS]
    is_one = noun.xpos in ("NN", "NNP") and bool(helpers)
    if not is_one and tokens[cc.i - 1].text != ",":
        return
    hang(tokens, other.i, verb.i, noun.dep)
    hang(tokens, i, other.i, "conj")
    hang(tokens, cc.i, verb.i, "cc")
    hang(tokens, joining[-1].i, i, "cc")


def _is_age(token: Token) -> bool:
    return token.upos == "NUM" and token.text.isdigit() and len(token.text) <= len("99")


def _find_subject(
    tokens: list[Token], i: int, first: int, last: int, names: Collection[NameSpan], gazetteer: Gazetteer
) -> None:
    """Make people before finite verb I its subject where it has none: "after the raid, a farmer was found"."""
    verb = tokens[i]
    if verb.upos != "VERB" or verb.dep not in _CLAUSES:
        return
    parts = [t for t in tokens[first : last + 1] if t.head == i]
    helpers = [t for t in parts if t.dep.startswith("aux") and t.i < i]
    is_finite = verb.xpos in FINITE or any(t.xpos in FINITE for t in helpers)
    if not is_finite or any(t.dep.startswith(_SUBJECTS) for t in parts):
        return
    begin = min((t.i for t in helpers), default=i)
    people = [t for t in tokens[first:begin] if t.upos in NOUNS and _is_human(t, names, gazetteer)]
    for noun in people:
        above = tokens[noun.head]
        is_bare = above.i == i and noun.dep == "obl" and not _has_case(tokens, noun.i, first)
        is_joined = noun.dep == "conj" and noun.upos == "PROPN" and above.head == i
        is_beside = (noun.dep == "appos" or is_joined) and above.i < noun.i and not _is_human(above, names, gazetteer)
        is_beside = is_beside and _is_fronted(tokens, above.i, i, first)
        is_ahead = noun.dep == "appos" and above.i > i  # no apposition comes before what it tells more of
        if (is_bare or is_beside or is_ahead) and not any(
            t.upos in _VERBAL and t.xpos in FINITE for t in tokens[noun.i : begin]
        ):
            is_passive = any(t.dep == "aux:pass" for t in helpers)
            for t in tokens[noun.i + 1 : begin]:
                if t.dep == "conj" and t.head == above.i and above.i != i:
                    hang(tokens, t.i, noun.i, "conj")
            hang(tokens, noun.i, i, "nsubj:pass" if is_passive else "nsubj")
            return
    _part_list(tokens, i, first, begin)


def _part_list(tokens: list[Token], i: int, first: int, begin: int) -> None:
    """Make what follows a fronted phrase the subject of verb I: "besides the tanks, two guns and a truck were hit"."""
    fronted = [t for t in tokens[first:begin] if t.upos in NOUNS and _is_fronted(tokens, t.i, i, first)]
    for noun in fronted:
        listed = [t for t in tokens[noun.i + 1 : begin] if t.head == noun.i and t.dep == "conj"]
        if not listed or any(t.upos in _VERBAL and t.xpos in FINITE for t in tokens[noun.i : begin]):
            continue
        comma = next((t.i for t in tokens[noun.i : listed[0].i] if t.text == ","), None)
        if comma is None or any(t.head == listed[0].i and t.dep == "cc" for t in tokens[comma : listed[0].i]):
            continue  # "in Mali, and in Chad"
        is_passive = any(t.head == i and t.dep == "aux:pass" for t in tokens[first:i])
        for other in listed[1:]:
            hang(tokens, other.i, listed[0].i, "conj")
        hang(tokens, listed[0].i, i, "nsubj:pass" if is_passive else "nsubj")
        return


def _is_human(token: Token, names: Collection[NameSpan], gazetteer: Gazetteer) -> bool:
    if token.upos == "PROPN":
        return any(name.first <= token.i <= name.last and name.label in ("PERSON", "PER") for name in names)
    return token.upos == "NOUN" and gazetteer.is_person_noun(token.lemma.lower())


def _has_case(tokens: list[Token], i: int, first: int) -> bool:
    return any(t.head == i and t.dep in ("case", "mark") for t in tokens[first:i])


def _is_fronted(tokens: list[Token], i: int, verb: int, first: int) -> bool:
    """Whether word I stands in a prepositional phrase that comes before VERB and belongs to it."""
    while tokens[i].head not in (i, verb):
        i = tokens[i].head
    return tokens[i].head == verb and i < verb and tokens[i].dep == "obl" and _has_case(tokens, i, first)
