"""Which graph states which triple, as numbers: what a proof cites, and what goes when a graph goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import pyoxigraph as ox

from kg.reason.dictionary import Dictionary, Numbers
from kg.reason.relations import Keys, Mask, to_set

DEFAULT = -1
"""Stands for the default graph, which has no name."""


class Ledger:
    """The rows `(graph, predicate, pair)` of a dataset, in the order in which they came."""

    def __init__(self, graphs: Keys | None = None, predicates: Keys | None = None, pairs: Keys | None = None) -> None:
        none = np.empty(0, np.int64)
        self.graphs = none if graphs is None else graphs
        self.predicates = none if predicates is None else predicates
        self.pairs = none if pairs is None else pairs
        self._order: Keys | None = None
        self._sorted: Keys | None = None

    def __len__(self) -> int:
        return len(self.pairs)

    def extend(self, quads: Iterable[ox.Quad], dictionary: Dictionary) -> dict[int, Keys]:
        """Note QUADS; their pairs by predicate. Quads that quote triples are left out: OWL says nothing of them."""
        encode = dictionary.encode
        graphs: list[int] = []
        predicates: list[int] = []
        pairs: list[int] = []

        default = ox.DefaultGraph()
        for subject, predicate, item, graph in quads:
            if isinstance(subject, ox.Triple) or isinstance(item, ox.Triple):
                continue
            pairs.append(encode(str(subject)) << 32 | encode(str(item)))
            predicates.append(encode(str(predicate)))
            graphs.append(DEFAULT if graph == default else encode(str(graph)))
        return self._append(np.array(graphs, np.int64), np.array(predicates, np.int64), np.array(pairs, np.int64))

    def _append(self, graphs: Keys, predicates: Keys, pairs: Keys) -> dict[int, Keys]:
        self.graphs = np.concatenate((self.graphs, graphs))
        self.predicates = np.concatenate((self.predicates, predicates))
        self.pairs = np.concatenate((self.pairs, pairs))
        self._order = None
        return to_table(predicates, pairs)

    def find_graphs(self, triple: Numbers) -> list[int]:
        """The graphs that state a triple."""
        subject, predicate, item = triple
        rows = self._find_rows(subject << 32 | item)
        return sorted(set(self.graphs[rows[self.predicates[rows] == predicate]].tolist()))

    def _find_rows(self, pair: int) -> Keys:
        if self._order is None or self._sorted is None:
            self._order = np.argsort(self.pairs, kind="stable")
            self._sorted = self.pairs[self._order]
        first, last = self._sorted.searchsorted((pair, pair + 1)).tolist()
        return self._order[first:last]

    def remove(self, graphs: Iterable[int]) -> dict[int, Keys]:
        """Forget what GRAPHS state; the pairs by predicate that no other graph states."""
        gone = np.isin(self.graphs, list(graphs))
        table = to_table(self.predicates[gone], self.pairs[gone])
        self._keep(~gone)
        lost: dict[int, Keys] = {}
        for predicate, pairs in table.items():
            rest = to_set(self.pairs[self.predicates == predicate])
            place = np.minimum(rest.searchsorted(pairs), max(0, len(rest) - 1))
            missing = pairs[rest[place] != pairs] if len(rest) else pairs
            if len(missing):
                lost[predicate] = missing
        return lost

    def _keep(self, mask: Mask) -> None:
        self.graphs, self.predicates, self.pairs = self.graphs[mask], self.predicates[mask], self.pairs[mask]
        self._order = None

    def __iter__(self) -> Iterator[tuple[int, Numbers]]:
        rows = zip(self.graphs.tolist(), self.predicates.tolist(), self.pairs.tolist(), strict=True)
        for graph, predicate, pair in rows:
            yield graph, (pair >> 32, predicate, pair & 0xFFFFFFFF)


def to_table(predicates: Keys, pairs: Keys) -> dict[int, Keys]:
    """Pairs by predicate, sorted, each once."""
    order = np.argsort(predicates, kind="stable")
    kinds = predicates[order]
    cuts = [0, *(np.flatnonzero(kinds[1:] != kinds[:-1]) + 1).tolist(), len(kinds)]
    found: dict[int, Keys] = defaultdict(lambda: np.empty(0, np.int64))
    for first, last in pairwise(cuts):
        if last > first:
            found[int(kinds[first])] = to_set(pairs[order[first:last]])
    return dict(found)
