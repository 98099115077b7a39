"""Catalogues: entries by the keys of their names, by sound, and by likeness; the packaged gazetteer is one.

Likeness is looked for among keys that begin alike and are about as long, so that a name costs the same in a catalogue
of a hundred entries and of a million.
"""

from __future__ import annotations

import functools
import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from kg.errors import InputError
from kg.gazetteer import load_gazetteer
from kg.link.model import Entry, Role, Source
from kg.link.names import Form, Variant, find_variants, to_sound
from kg.resources import find_resource

TABLES: Final = ("states", "groups", "bodies", "cities", "regions", "people", "others")
GAZETTEER: Final = "kg"
_COLUMNS: Final = 13
_SHORTEST_ALIKE: Final = 6
_ALIKE: Final = 88.0
_MOST_ALIKE: Final = 5
_ALIKE_WORD: Final = 75
"""How alike the words that differ must be, from 0 to 100."""
_SLACK: Final = 2
"""How many letters longer or shorter a key may be that is alike."""

Hit = tuple[Entry, Form, float]
"""An entry, how its name was met, and how alike the names are, from 0 to 1."""


class Catalogue:
    """Entries of one dataset, found by name."""

    def __init__(self, entries: Iterable[Entry], source: Source) -> None:
        self.source = source
        self.entries: tuple[Entry, ...] = tuple(entries)
        self._full: dict[str, list[Entry]] = defaultdict(list)
        self._short: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for key in entry.keys:
                self._full[key].append(entry)
            for key in entry.short:
                self._short[key].append(entry)
        self._sounds: dict[str, list[str]] | None = None
        self._blocks: dict[tuple[str, int], list[str]] | None = None
        self._by_id = {entry.id: entry for entry in self.entries}
        self._alike: dict[str, tuple[Hit, ...]] = {}

    def __len__(self) -> int:
        return len(self.entries)

    def get(self, id: str) -> Entry | None:
        """The entry with an id of the catalogue, with an IRI, or with an id such as "wd:Q889"."""
        return self._by_id.get(id) or self._by_any_id.get(id)

    @functools.cached_property
    def _by_any_id(self) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        for entry in self.entries:
            for name in (*entry.iris, *(f"{system}:{value}" for system, value in entry.ids)):
                found.setdefault(name, entry)
        return found

    def find(self, name: str) -> Iterator[Hit]:
        """Entries called NAME, by the surest form that meets any; by sound and likeness where no form does."""
        variants = find_variants(name)
        seen: set[str] = set()
        for variant in variants:
            for entry in self._look_up(variant):
                if entry.id not in seen:
                    seen.add(entry.id)
                    yield entry, variant.form, 1.0
        if not seen:
            yield from self._find_alike(variants)

    def _look_up(self, variant: Variant) -> Iterable[Entry]:
        return (self._short if variant.is_short else self._full).get(variant.key, ())

    def _find_alike(self, variants: Iterable[Variant]) -> Iterator[Hit]:
        seen: set[str] = set()
        for variant in variants:
            if variant.is_short or variant.form == "part" or len(variant.key) < _SHORTEST_ALIKE - 1:
                continue
            if load_gazetteer().find_noun(variant.key) is not None:
                # An ordinary word is no misspelt name.
                continue
            if variant.key not in self._alike:
                self._alike[variant.key] = tuple(self._search_alike(variant.key))
            for hit in self._alike[variant.key]:
                if hit[0].id not in seen:
                    seen.add(hit[0].id)
                    yield hit

    def _search_alike(self, key: str) -> Iterator[Hit]:
        sound = to_sound(key)
        for other in self._sound_index().get(sound, ()) if sound else ():
            for entry in self._full[other]:
                yield entry, "sound", fuzz.ratio(key, other) / 100
        if len(key) < _SHORTEST_ALIKE:
            return
        blocks = self._block_index()
        near = [one for length in range(-_SLACK, _SLACK + 1) for one in blocks.get((key[:1], len(key) + length), ())]
        found = process.extract(key, near, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST_ALIKE)
        for other, score, _ in found:
            if _same_numbers(key, other) and _differ_little(key, other):
                for entry in self._full[other]:
                    yield entry, "alike", score / 100

    def _sound_index(self) -> dict[str, list[str]]:
        if self._sounds is None:
            self._sounds = defaultdict(list)
            for key in self._full:
                sound = to_sound(key)
                if sound:
                    self._sounds[sound].append(key)
        return self._sounds

    def _block_index(self) -> dict[tuple[str, int], list[str]]:
        if self._blocks is None:
            self._blocks = defaultdict(list)
            for key in self._full:
                self._blocks[key[:1], len(key)].append(key)
        return self._blocks


def _differ_little(key: str, other: str) -> bool:
    """Whether the words that two keys do not share are alike by themselves, from their first letters on.

    Long shared words make any names alike: "government of Kestonia" is not that of Estonia.

    >>> _differ_little("government of kestonia", "government of estonia"), _differ_little("al nikolic", "al nikolitch")
    (False, True)
    """
    mine, theirs = key.split(), other.split()
    apart = [w for w in mine if w not in theirs], [w for w in theirs if w not in mine]
    if len(apart[0]) != len(apart[1]):
        return True
    return all(a[:1] == b[:1] and fuzz.ratio(a, b) >= _ALIKE_WORD for a, b in zip(*apart, strict=True))


def _same_numbers(one: str, other: str) -> bool:
    """Whether two keys have the same numbers: the 5th Brigade is not the 6th."""
    return [c for c in one if c.isdigit()] == [c for c in other if c.isdigit()]


@functools.cache
def load_catalogue() -> Catalogue:
    """The packaged gazetteer; the same object on every call."""
    folder = find_resource("ontology", "gazetteer")
    entries = [entry for name in TABLES for entry in _read_table(folder / f"{name}.tsv.gz")]
    import kg

    title = "Gazetteer of conflict-kg: states, governments, cities, regions, armed groups, bodies, leaders"
    return Catalogue(entries, Source(name=GAZETTEER, title=title, version=kg.__version__))


def _read_table(path: Path) -> Iterator[Entry]:
    try:
        lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from error
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != _COLUMNS:
            raise InputError(f"{len(cells)} columns, not {_COLUMNS}", where=f"{path}:{number}")
        yield _to_entry(cells)


def _to_entry(cells: list[str]) -> Entry:
    id_, kind, label, keys, short, country, begin, end, latitude, longitude, weight, ids, roles = cells
    return Entry(
        id=id_,
        kind=kind,
        label=label,
        keys=tuple(keys.split("|")) if keys else (),
        short=tuple(short.split("|")) if short else (),
        country=country,
        begin=to_day(begin),
        end=to_day(end),
        point=(float(latitude), float(longitude)) if latitude else None,
        weight=int(weight) if weight else 0,
        ids=tuple((one.partition(":")[0], one.partition(":")[2]) for one in ids.split()),
        roles=tuple(_to_role(one) for one in roles.split("; ")) if roles else (),
    )


def _to_role(text: str) -> Role:
    code, _, when = text.partition(" ")
    begin, _, end = when.partition("/")
    return Role(code=code, begin=to_day(begin), end=to_day(end))


def to_day(text: str) -> date | None:
    """A day in ISO format, None where there is none or none that the calendar knows."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
