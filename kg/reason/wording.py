"""Numbers as words: terms with their labels, proofs with sentences, and which graph states what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from rdflib import OWL, RDF, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from kg.reason.dictionary import Numbers, to_term
from kg.reason.ground import property_of
from kg.reason.ledger import DEFAULT, Ledger
from kg.reason.proofs import Proof
from kg.reason.reasoner import Reasoner
from kg.reason.tables import Rule
from kg.reason.terms import Triple, to_node
from kg.serialise import shorten_iri, to_namespaces
from kg.vocab import PREFIXES

DEFAULT_GRAPH: Final = "the default graph"
_NAMESPACES: Final[Mapping[str, str]] = MappingProxyType(to_namespaces(PREFIXES))
_VARIABLE: Final = re.compile(r"\{(\w+)\}")
_LABELS: Final = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel")
_FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "intersectionOf": "{all}",
        "unionOf": "{any}",
        "complementOf": "not {value}",
        "oneOf": "one of {any}",
        "someValuesFrom": "with some {value} for {of}",
        "allValuesFrom": "with only {value} for {of}",
        "hasValue": "with {value} for {of}",
        "maxCardinality": "with at most {value} for {of}",
        "maxQualifiedCardinality": "with at most {value} for {of}",
        "inverseOf": "the other side of {value}",
    }
)
"""How a class without a name is told."""
_ENDS: Final = ("onProperty", "onClass", "onDataRange")
_STEPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "asserted": "it is stated",
        "eq-rep-s": "what holds of a thing holds of it by each of its names",
        "eq-rep-o": "what holds of a thing holds of it by each of its names",
        "eq-sym": "that two names are of one thing holds in both directions",
        "eq-trans": "two names of the thing that a third names are of one thing",
        "dt-type2": "the value belongs to the datatype",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a proof: the triple, W3C's name of the rule that gives it, what that says, and what it rests on.

    `graphs` are the IRIs of the graphs that state it; of the steps that are stated, the rule is `asserted`.
    """

    triple: Triple
    rule: str
    says: str
    graphs: tuple[str, ...] = ()
    premises: tuple[Step, ...] = ()
    axioms: tuple[Step, ...] = ()

    @property
    def leaves(self) -> tuple[Step, ...]:
        """The stated facts on which it rests in the end, axioms left out; each once."""
        if not self.premises:
            return (self,) if self.rule == "asserted" else ()
        found = {leaf.triple: leaf for part in self.premises for leaf in part.leaves}
        return tuple(found.values())


