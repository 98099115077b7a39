"""Names that nobody bears, made of syllables and patterns (`invented` in names.toml), to be put in place of others.

Thus the network learns what a name looks like and where it stands, not which names there are; kinds of which the
corpora have few (buildings, rivers, peoples) are put in places where text has others that are built like them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from kg.training.lexicon import HERE, list_of

PEOPLES = ("i", "i", "ian", "an", "ese", "ite", "o", "")
ARTICLE = "the "
INVENTED_LABELS = frozenset({"PERSON", "ORG", "FAC", "LOC", "GPE", "NORP"})


@cache
def table() -> dict[str, Any]:
    """Read the patterns and the syllables."""
    invented: dict[str, Any] = tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))["invented"]
    return invented


def invent(label: str, random: Random) -> str:
    """Invent a name of a label, with the article where it has one.

    >>> invent("FAC", Random(3)), invent("PERSON", Random(3))
    ('Séwa Airport', 'Vladimir Abu Sédé')
    """
    match label:
        case "PERSON":
            return invent_person(random)
        case "NORP":
            return place(random).rstrip("aeiou") + random.choice(PEOPLES)
        case "GPE":
            return fill(random.choice(table()["GPE"]), random)
        case "ORG":
            name = fill(random.choice(table()["ORG"]), random)
            return ARTICLE + name if random.random() < 0.6 else name
    if random.random() < 0.25:
        return fill(random.choice(table()[f"BARE_{label}"]), random)
    return ARTICLE + fill(random.choice(table()[label]), random)


def fill(pattern: str, random: Random) -> str:
    """Fill in a pattern."""
    makers: dict[str, Callable[[Random], str]] = {
        "{x}": place,
        "{s}": surname,
        "{w}": place,
        "{n}": ordinal,
        "{o}": lambda random: str(random.choice(table()["orders"])),
        "{j}": lambda random: str(random.choice(table()["causes"])),
        "{a}": acronym,
    }
    for mark, make in makers.items():
        if mark in pattern:
            pattern = pattern.replace(mark, make(random))
    return pattern


def syllables(random: Random, ends: int) -> str:
    """Make a word of the syllables of one region."""
    rows: list[str] = random.choice(list(table()["sounds"].values()))
    first, middle, *_ = (row.split() for row in rows)
    word: str = random.choice(first)
    if random.random() < 0.5:
        word += random.choice(middle)
    return word + random.choice(rows[ends].split())


def place(random: Random) -> str:
    """Invent the name of a place."""
    return syllables(random, 2)


def surname(random: Random) -> str:
    """Invent a surname."""
    return syllables(random, 3)


def ordinal(random: Random) -> str:
    """Give the number of a unit."""
    number = random.randint(1, 199)
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def acronym(random: Random) -> str:
    """Invent the short name of a body."""
    letters = "".join(random.choice("ABCDEFGHIJKLMNOPRSTUV") for _ in range(random.choice((2, 3, 3, 3, 4, 4, 5))))
    return random.choice((letters, letters, letters, letters + str(random.randint(2, 31)), f"{letters}-{letters[0]}"))


def invent_person(random: Random) -> str:
    """Invent the name of a person: a first name that people bear, or none known, and a surname with its particles."""
    first = random.choice(list_of("first_names")) if random.random() < 0.5 else place(random)
    last = surname(random)
    particle = random.choice(("", "", "", "", "", "al-", "Al-", "bin ", "de ", "van ", "Abu "))
    middle = random.choice(("", "", "", "", f" {surname(random)}", f" {random.choice('ABDEFGHJKLMNRST')}."))
    return f"{first}{middle} {particle}{last}"
