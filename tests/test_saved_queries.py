"""The saved queries: headers, golden answers, and that they neither depend on reasoning nor on the order of quads.

Each `tests/golden/graphs/NAME.trig` is a graph; `tests/golden/queries/NAME/QUERY.csv` what a query answers on it.
`pytest --update-golden` makes the graphs anew and asks all queries again.
"""

from __future__ import annotations

import csv
import random
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
import srsly
from example_graph import ARTICLES, build_graph
from example_links import CATALOGUE, ROWS, add_links
from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from kg.article import read_articles
from kg.export import write_graph
from kg.link.reports import add_candidates
from kg.ontology import load_ontology
from kg.pipeline import build_batch
from kg.query import list_queries, run_query
from kg.query_header import SavedQuery
from kg.reason import close_quads
from kg.resources import find_resource
from kg.results import Table, format_result
from kg.serialise import serialise
from kg.store import load_store, read_quads, to_store
from kg.vocab import NIF

GOLDEN = Path(__file__).parent / "golden"


def build_seed() -> Iterable[Quad]:
    """The graph of the article in `seeds/`, with what follows from it."""
    built = build_batch(read_articles([find_resource("seeds")]))
    assert not built.failures
    return close_quads(built.quads).quads


def build_brenno() -> Iterable[Quad]:
    """The invented graph with candidates for one event, linked to an invented catalogue and event dataset."""
    return add_links(add_candidates(build_graph()), CATALOGUE, events=ROWS)


MAKERS: Final[Mapping[str, Callable[[], Iterable[Quad]]]] = {"brenno": build_brenno, "seed": build_seed}
GRAPHS = [GOLDEN / "graphs" / f"{name}.trig" for name in MAKERS]
QUERIES = list_queries()
NAMES = [query.name for query in QUERIES]
# Required parameters have no default: what each graph is asked instead.
REQUIRED = {("brenno", "evidence"): {"thing": "Sarem Front"}, ("seed", "evidence"): {"thing": "Taliban"}}


def parameters_of(graph: str, query: str) -> dict[str, str]:
    return REQUIRED.get((graph, query), {})


def answer(store: Store, query: SavedQuery, graph: str = "brenno", *, stated: bool = False) -> str:
    result = run_query(store, query, parameters=parameters_of(graph, query.name), stated=stated)
    return format_result(result, "csv").replace("\r\n", "\n")


@pytest.fixture(scope="module")
def stores(request: pytest.FixtureRequest) -> dict[str, Store]:
    if request.config.getoption("--update-golden"):
        for path in GRAPHS:
            write_graph(MAKERS[path.stem](), path)
    return {path.stem: load_store([path]) for path in GRAPHS}


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
@pytest.mark.parametrize("graph", [path.stem for path in GRAPHS])
def test_golden(graph: str, query: SavedQuery, stores: dict[str, Store], update_golden: bool) -> None:
    path = GOLDEN / "queries" / graph / f"{query.name}.csv"
    found = answer(stores[graph], query, graph)
    if update_golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8", newline="\n")
    assert found.splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("graph", ["brenno", pytest.param("seed", marks=pytest.mark.model)])
def test_graph_is_the_committed_one(graph: str, stores: dict[str, Store], tmp_path: Path) -> None:
    write_graph(MAKERS[graph](), tmp_path / "again.trig")
    committed = (GOLDEN / "graphs" / f"{graph}.trig").read_text(encoding="utf-8")
    assert (tmp_path / "again.trig").read_text(encoding="utf-8").splitlines() == committed.splitlines()


