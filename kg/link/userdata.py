"""Catalogues of users: a CSV file with a mapping of its columns, or RDF (SKOS, or labels and types)."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import InputError, UsageError, nearest
from kg.keys import is_acronym, to_key
from kg.link.catalogue import Catalogue, load_catalogue, to_day
from kg.link.model import ID_BASES, Entry, Point, Source
from kg.link.table import Rows, Warn, ignore, warn_of
from kg.ontology import load_ontology
from kg.store import read_quads
from kg.vocab import CK, RDF, RDFS, SCHEMA, SKOS, WGS

_FIELDS: Final = ("id", "label", "aliases", "kind", "country", "begin", "end", "latitude", "longitude", "weight",
           "allies")  # fmt: skip
_WEIGHT: Final = 100
_SEPARATOR: Final = "|"
_NOTE: Final = re.compile(r" \([^()]*\)$")
_LABELS: Final = (SKOS.prefLabel, RDFS.label, SCHEMA.name)
_ALIASES: Final = (SKOS.altLabel, SKOS.hiddenLabel, SCHEMA.alternateName)


_KEYS: Final = ("columns", "iri", "separator", "delimiter", "title", "classes")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan:
    """Which column holds what; `iri` is a template such as "http://www.wikidata.org/entity/{id}"."""

    columns: Mapping[str, str]
    iri: str
    separator: str
    delimiter: str
    title: str
    classes: Mapping[str, str]


def read_mapping(path: Path) -> ColumnPlan:
    """Read a mapping file (TOML): [columns] by field, and iri, separator, delimiter, title, [classes]."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=str(path)) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"not a mapping file: {error}", where=str(path)) from error
    _check_keys(table, path)
    columns = table.get("columns", {})
    for name in columns:
        if name not in _FIELDS:
            near = nearest(name, _FIELDS)
            hint = f"Did you mean {near}?" if near else f"Known: {', '.join(_FIELDS)}"
            raise InputError(f"[columns] has the unknown field {name!r}", where=str(path), hint=hint)
    if not all(isinstance(value, str) for value in columns.values()) or not {"id", "label"} <= set(columns):
        raise InputError("[columns] must name a column for id and one for label", where=str(path))
    iri = table.get("iri", "{id}")
    if not isinstance(iri, str) or iri.count("{id}") != 1:
        raise InputError("iri must be a text with {id} in it", where=str(path))
    return ColumnPlan(
        columns=columns,
        iri=iri,
        separator=str(table.get("separator", _SEPARATOR)),
        delimiter=str(table.get("delimiter", "")),
        title=str(table.get("title", "")),
        classes={str(key): str(value) for key, value in table.get("classes", {}).items()},
    )


def _check_keys(table: Mapping[str, object], path: Path) -> None:
    """Refuse keys that a mapping does not have, and values of the wrong sort."""
    for name, value in table.items():
        if name not in _KEYS:
            near = nearest(name, _KEYS)
            hint = f"Did you mean {near}?" if near else f"Known: {', '.join(_KEYS)}"
            raise InputError(f"a mapping has no key {name!r}", where=str(path), hint=hint)
        if name in ("columns", "classes"):
            if not isinstance(value, dict):
                raise InputError(f"{name} must be a table: [{name}]", where=str(path))
        elif not isinstance(value, str) or not value:
            raise InputError(f"{name} must be a text that is not empty", where=str(path))


def load_csv(path: Path, mapping: Path, warn: Warn = ignore) -> Catalogue:
    """The catalogue of a CSV or TSV file, by the columns that MAPPING names."""
    plan = read_mapping(mapping)
    delimiter = plan.delimiter or ("\t" if path.suffix.lower() in (".tsv", ".tab") else ",")
    rows = Rows(path, read_text(path), delimiter)
    for field, column in plan.columns.items():
        if column not in rows.header:
            near = nearest(column, rows.header)
            hint = f"Did you mean {near}?" if near else f"The columns are {', '.join(rows.header)}"
            raise InputError(f"there is no column {column!r} for {field}", where=str(path), hint=hint)
    entries: dict[str, Entry] = {}
    places: dict[str, str] = {}
    for where, row in rows.read(plan.columns.values(), warn):
        entry = _from_row(row, plan, where, warn)
        if entry is not None and check_id(entry.id, places, where, warn):
            entries[entry.id] = entry
    return Catalogue(complete(entries.values()), Source(name=path.stem, title=plan.title or path.name))


def check_id(id: str, places: dict[str, str], where: str, warn: Warn) -> bool:
    """Whether ID is new among those whose PLACES are known, where it is noted."""
    first = places.setdefault(id, where)
    if first != where:
        what = f"the id {id!r} stands in line {first.rpartition(':')[2]} already, so the row is left out"
        warn_of(warn, "doubled-id", where, what, "give each thing an id of its own, and its other names in one row")
    return first == where


