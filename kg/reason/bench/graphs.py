"""Made graphs of armed conflict, of any size and the same on every run: places in places, groups in groups, events.

`python -m kg.reason.bench.graphs 10000 graph.nt` writes one of about ten thousand triples.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ONTOLOGY: Final = Path(__file__).with_name("conflict.ttl")

_CK: Final = "http://example.org/conflict#"
_KG: Final = "http://example.org/kg/"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
_SAME: Final = "http://www.w3.org/2002/07/owl#sameAs"

_PLACES: Final = ("Country", "Province", "District", "City", "Facility")
_SHARES: Final = (0.08, 0.25, 0.65, 1.0)
"""The share of places that are provinces at most, districts at most, and so on."""
_GROUPS: Final = ("InsurgentGroup", "TerroristGroup", "Militia", "StateForce", "Government", "IntelligenceAgency")
_PERSONS: Final = ("Politician", "HeadOfState", "Militant", "Soldier", "Civilian", "Person")
_WEAPONS: Final = ("Firearm", "Explosive", "Aircraft")
_TALKS: Final = ("Negotiation", "PeaceTalks")
_NAMES: Final = ("Ahmad", "Hamid", "Sara", "Omar", "Maria", "Ivan", "Fatima", "Yusuf", "Amina", "Nadia", "Leila")
_PER_EVENT: Final = 27.2
"""Triples for each event, with its share of everything else."""


def make_graph(triples: int, seed: int = 7) -> Iterator[str]:
    """Yield the N-Triples lines of a graph of about so many TRIPLES."""
    maker = _Maker(triples, seed)
    yield from maker.make_places()
    yield from maker.make_weapons()
    yield from maker.make_groups()
    yield from maker.make_persons()
    yield from maker.make_documents()
    for number in range(maker.sizes.events):
        yield from maker.make_event(number)


@dataclass(frozen=True, slots=True)
class _Sizes:
    events: int
    persons: int
    groups: int
    places: int
    articles: int
    outlets: int
    weapons: int = 12


def _measure(triples: int) -> _Sizes:
    events = max(8, int(triples / _PER_EVENT))
    articles = max(3, events // 3)
    return _Sizes(
        events=events,
        persons=max(12, events // 12),
        groups=max(6, events // 60),
        places=max(12, events // 20),
        articles=articles,
        outlets=max(2, articles // 200),
    )


def _read_subclasses() -> dict[str, str]:
    text = ONTOLOGY.read_text(encoding="utf-8")
    return dict(re.findall(r"^:(\w+) a owl:Class .*?rdfs:subClassOf :(\w+)", text, re.MULTILINE))


def _is_below(kind: str, above: str, parents: dict[str, str]) -> bool:
    while kind in parents:
        kind = parents[kind]
        if kind == above:
            return True
    return False


class _Maker:
    """Makes the lines, kind of thing by kind of thing."""

    def __init__(self, triples: int, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - chance, not secrets
        self.sizes = _measure(triples)
        parents = _read_subclasses()
        self.kinds = [kind for kind in parents if _is_below(kind, "Event", parents) and kind != "ViolentEvent"]
        self.violent = {kind for kind in self.kinds if _is_below(kind, "ViolentEvent", parents)}
        self.countries: list[int] = []

    def _line(self, subject: str, predicate: str, item: str) -> str:
        about = predicate if ":" in predicate else _CK + predicate
        return f"<{_KG}{subject}> <{about}> {item} .\n"

    def _link(self, subject: str, predicate: str, other: str) -> str:
        return self._line(subject, predicate, f"<{_KG}{other}>")

    def _type(self, subject: str, kind: str) -> str:
        return self._line(subject, _TYPE, f"<{_CK}{kind}>")

    def _value(self, subject: str, predicate: str, value: object, datatype: str) -> str:
        return self._line(subject, predicate, f'"{value}"^^<{_XSD}{datatype}>')

    def _label(self, subject: str, text: str) -> str:
        return self._line(subject, _LABEL, f'"{text}"@en')

    def _pick(self, kind: str, many: int) -> str:
        return f"{kind}/{self.chance.randrange(many)}"

    def _often(self, share: float) -> bool:
        return self.chance.random() < share

    def _date(self) -> str:
        return "-".join(
            (f"20{self.chance.randrange(5, 25):02}", f"{self.chance.randrange(1, 13):02}",
             f"{self.chance.randrange(1, 29):02}")
        )  # fmt: skip

    def _party(self) -> str:
        """A group, three times in five, or a person: few of them in much that happens."""
        kind, many = ("group", self.sizes.groups) if self._often(0.6) else ("person", self.sizes.persons)
        return f"{kind}/{int(many * self.chance.random() * self.chance.random())}"

    def make_places(self) -> Iterator[str]:
        """Yield places in five layers, each in one of the layer above."""
        layers: list[list[int]] = [[] for _ in _PLACES]
        countries = max(3, int(self.sizes.places**0.5) // 3)
        for number in range(self.sizes.places):
            layer = self._find_layer(number, countries, layers)
            place = f"place/{number}"
            kind = _PLACES[layer] if layer < 4 else self.chance.choice(("Facility", "MilitaryBase"))
            yield self._type(place, kind)
            yield self._label(place, f"Place {number}")
            yield self._value(place, "lat", f"{self.chance.uniform(-60, 60):.4f}", "decimal")
            yield self._value(place, "long", f"{self.chance.uniform(-180, 180):.4f}", "decimal")
            if layer:
                yield self._link(place, "locatedIn", f"place/{self.chance.choice(layers[layer - 1])}")
            if layer == 3 and self._often(0.02):
                yield self._link(place, "capitalOf", f"place/{layers[0][number % countries]}")
            layers[layer].append(number)
        self.countries = layers[0]
        for one in self.countries:
            for other in {self.chance.choice(self.countries) for _ in range(2)} - {one}:
                yield self._link(f"place/{one}", "borders", f"place/{other}")

    def _find_layer(self, number: int, countries: int, layers: Sequence[Sequence[int]]) -> int:
        if number < countries:
            return 0
        share = (number - countries) / self.sizes.places
        layer = 1 + next(place for place, top in enumerate(_SHARES) if share < top)
        while not layers[layer - 1]:
            layer -= 1
        return layer

    def make_weapons(self) -> Iterator[str]:
        """Yield the few weapons."""
        for number in range(self.sizes.weapons):
            yield self._type(f"weapon/{number}", self.chance.choice(_WEAPONS))
            yield self._label(f"weapon/{number}", f"Weapon {number}")

    def make_groups(self) -> Iterator[str]:
        """Yield groups that are parts of others, allied and hostile."""
        for number in range(self.sizes.groups):
            group = f"group/{number}"
            yield self._type(group, self.chance.choice(_GROUPS))
            yield self._label(group, f"Front {number}")
            yield self._link(group, "basedIn", self._pick("place", self.sizes.places))
            yield self._line(group, "externalId", f'"G{number}"')
            if number > 4 and self._often(0.5):
                above = self.chance.randrange(number // 4, number) if number > 20 else 0
                yield self._link(group, "subOrganizationOf", f"group/{above}")
            for _ in range(2):
                other = self._pick("group", self.sizes.groups)
                if other != group:
                    yield self._link(group, "alliedWith" if self._often(0.6) else "rivalOf", other)

    def make_persons(self) -> Iterator[str]:
        """Yield persons, some of them with a second name or with one number in common."""
        for number in range(self.sizes.persons):
            person = f"person/{number}"
            yield self._type(person, self.chance.choice(_PERSONS))
            yield self._label(person, f"{self.chance.choice(_NAMES)} {number}")
            if self._often(0.7):
                role = "leaderOf" if self._often(0.08) else "memberOf"
                yield self._link(person, role, self._pick("group", self.sizes.groups))
            yield self._link(person, "nationality", f"place/{self.chance.choice(self.countries)}")
            if self._often(0.03):
                yield self._link(person, _SAME, f"alias/{number}")
                yield self._label(f"alias/{number}", f"Alias of {number}")
                yield self._link(f"alias/{number}", "memberOf", self._pick("group", self.sizes.groups))
            if self._often(0.01):
                yield self._line(person, "externalId", f'"Q{number}"')
                yield self._line(self._pick("person", self.sizes.persons), "externalId", f'"Q{number}"')

    def make_documents(self) -> Iterator[str]:
        """Yield publishers and articles."""
        for number in range(self.sizes.outlets):
            yield self._type(f"outlet/{number}", "MediaOutlet")
            yield self._label(f"outlet/{number}", f"Outlet {number}")
        for number in range(self.sizes.articles):
            article = f"article/{number}"
            yield self._type(article, "Article")
            yield self._link(article, "publisher", self._pick("outlet", self.sizes.outlets))
            yield self._value(article, "published", self._date(), "date")
            yield self._label(article, f"Report {number} on fighting near place {self.chance.randrange(1000)}")

    def make_event(self, number: int) -> Iterator[str]:
        """Yield an event with its parties, place, time, and the claims that tell of it."""
        event, kind, day = f"event/{number}", self.chance.choice(self.kinds), self._date()
        yield self._type(event, kind)
        yield self._label(event, f"{kind} number {number} on {day}")
        yield self._value(event, "date", day, "date")
        yield self._link(event, "occursAt", self._pick("place", self.sizes.places))
        yield from self._make_violent(event) if kind in self.violent else self._make_peaceful(event, kind)
        if self._often(0.25):
            yield self._link(event, "supporter", self._party())
        if number and self._often(0.05):
            yield self._link(event, "causedBy", f"event/{self.chance.randrange(number)}")
        if number % 10 and self._often(0.2):
            yield self._link(event, "partOfEvent", f"event/{number - number % 10}")
        if number % 8 and self._often(0.3):
            yield self._link(f"event/{number - 1}", "precedes", event)
        for claim in range(1 if self._often(0.5) else 2):
            yield from self._make_claim(f"claim/{2 * number + claim}", event, kind)

    def _make_violent(self, event: str) -> Iterator[str]:
        yield self._link(event, "attacker", self._party())
        for _ in range(2 if self._often(0.3) else 1):
            yield self._link(event, "attackTarget", self._party())
        yield self._link(event, "usedWeapon", self._pick("weapon", self.sizes.weapons))
        yield self._value(event, "fatalities", int(self.chance.expovariate(0.2)), "integer")
        yield self._value(event, "injured", int(self.chance.expovariate(0.1)), "integer")

    def _make_peaceful(self, event: str, kind: str) -> Iterator[str]:
        for role in ("agent", "patient", *(("negotiator",) * 2 if kind in _TALKS else ())):
            yield self._link(event, role, self._party())
        if self._often(0.3):
            yield self._link(event, "mediator", self._party())

    def _make_claim(self, claim: str, event: str, kind: str) -> Iterator[str]:
        article, start = self._pick("article", self.sizes.articles), self.chance.randrange(5000)
        yield self._type(claim, "Claim")
        yield self._link(claim, "derivedFrom", article)
        yield self._link(claim, "supportsEvent", event)
        yield self._value(claim, "confidence", f"{self.chance.random():.2f}", "decimal")
        yield self._value(claim, "startOffset", start, "integer")
        yield self._value(claim, "endOffset", start + self.chance.randrange(40, 300), "integer")
        yield self._line(claim, "extractedBy", f'"rule-{self.chance.randrange(20)}"')
        yield self._line(claim, "sentence", f'"In sentence {start} a {kind} was reported, officials said."')
        if self._often(0.5):
            yield self._link(article, "mentions", self._party())


def main() -> None:
    """Write a graph of about as many triples as the first argument says to the file that the second names."""
    size, target = sys.argv[1:]
    with Path(target).open("w", encoding="utf-8") as file:
        file.writelines(make_graph(int(size)))


if __name__ == "__main__":
    main()
