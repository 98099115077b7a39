"""Tables 4 to 8: what follows of individuals, by equality, properties, classes and datatypes."""

from __future__ import annotations

from typing import Final

from kg.reason.tables.rule import Rule

EQUALITY: Final[tuple[Rule, ...]] = (
    Rule(
        name="eq-rep-p",
        axiom="?p owl:sameAs ?q",
        facts="?x ?p ?y",
        then="?x ?q ?y",
        says="{p} and {q} are one property: what holds by one name holds by the other",
    ),
    Rule(
        name="eq-rep-o",
        axiom="?c owl:sameAs ?d",
        facts="?x a ?c",
        then="?x a ?d",
        says="{c} and {d} are one class: its members are the same by either name",
    ),
)
PROPERTIES: Final[tuple[Rule, ...]] = (
    Rule(
        name="prp-dom",
        axiom="?p rdfs:domain ?c",
        facts="?x ?p ?y",
        then="?x a ?c",
        says="whatever has something for {p} is {c}",
    ),
    Rule(
        name="prp-rng",
        axiom="?p rdfs:range ?c",
        facts="?x ?p ?y",
        then="?y a ?c",
        says="whatever something has for {p} is {c}",
    ),
    Rule(
        name="prp-fp",
        axiom="?p a owl:FunctionalProperty",
        facts="?x ?p ?y",
        then="?y same per ?x",
        says="a thing has at most one {p}: what it has for it by two names is one",
    ),
    Rule(
        name="prp-ifp",
        axiom="?p a owl:InverseFunctionalProperty",
        facts="?y ?p ?x",
        then="?y same per ?x",
        says="at most one thing has any one thing for {p}: those that do are one",
    ),
    Rule(
        name="prp-symp",
        axiom="?p a owl:SymmetricProperty",
        facts="?x ?p ?y",
        then="?y ?p ?x",
        says="{p} holds in both directions",
    ),
    Rule(
        name="prp-trp",
        axiom="?p a owl:TransitiveProperty",
        facts="?x ?p ?y . ?y ?p ?z",
        then="?x ?p ?z",
        says="{p} is carried on: what holds from one thing to the next holds to the one after",
    ),
    Rule(
        name="prp-spo1",
        axiom="?p rdfs:subPropertyOf ?q",
        facts="?x ?p ?y",
        then="?x ?q ?y",
        says="whatever has something for {p} has it for {q}",
    ),
    Rule(
        name="prp-spo2",
        axiom="?p owl:propertyChainAxiom ?list",
        facts="?x path ?list ?y",
        then="?x ?p ?y",
        says="what a thing reaches by {list}, it has for {p}",
    ),
    Rule(
        name="prp-eqp1",
        axiom="?p owl:equivalentProperty ?q",
        facts="?x ?p ?y",
        then="?x ?q ?y",
        says="{p} and {q} hold of the same things",
    ),
    Rule(
        name="prp-eqp2",
        axiom="?p owl:equivalentProperty ?q",
        facts="?x ?q ?y",
        then="?x ?p ?y",
        says="{p} and {q} hold of the same things",
    ),
    Rule(
        name="prp-inv1",
        axiom="?p owl:inverseOf ?q",
        facts="?x ?p ?y",
        then="?y ?q ?x",
        says="{q} is {p} seen from the other side",
    ),
    Rule(
        name="prp-inv2",
        axiom="?p owl:inverseOf ?q",
        facts="?x ?q ?y",
        then="?y ?p ?x",
        says="{p} is {q} seen from the other side",
    ),
    Rule(
        name="prp-key",
        axiom="?c owl:hasKey ?list",
        facts="?x a ?c . ?x keys ?list",
        then="?x same per keys",
        says="two members of {c} that agree in {list} are one",
    ),
)
CLASSES: Final[tuple[Rule, ...]] = (
    Rule(
        name="cls-int1",
        axiom="?c owl:intersectionOf ?list",
        facts="?x all ?list",
        then="?x a ?c",
        says="whatever is all of {list} is {c}",
    ),
    Rule(
        name="cls-int2",
        axiom="?c owl:intersectionOf ?list . ?list has ?d",
        facts="?x a ?c",
        then="?x a ?d",
        says="every {c} is {d}",
    ),
    Rule(
        name="cls-uni",
        axiom="?c owl:unionOf ?list . ?list has ?d",
        facts="?x a ?d",
        then="?x a ?c",
        says="every {d} is {c}",
    ),
    Rule(
        name="cls-svf1",
        axiom="?c owl:someValuesFrom ?d . ?c owl:onProperty ?p",
        facts="?x ?p ?y . ?y a ?d",
        then="?x a ?c",
        says="whatever has some {d} for {p} is {c}",
    ),
    Rule(
        name="cls-svf2",
        axiom="?c owl:someValuesFrom owl:Thing . ?c owl:onProperty ?p",
        facts="?x ?p ?y",
        then="?x a ?c",
        says="whatever has anything for {p} is {c}",
    ),
    Rule(
        name="cls-avf",
        axiom="?c owl:allValuesFrom ?d . ?c owl:onProperty ?p",
        facts="?x a ?c . ?x ?p ?y",
        then="?y a ?d",
        says="whatever a member of {c} has for {p} is {d}",
    ),
    Rule(
        name="cls-hv1",
        axiom="?c owl:hasValue ?v . ?c owl:onProperty ?p",
        facts="?x a ?c",
        then="?x ?p ?v",
        says="every member of {c} has {v} for {p}",
    ),
    Rule(
        name="cls-hv2",
        axiom="?c owl:hasValue ?v . ?c owl:onProperty ?p",
        facts="?x ?p ?v",
        then="?x a ?c",
        says="whatever has {v} for {p} is {c}",
    ),
    Rule(
        name="cls-maxc2",
        axiom="?c owl:maxCardinality ?n . ?n one . ?c owl:onProperty ?p",
        facts="?x a ?c . ?x ?p ?y",
        then="?y same per ?x",
        says="a member of {c} has at most one {p}: what it has for it by two names is one",
    ),
    Rule(
        name="cls-maxqc3",
        axiom="?c owl:maxQualifiedCardinality ?n . ?n one . ?c owl:onProperty ?p . ?c owl:onClass ?d",
        facts="?x a ?c . ?x ?p ?y . ?y a ?d",
        then="?y same per ?x",
        says="a member of {c} has at most one {d} for {p}: those it has by two names are one",
    ),
    Rule(
        name="cls-maxqc4",
        axiom="?c owl:maxQualifiedCardinality ?n . ?n one . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing",
        facts="?x a ?c . ?x ?p ?y",
        then="?y same per ?x",
        says="a member of {c} has at most one {p}: what it has for it by two names is one",
    ),
    Rule(
        name="cls-oo",
        axiom="?c owl:oneOf ?list . ?list has ?x",
        then="?x a ?c",
        says="{x} is one of those that {c} lists",
    ),
    Rule(
        name="cax-sco",
        axiom="?c rdfs:subClassOf ?d",
        facts="?x a ?c",
        then="?x a ?d",
        says="every {c} is {d}",
    ),
    Rule(
        name="cax-eqc1",
        axiom="?c owl:equivalentClass ?d",
        facts="?x a ?c",
        then="?x a ?d",
        says="{c} and {d} have the same members",
    ),
    Rule(
        name="cax-eqc2",
        axiom="?c owl:equivalentClass ?d",
        facts="?x a ?d",
        then="?x a ?c",
        says="{c} and {d} have the same members",
    ),
)
DATATYPES: Final = Rule(name="dt-type2", says="the value belongs to the datatype")
