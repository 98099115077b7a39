"""`kg explain`: the proof of a fact by its terms, by labels, or by the row of an answer, in three forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, parse

from kg.cli import cli

GRAPH = str(Path(__file__).parent / "golden" / "graphs" / "brenno.trig")
ALLIED = ("Government of Velmora", "ck:alliedWith", "Army of Ostria")


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["explain", *args])


def test_a_fact_is_explained_down_to_the_words_of_its_sentences() -> None:
    result = run(GRAPH, "Brenno", "a", "ck:Place")
    assert result.exit_code == 0
    assert 'because every "city" (ck:City) is "place" (ck:Place) [cax-sco]' in result.stdout
    assert "axiom: ck:City rdfs:subClassOf ck:Place" in result.stdout
    assert "stated by http://example.org/kg/article/police-base" in result.stdout
    assert "characters 0 to 120:" in result.stdout
    assert '"Gunmen of the Sarem Front attacked a police base in Brenno on Friday' in result.stdout


def test_json_holds_rule_axioms_premises_and_sources() -> None:
    tree = json.loads(run(GRAPH, *ALLIED, "--format", "json").stdout)
    assert tree["rule"].startswith("prp-") and tree["axioms"] and tree["premises"]
    leaves = list(find_leaves(tree))
    assert leaves and all(leaf["rule"] == "asserted" for leaf in leaves)
    source = leaves[0]["sources"][0]
    assert set(source) == {"graph", "article", "title", "begin", "end", "text"}
    assert source["graph"] == f"{source['article']}#char={source['begin']},{source['end']}"


def find_leaves(tree: dict) -> list[dict]:  # type: ignore[type-arg]
    parts = tree.get("premises", [])
    return [leaf for part in parts for leaf in find_leaves(part)] if parts else [tree]


def test_turtle_is_prov() -> None:
    text = run(GRAPH, *ALLIED, "--format", "ttl").stdout
    quads = list(parse(text.encode(), RdfFormat.TURTLE))
    words = {quad.predicate.value.rpartition("#")[2] for quad in quads}
    assert {"wasDerivedFrom", "wasGeneratedBy", "used", "wasQuotedFrom", "subject", "predicate", "object"} <= words
    assert text == run(GRAPH, *ALLIED, "--format", "ttl").stdout


def test_a_row_of_an_answer_is_explained() -> None:
    stated = run(GRAPH, "--query", "allies-and-adversaries", "--row", "1")
    assert (stated.exit_code, "because" in stated.stdout) == (0, False)
    follows = run(GRAPH, "--query", "allies-and-adversaries", "--row", "2")
    assert (follows.exit_code, "[prp-symp]" in follows.stdout) == (0, True)


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        ((GRAPH, "Brenno", "a", "ck:Person"), 1, "neither stated nor follows"),
        ((GRAPH, "Breno", "a", "ck:Place"), 2, "Did you mean 'Brenno'"),
        ((GRAPH, "Brenno", "a"), 2, "which fact"),
        ((GRAPH,), 2, "which fact"),
        ((GRAPH, "Brenno", "a", "ck:Place", "--format", "xml"), 2, "Known: text, json, ttl"),
        ((GRAPH, '"x"', "a", "ck:Place"), 2, "cannot be the literal"),
        ((GRAPH, "<not an iri>", "a", "ck:Place"), 2, "is no IRI"),
        ((GRAPH, "--query", "allies-and-adversaries", "--row", "999"), 2, "there is no row 999"),
        (("none.trig", "Brenno", "a", "ck:Place"), 3, "no such file"),
    ],
)
def test_what_cannot_be_explained_is_told(args: tuple[str, ...], code: int, message: str) -> None:
    result = run(*args)
    assert (result.exit_code, message in result.output) == (code, True), result.output
