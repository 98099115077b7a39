"""What holds between the events of a sentence: causes, wholes and parts, and whose act another event is.

Any event may have them, whatever its class; they are told by clauses and prepositions, not by the trigger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kg.extract.explosives import is_new_bomb
from kg.extract.frames import Frame
from kg.extract.kinds import HARM, HELD
from kg.extract.parthood import find_counted, find_planting, find_wholes, find_wounding
from kg.extract.phases import PHASES, is_numbered_phase
from kg.extract.slots import SlotFinder
from kg.extract.things import Thing
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.ontology import Ontology

_SUCH_AS: Final = frozenset({"such as", "including", "like", "such"})
_OCCASIONS: Final = frozenset({"when", "after"})
_RESULTS: Final = frozenset({"consequence", "result"})
_MEANS: Final = frozenset({"with", "by", "through", "via"})
_WITHIN: Final = frozenset({"during", "in", "at", "amid", "as part of", "in the course of"})
_LOOSE: Final = frozenset({"in", "at", "on"})
_CRACKDOWNS: Final = find_words("crackdowns")
_STRETCHES: Final = find_words("stretches")
_LASTING: Final = ("Conflict", "Clash", "Violence", "Riot", "Deployment", "ProtestEvent", "Election", "Siege")
_GATHERINGS: Final = HELD | {"Opening", "ProtestEvent", "SymbolicAct"}
_TELLING: Final = ("Statement", "Pledge", "AgreementEvent", "Demand", "Threat")
_PHYSICAL: Final = ("ViolentEvent", "CoerciveEvent", "Death", "Displacement", "Rescue", "Surrender")
_ANNOUNCING: Final = frozenset({"Statement", "Pledge", "Threat"})
_ANY: Final = ("Violence", "Attack")
"""Classes of events of which a violent event of any class may be an example."""
SERIES: Final = find_words("series")
_COMING: Final = frozenset({"come", "happen", "occur", "erupt"})
_UPHOLDING: Final = find_words("upholding")
ASPECTS: Final = find_words("aspects")
_CONTENTS: Final = find_words("contents")


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: a thing or the event of a frame; WORD heads the words that say so.

    COUNT is how many are told where this is the first of those who are named one by one.
    """

    role: str
    word: int
    thing: Thing | None = None
    frame: Frame | None = None
    count: int | None = None

    @property
    def number(self) -> int:
        """The number of the thing; those of events count down from -1."""
        if self.thing is not None:
            return self.thing.number
        if self.frame is not None:
            return -1 - self.frame.head
        raise ValueError("a filler is a thing or an event")


