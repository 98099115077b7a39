"""Which events brought an event about: what forces, triggers or leads to it, what people flee or are expelled for.

Causes are told by clauses, prepositions and verbs of causing, not by the trigger, whatever the class of the event.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.causes import find_causes
from kg.extract.frames import Frame
from kg.extract.hanging import SUBORDINATING
from kg.extract.links import ASPECTS, SERIES, EventLinks, Filler
from kg.extract.moments import STARTING
from kg.extract.pending import leads_from_clue
from kg.extract.phases import PHASES
from kg.extract.slots import SlotFinder
from kg.extract.tree import Tree
from kg.lexicon import Lexicon
from kg.ontology import Ontology

_CAUSE_PREPOSITIONS: Final = frozenset(
    {"because of", "due to", "in response to", "in retaliation for", "in protest at"}
)
_OVER: Final = frozenset({"Appointment", "Arrest", "Expulsion", "Sentencing"})
"""Classes of events that people suffer "over" what they or others did."""
_FLED: Final = frozenset({"after", "following", "from", "amid", "as"})
"""What stands before the violence that people flee."""
_MEASURES: Final = SERIES | ASPECTS | PHASES


class CauseFinder:
    """Answers for the frames of one parse; LINKS tell the event that a word evokes or leads to."""

    def __init__(
        self, tree: Tree, slots: SlotFinder, links: EventLinks, *, ontology: Ontology, lexicon: Lexicon
    ) -> None:
        self._tree = tree
        self._slots = slots
        self._links = links
        self._ontology = ontology
        self._lexicon = lexicon

    def find(self, frame: Frame) -> Iterator[Filler]:
        """The events that are causes of FRAME's."""
        tree, links = self._tree, self._links
        for head in links.clause_heads(frame):
            for child in tree.children(head, "advcl"):
                if "because" in tree.markers(child):
                    yield from links.event_filler("cause", child)
            for child in tree.children(head, "obl", "nmod"):
                preposition = tree.preposition(child)
                if preposition in _CAUSE_PREPOSITIONS or (preposition == "over" and frame.kind in _OVER):
                    yield from links.event_filler("cause", child)
            for word in find_causes(tree, head):
                if links.event_at(word) is not links.assault_of(frame):
                    yield from links.event_filler("cause", word)
        yield from self._forced_by(frame)
        yield from self._fled(frame)
        yield from self._ruined_in(frame)

    def _fled(self, frame: Frame) -> Iterator[Filler]:
        """The violence that people flee or are saved from: "fled the fighting", "fled when the shelling began"."""
        tree = self._tree
        is_evacuation = frame.kind == "Rescue" and tree.lemma(frame.head) == "evacuate"
        if not (frame.kind == "Displacement" or is_evacuation) or frame.pos != "v":
            return
        for child in tree.children(frame.head, "obj", "obl", "advcl"):
            lead = {*tree.markers(child), tree.preposition(child) or ""}
            is_when = any(tree.lower(c) == "when" for c in tree.children(child, "advmod", "mark"))
            if lead & _FLED or is_when or (tree.is_label(child, "obj") and tree.is_nominal(child)):
                event = self._begun(child)
                if event is not None and self._is_any(event, "ViolentEvent", "Conflict"):
                    yield Filler("cause", child, frame=event)

    def _begun(self, word: int) -> Frame | None:
        """The event at WORD, or the one that verb WORD tells to begin: "when the shelling began"."""
        event = self._links.event_at(word)
        if event is None and self._tree.lemma(word) in STARTING:
            subjects = (self._links.told_at(c) for c in self._tree.children(word, "nsubj"))
            event = next((frame for frame in subjects if frame is not None), None)
        return event

    def _ruined_in(self, frame: Frame) -> Iterator[Filler]:
        """The attack in which something is destroyed: "the clinic was damaged in the shelling"."""
        tree = self._tree
        for child in tree.children(frame.head, "obl") if frame.kind == "Destruction" and frame.pos == "v" else ():
            event = self._links.told_at(child)
            is_attack = event is not None and event.pos == "n" and self._is_any(event, "Attack", "Clash")
            if event is not None and is_attack and tree.preposition(child) in ("in", "by", "during"):
                yield Filler("cause", child, frame=event)

    def _forced_by(self, frame: Frame) -> Iterator[Filler]:
        """The event that forces or leads to this one: the subject of such a verb, or the clause it belongs to."""
        tree = self._tree
        current = self._governed(frame)
        verb = tree.head(current)
        if (
            verb is None
            or not (tree.is_verb(verb) or tree.tokens[verb].xpos == "VBG" or tree.lower(verb).endswith("ing"))
            or SUBORDINATING & set(tree.markers(current))
            or tree.is_label(current, "nsubj")
        ):  # "were forced uphill after fleeing"
            return
        if not self._is_causing(verb, tree.preposition(current)) or self._links.is_evoking(verb):
            return
        if leads_from_clue(tree, verb):
            return
        for subject in self._slots.surface_subject(verb):
            event = self._links.event_at(subject)
            if event is not None:
                yield Filler("cause", subject, frame=event)
                return
        if tree.is_label(verb, "advcl", "conj", "acl", "xcomp") and not tree.tokens[verb].dep.endswith("relcl"):
            for above in tree.ancestors(verb):
                event = self._links.told_at(above)
                if event is not None and event is not frame:
                    yield Filler("cause", above, frame=self._main_event(event))
                    return

    def _governed(self, frame: Frame) -> int:
        """The word for FRAME that hangs from what may cause it: the wave in "triggered a wave of arrests"."""
        tree = self._tree
        word = frame.helper if frame.helper is not None and frame.helper != tree.head(frame.head) else frame.head
        if not tree.is_nominal(word):
            return word
        word = tree.first_conjunct(word)
        above = tree.head(word)
        is_measured = above is not None and tree.preposition(word) == "of" and tree.lemma(above) in _MEASURES
        return above if above is not None and is_measured else word

    def _is_causing(self, verb: int, slot: str | None) -> bool:
        """Whether VERB says that its subject brings about what it has in SLOT: "triggered", "led to", "set off"."""
        names = {self._tree.lemma(verb), self._tree.phrasal(verb)}
        return any((f"{name} {slot}" if slot else name) in self._lexicon.causing for name in names)

    def _main_event(self, frame: Frame) -> Frame:
        """The event of the main clause that participle FRAME elaborates."""
        tree = self._tree
        head = tree.head(frame.head)
        is_participle = tree.tokens[frame.head].xpos == "VBG" and tree.is_label(frame.head, "advcl", "acl", "conj")
        above = self._links.told_at(head) if head is not None and is_participle else None
        return self._main_event(above) if above is not None else frame

    def _is_any(self, frame: Frame, *kinds: str) -> bool:
        return any(self._ontology.is_a(frame.kind, kind) for kind in kinds)
