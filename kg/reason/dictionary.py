"""Terms by number and numbers by term: the reasoner computes with numbers, and only the door to it knows terms.

A term is kept as N-Triples spells it (`<http://…>`, `_:b1`, `"seven"@en`), so that a literal keeps its spelling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np
import pyoxigraph as ox

from kg.reason.relations import Mask

Numbers = tuple[int, int, int]
"""A triple of numbered terms."""

_ESCAPES: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


class Dictionary:
    """A two-way table of terms.

    `find` gives the number of a term, or None; `encode` gives it a new one where it has none. Both are called for each
    term of a graph, so they are plain functions over the table, without a look at this object.
    """

    __slots__ = ("_is_literal", "encode", "find", "names")

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names: list[str] = list(names)
        self._is_literal: Mask = np.empty(0, np.bool_)
        ids = {name: number for number, name in enumerate(self.names)}
        known = self.names

        def encode(name: str) -> int:
            number = ids.get(name)
            if number is None:
                number = ids[name] = len(known)
                known.append(name)
            return number

        self.find: Callable[[str], int | None] = ids.get
        self.encode: Callable[[str], int] = encode

    def __len__(self) -> int:
        return len(self.names)

    def encode_quads(self, quads: Iterable[ox.Quad]) -> Iterator[Numbers]:
        """The triples of QUADS as numbers; those that quote other triples are left out: OWL says nothing of them."""
        encode = self.encode
        for subject, predicate, item, _ in quads:
            if not isinstance(subject, ox.Triple) and not isinstance(item, ox.Triple):
                yield encode(str(subject)), encode(str(predicate)), encode(str(item))

    def is_literal(self) -> Mask:
        """Which terms are literals, by number."""
        known = len(self._is_literal)
        if known < len(self.names):
            more = np.fromiter((name[0] == '"' for name in self.names[known:]), np.bool_, len(self.names) - known)
            self._is_literal = np.concatenate((self._is_literal, more))
        return self._is_literal

    def to_term(self, number: int) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        """The term of a number."""
        return to_term(self.names[number])

    def to_quads(self, triples: Iterable[Sequence[int]], graph: ox.NamedNode) -> Iterator[ox.Quad]:
        """TRIPLES as quads of GRAPH; their subjects must be no literals and their predicates names."""
        terms: dict[int, ox.NamedNode | ox.BlankNode | ox.Literal] = {}

        def term(number: int) -> ox.NamedNode | ox.BlankNode | ox.Literal:
            found = terms.get(number)
            if found is None:
                found = terms[number] = to_term(self.names[number])
            return found

        for subject, predicate, item in triples:
            yield ox.Quad(term(subject), term(predicate), term(item), graph)  # type: ignore[arg-type]  # see above


def to_term(name: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """The term that N-Triples spells as NAME.

    >>> to_term('"one\\\\ntwo"@en')
    <Literal value=one
    two language=en>
    """
    if name[0] == "<":
        return ox.NamedNode(name[1:-1])
    if name[0] == "_":
        return ox.BlankNode(name[2:])
    end = name.rindex('"')
    value, rest = _unescape(name[1:end]), name[end + 1 :]
    if rest.startswith("@"):
        return ox.Literal(value, language=rest[1:])
    return ox.Literal(value, datatype=ox.NamedNode(rest[3:-1])) if rest else ox.Literal(value)


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    parts: list[str] = []
    at = 0
    while at < len(text):
        mark = text[at]
        if mark != "\\":
            parts.append(mark)
            at += 1
            continue
        kind = text[at + 1]
        width = {"u": 4, "U": 8}.get(kind)
        parts.append(chr(int(text[at + 2 : at + 2 + width], 16)) if width else _ESCAPES[kind])
        at += 2 + (width or 0)
    return "".join(parts)
