"""The table of proper names: countries, hand-made names, UCDP actors, GeoNames cities, armed groups of CAMEO.

A source never takes a key from one before it. Names that are ordinary words, and names that two groups share, stay out.
"""

from __future__ import annotations

import csv
import difflib
import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.builders.countries import Country
from kg.builders.tables import read_json_lines, read_rows, read_text, to_list, to_table
from kg.errors import InputError
from kg.keys import is_acronym, to_key
from kg.slugs import fold

HEADER: Final = (
    "Proper names. Written by `python -m kg.builders.entities`; do not edit: see names_curated.tsv.",
    "Derived rows: UCDP Actor Dataset 22.1, GeoNames (CC BY 4.0), PETRARCH2 dictionaries (MIT); see NOTICE.",
    "label	class	country	ambiguous	aliases	keys	keys of abbreviations, which count in capitals only",
)

NO_NAME: Final = "-"
_CITY_FLOOR: Final = 50_000
_LARGE_CITY: Final = 200_000
"""Floor where GeoNames lists quarters and suburbs too, and most one-word names are surnames."""
_SURNAME_COUNTRIES: Final = frozenset({"US", "GB"})
_SHORT_NAME: Final = 4
"""City names of so many letters or fewer are given names and words of other languages as well."""
_MOST_SPELLINGS: Final = 4
_ALIKE: Final = 0.75

