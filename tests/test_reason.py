"""The closure: each family of rules, what is kept of it, and what never is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad
from reason_cases import HEAD, close_news, close_text, inferred, show

from kg.errors import InputError, UsageError
from kg.reason import ONTOLOGY_GRAPH, close_quads, reason
from kg.store import BACKGROUND_GRAPH, INFERRED_GRAPH, quads_of, read_quads, to_dataset

# W3C's name of the rule, axioms and facts, what follows (all of it), what a rule gone wrong would give
RULES = [
    ("prp-dom", ":p rdfs:domain :C . :a :p :b .", {":a a :C"}),
    ("prp-rng", ":p rdfs:range :C . :a :p :b .", {":b a :C"}),
    ("prp-fp", ":p a owl:FunctionalProperty . :a :p :b, :c .", {":b owl:sameAs :c", ":c owl:sameAs :b"}),
    ("prp-fp: one value each", ":p a owl:FunctionalProperty . :a :p :b . :d :p :c .", set()),
    (
        "prp-ifp",
        ":p a owl:InverseFunctionalProperty . :a :p :c . :b :p :c .",
        {":a owl:sameAs :b", ":b owl:sameAs :a"},
    ),
    ("prp-symp", ":p a owl:SymmetricProperty . :a :p :b .", {":b :p :a"}),
    ("prp-trp", ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d .", {":a :p :c", ":a :p :d", ":b :p :d"}),
    ("prp-trp: not for others", ":p a owl:TransitiveProperty . :a :q :b . :b :q :c .", set()),
    ("prp-spo1", ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r . :a :p :b .", {":a :q :b", ":a :r :b"}),
    ("prp-spo1: not upwards", ":p rdfs:subPropertyOf :q . :a :q :b .", set()),
    ("prp-spo2", ":r owl:propertyChainAxiom (:p :q) . :a :p :b . :b :q :c .", {":a :r :c"}),
    ("prp-spo2: three", ":r owl:propertyChainAxiom (:p :q :p) . :a :p :b . :b :q :c . :c :p :d .", {":a :r :d"}),
    ("prp-spo2: broken", ":r owl:propertyChainAxiom (:p :q) . :a :p :b . :c :q :d . :b :p :d .", set()),
    ("prp-eqp1", ":p owl:equivalentProperty :q . :a :p :b .", {":a :q :b"}),
    ("prp-eqp2", ":p owl:equivalentProperty :q . :a :q :b .", {":a :p :b"}),
    ("prp-inv1", ":p owl:inverseOf :q . :a :p :b .", {":b :q :a"}),
    ("prp-inv2", ":p owl:inverseOf :q . :a :q :b .", {":b :p :a"}),
    (
        "prp-key",
        ":C owl:hasKey (:p :q) . :a a :C ; :p :k ; :q :l . :b a :C ; :p :k ; :q :l .",
        {":a owl:sameAs :b", ":b owl:sameAs :a"},
    ),
    ("prp-key: last key differs", ":C owl:hasKey (:p :q) . :a a :C ; :p :k ; :q :l . :b a :C ; :p :k ; :q :m .", set()),
    ("prp-key: only key differs", ":C owl:hasKey (:p) . :a a :C ; :p :k . :b a :C ; :p :l .", set()),
    ("prp-key: no member", ":C owl:hasKey (:p) . :a a :C ; :p :k . :b :p :k .", set()),
    ("cls-int1", ":C owl:intersectionOf (:D :E) . :a a :D, :E .", {":a a :C"}),
    ("cls-int1: only one", ":C owl:intersectionOf (:D :E) . :a a :D .", set()),
    ("cls-int2", ":C owl:intersectionOf (:D :E) . :a a :C .", {":a a :D", ":a a :E"}),
    ("cls-uni", ":C owl:unionOf (:D :E) . :a a :D .", {":a a :C"}),
    ("cls-svf1", ":C owl:someValuesFrom :D ; owl:onProperty :p . :a :p :b . :b a :D .", {":a a :C"}),
    ("cls-svf1: other class", ":C owl:someValuesFrom :D ; owl:onProperty :p . :a :p :b . :b a :E .", set()),
    ("cls-svf2", ":C owl:someValuesFrom owl:Thing ; owl:onProperty :p . :a :p :b .", {":a a :C"}),
    ("cls-avf", ":C owl:allValuesFrom :D ; owl:onProperty :p . :a a :C ; :p :b .", {":b a :D"}),
    ("cls-avf: no member", ":C owl:allValuesFrom :D ; owl:onProperty :p . :a :p :b .", set()),
    ("cls-hv1", ":C owl:hasValue :v ; owl:onProperty :p . :a a :C .", {":a :p :v"}),
    ("cls-hv1: a literal", ":C owl:hasValue 7 ; owl:onProperty :p . :a a :C .", {':a :p "7"^^xsd:integer'}),
    ("cls-hv2", ":C owl:hasValue :v ; owl:onProperty :p . :a :p :v .", {":a a :C"}),
    ("cls-hv2: other value", ":C owl:hasValue :v ; owl:onProperty :p . :a :p :w .", set()),
    (
        "cls-maxc2",
        ":C owl:maxCardinality 1 ; owl:onProperty :p . :a a :C ; :p :b, :c .",
        {":b owl:sameAs :c", ":c owl:sameAs :b"},
    ),
    (
        "cls-maxqc3",
        ":C owl:maxQualifiedCardinality 1 ; owl:onProperty :p ; owl:onClass :D . "
        ":a a :C ; :p :b, :c, :d . :b a :D . :c a :D .",
        {":b owl:sameAs :c", ":c owl:sameAs :b"},
    ),
    ("cls-oo", ":C owl:oneOf (:a :b) . :a :p :b .", {":a a :C", ":b a :C"}),
    ("cax-sco", ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E . :a a :C .", {":a a :D", ":a a :E"}),
    ("cax-sco: not downwards", ":C rdfs:subClassOf :D . :a a :D .", set()),
    ("cax-eqc1", ":C owl:equivalentClass :D . :a a :C .", {":a a :D"}),
    ("cax-eqc2", ":C owl:equivalentClass :D . :a a :D .", {":a a :C"}),
    ("eq-sym", ":a owl:sameAs :b .", {":b owl:sameAs :a"}),
    ("eq-rep-s", ":a owl:sameAs :b . :a :p :c .", {":b owl:sameAs :a", ":b :p :c"}),
    ("eq-rep-o", ":a owl:sameAs :b . :c :p :a .", {":b owl:sameAs :a", ":c :p :b"}),
    ("eq-rep-s: labels too", ':a owl:sameAs :b ; rdfs:label "A" .', {":b owl:sameAs :a", ':b rdfs:label "A"'}),
    ("eq-rep: classes without axiom", ":a owl:sameAs :b . :a a :C .", {":b owl:sameAs :a", ":b a :C"}),
    ("cls-thing", "owl:Thing rdfs:subClassOf :E . :C a owl:Class . :a a :C . :b a :D .", {":a a :E"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in RULES], ids=[case[0] for case in RULES])
def test_what_follows_is_exactly_what_the_rule_says(text: str, expected: set[str]) -> None:
    assert inferred(text) == expected


def test_equality_is_transitive_and_carries_all_facts() -> None:
    found = inferred(":a owl:sameAs :b . :b owl:sameAs :c . :a :p :x . :y :q :c .")
    assert found >= {":a owl:sameAs :c", ":c owl:sameAs :a", ":c :p :x", ":b :p :x", ":y :q :a", ":y :q :b"}
    assert not any(f"{name} owl:sameAs {name}" in found for name in (":a", ":b", ":c", ":x"))


def test_same_properties_hold_of_the_same_things() -> None:
    assert ":a :q :b" in inferred(":p owl:sameAs :q . :a :p :b .")


def test_rules_feed_one_another() -> None:
    text = """
        :heads rdfs:subPropertyOf :in . :in owl:propertyChainAxiom (:in :of) . :in owl:inverseOf :has .
        :Big owl:someValuesFrom :Person ; owl:onProperty :has . :heads rdfs:domain :Person .
        :a :heads :unit . :unit :of :army ."""
    assert inferred(text) == {
        ":a :in :unit", ":a :in :army", ":unit :has :a", ":army :has :a",
        ":a a :Person", ":unit a :Big", ":army a :Big",
    }  # fmt: skip


# ---------------------------------------------------------------- what is left out


def test_nothing_trivial_follows() -> None:
    text = """
        :C a owl:Class ; rdfs:subClassOf :D ; rdfs:label "C" . :D a owl:Class .
        :p a owl:ObjectProperty ; rdfs:range :D .
        :n a owl:DatatypeProperty ; rdfs:range xsd:integer ; rdfs:domain owl:Thing .
        :a a owl:NamedIndividual, :C ; :p :b ; :n 3 ; rdfs:label "a" ; :note "free text"@en ."""
    assert inferred(text) == {":a a :D", ":b a :D"}


def test_literals_are_never_subjects_nor_changed() -> None:
    text = ':p rdfs:subPropertyOf :q . :q rdfs:range xsd:decimal . :a :p 1.50, "007"^^xsd:integer .'
    assert inferred(text) == {':a :q "1.50"^^xsd:decimal', ':a :q "007"^^xsd:integer'}


def test_no_name_of_the_ontology_becomes_a_subject() -> None:
    found = close_news(
        "{ <http://example.org/kg/article/a/event/1> a ck:Bombing ; ck:factuality ck:actual . }"
    ).inferred
    assert {quad.subject.value for quad in found} == {"http://example.org/kg/article/a/event/1"}


def test_blank_nodes_of_axioms_stay_out() -> None:
    text = ":a a :C . :C rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :v ] ."
    quads = list(read_quads((HEAD + text).encode(), format="trig"))
    data = [quad for quad in quads if quad.subject.value.startswith("http://example.org/t/a")]
    assert show(close_quads(data, ontology=()).inferred) == set()
    assert not any("_:" in triple for triple in show(close_news("{ :e a ck:Bombing . }").inferred))


def test_statements_about_classes_come_only_when_asked_for() -> None:
    text = ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E . :C a owl:Class ."
    assert inferred(text) == set()
    assert ":C rdfs:subClassOf :E" in inferred(text, schema=True)
    assert ":C rdfs:subClassOf :C" not in inferred(text, schema=True)


# ---------------------------------------------------------------- graphs

STORY = """
<http://example.org/kg/article/a#char=0,40> {
  <http://example.org/kg/article/a/event/1> a ck:ArmedAssault ; ck:agent <http://example.org/kg/article/a/entity/1> ;
      ck:target <http://example.org/kg/article/a/entity/2> ; ck:strikes <http://example.org/kg/article/a/entity/2> ;
      ck:against ent:afghan-government ; ck:factuality ck:actual ; ck:deaths "007"^^xsd:integer .
  <http://example.org/kg/article/a/entity/1> a ck:ArmedGroup ; ck:memberOf ent:red-brigade .
  <http://example.org/kg/article/a/entity/2> a ck:Facility ; ck:locatedIn ent:kabul .
  ent:kabul a ck:City ; rdfs:label "Kabul" . ent:red-brigade a ck:ArmedGroup . ent:afghan-government a ck:Government .
}
<http://example.org/kg/article/a#char=41,90> {
  <http://example.org/kg/article/a/event/2> a ck:PrisonerRelease ;
      ck:target <http://example.org/kg/article/a/entity/3> ;
      ck:counterpart <http://example.org/kg/article/a/entity/1> ; ck:factuality ck:actual .
  <http://example.org/kg/article/a/entity/3> a ck:Population .
  ent:kabul a ck:City .
}
"""


def test_the_ontology_draws_the_conclusions_it_was_made_for() -> None:
    found = show(close_news(STORY).inferred)
    assert found >= {
        "a/event/1 ck:place ent:kabul",
        "a/event/1 ck:place ent:afghanistan",
        "a/event/1 a sem:Event",
        "a/event/1 ck:answerable ent:red-brigade",
        "ent:red-brigade ck:hostileTo ent:afghan-government",
        "ent:afghan-government ck:hostileTo ent:red-brigade",
        "a/entity/2 a ck:PhysicalTarget",
        "a/event/1 ck:quadClass ck:materialConflict",
        "a/event/2 ck:quadClass ck:materialCooperation",
        "a/event/2 ck:participant ent:red-brigade",
    }
    assert not found & {"a/entity/3 a ck:PhysicalTarget", "a/entity/3 a ck:TargetOfViolence"}


def test_what_was_given_comes_out_unchanged_beside_two_graphs() -> None:
    given = list(read_quads((HEAD + STORY).encode(), format="trig"))
    closure = close_quads(given)
    assert list(closure.asserted) == given
    assert {quad.graph_name.value for quad in closure.background} == {BACKGROUND_GRAPH}
    assert {quad.graph_name.value for quad in closure.inferred} == {INFERRED_GRAPH}
    stated = show([*closure.asserted, *closure.background])
    assert not stated & show(closure.inferred)


def test_reason_returns_a_new_dataset() -> None:
    dataset = to_dataset(read_quads((HEAD + STORY).encode(), format="trig"))
    before = set(quads_of(dataset))
    closed = reason(dataset)
    assert set(quads_of(dataset)) == before < set(quads_of(closed))
    assert len(closed.graph(rdflib.URIRef(INFERRED_GRAPH))) == len(close_news(STORY).inferred) > 50


def test_reasoning_twice_is_reasoning_once() -> None:
    once = close_news(STORY)
    twice = close_quads(once.quads)
    assert (twice.asserted, twice.background, twice.inferred) == (once.asserted, once.background, once.inferred)


def test_stale_conclusions_go() -> None:
    once = close_news(STORY)
    rest = [quad for quad in once.quads if "#char=0,40" not in str(quad.graph_name)]
    found = show(close_quads(rest).inferred)
    assert found and not any("hostileTo" in triple for triple in found)


def test_a_closed_graph_taken_as_facts_gives_nothing_new() -> None:
    closure = close_news(STORY)
    facts = [Quad(quad.subject, quad.predicate, quad.object) for quad in closure.quads]
    assert close_quads(facts).inferred == ()


def test_the_ontology_is_added_only_when_asked_for_and_once() -> None:
    given = list(read_quads((HEAD + STORY).encode(), format="trig"))
    assert close_quads(given).ontology == ()
    with_it = close_quads(given, include_ontology=True)
    assert {quad.graph_name.value for quad in with_it.ontology} == {ONTOLOGY_GRAPH}
    again = close_quads(with_it.quads, include_ontology=True)
    assert (again.asserted, again.inferred, len(again.ontology)) == (
        with_it.asserted,
        with_it.inferred,
        len(with_it.ontology),
    )


def test_output_is_sorted() -> None:
    lines = [str(quad) for quad in close_news(STORY).inferred]
    assert lines == sorted(lines)


def test_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "story.trig"
    source.write_text(HEAD + STORY, encoding="utf-8")
    code = (
        "import sys, pathlib; from kg.reason import close_quads; from kg.store import read_quads\n"
        "closure = close_quads(read_quads(pathlib.Path(sys.argv[1])))\n"
        "sys.stdout.write(''.join(f'{quad}\\n' for quad in closure.background + closure.inferred))"
    )
    outputs = {
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", code, str(source)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1 and outputs != {b""}


def test_triples_about_triples_pass_through() -> None:
    data = b"<http://example.org/t/a> <http://example.org/t/p> <<( <http://e/x> <http://e/y> <http://e/z> )>> ."
    quads = list(read_quads(data, format="nt"))
    assert close_quads(quads, ontology=()).quads == tuple(quads)


# ---------------------------------------------------------------- other ontologies, and none


def test_another_ontology_brings_no_background_of_ours(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(HEAD + ":knows a owl:SymmetricProperty . ent:kabul a :Town .", encoding="utf-8")
    quads = list(read_quads((HEAD + ":a :knows ent:kabul . ent:kabul a ck:City .").encode(), format="trig"))
    closure = close_quads(quads, ontology=[own])
    assert (show(closure.inferred), closure.background) == ({"ent:kabul :knows :a"}, ())


def test_several_ontologies_count_together(tmp_path: Path) -> None:
    first, second = tmp_path / "1.ttl", tmp_path / "2.ttl"
    first.write_text(HEAD + ":C rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :v ] .", encoding="utf-8")
    second.write_text(HEAD + ":D rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :w ] .", encoding="utf-8")
    quads = list(read_quads((HEAD + ":a a :C . :b a :D .").encode(), format="trig"))
    assert show(close_quads(quads, ontology=[first, second]).inferred) == {":a :p :v", ":b :p :w"}


def test_an_ontology_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        close_quads((), ontology=[tmp_path / "none.ttl"])


def test_an_unknown_engine_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match=r"owlrll.*\n.*Did you mean owlrl"):
        close_quads((), engine="owlrll")


def test_an_empty_graph_has_an_empty_closure() -> None:
    assert close_quads(()).quads == ()
    assert close_text("").quads == ()
