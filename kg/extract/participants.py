"""Who took part in a meeting that a clause names in passing: "Kerry told reporters after a meeting with Putin".

What is held "with" someone has another side; where its own words do not name it, that is the subject of the clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.frames import Frame
from kg.extract.slots import SlotFinder
from kg.extract.tree import Tree

_HELD: Final = frozenset({"Meeting", "Negotiation"})
_BESIDE: Final = frozenset({"in", "at", "during", "after", "before", "following", "ahead of", "on"})


def find_participants(frame: Frame, tree: Tree, slots: SlotFinder) -> Iterator[int]:
    """The subjects of the clause beside which a meeting with someone is told; none where its own words tell them."""
    roles = {role for role, _ in frame.roles}
    if frame.pos != "n" or frame.kind not in _HELD or "counterpart" not in roles or "agent" in roles:
        return
    first = tree.first_conjunct(frame.head)
    verb = tree.head(first)
    if verb is None or not tree.is_verb(verb) or verb == frame.helper or not tree.is_label(first, "obl"):
        return
    if tree.preposition(first) in _BESIDE:
        yield from slots.surface_subject(verb)
