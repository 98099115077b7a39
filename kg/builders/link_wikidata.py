"""Titles of the English Wikipedia with their Wikidata ids, from GUM, and what kind of thing each title names.

The map has no kinds; the entity annotation of GUM has one for each mention that it links. A title is given to a
linkable thing only if its name is the whole title: the title without note in brackets is that of the best known.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from kg.builders.linkable import Linkable
from kg.builders.tables import read_json_lines, read_text
from kg.keys import to_key

_NOTE: Final = re.compile(r"^(?P<name>.+?)(?: \((?P<note>[^()]+)\)|, (?P<place>[^,]+))$")
_KINDS: Final = {"person": "Person", "place": "Place", "organization": "Organization"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title; `note` is what tells it from others of its name ("Paris, Texas"), `kind` that of GUM, or nothing."""

    item: str
    text: str
    name: str
    note: str
    kind: str


@dataclass(slots=True)
class Titles:
    """The titles by the key of their names; what is taken by one thing is not given to a second."""

    by_key: dict[str, list[Title]]
    taken: set[str] = field(default_factory=set)

    def find(self, names: Iterable[str], kind: str, *, notes: Iterable[str] = ()) -> Title | None:
        """The title of a thing of KIND ("person", "place", "organization", "group"; "" any) that has one of NAMES.

        It is now taken. Titles with a note count only where the note is one of NOTES. A group may be told as persons.
        """
        allowed = {to_key(note) for note in notes}
        for name in names:
            for title in self.by_key.get(to_key(name), ()):
                fits = not kind or title.kind in ("", kind, *(("person", "organization") if kind == "group" else ()))
                if title.item not in self.taken and fits and (not title.note or to_key(title.note) in allowed):
                    self.taken.add(title.item)
                    return title
        return None


def to_ids(title: Title | None) -> tuple[str, ...]:
    """The ids that TITLE gives, none where there is no title."""
    return () if title is None else (f"wd:{title.item}", f"wp:{title.text.replace(' ', '_')}")


def read_titles(data: Path) -> Titles:
    """The titles of `wiki_map.tab`, whole titles before those with a note."""
    kinds = _read_kinds(data / "ud_gum")
    by_key: dict[str, list[Title]] = defaultdict(list)
    seen: set[str] = set()
    found = []
    for line in read_text(data / "gazetteers" / "gum_wiki_map" / "wiki_map.tab").splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) < 3 or not re.fullmatch(r"Q\d+", cells[2]) or cells[2] in seen:
            continue
        seen.add(cells[2])
        found.append(to_title(unquote(cells[0]).replace("_", " "), cells[2], kinds.get(cells[2], "")))
    for title in sorted(found, key=lambda title: (bool(title.note), title.text)):
        by_key[to_key(title.name)].append(title)
        if title.note:
            by_key[to_key(title.text)].append(Title(item=title.item, text=title.text, name=title.text, note="",
                                                    kind=title.kind))  # fmt: skip
    return Titles(by_key)


def to_title(text: str, item: str, kind: str) -> Title:
    """TEXT divided into name and note.

    >>> to_title("Oxford, Alabama", "Q79441", "place").note
    'Alabama'
    """
    match = _NOTE.match(text)
    name = match["name"] if match else text
    return Title(item=item, text=text, name=name, note=(match["note"] or match["place"]) if match else "", kind=kind)


def to_others(titles: Titles) -> Iterator[Linkable]:
    """Persons, places and organisations of the map that no other table has."""
    once = {title.item: title for found in titles.by_key.values() for title in found if title.name != title.text}
    once |= {title.item: title for found in titles.by_key.values() for title in found if title.name == title.text}
    for item, title in sorted(once.items()):
        if item in titles.taken or title.kind not in _KINDS:
            continue
        name = _NOTE.match(title.text)
        names = (name["name"],) if name else ()
        yield Linkable(
            id=f"wikidata/{item}", kind=_KINDS[title.kind], label=title.text, names=names, ids=to_ids(title), weight=1
        )


def _read_kinds(folder: Path) -> dict[str, str]:
    """The kind that most mentions of an item have."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for part in ("train", "dev"):
        for record in read_json_lines(folder / f"gum_{part}.jsonl.gz"):
            for mention in record["mentions"]:
                if mention.get("wikidata"):
                    counts[mention["wikidata"]][mention["type"]] += 1
    return {item: min(kinds, key=lambda kind: (-kinds[kind], kind)) for item, kinds in counts.items()}