def test_offsets_of_the_example_are_right() -> None:
    texts = {slug: " ".join(sentences) for slug, (_, sentences) in ARTICLES.items()}
    anchors = [quad for quad in read_quads(GOLDEN / "graphs" / "brenno.trig") if quad.predicate.value == NIF.anchorOf]
    assert len(anchors) > 40
    for quad in anchors:
        slug, start, end = re.fullmatch(r".*/article/(.+)#char=(\d+),(\d+)", quad.subject.value).groups()  # type: ignore[union-attr]
        assert texts[slug][int(start) : int(end)] == quad.object.value  # type: ignore[union-attr]


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_every_query_answers_the_example(query: SavedQuery, stores: dict[str, Store]) -> None:
    assert answer(stores["brenno"], query).count("\n") > 1, "a header and at least one row"


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_order_of_quads_does_not_matter(query: SavedQuery, stores: dict[str, Store]) -> None:
    quads = list(read_quads(GOLDEN / "graphs" / "brenno.trig"))
    random.Random(7).shuffle(quads)  # noqa: S311  # no secret
    shuffled = Store()
    for quad in quads:
        shuffled.add(quad)
    assert answer(shuffled, query) == answer(stores["brenno"], query)


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
@pytest.mark.parametrize("graph", [path.stem for path in GRAPHS])
def test_what_two_sentences_say_is_one_row(graph: str, query: SavedQuery, stores: dict[str, Store]) -> None:
    """Saved queries are asked of all graphs side by side, and give what queries of one's own get from their merge."""
    own = replace(query, path=None)
    assert answer(stores[graph], query, graph) == answer(stores[graph], own, graph)


@pytest.mark.parametrize("query", [one for one in QUERIES if one.name != "inferred-only"], ids=lambda query: query.name)
def test_every_query_answers_without_inferred_triples(query: SavedQuery, stores: dict[str, Store]) -> None:
    stated = answer(stores["brenno"], query, stated=True)
    assert stated.count("\n") > 1
    assert "inferred" not in stated


def test_stated_leaves_nothing_inferred(stores: dict[str, Store]) -> None:
    query = next(one for one in QUERIES if one.name == "inferred-only")
    assert answer(stores["brenno"], query, stated=True).count("\n") == 1


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_turtle_of_stated_triples_gives_the_same(query: SavedQuery, stores: dict[str, Store]) -> None:
    """A file without graphs loses what is told by graphs alone: which sentence states a triple."""
    union = {Quad(q.subject, q.predicate, q.object) for q in stores["brenno"] if "inferred" not in q.graph_name.value}
    found = run_query(to_store(union), query, parameters=parameters_of("brenno", query.name))
    wanted = run_query(stores["brenno"], query, parameters=parameters_of("brenno", query.name), stated=True)
    assert isinstance(found, Table) and isinstance(wanted, Table)
    by_graph = {"sentence", "says"} if query.name in ("allies-and-adversaries", "evidence") else set()
    kept = [i for i, column in enumerate(found.columns) if column not in by_graph]
    assert {tuple(row[i] for i in kept) for row in found.rows} == {tuple(row[i] for i in kept) for row in wanted.rows}


@pytest.mark.parametrize("graph", [path.stem for path in GRAPHS])
@pytest.mark.parametrize(
    "name", ["actors", "article-summary", "casualties", "counts-by-class", "event-chains", "sources"]
)
def test_turtle_of_all_triples_counts_no_inferred_class(name: str, graph: str, stores: dict[str, Store]) -> None:
    mixed = to_store(Quad(*quad.triple) for quad in stores[graph])
    query = next(one for one in QUERIES if one.name == name)
    found = answer(mixed, query, graph).splitlines()
    wanted = answer(stores[graph], query, graph).splitlines()
    at = wanted[0].split(",").index("places") if "places" in wanted[0] else None
    # Places around a place cannot be told from those stated.
    assert [cut(row, at) for row in found] == [cut(row, at) for row in wanted]


