"""Write the tables of nouns and names in `ontology/lexicon`.

python -m kg.builders.entities --data ../shared/data           rewrite them
python -m kg.builders.entities --data ../shared/data --check   say whether they are stale (exit 1), write nothing
"""

from __future__ import annotations

from pathlib import Path

from kg.builders.command import make_command
from kg.builders.countries import read_countries
from kg.builders.names import build_names
from kg.builders.nouns import build_nouns
from kg.resources import find_resource


def build_contents(data: Path) -> dict[Path, str]:
    """The text of each file this command writes."""
    lexicon = find_resource("ontology", "lexicon")
    countries = read_countries(data, lexicon / "countries_curated.tsv")
    return {
        lexicon / "nouns.tsv": build_nouns(data, lexicon / "nouns_curated.toml"),
        lexicon / "names.tsv": build_names(data, lexicon / "names_curated.tsv", countries),
    }


main = make_command(build_contents, purpose="Rebuild the tables of nouns and names.")


if __name__ == "__main__":
    main()
