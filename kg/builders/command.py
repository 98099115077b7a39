"""The command of a builder of shipped tables: write its files anew, or only say which of them are stale."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from kg.builders.tables import find_stale, write_files
from kg.errors import KgError


def make_command(build_contents: Callable[[Path], Mapping[Path, str]], *, purpose: str) -> click.Command:
    """The command that writes what BUILD_CONTENTS makes of the folder of sources; PURPOSE is its help."""

    @click.command(help=purpose)
    @click.option(
        "--data", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Sources."
    )
    @click.option("--check", is_flag=True, help="Only say which files are stale.")
    def main(data: Path, check: bool) -> None:
        write_or_check(lambda: build_contents(data), check=check)

    return main


def write_or_check(build_contents: Callable[[], Mapping[Path, str]], *, check: bool) -> None:
    """Write what BUILD_CONTENTS makes; with CHECK nothing is written, and stale files end with exit code 1."""
    try:
        contents = build_contents()
        stale = find_stale(contents)
        if not check:
            write_files(contents)
    except KgError as error:
        raise click.ClickException(str(error)) from error
    if check and stale:
        click.echo(f"stale: {', '.join(path.name for path in stale)}", err=True)
        sys.exit(1)
