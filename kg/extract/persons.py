"""Persons put right in a tree: whose title it is, and which names are told one after the other.

Before a name a bare singular noun for a person is a title: "the murder of Justice Ana Ruiz" is hers, and
"magistrate Eva Sol, police commander Juan Gil, and senator Ana Ruiz" are three. Parsers take the title for someone
else, and the second name for another name of the first.
"""

from __future__ import annotations

import bisect
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

from kg.extract.aliases import Name
from kg.extract.hanging import NOUNS, hang, is_below
from kg.extract.kinds import BODIES
from kg.gazetteer import Gazetteer
from kg.model import Sentence, Token

_TITULAR: Final = frozenset({"NOUN", "ADJ", "PROPN"})
_OWN: Final = ("amod", "compound", "nmod:desc", "advmod", "goeswith", "flat")
"""How the words of a title itself hang from its noun."""
_BESIDE: Final = frozenset({"appos", "flat", "compound", "nmod:desc"})
"""How words hang that stand for what the word above them does."""
_LOOSE: Final = frozenset({"appos", "flat", "nmod", "nmod:desc", "parataxis", "dep", "list"})
_JOINING: Final = frozenset({",", ";", "and"})
_DETERMINING: Final = frozenset({"det", "nmod:poss", "nummod"})
_BRACKETS: Final[Mapping[str, str]] = {"(": ")", "[": "]"}
_GLOSS: Final = 12
"""Words of a gloss in brackets at most."""
_BEFORE: Final = 6
"""Words before a name among which its preposition stands."""
_TITLES: Final = frozenset({"hopeful", "designate", "elect"})
"""Words that end a title and are no nouns for persons by themselves: "presidential hopeful Ana Ruiz"."""


def hang_persons(
    tokens: list[Token], names: Collection[Name], sentences: Sequence[Sentence], gazetteer: Gazetteer
) -> None:
    """Hang the titles of persons from their NAMES, and each name from the one that it is told right after."""
    persons = [name for name in names if name.kind == "Person"]
    bodies = {name.last: name for name in names if name.kind in BODIES}
    starts = [sentence.first for sentence in sentences]
    begins = {}
    for name in persons:
        sentence = sentences[bisect.bisect_right(starts, name.first) - 1]
        begins[name.first] = _hang_title(tokens, name, sentence, gazetteer)
        _hang_glossed(tokens, name, begins[name.first], bodies)
        _hang_first_title(tokens, name, begins[name.first], sentence.first, gazetteer)
    for name in names:
        _hang_employer(tokens, name, gazetteer)
    heads = {name.head for name in persons}
    for one, other in pairwise(persons):
        _hang_listed(tokens, one, other, begins[other.first], heads)
        _part_described(tokens, other, heads)
    for name in persons:
        _hang_beside(tokens, name, gazetteer)
        _hang_described(tokens, name, gazetteer)
        _hang_owner(tokens, name)


def _hang_employer(tokens: list[Token], name: Name, gazetteer: Gazetteer) -> None:
    """Hang the NAME of a body from the person right after it, where both stand beside one noun: "Sol, the UN envoy"."""
    person, head = name.last + 1, tokens[name.head]
    if name.kind not in BODIES or person >= len(tokens) or head.dep != "appos":
        return
    token = tokens[person]
    is_beside = token.upos == "NOUN" and token.dep == "appos" and token.head == head.head
    if is_beside and gazetteer.type_noun(token.lemma.lower(), plural=False) == "Person":
        hang(tokens, name.head, person, "compound")


def _hang_title(tokens: list[Token], name: Name, sentence: Sentence, gazetteer: Gazetteer) -> int:
    """Where the phrase of NAME begins in its SENTENCE, its bare title hung from it."""
    first, title = sentence.first, name.first - 1
    begin = _office_before(tokens, name, first, gazetteer)
    if begin is None and (title < first or not _is_title(tokens[title], gazetteer)):
        return name.first
    begin = title if begin is None else begin
    while begin > first and tokens[begin - 1].upos in _TITULAR:
        if not _is_within(tokens, begin - 1, begin, name) and not _is_title(tokens[begin - 1], gazetteer):
            break  # "attorney general Ana Ruiz": two nouns, one title
        begin -= 1
    words = range(begin, name.last + 1)
    if any(t.head in words and t.dep.startswith((*_OWN, "det", "nmod:poss", "nummod")) for t in tokens[first:begin]):
        return name.first  # "the journalist Ana Ruiz": she is what the noun tells
    outer = [i for i in words if tokens[i].head not in words or tokens[i].head == i]
    top = tokens[next((i for i in outer if tokens[i].dep not in _BESIDE), outer[0])]
    if top.i != top.head and top.i != name.head and is_below(tokens, top.head, name.head):
        return name.first
    for t in tokens[sentence.first : sentence.last + 1]:
        if t.i not in words and t.head in outer and t.head != name.head:
            hang(tokens, t.i, name.head, t.dep)
    for t in tokens[name.last + 1 : sentence.last + 1]:
        if t.head in words and t.head <= title and t.dep.startswith(("acl", "appos")):
            hang(tokens, t.i, name.head, t.dep)
    for t in tokens[max(first, begin - 2) : begin]:
        if t.head in words and t.dep == "case":
            hang(tokens, t.i, name.head, "case")
    for i in outer:
        if i != name.head:
            hang(tokens, i, name.head, "compound" if tokens[i].upos == "PROPN" else "nmod:desc")
    hang(tokens, name.head, name.head if top.head == top.i else top.head, top.dep)
    return begin


