"""How many people or things a noun phrase speaks of, at least: "two soldiers", "dozens of men", "a family of six"."""

from __future__ import annotations

from typing import Final

from kg.extract.quantities import read_number, to_minimum
from kg.extract.tree import Tree
from kg.gazetteer import Gazetteer

_RATES: Final = frozenset({"percent", "percentage", "cent"})
SOME_OF: Final = frozenset("half third quarter most part majority bulk portion fraction".split())
"""Nouns for a part of those whose number follows: "half of the 40 hostages"."""


def count_told(tree: Tree, gazetteer: Gazetteer, head: int, core: int) -> int | None:
    """The number that the phrase of HEAD tells of what its CORE names; None where it tells none, or that of a whole."""
    if head != core and tree.lemma(head) in SOME_OF:
        return None
    for word in (core, head) if tree.lemma(head) not in _RATES else (core,):
        numbers = [c for c in tree.children(word, "nummod") if c < word or tree.lower(c - 1) != ","]  # no age
        if numbers:
            return next((n for number in numbers if (n := read_number(tree, number)) is not None), None)
    if head == core:
        return _size(tree, gazetteer, head) or (to_minimum(tree.tokens[head].text) if is_number(tree, head) else None)
    words = [tree.lower(head)]
    while (inner := tree.children(head, "nmod")) and inner[0] != core and is_number(tree, inner[0]):
        head = inner[0]
        words += ["of", tree.lower(head)]
    return to_minimum(" ".join(words))


def is_number(tree: Tree, i: int) -> bool:
    """Whether noun I is a number: "dozens", "hundreds"."""
    return tree.is_plural(i) and to_minimum(tree.tokens[i].text) is not None


def _size(tree: Tree, gazetteer: Gazetteer, i: int) -> int | None:
    """How many a band or family is said to be of: "a family of six"."""
    if not gazetteer.is_collective(tree.lemma(i)):
        return None
    of = (c for c in tree.children(i, "nmod") if c > i and tree.preposition(c) == "of")
    return next((read_number(tree, c) for c in of if tree.tokens[c].upos == "NUM"), None)
