"""A graph to subjects: its named entities with what it tells of them. What was inferred of them counts as told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from pyoxigraph import Quad

from kg.gazetteer import load_gazetteer
from kg.link.catalogue import load_catalogue
from kg.link.facts import Facts
from kg.link.model import Subject
from kg.link.names import find_titles
from kg.ontology import load_ontology
from kg.vocab import CK, GAF, NIF, RDFS, SKOS

_LINKABLE: Final = ("Person", "OrganizedActor", "Place")
_COUNTRY_PATHS: Final = (CK.nationalityOf, CK.locatedIn, CK.governs, CK.partOf, CK.capitalOf)
_OWNED: Final = frozenset({"SecurityForce", "Government", "Organization", "Region"})
"""Classes whose names begin with the country they belong to: "Pakistani army"."""


def find_subjects(quads: Iterable[Quad]) -> list[Subject]:
    """The persons, organised actors and places of a graph, sorted by IRI; those without a name are not `named`."""
    return subjects_of(Facts(quads))


def subjects_of(facts: Facts) -> list[Subject]:
    """The same of a graph that is indexed already."""
    dates, articles = facts.article_dates(), facts.articles()
    ontology = load_ontology()
    linkable = frozenset().union(*(ontology.descendants(name) for name in _LINKABLE))
    subjects = []
    for node in sorted(facts.classes):
        kinds = facts.classes[node] & linkable
        if kinds and facts.of(node, RDFS.label):
            subjects.append(_to_subject(node, keep_most_specific(kinds), facts, dates, articles))
    return subjects


def keep_most_specific(kinds: Iterable[str]) -> frozenset[str]:
    """KINDS without those that another of them is below.

    >>> sorted(keep_most_specific({"Place", "City", "Entity"}))
    ['City']
    """
    ontology = load_ontology()
    all_kinds = list(kinds)
    return frozenset(
        kind for kind in all_kinds if not any(kind != other and ontology.is_a(other, kind) for other in all_kinds)
    )


def _to_subject(
    node: str, kinds: frozenset[str], facts: Facts, dates: Mapping[str, date], articles: set[str]
) -> Subject:
    mentions = facts.of(node, GAF.denotedBy)
    anchors = sorted({text for mention in mentions for text in facts.of(mention, NIF.anchorOf)})
    where = tuple(sorted({mention.partition("#")[0] for mention in mentions}))
    names = _names(node, facts, anchors, kinds)
    titles = {title for name in (*names, *anchors) for title in find_titles(name)}
    titles |= set(facts.of(node, CK.holdsOffice))
    # An unnamed thing lies below its article; no title of an article has a step "entity" in it.
    article = node.partition("/entity/")[0]
    return Subject(
        iri=node,
        names=names,
        kinds=kinds,
        named=article not in articles,
        articles=where,
        dates=tuple(sorted({dates[article] for article in where if article in dates})),
        countries=frozenset(_countries(node, facts, kinds)),
        titles=tuple(sorted(titles)),
    )


def _names(node: str, facts: Facts, anchors: Iterable[str], kinds: frozenset[str]) -> tuple[str, ...]:
    """Best name, other names, and for persons and places how the text has them; never the city that a state acts as."""
    names = dict.fromkeys([*sorted(facts.of(node, RDFS.label)), *sorted(facts.of(node, SKOS.altLabel))])
    if "Government" not in kinds:
        best = set(next(iter(names)).lower().split())
        for anchor in anchors:
            if anchor[:1].isupper() and set(anchor.lower().split()) & best:
                names.setdefault(anchor)
    return tuple(names)


def _countries(node: str, facts: Facts, kinds: frozenset[str]) -> set[str]:
    """The ISO codes of the countries that NODE belongs to, by its relations or by the name it bears."""
    found: set[str] = set()
    for other in facts.reach(node, *_COUNTRY_PATHS)[1:]:
        if "Country" in facts.classes.get(other, ()):
            found |= {code for label in facts.of(other, RDFS.label) if (code := country_code(label))}
    if not found and kinds & _OWNED:
        for label in facts.of(node, RDFS.label):
            for word in label.split()[:2]:
                country = load_gazetteer().country_of_adjective(word)
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
