"""Events to rows of an event dataset: blocking, weighing, one-to-one assignment.

Rows within the window of days and kilometres, widened by the precision that each row tells, are candidates. What is
known of both is weighed as log-odds: how likely two reports of one event differ so much, against two of different
events. The assignment then gives each row to one event at most, so that the sum is greatest; a component of the graph
of candidates at a time, since few events compete for the same rows.
"""

from __future__ import annotations

import bisect
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from munkres import Munkres

from kg.errors import UsageError
from kg.link.decisions import Decision
from kg.link.eventmodel import NO_PLACE_KM, Occurrence
from kg.link.evidence import distance_km
from kg.link.model import Candidate, Entry, Evidence, Outcome, State, Subject
from kg.ontology import load_ontology

_BASE: Final = 0.0
_SAME_DAY: Final = 0.6
_PER_DAY: Final = 1.1
_PER_FIRST_DAY: Final = 0.2
_MOST_FIRST_DAYS: Final = 4
"""Within the slack, first days that differ still speak against a match, if weakly."""
_SPREAD_KM: Final = 9.0
"""How far apart two reports of one exact place usually are."""
_NEAR: Final = 1.2
_MOST_ACTORS: Final = 3.5
_LEAST_ACTORS: Final = 0.4
_ONE_SIDE: Final = 0.5
"""What one side in common counts, as a part of what both would."""
_NO_ACTOR: Final = -6.0
_DEATHS_SHARE: Final = 0.3
_DEATHS_FLOOR: Final = 0.4
"""Reports of deaths differ by some share of the number, and by a part of one death."""
_KIN: Final = 0.3
_NOT_KIN: Final = -2.0
_COUNTRY_ONLY: Final = -0.8
_CROWD_DAYS: Final = 15
_CROWD_WEIGHT: Final = 0.4
_LEAST_CROWD: Final = 0.15
_KEPT: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How far apart in days and kilometres an event and its row may be, and from which confidence on to link.

    It is widened by how far off each may be itself, unless it is nothing: then days and places count as they are told.
    """

    days: int = 2
    km: float = 50.0
    accept: float = 0.5
    review: float = 0.3

    def __post_init__(self) -> None:
        if self.days < 0 or self.km < 0 or not 0 < self.review <= self.accept <= 1:
            raise UsageError(
                f"a window of {self.days} days and {self.km} km with thresholds {self.accept} and {self.review}",
                hint="Days and kilometres are not below 0, thresholds lie between 0 and 1",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An event and a row that may be the same, by their places in the lists; `points` is the sum of evidence."""

    event: int
    row: int
    points: float
    evidence: tuple[Evidence, ...]


def match_events(
    events: Sequence[Occurrence],
    rows: Sequence[Occurrence],
    dataset: str,
    *,
    window: Window | None = None,
    decisions: Iterable[Decision] = (),
) -> list[Outcome]:
    """One outcome for each of EVENTS, in their order; runners-up are kept as further candidates.

    Where DECISIONS refuse a row, it is free for other events; where they give it to an event, no other gets it.
    """
    limits = window or Window()
    refused, given = _read_decisions(decisions, dataset)
    pairs = [pair for pair in find_pairs(events, rows, limits)
             if not any((key, rows[pair.row].iri) in refused for key in _keys(events[pair.event]))]  # fmt: skip
    chosen = assign(pair for pair in pairs if _is_open(events[pair.event], rows[pair.row], given))
    by_event: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_event[pair.event].append(pair)
    return [
        _to_outcome(event, by_event.get(number, []), chosen.get(number), rows, dataset, limits)
        for number, event in enumerate(events)
    ]


def _read_decisions(decisions: Iterable[Decision], dataset: str) -> tuple[set[tuple[str, str]], dict[str, str]]:
    """The pairs of an event and a row that people refused, and the rows that they gave to events."""
    known = [one for one in decisions if one.dataset in ("", dataset)]
    refused = {(one.at or one.thing, one.candidate) for one in known if one.answer == "n"}
    given = {one.at or one.thing: one.other or one.candidate for one in known if one.other or one.answer == "y"}
    return refused, given


