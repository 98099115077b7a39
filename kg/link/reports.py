"""Reports of one event in several articles: which events of a graph may be one, for a person to judge.

In come the quads of several articles, out come candidates: pairs of events of different articles, kin in class and told
the same way (as having happened, as planned), with what speaks for and against them. Each event has one candidate at
most in each other article. Nothing is merged, and no `owl:sameAs` is said: two attacks on one day in one town are two
attacks, and no graph can tell.

    A  skos:closeMatch B                      the candidates; A comes before B in the alphabet
    C  a rdf:Statement (A, closeMatch, B)     with ck:confidence, and its reasons as schema:PropertyValue

They stand in a graph of their own, `kg.store.REPORTS_GRAPH`. The points are the logarithm of odds, weighed by hand.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from pyoxigraph import NamedNode, Quad

from kg.keys import to_key
from kg.link.eventsubjects import to_days
from kg.link.facts import Facts
from kg.link.linkset import to_decimal, to_evidence_quads
from kg.link.model import Evidence
from kg.ontology import load_ontology
from kg.store import INFERRED_GRAPH, REPORTS_GRAPH
from kg.vocab import CK, RDF, RDFS, SCHEMA, SKOS

_GRAPH: Final = NamedNode(REPORTS_GRAPH)
_INFERRED: Final = NamedNode(INFERRED_GRAPH)
LEAST: Final = 0.5
"""The confidence from which on a pair is a candidate."""
_BASE: Final = -2.6
_SAME_CLASS, _KIN_CLASS = 0.8, 0.3
_SAME_DAY: Final = 2.0
_PER_WIDTH: Final = 0.45
_NEXT_DAY: Final = 2.0
_UNDATED: Final = 0.4
_PER_DAY_APART: Final = 0.15
_MOST_APART: Final = 7
_SAME_PLACE, _SAME_COUNTRY = 1.5, 0.4
_SAME_SIDE, _OTHER_SIDE, _SAME_WORDS = 1.2, -1.2, 0.6
_SAME_NUMBER, _NEAR_NUMBER, _OTHER_NUMBER = 1.0, 0.3, -1.0
_TELLING: Final = 0.5
"""Points that a place, a side or a number must give: class and day alone make no candidate."""
_CROWD: Final = 400
"""Reports that may stand in one block before it is divided by days."""
_HARM: Final = frozenset({"Killing", "Injury", "Death"})
"""What an attack does: one article tells of the bombing, another of the killing."""
_GROUPS: Final = (CK.memberOf, CK.partOf, CK.operatedBy)
_NUMBERS: Final = {"deaths": CK.deaths, "injuries": CK.injuries, "detained": CK.detained}
_NEEDED: Final = frozenset(
    {
        RDF.type, RDFS.label, SCHEMA.datePublished, CK.factuality, CK.begin, CK.end, CK.agent, CK.target,
        CK.counterpart, CK.place, CK.destination, CK.locatedIn, *_GROUPS, *_NUMBERS.values(),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An event as one article tells it; things are IRIs where they have a name, else the last word of their label."""

    iri: str
    article: str
    kind: str
    family: str
    factuality: str
    days: tuple[date, date] | None
    published: date | None
    places: frozenset[str]
    countries: frozenset[str]
    agents: frozenset[str]
    targets: frozenset[str]
    target_words: frozenset[str]
    numbers: tuple[tuple[str, int], ...]

    @property
    def width(self) -> int:
        """The days that its date leaves open."""
        return (self.days[1] - self.days[0]).days + 1 if self.days else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SameEvent:
    """Two reports that may be of one event, the first in the alphabet first, and why."""

    one: Report
    other: Report
    evidence: tuple[Evidence, ...]

    @property
    def points(self) -> float:
        """The sum of the evidence."""
        return _BASE + sum(part.points for part in self.evidence)

    @property
    def confidence(self) -> float:
        """How likely they are one, from 0 to 1."""
        return round(1 / (1 + math.exp(-self.points)), 2)


def add_candidates(quads: Iterable[Quad]) -> list[Quad]:
    """QUADS with the candidates among their events, and without those that an earlier run found."""
    known = [quad for quad in quads if quad.graph_name != _GRAPH]
    told = (quad for quad in known if quad.predicate.value in _NEEDED and quad.graph_name != _INFERRED)
    facts = Facts(told)
    return [*known, *to_quads(find_same_events(read_reports(facts)))]


# ---------------------------------------------------------------- what the graph tells


def read_reports(facts: Facts) -> list[Report]:
    """The events of all articles, sorted by IRI."""
    published = facts.article_dates()
    return [
        _to_report(node, facts, published)
        for node in sorted(facts.classes)
        if "/event/" in node and facts.of(node, CK.factuality)
    ]


