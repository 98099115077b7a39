"""Headlines put right: sentences without full stop, articles and helpers, such as "Four soldiers killed in ambush".

In English headlines what happened stands in the present tense, and a past form without helper and object is a
participle: "Rebels attacked near border" tells whom someone attacked. An infinitive after a noun tells what is to come.
Where the parser finds no verb, the one word that agrees with the noun before it, and has another after it, is the verb:
"Jets bomb camps", "Army shells town".
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

from kg.extract.hanging import NOUNS, hang, is_below
from kg.lemmas import load_lemmas
from kg.lexicon import Lexicon
from kg.model import Token

_ENDS: Final = frozenset({".", "?", "!", "...", "…", ":", ";"})
_STOPS: Final = frozenset({",", ";", ":", "-", "–", "—", "and"})
_QUOTES: Final = frozenset({'"', "”", "''", "'", "’", ")", "]"})
_LONGEST: Final = 25
"""Tokens of a headline, at most."""
_ARTICLES: Final = frozenset({"the", "a", "an"})
_SAME_FORM: Final = frozenset("shot held hurt caught bombed sent found hanged slain beaten cut".split())
"""Irregular verbs whose participle looks like the past, or that are no more than participles."""
_DONE: Final = frozenset(
    """Attack ArmedAssault Bombing AirStrike Shelling Assassination Killing Injury Abduction Torture SexualViolence
    Destruction Arrest Sentencing Siege Seizure Sanction Expulsion Overthrow PrisonerRelease Rescue""".split()
)
"""Classes of what someone does to someone or something."""
_TO_PEOPLE: Final = frozenset({"Killing", "Injury", "Assassination", "Abduction", "Arrest"})
"""Those of them that need an object in any sentence: "Ten men killed." tells whom someone killed."""
_STATES: Final = frozenset({"dead", "alive", "hostage", "captive"})
_PAST: Final = frozenset({"VBD", "VBN"})
_COUNTABLE: Final = frozenset({"NN", "NNP"})
_VERBAL: Final = frozenset({"VERB", "AUX"})
_NOT_PLURAL: Final = frozenset(
    {"arms", "sports", "news", "affairs", "works", "headquarters", "operations", "relations"}
)
"""Plurals that stand before other nouns: "arms deal"."""


def hang_headline(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> None:
    """Hang and tag the words of the sentence from FIRST to LAST as headlines mean them, if it is one."""
    for i in range(first, last + 1):
        _read_participle(tokens, i, first, last, lexicon)
    if not _is_headline(tokens, first, last):
        return
    parts = list(_find_parts(tokens, first, last))
    for begin, end in parts:
        if not any(t.upos in _VERBAL for t in tokens[begin : end + 1]):
            _find_verb(tokens, begin, end, lexicon)
            _join_part(tokens, begin, end, first, last)
    for i in range(first, last + 1):
        _free_number(tokens, i, first)
        _give_subject(tokens, i, first)
        _make_future(tokens, i, first, last)


def _find_parts(tokens: list[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The clauses of a headline, which semicolons part: "Drone hits depot; Kyiv vows answer"."""
    begin = first
    for i in range(first, last + 1):
        if tokens[i].text == ";":
            if begin < i:
                yield begin, i - 1
            begin = i + 1
    yield begin, last


def _join_part(tokens: list[Token], begin: int, end: int, first: int, last: int) -> None:
    """Hang what became the verb of one clause of a headline beside the verb of the others."""
    root = next((t.i for t in tokens[begin : end + 1] if t.head == t.i), None)
    other = next((t.i for t in tokens[first : last + 1] if t.head == t.i and not begin <= t.i <= end), None)
    if root is not None and other is not None:
        hang(tokens, root, other, "parataxis")


def _is_headline(tokens: list[Token], first: int, last: int) -> bool:
    while last > first and tokens[last].text in _QUOTES:
        last -= 1
    return first < last < first + _LONGEST and tokens[last].text not in _ENDS


