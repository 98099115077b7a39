"""Annotated articles: JSON files with `id`, `text`, `entities`, `events` and `relations`, checked as they are read.

`text` is the article itself, or the path of a .txt file from the folder of the JSON file. An anchor is quoted with as
much of the text around it as makes it unique, the anchor itself between asterisks: "launched an *attack* on".
All that is wrong with a file is told at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from kg.errors import InputError, nearest
from kg.evaluation.annotation import (
    AUTHOR,
    DATES,
    FACTUALITIES,
    NUMBERS,
    RELATIONS,
    ROLES,
    VALUES,
    Annotation,
    EventNote,
    Fact,
    Span,
)
from kg.metadata import parse_date
from kg.ontology import load_ontology

_SUFFIX: Final = ".json"
_LONGEST_PATH: Final = 200
_SHOWN: Final = 20
_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_BESIDE: Final = ("type", "anchors", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldArticle:
    """One annotated article: where it was read, its id, its text, and what people found in it."""

    path: Path
    id: str
    text: str
    published: date | None
    annotation: Annotation


def read_gold(source: Path) -> tuple[GoldArticle, ...]:
    """The annotated articles of a file or a folder, by name of the file."""
    if source.is_dir():
        paths = sorted(path for path in source.glob(f"*{_SUFFIX}") if not path.name.endswith(f".meta{_SUFFIX}"))
        if not paths:
            raise InputError("the folder holds no annotated articles (*.json)", where=str(source))
        return tuple(_read(path) for path in paths)
    return (_read(source),)


def _read(path: Path) -> GoldArticle:
    record = _load(path)
    text = _find_text(record.get("text"), path)
    reader = _Reader(text=text)
    annotation = reader.read(record)
    if reader.problems:
        shown = "".join(f"\n  {problem}" for problem in reader.problems[:_SHOWN])
        more = f"\n  and {len(reader.problems) - _SHOWN} more" if len(reader.problems) > _SHOWN else ""
        raise InputError(f"not a valid annotation:{shown}{more}", where=str(path))
    return GoldArticle(
        path=path,
        id=str(record.get("id", path.stem)),
        text=text,
        published=_to_date(record.get("date"), path),
        annotation=annotation,
    )


def _to_date(given: object, path: Path) -> date | None:
    """The day of the article, where the annotation tells it."""
    if given is None:
        return None
    try:
        return parse_date(str(given))
    except ValueError as error:
        raise InputError(f"date: {given!r} is no date", where=str(path), hint="Dates are written YYYY-MM-DD") from error


def _load(path: Path) -> dict[str, object]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise InputError(f"not valid JSON: {error.msg}", where=f"{path}:{error.lineno}") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"not a JSON file: {error}", where=str(path)) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", where=str(path)) from error
    if not isinstance(record, dict):
        raise InputError("an annotated article is a JSON object", where=str(path), hint="With text, entities, events")
    return record


def _find_text(given: object, path: Path) -> str:
    if not isinstance(given, str) or not given.strip():
        raise InputError("the annotation has no text", where=str(path), hint='"text" is the article, or its file')
    if not given.endswith(".txt") or "\n" in given or len(given) > _LONGEST_PATH:
        return given
    place = path.parent / given
    try:
        return place.read_bytes().decode("utf-8").removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"the text of the annotation cannot be read: {reason}", where=str(place)) from error


@dataclass(slots=True)
class _Reader:
    """Reads one record and gathers what is wrong with it."""

    text: str
    problems: list[str] = field(default_factory=list)

    def read(self, record: Mapping[str, object]) -> Annotation:
        entities, events = self._object(record, "entities"), self._object(record, "events")
        names = {key: tuple(self._names(key, entity)) for key, entity in entities.items()}
        kinds = {
            key: self._kind(f"entity {key}", entity, load_ontology().entity_classes) for key, entity in entities.items()
        }
        self.problems += [f"{key}: both an entity and an event" for key in entities if key in events]
        known = {*entities, *events}
        return Annotation(
            names=names,
            kinds=kinds,
            events={key: self._event(key, event, known) for key, event in events.items()},
            relations=frozenset(self._relations(record.get("relations", []), set(entities))),
        )

    def _object(self, record: Mapping[str, object], name: str) -> dict[str, dict[str, object]]:
        found = record.get(name)
        if not isinstance(found, dict) or not all(isinstance(item, dict) for item in found.values()):
            self.problems.append(f"{name}: an object of objects is needed, by keys of your choice")
            return {}
        return found

    def _kind(self, where: str, item: Mapping[str, object], known: frozenset[str]) -> str:
        kind = item.get("type")
        if not isinstance(kind, str) or kind not in known:
            near = nearest(kind, known) if isinstance(kind, str) else None
            self.problems.append(f"{where}: unknown type {kind!r}" + (f", did you mean {near}?" if near else ""))
            return "Thing"
        return kind

    def _names(self, key: str, entity: Mapping[str, object]) -> Iterator[str]:
        for name in self._strings(f"entity {key}: names", entity.get("names")):
            if name.casefold() not in self.text.casefold():
                self.problems.append(f"entity {key}: the name is not in the text: {name!r}")
            yield name

    def _strings(self, where: str, found: object) -> list[str]:
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found) or not found:
            self.problems.append(f"{where}: a list of strings is needed")
            return []
        return found

    # Events

    def _event(self, key: str, event: Mapping[str, object], known: set[str]) -> EventNote:
        where = f"event {key}"
        allowed = {*ROLES, *VALUES, *_BESIDE}
        for name in sorted(set(event) - allowed):
            near = nearest(name, allowed)
            self.problems.append(f"{where}: unknown field {name!r}" + (f", did you mean {near}?" if near else ""))
        anchors = [
            span
            for quote in self._strings(f"{where}: anchors", event.get("anchors"))
            if (span := self._anchor(where, quote)) is not None
        ]
        return EventNote(
            key=key,
            kind=self._kind(where, event, load_ontology().event_classes),
            anchors=tuple(anchors),
            roles=tuple(self._roles(where, event, known)),
            values=dict(self._values(where, event, known)),
        )

    def _anchor(self, where: str, quote: str) -> Span | None:
        parts = quote.split("*")
        if len(parts) != 3 or not parts[1]:
            self.problems.append(f"{where}: the anchor stands between two asterisks, not so in {quote!r}")
            return None
        found = self.text.count("".join(parts))
        first = self.text.find("".join(parts))
        if found == 0:
            self.problems.append(f"{where}: the quotation is not in the text: {quote!r}")
            return None
        if found > 1 or self.text.find("".join(parts), first + 1) >= 0:
            self.problems.append(f"{where}: the quotation occurs more than once, quote more around it: {quote!r}")
            return None
        return first + len(parts[0]), first + len(parts[0]) + len(parts[1])

    def _roles(self, where: str, event: Mapping[str, object], known: set[str]) -> Iterator[tuple[str, str]]:
        for role in ROLES:
            for filler in self._strings(f"{where}: {role}", event[role]) if event.get(role, []) != [] else ():
                if filler not in known:
                    self.problems.append(f"{where}: {role} names {filler!r}, which is neither an entity nor an event")
                yield role, filler

    def _values(
        self, where: str, event: Mapping[str, object], known: set[str]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name in VALUES:
            given = event.get(name, "actual" if name == "factuality" else None)
            if given is None:
                continue
            values = tuple(str(item) for item in (given if isinstance(given, list) else [given]))
            bad = [value for value in values if not _is_value(name, value, known)]
            if bad or not values:
                self.problems.append(f"{where}: {name} cannot be {', '.join(map(repr, bad)) or 'empty'}: {_told(name)}")
            yield name, values

    # Relations

    def _relations(self, given: object, entities: set[str]) -> Iterator[Fact]:
        if not isinstance(given, list):
            self.problems.append("relations: a list of [entity, relation, entity] is needed")
            return
        for item in given:
            if not isinstance(item, list) or len(item) != 3 or not all(isinstance(part, str) for part in item):
                self.problems.append(f"relations: [entity, relation, entity] is needed, not {json.dumps(item)[:80]}")
                continue
            left, relation, right = item
            if relation not in RELATIONS:
                near = nearest(relation, RELATIONS)
                hint = f", did you mean {near}?" if near else ""
                self.problems.append(f"relations: unknown relation {relation!r}{hint}")
            self.problems += [f"relations: no entity {key!r}" for key in (left, right) if key not in entities]
            yield left, relation, right


def _is_value(name: str, value: str, known: set[str]) -> bool:
    if name == "factuality":
        return value in FACTUALITIES
    if name == "source":
        return value == AUTHOR or value in known
    return bool(_DATE.fullmatch(value)) if name in DATES else value.isdecimal()


def _told(name: str) -> str:
    if name == "factuality":
        return f"one of {', '.join(FACTUALITIES)}"
    if name == "source":
        return f"the key of an entity, or {AUTHOR}"
    return "a whole number" if name in NUMBERS else "a date as YYYY, YYYY-MM or YYYY-MM-DD"
