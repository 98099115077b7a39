"""Words that name the larger event in a sentence: "as part of the offensive", "in the course of", "one of several"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

_PARTS: Final = frozenset({"part", "one"})
_LEADS: Final = frozenset({("part", "as"), ("course", "in")})
_SERIES: Final = find_words("series")


def find_wholes(tree: Tree, head: int) -> Iterator[int]:
    """The nouns of what the event at noun or verb HEAD is told to be part of."""
    for child in tree.children(head, "obl", "nmod", "appos"):
        is_part = (tree.lemma(child), tree.preposition(child)) in _LEADS
        if is_part or (tree.is_label(child, "appos") and tree.lemma(child) in _PARTS):
            yield from _find_of(tree, child)
    predicate = tree.head(head)
    if predicate is None or not tree.is_label(head, "nsubj") or not tree.children(predicate, "cop"):
        return
    if any(tree.lower(c) in ("not", "n't", "n’t") for c in tree.children(predicate, "advmod")):
        return
    if tree.preposition(predicate) == "among":
        yield predicate
    elif tree.lemma(predicate) in _PARTS:
        yield from _find_of(tree, predicate)


def _find_of(tree: Tree, word: int) -> Iterator[int]:
    """What follows WORD by "of": the bombings in "part of a wave of bombings"."""
    for child in tree.children(word, "nmod"):
        if tree.preposition(child) == "of":
            yield child
            if tree.lemma(child) in _SERIES:
                yield from _find_of(tree, child)