def _read_participle(tokens: list[Token], i: int, first: int, last: int, lexicon: Lexicon) -> None:
    """Make passive a past form without helper and object: "Hospital bombed in Aleppo", "village burned by militia"."""
    verb = tokens[i]
    if verb.xpos not in _PAST or verb.upos != "VERB" or verb.dep.startswith(("acl", "amod", "advcl", "xcomp")):
        return
    parts = [t for t in tokens[first : last + 1] if t.head == i and t.i != i]
    subjects = [t for t in parts if t.dep.startswith("nsubj") and t.i < i]
    if len(subjects) != 1 or any(t.dep.startswith(("aux", "obj", "iobj", "ccomp", "cop")) for t in parts):
        return
    if any(t.dep.startswith("xcomp") and t.text.lower() not in _STATES for t in parts):
        return
    if not any(_is_done(lexicon, lemma) for lemma in (verb.lemma.lower(), verb.text.lower())):
        return
    has_agent = any(t.dep == "obl:agent" for t in parts)
    subject = subjects[0]
    is_counted = subject.upos == "NUM" or any(t.head == subject.i and t.dep == "nummod" for t in tokens[first:i])
    is_telling = subject.dep == "nsubj:pass" or verb.xpos == "VBN"
    is_headline = _is_headline(tokens, first, last)
    is_form = verb.text.lower().endswith("ed") or verb.text.lower() in _SAME_FORM
    is_bare = is_headline or (is_counted and _is_done(lexicon, verb.lemma.lower(), _TO_PEOPLE))
    is_bare = is_bare and not _has_article(tokens, subject.i, first)
    if has_agent or (is_form and is_bare and (is_telling or not _has_second_verb(parts))):
        hang(tokens, subject.i, i, "nsubj:pass")
        tokens[i] = dataclasses.replace(verb, xpos="VBN")


def _is_done(lexicon: Lexicon, lemma: str, kinds: frozenset[str] = _DONE) -> bool:
    """Whether the verb LEMMA can tell, as an event of KINDS, what someone does to an object."""
    senses = lexicon.find_senses(lemma, "v")
    return any(sense.kind in kinds and sense.roles.get("obj") == "target" for sense in senses)


def _has_second_verb(parts: list[Token]) -> bool:
    """Whether what hangs from a verb says that its subject did more than one thing: "killed and looted"."""
    return any(t.dep == "conj" and t.upos == "VERB" for t in parts)


def _has_article(tokens: list[Token], noun: int, first: int) -> bool:
    return any(t.head == noun and t.text.lower() in _ARTICLES for t in tokens[first:noun])


def _free_number(tokens: list[Token], i: int, first: int) -> None:
    """Make the number before a bare participle those it is done to: "three soldiers killed, five wounded in blast"."""
    number = tokens[i]
    verb = tokens[number.head]
    if number.upos != "NUM" or verb.i != i + 1 or verb.xpos not in _PAST or i == first:
        return
    if number.dep.startswith(("nummod", "obl", "nsubj")) and tokens[i - 1].text in _STOPS:
        hang(tokens, i, verb.i, "nsubj:pass")
        tokens[verb.i] = dataclasses.replace(verb, upos="VERB", xpos="VBN", lemma=_to_verb(verb.text, "VBN"))


def _give_subject(tokens: list[Token], i: int, first: int) -> None:
    """Make the plural before a bare verb its subject: "Militants attack army base" commands no one."""
    verb = tokens[i]
    if verb.xpos != "VB" or verb.head != i or i == first or tokens[i - 1].xpos not in ("NNS", "NNPS"):
        return
    if any(t.head == i and (t.dep.startswith(("nsubj", "aux")) or t.dep == "mark") for t in tokens[first:i]):
        return
    noun = tokens[i - 1]
    if noun.head > i or noun.head == i:
        hang(tokens, noun.i, i, "nsubj")
        tokens[i] = dataclasses.replace(tokens[i], xpos="VBP")


