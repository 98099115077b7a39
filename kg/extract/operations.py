"""Operations with a name of their own: "Operation Desert Storm" is an operation, whatever the words after it mean.

Parsers take the words for what the operation does, and the whole for a body or a place.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

from kg.extract.hanging import hang
from kg.extract.tree import Tree
from kg.model import NameSpan, Token

_OPERATION: Final = "Operation"
_LONGEST: Final = 4
"""Words of the name of an operation at most."""
_BODIES: Final = frozenset(
    "area base center centre command control division group manager office officer room team".split()
)
"""What is named for the operations that go on there: "the Operation Room"."""


def hang_operation(tokens: list[Token], i: int, last: int, names: Sequence[NameSpan]) -> None:
    """Make "Operation" at I the head of the name that it begins, a noun; in NAMES it may end that of a body."""
    end = _end_of_name(tokens, i, last)
    if end is None:
        return
    is_inside = any(name.first < i <= name.last and tokens[name.first].upos == "PROPN" for name in names)
    if is_inside or (i > 1 and tokens[i - 1].text in ("-", "–") and tokens[i - 2].upos == "PROPN"):
        tokens[i] = dataclasses.replace(tokens[i], upos="PROPN", xpos="NNP")  # "Task Force - Operation Desert Storm"
        return
    inside = range(i, end + 1)
    outer = next((tokens[k] for k in inside if tokens[k].head not in inside or tokens[k].head == k), tokens[i])
    head, dep = (i, outer.dep) if outer.head == outer.i else (outer.head, outer.dep)
    if head > end and i > 0 and tokens[i - 1].upos == "VERB" and any(t.dep == "case" for t in tokens[end + 1 : head]):
        head, dep = i - 1, "obj"  # "launched Operation Desert Storm against the army"
    for t in tokens:
        if t.head in inside and t.i not in inside:
            hang(tokens, t.i, i, t.dep)
    for k in inside:
        if k != i:
            tokens[k] = dataclasses.replace(tokens[k], head=i, dep="flat", upos="PROPN", xpos="NNP")
    tokens[i] = dataclasses.replace(
        tokens[i],
        head=head,
        dep="nmod" if dep in ("compound", "flat") else dep,
        upos="NOUN",
        xpos="NN",
        lemma="operation",
    )


def without_operations(tokens: Sequence[Token], names: Sequence[NameSpan]) -> tuple[NameSpan, ...]:
    """NAMES but for those in the name of an operation: it names no thing."""
    begins = {
        t.i: end for t in tokens if t.upos == "NOUN" and (end := _end_of_name(tokens, t.i, len(tokens) - 1)) is not None
    }
    covered = {k for begin, end in begins.items() for k in range(begin, end + 1)}
    return tuple(name for name in names if not covered & set(range(name.first, name.last + 1)))


def find_end(tree: Tree, i: int) -> int | None:
    """The last word of the name of the operation that word I is; None where it is none with a name."""
    return _end_of_name(tree.tokens, i, tree.sentence(i).last) if tree.tokens[i].upos == "NOUN" else None


def _end_of_name(tokens: Sequence[Token], i: int, last: int) -> int | None:
    if tokens[i].text != _OPERATION:
        return None
    end = i
    while end < min(last, i + _LONGEST) and tokens[end + 1].text[:1].isupper() and tokens[end + 1].text.isalpha():
        end += 1
    return end if end > i and tokens[end].text.lower() not in _BODIES else None
