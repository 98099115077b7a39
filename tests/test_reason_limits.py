"""Bad input and large: circles of chains, a thing of ten thousand names, limits; files."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reason_cases import HEAD, close_text, inferred, show

from kg.cli import cli
from kg.errors import InputError, LimitError, UsageError
from kg.reason import close_quads, find_contradictions
from kg.reason.bench.graphs import ONTOLOGY, make_graph
from kg.reason.files import close_file
from kg.store import read_quads


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["reason", *args])


def test_literals_where_individuals_belong_do_no_harm() -> None:
    text = ':p a owl:SymmetricProperty, owl:TransitiveProperty ; rdfs:domain :C . :a :p "x" . :b owl:sameAs "y" .'
    closure = close_text(text)
    assert show(closure.inferred) == {":a a :C", ":a :p :a"}
    assert find_contradictions(closure) == ()


def test_circles_of_chains_end() -> None:
    text = """
        :p owl:propertyChainAxiom (:q :r) . :q owl:propertyChainAxiom (:p :r) . :r owl:propertyChainAxiom (:p :q :r) .
        :p owl:inverseOf :q . :r a owl:TransitiveProperty, owl:SymmetricProperty . :C owl:equivalentClass :D .
        :D rdfs:subClassOf :E . :E rdfs:subClassOf :C . :a :p :b . :b :r :c . :a a :C ."""
    assert {":a a :D", ":a a :E"} <= inferred(text)


def test_a_thing_of_ten_thousand_names() -> None:
    names = " ".join(f":n{number} owl:sameAs :n{number + 1} ." for number in range(10_000))
    started = time.process_time()
    with pytest.raises(LimitError, match="10,001 names are one thing"):
        close_text(names + " :n0 :p :x .")
    assert time.process_time() - started < 20
    few = " ".join(f":n{number} owl:sameAs :n{number + 1} ." for number in range(50))
    assert len(close_text(few + " :n0 :p :x .").inferred) == 51 * 50 - 50 + 50


def test_a_limit_stops_a_transitive_property() -> None:
    text = ":p a owl:TransitiveProperty . " + " ".join(f":n{number} :p :n{number + 1} ." for number in range(3000))
    quads = list(read_quads((HEAD + text).encode(), format="ttl"))
    with pytest.raises(LimitError, match="more than 100,000 facts: the rule prp-trp"):
        close_quads(quads, ontology=(), limit=100_000)


def test_a_limit_of_the_command_line(tmp_path: Path) -> None:
    graph = tmp_path / "graph.nt"
    graph.write_text("".join(make_graph(1000)))
    result = run(str(graph), "--ontology", str(ONTOLOGY), "-o", str(tmp_path / "out.nt"), "--limit", "1500")
    assert (result.exit_code, "more than 1,500 facts" in result.stderr) == (6, True)
    assert not (tmp_path / "out.nt").exists()


def test_engine_schema_and_rules_of_the_command_line(tmp_path: Path) -> None:
    graph, out, rule = tmp_path / "graph.ttl", tmp_path / "out.nt", tmp_path / "own.rq"
    graph.write_text(HEAD + ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E . :a a :C .")
    rule.write_text("CONSTRUCT { ?x a ck:Own } WHERE { ?x a <http://example.org/t/E> }")
    assert run(str(graph), "--engine", "owlrl", "-o", str(out)).exit_code == 0
    assert "ontology#Own" not in out.read_text()
    assert run(str(graph), "--engine", "owl", "-o", str(out)).exit_code == 2
    assert run(str(graph), "--rules", str(rule), "-o", str(out)).exit_code == 0
    text = out.read_text()
    assert (
        "ontology#Own" in text
        and "t/C> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://example.org/t/E>" not in text
    )
    assert run(str(graph), "--no-ontology", "-o", str(out)).exit_code == 0
    assert "t/C> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://example.org/t/E>" in out.read_text()


def test_a_file_is_closed_line_by_line(tmp_path: Path) -> None:
    graph, out = tmp_path / "graph.nt", tmp_path / "out.nt"
    graph.write_text("".join(make_graph(1000)).rstrip("\n"))
    given, follows = close_file(graph, out, ontology=[ONTOLOGY])
    expected = close_quads(read_quads(graph), ontology=[ONTOLOGY])
    assert (given, follows) == (len(expected.asserted), len(expected.inferred))
    assert {str(quad.triple) for quad in read_quads(out)} == {str(quad.triple) for quad in expected.quads}
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["graph.nt", "out.nt"]
    with pytest.raises(UsageError, match="line by line"):
        close_file(tmp_path / "graph.ttl", out)
    with pytest.raises(InputError, match="cannot be written"):
        close_file(graph, tmp_path / "none" / "out.nt")


@pytest.mark.parametrize(
    "line",
    [
        '<http://e.org/a> <http://e.org/p> "tab\\tand \\"quote\\"" .\n',
        "<http://e.org/a>   <http://e.org/p>  <http://e.org/b> . # said\n\n",
        '<http://e.org/a> <http://e.org/p> "x"^^<http://www.w3.org/2001/XMLSchema#string> .\n',
        '<http://e.org/\\u00e9> <http://e.org/p> "caf\\u00e9"@FR .\n',
        '_:b1 <http://e.org/p> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
    ],
)
def test_all_spellings_of_ntriples_are_read(line: str, tmp_path: Path) -> None:
    axiom = "<http://e.org/p> <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> <http://e.org/q> .\n"
    graph, out = tmp_path / "graph.nt", tmp_path / "out.nt"
    graph.write_text(axiom + line, encoding="utf-8")
    assert close_file(graph, out) == (2, 1)
    expected = {str(quad.triple) for quad in close_quads(read_quads(graph), ontology=()).quads}
    assert {str(quad.triple) for quad in read_quads(out)} == expected


def test_a_broken_line_is_told(tmp_path: Path) -> None:
    graph = tmp_path / "graph.nt"
    graph.write_text("<http://e.org/a> <http://e.org/p> <http://e.org/ b> .\n")
    with pytest.raises(InputError, match="not valid N-Triples"):
        close_file(graph, tmp_path / "out.nt")
    graph.write_text("<http://e.org/a> _:b <http://e.org/b> .\n")
    with pytest.raises(InputError, match="not valid N-Triples"):
        close_file(graph, tmp_path / "out.nt")
