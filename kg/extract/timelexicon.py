"""The words and patterns of time, as `ontology/lexicon/times.toml` gives them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.extract.calendar import Tables
from kg.resources import find_resource

_SPACE: Final = r"(?:[^\S\n]+\n?[^\S\n]*|\n[^\S\n]*)"
_BEFORE: Final = r"(?<![\w$€£#@/])(?<!\w[-.,:'’])(?<![$€£] )"
_AFTER: Final = r"(?!\w)(?![.,:/]\d)(?!\s?%)"


_WORD: Final = re.compile(r"[^\W\d_]+")
_DIGITS: Final = "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLexicon:
    """The tables of words, the patterns in order with their readers, and the lists of words by name."""

    tables: Tables
    patterns: tuple[TimePattern, ...]
    words: Mapping[str, frozenset[str]]

    def find_matches(self, text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], str]]:
        """The matches of all patterns between START and END of TEXT, with the readers that know what they mean."""
        told = {word for w in _WORD.findall(text[start:end].lower()) for word in (w, w.removesuffix("s"))}
        if any(char.isdigit() for char in text[start:end]):
            told.add(_DIGITS)
        for pattern in self.patterns:
            if not told.isdisjoint(pattern.cues):
                yield from ((match, pattern.reader) for match in pattern.regex.finditer(text, start, end))


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePattern:
    """How a kind of time is written; a text with none of the words CUES (singular, lower case) has no such time."""

    reader: str
    regex: re.Pattern[str]
    cues: frozenset[str]


@cache
def load_time_lexicon() -> TimeLexicon:
    """Read the tables; the same object on every call."""
    data = tomllib.loads(find_resource("ontology", "lexicon", "times.toml").read_text("utf-8"))
    tables = Tables(
        months=data["months"], weekdays=data["weekdays"], seasons=data["seasons"], ordinals=data["ordinals"],
        units={word: (base, size) for word, (base, size) in data["units"].items()},
    )  # fmt: skip
    pieces = dict(data["pieces"])
    for name in ("month", "weekday", "season", "ordinal"):
        words = sorted(data[name + "s"], key=lambda word: -len(word))
        pieces[name] = f"(?P<{name}>{'|'.join(words).replace('-', '(?:-| )')})"
    patterns = tuple(
        TimePattern(
            reader=row["reader"],
            regex=_compile(row["match"], pieces, hyphen=row.get("hyphen", False)),
            cues=frozenset(word for cue in row["cues"] for word in data.get(cue, (cue,))),
        )
        for row in data["pattern"]
    )
    return TimeLexicon(
        tables=tables, patterns=patterns, words={name: frozenset(words) for name, words in data["words"].items()}
    )


def _compile(pattern: str, pieces: Mapping[str, str], *, hyphen: bool) -> re.Pattern[str]:
    """A pattern with its pieces; HYPHEN lets it follow one, as June does in "May-June"."""
    filled = re.sub(r"\{([a-z]\w*)\}", lambda piece: pieces[piece[1]], pattern)
    before = _BEFORE.replace("[-.", "[.") if hyphen else _BEFORE
    return re.compile(before + "(?:" + filled.replace(" ", _SPACE) + ")" + _AFTER, re.IGNORECASE)
