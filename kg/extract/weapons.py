"""With what violent events are done: weapons that are used, fired, laid, loaded, or told by the blast they cause.

"Carried out with grenades", "murdered by rifle fire", "a car full of dynamite exploded", "used mines to destroy it",
"the explosion was caused by a bomb": the words stand by the event, by the verb that serves it, or by another weapon.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.extract.frames import Frame
from kg.extract.kinds import HARM
from kg.extract.links import Filler
from kg.extract.slots import SlotFinder
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_USING: Final = find_words("using")
_USES: Final = ("for", "in", "during")
_DISCHARGES: Final = find_words("discharges")
_LOADING: Final = find_words("loading")
_WIELDING: Final = find_words("wielding")
_CAUSING: Final = frozenset({"cause", "trigger"})
_DOUBTFUL: Final = frozenset({None, "Thing", "Organization"})
_IMPROVISED: Final = find_words("improvised_weapons")
_BLOWN: Final = find_words("bombs") | {"mine"}
_FIRING: Final = frozenset({"fire", "shoot"})
_EXAMPLES: Final = ("such as", "like", "including")


class WeaponFinder:
    """Finds the weapons of the frames of one parse."""

    def __init__(
        self, tree: Tree, things: Things, slots: SlotFinder, frame_at: Mapping[int, Frame], ontology: Ontology
    ) -> None:
        self._tree = tree
        self._things = things
        self._slots = slots
        self._frame_at = frame_at
        self._ontology = ontology

    def is_used(self, word: int, frame: Frame) -> bool:
        """Whether WORD is said to be used for FRAME, and so does nothing itself: "a truck was used to kill him".

        A mine that kills is none where coal is dug.
        """
        thing = self._things.at(word)
        if (
            frame.kind in HARM
            and self._tree.lemma(word) in _BLOWN
            and not self._tree.children(word, "compound", "amod")
        ):
            if thing is not None and thing.kind in (None, "Thing"):
                thing.kind = "Weapon"
            return True
        verb = self._tree.head(word)
        is_object = verb is not None and self._tree.is_label(word, "nsubj:pass") and self._tree.is_passive(verb)
        return is_object and verb is not None and self._tree.lemma(verb) in _USING

    def find(self, frame: Frame) -> Iterator[Filler]:
        """The weapons that FRAME, if it is violent, is told to be done with beside those that its sense asks for."""
        if not self._ontology.is_a(frame.kind, "ViolentEvent"):
            return
        told = [word for role, word in frame.roles if role == "instrument"]
        beside = [word for slot in ("with", "mod", "by") for word in frame.slots.get(slot, ())]
        beside += [
            word
            for word in (*frame.slots.get("subj", ()), *frame.slots.get("obj", ()))
            if self._tree.lemma(word) in _DISCHARGES
        ]
        beside += [*self._served_with(frame), *self._used_in(frame), *self._cause_of(frame), *self._borne_by(frame)]
        beside += [*self._involved_in(frame), *(c for word in (*told, *beside) for c in self._examples(word))]
        self._type(frame, told, beside)
        for word in beside:
            yield from self._named(word)
            if self._tree.lemma(word) in _DISCHARGES:  # "bursts of rifle fire"
                for inner in self._slots.of_noun(word).get("of", ()):
                    yield from self._named(inner)
        for word in (*told, *beside):
            yield from self._weapons(*self._loads(word))

    def _type(self, frame: Frame, told: Sequence[int], beside: Sequence[int]) -> None:
        """Take for weapons what else may be told by their nouns: mines that go off, clubs beside machetes."""
        for word in (*told, *beside):
            thing = self._things.at(word)
            is_blown = self._tree.lemma(word) in _BLOWN and self._ontology.is_a(frame.kind, "Bombing")
            if thing is not None and ((thing.kind is None and is_blown) or self._is_beside_weapon(word, thing)):
                thing.kind = "Weapon"

    def _examples(self, word: int) -> Iterator[int]:
        """What is told as one of many weapons: "weapons such as flamethrowers"."""
        for child in self._tree.children(word, "nmod"):
            if self._tree.preposition(child) in _EXAMPLES:
                yield from self._tree.nominal_conjuncts(child)

    def _named(self, word: int) -> Iterator[Filler]:
        """WORD, or what names its kind: "rifle fire", "AK-47 and M-16 rifles"; what is right before it is its own."""
        thing = self._things.at(word)
        kinds = self._slots.of_noun(word).get("mod", ())
        if thing is not None and thing.kind == "Weapon":
            yield from self._weapons(word, *(kind for kind in kinds if kind != max(kinds)))
        else:
            yield from self._weapons(*kinds)

    def _weapons(self, *words: int) -> Iterator[Filler]:
        for word in words:
            thing = self._things.at(word)
            if thing is not None and thing.kind == "Weapon":
                yield Filler("instrument", word, thing=thing)

    def _is_beside_weapon(self, word: int, thing: Thing) -> bool:
        """Whether a noun of other senses tells of a weapon, by those told with it: "with machetes and clubs"."""
        told = self._tree.conjuncts(self._tree.first_conjunct(word))
        beside = (self._things.at(other) for other in told if other != word)
        may_be = not thing.named and thing.kind in _DOUBTFUL and self._tree.lemma(word) in _IMPROVISED
        return may_be and any(t is not None and t.kind == "Weapon" for t in beside)

    def _served_with(self, frame: Frame) -> Iterator[int]:
        """What the verb that serves an event noun says after "with": "the raid, carried out with rifles"."""
        tree = self._tree
        if frame.pos != "n":
            return
        verbs = [frame.helper] if frame.helper is not None and tree.is_verb(frame.helper) else []
        verbs += [c for c in tree.children(frame.head, "acl") if tree.is_verb(c) and tree.tokens[c].xpos == "VBN"]
        for verb in verbs:
            if verb not in self._frame_at:
                yield from self._slots.of_verb(verb).get("with", ())

    def _used_in(self, frame: Frame) -> Iterator[int]:
        """What someone is said to use: "attacked it using mortars", "used mines to destroy it", "for the killings"."""
        tree = self._tree
        for verb in tree.children(frame.head, "advcl", "acl"):
            if tree.lemma(verb) in _USING:
                yield from self._slots.of_verb(verb).get("obj", ())
        for agent in (word for role, word in frame.roles if role == "agent"):
            for verb in tree.children(agent, "acl"):  # "the militia, using mortars, attacked it"
                if tree.lemma(verb) in _USING and tree.tokens[verb].xpos == "VBG":
                    yield from self._slots.of_verb(verb).get("obj", ())
        head = next((above for above in tree.ancestors(frame.head) if tree.is_verb(above)), None)
        if head is not None and tree.lemma(head) in _USING and frame.pos == "n":
            slots = self._slots.of_verb(head)
            is_told = any(frame.head in slots.get(slot, ()) for slot in _USES)
            is_beside = tree.head(frame.head) in slots.get("obj", ()) and tree.preposition(frame.head) in _USES
            yield from slots.get("obj", ()) if is_told or is_beside else ()
        elif head is not None and tree.lemma(head) in _USING and tree.is_label(frame.head, "advcl", "xcomp", "acl"):
            yield from self._slots.of_verb(head).get("obj", ())

    def _cause_of(self, frame: Frame) -> Iterator[int]:
        """What is said to cause a blast: "the explosion was caused by a car bomb"."""
        tree = self._tree
        verb = tree.head(frame.head)
        if frame.pos == "n" and verb is not None and tree.lemma(verb) in _CAUSING and tree.is_verb(verb):
            slots = self._slots.of_verb(verb)
            yield from slots.get("subj", ()) if frame.head in slots.get("obj", ()) else ()

    def _involved_in(self, frame: Frame) -> Iterator[int]:
        """What a noun for violence is told to involve: "the clash involved mortar fire"."""
        tree, verb = self._tree, self._tree.head(frame.head)
        if (
            frame.pos == "n"
            and verb is not None
            and tree.lemma(verb) == "involve"
            and tree.is_label(frame.head, "nsubj")
        ):
            yield from self._slots.of_verb(verb).get("obj", ())

    def _borne_by(self, frame: Frame) -> Iterator[int]:
        """What those who do it are armed with: "men carrying rifles attacked the post", "gunmen with rifles"."""
        tree = self._tree
        for clause in tree.children(frame.head, "advcl"):
            if tree.lemma(clause).removesuffix("ed") == "arm" and tree.tokens[clause].xpos != "VBG":
                yield from (c for c in tree.children(clause, "obl") if tree.preposition(c) == "with")
        for word in (word for role, word in frame.roles if role == "agent"):
            yield from self._slots.of_noun(word).get("with", ())
            for child in tree.children(word, "acl", "amod"):
                if child < word or tree.lemma(child).removesuffix("ed") not in _WIELDING:
                    continue
                slots = self._slots.of_verb(child)
                yield from slots.get("with", ()) if tree.tokens[child].xpos != "VBG" else slots.get("obj", ())

    def _loads(self, word: int) -> Iterator[int]:
        """What a vehicle or weapon is told to hold: "a truck loaded with dynamite", "a bomb with 5 kg of TNT"."""
        tree = self._tree
        yield from self._slots.of_noun(word).get("with", ())
        for child in tree.children(word, "acl", "amod"):
            if child < word:
                continue
            if tree.lemma(child) in _FIRING:
                yield from self._slots.of_verb(child).get("from", ())  # "bullets fired from a rifle"
            elif tree.lemma(child) == "make":
                yield from self._slots.of_verb(child).get("of", ())  # "a bomb made up of dynamite"
            elif tree.lower(child) == "full":
                yield from (c for c in tree.children(child, "obl", "nmod") if tree.preposition(c) == "of")
            elif tree.lemma(child) in _LOADING:
                slots = self._slots.of_verb(child)
                is_held = tree.tokens[child].xpos == "VBG" or not tree.is_passive(child)
                yield from slots.get("obj" if is_held else "with", ())
