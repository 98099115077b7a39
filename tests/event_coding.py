"""An extraction as the codings of PLOVER and CAMEO see it: each event with its codes, a source side and a target side.

All that is needed for it stands in `ontology/alignments.ttl`: the codes of classes, and on which side a role puts its
filler. An event fills a role: the target side then has who takes part in that event ("condemned an attack by X").
Those who act together in a mutual event are targets to each other, as these codings have them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg.model import Assertion, Entity, EntityKey, Event, EventKey, Extraction
from kg.ontology import NAMESPACE, load_ontology
from kg.resources import find_resource

NOTATION = "http://www.w3.org/2004/02/skos/core#notation"
RELATIONS = frozenset("memberOf leaderOf partOf nationalityOf operatedBy governs locatedIn".split())
"""By these a body stands for those who belong to it, and a country for its bodies: "Israeli police" is of Israel."""


@cache
def load_notations() -> dict[str, dict[str, frozenset[str]]]:
    """The codes of each term of the ontology by their kind, such as `cameoRoot`."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    path = find_resource("ontology", "alignments.ttl")
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and quad.predicate.value == NOTATION:
            assert isinstance(quad.object, ox.Literal)
            term = quad.subject.value.removeprefix(NAMESPACE)
            found[term][quad.object.datatype.value.removeprefix(NAMESPACE)].add(quad.object.value)
    return {term: {kind: frozenset(codes) for kind, codes in kinds.items()} for term, kinds in found.items()}


def find_codes(kind: str, scheme: str) -> frozenset[str]:
    """The codes in SCHEME of class KIND, or of the nearest class above that has any."""
    ontology = load_ontology()
    level = {kind}
    while level:
        codes = [load_notations().get(name, {}).get(scheme, frozenset()) for name in level]
        if any(codes):
            return frozenset().union(*codes)
        level = {parent for name in level for parent in ontology.parents[name]}
    return frozenset()


def to_plover(kind: str, factuality: str) -> frozenset[str]:
    """The categories of PLOVER for an event of class KIND told with FACTUALITY.

    >>> sorted(to_plover("AirStrike", "actual")), sorted(to_plover("AirStrike", "planned"))
    (['ASSAULT'], ['THREATEN'])
    """
    scheme = {"planned": "ploverIntended", "negated": "ploverRefused"}.get(factuality, "ploverCode")
    codes = find_codes(kind, scheme) or find_codes(kind, "ploverCode")
    return frozenset(code.partition("/")[0] for code in codes)


def find_quad(category: str) -> str:
    """The quad class of a CATEGORY of PLOVER.

    >>> find_quad("REJECT")
    'verbalConflict'
    """
    classes = load_ontology().parents
    return next(
        t for t, kinds in load_notations().items() if t not in classes and category in kinds.get("ploverCode", ())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Dyad:
    """An event with who does it and to or with whom."""

    event: Event
    factuality: str
    categories: frozenset[str]
    sources: tuple[EntityKey, ...]
    targets: tuple[EntityKey, ...]


class Coder:
    """Reads an extraction as dyads, and tells of which words and countries an entity is."""

    def __init__(self, extraction: Extraction) -> None:
        self.entities: dict[EntityKey, Entity] = {entity.key: entity for entity in extraction.entities}
        self.events: dict[EventKey, Event] = {event.key: event for event in extraction.events}
        self._of: defaultdict[EntityKey | EventKey, list[Assertion]] = defaultdict(list)
        for assertion in extraction.assertions:
            self._of[assertion.subject].append(assertion)

    def dyads(self) -> Iterator[Dyad]:
        for key, event in self.events.items():
            factuality = next(str(a.value) for a in self._of[key] if a.predicate == "factuality")
            sources = tuple(self._fillers(key, "source"))
            yield Dyad(
                event=event,
                factuality=factuality,
                categories=to_plover(event.kind, factuality),
                sources=sources,
                targets=self._targets(key, sources),
            )

    def _fillers(self, key: EventKey, side: str) -> list[EntityKey]:
        return [filler for filler in self._all_fillers(key, side) if filler in self.entities]

    def _all_fillers(self, key: EventKey, side: str) -> list[EntityKey]:
        found = (a for a in self._of[key] if a.filler is not None)
        return [a.filler for a in found if side in load_notations().get(a.predicate, {}).get("dyadSide", ())]

    def _targets(self, key: EventKey, sources: tuple[EntityKey, ...]) -> tuple[EntityKey, ...]:
        found = self._told(key, set())
        if len(sources) > 1 and load_ontology().is_mutual(self.events[key].kind):
            return tuple(dict.fromkeys([*sources, *found]))
        told = tuple(dict.fromkeys(k for k in found if k not in sources))
        return told or tuple(k for k in dict.fromkeys(self._settings(key, set())) if k not in sources)

    def _inner(self, key: EventKey, seen: set[EventKey]) -> list[EventKey]:
        """The events that fill roles of KEY and were not SEEN on the way to it."""
        seen.add(key)
        fillers = (*self._all_fillers(key, "target"), *self._all_fillers(key, "content"))
        return [filler for filler in fillers if filler in self.events and filler not in seen]

    def _told(self, key: EventKey, seen: set[EventKey]) -> list[EntityKey]:
        """Who stands on the target side of an event, or takes part in what it is about."""
        found = self._fillers(key, "target")
        for inner in self._inner(key, seen):
            found += [*self._fillers(inner, "source"), *self._told(inner, seen)]
        return found

    def _settings(self, key: EventKey, seen: set[EventKey]) -> list[EntityKey]:
        """Where an event happens, or what it is about."""
        found = self._fillers(key, "setting")
        for inner in self._inner(key, seen):
            found += self._settings(inner, seen)
        return found

    def family(self, key: EntityKey) -> list[Entity]:
        """The entity of KEY and those it belongs to."""
        found = {key: self.entities[key]}
        waiting = [key]
        while waiting:
            for a in self._of[waiting.pop()]:
                if a.predicate in RELATIONS and a.filler in self.entities and a.filler not in found:
                    found[a.filler] = self.entities[a.filler]
                    waiting.append(a.filler)
        return list(found.values())
