"""The nation that an adjective before a noun names: "Russian warplanes", "the former U.S. ambassador"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.tree import Tree
from kg.gazetteer import Gazetteer


def find_nations(tree: Tree, gazetteer: Gazetteer, noun: int, *more_labels: str) -> Iterator[tuple[str, int]]:
    """The labels of the countries whose adjectives stand before NOUN, each with its word, in text order.

    MORE_LABELS are those by which else than as adjective or compound such a word may hang from the noun.
    """
    for child in tree.children(noun, "amod", "compound", *more_labels):
        country = gazetteer.country_of_adjective(tree.tokens[child].text) if child < noun else None
        if country is not None:
            yield country, child


def find_adjectives(tree: Tree, gazetteer: Gazetteer) -> Iterator[int]:
    """The adjectives of nations that stand before nouns."""
    for token in tree.tokens:
        if token.dep.startswith("amod") and gazetteer.country_of_adjective(token.text) is not None:
            yield token.i