def _office_before(tokens: list[Token], name: Name, first: int, gazetteer: Gazetteer) -> int | None:
    """Where the office right before NAME begins that says what it is for: "Secretary of State Ana Ruiz"."""
    for begin in range(name.first - 3, max(first, name.first - _BEFORE) - 1, -1):
        words = [token.text for token in tokens[begin : name.first]]
        if words[1] == "of" and words[0][:1].isupper() and words[-1][:1].isupper() and gazetteer.is_office(words):
            return begin
    return None


def _hang_glossed(tokens: list[Token], name: Name, begin: int, bodies: Mapping[int, Name]) -> None:
    """Hang a body from whom NAME names, where a gloss parts it from the title: "killed the Rights Union (RU) leader A".

    The phrase of NAME begins at BEGIN; BODIES has the names of bodies by their last word.
    """
    if begin == name.first or tokens[begin - 1].text not in _BRACKETS.values():
        return
    opening = next((t.i for t in reversed(tokens[max(0, begin - _GLOSS) : begin - 1]) if t.text in _BRACKETS), None)
    body = bodies.get(opening - 1) if opening is not None else None
    if body is None or _BRACKETS[tokens[body.last + 1].text] != tokens[begin - 1].text:
        return
    top, above = tokens[body.head], tokens[name.head].head
    is_near = above in (top.i, top.head) or (above < body.first and is_below(tokens, top.i, above))
    if top.head == top.i or is_below(tokens, top.head, name.head) or not is_near:
        return
    for t in tokens[max(0, body.first - _BEFORE) : name.last + _GLOSS]:
        is_before = t.i < body.first and (t.head == top.i or begin <= t.head <= name.last)
        is_after = t.i > name.last and t.head == top.i and t.dep != "punct"
        if is_after or (is_before and t.dep in ("case", "det", "cc", "punct")):
            hang(tokens, t.i, name.head, t.dep)
    hang(tokens, name.head, top.head, top.dep)
    hang(tokens, top.i, name.head, "compound")


def _hang_first_title(tokens: list[Token], name: Name, begin: int, first: int, gazetteer: Gazetteer) -> None:
    """Hang the first of two bare titles from NAME, whose phrase begins at BEGIN: "actor and mayor Juan Gil"."""
    if begin - 2 < first or begin == name.first or tokens[begin - 1].text.lower() != "and":
        return
    title, person = tokens[begin - 2], tokens[name.head]
    is_bare = not any(t.head == title.i and t.dep in _DETERMINING for t in tokens[first : title.i])
    is_joined = person.dep == "conj" and (person.head == title.i or (person.head, "conj") == (title.head, title.dep))
    if not is_joined or not is_bare or not _is_title(title, gazetteer):
        return
    for t in tokens[first:]:
        if t.head == title.i and t.i != person.i and t.dep not in _OWN:
            hang(tokens, t.i, person.i, t.dep)
        if t.i > name.last and t.text in (".", ";"):
            break
    hang(tokens, person.i, person.i if title.head == title.i else title.head, title.dep)
    hang(tokens, title.i, person.i, "nmod:desc")
    hang(tokens, begin - 1, person.i, "cc")


def _is_title(noun: Token, gazetteer: Gazetteer) -> bool:
    is_singular = noun.upos in _TITULAR and noun.xpos not in ("NNS", "NNPS")
    lemma = noun.lemma.lower()
    is_person = gazetteer.is_person_noun(lemma) or lemma in _TITLES or gazetteer.is_title([noun.text])
    return is_singular and (is_person or gazetteer.country_of_adjective(noun.text) is not None)


def _is_within(tokens: list[Token], i: int, begin: int, name: Name) -> bool:
    """Whether word I is part of the phrase that goes from BEGIN to the end of NAME."""
    is_beside = tokens[i].head == tokens[name.head].head and tokens[name.head].head != name.head
    is_above = any(tokens[word].head == i for word in range(begin, name.last + 1))
    return begin <= tokens[i].head <= name.last or is_beside or is_above or is_below(tokens, i, name.head)


