"""Whether a text can be in English; kg reads no other language, and would find nonsense in it.

A text is refused on evidence alone: most letters are of another script, or the small words of another language
outnumber those of English. Names, headlines and tables have few small words of any language, and are read.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Final

from kg.resources import find_resource

ENGLISH: Final = "English"
_LATIN: Final = "Latin"
_WORD: Final = re.compile(r"[^\W\d_]+")
_LOOKED_AT: Final = 20_000
"""Code points at the beginning, which settle it."""
_LEAST_LETTERS: Final = 20
_LEAST_WORDS: Final = 4
"""Different small words that a language must show."""
_LEAST_SHARE: Final = 0.12
_TIMES_ENGLISH: Final = 2


def find_other_language(text: str) -> str | None:
    """The language or the script of TEXT where it is surely not English.

    >>> find_other_language("Los rebeldes atacaron la base del ejército en Gao, según los vecinos de la ciudad.")
    'Spanish'
    >>> find_other_language("LA PAZ, EL ALTO, LAS VEGAS: REBELS ATTACK BASE") is None
    True
    """
    start = text[:_LOOKED_AT]
    script = _find_script(start)
    if script != _LATIN:
        return f"{script} script"
    words = Counter(_WORD.findall(start.casefold()))
    total = sum(words.values())
    english = _count(words, load_small_words()[ENGLISH])
    best, hits = ENGLISH, _TIMES_ENGLISH * english
    for language, small in load_small_words().items():
        found = _count(words, small)
        is_shown = len(small & words.keys()) >= _LEAST_WORDS and found >= _LEAST_SHARE * total
        if language != ENGLISH and is_shown and found > hits:
            best, hits = language, found
    return None if best == ENGLISH else best


@functools.cache
def load_small_words() -> Mapping[str, frozenset[str]]:
    """The small words by language; those of English are in no other list."""
    path = find_resource("ontology", "lexicon", "languages.toml")
    table = {name: frozenset(words.split()) for name, words in tomllib.loads(path.read_text("utf-8")).items()}
    english = table[ENGLISH]
    return {name: words if name == ENGLISH else words - english for name, words in table.items()}


def _count(words: Mapping[str, int], small: frozenset[str]) -> int:
    return sum(words[word] for word in small if word in words)


def _find_script(text: str) -> str:
    """The script of most letters of TEXT; Latin where there are few."""
    scripts = Counter(_to_script(char) for char in text if char.isalpha())
    if sum(scripts.values()) < _LEAST_LETTERS:
        return _LATIN
    name, count = scripts.most_common(1)[0]
    return name if 2 * count > sum(scripts.values()) else _LATIN


@functools.lru_cache(maxsize=4096)
def _to_script(char: str) -> str:
    """The first word of the Unicode name of a letter, which is its script."""
    if char.isascii():
        return _LATIN
    name = unicodedata.name(char, "unknown").split()[0].title()
    return {"Cjk": "Chinese", "Hiragana": "Japanese", "Katakana": "Japanese", "Hangul": "Korean"}.get(name, name)
