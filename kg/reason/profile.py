"""Which axioms of an ontology lie outside OWL 2 RL (OWL 2 Profiles, section 4.2) and are therefore ignored, or half so.

The rules read what they know and pass over the rest in silence; whoever wrote the rest should hear of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kg.model import Diagnostic
from kg.vocab import PREFIXES

_OWL: Final = "http://www.w3.org/2002/07/owl#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
CODE: Final = "outside-owl-rl"

_NEVER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "minCardinality": "no rule makes new things, so a least number says nothing",
        "minQualifiedCardinality": "no rule makes new things, so a least number says nothing",
        "cardinality": "an exact number is not read; a maxCardinality of 0 or 1 would be",
        "qualifiedCardinality": "an exact number is not read; a maxQualifiedCardinality of 0 or 1 would be",
        "hasSelf": "what has itself for a property is not read",
        "disjointUnionOf": "a disjoint union is not read; unionOf and disjointWith would be",
        "onDatatype": "values of a datatype within limits are not read",
        "datatypeComplementOf": "values outside a datatype are not read",
    }
)
_ONLY_BELOW: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unionOf": "that a thing is of one of several classes leads to nothing",
        "oneOf": "that a thing is one of several leads to nothing",
        "someValuesFrom": "that a thing has something of a class leads to nothing, for no rule makes new things",
    }
)
"""Read where other classes are below them, not where they are below others."""


def find_ignored(quads: Iterable[ox.Quad], where: str) -> Iterator[Diagnostic]:
    """Yield a warning for each axiom among QUADS that is ignored, or of which half is."""
    known = list(quads)
    shapes: dict[object, str] = {
        quad.subject: quad.predicate.value.removeprefix(_OWL)
        for quad in known
        if quad.predicate.value.removeprefix(_OWL) in _ONLY_BELOW
    }
    for quad in known:
        word = quad.predicate.value.removeprefix(_OWL)
        if quad.predicate.value.startswith(_OWL) and word in _NEVER:
            yield _warn(where, f"owl:{word}", _NEVER[word])
        elif word in ("maxCardinality", "maxQualifiedCardinality"):
            if getattr(quad.object, "value", "").strip().lstrip("+") not in ("0", "1"):
                yield _warn(where, f"owl:{word}", "only 0 and 1 are read")
        elif quad.predicate.value in (f"{_RDFS}subClassOf", f"{_OWL}equivalentClass") and quad.object in shapes:
            shape = shapes[quad.object]
            half = "half of it is ignored: " if word == "equivalentClass" else ""
            yield _warn(where, f"{_name(quad.subject)} {word.rpartition('#')[2]} … owl:{shape}",
                        half + _ONLY_BELOW[shape])  # fmt: skip
        elif quad.object == ox.NamedNode(f"{_OWL}ReflexiveProperty"):
            yield _warn(where, f"{_name(quad.subject)} owl:ReflexiveProperty", "that all has itself is not read")


def _warn(where: str, what: str, why: str) -> Diagnostic:
    return Diagnostic(where=where, code=CODE, message=f"{what} lies outside OWL 2 RL: {why}")


def _name(term: object) -> str:
    if not isinstance(term, ox.NamedNode):
        return "a class without a name"
    for prefix, namespace in PREFIXES.items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value.removeprefix(namespace)}"
    return f"<{term.value}>"
