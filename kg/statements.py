"""Statements about statements: the node that stands for one triple of an article, by which more is said of it.

How sure kg is of a role, and which sentence states a triple in a format without graphs, are told of an `rdf:Statement`
whose IRI is made of the article's and of the triple: so it is the same in every run, and whoever makes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg.vocab import PROV, RDF

Graph = NamedNode | DefaultGraph
_TYPE = NamedNode(RDF.type)
_STATEMENT = NamedNode(RDF.Statement)
_PARTS = (NamedNode(RDF.subject), NamedNode(RDF.predicate), NamedNode(RDF.object))
_DERIVED_FROM = NamedNode(PROV.wasDerivedFrom)


def statement_node(article: str, triple: Triple) -> NamedNode:
    """The node that stands for TRIPLE of the article with the IRI ARTICLE."""
    digest = hashlib.sha256(str(triple).encode()).hexdigest()[:16]
    return NamedNode(f"{article}/statement/{digest}")


def to_statement(node: NamedNode, triple: Triple, graph: Graph | None = None) -> Iterator[Quad]:
    """The quads that tell which TRIPLE stands behind NODE."""
    place = graph or DefaultGraph()
    yield Quad(node, _TYPE, _STATEMENT, place)
    for predicate, item in zip(_PARTS, (triple.subject, triple.predicate, triple.object), strict=True):
        yield Quad(node, predicate, item, place)


def find_statements(quads: Iterable[Quad]) -> dict[NamedNode, Triple]:
    """The triples that statements of QUADS stand for, by their nodes."""
    parts: dict[NamedNode, dict[NamedNode, object]] = {}
    for quad in quads:
        if quad.predicate in _PARTS and isinstance(quad.subject, NamedNode):
            parts.setdefault(quad.subject, {})[quad.predicate] = quad.object
    return {
        node: Triple(*(found[part] for part in _PARTS))  # type: ignore[arg-type]
        for node, found in parts.items()
        if len(found) == len(_PARTS) and isinstance(found[_PARTS[1]], NamedNode)
    }
