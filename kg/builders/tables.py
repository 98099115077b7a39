"""What the builders of shipped tables share: reading tab-separated rows, writing a file whole, saying what is stale."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import InputError


def read_rows(path: Path, *, columns: int) -> list[tuple[str, ...]]:
    """The rows of a tab-separated table; lines that begin with "#" and empty lines are comments.

    Missing columns at the end of a row are empty; a row with more than COLUMNS is an InputError.
    """
    rows = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if len(cells) > columns:
            raise InputError(f"{len(cells)} columns, at most {columns} are known", where=f"{path}:{number}")
        rows.append(cells + ("",) * (columns - len(cells)))
    return rows


def read_text(path: Path) -> str:
    """The UTF-8 text of PATH, unpacked where it is gzipped, a byte order mark left out."""
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from error


def read_json_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    """The records of a gzipped JSON Lines file."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from error


def to_list(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds a list.

    >>> to_list("Burma| Myanmar |")
    ('Burma', 'Myanmar')
    """
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def to_table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """The text of a tab-separated table; HEADER are its comment lines without the "# "."""
    head = [f"# {line}" for line in header]
    return "\n".join([*head, *("\t".join(row) for row in rows)]) + "\n"


def write_files(contents: Mapping[Path, str]) -> None:
    """Write each text to its path through a temporary file in the same folder."""
    for path, text in contents.items():
        try:
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            data = text.encode("utf-8")
            with os.fdopen(handle, "wb") as file:
                file.write(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except OSError as error:
            raise InputError(f"cannot be written: {error}", where=str(path)) from error


def find_stale(contents: Mapping[Path, str]) -> list[Path]:
    """The paths whose text on disk is not the one given."""
    return [path for path, text in contents.items() if not path.exists() or read_text(path) != text]
