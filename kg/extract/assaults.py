"""Roles that violent events have beyond what their words ask for: who answers for them, and what bombs hit.

"Those responsible for the raid" are its agents, and a bus under which a bomb explodes is its target, whatever the word
that evokes the event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kg.extract.culprits import find_culprits
from kg.extract.frames import Frame
from kg.extract.harmed import is_vehicle
from kg.extract.kinds import ACTORS
from kg.extract.links import Filler
from kg.extract.slots import SlotFinder
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.ontology import Ontology

_ANSWERABLE: Final = {"responsible": "for", "involved": "in", "guilty": "of"}
_PARTS_PLAYED: Final = find_words("parts_played")
_OWNED: Final = ("poss", "by", "of", "from")
_UNSURE: Final = find_words("unsure")
_DOUBTED: Final = find_words("doubting") | {"possible", "probable", "likely", "presumably", "probably", "no"}
_SUSPECTING: Final = frozenset({"doubt", "suspect", "suspicion"})
_CONTESTED: Final = frozenset({"Accusation", "Denial", "Rejection", "Sentencing"})
"""Classes of events that tell what others say someone did."""
_HIT: Final = (
    "in",
    "inside",
    "at",
    "under",
    "underneath",
    "beneath",
    "outside",
    "opposite",
    "on",
    "onto",
    "on board",
    "aboard",
    "beside",
    "next to",
    "near",
)
_HOUSED: Final = frozenset({"Organization", "Government", "SecurityForce"})
"""Bodies whose name or noun stands for their house as well: a bank, a ministry, the police."""
_PARTS: Final = find_words("parts_of_places")
_BLASTING: Final = frozenset({"bomb", "dynamite", "explosive", "explosives", "grenade"})
_HOUSES: Final = find_words("housed_bodies")
_GOING_OFF: Final = frozenset({"detonate", "explode", "go"})
_GROUNDS: Final = find_words("grounds")
_PLACES_AFTER_ON: Final = find_words("places_after_on")


class AssaultRoles:
    """Finds such fillers for the frames of one parse."""

    def __init__(
        self, tree: Tree, things: Things, slots: SlotFinder, frame_at: Mapping[int, Frame],
        *, ontology: Ontology, gazetteer: Gazetteer,
    ) -> None:  # fmt: skip
        self._tree = tree
        self._things = things
        self._slots = slots
        self._frame_at = frame_at
        self._ontology = ontology
        self._gazetteer = gazetteer
        self._claims: defaultdict[int, list[Frame]] = defaultdict(list)
        for claim in frame_at.values():
            if claim.kind == "ClaimOfResponsibility":
                for role, word in claim.roles:
                    if role == "topic" and word in frame_at and claim not in self._claims[frame_at[word].head]:
                        self._claims[frame_at[word].head].append(claim)

    def find_doers(self, frame: Frame) -> Iterator[Filler]:
        """Who is said to have had a part in a violent event: "those responsible for it", "he was involved in it"."""
        tree = self._tree
        is_violent = self._ontology.is_a(frame.kind, "ViolentEvent")
        if is_violent or frame.kind == "Death":
            yield from self._actors(self._handlers(frame))
        if frame.pos != "n" or not (is_violent or frame.kind == "Death"):
            return
        if is_violent and not any(role == "agent" for role, _ in frame.roles):
            yield from self._claimants(frame)
        first = tree.first_conjunct(frame.head)
        word = tree.head(first)
        above = tree.head(word) if word is not None and tree.preposition(word) in _OWNED else None
        part = above if above is not None and tree.lemma(above) in _PARTS_PLAYED else word
        if word is None or part is None:
            return
        preposition = tree.preposition(first)
        is_part = tree.lemma(part) in _PARTS_PLAYED and preposition in ("in", "for")
        is_answerable = preposition == _ANSWERABLE.get(tree.lower(word), "")
        if not (is_part or is_answerable) or self._is_contested(part):
            return
        if is_part:
            slots = self._slots.of_noun(part)
            yield from self._actors(owner for slot in _OWNED for owner in slots.get(slot, ()))
        if not is_answerable:
            return
        head = tree.head(word)
        subjects = [part for c in tree.children(word, "nsubj") for part in tree.conjuncts(c)]
        if tree.is_label(word, "amod", "acl") and head is not None and (head < word or not subjects):
            subjects = [head]
        yield from self._actors(subjects)

    def find_culprits(self, frame: Frame) -> Iterator[Filler]:
        """Who is said to be behind a violent event, its mastermind and the like."""
        if frame.pos == "n" and self._ontology.is_a(frame.kind, "ViolentEvent"):
            told = find_culprits(self._tree, frame.head)
            yield from self._actors(doer for word, doer in told if not self._is_contested(word))

    def has_own_doer(self, frame: Frame) -> bool:
        """Whether "by" tells who did what the second of two verbs tells: "held by police, and killed by inmates"."""
        by = self._tree.children(frame.head, "obl:agent") if self._tree.is_label(frame.head, "conj") else ()
        return any((thing := self._things.at(word)) is None or thing.kind != "Weapon" for word in by)

    def _handlers(self, frame: Frame) -> Iterator[int]:
        """At whose hands it happens: "died at the hands of the militia", "tortured at their hands"."""
        for word in frame.slots.get("at", ()):
            if self._tree.lower(word) == "hands":
                owners = self._slots.of_noun(word)
                yield from (*owners.get("of", ()), *owners.get("poss", ()))

    def _is_contested(self, word: int) -> bool:
        """Whether what WORD tells of a doer is denied, doubted or only what others say."""
        tree = self._tree
        above = tuple(tree.ancestors(word))
        if any((event := self._frame_at.get(i)) is not None and event.kind in _CONTESTED for i in above):
            return True
        if any(tree.lemma(i) in _SUSPECTING for i in above):
            return True
        modals = [c for c in tree.children(word, "aux") if tree.lemma(c) not in ("be", "have")]
        return bool(modals) or any(tree.lower(c) in _UNSURE | _DOUBTED for c in tree.children(word))

    def _claimants(self, frame: Frame) -> Iterator[Filler]:
        """Who claims to have done it, in the same sentence: "the bombing, for which X has claimed responsibility"."""
        for claim in self._claims.get(frame.head, ()):
            if not self._is_denied(claim):
                yield from self._actors(word for role, word in claim.roles if role == "agent")

    def _is_denied(self, frame: Frame) -> bool:
        tree = self._tree
        verbs = {frame.head, frame.helper if frame.helper is not None else frame.head}
        near = [c for verb in verbs for c in tree.children(verb)]
        near += [c for noun in near if tree.is_nominal(noun) for c in tree.children(noun, "det")]
        return any(tree.lower(c) in _UNSURE | {"any"} or tree.is_label(c, "mark") for c in near)

    def _actors(self, words: Iterable[int]) -> Iterator[Filler]:
        """WORDS that stand for someone who acts, as agents."""
        for word in words:
            thing = self._things.at(word)
            if thing is not None and thing.kind in ACTORS:
                yield Filler("agent", word, thing=thing)

    def find_hit(self, frame: Frame) -> Iterator[Filler]:
        """What a bomb is at, if no other words tell its target: "a bomb under a bus", "exploded outside a bank"."""
        if not self._is_blast(frame) or any(role == "target" and self._is_told(word) for role, word in frame.roles):
            return
        beside = (self._phrases_after(frame), *self._phrases_of_bomb(frame))
        for slot in _HIT:
            for told in (*frame.slots.get(slot, ()), *(word for slots in beside for word in slots.get(slot, ()))):
                whole = self._whole(told)
                for word in self._tree.nominal_conjuncts(whole) if whole != told else [whole]:
                    thing = self._things.at(word)
                    if self._is_ground(word, thing):
                        continue
                    is_body = thing is not None and thing.kind in _HOUSED and slot in ("at", "outside", "inside", "in")
                    is_body = is_body and (word != told or slot != "in" or self._is_house(word, thing))
                    if thing is not None and (
                        is_body or thing.kind == "Facility" or is_vehicle(self._tree, self._gazetteer, thing)
                    ):
                        yield Filler("target", word, thing=thing)

    def _is_told(self, word: int) -> bool:
        """Whether WORD stands for something, and not for a time: "took place at noon"."""
        return word in self._frame_at or self._things.at(word) is not None

    def _is_house(self, word: int, thing: Thing | None) -> bool:
        """Whether it is a body without a name that is in a house of its own: "bombs went off in two banks"."""
        return thing is not None and not thing.named and self._tree.lemma(word) in _HOUSES

    def _phrases_of_bomb(self, frame: Frame) -> Iterator[Mapping[str, tuple[int, ...]]]:
        """The phrases of the bomb that goes off, in no car of its own: "the bomb in the minister's car exploded"."""
        tree = self._tree
        is_verb = frame.pos == "v" and tree.lemma(frame.head) in _GOING_OFF
        for bomb in frame.slots.get("subj", ()) if is_verb else ():
            thing = self._things.at(bomb)
            slots = self._slots.of_noun(bomb) if thing is not None and thing.kind == "Weapon" else {}
            for slot, words in slots.items():
                owned = (w for w in words if not any(tree.lower(c) in ("a", "an") for c in tree.children(w, "det")))
                yield {slot: tuple(owned)}

    def _is_blast(self, frame: Frame) -> bool:
        """Whether something explodes: "a dynamite attack in front of the embassy" is a bombing in all but name."""
        with_what = (word for slot in ("mod", "with") for word in frame.slots.get(slot, ()))
        is_blast = frame.kind == "Attack" and any(self._tree.lemma(word) in _BLASTING for word in with_what)
        return is_blast or self._ontology.is_a(frame.kind, "Bombing")

    def _phrases_after(self, frame: Frame) -> Mapping[str, tuple[int, ...]]:
        """The phrase right after a noun that hangs from the noun's verb: "killed in the explosion at the bank"."""
        tree, noun = self._tree, frame.head
        verb = tree.head(noun)
        if frame.pos != "n" or verb is None or not tree.is_verb(verb) or not tree.is_label(noun, "obl"):
            return {}
        after = (c for c in tree.children(verb, "obl") if noun + 1 in tree.children(c, "case"))
        return {slot: (child,) for child in after if (slot := tree.preposition(child)) is not None}

    def is_where(self, frame: Frame, word: int) -> bool:
        """Whether a violent event is only told to happen on a road or the like: "explosions on the outskirts"."""
        lemma = self._tree.lemma(word)
        is_one = not self._tree.is_plural(word) or lemma.startswith("outskirt")
        is_on = word in frame.slots.get("on", ()) and frame.pos == "n"
        return is_on and is_one and lemma in _PLACES_AFTER_ON and self._ontology.is_a(frame.kind, "ViolentEvent")

    def _is_ground(self, word: int, thing: Thing | None) -> bool:
        """Whether it is open ground where things go by: "a street", "12th Avenue"."""
        ends = {m.label.rpartition(" ")[2].lower() for m in thing.mentions} if thing is not None else set()
        ends |= {end.removesuffix("s") for end in ends}
        return self._tree.lemma(word) in _GROUNDS or not ends.isdisjoint(_GROUNDS)

    def _whole(self, word: int) -> int:
        """What WORD is a side or part of: "in front of the bank", "at the entrance of the bank"."""
        if self._tree.lemma(word) not in _PARTS:
            return word
        below = [c for c in self._tree.children(word, "nmod") if c > word]
        return next((c for c in below if self._tree.preposition(c) in ("of", "to")), word)
