"""What people may call the things of a closure: labels and other names, and the ends of IRIs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS

from kg.errors import nearest
from kg.reason.closure import Closure
from kg.reason.ground import class_of, property_of
from kg.store import LINKS_GRAPH
from kg.vocab import CK, GAF, SKOS

Place = Literal["subject", "property", "object", "class"]
"""What a term is to be in a triple; the object of `a` is a class."""

CLOSED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {str(space): frozenset(map(str, dir(space))) for space in (RDF, RDFS, OWL)}
)
"""Vocabularies of which all words are known: a word that is not among them is misspelt."""
OWN: Final = frozenset(iri for name, iri in vars(CK).items() if not name.startswith("_") and isinstance(iri, str))
_LINKS: Final = ox.NamedNode(LINKS_GRAPH)
_LABELS: Final = (str(RDFS.label), SKOS.altLabel)
_PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property)
_CLASSES: Final = (OWL.Class, RDFS.Class)
_LOOSE: Final = re.compile(r"[\W_]+")
HAVING: Final = re.compile(r"^(?:has|is)(?=[A-Z]\w\w)")

Called = dict[str, set[str]]
"""IRIs by what they are called."""


class Names:
    """The names of the things and terms of a closure."""

    def __init__(self, closure: Closure) -> None:
        self._closure = closure
        self._names = closure.reasoner.dictionary.names

    def find(self, word: str, place: Place) -> list[str]:
        """The IRIs that WORD may mean in its PLACE.

        What is called just so goes before what has an IRI that ends so, and this before what differs in case, spaces
        and signs alone. Among several, a term of kg's own vocabulary goes before others, and so does a thing of which
        articles have words.
        """
        called = self._find_called(place)
        ending = word.removeprefix("/")
        ends = {iri for iri in self._find_candidates(place) if iri.endswith((f"/{ending}", f"#{ending}"))}
        loose = _loosen(word)
        alike = set().union(*(iris for name, iris in called.items() if _loosen(name) == loose)) if loose else set()
        for found in (called.get(word, set()), ends, alike):
            if found:
                nearer = ((found & known) for known in (OWN, self._denoted))
                return sorted(next((one for one in nearer if len(one) == 1), found))
        return []

    def suggest(self, word: str, place: Place) -> str | None:
        """The name that is most like WORD, of what can stand in its PLACE."""
        names = {_loosen(name): name for name in sorted(self._find_called(place), reverse=True)}
        near = nearest(_loosen(HAVING.sub("", word)), names) or nearest(_loosen(word), names)
        return names[near] if near else None

    def _find_called(self, place: Place) -> Called:
        return self._terms(place) if place in ("property", "class") else self._things

    @cached_property
    def _things(self) -> Called:
        """Things by their names in the graph; terms of ontologies by theirs, where no thing is called so."""
        found: Called = {}
        for thing, label in _read_names(self._closure):
            found.setdefault(label, set()).add(thing.value)
        terms: Called = {}
        for label, iris in (*self._terms("property").items(), *self._terms("class").items()):
            terms.setdefault(label, set()).update(iris)
        for iri in self._all & OWN:
            terms.setdefault(_find_end(iri), {iri})
        return {**terms, **found}

    @cached_property
    def _denoted(self) -> set[str]:
        return {
            quad.subject.value
            for quad in self._closure.asserted
            if quad.predicate.value == GAF.denotedBy and isinstance(quad.subject, ox.NamedNode)
        }

    def _terms(self, place: Place) -> Called:
        """Properties or classes, by their labels and by the ends of their IRIs."""
        found: Called = {}
        for iri in self._find_candidates(place):
            number = self._closure.reasoner.dictionary.find(f"<{iri}>")
            for label in self._closure.words.find_labels(number) if number is not None else ():
                found.setdefault(label, set()).add(iri)
        labels = set(found)
        for iri in self._find_candidates(place):
            if _find_end(iri) not in labels:
                found.setdefault(_find_end(iri), set()).add(iri)
        return found

    def _find_candidates(self, place: Place) -> set[str]:
        return {"property": self._properties, "class": self._classes}.get(place, self._all)

    @cached_property
    def _all(self) -> set[str]:
        return {name[1:-1] for name in self._names if name.startswith("<")}

    @cached_property
    def _properties(self) -> set[str]:
        reasoner = self._closure.reasoner
        used = {one >> 1 for one in (*reasoner.asserted, *reasoner.facts) if one == property_of(one >> 1)}
        known = {self._names[number][1:-1] for number in used if self._names[number].startswith("<")}
        words = {iri for iris in CLOSED.values() for iri in iris if _find_end(iri)[:1].islower()}
        return known | self._find_members(_PROPERTIES) | words

    @cached_property
    def _classes(self) -> set[str]:
        words = {iri for iris in CLOSED.values() for iri in iris if _find_end(iri)[:1].isupper()}
        return self._find_members(_CLASSES) | words

    def _find_members(self, kinds: tuple[str, ...]) -> set[str]:
        reasoner = self._closure.reasoner
        numbers = filter(None, (reasoner.dictionary.find(f"<{kind}>") for kind in kinds))
        members = {one for number in numbers for one in reasoner.asserted.get(class_of(number)) or ()}
        return {self._names[one][1:-1] for one in members if self._names[one].startswith("<")}


def _loosen(word: str) -> str:
    """WORD without case, spaces and signs: `hostileTo`, `Hostile to` and `hostile_to` are one."""
    return _LOOSE.sub("", word).casefold()


def _find_end(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def _read_names(closure: Closure) -> Iterator[tuple[ox.NamedNode, str]]:
    """The things of a graph with their labels and other names."""
    for quad in (*closure.asserted, *closure.background):
        # What other datasets call their things is no name of ours.
        if quad.graph_name == _LINKS:
            continue
        named = isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
        if named and quad.predicate.value in _LABELS:
            yield quad.subject, quad.object.value  # type: ignore[misc, union-attr]  # as just seen
