"""Who is told to have done what a noun names, in words that evoke no event of their own.

"The rebels were behind the bombing", "it was the work of separatists", "the mastermind of the massacre was a general".
Whether the words are denied or doubted is for the caller to see.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

_CULPRITS: Final = find_words("culprits")
_DOINGS: Final = find_words("doings")
_SERIES: Final = find_words("series")
_RELATIVE: Final = frozenset({"who", "that", "which"})


def find_culprits(tree: Tree, noun: int) -> Iterator[tuple[int, int]]:
    """Pairs of the word that tells of guilt and a word for who is guilty, for the event of NOUN."""
    first = _first_of_series(tree, tree.first_conjunct(noun))
    above = tree.head(first)
    if tree.preposition(first) == "behind":
        yield from ((first, doer) for doer in _find_behind(tree, first))
    elif above is not None and tree.is_label(first, "nsubj") and tree.lemma(above) in _DOINGS:
        doers = [c for c in tree.children(above, "nmod") if tree.preposition(c) == "of"]
        yield from ((above, part) for doer in doers for part in tree.nominal_conjuncts(doer))
    elif above is not None and tree.preposition(first) == "of" and tree.lemma(above) in _CULPRITS:
        for culprit in (above, *_find_beside(tree, above)):
            yield from ((culprit, doer) for doer in _find_who_is(tree, culprit))


def _find_beside(tree: Tree, culprit: int) -> Iterator[int]:
    """The nouns told before CULPRIT for other parts in the same: "A was the mastermind and B the author of it"."""
    for noun in tree.conjuncts(tree.first_conjunct(culprit)):
        is_same = noun < culprit and tree.lemma(noun) in _CULPRITS and bool(tree.children(noun, "cop"))
        if is_same and not tree.children(noun, "nmod"):
            yield noun


def _first_of_series(tree: Tree, noun: int) -> int:
    """The noun for several such events that NOUN stands after: "behind a string of attacks"."""
    above = tree.head(noun)
    is_one = above is not None and tree.preposition(noun) == "of" and tree.lemma(above) in _SERIES
    return above if is_one and above is not None else noun


def _find_behind(tree: Tree, noun: int) -> Iterator[int]:
    """Who is behind the event of NOUN: the subject of a clause, or the noun that the phrase hangs from."""
    above = tree.head(noun)
    if tree.children(noun, "cop"):
        for subject in tree.children(noun, "nsubj"):
            is_relative = tree.lower(subject) in _RELATIVE and tree.is_label(noun, "acl")
            yield from (above,) if is_relative and above is not None else tree.nominal_conjuncts(subject)
    elif above is not None and tree.is_label(noun, "nmod") and tree.is_nominal(above):
        yield above


def _find_who_is(tree: Tree, culprit: int) -> tuple[int, ...]:
    """Who noun CULPRIT is told to be; CULPRIT itself where nothing tells."""
    above = tree.head(culprit)
    if tree.children(culprit, "cop"):  # no one where it is "said to be" him
        return tuple(part for c in tree.children(culprit, "nsubj") for part in tree.nominal_conjuncts(c))
    if tree.preposition(culprit) == "as":
        return ()  # who is called so need not be it
    is_beside = above is not None and tree.is_label(culprit, "appos") and above < culprit
    return (above,) if is_beside and above is not None else (culprit,)
