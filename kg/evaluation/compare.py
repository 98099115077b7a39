"""Two annotations of one article side by side: which events are the same, which facts are right, missed, spurious.

Events are paired one to one by the anchors that they share, then by class. A role is right where its event is paired
and the fillers can be one thing: one name's words contain the other's, or the events are paired. A fact is an event
with its class, a role or a relation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeVar

from kg.evaluation.annotation import (
    AUTHOR,
    DATES,
    ROLES,
    SYMMETRIC,
    VALUES,
    Annotation,
    EventNote,
    Fact,
    Span,
    content_words,
    do_overlap,
    may_name_one,
)  # fmt: skip
from kg.evaluation.figures import Tally
from kg.ontology import load_ontology

T = TypeVar("T")
Verdict = Literal["missed", "spurious", "wrong"]
Sort = Literal["event", "role", "relation", "entity"]
FACTS: Final = ("type", "roles", "relations")
"""The rows that the row `facts` sums up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference: what people found and the graph lacks, what it has besides, or what it says otherwise."""

    verdict: Verdict
    part: str
    span: Span | None
    gold: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A fact of the graph, or the class of an entity, with its confidence and whether it is right."""

    sort: Sort
    fact: Fact
    confidence: float
    is_right: bool


@dataclass(slots=True, kw_only=True)
class Comparison:
    """The counts by row, the differences, and each fact that has a confidence, with whether it is right."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    findings: list[Finding] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)


def compare(gold: Annotation, found: Annotation) -> Comparison:
    """Compare FOUND, which a graph says, with GOLD, which people found."""
    return _Comparer(gold, found).run()


class _Comparer:
    def __init__(self, gold: Annotation, found: Annotation) -> None:
        self._gold = gold
        self._found = found
        self._pairs = _pair_events(gold, found)
        self._gold_of = {theirs: ours for ours, theirs in self._pairs.items()}
        self._result = Comparison()
        self._right: set[Fact] = set()
        self._known: dict[str, bool] = {}

    def run(self) -> Comparison:
        self._compare_events()
        for role in ROLES:
            self._compare_role(role)
        for name in VALUES:
            self._compare_value(name)
        self._compare_relations()
        self._compare_kinds()
        for row in FACTS:
            self._result.tallies["facts"].add(self._result.tallies[row])
        self._result.judged = list(self._judge())
        return self._result

    def _count(self, row: str, right: int, gold: int, found: int) -> None:
        self._result.tallies[row].add(Tally(right=right, gold=gold, found=found))

    def _note(self, verdict: Verdict, part: str, span: Span | None, *, gold: str = "", found: str = "") -> None:
        self._result.findings.append(Finding(verdict=verdict, part=part, span=span, gold=gold, found=found))

    # Events

    def _compare_events(self) -> None:
        ours, theirs = self._gold.events, self._found.events
        kinds = [(ours[one].kind, theirs[other].kind) for one, other in self._pairs.items()]
        for row, right in (
            ("event", len(kinds)),
            ("type", sum(one == other for one, other in kinds)),
            ("supertype", sum(_share_class(one, other) for one, other in kinds)),
        ):
            self._count(row, right, len(ours), len(theirs))
        for key, event in ours.items():
            other = theirs.get(self._pairs.get(key, ""))
            if other is None:
                self._note("missed", "event", _first(event), gold=event.kind)
            elif other.kind != event.kind:
                self._note("wrong", "type", _first(other), gold=event.kind, found=other.kind)
            else:
                self._right.add((other.key, "a", other.kind))
        for key, event in theirs.items():
            if key not in self._gold_of:
                self._note("spurious", "event", _first(event), found=event.kind)

    # Roles

    def _compare_role(self, role: str) -> None:
        ours, theirs = _fillers(self._gold, role), _fillers(self._found, role)
        pairs, missed, extra = _match(ours, theirs, self._is_same_role)
        self._right.update(other for _, other in pairs)
        for row in (f"role:{role}", "roles"):
            self._count(row, len(pairs), len(ours), len(theirs))
        for key, name, filler in missed:
            self._note("missed", name, _first(self._gold.events[key]), gold=self._gold_name(filler))
        for fact in extra:
            event = self._found.events[fact[0]]
            self._note("spurious", fact[1], _first(event), found=self._found_name(fact[2]))

    def _is_same_role(self, ours: Fact, theirs: Fact) -> bool:
        return self._pairs.get(ours[0]) == theirs[0] and self._is_same(ours[2], theirs[2])

    def _is_same(self, ours: str, theirs: str) -> bool:
        """Whether a filler that people named and one of the graph can be one thing or event."""
        event = self._gold.events.get(ours)
        if event is not None:
            other = self._found.events.get(theirs)
            return other is not None and (self._pairs.get(ours) == theirs or _count_shared(event, other) > 0)
        names = self._found.names.get(theirs, ())
        return any(may_name_one(one, other) for one in self._gold.names[ours] for other in names)

    # Values

    def _compare_value(self, name: str) -> None:
        for key, event in self._gold.events.items():
            other = self._found.events.get(self._pairs.get(key, ""))
            if name not in event.values or other is None:
                continue
            told = other.values.get(name, ())
            is_right = any(self._is_same_value(name, want, got) for want in event.values[name] for got in told[:1])
            self._count(f"value:{name}", int(is_right), 1, int(bool(told)))
            if not is_right:
                is_source = name == "source"
                want = " or ".join(self._gold_name(value) if is_source else value for value in event.values[name])
                got = " or ".join(self._found_name(value) if is_source else value for value in told)
                self._note("wrong" if told else "missed", name, _first(other), gold=want, found=got)

    def _is_same_value(self, name: str, want: str, got: str) -> bool:
        if name == "source":
            return AUTHOR in got.casefold() if want == AUTHOR else self._is_same(want, got)
        return got.startswith(want) if name in DATES else got == want

    # Relations and entities

    def _compare_relations(self) -> None:
        ours, theirs = sorted(self._gold.relations), sorted(self._found.relations)
        pairs, missed, extra = _match(ours, theirs, self._is_same_relation)
        self._right.update(other for _, other in pairs)
        self._count("relations", len(pairs), len(ours), len(theirs))
        for left, name, right in missed:
            told = f"{self._gold_name(left)} {name} {self._gold_name(right)}"
            self._note("missed", "relation", None, gold=told)
        for fact in extra:
            told = f"{self._found_name(fact[0])} {fact[1]} {self._found_name(fact[2])}"
            self._note("spurious", "relation", self._found.where.get(fact), found=told)

    def _is_same_relation(self, ours: Fact, theirs: Fact) -> bool:
        if ours[1] != theirs[1]:
            return False
        ways = [(theirs[0], theirs[2]), (theirs[2], theirs[0])][: 2 if ours[1] in SYMMETRIC else 1]
        return any(self._is_same(ours[0], left) and self._is_same(ours[2], right) for left, right in ways)

    def _compare_kinds(self) -> None:
        """The classes of entities that have a name in common, word for word."""
        by_words: dict[frozenset[str], set[str]] = defaultdict(set)
        for key, names in self._found.names.items():
            for name in names:
                by_words[content_words(name)].add(key)
        for key, names in self._gold.names.items():
            others = set().union(*(by_words.get(content_words(name), set()) for name in names))
            same = {other for other in others if self._found.kinds[other] == self._gold.kinds[key]}
            right = len(same)
            self._known.update({other: other in same or self._known.get(other, False) for other in others})
            self._count("entity type", right, len(others), len(others))

    # For people and for calibration

    def _gold_name(self, key: str) -> str:
        if key in self._gold.events:
            return f"{self._gold.events[key].kind} ({key})"
        return next(iter(self._gold.names.get(key, ())), key)

    def _found_name(self, key: str) -> str:
        if key in self._found.events:
            return f"{self._found.events[key].kind} (event/{key.rpartition('/')[2]})"
        return next(iter(self._found.names.get(key, ())), key.rpartition("#")[2] or key)

    def _judge(self) -> Iterator[Judged]:
        for sort, fact, is_right in self._verdicts():
            sure = self._found.confidence.get(fact)
            if sure is not None:
                yield Judged(sort=sort, fact=fact, confidence=sure, is_right=is_right)

    def _verdicts(self) -> Iterator[tuple[Sort, Fact, bool]]:
        """All that the graph says; of entities, only those that people named, for the others have no known class."""
        for key, event in self._found.events.items():
            facts: list[tuple[Sort, Fact]] = [("event", (key, "a", event.kind))]
            facts += [("role", (key, role, filler)) for role, filler in event.roles]
            yield from ((sort, fact, fact in self._right) for sort, fact in facts)
        yield from (("relation", fact, fact in self._right) for fact in sorted(self._found.relations))
        yield from (("entity", (key, "a", self._found.kinds[key]), known) for key, known in self._known.items())


def _first(event: EventNote) -> Span | None:
    return min(event.anchors, default=None)


def _pair_events(gold: Annotation, found: Annotation) -> dict[str, str]:
    """Pair events one to one: those that share most anchors first, then those of one class, then of near classes."""
    candidates = []
    for ours in gold.events.values():
        for theirs in found.events.values():
            shared = _count_shared(ours, theirs)
            if shared:
                ontology = load_ontology()
                kin = len(ontology.ancestors(ours.kind) & ontology.ancestors(theirs.kind))
                candidates.append((-shared, ours.kind != theirs.kind, -kin, ours.key, theirs.key))
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for *_, one, other in sorted(candidates):
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


def _count_shared(ours: EventNote, theirs: EventNote) -> int:
    return sum(any(do_overlap(one, other) for other in theirs.anchors) for one in ours.anchors)


def _share_class(one: str, other: str) -> bool:
    ontology = load_ontology()
    return bool((ontology.ancestors(one) & ontology.ancestors(other)) - {"Event"})


def _fillers(side: Annotation, role: str) -> list[Fact]:
    """The fillers of ROLE in all events; both sides of an event that has no initiator are agents."""
    found = []
    for key, event in side.events.items():
        is_mutual = load_ontology().is_mutual(event.kind)
        for name, filler in event.roles:
            counted = "agent" if is_mutual and name == "counterpart" else name
            if counted == role:
                found.append((key, name, filler))
    return found


def _match(
    gold: Sequence[T], found: Sequence[T], is_same: Callable[[T, T], bool]
) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """As many pairs of GOLD and FOUND, one to one, as there can be; then what is left of both.

    The number does not depend on the order, by augmenting paths (H. W. Kuhn, The Hungarian method, 1955).
    """
    options = [[j for j, other in enumerate(found) if is_same(item, other)] for item in gold]
    taken_by: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in options[i]:
            if j not in tried:
                tried.add(j)
                if j not in taken_by or place(taken_by[j], tried):
                    taken_by[j] = i
                    return True
        return False

    missed = [item for i, item in enumerate(gold) if not place(i, set())]
    pairs = [(gold[i], found[j]) for j, i in sorted(taken_by.items())]
    return pairs, missed, [other for j, other in enumerate(found) if j not in taken_by]
