"""Who takes part in an event that a clause names in passing: "Kerry told reporters after a meeting with Putin".

What is held "with" someone has another side; where its own words do not name it, that is the subject of the clause.
What is done "with the help of" someone is help to those who do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.frames import Frame
from kg.extract.slots import SlotFinder
from kg.extract.tree import Tree

_HELD: Final = frozenset({"Meeting", "Negotiation"})
_BESIDE: Final = frozenset({"in", "at", "during", "after", "before", "following", "ahead of", "on"})


def find_participants(frame: Frame, tree: Tree, slots: SlotFinder) -> Iterator[tuple[str, int]]:
    """Role and word of those whom the clause tells beside which FRAME is told; none where its own words tell them."""
    roles = {role for role, _ in frame.roles}
    first = tree.first_conjunct(frame.head)
    verb = tree.head(first)
    if frame.pos != "n" or verb is None or not tree.is_verb(verb) or not tree.is_label(first, "obl"):
        return
    if verb == frame.helper:
        return
    preposition = tree.preposition(first)
    is_beside = preposition in _BESIDE if frame.kind in _HELD else frame.kind == "Alliance" and preposition == "in"
    if is_beside and "counterpart" in roles and "agent" not in roles:
        yield from (("agent", word) for word in slots.surface_subject(verb))
    elif frame.kind == "Aid" and "agent" in roles and "counterpart" not in roles and preposition == "with":
        yield from (("counterpart", word) for word in slots.of_verb(verb).get("subj", ()))
