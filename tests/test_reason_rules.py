"""Rules of the user's own: what they give, with proofs, retracted with their premises; and what a rule cannot be."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from reason_cases import HEAD, close_news, show

import kg.reason.filters
from kg.errors import InputError, UsageError
from kg.reason import close_quads
from kg.reason.closure import find_rules
from kg.reason.dictionary import Numbers
from kg.reason.replay import find_faults
from kg.reason.tables import RULES
from kg.reason.terms import Triple, to_oxigraph
from kg.reason.user_rules import parse_rule, read_rules
from kg.store import read_quads

PREFIX = "PREFIX : <http://example.org/t/>\n"


def follow(rule: str, text: str, tmp_path: Path) -> set[str]:
    path = tmp_path / "own.rq"
    path.write_text(PREFIX + rule, encoding="utf-8")
    return show(close_quads(read_quads((HEAD + text).encode(), format="trig"), ontology=(), rules=[path]).inferred)


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("CONSTRUCT { ?x :r ?z } WHERE { ?x :p ?y . ?y :q ?z }", ":a :p :b . :b :q :c, 7 .",
         {":a :r :c", ':a :r "7"^^xsd:integer'}),
        ("CONSTRUCT { ?x :r ?z . ?z a :C } WHERE { ?x :p/^:q ?z }", ":a :p :b . :c :q :b .", {":a :r :c", ":c a :C"}),
        ("CONSTRUCT { ?x a :C } WHERE { { ?x a :A } UNION { ?x :p 3 } }", ":a a :A . :b :p 3 . :c :p 4 .",
         {":a a :C", ":b a :C"}),
        ("CONSTRUCT { ?x :older ?y } WHERE { ?x :age ?a . ?y :age ?b FILTER (?a > ?b + 1) }",
         ':a :age 9 . :b :age 3 . :c :age 8 . :d :age "old" .', {":a :older :b", ":c :older :b"}),
        ("CONSTRUCT { ?x :r ?x } WHERE { ?x :name ?n FILTER (CONTAINS(?n, \"(a) FILTER\")) }",
         ':a :name "x (a) FILTER (" . :b :name "y" .', {":a :r :a"}),
        ("CONSTRUCT { ?x owl:sameAs ?y } WHERE { ?x :id ?n . ?y :id ?n . ?x a :C . ?y a :C FILTER (?x != ?y) }",
         ":a :id 1 ; a :C . :b :id 1 ; a :C . :c :id 1 . :a :p :z .",
         {":a owl:sameAs :b", ":b owl:sameAs :a", ":b :p :z"}),
        ("CONSTRUCT { ?x :r ?y } WHERE { ?x :p [ :q ?y ] }", ":a :p :b . :b :q :c .", {":a :r :c"}),
        ("CONSTRUCT { ?x :p ?z } WHERE { ?x :p ?y . ?y :p ?z }", ":a :p :b . :b :p :c . :c :p :d .",
         {":a :p :c", ":a :p :d", ":b :p :d"}),
    ],
)  # fmt: skip
def test_what_a_rule_gives(rule: str, text: str, expected: set[str], tmp_path: Path) -> None:
    assert follow(rule, text, tmp_path) == expected


def test_rules_and_axioms_feed_one_another(tmp_path: Path) -> None:
    rule = "CONSTRUCT { ?x :likes ?y } WHERE { ?x :knows ?y . ?x a :Friend }"
    text = ":met rdfs:subPropertyOf :knows . :likes rdfs:range :Liked . :Liked rdfs:subClassOf :Friend . " \
        ":a a :Friend ; :met :b . :b :met :c ."  # fmt: skip
    assert {":a :likes :b", ":b a :Friend", ":b :likes :c", ":c a :Liked"} <= follow(rule, text, tmp_path)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("SELECT * WHERE { ?x :p ?y }", "CONSTRUCT"),
        ("CONSTRUCT { ?x :r ?y WHERE", "not valid SPARQL"),
        ("CONSTRUCT { ?x :r ?y } WHERE { ?x :p ?y FILTER NOT EXISTS { ?x :q ?y } }", "asks for what is"),
        ("CONSTRUCT { ?x :r ?y } WHERE { ?x :p ?y MINUS { ?x :q ?y } }", "asks for what is not there"),
        ("CONSTRUCT { ?x :r ?y } WHERE { ?x :p ?y OPTIONAL { ?x :q ?z } }", "asks for what is not there"),
        ("CONSTRUCT { ?x :r ?z } WHERE { ?x :p ?y }", r"\?z in what follows"),
        ("CONSTRUCT { ?x :r [] } WHERE { ?x :p ?y }", "blank node"),
        ("CONSTRUCT { ?x ?p ?y } WHERE { ?x ?p ?y }", "variable as property"),
        ("CONSTRUCT { ?x a ?c } WHERE { ?x a ?c }", "variable as class"),
        ("CONSTRUCT { ?x :r ?y } WHERE { ?x :p* ?y }", "path"),
        ("CONSTRUCT { ?x :r ?z } WHERE { ?x :p ?y BIND (?y + 1 AS ?z) }", "BIND"),
    ],
)
def test_what_cannot_be_a_rule_is_told(rule: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        list(parse_rule(PREFIX + rule, "own", where="own.rq"))
    assert caught.value.where == "own.rq"


def test_owlrl_has_no_rules_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text("CONSTRUCT { ?x ck:r ?y } WHERE { ?x ck:p ?y }")
    with pytest.raises(UsageError, match="owlrl knows no rules"):
        close_quads((), rules=[path], engine="owlrl")
    assert close_quads((), engine="owlrl").quads == ()


# ---------------------------------------------------------------- the rules that come with kg

STORY = """
:s1 { :raid a ck:ArmedAssault ; ck:factuality ck:actual ; ck:agent :rebels ; ck:against :army ;
        ck:begin "2024-03-01"^^xsd:date .
      :rebels a ck:ArmedGroup . :army a ck:SecurityForce . }
