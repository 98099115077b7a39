"""What "which" takes up where it is a claim, not a thing: "accused troops of shelling homes, which the army denied"."""

from __future__ import annotations

from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

_DISPUTING: Final = find_words("disputing")


def find_disputed(tree: Tree, verb: int) -> int | None:
    """The verb whose clause relative clause VERB says to be denied or granted; None if it speaks of a thing."""
    noun = tree.head(verb)
    objects = [c for c in tree.children(verb, "obj") if tree.lower(c) == "which"]
    if noun is None or not objects or tree.lemma(verb) not in _DISPUTING or tree.tokens[objects[0] - 1].text != ",":
        return None
    return next((above for above in tree.ancestors(noun) if tree.is_verb(above)), None)
