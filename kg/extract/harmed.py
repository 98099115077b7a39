"""What violence can be done to, and what of its words it is done to in truth.

Only those who have a body are killed, hurt or kidnapped. Whose front or part is damaged is damaged itself; rockets that
are fired are the means of it, not what is fired at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.frames import Frame
from kg.extract.kinds import ACTORS, PLACES
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.keys import is_acronym
from kg.ontology import Ontology
from kg.shadow import is_common

_BODILY: Final = frozenset({"Killing", "Assassination", "Injury", "Abduction", "Torture"})
"""Classes of events that befall people and animals alone."""
_BODIES_AT_LARGE: Final = frozenset({"Organization", "InternationalOrganization"})
_COMMON_BODIES: Final = (find_words("bodies") | {"coalition", "opposition"}) - {"party", "team"}
_MARKS: Final = frozenset({":", "-", "--", "–", "—"})
_LONGEST_NAME: Final = 4
LOCATIVE: Final = frozenset({"in", "at", "from", "to", "into", "near", "outside", "through"})
_STRETCHES: Final = find_words("parts_of_structures")
_PARTS: Final = find_words("parts_of_places") | _STRETCHES
_SIDES: Final = find_words("sides_of_places") | _STRETCHES
_BREAKABLE: Final = find_words("breakable")
_AMMUNITION: Final = find_words("ammunition")
_DISCHARGES: Final = find_words("discharges")
_NO_TARGETS: Final = find_words("no_targets")
_REMAINS: Final = find_words("remains")
_RIDDLING: Final = frozenset({"riddle", "pepper"})
_STATES: Final = frozenset({"captive", "hostage", "prisoner"})
_FIRING: Final = frozenset("bomb bombard fire launch lob shell shoot strafe".split())
_FIRED: Final = ("AirStrike", "ArmedAssault", "Bombing", "Shelling")
_DAMAGED: Final = ("Attack", "Destruction")


def is_vehicle(tree: Tree, gazetteer: Gazetteer, thing: Thing) -> bool:
    """Whether any words for THING say that it is a vehicle."""
    return any(gazetteer.is_vehicle_noun(tree.lemma(mention.core)) for mention in thing.mentions)


class Harmed:
    """Answers for the frames of one parse."""

    def __init__(self, tree: Tree, things: Things, gazetteer: Gazetteer, ontology: Ontology) -> None:
        self._tree = tree
        self._things = things
        self._gazetteer = gazetteer
        self._ontology = ontology

    def to_wholes(self, frame: Frame) -> Iterator[tuple[str, int]]:
        """The roles of FRAME, where parts of a building or vehicle are its targets with the whole in their place."""
        is_damage = any(self._ontology.is_a(frame.kind, above) for above in _DAMAGED)
        targets = [word for role, word in frame.roles if role == "target"]
        states = [w for w in targets if frame.first <= w <= frame.last and self._tree.lemma(w) in _STATES]
        yield from (("target", word) for word in (*self._named_before(frame), *self._named_after(frame)))
        for role, word in frame.roles:
            if role == "target" and word in states and len(targets) > len(states):
                continue  # "held hostage three engineers"
            parts = _SIDES if frame.kind == "Destruction" else _PARTS
            wholes = self._wholes_of(word, parts) if is_damage and role == "target" else ()
            is_bodily = frame.kind in _BODILY or self._tree.lemma(frame.head) in _RIDDLING
            if is_bodily and role == "target" and self._tree.lemma(word) in _REMAINS:
                wholes = self._inner(word)
            if role == "target" and self._is_life(frame, word):
                wholes = self._owners(word)
            yield from ((role, whole) for whole in wholes or (word,))
            if frame.kind == "Destruction" and role == "target":
                yield from (("target", whole) for whole in self._wholes_of(word, _BREAKABLE))

    def _named_before(self, frame: Frame) -> Iterator[int]:
        """Whose name stands before the noun for one deed: "the Hugo Reyes murder", not "the Manson murders"."""
        is_one = frame.pos == "n" and frame.kind in _BODILY and not self._tree.is_plural(frame.head)
        if not is_one or any(role == "target" for role, _ in frame.roles):
            return
        for word in frame.slots.get("mod", ()):
            thing = self._things.at(word)
            if thing is not None and thing.named and thing.kind == "Person" and ("agent", word) not in frame.roles:
                yield word

    def _named_after(self, frame: Frame) -> Iterator[int]:
        """Whose names stand after a colon or dash behind the noun for deeds: "two murders: Ana Ruiz and Juan Gil"."""
        if frame.pos != "n" or frame.kind not in _BODILY or any(role == "target" for role, _ in frame.roles):
            return
        for child in self._tree.children(frame.head, "appos"):
            thing = self._things.at(child)
            is_marked = child > frame.head and self._tree.tokens[self._tree.phrase(child)[0] - 1].text in _MARKS
            if is_marked and thing is not None and thing.named and thing.kind == "Person":
                yield from self._tree.nominal_conjuncts(child)

    def _wholes_of(self, word: int, parts: frozenset[str]) -> tuple[int, ...]:
        """What WORD is a part of, if it is a building, a way or a vehicle: "the front of the bank"."""
        tree = self._tree
        if tree.lemma(word) not in parts:
            return ()
        wholes = self._owners(word) if parts is _BREAKABLE else self._inner(word)
        things = [self._things.at(whole) for whole in wholes]
        is_built = all(
            thing is not None
            and (
                thing.kind in ("Facility", "Organization", "Government")
                or is_vehicle(self._tree, self._gazetteer, thing)
            )
            for thing in things
        )
        return wholes if is_built else ()

    def _inner(self, word: int) -> tuple[int, ...]:
        """Of what WORD is a part: "the front of the bank", "the body of the engineer kidnapped in May"."""
        inner = [c for c in self._tree.children(word, "nmod") if c > word and self._tree.preposition(c) == "of"]
        return tuple(part for first in inner[:1] for part in self._tree.nominal_conjuncts(first))

    def _is_life(self, frame: Frame, word: int) -> bool:
        """Whether an attack is on someone's life: "an attempt on the life of the king"."""
        return self._tree.lemma(word) == "life" and self._ontology.is_a(frame.kind, "Attack")

    def _owners(self, word: int) -> tuple[int, ...]:
        """Whose WORD is: "the life of the king", "the cathedral's windows"."""
        tree = self._tree
        before = [c for c in tree.children(word, "nmod:poss") if tree.tokens[c].upos != "PRON"]
        return self._inner(word) or tuple(owner for c in before for owner in tree.nominal_conjuncts(c))

    def is_means(self, frame: Frame, word: int, kind: str) -> bool:
        """Whether what seems the target is what is fired or set off: "shooting bullets", "the explosion of a bomb"."""
        is_device = kind == "Thing" and self._tree.lemma(word) == "device"
        if not (kind == "Weapon" or is_device) or not any(self._ontology.is_a(frame.kind, above) for above in _FIRED):
            return False
        if frame.pos == "n":
            return word in frame.slots.get("of", ()) and self._ontology.is_a(frame.kind, "Bombing")
        is_fired = self._tree.lemma(frame.head) in _FIRING and self._tree.lemma(word) in _AMMUNITION
        return is_fired and word in frame.slots.get("obj", ())

    def can_suffer(self, frame: Frame, word: int, thing: Thing) -> bool:
        """Whether the deed of FRAME can be done to THING, told by WORD."""
        if frame.kind == "Death" and thing.kind == "Weapon":
            return False  # "lost two tanks and nine men"
        if not self._ontology.is_a(frame.kind, "ViolentEvent"):
            return True
        mention = thing.mention_at(word)
        core = mention.core if mention is not None else word
        if not thing.named and (self._tree.lemma(core) in _NO_TARGETS | _DISCHARGES or self._is_life(frame, core)):
            return False
        return frame.kind not in _BODILY or self._has_body(thing)

    def _has_body(self, thing: Thing) -> bool:
        """Whether one can kill, wound or kidnap THING; what is named and known as nothing else is a person then."""
        tree = self._tree
        if thing.named and self._may_be_person(thing):
            thing.kind = "Person"
        if thing.kind in _BODIES_AT_LARGE and not thing.plural:
            is_body = any(tree.lemma(mention.core) in _COMMON_BODIES for mention in thing.mentions)
            return not thing.named and not is_body
        lemmas = (tree.lemma(mention.core) for mention in thing.mentions if mention.form == "description")
        is_unknown = not thing.named and all(self._gazetteer.find_noun(lemma) is None for lemma in lemmas)
        return thing.kind in ACTORS or (thing.kind in (None, "Thing") and is_unknown)

    def _may_be_person(self, thing: Thing) -> bool:
        """Whether an unknown place that nothing is in, or a body that is called like no body, may be a person."""
        if any(mention.name is None or mention.name.known for mention in thing.mentions if mention.form == "name"):
            return False
        if thing.kind in PLACES:
            return not any(self._tree.preposition(mention.head) in LOCATIVE for mention in thing.mentions)
        names = [mention for mention in thing.mentions if mention.form == "name"]
        words = [word for mention in names for word in mention.label.split()]
        is_called_so = all(
            word[:1].isupper() and not is_acronym(word) and not is_common(word.lower()) for word in words
        )
        is_bare = not any(self._tree.children(mention.head, "det") for mention in names)
        is_short = all(mention.last - mention.first < _LONGEST_NAME for mention in names)
        return thing.kind in (None, "Thing", "Organization") and bool(names) and is_called_so and is_bare and is_short
