"""Lists and names put right in a tree: what is coordinate with what, and which noun a name names.

Lists whose items semicolons part are coordinations too: "killing Ana Ruiz, 42; Eva Sol, a teacher; and a guard".
Parsers take the later items for appositions of the first, or for subjects of what comes before them, and what stands
beside one name for what stands beside another.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

from kg.gazetteer import Gazetteer
from kg.model import Token

_PHRASE: Final = 8
"""Words of a noun phrase at most, before its noun."""
_NOUNS: Final = frozenset({"NOUN", "PROPN", "PRON"})
_NAMING: Final = frozenset(
    {("named", "xcomp"), ("called", "xcomp"), ("called", "obj"), ("identified", "obl"), ("known", "obl")}
)
_ARGUMENTS: Final = ("nsubj", "obj", "obl", "iobj")
_LOOSE: Final = ("appos", "nsubj", "dep", "list", "conj", "parataxis")
"""How the later items of a list are hung by mistake, or rightly."""


def hang_parts(tokens: list[Token], first: int, last: int, gazetteer: Gazetteer) -> None:
    """Hang the parts of lists and names between tokens FIRST and LAST, one sentence, where they belong."""
    _hang_listed(tokens, first, last)
    for i in range(first, last + 1):
        _hang_case(tokens, i)
        _hang_sibling(tokens, i, gazetteer)
        _hang_name(tokens, i, first, gazetteer)


def _hang_listed(tokens: list[Token], first: int, last: int) -> None:
    """Hang the items of each list between tokens FIRST and LAST from its first item."""
    stops = [i for i in range(first, last + 1) if tokens[i].text == ";"]
    lead = _find_lead(tokens, first, stops[0] - 1) if stops and stops[0] > first else None
    if lead is None:
        return
    for stop, end in zip(stops, [*stops[1:], last + 1], strict=True):
        outer = list(_find_outer(tokens, stop + 1, end))
        item = next((i for i in outer if tokens[i].upos in _NOUNS), None)
        if item is None or tokens[item].dep.partition(":")[0] not in _LOOSE or tokens[item].head >= item:
            return
        listed = tokens[tokens[item].head]
        if tokens[item].dep == "appos" and listed.dep in _ARGUMENTS and listed.head == tokens[lead].head:
            lead = listed.i  # "in four shops in Gao; namely, a bakery and"
        tokens[item] = dataclasses.replace(tokens[item], head=lead, dep="conj")
        for other in outer:
            if other > item and tokens[other].dep == "appos":
                tokens[other] = dataclasses.replace(tokens[other], head=item)


def _find_lead(tokens: list[Token], first: int, i: int) -> int | None:
    """The argument of a verb, or who the subject is said to be, that the first item, which ends in token I, is."""
    for _ in range(first, i + 1):
        is_predicate = tokens[i].head == i and any(t.head == i and t.dep == "cop" for t in tokens[first:i])
        verb = tokens[tokens[i].head]
        if verb.dep.startswith("acl") and verb.head < verb.i and tokens[verb.head].upos == "PROPN":
            i = verb.head  # "Ana Ruiz, a nurse living in Gao; Juan Gil, ..."
        if tokens[i].upos in _NOUNS and (tokens[i].dep.partition(":")[0] in _ARGUMENTS or is_predicate):
            return i
        above = tokens[tokens[i].head]
        if tokens[i].dep == "appos" and above.upos == "PROPN" and above.dep == "nmod":
            return above.i  # "the arrest of Ana Ruiz, a nurse; Juan Gil, her brother; and a guard"
        if tokens[i].head == i or tokens[i].upos == "VERB" or tokens[i].head < first:
            return None
        i = tokens[i].head
    return None


def _find_outer(tokens: list[Token], begin: int, end: int) -> Iterator[int]:
    """The words between BEGIN and END that hang from outside."""
    for i in range(begin, end):
        if tokens[i].upos in ("VERB", "AUX"):
            return
        if not begin <= tokens[i].head < end and tokens[i].upos not in ("PUNCT", "CCONJ"):
            yield i


def _hang_case(tokens: list[Token], i: int) -> None:
    """Give preposition I to the first of coordinate nouns that it stands before: "with mortars and rifle fire"."""
    before = tokens[i].head
    if tokens[i].dep == "case" and before == i - 1 and tokens[before].upos == "NOUN" and tokens[i].xpos == "IN":
        below = [t for t in tokens[i + 1 : i + _PHRASE] if t.head == before and t.dep.startswith(("nmod", "obl"))]
        if below:  # no preposition stands after its noun
            tokens[i] = dataclasses.replace(tokens[i], head=below[0].i)
        return
    later = tokens[tokens[i].head]
    first = tokens[later.head]
    is_before = tokens[i].dep == "case" and later.dep == "conj" and i < first.i < later.i
    if is_before and tokens[first.i].upos in _NOUNS:
        tokens[i] = dataclasses.replace(tokens[i], head=first.i, dep="case")


def _hang_sibling(tokens: list[Token], i: int, gazetteer: Gazetteer) -> None:
    """Coordinate noun I with the noun whose name it follows, for one has one name: "leader Oqueli and his wife"."""
    name = tokens[tokens[i].head]
    noun = tokens[name.head]
    is_after = tokens[i].dep == "conj" and name.dep in ("appos", "flat") and noun.i < name.i < i
    if is_after and noun.xpos == "NN" and not gazetteer.is_collective(noun.lemma.lower()):
        tokens[i] = dataclasses.replace(tokens[i], head=noun.i, dep="conj")


def _hang_name(tokens: list[Token], i: int, first: int, gazetteer: Gazetteer) -> None:
    """Hang name I from the noun that it names: "the murder of candidate Galan", "a man named Riva"."""
    name, before = tokens[i], tokens[i - 1] if i > first else tokens[i]
    above = tokens[name.head]
    if name.upos != "PROPN":
        return
    has_case = any(t.head == i and t.dep == "case" for t in tokens[first:i])
    is_beside = name.dep == "nmod" == before.dep and before.upos == "NOUN" and before.head == name.head
    is_next = name.dep == "appos" and before.upos == "NOUN" and name.head < before.i and before.head != i
    is_further = is_next and (before.xpos == "NN" or _is_past(tokens, name.head, before.i))
    if (is_beside and not has_case) or is_further:
        tokens[i] = dataclasses.replace(tokens[i], head=before.i, dep="appos")
        return
    is_participle = above.dep == "acl" and above.xpos in ("VBN", "VBD")
    if is_participle and (above.text.lower(), name.dep.partition(":")[0]) in _NAMING:
        kind = gazetteer.type_noun(tokens[above.head].lemma.lower(), plural=False)
        if above.text.lower() != "known" or kind in (None, "Person"):  # what a gang is known as is its name
            tokens[i] = dataclasses.replace(tokens[i], head=above.head, dep="appos")


def _is_past(tokens: list[Token], noun: int, i: int) -> bool:
    """Whether the verb that NOUN is the subject of stands before word I: nothing after that names the noun."""
    verb = tokens[tokens[noun].head]
    return tokens[noun].dep.startswith("nsubj") and verb.upos == "VERB" and noun < verb.i < i
