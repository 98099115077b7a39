"""Event datasets of users: UCDP GED and ACLED by their columns, others by a mapping of them.

A layout is data: which column holds what, what a code of precision means in days and kilometres, which type of event
is which class. The files are brought by the user; nothing of them is shipped.
"""

from __future__ import annotations

import gzip
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from kg.errors import InputError, nearest
from kg.keys import to_key
from kg.link.eventmodel import Occurrence
from kg.link.model import Source
from kg.link.table import Rows, Warn, ignore, warn_of
from kg.link.userdata import check_id, read_point, to_country, to_iri
from kg.ontology import load_ontology

_FIELDS: Final = (
    "id", "begin", "end", "latitude", "longitude", "country", "place", "deaths", "kind", "actors", "actor_ids",
    "day_precision", "place_precision", "label",
)  # fmt: skip
_LISTS: Final = ("actors", "actor_ids", "kind")
_DATE_FORMS: Final = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d/%m/%Y", "%Y/%m/%d", "%d %b %Y")
_CLIPPED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How to read the rows of one kind of file; the first of several columns that is there is taken."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    iri: str = "{id}"
    actor_prefix: str = ""
    day_slack: Mapping[str, int] = field(default_factory=dict)
    km_slack: Mapping[str, float] = field(default_factory=dict)
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    broad_days: int = 14


GED: Final = Layout(
    name="UCDP GED",
    iri="https://ucdp.uu.se/event/{id}",
    actor_prefix="ucdp",
    columns={
        "id": ("id",),
        "begin": ("date_start",),
        "end": ("date_end",),
        "latitude": ("latitude",),
        "longitude": ("longitude",),
        "country": ("country",),
        "place": ("where_coordinates", "where_description", "adm_2", "adm_1"),
        "deaths": ("best",),
        "kind": ("type_of_violence",),
        "actors": ("side_a", "side_b"),
        "actor_ids": ("side_a_new_id", "side_b_new_id"),
        "day_precision": ("date_prec",),
        "place_precision": ("where_prec",),
        "label": ("dyad_name",),
    },
    # UCDP GED codebook 23.1: 1 exact day, 2 two to six days, 3 a week, 4 a month, 5 more, up to a year.
    day_slack={"1": 0, "2": 3, "3": 7, "4": 31, "5": 365},
    # 1 exact, 2 within about 25 km, 3 second-order division, 4 first-order division, 5 estimated, 6 country, 7 sea.
    km_slack={"1": 0.0, "2": 25.0, "3": 60.0, "4": 150.0, "5": 150.0, "6": 600.0, "7": 400.0},
    kinds={"1": ("ViolentEvent",), "2": ("ViolentEvent",), "3": ("ViolentEvent",)},
)

ACLED: Final = Layout(
    name="ACLED",
    columns={
        "id": ("event_id_cnty", "data_id"),
        "begin": ("event_date",),
        "end": ("event_date",),
        "latitude": ("latitude",),
        "longitude": ("longitude",),
        "country": ("country",),
        "place": ("location", "admin1"),
        "deaths": ("fatalities",),
        "kind": ("sub_event_type", "event_type"),
        "actors": ("actor1", "actor2", "assoc_actor_1", "assoc_actor_2"),
        "day_precision": ("time_precision",),
        "place_precision": ("geo_precision",),
        "label": ("sub_event_type",),
    },
    iri="https://acleddata.com/event/{id}",
    # ACLED codebook: time 1 exact, 2 within a week, 3 within a month; place 1 exact, 2 part of region, 3 region.
    day_slack={"1": 0, "2": 7, "3": 31},
    km_slack={"1": 5.0, "2": 40.0, "3": 150.0},
    kinds={
        "Battles": ("Clash", "ArmedAssault", "Seizure"),
        "Armed clash": ("Clash", "ArmedAssault"),
        "Government regains territory": ("Seizure", "Clash"),
        "Non-state actor overtakes territory": ("Seizure", "Clash"),
        "Explosions/Remote violence": ("Bombing", "AirStrike", "Shelling"),
        "Air/drone strike": ("AirStrike",),
        "Suicide bomb": ("SuicideBombing",),
        "Shelling/artillery/missile attack": ("Shelling",),
        "Remote explosive/landmine/IED": ("Bombing",),
        "Grenade": ("Bombing",),
        "Violence against civilians": ("Attack", "Killing", "Injury", "Abduction", "SexualViolence", "Torture"),
        "Attack": ("Attack", "Killing", "Injury"),
        "Abduction/forced disappearance": ("Abduction",),
        "Sexual violence": ("SexualViolence",),
        "Protests": ("Demonstration", "Strike"),
        "Riots": ("Riot", "Demonstration"),
        "Strategic developments": ("Arrest", "Deployment", "Seizure", "AgreementEvent", "Withdrawal"),
    },
)

LAYOUTS: Final = (GED, ACLED)


