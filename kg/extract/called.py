"""What a name is by the noun beside it: "the newspaper La Prensa", "Fenastras, a labour federation,".

Pipelines guess the class of a name by its looks; where an article says it, that holds for all mentions of the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kg.extract.aliases import head_of
from kg.extract.kinds import BODIES, PLACES
from kg.extract.tree import Tree
from kg.gazetteer import Gazetteer
from kg.keys import to_key
from kg.shadow import is_common

_QUOTES: Final = frozenset({'"', "“", "”", "``", "''", "‘", "’", "'"})
_BESIDE: Final = ("appos", "flat", "compound", "nmod")
_ARTICLES: Final = frozenset({"a", "an", "the", "its", "their"})
_SETTLED: Final = frozenset({"City", "Region"})
_SINGULAR: Final = frozenset({"has", "is", "was"})
_UNIT: Final = "department"
_OFFICES: Final = frozenset({"headquarters", "office", "offices"})


def find_told(tree: Tree, names: Iterable[tuple[int, int, str | None]], gazetteer: Gazetteer) -> dict[str, str]:
    """The class that the article tells of names, by their keys: the first that a noun beside a mention does.

    NAMES have their first and last words and, where no list has them, the label that the pipeline gives them.
    """
    told: dict[str, str] = {}
    for first, last, label in names:
        head, key = head_of(tree, first, last), to_key(tree.span_text(first, last))
        if _is_region(tree, first, last, gazetteer):
            told.setdefault(key, "Region")
        elif label == "NORP" and _is_one_body(tree, first, last, head):
            told.setdefault(key, "Organization")
        is_person = label in ("PERSON", "PER")
        for kind in _find_called(tree, first, last, head, gazetteer, is_person=is_person):
            told.setdefault(key, kind)
    return told


def _find_called(
    tree: Tree, first: int, last: int, head: int, gazetteer: Gazetteer, *, is_person: bool
) -> Iterator[str]:
    """The classes that nouns right beside the name from FIRST to LAST tell, of one body, building or place.

    What looks like the name of a person is that of a body only right behind the word for it.
    """
    noun = _noun_before(tree, first, last)
    if noun is not None and _is_beside(tree, noun, head):
        yield from _kinds_of(tree, noun, gazetteer)
    for child in tree.children(head, "appos"):
        is_single = not tree.children(child, "conj") and not tree.children(head, "conj")
        if child > last and tree.tokens[last + 1].text == "," and is_single and _has_article(tree, child):
            yield from (k for k in _kinds_of(tree, child, gazetteer) if not is_person or k in _SETTLED)
    above = tree.head(head) if not is_person and tree.is_label(head, "nsubj") else None
    if above is not None and tree.children(above, "cop") and _has_article(tree, above):
        if not tree.children(above, "advmod", "aux", "mark", "case"):
            yield from _kinds_of(tree, above, gazetteer)


def _is_one_body(tree: Tree, first: int, last: int, head: int) -> bool:
    """Whether what looks like the name of a people acts or is owned as one body: "Fenastras has called a strike"."""
    if first > 0 and tree.is_label(first - 1, "det") and tree.tokens[first - 1].head == head:
        return False
    above = tree.head(head)
    if above is None or tree.children(head, "conj") or tree.tokens[last].xpos == "NNPS":
        return False
    if tree.is_label(head, "compound"):
        return above == last + 1 and tree.lower(above) in _OFFICES and tree.tokens[head].upos == "PROPN"
    if not tree.is_label(head, "nsubj") or above < head:
        return False
    is_finite = tree.tokens[above].xpos == "VBZ"
    return is_finite or any(tree.lower(c) in _SINGULAR for c in tree.children(above, "aux", "cop"))


def _is_region(tree: Tree, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a name with "Department" is that of a part of a country: "Cauca Department", not "Fire Department"."""
    words = [tree.lower(i) for i in range(first, last + 1)]
    if len(words) < 2 or _UNIT not in (words[-1], words[0]):
        return False
    is_after = words[0] == _UNIT and words[1] == "of"
    rest = (first + 2, last) if is_after else (first, last - 1)
    if rest[0] > rest[1] or (words[0] == _UNIT and not is_after):
        return False
    entry = gazetteer.type_name(tree.span_text(*rest))
    if entry is not None and entry.kind in PLACES:
        return entry.kind in ("City", "Region")
    return not any(is_common(tree.lower(i)) for i in range(rest[0], rest[1] + 1))


def _noun_before(tree: Tree, first: int, last: int) -> int | None:
    """The noun right before a name, or before the quotation marks around it."""
    i = first - 1
    is_quoted = i > 0 and tree.tokens[i].text in _QUOTES
    if is_quoted and (last + 1 >= len(tree.tokens) or tree.tokens[last + 1].text not in _QUOTES):
        return None
    i -= int(is_quoted)
    is_noun = i >= tree.sentence(first).first and tree.tokens[i].upos == "NOUN" and tree.tokens[i].text.islower()
    return i if is_noun else None


def _is_beside(tree: Tree, noun: int, head: int) -> bool:
    """Whether NOUN and the name of HEAD hang together as a noun and what it is called."""
    if tree.children(head, "case"):
        return False
    return (tree.head(head) == noun and tree.is_label(head, *_BESIDE)) or (
        tree.head(noun) == head and tree.is_label(noun, *_BESIDE)
    )


def _has_article(tree: Tree, noun: int) -> bool:
    return any(tree.lower(c) in _ARTICLES for c in tree.children(noun, "det", "nmod:poss"))


def _kinds_of(tree: Tree, noun: int, gazetteer: Gazetteer) -> Iterator[str]:
    """The class of one thing that NOUN with the words before it stands for, if it is a body, a building or a place."""
    if tree.tokens[noun].xpos != "NN":
        return
    before = [c for c in tree.children(noun, "compound", "amod") if c < noun and tree.tokens[c].text.islower()]
    for start in range(len(before) + 1):
        words = " ".join(map(tree.lemma, [*before[start:], noun]))
        kind = gazetteer.type_noun(words, plural=False)
        if kind is None:
            continue
        is_body = kind in BODIES | {"Population"} and gazetteer.is_collective(words)
        if is_body or kind in PLACES - {"Country"}:
            yield kind
        return
