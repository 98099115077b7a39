"""Events are matched to rows of event datasets one to one, by all that is known of both."""

from __future__ import annotations

import csv
import gzip
import re
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import cli
from kg.errors import InputError, UsageError
from kg.link.catalogue import load_catalogue
from kg.link.decisions import COLUMNS, Decision, apply_decisions, read_decisions
from kg.link.eventdata import read_events, read_layout
from kg.link.eventmatch import Pair, Window, assign, match_events
from kg.link.eventmodel import Occurrence
from kg.link.eventsubjects import STRUCK, find_occurrences
from kg.link.facts import Facts
from kg.link.linker import link_subjects
from kg.link.model import Outcome
from kg.link.score import score_events
from kg.link.subjects import subjects_of
from kg.model import Diagnostic
from kg.ontology import load_ontology
from kg.query import find_query, run_query
from kg.results import Table
from kg.store import read_quads, to_store
from kg.vocab import SKOS

SEED = Path(__file__).parent / "golden" / "graphs" / "seed.trig"
SHARED = Path(__file__).resolve().parents[2] / "shared"
KABUL = (34.5281, 69.1723)
GED = (
    "id,type_of_violence,dyad_name,side_a_new_id,side_a,side_b_new_id,side_b,where_prec,where_coordinates,latitude,"
    "longitude,country,date_prec,date_start,date_end,best"
)
ROWS = (
    "101,1,Government of Afghanistan - Taleban,130,Government of Afghanistan,303,Taleban,1,Kabul city,34.53,69.17,"
    "Afghanistan,1,2013-06-25,2013-06-25,8",
    "102,1,Government of Afghanistan - Taleban,130,Government of Afghanistan,303,Taleban,1,Jalalabad,34.43,70.45,"
    "Afghanistan,1,2013-06-25,2013-06-25,2",
    "103,1,Government of Afghanistan - Taleban,130,Government of Afghanistan,303,Taleban,1,Kabul city,34.53,69.17,"
    "Afghanistan,1,2013-06-11,2013-06-11,17",
    "104,1,Government of Iraq - IS,116,Government of Iraq,234,IS,1,Baghdad,33.3,44.4,Iraq,1,2013-06-25,2013-06-25,9",
)


def write_ged(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([GED, *(rows or ROWS)]) + "\n", encoding="utf-8")
    return path


def occurrence(number: int, **changes: object) -> Occurrence:
    values: dict[str, object] = {
        "id": str(number), "iri": f"http://e.org/{number}", "label": "x", "begin": date(2013, 6, 25),
        "end": date(2013, 6, 25), "point": KABUL, "countries": frozenset(["AFG"]),
        "actors": frozenset(["ucdp:130", "ucdp:303"]), "deaths": 8,
    }  # fmt: skip
    return Occurrence(**(values | changes))  # type: ignore[arg-type]


def matched(outcomes: list[Outcome]) -> dict[str, str | None]:
    return {outcome.subject.iri: outcome.link.entry.id if outcome.link else None for outcome in outcomes}


# ---------------------------------------------------------------- files


def test_ged_is_recognised(tmp_path: Path) -> None:
    rows, source = read_events(write_ged(tmp_path / "ged.csv"))
    assert source.title == "UCDP GED (ged.csv)"
    first = rows[0]
    assert (first.iri, first.deaths, first.begin) == ("https://ucdp.uu.se/event/101", 8, date(2013, 6, 25))
    assert {"ucdp:130", "ucdp:303", "taleban"} <= first.actors
    assert first.countries == {"AFG"}


def test_acled_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "acled.csv.gz"
    text = (
        "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,location,latitude,"
        "longitude,geo_precision,fatalities\n"
        "AFG1,25 June 2013,1,Battles,Armed clash,Taliban,Military Forces,Afghanistan,Kabul,34.53,69.17,1,3\n"
    )
    path.write_bytes(gzip.compress(text.encode()))
    (row,), _ = read_events(path)
    assert (row.begin, row.deaths, row.kinds) == (date(2013, 6, 25), 3, {"Clash", "ArmedAssault"})


