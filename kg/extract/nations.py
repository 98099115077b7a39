"""The nation that an adjective before a noun names: "Russian warplanes", "the former U.S. ambassador"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.parties import stands_for_noun
from kg.extract.tree import Tree
from kg.gazetteer import Gazetteer

_ALONE: Final = tuple("det case cc conj punct cop mark aux nsubj".split())
_DEFINITE: Final = frozenset({"the", "these", "those"})


def find_nations(tree: Tree, gazetteer: Gazetteer, noun: int, *more_labels: str) -> Iterator[tuple[str, int]]:
    """The labels of the countries whose adjectives stand before NOUN, each with its word, in text order.

    MORE_LABELS are those by which else than as adjective or compound such a word may hang from the noun. Where NOUN
    itself is the adjective and stands for a noun that a later one has, it is its own.
    """
    if stands_for_noun(tree, gazetteer, noun):
        country = gazetteer.country_of_adjective(tree.tokens[noun].text)
        yield from [(country, noun)] if country is not None else ()
    for child in tree.children(noun, "amod", "compound", *more_labels):
        country = gazetteer.country_of_adjective(tree.tokens[child].text) if child < noun else None
        if country is not None:
            yield country, child


def find_joint_nations(tree: Tree, gazetteer: Gazetteer, noun: int) -> tuple[tuple[str, int], ...]:
    """The countries, each with its word, whose coordinated adjectives plural NOUN has: "the Malian and Thai armies"."""
    if not tree.is_plural(noun):
        return ()
    words = (word for _, first in find_nations(tree, gazetteer, noun) for word in tree.conjuncts(first))
    found = {word: gazetteer.country_of_adjective(tree.tokens[word].text) for word in words if word < noun}
    nations = tuple((country, word) for word, country in found.items() if country is not None)
    return nations if len(nations) == len(found) and len({country for country, _ in nations}) > 1 else ()


def is_whole_people(tree: Tree, head: int, core: int) -> bool:
    """Whether a name for people stands alone, and so for the people at large: "the Iraqis", not "30 Iraqis"."""
    beside = [c for c in tree.children(core) if not tree.is_label(c, *_ALONE)]
    some = [c for c in tree.children(core, "det") if tree.lower(c) not in _DEFINITE]
    is_counted = core > 0 and tree.tokens[core - 1].upos == "NUM"  # wherever it hangs
    return head == core and tree.is_plural(core) and not beside and not some and not is_counted


def find_adjectives(tree: Tree, gazetteer: Gazetteer) -> Iterator[int]:
    """The adjectives of nations that stand before nouns."""
    for token in tree.tokens:
        if token.dep.startswith("amod") and gazetteer.country_of_adjective(token.text) is not None:
            yield token.i
