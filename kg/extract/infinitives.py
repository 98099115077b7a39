"""What the grammar of "going to", "have to", "have yet to" and "too weak to" makes of the infinitive that follows."""

from __future__ import annotations

from kg.extract.tree import Tree
from kg.model import Factuality


def read_infinitive(tree: Tree, head: int) -> tuple[Factuality, ...] | None:
    """What HEAD makes of its infinitive by grammar alone; None where it has none, or its own meaning decides."""
    lemma = tree.lemma(head)
    if not any("to" in tree.markers(c) for c in tree.children(head, "xcomp", "advcl", "ccomp")):
        return None
    words = {tree.lower(c) for c in tree.children(head, "advmod")}
    if lemma == "about" or (lemma == "go" and tree.tokens[head].xpos == "VBG"):
        return ("planned",)
    if lemma == "have":
        return ("negated",) if "yet" in words else () if tree.tokens[head].xpos == "VBD" else ("planned",)
    if tree.tokens[head].upos == "ADJ" and "too" in words:
        return ("negated",)
    return () if lemma == "able" and was(tree, head) else None


def was(tree: Tree, head: int) -> bool:
    """Whether HEAD, an adjective or noun, is said to have been so: "was able", "was an attempt"."""
    return any(tree.tokens[c].xpos == "VBD" for c in tree.children(head, "cop"))
