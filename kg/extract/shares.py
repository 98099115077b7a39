"""Totals told in parts: "12 people were killed: seven in Aleppo and five in Homs".

What stands after each number says where, when or how those few suffered, and nothing of all of them. Parsers hang it
from the verb.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.hanging import NOUNS, hang, is_below
from kg.extract.quantities import to_minimum
from kg.model import Token

_STOPS: Final = frozenset({",", ":", "--", "–", "—", "-"})
_BETWEEN: Final = frozenset({",", "and", ";"})
_OF_THEM: Final = ("of", "them")
_WHERE: Final = frozenset("in at near on by during inside outside around".split())


def hang_shares(tokens: list[Token], first: int, last: int) -> None:
    """Hang each number of a list of parts in the sentence from FIRST to LAST from the total, and its phrase from it."""
    _hang_members(tokens, first, last)
    shares = list(_find_shares(tokens, first, last))
    while len(shares) > 1 and any(
        t.upos in ("VERB", "AUX") and t.xpos not in ("VBN", "VBG") for t in tokens[shares[0][0] : shares[-1][1]]
    ):
        shares.pop(0)
    if len(shares) < 2 or tokens[shares[0][0] - 1].text not in _STOPS or tokens[shares[-1][0] - 1].text != "and":
        return
    numbers = [to_minimum(tokens[number].text) or 0 for number, _ in shares]
    total = _find_total(tokens, first, shares[0][0] - 1, sum(numbers))
    if total is None or any(is_below(tokens, total, number) for number, _ in shares):
        return
    for place, (number, case) in enumerate(shares):
        noun = tokens[case].head
        end = shares[place + 1][0] if place + 1 < len(shares) else last + 1
        if not case < noun < end:
            continue
        hang(tokens, noun, number, "nmod")
        hang(tokens, number, *((total, "appos") if place == 0 else (shares[0][0], "conj")))


def _hang_members(tokens: list[Token], first: int, last: int) -> None:
    """Hang those told one by one from the first of them: "two of the hostages, an engineer and his wife"."""
    for item in (t for t in tokens[first : last + 1] if t.dep == "appos" and t.xpos in ("NN", "NNP") and t.head < t.i):
        whole = tokens[item.head]
        others = [t for t in tokens[item.i + 1 : last + 1] if t.head == whole.i and t.dep == "conj"]
        numbers = [whole] if whole.upos == "NUM" else [t for t in tokens[first : whole.i] if t.head == whole.i]
        told = next((to_minimum(t.text) for t in numbers if t.upos == "NUM"), None)
        if others and told == len(others) + 1 and all(t.xpos in ("NN", "NNP") for t in others):
            for other in others:
                hang(tokens, other.i, item.i, "conj")


def _find_shares(tokens: list[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Pairs of a number that a stop or "and" stands before and the preposition right after it or after "of them"."""
    for i in range(first + 3, last - 1):
        if tokens[i].upos != "NUM" or tokens[i - 1].text.lower() not in _STOPS | _BETWEEN:
            continue
        after = i + 1
        if tuple(t.text.lower() for t in tokens[after : after + 2]) == _OF_THEM:
            after += 2
        is_phrase = after < last and tokens[after].text.lower() in _WHERE and tokens[after].dep == "case"
        if is_phrase and to_minimum(tokens[i].text) is not None:
            yield i, after


def _find_total(tokens: list[Token], first: int, end: int, least: int) -> int | None:
    """The nearest noun before token END that is told to be LEAST or more."""
    for t in reversed(tokens[first:end]):
        if t.upos == "NUM" and t.dep == "nummod" and t.i < t.head < end and tokens[t.head].upos in NOUNS:
            if (to_minimum(t.text) or 0) >= least:
                return t.head
    return None
