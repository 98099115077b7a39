"""Clauses that leave out what was said before, put right in a tree: "one was shot by police and another by soldiers".

What stands there in the place of a victim is none of the doers, and the second doer did nothing to the first victim.
"""

from __future__ import annotations

from typing import Final

from kg.extract.hanging import NOUNS, hang
from kg.model import Token

_COUNTING: Final = frozenset({"another", "others", "one", "some"})
_SHORT: Final = 5
"""Tokens of a phrase at most, before its noun."""


def hang_gapped(tokens: list[Token], i: int, first: int) -> None:
    """Hang who stands before "by" at I loosely from the passive verb of another phrase with "by", with its doer."""
    if tokens[i].text.lower() != "by" or tokens[i].dep != "case" or i - 2 < first or tokens[i].head < i:
        return
    victim, doer = tokens[i - 1], tokens[tokens[i].head]
    begin = next((t.i for t in tokens[max(first, i - _SHORT) : i] if t.head == victim.i and t.dep == "cc"), None)
    if begin is None or victim.dep != "conj" or victim.upos not in {*NOUNS, "NUM", "DET"}:
        return
    above = tokens[victim.head]
    verb = tokens[above.head] if above.dep == "obl:agent" else above
    agents = [t.i for t in tokens[verb.i : i - 1] if t.head == verb.i and t.dep == "obl:agent"]
    if verb.upos != "VERB" or not agents or doer.head not in (verb.i, victim.i, agents[-1]):
        return
    is_victim = victim.upos != "PROPN" and (
        victim.upos in ("NUM", "DET")
        or victim.text.lower() in _COUNTING
        or any(t.head == victim.i and t.dep in ("det", "nummod") for t in tokens[begin : i - 1])
    )
    if is_victim:
        hang(tokens, victim.i, verb.i, "parataxis")
        hang(tokens, doer.i, victim.i, "orphan")
