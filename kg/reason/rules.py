"""The rules of OWL 2 RL that end in a contradiction, as a table, and how a rule is matched against a graph.

A rule is written as in OWL 2 Profiles, tables 4 to 9: patterns over variables, `?x a ?c . ?c owl:disjointWith ?d`.
Beside `subject predicate object` there are these patterns:

    ?list pairs ?a ?b      ?a and ?b stand in the list, ?a before ?b
    ?a same ?b             ?a and ?b are one term, or said to be `owl:sameAs` each other
    ?n zero                the number ?n is 0           ?n one       the number ?n is 1
    ?v unlike ?w           ?v and ?w are literals of different values
    ?v outside ?d          ?v is a literal that is no value of the datatype ?d
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from types import MappingProxyType
from typing import Final

from rdflib import OWL, RDF, Graph, Literal
from rdflib.term import Node

from kg.reason.datatypes import are_different, is_of_datatype
from kg.reason.terms import Triple

Bindings = Mapping[str, Node]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A contradiction: what the axiom is, which facts clash with it, and how to say so (variables in braces)."""

    name: str
    axiom: str
    facts: str
    message: str


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        name="eq-diff1",
        axiom="?x owl:differentFrom ?y",
        facts="?x same ?y",
        message="{x} and {y} are said to be one thing and two",
    ),
    Rule(
        name="eq-diff2",
        axiom="?all a owl:AllDifferent . ?all owl:members ?list . ?list pairs ?x ?y",
        facts="?x same ?y",
        message="{x} and {y} are among things that all differ, yet they are said to be one",
    ),
    Rule(
        name="eq-diff3",
        axiom="?all a owl:AllDifferent . ?all owl:distinctMembers ?list . ?list pairs ?x ?y",
        facts="?x same ?y",
        message="{x} and {y} are among things that all differ, yet they are said to be one",
    ),
    Rule(
        name="dt-diff",
        axiom="?p a owl:FunctionalProperty",
        facts="?x ?p ?v . ?x ?p ?w . ?v unlike ?w",
        message="{x} has the values {v} and {w} for {p}, of which a thing has one at most",
    ),
    Rule(
        name="dt-diff",
        axiom="?c owl:maxCardinality ?n . ?n one . ?c owl:onProperty ?p",
        facts="?x a ?c . ?x ?p ?v . ?x ?p ?w . ?v unlike ?w",
        message="{x} is {c} and has the values {v} and {w} for {p}, of which such a thing has one at most",
    ),
    Rule(
        name="prp-irp",
        axiom="?p a owl:IrreflexiveProperty",
        facts="?x ?p ?x",
        message="{x} has itself for {p}, which nothing can",
    ),
    Rule(
        name="prp-asyp",
        axiom="?p a owl:AsymmetricProperty",
        facts="?x ?p ?y . ?y ?p ?x",
        message="{x} and {y} have each other for {p}, which holds in one direction only",
    ),
    Rule(
        name="prp-pdw",
        axiom="?p owl:propertyDisjointWith ?q",
        facts="?x ?p ?y . ?x ?q ?y",
        message="{x} has {y} both for {p} and for {q}, which exclude each other",
    ),
    Rule(
        name="prp-adp",
        axiom="?all a owl:AllDisjointProperties . ?all owl:members ?list . ?list pairs ?p ?q",
        facts="?x ?p ?y . ?x ?q ?y",
        message="{x} has {y} both for {p} and for {q}, which exclude each other",
    ),
    Rule(
        name="prp-npa1",
        axiom="?not owl:sourceIndividual ?x . ?not owl:assertionProperty ?p . ?not owl:targetIndividual ?y",
        facts="?x ?p ?y",
        message="it is denied that {x} has {y} for {p}, and it is so",
    ),
    Rule(
        name="prp-npa2",
        axiom="?not owl:sourceIndividual ?x . ?not owl:assertionProperty ?p . ?not owl:targetValue ?y",
        facts="?x ?p ?y",
        message="it is denied that {x} has the value {y} for {p}, and it is so",
    ),
    Rule(
        name="cls-nothing2",
        axiom="",
        facts="?x a owl:Nothing",
        message="{x} is of a class that cannot have members",
    ),
    Rule(
        name="cls-com",
        axiom="?c owl:complementOf ?d",
        facts="?x a ?c . ?x a ?d",
        message="{x} is {d} and is of a class that excludes it",
    ),
    Rule(
        name="cls-maxc1",
        axiom="?c owl:maxCardinality ?n . ?n zero . ?c owl:onProperty ?p",
        facts="?x a ?c . ?x ?p ?y",
        message="{x} has {y} for {p}, of which such a thing has none",
    ),
    Rule(
        name="cls-maxqc1",
        axiom="?c owl:maxQualifiedCardinality ?n . ?n zero . ?c owl:onProperty ?p . ?c owl:onClass ?d",
        facts="?x a ?c . ?x ?p ?y . ?y a ?d",
        message="{x} has {y}, which is {d}, for {p}, of which such a thing has none",
    ),
    Rule(
        name="cls-maxqc2",
        axiom="?c owl:maxQualifiedCardinality ?n . ?n zero . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing",
        facts="?x a ?c . ?x ?p ?y",
        message="{x} has {y} for {p}, of which such a thing has none",
    ),
    Rule(
        name="cax-dw",
        axiom="?c owl:disjointWith ?d",
        facts="?x a ?c . ?x a ?d",
        message="{x} is both {c} and {d}, which nothing can be",
    ),
    Rule(
        name="cax-adc",
        axiom="?all a owl:AllDisjointClasses . ?all owl:members ?list . ?list pairs ?c ?d",
        facts="?x a ?c . ?x a ?d",
        message="{x} is both {c} and {d}, which nothing can be",
    ),
    Rule(
        name="dt-not-type",
        axiom="",
        facts="?v a ?d . ?v outside ?d",
        message="{v} stands where only {d} can, and is none",
    ),
)
"""All rules of tables 4 to 9 whose conclusion is `false`; dt-diff stands for what it yields with eq-diff1."""

