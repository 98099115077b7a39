"""Which of the background facts belong beside a graph, and under which names.

The rule: an entity of the background is *mentioned* where the graph has it by its IRI, or has an entity with one of its
names or adjectives as its whole label. With it comes what it leads to (a city to its country, and on), and what leads
to that in one step (the country's capital and government); nothing else. A class of the vocabulary that the graph gives
the entity must be one that the background gives it too: Georgia the state of the USA is not the country.

The shipped background names its entities `http://example.org/kg/entity/SLUG`. A graph may have another base, or several
where graphs of several makers lie in one file: for each, the facts are told of the entities under that base.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from rdflib import RDF, RDFS, SKOS, Literal, URIRef
from rdflib.term import Node

from kg.keys import to_key
from kg.reason.terms import Triple
from kg.vocab import CK

_ENTITY: Final = "/entity/"
_ARTICLE: Final = "/article/"
_NAMES: Final = (RDFS.label, SKOS.altLabel)
_T = TypeVar("_T")
_ADJECTIVE: Final = URIRef(CK.NS + "adjective")


def select_background(data: Sequence[Triple], background: Sequence[Triple]) -> set[Triple]:
    """The facts of BACKGROUND that belong beside DATA, under the names that DATA uses."""
    known, facts = _survey(data), _survey(background)
    chosen: set[Triple] = set()
    for base in [None, *find_bases(known)]:
        subjects = _reach(_find_mentioned(known, facts, base), background)
        chosen |= {
            (_rename(subject, base), predicate, _rename(item, base))
            for subject, predicate, item in background
            if subject in subjects
        }
    return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a graph tells of its things: their classes and keys of names; what it tells of, and what it has at all."""

    subjects: frozenset[Node]
    nodes: frozenset[Node]
    kinds: Mapping[Node, frozenset[Node]]
    names: Mapping[Node, frozenset[str]]
    adjectives: Mapping[Node, frozenset[str]]


def _survey(triples: Iterable[Triple]) -> Survey:
    subjects: set[Node] = set()
    nodes: set[Node] = set()
    kinds: dict[Node, set[Node]] = defaultdict(set)
    names: dict[Node, set[str]] = defaultdict(set)
    adjectives: dict[Node, set[str]] = defaultdict(set)
    for subject, predicate, item in triples:
        subjects.add(subject)
        nodes |= {subject, item}
        if predicate == RDF.type and str(item).startswith(CK.NS):
            kinds[subject].add(item)
        elif predicate in _NAMES:
            names[subject].add(to_key(str(item)))
        elif predicate == _ADJECTIVE:
            adjectives[subject].add(to_key(str(item)))
    return Survey(
        subjects=frozenset(subjects),
        nodes=frozenset(nodes),
        kinds=_freeze(kinds),
        names=_freeze(names),
        adjectives=_freeze(adjectives),
    )


def _freeze(table: Mapping[Node, set[_T]]) -> dict[Node, frozenset[_T]]:
    return {key: frozenset(values) for key, values in table.items()}


def split_entity(node: Node) -> tuple[str, str] | None:
    """The base and slug of a named entity's IRI, or None for what is none: an article's own entity, say.

    >>> split_entity(URIRef("http://example.org/kg/entity/kabul"))
    ('http://example.org/kg', 'kabul')
    """
    base, found, slug = str(node).rpartition(_ENTITY)
    if not found or not isinstance(node, URIRef) or not slug or "/" in slug or "#" in slug or _ARTICLE in f"{base}/":
        return None
    return base, slug


def find_bases(survey: Survey) -> list[str]:
    """The bases under which entities with classes of the vocabulary are named, sorted."""
    found = (split_entity(node) for node in survey.kinds)
    return sorted({parts[0] for parts in found if parts})


def _rename(node: Node, base: str | None) -> Node:
    parts = split_entity(node) if base is not None else None
    return URIRef(f"{base}{_ENTITY}{parts[1]}") if parts else node


def _find_mentioned(known: Survey, facts: Survey, base: str | None) -> set[Node]:
    found = {
        node for node in facts.subjects
        if _rename(node, base) in known.nodes and _may_be(known.kinds.get(_rename(node, base)), facts.kinds.get(node))
    }  # fmt: skip
    return found if base is None else found | _find_by_name(known, facts, base)


def _find_by_name(known: Survey, facts: Survey, base: str) -> set[Node]:
    by_name: dict[str, list[Node]] = defaultdict(list)
    by_adjective: dict[str, list[Node]] = defaultdict(list)
    for table, index in ((facts.names, by_name), (facts.adjectives, by_adjective)):
        for node, keys in table.items():
            for key in keys:
                index[key].append(node)
    found: set[Node] = set()
    for thing, keys in known.names.items():
        kinds = known.kinds.get(thing)
        if kinds and str(thing).startswith(f"{base}/"):
            for key in filter(None, keys):
                found.update(node for node in by_name.get(key, ()) if kinds & facts.kinds.get(node, frozenset()))
                found.update(by_adjective.get(key, ()))
    return found


def _may_be(kinds: frozenset[Node] | None, others: frozenset[Node] | None) -> bool:
    return not kinds or not others or bool(kinds & others)


def _reach(mentioned: set[Node], background: Sequence[Triple]) -> set[Node]:
    """MENTIONED, what that leads to, and what leads to that in one step."""
    subjects = {subject for subject, _, _ in background}
    forward: dict[Node, set[Node]] = defaultdict(set)
    for subject, _, item in background:
        if item in subjects and not isinstance(item, Literal):
            forward[subject].add(item)
    reached, waiting = set(mentioned), list(mentioned)
    while waiting:
        fresh = forward[waiting.pop()] - reached
        reached |= fresh
        waiting.extend(fresh)
    return reached | {subject for subject in subjects if forward[subject] & reached}
