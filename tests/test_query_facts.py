"""Which facts a row of an answer rests on: for all forms of patterns, and for each row of each saved query."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kg.errors import UsageError
from kg.query import list_queries, run_query
from kg.query_facts import find_row_facts
from kg.query_parts import split_query
from kg.results import Table
from kg.store import load_store

GRAPHS = Path(__file__).parent / "golden" / "graphs"
QUERIES = list_queries()
THINGS = {"brenno": "Sarem Front", "seed": "Taliban"}

DATA = """
PREFIX : <http://x.org/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
GRAPH :s1 { :a :p :b . :b :p :c . :a :q 1 . :a rdfs:label "A" . :d a :K }
GRAPH :s2 { :c :p :d . :a :q 2 . :e :r [ :q 3 ] }
"""


@pytest.fixture(scope="module")
def store() -> Store:
    found = Store()
    found.load(DATA.encode(), RdfFormat.TRIG)
    return found


@pytest.mark.parametrize(
    ("query", "row", "facts"),
    [
        ("SELECT ?x { ?x :p :b }", 1, {"a p b"}),
        ("SELECT * { ?x :p ?y . ?y :p :d }", 1, {"b p c", "c p d"}),
        ("SELECT (STR(?y) AS ?z) { :a :q ?y } ORDER BY ?y", 2, {"a q 2"}),
        ("SELECT (COUNT(*) AS ?n) { ?x :p ?y }", 1, {"a p b", "b p c", "c p d"}),
        ("SELECT ?x (MAX(?v) AS ?m) { ?x :q ?v } GROUP BY ?x ORDER BY DESC(?m)", 2, {"a q 1", "a q 2"}),
        ("SELECT ?k (COUNT(?x) AS ?n) { ?x :p ?y } GROUP BY (STR(?y) AS ?k) ORDER BY ?k", 1, {"a p b"}),
        ("SELECT ?x { ?x :q 3 }", 1, {"_ q 3"}),
        ("SELECT ?x ?v { ?x :p ?y OPTIONAL { ?y :q ?v } } ORDER BY ?x", 1, {"a p b"}),
        (
            "SELECT ?x ?v { ?x :p ?y OPTIONAL { ?x :q ?v FILTER(?y = :b && ?v > 1) } } ORDER BY ?x",
            1,
            {"a p b", "a q 2"},
        ),
        ("SELECT ?x { { ?x :p :b } UNION { ?x a :K } } ORDER BY ?x", 2, {"d a K"}),
        ("SELECT ?x { ?x :p ?y MINUS { ?x :q ?v } FILTER NOT EXISTS { ?y a :K } }", 1, {"b p c"}),
        ("SELECT ?x { ?x :p ?y FILTER EXISTS { ?x :q ?v FILTER(?v > 1) } }", 1, {"a p b", "a q 2"}),
        ("SELECT ?g { GRAPH ?g { :a :q 2 } }", 1, {"a q 2"}),
        ("SELECT ?g { GRAPH ?g { ?x :p ?y OPTIONAL { ?x :q ?v } } } ORDER BY ?g ?x", 1, {"a p b", "a q 1", "b p c"}),
        ("SELECT ?n { { SELECT (COUNT(?y) AS ?n) { :a :q ?y } } }", 1, {"a q 1", "a q 2"}),
        ("SELECT ?x { SELECT ?x { ?x a :K } }", 1, {"d a K"}),
        ("SELECT ?y { :a :p+ ?y } ORDER BY ?y", 3, {"a p b", "b p c", "c p d"}),
        ("SELECT ?x { ?x :p* :c } ORDER BY ?x", 1, {"a p b", "b p c"}),
        ("SELECT ?y { :a :p? ?y } ORDER BY ?y", 2, {"a p b"}),
        ("SELECT ?y { :c ^:p/^:p ?y }", 1, {"a p b", "b p c"}),
        ("SELECT ?y { :c (:z|:p)/a ?y }", 1, {"c p d", "d a K"}),
        ("SELECT ?y { :d !(:p|:q) ?y }", 1, {"d a K"}),
        ("SELECT ?y { ?x :r [ :q ?y ] }", 1, {"e r _", "_ q 3"}),
        ("SELECT ?x { ?x a :K . # { a comment\n FILTER(STRLEN('} .') > 1) }", 1, {"d a K"}),
        ("SELECT ?x { ?x :p ?y } VALUES ?y { :d }", 1, {"c p d"}),
        ("SELECT ?label { ?x rdfs:label ?label }", 1, {"a label A"}),
        ("SELECT ?label { ?x rdfs:label ?label ; :p ?y }", 1, {"a p b"}),
        ("CONSTRUCT { ?x :p ?y } WHERE { ?x :p ?y FILTER(?x = :a) }", 1, {"a p b"}),
        ("SELECT (COUNT(*) AS ?n) { ?x :none ?y }", 1, set()),
        ("SELECT ?x { VALUES ?x { 1 } }", 1, set()),
    ],
)
def test_facts_are_what_the_patterns_matched(store: Store, query: str, row: int, facts: set[str]) -> None:
    found = find_row_facts(store, f"PREFIX : <http://x.org/> {query}", row)
    assert {" ".join(map(shorten, fact)) for fact in found} == facts
    assert len(found) == len(facts)


def shorten(term: object) -> str:
    if isinstance(term, NamedNode):
        end = term.value.replace("#", "/").rpartition("/")[2]
        return "a" if end == "type" else end
    return getattr(term, "value", "") if type(term).__name__ == "Literal" else "_"


@pytest.mark.parametrize("query", QUERIES, ids=[query.name for query in QUERIES])
def test_every_row_of_every_saved_query_rests_on_facts_of_the_graph(query) -> None:  # type: ignore[no-untyped-def]
    rows = 0
    for name, thing in THINGS.items():
        graph = load_store([GRAPHS / f"{name}.trig"])
        parameters = {"thing": thing} if query.name == "evidence" else {}
        answer = run_query(graph, query, parameters=parameters)
        assert isinstance(answer, Table)
        for row in {1, len(answer.rows) // 2, len(answer.rows)} & set(range(1, len(answer.rows) + 1)):
            facts = find_row_facts(graph, query, row, parameters=parameters)
            assert facts, (name, row)
            assert all(any(graph.quads_for_pattern(*fact, None)) for fact in facts)
            rows += 1
    assert rows


def test_inferred_place_is_told_of_a_row_with_it() -> None:
    graph = load_store([GRAPHS / "seed.trig"])
    facts = find_row_facts(graph, "where", 1)
    assert "place Afghanistan" in {f"{shorten(fact.predicate)} {shorten(fact.object).title()}" for fact in facts}


def test_what_has_no_row_is_told(store: Store) -> None:
    with pytest.raises(UsageError, match="there is no row 2"):
        find_row_facts(store, "PREFIX : <http://x.org/> SELECT ?x { ?x a :K }", 2)
    with pytest.raises(UsageError, match="yes or no"):
        find_row_facts(store, "ASK { ?s ?p ?o }", 1)


@pytest.mark.parametrize("query", QUERIES, ids=[query.name for query in QUERIES])
def test_saved_queries_are_cut_whole(query) -> None:  # type: ignore[no-untyped-def]
    _, select = split_query(query.text)
    assert select.shown
    assert select.body.blocks or select.body.inner
