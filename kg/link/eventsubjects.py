"""The events of a graph as occurrences: when, where, between whom, with how many dead, as far as the graph tells.

Only what is told as having happened is matched. Places and actors are those that the entities' own links lead to, so
that "the presidential palace", which lies in Kabul, is at Kabul's coordinates, and "Taliban gunmen", who belong to the
Taliban, are UCDP's actor 303. Who attacks a town does so there, and the army of a state acts for its government.
"""

from __future__ import annotations

import calendar
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from kg.keys import to_key
from kg.link.catalogue import load_catalogue
from kg.link.eventmodel import Occurrence
from kg.link.facts import Facts
from kg.link.model import Entry, Outcome
from kg.link.subjects import country_code, keep_most_specific
from kg.ontology import load_ontology
from kg.vocab import CK, GAF, NIF, RDFS

_ACTORS: Final = (CK.agent, CK.target, CK.counterpart)
_GROUPS: Final = (CK.memberOf, CK.partOf, CK.operatedBy)
_KM_SLACK: Final = {"City": 10.0, "Facility": 5.0, "Region": 120.0}
STRUCK: Final = ("ViolentEvent", "Siege", "Seizure")
"""Classes of events that happen at the place that they are directed at."""
_OF_STATES: Final = frozenset({"SecurityForce", "Government"})
_MATCHABLE: Final = ("ViolentEvent", "CoerciveEvent", "ProtestEvent")
_YEAR, _MONTH, _DAY = 4, 7, 10
_WORDS: Final = 160


def find_occurrences(facts: Facts, outcomes: Iterable[Outcome]) -> list[Occurrence]:
    """The events that happened, sorted by IRI; OUTCOMES are those of the graph's entities."""
    links = _Links(outcomes)
    wanted = _all_below(_MATCHABLE)
    parts: dict[str, list[str]] = defaultdict(list)
    for node in sorted(facts.classes):
        for whole in facts.of(node, CK.partOf, CK.cause):
            parts[whole].append(node)
    return [
        _to_occurrence(node, keep_most_specific(facts.classes[node] & wanted), facts, links, parts[node])
        for node in sorted(facts.classes)
        if facts.classes[node] & wanted and CK.actual in facts.of(node, CK.factuality)
    ]


class _Links:
    """What the entities of a graph are linked to, and the countries that they belong to."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self.entries: dict[str, Entry] = {}
        self.countries: dict[str, set[str]] = defaultdict(set)
        for outcome in outcomes:
            thing = outcome.subject.iri
            self.countries[thing] |= outcome.subject.countries
            if outcome.link is not None:
                self.entries[thing] = outcome.link.entry
                self.countries[thing] |= {outcome.link.entry.country} - {""}


@functools.cache
def _all_below(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(load_ontology().descendants(name) for name in names))


def _to_occurrence(node: str, kinds: frozenset[str], facts: Facts, links: _Links, parts: Sequence[str]) -> Occurrence:
    """NODE as an occurrence; who died in its PARTS, or in what it caused, died in it."""
    begins, ends = facts.of(node, CK.begin), facts.of(node, CK.end)
    begin, slack = to_days(min(begins, default=""), last=False)
    end, _ = to_days(max(ends, default=""), last=True)
    place, spread, countries = _find_place(node, facts, links.entries)
    mentions = facts.of(node, GAF.denotedBy)
    deaths = [int(text) for one in (node, *parts) for text in facts.of(one, CK.deaths) if text.isdigit()]
    return Occurrence(
        id=node,
        iri=node,
        label=_label(mentions, facts) or node,
        begin=begin,
        end=end or (None if slack == 0 else to_days(min(begins, default=""), last=True)[0]),
        point=place.point if place else None,
        km_slack=spread,
        countries=frozenset(countries | ({place.country} if place and place.country else set())),
        actors=frozenset(_find_actors(node, facts, links)),
        kinds=kinds,
        deaths=max(deaths, default=None),
        at=min(mentions, default=""),
    )


def to_days(text: str, *, last: bool) -> tuple[date | None, int]:
    """The first or LAST day of a date, month or year, and how many days it may be off.

    >>> to_days("2013-06", last=True)
    (datetime.date(2013, 6, 30), 29)
    """
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        return None, 0
    year, month = int(text[:4]), int(text[5:7] or (12 if last else 1))
    try:
        days = calendar.monthrange(year, month)[1]
        day = date(year, month, int(text[8:10] or (days if last else 1)))
    except ValueError:
        return None, 0
    return day, {_YEAR: 364, _MONTH: days - 1}.get(len(text), 0)


def _find_place(node: str, facts: Facts, entries: Mapping[str, Entry]) -> tuple[Entry | None, float, set[str]]:
    """The narrowest linked place of an event, how far off it may be, and the countries it is told to be in."""
    best: tuple[float, Entry] | None = None
    countries: set[str] = set()
    for place in facts.of(node, CK.place) or facts.of(node, CK.destination) or _find_struck(node, facts):
        for steps, other in enumerate(facts.reach(place, CK.locatedIn)):
            if "Country" in facts.classes.get(other, ()):
                countries |= {code for label in facts.of(other, RDFS.label) if (code := country_code(label))}
            entry = entries.get(other)
            if entry is not None and entry.point is not None:
                spread = _KM_SLACK.get(entry.kind, 60.0) + 2.0 * steps
                if best is None or (spread, entry.id) < (best[0], best[1].id):
                    best = spread, entry
    if best is None:
        return None, 0.0, countries
    return best[1], best[0], countries


def _find_struck(node: str, facts: Facts) -> list[str]:
    """The towns, regions, countries and buildings that an act of violence is directed at."""
    if not facts.classes[node] & _all_below(STRUCK):
        return []
    return [one for one in facts.of(node, CK.target) if facts.classes.get(one, set()) & _all_below(("Place",))]


def _find_actors(node: str, facts: Facts, links: _Links) -> set[str]:
    """UCDP's ids of those who take part and of the groups they belong to, and the keys of their names."""
    found: set[str] = set()
    for actor in facts.of(node, *_ACTORS):
        ids: set[str] = set()
        states: set[str] = set()
        for other in facts.reach(actor, *_GROUPS):
            entry = links.entries.get(other)
            ids |= {value for system, value in (entry.ids if entry else ()) if system == "ucdp"}
            found |= set(entry.keys) if entry else set()
            if "/article/" not in other:
                found |= {to_key(label) for label in facts.of(other, RDFS.label)}
            if facts.classes.get(other, set()) & _OF_STATES or (
                "Country" in facts.classes.get(other, ()) and other in facts.of(node, CK.agent)
            ):
                states |= links.countries[other]
        found |= {f"ucdp:{value}" for value in ids or _find_governments(states)}
    return found


def _find_governments(states: Iterable[str]) -> set[str]:
    """UCDP's ids of the governments of STATES, by their ISO codes: their forces have none of their own."""
    entries = (load_catalogue().get(f"government/{state}") for state in states)
    return {value for entry in entries if entry for system, value in entry.ids if system == "ucdp"}


def _label(mentions: Sequence[str], facts: Facts) -> str:
    """The words that evoke an event, and the sentence they stand in."""
    for mention in sorted(mentions):
        words = " ".join(facts.of(mention, NIF.anchorOf))
        sentence = " ".join(text for place in facts.of(mention, NIF.sentence) for text in facts.of(place, NIF.anchorOf))
        if words:
            return f"{words}: {' '.join(sentence.split())[:_WORDS]}"
    return ""
