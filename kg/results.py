"""Answers of queries, and how they are written: W3C formats for programs, a table for people.

The formats are <https://www.w3.org/TR/sparql11-results-csv-tsv/>, <https://www.w3.org/TR/sparql11-results-json/>
and <https://www.w3.org/TR/rdf-sparql-XMLres/>; graphs are written by `kg.serialise`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import UsageError, nearest
from kg.serialise import serialise, shorten_iri, to_namespaces
from kg.store import FORMATS
from kg.vocab import PREFIXES, XSD

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The answer to SELECT, columns in its order; None where a cell is unbound."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The answer to ASK."""

    value: bool
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphResult:
    """The answer to CONSTRUCT and DESCRIBE."""

    triples: tuple[Triple, ...]
    hint: str | None = None


Result = Table | Truth | GraphResult

DEFAULT_WIDTH: Final = 100
_MIN_COLUMN: Final = 6
_GAP: Final = "  "


def format_result(result: Result, name: str = "table", *, width: int | None = DEFAULT_WIDTH) -> str:
    """RESULT in the format called NAME; WIDTH is what a table may take, None for all it needs.

    A graph is written as Turtle where a table is asked for; any other format must fit the kind of the answer.
    """
    if isinstance(result, GraphResult):
        return _format_graph(result, "ttl" if name == "table" else name)
    if name == "table":
        return format_table(result, width) if isinstance(result, Table) else f"{_word(result)}\n"
    writer = _WRITERS.get(name)
    if writer is None:
        raise _unknown(name, ("table", *_WRITERS))
    return writer(result)


def format_table(table: Table, width: int | None = DEFAULT_WIDTH) -> str:
    """TABLE with aligned columns; cells too long for WIDTH end in `…`."""
    base = _common_base(table)
    cells = [[_to_cell(term, base) for term in row] for row in table.rows]
    numeric = [bool(table.rows) and all(_is_number(row[i]) for row in table.rows) for i in range(len(table.columns))]
    needed = [
        max([display_width(column), *(display_width(row[i]) for row in cells)])
        for i, column in enumerate(table.columns)
    ]
    widths = needed if width is None else fit_widths(needed, width - len(_GAP) * (len(needed) - 1))
    lines = [list(table.columns), ["─" * size for size in widths], *cells]
    return "".join(f"{_join(line, widths, numeric)}\n" for line in lines)