def read_layout(path: Path) -> Layout:
    """A layout of the user (TOML): [columns] by field, iri, actor_prefix, [day_slack], [km_slack], [kinds]."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        columns = {name: _to_names(value) for name, value in table["columns"].items()}
        layout = Layout(
            name=str(table.get("title", path.stem)),
            columns=columns,
            iri=str(table.get("iri", "{id}")),
            actor_prefix=str(table.get("actor_prefix", "")),
            day_slack={str(key): int(value) for key, value in table.get("day_slack", {}).items()},
            km_slack={str(key): float(value) for key, value in table.get("km_slack", {}).items()},
            kinds={str(key): _to_names(value) for key, value in table.get("kinds", {}).items()},
        )
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=str(path)) from error
    except KeyError as error:
        raise InputError(f"the mapping has no [{error.args[0]}]", where=str(path)) from error
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise InputError(f"not a mapping file: {error}", where=str(path)) from error
    _check(layout, path)
    return layout


def _to_names(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _check(layout: Layout, path: Path) -> None:
    for name in layout.columns:
        if name not in _FIELDS:
            near = nearest(name, _FIELDS)
            hint = f"Did you mean {near}?" if near else f"Known: {', '.join(_FIELDS)}"
            raise InputError(f"[columns] has the unknown field {name!r}", where=str(path), hint=hint)
    if "id" not in layout.columns or "begin" not in layout.columns:
        raise InputError("[columns] must name a column for id and one for begin", where=str(path))
    for kind in (one for kinds in layout.kinds.values() for one in kinds):
        if kind not in load_ontology().event_classes:
            near = nearest(kind, load_ontology().event_classes)
            advice = f"Did you mean {near}?" if near else None
            raise InputError(f"{kind!r} is no class of events", where=str(path), hint=advice)


def read_events(path: Path, layout: Layout | None = None, warn: Warn = ignore) -> tuple[list[Occurrence], Source]:
    """The rows of a CSV file (also gzipped), by LAYOUT or by the known layout whose columns it has.

    WARN is told of rows that are left out, or that can be matched to nothing.
    """
    text = _read(path)
    rows = Rows(path, text, _delimiter(text))
    chosen = layout or _recognise(rows.header, path)
    columns = {name: [one for one in names if one in rows.header] for name, names in chosen.columns.items()}
    for needed in ("id", "begin"):
        if not columns.get(needed):
            raise InputError(f"there is no column {chosen.columns[needed][0]!r} for {needed}", where=str(path))
    found: list[Occurrence] = []
    places: dict[str, str] = {}
    for where, row in rows.read({one for names in columns.values() for one in names}, warn):
        occurrence = _to_occurrence(row, columns, chosen, where, warn)
        if occurrence is not None and check_id(occurrence.id, places, where, warn):
            found.append(occurrence)
    stem = path.name.removesuffix(".gz").removesuffix(".csv")
    return found, Source(name=stem, title=f"{chosen.name} ({path.name})")


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8", where=str(path), hint="Save it as UTF-8") from error
    except (OSError, EOFError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from error


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _recognise(header: Sequence[str], path: Path) -> Layout:
    for layout in LAYOUTS:
        if all(any(one in header for one in layout.columns[name]) for name in ("id", "begin", "latitude", "actors")):
            return layout
    names = " nor ".join(layout.name for layout in LAYOUTS)
    raise InputError(
        f"the columns are neither those of {names}", where=str(path), hint="Name a mapping with --events-mapping"
    )


def _to_occurrence(
    row: Mapping[str, str], columns: Mapping[str, Sequence[str]], layout: Layout, where: str, warn: Warn
) -> Occurrence | None:
    cells = {name: [row[one] for one in found] for name, found in columns.items()}
    first = {name: next((value for value in values if value), "") for name, values in cells.items()}
    if not first["id"]:
        warn_of(warn, "empty-cell", where, "the row has no id, so it is left out", f"fill in {columns['id'][0]!r}")
        return None
    begin = to_date(first["begin"], where)
    end = to_date(first["end"], where) if first.get("end") else begin
    ids = {f"{layout.actor_prefix}:{value}" for value in cells.get("actor_ids", ()) if value and layout.actor_prefix}
    names = {to_key(part) for cell in cells.get("actors", ()) for part in cell.split(";") if part.strip()}
    kinds = next((layout.kinds[value] for value in cells.get("kind", ()) if value in layout.kinds), ())
    deaths = first.get("deaths", "")
    known = re.fullmatch(r"\d+(\.\d+)?", deaths)
    if deaths and not known:
        warn_of(
            warn, "no-number", where, f"{deaths!r} is no number of deaths", "write a whole number, or leave it empty"
        )
    country = to_country(first.get("country", "").partition(" (")[0])
    point = read_point(first.get("latitude", ""), first.get("longitude", ""), where, warn)
    for missing, what in ((begin or end, "date"), (point or country, "place, neither coordinates nor a known country")):
        if not missing:
            warn_of(warn, "no-match", where, f"the row has no {what}", "no event can be matched to it")
    return Occurrence(
        id=first["id"],
        iri=to_iri(layout.iri.replace("{id}", first["id"]), where),
        label=", ".join(filter(None, (first.get("label", ""), first.get("place", ""), first["begin"]))),
        begin=begin,
        end=end,
        day_slack=layout.day_slack.get(first.get("day_precision", ""), 0),
        point=point,
        km_slack=layout.km_slack.get(first.get("place_precision", ""), 0.0),
        countries=frozenset([country] if country else ()),
        actors=frozenset(ids | names),
        kinds=frozenset(kinds),
        deaths=int(float(deaths)) if known else None,
        broad=bool(begin and end and (end - begin).days > layout.broad_days),
    )


def to_date(text: str, where: str) -> date | None:
    """A day in one of the forms that event datasets use; a time behind it is left out."""
    if not text:
        return None
    for form in _DATE_FORMS:
        for part in (text, text[:_CLIPPED]):
            try:
                return datetime.strptime(part, form).date()  # a day has no zone
            except ValueError:
                continue
    raise InputError(f"{text!r} is no date", where=where, hint="Dates are written YYYY-MM-DD")
