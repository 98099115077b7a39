"""Filters of SPARQL in rules: found in the text of a query, and asked of rows of numbers by pyoxigraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pyoxigraph as ox

from kg.reason.dictionary import Dictionary
from kg.reason.relations import Keys, Mask
from kg.vocab import PREFIXES

_TOKEN: Final = re.compile(
    r"""#[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\s]*>|\bFILTER\b|[()]|.""", re.DOTALL | re.IGNORECASE
)
_BATCH: Final = 5000


def find_filters(text: str) -> list[str]:
    """The filters in a query, as they are written.

    >>> find_filters("SELECT * { ?x ?p ?y FILTER (?y > (1 + 2)) }")
    ['FILTER (?y > (1 + 2))']
    """
    found: list[str] = []
    start, depth = None, 0
    for match in _TOKEN.finditer(text):
        mark = match.group()
        if mark.upper() == "FILTER" and start is None:
            start, depth = match.start(), 0
        elif start is not None and mark == "(":
            depth += 1
        elif start is not None and mark == ")":
            depth -= 1
            if depth == 0:
                found.append(text[start : match.end()])
                start = None
    return found


def make_test(where: str, variables: Sequence[str], dictionary: Dictionary) -> Callable[[dict[int, Keys]], Mask]:
    """What tells of rows of numbers whether they pass the filters WHERE, by SPARQL's own rules."""
    used = [place for place, name in enumerate(variables) if re.search(rf"[?$]{re.escape(name[1:])}\b", where)]
    lines = where.split("\n")
    cut = next((place for place, line in enumerate(lines) if not line.strip().upper().startswith("PREFIX")), 0)
    prologue, filters = "\n".join(lines[:cut]), "\n".join(lines[cut:])
    names = " ".join(variables[place] for place in used)
    store = ox.Store()
    known: dict[tuple[int, ...], bool] = {}

    def ask(rows: Sequence[tuple[int, ...]]) -> None:
        values = " ".join(
            f"({place} {' '.join(_to_value(dictionary.names[number]) for number in row)})"
            for place, row in enumerate(rows)
        )
        query = f"{prologue}\nSELECT ?kg_row {{ VALUES (?kg_row {names}) {{ {values} }} {filters} }}"
        passed = {int(one["kg_row"].value) for one in store.query(query, prefixes=dict(PREFIXES))}  # type: ignore
        known.update((row, place in passed) for place, row in enumerate(rows))

    def test(columns: dict[int, Keys]) -> Mask:
        size = len(next(iter(columns.values())))
        rows = list(zip(*(columns[place].tolist() for place in used), strict=True)) if used else [()] * size
        asked = [row for row in dict.fromkeys(rows) if row not in known]
        for first in range(0, len(asked), _BATCH):
            ask(asked[first : first + _BATCH])
        return np.fromiter((known[row] for row in rows), np.bool_, len(rows))

    return test


def _to_value(spelling: str) -> str:
    return f"<urn:kg:blank:{spelling[2:]}>" if spelling.startswith("_:") else spelling
