"""Branches of banks, shops and the like, which are buildings; those of armies and parties are not."""

from __future__ import annotations

from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

_OUTLETS: Final = find_words("outlets")
_OWNERS: Final = find_words("outlet_owners")


def is_outlet(tree: Tree, noun: int) -> bool:
    """Whether NOUN is the branch of a bank or the like: "a branch of the Agrarian Bank"."""
    if tree.lemma(noun) not in _OUTLETS:
        return False
    owners = [c for c in tree.children(noun, "compound", "nmod") if c < noun or tree.preposition(c) == "of"]
    return any(tree.lemma(word).lower() in _OWNERS for owner in owners for word in tree.subtree(owner))
