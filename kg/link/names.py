"""The forms under which a name is looked up: as it stands, then without what only dresses it, then by its sound."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from kg.gazetteer import load_gazetteer
from kg.keys import is_acronym, strip_name, to_key

Form = Literal["exact", "abbreviation", "undressed", "part", "sound", "alike", "short"]
"""How a name met that of an entry: as it stands; in capitals; without titles and the like; as a part of the whole;
by its sound; nearly letter for letter; as the short form of a full name in the same article."""

_CLOSING: Final = frozenset(
    "group groups movement network organisation organization militia militants fighters forces insurgents rebels "
    "guerrillas guerillas insurgency terrorists city town province governorate".split()
)
_PARTS: Final = frozenset("faction wing branch cell splinter chapter".split())
_DIRECTIONS: Final = frozenset(
    "north south east west northern southern eastern western central northeastern northwestern southeastern "
    "southwestern northeast northwest southeast southwest".split()
)
_FULL_NAME_FIRST: Final = frozenset("City Town Village Province Governorate Republic State Kingdom".split())
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)")
_SHORTEST_SOUND: Final = 5
_SOUNDS: Final = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\b(?:al|el|ul|ad|ar|as|ash|az|an|at) ", ""),
        (r"(?:ou|oo)", "u"),
        (r"(?:ee|ei|ey|ay|ai|ie|iy|yi)", "i"),
        (r"[ey]", "i"),
        (r"o", "u"),
        (r"q", "k"),
        (r"c(?=[auk])", "k"),
        (r"(?:kh|gh|dh|th|ph)", lambda match: {"kh": "k", "gh": "g", "dh": "d", "th": "t", "ph": "f"}[match[0]]),
        (r"(?:dj|zh)", "j"),
        (r"h\b", ""),
        (r"w", "v"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[a-z])i(?=[aiu])", ""),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A key to look up, and how it came about; `is_short` keys are of abbreviations."""

    key: str
    form: Form
    is_short: bool = False


@functools.lru_cache(maxsize=1 << 16)
def find_variants(name: str) -> tuple[Variant, ...]:
    """The keys of NAME, the surest first, each once.

    >>> [variant.key for variant in find_variants("President Hamid Karzai")]
    ['president hamid karzai', 'hamid karzai']
    >>> [(variant.key, variant.form) for variant in find_variants("southern Afghanistan")]
    [('southern afghanistan', 'exact'), ('afghanistan', 'part')]
    """
    found: dict[tuple[str, bool], Variant] = {}
    for variant in _all_variants(strip_name(" ".join(name.split()))):
        if variant.key:
            found.setdefault((variant.key, variant.is_short), variant)
    return tuple(found.values())


def _all_variants(name: str) -> Iterator[Variant]:
    key = to_key(name)
    if is_acronym(name):
        yield Variant(key=key, form="abbreviation", is_short=True)
        # Some sources write abbreviations as names, and names in capitals are names.
        yield Variant(key=key, form="exact" if len(key) > 3 else "abbreviation")
        return
    yield Variant(key=key, form="exact")
    plain = _BRACKETS.sub("", name)
    if plain != name:
        yield from (Variant(key=to_key(plain), form="exact", is_short=is_acronym(plain)),)
    words = plain.split()
    for rest, form in _undress(words):
        text = " ".join(rest)
        yield Variant(key=to_key(text), form=form, is_short=is_acronym(text))
    if words == [plain] and 4 <= len(plain) <= 7 and plain.istitle() and load_gazetteer().find_noun(plain) is None:
        # Some papers write abbreviations that are spoken as words like names: "Farc", "Nato".
        yield Variant(key=key, form="abbreviation", is_short=True)
    spelling = key.replace("isation", "ization").replace("defence", "defense").replace("centre", "center")
    if spelling != key:
        yield Variant(key=spelling, form="exact")
    if key.startswith("al "):
        yield Variant(key=key[3:], form="undressed")
    if key.isascii() and " " not in key and len(key) >= _SHORTEST_SOUND:
        yield Variant(key=f"al {key}", form="undressed")


def _undress(words: list[str]) -> Iterator[tuple[list[str], Form]]:
    """WORDS without titles before, without words for a group or town behind, without a direction before."""
    rest = strip_titles(words)
    if rest and rest != words:
        yield rest, "undressed"
    while len(rest) > 1 and rest[-1].lower() in _CLOSING:
        rest = rest[:-1]
        yield rest, "undressed"
    if len(rest) > 2 and rest[0] in _FULL_NAME_FIRST and rest[1] == "of":
        yield rest[2:], "undressed"
    if len(rest) > 1 and rest[0].lower() in _DIRECTIONS:
        yield rest[1:], "part"
    if len(rest) > 1 and rest[-1].lower() in _PARTS:
        yield [word.removesuffix("'s") for word in rest[:-1]], "part"


def strip_titles(words: list[str]) -> list[str]:
    """WORDS without the titles that stand before a name; never empty.

    >>> strip_titles(["Prime", "Minister", "Nouri", "al-Maliki"])
    ['Nouri', 'al-Maliki']
    """
    for end in range(min(len(words) - 1, 5), 0, -1):
        if load_gazetteer().is_title(words[:end]):
            return words[end:]
    return words


def find_titles(name: str) -> tuple[str, ...]:
    """The titles that stand before NAME, as one text.

    >>> find_titles("President Karzai"), find_titles("Karzai")
    (('President',), ())
    """
    words = name.split()
    rest = strip_titles(words)
    return (" ".join(words[: len(words) - len(rest)]),) if len(rest) < len(words) else ()


@functools.lru_cache(maxsize=1 << 18)
def to_sound(key: str) -> str:
    """What spellings of one name in other scripts have in common; "" where KEY is too short to tell.

    >>> to_sound("taleban") == to_sound("taliban"), to_sound("muqtada al sadr") == to_sound("moqtada sadr")
    (True, True)
    """
    if len(key) < _SHORTEST_SOUND or not key.isascii():
        return ""
    sound = f"{key} "
    for pattern, instead in _SOUNDS:
        sound = pattern.sub(instead, sound)
    return sound.strip()


def to_initials(key: str) -> str:
    """The first letters of the words of KEY that count.

    >>> to_initials("university of southern indiana")
    'usi'
    """
    return "".join(word[0] for word in key.split() if word not in ("of", "the", "and", "for", "in", "on", "de", "al"))