def _hang_listed(tokens: list[Token], one: Name, other: Name, begin: int, heads: Collection[int]) -> None:
    """Make OTHER, whose phrase begins at BEGIN, coordinate with the name ONE right before it.

    HEADS are those of all persons: what is coordinate with one of them stays so.
    """
    between = tokens[one.last + 1 : begin]
    ages = [t for t in between if t.upos == "NUM"]
    name = tokens[other.head]
    is_bare = len(ages) <= 1 and all(t.text.lower() in _JOINING for t in between if t not in ages)
    if not between or not (is_bare or _is_further(tokens, one, other, between)):
        return
    is_strayed = name.dep == "conj" and name.head not in heads and tokens[one.head].head != name.head
    if not (name.dep in _LOOSE or is_strayed) or any(
        t.head == other.head and t.dep == "case" for t in tokens[begin : other.last]
    ):
        return
    lead = one.head
    while tokens[lead].dep == "conj" and tokens[tokens[lead].head].upos in NOUNS:
        lead = tokens[lead].head
    if not is_below(tokens, lead, other.head):
        hang(tokens, other.head, lead, "conj")


def _is_further(tokens: list[Token], one: Name, other: Name, between: Sequence[Token]) -> bool:
    """Whether OTHER, an apposition of ONE with what is BETWEEN, is someone else: "A, the mayor, guard B, and C"."""
    is_parted = between[0].text == "," and between[-1].text.lower() in (",", "and")
    is_described = is_parted and any(t.head == one.head and t.dep == "appos" for t in between)
    is_beside = tokens[other.head].dep in ("appos", "flat") and tokens[other.head].head == one.head
    return (
        is_described
        and is_beside
        and not {t.text for t in _words(tokens, one)} & {t.text for t in _words(tokens, other)}
    )


def _words(tokens: list[Token], name: Name) -> list[Token]:
    return tokens[name.first : name.last + 1]


def _part_described(tokens: list[Token], name: Name, heads: Collection[int]) -> None:
    """Make the noun that NAME names coordinate with another person's, HEADS being those of all: "A, his brother B"."""
    noun = tokens[tokens[name.head].head]
    above = tokens[noun.head]
    if tokens[name.head].dep not in ("appos", "flat") or noun.dep != "appos" or not above.i < noun.i < name.head:
        return
    if above.i in heads or any(t.i in heads and t.head == above.i for t in tokens[above.i : noun.i]):
        hang(tokens, noun.i, above.i, "conj")


def _hang_beside(tokens: list[Token], name: Name, gazetteer: Gazetteer) -> None:
    """Hang NAME from the person right before it, not from what both hang from: "the release of the farmer Juan Gil"."""
    person, head = tokens[name.first - 1], tokens[name.head]
    is_person = person.xpos == "NN" and gazetteer.is_person_noun(person.lemma.lower())
    if is_person and head.dep == person.dep == "nmod" and head.head == person.head and person.i < name.first:
        hang(tokens, name.head, person.i, "appos")


def _hang_described(tokens: list[Token], name: Name, gazetteer: Gazetteer) -> None:
    """Hang NAME from the person before it, not from the body after "of": "the head of the police, Ana Ruiz"."""
    body = tokens[tokens[name.head].head]
    person = tokens[body.head]
    if tokens[name.head].dep != "appos" or body.dep != "nmod" or not person.i < body.i < name.first:
        return
    is_human = [t.upos == "NOUN" and gazetteer.is_person_noun(t.lemma.lower()) for t in (body, person)]
    if is_human == [False, True] and person.xpos == "NN" and tokens[name.first - 1].text != "(":
        hang(tokens, name.head, person.i, "appos")


def _hang_owner(tokens: list[Token], name: Name) -> None:
    """Hang possessive NAME from the noun after it: "as a result of candidate Ana Ruiz's murder"."""
    mark = name.last + 1
    head = tokens[name.head]
    if mark >= len(tokens) - 1 or tokens[mark].xpos != "POS" or head.dep.startswith("nmod:poss"):
        return
    owned = mark + 1
    while tokens[owned].upos in _TITULAR and tokens[owned].head == owned + 1 and owned < len(tokens) - 2:
        owned += 1
    noun = tokens[owned]
    if noun.upos != "NOUN" or is_below(tokens, noun.head, name.head) or noun.head == name.head:
        return
    for t in tokens[max(0, name.first - _BEFORE) : name.first]:
        if t.head == name.head and t.dep == "case":
            hang(tokens, t.i, owned, "case")
    hang(tokens, name.head, owned, "nmod:poss")
