"""Values of a query's parameters: from what a user types to RDF terms, never to query text.

A name is looked up among the labels of the graph, a class in the ontology; what fits nothing gives no terms and a
hint, so that the answer is an empty table rather than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kg.errors import UsageError, nearest
from kg.ontology import NAMESPACE, load_ontology
from kg.query_header import Parameter, SavedQuery, binding_site
from kg.vocab import PREFIXES, RDFS, SKOS, XSD

Term = NamedNode | BlankNode | Literal | Triple

_LABELS: Final = (NamedNode(RDFS.label), NamedNode(SKOS.altLabel))
_DATE: Final = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_DATE_TYPES: Final = {4: XSD.NS + "gYear", 7: XSD.NS + "gYearMonth", 10: XSD.NS + "date"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A query with its values put in; `hint` says what fitted nothing."""

    text: str
    hint: str | None


def bind(query: SavedQuery, values: Mapping[str, str], store: Store) -> Bound:
    """Put VALUES and the defaults into their places; an unknown parameter is a `UsageError`."""
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            near = nearest(name, known)
            hint = f"Did you mean {near}? " if near else ""
            known_names = f"Known: {', '.join(known)}" if known else "It has none"
            raise UsageError(f"{query.name} has no parameter {name!r}", hint=hint + known_names)
    text, hints = query.text, list[str]()
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is None:
            if parameter.required:
                advice = f"{parameter.description}: add -p {parameter.name}=…"
                raise UsageError(f"{query.name} needs a value for {parameter.name}", hint=advice)
            continue
        terms, miss = find_terms(parameter, value, store)
        block = f"VALUES ?{parameter.name} {{ {' '.join(str(term) for term in terms)} }}"
        text = binding_site(parameter.name).sub(block.replace("\\", "\\\\"), text)
        hints += [miss] if miss else []
    return Bound(text=text, hint="\n".join(hints) or None)


def find_terms(parameter: Parameter, value: str, store: Store) -> tuple[list[Term], str | None]:
    """The terms that VALUE stands for, and a hint where there are none."""
    match parameter.type:
        case "entity":
            return _find_entities(parameter.name, value, store)
        case "iri":
            return _find_resources(parameter.name, value, store)
        case "class":
            return _find_classes(value), None
        case "integer":
            return [_to_integer(parameter.name, value)], None
        case "date":
            return [_to_date(parameter.name, value)], None
        case "string":
            return [Literal(value)], None


def _find_entities(name: str, value: str, store: Store) -> tuple[list[Term], str | None]:
    """Things called VALUE; else those in whose names it stands as a word; else those whose IRIs end in it."""
    iri = _to_iri(value)
    if iri is not None:
        return [iri], None
    labels = _read_labels(store)
    wanted = " ".join(value.casefold().split())
    exact = labels.get(wanted)
    if exact:
        return _in_order(exact), None
    word = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    within = {thing for label, things in labels.items() if wanted and word.search(label) for thing in things}
    if within:
        return _in_order(within), None
    if "/" in value:
        return _find_resources(name, value, store)
    near = nearest(wanted, labels)
    hint = f" Did you mean {near!r}?" if near else ""
    return [], f"No name in the graph fits {name}={value!r}.{hint}"


def _read_labels(store: Store) -> dict[str, set[Term]]:
    found: dict[str, set[Term]] = {}
    for predicate in _LABELS:
        for quad in store.quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
                found.setdefault(" ".join(quad.object.value.casefold().split()), set()).add(quad.subject)
    return found


def _find_resources(name: str, value: str, store: Store) -> tuple[list[Term], str | None]:
    """The IRI as given, or all subjects whose IRIs end in it: `event/2`, as tables show them."""
    iri = _to_iri(value)
    if iri is not None:
        return [iri], None
    subjects = {quad.subject for quad in store if isinstance(quad.subject, NamedNode)}
    tail = value.strip("<>")
    found = {node for node in subjects if tail and node.value.endswith(("/" + tail, "#" + tail))}
    if found:
        return _in_order(found), None
    return [], f"No IRI in the graph is or ends in {value!r} ({name})."


def _in_order(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=str)


def _to_iri(value: str) -> NamedNode | None:
    text = value.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    prefix, colon, local = text.partition(":")
    if not colon:
        return None
    if prefix in PREFIXES:
        text = PREFIXES[prefix] + local
    elif not local.startswith("/") and prefix != "urn":
        return None
    try:
        return NamedNode(text)
    except ValueError as error:
        raise UsageError(f"not an IRI: {value!r}", hint=str(error)) from error


def _find_classes(value: str) -> list[Term]:
    """Classes by name, separated by commas, each with those below it."""
    ontology = load_ontology()
    names = [name.strip().removeprefix("ck:").removeprefix(NAMESPACE) for name in value.split(",")]
    found = sorted(set().union(*(ontology.descendants(name) for name in names)))
    return [NamedNode(NAMESPACE + name) for name in found]


def _to_integer(name: str, value: str) -> Literal:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", value.strip(), re.ASCII):
        raise UsageError(f"{name} is a whole number of up to 18 digits, not {value!r}")
    return Literal(int(value))


def _to_date(name: str, value: str) -> Literal:
    text = value.strip()
    if not _DATE.fullmatch(text):
        raise UsageError(f"{name} is no date: {value!r}", hint="Write 2013-06-25, 2013-06 or 2013")
    return Literal(text, datatype=NamedNode(_DATE_TYPES[len(text)]))