_PREFIXES: Final[Mapping[str, Callable[[str], Node]]] = MappingProxyType({"owl": lambda name: OWL[name]})


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A way in which a rule holds of a graph."""

    rule: Rule
    bindings: Bindings
    axiom: tuple[Triple, ...]
    facts: tuple[Triple, ...]


def find_matches(rule: Rule, graph: Graph) -> Iterator[Match]:
    """Yield the ways in which RULE holds of GRAPH."""
    for bindings, axiom in _join(_parse(rule.axiom), graph, {}, ()):
        for found, facts in _join(_parse(rule.facts), graph, bindings, ()):
            yield Match(rule=rule, bindings=found, axiom=axiom, facts=facts)


@cache
def _parse(text: str) -> tuple[tuple[str | Node, ...], ...]:
    return tuple(tuple(map(_parse_word, part.split())) for part in text.split(" . ") if part)


def _parse_word(word: str) -> str | Node:
    prefix, colon, name = word.partition(":")
    if word == "a":
        return RDF.type
    return _PREFIXES[prefix](name) if colon else word


Found = tuple[Bindings, tuple[Triple, ...]]


def _join(
    patterns: tuple[tuple[str | Node, ...], ...], graph: Graph, bindings: Bindings, used: tuple[Triple, ...]
) -> Iterator[Found]:
    if not patterns:
        yield bindings, used
        return
    first, *rest = patterns
    verb = first[1]
    match = _match_triple if isinstance(verb, Node) else _SPECIAL.get(verb, _match_triple)
    for found, triples in match(first, graph, bindings):
        yield from _join(tuple(rest), graph, found, used + triples)


def _match_triple(pattern: tuple[str | Node, ...], graph: Graph, bindings: Bindings) -> Iterator[Found]:
    wanted = [word if isinstance(word, Node) else bindings.get(word) for word in pattern]
    for triple in graph.triples((wanted[0], wanted[1], wanted[2])):
        found = dict(bindings)
        if all(isinstance(word, Node) or found.setdefault(word, node) == node
               for word, node in zip(pattern, triple, strict=True)):  # fmt: skip
            yield found, (triple,)


def _match_pairs(pattern: tuple[str | Node, ...], graph: Graph, bindings: Bindings) -> Iterator[Found]:
    head, _, one, other = map(str, pattern)
    for first, second in combinations(_read_list(graph, bindings[head]), 2):
        yield {**bindings, one: first, other: second}, ()


def _read_list(graph: Graph, head: Node) -> list[Node]:
    """The members of a list; a list that bites its tail ends there."""
    members, seen = [], set()
    node: Node | None = head
    while node is not None and node != RDF.nil and node not in seen:
        seen.add(node)
        first = graph.value(node, RDF.first)
        if first is not None:
            members.append(first)
        node = graph.value(node, RDF.rest)
    return members


def _match_same(pattern: tuple[str | Node, ...], graph: Graph, bindings: Bindings) -> Iterator[Found]:
    first, second = bindings[str(pattern[0])], bindings[str(pattern[2])]
    if first == second:
        yield bindings, ()
    elif (first, OWL.sameAs, second) in graph:
        yield bindings, ((first, OWL.sameAs, second),)


def _test(check: Callable[..., bool | None]) -> Callable[..., Iterator[Found]]:
    def match(pattern: tuple[str | Node, ...], _graph: Graph, bindings: Bindings) -> Iterator[Found]:
        if check(*(bindings[str(word)] for word in (pattern[0], *pattern[2:]))):
            yield bindings, ()

    return match


def _is_number(node: Node, number: int) -> bool:
    return isinstance(node, Literal) and str(node).strip().isdecimal() and int(str(node)) == number


def _is_unlike(one: Node, other: Node) -> bool | None:
    return isinstance(one, Literal) and isinstance(other, Literal) and are_different(one, other)


def _is_outside(value: Node, datatype: Node) -> bool:
    return isinstance(value, Literal) and is_of_datatype(value, datatype) is False


_SPECIAL: Final[Mapping[str, Callable[..., Iterator[Found]]]] = MappingProxyType(
    {
        "pairs": _match_pairs,
        "same": _match_same,
        "zero": _test(lambda node: _is_number(node, 0)),
        "one": _test(lambda node: _is_number(node, 1)),
        "unlike": _test(_is_unlike),
        "outside": _test(_is_outside),
    }
)
