"""Those who belong to whom a passive verb speaks of, and share their lot: "was killed with his driver"."""

from __future__ import annotations

from kg.extract.tree import Tree
from kg.gazetteer import Gazetteer


def is_companion(tree: Tree, gazetteer: Gazetteer, noun: int) -> bool:
    """Whether NOUN, after "with", is a person who is told to be someone's."""
    is_theirs = any(tree.tokens[c].xpos == "PRP$" for c in tree.children(noun, "nmod:poss"))
    return is_theirs and gazetteer.type_noun(tree.lemma(noun), plural=tree.is_plural(noun)) in ("Person", "Population")