def cut(row: str, at: int | None) -> list[str]:
    cells = next(csv.reader([row]))
    return cells if at is None else cells[:at] + cells[at + 1 :]


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_header(query: SavedQuery, stores: dict[str, Store]) -> None:
    assert query.summary and query.description and query.columns
    assert all(parameter.description for parameter in query.parameters)
    assert all(meaning for _, meaning in query.columns)
    result = run_query(stores["brenno"], query, parameters=parameters_of("brenno", query.name))
    assert isinstance(result, Table)
    assert result.columns == tuple(name for name, _ in query.columns)
    assert "ORDER BY" in query.text


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_header_is_yaml_as_grlc_reads_it(query: SavedQuery) -> None:
    lines = [line[2:].removeprefix(" ") for line in query.text.splitlines() if line.startswith("#+")]
    header = srsly.yaml_loads("\n".join(lines))
    assert header["summary"] == query.summary
    assert header["description"] == query.description
    assert [item["name"] for item in header.get("parameters", [])] == [one.name for one in query.parameters]
    assert [str(item.get("default")) for item in header.get("parameters", [])] == [
        str(one.default) for one in query.parameters
    ]
    assert [next(iter(item.items())) for item in header["columns"]] == [tuple(column) for column in query.columns]


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_query_is_sparql_as_it_stands(query: SavedQuery, stores: dict[str, Store]) -> None:
    """Without kg: prefixes declared, no parameter filled in."""
    stores["brenno"].query(query.text, use_default_graph_as_union=True)


def test_quad_class_groups_are_those_of_the_ontology() -> None:
    query = next(one for one in QUERIES if one.name == "quad-class")
    groups = {one.name: (one.default or "").split(", ") for one in query.parameters if one.type == "class"}
    stated = {
        kind: "".join(part.capitalize() if i else part for i, part in enumerate(name.split("_")))
        for name, kinds in groups.items()
        for kind in kinds
    }
    assert stated == dict(load_ontology().quad_classes)


def test_class_defaults_are_classes() -> None:
    ontology = load_ontology()
    defaults = [one.default for query in QUERIES for one in query.parameters if one.type == "class" and one.default]
    assert len(defaults) >= 10
    for default in defaults:
        for name in default.split(", "):
            assert ontology.descendants(name)


def test_properties_in_queries_are_in_the_ontology() -> None:
    known = {*load_ontology().properties, *load_ontology().parents, "actual", "planned", "possible", "negated"}
    for query in QUERIES:
        for name in re.findall(r"\bck:([A-Za-z]+)", query.text):
            assert name in known, f"{query.name}: ck:{name}"


def test_stated_class_is_shown_and_not_those_above(stores: dict[str, Store]) -> None:
    rows = run_query(stores["brenno"], "counts-by-class")
    assert isinstance(rows, Table)
    names = {row[0].value for row in rows.rows}  # type: ignore[union-attr]
    assert {"ArmedAssault", "Attack"} <= names
    assert not names & {"Event", "ViolentEvent", "CooperativeEvent"}


def test_inferred_place_is_marked(stores: dict[str, Store]) -> None:
    rows = run_query(stores["brenno"], "where", parameters={"place": "Velmora"})
    assert isinstance(rows, Table)
    assert {row[1].value for row in rows.rows} == {"inferred"}  # type: ignore[union-attr]
    assert NamedNode("http://example.org/kg/article/police-base/event/1") in {row[2] for row in rows.rows}


def test_no_query_is_skipped() -> None:
    assert len(QUERIES) == 23
    assert {path.name for path in GRAPHS} == {path.name for path in (GOLDEN / "graphs").iterdir()}
    wanted = {f"{graph.stem}/{name}.csv" for graph in GRAPHS for name in NAMES}
    there = {str(path.relative_to(GOLDEN / "queries").as_posix()) for path in (GOLDEN / "queries").rglob("*.csv")}
    assert there == wanted


@pytest.mark.parametrize("name", ["actors", "allies-and-adversaries", "event-places", "inferred-only", "timeline"])
def test_many_articles_do_not_take_long(name: str, stores: dict[str, Store]) -> None:
    # Joins of all with all took minutes here, and a name that every sentence states counted once for each.
    text = serialise(stores["seed"], RdfFormat.N_QUADS).decode()
    article = "article/000-1bc01960ca329fbf"
    assert article in text
    many = Store()
    for number in range(8):
        many.bulk_load(text.replace(article, f"article/copy-{number}").encode(), RdfFormat.N_QUADS)
    before = time.process_time()
    run_query(many, name)
    assert time.process_time() - before < 3
