"""What holds of everything and is therefore not given out: that a thing is itself, a class below itself, the like."""

from __future__ import annotations

from typing import Final

from rdflib import OWL, RDF, RDFS
from rdflib.term import Node

from kg.reason.terms import Triple

_OF_ITSELF: Final[dict[Node, tuple[str, str]]] = {
    OWL.sameAs: ("eq-ref", "each thing is the same as itself"),
    RDFS.subClassOf: ("scm-cls", "each class is below itself"),
    OWL.equivalentClass: ("scm-cls", "each class is equal to itself"),
    RDFS.subPropertyOf: ("scm-op", "each property is below itself"),
    OWL.equivalentProperty: ("scm-op", "each property is equal to itself"),
}


def find_commonplace(triple: Triple) -> tuple[str, str] | None:
    """W3C's name of the rule by which TRIPLE holds whatever the graph says, and the rule in words.

    >>> find_commonplace((OWL.Nothing, RDFS.subClassOf, OWL.Thing))
    ('scm-cls', 'each class is of things')
    """
    subject, predicate, item = triple
    if subject == item and predicate in _OF_ITSELF:
        return _OF_ITSELF[predicate]
    if predicate == RDFS.subClassOf and item == OWL.Thing:
        return "scm-cls", "each class is of things"
    if predicate == RDFS.subClassOf and subject == OWL.Nothing:
        return "scm-cls", "the class of nothing is below each class"
    return ("cls-thing", "everything is a thing") if (predicate, item) == (RDF.type, OWL.Thing) else None
