"""Tab-separated tables that people open in a spreadsheet, written and read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from kg.errors import InputError

_FORMULA: Final = ("=", "+", "-", "@")


def to_cell(text: str) -> str:
    """TEXT in one cell: no tab, no line break, and nothing that a spreadsheet would run.

    >>> to_cell("=1+1"), to_cell("a" + chr(10) + "b")
    ("'=1+1", 'a b')
    """
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(_FORMULA) else flat


def to_tsv(columns: Sequence[str], rows: Iterable[Sequence[str]], *, head: Iterable[str] = ()) -> str:
    """The text of a table; HEAD are lines before it, each a comment."""
    lines = [f"#{line}" for line in head]
    lines += ["\t".join(columns), *("\t".join(map(to_cell, row)) for row in rows)]
    return "\n".join(lines) + "\n"


def read_tsv(path: Path, *, needed: Iterable[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a table with their line numbers; a table without one of the columns NEEDED is an `InputError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from error
    rows = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [name for name in needed if name not in (rows.fieldnames or ())]
    if missing:
        raise InputError(f"the column {missing[0]!r} is missing", where=str(path), hint="Was it saved with tabs?")
    try:
        for row in rows:
            yield rows.line_num, {name: (value or "").strip() for name, value in row.items() if name}
    except csv.Error as error:
        raise InputError(f"not a table: {error}", where=f"{path}:{rows.line_num}") from error
