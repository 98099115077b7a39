"""States and their governments: ISO, Gleditsch-Ward, Correlates of War, UCDP, Wikidata and GeoNames ids, dates.

A code list that calls a state by a name that neither countries.tsv nor a rule knows is told so by states_curated.tsv.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.builders.countries import Country
from kg.builders.link_wikidata import Titles, to_ids
from kg.builders.linkable import Linkable
from kg.builders.tables import read_rows, read_text
from kg.errors import InputError
from kg.keys import to_key
from kg.slugs import to_slug

_OPEN: Final = "9999-12-31"
_FIRST_END: Final = "1914-01-01"
"""States that had ended by then are in no news of today; their names are those of regions."""
_BRACKETS: Final = re.compile(r"(.*?) ?\((.*?)\)(.*)")
_OF: Final = "Government of "
_COUNTRY_WEIGHT: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A state in the list of one system ("gw", "cow"), with the time of its last spell."""

    system: str
    code: str
    name: str
    begin: str
    end: str


def build_states(data: Path, countries: Sequence[Country], curated: Path, titles: Titles) -> list[Linkable]:
    """All countries, states of the past since 1914, and the governments of both."""
    finder = CountryFinder(countries, curated)
    codes = _read_codes(data)
    members: dict[str, list[Membership]] = defaultdict(list)
    past: dict[str, list[Membership]] = defaultdict(list)
    for member in _read_members(data):
        iso3 = finder.find(member.name)
        if iso3 is not None:
            members[iso3].append(member)
        elif member.end >= _FIRST_END:
            past[member.name].append(member)
    governments = _read_governments(data, finder)
    rows = []
    for country in countries:
        lasting = _keep_last(members[country.iso3])
        rows.append(_to_country(country, codes.get(country.iso3, {}), lasting))
        rows.append(_to_government(country, governments.get(country.iso3, ()), titles, rows[-1]))
        titles.taken.add(country.wikidata)
    return rows + list(_to_past(past, governments, titles))


class CountryFinder:
    """Finds the ISO code of a state under the names that code lists give it."""

    def __init__(self, countries: Iterable[Country], curated: Path | None = None) -> None:
        self._codes: dict[str, str] = {}
        for country in countries:
            for name in (country.label, *country.aliases):
                self._codes.setdefault(to_key(name), country.iso3)
        known = set(self._codes.values())
        for name, iso3 in read_rows(curated, columns=2) if curated else ():
            if iso3 and iso3 not in known:
                raise InputError(f"no country has the code {iso3!r}", where=str(curated))
            self._codes[to_key(name)] = iso3

    def find(self, name: str) -> str | None:
        """The code of the state called NAME, None for one that is no more or is not known."""
        for form in forms_of(name):
            code = self._codes.get(to_key(form))
            if code is not None:
                return code or None
        return None


def forms_of(name: str) -> Iterator[str]:
    """What a name with a second one in brackets, after a stroke or a comma stands for.

    >>> list(forms_of("Russia (Soviet Union)"))
    ['Russia (Soviet Union)', 'Russia', 'Soviet Union']
    """
    yield name
    match = _BRACKETS.fullmatch(name)
    if match:
        yield match[1] + match[3]
        yield match[2]
    for mark in ("/", ", "):
        first, found, second = name.partition(mark)
        if found:
            yield from (first, second) if mark == "/" else (f"{second} {first}",)
    if "&" in name:
        yield name.replace("&", "and")


def _read_codes(data: Path) -> dict[str, Mapping[str, str]]:
    path = data / "gazetteers" / "country_codes" / "country-codes.csv"
    return {row["ISO3166-1-Alpha-3"]: row for row in csv.DictReader(read_text(path).splitlines())}


def _read_members(data: Path) -> Iterator[Membership]:
    """The last spell of each state in either system."""
    for system in ("gw", "cow"):
        path = data / "gazetteers" / "states_gw_cow" / f"{system}states.csv"
        last: dict[str, Membership] = {}
        for row in csv.DictReader(read_text(path).splitlines()):
            member = Membership(
                system=system,
                code=row[f"{system}code"],
                name=row["country_name"],
                begin=row["start"],
                end=row["end"],
            )
            if member.code not in last or last[member.code].begin < member.begin:
                last[member.code] = member
        yield from last.values()


