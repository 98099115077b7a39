"""One name in several forms: what short names, acronyms and spellings of an article stand for.

A name is introduced in full and then cut short. So each short form takes the label of the full name that it was cut
from: of the one that ends in it, of the one that it was short for before, never of one among several. Abbreviations
are those whose letters a name has, or that stand in brackets right after it (Schwartz and Hearst 2003).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kg.extract.kinds import BODIES
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.keys import is_acronym, to_key

_LONGEST_SHORT: Final = 10
"""Characters of the longest abbreviation."""
_OPENING: Final = frozenset("([")
_CLOSING: Final = frozenset(")],")
_AFTER_NAME: Final = frozenset("jr sr ii iii iv".split())
_SHORTENED: Final = BODIES | {"Facility"}
_TURNING: Final = frozenset({"department", "ministry", "university"})
_INSTITUTION: Final = find_words("institutions")
"""Nouns that end the names of bodies and that short forms leave out ("Harvard"); no armed ones, as few go without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A proper name: tokens FIRST to LAST, its HEAD in the tree, canonical LABEL and class; KNOWN by the gazetteer."""

    first: int
    last: int
    head: int
    surface: str
    label: str
    kind: str
    known: bool
    country: str | None = None

    def called_like(self, other: Name) -> Name:
        """This name as one more form of OTHER's."""
        return replace(self, label=other.label, kind=other.kind, country=other.country, known=other.known)


