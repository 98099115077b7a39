"""What in a graph cannot all be true: each contradiction with its rule, axiom, facts and the sentences behind them.

A contradiction stops nothing: the closure is complete beside it. Facts that clash may be stated or may follow; for one
that follows by a single step of hierarchy (a class above, a domain or range, a property above, inverse or symmetric),
the stated facts behind it are named too. Longer derivations are not followed here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import InconsistentGraphError
from kg.reason.closure import Closure, close_quads
from kg.reason.datatypes import is_well_formed
from kg.reason.engine import DEFAULT_ENGINE
from kg.reason.rules import RULES, Match, find_matches
from kg.reason.terms import IDENTITY, Triple, quiet_literals, to_triple
from kg.serialise import shorten_iri, to_namespaces
from kg.store import BACKGROUND_GRAPH, quads_of
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import rdflib

_VARIABLE: Final = re.compile(r"\{(\w+)\}")
_SHOWN: Final = 5
_NAMESPACES: Final[Mapping[str, str]] = MappingProxyType(to_namespaces(PREFIXES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Premise:
    """A triple that takes part in a contradiction.

    `graphs` are the IRIs of the graphs that state it, none where it follows; `because` are stated triples it follows
    from in one step, where such were found.
    """

    triple: Triple
    graphs: tuple[str, ...] = ()
    because: tuple[Premise, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Facts that cannot all be true by an axiom; `rule` is W3C's name of the rule that shows it."""

    rule: str
    message: str
    axiom: tuple[Triple, ...]
    facts: tuple[Premise, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The IRIs of the graphs, most of them sentences, that state the facts or what they follow from; sorted."""
        premises = [premise for fact in self.facts for premise in (fact, *fact.because)]
        return tuple(sorted({graph for premise in premises for graph in premise.graphs}))


def find_contradictions(
    source: rdflib.Dataset | Closure,
    *,
    ontology: Sequence[Path] | None = None,
    background: Sequence[Path] | None = None,
    engine: str = DEFAULT_ENGINE,
) -> tuple[Contradiction, ...]:
    """What contradicts itself in SOURCE, sorted by rule; a dataset is closed first, with the options of `reason`."""
    if not isinstance(source, Closure):
        source = close_quads(quads_of(source), ontology=ontology, background=background, engine=engine)
    with quiet_literals():
        told = _Told(source)
        found = [told.to_contradiction(match) for match in _find_all(source.closed, told)]
        found += [told.to_ill_typed(triple) for triple in told.graphs if _is_ill_typed(triple[2])]
    unique = {(item.rule, item.message): item for item in reversed(found)}
    order = {rule.name: place for place, rule in enumerate(RULES)}
    return tuple(sorted(unique.values(), key=lambda item: (order[item.rule], item.message)))


def require_consistency(contradictions: Sequence[Contradiction]) -> None:
    """Raise `InconsistentGraphError`, which tells the first of CONTRADICTIONS, unless there are none."""
    if not contradictions:
        return
    count = len(contradictions)
    shown = [describe_contradiction(item) for item in contradictions[:_SHOWN]]
    more = [f"and {count - _SHOWN} more"] if count > _SHOWN else []
    head = f"the graph contradicts itself in {count} ways" if count > 1 else "the graph contradicts itself"
    raise InconsistentGraphError("\n".join([f"{head}:", *shown, *more]))


def describe_contradiction(contradiction: Contradiction) -> str:
    """The message with the axiom, the triples that clash and the graphs that state them, a line each."""
    lines = [f"{contradiction.message} ({contradiction.rule})"]
    lines += [f"    axiom: {line}" for line in _describe_axiom(contradiction.axiom)]
    for fact in contradiction.facts:
        lines.append(f"    fact:  {to_text(fact.triple)}{_describe_origin(fact)}")
        lines += [f"        from {to_text(part.triple)}{_describe_origin(part)}" for part in fact.because]
    return "\n".join(lines)


def _describe_axiom(axiom: Sequence[Triple]) -> list[str]:
    """The triples of AXIOM, a list among them on one line."""
    first = {subject: item for subject, predicate, item in axiom if predicate == RDF.first}
    rest = {subject: item for subject, predicate, item in axiom if predicate == RDF.rest}
    lines = []
    for subject, predicate, item in axiom:
        if predicate not in (RDF.first, RDF.rest):
            value = f"( {' '.join(_walk(item, first, rest))} )" if item in first else _to_word(item)
            lines.append(f"{_to_word(subject)} {_to_word(predicate)} {value}")
    return lines


def _walk(node: Node | None, first: Mapping[Node, Node], rest: Mapping[Node, Node]) -> Iterator[str]:
    seen: set[Node] = set()
    while node is not None and node in first and node not in seen:
        seen.add(node)
        yield _to_word(first[node])
        node = rest.get(node)


def _describe_origin(premise: Premise) -> str:
    if not premise.graphs:
        return " (follows)"
    names = [graph if graph == _DEFAULT else f"<{graph}>" for graph in premise.graphs]
    return f" (stated in {', '.join(names[:_SHOWN])}{' and others' if len(names) > _SHOWN else ''})"


def to_text(triple: Triple) -> str:
    """TRIPLE in the manner of Turtle, with the prefixes that kg knows."""
    return " ".join(map(_to_word, triple))


def _to_word(node: Node) -> str:
    if node == RDF.type:
        return "a"
    if isinstance(node, URIRef):
        return shorten_iri(str(node), _NAMESPACES) or f"<{node}>"
    return "[]" if isinstance(node, BNode) else _to_value(node)


def _to_value(node: Node) -> str:
    if not isinstance(node, Literal) or node.datatype is None:
        return node.n3()
    text = Literal(str(node)).n3()
    return text if node.datatype == XSD.string else f"{text}^^{_to_word(node.datatype)}"


def _find_all(graph: Graph, told: _Told) -> Iterator[Match]:
    """All matches of all rules, one for each axiom and set of facts; literals are left to the rules on datatypes.

    An axiom that only repeats a given one under another name of the same things would tell nothing more.
    """
    for rule in RULES:
        unique: dict[object, Match] = {}
        for match in find_matches(rule, graph):
            if not isinstance(match.bindings.get("?x"), Literal):
                unique.setdefault((frozenset(match.axiom), frozenset(match.facts)), match)
        given = [match for match in unique.values() if all(map(told.is_given, match.axiom))]
        yield from given or unique.values()


def _is_ill_typed(node: Node) -> bool:
    return isinstance(node, Literal) and is_well_formed(node) is False


_DEFAULT: Final = "the default graph"


class _Told:
    """What is stated, and where; the names of things."""

    def __init__(self, closure: Closure) -> None:
        self.closed = closure.closed
        self.axioms = closure.axioms
        self.graphs: dict[Triple, set[str]] = defaultdict(set)
        for quad in (*closure.asserted, *closure.background):
            triple = to_triple(quad)
            if triple is not None:
                self.graphs[triple].add(_name_graph(quad))
        self.about: dict[Node, list[Triple]] = defaultdict(list)
        for triple in self.graphs:
            self.about[triple[0]].append(triple)
            if triple[2] != triple[0]:
                self.about[triple[2]].append(triple)
        self.labels = _find_labels([*self.graphs, *closure.axioms])

    def is_given(self, triple: Triple) -> bool:
        """Whether TRIPLE is stated, or is part of the ontology."""
        return triple in self.graphs or triple in self.axioms

    def to_contradiction(self, match: Match) -> Contradiction:
        """The contradiction that MATCH shows."""
        facts = tuple(self.to_premise(triple) for triple in dict.fromkeys(match.facts))
        words = {name.removeprefix("?"): self.name(node) for name, node in match.bindings.items()}
        message = _VARIABLE.sub(lambda found: words[found.group(1)], match.rule.message)
        axiom = tuple(dict.fromkeys((*match.axiom, *self._list_around(match))))
        return Contradiction(rule=match.rule.name, message=message, axiom=axiom, facts=facts)

    def to_ill_typed(self, triple: Triple) -> Contradiction:
        """The contradiction that the value of TRIPLE is not spelt as one of its datatype."""
        value = triple[2]
        kind = value.datatype if isinstance(value, Literal) else None
        message = f"{self.name(triple[0])} has for {self.name(triple[1])} the value {_to_value(value)}"
        said = f"{message}, which is no {_to_word(kind) if kind else 'literal'}"
        return Contradiction(rule="dt-not-type", message=said, axiom=(), facts=(self.to_premise(triple),))

    def to_premise(self, triple: Triple) -> Premise:
        """TRIPLE with the graphs that state it, or with what it follows from."""
        graphs = tuple(sorted(self.graphs.get(triple, ())))
        because = () if graphs else tuple(self._stated(part) for part in sorted(self._find_support(triple)))
        return Premise(triple=triple, graphs=graphs, because=because)

    def _stated(self, triple: Triple) -> Premise:
        return Premise(triple=triple, graphs=tuple(sorted(self.graphs[triple])))

    def name(self, node: Node) -> str:
        """What people call NODE, with its IRI."""
        if isinstance(node, URIRef):
            label = self.labels.get(node)
            return f'"{label}" ({_to_word(node)})' if label else _to_word(node)
        return "something without a name" if isinstance(node, BNode) else _to_value(node)

    def _list_around(self, match: Match) -> Iterator[Triple]:
        """The places of the list that the pair of MATCH stands in, as part of the axiom."""
        head = match.bindings.get("?list")
        if head is None:
            return
        node: Node | None = head
        seen = set()
        while node is not None and node != RDF.nil and node not in seen:
            seen.add(node)
            for predicate in (RDF.first, RDF.rest):
                yield from self.closed.triples((node, predicate, None))
            node = self.closed.value(node, RDF.rest)

    def _find_support(self, triple: Triple) -> set[Triple]:
        """The stated triples from which TRIPLE follows in one step of hierarchy."""
        subject, predicate, item = triple
        if predicate == RDF.type:
            return {part for part in self.about[subject] if self._makes_type(part, subject, item)}
        return {part for part in self.about[subject] if self._makes_link(part, triple)}

    def _makes_type(self, part: Triple, thing: Node, kind: Node) -> bool:
        subject, predicate, item = part
        if predicate == RDF.type:
            return subject == thing and self._is_below(item, kind, RDFS.subClassOf, OWL.equivalentClass)
        return (subject == thing and (predicate, RDFS.domain, kind) in self.closed) or (
            item == thing and (predicate, RDFS.range, kind) in self.closed
        )

    def _makes_link(self, part: Triple, triple: Triple) -> bool:
        subject, predicate, item = part
        straight, turned = triple[::2] == (subject, item), triple[::2] == (item, subject)
        if straight and self._is_below(predicate, triple[1], RDFS.subPropertyOf, OWL.equivalentProperty):
            return True
        return turned and self._is_turned(predicate, triple[1])

    def _is_below(self, lower: Node, upper: Node, *ways: Node) -> bool:
        return any((lower, way, upper) in self.closed for way in ways)

    def _is_turned(self, predicate: Node, other: Node) -> bool:
        if predicate == other:
            return predicate in IDENTITY or (predicate, RDF.type, OWL.SymmetricProperty) in self.closed
        return (predicate, OWL.inverseOf, other) in self.closed or (other, OWL.inverseOf, predicate) in self.closed


def _name_graph(quad: ox.Quad) -> str:
    name = quad.graph_name
    return _DEFAULT if isinstance(name, ox.DefaultGraph) else getattr(name, "value", BACKGROUND_GRAPH)


def _find_labels(triples: Iterable[Triple]) -> dict[Node, str]:
    """One label for each thing that has any: the first by the alphabet."""
    labels: dict[Node, str] = {}
    for subject, predicate, item in triples:
        if predicate in (RDFS.label, SKOS.prefLabel) and (subject not in labels or str(item) < labels[subject]):
            labels[subject] = str(item)
    return labels
