"""Table 9: what follows of classes and properties."""

from __future__ import annotations

from typing import Final

from kg.reason.tables.rule import Rule

SCHEMA: Final[tuple[Rule, ...]] = (
    Rule(name="scm-cls", facts="?c a owl:Class", then="?c rdfs:subClassOf owl:Thing", says="every class is of things"),
    Rule(
        name="scm-sco",
        facts="?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e",
        then="?c rdfs:subClassOf ?e",
        says="what is below a class is below all that the class is below",
    ),
    Rule(
        name="scm-eqc1",
        facts="?c owl:equivalentClass ?d",
        then="?c rdfs:subClassOf ?d",
        says="equal classes are below each other",
    ),
    Rule(
        name="scm-eqc1",
        facts="?c owl:equivalentClass ?d",
        then="?d rdfs:subClassOf ?c",
        says="equal classes are below each other",
    ),
    Rule(
        name="scm-eqc2",
        facts="?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c",
        then="?c owl:equivalentClass ?d",
        says="classes below each other are equal",
    ),
    Rule(
        name="scm-spo",
        facts="?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r",
        then="?p rdfs:subPropertyOf ?r",
        says="what is below a property is below all that the property is below",
    ),
    Rule(
        name="scm-eqp1",
        facts="?p owl:equivalentProperty ?q",
        then="?p rdfs:subPropertyOf ?q",
        says="equal properties are below each other",
    ),
    Rule(
        name="scm-eqp1",
        facts="?p owl:equivalentProperty ?q",
        then="?q rdfs:subPropertyOf ?p",
        says="equal properties are below each other",
    ),
    Rule(
        name="scm-eqp2",
        facts="?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p",
        then="?p owl:equivalentProperty ?q",
        says="properties below each other are equal",
    ),
    Rule(
        name="scm-dom1",
        facts="?p rdfs:domain ?c . ?c rdfs:subClassOf ?d",
        then="?p rdfs:domain ?d",
        says="a domain may be any class above it",
    ),
    Rule(
        name="scm-dom2",
        facts="?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q",
        then="?p rdfs:domain ?c",
        says="a property has the domains of those above it",
    ),
    Rule(
        name="scm-rng1",
        facts="?p rdfs:range ?c . ?c rdfs:subClassOf ?d",
        then="?p rdfs:range ?d",
        says="a range may be any class above it",
    ),
    Rule(
        name="scm-rng2",
        facts="?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q",
        then="?p rdfs:range ?c",
        says="a property has the ranges of those above it",
    ),
    Rule(
        name="scm-hv",
        facts="?c owl:hasValue ?v . ?c owl:onProperty ?p . ?d owl:hasValue ?v . ?d owl:onProperty ?q . "
        "?p rdfs:subPropertyOf ?q",
        then="?c rdfs:subClassOf ?d",
        says="what has a value for a property has it for those above it",
    ),
    Rule(
        name="scm-svf1",
        facts="?c owl:someValuesFrom ?e . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?f . ?d owl:onProperty ?p . "
        "?e rdfs:subClassOf ?f",
        then="?c rdfs:subClassOf ?d",
        says="what has something of a class has something of those above it",
    ),
    Rule(
        name="scm-svf2",
        facts="?c owl:someValuesFrom ?e . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?e . ?d owl:onProperty ?q . "
        "?p rdfs:subPropertyOf ?q",
        then="?c rdfs:subClassOf ?d",
        says="what has something for a property has it for those above it",
    ),
    Rule(
        name="scm-avf1",
        facts="?c owl:allValuesFrom ?e . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?f . ?d owl:onProperty ?p . "
        "?e rdfs:subClassOf ?f",
        then="?c rdfs:subClassOf ?d",
        says="what has only things of a class has only things of those above it",
    ),
    Rule(
        name="scm-avf2",
        facts="?c owl:allValuesFrom ?e . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?e . ?d owl:onProperty ?q . "
        "?p rdfs:subPropertyOf ?q",
        then="?d rdfs:subClassOf ?c",
        says="what has only things of a class for a property has only such for those below it",
    ),
    Rule(
        name="scm-int",
        axiom="?c owl:intersectionOf ?list . ?list has ?d",
        then="?c rdfs:subClassOf ?d",
        says="an intersection is below each of its parts",
    ),
    Rule(
        name="scm-uni",
        axiom="?c owl:unionOf ?list . ?list has ?d",
        then="?d rdfs:subClassOf ?c",
        says="each part of a union is below it",
    ),
)
"""Table 9 over the axioms themselves. Two restrictions that say the same are equal too; see `TWINS`."""

TWINS: Final[tuple[Rule, ...]] = tuple(
    Rule(
        name=name,
        facts=f"?c owl:{kind} ?e . ?c owl:onProperty ?p . ?d owl:{kind} ?e . ?d owl:onProperty ?p",
        then="?c rdfs:subClassOf ?d",
        says="two restrictions that say the same have the same members",
    )
    for name, kind in (("scm-hv", "hasValue"), ("scm-svf1", "someValuesFrom"), ("scm-avf1", "allValuesFrom"))
)
"""The rules above for a class or property and itself, which W3C's tables get by scm-cls and scm-op."""