def fit_widths(needed: Sequence[int], room: int) -> list[int]:
    """Widths of columns that together take ROOM at most: the widest give way first.

    >>> fit_widths([4, 30, 10], 24)
    [4, 10, 10]
    """
    widths = list(needed)
    while sum(widths) > room:
        widest = max(widths)
        if widest <= _MIN_COLUMN:
            break
        second = max((size for size in widths if size < widest), default=0)
        count = widths.count(widest)
        # Down to the next width at once, unless that is more than has to go.
        cut = min(widest - max(second, _MIN_COLUMN), -(-(sum(widths) - room) // count)) or 1
        widths = [size - cut if size == widest else size for size in widths]
    return widths


def display_width(text: str) -> int:
    """How many columns of a terminal TEXT takes: wide signs two, combining ones none.

    >>> display_width("喀布尔"), display_width("Café")
    (6, 4)
    """
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _join(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    shown = (
        _pad(_cut(cell, size), size, right=right) for cell, size, right in zip(cells, widths, numeric, strict=True)
    )
    return _GAP.join(shown).rstrip()


def _pad(text: str, size: int, *, right: bool) -> str:
    space = " " * (size - display_width(text))
    return space + text if right else text + space


def _cut(text: str, size: int) -> str:
    if display_width(text) <= size:
        return text
    used = 0
    for i, char in enumerate(text):
        used += _char_width(char)
        if used > size - 1:
            return text[:i].rstrip() + "…"
    return text


def _to_cell(term: Term | None, base: str | None) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        short = shorten_iri(term.value, _NAMESPACES)
        if short is None and base and term.value.startswith(base):
            short = term.value[len(base) :]
        return short or term.value
    text = term.value if isinstance(term, Literal) else str(term)
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)


def _common_base(table: Table) -> str | None:
    """What all IRIs of articles, entities and events have in front, cut off for people."""
    bases = set()
    for row in table.rows:
        for term in row:
            if isinstance(term, NamedNode):
                cuts = [term.value.find(part) for part in ("/article/", "/entity/")]
                found = [cut for cut in cuts if cut > 0]
                if found:
                    bases.add(term.value[: min(found) + 1])
    return bases.pop() if len(bases) == 1 else None


def _is_number(term: Term | None) -> bool:
    numbers = {XSD.NS + name for name in ("integer", "decimal", "double", "float")}
    return term is None or (isinstance(term, Literal) and term.datatype.value in numbers)


def _format_graph(result: GraphResult, name: str) -> str:
    if name not in FORMATS:
        raise _unknown(name, tuple(FORMATS), "a graph cannot be written as")
    return serialise((Quad(*triple) for triple in result.triples), FORMATS[name]).decode()


def _unknown(name: str, known: Sequence[str], what: str = "an answer cannot be written as") -> UsageError:
    near = nearest(name, known)
    hint = f"Did you mean {near}? " if near else ""
    return UsageError(f"{what} {name!r}", hint=f"{hint}Known: {', '.join(known)}")


def _word(truth: Truth) -> str:
    return "true" if truth.value else "false"


def _to_csv(result: Table | Truth) -> str:
    if isinstance(result, Truth):
        return _word(result) + "\r\n"
    lines = [result.columns, *([_csv_value(term) for term in row] for row in result.rows)]
    return "".join(",".join(_csv_quote(cell) for cell in line) + "\r\n" for line in lines)


def _csv_value(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _csv_quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(char in cell for char in '",\r\n') else cell


def _to_tsv(result: Table | Truth) -> str:
    if isinstance(result, Truth):
        return _word(result) + "\n"
    lines = [[f"?{column}" for column in result.columns]]
    lines += [["" if term is None else str(term).replace("\t", "\\t") for term in row] for row in result.rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def _to_json(result: Table | Truth) -> str:
    if isinstance(result, Truth):
        return json.dumps({"head": {}, "boolean": result.value}) + "\n"
    bindings = [
        {name: _json_term(term) for name, term in zip(result.columns, row, strict=True) if term is not None}
        for row in result.rows
    ]
    document = {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> Mapping[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    value: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        value["xml:lang"] = term.language
    elif term.datatype.value != XSD.NS + "string":
        value["datatype"] = term.datatype.value
    return value


def _to_xml(result: Table | Truth) -> str:
    head = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
    if isinstance(result, Truth):
        return f"{head}<head></head>\n<boolean>{_word(result)}</boolean>\n</sparql>\n"
    variables = "".join(f'<variable name="{escape(column)}"/>' for column in result.columns)
    rows = "".join(f"<result>{''.join(_xml_bindings(result.columns, row))}</result>\n" for row in result.rows)
    return f"{head}<head>{variables}</head>\n<results>\n{rows}</results>\n</sparql>\n"


def _xml_bindings(columns: Sequence[str], row: Row) -> Iterator[str]:
    for column, term in zip(columns, row, strict=True):
        if term is not None:
            yield f'<binding name="{escape(column)}">{_xml_term(term)}</binding>'


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    if isinstance(term, Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        inner = "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in parts)
        return f"<triple>{inner}</triple>"
    plain = term.datatype.value == XSD.NS + "string"
    kind = "" if plain else f' datatype="{escape(term.datatype.value)}"'
    if term.language:
        kind = f' xml:lang="{escape(term.language)}"'
    return f"<literal{kind}>{_xml_text(term.value)}</literal>"


def _xml_text(text: str) -> str:
    # XML 1.0 has no way to hold other control characters; the replacement character says that one was there.
    kept = "".join(
        char if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff") else "\ufffd" for char in text
    )
    return escape(kept, quote=False).replace("\r", "&#13;")


_NAMESPACES: Final = to_namespaces(PREFIXES)
_WRITERS: Final[Mapping[str, Callable[[Table | Truth], str]]] = MappingProxyType(
    {"csv": _to_csv, "tsv": _to_tsv, "json": _to_json, "xml": _to_xml}
)
RESULT_FORMATS: Final = ("table", *_WRITERS)
