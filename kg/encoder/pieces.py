"""Words -> word pieces of the encoder and the shapes that say what the pieces, being in lower case, do not.

The pieces are those of BERT: accents are dropped, punctuation stands alone, the longest known piece comes first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

MOST_PIECES = 8
"""A word has no more pieces than this: what follows (in addresses of web pages, mostly) says little."""

JOINED = 8
"""Added to the shape of a word that no space precedes."""


def shape_of(word: str) -> int:
    """Classify the case of a word, from 1 to 7; 0 is for what is no word.

    >>> [shape_of(word) for word in ("army", "Army", "ARMY", "A", "al-Qaeda", "23rd", "-")]
    [1, 2, 3, 4, 5, 6, 7]
    """
    if word[:1].isdigit():
        return 6
    if not any(char.isalpha() for char in word):
        return 7
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 4
    return 2 if word[:1].isupper() and word[1:].islower() else 5


def basic_parts(word: str) -> Iterator[str]:
    """Split a word, in lower case and without accents, at its punctuation.

    >>> list(basic_parts("Café-goers"))
    ['cafe', '-', 'goers']
    """
    part = ""
    for char in unicodedata.normalize("NFD", word.lower()):
        kind = unicodedata.category(char)
        if kind == "Mn" or kind[0] == "C":
            continue
        if kind[0] == "P" or char in "$+<=>^`|~" or "\u4e00" <= char <= "\u9fff":
            if part:
                yield part
            yield char
            part = ""
        else:
            part += char
    if part:
        yield part


class WordPieces:
    """The pieces of words, remembered."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        """Take the pieces with their numbers; those within a word begin with `##`."""
        self.vocabulary = vocabulary
        self.unknown = vocabulary["[UNK]"]
        self.first = vocabulary["[CLS]"]
        self.last = vocabulary["[SEP]"]
        self.known: dict[str, tuple[int, ...]] = {}

    def __call__(self, word: str) -> tuple[int, ...]:
        """Give the pieces of a word, at least one."""
        pieces = self.known.get(word)
        if pieces is None:
            found = [piece for part in basic_parts(word[:100]) for piece in self.split(part)]
            pieces = tuple(found[:MOST_PIECES]) or (self.unknown,)
            if len(self.known) < 100_000:
                self.known[word] = pieces
        return pieces

    def split(self, part: str) -> list[int]:
        """Split a part without punctuation into the longest pieces."""
        pieces, start = [], 0
        while start < len(part):
            lead = "##" if start else ""
            for end in range(len(part), start, -1):
                piece = self.vocabulary.get(lead + part[start:end])
                if piece is not None:
                    pieces.append(piece)
                    start = end
                    break
            else:
                return [self.unknown]
        return pieces
