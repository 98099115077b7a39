"""Parties that a hyphen joins before a noun: "the Iran-Iraq war" is fought by both, "US-China talks" held by both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kg.extract.aliases import Name
from kg.extract.hanging import NOUNS, hang
from kg.extract.kinds import BODIES
from kg.extract.tree import Tree
from kg.gazetteer import Gazetteer
from kg.model import Token

_HYPHENS: Final = frozenset({"-", "–"})
_MODIFIERS: Final = frozenset({"compound", "amod", "nmod", "flat"})


def part_joint(tree: Tree, first: int, last: int, gazetteer: Gazetteer) -> tuple[tuple[int, int], ...]:
    """The stretches of the two names in FIRST to LAST, if both are known and the whole is none; else the whole.

    Whose a body is stands apart too, if it is known: "Kenya's National Police", "ISIL's War Committee".
    """
    owner = next((i - 1 for i in range(first + 1, last) if tree.tokens[i].xpos == "POS"), None)
    if owner is not None and _is_owner(tree, first, owner, gazetteer):
        owned = tree.span_text(owner + 2, last)
        is_whole = gazetteer.type_name(tree.span_text(first, last)) is not None or gazetteer.is_office(owned.split())
        is_branch = gazetteer.type_name(owned) is not None  # "Egypt's Muslim Brotherhood": one of several so called
        return ((first, last),) if is_whole or is_branch else ((first, owner), (owner + 2, last))
    for hyphen in range(first + 1, last):
        sides = (first, hyphen - 1), (hyphen + 1, last)
        is_whole = gazetteer.type_name(tree.span_text(first, last)) is not None
        if tree.tokens[hyphen].text in _HYPHENS and not is_whole:
            words = [tree.span_text(*side) for side in sides]
            if all(gazetteer.type_name(word) or gazetteer.country_of_adjective(word) for word in words):
                return sides
    return ((first, last),)


def _is_owner(tree: Tree, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether the words are a noun or the known name of a state or body, to which something may belong."""
    if tree.tokens[first].text.islower():
        return tree.tokens[last].upos == "NOUN"  # "army's Western Command"
    entry = gazetteer.type_name(tree.span_text(first, last))
    return entry is not None and not entry.ambiguous and entry.kind in BODIES | {"Country"}


def hang_joint(tokens: list[Token], i: int, last: int, inside: Mapping[int, Name], gazetteer: Gazetteer) -> None:
    """Hang what stands before hyphen I from the noun that the name or adjective of nation behind it modifies.

    LAST is the last word of the sentence, INSIDE has the names by their words.
    """
    if tokens[i].text not in _HYPHENS or i + 1 >= last:
        return
    heads = [_head_of(tokens, word, inside, gazetteer) for word in (i - 1, i + 1)]
    one, other = heads
    if one is None or other is None or one == other:
        return
    noun = tokens[other].head
    is_before = noun > other and noun <= last and tokens[noun].upos in NOUNS and noun not in inside
    if is_before and tokens[other].dep.partition(":")[0] in _MODIFIERS and tokens[one].head in (other, noun, i + 1):
        hang(tokens, one, noun, "amod" if tokens[one].upos == "ADJ" else "compound")
        hang(tokens, i, other, "punct")


def _head_of(tokens: Sequence[Token], word: int, inside: Mapping[int, Name], gazetteer: Gazetteer) -> int | None:
    name = inside.get(word)
    if name is not None:
        return name.head
    return word if gazetteer.country_of_adjective(tokens[word].text) is not None else None


def is_joint(tree: Tree, word: int) -> bool:
    """Whether a hyphen joins WORD to another modifier of its noun."""
    others = tree.children(tree.tokens[word].head, "compound", "amod")
    return any(abs(other - word) == 2 and tree.tokens[(other + word) // 2].text in _HYPHENS for other in others)
