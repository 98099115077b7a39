"""One stretch of annotated text, as all corpora are turned into it, and its file: gzipped JSON, one sample a line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

Name = tuple[int, int, str]
"""First word, word after the last, label."""

Role = tuple[int, int, str]
"""Predicate, head of the argument, role."""


@dataclass(kw_only=True, slots=True)
class Sample:
    """Words with what is known of them; an empty list stands for a layer the corpus lacks.

    `heads` are indices of words of the same sample; a root is its own head. `unknown` holds the words
    of which no one says whether they are part of a name; they count neither in training nor in scores.
    `frames` has for each word whether it is a predicate (1), is none (0), or no one says so (-1); `roles` the
    heads of the arguments of predicates; `factuality` numbers from -3 (did not happen) to 3 (did) of some words.
    """

    source: str
    words: list[str]
    spaces: list[bool]
    starts: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    has_names: bool = False
    names: list[Name] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    factuality: list[tuple[int, float]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Give the text the words came from."""
        return "".join(word + " " * space for word, space in zip(self.words, self.spaces, strict=True))

    def offsets(self) -> list[tuple[int, int]]:
        """Give the place of each word in the text."""
        places, here = [], 0
        for word, space in zip(self.words, self.spaces, strict=True):
            places.append((here, here + len(word)))
            here += len(word) + space
        return places

    def cut(self, first: int, end: int) -> Sample:
        """Give the part from one word to another; the caller sees to it that no tree or name is cut through."""
        return Sample(
            source=self.source,
            words=self.words[first:end],
            spaces=self.spaces[first:end],
            starts=[start - first for start in self.starts if first <= start < end],
            tags=self.tags[first:end],
            xpos=self.xpos[first:end],
            lemmas=self.lemmas[first:end],
            heads=[head - first for head in self.heads[first:end]],
            deps=self.deps[first:end],
            has_names=self.has_names,
            names=[(a - first, b - first, label) for a, b, label in self.names if first <= a and b <= end],
            unknown=[word - first for word in self.unknown if first <= word < end],
            frames=self.frames[first:end],
            roles=[(p - first, a - first, role) for p, a, role in self.roles if first <= p < end],
            factuality=[(word - first, value) for word, value in self.factuality if first <= word < end],
        )


def write_samples(samples: Iterable[Sample], path: Path) -> int:
    """Write samples to a file and give their number of words."""
    count = 0
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        for sample in samples:
            count += len(sample.words)
            file.write(json.dumps(asdict(sample), ensure_ascii=False).encode() + b"\n")
    return count


def read_samples(path: Path) -> Iterator[Sample]:
    """Read the samples of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            values = json.loads(line)
            for key in ("names", "roles", "factuality"):
                values[key] = [tuple(row) for row in values[key]]
            yield Sample(**values)