_UNCLEAR: Final = re.compile(
    r"[(),/;:]| - |\b(?:faction|forces of|supporters|opponents|dissident|(?:sub)?clan|gang of|group of|operations room"
    r"|mujahideen in|government|republic|association|regiment|league|congress|council|union|alliance|party|parti)\b",
    re.IGNORECASE,
)
_VAGUE: Final = re.compile(r"\b(?:insurgents|irregulars|rebels|dissidents|division|brigade \d+)$")
_GROUP_HEADS: Final = re.compile(
    r"\b(?:ARMY|FRONT|BRIGADES?|MOVEMENT|LIBERATION|ORGANI[SZ]ATION|FORCES?|COMMAND|COMMANDOS?|BATTALION|MUJAHIDEEN|JIHAD"
    r"|TIGERS|GUARDS?|RESISTANCE|REVOLUTIONARY|HIZB|JAMAAT|JAISH|LASHKAR|ANSAR|HARAKAT|KATIBA|CELLS?)\b"
)
_SMALL_WORDS: Final = frozenset("of and the for in to on de del la el y e i o da do des du et al an as ibn wa".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name before its keys are settled."""

    label: str
    kind: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    ambiguous: bool = False


def build_names(data: Path, curated: Path, countries: list[Country]) -> str:
    """The text of names.tsv."""
    words = read_words(data)
    sources = (
        from_countries(countries, words),
        read_curated(curated, {country.label for country in countries}),
        from_ucdp(data, words),
        from_geonames(data, words, countries),
        from_cameo(data),
    )
    rows = _settle_keys(name for source in sources for name in source)
    return to_table(HEADER, sorted(rows))


def read_curated(path: Path, countries: set[str]) -> list[Name]:
    """The hand-made names; a country that is not in COUNTRIES is an InputError."""
    names = []
    for label, kind, aliases, country, ambiguous in read_rows(path, columns=5):
        if country and country not in countries:
            raise InputError(f"{label!r} is placed in the unknown country {country!r}", where=str(path))
        names.append(
            Name(label=label, kind=kind, aliases=to_list(aliases), country=country, ambiguous=ambiguous == "yes")
        )
    return names


def from_countries(countries: Iterable[Country], words: frozenset[str]) -> Iterator[Name]:
    """Countries, then their capitals and other seats, then their governments; the key of Malé is a word."""
    countries = list(countries)
    for country in countries:
        yield Name(label=country.label, kind="Country", aliases=country.aliases)
    for country in countries:
        if country.capital:
            yield Name(
                label=country.capital,
                kind="City",
                aliases=country.capital_aliases,
                country=country.label,
                ambiguous=fold(country.capital) != country.capital and to_key(country.capital) in words,
            )
        for seat in country.seats:
            yield Name(label=seat, kind="City", country=country.label)
        aliases = country.government_aliases
        yield Name(label=country.government, kind="Government", aliases=aliases, country=country.label)


def from_ucdp(data: Path, words: frozenset[str]) -> Iterator[Name]:
    """Non-state armed groups of UCDP by their English names; the other names are aliases."""
    path = data / "gazetteers" / "ucdp_actors_22_1" / "ucdp-actor-221.csv"
    rows = [row for row in csv.DictReader(read_text(path).splitlines()) if row["Org"] == "1"]
    columns = ("NameOrigFullEng", "NameData", "NameOrig", "NameOrigFull", "NewName", "NewNameFullEng")
    listed = [[_tidy(row[column]) for column in columns] for row in rows]
    uses = Counter(to_key(name) for names in listed for name in {name for name in names if name})
    for names in listed:
        kept = [name for name in dict.fromkeys(names) if _is_clear(name, words) and uses[to_key(name)] == 1]
        full = [name for name in kept if not is_acronym(name)]
        if full:
            yield Name(label=full[0], kind="ArmedGroup", aliases=tuple(name for name in kept if name != full[0]))


def from_geonames(data: Path, words: frozenset[str], countries: Iterable[Country]) -> Iterator[Name]:
    """Cities of 50,000 people and more in the countries of the GeoNames extract, largest first."""
    path = data / "gazetteers" / "geonames_subset" / "geonames_cities.csv"
    labels = {country.iso2: country.label for country in countries}
    rows = [row for row in csv.DictReader(read_text(path).splitlines()) if int(row["population"]) >= _CITY_FLOOR]
    for row in sorted(rows, key=lambda row: (-int(row["population"]), row["geonameid"])):
        name = fold(row["name"])
        key = to_key(name)
        has_surnames = row["countrycode"] in _SURNAME_COUNTRIES
        if key in words or (has_surnames and int(row["population"]) < _LARGE_CITY):
            continue
        yield Name(
            label=name,
            kind="City",
            aliases=() if has_surnames else _find_spellings(name, row["alternatenames"].split("|"), words),
            country=labels.get(row["countrycode"], ""),
            ambiguous=" " not in key and (has_surnames or len(key) <= _SHORT_NAME),
        )


def from_cameo(data: Path) -> Iterator[Name]:
    """Armed groups of the PETRARCH2 dictionary whose names show that they are groups."""
    path = data / "cameo_petrarch2" / "Phoenix.MilNonState.actors.txt.gz"
    label, aliases = "", list[str]()
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
        for line in [*lines, "END"]:
            text = line.partition("#")[0].partition("[")[0].strip()
            if not text:
                continue
            if text.startswith("+"):
                aliases.append(text)
                continue
            if label:
                yield from _to_group(label, aliases)
            label, aliases = text, []


def _to_group(label: str, aliases: Iterable[str]) -> Iterator[Name]:
    names = [name for name in (_recase(raw) for raw in (label, *aliases)) if name]
    if names and names[0] == _recase(label):
        yield Name(label=names[0], kind="ArmedGroup", aliases=tuple(dict.fromkeys(names[1:])))


def _recase(raw: str) -> str:
    """A dictionary pattern as a name, or nothing where it does not name a group for certain.

    >>> _recase("+ARMY_OF_THE_RIGHTEOUS_")
    'Army of the Righteous'
    """
    text = re.sub(r"\(.*?\)", "", raw.lstrip("+")).replace("_", " ")
    words = text.split()
    if len(words) < 3 or not _GROUP_HEADS.search(text) or not text.isascii() or _UNCLEAR.search(text):
        return ""
    cased = [word.lower() if word.lower() in _SMALL_WORDS and i else capitalise(word) for i, word in enumerate(words)]
    return " ".join(cased)


def capitalise(word: str) -> str:
    parts = word.split("-")
    return "-".join(part.lower() if part.lower() in _SMALL_WORDS else part.capitalize() for part in parts)


def _tidy(name: str) -> str:
    name = " ".join(name.split())
    return "" if name.lower() in {"n/a", "na", ""} else name.replace("’", "'")


def _is_clear(name: str, words: frozenset[str]) -> bool:
    """Whether NAME can be taken for a group wherever it stands: no note in it, no ordinary word, no short letters."""
    if not name or not fold(name).isascii() or _UNCLEAR.search(name):
        return False
    key = to_key(name)
    if " " in key:
        return not _VAGUE.search(key) and not (len(key.split()) == 2 and words.issuperset(key.split()))
    is_word = key in words or key.removesuffix("s") in words
    return not is_word and (len(key) >= 3 if is_acronym(name) else len(key) >= 6)


def _find_spellings(name: str, alternates: Iterable[str], words: frozenset[str]) -> tuple[str, ...]:
    """Other Latin spellings that are much like NAME; names of other languages that look different are left out."""
    key = to_key(name)
    found: dict[str, str] = {}
    for alternate in alternates:
        other = to_key(alternate)
        is_name = alternate.isascii() and alternate[:1].isupper() and not is_acronym(alternate)
        if not is_name or other == key or other in words or len(other) < 5:
            continue
        if difflib.SequenceMatcher(None, key, other).ratio() >= _ALIKE:
            found.setdefault(other, alternate)
    return tuple(found[other] for other in sorted(found))[:_MOST_SPELLINGS]


def read_words(data: Path) -> frozenset[str]:
    """The ordinary words of Open English WordNet: its entries without capitals."""
    entries = read_json_lines(data / "oewn" / "entries.jsonl.gz")
    return frozenset(entry["l"] for entry in entries if entry["l"].islower())


def _settle_keys(names: Iterable[Name]) -> Iterator[tuple[str, ...]]:
    """One row a name with the keys that no earlier name has; a name whose label is taken is left out.

    A name of the class "-" takes its keys so that no later name has them, and gets no row.
    """
    taken: set[str] = set()
    taken_short: set[str] = set()
    for name in names:
        label_key = to_key(name.label)
        if label_key in (taken_short if is_acronym(name.label) else taken):
            continue
        keys, short = list[str](), list[str]()
        for spelling in (name.label, *name.aliases):
            key, is_short = to_key(spelling), is_acronym(spelling)
            pool, mine = (taken_short, short) if is_short else (taken, keys)
            if key and key not in pool:
                pool.add(key)
                mine.append(key)
        if name.kind == NO_NAME:
            continue
        kept = {*keys, *short}
        aliases = [alias for alias in dict.fromkeys(name.aliases) if to_key(alias) in kept and alias != name.label]
        yield (
            name.label,
            name.kind,
            name.country,
            "yes" if name.ambiguous else "",
            "|".join(aliases),
            "|".join(keys),
            "|".join(short),
        )
