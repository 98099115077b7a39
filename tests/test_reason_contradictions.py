"""Contradictions: each rule with a case that clashes and one that does not; what is told of them; equal values."""

from __future__ import annotations

import doctest

import pytest
import rdflib
from rdflib import OWL, RDF, XSD, Literal, URIRef
from reason_cases import HEAD, close_news, close_text, shorten

import kg.reason.background
import kg.reason.datatypes
from kg.errors import InconsistentGraphError
from kg.reason import Contradiction, describe_contradiction, find_contradictions, require_consistency
from kg.reason.datatypes import are_different, is_of_datatype, is_well_formed
from kg.reason.tables import CONTRADICTIONS
from kg.store import read_quads, to_dataset

CK = rdflib.Namespace("https://w3id.org/conflict-kg/ontology#")
ENT = rdflib.Namespace("http://example.org/kg/entity/")
T = rdflib.Namespace("http://example.org/t/")

# W3C's name of the rule, text that clashes, text like it that does not
CLASHES = [
    ("eq-diff1", ":a owl:differentFrom :b ; owl:sameAs :b .", ":a owl:differentFrom :b . :b owl:sameAs :c ."),
    ("eq-diff1", ":a owl:differentFrom :a .", ":a owl:sameAs :a ."),
    (
        "eq-diff2",
        "[] a owl:AllDifferent ; owl:members (:a :b :c) . :b owl:sameAs :c .",
        "[] a owl:AllDifferent ; owl:members (:a :b) . :b owl:sameAs :c .",
    ),
    (
        "eq-diff3",
        "[] a owl:AllDifferent ; owl:distinctMembers (:a :b :c) . :a owl:sameAs :c .",
        "[] a owl:AllDifferent ; owl:distinctMembers (:a :b :c) . :a owl:sameAs :d .",
    ),
    (
        "dt-diff",
        ":p a owl:FunctionalProperty . :a :p 3, 4 .",
        ':p a owl:FunctionalProperty . :a :p 3, 3.0, "03"^^xsd:integer . :b :p 4 .',
    ),
    (
        "dt-diff",
        ':C owl:maxCardinality 1 ; owl:onProperty :p . :a a :C ; :p "x", "y" .',
        ':C owl:maxCardinality 2 ; owl:onProperty :p . :a a :C ; :p "x", "y" .',
    ),
    ("prp-irp", ":p a owl:IrreflexiveProperty . :a :p :a .", ":p a owl:IrreflexiveProperty . :a :p :b ."),
    ("prp-asyp", ":p a owl:AsymmetricProperty . :a :p :b . :b :p :a .", ":p a owl:AsymmetricProperty . :a :p :b ."),
    (
        "prp-pdw",
        ":p owl:propertyDisjointWith :q . :a :p :b ; :q :b .",
        ":p owl:propertyDisjointWith :q . :a :p :b ; :q :c .",
    ),
    (
        "prp-adp",
        "[] a owl:AllDisjointProperties ; owl:members (:p :q :r) . :a :p :b ; :r :b .",
        "[] a owl:AllDisjointProperties ; owl:members (:p :q :r) . :a :p :b . :b :r :a .",
    ),
    (
        "prp-npa1",
        "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetIndividual :b . :a :p :b .",
        "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetIndividual :b . :a :p :c .",
    ),
    (
        "prp-npa2",
        "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetValue 3 . :a :p 3 .",
        "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetValue 3 . :a :p 4 .",
    ),
    ("cls-nothing2", ":C rdfs:subClassOf owl:Nothing . :a a :C .", ":C rdfs:subClassOf owl:Nothing . :a a :D ."),
    ("cls-com", ":C owl:complementOf :D . :a a :C, :D .", ":C owl:complementOf :D . :a a :C . :b a :D ."),
    (
        "cls-maxc1",
        ":C owl:maxCardinality 0 ; owl:onProperty :p . :a a :C ; :p :b .",
        ":C owl:maxCardinality 0 ; owl:onProperty :p . :a a :C . :b :p :a .",
    ),
    (
        "cls-maxqc1",
        ":C owl:maxQualifiedCardinality 0 ; owl:onProperty :p ; owl:onClass :D . :a a :C ; :p :b . :b a :D .",
        ":C owl:maxQualifiedCardinality 0 ; owl:onProperty :p ; owl:onClass :D . :a a :C ; :p :b . :b a :E .",
    ),
    (
        "cls-maxqc2",
        ":C owl:maxQualifiedCardinality 0 ; owl:onProperty :p ; owl:onClass owl:Thing . :a a :C ; :p :b .",
        ":C owl:maxQualifiedCardinality 0 ; owl:onProperty :p ; owl:onClass owl:Thing . :a a :D ; :p :b .",
    ),
    ("cax-dw", ":C owl:disjointWith :D . :a a :C, :D .", ":C owl:disjointWith :D . :a a :C . :b a :D ."),
    (
        "cax-adc",
        "[] a owl:AllDisjointClasses ; owl:members (:C :D :E) . :a a :C, :E .",
        "[] a owl:AllDisjointClasses ; owl:members (:C :D :E) . :a a :C, :F .",
    ),
    (
        "dt-not-type",
        ':p rdfs:range xsd:integer . :a :p "three" .',
        ':p rdfs:range xsd:decimal . :a :p 3, "2.5"^^xsd:decimal .',
    ),
    ("dt-not-type", ':a :p "three"^^xsd:integer .', ':a :p "+3"^^xsd:integer .'),
    ("dt-not-type", ":p rdfs:range xsd:positiveInteger . :a :p 0 .", ":p rdfs:range xsd:positiveInteger . :a :p 1 ."),
]  # fmt: skip


