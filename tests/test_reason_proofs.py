"""Proofs: there is one for each fact that follows, it is one when played again, and it is short."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from pyoxigraph import Quad
from reason_cases import close_text, shorten
from reason_worlds import graphs, ontologies

from kg.reason import Closure, close_quads
from kg.reason.bench.graphs import ONTOLOGY, make_graph
from kg.reason.replay import find_faults
from kg.reason.terms import to_triple
from kg.reason.wording import Step, to_text
from kg.store import read_quads


def prove(closure: Closure, quad: Quad) -> Step:
    encode = closure.reasoner.dictionary.encode
    proof = closure.prover.prove((encode(str(quad.subject)), encode(str(quad.predicate)), encode(str(quad.object))))
    assert proof is not None, f"no proof of {quad}"
    return closure.words.to_step(proof)


def check_all(closure: Closure, given: list[Quad]) -> int:
    """Every fact that follows has a proof that replays down to what is GIVEN; how many there are."""
    stated = {to_triple(quad) for quad in given}
    for quad in closure.inferred:
        step = prove(closure, quad)
        assert step.triple == to_triple(quad)
        assert find_faults(step, stated.__contains__) == [], show(step)
    return len(closure.inferred)


def show(step: Step, depth: int = 0) -> str:
    lines = [f"{'  ' * depth}{shorten(to_text(step.triple))} [{step.rule}]"]
    return "\n".join([*lines, *(show(part, depth + 1) for part in (*step.premises, *step.axioms))])


@settings(max_examples=150)
@given(ontology=ontologies, graph=graphs)
def test_every_fact_has_a_proof_that_replays(ontology: list[Quad], graph: list[Quad]) -> None:
    check_all(close_quads([*ontology, *graph], ontology=()), [*ontology, *graph])


def test_every_fact_of_a_made_graph_has_a_proof_that_replays() -> None:
    given = list(read_quads("".join(make_graph(1000)).encode(), format="nt"))
    closure = close_quads(given, ontology=[ONTOLOGY], include_ontology=True)
    assert check_all(closure, [*given, *closure.ontology]) > 1000


def test_a_false_proof_is_told() -> None:
    closure = close_text(":C rdfs:subClassOf :D . :a a :C .")
    step = prove(closure, closure.inferred[0])
    stated = {to_triple(quad) for quad in closure.asserted}
    assert find_faults(step, stated.__contains__) == []
    assert find_faults(step, lambda _: False) != []
    other = Step(triple=step.triple, rule="prp-dom", says="", premises=step.premises, axioms=step.axioms)
    assert len(find_faults(other, stated.__contains__)) == 1
    without = Step(triple=step.triple, rule="cax-sco", says="", premises=step.premises)
    assert len(find_faults(without, stated.__contains__)) == 1


@pytest.mark.parametrize(
    ("text", "fact", "expected"),
    [
        (":C rdfs:subClassOf :D . :D rdfs:subClassOf :E . :C rdfs:subClassOf :E . :a a :C .", ":a a :E", 1),
        (":p rdfs:subPropertyOf :q . :q rdfs:domain :C . :B rdfs:subClassOf :C . :a :p :b ; a :B .", ":a a :C", 1),
        (":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d . :d :p :e .", ":a :p :e", 2),
    ],
)
def test_the_shortest_proof_is_taken(text: str, fact: str, expected: int) -> None:
    closure = close_text(text)
    (quad,) = (quad for quad in closure.inferred if shorten(str(quad.triple)) == fact)
    assert measure(prove(closure, quad)) == expected


def measure(step: Step) -> int:
    """The number of rules from the fact to the farthest stated one."""
    return 0 if step.rule == "asserted" else 1 + max(map(measure, step.premises), default=0)


def test_equality_is_explained_name_by_name() -> None:
    closure = close_text(
        ":p a owl:InverseFunctionalProperty . :a :p :x . :b :p :x . :b owl:sameAs :c . :c :q :d . :q rdfs:domain :K ."
    )
    (quad,) = (quad for quad in closure.inferred if shorten(str(quad.triple)) == ":a a :K")
    step = prove(closure, quad)
    rules = {one.rule for one in _walk(step)}
    assert {"eq-rep-s", "prp-ifp", "prp-dom", "asserted"} <= rules
    assert {shorten(to_text(leaf.triple)) for leaf in step.leaves} >= {":b owl:sameAs :c", ":c :q :d"}


def _walk(step: Step) -> list[Step]:
    return [step, *(found for part in step.premises for found in _walk(part))]


def test_what_does_not_hold_has_no_proof() -> None:
    closure = close_text(":C rdfs:subClassOf :D . :a a :D .")
    encode = closure.reasoner.dictionary.encode
    words = [f"<http://example.org/t/{letter}>" for letter in "aC"]
    assert closure.prover.prove((encode(words[0]), closure.reasoner.type, encode(words[1]))) is None
