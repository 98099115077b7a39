"""Tables of users, read row by row, and those that kg writes for people to open in a spreadsheet.

What is wrong with one row does not stop the others: a warning names file, line and what to do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.model import Diagnostic

Warn = Callable[[Diagnostic], None]
"""Takes what is wrong with a row of a table."""

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


def ignore(_: Diagnostic) -> None:
    """Let a warning pass, for those who look at the rows themselves."""


def warn_of(warn: Warn, code: str, where: str, what: str, advice: str) -> None:
    """Tell of a row at WHERE, and what to do about it."""
    warn(Diagnostic(code=code, where=where, message=f"{what}: {advice}"))


class Rows:
    """The rows of a table with a header, each with its place in the file; those that do not fit it are left out."""

    def __init__(self, path: Path, text: str, delimiter: str) -> None:
        self.path = path
        self._reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        try:
            self.header = [cell.strip() for cell in next(self._reader, [])]
        except csv.Error as error:
            raise InputError(f"not valid CSV: {error}", where=f"{path}:1") from error

    def read(self, needed: Collection[str], warn: Warn) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield where each row stands and its cells by column; NEEDED are the columns that are read."""
        places = {name: self.header.index(name) for name in needed}
        for name in places:
            if self.header.count(name) > 1:
                raise InputError(f"two columns are called {name!r}", where=f"{self.path}:1", hint="Rename one of them")
        last = max(places.values(), default=0)
        try:
            for cells in self._reader:
                where = f"{self.path}:{self._reader.line_num}"
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) <= last or any(cell.strip() for cell in cells[len(self.header) :]):
                    what = f"the row has {len(cells)} cells and the header {len(self.header)}, so it is left out"
                    short = len(cells) <= last
                    advice = (
                        "give it a cell for each column" if short else "put cells that hold a delimiter into quotes"
                    )
                    warn_of(warn, "ragged-row", where, what, advice)
                    continue
                yield where, {name: cells[place].strip() for name, place in places.items()}
        except csv.Error as error:
            raise InputError(f"not valid CSV: {error}", where=f"{self.path}:{self._reader.line_num}") from error


def read_tsv(path: Path, *, needed: Collection[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a table with their line numbers; a table without one of the columns NEEDED is an `InputError`.

    So is a row that does not fit the header, for here each row is what a person decided.
    """
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
            surplus = row.pop(None, ())
            if any(cell.strip() for cell in surplus) or any(row[name] is None for name in needed):
                raise InputError(
                    f"the row does not have as many cells as the header, which has {len(rows.fieldnames or ())}",
                    where=f"{path}:{rows.line_num}",
                    hint="Separate cells by one tab each, and have no tab within a cell",
                )
            yield rows.line_num, {name: (value or "").strip() for name, value in row.items() if name}
    except csv.Error as error:
        raise InputError(f"not a table: {error}", where=f"{path}:{rows.line_num}") from error
