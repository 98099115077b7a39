"""CoNLL-U files -> samples of one paragraph (or up to ten sentences) each, with all layers but the names."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.training.sample import Sample

MOST_SENTENCES = 10
ENTITY = re.compile(r"\(([^()]+)(\))?|(\d+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A mention of GUM: its first word, the word after its last, type, link and Wikipedia title."""

    first: int
    end: int
    type: str
    link: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A sample of a document, with its mentions of entities where the file has them, and the ids of its sentences."""

    doc_id: str
    sample: Sample
    mentions: list[Mention]
    sentences: list[str]


def read_paragraphs(path: Path) -> Iterator[Paragraph]:
    """Read the paragraphs of a file."""
    doc_id = ""
    name = ""
    rows: list[list[str]] = []
    group: list[tuple[str, list[list[str]]]] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for raw in file:
            line = raw.rstrip("\n")
            if line.startswith("#"):
                if line.startswith(("# newdoc id", "# newpar")):
                    if group:
                        yield to_paragraph(doc_id, group)
                        group = []
                if line.startswith("# newdoc id"):
                    doc_id = line.partition("=")[2].strip()
                if line.startswith("# sent_id"):
                    name = line.partition("=")[2].strip()
            elif line:
                rows.append(line.split("\t"))
            elif rows:
                if len(group) >= MOST_SENTENCES:
                    yield to_paragraph(doc_id, group)
                    group = []
                group.append((name, rows))
                rows = []
    if group:
        yield to_paragraph(doc_id, group)


def to_paragraph(doc_id: str, sentences: list[tuple[str, list[list[str]]]]) -> Paragraph:
    """Put the rows of sentences into one sample."""
    sample = Sample(source=doc_id, words=[], spaces=[])
    mentions: list[Mention] = []
    for _, rows in sentences:
        base = len(sample.words)
        sample.starts.append(base)
        joined = joined_words(rows)
        opened: dict[str, list[tuple[int, list[str]]]] = {}
        for row in rows:
            if not row[0].isdigit():
                continue
            here, number = len(sample.words), int(row[0])
            feats = "" if row[5] == "_" else row[5]
            head = int(row[6])
            sample.words.append(row[1].replace(" ", ""))
            sample.spaces.append(number not in joined and "SpaceAfter=No" not in row[9].split("|"))
            sample.tags.append(f"{row[3]}|{feats}")
            sample.xpos.append(row[4])
            sample.lemmas.append(row[2])
            sample.heads.append(base + head - 1 if head else here)
            sample.deps.append(row[7])
            mentions += find_mentions(row[9], here, opened)
    sample.spaces[-1] = False
    names = [name for name, _ in sentences]
    return Paragraph(doc_id=doc_id, sample=sample, mentions=mentions, sentences=names)


def joined_words(rows: list[list[str]]) -> set[int]:
    """Find the words that are written together with the next one: all but the last of a multiword token."""
    joined = set()
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            joined |= set(range(first, last))
            if "SpaceAfter=No" in row[9].split("|"):
                joined.add(last)
    return joined


def find_mentions(misc: str, here: int, opened: dict[str, list[tuple[int, list[str]]]]) -> Iterator[Mention]:
    """Find the mentions that end at a word, and note in `opened` those that begin.

    The fields are GRP-etype-infstat-salience-centering-minspan-link-identity.
    """
    found = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
    for match in ENTITY.finditer(found[1]) if found else ():
        if match[3] is None:
            fields = match[1].split("-", 7)
            if match[2]:
                yield to_mention(here, here + 1, fields)
            else:
                opened.setdefault(fields[0], []).append((here, fields))
        elif opened.get(match[3]):
            first, fields = opened[match[3]].pop()
            yield to_mention(first, here + 1, fields)


def to_mention(first: int, end: int, fields: list[str]) -> Mention:
    """Name the fields of a mention."""
    padded = fields + [""] * (8 - len(fields))
    return Mention(first=first, end=end, type=padded[1], link=padded[6], title=padded[7])
