"""From frames to roles: which thing or event fills which role of each event, as far as the ontology allows.

The lexicon says which role a slot fills. Here each filler is looked up, and the role refused, or read another way,
where the thing is of the wrong class: a capital that acts is its government, a bomb that kills is an instrument, a
city that "attacks" is nothing. Places, causes, aims and parts, which any event may have, are found here too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from kg.extract.coreference import Thing, Things
from kg.extract.frames import Frame
from kg.extract.metonymy import Metonymy
from kg.extract.slots import PLACE_PREPOSITIONS, SlotFinder
from kg.extract.tree import Tree
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.ontology import Ontology

_PLACES: Final = frozenset({"City", "Country", "Region", "Facility", "Place"})
_CAUSE_PREPOSITIONS: Final = frozenset(
    {"because of", "due to", "in response to", "in retaliation for", "in protest at"}
)
_SUCH_AS: Final = frozenset({"such as", "including", "like", "such"})
_LOCATIVE: Final = frozenset({"in", "at", "from", "to", "into", "near", "outside", "through"})
_ASKING: Final = frozenset({"Demand", "Pledge", "Threat"})
"""Classes of events whose infinitive tells what is asked, promised or threatened."""
_MEANS: Final = frozenset({"with", "by", "through", "via"})
_ANNOUNCING: Final = frozenset({"Statement", "Pledge", "Threat"})
_PRESENT: Final = ("ViolentEvent", "CoerciveEvent", "ProtestEvent", "Meeting", "AgreementEvent", "Opening")
"""Classes of events that take place where those are whom they are done to or with."""
_SETTINGS: Final = frozenset({"Conflict", "Election", "Violence", "Riot", "Displacement"})
"""Classes of events that a nation's name before them places ("the Syrian war"), not makes the agent of."""
_PHASES: Final = frozenset({"end", "start", "beginning", "phase", "stage", "launch", "resumption", "continuation"})
_SERIES: Final = frozenset("series wave string spate campaign".split())
_EVENT_ROLES: Final = frozenset({"target", "topic", "cause", "purpose", "partOf"})


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: a thing or the event of a frame; WORD heads the words that say so."""

    role: str
    word: int
    thing: Thing | None = None
    frame: Frame | None = None


class RoleFinder:
    """Finds the fillers of the frames of one parse."""

    def __init__(
        self, tree: Tree, frames: Collection[Frame], things: Things, slots: SlotFinder, metonymy: Metonymy,
        *, ontology: Ontology, lexicon: Lexicon, gazetteer: Gazetteer,
    ) -> None:  # fmt: skip
        self._tree = tree
        self._things = things
        self._slots = slots
        self._metonymy = metonymy
        self._ontology = ontology
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._frame_at = {i: frame for frame in frames for i in frame.words}
        self._in_sentence: defaultdict[int, list[Frame]] = defaultdict(list)
        for frame in frames:
            self._in_sentence[tree.sentence(frame.head).index].append(frame)
        self._found: dict[int, tuple[Filler, ...]] = {}
        self._served = {frame.helper: frame for frame in frames if frame.helper is not None}

    def find(self, frame: Frame) -> tuple[Filler, ...]:
        """All fillers of FRAME, each once, in the order found."""
        if frame.head not in self._found:
            self._found[frame.head] = ()  # what a cycle of parts sees
            self._found[frame.head] = self._find(frame)
        return self._found[frame.head]

    def _find(self, frame: Frame) -> tuple[Filler, ...]:
        found: dict[tuple[str, int], Filler] = {}
        for filler in self._all(frame):
            key = (filler.role, filler.thing.number if filler.thing is not None else -1 - (filler.frame or frame).head)
            is_itself = filler.frame is frame
            if not is_itself:
                found.setdefault(key, filler)
        if not any(filler.role == "agent" for filler in found.values()):
            actor = self.actor_of(frame)
            for filler in self.find(actor) if actor is not None and actor.head != frame.head else ():
                if filler.role == "agent" and filler.thing is not None:
                    found.setdefault(("agent", filler.thing.number), filler)
        return self._without_clashes(frame, tuple(found.values()))

    def event_at(self, word: int) -> Frame | None:
        """The event that WORD evokes, or that what hangs from it does ("efforts to topple", "began shelling")."""
        seen: set[int] = set()
        current: int | None = word
        if word not in self._frame_at and word not in self._served and self._ends(word):
            return None
        while current is not None and current not in seen:
            seen.add(current)
            if current in self._frame_at:
                return self._frame_at[current]
            if current in self._served:
                return self._served[current]
            current = self._next_below(current)
        return None

    def _ends(self, word: int) -> bool:
        """Whether verb WORD tells that an event ends or does not come: "to end the war" is no war."""
        entry = self._lexicon.find_embedder(self._tree.lemma(word), "v")
        return self._tree.is_verb(word) and entry is not None and entry.effect == "negated"

    def _next_below(self, word: int) -> int | None:
        tree = self._tree
        lemma = tree.lemma(word)
        if tree.is_verb(word):
            passes = self._lexicon.is_aspectual(lemma) or self._lexicon.find_embedder(lemma, "v") is not None
            labels: tuple[str, ...] = ("xcomp", "ccomp", "obj")
        else:
            passes = self._lexicon.find_embedder(lemma, "n") is not None or lemma in _SERIES
            passes = passes or self._gazetteer.is_neutral_noun(lemma) or lemma in _PHASES
            labels = ("acl", "nmod")
        below = tree.children(word, *labels) if passes else ()
        return next((c for c in below if not tree.tokens[c].dep.startswith(("acl:relcl", "nmod:poss"))), None)

    def _all(self, frame: Frame) -> Iterator[Filler]:
        for role, word in frame.roles:
            yield from self._fill(frame, role, word)
        yield from self._addressees(frame)
        yield from self._places(frame)
        yield from self._instruments(frame)
        yield from self._causes(frame)
        yield from self._purposes(frame)
        yield from self._parts(frame)

    # Roles of the lexicon

    def _fill(self, frame: Frame, role: str, word: int) -> Iterator[Filler]:
        event = self._frame_at.get(word)
        is_phase = self._tree.lemma(word) in _PHASES and not self._tree.is_verb(word)
        if event is None and role in _EVENT_ROLES and (is_phase or self._things.at(word) is None):
            event = self.event_at(word)
        if event is not None:
            if self._ontology.allows(frame.kind, role, event.kind):
                yield Filler(role, word, frame=event)
            return
        thing = self._things.at(word)
        if thing is None and role == "target" and self._tree.is_verb(word):
            objects = self._slots.of_verb(word).get("obj", ())
            word = objects[0] if objects else word
            if word in self._frame_at:
                yield Filler(role, word, frame=self._frame_at[word])
                return
            thing = self._things.at(word)
        if thing is None:
            country = self._gazetteer.country_of_adjective(self._tree.tokens[word].text)
            if country is not None and frame.kind in _SETTINGS:
                yield Filler("place", word, thing=self._metonymy.country_of(country, word))
            elif country is not None and self._metonymy.acts(frame.kind, role):
                yield Filler(role, word, thing=self._metonymy.government_of(country, word))
            return
        yield from self._fill_with_thing(frame, role, word, thing)

    def _fill_with_thing(self, frame: Frame, role: str, word: int, thing: Thing) -> Iterator[Filler]:
        kind = thing.kind or "Thing"
        is_modifier = word in frame.slots.get("mod", ())
        if kind in ("City", "Country") and self._is_setting_elsewhere(frame, word):
            return
        if kind in ("City", "Country") and thing.named and self._metonymy.acts(frame.kind, role):
            is_setting = is_modifier and kind == "Country" and frame.kind in _SETTINGS
            government = None if is_setting else self._metonymy.government_at(thing, word)
            if government is not None:
                yield Filler(role, word, thing=government)
            elif is_modifier or is_setting:
                yield from self._checked(frame, "place", word, thing)
            return
        if role == "agent" and kind == "Weapon":
            yield from self._checked(frame, "instrument", word, thing)
            return
        if role == "agent" and kind == "Thing" and not self._may_act(thing):
            return
        if is_modifier and kind in _PLACES and role in ("agent", "counterpart"):
            yield from self._checked(frame, "place", word, thing)
            return
        yield from self._checked(frame, role, word, thing)

    def _is_setting_elsewhere(self, frame: Frame, word: int) -> bool:
        """Whether a place stands where another event happens, and only a relative clause makes it a filler here."""
        first = self._tree.first_conjunct(word)
        is_own = self._tree.head(first) in (frame.head, frame.helper)
        return not is_own and word < frame.head and self._tree.preposition(first) in _LOCATIVE

    def _may_act(self, thing: Thing) -> bool:
        """Whether a thing of unknown class can be meant as someone: a name, or a noun known to the gazetteer alone."""
        lemmas = {self._tree.lemma(mention.core) for mention in thing.mentions if mention.form == "description"}
        if any(self._lexicon.find_senses(lemma, "n") for lemma in lemmas):
            return False
        is_known = any(self._gazetteer.find_noun(lemma) is not None for lemma in lemmas)
        return is_known or any(mention.form == "name" for mention in thing.mentions)

    def _checked(self, frame: Frame, role: str, word: int, thing: Thing) -> Iterator[Filler]:
        if self._ontology.allows(frame.kind, role, thing.kind or "Thing"):
            yield Filler(role, word, thing=thing)

    def _addressees(self, frame: Frame) -> Iterator[Filler]:
        """Whom a demand is made of, if no words but "that they do it" say so."""
        if frame.kind != "Demand" or any(role == "counterpart" for role, _ in frame.roles):
            return
        for clause in frame.slots.get("comp", ()):
            if self._tree.is_verb(clause):
                for word in self._slots.surface_subject(clause):
                    yield from self._fill(frame, "counterpart", word)

    # Roles that any event may have

    def _places(self, frame: Frame) -> Iterator[Filler]:
        for slot, words in frame.slots.items():
            if slot not in PLACE_PREPOSITIONS or slot in frame.used:
                continue
            for word in words:
                thing = self._things.at(word)
                if thing is not None and thing.kind in _PLACES:
                    yield Filler("place", word, thing=thing)
        for role, word in frame.roles:
            thing = self._things.at(word)
            is_there = role in ("target", "counterpart") and any(self._ontology.is_a(frame.kind, k) for k in _PRESENT)
            if is_there and thing is not None and thing.kind not in ("City", "Country", "Region"):
                yield from self._place_of_target(word)

    def _place_of_target(self, word: int) -> Iterator[Filler]:
        """In "an attack on a base in Kabul" the place of the base is that of the attack."""
        tree = self._tree
        group = tree.conjuncts(tree.first_conjunct(word))
        for part in group:
            for child in tree.children(part, "nmod"):
                thing = self._things.at(child)
                if tree.preposition(child) in ("in", "at", "near") and thing is not None and thing.kind in _PLACES:
                    yield Filler("place", child, thing=thing)

    def _instruments(self, frame: Frame) -> Iterator[Filler]:
        if not self._ontology.is_a(frame.kind, "ViolentEvent"):
            return
        for slot in ("with", "mod", "by"):
            for word in frame.slots.get(slot, ()):
                thing = self._things.at(word)
                if thing is not None and thing.kind == "Weapon":
                    yield Filler("instrument", word, thing=thing)

    def _clause_heads(self, frame: Frame) -> tuple[int, ...]:
        """The verbs whose adverbials speak of the event: its own, and the light verb that serves it."""
        return (frame.head,) if frame.helper is None else (frame.head, frame.helper)

    def _causes(self, frame: Frame) -> Iterator[Filler]:
        tree = self._tree
        for head in self._clause_heads(frame):
            for child in tree.children(head, "advcl"):
                if "because" in tree.markers(child):
                    yield from self._event_filler("cause", child)
            for child in tree.children(head, "obl", "nmod"):
                if tree.preposition(child) in _CAUSE_PREPOSITIONS:
                    yield from self._event_filler("cause", child)
        yield from self._forced_by(frame)

    def _forced_by(self, frame: Frame) -> Iterator[Filler]:
        """The event that forces or leads to this one: the subject of such a verb, or the clause it belongs to."""
        tree = self._tree
        current = frame.helper if frame.helper is not None and frame.helper != tree.head(frame.head) else frame.head
        verb = tree.head(current)
        if verb is None or not (
            tree.is_verb(verb) or tree.tokens[verb].xpos == "VBG" or tree.lower(verb).endswith("ing")
        ):
            return
        slot = tree.preposition(current)
        names = [f"{tree.lemma(verb)} {slot}"] if slot else [tree.lemma(verb)]
        entry = self._lexicon.find_embedder(names[0], "v")
        if entry is None or entry.control != "object" or entry.effect != "actual" or verb in self._frame_at:
            return
        for subject in self._slots.surface_subject(verb):
            if subject in self._frame_at:
                yield Filler("cause", subject, frame=self._frame_at[subject])
                return
        if tree.is_label(verb, "advcl", "conj", "acl", "xcomp"):
            for above in tree.ancestors(verb):
                event = self._frame_at.get(above) or self._served.get(above)
                if event is not None and event is not frame:
                    main = self._main_event(event)
                    yield Filler("cause", above, frame=main)
                    return

    def _main_event(self, frame: Frame) -> Frame:
        """The event of the main clause that participle FRAME elaborates."""
        tree = self._tree
        head = tree.head(frame.head)
        if (
            head is not None
            and tree.tokens[frame.head].xpos == "VBG"
            and tree.is_label(frame.head, "advcl", "acl", "conj")
        ):
            above = self._frame_at.get(head) or self._served.get(head)
            if above is not None:
                return self._main_event(above)
        return frame

    def _purposes(self, frame: Frame) -> Iterator[Filler]:
        tree = self._tree
        for head in self._clause_heads(frame):
            labels = ("advcl",) if tree.is_verb(head) else ("acl",)
            for child in tree.children(head, *labels):
                markers = tree.markers(child)
                if (
                    "to" in markers
                    and tree.tokens[child].xpos == "VB"
                    and not tree.tokens[child].dep.startswith("acl:relcl")
                ):
                    for conjunct in tree.conjuncts(child):
                        role = "topic" if frame.kind in _ASKING else "purpose"
                        yield from self._event_filler(role, conjunct)
        for _, word in frame.roles:
            for child in tree.children(word, "acl"):
                is_aim = "to" in tree.markers(child) and tree.tokens[child].xpos == "VB" and self._is_plain(word)
                if is_aim and tree.is_nominal(word):
                    yield from self._event_filler("purpose", child)

    def _is_plain(self, word: int) -> bool:
        """Whether an infinitive after noun WORD tells the aim of the clause."""
        is_plan = self._lexicon.find_embedder(self._tree.lemma(word), "n") is not None
        return not is_plan and word not in self._frame_at and self._things.at(word) is not None

    def _event_filler(self, role: str, word: int) -> Iterator[Filler]:
        event = self.event_at(word)
        if event is not None:
            yield Filler(role, word, frame=event)

    def _parts(self, frame: Frame) -> Iterator[Filler]:
        """The larger event: that which "such as" gives this one as an example of, or the series it is the latest in."""
        tree = self._tree
        whole = self.example_of(frame) or self.means_of(frame)
        if whole is not None:
            yield Filler("partOf", whole.head, frame=whole)
        predicate = tree.head(frame.head) if tree.is_label(frame.head, "nsubj") else None
        is_predicate = predicate is not None and tree.children(predicate, "cop")
        for child in (*tree.children(frame.head, "appos"), *((predicate,) if is_predicate and predicate else ())):
            for word in sorted(tree.subtree(child)):
                if tree.lemma(word) in _SERIES:
                    inner = [c for c in tree.children(word, "nmod") if tree.preposition(c) == "of"]
                    if inner and inner[0] in self._frame_at:
                        yield Filler("partOf", inner[0], frame=self._frame_at[inner[0]])

    def example_of(self, frame: Frame) -> Frame | None:
        """The event before "such as" or "including" of whose class FRAME is an example: "concessions, such as ..."."""
        tree = self._tree
        first = tree.first_conjunct(frame.head)
        lead = tree.preposition(first) or " ".join(tree.markers(first))
        if lead not in _SUCH_AS:
            return None
        before = [f for f in self._in_sentence[tree.sentence(first).index] if f.head < first and f.kind != frame.kind]
        wholes = [f for f in before if self._ontology.is_a(frame.kind, f.kind)]
        return wholes[-1] if wholes else None

    def means_of(self, frame: Frame) -> Frame | None:
        """The event that FRAME is told as the means of: "an offensive with air strikes", "help by sending arms"."""
        tree = self._tree
        first = tree.first_conjunct(frame.head)
        if frame.helper is not None and tree.head(first) == frame.helper:
            first = tree.first_conjunct(frame.helper)
        lead = set(tree.markers(first)) | {tree.preposition(first) or ""}
        head = tree.head(first)
        if (
            head is None
            or not lead & _MEANS
            or (lead & {"with"} and not self._ontology.is_a(frame.kind, "ViolentEvent"))
        ):
            return None
        whole = self._frame_at.get(head) or self._served.get(head)
        is_kin = whole is not None and self._ontology.quad_class(whole.kind) == self._ontology.quad_class(frame.kind)
        return whole if is_kin and whole is not frame else None

    def actor_of(self, frame: Frame) -> Frame | None:
        """The event whose agents are those of FRAME too, if its own words name none.

        The whole of a part or example, and what announces, promises or threatens it ("announced a withdrawal").
        """
        whole = self.example_of(frame) or self.means_of(frame)
        if whole is not None:
            return whole
        first = self._tree.first_conjunct(frame.head)
        if frame.pos == "v" and first != frame.head and first in self._frame_at:
            return self._frame_at[first]
        head = self._tree.head(first)
        above = self._frame_at.get(head) if head is not None and frame.pos == "n" else None
        if above is not None and above.kind in _ANNOUNCING and ("topic", frame.head) in above.roles:
            return above
        return None

    # Clashes

    def _without_clashes(self, frame: Frame, fillers: tuple[Filler, ...]) -> tuple[Filler, ...]:
        """FILLERS without those that another reading of the same words excludes."""
        topics = {f.frame.head for f in fillers if f.role == "topic" and f.frame is not None}
        targets = {f.thing.number for f in fillers if f.role == "target" and f.thing is not None}
        movements = {f.thing.number for f in fillers if f.role in ("origin", "destination") and f.thing is not None}
        agents = {f.thing.number for f in fillers if f.role == "agent" and f.thing is not None}
        kept = []
        for filler in fillers:
            number = filler.thing.number if filler.thing is not None else None
            if filler.role == "place" and number in movements | targets:
                continue
            if filler.role == "purpose" and filler.frame is not None and filler.frame.head in topics:
                continue
            if filler.role in ("target", "counterpart") and number in agents:
                continue
            kept.append(filler)
        return tuple(kept)
