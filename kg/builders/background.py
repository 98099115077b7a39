"""Write `ontology/background.ttl` and `ontology/lexicon/countries.tsv`: countries, capitals, governments.

    python -m kg.builders.background --data ../shared/data           rewrite both
    python -m kg.builders.background --data ../shared/data --check   say whether they are stale (exit 1), write nothing

What every reader knows and no article says: Kabul is the capital of Afghanistan, the Afghan government governs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kg.builders.command import make_command
from kg.builders.countries import Country, read_countries, to_countries_table
from kg.resources import find_resource
from kg.slugs import to_slug

BASE: Final = "http://example.org/kg/"
"""The base of the entities in the shipped file; whoever loads it for another base rewrites it."""

_HEAD: Final = f"""\
# Countries and territories, their capitals and governments. Written by `python -m kg.builders.background`; do not edit.
# From datasets/country-codes (public domain) and ontology/lexicon/countries_curated.tsv.
@prefix ck: <https://w3id.org/conflict-kg/ontology#> .
@prefix ent: <{BASE}entity/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def to_background(countries: Iterable[Country]) -> str:
    """The text of background.ttl: one block a country, sorted by slug."""
    blocks = sorted((to_slug(country.label), to_block(country)) for country in countries)
    return "\n".join([_HEAD, *(block for _, block in blocks)])


def to_block(country: Country) -> str:
    """The Turtle of one country, its capital and other seats, and its government."""
    name = to_slug(country.label)
    lines = [_describe(name, "Country", country.label, country.aliases, _adjectives(country))]
    if country.capital:
        city = to_slug(country.capital)
        extra = [f"ck:capitalOf ent:{name}", f"ck:locatedIn ent:{name}"]
        lines.append(_describe(city, "City", country.capital, country.capital_aliases, extra))
    for seat in country.seats:
        lines.append(_describe(to_slug(seat), "City", seat, (), [f"ck:locatedIn ent:{name}"]))
    governs = [f"ck:governs ent:{name}"]
    government = country.government
    lines.append(_describe(to_slug(government), "Government", government, country.government_aliases, governs))
    return "".join(lines)


def _adjectives(country: Country) -> list[str]:
    words = sorted({*country.adjectives, *country.demonyms})
    return [f"ck:adjective {', '.join(map(_quote, words))}"] if words else []


def _describe(slug: str, kind: str, label: str, aliases: Iterable[str], extra: Iterable[str]) -> str:
    parts = [f"ent:{slug} a ck:{kind}", f"rdfs:label {_quote(label)}"]
    others = [_quote(alias) for alias in sorted(set(aliases))]
    if others:
        parts.append(f"skos:altLabel {', '.join(others)}")
    return " ;\n    ".join([*parts, *extra]) + " .\n"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def build_contents(data: Path) -> dict[Path, str]:
    """The text of each file this command writes."""
    lexicon = find_resource("ontology", "lexicon")
    countries = read_countries(data, lexicon / "countries_curated.tsv")
    return {
        lexicon.parent / "background.ttl": to_background(countries),
        lexicon / "countries.tsv": to_countries_table(countries),
    }


main = make_command(build_contents, purpose="Rebuild the background graph.")


if __name__ == "__main__":
    main()
