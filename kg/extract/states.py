"""Whose state an event noun tells after a preposition: "the sides are in talks", "the town remains under siege"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.slots import SlotFinder
from kg.extract.tree import Tree
from kg.lexicon import Sense
from kg.ontology import Ontology

_LASTING: Final = frozenset({"remain", "stay", "come", "stand", "live"})
_WITHIN: Final = frozenset({"in", "at"})
_SUFFERED: Final = frozenset({"Arrest", "Siege"})
"""Classes of events in which those are to whom they are done: "in detention"."""


def find_bearers(tree: Tree, slots: SlotFinder, ontology: Ontology, i: int, sense: Sense) -> Iterator[tuple[str, int]]:
    """Role and word of those who are in or under what noun I tells in SENSE."""
    preposition = tree.preposition(i)
    roles = set(sense.roles.values())
    is_shared = ontology.is_mutual(sense.kind) or ontology.is_a(sense.kind, "Conflict")
    if preposition in _WITHIN and is_shared:
        role = "agent"
    elif preposition == "under" or (preposition == "in" and sense.kind in _SUFFERED):
        role = "target"
    elif preposition == "on" and sense.kind in ("Sentencing", "Strike"):
        role = "target" if sense.kind == "Sentencing" else "agent"
    else:
        return
    if role in roles and not tree.children(i, "det", "nmod:poss"):
        yield from ((role, word) for word in _who_is(tree, slots, i))


def _who_is(tree: Tree, slots: SlotFinder, i: int) -> Iterator[int]:
    """The subject of the copula beside noun I, or of a verb that says no more than one."""
    if tree.children(i, "cop"):
        for subject in tree.children(i, "nsubj"):
            yield from tree.nominal_conjuncts(subject)
        return
    verb = tree.head(i)
    if verb is not None and tree.is_verb(verb) and tree.lemma(verb) in _LASTING and tree.is_label(i, "obl", "xcomp"):
        yield from slots.surface_subject(verb)
