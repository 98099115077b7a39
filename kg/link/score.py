"""Measure linking on data that others annotated: the figures in README.md beside this file.

python -m kg.link.score seed ../shared       the gold links of the seed article
python -m kg.link.score gum ../shared        named mentions of GUM news, to Wikidata
python -m kg.link.score places ../shared     place names of mordecai's suites, to GeoNames
python -m kg.link.score actors ../shared     actor phrases of NGEC, to country and sector codes
python -m kg.link.score events ../shared     noisy copies of GED events, to GED
python -m kg.link.score speed ../shared      how long it takes to link 10,000 entities
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from kg.errors import UsageError
from kg.keys import to_key
from kg.link.catalogue import Catalogue, load_catalogue, to_day
from kg.link.coding import code_actor
from kg.link.eventdata import read_events
from kg.link.eventmatch import Window, match_events
from kg.link.eventmodel import Occurrence
from kg.link.linker import link_subjects
from kg.link.model import Outcome, Source, Subject
from kg.link.subjects import find_subjects
from kg.link.userdata import complete, to_entry
from kg.resources import find_resource
from kg.store import read_quads

_GUM_KINDS: Final = {"person": "Person", "organization": "Organization", "place": "Place"}
_SPEED_ENTITIES: Final = 10_000
_UNDATED: Final = date(2022, 6, 1)
_PRECISE_DAYS: Final = 3
_PRECISE_KM: Final = 25.0
_ID_COLUMNS: Final = {"wikidata": "wd", "geonames": "gn", "ucdp_actor": "ucdp", "gw": "gw", "iso3": "iso3"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkScore:
    """How many links are right; `kept` of `nil` things without a match were left without one."""

    gold: int
    given: int
    right: int
    nil: int = 0
    kept: int = 0
    wrong: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """The share of links that are right; one given to a thing without a match is wrong."""
        given = self.given + self.nil - self.kept
        return self.right / given if given else 0.0

    @property
    def recall(self) -> float:
        """The share of gold links that were found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def format_score(score: LinkScore) -> str:
    """SCORE as a line for people."""
    nil = f", NIL kept {score.kept} of {score.nil}" if score.nil else ""
    figures = f"P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}"
    return f"{figures} ({score.right} right of {score.gold}){nil}"


# ---------------------------------------------------------------- the seed article


def score_seed(shared: Path, graph: Path) -> LinkScore:
    """The entities of the crosswalk, found in the graph of the seed article by name and class."""
    outcomes = link_subjects(find_subjects(read_quads(graph)), load_catalogue())
    path = shared / "data" / "gazetteers" / "seed_crosswalk" / "seed_entities.csv"
    rows = [row for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()) if row["type"] != "event"]
    gold = given = right = nil = kept = 0
    wrong = []
    for row in rows:
        ids = {(system, row[column]) for column, system in _ID_COLUMNS.items() if row[column]}
        own = {(system, value) for system, value in ids if system not in ("gw", "iso3") or row["type"] == "country"}
        named = bool(ids) and bool(own or row["type"] == "person")
        found = _find_outcome(row, outcomes)
        link = found.link if found else None
        if not named:
            nil += 1
            kept += link is None
            continue
        gold += 1
        given += link is not None
        codes = {("iso3", link.entry.country)} if link else set()
        is_right = link is not None and (own or ids - {("gw", row["gw"])}) <= {*link.entry.ids, *codes}
        right += is_right
        wrong += [] if is_right else [f"{row['surface']}: {link.entry.id if link else 'none'}"]
    return LinkScore(gold=gold, given=given, right=right, nil=nil, kept=kept, wrong=tuple(wrong))


def _find_outcome(row: Mapping[str, str], outcomes: Iterable[Outcome]) -> Outcome | None:
    """The outcome of the thing that a row of the crosswalk is about."""
    kinds = {
        "armed group": "ArmedGroup", "person": "Person", "city": "City", "government": "Government",
        "country": "Country", "region": "Region", "organisation": "", "self-styled name": "",
    }  # fmt: skip
    wanted = {to_key(row["entity"]), to_key(row["surface"].partition(" (")[0])} - {""}
    for outcome in outcomes:
        names = {to_key(name) for name in outcome.subject.names}
        if outcome.link is not None:
            names |= {to_key(outcome.link.entry.label), *outcome.link.entry.keys}
        if outcome.subject.named and wanted & names and (kinds[row["type"]] or "") in (*outcome.subject.kinds, ""):
            return outcome
    return None


# ---------------------------------------------------------------- GUM