def contradictions(text: str) -> tuple[Contradiction, ...]:
    return find_contradictions(close_text(text))


@pytest.mark.parametrize(("rule", "clash", "well"), CLASHES, ids=[f"{case[0]}-{i}" for i, case in enumerate(CLASHES)])
def test_a_clash_is_found_once_under_its_name_and_nothing_else(rule: str, clash: str, well: str) -> None:
    assert [found.rule for found in contradictions(clash)] == [rule]
    assert contradictions(well) == ()


def test_every_rule_has_a_case() -> None:
    assert {rule.name for rule in CONTRADICTIONS} == {case[0] for case in CLASHES}


def test_every_word_in_a_message_is_a_variable_of_its_rule() -> None:
    for rule in CONTRADICTIONS:
        words = {part.split("}")[0] for part in rule.says.split("{")[1:]}
        assert words and all(f"?{word}" in f"{rule.axiom} {rule.facts}".split() for word in words), rule


CITY_AND_PERSON = """
<http://example.org/kg/article/a#char=0,40> {
    ent:kabul a ck:City ; rdfs:label "Kabul" .
    <http://example.org/kg/article/a/event/1> a ck:Bombing ; ck:place ent:kabul .
}
<http://example.org/kg/article/a#char=41,80> { ent:kabul a ck:Person . }
<http://example.org/kg/article/a#char=81,99> { ent:kabul a ck:Person . }
"""


def test_a_contradiction_names_axiom_facts_and_sentences() -> None:
    (found,) = find_contradictions(close_news(CITY_AND_PERSON))
    assert found.rule == "cax-adc"
    assert (
        shorten(found.message)
        == '"Kabul" (ent:kabul) is both "person" (ck:Person) and "place" (ck:Place), which nothing can be'
    )
    assert any(item == OWL.AllDisjointClasses for _, _, item in found.axiom)
    person, place = found.facts
    assert person.triple == (ENT.kabul, RDF.type, CK.Person)
    assert person.graphs == ("http://example.org/kg/article/a#char=41,80", "http://example.org/kg/article/a#char=81,99")
    assert place.triple == (ENT.kabul, RDF.type, CK.Place)
    assert place.graphs == ()
    assert [premise.triple for premise in place.because] == [(ENT.kabul, RDF.type, CK.City)]
    assert place.proof is not None and place.proof.rule == "cax-sco"
    assert found.sentences == (
        "http://example.org/kg/article/a#char=0,40",
        "http://example.org/kg/article/a#char=41,80",
        "http://example.org/kg/article/a#char=81,99",
        "https://w3id.org/conflict-kg/background",
    )


def test_a_contradiction_is_described_line_by_line() -> None:
    text = describe_contradiction(find_contradictions(close_news(CITY_AND_PERSON))[0])
    lines = [shorten(line) for line in text.splitlines()]
    assert lines[0].endswith("which nothing can be (cax-adc)")
    assert "    axiom: [] owl:members ( ck:Person ck:Place ck:Agreement )" in lines
    assert "    fact:  ent:kabul a ck:Place (follows)" in lines
    assert "        from ent:kabul a ck:City (stated in http://example.org/kg/article/a#char=0,40, " \
        "https://w3id.org/conflict-kg/background)" in lines  # fmt: skip


def test_facts_behind_links_are_named() -> None:
    text = """
        :p owl:propertyDisjointWith :q . :r rdfs:subPropertyOf :p . :s owl:inverseOf :q .
        :g { :a :r :b . :b :s :a . }"""
    (found,) = contradictions(text)
    assert [[part.triple for part in fact.because] for fact in found.facts] == [[(T.a, T.r, T.b)], [(T.b, T.s, T.a)]]
    assert found.sentences == (str(T.g),)


