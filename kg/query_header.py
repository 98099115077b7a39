"""The header of a saved query: `#+` lines in grlc's style, a small and strict subset of YAML.

    #+ summary: Who did what to whom
    #+ parameters:
    #+   - name: actor
    #+     type: entity
    #+     description: Only events in which this one takes part
    #+ columns:
    #+   - event: the event

A parameter's place in the query is `VALUES ?actor { UNDEF }`: without a value any term fits, so that the file
is a valid query for any SPARQL engine as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast, get_args

from kg.errors import InputError, nearest

ParameterType = Literal["string", "iri", "integer", "date", "class", "entity"]

_KEYS: Final = ("summary", "description", "parameters", "columns")
_FIELDS: Final = ("name", "type", "default", "required", "description")
_MARK: Final = "#+"
_PAIR: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*):(?: +(.*))?")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_Line = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a user may set: `entity` is a name found among the labels, `class` takes in the classes below it."""

    name: str
    type: ParameterType
    description: str
    default: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedQuery:
    """A query with what its header says; `columns` are pairs of a name and its meaning."""

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    text: str
    path: Path | None = None


def binding_site(name: str) -> re.Pattern[str]:
    """Where a value for the parameter NAME goes."""
    return re.compile(rf"VALUES\s+\?{re.escape(name)}\s*\{{\s*UNDEF\s*\}}", re.IGNORECASE)


def parse_header(text: str, *, name: str, path: Path | None = None) -> SavedQuery:
    """Read the header of a query; a fault in it is an `InputError` with its line."""
    where = str(path or name)
    values: dict[str, str] = {}
    blocks: dict[str, Sequence[_Line]] = {}
    for (number, line), block in _split_blocks(_header_lines(text), where):
        key, value = _to_pair(line, number, where)
        _check_known(key, _KEYS, number, where)
        if key in values:
            raise InputError(f"{key} stands twice in the header", where=f"{where}:{number}")
        values[key] = " ".join([value, *(part.strip() for _, part in block)] if key in _KEYS[:2] else [value]).strip()
        blocks[key] = block
    parameters = tuple(_to_parameter(item, where) for item in _split_items(blocks.get("parameters", ()), where))
    for parameter in parameters:
        if not binding_site(parameter.name).search(text):
            hint = f"Write VALUES ?{parameter.name} {{ UNDEF }} where its value goes"
            raise InputError(f"the query has no place for the parameter {parameter.name}", where=where, hint=hint)
    return SavedQuery(
        name=name,
        summary=values.get("summary", ""),
        description=values.get("description", ""),
        parameters=parameters,
        columns=tuple(_to_column(item, where) for item in _split_items(blocks.get("columns", ()), where)),
        text=text,
        path=path,
    )


def _header_lines(text: str) -> Iterator[_Line]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_MARK):
            content = line.removeprefix(_MARK).removeprefix(" ").rstrip()
            if content:
                yield number, content


def _split_blocks(lines: Iterator[_Line], where: str) -> list[tuple[_Line, list[_Line]]]:
    """Lines that start at the margin, each with the indented ones below it."""
    blocks: list[tuple[_Line, list[_Line]]] = []
    for number, line in lines:
        if not line.startswith(" "):
            blocks.append(((number, line), []))
        elif blocks:
            blocks[-1][1].append((number, line))
        else:
            raise InputError("the header starts with an indented line", where=f"{where}:{number}")
    return blocks


def _split_items(lines: Sequence[_Line], where: str) -> list[list[_Line]]:
    """The items of a list, each as the lines of its pairs."""
    items: list[list[_Line]] = []
    for number, line in lines:
        content = line.strip()
        if content.startswith("- "):
            items.append([(number, content[2:].strip())])
        elif items:
            items[-1].append((number, content))
        else:
            raise InputError("a list item starts with '- '", where=f"{where}:{number}")
    return items


def _to_parameter(item: Sequence[_Line], where: str) -> Parameter:
    first = item[0][0]
    fields: dict[str, str] = {}
    for number, line in item:
        key, value = _to_pair(line, number, where)
        _check_known(key, _FIELDS, number, where)
        fields[key] = value
    name, kind = fields.get("name", ""), fields.get("type", "string")
    if not _NAME.fullmatch(name):
        raise InputError(f"a parameter needs a name of letters, digits and _: {name!r}", where=f"{where}:{first}")
    _check_known(kind, get_args(ParameterType), first, where)
    if fields.get("required", "false") not in ("true", "false"):
        raise InputError("required is true or false", where=f"{where}:{first}")
    return Parameter(
        name=name,
        type=cast("ParameterType", kind),
        description=fields.get("description", ""),
        default=fields.get("default"),
        required=fields.get("required") == "true",
    )


def _to_column(item: Sequence[_Line], where: str) -> tuple[str, str]:
    number, line = item[0]
    name, meaning = _to_pair(line, number, where)
    return name, " ".join([meaning, *(part for _, part in item[1:])])


def _to_pair(line: str, number: int, where: str) -> tuple[str, str]:
    match = _PAIR.fullmatch(line)
    if match is None:
        hint = "A header line is '#+ key: value', a line of a list '#+   - key: value'"
        raise InputError(f"not a header line: {line!r}", where=f"{where}:{number}", hint=hint)
    return match[1], _unquote(match[2] or "")


def _unquote(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _check_known(word: str, known: Sequence[str], number: int, where: str) -> None:
    if word not in known:
        near = nearest(word, known)
        hint = f"Did you mean {near}? " if near else ""
        raise InputError(
            f"unknown in a header: {word!r}", where=f"{where}:{number}", hint=f"{hint}Known: {', '.join(known)}"
        )