def _make_future(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Make the infinitive after the noun of a headline its verb: "Talks to resume in Doha"."""
    verb = tokens[i]
    noun = tokens[verb.head]
    is_after = verb.xpos == "VB" and verb.dep.startswith("acl") and noun.head == noun.i and noun.i < i
    if not is_after or noun.upos not in NOUNS:
        return
    parts = [t for t in tokens[first : last + 1] if t.head == i]
    if not any(t.dep == "mark" and t.text.lower() == "to" and t.i == noun.i + 1 for t in parts):
        return
    if any(t.upos in _VERBAL and not is_below(tokens, t.i, i) for t in tokens[first : last + 1]):
        return
    hang(tokens, i, i, "root")
    for t in tokens[i + 1 : last + 1]:
        if t.head == noun.i:
            hang(tokens, t.i, i, "obl" if t.dep.startswith("nmod") else t.dep)
    hang(tokens, noun.i, i, "nsubj")


def _find_verb(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> None:
    """Make a verb of the one noun that can be one: it agrees with the noun before it and has another after it."""
    found = [i for i in range(first + 1, last) if _can_be_verb(tokens, i, first, last, lexicon)]
    if len(found) != 1:
        return
    i = found[0]
    form = "VBZ" if tokens[i].text.lower().endswith("s") else "VBP"
    subject, after = i - 1, [t for t in tokens[i + 1 : last + 1] if t.upos in NOUNS]
    if not after:
        return
    item = next(t.i for t in after if t.i == last or tokens[t.i + 1].upos not in NOUNS)
    outer = {t.i: t.head for t in tokens[first : last + 1]}
    for t in tokens[first:i]:
        if t.i != subject and not first <= outer[t.i] < i:
            hang(tokens, t.i, subject, "compound" if t.upos in NOUNS else t.dep)
        elif t.i != subject and outer[t.i] == t.i:
            hang(tokens, t.i, subject, "dep")
    for t in tokens[i + 1 : last + 1]:
        if t.i != item and (outer[t.i] <= i or outer[t.i] == t.i):
            hang(tokens, t.i, item, t.dep if t.dep != "root" else "dep")
    tokens[i] = dataclasses.replace(
        tokens[i], upos="VERB", xpos=form, lemma=_to_verb(tokens[i].text, form), head=i, dep="root"
    )
    hang(tokens, subject, i, "nsubj")
    hang(tokens, item, i, "obj")
    if subject - 2 >= first and tokens[subject - 1].text in (",", "and") and tokens[subject - 2].upos in NOUNS:
        hang(tokens, subject - 2, i, "nsubj")  # "Iran, Iraq sign accord"
        hang(tokens, subject, subject - 2, "conj")


def _can_be_verb(tokens: list[Token], i: int, first: int, last: int, lexicon: Lexicon) -> bool:
    word, before, after = tokens[i], tokens[i - 1], tokens[i + 1]
    text = word.text.lower()
    is_noun = word.upos in NOUNS and text.isalpha() and before.upos in NOUNS and after.upos in {*NOUNS, "ADJ", "NUM"}
    if not is_noun or before.text.lower() in _NOT_PLURAL:
        return False
    is_plural = before.xpos in ("NNS", "NNPS") or any(t.text.lower() in (",", "and") for t in tokens[first:i])
    form = "VBP" if is_plural else "VBZ"
    if is_plural == text.endswith("s") or (not is_plural and before.xpos not in _COUNTABLE):
        return False
    lemma = _to_verb(text, form)
    is_light = any(light.slot in ("obj", "subj") for light in lexicon.find_light(lemma))
    return is_light or any(sense.roles.get("obj") is not None for sense in lexicon.find_senses(lemma, "v"))


def _to_verb(word: str, tag: str) -> str:
    return load_lemmas().find_lemma(word.lower(), "VERB", tag).lower()