class Wording:
    """What people call the things of a closure, and where it is said."""

    def __init__(self, reasoner: Reasoner, ledgers: Iterable[Ledger]) -> None:
        self.reasoner, self.ledgers = reasoner, tuple(ledgers)
        self._nodes: dict[int, Node] = {}
        self._steps: dict[Numbers, Step] = {}

    def to_node(self, number: int) -> Node:
        """The term of a number."""
        node = self._nodes.get(number)
        if node is None:
            node = self._nodes[number] = to_node(to_term(self.reasoner.dictionary.names[number]))
        return node

    def to_triple(self, triple: Numbers) -> Triple:
        """The terms of a triple."""
        return self.to_node(triple[0]), self.to_node(triple[1]), self.to_node(triple[2])

    def find_graphs(self, triple: Numbers) -> tuple[str, ...]:
        """The graphs that state a triple, sorted."""
        found = {graph for ledger in self.ledgers for graph in ledger.find_graphs(triple)}
        names = self.reasoner.dictionary.names
        return tuple(sorted(DEFAULT_GRAPH if graph == DEFAULT else names[graph].strip("<>") for graph in found))

    def to_step(self, proof: Proof) -> Step:
        """A proof in terms and words."""
        step = self._steps.get(proof.triple)
        if step is None:
            step = self._steps[proof.triple] = Step(
                triple=self.to_triple(proof.triple),
                rule=proof.rule,
                says=self._say(proof),
                graphs=self.find_graphs(proof.triple) if proof.rule == "asserted" else (),
                premises=tuple(map(self.to_step, proof.premises)),
                axioms=tuple(map(self.to_step, proof.axioms)),
            )
        return step

    def _say(self, proof: Proof) -> str:
        if proof.ground is None:
            return _STEPS[proof.rule]
        return self.fill(proof.ground.rule, dict(proof.values))

    def fill(self, rule: Rule, values: Mapping[str, int]) -> str:
        """The sentence of a rule with what its variables stand for."""
        return _VARIABLE.sub(lambda found: self._name_variable(values.get(f"?{found.group(1)}")), rule.says)

    def _name_variable(self, number: int | None) -> str:
        if number is None:
            return "something"
        members = self._read_list(number)
        return ", ".join(map(self.name, members)) if members else self.name(number)

    def _read_list(self, number: int) -> list[int]:
        members: list[int] = []
        while number in self._firsts and len(members) < 100:
            members.append(self._firsts[number])
            number = self._rests.get(number, -1)
        return members

    @cached_property
    def _firsts(self) -> dict[int, int]:
        return self._read_pairs(str(RDF.first))

    @cached_property
    def _rests(self) -> dict[int, int]:
        return self._read_pairs(str(RDF.rest))

    def _read_pairs(self, predicate: str) -> dict[int, int]:
        number = self.reasoner.dictionary.find(f"<{predicate}>")
        relation = None if number is None else self.reasoner.asserted.get(property_of(number))
        return {} if relation is None else {key >> 32: key & 0xFFFFFFFF for key in relation}

    def name(self, number: int, depth: int = 3) -> str:
        """What people call a thing, with its IRI.

        A class without a name is told by its parts, down to a DEPTH.
        """
        node = self.to_node(number)
        if isinstance(node, URIRef):
            label = self._find_label(number)
            return f'"{label}" ({to_word(node)})' if label else to_word(node)
        if isinstance(node, BNode):
            return self._describe(number, depth) or "something without a name"
        return to_value(node)

    def find_label(self, iri: str) -> str | None:
        """The label of the thing with an IRI."""
        number = self.reasoner.dictionary.find(f"<{iri}>")
        return None if number is None else self._find_label(number)

    def _find_label(self, number: int) -> str | None:
        """The first by the alphabet of its labels."""
        return min(self.find_labels(number), default=None)

    def find_labels(self, number: int) -> list[str]:
        """All labels of a thing."""
        labels: list[str] = []
        for predicate in _LABELS:
            labels += [str(self.to_node(label)) for label in self._find_objects(number, predicate)]
        return labels

    def _find_objects(self, number: int, predicate: str) -> list[int]:
        """What is stated that a thing has for a property."""
        known = self.reasoner.dictionary.find(f"<{predicate}>")
        relation = None if known is None else self.reasoner.asserted.get(property_of(known))
        found: list[int] = []
        for part in relation.parts() if relation is not None else ():
            first, last = part.searchsorted((number << 32, (number + 1) << 32)).tolist()
            found += [key & 0xFFFFFFFF for key in part[first:last].tolist()]
        return found

    def _describe(self, number: int, depth: int = 3) -> str | None:
        """A class without a name by its parts: `("city" (ck:City) or "town" (ex:Town))`."""
        for word, form in _FORMS.items():
            for value in self._find_objects(number, f"{OWL}{word}") if depth else ():
                values = self._read_list(value) or [value]
                ends = [one for end in _ENDS for one in self._find_objects(number, f"{OWL}{end}")]
                parts = [self.name(one, depth - 1) for one in values]
                told = {"value": parts[0], "all": " and ".join(parts), "any": " or ".join(parts),
                        "of": " ".join(self.name(one, depth - 1) for one in ends)}  # fmt: skip
                return f"({form.format(**told)})".replace(" )", ")")
        return None


def to_text(triple: Triple) -> str:
    """TRIPLE in the manner of Turtle, with the prefixes that kg knows."""
    return " ".join(map(to_word, triple))


def to_word(node: Node) -> str:
    """A term in the manner of Turtle."""
    if node == RDF.type:
        return "a"
    if isinstance(node, URIRef):
        return shorten_iri(str(node), _NAMESPACES) or f"<{node}>"
    return "[]" if isinstance(node, BNode) else to_value(node)


def to_value(node: Node) -> str:
    """A literal in the manner of Turtle, with its own spelling."""
    if not isinstance(node, Literal) or node.datatype is None:
        return node.n3()
    text = Literal(str(node)).n3()
    return text if node.datatype == XSD.string else f"{text}^^{to_word(node.datatype)}"