class EventLinks:
    """Answers for the frames of one parse what they have to do with each other."""

    def __init__(
        self, tree: Tree, frames: Collection[Frame], slots: SlotFinder,
        *, ontology: Ontology, lexicon: Lexicon, gazetteer: Gazetteer,
    ) -> None:  # fmt: skip
        self._tree = tree
        self._slots = slots
        self._ontology = ontology
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._frame_at = {i: frame for frame in frames for i in frame.words}
        self._served = {frame.helper: frame for frame in frames if frame.helper is not None}
        self._in_sentence: defaultdict[int, list[Frame]] = defaultdict(list)
        for frame in frames:
            self._in_sentence[tree.sentence(frame.head).index].append(frame)

    def find(self, frame: Frame) -> Iterator[Filler]:
        """The events that are the whole of FRAME's."""
        yield from self._parts(frame)

    def told_at(self, word: int) -> Frame | None:
        """The event that WORD itself evokes, or whose noun it serves: "carried out" that of "carried out the raid"."""
        return self._frame_at.get(word) or self._served.get(word)

    def is_evoking(self, word: int) -> bool:
        """Whether WORD is one of those that evoke an event."""
        return word in self._frame_at

    def is_phase(self, word: int) -> bool:
        """Whether noun WORD tells a phase of the event that it is of: "the start of the talks"."""
        return self._tree.lemma(word) in PHASES and not self._tree.is_verb(word)

    def is_content(self, word: int) -> bool:
        """Whether noun WORD only says that a clause with "that" follows: "the news that the rebels left"."""
        clauses = self._tree.children(word, "acl") if self._tree.lemma(word) in _CONTENTS else ()
        return any("that" in self._tree.markers(c) for c in clauses)

    def is_aspect(self, word: int) -> bool:
        """Whether noun WORD says what of an event is spoken of: "the scale of the attack"."""
        return self._tree.lemma(word) in ASPECTS and not self._tree.is_verb(word)

    def is_attempt(self, frame: Frame, word: int) -> bool:
        """Whether noun WORD is but the try or plan to do what FRAME prevents: "foiled an attempt to kidnap her"."""
        if frame.kind != "Cancellation":
            return False
        is_planned = self._lexicon.find_embedder(self._tree.lemma(word), "n") is not None
        return is_planned and any("to" in self._tree.markers(c) for c in self._tree.children(word, "acl"))

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
        lemma = self._tree.lemma(word)
        entry = self._lexicon.find_embedder(lemma, "v")
        ends = lemma in self._lexicon.ending or (entry is not None and entry.effect == "negated")
        return self._tree.is_verb(word) and ends

    def _next_below(self, word: int) -> int | None:
        tree = self._tree
        lemma = tree.lemma(word)
        if tree.is_verb(word):
            passes = self._lexicon.is_aspectual(lemma) or lemma in _UPHOLDING
            passes = passes or self._lexicon.find_embedder(lemma, "v") is not None
            labels: tuple[str, ...] = ("xcomp", "ccomp", "obj")
        else:
            passes = self._lexicon.find_embedder(lemma, "n") is not None or lemma in SERIES
            passes = passes or self._gazetteer.is_neutral_noun(lemma) or lemma in PHASES | ASPECTS | _CONTENTS
            labels = ("acl", "nmod")
        below = tree.children(word, *labels) if passes else ()
        if tree.is_verb(word):  # "to encourage them to join": the clause, not its subject
            below = tuple(sorted(below, key=lambda c: (tree.is_label(c, "obj"), c)))
        return next((c for c in below if not tree.tokens[c].dep.startswith(("acl:relcl", "nmod:poss"))), None)

    def clause_heads(self, frame: Frame) -> tuple[int, ...]:
        """The verbs whose adverbials speak of the event: its own, and the light verb that serves it."""
        return (frame.head,) if frame.helper is None else (frame.head, frame.helper)

    def event_filler(self, role: str, word: int) -> Iterator[Filler]:
        """The event at WORD, if any, as the filler of ROLE."""
        event = self.event_at(word)
        if event is not None:
            yield Filler(role, word, frame=event)
            if event.head not in (word, *self._tree.ancestors(word)) and event.pos == "n":
                others = self._tree.conjuncts(event.head)  # "to enable the capture of A and the defeat of B"
                yield from (Filler(role, word, frame=self._frame_at[o]) for o in others[1:] if o in self._frame_at)

    def _parts(self, frame: Frame) -> Iterator[Filler]:
        """The larger event: that which "such as" gives this one as an example of, or the series it is the latest in."""
        tree = self._tree
        whole = self.example_of(frame) or self.means_of(frame) or self.setting_of(frame) or self.assault_of(frame)
        if whole is not None:
            yield Filler("partOf", whole.head, frame=whole)
        for head in self.clause_heads(frame):
            for word in find_wholes(tree, head):
                if word in self._frame_at:
                    yield Filler("partOf", word, frame=self._frame_at[word])
        predicate = tree.head(frame.head) if tree.is_label(frame.head, "nsubj") else None
        is_predicate = predicate is not None and tree.children(predicate, "cop")
        for child in (
            *tree.children(frame.head, "appos"),
            *((predicate,) if is_predicate and predicate is not None else ()),
        ):
            for word in sorted(tree.subtree(child)):
                if tree.lemma(word) in SERIES:
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
        wholes = [f for f in before if self._ontology.is_a(frame.kind, "ViolentEvent" if f.kind in _ANY else f.kind)]
        return wholes[-1] if wholes else None

    def _phased(self, frame: Frame) -> Frame | None:
        """The event that FRAME is a phase of, or the phase that is told of it."""
        if is_numbered_phase(self._tree, frame.head):
            return next((self.event_at(word) for role, word in frame.roles if role == "partOf"), None)
        head = self._tree.head(frame.head)
        return self._frame_at.get(head) if head is not None and is_numbered_phase(self._tree, head) else None

    def means_of(self, frame: Frame) -> Frame | None:
        """The event that FRAME is told as the means of: "an offensive with air strikes", "help by sending arms"."""
        tree = self._tree
        first = tree.first_conjunct(frame.head)
        if frame.helper is not None and tree.head(first) == frame.helper:
            first = tree.first_conjunct(frame.helper)
        lead = set(tree.markers(first)) | {tree.preposition(first) or ""}
        head = tree.head(first)
        if head is None or not lead & _MEANS:
            return None
        whole = self.told_at(head)
        if "with" in lead and not (whole is not None and all(self._is_violent(f) for f in (frame, whole))):
            return None
        if "by" in lead and tree.is_passive(head) and tree.is_nominal(first) and getattr(whole, "kind", "") != "Aid":
            return None  # "the town was ruined by shelling"
        is_kin = whole is not None and (
            self._ontology.quad_class(whole.kind) == self._ontology.quad_class(frame.kind)
            or (whole.kind == "Aid" and self._is_violent(frame))  # "helps the army through air strikes"
        )
        return whole if is_kin and whole is not frame else None

    def setting_of(self, frame: Frame) -> Frame | None:
        """The lasting event or gathering in whose course FRAME happens: "killed during the siege"."""
        tree = self._tree
        verb = tree.head(frame.head) if tree.is_label(frame.head, "nsubj") else None
        came = (verb,) if verb is not None and tree.lemma(verb) in _COMING and verb not in self._frame_at else ()
        for head in (*self.clause_heads(frame), *came):
            for preposition, whole in self._settings(head):
                is_loose = preposition in _LOOSE
                if whole is frame or (self._is_violent(frame) and self._is_any(whole, HELD)):
                    continue  # a raid during the talks is no part of them
                if head == frame.helper and self.is_evoking(head) and self._is_any(whole, HELD):
                    continue  # "announced the withdrawal at a news conference"
                if self._is_any(whole, _GATHERINGS):
                    return whole
                if self._is_lasting(whole) and (not is_loose or self._is_any(frame, _PHYSICAL)):
                    return whole
        return None

    def _is_lasting(self, whole: Frame) -> bool:
        """Whether other events may happen in the course of WHOLE: a war, a crackdown, "the operation"."""
        is_broad = whole.kind == "CoerciveEvent" or whole.is_anaphor
        return self._is_any(whole, _LASTING) or (is_broad and self._tree.lemma(whole.head) in _CRACKDOWNS)

    def _settings(self, head: int) -> Iterator[tuple[str, Frame]]:
        """The events in which HEAD is said to be, each with its preposition: "on the third day of the siege"."""
        tree = self._tree
        objects = (c for c in tree.children(head, "obj") if tree.is_verb(head) and self.is_evoking(head))
        for child in (*tree.children(head, "obl", "nmod"), *(c for o in objects for c in self._held(o))):
            preposition = tree.preposition(child) or ""
            if child in self._held(head):
                continue
            inner = tree.children(child, "nmod") if preposition in _LOOSE and tree.lemma(child) in _STRETCHES else ()
            for word in (child, *(c for c in inner if tree.preposition(c) == "of")):
                whole = self._frame_at.get(word)
                if whole is not None and whole.pos == "n" and (preposition in _WITHIN or word != child):
                    yield preposition, whole
        for child in tree.children(head, "advcl"):  # "captured during fighting near the airport"
            whole = self._frame_at.get(child)
            if whole is not None and "during" in tree.markers(child) and not tree.children(child, "nsubj", "obj"):
                yield "during", whole

    def _held(self, noun: int) -> Iterator[int]:
        """Gatherings after noun NOUN at which its verb tells it: "announced the withdrawal at a news conference"."""
        tree = self._tree
        verb = tree.head(noun) if tree.is_label(noun, "obj") else None
        telling = self._frame_at.get(verb) if verb is not None else None
        if telling is not None and self._is_any(telling, _TELLING):
            at = (c for c in tree.children(noun, "nmod") if tree.preposition(c) in ("at", "during"))
            yield from (c for c in at if c in self._frame_at and self._is_any(self._frame_at[c], HELD))

    def assault_of(self, frame: Frame) -> Frame | None:
        """The attack that did the harm: "a bomb exploded, killing ten", "killed when gunmen opened fire"."""
        tree = self._tree
        if frame.kind not in HARM:
            return None
        words = (*find_wounding(tree, frame.head), *find_counted(tree, frame.head))
        events = (self._frame_at[word] for word in words if word in self._frame_at)
        whole = next((event for event in events if self._is_any(event, ("Attack", "Clash"))), None)
        if whole is not None:
            return whole
        for head in self.clause_heads(frame):
            above = self._above_participle(head)
            whole = self.told_at(above) if above is not None else None
            if whole is not None and self._ontology.is_a(whole.kind, "Attack"):
                return whole
            told = [c for c in tree.children(head, "advcl") if set(tree.markers(c)) & _OCCASIONS or self._is_when(c)]
            if not told and tree.is_verb(head):  # "one was killed and two were hurt when a bomb exploded"
                others = [
                    c for c in tree.conjuncts(head) if c > head and (f := self._frame_at.get(c)) and f.kind in HARM
                ]
                told = [c for other in others for c in tree.children(other, "advcl") if self._is_when(c)]
            results = [c for c in tree.children(head, "obl", "nmod") if tree.lemma(c) in _RESULTS]
            told += [inner for c in results for inner in tree.children(c, "nmod") if tree.preposition(inner) == "of"]
            for word in told:
                whole = self.event_at(word)
                if whole is not None and whole is not frame and self._ontology.is_a(whole.kind, "Attack"):
                    return whole
        return None

    def _above_participle(self, verb: int) -> int | None:
        """The finite verb that participle VERB goes along with: "stormed it, killing two and wounding five"."""
        tree = self._tree
        while tree.tokens[verb].xpos == "VBG" and not tree.markers(verb) and not tree.children(verb, "aux", "case"):
            above = tree.head(verb)
            if above is None or not tree.is_label(verb, "advcl", "acl", "xcomp", "conj"):
                return None
            if not tree.is_label(verb, "conj") or tree.tokens[above].xpos != "VBG":
                return above
            verb = above
        return None

    def _is_when(self, verb: int) -> bool:
        return any(self._tree.lower(c) == "when" for c in self._tree.children(verb, "advmod"))

    def _is_any(self, frame: Frame, kinds: Iterable[str]) -> bool:
        return any(self._ontology.is_a(frame.kind, kind) for kind in kinds)

    def _is_violent(self, frame: Frame) -> bool:
        return self._ontology.is_a(frame.kind, "ViolentEvent")

    def actor_of(self, frame: Frame) -> Frame | None:
        """The event whose agents are those of FRAME too, if its own words name none.

        The whole of a part or example, and what announces, promises or threatens it ("announced a withdrawal").
        """
        whole = self.example_of(frame) or self.means_of(frame) or self.assault_of(frame) or self._phased(frame)
        whole = whole or find_planting(self._tree, frame, self._frame_at, self._ontology)
        if whole is not None:
            return whole
        first = self._tree.first_conjunct(frame.head)
        if frame.pos == "v" and first != frame.head and (one := self._frame_at.get(first)) is not None:
            is_apart = self._tree.is_passive(frame.head) and not self._tree.is_passive(first)  # "left and were shot"
            is_outcome = bool(self._tree.children(frame.head, "nsubj")) and self._is_any(one, ("ViolentEvent",))
            return one if (not is_apart or is_outcome) and not is_new_bomb(self._tree, frame.head, one.kind) else None
        head = self._tree.head(first)
        if frame.kind == "Aid" and self._tree.lower(frame.first) == "in" and head is not None:
            return self.told_at(head)  # "struck in support of the army"
        above = self._frame_at.get(head) if head is not None and frame.pos == "n" else None
        if above is not None and above.kind in _ANNOUNCING and ("topic", frame.head) in above.roles:
            is_own = above.kind != "Statement" or frame.head in above.slots.get("obj", ())
            is_warned = frame.head in above.slots.get("against", ())
            return above if is_own and not is_warned else None  # who warns "of" or "against attacks" does not attack
        return None