def score_gum(shared: Path, *, splits: Iterable[str] = ("train", "dev"), genre: str = "news") -> LinkScore:
    """Named persons, organisations and places of GUM to the titles of its own map, article by article.

    The map has nothing but titles and ids; other names and classes are those the packaged gazetteer has for an id.
    """
    catalogue = load_gum_catalogue(shared)
    gold = given = right = nil = kept = 0
    wrong = []
    for record in _read_gum(shared, splits, genre):
        groups = _gum_groups(record)
        day = to_day(record["date_created"])
        subjects = [
            Subject(
                iri=f"{record['doc_id']}/{number}",
                names=(name,),
                kinds=frozenset([kind]),
                articles=(record["doc_id"],),
                dates=(day,) if day else (),
            )
            for number, (name, kind) in enumerate(groups)
        ]
        outcomes = link_subjects(subjects, catalogue)
        for (name, _), items, outcome in zip(groups, groups.values(), outcomes, strict=True):
            found = outcome.link.entry.id if outcome.link else None
            linked = [item for item in items if item]
            gold += len(linked)
            given += len(linked) if found else 0
            right += sum(item == found for item in linked)
            nil += len(items) - len(linked)
            kept += 0 if found else len(items) - len(linked)
            wrong += [f"{name}: {found} instead of {item}" for item in linked if item != found]
    return LinkScore(gold=gold, given=given, right=right, nil=nil, kept=kept, wrong=tuple(wrong))


def load_gum_catalogue(shared: Path) -> Catalogue:
    """The titles of `wiki_map.tab` as a catalogue."""
    path = shared / "data" / "gazetteers" / "gum_wiki_map" / "wiki_map.tab"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    titles = {row[2]: unquote(row[0]).replace("_", " ") for row in rows if len(row) > 2 and row[2].startswith("Q")}
    entries = (to_entry(item, f"http://www.wikidata.org/entity/{item}", title) for item, title in titles.items())
    return Catalogue(complete(entries), Source(name="gum", title="Wikipedia titles of GUM"))


def _read_gum(shared: Path, splits: Iterable[str], genre: str) -> Iterator[Mapping[str, Any]]:
    for split in splits:
        with gzip.open(shared / "data" / "ud_gum" / f"gum_{split}.jsonl.gz", "rt", encoding="utf-8") as lines:
            yield from (record for line in lines if (record := json.loads(line))["genre"] == genre)


def _gum_groups(record: Mapping[str, Any]) -> dict[tuple[str, str], list[str | None]]:
    """The items of the mentions of each name and class, None for one without."""
    groups: dict[tuple[str, str], list[str | None]] = {}
    for mention in record["mentions"]:
        if not mention["named"] or mention["type"] not in _GUM_KINDS:
            continue
        head = mention["head"]
        name = next(
            (
                name["text"]
                for name in record["names"]
                if mention["start"] <= name["start"] <= head[0] and head[1] <= name["end"] <= mention["end"]
            ),
            None,
        )
        if name:
            groups.setdefault((name, _GUM_KINDS[mention["type"]]), []).append(mention.get("wikidata"))
    return groups


# ---------------------------------------------------------------- events