def test_a_table_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "my.csv").write_text("nr;when;where;who\n7;2013-06-25;Afghanistan;Taliban\n", encoding="utf-8")
    mapping = tmp_path / "my.toml"
    mapping.write_text(
        'iri = "http://e.org/{id}"\n[columns]\nid = "nr"\nbegin = "when"\ncountry = "where"\nactors = ["who"]\n',
        encoding="utf-8",
    )
    (row,), _ = read_events(tmp_path / "my.csv", read_layout(mapping))
    assert (row.iri, row.countries, row.actors) == ("http://e.org/7", {"AFG"}, {"taliban"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "the columns are neither"),
        (GED + "\n" + ROWS[0].replace("2013-06-25", "yesterday") + "\n", "is no date"),
        (GED + "\n" + ROWS[0].replace("Kabul city", "x" * 200_000) + "\n", "not valid CSV"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_events(path)


@pytest.mark.parametrize(
    ("rows", "told", "kept"),
    [
        (ROWS[:2], [], ["101", "102"]),
        ((ROWS[0].replace("Kabul city", "Kabul, city"), ROWS[1]), [("2", "ragged-row")], ["102"]),
        ((ROWS[0].removesuffix(",2013-06-25,2013-06-25,8"), ROWS[1]), [("2", "ragged-row")], ["102"]),
        ((ROWS[0], ROWS[1].replace("102", "101")), [("3", "doubled-id")], ["101"]),
        ((ROWS[0].replace("34.53", "345.3"),), [("2", "no-point")], ["101"]),
        ((ROWS[0].replace("34.53,69.17,Afghanistan", ",,Nowhere"),), [("2", "no-match")], ["101"]),
        ((ROWS[0].replace("2013-06-25", ""),), [("2", "no-match")], ["101"]),
        ((ROWS[0].removesuffix("8") + "eight",), [("2", "no-number")], ["101"]),
        ((ROWS[0].removeprefix("101"), ROWS[1]), [("2", "empty-cell")], ["102"]),
    ],
)
def test_rows_that_do_not_fit_are_told(
    tmp_path: Path, rows: tuple[str, ...], told: list[tuple[str, str]], kept: list[str]
) -> None:
    found: list[Diagnostic] = []
    events, _ = read_events(write_ged(tmp_path / "ged.csv", *rows), warn=found.append)
    assert [(one.where.rpartition(":")[2], one.code) for one in found] == told
    assert [one.id for one in events] == kept


def test_an_unknown_class_in_a_mapping_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text('[columns]\nid = "a"\nbegin = "b"\n[kinds]\nwar = "Bombimg"\n', encoding="utf-8")
    with pytest.raises(InputError, match="Did you mean Bombing"):
        read_layout(path)


# ---------------------------------------------------------------- matching


def test_the_nearest_of_many_is_taken(tmp_path: Path) -> None:
    rows, _ = read_events(write_ged(tmp_path / "ged.csv"))
    event = occurrence(1, actors=frozenset(["ucdp:303"]), deaths=None)
    outcome = match_events([event], rows, "ged")[0]
    assert outcome.link is not None
    assert outcome.link.entry.id == "101"
    parts = {part.part for part in outcome.link.evidence}
    assert {"time", "place", "actors", "crowd"} <= parts


@pytest.mark.parametrize(
    "changes",
    [
        {"begin": date(2013, 8, 1), "end": date(2013, 8, 1)},
        {"actors": frozenset(["ucdp:1", "ucdp:2"])},
        {"point": (31.6, 65.7)},
        {"countries": frozenset(["PAK"])},
    ],
    ids=["other time", "other actors", "other place", "other country"],
)
def test_what_differs_is_no_match(tmp_path: Path, changes: dict[str, object]) -> None:
    rows, _ = read_events(write_ged(tmp_path / "ged.csv", ROWS[0]))
    assert match_events([occurrence(1, **changes)], rows, "ged")[0].link is None


def test_no_row_is_given_twice() -> None:
    rows = [occurrence(1), occurrence(2, deaths=30)]
    events = [occurrence(11, deaths=7), occurrence(12, deaths=27), occurrence(13, deaths=28)]
    found = [value for value in matched(match_events(events, rows, "x", window=Window(accept=0.3))).values() if value]
    assert len(found) == len(set(found))


def test_without_date_or_place_nothing_is_tried() -> None:
    events = [occurrence(1, begin=None, end=None), occurrence(2, point=None, countries=frozenset())]
    assert {outcome.state for outcome in match_events(events, [occurrence(3)], "x")} == {"untried"}


def test_episodes_only_go_to_review() -> None:
    outcome = match_events([occurrence(1)], [occurrence(2, broad=True)], "x")[0]
    assert (outcome.state, outcome.candidates[0].relation) == ("review", "closeMatch")


def test_runners_up_are_kept() -> None:
    outcome = match_events([occurrence(1)], [occurrence(2), occurrence(3, deaths=9)], "x")[0]
    assert len(outcome.candidates) == 2


@given(st.lists(st.lists(st.sampled_from([-1.0, 0.5, 1.0, 2.0, 3.5]), min_size=3, max_size=3), min_size=3, max_size=3))
def test_the_assignment_is_the_best_of_all(points: list[list[float]]) -> None:
    pairs = [Pair(event=i, row=j, points=points[i][j], evidence=()) for i in range(3) for j in range(3)]
    chosen = assign(pairs)
    assert len({pair.row for pair in chosen.values()}) == len(chosen)
    best = max(sum(max(0.0, points[i][j]) for i, j in enumerate(order)) for order in permutations(range(3)))
    assert sum(pair.points for pair in chosen.values()) == pytest.approx(best)


@pytest.mark.parametrize(
    ("changes", "window", "links"),
    [
        ({"point": (34.555, 69.17)}, Window(), True),
        ({"point": (34.555, 69.17)}, Window(km=0), False),
        ({"point": (34.555, 69.17), "km_slack": 25.0}, Window(km=0), False),
        ({}, Window(days=0, km=0), True),
        ({"km_slack": 25.0, "day_slack": 3}, Window(days=0, km=0), True),
        ({"begin": date(2013, 6, 26), "end": date(2013, 6, 26)}, Window(), True),
        ({"begin": date(2013, 6, 26), "end": date(2013, 6, 26), "day_slack": 2}, Window(days=0), False),
        ({"begin": date(2013, 6, 24), "end": date(2013, 6, 26)}, Window(days=0), True),
    ],
)
def test_a_window_of_nothing_takes_days_and_places_as_they_are_told(
    changes: dict[str, object], window: Window, links: bool
) -> None:
    outcome = match_events([occurrence(1, km_slack=10.0)], [occurrence(2, **changes)], "x", window=window)[0]
    assert (outcome.link is not None) is links


def test_a_bad_window_is_told() -> None:
    with pytest.raises(UsageError, match="window"):
        Window(days=-1)
    result = CliRunner().invoke(cli, ["link", str(SEED), "-o", "x.trig", "--window", "near"])
    assert result.exit_code == 2


# ---------------------------------------------------------------- what a graph tells of an event

HEAD = """
@prefix : <http://e.org/kg/entity/> . @prefix ev: <http://e.org/kg/article/a/event/> .
@prefix x: <http://e.org/kg/article/a/entity/> .
@prefix ck: <https://w3id.org/conflict-kg/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
<http://e.org/kg/article/a> a schema:NewsArticle .
:kidal a ck:City ; rdfs:label "Kidal" . :mopti a ck:City ; rdfs:label "Mopti" . :mali a ck:Country ; rdfs:label "Mali" .
:niger a ck:Country ; rdfs:label "Niger" . :aqim a ck:ArmedGroup ; rdfs:label "AQIM" .
:malian-army a ck:SecurityForce ; rdfs:label "Malian army" ; ck:nationalityOf :mali .
:malian-government a ck:Government ; rdfs:label "Malian government" .
:french-army a ck:SecurityForce ; rdfs:label "French army" .
:peacekeepers a ck:SecurityForce ; rdfs:label "Blue Helmets" .
x:1 a ck:SecurityForce ; rdfs:label "troops" ; ck:nationalityOf :mali .
x:2 a ck:Facility ; rdfs:label "barracks" ; ck:locatedIn :kidal .
x:3 a ck:ArmedGroup ; rdfs:label "gunmen" ; ck:nationalityOf :mali .
x:4 a ck:SecurityForce ; rdfs:label "patrol" ; ck:memberOf :malian-army .
x:5 a ck:Person ; rdfs:label "Kidal" .
ev:1 ck:factuality ck:actual ; ck:begin "2014-05-13" .
"""
KIDAL, MOPTI = (18.4434, 1.4092), (14.4843, -4.183)


def read_occurrence(text: str) -> Occurrence:
    facts = Facts(read_quads((HEAD + text).encode(), format="ttl"))
    (event,) = find_occurrences(facts, link_subjects(subjects_of(facts), load_catalogue()))
    return event


@pytest.mark.parametrize(
    ("text", "point", "countries"),
    [
        ("ev:1 a ck:Shelling ; ck:place :kidal .", KIDAL, {"MLI"}),
        ("ev:1 a ck:Shelling ; ck:target :kidal .", KIDAL, {"MLI"}),
        ("ev:1 a ck:Seizure ; ck:target :kidal .", KIDAL, {"MLI"}),
        ("ev:1 a ck:Siege ; ck:target :kidal .", KIDAL, {"MLI"}),
        ("ev:1 a ck:Attack ; ck:target x:2 .", KIDAL, {"MLI"}),
        ("ev:1 a ck:Attack ; ck:target :kidal ; ck:place :mopti .", MOPTI, {"MLI"}),
        ("ev:1 a ck:Attack ; ck:target :mali .", None, {"MLI"}),
        ("ev:1 a ck:Attack ; ck:target :aqim .", None, set()),
        ("ev:1 a ck:Attack ; ck:target x:5 .", None, set()),
        ("ev:1 a ck:Sanction ; ck:target :mali .", None, set()),
        ("ev:1 a ck:Demonstration ; ck:target :kidal .", None, set()),
        ("ev:1 a ck:Attack ; ck:agent :kidal ; ck:target :aqim .", None, set()),
    ],
)
def test_who_attacks_a_town_does_so_there(text: str, point: tuple[float, float] | None, countries: set[str]) -> None:
    event = read_occurrence(text)
    assert event.point == (None if point is None else pytest.approx(point, abs=0.1))
    assert event.countries == countries


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("ev:1 ck:agent :malian-army .", {"72"}),
        ("ev:1 ck:agent x:1 .", {"72"}),
        ("ev:1 ck:target x:4 .", {"72"}),
        ("ev:1 ck:agent :malian-government .", {"72"}),
        ("ev:1 ck:agent :mali .", {"72"}),
        ("ev:1 ck:agent :malian-army, :aqim .", {"72", "539"}),
        ("ev:1 ck:agent :aqim ; ck:target :mali .", {"539"}),
        ("ev:1 ck:agent :french-army .", {"33"}),
        ("ev:1 ck:agent :peacekeepers .", set()),
        ("ev:1 ck:agent x:3 .", set()),
    ],
)
def test_the_army_of_a_state_acts_for_its_government(text: str, ids: set[str]) -> None:
    event = read_occurrence("ev:1 a ck:Attack . " + text)
    assert {actor.removeprefix("ucdp:") for actor in event.actors if actor.startswith("ucdp:")} == ids


