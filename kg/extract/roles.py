"""From frames to roles: which thing or event fills which role of each event, as far as the ontology allows.

The lexicon says which role a slot fills. Here each filler is looked up, and the role refused, or read another way,
where the thing is of the wrong class: a capital that acts is its government, a bomb that kills is an instrument, a
city that "attacks" is nothing. Places and instruments, which any event may have, are found here too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from kg.extract.addressees import find_addressees, find_subjects
from kg.extract.assaults import AssaultRoles
from kg.extract.causation import CauseFinder
from kg.extract.disputed import is_taken_up
from kg.extract.frames import Frame
from kg.extract.harmed import Harmed
from kg.extract.identification import Identifier
from kg.extract.joint import is_joint
from kg.extract.kinds import ACTORS, HARM, PLACES
from kg.extract.links import EventLinks, Filler
from kg.extract.metonymy import Metonymy
from kg.extract.nations import find_nations
from kg.extract.participants import find_helped, find_participants
from kg.extract.prefixes import PREFIXED
from kg.extract.presumed import is_none
from kg.extract.purposes import PurposeFinder
from kg.extract.settings import is_conquered, is_elsewhere, is_of_nations, is_set_in
from kg.extract.slots import SlotFinder
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.extract.weapons import WeaponFinder
from kg.extract.whereabouts import find_places
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.ontology import Ontology

_DEALT_WITH: Final = find_words("dealt_with")
_JUDGING: Final = frozenset({"Praise", "Condemnation"})
_LEADING: Final = find_words("leading")
_OF_DEEDS: Final = frozenset({"Demand", "Rejection", "SanctionsRelief", "Concession"})
"""Classes of events that concern who takes part in the event they are about: "lifted the blockade of Gaza"."""
_OF_FORCES: Final = ("ViolentEvent", "Deployment", "Alliance", "Aid")
"""Classes of events that a nation does by its ships, planes and guns."""
_BODILY: Final = frozenset({"Killing", "Injury", "Abduction", "Torture"})
"""Classes of events that befall people and animals alone."""
_ISSUING: Final = find_words("issuing")
_DOCUMENTS: Final = find_words("documents")
_MISHAPS: Final = find_words("mishaps")
_VEHICLES: Final = find_words("vehicles")
_SUFFERING: Final = find_words("suffering")
_OF_PLACES: Final = frozenset({"Seizure", "Siege", "Destruction"})
"""Classes of events whose targets may be places, beside attacks."""
_EVENT_ROLES: Final = frozenset({"target", "topic", "cause", "purpose", "partOf"})


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
        self._means = {word for frame in frames for role, word in frame.roles if role == "instrument"}
        self._found: dict[int, tuple[Filler, ...]] = {}
        self._identifier = Identifier(tree, things)
        self.assaults = AssaultRoles(tree, things, slots, self._frame_at, ontology=ontology, gazetteer=gazetteer)
        self._harmed = Harmed(tree, things, gazetteer, ontology)
        self._weapons = WeaponFinder(tree, things, slots, self._frame_at, ontology)
        self._links = EventLinks(tree, frames, slots, ontology=ontology, lexicon=lexicon, gazetteer=gazetteer)
        self._causes = CauseFinder(tree, slots, self._links, ontology=ontology, lexicon=lexicon)
        self._purposes = PurposeFinder(tree, things, slots, lexicon, self._frame_at, self._links)

    def find(self, frame: Frame) -> tuple[Filler, ...]:
        """All fillers of FRAME, each once, in the order found."""
        if frame.head not in self._found:
            self._found[frame.head] = ()  # what a cycle of parts sees
            self._found[frame.head] = self._find(frame)
        return self._found[frame.head]

    def example_of(self, frame: Frame) -> Frame | None:
        """The event that FRAME is told as an example of."""
        return self._links.example_of(frame)

    def _find(self, frame: Frame) -> tuple[Filler, ...]:
        found: dict[tuple[str, int], Filler] = {}
        for filler in self._all(frame):
            if filler.frame is not frame:  # no event fills a role of itself
                found.setdefault((filler.role, filler.number), filler)
        if not any(filler.role == "agent" for filler in found.values()):
            actor = self._links.actor_of(frame)
            if self.assaults.has_own_doer(frame):
                actor = None  # "held by police, and killed by fellow inmates"
            if frame.kind == "Death" and actor is not None and not self._ontology.is_a(actor.kind, "ViolentEvent"):
                actor = None  # who announces a death has no part in it
            for filler in self.find(actor) if actor is not None and actor.head != frame.head else ():
                is_hurt = frame.kind in HARM and ("target", filler.number) in found  # by the own bomb that went off
                if filler.role == "agent" and filler.thing is not None and not is_hurt:
                    found.setdefault(("agent", filler.thing.number), filler)
        return self._without_clashes(frame, tuple(found.values()))

    def _all(self, frame: Frame) -> Iterator[Filler]:
        helped = find_helped(frame, self._tree, self._slots, self._things)
        for word in helped:
            yield from self._fill(frame, "agent", word)
        for role, told in self._harmed.to_wholes(frame):
            is_own = self._tree.tokens[told].upos != "PRON" and any(
                told in frame.slots.get(s, ()) for s in ("poss", "mod")
            )
            if role == "agent" and ((helped and not is_own) or self._is_hit(frame, told)):
                continue
            count = self._identifier.count(told)
            is_sum = self._tree.lower(told) == "those" and self._tree.preposition(told) is None
            for word in self._identifier.names_of(told, is_victim=role == "target" and frame.kind in _BODILY):
                for filler in self._fill(frame, role, word):
                    yield filler if word == told or is_sum else replace(filler, count=count or 0)
                    count = None
            if role in ("agent", "target", "counterpart"):
                yield from self._examples(frame, role, told)
        yield from self._addressees(frame)
        for role, word in find_participants(frame, self._tree, self._slots):
            thing = self._things.at(word)
            if thing is not None and (thing.kind in ACTORS or thing.kind in ("City", "Country")):
                yield from self._fill(frame, role, word)
        yield from find_places(frame, self._tree, self._things, self._ontology)
        yield from self.assaults.find_doers(frame)
        yield from self.assaults.find_hit(frame)
        yield from self._predicated(frame)
        yield from self._weapons.find(frame)
        yield from self._causes.find(frame)
        yield from self._links.find(frame)
        yield from self._purposes.find(frame)

    def _examples(self, frame: Frame, role: str, word: int) -> Iterator[Filler]:
        """Those among WORD who are named, counted already: "killed ten people, including Ana Berg"."""
        is_hit = frame.kind in _OF_PLACES or self._ontology.is_a(frame.kind, "Attack")
        kinds = PLACES if role == "target" and is_hit else ACTORS | {"Country"}
        for example in self._identifier.examples_of(word, kinds):
            yield from (replace(filler, count=0) for filler in self._fill(frame, role, example))

    def _is_hit(self, frame: Frame, word: int) -> bool:
        """Whether WORD, the subject of a participle, is hit in the main clause: "their car hit a mine, killing two"."""
        main = self._main_verb(frame)
        is_marked = bool(self._tree.markers(self._tree.leading_verb(frame.head)))
        above = self._frame_at.get(main) if main is not None and not is_marked else None
        if above is None or frame.kind not in HARM or above.kind in HARM:
            return False
        is_after = frame.head > above.head and self._ontology.is_a(above.kind, "ViolentEvent")
        return is_after and ("target", word) in above.roles

    def _is_wrecked(self, frame: Frame) -> bool:
        """Whether a mishap does the harm that participle FRAME tells: "the helicopter crashed, killing four"."""
        main = self._main_verb(frame)
        return main is not None and self._tree.lemma(main) in _MISHAPS and not self._tree.children(main, "obj")

    def _main_verb(self, frame: Frame) -> int | None:
        """The verb from whose clause FRAME, or the first verb beside it, hangs as a participle or clause."""
        first = self._tree.leading_verb(frame.head)
        return self._tree.head(first) if self._tree.is_label(first, "advcl") else None

    # Roles of the lexicon

    def _fill(self, frame: Frame, role: str, word: int) -> Iterator[Filler]:
        first = self._tree.first_conjunct(word)
        if role == "agent" and self._tree.tokens[first].head != frame.head and is_none(self._tree, first):
            return  # "no group has claimed to have planted it"
        if role == "target" and is_taken_up(self._tree, word):
            return  # "a claim that the army denied"
        writers = self._writers(word) if role == "agent" else ()
        for writer in writers:
            yield from self._fill(frame, role, writer)
        if writers:
            return
        event = self._frame_at.get(word)
        is_judged = role == "target" and frame.kind in _JUDGING
        is_of = self._links.is_phase(word) or self._links.is_content(word) or self._links.is_attempt(frame, word)
        is_of = is_of or ((role == "topic" or is_judged) and self._links.is_aspect(word))
        if event is None and role in _EVENT_ROLES and (is_of or self._things.at(word) is None):
            event = self._links.event_at(word)
        if event is not None and role == "counterpart" and frame.kind == "Alliance":
            yield from self._joined(frame, event)
        if event is not None:
            is_aim = role == "cause" and "to" in self._tree.markers(frame.head)  # "led operations to destroy them"
            if self._ontology.allows(frame.kind, role, event.kind) and not is_aim:
                yield Filler(role, word, frame=event)
            if role in ("agent", "cause") and word in frame.slots.get("subj", ()):
                yield from self._agents_of(frame, event, word)
            return
        thing = self._things.at(word)
        if thing is None and role == "target" and self._tree.is_verb(word):
            objects = self._slots.of_verb(word).get("obj", ())
            word = objects[0] if objects else word
            if word in self._frame_at:
                yield Filler(role, word, frame=self._frame_at[word])
                return
            thing = self._things.at(word)
        if thing is None and self._tree.tokens[word].upos != "PRON":
            country = self._gazetteer.country_of_adjective(self._tree.tokens[word].text)
            above = self._tree.head(word)
            is_led = above is not None and self._tree.lemma(above) in _LEADING  # "an American-led war"
            is_where = is_of_nations(frame) or (role == "agent" and self._is_terrorist(frame))
            if country is not None and is_where and not is_led:
                yield Filler("place", word, thing=self._metonymy.country_of(country, word))
            elif country is not None and self._metonymy.acts(frame.kind, role):
                yield Filler(role, word, thing=self._metonymy.government_of(country, word))
            elif country is not None and self._tree.is_label(word, PREFIXED):
                yield from self._checked(frame, role, word, self._metonymy.country_of(country, word))
            return
        if thing is not None:
            yield from self._fill_with_thing(frame, role, word, thing)

    def _is_terrorist(self, frame: Frame) -> bool:
        """Whether noun FRAME is of terrorists: a nation before it places it, as in "the Spanish terrorist attacks"."""
        before = self._tree.children(frame.head, "amod", "compound") if frame.pos == "n" else ()
        return any(self._tree.lemma(word) in ("terror", "terrorist") for word in before)

    def _joined(self, frame: Frame, event: Frame) -> Iterator[Filler]:
        """Whom one joins in an EVENT of theirs: "joined the militia's fight against the rebels"."""
        owners = event.slots.get("poss", ()) if self._tree.lemma(frame.head) == "join" else ()
        for owner in owners:
            yield from self._fill(frame, "counterpart", owner)
        if owners:
            yield Filler("purpose", event.head, frame=event)

    def _writers(self, word: int) -> tuple[int, ...]:
        """Who does what document WORD is said to do: "the UN resolution condemned the attack"."""
        thing = self._things.at(word)
        is_document = thing is None or thing.kind in (None, "Thing", "Agreement")
        if not is_document or self._tree.lemma(word) not in _DOCUMENTS:
            return ()
        slots = self._slots.of_noun(word)
        writers = next((found for slot in ("by", "from", "poss", "mod", "of") if (found := slots.get(slot))), ())
        verb = self._tree.head(word)
        if writers or verb is None or self._tree.lemma(verb) not in _ISSUING:
            return writers
        return self._slots.of_verb(verb).get("subj", ()) if self._tree.is_label(word, "obj", "nsubj:pass") else ()

    def _agents_of(self, frame: Frame, event: Frame, word: int) -> Iterator[Filler]:
        """Who does what a violent EVENT does: the bombers, where "the bombing destroyed the bridge"."""
        is_deed = any(self._ontology.is_a(frame.kind, above) for above in ("ViolentEvent", "CoerciveEvent", "Aid"))
        if is_deed and self._ontology.is_a(event.kind, "ViolentEvent"):
            for filler in self.find(event):
                if filler.role == "agent" and filler.thing is not None:
                    yield Filler("agent", word, thing=filler.thing)

    def _fill_with_thing(self, frame: Frame, role: str, word: int, thing: Thing) -> Iterator[Filler]:
        kind = thing.kind or "Thing"
        is_modifier = word in frame.slots.get("mod", ())
        if kind in ("City", "Country") and is_elsewhere(self._tree, frame, word):
            return
        if is_modifier and role == "agent" and is_conquered(self._tree, frame, word, kind):
            yield from self._checked(frame, "target", word, thing)
            return
        if kind in ("City", "Country") and thing.named and self._metonymy.acts(frame.kind, role):
            is_setting = is_modifier and is_set_in(self._tree, self._ontology, frame, word, kind)
            is_setting = is_setting and not is_joint(self._tree, word)
            government = None if is_setting else self._metonymy.government_at(thing, word)
            if government is None and not is_modifier:
                government = self._metonymy.polity_at(thing, word, frame.kind)
            if government is not None:
                yield Filler(role, word, thing=government)
            elif is_modifier or is_setting:
                yield from self._checked(frame, "place", word, thing)
            return
        is_party = role == "topic" and frame.pos == "n" and self._ontology.is_mutual(frame.kind) and kind in ACTORS
        if is_party and word in frame.slots.get("of", ()):
            role = "agent"  # "a meeting of the council"
        is_doer = role == "agent" or (role == "instrument" and word in frame.slots.get("subj", ()))
        is_deed = any(self._ontology.is_a(frame.kind, above) for above in _OF_FORCES)
        is_force = kind == "Weapon" or (kind == "Thing" and frame.kind != "Aid")
        if is_doer and is_force and is_deed and (owner := self._metonymy.owner_of(word)) is not None:
            yield Filler("agent", owner[0], thing=owner[1])
        is_weapon = kind == "Weapon" and frame.kind != "Sanction"  # "an arms embargo"
        is_flown = frame.kind == "AirStrike"  # "remotely piloted aircraft struck"
        is_tool = kind == "Thing" and (is_flown or word in self._means or self._weapons.is_used(word, frame))
        if role == "agent" and (is_weapon or is_tool):
            yield from self._checked(frame, "instrument", word, thing)
            return
        if role == "target" and self._harmed.is_means(frame, word, kind):
            role = "instrument"
        is_means = role == "instrument" and self._ontology.is_a(frame.kind, "ViolentEvent")
        if (role == "agent" or is_means) and kind == "Thing" and not self._may_act(thing):
            return
        if role == "agent" and frame.kind in HARM and (self._tree.lemma(word) in _VEHICLES or self._is_wrecked(frame)):
            return  # "a bus was passing, killing two"
        if role == "target" and kind in PLACES and self.assaults.is_where(frame, word):
            yield from self._checked(frame, "place", word, thing)
            return
        if is_modifier and kind in PLACES and role in ("agent", "counterpart"):
            yield from self._checked(frame, "place", word, thing)
            return
        yield from self._checked(frame, role, word, thing)

    def _may_act(self, thing: Thing) -> bool:
        """Whether a thing of unknown class can act or serve to act: a name, or a noun that only the gazetteer knows."""
        lemmas = {self._tree.lemma(mention.core) for mention in thing.mentions if mention.form == "description"}
        if any(self._lexicon.find_senses(lemma, "n") for lemma in lemmas):
            return False
        is_known = any(self._gazetteer.find_noun(lemma) is not None for lemma in lemmas)
        return is_known or any(mention.form == "name" for mention in thing.mentions)

    def _checked(self, frame: Frame, role: str, word: int, thing: Thing) -> Iterator[Filler]:
        if role == "target" and not self._harmed.can_suffer(frame, word, thing):
            return
        if role in ("origin", "destination") and thing.kind not in PLACES:
            yield from self._whereabouts(role, word)
        if self._ontology.allows(frame.kind, role, thing.kind or "Thing"):
            yield Filler(role, word, thing=thing)

    def _whereabouts(self, role: str, word: int) -> Iterator[Filler]:
        """Where the body is that someone is sent to or leaves: "joined the mission in Mali"."""
        for child in self._tree.children(word, "nmod"):
            place = self._things.at(child)
            if self._tree.preposition(child) in ("in", "at") and place is not None and place.kind in PLACES:
                yield Filler(role, child, thing=place)

    def _addressees(self, frame: Frame) -> Iterator[Filler]:
        """Whom words concern, by what they are about; whose thing a thing is counts, not whose member a person is."""
        told = {*(word for _, word in frame.roles), *find_subjects(frame, self._tree, self._slots)}
        for role, word in find_addressees(frame, self._tree, self._slots):
            above = (self._tree.head(self._tree.first_conjunct(word)), *self._tree.ancestors(word))
            holder = next((noun for noun in above if noun in told), None)
            thing = self._things.at(holder) if holder is not None and holder in told else None
            is_owner = thing is not None and (thing.kind in ACTORS or thing.kind in PLACES)
            is_deed = holder in told and holder in self._frame_at and frame.kind not in _OF_DEEDS
            if not is_owner and not is_deed:
                yield from (self._concerned(filler) for filler in self._fill(frame, role, word))

    def _concerned(self, filler: Filler) -> Filler:
        """FILLER, or the government whose nation's thing it is: who bans Chadian wine turns against Chad."""
        if filler.thing is not None and filler.thing.kind in (None, "Thing"):
            nation = next(find_nations(self._tree, self._gazetteer, filler.word), None)
            if nation is not None:
                return Filler(filler.role, nation[1], thing=self._metonymy.government_of(*nation))
        return filler

    # Roles that any event may have

    def _predicated(self, frame: Frame) -> Iterator[Filler]:
        """What is said to be the target or victim of an event: "the deaths are nine soldiers and a nurse"."""
        tree = self._tree
        first = tree.first_conjunct(frame.head)
        noun = tree.head(first)
        is_open = frame.kind in HARM and all(role != "target" for role, _ in frame.roles)
        if frame.pos == "n" and (is_open or frame.is_given):  # "the confirmed deaths are nine soldiers"
            for word in self._identifier.predicated_of(frame.head):
                thing = self._things.at(word)
                if thing is not None and thing.kind in ACTORS:
                    yield from self._fill(frame, "agent" if frame.is_given else "target", word)  # "his killers were"
        if frame.pos != "n" or noun is None or tree.preposition(first) != "of" or tree.lemma(noun) not in _SUFFERING:
            return
        if tree.children(noun, "cop"):
            for subject in tree.children(noun, "nsubj"):
                for word in tree.conjuncts(subject):
                    yield from self._fill(frame, "target", word)
        for word in self._identifier.predicated_of(noun):  # "the targets of the raids were two camps"
            yield from self._fill(frame, "target", word)

    def _is_no_party(self, thing: Thing) -> bool:
        """Whether THING is none of those that one can deal with: "with the help of Chad", "with a large majority"."""
        is_party = any(self._tree.lemma(mention.core) in _DEALT_WITH for mention in thing.mentions)
        return thing.kind in (None, "Thing") and not thing.named and not is_party

    # Clashes

    def _without_clashes(self, frame: Frame, fillers: tuple[Filler, ...]) -> tuple[Filler, ...]:
        """FILLERS without those that another reading of the same words excludes."""
        topics = {f.frame.head for f in fillers if f.role == "topic" and f.frame is not None}
        told = {word for role, word in frame.roles if role == "target"}
        is_hit = self._ontology.is_a(frame.kind, "Bombing")  # where a bomb explodes is a place as well
        targets = {f.thing.number for f in fillers if f.role == "target" and f.thing and (f.word in told or not is_hit)}
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
            if filler.role == "counterpart" and filler.thing is not None and self._is_no_party(filler.thing):
                continue
            kept.append(filler)
        return tuple(kept)