def read_text(path: Path) -> str:
    """The UTF-8 text of a file of a user."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8", where=str(path), hint="Save it as UTF-8") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error


def _from_row(row: Mapping[str, str], plan: ColumnPlan, where: str, warn: Warn) -> Entry | None:
    cells = {field: row[column] for field, column in plan.columns.items()}
    for needed in ("id", "label"):
        if not cells[needed]:
            what = f"the row has no {needed}, so it is left out"
            warn_of(warn, "empty-cell", where, what, f"fill in the column {plan.columns[needed]!r}")
            return None
    kind = plan.classes.get(cells.get("kind", ""), cells.get("kind", ""))
    if kind and kind not in load_ontology().parents:
        near = nearest(kind, load_ontology().parents)
        raise InputError(
            f"{kind!r} is no class of the vocabulary",
            where=where,
            hint=f"Give it one under [classes] in the mapping{f', such as {near}' if near else ''}",
        )
    country, weight = to_country(cells.get("country", "")), cells.get("weight", "")
    if cells.get("country") and not country:
        what = f"{cells['country']!r} is no country"
        warn_of(warn, "no-country", where, what, "write its ISO code or its name in English")
    if weight and not weight.isdigit():
        warn_of(warn, "no-number", where, f"the weight {weight!r} is no whole number", f"{_WEIGHT} is taken for it")
    for name in ("begin", "end"):
        if cells.get(name) and to_day(cells[name]) is None:
            warn_of(warn, "no-date", where, f"the {name} {cells[name]!r} is no date", "dates are written YYYY-MM-DD")
    return to_entry(
        cells["id"],
        to_iri(plan.iri.replace("{id}", cells["id"]), where),
        cells["label"],
        tuple(part.strip() for part in cells.get("aliases", "").split(plan.separator) if part.strip()),
        kind=kind,
        country=country,
        begin=cells.get("begin", ""),
        end=cells.get("end", ""),
        point=read_point(cells.get("latitude", ""), cells.get("longitude", ""), where, warn),
        weight=int(weight) if weight.isdigit() else _WEIGHT,
        allies=tuple(
            to_iri(plan.iri.replace("{id}", part.strip()), where)
            for part in cells.get("allies", "").split(plan.separator)
            if part.strip()
        ),
    )


def to_iri(text: str, where: str) -> str:
    """TEXT where it is an IRI; an `InputError` where it is not."""
    try:
        return NamedNode(text).value
    except ValueError as error:
        hint = "The mapping's iri makes IRIs of ids, such as http://example.org/{id}"
        raise InputError(f"{text!r} is no IRI", where=where, hint=hint) from error


def to_country(text: str) -> str:
    """The ISO 3166 code of a country given by its code of two or three letters or its name; "" where it is none.

    >>> to_country("AF"), to_country("Afghanistan"), to_country("nowhere")
    ('AFG', 'AFG', '')
    """
    for entry, form, _ in load_catalogue().find(text) if text else ():
        if entry.kind == "Country" and form in ("exact", "abbreviation"):
            return entry.country
    twin = load_catalogue().get(f"iso2:{text.upper()}") if len(text) == 2 else None
    return twin.country if twin else ""


def read_point(latitude: str, longitude: str, where: str, warn: Warn) -> Point | None:
    """A point of two texts; None where they are none on the globe, with a warning unless both are empty."""
    point = _to_point(latitude, longitude)
    if point is None and (latitude or longitude):
        what = f"latitude {latitude!r} and longitude {longitude!r} are no point on the globe"
        advice = "write decimals with a point, latitudes from -90 to 90 and longitudes from -180 to 180"
        warn_of(warn, "no-point", where, what, advice)
    return point


def _to_point(latitude: str, longitude: str) -> Point | None:
    try:
        point = float(latitude), float(longitude)
    except ValueError:
        return None
    return point if abs(point[0]) <= 90 and abs(point[1]) <= 180 else None


def to_entry(
    id: str,
    iri: str,
    label: str,
    aliases: Iterable[str] = (),
    *,
    kind: str = "",
    country: str = "",
    begin: str = "",
    end: str = "",
    point: Point | None = None,
    weight: int = _WEIGHT,
    allies: tuple[str, ...] = (),
) -> Entry:
    """An entry of a user's dataset; a note behind the label, in brackets or after a comma, is not of the name."""
    plain = _NOTE.sub("", label)
    before = [plain.partition(", ")[0]] if plain.count(", ") == 1 else []
    names = dict.fromkeys([label, plain, *before, *aliases])
    keys = dict.fromkeys(to_key(name) for name in names if not is_acronym(name))
    short = dict.fromkeys(to_key(name) for name in names if is_acronym(name))
    system, value = next(
        ((system, iri.removeprefix(base.partition("{}")[0]).rstrip("/"))
         for system, base in ID_BASES.items() if iri.startswith(base.partition("{}")[0])),
        ("", ""),
    )  # fmt: skip
    return Entry(
        id=id,
        kind=kind,
        label=label,
        keys=tuple(key for key in keys if key),
        short=tuple(key for key in short if key),
        country=country,
        begin=to_day(begin),
        end=to_day(end),
        point=point,
        weight=weight,
        ids=((system, value),) if system else (),
        iri=iri,
        allies=allies,
    )


