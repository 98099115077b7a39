"""Queries: parameters bound as values, faults told with their place, results in exact formats."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from example_graph import build_graph
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat, Store, parse
from pyoxigraph import parse_query_results as parse_results

from kg.errors import InputError, UsageError
from kg.query import find_query, list_queries, run_query
from kg.query_header import parse_header
from kg.query_inferred import mixes_inferred, part_inferred
from kg.results import GraphResult, Table, Truth, display_width, format_result
from kg.store import to_dataset, to_store
from kg.vocab import CK, RDF

STORE = to_store(build_graph())
A, B = NamedNode("http://e.org/a"), NamedNode("http://e.org/b")
RDF_TYPE = NamedNode(RDF.type)


def table(query: str | Path, **parameters: str) -> Table:
    result = run_query(STORE, query, parameters=parameters)
    assert isinstance(result, Table)
    return result


def column(result: Table, name: str) -> list[str]:
    index = result.columns.index(name)
    return [row[index].value if row[index] is not None else "" for row in result.rows]  # type: ignore[union-attr]


@pytest.mark.parametrize("named", [True, False], ids=["of sentences", "default"])
def test_what_two_sentences_say_counts_once(*, named: bool) -> None:
    graphs = [NamedNode(f"http://e.org/a#char={n}") if named else DefaultGraph() for n in (1, 2)]
    store = to_store(Quad(A, RDF_TYPE, B, graph) for graph in graphs)
    query = "SELECT (COUNT(*) AS ?all) (SUM(?one) AS ?sum) WHERE { ?thing a <http://e.org/b> BIND(1 AS ?one) }"
    found = run_query(store, query)
    assert isinstance(found, Table)
    assert [cell.value for cell in found.rows[0]] == ["1", "1"]  # type: ignore[union-attr]
    assert len(store) == (2 if named else 1)
    by_sentence = run_query(store, "SELECT ?s WHERE { GRAPH ?s { ?thing a <http://e.org/b> } }")
    assert isinstance(by_sentence, Table)
    assert len(by_sentence.rows) == (2 if named else 0)


def test_inferred_triples_without_graphs_are_noticed() -> None:
    event = Quad(A, RDF_TYPE, NamedNode(CK.Event))
    assert mixes_inferred(to_store([event]))
    assert not mixes_inferred(to_store([Quad(A, RDF_TYPE, NamedNode(CK.Attack))]))
    assert not mixes_inferred(to_store([Quad(*event.triple, B)]))


def test_what_surely_was_inferred_is_parted_from_what_is_stated() -> None:
    kinds = [NamedNode(iri) for iri in (CK.Attack, CK.ViolentEvent, CK.Event, CK.TargetOfViolence)]
    quads = [*(Quad(A, RDF_TYPE, kind) for kind in kinds), Quad(A, NamedNode(CK.quadClass), B), Quad(A, RDF_TYPE, B)]
    parted = part_inferred(to_store(quads))
    stated = {quad for quad in parted if quad.graph_name == DefaultGraph()}
    assert stated == {quads[0], quads[-1]}
    assert len(parted) == len(quads)
    plain = to_store(quads[:1])
    assert part_inferred(plain) is plain


# Names and texts


def test_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"timelime.*\n  Did you mean timeline\?"):
        run_query(STORE, "timelime")


def test_query_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("SELECT ?who { ?event ck:agent ?who } ORDER BY ?who LIMIT 1", encoding="utf-8")
    assert len(table(path).rows) == len(table(str(path)).rows) == 1
    with pytest.raises(InputError, match="no such query file"):
        run_query(STORE, tmp_path / "none.rq")
    path.write_bytes("# é\nASK {}".encode("latin-1"))
    with pytest.raises(InputError, match="not UTF-8"):
        run_query(STORE, path)


def test_query_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("ASK { ?event a ck:Bombing }"))
    assert run_query(STORE, "-") == Truth(value=True)


def test_columns_keep_the_order_of_select() -> None:
    assert table("SELECT ?z ?a ?m { ?a ?m ?z }").columns == ("z", "a", "m")


def test_dataset_of_rdflib_is_queried_too() -> None:
    assert run_query(to_dataset(STORE), "timeline") == run_query(STORE, "timeline")


def test_graph_names_the_sentence() -> None:
    found = table("SELECT ?s { GRAPH ?s { ?e a ck:Shelling } }")
    assert ["talks-off#char=94,188" in name for name in column(found, "s")] == [True]


# Faults


def test_syntax_error_has_line_and_column() -> None:
    with pytest.raises(InputError, match=r"\(query\):2:10: not valid SPARQL") as caught:
        run_query(STORE, "SELECT * {\n  ?s ?p }")
    assert str(caught.value).endswith("\n    ?s ?p }\n           ^")


@pytest.mark.parametrize(
    "text",
    ["INSERT DATA { <x:a> <x:b> 1 }", "# SELECT\nPREFIX a: <x:SELECT>\ndelete where { ?s ?p ?o }", "LOAD <http://x/>"],
)
def test_update_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="this is an update"):
        run_query(STORE, text)
    assert len(STORE) == len(set(build_graph()))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { FILTER(1<2)SERVICE?v#>\n{ ?s ?p ?o } }",
        "SELECT * { ?a ?b 'x\\'' SERVICE<http://127.0.0.1:9/>{} }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> {} }",
        "SELECT * { # '\nSERVICE <http://127.0.0.1:9/> {} }",
    ],
)
def test_service_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="network"):
        run_query(STORE, text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p 'SERVICE' } # SERVICE INSERT",
        'ASK { ?service ?p """SERVICE "INSERT" """ }',
        "ASK { ?s <http://e.org/SERVICE> ?o }",
        "PREFIX service: <http://e.org/> ASK { ?s service:SERVICE ?o }",
    ],
)
def test_words_that_only_look_like_it_are_fine(text: str) -> None:
    assert run_query(STORE, text) == Truth(value=False)


def test_unknown_function_is_an_input_error() -> None:
    with pytest.raises(InputError, match="cannot be answered"):
        run_query(STORE, "SELECT (<http://e.org/f>(1) AS ?x) {}")


# Parameters


def test_name_fits_in_any_case_exactly_before_as_a_word() -> None:
    store = Store()
    for node, label in (("taliban", "Taliban"), ("gunmen", "Taliban gunmen"), ("tal", "Talibanistan")):
        store.add(
            Quad(
                NamedNode(f"http://e.org/{node}"),
                NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
                Literal(label),
            )
        )
    text = (
        "#+ parameters:\n#+   - name: who\n#+     type: entity\nSELECT * { VALUES ?who { UNDEF } ?who rdfs:label ?l }"
    )
    found = run_query(store, text, parameters={"who": "tALIBAN"})
    assert isinstance(found, Table) and column(found, "who") == ["http://e.org/taliban"]
    found = run_query(store, text, parameters={"who": "gunmen"})
    assert isinstance(found, Table) and column(found, "who") == ["http://e.org/gunmen"]
    found = run_query(store, text, parameters={"who": "Talib"})
    assert isinstance(found, Table) and found.rows == () and found.hint is not None
    assert "Did you mean 'taliban'?" in found.hint


def test_alternative_names_fit() -> None:
    store = to_store([Quad(A, NamedNode("http://www.w3.org/2004/02/skos/core#altLabel"), Literal("The Front"))])
    text = "#+ parameters:\n#+   - name: who\n#+     type: entity\nSELECT ?who { VALUES ?who { UNDEF } ?who ?p ?l }"
    found = run_query(store, text, parameters={"who": "the front"})
    assert isinstance(found, Table) and len(found.rows) == 1


def test_actor_narrows_the_answer() -> None:
    everyone, one = table("who-did-what-to-whom"), table("who-did-what-to-whom", actor="sarem front")
    assert 0 < len(one.rows) < len(everyone.rows)
    assert all(
        "Sarem" in who + what for who, what in zip(column(one, "agents"), column(one, "counterparts"), strict=True)
    )


def test_class_takes_in_the_classes_below_it() -> None:
    found = set(column(table("who-did-what-to-whom", kind="Attack"), "class"))
    assert found == {"ArmedAssault", "Bombing", "Shelling"}
    with pytest.raises(UsageError, match="did you mean Attack"):
        table("who-did-what-to-whom", kind="Atack")


def test_dates_bound_the_timeline() -> None:
    found = table("timeline", **{"from": "2020-03-13", "to": "2020-03-18"})
    assert set(column(found, "begin")) == {"2020-03-13", "2020-03-18"}
    with pytest.raises(UsageError, match="no date"):
        table("timeline", to="18 March")


def test_integer() -> None:
    assert len(table("casualties", at_least="5").rows) == 1
    with pytest.raises(UsageError, match="whole number"):
        table("casualties", at_least="many")


@pytest.mark.parametrize(
    "thing",
    [
        "police-base/event/1",
        "http://example.org/kg/article/police-base/event/1",
        "<http://example.org/kg/article/police-base/event/1>",
    ],
)
def test_a_thing_by_iri_or_its_end(thing: str) -> None:
    assert column(table("evidence", thing=thing), "words") == ["attacked"]


def test_required_and_unknown_parameters() -> None:
    with pytest.raises(UsageError, match="needs a value for thing"):
        table("evidence")
    with pytest.raises(UsageError, match=r"no parameter 'acter'\n  Did you mean actor\? Known: actor, kind"):
        table("who-did-what-to-whom", acter="x")
    with pytest.raises(UsageError, match="It has none"):
        run_query(STORE, "ASK {}", parameters={"x": "1"})


ATTACKS = [
    'x" } ?s ?p ?o . #',
    "<x:a> } UNION { ?s ?p ?o",
    "UNDEF",
    "\\",
    '\\" } #',
    "}\n{",
    "?actor",
    "http://e.org/a> } #",
]


@pytest.mark.parametrize("value", ATTACKS)
def test_a_value_cannot_change_the_query(value: str) -> None:
    try:
        assert table("who-did-what-to-whom", actor=value).rows == ()
    except UsageError as error:
        assert "not an IRI" in str(error)


@given(st.one_of(st.sampled_from(ATTACKS), st.text(max_size=20)))
@settings(max_examples=150, deadline=None)
def test_a_string_arrives_as_it_is(value: str) -> None:
    text = "#+ parameters:\n#+   - name: word\nSELECT ?word { VALUES ?word { UNDEF } }"
    try:
        Literal(value)
    except ValueError:  # a lone surrogate, which no argument can hold
        return
    found = run_query(Store(), text, parameters={"word": value})
    assert isinstance(found, Table)
    assert found.rows == ((Literal(value),),)


# Headers


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("#+ sumary: x", r"bad:1: unknown in a header: 'sumary'\n  Did you mean summary\?"),
        ("#+ summary: x\n#+ summary: y", "bad:2: summary stands twice"),
        ("#+ just words", "bad:1: not a header line"),
        ("#+   - name: x", "starts with an indented line"),
        ("#+ parameters:\n#+   name: x", "a list item starts with"),
        ("#+ parameters:\n#+   - name: x\n#+     type: strin", "Did you mean string"),
        ("#+ parameters:\n#+   - name: x y", "needs a name"),
        ("#+ parameters:\n#+   - name: x\n#+     required: yes", "true or false"),
        ("#+ parameters:\n#+   - name: x", r"no place for the parameter x\n  Write VALUES \?x \{ UNDEF \}"),
    ],
)
def test_faults_of_a_header(header: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_header(header + "\nASK {}", name="bad")


def test_header_of_a_saved_query() -> None:
    query = find_query("timeline")
    assert query in list_queries()
    assert [parameter.name for parameter in query.parameters] == ["from", "to", "actor", "kind"]
    assert parse_header("ASK {}", name="x").columns == ()


# Results

RESULT = Table(
    columns=("iri", "text", "number"),
    rows=(
        (A, Literal('a "b",\n<&>\té'), Literal(7)),
        (BlankNode("n"), Literal("chat", language="fr"), None),
        (None, Literal("", datatype=B), Literal("1.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
    ),
)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("json", QueryResultsFormat.JSON), ("xml", QueryResultsFormat.XML), ("tsv", QueryResultsFormat.TSV)],
)
def test_w3c_formats_read_back(name: str, kind: QueryResultsFormat) -> None:
    solutions = parse_results(format_result(RESULT, name).encode(), kind)
    assert [variable.value for variable in solutions.variables] == list(RESULT.columns)  # type: ignore[union-attr]
    assert [tuple(row) for row in solutions] == list(RESULT.rows)  # type: ignore[union-attr]
    truth = parse_results(format_result(Truth(value=True), name).encode(), kind) if name != "tsv" else True
    assert bool(truth)


def test_csv_is_that_of_the_w3c() -> None:
    text = format_result(RESULT, "csv")
    assert text == 'iri,text,number\r\nhttp://e.org/a,"a ""b"",\n<&>\té",7\r\n_:n,chat,\r\n,,1.5\r\n'
    assert len(list(csv.reader(io.StringIO(text)))) == 4
    assert format_result(Truth(value=False), "csv") == "false\r\n"


def test_csv_and_tsv_are_those_of_pyoxigraph() -> None:
    query = "SELECT ?e ?l ?n { ?e rdfs:label|ck:begin|ck:deaths ?l OPTIONAL { ?e ck:injuries ?n } } ORDER BY ?e ?l"
    prefixes = {"ck": "https://w3id.org/conflict-kg/ontology#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}
    raw = STORE.query(query, prefixes=prefixes, use_default_graph_as_union=True)
    assert format_result(table(query), "csv").encode() == raw.serialize(format=QueryResultsFormat.CSV)  # type: ignore[union-attr]


def test_ask_in_words_and_json() -> None:
    assert format_result(Truth(value=True)) == "true\n"
    assert json.loads(format_result(Truth(value=False), "json")) == {"head": {}, "boolean": False}


def test_construct_gives_sorted_turtle() -> None:
    result = run_query(STORE, "CONSTRUCT { ?e ck:agent ?a } WHERE { ?e ck:agent ?a }")
    assert isinstance(result, GraphResult)
    text = format_result(result)
    assert text == format_result(GraphResult(triples=result.triples[::-1]))
    assert {quad.triple for quad in parse(text, RdfFormat.TURTLE)} == set(result.triples)
    assert len(list(parse(format_result(result, "nt"), RdfFormat.N_TRIPLES))) == len(result.triples)
    with pytest.raises(UsageError, match="a graph cannot be written as 'csv'"):
        format_result(result, "csv")


def test_unknown_result_format() -> None:
    with pytest.raises(UsageError, match="Did you mean json"):
        format_result(RESULT, "jsn")


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_table_keeps_to_the_width(width: int) -> None:
    text = format_result(table("timeline"), width=max(width, 86))
    assert max(display_width(line) for line in text.splitlines()) <= max(width, 86)
    assert len(text.splitlines()) == 2 + len(table("timeline").rows)


def test_table_shortens_iris_and_cuts_long_cells() -> None:
    long = Table(
        columns=("class", "text"),
        rows=((NamedNode("https://w3id.org/conflict-kg/ontology#Attack"), Literal("x" * 99)),),
    )
    assert format_result(long, width=30).splitlines()[2] == "ck:Attack  " + "x" * 18 + "…"


def test_table_aligns_wide_signs_and_numbers() -> None:
    rows = ((Literal("喀布尔"), Literal(10)), (Literal("Kabul"), Literal(7)))
    lines = format_result(Table(columns=("place", "n"), rows=rows)).splitlines()
    assert lines[2:] == ["喀布尔  10", "Kabul    7"]
    assert format_result(Table(columns=("a",), rows=())).splitlines() == ["a", "─"]


def test_control_signs_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in format_result(Table(columns=("a",), rows=((Literal("\x1b[31m\nx"),),)))
