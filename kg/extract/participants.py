"""Who takes part in an event that a clause names in passing: "Kerry told reporters after a meeting with Putin".

What is held "with" someone has another side; where its own words do not name it, that is the subject of the clause.
What is done "with the help of" someone is help to those who do it. Who is helped in a fight, fights.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.frames import Frame
from kg.extract.kinds import BODIES
from kg.extract.slots import SlotFinder
from kg.extract.things import Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

_FIGHTS: Final = frozenset({"Conflict", "Clash"})
_FIGHTERS: Final = BODIES | {"Country"}
_HELPING: Final = find_words("helping")
_HELP: Final = frozenset({"aid", "assistance", "backing", "help", "support"})
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


def find_helped(frame: Frame, tree: Tree, slots: SlotFinder, things: Things) -> list[int]:
    """Who is helped in FRAME, a fight against others: "helped the army in its war", "support for Mali in the fight"."""
    if frame.kind not in _FIGHTS or frame.pos != "n":
        return []
    first = tree.first_conjunct(frame.head)
    is_told = any(role in ("target", "counterpart") for role, _ in frame.roles)
    head = tree.head(first) if is_told and tree.preposition(first) == "in" else None
    helped = _find_helped_beside(head, tree, slots) if head is not None else ()
    return [word for word in helped if (thing := things.at(word)) is not None and thing.kind in _FIGHTERS]


def _find_helped_beside(head: int, tree: Tree, slots: SlotFinder) -> tuple[int, ...]:
    """Who is helped, where HEAD is the word from which what he is helped in hangs: the help, its verb, or he."""
    objects = slots.of_verb(head).get("obj", ()) if tree.is_verb(head) else (head,)
    if tree.is_verb(head) and tree.lemma(head) in _HELPING:
        return objects
    for noun in (word for word in objects if tree.lemma(word) in _HELP):
        helped = slots.of_noun(noun)
        return helped.get("for", ()) or helped.get("to", ())
    above = tree.head(head)
    if above is None or tree.is_verb(head):
        return ()
    is_object = tree.lemma(above) in _HELPING and tree.is_label(head, "obj")
    is_given = tree.lemma(above) in _HELP and tree.preposition(head) in ("for", "to")
    return (head,) if is_object or is_given else ()
