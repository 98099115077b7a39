"""Nouns that parsers hang from the wrong noun: across the verb, or from a particle.

"Strikes engaged five ISIL units" has no "ISIL strikes", and what "staged a sit-in" is about hangs from "sit".
"""

from __future__ import annotations

from typing import Final

from kg.extract.hanging import hang, is_below
from kg.model import Token

_PARTICLES: Final = frozenset("in ins off offs out outs up ups down over".split())
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


def hang_particle(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Let the stem of a hyphened noun head it where its particle I does: "a sit-in at the ministry"."""
    stem = i - 2
    if stem < first or tokens[i - 1].text != "-" or tokens[i].text.lower() not in _PARTICLES:
        return
    if tokens[stem].head != i or tokens[stem].dep != "compound" or tokens[stem].end != tokens[i - 1].start:
        return
    top, dep = tokens[i].head, tokens[i].dep
    for t in tokens[first : last + 1]:
        if t.head == i and t.i != i:
            hang(tokens, t.i, stem, t.dep)
    hang(tokens, stem, stem if top == i else top, dep)
    hang(tokens, i, stem, "compound")