def complete(entries: Iterable[Entry]) -> Iterator[Entry]:
    """ENTRIES with what the packaged gazetteer knows of the same things."""
    gazetteer = load_catalogue()
    for entry in entries:
        twin = next((found for system, value in entry.ids if (found := gazetteer.get(f"{system}:{value}"))), None)
        if twin is not None and not twin.id.startswith("wikidata/"):
            entry = _borrow(entry, twin)
        yield entry


def _borrow(entry: Entry, twin: Entry) -> Entry:
    return replace(
        entry,
        kind=entry.kind or twin.kind,
        keys=tuple(dict.fromkeys([*entry.keys, *twin.keys])),
        short=tuple(dict.fromkeys([*entry.short, *twin.short])),
        country=entry.country or twin.country,
        begin=entry.begin or twin.begin,
        end=entry.end or twin.end,
        point=entry.point or twin.point,
        weight=max(entry.weight, twin.weight),
        roles=entry.roles or twin.roles,
    )


def load_rdf(path: Path, warn: Warn = ignore, *, format: str | None = None) -> Catalogue:
    """The catalogue of an RDF file: whatever in it has a label of SKOS, RDFS or schema.org."""
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    kinds: dict[str, str] = {}
    for quad in read_quads(path, format=format):
        _note(quad, told, kinds)
    entries = []
    for iri, facts in sorted(told.items()):
        labels = [text for term in _LABELS for text in facts.get(term, ())]
        if not labels:
            continue
        entries.append(
            to_entry(
                iri,
                iri,
                labels[0],
                [*labels[1:], *(text for term in _ALIASES for text in facts.get(term, ()))],
                kind=kinds.get(iri, ""),
                begin=next(iter(facts.get(SCHEMA.foundingDate, ())), ""),
                end=next(iter(facts.get(SCHEMA.dissolutionDate, ())), ""),
                allies=tuple(facts.get(CK.alliedWith, ())),
                point=read_point(_first(facts, WGS.lat), _first(facts, WGS.long), f"{path}: {iri}", warn),
            )
        )
    if not entries:
        raise InputError("nothing in it has a label", where=str(path), hint="skos:prefLabel or rdfs:label")
    return Catalogue(complete(entries), Source(name=path.stem, title=path.name))


def _first(facts: Mapping[str, list[str]], term: str) -> str:
    return next(iter(facts.get(term, ())), "")


def _note(quad: Quad, told: Mapping[str, Mapping[str, list[str]]], kinds: dict[str, str]) -> None:
    if not isinstance(quad.subject, NamedNode):
        return
    facts, term = told[quad.subject.value], quad.predicate.value
    if isinstance(quad.object, Literal) and (quad.object.language or "en").startswith("en"):
        facts[term].append(quad.object.value)
    elif term == CK.alliedWith and isinstance(quad.object, NamedNode):
        facts[term].append(quad.object.value)
    elif term == RDF.type and isinstance(quad.object, NamedNode):
        local = re.split(r"[#/]", quad.object.value)[-1]
        if local in load_ontology().parents:
            kinds[quad.subject.value] = local


def is_table(path: Path) -> bool:
    """Whether the suffix of PATH is that of a table."""
    return path.suffix.lower() in (".csv", ".tsv", ".tab")


def load_user_catalogue(path: Path, mapping: Path | None, warn: Warn = ignore) -> Catalogue:
    """The catalogue of a user's file: CSV and TSV with a mapping, RDF without one; WARN is told of doubtful rows."""
    if is_table(path):
        if mapping is None:
            raise UsageError("a table needs a mapping of its columns", where=str(path), hint="Name it with --mapping")
        return load_csv(path, mapping, warn)
    if mapping is not None:
        raise UsageError("a mapping is for tables, not for RDF", where=str(path))
    return load_rdf(path, warn)
