"""A SELECT query cut into its parts, each as text: what it shows, its patterns, and the groups within its groups.

pyoxigraph gives no syntax tree. The tokens of `kg.sparql` are enough to tell triple patterns from groups, filters and
bindings, which is all that is needed to ask which triples an answer rests on (`kg.query_facts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.sparql import TOKEN

_BRACKETS: Final = {"(": ")", "{": "}", "[": "]"}
_PASSED: Final = frozenset({"FILTER", "BIND", "VALUES", "MINUS", "SERVICE"})
"""What states no pattern of its own: it ends with its bracket."""
_AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_AFTER_KEYS: Final = frozenset({"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What stands between two braces, as it is asked by itself; its triple patterns; the groups within it."""

    text: str
    blocks: tuple[str, ...]
    inner: tuple[Group | Select, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """A SELECT with its body; `shown` are the variables that a row tells of one match (none for `*`, which shows all).

    `bindings` are the BINDs that give these their values; what is counted or joined over many matches is left out.
    """

    shown: tuple[str, ...] | None
    bindings: tuple[str, ...]
    body: Group


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    text: str
    start: int
    end: int
    word: str
    """The keyword it may be, in capitals."""


def split_query(text: str) -> tuple[str, Select]:
    """The prologue of a query, and the SELECT after it; `ValueError` where TEXT is not such a query.

    >>> prologue, select = split_query("SELECT ?a (STR(?c) AS ?d) { ?a a ?c OPTIONAL { ?a ?b 1 } FILTER(?a != ?b) }")
    >>> select.shown, select.bindings, select.body.blocks, select.body.inner[0].blocks
    (('a', 'd'), ('BIND(STR(?c) AS ?d)',), ('?a a ?c',), ('?a ?b 1',))
    """
    parser = _Parser(text)
    while parser.word != "SELECT":
        parser.take()
    prologue = text[: parser.start]
    return prologue, parser.read_select(end=False)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_to_tokens(text))
        self.place = 0

    @property
    def token(self) -> _Token:
        if self.place >= len(self.tokens):
            raise ValueError("the query ends too early")
        return self.tokens[self.place]

    @property
    def word(self) -> str:
        return self.token.word

    @property
    def start(self) -> int:
        return self.token.start

    def take(self) -> _Token:
        token = self.token
        self.place += 1
        return token

    def skip(self) -> str:
        """Pass over one token, or over a bracket and all that is in it; its text."""
        start = self.start
        closing = _BRACKETS.get(self.token.text)
        self.take()
        if closing is not None:
            while self.token.text != closing:
                self.skip()
            self.take()
        return self.text[start : self.tokens[self.place - 1].end]

    def is_at_end(self) -> bool:
        return self.place >= len(self.tokens)

    def read_select(self, *, end: bool, graph: str = "") -> Select:
        """A SELECT, up to the end of the text, or, where END, to the brace that closes it."""
        self.take()
        shown: list[str] = []
        bindings: list[str] = []
        every = False
        while self.token.text != "{":
            if self.token.text == "(":
                _add_binding(self.skip(), shown, bindings)
                continue
            token = self.take()
            every = every or token.text == "*"
            if token.text[0] in "?$":
                shown.append(token.text[1:])
        begin = self.start
        found = self.read_group(graph)
        if isinstance(found, Select):
            body = Group(text=self.text[begin : self.tokens[self.place - 1].end], blocks=(), inner=(found,))
        else:
            body = found
        values = ""
        while not self.is_at_end() and not (end and self.token.text == "}"):
            if self.word == "GROUP":
                self._read_keys(bindings)
            elif self.word == "VALUES":
                start = self.start
                while self.skip()[0] != "{":
                    pass
                values = self.text[start : self.tokens[self.place - 1].end]
            else:
                self.skip()
        if values:
            body = Group(text=f"{body.text}\n{values}", blocks=body.blocks, inner=body.inner)
        return Select(shown=None if every else tuple(shown), bindings=tuple(bindings), body=body)

    def _read_keys(self, bindings: list[str]) -> None:
        while not self.is_at_end() and self.token.text != "}" and self.word not in _AFTER_KEYS:
            if self.token.text == "(":
                _add_binding(self.skip(), [], bindings)
            else:
                self.skip()

    def read_group(self, graph: str = "") -> Group | Select:
        """What stands in braces, asked of one GRAPH where it stands in such: a group, or a SELECT."""
        start = self.take().end
        if self.word == "SELECT":
            select = self.read_select(end=True, graph=graph)
            self.take()
            return select
        blocks: list[str] = []
        inner: list[Group | Select] = []
        while self.token.text != "}":
            if self.word == "FILTER" and self.tokens[self.place + 1].word == "EXISTS":
                self.place += 2
                inner.append(self.read_group(graph))
            elif self.word in _PASSED:
                self._pass()
            elif self.word in ("OPTIONAL", "UNION") or self.token.text == ".":
                self.take()
            elif self.word == "GRAPH":
                self.take()
                inner.append(self.read_group(f"GRAPH {self.take().text} "))
            elif self.token.text == "{":
                inner.append(self.read_group(graph))
            else:
                blocks.append(self._read_block())
        text = self.text[start : self.start].strip()
        self.take()
        return Group(text=f"{graph}{{ {text}\n}}" if graph else text, blocks=tuple(blocks), inner=tuple(inner))

    def _pass(self) -> None:
        """Pass over a filter or the like."""
        last = "{" if self.take().word in ("VALUES", "MINUS", "SERVICE") else "({"
        while self.skip()[0] not in last:
            pass

    def _read_block(self) -> str:
        start = end = self.start
        while self.token.text not in "{}" and self.word not in _PASSED | {"OPTIONAL", "UNION", "GRAPH"}:
            self.skip()
            last = self.tokens[self.place - 1]
            end = end if last.text == "." else last.end
        return self.text[start:end]


def _to_tokens(text: str) -> Iterator[_Token]:
    for match in TOKEN.finditer(text):
        if match.lastgroup != "comment" and not match[0].isspace():
            word = match[0].upper() if match.lastgroup == "word" else ""
            yield _Token(text=match[0], start=match.start(), end=match.end(), word=word)


def _add_binding(text: str, shown: list[str], bindings: list[str]) -> None:
    """Note `(EXPRESSION AS ?variable)`, unless the expression counts over many matches."""
    words = {token.word for token in _to_tokens(text)}
    variable = re.search(r"[?$](\w+)\s*\)$", text)
    if variable is not None and "AS" in words and not words & _AGGREGATES:
        shown.append(variable[1])
        bindings.append(f"BIND{text}")
