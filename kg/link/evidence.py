"""What speaks for and against a candidate, part by part; the parts add up to a confidence.

The points are the logarithm of odds, by hand: three points make a link nineteen times as likely. A veto rules out.
Which classes exclude one another the ontology says; "Kabul" that acts is a government and so never the city.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from kg.keys import to_key
from kg.link.model import Entry, Evidence, Point, Relation, Subject
from kg.link.names import Form
from kg.ontology import load_ontology

VETO: Final = float("-inf")
_NAME_POINTS: Final[dict[Form, float]] = {
    "exact": 2.4, "abbreviation": 1.6, "undressed": 1.8, "short": 2.8, "sound": 0.9, "alike": 0.6, "part": 0.8,
}  # fmt: skip
_NAME_WORDS: Final[dict[Form, str]] = {
    "exact": "is one of its names",
    "abbreviation": "is an abbreviation of it",
    "undressed": "is its name but for title, article or closing word",
    "short": "is short for the full name in the same article",
    "sound": "sounds like its name",
    "alike": "is nearly its name",
    "part": "names a part of it",
}
_WHOLE_NAME: Final = 0.8
"""Of several words are names that few things share."""
_LABEL: Final = 0.3
_LONG_ABBREVIATION: Final = 0.4
_FAMILIES: Final = ("Person", "Population", "OrganizedActor", "Place", "Weapon", "Agreement")
_KIN_POINTS: Final = 0.8
_NO_KIND_POINTS: Final = 0.0
_FAMILY_POINTS: Final = 0.3
_HOUSE_POINTS: Final = -0.5
_SAME_COUNTRY: Final = 1.2
_OTHER_COUNTRY: Final = -2.5
_SETTING: Final = 1.0
_OTHER_SETTING: Final = -0.6
_NEAR_KM: Final = 150.0
_FAR_KM: Final = 1500.0
_MOST_PRIOR: Final = 1.5
_PRIOR_SCALE: Final = 300.0
_BASE: Final = -1.2
"""What a name alone has against it: most things called so are in no catalogue."""
_DICTIONARY_END: Final = date(2014, 1, 30)
"""An office without end was held when the dictionaries of actors were last written."""
_SLACK: Final = timedelta(days=366)
_EARTH_KM: Final = 6371.0


@dataclass(slots=True)
class Setting:
    """What an article is about as far as its links tell: which subject is which entry, their countries and places."""

    links: dict[str, Entry] = field(default_factory=dict)
    countries: Counter[str] = field(default_factory=Counter)

    def add(self, subject: str, entry: Entry) -> None:
        """Count the link of SUBJECT (an IRI), once."""
        if subject in self.links:
            return
        self.links[subject] = entry
        if entry.country:
            self.countries[entry.country] += 1

    def countries_beside(self, subject: str) -> Counter[str]:
        """The countries of all linked things but SUBJECT."""
        own = self.links.get(subject)
        return self.countries - Counter([own.country] if own is not None and own.country else [])

    def points_beside(self, subject: str) -> list[Point]:
        """The places of all linked things but SUBJECT."""
        return [entry.point for iri, entry in self.links.items() if entry.point is not None and iri != subject]


def weigh(subject: Subject, entry: Entry, form: Form, likeness: float, setting: Setting) -> list[Evidence]:
    """All evidence on whether SUBJECT is ENTRY; one part of -inf points is a veto."""
    parts = [_weigh_name(subject, entry, form, likeness)]
    for found in (
        _weigh_type(subject, entry),
        _weigh_country(subject, entry),
        _weigh_dates(subject, entry),
        _weigh_office(subject, entry),
        _weigh_distance(subject, entry),
        _weigh_setting(subject, entry, setting),
        _weigh_prior(entry),
    ):
        if found is not None:
            parts.append(found)
    return parts


def to_confidence(evidence: Iterable[Evidence]) -> float:
    """The confidence that EVIDENCE adds up to, from 0 to 1, to four places.

    >>> to_confidence([Evidence(part="name", points=2.2, reason=""), Evidence(part="type", points=0.8, reason="")])
    0.8581
    """
    total = _BASE + sum(part.points for part in evidence)
    return 0.0 if total == VETO else round(1 / (1 + math.exp(-total)), 4)


def _weigh_name(subject: Subject, entry: Entry, form: Form, likeness: float) -> Evidence:
    points = _NAME_POINTS[form]
    if form == "exact" and not any(" " in key for key in entry.keys) and entry.kind == "Person":
        points -= 1.0
    if form == "exact" and entry.keys and entry.keys[0] in map(to_key, subject.names):
        points += _LABEL
    if form in ("exact", "undressed") and any(" " in key for key in entry.keys) and " " in subject.label:
        points += _WHOLE_NAME
    if form == "abbreviation" and entry.short and entry.label in subject.names:
        points += _LABEL
    if form == "abbreviation" and len(to_key(subject.label)) > 3:
        points += _LONG_ABBREVIATION
    if form in ("alike", "sound"):
        points += 6 * (likeness - 0.95) if form == "alike" else 2 * (likeness - 0.9)
    reason = f"{subject.label!r} {_NAME_WORDS[form]} ({entry.label!r})"
    return Evidence(part="name", points=round(points, 3), reason=reason)


@functools.lru_cache(maxsize=1 << 14)
def family_of(kind: str) -> str | None:
    """The family of a class: two things of different families are never one.

    >>> family_of("City"), family_of("Government"), family_of("Thing")
    ('Place', 'OrganizedActor', None)
    """
    above = load_ontology().ancestors(kind) if kind in load_ontology().parents else frozenset()
    return next((family for family in _FAMILIES if family in above), None)


@functools.lru_cache(maxsize=1 << 14)
def are_kin(one: str, other: str) -> bool:
    """Whether one of two classes is the other or below it."""
    ontology = load_ontology()
    return one in ontology.parents and other in ontology.parents and ontology.are_kin(one, other)


def _weigh_type(subject: Subject, entry: Entry) -> Evidence:
    kinds = sorted(subject.kinds)
    if not kinds or not entry.kind:
        return Evidence(part="type", points=_NO_KIND_POINTS, reason="the class of one of them is not known")
    shown = ", ".join(kinds)
    if any(are_kin(kind, entry.kind) for kind in kinds):
        return Evidence(part="type", points=_KIN_POINTS, reason=f"{shown} fits {entry.kind}")
    if "Facility" in (*kinds, entry.kind) and "Organization" in (*kinds, entry.kind):
        return Evidence(part="type", points=_HOUSE_POINTS, reason=f"{shown} may be the house of {entry.kind}")
    families = {family for kind in kinds if (family := family_of(kind))}
    if families and family_of(entry.kind) not in families:
        return Evidence(part="type", points=VETO, reason=f"{shown} is never {entry.kind}")
    strict = _exclude_each_other(kinds, entry.kind)
    if strict:
        return Evidence(part="type", points=VETO, reason=f"{shown} is never {entry.kind}")
    return Evidence(part="type", points=_FAMILY_POINTS, reason=f"{shown} is of one family with {entry.kind}")


def _exclude_each_other(kinds: Iterable[str], other: str) -> bool:
    """A country is no city nor region; a government is no armed group nor an international body."""
    apart = (
        {"Country", "City", "Facility"},
        {"Country", "Region"},
        {"Government", "ArmedGroup", "InternationalOrganization"},
    )
    return any(other in group and kind in group and kind != other for group in apart for kind in kinds)


def _weigh_country(subject: Subject, entry: Entry) -> Evidence | None:
    if not subject.countries or not entry.country:
        return None
    shown = ", ".join(sorted(subject.countries))
    if entry.country in subject.countries:
        return Evidence(part="country", points=_SAME_COUNTRY, reason=f"both belong to {entry.country}")
    return Evidence(part="country", points=_OTHER_COUNTRY, reason=f"{shown} is not {entry.country}")


def _weigh_dates(subject: Subject, entry: Entry) -> Evidence | None:
    """A thing that did not exist yet, or no more, when all articles were written."""
    if not subject.dates or (entry.begin is None and entry.end is None):
        return None
    spoken = f"{min(subject.dates)}"
    if entry.begin is not None and all(day + _SLACK < entry.begin for day in subject.dates):
        return Evidence(part="date", points=VETO, reason=f"it began {entry.begin}, after {spoken}")
    if entry.end is not None and all(day > entry.end for day in subject.dates):
        return Evidence(part="date", points=-1.5, reason=f"it ended {entry.end}, before {spoken}")
    return Evidence(part="date", points=0.3, reason=f"it existed on {spoken}")


def _weigh_office(subject: Subject, entry: Entry) -> Evidence | None:
    """An office that the text gives must have been held then; "former" gives none."""
    if not entry.roles or not subject.dates:
        return None
    dated = [role for role in entry.roles if role.begin or role.end]
    held = [role for role in dated for day in subject.dates if _holds(role.begin, role.end, day)]
    if held:
        return Evidence(part="office", points=0.8, reason=f"held {held[0].code} on {min(subject.dates)}")
    if any(role.begin and not role.end for role in dated) and all(day > _DICTIONARY_END for day in subject.dates):
        return None
    titles = [title for title in subject.titles if not title.lower().startswith(("former", "ex"))]
    if titles and dated:
        reason = f"called {titles[0]} on {min(subject.dates)}, but held no office then"
        return Evidence(part="office", points=-3.0, reason=reason)
    return None


def _holds(begin: date | None, end: date | None, day: date) -> bool:
    """Whether an office was held; one without an end is known until the dictionaries were written."""
    if begin is not None and day < begin:
        return False
    return day <= (end if end is not None else max(_DICTIONARY_END, begin or _DICTIONARY_END))


def _weigh_distance(subject: Subject, entry: Entry) -> Evidence | None:
    if subject.point is None or entry.point is None:
        return None
    distance = distance_km(subject.point, entry.point)
    points = 1.0 if distance <= _NEAR_KM / 3 else 0.5 if distance <= _NEAR_KM else VETO if distance > _FAR_KM else -1.5
    return Evidence(part="distance", points=points, reason=f"{distance:.0f} km apart")


def _weigh_setting(subject: Subject, entry: Entry, setting: Setting) -> Evidence | None:
    """What else the article links to: things of the same country, or places nearby."""
    others = setting.countries_beside(subject.iri)
    total = sum(others.values())
    if entry.country and total:
        share = others[entry.country] / total
        if share > 0:
            points = round(_SETTING * min(1.0, 0.3 + share), 3)
            reason = f"{others[entry.country]} of {total} other links are of {entry.country}"
            return Evidence(part="setting", points=points, reason=reason)
        if total > 1 and entry.kind not in ("Country", "Government"):
            return Evidence(part="setting", points=_OTHER_SETTING, reason=f"no other link is of {entry.country}")
    if entry.point is not None:
        distances = [distance_km(entry.point, point) for point in setting.points_beside(subject.iri)]
        if distances and min(distances) <= _NEAR_KM:
            reason = f"another linked place is {min(distances):.0f} km away"
            return Evidence(part="setting", points=0.5, reason=reason)
    return None


def _weigh_prior(entry: Entry) -> Evidence:
    points = round(min(_MOST_PRIOR, entry.weight / _PRIOR_SCALE), 3)
    return Evidence(part="prior", points=points, reason=f"how often such things are meant: {entry.weight}")


def distance_km(one: Point, other: Point) -> float:
    """The length of the great circle between two points.

    >>> round(distance_km((34.53, 69.17), (31.61, 65.71)))
    458
    """
    lat1, lon1, lat2, lon2 = (math.radians(angle) for angle in (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def to_relation(subject: Subject, entry: Entry, form: Form) -> Relation:
    """How close the match is: a part of the entry, of a class that is only akin or by likeness, or the same."""
    if form == "part":
        return "broadMatch"
    kin = not subject.kinds or not entry.kind or any(are_kin(kind, entry.kind) for kind in subject.kinds)
    return "exactMatch" if kin and form not in ("alike", "sound") else "closeMatch"


def iter_vetoes(evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    """The parts of EVIDENCE that rule the candidate out."""
    return (part for part in evidence if part.points == VETO)