def _keys(event: Occurrence) -> tuple[str, str]:
    """By what decisions call an event: the words that evoke it, and its IRI."""
    return event.at, event.iri


def _is_open(event: Occurrence, row: Occurrence, given: Mapping[str, str]) -> bool:
    """Whether people gave neither the event another row nor the row another event."""
    mine = next((given[key] for key in _keys(event) if key in given), None)
    return mine == row.iri if mine is not None else row.iri not in given.values()


def find_pairs(events: Sequence[Occurrence], rows: Sequence[Occurrence], window: Window) -> list[Pair]:
    """All pairs within the window, weighed; what a veto excludes is left out."""
    index = _DayIndex(rows)
    shares = _actor_shares(rows)
    pairs = []
    for number, event in enumerate(events):
        if event.days is None:
            continue
        around = [
            other
            for other in index.around(event, max(window.days, _CROWD_DAYS))
            if _is_near(event, rows[other], window) and _may_be_of(event, rows[other])
        ]
        near = [other for other in around if _is_then(event, rows[other], window)]
        crowd = len(around) * (2 * window.days + 1) / (2 * max(window.days, _CROWD_DAYS) + 1)
        for other in near:
            evidence = tuple(weigh(event, rows[other], window, shares=shares, crowd=crowd))
            points = sum(part.points for part in evidence) + _BASE
            pairs.append(Pair(event=number, row=other, points=points, evidence=evidence))
    return pairs


class _DayIndex:
    """Rows by their first day."""

    def __init__(self, rows: Sequence[Occurrence]) -> None:
        self._dated = sorted((row.days[0].toordinal(), number) for number, row in enumerate(rows) if row.days)
        self._starts = [day for day, _ in self._dated]
        self._rows = rows
        self._longest = max((_reach(row) for row in rows if row.days), default=0)

    def around(self, event: Occurrence, days: int) -> list[int]:
        """The rows no more than DAYS from EVENT, in the order of the file."""
        if event.days is None:
            return []
        low = event.days[0].toordinal() - event.day_slack - days - self._longest
        high = event.days[1].toordinal() + event.day_slack + days + self._longest
        found = self._dated[bisect.bisect_left(self._starts, low) : bisect.bisect_right(self._starts, high)]
        return sorted(number for _, number in found if days_apart(event, self._rows[number]) <= days)


def _actor_shares(rows: Sequence[Occurrence]) -> dict[str, float]:
    """The share of rows that each actor takes part in: the rarer what two events have in common, the more it tells."""
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        for actor in row.actors:
            counts[actor] += 1
    return {actor: number / len(rows) for actor, number in counts.items()}


def _reach(row: Occurrence) -> int:
    first, last = row.days or (date.min, date.min)
    return (last - first).days + row.day_slack


def days_apart(one: Occurrence, other: Occurrence) -> int:
    """The days between two events, nothing where they overlap within their slack."""
    return max(0, _gap(one, other) - one.day_slack - other.day_slack)


def _gap(one: Occurrence, other: Occurrence) -> int:
    """The days between two events as they are told."""
    if one.days is None or other.days is None:
        return 0
    return max((other.days[0] - one.days[1]).days, (one.days[0] - other.days[1]).days, 0)


def _is_then(event: Occurrence, row: Occurrence, window: Window) -> bool:
    return (days_apart(event, row) if window.days else _gap(event, row)) <= window.days


def km_apart(one: Occurrence, other: Occurrence) -> float | None:
    """The kilometres between two events, None where a place is not known."""
    return None if one.point is None or other.point is None else distance_km(one.point, other.point)


def _is_near(event: Occurrence, row: Occurrence, window: Window) -> bool:
    if event.countries and row.countries and not event.countries & row.countries:
        return False
    distance = km_apart(event, row)
    if distance is None:
        return bool(event.countries & row.countries)
    slack = min(event.km_slack + row.km_slack, NO_PLACE_KM) if window.km else 0.0
    return distance <= window.km + slack


