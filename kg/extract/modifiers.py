"""Nouns before a noun that parsers hang across the verb: "strikes engaged five ISIL units" has no "ISIL strikes"."""

from __future__ import annotations

from typing import Final

from kg.extract.hanging import hang, is_below
from kg.model import Token

_BEFORE: Final = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})


def hang_modifier(tokens: list[Token], i: int, last: int) -> None:
    """Hang compound I, whose head stands before the verb before it, from the noun after it."""
    word = tokens[i]
    if word.dep != "compound" or word.head >= i or not any(t.upos == "VERB" for t in tokens[word.head + 1 : i]):
        return
    noun = i
    while noun < last and tokens[noun + 1].upos in _BEFORE:
        noun += 1
    if noun > i and tokens[noun].upos in ("NOUN", "PROPN") and not is_below(tokens, noun, i):
        hang(tokens, i, noun, "compound")
