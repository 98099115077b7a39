"""The measures of coreference: MUC, B³ and CEAF by entities (φ4), and their mean, the CoNLL F1.

They are those of Vilain et al. (1995), Bagga and Baldwin (1998) and Luo (2005) as the CoNLL-2012 scorer computes them:
a mention is a number, a cluster a set of numbers, and the same number on both sides is the same mention.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

Clusters = Sequence[frozenset[int]]
MEASURES = ("MUC", "B3", "CEAFe")


@dataclass
class Ratio:
    """Hits of precision and recall with what they are out of, summed over documents."""

    precision: tuple[float, float] = (0.0, 0.0)
    recall: tuple[float, float] = (0.0, 0.0)

    def add(self, precision: tuple[float, float], recall: tuple[float, float]) -> None:
        self.precision = (self.precision[0] + precision[0], self.precision[1] + precision[1])
        self.recall = (self.recall[0] + recall[0], self.recall[1] + recall[1])

    @property
    def prf(self) -> tuple[float, float, float]:
        p, r = (hits / total if total else 0.0 for hits, total in (self.precision, self.recall))
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


@dataclass
class CorefScore:
    """The three measures over all documents added."""

    ratios: dict[str, Ratio] = field(default_factory=lambda: {name: Ratio() for name in MEASURES})

    def add(self, gold: Clusters, found: Clusters) -> None:
        for name, of in (("MUC", _muc), ("B3", _b3)):
            self.ratios[name].add(of(found, gold), of(gold, found))
        alike = _ceaf(gold, found)
        self.ratios["CEAFe"].add((alike, len(found)), (alike, len(gold)))

    @property
    def conll(self) -> float:
        return sum(ratio.prf[2] for ratio in self.ratios.values()) / len(self.ratios)


def without_singletons(clusters: Clusters) -> list[frozenset[int]]:
    return [cluster for cluster in clusters if len(cluster) > 1]


def _place(clusters: Clusters) -> dict[int, int]:
    return {mention: i for i, cluster in enumerate(clusters) for mention in cluster}


def _muc(clusters: Clusters, others: Clusters) -> tuple[float, float]:
    """Of the links that CLUSTERS need, those that OTHERS have."""
    place = _place(others)
    hits = total = 0
    for cluster in clusters:
        parts = len({place.get(mention, -mention - 1) for mention in cluster})
        hits += len(cluster) - parts
        total += len(cluster) - 1
    return hits, total


def _b3(clusters: Clusters, others: Clusters) -> tuple[float, float]:
    """The mean share, over the mentions of CLUSTERS, of their cluster that is together in OTHERS."""
    place = _place(others)
    hits = 0.0
    for cluster in clusters:
        for mention in cluster:
            if mention in place:
                hits += len(cluster & others[place[mention]]) / len(cluster)
    return hits, sum(map(len, clusters))


def _ceaf(gold: Clusters, found: Clusters) -> float:
    """The likeness of the best one-to-one alignment of clusters."""
    if not gold or not found:
        return 0.0
    place = _place(found)
    alike = np.zeros((len(gold), len(found)))
    for i, cluster in enumerate(gold):
        for j, common in _overlaps(cluster, place):
            alike[i, j] = 2 * common / (len(cluster) + len(found[j]))
    rows, columns = linear_sum_assignment(-alike)
    return float(alike[rows, columns].sum())


def _overlaps(cluster: frozenset[int], place: dict[int, int]) -> Iterator[tuple[int, int]]:
    counts: dict[int, int] = {}
    for mention in cluster & place.keys():
        counts[place[mention]] = counts.get(place[mention], 0) + 1
    yield from counts.items()
