"""The rows of tables 4 to 8 whose conclusion is `false`."""

from __future__ import annotations

from typing import Final

from kg.reason.tables.rule import Rule

CONTRADICTIONS: Final[tuple[Rule, ...]] = (
    Rule(
        name="eq-diff1",
        facts="?x owl:differentFrom ?y . ?x same ?y",
        says="{x} and {y} are said to be one thing and two",
    ),
    Rule(
        name="eq-diff2",
        axiom="?all a owl:AllDifferent . ?all owl:members ?list",
        facts="?list repeats ?x ?y",
        says="{x} and {y} are among things that all differ, yet they are said to be one",
    ),
    Rule(
        name="eq-diff3",
        axiom="?all a owl:AllDifferent . ?all owl:distinctMembers ?list",
        facts="?list repeats ?x ?y",
        says="{x} and {y} are among things that all differ, yet they are said to be one",
    ),
    Rule(
        name="dt-diff",
        axiom="?p a owl:FunctionalProperty",
        facts="?x ?p ?v . ?x ?p ?w . ?v unlike ?w",
        says="{x} has the values {v} and {w} for {p}, of which a thing has one at most",
    ),
    Rule(
        name="dt-diff",
        axiom="?c owl:maxCardinality ?n . ?n one . ?c owl:onProperty ?p",
        facts="?x a ?c . ?x ?p ?v . ?x ?p ?w . ?v unlike ?w",
        says="{x} is {c} and has the values {v} and {w} for {p}, of which such a thing has one at most",
    ),
    Rule(
        name="dt-diff",
        axiom="?c owl:maxQualifiedCardinality ?n . ?n one . ?c owl:onProperty ?p . ?c owl:onDataRange ?d",
        facts="?x a ?c . ?x ?p ?v . ?v a ?d . ?x ?p ?w . ?w a ?d . ?v unlike ?w",
        says="{x} is {c} and has the values {v} and {w} for {p}, of which such a thing has one at most",
    ),
    Rule(
        name="prp-irp",
        axiom="?p a owl:IrreflexiveProperty",
        facts="?x ?p ?x",
        says="{x} has itself for {p}, which nothing can",
    ),
    Rule(
        name="prp-asyp",
        axiom="?p a owl:AsymmetricProperty",
        facts="?x ?p ?y . ?y ?p ?x",
        says="{x} and {y} have each other for {p}, which holds in one direction only",
    ),
    Rule(
        name="prp-pdw",
        axiom="?p owl:propertyDisjointWith ?q",
        facts="?x ?p ?y . ?x ?q ?y",
        says="{x} has {y} both for {p} and for {q}, which exclude each other",
    ),
    Rule(
        name="prp-adp",
        axiom="?all a owl:AllDisjointProperties . ?all owl:members ?list . ?list pairs ?p ?q",
        facts="?x ?p ?y . ?x ?q ?y",
        says="{x} has {y} both for {p} and for {q}, which exclude each other",
    ),
    Rule(
        name="prp-npa1",
        axiom="?not owl:sourceIndividual ?x . ?not owl:assertionProperty ?p . ?not owl:targetIndividual ?y",
        facts="?x ?p ?y",
        says="it is denied that {x} has {y} for {p}, and it is so",
    ),
    Rule(
        name="prp-npa2",
        axiom="?not owl:sourceIndividual ?x . ?not owl:assertionProperty ?p . ?not owl:targetValue ?y",
        facts="?x ?p ?y",
        says="it is denied that {x} has the value {y} for {p}, and it is so",
    ),
    Rule(
        name="cls-nothing2",
        facts="?x a owl:Nothing",
        says="{x} is of a class that cannot have members",
    ),
    Rule(
        name="cls-com",
        axiom="?c owl:complementOf ?d",
        facts="?x a ?c . ?x a ?d",
        says="{x} is {d} and is of a class that excludes it",
    ),
    Rule(
        name="cls-maxc1",
        axiom="?c owl:maxCardinality ?n . ?n zero . ?c owl:onProperty ?p",
        facts="?x a ?c . ?x ?p ?y",
        says="{x} has {y} for {p}, of which such a thing has none",
    ),
    Rule(
        name="cls-maxqc1",
        axiom="?c owl:maxQualifiedCardinality ?n . ?n zero . ?c owl:onProperty ?p . ?c owl:onClass ?d",
        facts="?x a ?c . ?x ?p ?y . ?y a ?d",
        says="{x} has {y}, which is {d}, for {p}, of which such a thing has none",
    ),
    Rule(
        name="cls-maxqc2",
        axiom="?c owl:maxQualifiedCardinality ?n . ?n zero . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing",
        facts="?x a ?c . ?x ?p ?y",
        says="{x} has {y} for {p}, of which such a thing has none",
    ),
    Rule(
        name="cax-dw",
        axiom="?c owl:disjointWith ?d",
        facts="?x a ?c . ?x a ?d",
        says="{x} is both {c} and {d}, which nothing can be",
    ),
    Rule(
        name="cax-adc",
        axiom="?all a owl:AllDisjointClasses . ?all owl:members ?list . ?list pairs ?c ?d",
        facts="?x a ?c . ?x a ?d",
        says="{x} is both {c} and {d}, which nothing can be",
    ),
    Rule(
        name="dt-not-type",
        facts="?v a ?d . ?v outside ?d",
        says="{v} stands where only {d} can, and is none",
    ),
)
"""The rules whose conclusion is `false`; dt-diff stands for what it yields together with eq-diff1."""
