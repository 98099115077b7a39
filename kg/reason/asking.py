"""Which fact is asked for: terms as people write them, by IRI, prefix or label, and the facts in the row of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, Literal, URIRef

from kg.errors import UsageError, nearest
from kg.reason.closure import Closure
from kg.reason.dictionary import Dictionary
from kg.reason.ground import class_of, property_of
from kg.reason.terms import Triple, to_triple
from kg.reason.wording import to_word
from kg.store import LINKS_GRAPH
from kg.vocab import CK, PREFIXES, SKOS

_LITERAL: Final = re.compile(r'"(?P<value>.*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<datatype>\S+))?', re.DOTALL)
_LINKS: Final = ox.NamedNode(LINKS_GRAPH)
_NAMES: Final = (str(RDFS.label), SKOS.altLabel)
_PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property)
_CLASSES: Final = (OWL.Class, RDFS.Class)
_OWN: Final = frozenset(iri for name, iri in vars(CK).items() if not name.startswith("_") and isinstance(iri, str))
_CLOSED: Final = {str(space): frozenset(map(str, dir(space))) for space in (RDF, RDFS, OWL)}
"""Vocabularies of which all words are known: a word that is not among them is misspelt."""
_HAVING: Final = re.compile(r"^(?:has|is)(?=[A-Z])")


def find_triple(closure: Closure, words: tuple[str, str, str]) -> Triple:
    """The triple that people mean: IRIs or their ends, names with a prefix, labels of things, `a`, and literals.

    A literal stands in quotes; without them, it is one that the subject has by that property.
    """
    subject, predicate, item = words
    asker = _Asker(closure)
    verb = asker.find(predicate, "property")
    thing = asker.find(subject, "subject")
    value = asker.find_value(thing, verb, item)
    return thing, verb, value if value is not None else asker.find(item, "class" if verb == RDF.type else "object")


class _Asker:
    """Finds the terms that people mean in a closure."""

    def __init__(self, closure: Closure) -> None:
        self.closure = closure
        self.dictionary: Dictionary = closure.reasoner.dictionary

    def find(self, word: str, place: str) -> URIRef | Literal:
        """The term that WORD means in its place: subject, property, object, or class."""
        if word == "a" and place == "property":
            return URIRef(RDF.type)
        literal = _LITERAL.fullmatch(word)
        if literal is not None and place == "object":
            datatype = literal["datatype"]
            if datatype:
                return Literal(literal["value"], datatype=_expand(datatype), normalize=False)
            return Literal(literal["value"], lang=literal["language"])
        if literal is not None:
            raise UsageError(f"a {place} cannot be the literal {word}")
        if word.startswith("<") and word.endswith(">"):
            return self._check(_to_iri(word[1:-1]), place)
        prefix, colon, _ = word.partition(":")
        if colon and (prefix in PREFIXES or "/" in word or prefix == "urn"):
            return self._check(_expand(word), place)
        return (self._find_ending(word) if "/" in word else None) or self._find_named(word, place)

    def _find_ending(self, word: str) -> URIRef | None:
        """The one thing whose IRI ends with WORD, as the tables of `kg query` shorten it: "kabul-attack/event/1"."""
        names = self.dictionary.names
        ends = sorted({name[1:-1] for name in names if name.startswith("<") and name.endswith(f"/{word}>")})
        if len(ends) > 1:
            raise UsageError(f"{len(ends)} things end with {word!r}", hint=f"Name more of one: {', '.join(ends[:5])}")
        return URIRef(ends[0]) if ends else None

    def find_value(self, subject: URIRef | Literal, verb: URIRef | Literal, word: str) -> Literal | None:
        """The literal written as WORD that SUBJECT has by the property VERB."""
        for quad in (*self.closure.asserted, *self.closure.background):
            if isinstance(quad.object, ox.Literal) and quad.object.value == word:
                triple = to_triple(quad)
                if triple is not None and (triple[0], triple[1]) == (subject, verb) and isinstance(triple[2], Literal):
                    return triple[2]
        return None

    def _check(self, iri: URIRef, place: str) -> URIRef:
        """IRI, unless it is a word that its vocabulary does not have: then nothing can be said with it."""
        space, local = iri[: iri.rfind("#") + 1], iri[iri.rfind("#") + 1 :]
        known = self._is_known(iri) or (str(iri) in _CLOSED[space] if space in _CLOSED else space != CK.NS)
        if known or not local:
            return iri
        words = {one.removeprefix(space) for one in _CLOSED[space]} if space in _CLOSED else self._list_own()
        if place in ("property", "class"):
            words = {one for one in words if one[:1].islower() == (place == "property")}
        by_letters = {one.lower(): one for one in sorted(words)}
        near = nearest(_HAVING.sub("", local).lower(), by_letters) or nearest(local.lower(), by_letters)
        hint = f"Did you mean {to_word(URIRef(space + by_letters[near]))}?" if near else None
        raise UsageError(f"neither the graph nor its ontology has a {place} {to_word(iri)}", hint=hint)

    def _is_known(self, iri: str) -> bool:
        return iri in _OWN or self.dictionary.find(f"<{iri}>") is not None

    def _list_own(self) -> set[str]:
        start = f"<{CK.NS}"
        found = {name[len(start) : -1] for name in self.dictionary.names if name.startswith(start)}
        return found | {iri.removeprefix(CK.NS) for iri in _OWN}

    def _find_named(self, word: str, place: str) -> URIRef:
        """The one thing with the label WORD: one that the articles name, or a word of the ontology."""
        found: dict[str, set[str]] = {}
        for thing, label in read_names(self.closure):
            if place not in ("property", "class"):
                found.setdefault(label, set()).add(thing.value)
        for iri, label in self._read_terms(place):
            if place in ("property", "class") or label not in found:
                found.setdefault(label, set()).add(iri)
        things = sorted(found.get(word, ()))
        if len(things) == 1:
            return URIRef(things[0])
        if things:
            listed = ", ".join(things[:5])
            raise UsageError(f"{len(things)} things are called {word!r}", hint=f"Name one by its IRI: {listed}")
        near = nearest(word, found)
        known = ", ".join(f"{prefix}:" for prefix in sorted(PREFIXES))
        hint = f"Did you mean {near!r}?" if near else f"Write an IRI, or a name with one of the prefixes {known}"
        raise UsageError(f"nothing is called {word!r}, which was to be the {place}", hint=hint)

    def _read_terms(self, place: str) -> Iterator[tuple[str, str]]:
        """Properties and classes with their labels, those that can stand in PLACE."""
        members: set[int] = set()
        if place != "class":
            relations = {*self.closure.reasoner.asserted, *self.closure.reasoner.facts}
            members |= {relation >> 1 for relation in relations if relation == property_of(relation >> 1)}
        for kind in {"property": _PROPERTIES, "class": _CLASSES}.get(place, (*_PROPERTIES, *_CLASSES)):
            number = self.dictionary.find(f"<{kind}>")
            relation = None if number is None else self.closure.reasoner.asserted.get(class_of(number))
            members |= set(relation) if relation is not None else set()
        for member in sorted(members):
            name = self.dictionary.names[member]
            for label in self.closure.words.find_labels(member) if name[0] == "<" else ():
                yield name[1:-1], label


def _expand(word: str) -> URIRef:
    word = word.strip("<>")
    prefix, _, local = word.partition(":")
    return _to_iri(PREFIXES[prefix] + local if prefix in PREFIXES and not local.startswith("//") else word)


def _to_iri(text: str) -> URIRef:
    try:
        return URIRef(ox.NamedNode(text).value)
    except ValueError as error:
        raise UsageError(f"{text!r} is no IRI: {error}", hint="Such as http://example.org/kg/entity/kabul") from error


def find_row_facts(closure: Closure, terms: Iterable[object]) -> list[Triple]:
    """The facts between the things and values in a row of a table, named by IRI or label: what an earlier one has.

    Where a cell is the label of a property, only facts of that property. Where no earlier thing has any, what a later
    one has to it; and where there is none either, that things are of the classes that the row names.
    """
    cells = list(terms)
    texts = {term.value: place for place, term in reversed(list(enumerate(cells))) if isinstance(term, ox.Literal)}
    places: dict[object, int] = {term: place for place, term in enumerate(cells) if isinstance(term, ox.NamedNode)}
    for thing, label in read_names(closure):
        if label in texts:
            places.setdefault(thing, texts[label])
    facts = [quad.triple for quad in (*closure.asserted, *closure.background, *closure.inferred)]
    between = [
        (places[fact.subject], place, fact)
        for fact in facts
        if fact.subject in places and (place := _place_of(fact, texts, places)) is not None
    ]
    found = (
        [fact for place, other, fact in between if place < other]
        or [fact for place, other, fact in between if place > other]
        or [fact for fact in facts if fact.subject in places and _is_class_in(fact, texts, places)]
    )
    told = [one for one in found if closure.words.find_label(one.predicate.value) in texts] or found
    if not told:
        raise UsageError("no fact holds between the things in this row", hint="Name the fact itself: S P O")
    told = [one for one in told if one.predicate.value.startswith(CK.NS)] or told  # not its alignments with others
    nodes = (to_triple(ox.Quad(one.subject, one.predicate, one.object)) for one in dict.fromkeys(told))
    return [triple for triple in nodes if triple is not None]


def _place_of(fact: ox.Triple, texts: Mapping[str, int], places: Mapping[object, int]) -> int | None:
    """The cell of what FACT says, if there is one: a thing, or the value of a property of ours."""
    if isinstance(fact.object, ox.Literal):
        return texts.get(fact.object.value) if fact.predicate.value.startswith(CK.NS) else None
    return places.get(fact.object)


def _is_class_in(fact: ox.Triple, texts: Mapping[str, int], places: Mapping[object, int]) -> bool:
    """Whether FACT tells the class of a thing, and the row names that class, by its IRI or its own name."""
    if fact.predicate.value != str(RDF.type) or not isinstance(fact.object, ox.NamedNode):
        return False
    return fact.object in places or fact.object.value.removeprefix(CK.NS) in texts


def read_names(closure: Closure) -> Iterator[tuple[ox.NamedNode, str]]:
    """The things of a graph with their labels and other names."""
    for quad in (*closure.asserted, *closure.background):
        # What other datasets call their things is no name of ours.
        if quad.graph_name == _LINKS:
            continue
        named = isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
        if named and quad.predicate.value in _NAMES:
            yield quad.subject, quad.object.value  # type: ignore[misc, union-attr]  # as just seen
