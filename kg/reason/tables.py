"""The rules of OWL 2 RL/RDF as a table: OWL 2 Profiles, section 4.3, tables 4 to 9.

A rule has patterns over the axioms, by which it is made ready once (`kg.reason.compile`), patterns over the facts,
which are joined again and again, and what then follows. `?x a ?c` is an `rdf:type`. Beside `subject predicate object`:

    ?list has ?c           ?c is a member of the list              (axioms)
    ?list pairs ?c ?d      two members of the list                 (axioms)
    ?n zero, ?n one        the number ?n is 0, is 1                (axioms)
    ?x all ?list           ?x is of each class in the list         (facts)
    ?x path ?list ?y       a path of the properties in the list    (facts)
    ?x keys ?list          ?x has a value of each property in it   (facts)
    ?y same per ?x         all ?y of one ?x are one thing          (what follows)

Where nothing follows, the facts contradict the axiom. Left out on purpose, for they say nothing of the world: the
axiomatic triples (prp-ap, cls-thing, cls-nothing1, dt-type1), that each thing is itself (eq-ref) and each class and
property below and equal to itself (in scm-cls, scm-op, scm-dp). eq-sym, eq-trans, eq-rep-s and eq-rep-o are no rows:
equal things share one number (`kg.reason.equality`) and are told apart again at the end. dt-type2 and dt-not-type are
asked of the values themselves (`kg.reason.datatypes`), and literals are never the subject of what is given out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: W3C's name of it, patterns, and a sentence that says it in words (variables in braces)."""

    name: str
    axiom: str = ""
    facts: str = ""
    then: str = ""
    where: str = ""
    """Filters of SPARQL that the facts must pass, with the prefixes that they use; the user's rules have such."""
    says: str


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

DATATYPES: Final = Rule(name="dt-type2", says="the value belongs to the datatype")

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

FIRST: Final[tuple[Rule, ...]] = SCHEMA + TWINS
SECOND: Final[tuple[Rule, ...]] = EQUALITY + PROPERTIES + CLASSES
RULES: Final[tuple[Rule, ...]] = FIRST + SECOND
