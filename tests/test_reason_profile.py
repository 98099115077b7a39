"""Which axioms lie outside OWL 2 RL, by the grammar of https://www.w3.org/TR/owl2-profiles/#OWL_2_RL."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reason_cases import HEAD, inferred

from kg.cli import cli
from kg.reason.profile import find_ignored
from kg.store import read_quads

SUITE = Path(__file__).parents[2] / "shared" / "eval" / "suites" / "owl2rl"


def find(text: str) -> list[str]:
    return [one.message for one in find_ignored(read_quads((HEAD + text).encode(), format="ttl"), "own.ttl")]


INSIDE = {
    "some values on the left": "[ owl:onProperty :p ; owl:someValuesFrom :B ] rdfs:subClassOf :C .",
    "anything on the left": "[ owl:onProperty :p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :C .",
    "union on the left": "[ owl:unionOf (:A [ owl:intersectionOf (:B :D) ]) ] rdfs:subClassOf :C .",
    "one of on the left": "[ owl:oneOf (:a :b) ] rdfs:subClassOf :C .",
    "all values on the right": ":C rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :D ] .",
    "complement on the right": ":C rdfs:subClassOf [ owl:complementOf [ owl:unionOf (:D :E) ] ] .",
    "at most one": ":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 1 ] .",
    "at most none of a class": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxQualifiedCardinality 0 ; "
        "owl:onClass [ owl:unionOf (:D :E) ] ] ."
    ),
    "at most one thing": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxQualifiedCardinality 1 ; owl:onClass owl:Thing ] ."
    ),
    "value on the right": ":C rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :v ] .",
    "value as a definition": ":C owl:equivalentClass [ owl:onProperty :p ; owl:hasValue :v ] .",
    "intersection as a definition": (
        ":C owl:equivalentClass [ owl:intersectionOf (:D [ owl:onProperty :p ; owl:hasValue :v ]) ] ."
    ),
    "intersection with a name": ":C owl:intersectionOf (:D :E) .",
    "complement as a domain": ":p rdfs:domain [ owl:complementOf :A ] .",
    "intersection as a range": ":p rdfs:range [ owl:intersectionOf (:A :B) ] .",
    "some values among disjoint classes": (
        "[] a owl:AllDisjointClasses ; owl:members (:A [ owl:onProperty :p ; owl:someValuesFrom :B ]) ."
    ),
    "key of a union": "[ owl:unionOf (:A :B) ] owl:hasKey (:p) .",
    "thing of a complement": ":a a [ owl:complementOf :B ] .",
    "some value of a datatype": "[ owl:onProperty :p ; owl:someValuesFrom xsd:integer ] rdfs:subClassOf :C .",
    "datatypes that are intersected": (
        ":p rdfs:range [ a rdfs:Datatype ; owl:intersectionOf (xsd:integer xsd:nonNegativeInteger) ] ."
    ),
    "below everything": ":C rdfs:subClassOf owl:Thing . :p rdfs:domain owl:Thing ; rdfs:range owl:Thing .",
    "property below everything": ":p rdfs:subPropertyOf owl:topObjectProperty .",
    "nothing above": ":C rdfs:subClassOf owl:Nothing .",
    "inverse without a name": ":C rdfs:subClassOf [ owl:onProperty [ owl:inverseOf :p ] ; owl:allValuesFrom :D ] .",
    "denial": (
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a ; owl:assertionProperty :p ; "
        "owl:targetIndividual :b ."
    ),
    "declarations alone": ":C a owl:Class . :p a owl:ObjectProperty . :a a owl:Thing .",
}
OUTSIDE = {
    "some values on the right": ":C rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :D ] .",
    "union on the right": ":A rdfs:subClassOf [ owl:unionOf (:B :C) ] .",
    "union in an intersection on the right": ":A rdfs:subClassOf [ owl:intersectionOf (:B [ owl:unionOf (:C :D) ]) ] .",
    "one of on the right": ":A rdfs:subClassOf [ owl:oneOf (:b :c) ] .",
    "union as a definition": ":C owl:equivalentClass [ owl:unionOf (:D :E) ] .",
    "union with a name": ":C owl:unionOf (:D :E) .",
    "one of as a definition": ":A owl:equivalentClass [ owl:oneOf (:b :c) ] .",
    "complement as a definition": ":A owl:equivalentClass [ owl:complementOf :B ] .",
    "complement with a name": ":A owl:complementOf :B .",
    "definition the other way round": "[ owl:complementOf :B ] owl:equivalentClass :A .",
    "all values as a definition": ":A owl:equivalentClass [ owl:onProperty :p ; owl:allValuesFrom :B ] .",
    "at most one as a definition": ":A owl:equivalentClass [ owl:onProperty :p ; owl:maxCardinality 1 ] .",
    "some values within a definition": (
        ":A owl:equivalentClass [ owl:intersectionOf (:B [ owl:onProperty :p ; owl:someValuesFrom :C ]) ] ."
    ),
    "all values on the left": "[ owl:onProperty :p ; owl:allValuesFrom :B ] rdfs:subClassOf :A .",
    "complement on the left": "[ owl:complementOf :B ] rdfs:subClassOf :A .",
    "complement within some values on the left": (
        "[ owl:onProperty :p ; owl:someValuesFrom [ owl:complementOf :B ] ] rdfs:subClassOf :A ."
    ),
    "complement of a complement": ":A rdfs:subClassOf [ owl:complementOf [ owl:complementOf :B ] ] .",
    "at most one on the left": "[ owl:onProperty :p ; owl:maxCardinality 1 ] rdfs:subClassOf :A .",
    "at most one of a complement": (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxQualifiedCardinality 1 ; "
        "owl:onClass [ owl:complementOf :B ] ] ."
    ),
    "at most two": ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 2 ] .",
    "at least one": ":A rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 1 ] .",
    "self": "[ owl:onProperty :p ; owl:hasSelf true ] rdfs:subClassOf :A .",
    "everything on the left": "owl:Thing rdfs:subClassOf :A .",
    "disjoint union": ":A owl:disjointUnionOf (:B :C) .",
    "reflexive": ":p a owl:ReflexiveProperty .",
    "union as a domain": ":p rdfs:domain [ owl:unionOf (:A :B) ] .",
    "union as a range": ":p rdfs:range [ owl:unionOf (:A :B) ] .",
    "thing of a union": ":a a [ owl:unionOf (:A :B) ] .",
    "thing of some values": ":a a [ owl:onProperty :p ; owl:someValuesFrom :B ] .",
    "union with a complement among disjoint classes": (
        "[] a owl:AllDisjointClasses ; owl:members (:A [ owl:unionOf (:B [ owl:complementOf :C ]) ]) ."
    ),
    "disjoint with a complement": ":A owl:disjointWith [ owl:complementOf :B ] .",
    "key of all values": "[ owl:onProperty :p ; owl:allValuesFrom :B ] owl:hasKey (:q) .",
    "all things by a property": "owl:topObjectProperty rdfs:subPropertyOf :p .",
    "property that nothing has": ":p rdfs:subPropertyOf owl:bottomObjectProperty .",
    "all things by a property of a class": (
        ":C rdfs:subClassOf [ owl:onProperty owl:topObjectProperty ; owl:hasValue :v ] ."
    ),
    "all things by a property in a chain": ":p owl:propertyChainAxiom (:q owl:topObjectProperty) .",
    "fact of all things": ":a owl:topObjectProperty :b .",
    "values that are listed": ":p rdfs:range [ a rdfs:Datatype ; owl:oneOf (1 2) ] .",
    "datatypes that are united": ":p rdfs:range [ a rdfs:Datatype ; owl:unionOf (xsd:integer xsd:string) ] .",
    "rational numbers": ":p rdfs:range owl:rational .",
    "two wrong sides": "[ owl:complementOf :B ] rdfs:subClassOf [ owl:unionOf (:C :D) ] .",
}  # fmt: skip


@pytest.mark.parametrize("case", INSIDE)
def test_what_the_profile_holds(case: str) -> None:
    assert find(INSIDE[case]) == []


@pytest.mark.parametrize("case", OUTSIDE)
def test_what_the_profile_does_not_hold(case: str) -> None:
    assert len(find(OUTSIDE[case])) == (2 if case == "two wrong sides" else 1)


def test_the_words_of_a_warning() -> None:
    assert find(":a a [ owl:unionOf (ck:Attack :B) ] . [ owl:complementOf ck:Attack ] rdfs:subClassOf ck:Event .") == [
        "<http://example.org/t/a> rdf:type … owl:unionOf lies outside OWL 2 RL: "
        "that a thing is of one of several classes leads to nothing",
        "owl:complementOf … rdfs:subClassOf ck:Event lies outside OWL 2 RL: "
        "no rule finds that a thing is not of a class",
    ]
    (half,) = find("ck:Event owl:equivalentClass [ owl:complementOf :B ] .")
    assert half == (
        "ck:Event owl:equivalentClass … owl:complementOf lies outside OWL 2 RL: "
        "half of it is ignored: no rule finds that a thing is not of a class"
    )


def test_circles_of_classes_end() -> None:
    assert (
        find("_:a owl:unionOf (_:a :B) . _:a rdfs:subClassOf :C . :C owl:intersectionOf _:l . _:l rdf:rest _:l .") == []
    )


def test_what_is_ignored_leads_to_nothing() -> None:
    """What the warnings say: nothing follows from what stands where the profile has it not."""
    assert inferred("[ owl:complementOf :B ] rdfs:subClassOf :A . :x a :C . :B owl:disjointWith :C .") == set()
    assert inferred("[ owl:onProperty :p ; owl:allValuesFrom :B ] rdfs:subClassOf :A . :x :p :y . :y a :B .") == set()


def test_the_ontology_of_kg_lies_in_the_profile() -> None:
    for name in ("conflict.ttl", "alignments.ttl"):
        path = Path(__file__).parents[1] / "ontology" / name
        assert list(find_ignored(read_quads(path), name)) == []


@pytest.mark.skipif(not SUITE.is_dir(), reason="W3C's cases (../shared/eval/suites/owl2rl) are not here")
def test_the_ontologies_of_w3c() -> None:
    """Nothing is said of those that W3C counts to the profile, save of a reflexive property, which has no rule."""
    told: dict[bool, set[str]] = {True: set(), False: set()}
    for case in json.loads((SUITE / "manifest.json").read_text()):
        file = SUITE / case["premise"]
        if file.stat().st_size and list(find_ignored(read_quads(file), file.name)):
            told["RL" in case["profiles"]].add(case["premise"])
    assert told[True] == {"cases/New-Feature-ReflexiveProperty-001/premise.nt"}
    assert len(told[False]) >= 182


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["reason", *args])


def test_axioms_outside_the_profile_are_told(tmp_path: Path) -> None:
    own, graph = tmp_path / "own.ttl", tmp_path / "graph.ttl"
    own.write_text(
        HEAD + ":C rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 2 ], :D . :q a owl:ReflexiveProperty ."
    )
    graph.write_text(HEAD + ":a a :C .")
    out = str(tmp_path / "out.nt")
    result = run(str(graph), "--ontology", str(own), "-o", out)
    assert result.exit_code == 0
    assert "owl:minCardinality lies outside OWL 2 RL" in result.stderr and "ReflexiveProperty" in result.stderr
    assert "<http://example.org/t/D>" in Path(out).read_text()
    strict = run(str(graph), "--ontology", str(own), "-o", out, "--strict")
    assert (strict.exit_code, "--strict refuses 2 such axioms" in strict.stderr) == (3, True)


def test_a_graph_that_is_its_own_ontology_is_told_of_once(tmp_path: Path) -> None:
    graph, out = tmp_path / "graph.ttl", str(tmp_path / "out.nt")
    graph.write_text(
        HEAD + ":C owl:equivalentClass [ owl:unionOf (:D :E) ] . [] a owl:AllDifferent ; owl:members (:a :b) . "
        ":a a :D ; owl:sameAs :b ."
    )
    again = str(tmp_path / "sub" / ".." / "graph.ttl")
    (tmp_path / "sub").mkdir()
    for ontology in ([str(graph)], [again], [again, str(graph)]):
        options = [part for path in ontology for part in ("--ontology", path)]
        result = run(str(graph), *options, "-o", out)
        assert (result.exit_code, result.stderr.count("half of it is ignored")) == (0, 1)
        assert (
            "<http://example.org/t/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/t/C>"
            in (Path(out).read_text())
        )
        checked = run(str(graph), *options, "--check")
        assert (checked.exit_code, checked.stdout.count("(eq-diff2)")) == (4, 1)
    other = tmp_path / "other.ttl"
    other.write_text(graph.read_text())
    assert run(str(graph), "--ontology", str(other), "-o", out).stderr.count("half of it is ignored") == 2
