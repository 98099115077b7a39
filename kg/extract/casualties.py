"""Those who died or were hurt, told by what they are: "among the dead was A", "the wounded included B", "one of them".

No verb and no noun of the lexicon tells such an event. Who a sentence says "the dead" are, died; nothing is told of
them where the phrase only stands for people ("they buried the dead").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kg.extract.frames import Frame
from kg.extract.tree import Tree

_STATES: Final[Mapping[str, str]] = {"dead": "Death", "wounded": "Injury", "injured": "Injury"}
_COUNTING: Final = frozenset({"include", "comprise"})
_NAMING: Final = frozenset({"identify", "name"})


def add_casualties(frames: Iterable[Frame], tree: Tree) -> tuple[Frame, ...]:
    """FRAMES with the deaths and injuries of those who are said to be among the dead or wounded, in text order."""
    found = {frame.head: frame for frame in frames}
    for token in tree.tokens:
        kind = _STATES.get(token.text.lower())
        if kind is None or token.i in found:
            continue
        victims = _victims(tree, token.i) if _is_noun(tree, token.i) else _named(tree, token.i)
        if victims:
            roles = tuple(("target", word) for word in victims)
            found[token.i] = Frame(
                head=token.i, first=token.i, last=token.i, kind=kind, pos="n", roles=roles, slots={}, used=frozenset(),
                words=frozenset({token.i}),
            )  # fmt: skip
    return tuple(found[head] for head in sorted(found))


def is_state(tree: Tree, frame: Frame) -> bool:
    """Whether FRAME tells a death or injury by the state of people, who may be but some of many."""
    return frame.pos == "n" and tree.lower(frame.head) in _STATES


def _is_noun(tree: Tree, i: int) -> bool:
    """Whether the adjective stands for people: "the dead", "the three wounded"."""
    return not tree.is_label(i, "amod") and any(tree.lower(c) == "the" for c in tree.children(i, "det"))


def _named(tree: Tree, i: int) -> list[int]:
    """Who by name those people are said to be before whose noun adjective I stands: "the wounded man was Juan Gil"."""
    noun = tree.head(i)
    if (
        noun is None
        or not tree.is_label(i, "amod")
        or not any(tree.lower(c) == "the" for c in tree.children(noun, "det"))
    ):
        return []
    verb = tree.head(noun)
    if verb is not None and tree.is_label(noun, "obj") and tree.lemma(verb) in _NAMING:
        told = _nominals(tree, [c for c in tree.children(verb, "obl") if tree.preposition(c) == "as"])
    else:
        told = _victims(tree, noun)
    return told if all(tree.tokens[word].upos == "PROPN" for word in told) else []


def _victims(tree: Tree, i: int) -> list[int]:
    """The heads of those who are said to be among the people that word I stands for."""
    head = tree.head(i)
    if tree.preposition(i) == "among" and tree.children(i, "cop"):
        told = tree.children(i, "nsubj") or tuple(c for c in tree.children(i, "appos") if c > i)
        return _nominals(tree, told)
    if tree.preposition(i) == "among" and head is not None and head > i and tree.children(head, "cop"):
        return _nominals(tree, (head,)) if not tree.children(head, "nsubj") else []  # "among the dead here are A and B"
    if head is not None and tree.preposition(i) == "of" and tree.tokens[head].upos == "NUM":
        i, head = head, tree.head(head)
    if head is None or not tree.is_label(i, "nsubj"):
        return []
    if tree.is_verb(head):
        if tree.lemma(head) in _COUNTING:
            return _nominals(tree, tree.children(head, "obj"))
        named = tree.lemma(head) in _NAMING and tree.is_passive(head)
        return _nominals(tree, [c for c in tree.children(head, "obl", "obj", "xcomp") if named])
    return _nominals(tree, (head,)) if tree.children(head, "cop") else []


def _nominals(tree: Tree, words: Iterable[int]) -> list[int]:
    return [part for word in words if tree.is_nominal(word) for part in tree.nominal_conjuncts(word)]
