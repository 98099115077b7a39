"""The values of linking: what is to be linked, what it can be linked to, and how each try ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

State = Literal["linked", "review", "none", "failed", "untried"]
"""How a try ended: a link; candidates for a person to judge; surely no match; an error; no try at all."""

Relation = Literal["exactMatch", "closeMatch", "broadMatch"]

STATES: Final[tuple[State, ...]] = ("linked", "review", "none", "failed", "untried")

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

ID_BASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "wd": "http://www.wikidata.org/entity/{}",
        "ucdp": "https://ucdp.uu.se/actor/{}",
        "gn": "https://sws.geonames.org/{}/",
    }
)
"""The systems whose ids are IRIs of things; the ids of all others are codes."""

GAZETTEER_BASE: Final = "https://w3id.org/conflict-kg/gazetteer/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A code that holds for a time, such as "AFGGOV"; an open end is None."""

    code: str
    begin: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A thing of a catalogue; `kind` is a class of the vocabulary, or "" where none is told.

    `ids` are such as ("wd", "Q889"); `keys` are of full names, `short` of abbreviations.
    """

    id: str
    kind: str
    label: str
    keys: tuple[str, ...]
    short: tuple[str, ...] = ()
    country: str = ""
    begin: date | None = None
    end: date | None = None
    point: Point | None = None
    weight: int = 0
    ids: tuple[tuple[str, str], ...] = ()
    roles: tuple[Role, ...] = ()
    iri: str = ""
    allies: tuple[str, ...] = ()

    @property
    def iris(self) -> tuple[str, ...]:
        """The IRIs of the thing in other datasets, its own entry's where there is none."""
        if self.iri:
            return (self.iri,)
        found = tuple(ID_BASES[system].format(value) for system, value in self.ids if system in ID_BASES)
        return found or (GAZETTEER_BASE + self.id,)

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """The ids that are codes, such as ("gw", "700")."""
        return tuple((system, value) for system, value in self.ids if system not in ID_BASES and system != "wp")

    def get(self, system: str) -> str | None:
        """The first id of SYSTEM, if any."""
        return next((value for name, value in self.ids if name == system), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A thing to link, with all that its graph tells of it that bears on what it is.

    `names` has the best first; `titles` are offices and ranks that the text gives it; `countries` are ISO 3166 codes.
    """

    iri: str
    names: tuple[str, ...]
    kinds: frozenset[str]
    named: bool = True
    articles: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    countries: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()
    point: Point | None = None
    near: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The best name."""
        return self.names[0] if self.names else self.iri


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason for or against a candidate: `part` such as "country", its weight, and in words why."""

    part: str
    points: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A possible match with its evidence; `justification` is a term of SSSOM's vocabulary semapv."""

    entry: Entry
    relation: Relation
    confidence: float
    evidence: tuple[Evidence, ...]
    justification: str = "LexicalMatching"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the try to link one subject to one dataset ended; candidates stand best first, the link is the first."""

    subject: Subject
    dataset: str
    state: State
    candidates: tuple[Candidate, ...] = ()
    note: str = ""

    @property
    def link(self) -> Candidate | None:
        """The accepted candidate, if any."""
        return self.candidates[0] if self.state == "linked" and self.candidates else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A dataset that is linked to: a short name for files, and where it comes from."""

    name: str
    title: str
    version: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
