"""Where an event happened: the places beside its words, and those where what it is done to stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.frames import Frame
from kg.extract.kinds import PLACES
from kg.extract.links import Filler
from kg.extract.slots import PLACE_PREPOSITIONS
from kg.extract.things import Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_PRESENT: Final = (
    "ViolentEvent",
    "CoerciveEvent",
    "ProtestEvent",
    "Meeting",
    "AgreementEvent",
    "Opening",
    "Concession",
)
"""Classes of events that take place where those are whom they are done to or with."""
_PRISONS: Final = find_words("prisons")


def find_places(frame: Frame, tree: Tree, things: Things, ontology: Ontology) -> Iterator[Filler]:
    """The places of FRAME."""
    for slot, words in frame.slots.items():
        if slot not in PLACE_PREPOSITIONS or slot in frame.used:
            continue
        for word in words:
            thing = things.at(word)
            is_term = frame.kind == "Sentencing" and tree.lemma(word) in _PRISONS  # "to ten years in prison"
            if thing is not None and thing.kind in PLACES and not is_term:
                yield Filler("place", word, thing=thing)
    for role, word in frame.roles:
        thing = things.at(word)
        is_there = role in ("target", "counterpart", "instrument") and any(
            ontology.is_a(frame.kind, kind) for kind in _PRESENT
        )
        if is_there and thing is not None and (not thing.named or thing.kind not in ("City", "Country", "Region")):
            yield from _places_of_target(word, tree, things)


def _places_of_target(word: int, tree: Tree, things: Things) -> Iterator[Filler]:
    """In "an attack on a base in Kabul" the place of the base is that of the attack."""
    for part in tree.conjuncts(tree.first_conjunct(word)):
        inner = [c for c in tree.children(part, "nmod") if tree.preposition(c) == "of"]
        for child in (c for noun in (part, *inner) for c in tree.children(noun, "nmod")):
            thing = things.at(child)
            if tree.preposition(child) in ("in", "at", "near") and thing is not None and thing.kind in PLACES:
                yield Filler("place", child, thing=thing)
