"""W3C's test cases for OWL 2 RL, and those of the other profiles from which nothing false may follow."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.reason import close_quads, find_contradictions
from kg.store import read_quads

SUITE = Path(__file__).parents[2] / "shared" / "eval" / "suites" / "owl2rl"
FLOORS = {"PositiveEntailmentTest": 30, "InconsistencyTest": 14, "ConsistencyTest": 77, "NegativeEntailmentTest": 7}
HEADER = "http://www.w3.org/2002/07/owl#Ontology"
NOTES = {"http://www.w3.org/2002/07/owl#imports", "http://www.w3.org/2002/07/owl#versionInfo",
         "http://www.w3.org/2000/01/rdf-schema#comment", "http://www.w3.org/2000/01/rdf-schema#label"}  # fmt: skip

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason="W3C's cases (../shared/eval/suites/owl2rl) are not here")


def read(path: str) -> list[Quad]:
    file = SUITE / path
    return list(read_quads(file)) if file.stat().st_size else []


def holds(case: Mapping[str, str]) -> bool:
    """Whether kg answers CASE as W3C does."""
    closure = close_quads(read(case["premise"]), ontology=(), schema=True)
    clash = bool(find_contradictions(closure))
    if case["type"] == "ConsistencyTest":
        return not clash
    if case["type"] == "InconsistencyTest":
        return clash
    positive = case["type"] == "PositiveEntailmentTest"
    wanted = [quad.triple for quad in read(case["conclusion"])]
    follows = clash or maps(strip(wanted) if positive else wanted, {quad.triple for quad in closure.quads})
    return follows is positive


def strip(triples: Sequence[Triple]) -> list[Triple]:
    """TRIPLES without the headers of ontologies, which follow from nothing."""
    heads = {one.subject for one in triples if str(one.object) == f"<{HEADER}>"}
    return [one for one in triples if one.subject not in heads and one.predicate.value not in NOTES] or list(triples)


def maps(wanted: Sequence[Triple], known: set[Triple]) -> bool:
    """Whether WANTED is among what is KNOWN, with some thing for each of its blank nodes."""
    by_predicate: dict[NamedNode, list[Triple]] = {}
    for one in known:
        by_predicate.setdefault(one.predicate, []).append(one)

    def fits(term: object, value: object, bound: dict[BlankNode, object]) -> bool:
        if isinstance(term, BlankNode):
            return bound.setdefault(term, value) == value
        return term == value

    def search(rest: list[Triple], bound: dict[BlankNode, object]) -> bool:
        if not rest:
            return True
        first = min(rest, key=lambda one: sum(isinstance(term, BlankNode) and term not in bound
                                              for term in (one.subject, one.object)))  # fmt: skip
        others = [one for one in rest if one is not first]
        for one in by_predicate.get(first.predicate, ()):
            found = dict(bound)
            if fits(first.subject, one.subject, found) and fits(first.object, one.object, found):
                if search(others, found):
                    return True
        return False

    return search(list(wanted), {})


def cases(lane: str) -> Iterator[dict[str, str]]:
    yield from (case for case in json.loads((SUITE / "manifest.json").read_text()) if case["lane"] == lane)


def test_cases_of_the_profile() -> None:
    right: Counter[str] = Counter()
    wrong = []
    for case in cases("rl"):
        if holds(case):
            right[case["type"]] += 1
        else:
            wrong.append(f"{case['type']} {case['id']}")
    assert right == FLOORS, wrong


def test_nothing_false_follows_in_other_profiles() -> None:
    found = list(cases("soundness"))
    assert len(found) > 250
    assert [case["id"] for case in found if not holds(case)] == []