EVENT_PLACES = """
@prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> . @prefix gaf: <http://groundedannotationframework.org/gaf#> .
:kidal wgs:lat 18.44 ; wgs:long 1.41 . :mopti wgs:lat 14.48 ; wgs:long -4.18 . :mali wgs:lat 17.0 ; wgs:long -4.0 .
:kidal ck:locatedIn :mali . ev:1 gaf:denotedBy <http://e.org/kg/article/a#char=1,5> .
"""


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ev:1 a ck:Shelling ; ck:target :kidal .", ["Kidal"]),
        ("ev:1 a ck:Attack ; ck:target x:2 .", ["Kidal"]),
        ("ev:1 a ck:Siege ; ck:target :mali .", ["Mali"]),
        ("ev:1 a ck:Attack ; ck:target :kidal ; ck:place :mopti .", ["Mopti"]),
        ("ev:1 a ck:Attack ; ck:place :kidal, :mali .", ["Kidal"]),
        ("ev:1 a ck:Attack ; ck:target :aqim . :aqim ck:locatedIn :kidal .", []),
        ("ev:1 a ck:Sanction ; ck:target :mali .", []),
    ],
)
def test_the_query_for_places_knows_it_too(text: str, places: list[str]) -> None:
    answer = run_query(to_store(read_quads((HEAD + EVENT_PLACES + text).encode(), format="ttl")), "event-places")
    assert isinstance(answer, Table)
    assert [getattr(row[3], "value", None) for row in answer.rows] == places


