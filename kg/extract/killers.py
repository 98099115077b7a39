"""Deeds told by who did them: "the killers of the nun", "Ana Weber's kidnappers" tell that she was killed, kidnapped.

Only where a victim is told who is no mere kind of people: "a killer of women" tells no killing. Whose killers are only
suspected has been killed all the same, by someone unknown; who would be an assassin has done nothing yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from kg.extract.anaphors import load_tellers
from kg.extract.frames import Frame
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

_BODILY: Final = frozenset({"Killing", "Assassination", "Abduction", "Torture", "SexualViolence"})
_PEOPLE: Final = frozenset({"Person", "Population", "SecurityForce"})
_HIT: Final = _PEOPLE | {"Facility"}
_UNSURE: Final = find_words("doubting") | find_words("unsure")
_NOT_YET: Final = frozenset({"would", "would-be", "aspiring", "potential", "future", "intended", "no", "any"})


def add_killers(frames: Iterable[Frame], tree: Tree, kind_of: Callable[[int], str | None]) -> tuple[Frame, ...]:
    """FRAMES with those that nouns for doers tell, in text order; KIND_OF tells the class of what a word heads."""
    found = {frame.head: frame for frame in frames}
    spent = {word for frame in found.values() for word in frame.words}
    tellers = load_tellers()
    for token in tree.tokens:
        kind = tellers.get(token.lemma.lower()) if token.upos == "NOUN" else None
        if kind is None or token.i in spent or tree.is_label(token.i, "compound"):
            continue
        own = (c for c in tree.children(token.i, "amod", "compound", "det") if c < token.i)
        before = {tree.lower(c) for d in own for c in tree.subtree(d)}
        before |= {"would"} if token.i > 2 and tree.lower(token.i - 3) == "would" else set()  # "a would-be assassin"
        victims = _find_victims(tree, token.i, kind, kind_of) if not before & _NOT_YET else []
        if victims:
            doer = [] if before & _UNSURE else [("agent", token.i)]
            found[token.i] = Frame(
                head=token.i, first=token.i, last=token.i, kind=kind, pos="n", used=frozenset(), slots={},
                roles=(*doer, *(("target", victim) for victim in victims)), words=frozenset(), is_given=True,
            )  # fmt: skip
    return tuple(found[head] for head in sorted(found))


def _find_victims(tree: Tree, noun: int, kind: str, kind_of: Callable[[int], str | None]) -> list[int]:
    """Whom the deed of NOUN, of class KIND, was done to."""
    kinds = _PEOPLE if kind in _BODILY else _HIT
    told = [c for c in tree.children(noun, "nmod") if c > noun and tree.preposition(c) == "of"]
    owners = tree.children(noun, "nmod:poss") if not told and kind in _BODILY - {"Assassination"} else ()
    told += [c for c in owners if c < noun and kind_of(c) == "Person" and not tree.is_plural(c)]
    parts = [part for word in told for part in tree.nominal_conjuncts(word)]
    return [p for p in parts if tree.tokens[p].upos in ("NOUN", "PROPN") and kind_of(p) in kinds and _is_some(tree, p)]


def _is_some(tree: Tree, word: int) -> bool:
    """Whether someone is meant, not a kind of people: a name, "the nun", "five aid workers", "a priest"."""
    is_name = tree.tokens[word].upos == "PROPN"
    if tree.lemma(word) in ("people", "nation"):
        return bool(tree.children(word, "nummod"))  # "the murderers of the people"
    return is_name or not tree.is_plural(word) or bool(tree.children(word, "det", "nummod", "nmod:poss"))
