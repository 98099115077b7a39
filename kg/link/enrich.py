"""Chosen facts about linked things, from a catalogue or a named endpoint, in graphs of their own.

A graph with links is given. For each thing with an exact link, the facts asked for are looked up by the link's IRI and
told of the thing itself, so that queries need not know the dataset. The facts of each source stand in a graph of their
own, about which the graph of enrichment tells where they come from; no article states them, and no reasoner is needed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote, urlencode

from pyoxigraph import Literal, NamedNode, Quad

import kg
from kg.errors import UsageError, nearest
from kg.link.catalogue import Catalogue
from kg.link.client import Client, UnansweredError
from kg.link.model import Entry, Source
from kg.link.services import FORM, SPARQL_JSON, read_bindings
from kg.store import ENRICHED_GRAPH, LINKS_GRAPH
from kg.vocab import CK, DCTERMS, PROV, RDF, SCHEMA, SKOS, WGS, XSD

FACTS: Final[Mapping[str, str]] = {
    "coordinates": "http://www.wikidata.org/prop/direct/P625",
    "country": "http://www.wikidata.org/prop/direct/P17",
    "founded": "http://www.wikidata.org/prop/direct/P571",
    "dissolved": "http://www.wikidata.org/prop/direct/P576",
    "allies": CK.alliedWith,
}
"""The facts by name, and the property that an endpoint is asked for; others are named by the IRI of their property."""

_TOLD: Final[Mapping[str, str]] = {
    "country": SCHEMA.addressCountry,
    "founded": SCHEMA.foundingDate,
    "dissolved": SCHEMA.dissolutionDate,
    "allies": CK.alliedWith,
}
_POINT: Final = re.compile(r"(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_LISTS_BEGIN: Final = "1816-01-01"
"""The first day of the lists of states (Gleditsch and Ward, Correlates of War): states of that day are older."""
_BATCH: Final = 50
_ROWS: Final = 5000
_QUERY: Final = """\
SELECT DISTINCT ?thing ?property ?value WHERE {{
  VALUES ?thing {{ {things} }}
  VALUES ?property {{ {properties} }}
  ?thing ?property ?value .
}} ORDER BY ?thing ?property ?value LIMIT {limit}
"""

Term = NamedNode | Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrichment:
    """The quads of all sources with where they come from, and what was not answered."""

    quads: tuple[Quad, ...]
    failed: tuple[str, ...] = ()


def check_facts(names: Iterable[str]) -> list[str]:
    """The facts called NAMES: those known by name, and IRIs of properties; `UsageError` for any other."""
    found = []
    for name in dict.fromkeys(names):
        if name not in FACTS:
            try:
                if ":" not in NamedNode(name).value:
                    raise ValueError(name)
            except ValueError as error:
                near = nearest(name, FACTS)
                hint = f"Did you mean {near}? " if near else ""
                known = f"Known: {', '.join(FACTS)}; or the IRI of a property"
                raise UsageError(f"{name!r} is no fact known to kg", hint=f"{hint}{known}") from error
        found.append(name)
    return found


def find_links(quads: Iterable[Quad]) -> dict[str, list[str]]:
    """The IRIs that things are exactly linked to, by thing; links between those IRIs are not of things."""
    links: dict[str, list[str]] = defaultdict(list)
    things: set[str] = set()
    for quad in quads:
        if getattr(quad.graph_name, "value", "") != LINKS_GRAPH or not isinstance(quad.object, NamedNode):
            continue
        if quad.predicate.value == SKOS.exactMatch and isinstance(quad.subject, NamedNode):
            links[quad.subject.value].append(quad.object.value)
        elif quad.predicate.value == PROV.used:
            things.add(quad.object.value)
    return {thing: sorted(links[thing]) for thing in sorted(things & set(links))}


def enrich_from_catalogue(links: Mapping[str, Sequence[str]], catalogue: Catalogue, facts: Sequence[str]) -> list[Quad]:
    """What the entries of a catalogue tell of the things linked to them."""
    known = [name for name in facts if name in FACTS]
    owners = _owners(links)
    quads: dict[Quad, None] = {}
    graph = NamedNode(graph_iri(catalogue.source.name))
    for thing, iris in links.items():
        entry = next((found for iri in iris if (found := catalogue.get(iri))), None)
        for name in known if entry is not None else ():
            for predicate, value in _facts_of(entry, name, owners):
                quads[Quad(NamedNode(thing), NamedNode(predicate), value, graph)] = None
    return [*quads, *_describe(catalogue.source, graph)] if quads else []


def _owners(links: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The things by the IRIs they are linked to."""
    return {iri: thing for thing, iris in sorted(links.items(), reverse=True) for iri in iris}


def _facts_of(entry: Entry | None, name: str, owners: Mapping[str, str]) -> Iterator[tuple[str, Term]]:
    if entry is None:
        return
    if name == "coordinates" and entry.point is not None:
        yield from _to_coordinates(entry.point[0], entry.point[1])
    elif name == "country" and entry.country and entry.kind != "Country":
        yield _TOLD[name], Literal(entry.country)
    elif name == "founded" and entry.begin is not None and str(entry.begin) != _LISTS_BEGIN:
        yield _TOLD[name], _to_date(entry.begin)
    elif name == "dissolved" and entry.end is not None:
        yield _TOLD[name], _to_date(entry.end)
    elif name == "allies":
        for ally in entry.allies:
            yield _TOLD[name], NamedNode(owners.get(ally, ally))


