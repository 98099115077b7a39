"""Words for the parts people play, with their sectors: the agents of the PETRARCH2 dictionaries in PLOVER's codes."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from kg.builders.tables import read_rows, to_list, to_table
from kg.keys import to_key

HEADER: Final = (
    "Written by `python -m kg.builders.linkables`; do not edit. From the PETRARCH2 dictionaries (MIT): see NOTICE.",
    "words	sector",
)
_LINE: Final = re.compile(r"^(?P<name>[^\[{]+?)\s*(?:\{(?P<plural>[^}]*)\})?\s*\[~(?P<code>[A-Z]+)\]")
_SET: Final = re.compile(r"^!(?P<name>\w+)! = (?P<words>.+)$")
_PLOVER: Final[Mapping[str, str]] = {
    "MED": "JRN", "HLH": "MED", "ENV": "SOC", "HRI": "SOC", "NGO": "SOC", "DEV": "SOC", "PPL": "CVL",
    "MUS": "REL", "CHR": "REL", "JEW": "REL", "HIN": "REL", "BUD": "REL", "RAD": "REB", "IMG": "REB",
}  # fmt: skip
"""CAMEO's sectors that PLOVER calls otherwise."""


def build_agents(data: Path, curated: Path) -> str:
    """The text of agents.tsv: one row for each word or phrase, singular and plural; those by hand win."""
    rows = {to_key(word): sector for words, sector in read_rows(curated, columns=2) for word in to_list(words)}
    for key, code in _read_agents(data / "cameo_petrarch2" / "Phoenix.agents.txt.gz"):
        rows.setdefault(key, code)
    return to_table(HEADER, sorted(rows.items()))


def _read_agents(path: Path) -> Iterator[tuple[str, str]]:
    sets: dict[str, list[str]] = {}
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
        for line in lines:
            text = line.partition("#")[0].strip()
            declared = _SET.match(text)
            if declared:
                sets[declared["name"]] = [word.strip() for word in declared["words"].split(",")]
                continue
            match = _LINE.match(text)
            if match is None:
                continue
            sector = to_sector(match["code"])
            for name in _expand(match["name"], sets):
                yield to_key(name), sector
                plural = match["plural"]
                if plural is None:
                    yield to_key(pluralise(name)), sector
            for name in (match["plural"] or "").split(","):
                if name.strip():
                    yield to_key(name.replace("_", " ")), sector


def to_sector(code: str) -> str:
    """The first sector of a CAMEO code in PLOVER's terms.

    >>> to_sector("GOVMED"), to_sector("HLH"), to_sector("CHRCTH")
    ('GOV', 'MED', 'REL')
    """
    return _PLOVER.get(code[:3], code[:3])


def _expand(name: str, sets: Mapping[str, list[str]]) -> Iterator[str]:
    """NAME with each word of the set that it refers to."""
    plain = name.replace("_", " ").strip()
    for mark, words in sets.items():
        if f"!{mark}!" in plain:
            for word in words:
                yield plain.replace(f"!{mark}!", word if plain.endswith(f" !{mark}!") or plain.startswith("!") else
                                    f" {word}")  # fmt: skip
            return
    yield plain


def pluralise(name: str) -> str:
    """The regular plural of the last word of NAME.

    >>> pluralise("army"), pluralise("coach"), pluralise("farmer")
    ('armies', 'coaches', 'farmers')
    """
    lower = name.lower()
    if re.search(r"[^aeiou]y$", lower):
        return f"{lower[:-1]}ies"
    return f"{lower}es" if re.search(r"(?:s|x|z|ch|sh)$", lower) else f"{lower}s"
