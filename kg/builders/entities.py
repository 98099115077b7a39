"""Write the tables of nouns and names in `ontology/lexicon`.

python -m kg.builders.entities --data ../shared/data           rewrite them
python -m kg.builders.entities --data ../shared/data --check   say whether they are stale (exit 1), write nothing
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.builders.countries import read_countries
from kg.builders.names import build_names
from kg.builders.nouns import build_nouns
from kg.builders.tables import find_stale, write_files
from kg.errors import KgError
from kg.resources import find_resource


def build_contents(data: Path) -> dict[Path, str]:
    """The text of each file this command writes."""
    lexicon = find_resource("ontology", "lexicon")
    countries = read_countries(data, lexicon / "countries_curated.tsv")
    return {
        lexicon / "nouns.tsv": build_nouns(data, lexicon / "nouns_curated.toml"),
        lexicon / "names.tsv": build_names(data, lexicon / "names_curated.tsv", countries),
    }


@click.command()
@click.option("--data", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Sources.")
@click.option("--check", is_flag=True, help="Only say whether the files are stale.")
def main(data: Path, check: bool) -> None:
    """Rebuild the tables of nouns and names."""
    try:
        contents = build_contents(data)
        stale = find_stale(contents)
        if not check:
            write_files(contents)
    except KgError as error:
        raise click.ClickException(str(error)) from error
    if check and stale:
        click.echo(f"stale: {', '.join(path.name for path in stale)}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
