"""Whom words concern that are said against or to no one by name: "rejected Chad's offer" turns Chad down.

A demand is made of those who are to fulfil it, a threat of those who can avert it; who rejects, praises or criticises
what someone does or offers rejects, praises or criticises them. The lexicon gives the slots of the act itself; here
are those of what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kg.extract.frames import Frame
from kg.extract.slots import SlotFinder
from kg.extract.tree import Tree

_OF_TOPIC: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "Rejection": ("counterpart", frozenset({"poss", "mod", "by", "from", "of"})),
    "Praise": ("counterpart", frozenset({"poss", "mod", "by", "from", "of"})),
    "Condemnation": ("target", frozenset({"poss", "mod", "by"})),
    "Demand": ("counterpart", frozenset({"by", "from"})),
    "Threat": ("target", frozenset({"against"})),
    "SanctionsRelief": ("target", frozenset({"on", "against"})),
    "Concession": ("counterpart", frozenset({"on", "of"})),
}
"""By class of event: the role of those from whom what is rejected, praised or asked for comes, and where they stand."""


def find_addressees(frame: Frame, tree: Tree, slots: SlotFinder) -> Iterator[tuple[str, int]]:
    """Role and word of those whom FRAME concerns; only the first kind of words that tells it counts."""
    roles = {role for role, _ in frame.roles}
    if frame.kind == "Demand" and "counterpart" not in roles:
        doers = [w for c in frame.slots.get("comp", ()) if tree.is_verb(c) for w in slots.surface_subject(c)]
        yield from (("counterpart", word) for word in doers)
        if doers:
            return
    if frame.kind == "Pledge" and "counterpart" not in roles:
        promised = [slots.of_verb(c) for c in frame.slots.get("comp", ()) if tree.is_verb(c)]
        yield from (
            ("counterpart", word) for found in promised for word in (*found.get("iobj", ()), *found.get("to", ()))
        )
    if frame.kind == "Threat":
        yield from (("target", word) for word in _who_can_avert(frame, tree, slots))
    role, wanted = _OF_TOPIC.get(frame.kind, ("", frozenset()))
    about = (word for part, word in frame.roles if part in ("target", "topic", "counterpart"))
    for word in dict.fromkeys((*about, *(frame.slots.get("obj", ()) if frame.kind == "SanctionsRelief" else ()))):
        if tree.is_nominal(word) and frame.pos == "v":
            found = slots.of_noun(word)
            yield from ((role, owner) for slot in sorted(wanted) for owner in found.get(slot, ()))


def _who_can_avert(frame: Frame, tree: Tree, slots: SlotFinder) -> Iterator[int]:
    """The subjects of the clauses with "unless" that hang from a threat or from what is threatened."""
    for verb in (frame.head, *frame.slots.get("comp", ())):
        for clause in tree.children(verb, "advcl"):
            if "unless" in tree.markers(clause) and tree.is_verb(clause):
                yield from slots.surface_subject(clause)