def test_the_error_tells_the_first_and_counts_the_rest() -> None:
    require_consistency(())
    text = ":C owl:disjointWith :D . " + " ".join(f":x{number} a :C, :D ." for number in range(7))
    with pytest.raises(InconsistentGraphError, match=r"(?s)in 7 ways.*:?x0.*disjointWith.*and 2 more") as caught:
        require_consistency(contradictions(text))
    assert caught.value.exit_code == 4


def test_contradictions_do_not_stop_the_closure() -> None:
    closure = close_text(":C owl:disjointWith :D ; rdfs:subClassOf :E . :a a :C, :D . :b a :C .")
    assert len(find_contradictions(closure)) == 1
    assert {shorten(str(quad.triple)) for quad in closure.inferred} == {":a a :E", ":b a :E"}


def test_two_values_of_a_functional_property_do_not_spread() -> None:
    closure = close_text(":p a owl:FunctionalProperty . :a :p 3, 4 . :b :p 4 ; :q 3 .")
    assert closure.inferred == ()
    assert [found.rule for found in find_contradictions(closure)] == ["dt-diff"]


def test_a_dataset_is_closed_first() -> None:
    dataset = to_dataset(read_quads((HEAD + CITY_AND_PERSON).encode(), format="trig"))
    (found,), (expected,) = find_contradictions(dataset), find_contradictions(close_news(CITY_AND_PERSON))
    assert describe_contradiction(found) == describe_contradiction(expected)


def test_contradictions_come_in_the_same_order() -> None:
    text = ":C owl:disjointWith :D . :p a owl:IrreflexiveProperty . :b a :C, :D ; :p :b . :a a :D, :C ; :p :a ."
    told = [(found.rule, shorten(found.message)[:2]) for found in contradictions(text)]
    assert told == [("prp-irp", ":a"), ("prp-irp", ":b"), ("cax-dw", ":a"), ("cax-dw", ":b")]


def test_a_contradiction_is_told_once_whatever_the_names() -> None:
    assert len(contradictions(":C owl:disjointWith :D . :a a :C, :D . :a owl:sameAs :a2 .")) == 1
    assert len(contradictions(":C owl:disjointWith :D . :a a :C, :D . :C owl:sameAs :C2 .")) == 1


# ---------------------------------------------------------------- values

WELL_FORMED = [
    ("12", "integer", True), ("+07", "integer", True), ("1.0", "integer", False), ("", "integer", False),
    ("-1", "nonNegativeInteger", False), ("255", "unsignedByte", True), ("256", "unsignedByte", False),
    ("1.", "decimal", True), (".5", "decimal", True), ("1e3", "decimal", False), ("1e3", "double", True),
    ("-INF", "float", True), ("inf", "float", False), ("true", "boolean", True), ("yes", "boolean", False),
    ("2024-02-29", "date", True), ("2023-02-29", "date", False), ("1900-02-29", "date", False),
    ("-0044-03-15", "date", True), ("12024-01-01", "date", True), ("2024-13-01", "date", False),
    ("2024-1-1", "date", False), ("2024-05-01Z", "date", True), ("2024-05-01T10:00:00", "dateTime", True),
    ("2024-05-01T24:00:00", "dateTime", True), ("2024-05-01T25:00:00", "dateTime", False),
    ("2024-05-01T10:00:00", "dateTimeStamp", False), ("2024", "gYear", True), ("24", "gYear", False),
    ("2024-05", "gYearMonth", True), (" 12 ", "integer", True), ("a b", "NMTOKEN", False), ("en-GB", "language", True),
    ("0aFF", "hexBinary", True), ("0aF", "hexBinary", False),
    ("x", "duration", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "datatype", "expected"), WELL_FORMED)
def test_spelling(text: str, datatype: str, expected: bool | None) -> None:
    assert is_well_formed(Literal(text, datatype=XSD[datatype], normalize=False)) is expected


