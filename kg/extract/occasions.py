"""A clause that says what the noun before it was: "hurt in an attack when gunmen opened fire on their bus"."""

from __future__ import annotations

from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

_HAPPENING: Final = find_words("happening") | {"come", "occur", "take"}
_BEFALLING: Final = find_words("befalling")
_THROUGH: Final = frozenset({"by", "during", "from", "in"})


def tells_noun(tree: Tree, noun: int, verb: int) -> bool:
    """Whether clause VERB tells how the event of NOUN went: it says when that happened, or when someone suffered it.

    What was under way when something else happened is none: "was answering an attack when gunmen opened fire".
    """
    if any(tree.lower(c) in ("a", "an") and noun > verb for c in tree.children(noun, "det")):
        return False  # "when gunmen opened fire on him, he died in an attack"
    above = tree.head(verb)
    if above is None or not tree.is_label(verb, "advcl") or not _is_when(tree, verb):
        return False
    if tree.tokens[above].xpos == "VBG" or any(tree.tokens[c].xpos == "VBG" for c in tree.children(above, "aux")):
        return False
    if tree.is_label(noun, "nsubj") and tree.head(noun) == above:
        return tree.lemma(above) in _HAPPENING
    is_through = tree.is_label(noun, "obl", "nmod", "obj") and noun in tree.subtree(above)
    is_through = is_through and (tree.preposition(noun) in _THROUGH or tree.is_label(noun, "obj"))
    return is_through and tree.head(noun) == above and tree.lemma(above) in _BEFALLING


def _is_when(tree: Tree, verb: int) -> bool:
    return "when" in tree.markers(verb) or any(tree.lower(c) == "when" for c in tree.children(verb, "advmod"))
