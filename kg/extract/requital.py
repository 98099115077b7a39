"""Who did what someone is punished, praised for or suspected of: "sanctioned two generals for killing protesters"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

_REQUITING: Final = find_words("requiting")
_SUSPECTING: Final = frozenset({"absolve", "accuse", "acquit", "convict", "suspect"})
_REQUITALS: Final = find_words("requitals")


def find_requited(tree: Tree, clause: int, told_of: Callable[[int], Mapping[str, Sequence[int]]]) -> tuple[int, ...]:
    """Whom a word above gerund CLAUSE requites for what it says, by what is TOLD_OF a verb; none if none does."""
    head = tree.head(clause)
    marks = (*tree.markers(clause), tree.preposition(clause))
    verbs = _REQUITING if "for" in marks else _SUSPECTING if "of" in marks else frozenset()
    if head is None or not verbs:
        return ()
    if tree.is_verb(head):
        told = told_of(head)
        objects = tuple(told.get("obj", ()))
        if tree.lemma(head) in verbs:
            return objects
        requitals = [word for word in objects if tree.lemma(word) in _REQUITALS] if "for" in marks else []
        phrases = [c for word in requitals for c in tree.children(word, "nmod") if _is_upon(tree, c)]
        return (*told.get("on", ()), *told.get("against", ()), *phrases) if requitals else ()
    above = tree.head(head)
    if above is None:
        return ()
    is_object = tree.lemma(above) in verbs and tree.is_label(head, "obj", "nsubj:pass")
    is_hit = tree.lemma(above) in _REQUITALS and tree.is_label(head, "nmod") and _is_upon(tree, head)
    return (head,) if is_object or (is_hit and "for" in marks) else ()


def _is_upon(tree: Tree, word: int) -> bool:
    return tree.preposition(word) in ("against", "on")
