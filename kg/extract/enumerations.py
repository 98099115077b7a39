"""Lists of what was done and to what: "burned a bank, a shop, and two cars", "looted shops, burned cars, and fled".

Parsers take the second of two buildings for an apposition of the first, and a verb between commas for a participle
that tells of which things the list is.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.hanging import hang
from kg.extract.kinds import BODIES, PLACES
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.model import Token

_BUILT: Final = PLACES - {"Country", "Region"}
_GENERAL: Final = find_words("kinds_of_buildings")
_INDEFINITE: Final = frozenset({"a", "an", "one", "another", "several", "some", "two", "three", "four", "five"})
_GROUNDS: Final = find_words("grounds")
_VIOLENT: Final = frozenset(
    "Attack ArmedAssault Bombing Shelling AirStrike Killing Assassination Injury Abduction Torture SexualViolence "
    "Destruction Arrest Expulsion Seizure Threat CoerciveEvent".split()
)
"""Classes of deeds that are told one after another."""
_ABOUT: Final = frozenset({"about", "around", "over", "under"})
_MEASURES: Final = frozenset(
    "second minute hour day week month year decade meter metre kilometer kilometre mile".split()
)
_NAMED: Final = ("NOUN", "PROPN")
_OBJECTS: Final = frozenset({"obj", "nsubj:pass", "aux:pass", "xcomp", "ccomp"})
_PEOPLE: Final = frozenset({"Person", "Population"})
_PAST: Final = ("VBD", "VBN")
_REACH: Final = 6
"""Tokens before a noun of which one may hang from it."""


def hang_item(tokens: list[Token], i: int, last: int, gazetteer: Gazetteer) -> None:
    """Coordinate building I with the building that it seems an apposition of, where the list goes on after it."""
    item, first = tokens[i], tokens[tokens[i].head]
    if item.dep != "appos" or item.upos != "NOUN" or first.upos != "NOUN" or first.i > i:
        return
    start = _find_start(tokens, i, first.i)
    kinds = [_kind_of(tokens, word, gazetteer) for word in (first.i, i)]
    if tokens[start - 1].text != "," or kinds[0] not in _BUILT | BODIES or kinds[1] not in _BUILT | {"Organization"}:
        return
    if "Facility" not in kinds or item.lemma.lower() in _GENERAL | {first.lemma.lower()}:
        return
    further = [t for t in tokens[i + 1 : last + 1] if t.dep == "conj" and t.head in (i, first.i) and t.upos != "VERB"]
    joined = {t.head for t in tokens[i + 1 : last + 1] if t.dep == "cc"}
    if not any(t.i in joined for t in further):
        return
    is_other = kinds[0] != kinds[1] or first.xpos != item.xpos or len(further) > 1
    if is_other or tokens[start].text.lower() in _INDEFINITE:
        hang(tokens, i, first.i, "conj")


def hang_counted(tokens: list[Token], i: int, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
    """Hang noun I from the word of quantity that speaks of it as well: "dozens of cars and buses"."""
    inner = tokens[tokens[i].head]
    quantity = tokens[inner.head]
    if tokens[i].dep != "conj" or inner.dep != "nmod" or not quantity.i < inner.i < i:
        return
    if tokens[i].xpos != "NNS" or inner.xpos != "NNS" or not gazetteer.is_neutral_noun(quantity.lemma.lower()):
        return
    if lexicon.find_senses(tokens[i].lemma.lower(), "n"):
        return  # "dozens of raids and killings by the militia" share what follows
    if any(t.head == inner.i and t.dep == "case" and t.text.lower() == "of" for t in tokens[quantity.i : inner.i]):
        hang(tokens, i, quantity.i, "conj")


def hang_numbered(tokens: list[Token], i: int, first: int) -> None:
    """Make noun I the object of its verb where "over" belongs to its number: "damaged over ten cars"."""
    noun, verb = tokens[i], tokens[tokens[i].head]
    if noun.dep not in ("obl", "obl:unmarked") or noun.xpos != "NNS" or verb.upos != "VERB" or verb.i > i:
        return
    numbers = {t.i for t in tokens[verb.i : i] if t.head == i and t.dep == "nummod"}
    is_about = any(t.head in numbers and t.text.lower() in _ABOUT for t in tokens[verb.i : i])
    if (
        not is_about
        or noun.lemma.lower() in _MEASURES
        or any(t.head == i and t.dep == "case" for t in tokens[verb.i : i])
    ):
        return
    if not any(t.head == verb.i and t.dep in _OBJECTS for t in tokens[first:i]):
        hang(tokens, i, verb.i, "obj")


def hang_listed_deed(tokens: list[Token], i: int, last: int, lexicon: Lexicon) -> None:
    """Make a verb of participle I between verbs like it: "broke doors, looted shops, and burned two houses"."""
    noun = tokens[tokens[i].head]
    if tokens[i].dep != "amod" or tokens[i].xpos not in _PAST or noun.i < i or i == 0:
        return
    after = tokens[noun.head]
    if tokens[i].xpos == "VBD" and noun.dep == "obj" and after.i > noun.i and after.upos == "VERB":
        leading = after.head if after.dep == "conj" else after.i
        tokens[i] = dataclasses.replace(tokens[i], upos="VERB", head=leading, dep="conj")
        hang(tokens, noun.i, i, "obj")
        return
    if noun.dep != "conj":
        return
    if (
        tokens[i - 1].text != ","
        or noun.xpos != "NNS"
        or any(t.head == noun.i for t in tokens[max(0, i - _REACH) : i - 1])
    ):
        return
    lead = noun
    while lead.dep == "conj" and lead.head < lead.i:
        lead = tokens[lead.head]
    verb = tokens[lead.head]
    if lead.dep != "obj" or verb.xpos not in _PAST or not verb.i < lead.i < i:
        return
    later = [t for t in tokens[noun.i + 1 : last + 1] if t.xpos in _PAST and t.dep == "conj" and t.head <= verb.i]
    joined = {t.head for t in tokens[noun.i + 1 : last + 1] if t.dep == "cc"}
    if not any(t.i in joined for t in later) or not lexicon.may_tell(tokens[i].lemma.lower(), "v", _VIOLENT):
        return
    if any(lexicon.may_tell(t.lemma.lower(), "v", _VIOLENT) for t in (verb, *later)):
        tokens[i] = dataclasses.replace(tokens[i], upos="VERB", xpos=verb.xpos, head=verb.i, dep="conj")
        hang(tokens, noun.i, i, "obj")


def hang_second_phrase(tokens: list[Token], i: int, last: int, gazetteer: Gazetteer) -> None:
    """Coordinate phrase I with the like one before it: "attacks on a base, on two villages, and against a bank"."""
    noun, before = tokens[i], tokens[tokens[i].head]
    if noun.dep not in ("nmod", "obl") or noun.upos not in _NAMED or not before.dep.startswith(("nmod", "obl")):
        return
    cases = [t for t in tokens[before.i : i] if t.head == i and t.dep == "case" and t.text.lower() in ("on", "against")]
    earlier = {t.text.lower() for t in tokens[before.head : before.i] if t.head == before.i and t.dep == "case"}
    if (
        before.head > before.i
        or not cases
        or tokens[cases[0].i - 1].text != ","
        or cases[0].text.lower() not in earlier
    ):
        return
    words = (i, before.i)
    are_names = all(tokens[word].upos == "PROPN" for word in words) and _goes_on(tokens, cases[0], last)
    if are_names or all(_kind_of(tokens, word, gazetteer) in _BUILT | BODIES for word in words):
        hang(tokens, i, before.i, "conj")


def _goes_on(tokens: list[Token], case: Token, last: int) -> bool:
    """Whether a later part of a list has the preposition CASE after "and": "on Gao, on Kidal and on the port"."""
    later = tokens[case.i + 1 : last]
    return any(t.text.lower() == "and" and tokens[t.i + 1].text.lower() == case.text.lower() for t in later)


def hang_second_body(tokens: list[Token], i: int, gazetteer: Gazetteer) -> None:
    """Hang body I from the body that someone leads, not from him: "of Ana Berg, leader of the union and the front"."""
    body, person = tokens[i], tokens[tokens[i].head]
    if body.dep != "conj" or person.upos != "PROPN" or person.i > i or _kind_of(tokens, i, gazetteer) in _PEOPLE:
        return
    within = tokens[person.i + 1 : i]
    joined = [t for t in within if t.head == i and t.dep == "cc"]
    posts = [t for t in within if t.head == person.i and t.dep == "appos" and gazetteer.is_leader_noun(t.lemma.lower())]
    led = [t for t in within if posts and t.head == posts[-1].i and t.dep == "nmod"]
    has_article = any(t.head == i and t.text.lower() == "the" for t in within)
    is_person = not any(t.head == person.i and t.dep == "det" for t in tokens[max(0, person.i - _REACH) : person.i])
    if not (led and joined and has_article and is_person) or tokens[joined[0].i - 1].text == ",":
        return
    hang(tokens, i, led[-1].i, "conj")
    for t in tokens[i + 1 :]:
        if t.head == i and t.dep == "conj" and gazetteer.is_person_noun(t.lemma.lower()):
            hang(tokens, t.i, posts[-1].i, "conj")


def hang_streets(tokens: list[Token], i: int) -> None:
    """Hang street I from the street before it, not from what is there: "a church at Luna and Sol Streets"."""
    street, place = tokens[i], tokens[tokens[i].head]
    if street.dep != "conj" or street.lemma.lower() not in _GROUNDS or place.lemma.lower() in _GROUNDS or place.i > i:
        return
    names = [t for t in tokens[place.i + 1 : i] if t.head == place.i and t.dep == "nmod" and t.upos == "PROPN"]
    cases = {t.head for t in tokens[place.i + 1 : i] if t.dep == "case" and t.text.lower() in ("at", "on")}
    if names and names[-1].i in cases:
        hang(tokens, i, names[-1].i, "conj")


def _find_start(tokens: list[Token], i: int, least: int) -> int:
    """Where the phrase of noun I begins, after word LEAST."""
    start = i
    while start - 1 > least and tokens[start - 1].text != "," and tokens[start - 1].dep != "cc":
        start -= 1
    return start


def _kind_of(tokens: list[Token], i: int, gazetteer: Gazetteer) -> str | None:
    """The class of noun I, with the noun right before it that makes one word of both: "telephone exchange"."""
    is_plural = tokens[i].xpos == "NNS"
    lemma = tokens[i].lemma.lower()
    if i > 0 and tokens[i - 1].head == i and tokens[i - 1].dep == "compound":
        kind = gazetteer.type_noun(f"{tokens[i - 1].lemma.lower()} {lemma}", plural=is_plural)
        if kind is not None:
            return kind
    return gazetteer.type_noun(lemma, plural=is_plural)