def _read_governments(data: Path, finder: CountryFinder) -> dict[str, list[str]]:
    """UCDP's ids of governments by ISO code, or by name where the state is no more."""
    path = data / "gazetteers" / "ucdp_actors_22_1" / "ucdp-actor-221.csv"
    found: dict[str, list[str]] = defaultdict(list)
    for row in csv.DictReader(read_text(path).splitlines()):
        name = row["NameData"].strip()
        if row["Org"] == "4" and name.startswith(_OF):
            state = name.removeprefix(_OF)
            found[finder.find(state) or state].append(row["ActorId"])
    return found


def _to_country(country: Country, row: Mapping[str, str], members: Sequence[Membership]) -> Linkable:
    geonames = row.get("Geoname ID", "").strip()
    ids = [f"iso3:{country.iso3}", *(f"{member.system}:{member.code}" for member in members)]
    ids += [f"iso2:{country.iso2}"] if country.iso2 else []
    ids += [f"wd:{country.wikidata}"] if country.wikidata else []
    ids += [f"gn:{geonames}"] if geonames.isdigit() else []
    begin, end = _span(members)
    return Linkable(
        id=f"country/{country.iso3}",
        kind="Country",
        label=country.label,
        names=(*country.aliases, country.iso3),
        country=country.iso3,
        begin=begin,
        end=end,
        weight=_COUNTRY_WEIGHT,
        ids=(*ids, f"cameo:{country.iso3}"),
    )


def _to_government(country: Country, actors: Sequence[str], titles: Titles, state: Linkable) -> Linkable:
    adjectives = [f"{word} government" for word in (*country.adjectives, country.label)]
    federal = [f"Federal {name}" for name in (f"government of {country.with_article}", *adjectives)]
    names = (*country.government_aliases, *adjectives, *federal)
    title = titles.find((country.government, *names), "")
    states = tuple(one for one in state.ids if one.partition(":")[0] in ("gw", "cow", "iso3"))
    return Linkable(
        id=f"government/{country.iso3}",
        kind="Government",
        label=country.government,
        names=names,
        country=country.iso3,
        begin=state.begin,
        end=state.end,
        weight=_COUNTRY_WEIGHT,
        ids=(*states, *(f"ucdp:{actor}" for actor in actors), *to_ids(title), f"cameo:{country.iso3}GOV"),
    )


def _to_past(
    past: Mapping[str, Sequence[Membership]], governments: Mapping[str, Sequence[str]], titles: Titles
) -> Iterator[Linkable]:
    """States that are no more, by the names of the code lists."""
    for name, members in sorted(past.items()):
        forms = tuple(forms_of(name))
        begin, end = _span(members)
        ids = tuple(f"{member.system}:{member.code}" for member in members)
        plain = forms[1] if len(forms) > 1 and ", " in name else name
        state = Linkable(
            id=f"state/{to_slug(name)}", kind="Country", label=plain, names=forms, begin=begin, end=end, weight=300,
            ids=(*ids, *to_ids(titles.find(forms, "place"))),
        )  # fmt: skip
        yield state
        actors = [actor for form in forms for actor in governments.get(form, ())]
        if actors:
            yield Linkable(
                id=f"government/{to_slug(name)}", kind="Government", label=f"government of {plain}", begin=begin,
                end=end, weight=300, ids=(*ids, *(f"ucdp:{actor}" for actor in actors)),
            )  # fmt: skip


def _keep_last(members: Sequence[Membership]) -> list[Membership]:
    """Of several codes that a system has for one country, that of the state that lasted longest into the present."""
    best: dict[str, Membership] = {}
    for member in members:
        other = best.get(member.system)
        if other is None or (other.end, other.begin) < (member.end, member.begin):
            best[member.system] = member
    return list(best.values())


def _span(members: Sequence[Membership]) -> tuple[str, str]:
    """When the state began and ended, by Gleditsch and Ward where they have it; no end where it lasts."""
    if not members:
        return "", ""
    member = max(members, key=lambda member: member.system == "gw")
    return member.begin, "" if member.end == _OPEN else member.end
