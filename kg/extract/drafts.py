"""One mention of an event, and the mentions of one event together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from kg.extract.frames import Frame
from kg.extract.links import Filler
from kg.extract.moments import Interval
from kg.extract.things import Thing
from kg.model import Factuality

DEADLY: Final = frozenset({"Killing", "Death", "Assassination"})
"""Classes of events of which people die, each but once."""


@dataclass(slots=True, eq=False)
class Draft:
    """One mention of an event with all that its words say."""

    frame: Frame
    factuality: Factuality
    source: int | None
    fillers: tuple[Filler, ...]
    span: Interval | None
    tolls: tuple[tuple[str, int], ...]
    kind: str = field(init=False)
    killed: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.kind = self.frame.kind
        if self.kind in DEADLY:
            self.killed = self._persons()

    def _persons(self) -> frozenset[int]:
        """The numbers of the single persons that it was done to."""
        targets = (f.thing for f in self.fillers_of("target") if f.thing is not None)
        return frozenset(t.number for t in targets if t.kind == "Person" and not t.plural)

    def fillers_of(self, *roles: str) -> list[Filler]:
        """The fillers of ROLES."""
        return [filler for filler in self.fillers if filler.role in roles]

    def keys(self, *roles: str) -> set[int]:
        """The numbers of the fillers of ROLES."""
        return {filler.number for filler in self.fillers_of(*roles)}


@dataclass(slots=True, eq=False)
class Cluster:
    """The mentions of one event in text order, with all that they say of it, by role and number of the filler."""

    kind: str
    drafts: list[Draft] = field(default_factory=list)
    spans: set[Interval] = field(default_factory=set)
    _fillers: defaultdict[str, dict[int, Filler]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, draft: Draft) -> None:
        """Make DRAFT the latest mention."""
        self.drafts.append(draft)
        if draft.span is not None:
            self.spans.add(draft.span)
        for filler in draft.fillers:
            self._fillers[filler.role].setdefault(filler.number, filler)

    def fillers(self, *roles: str) -> list[Filler]:
        """The fillers of ROLES in all mentions, each once in a role."""
        return [filler for role in roles for filler in self._fillers.get(role, {}).values()]

    def keys(self, *roles: str) -> set[int]:
        """The numbers of the fillers of ROLES in all mentions."""
        return {number for role in roles for number in self._fillers.get(role, {})}


def hand_over(drafts: Iterable[Draft], gone: Thing, known: Thing) -> None:
    """Make KNOWN fill each role in DRAFTS that GONE fills."""
    for draft in drafts:
        draft.fillers = tuple(replace(f, thing=known) if f.thing is gone else f for f in draft.fillers)
