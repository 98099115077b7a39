"""`kg explain`: the proof of a fact by its terms, by labels, or by the row of an answer, in three forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.cli import cli
from kg.reason import close_quads, explain
from kg.reason.terms import to_triple
from kg.serialise import serialise
from kg.store import INFERRED_GRAPH, read_quads

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
    ("query", "told"),
    [("where", '"place" (ck:place) "Brenno"'), ("casualties", '"injuries" (ck:injuries) "30"^^xsd:integer')],
)
def test_values_and_what_a_later_cell_has_to_an_earlier_one_are_explained_too(query: str, told: str) -> None:
    result = run(GRAPH, "--query", query, "--row", "1")
    assert (result.exit_code, told in result.stdout) == (0, True)


def test_a_row_without_facts_between_its_things_tells_their_classes(tmp_path: Path) -> None:
    query = tmp_path / "groups.rq"
    query.write_text('SELECT ?name ("ArmedGroup" AS ?class) WHERE { ?thing a ck:ArmedGroup ; rdfs:label ?name }')
    result = run(GRAPH, "--query", str(query), "--row", "1")
    assert (result.exit_code, 'a "armed group" (ck:ArmedGroup)' in result.stdout) == (0, True)


@pytest.mark.parametrize(
    ("fact", "same"),
    [
        (("Government of Velmora", "allied with", "Army of Ostria"), ALLIED),
        (("Brenno", "a", "place"), ("Brenno", "a", "ck:Place")),
        (("city", "rdfs:subClassOf", "place"), ("ck:City", "rdfs:subClassOf", "ck:Place")),
        (("entity/brenno", "a", "ck:Place"), ("Brenno", "a", "ck:Place")),
        (("talks-off/event/5", "injuries", "30"), ("article/talks-off/event/5", "ck:injuries", '"30"^^xsd:integer')),
        (("talks-off/event/5", "injuries", '"30"'), ("article/talks-off/event/5", "ck:injuries", '"30"^^xsd:integer')),
        (("brenno", "type", "Place"), ("Brenno", "a", "ck:Place")),
        (("/entity/brenno", "rdf:type", "City"), ("Brenno", "a", "ck:City")),
        (("<entity/brenno>", "a", "CITY"), ("Brenno", "a", "ck:City")),
        (("Brenno", "label", "Brenno"), ("Brenno", "rdfs:label", '"Brenno"')),
        (("City", "subClassOf", "Place"), ("ck:City", "rdfs:subClassOf", "ck:Place")),
        (("hostileTo", "a", "SymmetricProperty"), ("ck:hostileTo", "a", "owl:SymmetricProperty")),
        (("agent", "domain", "Event"), ("ck:agent", "rdfs:domain", "ck:Event")),
        (("talks-off/event/5", "factuality", "actual"), ("talks-off/event/5", "ck:factuality", "ck:actual")),
        (("government of velmora", "alliedWith", "Army_of_Ostria"), ALLIED),
    ],
)
def test_properties_and_classes_go_by_their_labels(fact: tuple[str, ...], same: tuple[str, ...]) -> None:
    result = run(GRAPH, *fact)
    assert (result.exit_code, result.stdout) == (0, run(GRAPH, *same).stdout)


def test_a_row_is_explained_by_all_that_it_rests_on() -> None:
    told = run(GRAPH, "--query", "quad-class", "--row", "1").stdout
    assert '"quad class" (ck:quadClass) "material conflict"' in told
    tree = json.loads(run(GRAPH, "--query", "quad-class", "--row", "1", "--format", "json").stdout)
    shown = {fact["text"] for fact in tree}
    inner = {part["text"] for fact in tree for part in fact.get("premises", ())}
    assert inner and not shown & inner


def test_the_row_is_the_one_that_kg_query_shows(tmp_path: Path) -> None:
    stated = tmp_path / "stated.trig"
    quads = [quad for quad in read_quads(GRAPH) if quad.graph_name != NamedNode(INFERRED_GRAPH)]
    stated.write_bytes(serialise(quads, RdfFormat.TRIG))
    rows = (
        CliRunner().invoke(cli, ["query", str(stated), "allies-and-adversaries", "--format", "csv"]).stdout.splitlines()
    )
    for number, row in enumerate(rows[1:], 1):
        name, _, other, *_ = row.split(",")
        told = run(str(stated), "--query", "allies-and-adversaries", "--row", str(number)).stdout
        assert name in told and other in told


def test_what_follows_is_explained_in_turtle_of_all_triples_too(tmp_path: Path) -> None:
    turtle = tmp_path / "all.ttl"
    quads = {Quad(*quad.triple) for quad in read_quads(GRAPH)}
    turtle.write_bytes(serialise(quads, RdfFormat.TURTLE))
    result = run(str(turtle), "Brenno", "a", "Place")
    assert (result.exit_code, "[cax-sco]" in result.stdout) == (0, True)
    assert "stated in the default graph" in run(str(turtle), "Brenno", "a", "City").stdout


def test_a_row_that_rests_on_nothing_is_told(tmp_path: Path) -> None:
    query = tmp_path / "none.rq"
    query.write_text("SELECT (COUNT(*) AS ?n) WHERE { ?x a ck:Nothing }")
    result = run(GRAPH, "--query", str(query), "--row", "1")
    assert (result.exit_code, "Row 1 rests on no fact of the graph" in result.stderr) == (1, True)


def test_what_was_inferred_otherwise_is_told(tmp_path: Path) -> None:
    graph = tmp_path / "g.trig"
    fact = "<http://x.org/a> <https://w3id.org/conflict-kg/ontology#supports> <http://x.org/b>"
    graph.write_text(f"<{INFERRED_GRAPH}> {{ {fact} }}")
    result = run(str(graph), "http://x.org/a", "supports", "http://x.org/b")
    assert (result.exit_code, "inferred by another ontology or by other rules" in result.stderr) == (1, True)


OWN = """
@prefix : <http://example.org/t/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:C rdfs:subClassOf :D .
:D owl:equivalentClass [ owl:intersectionOf (:F [ owl:unionOf (:G :H) ]) ] .
:p rdfs:domain :C ; rdfs:label "commands" . :q rdfs:subPropertyOf :p . :a :q :b .
:r owl:propertyChainAxiom (:r :r) . :n rdfs:range xsd:byte . :C owl:disjointWith :K . :NoK owl:complementOf :K .
:A a owl:Class ; owl:sameAs :B . :B a owl:Class .
"""


@pytest.mark.parametrize(
    ("fact", "lines"),
    [
        (
            (":a", "commands", ":b"),
            [
                'whatever has something for :q has it for "commands" (:p) [prp-spo1]',
                "axiom: :q rdfs:subPropertyOf :p (stated in the default graph)",
            ],
        ),
        ((":a", "a", ":F"), ["because every (:F and (:G or :H)) is :F [cls-int2]", ":a a (:F and (:G or :H))"]),
        ((":C", "rdfs:subClassOf", ":F"), ["[scm-sco]", "(:F and (:G or :H)) rdfs:subClassOf :F", "[scm-int]"]),
        ((":q", "rdfs:domain", ":D"), ["[scm-dom1]", "[scm-dom2]"]),
        ((":C", "rdfs:subClassOf", "owl:Thing"), ["because each class is of things [scm-cls]"]),
        ((":C", "rdfs:subClassOf", ":C"), ["because each class is below itself [scm-cls]"]),
        ((":p", "owl:equivalentProperty", ":p"), ["because each property is equal to itself [scm-op]"]),
        ((":a", "owl:sameAs", ":a"), ["because each thing is the same as itself [eq-ref]"]),
        ((":a", "a", "owl:Thing"), ["because everything is a thing [cls-thing]"]),
        (
            (":r", "a", "owl:TransitiveProperty"),
            ["is one of it [scm-trp]", ":r owl:propertyChainAxiom"],
        ),
        ((":n", "rdfs:range", "xsd:int"), ["[scm-rng-dt]", ":n rdfs:range xsd:byte"]),
        ((":a", "a", ":NoK"), ["[cax-dw-com]", ":C owl:disjointWith :K", ":NoK owl:complementOf :K", "[prp-dom]"]),
        ((":A", "owl:equivalentClass", ":B"), ["classes that are one have the same members [scm-same]"]),
        (("xsd:int", "a", "rdfs:Datatype"), ["[dt-type1]"]),
    ],
)
def test_what_is_said_of_classes_and_properties_is_explained(
    tmp_path: Path, fact: tuple[str, ...], lines: list[str]
) -> None:
    graph = tmp_path / "own.ttl"
    graph.write_text(OWN)
    words = (f"http://example.org/t/{word[1:]}" if word.startswith(":") else word for word in fact)
    result = run(str(graph), *words, "--no-ontology")
    told = result.stdout.replace("<http://example.org/t/", ":").replace(">", "")
    assert result.exit_code == 0, result.output
    assert [line for line in lines if line not in told] == [], told


def test_what_is_said_of_other_classes_does_not_follow(tmp_path: Path) -> None:
    graph = tmp_path / "own.ttl"
    graph.write_text(OWN)
    iri = "http://example.org/t/"
    for fact in (("C", "rdfs:subClassOf", "K"), ("b", "a", "NoK"), ("p", "rdfs:domain", "H"), ("a", "owl:sameAs", "b")):
        result = run(str(graph), iri + fact[0], fact[1], iri + fact[2], "--no-ontology")
        assert (result.exit_code, "neither stated nor follows" in result.stderr) == (1, True), fact


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        ((GRAPH, "Brenno", "ck:hasAgentt", "Brenno"), 2, "has a property ck:hasAgentt\n  Did you mean ck:agent?"),
        ((GRAPH, "Brenno", "ck:hostileToo", "Brenno", "--no-ontology"), 2, "Did you mean ck:hostileTo?"),
        ((GRAPH, "Brenno", "ck:deaths", "Brenno", "--no-ontology"), 1, 'No proof: "Brenno"'),
        ((GRAPH, "Brenno", "hostile to", "Tarsen"), 1, '"hostile to" (ck:hostileTo) "Tarsen"'),
        ((GRAPH, "Brenno", "hostil to", "Tarsen"), 2, "Did you mean 'hostile to'?"),
        ((GRAPH, "Brenno", "isHostilTo", "Tarsen"), 2, "Did you mean 'hostile to'?"),
        ((GRAPH, "talks-off/event/5", "injuries", "31"), 1, '"31" is neither stated nor follows\n  It has this: "30"'),
        ((GRAPH, "talks-off/event/5", "begin", "2020-03"), 1, "neither stated nor follows\n  It has other properties:"),
        ((GRAPH, "Brenno", "a", "Person"), 1, "It has this: city"),
        ((GRAPH, "http://x.org/nobody", "a", "Person"), 1, "The graph says nothing of <http://x.org/nobody>"),
        ((GRAPH, "Brenno", "Tarsen", "Tarsen"), 2, "nothing is called 'Tarsen', which was to be the property"),
        ((GRAPH, "Brenno", "a", "ck:Citty"), 2, "has a class ck:Citty\n  Did you mean ck:City?"),
        ((GRAPH, "Brenno", "rdfs:lable", '"x"'), 2, "Did you mean rdfs:label?"),
        ((GRAPH, "Brenno", "http://example.org/none", "Tarsen"), 1, "neither stated nor follows"),
        ((GRAPH, "Brenno", "a", "ck:Person"), 1, "neither stated nor follows"),
        ((GRAPH, "Breno", "a", "ck:Place"), 2, "Did you mean 'Brenno'"),
        ((GRAPH, "event/1", "a", "ck:Attack"), 2, "2 things end with 'event/1'\n  Name more of one: http://"),
        ((GRAPH, "entity/breno", "a", "ck:Place"), 2, "nothing is called 'entity/breno'"),
        ((GRAPH, "Brenno", "a"), 2, "which fact"),
        ((GRAPH,), 2, "which fact"),
        ((GRAPH, "Brenno", "a", "ck:Place", "--format", "xml"), 2, "Known: text, json, ttl"),
        ((GRAPH, '"x"', "a", "ck:Place"), 2, "cannot be the literal"),
        ((GRAPH, "<not an iri>", "a", "ck:Place"), 2, "is no IRI"),
        ((GRAPH, "--query", "allies-and-adversaries", "--row", "999"), 2, "there is no row 999"),
        ((GRAPH, "Brenno", "a", "ck:Place", "--row", "1"), 2, "--row and --param belong to --query"),
        ((GRAPH, "Brenno", "a", "ck:Place", "-p", "kind=Attack"), 2, "--row and --param belong to --query"),
        (("none.trig", "Brenno", "a", "ck:Place"), 3, "no such file"),
    ],
)
def test_what_cannot_be_explained_is_told(args: tuple[str, ...], code: int, message: str) -> None:
    result = run(*args)
    assert (result.exit_code, message in result.output) == (code, True), result.output


def test_all_that_follows_of_classes_and_properties_has_an_explanation() -> None:
    ontology = Path(__file__).parents[1] / "ontology" / "conflict.ttl"
    closure = close_quads(read_quads(ontology), ontology=(), schema=True)
    triples = [triple for quad in closure.inferred if (triple := to_triple(quad)) is not None]
    assert len(triples) > 900
    assert [triple for triple in triples if explain(closure, triple) is None] == []
