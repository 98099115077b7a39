"""The values of matching events: one event of a graph, one row of a dataset, in the same terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.link.model import Point

NO_PLACE_KM: Final = 400.0
"""How far off an event may be of which only a country or large region is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Something that happened: `actors` are ids such as "ucdp:303" and keys of names, both sides in one set.

    `day_slack` and `km_slack` are how far off dates and place may be; `kinds` are classes of the vocabulary.
    `broad` marks an episode: a row that sums up many events, or a place that is no more than a country.
    """

    id: str
    iri: str
    label: str
    begin: date | None
    end: date | None
    day_slack: int = 0
    point: Point | None = None
    km_slack: float = 0.0
    countries: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    deaths: int | None = None
    broad: bool = False
    at: str = ""

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day, None where no date is known."""
        first, last = self.begin or self.end, self.end or self.begin
        return (min(first, last), max(first, last)) if first and last else None
