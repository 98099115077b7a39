"""A graph to subjects: its named entities with what it tells of them. What was inferred of them counts as told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.gazetteer import load_gazetteer
from kg.link.catalogue import load_catalogue, to_day
from kg.link.model import Subject
from kg.link.names import find_titles
from kg.ontology import load_ontology
from kg.store import INFERRED_GRAPH
from kg.vocab import CK, GAF, NIF, RDF, RDFS, SCHEMA, SKOS

_LINKABLE: Final = ("Person", "OrganizedActor", "Place")
_COUNTRY_PATHS: Final = (CK.nationalityOf, CK.locatedIn, CK.governs, CK.partOf, CK.capitalOf)
_DEPTH: Final = 4

Facts = Mapping[str, Mapping[str, list[str]]]


def find_subjects(quads: Iterable[Quad]) -> list[Subject]:
    """The persons, organised actors and places of a graph, sorted by IRI; those without a name are not `named`."""
    facts, classes = _index(quads)
    dates = _article_dates(facts)
    articles = {node for node, told in facts.items() if SCHEMA.NewsArticle in told.get(RDF.type, ())}
    ontology = load_ontology()
    linkable = frozenset().union(*(ontology.descendants(name) for name in _LINKABLE))
    subjects = []
    for node in sorted(classes):
        kinds = classes[node] & linkable
        if kinds and (RDFS.label in facts[node]):
            subjects.append(_to_subject(node, _most_specific(kinds), facts, classes, dates, articles))
    return subjects


def _index(quads: Iterable[Quad]) -> tuple[dict[str, dict[str, list[str]]], dict[str, set[str]]]:
    """What is told of each node, and the classes of the vocabulary that were stated of it."""
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    classes: dict[str, set[str]] = defaultdict(set)
    inferred = NamedNode(INFERRED_GRAPH)
    for subject, predicate, item, graph in quads:
        if not isinstance(subject, NamedNode) or not isinstance(item, (NamedNode, Literal)):
            continue
        values = facts[subject.value][predicate.value]
        if item.value not in values:
            values.append(item.value)
        if predicate.value == RDF.type and item.value.startswith(CK.NS) and graph != inferred:
            classes[subject.value].add(item.value.removeprefix(CK.NS))
    return facts, classes


def _most_specific(kinds: set[str] | frozenset[str]) -> frozenset[str]:
    ontology = load_ontology()
    return frozenset(kind for kind in kinds if not any(kind != other and ontology.is_a(other, kind) for other in kinds))


def _article_dates(facts: Facts) -> dict[str, date]:
    found = {}
    for node, told in facts.items():
        for text in told.get(SCHEMA.datePublished, ()):
            day = to_day(text)
            if day is not None:
                found[node] = day
    return found


def _to_subject(
    node: str,
    kinds: frozenset[str],
    facts: Facts,
    classes: Mapping[str, set[str]],
    dates: Mapping[str, date],
    articles: set[str],
) -> Subject:
    told = facts[node]
    mentions = told.get(GAF.denotedBy, ())
    anchors = sorted({text for mention in mentions for text in facts.get(mention, {}).get(NIF.anchorOf, ())})
    where = tuple(sorted({mention.partition("#")[0] for mention in mentions}))
    names = _names(told, anchors, kinds)
    titles = {title for name in (*names, *anchors) for title in find_titles(name)}
    titles |= set(told.get(CK.holdsOffice, ()))
    local = any(node.startswith(f"{article}/") for article in articles)
    return Subject(
        iri=node,
        names=names,
        kinds=kinds,
        named=not local,
        articles=where,
        dates=tuple(sorted({dates[article] for article in where if article in dates})),
        countries=frozenset(_countries(node, facts, classes, kinds)),
        titles=tuple(sorted(titles)),
    )


def _names(told: Mapping[str, list[str]], anchors: Iterable[str], kinds: frozenset[str]) -> tuple[str, ...]:
    """Best name, other names, and for persons and places how the text has them; never the city that a state acts as."""
    names = dict.fromkeys([*sorted(told.get(RDFS.label, ())), *sorted(told.get(SKOS.altLabel, ()))])
    if "Government" not in kinds:
        best = next(iter(names))
        for anchor in anchors:
            if anchor[:1].isupper() and set(anchor.lower().split()) & set(best.lower().split()):
                names.setdefault(anchor)
    return tuple(names)


def _countries(node: str, facts: Facts, classes: Mapping[str, set[str]], kinds: frozenset[str]) -> set[str]:
    """The ISO codes of the countries that NODE belongs to, by its relations or by the name it bears."""
    found: set[str] = set()
    seen, front = {node}, [node]
    for _ in range(_DEPTH):
        front = [
            other
            for one in front
            for path in _COUNTRY_PATHS
            for other in facts.get(one, {}).get(path, ())
            if other not in seen and not seen.add(other)  # type: ignore[func-returns-value]
        ]
        for other in front:
            if "Country" in classes.get(other, ()):
                found |= {code for label in facts[other].get(RDFS.label, ()) if (code := country_code(label))}
    if not found and kinds & {"SecurityForce", "Government", "Organization", "Region"}:
        gazetteer = load_gazetteer()
        for label in facts[node].get(RDFS.label, ()):
            for word in label.split()[:2]:
                country = gazetteer.country_of_adjective(word)
                code = country_code(country) if country else None
                found |= {code} if code else set()
    return found


def country_code(label: str) -> str | None:
    """The ISO code of the country called LABEL.

    >>> country_code("Afghanistan")
    'AFG'
    """
    entries = [entry for entry, form, _ in load_catalogue().find(label) if entry.kind == "Country" and form == "exact"]
    return entries[0].get("iso3") if entries else None