def score_events(shared: Path, *, seeds: Sequence[int] = (1, 7, 11), copies: int = 600) -> LinkScore:
    """Noisy copies of events of the Central African Republic to the events themselves, half of which are taken away.

    A copy is off by up to a day and some kilometres (half-normal, 6 km), knows the actors in three cases of four and
    the deaths in four of five, off by a third; the window is one day and 25 km. The sum over several SEEDS.
    """
    path = shared / "data" / "gazetteers" / "ucdp_ged_23_1_central_african_republic" / "ged_car.csv.gz"
    rows, source = read_events(path)
    exact = [row for row in rows if row.day_slack <= _PRECISE_DAYS and row.km_slack <= _PRECISE_KM and row.point]
    gold = given = right = nil = kept = 0
    for seed in seeds:
        chance = random.Random(seed)
        picked = chance.sample(exact, copies)
        gone = {row.id for row in picked[copies // 2 :]}
        events = [_to_copy(row, chance) for row in picked]
        outcomes = match_events(
            events, [row for row in rows if row.id not in gone], source.name, window=Window(days=1, km=25)
        )
        for row, outcome in zip(picked, outcomes, strict=True):
            found = outcome.link.entry.id if outcome.link else None
            if row.id in gone:
                nil += 1
                kept += found is None
            else:
                gold += 1
                given += found is not None
                right += found == row.id
    return LinkScore(gold=gold, given=given, right=right, nil=nil, kept=kept)


def _to_copy(row: Occurrence, chance: random.Random) -> Occurrence:
    """ROW as another reporter might tell it."""
    day = (row.begin or date.min) + timedelta(days=chance.choice([-1, 0, 0, 0, 1]))
    distance, angle = abs(chance.gauss(0, 6)) / 111, chance.uniform(0, 2 * math.pi)
    latitude, longitude = row.point or (0.0, 0.0)
    ids = frozenset(actor for actor in row.actors if ":" in actor)
    deaths = max(0, round((row.deaths or 0) * chance.gauss(1, 0.35)))
    return Occurrence(
        id=row.id,
        iri=f"http://example.org/{row.id}",
        label=row.id,
        begin=day,
        end=day,
        point=(latitude + distance * math.sin(angle), longitude + distance * math.cos(angle)),
        countries=row.countries,
        actors=ids if chance.random() < 0.75 else frozenset(),
        deaths=deaths if chance.random() < 0.8 else None,
    )


# ---------------------------------------------------------------- actors


def score_actors(shared: Path) -> LinkScore:
    """NGEC's phrases, of which country and sector must both be right; undated ones are of 2021 to 2024, as it says."""
    path = shared / "eval" / "suites" / "events" / "ngec_actor.jsonl"
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    gold = right = 0
    wrong = []
    for record in (one for one in records if one["task"] != "wikipedia_title"):
        expected = record["expected"][0]
        wanted = (expected["country"] or "", expected["sector"] or "")
        code = code_actor(record["text"], context=record["context"] or "", on=_to_ngec_day(record["date"]))
        gold += 1
        right += (code.country, code.sector) == wanted
        if (code.country, code.sector) != wanted:
            wrong.append(f"{record['text']}: {code.country or '-'} {code.sector or '-'} instead of {wanted}")
    return LinkScore(gold=gold, given=gold, right=right, wrong=tuple(wrong))


def _to_ngec_day(text: str | None) -> date:
    if not text:
        return _UNDATED
    return to_day(text) or datetime.strptime(text, "%d %B %Y").date()  # a day has no zone


# ---------------------------------------------------------------- speed


def score_speed(shared: Path, *, entities: int = _SPEED_ENTITIES) -> tuple[float, float]:
    """CPU seconds to load the gazetteer and to link so many of its own names, every third with a letter changed."""
    started = time.process_time()
    catalogue = load_catalogue()
    loaded = time.process_time()
    step = max(1, len(catalogue) // entities)
    subjects = []
    for number, entry in enumerate(catalogue.entries[::step][:entities]):
        name = entry.label
        if number % 3 == 0 and len(name) > 6:
            name = f"{name[:4]}{'x' if name[4] != 'x' else 'y'}{name[5:]}"
        subjects.append(
            Subject(
                iri=f"http://example.org/{number}", names=(name,), kinds=frozenset([entry.kind]),
                articles=(f"http://example.org/article/{number // 20}",), dates=(date(2013, 6, 25),),
            )
        )  # fmt: skip
    link_subjects(subjects, catalogue)
    return loaded - started, time.process_time() - loaded


# ---------------------------------------------------------------- the command


def _tell(score: LinkScore) -> str:
    return "\n".join([format_score(score), *(f"  not right: {line}" for line in sorted(set(score.wrong)))])


def _tell_seed(shared: Path) -> str:
    return _tell(score_seed(shared, find_resource("seeds").parent / "tests" / "golden" / "graphs" / "seed.trig"))


def _tell_speed(shared: Path) -> str:
    loading, linking = score_speed(shared)
    return f"gazetteer loaded in {loading:.2f} s, {_SPEED_ENTITIES:,} entities linked in {linking:.2f} s"


_MEASURES: Final[Mapping[str, Callable[[Path], str]]] = {
    "seed": _tell_seed,
    "gum": lambda shared: _tell(score_gum(shared)),
    "actors": lambda shared: _tell(score_actors(shared)),
    "events": lambda shared: _tell(score_events(shared)),
    "speed": _tell_speed,
}


def main(arguments: list[str]) -> None:
    """Print the measure that the first of ARGUMENTS names, on the data in the folder that the second does."""
    if len(arguments) != 2 or arguments[0] not in _MEASURES:
        raise UsageError(f"usage: python -m kg.link.score {'|'.join(_MEASURES)} SHARED")
    sys.stdout.write(f"{_MEASURES[arguments[0]](Path(arguments[1]))}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
