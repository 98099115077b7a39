"""Words of an article as labels: as they stand, or, where a sentence is all in capitals, as English spells them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Final

from kg.extract.aliases import Name
from kg.extract.kinds import BODIES
from kg.extract.tree import Tree
from kg.gazetteer import load_gazetteer
from kg.keys import to_key
from kg.shadow import is_common
from kg.slugs import fold

SMALL: Final = frozenset(
    "of the for and in on de del los las da do dos y la al el bin ibn du des von van 's ’s - ’ '".split()
)
"""Words that have no capital inside a name."""

_QUOTES: Final = str.maketrans("", "", '"“”')
_BROKEN: Final = re.compile(r"(?<=\w)- (?!(?:and|or|to)\b)(?=\w)")
"""Hyphens at which wire copy breaks lines: "left- wing"."""
_ACRONYM: Final = 3
"""Letters of an acronym at most that serves as an adjective of a nation: "US", "UAE"."""
_ARTICLES: Final = frozenset("la el los las le les".split())
"""Foreign articles, which have a capital at the beginning of a name: "La Prensa"."""
_OPENING: Final = ("[", "(")
_CLOSING: Final = ("]", ")")
_CONTENT: Final = frozenset({"PROPN", "NOUN", "ADJ", "VERB"})
_NUMERAL: Final = re.compile(r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})")
_ORDINAL: Final = re.compile(r"\d+(?:ST|ND|RD|TH|D)")
_PARTS: Final = frozenset("latin central north south east west".split())
_CONTINENTS: Final = frozenset("american americans african africans asian asians european europeans".split())


def to_label(tree: Tree, first: int, last: int, *, name_at: Mapping[int, Name] | None = None) -> str:
    """The words from FIRST to LAST as a label: one space between them, no quotation marks.

    Where the sentence is all in capitals, common words are in small letters, adjectives of nations and the names in
    NAME_AT as English spells them, and other words as the pipeline reads them.
    """
    if not tree.is_all_capitals(first):
        return _tidy(tree.span_text(first, last))
    pieces = []
    i = first
    while i <= last:
        name = (name_at or {}).get(i)
        end = name.last if name is not None and name.first == i and name.last <= last else i
        pieces.append(
            to_name(tree, i, end, kind=name.kind) if name is not None and end == name.last else _word(tree, i)
        )
        pieces.append(_between(tree, end) if end < last else "")
        i = end + 1
    return _tidy("".join(pieces))


def to_glossed(tree: Tree, core: int, first: int, name_at: Mapping[int, Name]) -> str:
    """The name before a gloss in brackets that parts it from building CORE: "CMB" in "the CMB [Miners' Bank] offices".

    FIRST is where the phrase of CORE begins after the gloss; empty where there is none.
    """
    i = first - 1
    is_building = load_gazetteer().type_noun(tree.lemma(core), plural=tree.is_plural(core)) == "Facility"
    if i < 0 or tree.tokens[i].text not in _CLOSING or not is_building:
        return ""
    while i > tree.sentence(first).first and tree.tokens[i].text not in _OPENING:
        i -= 1
    name = name_at.get(i - 1)
    if name is None or name.last != i - 1 or not tree.is_label(name.head, "compound", "nmod", "amod"):
        return ""
    return f"{to_name(tree, name.first, name.last, kind=name.kind)} " if tree.head(name.head) == core else ""


def to_name(tree: Tree, first: int, last: int, *, kind: str) -> str:
    """The words from FIRST to LAST, a name of class KIND, as a label.

    Where the sentence is all in capitals, it is spelt as the gazetteer has it. Of any other name each word up to the
    last proper noun has a capital, and of a body's also what follows: "Atlacatl Battalion", but "Comalapa airport".
    """
    text = tree.span_text(first, last)
    if not tree.is_all_capitals(first):
        return _tidy(text)
    known = load_gazetteer().type_name(text)
    forms = (known.label, *known.aliases) if known is not None else ()
    alike = [fold(form) for form in forms if to_key(form) == to_key(text)]
    if any("." in text and form == text.replace(".", "") for form in alike):
        return text  # "U.S."
    if alike:
        return alike[0]
    high = frozenset(_find_capitals(tree, first, last, kind))
    pieces = []
    for i in range(first, last + 1):
        pieces.append(_name_word(tree, i, kind, is_first=i == first) if i in high else _word(tree, i))
        pieces.append(_between(tree, i) if i < last else "")
    return _tidy("".join(pieces))


def _tidy(text: str) -> str:
    return _BROKEN.sub("-", " ".join(text.translate(_QUOTES).split())) or text


def _between(tree: Tree, i: int) -> str:
    return tree.text[tree.tokens[i].end : tree.tokens[i + 1].start]


def _find_capitals(tree: Tree, first: int, last: int, kind: str) -> Iterator[int]:
    """The words of a name that begin with a capital; none where all of them are common: "Salvadoran army"."""
    words = range(first, last + 1)
    proper = [i for i in words if tree.tokens[i].upos == "PROPN" and not _is_of_nation(tree.tokens[i].text)]
    if not proper:
        return
    for i in words:
        is_within = i <= proper[-1] or kind == "Person"
        if is_within or (kind in BODIES and tree.tokens[i].upos in _CONTENT and not tree.is_plural(i)):
            yield i


def _is_of_nation(word: str) -> bool:
    return load_gazetteer().country_of_adjective(word) is not None


def _name_word(tree: Tree, i: int, kind: str, *, is_first: bool) -> str:
    """Word I of a name, with a capital if it is no small word."""
    token = tree.tokens[i]
    lower = token.text.lower()
    if _is_of_nation(token.text) or any(char.isdigit() for char in token.text):
        return _word(tree, i)
    if kind != "Person" and lower in SMALL:
        return lower.capitalize() if is_first and lower in _ARTICLES else lower
    if token.upos not in _CONTENT or _NUMERAL.fullmatch(token.text):
        return _word(tree, i)
    word = with_case_of(token.lemma, token.text) if token.upos == "PROPN" else lower
    return word.capitalize() if word.islower() and word not in SMALL else word


def _word(tree: Tree, i: int) -> str:
    """Word I, all in capitals, as it is spelt in a text that is not."""
    token = tree.tokens[i]
    if token.upos == "NOUN" and is_common(token.text.lower()):
        return token.text.lower()  # "POLES" that carry power
    if _is_of_nation(token.text):
        return token.text.capitalize() if token.text.isalpha() and len(token.text) > _ACRONYM else token.text
    if any(char.isdigit() for char in token.text):
        return token.text.lower() if _ORDINAL.fullmatch(token.text) else token.text  # "1st"; "M23", "F-16"
    if _NUMERAL.fullmatch(token.text):
        return token.text  # "II"
    if token.upos == "PROPN":
        return with_case_of(token.lemma, token.text)
    return token.text.capitalize() if _is_part_of_world(tree, i) else token.text.lower()


def _is_part_of_world(tree: Tree, i: int) -> bool:
    """Whether word I begins what is called after a part of the world: "Central American", "South Korean"."""
    if tree.lower(i) not in _PARTS or i + 1 >= len(tree.tokens):
        return False
    after = tree.lower(i + 1)
    return after in _CONTINENTS or _is_of_nation(f"{tree.lower(i).capitalize()} {after.capitalize()}")


def with_case_of(lemma: str, word: str) -> str:
    """WORD, all in capitals, with small letters where its LEMMA has them.

    >>> with_case_of("Jesuit", "JESUITS"), with_case_of("FMLN", "FMLN"), with_case_of("McCann", "MCCANN")
    ('Jesuits', 'FMLN', 'McCann')
    """
    if lemma.isupper() or not lemma:
        return word
    same = (a == b for a, b in zip(lemma.lower(), word.lower(), strict=False))
    stem = sum(1 for _ in itertools.takewhile(bool, same))
    return lemma[:stem] + word[stem:].lower() if stem else word