def _to_report(node: str, facts: Facts, published: dict[str, date]) -> Report:
    ontology = load_ontology()
    kinds = facts.classes[node] & ontology.event_classes
    kind = min(kinds, key=lambda name: (-len(ontology.ancestors(name)), name), default="Event")
    family = min((name for name in ontology.ancestors(kind) if "Event" in ontology.parents[name]), default=kind)
    family = "ViolentEvent" if kind in _HARM else family
    article = node.rpartition("/event/")[0]
    begin, _ = to_days(min(facts.of(node, CK.begin), default=""), last=False)
    end, _ = to_days(max(facts.of(node, CK.end) or facts.of(node, CK.begin), default=""), last=True)
    spots = facts.of(node, CK.place, CK.destination, CK.target)
    places = {other for spot in spots for other in facts.reach(spot, CK.locatedIn) if _is_place(other, facts)}
    named = frozenset(place for place in places if _is_named(place))
    countries = frozenset(place for place in named if "Country" in facts.classes.get(place, ()))
    sides = facts.of(node, CK.agent, *((CK.counterpart,) if ontology.is_mutual(kind) else ()))
    targets = facts.of(node, CK.target)
    return Report(
        iri=node, article=article, kind=kind, family=family,
        factuality=min(facts.of(node, CK.factuality)),
        days=(begin, end) if begin and end and begin <= end else None,
        published=published.get(article),
        places=named - countries, countries=countries,
        agents=_names_of(sides, facts), targets=_names_of(targets, facts),
        target_words=frozenset(
            to_key(label).split()[-1] for one in targets if not _is_named(one) for label in facts.of(one, RDFS.label)
        ),
        numbers=tuple(
            (name, max(map(int, told)))
            for name, term in _NUMBERS.items()
            if (told := [text for text in facts.of(node, term) if text.isdigit()])
        ),
    )  # fmt: skip


def _names_of(things: Iterable[str], facts: Facts) -> frozenset[str]:
    """The named among THINGS and the bodies that they belong to."""
    return frozenset(other for one in things for other in facts.reach(one, *_GROUPS) if _is_named(other))


def _is_place(node: str, facts: Facts) -> bool:
    return any(load_ontology().is_a(kind, "Place") for kind in facts.classes.get(node, ()))


def _is_named(node: str) -> bool:
    return "/article/" not in node


# ---------------------------------------------------------------- pairs


def find_same_events(reports: Sequence[Report]) -> list[SameEvent]:
    """The candidates among REPORTS, whatever their order; at most one for each event in each other article."""
    found = [pair for one, other in _near_pairs(reports) if (pair := _judge(one, other)) is not None]
    found.sort(key=lambda pair: (-pair.points, pair.one.iri, pair.other.iri))
    taken: set[tuple[str, str]] = set()
    kept = []
    for pair in found:
        keys = {(pair.one.iri, pair.other.article), (pair.other.iri, pair.one.article)}
        if not keys & taken:
            taken |= keys
            kept.append(pair)
    return sorted(kept, key=lambda pair: (pair.one.iri, pair.other.iri))


def _near_pairs(reports: Sequence[Report]) -> Iterator[tuple[Report, Report]]:
    """Pairs of kindred reports of different articles that share a day, a place or a party; each once."""
    blocks: dict[tuple[str, ...], list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda report: report.iri):
        for key in _keys_of(report):
            blocks[key].append(report)
    seen: set[tuple[str, str]] = set()
    for block in _divide(blocks):
        for one, other in combinations(block, 2):
            pair = (one.iri, other.iri)
            is_new = one.article != other.article and one.factuality == other.factuality and pair not in seen
            if is_new and _are_akin(one.kind, other.kind):
                seen.add(pair)
                yield one, other


def _are_akin(one: str, other: str) -> bool:
    """Whether two classes may be of one event: one below the other, or an attack and the harm that it did."""
    ontology = load_ontology()
    deeds = {name for name in (one, other) if name not in _HARM}
    is_harm = len(deeds) < 2 and all(ontology.is_a(name, "Attack") for name in deeds)
    return ontology.are_kin(one, other) or (is_harm and bool({one, other} & _HARM))


def _keys_of(report: Report) -> Iterator[tuple[str, ...]]:
    months = {day.isoformat()[:7] for day in (report.days or (report.published,)) if day is not None}
    for thing in report.places | report.agents | report.targets:
        for month in months or {""}:
            yield report.family, thing, month
    if report.days and report.width == 1:
        yield report.family, report.days[0].isoformat()


def _divide(blocks: dict[tuple[str, ...], list[Report]]) -> Iterator[list[Report]]:
    """The blocks, those of a crowd by first days: what everyone takes part in says little of itself."""
    for _, block in sorted(blocks.items()):
        if len(block) <= _CROWD:
            yield block
            continue
        by_day: dict[date | None, list[Report]] = defaultdict(list)
        for report in block:
            by_day[report.days[0] if report.days else None].append(report)
        yield from (some[:_CROWD] for some in by_day.values())