def weigh(
    event: Occurrence, row: Occurrence, window: Window, *, shares: Mapping[str, float], crowd: float = 0.0
) -> list[Evidence]:
    """The evidence on whether EVENT is ROW; CROWD is how many other rows may be expected as near by chance."""
    parts = [_weigh_time(event, row), _weigh_place(event, row, window)]
    for found in (_weigh_actors(event, row, shares), _weigh_deaths(event, row), _weigh_kind(event, row)):
        if found is not None:
            parts.append(found)
    points = -_CROWD_WEIGHT * math.log(_LEAST_CROWD + crowd)
    parts.append(Evidence(part="crowd", points=round(points, 3), reason=f"{crowd:.1f} rows may be expected as near"))
    return parts


def _weigh_time(event: Occurrence, row: Occurrence) -> Evidence:
    gap = days_apart(event, row)
    slack = event.day_slack + row.day_slack
    apart = abs((event.days[0] - row.days[0]).days) if event.days and row.days else 0
    points = _SAME_DAY - _PER_DAY * gap - 0.25 * math.log1p(slack)
    points -= _PER_FIRST_DAY * min(_MOST_FIRST_DAYS, max(0, apart - gap))
    reason = f"{gap} days apart, {slack} days of slack, first days {apart} apart"
    return Evidence(part="time", points=round(points, 3), reason=reason)


def _weigh_place(event: Occurrence, row: Occurrence, window: Window) -> Evidence:
    distance = km_apart(event, row)
    if distance is None:
        return Evidence(part="place", points=_COUNTRY_ONLY, reason="no more than the country is known")
    spread = _SPREAD_KM + (event.km_slack + row.km_slack) / 2
    points = _NEAR - math.log(spread / _SPREAD_KM) - (distance / spread) ** 2 / 2
    floor = -3.0 if distance <= window.km + spread else -5.0
    return Evidence(part="place", points=round(max(points, floor), 3), reason=f"{distance:.0f} km apart")


def _may_be_of(event: Occurrence, row: Occurrence) -> bool:
    """Whether what is known of who took part lets the two be one."""
    found = _weigh_actors(event, row, {})
    return found is None or found.points > _NO_ACTOR


def _weigh_actors(event: Occurrence, row: Occurrence, shares: Mapping[str, float]) -> Evidence | None:
    """Who took part: ids where both have ids, names otherwise."""
    if not event.actors or not row.actors:
        return None
    mine, theirs = {a for a in event.actors if ":" in a}, {a for a in row.actors if ":" in a}
    if not (mine and theirs):
        mine, theirs = set(event.actors), set(row.actors)
    shared = mine & theirs
    sides = min(2, len(mine), len(theirs))
    if not shared:
        return Evidence(part="actors", points=_NO_ACTOR if sides > 1 else _NO_ACTOR / 2, reason="no actor in common")
    rarity = -math.log(min(shares.get(actor, 1.0) for actor in shared))
    points = min(_MOST_ACTORS, max(_LEAST_ACTORS, rarity))
    points *= 1.0 if len(shared) >= 2 or len(theirs) == 1 else _ONE_SIDE
    return Evidence(part="actors", points=round(points, 3), reason=f"both have {', '.join(sorted(shared))}")


def _weigh_deaths(event: Occurrence, row: Occurrence) -> Evidence | None:
    """How likely two reports of one number differ so much, against how often that number comes up."""
    if event.deaths is None or row.deaths is None:
        return None
    spread = _DEATHS_FLOOR + _DEATHS_SHARE * (event.deaths + row.deaths) / 2
    off = (event.deaths - row.deaths) / spread
    common = 0.38 / (row.deaths + 1) ** 1.5
    points = -(off**2) / 2 - math.log(spread * math.sqrt(2 * math.pi)) - math.log(common) - 1.0
    shown = f"{event.deaths} and {row.deaths} dead"
    return Evidence(part="deaths", points=round(max(-4.0, min(2.5, points)), 3), reason=shown)


def _weigh_kind(event: Occurrence, row: Occurrence) -> Evidence | None:
    if not event.kinds or not row.kinds:
        return None
    ontology = load_ontology()
    shown = f"{', '.join(sorted(event.kinds))} and {', '.join(sorted(row.kinds))}"
    if any(ontology.are_kin(one, other) for one in event.kinds for other in row.kinds):
        return Evidence(part="type", points=_KIN, reason=f"{shown} are akin")
    return Evidence(part="type", points=_NOT_KIN, reason=f"{shown} are not akin")