@pytest.mark.parametrize(
    ("value", "datatype", "expected"),
    [
        (Literal(300), XSD.byte, False),
        (Literal("5.0", datatype=XSD.decimal, normalize=False), XSD.integer, True),
        (Literal("5.5", datatype=XSD.decimal), XSD.integer, False),
        (Literal("5", datatype=XSD.float), XSD.decimal, False),
        (Literal("a", lang="en"), XSD.string, False),
        (Literal("a", lang="en"), RDF.PlainLiteral, True),
        (Literal("a b"), XSD.token, True),
        (Literal("a  b"), XSD.token, False),
        (Literal("2024-05-01T10:00:00Z", datatype=XSD.dateTime, normalize=False), XSD.dateTimeStamp, True),
        (Literal("2024", datatype=XSD.gYear), XSD.date, False),
        (Literal(3), URIRef("http://example.org/t/length"), None),
        (Literal("P1D", datatype=XSD.duration), XSD.string, None),
    ],
)
def test_membership_of_datatypes(value: Literal, datatype: URIRef, expected: bool | None) -> None:
    assert is_of_datatype(value, datatype) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("1", "integer"), ("01", "integer"), False),
        (("1.50", "decimal"), ("1.5", "decimal"), False),
        (("1", "integer"), ("1", "double"), True),
        (("0", "float"), ("-0", "float"), True),
        (("NaN", "double"), ("NaN", "double"), False),
        (("1", "boolean"), ("true", "boolean"), False),
        (("2024-05-01", "date"), ("2024-05-02", "date"), True),
        (("2024-05-01", "date"), ("2024-05-01Z", "date"), None),
        (("2024-05-01T10:00:00.50", "dateTime"), ("2024-05-01T10:00:00.5", "dateTime"), False),
        (("2024-05-01T10:00:00.0Z", "dateTime"), ("2024-05-01T10:00:00Z", "dateTime"), False),
        (("a", "string"), ("b", "token"), True),
        (("P1D", "duration"), ("PT24H", "duration"), None),
        (("x", "integer"), ("1", "integer"), None),
    ],
)
def test_difference_of_values(one: tuple[str, str], other: tuple[str, str], expected: bool | None) -> None:
    first, second = (Literal(text, datatype=XSD[name], normalize=False) for text, name in (one, other))
    assert are_different(first, second) is expected
    assert are_different(second, first) is expected


@pytest.mark.parametrize("module", [kg.reason.datatypes, kg.reason.background], ids=lambda module: module.__name__)
def test_examples_in_the_code_are_true(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert (result.failed, result.attempted > 0) == (0, True)


# what is stated, and of which pairs of names eq-diff1 is told, with statements about classes wanted or not
MERGED = [
    (":x :p :y, :z . :p a owl:FunctionalProperty . :y owl:differentFrom :z .", [("y", "z")]),
    (":y :p :x . :z :p :x . :p a owl:InverseFunctionalProperty . :z owl:differentFrom :y .", [("z", "y")]),
    (":w :q :x, :v . :x :p :y . :v :p :z . :p a owl:FunctionalProperty . :q a owl:FunctionalProperty . "
     ":y owl:differentFrom :z .", [("y", "z")]),
    (":x :p :y, :z, :w . :p a owl:FunctionalProperty . :y owl:differentFrom :z . :w owl:differentFrom :z .",
     [("w", "z"), ("y", "z")]),
    (":a owl:differentFrom :b . :b owl:differentFrom :a . :a owl:sameAs :b .", [("a", "b")]),
    (":unlike rdfs:subPropertyOf owl:differentFrom . :x :unlike :y . :x owl:sameAs :y .", [("x", "y")]),
    (":unlike rdfs:subPropertyOf owl:differentFrom . :x :unlike :x .", [("x", "x")]),
    (":p owl:propertyDisjointWith :q . :a :p :v . :b :q :v . :a owl:sameAs :b .", []),  # prp-pdw tells it
    (":x :p :y, :z . :p a owl:FunctionalProperty . :y owl:differentFrom :w .", []),
]  # fmt: skip


@pytest.mark.parametrize("schema", [False, True])
@pytest.mark.parametrize(("text", "pairs"), MERGED)
def test_a_difference_of_merged_names_is_told_once(text: str, pairs: list[tuple[str, str]], schema: bool) -> None:
    found = [one for one in find_contradictions(close_text(text, schema=schema)) if one.rule == "eq-diff1"]
    assert [tuple(str(term).removeprefix(T) for term in one.facts[0].triple[::2]) for one in found] == pairs
    named = {term for one in found for fact in one.facts for term in fact.triple[::2]}
    assert named == {T[name] for pair in pairs for name in pair}


def test_a_difference_stated_in_both_directions_has_both_statements() -> None:
    (found,) = contradictions(":a owl:differentFrom :b . :b owl:differentFrom :a . :a owl:sameAs :b .")
    assert [fact.triple for fact in found.facts] == [
        (T.a, OWL.differentFrom, T.b), (T.b, OWL.differentFrom, T.a), (T.a, OWL.sameAs, T.b)
    ]  # fmt: skip