def _to_coordinates(latitude: float, longitude: float) -> Iterator[tuple[str, Term]]:
    for predicate, degrees in ((WGS.lat, latitude), (WGS.long, longitude)):
        text = f"{degrees:.6f}".rstrip("0")
        yield predicate, Literal(f"{text}0" if text.endswith(".") else text, datatype=NamedNode(XSD.decimal))


def _to_date(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(XSD.date))


def enrich_from_endpoint(
    links: Mapping[str, Sequence[str]], client: Client, url: str, facts: Sequence[str]
) -> Enrichment:
    """What a SPARQL endpoint tells of the IRIs that things are linked to; a batch it does not answer is failed."""
    client.check(url)
    owners = _owners(links)
    properties = {FACTS.get(name, name): name for name in facts}
    graph = NamedNode(graph_iri(url))
    items = sorted(owners)
    quads: dict[Quad, None] = {}
    failed = []
    for start in range(0, len(items), _BATCH):
        batch = items[start : start + _BATCH]
        body = urlencode({"query": to_sparql(batch, sorted(properties))}).encode()
        try:
            rows = client.post(url, body, kind=FORM, accept=SPARQL_JSON, read=lambda answer: _read(answer, url))
        except UnansweredError as error:
            failed += [f"{owners[item]}: {error.message}" for item in batch]
            continue
        for item, name, value in rows:
            thing = owners.get(item)
            for predicate, told in _to_told(properties.get(name), name, value, owners) if thing else ():
                quads[Quad(NamedNode(thing or item), NamedNode(predicate), told, graph)] = None
    described = _describe(Source(name=url, title=url), graph, url) if quads else ()
    return Enrichment(quads=(*quads, *described), failed=tuple(failed))


def to_sparql(items: Iterable[str], properties: Iterable[str]) -> str:
    """The query for PROPERTIES of ITEMS, both IRIs.

    >>> "VALUES ?thing { <http://e.org/a> }" in to_sparql(["http://e.org/a"], ["http://e.org/p"])
    True
    """
    things = " ".join(str(NamedNode(item)) for item in items)
    return _QUERY.format(things=things, properties=" ".join(str(NamedNode(one)) for one in properties), limit=_ROWS)


def _read(answer: bytes, url: str) -> list[tuple[str, str, Term]]:
    rows = read_bindings(answer, url)
    if len(rows) >= _ROWS:
        raise UnansweredError(f"answered in part: {_ROWS} rows are the limit", where=url)
    found = []
    for row in rows:
        value = row.get("value")
        thing, name = row.get("thing"), row.get("property")
        if not (isinstance(thing, NamedNode) and isinstance(name, NamedNode) and value is not None):
            raise UnansweredError("the answer lacks what was asked for", where=url)
        found.append((thing.value, name.value, value))
    return found


def _to_told(name: str | None, predicate: str, value: Term, owners: Mapping[str, str]) -> Iterator[tuple[str, Term]]:
    """What is told of the thing: well-known facts as those of a catalogue, others with their own property."""
    if name == "coordinates" and isinstance(value, Literal):
        match = _POINT.fullmatch(value.value.strip())
        if match:
            yield from _to_coordinates(float(match[2]), float(match[1]))
        return
    if name in ("founded", "dissolved") and isinstance(value, Literal):
        day = value.value[:10]
        if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
            yield _TOLD[name], Literal(day, datatype=NamedNode(XSD.date))
        return
    told = NamedNode(owners[value.value]) if isinstance(value, NamedNode) and value.value in owners else value
    yield _TOLD.get(name or "", predicate), told


def graph_iri(source: str) -> str:
    """The IRI of the graph with the facts of a source."""
    return f"{ENRICHED_GRAPH}/{quote(source, safe='')}"


def _describe(source: Source, graph: NamedNode, url: str | None = None) -> Iterator[Quad]:
    """Where the facts of a graph come from, told in the graph of enrichment."""
    whole, activity = NamedNode(ENRICHED_GRAPH), NamedNode(f"{graph.value}#activity")
    told: list[tuple[NamedNode, str, Term]] = [
        (graph, RDF.type, NamedNode(PROV.Entity)),
        (graph, DCTERMS.title, Literal(f"Facts from {source.title}")),
        (graph, PROV.wasGeneratedBy, activity),
        (activity, RDF.type, NamedNode(PROV.Activity)),
        (activity, PROV.wasAssociatedWith, NamedNode(f"https://w3id.org/conflict-kg/kg/{quote(kg.__version__)}")),
        (graph, PROV.wasDerivedFrom, NamedNode(url) if url else NamedNode(f"{graph.value}#source")),
    ]
    if source.version:
        told.append((NamedNode(f"{graph.value}#source"), SCHEMA.version, Literal(source.version)))
    yield from (Quad(subject, NamedNode(predicate), item, whole) for subject, predicate, item in told)


def without_enrichment(quads: Iterable[Quad]) -> list[Quad]:
    """QUADS but for those of an earlier enrichment, which a new one replaces."""
    return [quad for quad in quads if not getattr(quad.graph_name, "value", "").startswith(ENRICHED_GRAPH)]
