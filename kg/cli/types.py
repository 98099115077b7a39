"""Options that several commands share, and what their values may be."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from kg.errors import InputError
from kg.metadata import parse_date

STDOUT: Final = "-"
_SIZE: Final = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[kMG]?)(?:i?B)?", re.IGNORECASE)
_UNITS: Final = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}


class Day(click.ParamType[date]):
    """A calendar date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date that VALUE stands for."""
        if isinstance(value, date):
            return value
        try:
            return parse_date(value)
        except ValueError:
            self.fail(f"{value!r} is no date; dates are written YYYY-MM-DD, such as 2013-06-25", param, ctx)


class Size(click.ParamType[int]):
    """A number of bytes, such as 500k or 20MB."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The bytes that VALUE stands for."""
        if isinstance(value, int):
            return value
        match = _SIZE.fullmatch(value.strip())
        size = int(float(match["number"]) * _UNITS[match["unit"].lower()]) if match else 0
        if size < 1:
            self.fail(f"{value!r} is no size; sizes are written as 500k or 20MB", param, ctx)
        return size


FORMAT: Final = click.option(
    "--format", "format_", metavar="FORMAT", help="trig, nq, ttl, nt, jsonld or rdf, instead of by suffix."
)
FROM: Final = click.option("--from", "from_", metavar="FORMAT", help="Format of GRAPH, where no suffix tells.")
ONTOLOGY: Final = click.option(
    "--ontology", multiple=True, metavar="FILE", help="Reason by this ontology instead of kg's; repeatable."
)
NO_ONTOLOGY: Final = click.option("--no-ontology", is_flag=True, help="Reason by the axioms within GRAPH alone.")
RULES: Final = click.option(
    "--rules", multiple=True, metavar="FILE", help="Reason by these rules too (CONSTRUCT); repeatable."
)
ONLINE: Final = click.option(
    "--online", "hosts", multiple=True, metavar="HOST", help="Allow requests to this host; repeatable."
)
MinConfidence: Final = click.FloatRange(0, 1)
"""What may be asked for as the least confidence."""


def check_target(target: str, format: str | None) -> None:
    """Find out before the work, not after it, that its result could not be written."""
    from kg.store import find_format, format_of

    if format is not None:
        find_format(format)
    if target == STDOUT:
        return
    path = Path(target)
    if format is None:
        format_of(path)
    if path.is_dir():
        raise InputError("this is a folder, not a file to write", where=target, hint="Name a file in it")
    if not path.parent.is_dir():
        raise InputError("cannot be written: there is no such folder", where=target, hint=f"Make {path.parent} first")


def count(number: int, noun: str, plural: str | None = None) -> str:
    """NUMBER with its noun.

    >>> count(1, "article"), count(2000, "entity", "entities")
    ('1 article', '2,000 entities')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