def _judge(one: Report, other: Report) -> SameEvent | None:
    """The pair with its evidence, if there is enough; a day or place that cannot be the same is a veto."""
    time, place = _weigh_time(one, other), _weigh_place(one, other)
    if time is None or place is None:
        return None
    telling = [
        *place, *_weigh_side("agents", one.agents, other.agents), *_weigh_side("targets", one.targets, other.targets),
        *_weigh_words(one, other), *_weigh_numbers(one, other),
    ]  # fmt: skip
    if not any(part.points >= _TELLING for part in telling):
        return None
    pair = SameEvent(one=one, other=other, evidence=(_weigh_class(one, other), time, *telling))
    return pair if pair.confidence >= LEAST else None


# ---------------------------------------------------------------- evidence


def _weigh_class(one: Report, other: Report) -> Evidence:
    if one.kind == other.kind:
        return Evidence(part="class", points=_SAME_CLASS, reason=f"both {one.kind}")
    return Evidence(part="class", points=_KIN_CLASS, reason=f"{one.kind} and {other.kind} are akin")


def _weigh_time(one: Report, other: Report) -> Evidence | None:
    if one.days is None or other.days is None:
        if one.published is None or other.published is None:
            return Evidence(part="time", points=0.0, reason="not told for both")
        apart = abs((one.published - other.published).days)
        if apart > _MOST_APART:
            return None
        points = _UNDATED - _PER_DAY_APART * apart
        return Evidence(
            part="time", points=round(points, 2), reason=f"articles of {apart} days apart, no dates for both"
        )
    gap = max((other.days[0] - one.days[1]).days, (one.days[0] - other.days[1]).days, 0)
    if gap > 1:
        return None
    width = max(one.width, other.width)
    points = _SAME_DAY - _PER_WIDTH * math.log(width) - _NEXT_DAY * gap
    shown = "the same day" if (gap, width) == (0, 1) else f"{gap} days apart, within {width} days"
    return Evidence(part="time", points=round(points, 2), reason=shown)


def _weigh_place(one: Report, other: Report) -> list[Evidence] | None:
    shared = one.places & other.places
    if shared:
        return [Evidence(part="place", points=_SAME_PLACE, reason=f"both in {_show(shared)}")]
    if one.places and other.places:
        return None
    if one.countries and other.countries:
        both = one.countries & other.countries
        return [Evidence(part="place", points=_SAME_COUNTRY, reason=f"both in {_show(both)}")] if both else None
    return []


def _weigh_side(part: str, one: frozenset[str], other: frozenset[str]) -> Iterator[Evidence]:
    shared = one & other
    if shared:
        yield Evidence(part=part, points=_SAME_SIDE, reason=f"both have {_show(shared)}")
    elif one and other:
        yield Evidence(part=part, points=_OTHER_SIDE, reason=f"{_show(one)}, {_show(other)}")


def _weigh_words(one: Report, other: Report) -> Iterator[Evidence]:
    shared = one.target_words & other.target_words
    if shared:
        yield Evidence(part="words", points=_SAME_WORDS, reason=f"both done to {', '.join(sorted(shared))}")


def _weigh_numbers(one: Report, other: Report) -> Iterator[Evidence]:
    mine, theirs = dict(one.numbers), dict(other.numbers)
    for name in mine.keys() & theirs.keys():
        low, high = sorted((mine[name], theirs[name]))
        share = low / high if high else 1.0
        points = _SAME_NUMBER + min(math.log10(high + 1), 1.0) if share == 1 else _OTHER_NUMBER
        points = _NEAR_NUMBER if 2 / 3 <= share < 1 else points
        shown = f"{high} {name}" if share == 1 else f"{mine[name]} and {theirs[name]} {name}"
        yield Evidence(part=name, points=round(points, 2), reason=shown)


def _show(things: Iterable[str]) -> str:
    return ", ".join(sorted(thing.rpartition("/")[2] for thing in things))


# ---------------------------------------------------------------- quads


def to_quads(candidates: Iterable[SameEvent]) -> Iterator[Quad]:
    """The graph of CANDIDATES."""
    for pair in candidates:
        name = hashlib.sha256(f"{pair.one.iri} {pair.other.iri}".encode()).hexdigest()[:16]
        node = NamedNode(f"{REPORTS_GRAPH}/{name}")
        one, other = NamedNode(pair.one.iri), NamedNode(pair.other.iri)
        yield Quad(one, NamedNode(SKOS.closeMatch), other, _GRAPH)
        yield Quad(node, NamedNode(RDF.type), NamedNode(RDF.Statement), _GRAPH)
        yield Quad(node, NamedNode(RDF.subject), one, _GRAPH)
        yield Quad(node, NamedNode(RDF.predicate), NamedNode(SKOS.closeMatch), _GRAPH)
        yield Quad(node, NamedNode(RDF.object), other, _GRAPH)
        yield Quad(node, NamedNode(CK.confidence), to_decimal(pair.confidence), _GRAPH)
        yield from to_evidence_quads(node, pair.evidence, _GRAPH)
