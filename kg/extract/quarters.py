"""Parts of places that are told by the quarter they lie in: "northern Mali", "western Mosul", "Southern Lebanon"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kg.extract.aliases import Name
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer

_QUARTERS: Final = find_words("quarters")
_WHOLES: Final = frozenset({"City", "Region", "Country"})


def with_quarters(tree: Tree, names: Iterable[Name], gazetteer: Gazetteer) -> Iterator[Name]:
    """NAMES, those of places with the word before them that tells a part: "northern Mali" is a region of its own."""
    for name in names:
        first = quarter_before(tree, name.first)
        surface = tree.span_text(first, name.last) if first is not None else ""
        if name.kind not in _WHOLES or first is None or gazetteer.type_name(surface) is not None:
            yield name
            continue
        quarter = " ".join(surface[: tree.tokens[name.first].start - tree.tokens[first].start].split())
        label = f"{quarter} {name.label}"
        yield replace(name, first=first, surface=surface, label=label, kind="Region", known=False, country=None)


def quarter_before(tree: Tree, first: int) -> int | None:
    """Where the word that tells a quarter begins, if one describes the name that begins at FIRST, and it alone."""
    word = first - 1
    begin = tree.sentence(first).first
    if word < begin or tree.lower(word) not in _QUARTERS or not tree.is_label(word, "amod", "compound"):
        return None
    if tree.head(word) is None or tree.tokens[word].head < first:
        return None
    if word - 2 >= begin and tree.tokens[word - 1].text == "-" and tree.lower(word - 2) in _QUARTERS:
        word -= 2  # "north-eastern Syria"
    is_shared = word > begin and (tree.tokens[word - 1].upos == "CCONJ" or tree.tokens[word - 1].text == ",")
    is_shared = is_shared and word >= begin + 2 and tree.lower(word - 2) in _QUARTERS
    return None if is_shared or tree.children(word, "conj") else word


def whole_of(surface: str, gazetteer: Gazetteer) -> str | None:
    """The name of the place that SURFACE, a name of no list, tells a part of: "Lebanon" for "Southern Lebanon".

    >>> from kg.gazetteer import load_gazetteer
    >>> whole_of("Southern Lebanon", load_gazetteer()), whole_of("Northern Ireland", load_gazetteer())
    ('Lebanon', None)
    """
    quarter, _, whole = surface.partition(" ")
    if quarter.lower().split("-")[0] not in _QUARTERS or gazetteer.type_name(surface) is not None:
        return None
    return whole if whole[:1].isupper() else None
