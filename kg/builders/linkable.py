"""One row of the tables of linkable things, before it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.keys import is_acronym, to_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkable:
    """A thing with its names and ids; `ids` are such as "wd:Q889", `roles` such as "AFGGOV 2001-12-22/2014-09-29"."""

    id: str
    kind: str
    label: str
    names: tuple[str, ...] = ()
    country: str = ""
    begin: str = ""
    end: str = ""
    latitude: str = ""
    longitude: str = ""
    weight: int = 0
    ids: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


def to_row(thing: Linkable) -> tuple[str, ...]:
    """THING as a row of its table: the keys of its names stand apart from those that count in capitals only."""
    keys, short = split_keys((thing.label, *thing.names))
    return (
        thing.id,
        thing.kind,
        thing.label,
        "|".join(keys),
        "|".join(short),
        thing.country,
        thing.begin,
        thing.end,
        thing.latitude,
        thing.longitude,
        str(thing.weight) if thing.weight else "",
        " ".join(sorted(thing.ids)),
        "; ".join(thing.roles),
    )


def split_keys(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """The keys of NAMES, each once, those of abbreviations apart.

    >>> split_keys(["Islamic State", "IS", "islamic state"])
    (['islamic state'], ['is'])
    """
    keys: dict[str, None] = {}
    short: dict[str, None] = {}
    for name in names:
        key = to_key(name)
        if key and "|" not in key and "\t" not in key:
            (short if is_acronym(name) else keys)[key] = None
    return list(keys), list(short)
