"""Where an event happened: the places beside its words, and those where what it is done to stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.frames import Frame
from kg.extract.kinds import PLACES
from kg.extract.links import Filler
from kg.extract.slots import PLACE_PREPOSITIONS
from kg.extract.things import Things
from kg.extract.tree import Tree, is_share
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
    "Rescue",
    "Death",
)
"""Classes of events that take place where those are whom they are done to or with."""
_AROUND: Final = find_words("parts_around")
_VEHICLES: Final = find_words("vehicles")
_PARTS: Final = find_words("parts_of_places")
_PRISONS: Final = find_words("prisons")


def find_places(frame: Frame, tree: Tree, things: Things, ontology: Ontology) -> Iterator[Filler]:
    """The places of FRAME."""
    for slot, words in frame.slots.items():
        if slot not in PLACE_PREPOSITIONS or slot in frame.used:
            continue
        for word in (_inner_place(word, tree, things) for word in words):
            thing = things.at(word)
            is_term = frame.kind == "Sentencing" and tree.lemma(word) in _PRISONS  # "to ten years in prison"
            if _is_of_judged(frame, tree, word):
                continue
            is_idiom = tree.lemma(word) == "place" and not tree.children(word, "det", "amod", "nmod:poss")
            if thing is not None and thing.kind in PLACES and not is_term and not is_idiom:  # "the siege in place"
                yield Filler("place", word, thing=thing)
            elif thing is not None and thing.kind == "Thing" and tree.lemma(word) in _VEHICLES | _PARTS:
                yield from _places_of_target(word, tree, things)
    for role, word in frame.roles:
        thing = things.at(word)
        is_there = role in ("target", "counterpart", "instrument") and any(
            ontology.is_a(frame.kind, kind) for kind in _PRESENT
        )
        if is_there and thing is not None and (not thing.named or thing.kind not in ("City", "Country", "Region")):
            yield from _places_of_target(word, tree, things)


def _is_of_judged(frame: Frame, tree: Tree, word: int) -> bool:
    """Whether place WORD is that of what FRAME judges in the present: "we condemn the attacks today in Gao"."""
    if frame.kind not in ("Condemnation", "Praise") or tree.tokens[frame.head].xpos not in ("VBZ", "VBP"):
        return False
    return any(frame.head < judged < word for judged in frame.slots.get("obj", ()))


def _places_of_target(word: int, tree: Tree, things: Things) -> Iterator[Filler]:
    """In "an attack on a base in Kabul" the place of the base is that of the attack."""
    for part in tree.conjuncts(tree.first_conjunct(word)):
        inner = [c for c in tree.children(part, "nmod") if tree.preposition(c) == "of"]
        inner += [c for share in tree.children(part, "appos") for c in tree.conjuncts(share) if is_share(tree, c)]
        for phrase in (c for noun in (part, *inner) for c in tree.children(noun, "nmod")):
            child = _inner_place(phrase, tree, things)
            thing = things.at(child)
            if tree.preposition(phrase) in ("in", "at", "near") and thing is not None and thing.kind in PLACES:
                yield Filler("place", child, thing=thing)


def _inner_place(word: int, tree: Tree, things: Things) -> int:
    """The place that WORD, which is none itself, says something is around or a part of: "in the vicinity of Gao"."""
    thing = things.at(word)
    if tree.lemma(word) not in _AROUND or (thing is not None and thing.named):
        return word
    inner = [c for c in tree.children(word, "nmod") if c > word and tree.preposition(c) == "of"]
    place = things.at(inner[0]) if inner else None
    return inner[0] if place is not None and place.kind in PLACES else word
