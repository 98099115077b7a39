"""Words hung elsewhere in a list of tokens, for those that put trees right."""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.model import Token

NOUNS: Final = frozenset({"NOUN", "PROPN", "PRON"})
FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
SUBORDINATING: Final = frozenset("after before as since until while because although though when once till".split())


def hang(tokens: list[Token], i: int, head: int, dep: str) -> None:
    """Hang word I from HEAD by DEP."""
    tokens[i] = dataclasses.replace(tokens[i], head=head, dep=dep)


def is_below(tokens: list[Token], i: int, top: int) -> bool:
    """Whether word I is TOP or hangs somewhere below it."""
    for _ in range(len(tokens)):
        if i == top:
            return True
        if tokens[i].head == i:
            return False
        i = tokens[i].head
    return False
