"""Which fact is asked for: terms as people write them, by IRI, prefix, label or the end of an IRI; and what holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, Literal, URIRef
from rdflib.term import Node

from kg.errors import UsageError, nearest
from kg.reason.closure import Closure
from kg.reason.ground import class_of
from kg.reason.naming import CLOSED, HAVING, OWN, Names, Place
from kg.reason.terms import Triple, to_node, to_oxigraph
from kg.reason.wording import to_word
from kg.vocab import CK, PREFIXES

_LITERAL: Final = re.compile(r'"(?P<value>.*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<datatype>\S+))?', re.DOTALL)
_VALUES: Final = (OWL.DatatypeProperty, OWL.AnnotationProperty)
_SHOWN: Final = 6
_ENDS: Final[Mapping[Node, tuple[Place, Place]]] = MappingProxyType(
    {
        RDF.type: ("subject", "class"),
        RDFS.domain: ("property", "class"),
        RDFS.range: ("property", "class"),
        **dict.fromkeys((RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith), ("class", "class")),
        **dict.fromkeys((RDFS.subPropertyOf, OWL.equivalentProperty, OWL.inverseOf), ("property", "property")),
    }
)
"""What stands on both sides of a property, where only some terms can."""


def find_triple(closure: Closure, words: tuple[str, str, str]) -> Triple:
    """The triple that people mean: IRIs or their ends, names with a prefix, labels of things, `a`, and values.

    A value is one that the subject has by that property, in whatever way it is typed; another where the property takes
    values only, or where it stands in quotes.
    """
    subject, predicate, item = words
    asker = _Asker(closure)
    verb = asker.find(predicate, "property")
    first, last = _ENDS.get(verb, ("subject", "object"))
    thing = asker.find(subject, first)
    value = asker.find_value(thing, verb, item) if last == "object" else None
    return thing, verb, value or asker.find(item, last)


def say_what_holds(closure: Closure, triple: Triple) -> str | None:
    """What the subject of TRIPLE has for its property, or else which properties it has; None where it has too many."""
    subject, predicate = to_oxigraph(triple[0]), to_oxigraph(triple[1])
    about = [quad for quad in _read_quads(closure) if quad.subject == subject]
    if not about:
        return f"The graph says nothing of {to_word(triple[0])}"
    values = {quad.object for quad in about if quad.predicate == predicate}
    found = values or {quad.predicate for quad in about}
    names = sorted({_shorten(closure, term) for term in found if not isinstance(term, ox.BlankNode | ox.Triple)})
    more = f", and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"It has {'this' if values else 'other properties'}: {', '.join(names[:_SHOWN])}{more}"


def _shorten(closure: Closure, term: ox.NamedNode | ox.Literal) -> str:
    if isinstance(term, ox.Literal):
        return f'"{term.value}"'
    return closure.words.find_label(term.value) or to_word(to_node(term))


def _read_quads(closure: Closure) -> Iterator[ox.Quad]:
    yield from closure.asserted
    yield from closure.background
    yield from closure.inferred


class _Asker:
    """Finds the terms that people mean in a closure."""

    def __init__(self, closure: Closure) -> None:
        self.closure = closure
        self.dictionary = closure.reasoner.dictionary
        self.names = Names(closure)

    def find(self, word: str, place: Place) -> URIRef | Literal:
        """The term that WORD means in its place."""
        if word == "a" and place == "property":
            return URIRef(RDF.type)
        literal = _LITERAL.fullmatch(word)
        if literal is not None and place == "object":
            return _to_literal(literal)
        if literal is not None:
            raise UsageError(f"a {place} cannot be the literal {word}")
        inner = word[1:-1] if word.startswith("<") and word.endswith(">") else ""
        if ":" in inner or (inner and "/" not in inner):
            return self._check(_to_iri(inner), place)
        prefix, colon, _ = word.partition(":")
        if colon and (prefix in PREFIXES or "://" in word or prefix == "urn"):
            return self._check(_expand(word), place)
        return self._find_named(inner or word, place)

    def find_value(self, subject: URIRef | Literal, verb: URIRef | Literal, word: str) -> Literal | None:
        """The literal written as WORD that SUBJECT has by the property VERB; any, where VERB takes values only."""
        thing, predicate = to_oxigraph(subject), to_oxigraph(verb)
        quads = [quad for quad in _read_quads(self.closure) if quad.predicate == predicate]
        quoted = _LITERAL.fullmatch(word)
        exact = _to_literal(quoted) if quoted is not None else None
        text = word if quoted is None or quoted["language"] or quoted["datatype"] else quoted["value"]
        had = [quad.object for quad in quads if quad.subject == thing and isinstance(quad.object, ox.Literal)]
        if exact is not None and (to_oxigraph(exact) in had or text is word):
            return exact
        found = next((one for one in had if one.value == text), None)
        if found is not None:
            value = to_node(found)
            assert isinstance(value, Literal)  # noqa: S101 - as found
            return value
        if exact is not None:
            return exact
        are_values = all(isinstance(quad.object, ox.Literal) for quad in quads) if quads else self._takes_values(verb)
        is_term = ":" in word or word.startswith("<")
        return Literal(word) if are_values and not is_term else None

    def _takes_values(self, verb: URIRef | Literal) -> bool:
        """Whether VERB is declared as a property of values."""
        number = self.dictionary.find(f"<{verb}>")
        kinds = filter(None, (self.dictionary.find(f"<{kind}>") for kind in _VALUES))
        if number is None:
            return False
        return any(number in (self.closure.reasoner.asserted.get(class_of(kind)) or ()) for kind in kinds)

    def _check(self, iri: URIRef, place: Place) -> URIRef:
        """IRI, unless it is a word that its vocabulary does not have: then nothing can be said with it."""
        space, local = iri[: iri.rfind("#") + 1], iri[iri.rfind("#") + 1 :]
        known = self._is_known(iri) or (str(iri) in CLOSED[space] if space in CLOSED else space != CK.NS)
        if known or not local:
            return iri
        words = {one.removeprefix(space) for one in CLOSED[space]} if space in CLOSED else self._list_own()
        if place in ("property", "class"):
            words = {one for one in words if one[:1].islower() == (place == "property")}
        by_letters = {one.lower(): one for one in sorted(words)}
        near = nearest(HAVING.sub("", local).lower(), by_letters)
        near = near or nearest(local.lower(), by_letters)
        hint = f"Did you mean {to_word(URIRef(space + by_letters[near]))}?" if near else None
        raise UsageError(f"neither the graph nor its ontology has a {place} {to_word(iri)}", hint=hint)

    def _is_known(self, iri: str) -> bool:
        return iri in OWN or self.dictionary.find(f"<{iri}>") is not None

    def _list_own(self) -> set[str]:
        start = f"<{CK.NS}"
        found = {name[len(start) : -1] for name in self.dictionary.names if name.startswith(start)}
        return found | {iri.removeprefix(CK.NS) for iri in OWN}

    def _find_named(self, word: str, place: Place) -> URIRef:
        """The one thing that WORD means: one that the articles name, or a word of the ontology."""
        things = self.names.find(word, place)
        if len(things) == 1:
            return URIRef(things[0])
        if things:
            what = "end with" if "/" in word else "are called"
            hint = f"Name more of one: {', '.join(things[:5])}"
            raise UsageError(f"{len(things)} things {what} {word!r}", hint=hint)
        near = self.names.suggest(word, place)
        known = ", ".join(f"{prefix}:" for prefix in sorted(PREFIXES))
        hint = f"Did you mean {near!r}?" if near else f"Write an IRI, or a name with one of the prefixes {known}"
        raise UsageError(f"nothing is called {word!r}, which was to be the {place}", hint=hint)


def _to_literal(match: re.Match[str]) -> Literal:
    if match["datatype"]:
        return Literal(match["value"], datatype=_expand(match["datatype"]), normalize=False)
    return Literal(match["value"], lang=match["language"])


def _expand(word: str) -> URIRef:
    word = word.strip("<>")
    prefix, _, local = word.partition(":")
    return _to_iri(PREFIXES[prefix] + local if prefix in PREFIXES and not local.startswith("//") else word)


def _to_iri(text: str) -> URIRef:
    try:
        return URIRef(ox.NamedNode(text).value)
    except ValueError as error:
        raise UsageError(f"{text!r} is no IRI: {error}", hint="Such as http://example.org/kg/entity/kabul") from error