def test_the_query_and_the_matching_mean_the_same_classes() -> None:
    query = find_query("event-places")
    (struck,) = (one for one in query.parameters if one.name == "struck")
    assert struck.default == ", ".join(STRUCK)
    listed = re.search(r"\?spot IN \((.*?)\)", query.text)
    assert listed is not None
    assert set(listed[1].replace("ck:", "").split(", ")) == load_ontology().descendants("Place")


# ---------------------------------------------------------------- the command


def test_seed_attack_meets_its_row(tmp_path: Path) -> None:
    target, sheet = tmp_path / "matched.trig", tmp_path / "sheet.tsv"
    arguments = ["link", str(SEED), "-o", str(target), "--events", str(write_ged(tmp_path / "ged.csv")), "--validation",
                 str(sheet)]  # fmt: skip
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    found = {
        (quad.subject.value.rpartition("/")[2], quad.object.value)  # type: ignore[union-attr]
        for quad in read_quads(target)
        if quad.predicate.value == SKOS.exactMatch and "/event/" in quad.object.value  # type: ignore[union-attr]
    }
    assert found == {("1", "https://ucdp.uu.se/event/101")}
    rows = list(csv.DictReader(sheet.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    assert tuple(rows[0]) == COLUMNS
    assert any(row["candidate"].endswith("/event/101") and "#char=" in row["at"] for row in rows)


def test_decisions_on_events_survive_new_numbers(tmp_path: Path) -> None:
    rows = [occurrence(7)]
    outcome = match_events([occurrence(1, at="http://e.org/a#char=1,5")], rows, "x")[0]
    path = tmp_path / "d.tsv"
    line = "\t".join(["n", "http://e.org/1", "http://e.org/a#char=1,5", "x", outcome.candidates[0].entry.iris[0]])
    path.write_text(f"decision\tthing\tat\tdataset\tcandidate\n{line}\n", encoding="utf-8")
    again = match_events([occurrence(2, at="http://e.org/a#char=1,5")], rows, "x")
    assert apply_decisions(again, read_decisions(path), {})[0].candidates == ()
    elsewhere = match_events([occurrence(1, at="http://e.org/a#char=9,12")], rows, "x")
    assert apply_decisions(elsewhere, read_decisions(path), {})[0].candidates != ()


def decisions_on(*answers: tuple[str, int, int]) -> list[Decision]:
    """y or n, on the event of a number and the row of another."""
    return [
        Decision(thing=f"http://e.org/{event}", at="", dataset="x", candidate=f"http://e.org/{row}", answer=answer,
                 other="", note="")
        for answer, event, row in answers
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "states", "notes"),
    [
        ((), ["linked", "review"], ["", "its best row is that of another event; are the two one?"]),
        ((("n", 1, 9),), ["none", "linked"], ["a person refused a candidate", ""]),
        ((("y", 2, 9),), ["review", "linked"],
         ["its best row is that of another event; are the two one?", "decided by a person"]),
        ((("n", 1, 9), ("n", 2, 9)), ["none", "none"], ["a person refused a candidate"] * 2),
        ((("n", 3, 9),), ["linked", "review"], ["", "its best row is that of another event; are the two one?"]),
    ],
)  # fmt: skip
def test_a_row_that_is_refused_is_free_for_another_event(
    answers: tuple[tuple[str, int, int], ...], states: list[str], notes: list[str]
) -> None:
    decisions = decisions_on(*answers)
    events = [occurrence(1), occurrence(2, deaths=9)]
    matched = match_events(events, [occurrence(9)], "x", decisions=decisions)
    outcomes = apply_decisions(matched, decisions, {})
    assert [one.state for one in outcomes] == states
    assert [one.note for one in outcomes] == notes


@pytest.mark.skipif(not SHARED.is_dir(), reason="the samples of GED (../shared) are not here")
def test_simulation_on_ged() -> None:
    score = score_events(SHARED)
    assert score.f1 >= 0.83
    assert score.kept >= 0.8 * score.nil
