"""Killings told by how the dead are found: "the beheaded bodies of six men", "found with their throats slit".

A body found is a death; where what is said of it leaves no doubt that someone did it, it tells a killing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Final

from kg.extract.frames import Frame
from kg.extract.tree import Tree

_BODIES: Final = frozenset({"body", "corpse"})
_SLAIN: Final = frozenset({"beheaded", "decapitated", "riddled", "strangled", "garrotted", "slain", "murdered"})
_CUT: Final = frozenset({"slit", "cut", "slashed"})
_FOUND: Final = frozenset({"find", "discover", "have", "leave"})
_WITHIN: Final = ("advcl", "xcomp", "obl", "acl", "nmod", "ccomp", "obj")


def add_remains(frames: Iterable[Frame], tree: Tree) -> tuple[Frame, ...]:
    """FRAMES with such deaths as killings, and with those that a cut throat tells, in text order."""
    found = {frame.head: _to_killing(frame) if _tells_slain(frame, tree) else frame for frame in frames}
    for token in tree.tokens:
        if token.lemma.lower() != "throat":
            continue
        cut = _find_cut(tree, token.i)
        known = next((f for f in found.values() if cut in f.words), None) if cut is not None else None
        if cut is None or (known is not None and (known.kind != "Killing" or _has_target(known))):
            continue
        main = tree.head(cut) if tree.is_label(cut, *_WITHIN) else None
        if main in found and found[main].kind == "Death":
            found[main] = _to_killing(found[main])
            found = {head: f for head, f in found.items() if f is not known}
            continue
        victims = _find_victims(tree, token.i, cut, main)
        if known is not None:
            found[known.head] = dataclasses.replace(known, roles=(*known.roles, *victims))
        elif victims and (tree.tokens[cut].xpos == "VBN" or tree.is_label(cut, "advcl")):
            doers = tuple(
                ("agent", part) for d in tree.children(cut, "obl:agent") for part in tree.nominal_conjuncts(d)
            )
            found[cut] = Frame(
                head=cut, first=min(token.i, cut), last=max(token.i, cut), kind="Killing", pos="v",
                roles=(*victims, *doers), slots={}, used=frozenset(), words=frozenset({token.i, cut}),
            )  # fmt: skip
    return tuple(found[head] for head in sorted(found))


def _to_killing(frame: Frame) -> Frame:
    return dataclasses.replace(frame, kind="Killing")


def _has_target(frame: Frame) -> bool:
    return any(role == "target" for role, _ in frame.roles)


def _tells_slain(frame: Frame, tree: Tree) -> bool:
    """Whether a body is found that has the marks of a killing."""
    bodies = [w for w in frame.words if tree.lemma(w) in _BODIES] if frame.kind == "Death" else []
    return any(tree.lower(c) in _SLAIN for body in bodies for c in tree.children(body, "amod", "compound"))


def _find_cut(tree: Tree, throat: int) -> int | None:
    """The word that says that THROAT was cut: "slit his throat", "with their throats slit", "his throat cut"."""
    above = tree.head(throat)
    beside = tree.children(above, "xcomp", "acl") if above is not None and tree.is_label(throat, "obj") else ()
    near = (above, *tree.children(throat, "acl", "amod"), *beside)
    return next((w for w in near if w is not None and tree.lower(w) in _CUT), None)


def _find_victims(tree: Tree, throat: int, cut: int, main: int | None) -> tuple[tuple[str, int], ...]:
    """Whose THROAT it is; of a pronoun, who is found so or had it done by verb MAIN."""
    owners = tree.children(throat, "nmod:poss") or tree.children(cut, "nmod:poss")
    if main is not None and owners and tree.tokens[owners[0]].upos == "PRON" and tree.lemma(main) in _FOUND:
        subjects = tree.children(main, "nsubj:pass") or tree.children(
            main, "obj" if main != tree.head(throat) else "nsubj"
        )
        owners = tuple(w for w in subjects if w != throat) or tree.children(main, "nsubj")
    return tuple(("target", part) for owner in owners for part in tree.nominal_conjuncts(owner))
