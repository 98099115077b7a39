"""Which axioms of an ontology lie outside OWL 2 RL (OWL 2 Profiles, section 4.2) and are therefore ignored, or half so.

The rules read what they know and pass over the rest in silence; whoever wrote the rest should hear of it. The grammar
of the profile has three kinds of classes: those that may stand below others in an axiom, those that may stand above,
and those that may do both, as in a definition. What says nothing is let pass, though the grammar has it not: that a
class is below `owl:Thing`, or a property below `owl:topObjectProperty`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kg.model import Diagnostic
from kg.vocab import PREFIXES

_OWL: Final = "http://www.w3.org/2002/07/owl#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
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
        "onProperties": "a class by several properties at once is not read",
    }
)
"""What no axiom of the profile has, wherever it stands."""

_ONLY_BELOW: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unionOf": "that a thing is of one of several classes leads to nothing",
        "oneOf": "that a thing is one of several leads to nothing",
        "someValuesFrom": "that a thing has something of a class leads to nothing, for no rule makes new things",
    }
)
"""Read where other classes are below them, not where they are below others."""

_ONLY_ABOVE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "complementOf": "no rule finds that a thing is not of a class",
        "allValuesFrom": "no rule finds that all that a thing has for a property is of a class",
        "maxCardinality": "no rule finds that a thing has no more for a property",
        "maxQualifiedCardinality": "no rule finds that a thing has no more for a property",
    }
)
"""Read where they are above other classes, not where they are below."""

_SHAPES: Final = ("intersectionOf", "hasValue", *_ONLY_BELOW, *_ONLY_ABOVE)
_DATA_SHAPES: Final = ("unionOf", "oneOf")
_EVERYTHING: Final = ox.NamedNode(f"{_OWL}Thing")
_EXTREMES: Final[Mapping[object, str]] = MappingProxyType(
    {
        ox.NamedNode(_OWL + name): f"owl:{name}"
        for name in ("topObjectProperty", "bottomObjectProperty", "topDataProperty", "bottomDataProperty")
    }
)
_DATA: Final = frozenset({ox.NamedNode(f"{_RDFS}Datatype"), ox.NamedNode(f"{_OWL}DataRange")})
_NO_DATATYPES: Final = frozenset({ox.NamedNode(f"{_OWL}real"), ox.NamedNode(f"{_OWL}rational")})
_KINDS: Final = frozenset({ox.NamedNode(f"{_OWL}ReflexiveProperty"), *_DATA})

_BELOW, _ABOVE, _BOTH = "below", "above", "both"
_SIDES: Final[Mapping[str, tuple[str | None, str | None]]] = MappingProxyType(
    {
        f"{_RDFS}subClassOf": (_BELOW, _ABOVE),
        f"{_OWL}equivalentClass": (_BOTH, _BOTH),
        f"{_OWL}disjointWith": (_BELOW, _BELOW),
        f"{_OWL}hasKey": (_BELOW, None),
        f"{_RDFS}domain": (None, _ABOVE),
        f"{_RDFS}range": (None, _ABOVE),
        f"{_RDF}type": (None, _ABOVE),
    }
)
"""How the classes stand that are the subject and the object of a predicate."""

_WORDS: Final = frozenset(
    [*_SIDES, f"{_RDF}first", f"{_RDF}rest", f"{_RDFS}subPropertyOf"]
    + [_OWL + word for word in (
        *_SHAPES, *_NEVER, "onProperty", "onClass", "onDataRange", "members", "equivalentProperty", "inverseOf",
        "propertyDisjointWith", "propertyChainAxiom", "assertionProperty",
    )]
)  # fmt: skip


def find_ignored(quads: Iterable[ox.Quad], where: str) -> Iterator[Diagnostic]:
    """Yield a warning for each axiom among QUADS that is ignored, or of which half is."""
    yield from _Grammar(quads, where).find()


class _Grammar:
    """The axioms of an ontology, held against the grammar."""

    def __init__(self, quads: Iterable[ox.Quad], where: str) -> None:
        self.where = where
        self.axioms: list[ox.Triple] = []
        self._objects: dict[object, dict[str, list[object]]] = defaultdict(dict)
        for quad in quads:
            predicate = quad.predicate.value
            if quad.predicate in _EXTREMES:
                self.axioms.append(quad.triple)
            elif predicate in _WORDS and (predicate != f"{_RDF}type" or _is_telling(quad.object)):
                self.axioms.append(quad.triple)
                self._objects[quad.subject].setdefault(predicate, []).append(quad.object)

    def find(self) -> Iterator[Diagnostic]:
        for triple in dict.fromkeys(self.axioms):
            yield from self._check(triple)

    def _check(self, triple: ox.Triple) -> Iterator[Diagnostic]:
        subject, predicate, item = triple.subject, triple.predicate.value, triple.object
        word = predicate.removeprefix(_OWL)
        if predicate.startswith(_OWL) and word in _NEVER:
            yield self._warn(f"owl:{word}", _NEVER[word])
        elif word in ("maxCardinality", "maxQualifiedCardinality"):
            if getattr(item, "value", "").strip().lstrip("+") not in ("0", "1"):
                yield self._warn(f"owl:{word}", "only 0 and 1 are read")
        elif item == ox.NamedNode(f"{_OWL}ReflexiveProperty"):
            yield self._warn(f"{_name(subject)} owl:ReflexiveProperty", "that all has itself is not read")
        elif (extreme := _find_extreme(triple)) is not None:
            yield self._warn(f"{_shorten(predicate)} … {extreme}", "it is no property that rules know")
        elif predicate == f"{_OWL}members":
            for member in self._read_list(item):
                yield from self._tell(member, _BELOW, "owl:members")
        elif predicate in _SIDES:
            low, high = _SIDES[predicate]
            yield from self._tell(subject, low, f"{_shorten(predicate)} {_name(item)}")
            yield from self._tell(item, high, f"{_name(subject)} {_shorten(predicate)}")
        elif word in _SHAPES and isinstance(subject, ox.NamedNode) and predicate.startswith(_OWL):
            # A class that has a name and a shape is defined by it: `:C owl:unionOf (:D :E)`.
            yield from self._tell_shape(subject, f"owl:{word}")

    def _tell_shape(self, subject: object, axiom: str) -> Iterator[Diagnostic]:
        if self._is_data(subject):
            fault = self._find_data_fault(subject)
        else:
            fault = self._find_shape_fault(subject, _BOTH, frozenset())
        if fault is not None:
            yield self._warn_of_half(f"{_name(subject)} {axiom}", fault[1])

    def _tell(self, term: object, side: str | None, axiom: str) -> Iterator[Diagnostic]:
        """Yield a warning where the class or datatype TERM cannot stand on SIDE of AXIOM."""
        if side is None:
            return
        # Everything is below owl:Thing anyway.
        fault = None if side == _ABOVE and term == _EVERYTHING else self._find_fault(term, side, frozenset())
        if fault is not None:
            shape, why = fault
            if side == _BOTH:
                yield self._warn_of_half(f"{axiom} … {shape}", why)
            else:
                what = f"{axiom} … {shape}" if side == _ABOVE else f"{shape} … {axiom}"
                yield self._warn(what, why)

    def _find_fault(self, term: object, side: str, seen: frozenset[object]) -> tuple[str, str] | None:
        """The first part of TERM that cannot stand on SIDE, with the reason."""
        if term in _NO_DATATYPES:
            return _name(term), "it is no datatype of the profile"
        if term == _EVERYTHING:
            return "owl:Thing", "only what is of a declared class is known to be a thing"
        if self._is_data(term):
            return self._find_data_fault(term)
        if not isinstance(term, ox.BlankNode) or term in seen:
            return None
        return self._find_shape_fault(term, side, seen | {term})

    def _find_shape_fault(self, term: object, side: str, seen: frozenset[object]) -> tuple[str, str] | None:
        for shape in _SHAPES:
            for value in self._objects.get(term, {}).get(_OWL + shape, ()):
                fault = self._find_fault_of(shape, term, value, side, seen)
                if fault is not None:
                    return fault
        return None

    def _find_fault_of(
        self, shape: str, term: object, value: object, side: str, seen: frozenset[object]
    ) -> tuple[str, str] | None:
        if shape in _ONLY_BELOW and side != _BELOW:
            return f"owl:{shape}", _ONLY_BELOW[shape]
        if shape in _ONLY_ABOVE and side != _ABOVE:
            return f"owl:{shape}", _ONLY_ABOVE[shape]
        for part, where in self._find_parts(shape, term, value, side):
            fault = self._find_fault(part, where, seen)
            if fault is not None:
                return fault
        return None

    def _find_parts(self, shape: str, term: object, value: object, side: str) -> Iterator[tuple[object, str]]:
        """Yield the classes within a class, and how they stand: below the complement of a class is above the class."""
        if shape in ("intersectionOf", "unionOf"):
            yield from ((member, side) for member in self._read_list(value))
        elif shape == "complementOf":
            yield value, _BELOW
        elif shape in ("someValuesFrom", "allValuesFrom") and value != _EVERYTHING:
            yield value, side
        elif shape == "maxQualifiedCardinality":
            known = self._objects[term]
            ends = (end for word in ("onClass", "onDataRange") for end in known.get(_OWL + word, ()))
            yield from ((end, _BELOW) for end in ends if end != _EVERYTHING)

    def _is_data(self, term: object) -> bool:
        return any(kind in _DATA for kind in self._objects.get(term, {}).get(f"{_RDF}type", ()))

    def _find_data_fault(self, term: object) -> tuple[str, str] | None:
        known = self._objects[term]
        found = next((shape for shape in _DATA_SHAPES if _OWL + shape in known), None)
        return None if found is None else (f"owl:{found}", "of datatypes only an intersection is read")

    def _read_list(self, head: object) -> Iterator[object]:
        seen: set[object] = set()
        while head in self._objects and head not in seen:
            seen.add(head)
            yield from self._objects[head].get(f"{_RDF}first", ())
            head = next(iter(self._objects[head].get(f"{_RDF}rest", ())), None)

    def _warn(self, what: str, why: str) -> Diagnostic:
        return Diagnostic(where=self.where, code=CODE, message=f"{what} lies outside OWL 2 RL: {why}")

    def _warn_of_half(self, what: str, why: str) -> Diagnostic:
        return self._warn(what, f"half of it is ignored: {why}")


def _is_telling(kind: object) -> bool:
    """Whether it matters that a thing is of KIND: one without a name, a kind of properties or datatypes."""
    return isinstance(kind, ox.BlankNode) or kind in _KINDS


def _find_extreme(triple: ox.Triple) -> str | None:
    """The property of all things, or of none, of which TRIPLE says something."""
    if triple.predicate.value == f"{_RDFS}subPropertyOf" and _EXTREMES.get(triple.object, "").startswith("owl:top"):
        return _EXTREMES.get(triple.subject)
    return next(
        (_EXTREMES[term] for term in (triple.subject, triple.predicate, triple.object) if term in _EXTREMES), None
    )


def _name(term: object) -> str:
    return _shorten(term.value) if isinstance(term, ox.NamedNode) else "a class without a name"


def _shorten(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"
