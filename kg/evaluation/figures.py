"""Counts and what follows from them: precision, recall, F1, and how often what is given with a confidence is right."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

BAND_EDGES: Final = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(slots=True)
class Tally:
    """How many are right, of how many that people found, and of how many that the graph holds."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def add(self, other: Tally) -> None:
        """Count what OTHER has counted."""
        self.right += other.right
        self.gold += other.gold
        self.found += other.found

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> Tally(right=1, gold=4, found=2).f1
        0.3333333333333333
        """
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The facts whose confidence lies from `low` up to `high`, which belongs to the next band except for 1."""

    low: float
    high: float
    facts: int
    right: int
    confidence: float

    @property
    def share(self) -> float:
        """How many of the facts are right."""
        return self.right / self.facts


def to_bands(judged: Iterable[tuple[float, bool]], *, edges: Sequence[float] = BAND_EDGES) -> tuple[Band, ...]:
    """The reliability of confidences, each with whether its fact is right; bands that hold nothing are left out.

    >>> [(band.facts, band.share) for band in to_bands([(0.55, True), (0.5, False), (1.0, True)])]
    [(2, 0.5), (1, 1.0)]
    """
    pairs = list(judged)
    bands = []
    for low, high in itertools.pairwise(edges):
        inside = [(sure, right) for sure, right in pairs if low <= sure < high or sure == high == edges[-1]]
        if inside:
            mean = sum(sure for sure, _ in inside) / len(inside)
            right = sum(is_right for _, is_right in inside)
            bands.append(Band(low=low, high=high, facts=len(inside), right=right, confidence=mean))
    return tuple(bands)


def calibration_error(bands: Sequence[Band]) -> float:
    """How far confidence and share of right ones lie apart on average over all facts."""
    total = sum(band.facts for band in bands)
    return sum(band.facts * abs(band.confidence - band.share) for band in bands) / total if total else 0.0
