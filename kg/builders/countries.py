"""Countries: codes and formal names of `country-codes.csv`, joined with what English calls them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.builders.tables import read_rows, read_text, to_list, to_table
from kg.errors import InputError
from kg.keys import to_key

HEADER: Final = (
    "Countries and territories. Written by `python -m kg.builders.background`; do not edit: what English calls them",
    "stands in countries_curated.tsv, codes and formal names come from datasets/country-codes (public domain).",
    "iso3	label	aliases	adjectives	demonyms	government	capital	other names of it	other seats of government",
)
_WITH_ARTICLE: Final = ("Islands", "Republic", "Bahamas", "Grenadines")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One country or territory; `wikidata` is an item such as "Q889", empty if not known."""

    iso2: str
    iso3: str
    label: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str
    capital_aliases: tuple[str, ...]
    seats: tuple[str, ...]
    wikidata: str

    @property
    def government(self) -> str:
        """What its government is called."""
        if self.adjectives:
            return f"{self.adjectives[0]} government"
        return f"government of {self.with_article}"

    @property
    def government_aliases(self) -> tuple[str, ...]:
        """What else its government is called."""
        named = [f"{adjective} government" for adjective in self.adjectives[1:]]
        formal = f"government of {self.with_article}"
        return tuple(name for name in [*named, formal] if name != self.government)

    @property
    def with_article(self) -> str:
        """The label as it stands after "of"."""
        first_decides = self.label.startswith(("Republic", "Democratic", "United", "Central"))
        return f"the {self.label}" if first_decides or self.label.endswith(_WITH_ARTICLE) else self.label


def read_countries(data: Path, curated: Path) -> list[Country]:
    """All countries of CURATED with their codes, sorted by label; a code that no source knows is an InputError.

    Kosovo has no code in the source; XKX is the one in common use.
    """
    codes = _read_codes(data / "gazetteers" / "country_codes" / "country-codes.csv")
    countries = []
    for iso3, label, *cells in read_rows(curated, columns=8):
        if iso3 not in codes and iso3 != "XKX":
            raise InputError(f"no country has the code {iso3!r}", where=str(curated))
        aliases, adjectives, demonyms, capital, capital_aliases, seats = (to_list(cell) for cell in cells)
        row = codes.get(iso3, {})
        countries.append(
            Country(
                iso2=row.get("ISO3166-1-Alpha-2", ""),
                iso3=iso3,
                label=label,
                aliases=_add_names(label, aliases, _formal_names(row)),
                adjectives=adjectives,
                demonyms=demonyms,
                capital=capital[0] if capital else "",
                capital_aliases=capital_aliases,
                seats=seats,
                wikidata=row.get("wikidata_id", "").rpartition("/")[2],
            )
        )
    return sorted(countries, key=lambda country: country.label)


def to_countries_table(countries: list[Country]) -> str:
    """The text of countries.tsv."""
    rows = (
        (
            country.iso3,
            country.label,
            "|".join(country.aliases),
            "|".join(country.adjectives),
            "|".join(country.demonyms),
            country.government,
            country.capital,
            "|".join(country.capital_aliases),
            "|".join(country.seats),
        )
        for country in countries
    )
    return to_table(HEADER, rows)


def _read_codes(path: Path) -> dict[str, Mapping[str, str]]:
    return {row["ISO3166-1-Alpha-3"]: row for row in csv.DictReader(read_text(path).splitlines())}


def _formal_names(row: Mapping[str, str]) -> tuple[str, ...]:
    """The formal name of the United Nations and the everyday one of CLDR, without notes and marks."""
    formal = row.get("UNTERM English Formal", "").replace("*", "").strip().removeprefix("the ")
    everyday = row.get("CLDR display name", "").replace("&", "and").replace("’", "'").strip()
    return tuple(name for name in (formal, everyday) if name and " - " not in name)


def _add_names(label: str, aliases: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """ALIASES and those of MORE that say something new; a name that differs in more than spelling counts as new."""
    known = {to_key(name) for name in (label, *aliases)}
    added = []
    for name in more:
        if to_key(name) not in known:
            known.add(to_key(name))
            added.append(name)
    return (*aliases, *added)
