"""What the tests of the reasoner share: small graphs as Turtle or TriG, and their closure as text."""

from __future__ import annotations

from kg.reason import Closure, close_quads
from kg.store import read_quads

HEAD = """
@prefix : <http://example.org/t/> .
@prefix ck: <https://w3id.org/conflict-kg/ontology#> .
@prefix ent: <http://example.org/kg/entity/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_SHORT = {
    "http://example.org/t/": ":",
    "http://example.org/kg/entity/": "ent:",
    "http://example.org/kg/article/a/": "a/",
    "https://w3id.org/conflict-kg/ontology#": "ck:",
    "http://semanticweb.cs.vu.nl/2009/11/sem/": "sem:",
    "http://www.w3.org/2002/07/owl#": "owl:",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs:",
    "http://www.w3.org/2001/XMLSchema#": "xsd:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": "a",
}


def close_text(text: str, *, schema: bool = False) -> Closure:
    """The closure of a TriG text by the axioms in it."""
    return close_quads(read_quads((HEAD + text).encode(), format="trig"), ontology=(), schema=schema)


def close_news(text: str) -> Closure:
    """The closure of a TriG text by the ontology and background that come with kg."""
    return close_quads(read_quads((HEAD + text).encode(), format="trig"))


def shorten(text: str) -> str:
    """Put prefixes for the namespaces of the tests."""
    for namespace, prefix in _SHORT.items():
        text = text.replace(f"<{namespace}", f"<{prefix}")
    return text.replace("<", "").replace(">", "")


def show(quads: object) -> set[str]:
    """The triples of quads as short text: `:a :likes :b`."""
    return {shorten(str(quad.triple)) for quad in quads}  # type: ignore[attr-defined]


def inferred(text: str, *, schema: bool = False) -> set[str]:
    """What follows from TEXT by the axioms in it."""
    return show(close_text(text, schema=schema).inferred)
