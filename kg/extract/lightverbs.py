"""Light and aspectual verbs: which verb serves an event noun, and what it lends to it.

"Launched an attack on the town", "the attack that they planned", "gave $5 million in aid to Mali": the noun tells what
happened, the verb brings who did it and to whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from kg.extract.anchors import find_near
from kg.extract.nounslots import Slots
from kg.extract.slots import PLACE_PREPOSITIONS, SlotFinder
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.lexicon import VERB_SLOTS, Lexicon, LightVerb, Sense
from kg.ontology import Ontology

_SERVED: Final = ("obj", "nsubj:pass", "obl", "nsubj")
_NEVER: Final = frozenset({"not", "n't", "n’t", "never"})
_MOVING: Final = frozenset({"Withdrawal", "Deployment"})
"""Classes of events that those who are told after "of" do at the behest of others: "stepped up the withdrawal of"."""
_WAYS: Final = find_words("ways_after_on")
_CURRENCIES: Final = find_words("currencies")
_MEASURES: Final = _CURRENCIES | find_words("series")
_GROUNDS: Final = find_words("grounds") | {"location", "place", "point", "spot"}
_AIMS: Final = ("on", "against", "upon")
"""Slots of an event noun that tell what it was aimed at."""
_WANTING: Final = find_words("wanting")
_MEDIATING: Final = frozenset({"broker", "mediate", "negotiate"})
_OCCURRING: Final = frozenset({"happen", "occur", "take", "break", "erupt"})
"""Verbs that, alone or with their particle, say of an event that it was: "took place", "broke out"."""


class LightVerbs:
    """Answers for the event nouns of one parse; IS_EVENT_WORD tells whether a word evokes an event itself."""

    def __init__(
        self, tree: Tree, slots: SlotFinder, lexicon: Lexicon, ontology: Ontology, is_event_word: Callable[[int], bool]
    ) -> None:
        self._tree = tree
        self._slots = slots
        self._lexicon = lexicon
        self._ontology = ontology
        self._is_event_word = is_event_word

    def find_helper(self, i: int) -> int | None:
        """The light, aspectual or embedding verb whose argument event noun I is, or a participle that hangs from it."""
        tree = self._tree
        first = self.find_measured(tree.first_conjunct(tree.tokens[i].head if tree.is_label(i, "compound") else i))
        head = tree.tokens[first].head
        is_served = head != first and tree.is_verb(head) and tree.tokens[first].dep.startswith(_SERVED)
        main = head if is_served and self._serves(head, first) else None
        if main is not None and not self._lends_nothing(main, first):
            return main
        return next(self._participles(i), main)  # what "left two dead" does less for the noun than who carried it out

    def _participles(self, noun: int) -> Iterator[int]:
        """The verbs that hang from NOUN and serve it, relative clauses too: "the raid that was carried out by them"."""
        tree = self._tree
        for word in dict.fromkeys((noun, self.find_measured(tree.first_conjunct(noun)))):
            for child in tree.children(word, "acl"):
                objects = self._slots.of_verb(child).get("obj", ()) if tree.is_verb(child) else ()
                is_done = not any(tree.lower(c) in _NEVER for c in tree.children(child, "advmod"))
                if word in objects and is_done and self._serves(child, word):
                    yield child

    def _lends_nothing(self, verb: int, noun: int) -> bool:
        light = self._light(verb, noun, None)
        return light is not None and not light.roles

    def is_scene(self, noun: int, helper: int | None, slot: str, word: int) -> bool:
        """Whether WORD only tells where what NOUN tells was: "the attack took place on the avenue", "at the corner"."""
        if helper is None or self._tree.lemma(helper) not in _OCCURRING:
            return False
        slots = self._slots.of_verb(helper)
        is_ground = slot == "on" or (slot == "at" and self._tree.lemma(word) in _GROUNDS)
        return is_ground and noun in slots.get("subj", ()) and word in slots.get(slot, ())

    def find_measured(self, noun: int) -> int:
        """The amount or series that NOUN is told in, else NOUN itself: "gave $5 million in aid", "a wave of raids"."""
        tree = self._tree
        head = tree.head(noun)
        if head is None or head > noun or tree.preposition(noun) not in ("in", "of"):
            return noun
        if tree.is_verb(head) and not tree.children(noun, "det", "nmod:poss"):
            objects = [c for c in tree.children(head, "obj") if c < noun]
            head = objects[-1] if objects else head
        return head if tree.lemma(head) in _MEASURES else noun

    def _serves(self, verb: int, noun: int) -> bool:
        return self._light(verb, noun, None) is not None or self._is_its_own(verb, noun)

    def _is_its_own(self, verb: int, noun: int) -> bool:
        """Whether the subject of VERB does what NOUN tells: it begins, goes on with or plans it."""
        lemma = self._tree.lemma(verb)
        phrasal = self._tree.phrasal(verb)
        if self._lexicon.is_aspectual(phrasal) or self._lexicon.is_aspectual(lemma):
            return noun in self._slots.of_verb(verb).get("obj", ())
        embedder = self._lexicon.find_embedder(phrasal, "v") or self._lexicon.find_embedder(lemma, "v")
        if (
            any("to" in self._tree.markers(c) for c in self._tree.children(verb, "xcomp", "ccomp"))
            and lemma in _WANTING
        ):
            return False  # "he expects the talks to resume"
        is_own = embedder is not None and embedder.control == "subject" and embedder.effect == "planned"
        if self._tree.is_passive(verb) and any("to" in self._tree.markers(c) for c in self._tree.children(verb)):
            return False  # "the talks are meant to end the war"
        return is_own and noun in self._slots.of_verb(verb).get("obj", ()) and not self._is_event_word(verb)

    def _light(self, verb: int, noun: int, kind: str | None) -> LightVerb | None:
        """The entry of the lexicon by which VERB serves NOUN; KIND None stands for any class."""
        slots = self._slots.of_verb(verb)
        near = {self._tree.lower(c) for c in find_near(self._tree, verb)} | {
            self._tree.lemma(c) for c in find_near(self._tree, verb)
        }
        for light in self._lexicon.find_light(self._tree.lemma(verb)):
            if noun not in slots.get(light.slot, ()):
                continue
            if not set(light.words[1:]) <= near:
                continue
            if light.kinds and kind is not None and not any(self._ontology.is_a(kind, k) for k in light.kinds):
                continue
            return light
        return None

    def _causes(self, verb: int) -> bool:
        """Whether VERB is to cause, with a subject of its own: "the soldiers caused the death of a nurse"."""
        return self._tree.lemma(verb) == "cause" and bool(self._tree.children(verb, "nsubj", "obl:agent"))

    def _mediates(self, verb: int, noun: Slots) -> bool:
        """Whether who does VERB is no party to what stands in the slots of its NOUN: it is one between others."""
        is_between = bool(noun.get("between") or self._slots.of_verb(verb).get("between"))
        return is_between and self._tree.lemma(verb) in _MEDIATING

    def lend(self, noun: int, helper: int, sense: Sense) -> Iterator[tuple[str, tuple[int, ...]]]:
        """What HELPER lends: roles as "=agent", and slots that the noun's own sense knows.

        Where it tells no agent, participles tell him: "they escaped an attack carried out by gunmen".
        """
        lent = [*self._lend(noun, helper, sense)]
        for other in self._participles(noun):
            if other != helper and not any(slot == "=agent" for slot, _ in lent):
                lent += self._lend(noun, other, sense)
        yield from lent

    def _lend(self, noun: int, helper: int, sense: Sense) -> Iterator[tuple[str, tuple[int, ...]]]:
        slots = self._slots.of_verb(helper)
        first = self._tree.first_conjunct(noun)
        measured = self.find_measured(first)
        is_own = any(noun in found for found in slots.values()) if measured == first else noun in slots.get("obj", ())
        target = noun if is_own else measured
        light = self._light(helper, target, sense.kind)
        if light is None and not self._is_its_own(helper, target):
            return  # a light verb for events of other classes: "called the arrest a mistake"
        own = self._slots.of_noun(noun)
        apart = {"of"} if sense.kind in _MOVING else set()
        has_agent = any(own.get(slot) for slot, role in sense.roles.items() if role == "agent" and slot not in apart)
        roles: Mapping[str, str] = {"subj": "agent"}
        if light is not None:
            is_theirs = has_agent and self._tree.lemma(helper) == "join"  # "joined the militia's fight"
            roles = light.roles if not is_theirs else {}
        elif has_agent or sense.kind == "Conflict":
            roles = {}
        for slot, role in roles.items():
            if role == "agent" and sense.kind == "Death" and not self._causes(helper):
                continue  # who "raised the death toll" counted the dead
            if role == "target" and slot == "subj" and any(own.get(aim) for aim in _AIMS if aim in sense.roles):
                continue  # "air defences repelled an attack on the city"
            if role == "agent" and sense.kind == "AgreementEvent" and self._mediates(helper, own):
                continue  # "Chad brokered a truce between the army and the rebels"
            found = tuple(f for f in slots.get(slot, ()) if f not in (noun, target))
            if slot == "on":
                found = tuple(f for f in found if self._tree.lemma(f) not in _WAYS)
            if found:
                yield f"={role}", found
        for slot, found in slots.items():
            is_known = slot in sense.roles or slot in PLACE_PREPOSITIONS
            if is_known and slot not in VERB_SLOTS and slot not in roles:
                beside = self._tree.conjuncts(first)  # "responded with air strikes and with a law"
                outside = tuple(f for f in found if f not in (noun, target, *beside))
                if outside:
                    yield slot, outside
