"""Which events of several articles may be one: candidates with reasons, and nothing merged."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.link.facts import Facts
from kg.link.reports import add_candidates, find_same_events, read_reports
from kg.store import REPORTS_GRAPH
from kg.vocab import CK, RDF, RDFS, SCHEMA, SKOS, XSD

BASE = "http://example.org/kg/"
Told = Mapping[str, object]

PLACES = {"quetta": "City", "karachi": "City", "pakistan": "Country"}
BODIES = {"sarem-front": "ArmedGroup", "velmoran-army": "SecurityForce"}
BOMBING: Told = {"class": "Bombing", "begin": "2013-06-24", "end": "2013-06-24", "place": "quetta"}


def to_quads(articles: Mapping[str, Iterable[Told]], *, published: str = "2013-06-25") -> list[Quad]:
    """The quads of ARTICLES: values of events by name; things without a name are words after an asterisk."""
    quads = []

    def say(subject: str, predicate: str, item: NamedNode | Literal, graph: str) -> None:
        quads.append(Quad(NamedNode(subject), NamedNode(predicate), item, NamedNode(graph)))

    for kinds in (PLACES, BODIES):
        for name, kind in kinds.items():
            say(f"{BASE}entity/{name}", RDF.type, NamedNode(CK.NS + kind), f"{BASE}article/x")
    for name in ("quetta", "karachi"):
        say(f"{BASE}entity/{name}", CK.locatedIn, NamedNode(f"{BASE}entity/pakistan"), f"{BASE}article/x")
    for article, events in articles.items():
        iri = f"{BASE}article/{article}"
        say(iri, RDF.type, NamedNode(SCHEMA.NewsArticle), iri)
        say(iri, SCHEMA.datePublished, Literal(published, datatype=NamedNode(XSD.date)), iri)
        for number, told in enumerate(events, 1):
            node = f"{iri}/event/{number}"
            say(node, RDF.type, NamedNode(f"{CK.NS}{told['class']}"), iri)
            say(node, CK.factuality, NamedNode(f"{CK.NS}{told.get('factuality', 'actual')}"), iri)
            for role in ("place", "agent", "target", "counterpart"):
                filler = str(told.get(role, ""))
                if filler.startswith("*"):
                    thing = f"{iri}/entity/{number}-{role}"
                    say(thing, RDFS.label, Literal(filler[1:]), iri)
                    say(node, CK.NS + role, NamedNode(thing), iri)
                elif filler:
                    say(node, CK.NS + role, NamedNode(f"{BASE}entity/{filler}"), iri)
            for name in ("begin", "end", "deaths"):
                if name in told:
                    say(node, CK.NS + name, Literal(str(told[name])), iri)
    return quads


def find(one: Told, other: Told) -> list[float]:
    """The confidences of the candidates between two events of two articles."""
    quads = to_quads({"one": [one], "two": [other]})
    return [pair.confidence for pair in find_same_events(read_reports(Facts(quads)))]


SAME: dict[str, tuple[Told, Told]] = {
    "class, day and city": (BOMBING, BOMBING),
    "class below": (BOMBING, {**BOMBING, "class": "SuicideBombing"}),
    "month that holds the day": (
        {**BOMBING, "agent": "sarem-front"},
        {"class": "Bombing", "begin": "2013-06", "end": "2013-06", "place": "quetta", "agent": "sarem-front"},
    ),
    "party and number without a place": (
        {"class": "Attack", "begin": "2013-06-24", "end": "2013-06-24", "agent": "sarem-front", "deaths": 12},
        {"class": "Attack", "begin": "2013-06-24", "end": "2013-06-24", "agent": "sarem-front", "deaths": 12},
    ),
    "attack and its harm": (BOMBING, {**BOMBING, "class": "Killing"}),
    "no date, articles of one day": (
        {"class": "Attack", "place": "quetta", "agent": "sarem-front"},
        {"class": "Attack", "place": "quetta", "agent": "sarem-front"},
    ),
}
APART: dict[str, tuple[Told, Told]] = {
    "other city": (BOMBING, {**BOMBING, "place": "karachi"}),
    "other day": (BOMBING, {**BOMBING, "begin": "2013-06-27", "end": "2013-06-27"}),
    "day after, nothing more in common": (BOMBING, {**BOMBING, "begin": "2013-06-25", "end": "2013-06-25"}),
    "other class": (BOMBING, {**BOMBING, "class": "Arrest"}),
    "planned and done": (BOMBING, {**BOMBING, "factuality": "planned"}),
    "class and day alone": (
        {"class": "Bombing", "begin": "2013-06-24", "end": "2013-06-24"},
        {"class": "Bombing", "begin": "2013-06-24", "end": "2013-06-24"},
    ),
    "no more than the country": ({**BOMBING, "place": "pakistan"}, {**BOMBING, "place": "pakistan"}),
    "other party": (
        {"class": "Attack", "begin": "2013-06-24", "end": "2013-06-24", "agent": "sarem-front", "target": "*market"},
        {"class": "Attack", "begin": "2013-06-24", "end": "2013-06-24", "agent": "velmoran-army", "target": "*market"},
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_candidates(name: str) -> None:
    [confidence] = find(*SAME[name])
    assert confidence >= 0.5


@pytest.mark.parametrize("name", APART)
def test_no_candidates(name: str) -> None:
    assert find(*APART[name]) == []


def test_numbers_speak_for_and_against() -> None:
    same, near, other = (find({**BOMBING, "deaths": 12}, {**BOMBING, "deaths": number}) for number in (12, 14, 90))
    assert same[0] > near[0] > find(BOMBING, BOMBING)[0]
    assert not other or other[0] < near[0]


def test_each_event_has_one_candidate_in_another_article_the_best() -> None:
    quads = to_quads(
        {"one": [{**BOMBING, "deaths": 12}], "two": [{**BOMBING, "deaths": 12}, BOMBING], "three": [BOMBING]}
    )
    pairs = {
        (pair.one.iri.removeprefix(BASE), pair.other.iri.removeprefix(BASE))
        for pair in find_same_events(read_reports(Facts(quads)))
    }
    assert ("article/one/event/1", "article/two/event/1") in pairs
    assert ("article/one/event/1", "article/two/event/2") not in pairs
    assert len([pair for pair in pairs if "article/three/event/1" in pair]) == 2


def test_two_events_of_one_article_are_no_candidates() -> None:
    assert find_same_events(read_reports(Facts(to_quads({"one": [BOMBING, BOMBING]})))) == []


def test_graph_of_candidates() -> None:
    known = to_quads({"one": [BOMBING], "two": [BOMBING]})
    quads = add_candidates(known)
    assert quads[: len(known)] == known
    added = quads[len(known) :]
    assert {quad.graph_name for quad in added} == {NamedNode(REPORTS_GRAPH)}
    links = [quad for quad in added if quad.predicate.value == SKOS.closeMatch]
    assert [(q.subject.value, q.object.value) for q in links] == [  # type: ignore[union-attr]
        (f"{BASE}article/one/event/1", f"{BASE}article/two/event/1")
    ]
    [confidence] = [quad.object for quad in added if quad.predicate.value == CK.confidence]
    assert isinstance(confidence, Literal) and Decimal("0.5") <= Decimal(confidence.value) < 1
    reasons = {quad.object.value for quad in added if quad.predicate.value == SCHEMA.description}  # type: ignore[union-attr]
    assert reasons == {"both Bombing", "the same day", "both in quetta"}


def test_order_does_not_matter_and_a_second_run_changes_nothing() -> None:
    quads = to_quads({"one": [BOMBING, {**BOMBING, "place": "karachi"}], "two": [BOMBING], "three": [BOMBING]})
    wanted = set(add_candidates(quads))
    random.Random(3).shuffle(quads)  # noqa: S311  # no secret
    once = add_candidates(quads)
    assert set(once) == wanted
    assert set(add_candidates(once)) == wanted


def test_what_is_gone_is_no_candidate_any_more() -> None:
    both = add_candidates(to_quads({"one": [BOMBING], "two": [BOMBING]}))
    left = [quad for quad in both if "article/two" not in str(quad.subject)]
    assert NamedNode(REPORTS_GRAPH) in {quad.graph_name for quad in left}
    assert NamedNode(REPORTS_GRAPH) not in {quad.graph_name for quad in add_candidates(left)}
