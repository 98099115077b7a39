"""What a graph tells of each node, whatever graph it stands in: a plain index, made once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from kg.link.catalogue import to_day
from kg.store import INFERRED_GRAPH
from kg.vocab import CK, RDF, SCHEMA

Told = Mapping[str, Sequence[str]]


class Facts:
    """The values of each property of each node, and the classes of the vocabulary that were stated of it."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.classes: dict[str, set[str]] = defaultdict(set)
        inferred = NamedNode(INFERRED_GRAPH)
        for subject, predicate, item, graph in quads:
            if not isinstance(subject, NamedNode) or not isinstance(item, (NamedNode, Literal)):
                continue
            values = self.told[subject.value][predicate.value]
            if item.value not in values:
                values.append(item.value)
            if predicate.value == RDF.type and item.value.startswith(CK.NS) and graph != inferred:
                self.classes[subject.value].add(item.value.removeprefix(CK.NS))

    def of(self, node: str, *properties: str) -> list[str]:
        """The values that NODE has for PROPERTIES, in their order."""
        told: Told = self.told[node] if node in self.told else {}
        return [value for name in properties for value in told.get(name, ())]

    def reach(self, node: str, *properties: str, depth: int = 4) -> list[str]:
        """NODE and what PROPERTIES lead to from it, the nearest first."""
        seen = {node: None}
        front = [node]
        for _ in range(depth):
            front = [other for one in front for other in self.of(one, *properties) if other not in seen]
            seen |= dict.fromkeys(front)
        return list(seen)

    def articles(self) -> set[str]:
        """The IRIs of articles."""
        return {node for node, told in self.told.items() if SCHEMA.NewsArticle in told.get(RDF.type, ())}

    def article_dates(self) -> dict[str, date]:
        """The days on which articles were published."""
        found = ((node, to_day(text)) for node in self.told for text in self.of(node, SCHEMA.datePublished))
        return {node: day for node, day in found if day is not None}