:s2 { :bombing a ck:Bombing ; ck:factuality ck:actual ; ck:agent :army ; ck:against :rebels ;
        ck:begin "2024-03-05"^^xsd:date . }
:s3 { :later a ck:Bombing ; ck:factuality ck:actual ; ck:agent :army ; ck:against :rebels ;
        ck:begin "2024-06-05"^^xsd:date . }
:s4 { :talks a ck:Negotiation ; ck:factuality ck:actual ; ck:agent :rebels ; ck:counterpart :army ;
        ck:begin "2024-03-20"^^xsd:date . }
:s5 { :massacre a ck:ArmedAssault ; ck:factuality ck:actual ; ck:agent :rebels ; ck:target :villagers .
      :villagers a ck:Population . }
:s6 { :plan a ck:ArmedAssault ; ck:factuality ck:planned ; ck:agent :rebels ; ck:against :army . }
:s7 { :clash a ck:ArmedAssault ; ck:factuality ck:actual ; ck:agent :rebels ; ck:against :militia .
      :militia a ck:ArmedGroup . }
"""


def test_the_rules_that_come_with_kg() -> None:
    found = show(close_news(STORY).inferred)
    assert {one.split()[0] + one.split()[2] for one in found if "ucdpType" in one} == {
        ':raid"1"^^ck:ucdpType', ':bombing"1"^^ck:ucdpType', ':later"1"^^ck:ucdpType',
        ':massacre"3"^^ck:ucdpType', ':clash"2"^^ck:ucdpType',
    }  # fmt: skip
    assert {one for one in found if "retaliatesFor" in one} == {":bombing ck:retaliatesFor :raid"}
    assert {one for one in found if "attacksWhile" in one} == {
        ":rebels ck:attacksWhileNegotiatingWith :army", ":army ck:attacksWhileNegotiatingWith :rebels",
    }  # fmt: skip


def test_what_a_rule_gives_has_a_proof() -> None:
    closure = close_news(STORY)
    (quad,) = (quad for quad in closure.inferred if "retaliatesFor" in str(quad))
    encode = closure.reasoner.dictionary.encode

    def number(triple: Triple) -> Numbers:
        one, two, three = (encode(str(to_oxigraph(term))) for term in triple)
        return one, two, three

    proof = closure.prover.prove((encode(str(quad.subject)), encode(str(quad.predicate)), encode(str(quad.object))))
    assert proof is not None and proof.rule == "retaliation-within-a-week"
    step = closure.words.to_step(proof)
    ours = (*RULES, *read_rules(find_rules()))
    assert find_faults(step, lambda triple: bool(closure.words.find_graphs(number(triple))), rules=ours) == []
    assert {graph[-2:] for leaf in step.leaves for graph in leaf.graphs} >= {"s1", "s2"}


def test_every_rule_has_a_summary() -> None:
    rules = find_rules()
    assert len(rules) >= 3
    assert all(path.read_text(encoding="utf-8").startswith("#+ summary: ") for path in rules)


def test_examples_in_the_code_are_true() -> None:
    result = doctest.testmod(kg.reason.filters)
    assert (result.failed, result.attempted > 0) == (0, True)