def spread_aliases(tree: Tree, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """NAMES in text order, each short form with the label and class of what it is short for."""
    names = _spread_abbreviations(tree, tuple(_with_repeated(tree, names)))
    return tuple(_spread_bodies(tree, _spread_persons(names)))


def _with_repeated(tree: Tree, names: tuple[Name, ...]) -> Iterator[Name]:
    """NAMES and, in their order, the same words where the pipeline overlooks that they are the name."""
    words_of = {tuple(tree.tokens[i].text for i in range(name.first, name.last + 1)): name for name in reversed(names)}
    by_first: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in sorted(words_of, key=len, reverse=True):
        by_first[words[0]].append(words)
    inside = {i for name in names for i in range(name.first, name.last + 1)}
    found: list[Name] = []
    for token in tree.tokens:
        for words in by_first.get(token.text, ()):
            last = token.i + len(words) - 1
            if _is_repeated(tree, token.i, last, words, inside):
                inside.update(range(token.i, last + 1))
                found.append(replace(words_of[words], first=token.i, last=last, head=head_of(tree, token.i, last)))
    yield from sorted((*names, *found), key=lambda name: name.first)


def _is_repeated(tree: Tree, first: int, last: int, words: tuple[str, ...], inside: set[int]) -> bool:
    """Whether WORDS stand from FIRST to LAST, all in no name yet, in capitals and beside no other capitals."""
    places = range(first, last + 1)
    if last >= len(tree.tokens) or last > tree.sentence(first).last or inside & set(places):
        return False
    if tuple(tree.tokens[i].text for i in places) != words or not words[-1][:1].isupper():
        return False
    beside = [i for i in (first - 1, last + 1) if 0 <= i < len(tree.tokens) and i not in inside]
    is_marked = tree.tokens[last].upos == "PROPN" and not tree.is_label(first, "amod")
    return is_marked and not any(tree.tokens[i].upos == "PROPN" for i in beside)


def head_of(tree: Tree, first: int, last: int) -> int:
    """The token between FIRST and LAST that hangs from outside; the last such one where a bad tree has several."""
    heads = [i for i in range(first, last + 1) if not first <= tree.tokens[i].head <= last or tree.tokens[i].head == i]
    nominal = [i for i in heads if tree.tokens[i].upos in ("PROPN", "NOUN")]
    whole = [i for i in nominal if not tree.is_label(i, "flat")]  # no part of another name
    return (whole or nominal or heads or [last])[-1]


# Persons


def _spread_persons(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Give all forms of a person's name the label of the full name: "William Quant", "W. Quant", "Quant"."""
    full = [name for name in names if _is_full(name)]
    label_of = _unify(full)
    by_word: defaultdict[str, list[Name]] = defaultdict(list)
    for name in full:
        for key in _short_keys(name):
            by_word[key].append(name)
    settled: dict[str, str] = {}
    spread = []
    for name in names:
        if _is_full(name):
            name = replace(name, label=label_of[name.label])
        elif not name.known:
            label = _person_meant(name, by_word, label_of, settled)
            if label is not None:
                name = replace(name, label=label, kind="Person")
        spread.append(name)
    return tuple(spread)


def _is_full(name: Name) -> bool:
    return name.kind == "Person" and len(_words(name)) > 1


def _words(name: Name) -> list[str]:
    words = name.label.split()
    while len(words) > 1 and words[-1].lower().rstrip(".") in _AFTER_NAME:
        words = words[:-1]
    return words


def _short_keys(name: Name) -> Iterator[str]:
    """What a person may be called for short: the last word or two, the last but one of three or more, or the first.

    In Spanish the last word is often the mother's name, and the one before it the name that people go by.
    """
    words = _words(name)
    yield to_key(words[-1])
    if (bare := words[-1].lower().removeprefix("al-").removeprefix("el-")) != words[-1].lower():
        yield to_key(bare)  # "Rashad al-Alimi", "Alimi"
    if len(words) > 2:
        yield to_key(" ".join(words[-2:]))
        if words[-2][0].isupper() and to_key(words[-2]):
            yield f"second:{to_key(words[-2])}"
    yield f"first:{to_key(words[0])}"


def _unify(full: Iterable[Name]) -> dict[str, str]:
    """The label for each full name: that of the first name before it of which it is a longer or shorter form."""
    label_of: dict[str, str] = {}
    for name in full:
        if name.label in label_of:
            continue
        forms = {label for label in label_of if _is_form(_words(name), label.split())}
        meant = {label_of[label] for label in forms}
        label_of[name.label] = next(iter(meant)) if len(meant) == 1 else name.label
    return label_of


def _is_form(one: list[str], other: list[str]) -> bool:
    """Whether one name has all the words of the other, with the first the same ("Quant" with "Q.", not "J.").

    The last is the same too, or the mother's name that the short form lacks: "Gabriel Bosa Marin", "Gabriel Bosa".
    """
    short, long = sorted((one, other), key=len)
    is_cut = 1 < len(short) == len(long) - 1 and [to_key(w) for w in short] == [to_key(w) for w in long[:-1]]
    if not is_cut and (to_key(short[-1]) != to_key(long[-1]) or not _is_same_word(short[0], long[0])):
        return False
    rest = iter(long)
    return all(any(_is_same_word(word, candidate) for candidate in rest) for word in short)


def _is_same_word(one: str, other: str) -> bool:
    """Whether two words of names are one, or one is the initial of the other."""
    a, b = to_key(one), to_key(other)
    return a == b or ((one.endswith(".") or other.endswith(".")) and 1 in (len(a), len(b)) and a[:1] == b[:1])


def _person_meant(
    name: Name, by_word: Mapping[str, list[Name]], label_of: Mapping[str, str], settled: dict[str, str]
) -> str | None:
    """The label of the person whom short NAME means: of those named so before it, else of all in the article."""
    key = to_key(name.label)
    if key not in settled:
        known = by_word.get(key, ())
        for place in ("second", "first") if name.kind == "Person" else ():
            known = known or by_word.get(f"{place}:{key}", ())
        before = {label_of[other.label] for other in known if other.first < name.first}
        meant = before or {label_of[other.label] for other in known}
        if len(meant) == 1:
            settled[key] = next(iter(meant))
    return settled.get(key)


# Bodies


def _spread_bodies(tree: Tree, names: tuple[Name, ...]) -> Iterator[Name]:
    """Give "the Council" the label of the one body before it whose name ends so, "Harvard" that of its university."""
    long: dict[str, Name] = {}
    apart: set[str] = set()
    for name in names:
        key = to_key(name.label)
        if name.kind in _SHORTENED and not name.known and not is_acronym(name.surface) and key not in apart:
            meant = {other.label: other for other in long.values() if _is_same_body(tree, name, other)}
            if len(meant) == 1:
                name = name.called_like(next(iter(meant.values())))
            else:
                apart.add(key)  # what was called so before any longer name came is someone else
        if name.kind in _SHORTENED and " " in name.label:
            long.setdefault(name.label, name)
        yield name


def _is_same_body(tree: Tree, name: Name, other: Name) -> bool:
    is_turned = name.kind == other.kind and _turned(name.label) in (_turned(other.label), to_key(other.label))
    return (is_turned and name.label != other.label) or _is_short_for(tree, name, other)


def _turned(label: str) -> str:
    """The key of a name with what follows "of" before its first word: one for "University of Mera", "Mera University".

    >>> _turned("University of Mera"), _turned("Bank of Mera")
    ('mera university', 'bank of mera')
    """
    head, _, rest = label.partition(" of ")
    return to_key(f"{rest.removeprefix('the ')} {head}" if rest and head.lower() in _TURNING else label)


def _is_short_for(tree: Tree, name: Name, other: Name) -> bool:
    short, long = to_key(name.surface).split(), to_key(other.label).split()
    if len(short) >= len(long) or (name.kind != other.kind and not {name.kind, other.kind} <= BODIES):
        return False
    is_end = long[-len(short) :] == short and name.first > 0 and tree.lower(name.first - 1) == "the"
    return is_end or (long[: len(short)] == short and long[len(short) :][0] in _INSTITUTION)


# Abbreviations


def _spread_abbreviations(tree: Tree, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Give an abbreviation the label and class of what it abbreviates: by capitals, or where it stands in brackets."""
    long: defaultdict[str, dict[str, Name]] = defaultdict(dict)
    for name in names:
        capitals = "".join(word[0] for word in name.surface.replace("-", " ").split() if word[:1].isupper())
        if len(capitals) > 1 and " " in name.surface:
            long[capitals].setdefault(name.label, name)
            long[capitals.removeprefix("T")].setdefault(name.label, name)
    bracketed = dict(_find_bracketed(tree, names))
    spread = []
    for name in _with_unmarked(tree, names, bracketed):
        meant = long.get(name.surface.replace(".", ""), {})
        if name.surface in bracketed and not name.known:
            name = name.called_like(bracketed[name.surface])
        elif not name.known and is_acronym(name.surface) and len(meant) == 1:
            name = name.called_like(next(iter(meant.values())))
        spread.append(name)
    return tuple(spread)


def _find_bracketed(tree: Tree, names: Iterable[Name]) -> Iterator[tuple[str, Name]]:
    """Abbreviations in brackets right after the name that they abbreviate: "Movement for Azania (MoA)"."""
    for name in names:
        inside = name.last + 2
        if inside + 1 >= len(tree.tokens) or tree.tokens[name.last + 1].text not in _OPENING:
            continue
        short = tree.tokens[inside].text
        is_short = 1 < len(short) <= _LONGEST_SHORT and sum(char.isupper() for char in short) > 1
        if is_short and tree.tokens[inside + 1].text in _CLOSING and abbreviates(short, name.surface):
            yield short, name
    yield from _find_explained(tree, names)


def _find_explained(tree: Tree, names: Iterable[Name]) -> Iterator[tuple[str, Name]]:
    """Abbreviations right before the name in brackets that they abbreviate: "MoA (Movement for Azania)"."""
    for name in names:
        before = name.first - 1
        if before < 1 or tree.tokens[before].text not in _OPENING or " " not in name.surface:
            continue
        short = tree.tokens[before - 1].text
        if 1 < len(short) <= _LONGEST_SHORT and short.isupper() and abbreviates(short, name.surface):
            yield short, name


def abbreviates(short: str, long: str) -> bool:
    """Whether the letters of SHORT stand in LONG in order, the first at the beginning of a word.

    >>> abbreviates("SDF", "Syrian Democratic Forces"), abbreviates("ACPeds", "American College of Pediatricians")
    (True, True)
    >>> abbreviates("FARC", "Syrian Democratic Forces")
    False
    """
    place = len(long)
    letters = [char.lower() for char in short if char.isalnum()]
    lower = long.lower()
    for number, letter in enumerate(reversed(letters), 1):
        place -= 1
        is_first = number == len(letters)
        while place >= 0 and (lower[place] != letter or (is_first and place > 0 and lower[place - 1].isalnum())):
            place -= 1
        if place < 0:
            return False
    return bool(letters)


def _with_unmarked(tree: Tree, names: tuple[Name, ...], bracketed: dict[str, Name]) -> Iterator[Name]:
    """NAMES and, in their order, the words in no name that are such an abbreviation."""
    inside = {i for name in names for i in range(name.first, name.last + 1)}
    found = [
        Name(
            first=token.i, last=token.i, head=token.i, surface=token.text, label=token.text,
            kind=bracketed[token.text].kind, known=False,
        )
        for token in (tree.tokens if bracketed else ())
        if token.text in bracketed and token.i not in inside
    ]  # fmt: skip
    yield from sorted((*names, *found), key=lambda name: name.first)
