"""Numbers in words and digits, as the least whole number that they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kg.extract.tree import Tree

_UNITS: Final[Mapping[str, int]] = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS: Final[Mapping[str, int]] = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES: Final[Mapping[str, int]] = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_VAGUE: Final[Mapping[str, int]] = {
    "dozen": 12, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2 * 10**6,
    "several": 3, "couple": 2, "pair": 2, "both": 2,
}  # fmt: skip
"""What an indefinite number is at least: a plural means two of its units, as in the practice of UCDP's coders."""

_MANY: Final[Mapping[str, int]] = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000}
_TIMES: Final = re.compile(r"(tens|dozens|scores|hundreds|thousands) of (hundred|thousand|million)s")
_AT_MOST: Final = re.compile(
    r"\b(?:up to|at most|no more than|not more than|(?<!no )(?<!not )(?:fewer|less) than|as many as|under|below"
    r"|a maximum of)\s+$",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")


def read_number(tree: Tree, i: int) -> int | None:
    """The least number that word I is part of: "Thirty-one", "two hundred and five"."""
    if tree.tokens[i].upos != "NUM" and to_minimum(tree.tokens[i].text) is None:
        return None
    sentence = tree.sentence(i)
    if tree.lower(i) == "dozen" and i - sentence.first >= 2 and tree.lower(i - 2) == "half":
        return 6
    first = last = i
    while first > sentence.first and _joins(tree, first - 1, first - 2, sentence.first):
        first -= 1
    while last < sentence.last and _joins(tree, last + 1, last + 2, sentence.first, sentence.last):
        last += 1
    if _AT_MOST.search(tree.text[sentence.start : tree.tokens[first].start]):
        return None  # "up to 40" tells no least number
    told = to_minimum(tree.span_text(first, last))
    return told or to_minimum(tree.tokens[first].text) or to_minimum(tree.tokens[i].text)


def _joins(tree: Tree, i: int, beyond: int, first: int, last: int | None = None) -> bool:
    """Whether word I goes on with a number: a number itself, or a hyphen or "and" with one beyond it."""
    if tree.tokens[i].upos == "NUM":
        return tree.tokens[i].text.isalpha()
    if tree.tokens[i].text not in ("-", "and") or beyond < first or (last is not None and beyond > last):
        return False
    return tree.tokens[beyond].upos == "NUM" and tree.tokens[beyond].text.isalpha()


def to_minimum(text: str) -> int | None:
    """The least number that TEXT can mean; None where it is no whole number of things.

    >>> to_minimum("2,500"), to_minimum("twenty-one"), to_minimum("hundreds"), to_minimum("2.5")
    (2500, 21, 200, None)
    >>> to_minimum("tens of thousands"), to_minimum("two dozen")
    (20000, 24)
    """
    word = text.lower().strip()
    if _DIGITS.fullmatch(word):
        return int(word.replace(",", ""))
    if word in _VAGUE:
        return _VAGUE[word]
    if (times := _TIMES.fullmatch(word)) is not None:
        return _MANY[times[1]] * _SCALES[times[2]]
    return _spell(word.replace("-", " ").split())


def _spell(words: list[str]) -> int | None:
    total = current = 0
    if not words:
        return None
    for word in words:
        if word in _UNITS:
            if current % 10 or (current % 100 and _UNITS[word] >= 10):
                return None  # "between five and seven" are no twelve
            current += _UNITS[word]
        elif word in _TENS:
            if current % 100:
                return None
            current += _TENS[word]
        elif word in ("hundred", "dozen"):
            current = max(current, 1) * (100 if word == "hundred" else 12)
        elif word in _SCALES:
            total += max(current, 1) * _SCALES[word]
            current = 0
        elif word != "and":
            return None
    return total + current