# ---------------------------------------------------------------- assignment


def assign(pairs: Iterable[Pair]) -> dict[int, Pair]:
    """The pairs, one for each event and one for each row at most, whose sum of points above nothing is greatest."""
    useful = [pair for pair in pairs if pair.points > 0]
    chosen: dict[int, Pair] = {}
    for component in _components(useful):
        chosen |= {pair.event: pair for pair in _solve(component)}
    return chosen


def _components(pairs: Sequence[Pair]) -> Iterable[list[Pair]]:
    """PAIRS divided into those that compete with one another, by union-find."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for pair in pairs:
        parent[find(("event", pair.event))] = find(("row", pair.row))
    groups: dict[tuple[str, int], list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[find(("event", pair.event))].append(pair)
    return groups.values()


def _solve(pairs: Sequence[Pair]) -> list[Pair]:
    """The best assignment of one component; leaving an event out costs nothing."""
    if len(pairs) == 1:
        return list(pairs)
    events = sorted({pair.event for pair in pairs})
    rows = sorted({pair.row for pair in pairs})
    size = max(len(events), len(rows))
    costs = [[0.0] * size for _ in range(size)]
    by_cell: dict[tuple[int, int], Pair] = {}
    for pair in pairs:
        cell = events.index(pair.event), rows.index(pair.row)
        costs[cell[0]][cell[1]] = -pair.points
        by_cell[cell] = pair
    return [by_cell[cell] for cell in map(tuple, Munkres().compute(costs)) if cell in by_cell]


# ---------------------------------------------------------------- outcomes


def _to_outcome(
    event: Occurrence,
    pairs: Sequence[Pair],
    chosen: Pair | None,
    rows: Sequence[Occurrence],
    dataset: str,
    limits: Window,
) -> Outcome:
    subject = to_subject(event)
    if event.days is None:
        return Outcome(subject=subject, dataset=dataset, state="untried", note="it has no date")
    if event.point is None and not event.countries:
        return Outcome(subject=subject, dataset=dataset, state="untried", note="it has no place")
    total = math.exp(0.0) + sum(math.exp(pair.points) for pair in pairs)
    ordered = sorted(pairs, key=lambda pair: (pair is not chosen, -pair.points, rows[pair.row].id))[:_KEPT]
    candidates = tuple(_to_candidate(pair, rows[pair.row], total) for pair in ordered)
    kept = tuple(one for one in candidates if one.confidence >= limits.review / 4)
    if chosen is None and kept and kept[0].confidence >= limits.accept:
        note = "its best row is that of another event; are the two one?"
        return Outcome(subject=subject, dataset=dataset, state="review", candidates=kept, note=note)
    if chosen is None or not kept or kept[0].confidence < limits.review:
        return Outcome(subject=subject, dataset=dataset, state="none", candidates=kept)
    state: State = "linked" if kept[0].confidence >= limits.accept else "review"
    note = ""
    if state == "linked" and (event.broad or rows[chosen.row].broad):
        state, note = "review", "an episode: the row or the event sums up many"
    return Outcome(subject=subject, dataset=dataset, state=state, candidates=kept, note=note)


def _to_candidate(pair: Pair, row: Occurrence, total: float) -> Candidate:
    entry = Entry(id=row.id, kind="", label=row.label, keys=(), iri=row.iri, point=row.point, begin=row.begin)
    return Candidate(
        entry=entry,
        relation="closeMatch" if row.broad else "exactMatch",
        confidence=round(math.exp(pair.points) / total, 4),
        evidence=pair.evidence,
        justification="CompositeMatching",
    )


def to_subject(event: Occurrence) -> Subject:
    """EVENT as the thing that is linked; `near` holds the IRI of the words that evoke it."""
    return Subject(
        iri=event.iri, names=(event.label,), kinds=event.kinds, dates=event.days or (), point=event.point,
        countries=event.countries, near=(event.at,) if event.at else (),
    )  # fmt: skip
