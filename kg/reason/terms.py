"""Terms of pyoxigraph as terms of rdflib and back, and the words of RDF, RDFS and OWL that reasoning turns on.

Literals keep their spelling in both directions.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, BNode, Literal, URIRef
from rdflib.term import Node

Triple = tuple[Node, Node, Node]

AXIOM_PREDICATES: Final[frozenset[Node]] = frozenset(
    {RDF.first, RDF.rest, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range}
    | {OWL[name] for name in (
        "equivalentClass disjointWith complementOf intersectionOf unionOf oneOf onProperty onClass someValuesFrom "
        "allValuesFrom hasValue maxCardinality maxQualifiedCardinality equivalentProperty inverseOf "
        "propertyDisjointWith propertyChainAxiom hasKey members distinctMembers sourceIndividual assertionProperty "
        "targetIndividual targetValue"
    ).split()}
)  # fmt: skip
"""The predicates that the rules of OWL 2 RL read axioms from (OWL 2 Profiles, tables 4 to 9)."""

AXIOM_TYPES: Final[frozenset[Node]] = frozenset(
    OWL[name] for name in (
        "FunctionalProperty InverseFunctionalProperty IrreflexiveProperty SymmetricProperty AsymmetricProperty "
        "TransitiveProperty ReflexiveProperty AllDifferent AllDisjointClasses AllDisjointProperties "
        "NegativePropertyAssertion"
    ).split()
)  # fmt: skip

DECLARATIONS: Final[frozenset[Node]] = frozenset(
    {RDFS.Class, RDFS.Datatype, RDFS.Resource, RDFS.Literal, RDF.Property, RDF.List}
    | {OWL[name] for name in (
        "Class ObjectProperty DatatypeProperty AnnotationProperty OntologyProperty NamedIndividual Ontology "
        "Restriction DataRange Axiom Annotation Thing"
    ).split()}
)  # fmt: skip
"""Types that say what a term is for, and nothing about the world."""

IDENTITY: Final[frozenset[Node]] = frozenset({OWL.sameAs, OWL.differentFrom})


def is_axiom(triple: Triple) -> bool:
    """Whether TRIPLE is part of an axiom, not a fact, a declaration or a note."""
    _, predicate, item = triple
    return predicate in AXIOM_PREDICATES or (predicate == RDF.type and item in AXIOM_TYPES)


def is_declaration(triple: Triple) -> bool:
    """Whether TRIPLE only says that a term is a class, a property, an individual or an ontology."""
    return triple[1] == RDF.type and triple[2] in DECLARATIONS


def to_node(term: object) -> Node:
    """The rdflib term for one of pyoxigraph."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"no plain RDF term: {term!r}")


def to_triple(quad: ox.Quad) -> Triple | None:
    """The triple of QUAD, or None where it quotes another triple (RDF-star), of which OWL says nothing."""
    if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
        return None
    return to_node(quad.subject), to_node(quad.predicate), to_node(quad.object)


def to_quad(triple: Triple, graph: str) -> ox.Quad:
    """TRIPLE as a quad of the graph called GRAPH; its subject must not be a literal."""
    subject, predicate, item = (to_oxigraph(term) for term in triple)
    if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
        raise TypeError(f"no RDF triple: {triple}")
    return ox.Quad(subject, predicate, item, ox.NamedNode(graph))


def to_oxigraph(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """The pyoxigraph term for one of rdflib."""
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
        return ox.Literal(str(term), datatype=datatype)
    return ox.BlankNode(str(term)) if isinstance(term, BNode) else ox.NamedNode(str(term))


@contextmanager
def quiet_literals() -> Iterator[None]:
    """Keep rdflib from logging each literal that does not fit its datatype: kg reports them as contradictions."""
    logger = logging.getLogger("rdflib.term")
    was = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = was
