"""The table of common nouns: classes decided by hand, and what Open English WordNet adds to them.

A noun is taken from WordNet only where its first (most frequent) sense lies below one of the roots in
`nouns_curated.toml`; the nearest root decides. So "bank", a slope first, becomes a firm only because a hand says so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from kg.builders.tables import read_json_lines, read_text, to_table
from kg.errors import InputError

_PLAIN_NOUN: Final = re.compile(r"[a-z]{2,}(?:[ '-][a-z]+)?")

HEADER: Final = (
    "Common nouns and the classes of what they stand for. Written by `python -m kg.builders.entities`; do not edit:",
    "hand-made decisions stand in nouns_curated.toml. Derived rows: Open English WordNet, CC BY 4.0 (see NOTICE).",
    "noun (hyphens as spaces)	class of the singular	class of the plural	flags (comma-separated)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NounRow:
    """A noun with the classes of its singular and plural; empty where the vocabulary has none."""

    noun: str
    singular: str
    plural: str
    flags: tuple[str, ...] = ()


def build_nouns(data: Path, curated: Path) -> str:
    """The text of nouns.tsv."""
    document = tomllib.loads(read_text(curated))
    rows = derive_nouns(data, document["root"])
    for row in read_curated(document["noun"], where=str(curated)):
        rows[row.noun] = row
    cells = ((row.noun, row.singular, row.plural, ",".join(row.flags)) for _, row in sorted(rows.items()))
    return to_table(HEADER, cells)


def read_curated(blocks: Iterable[Mapping[str, Any]], *, where: str) -> list[NounRow]:
    """The rows of the hand-made blocks; a noun in two blocks is an InputError."""
    rows: dict[str, NounRow] = {}
    for block in blocks:
        for word in block["nouns"].split():
            noun = word.replace("-", " ")
            if noun in rows:
                raise InputError(f"the noun {noun!r} stands there twice", where=where)
            flags = tuple(sorted(block.get("flags", ())))
            rows[noun] = NounRow(noun=noun, singular=block["singular"], plural=block["plural"], flags=flags)
    return list(rows.values())


def derive_nouns(data: Path, roots: Iterable[Mapping[str, Any]]) -> dict[str, NounRow]:
    """The nouns of WordNet whose first sense lies below a root."""
    records = read_json_lines(data / "oewn" / "synsets.jsonl.gz")
    synsets = {record["id"]: record for record in records if record["id"].endswith("n")}
    templates = {
        root["synset"]: NounRow(
            noun="", singular=root["singular"], plural=root["plural"], flags=tuple(sorted(root.get("flags", ())))
        )
        for root in roots
    }
    rows = {}
    for entry in read_json_lines(data / "oewn" / "entries.jsonl.gz"):
        if entry["p"] != "n" or not _PLAIN_NOUN.fullmatch(entry["l"]):
            continue
        template = find_template(entry["s"][0][0], synsets, templates)
        if template is not None and template.singular:
            noun = entry["l"].replace("-", " ")
            rows[noun] = replace(template, noun=noun)
    return rows


def find_template(
    synset: str, synsets: Mapping[str, Mapping[str, Any]], templates: Mapping[str, NounRow]
) -> NounRow | None:
    """The template of the nearest synset at or above SYNSET that has one; among equals the lowest identifier wins."""
    level, seen = [synset], {synset}
    while level:
        found = sorted(identifier for identifier in level if identifier in templates)
        if found:
            return templates[found[0]]
        above = {parent for child in level for parent in synsets.get(child, {}).get("hypernym", ())}
        level = sorted(above - seen)
        seen |= above
    return None
