"""What people annotated against what a graph says: figures, differences with their places, and bad annotations."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.errors import InputError
from kg.evaluation import GraphFinder, evaluate, read_gold, to_bands

TEXT = "Rebels of the Sarem Front attacked a base in Gao on Friday. The army condemned the attack."
ENTITIES: dict[str, Any] = {
    "rebels": {"type": "ArmedGroup", "names": ["Rebels", "Rebels of the Sarem Front"]},
    "front": {"type": "ArmedGroup", "names": ["the Sarem Front"]},
    "base": {"type": "Facility", "names": ["a base"]},
    "gao": {"type": "City", "names": ["Gao"]},
    "army": {"type": "SecurityForce", "names": ["The army"]},
}
EVENTS: dict[str, Any] = {
    "attack": {"type": "Attack", "anchors": ["*attacked* a base", "the *attack*."], "agent": ["rebels"],
               "target": ["base"], "place": ["gao"], "begin": ["2024-05-03", "2024-05"]},
    "condemnation": {"type": "Condemnation", "anchors": ["*condemned*"], "agent": ["army"], "target": ["attack"]},
}  # fmt: skip
GOLD: dict[str, Any] = {
    "id": "gao", "text": TEXT, "entities": ENTITIES, "events": EVENTS,
    "relations": [["rebels", "memberOf", "front"], ["base", "locatedIn", "gao"]],
}  # fmt: skip

HEAD = """
@prefix ck: <https://w3id.org/conflict-kg/ontology#> .
@prefix gaf: <http://groundedannotationframework.org/gaf#> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
"""
GRAPH = """
<http://e.org/article/gao> {
    <http://e.org/article/gao> a schema:NewsArticle .
    <http://e.org/article/gao#char=0,90> nif:isString "%(text)s" .
    <http://e.org/article/gao/event/1> ck:confidence 0.9 . <http://e.org/article/gao/event/3> ck:confidence 0.2 .
    <http://e.org/s/1> a rdf:Statement ; rdf:subject <http://e.org/article/gao/event/1> ; rdf:predicate ck:target ;
        rdf:object <http://e.org/e/army> ; ck:confidence 0.4 .
}
<http://e.org/article/gao#char=0,59> {
    <http://e.org/article/gao/event/1> a ck:ArmedAssault ; gaf:denotedBy <http://e.org/article/gao#char=26,34> ;
        ck:agent <http://e.org/e/rebels> ; ck:target <http://e.org/e/army> ; ck:begin "2024-05-03" ;
        ck:factuality ck:possible .
    <http://e.org/article/gao/event/3> a ck:Travel ; gaf:denotedBy <http://e.org/article/gao#char=52,58> .
    <http://e.org/e/rebels> a ck:ArmedGroup ; rdfs:label "Sarem rebels" ; ck:memberOf <http://e.org/e/front> ;
        gaf:denotedBy <http://e.org/article/gao#char=0,6> .
    <http://e.org/e/front> a ck:ArmedGroup ; rdfs:label "Sarem Front" ; ck:hostileTo <http://e.org/e/army> .
    <http://e.org/e/army> a ck:SecurityForce ; rdfs:label "army" .
}
<http://e.org/article/gao#char=0,6> { <http://e.org/article/gao#char=0,6> nif:anchorOf "Rebels" . }
<http://e.org/article/gao#char=60,90> {
    <http://e.org/article/gao/event/2> a ck:Condemnation ; gaf:denotedBy <http://e.org/article/gao#char=69,78> ;
        ck:agent <http://e.org/e/army> ; ck:target <http://e.org/article/gao/event/1> .
}
"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "gao.json").write_text(json.dumps(GOLD))
    return folder


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.trig"
    path.write_text(HEAD + GRAPH % {"text": TEXT})
    return path


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, ["eval", *map(str, args)])


def figures(gold: Path, graphs: Path) -> dict[str, tuple[int, int, int]]:
    total = evaluate(read_gold(gold), GraphFinder(graphs)).total
    return {row: (tally.right, tally.gold, tally.found) for row, tally in total.items()}


EXPECTED = {
    "event": (2, 2, 3),
    "type": (1, 2, 3),
    "supertype": (2, 2, 3),
    "roles": (3, 5, 4),
    "role:agent": (2, 2, 2),
    "role:target": (1, 2, 2),
    "role:place": (0, 1, 0),
    "value:begin": (1, 1, 1),
    "value:factuality": (0, 2, 1),
    "relations": (1, 2, 2),
    "facts": (5, 9, 9),
}


def test_counts(gold: Path, graph: Path) -> None:
    found = figures(gold, graph)
    assert {row: found[row] for row in EXPECTED} == EXPECTED


def test_a_folder_of_graphs_and_one_of_many_articles_give_the_same(gold: Path, graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "graphs"
    folder.mkdir()
    (folder / "gao.trig").write_text(graph.read_text())
    assert figures(gold, folder) == figures(gold, graph)
    other = GRAPH.replace("article/gao", "article/kidal").replace("hostileTo", "alliedWith") % {"text": "Other."}
    graph.write_text(graph.read_text() + other)
    assert figures(gold, graph) == figures(gold, folder)


def test_the_article_goes_by_its_text_before_its_id(gold: Path, graph: Path) -> None:
    renamed = GRAPH.replace("article/gao", "article/kidal") % {"text": TEXT}
    other = GRAPH % {"text": "Other."}
    graph.write_text(HEAD + other + renamed)
    assert figures(gold, graph)["facts"] == EXPECTED["facts"]


def test_a_graph_of_another_text_is_refused(gold: Path, graph: Path) -> None:
    graph.write_text(HEAD + GRAPH % {"text": TEXT + " "})
    result = run(gold, graph)
    assert result.exit_code == 3
    assert "another text" in result.stderr


def test_differences_have_place_words_and_sentence(gold: Path, graph: Path) -> None:
    told = json.loads(run(gold, graph, "--format", "json").stdout)
    errors = {(e["verdict"], e["part"], e["gold"], e["found"], e["quote"]) for e in told["errors"]}
    assert errors == {
        ("wrong", "type", "Attack", "ArmedAssault", "attacked"),
        ("spurious", "event", "", "Travel", "Friday"),
        ("missed", "target", "a base", "", "attacked"),
        ("spurious", "target", "", "army", "attacked"),
        ("missed", "place", "Gao", "", "attacked"),
        ("wrong", "factuality", "actual", "possible", "attacked"),
        ("missed", "factuality", "actual", "", "condemned"),
        ("missed", "relation", "a base locatedIn Gao", "", ""),
        ("spurious", "relation", "", "Sarem Front hostileTo army", TEXT[:59]),
    }
    for error in told["errors"]:
        if error["start"] is not None:
            assert " ".join(TEXT[error["start"] : error["end"]].split()) == error["quote"]
            assert error["quote"] in error["sentence"]
    table = run(gold, graph, "--errors").stdout
    assert "spurious event       “Friday” Travel" in table
    rows = list(csv.DictReader(io.StringIO(run(gold, graph, "--errors", "--format", "csv").stdout)))
    assert len(rows) == len(told["errors"])


def test_all_formats_tell_the_same_figures(gold: Path, graph: Path) -> None:
    facts = json.loads(run(gold, graph, "--format", "json").stdout)["figures"]["facts"]
    assert (facts["right"], facts["gold"], facts["found"]) == EXPECTED["facts"]
    assert facts["f1"] == pytest.approx(5 / 9, abs=1e-6)
    rows = csv.DictReader(io.StringIO(run(gold, graph, "--format", "csv").stdout))
    assert {row["article"]: row["f1"] for row in rows if row["row"] == "facts"} == dict.fromkeys(
        ("", "gao"), str(facts["f1"])
    )
    assert "facts                  0.556   0.556   0.556      5     9      9" in run(gold, graph).stdout


def test_calibration_counts_what_has_a_confidence(gold: Path, graph: Path) -> None:
    told = json.loads(run(gold, graph, "--format", "json").stdout)["calibration"]
    assert [(band["confidence"], band["facts"], band["right"]) for band in told["facts"]] == [
        (0.2, 1, 0), (0.4, 1, 0), (0.9, 1, 0),
    ]  # fmt: skip
    assert [band["confidence"] for band in told["roles"]] == [0.4]
    assert "apart on average by 0.500" in run(gold, graph, "--calibration").stdout


def test_bands_cover_all_confidences_once() -> None:
    judged = [(step / 100, step % 2 == 0) for step in range(101)]
    assert sum(band.facts for band in to_bands(judged)) == len(judged)


def test_an_article_without_a_graph_was_missed_whole(gold: Path, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run(gold, tmp_path / "empty")
    assert result.exit_code == 5
    assert "failed: gao" in result.stderr
    assert figures(gold, tmp_path / "empty")["facts"] == (0, 9, 0)


def test_what_excludes_another(gold: Path, graph: Path) -> None:
    assert run(gold, graph, "--errors", "--calibration").exit_code == 2
    assert run(gold, graph.with_name("no.trig")).exit_code == 3


def change(**changes: Any) -> dict[str, Any]:
    return {**GOLD, **changes}


def change_event(**changes: Any) -> dict[str, Any]:
    return change(events={**EVENTS, "condemnation": {**EVENTS["condemnation"], **changes}})


BAD: dict[str, tuple[Any, str]] = {
    "no object": ([], "JSON object"),
    "no text": (change(text=""), "no text"),
    "text file absent": (change(text="no.txt"), "no.txt"),
    "no entities": (change(entities=["a"]), "entities: an object"),
    "entity type": (change(entities={**ENTITIES, "gao": {"type": "Citi", "names": ["Gao"]}}), "did you mean City?"),
    "entity name": (change(entities={**ENTITIES, "gao": {"type": "City", "names": ["Kidal"]}}), "'Kidal'"),
    "entity without names": (change(entities={**ENTITIES, "gao": {"type": "City"}}), "entity gao: names"),
    "event type": (change_event(type="City"), "event condemnation: unknown type 'City'"),
    "event field": (change_event(agents=["army"]), "unknown field 'agents', did you mean agent?"),
    "filler": (change_event(agent=["arm"]), "agent names 'arm'"),
    "filler no list": (change_event(agent="army"), "agent: a list"),
    "quotation absent": (change_event(anchors=["*condemns*"]), "not in the text"),
    "quotation twice": (change_event(anchors=["*attack*"]), "more than once"),
    "no asterisks": (change_event(anchors=["condemned"]), "between two asterisks"),
    "factuality": (change_event(factuality="likely"), "one of actual, planned"),
    "date": (change_event(begin="3 May"), "YYYY-MM-DD"),
    "number": (change_event(deaths="many"), "whole number"),
    "source": (change_event(source="nobody"), "the key of an entity"),
    "relation": (change(relations=[["rebels", "membersOf", "front"]]), "did you mean memberOf?"),
    "relation of nothing": (change(relations=[["rebels", "memberOf", "x"]]), "no entity 'x'"),
    "relation no triple": (change(relations=[["rebels"]]), "[entity, relation, entity]"),
    "key twice": (change(events={**EVENTS, "gao": EVENTS["condemnation"]}), "gao: both"),
}


@pytest.mark.parametrize(("record", "words"), BAD.values(), ids=BAD)
def test_bad_annotation(gold: Path, graph: Path, record: Any, words: str) -> None:
    (gold / "gao.json").write_text(json.dumps(record))
    result = run(gold, graph)
    assert result.exit_code == 3, result.stdout
    assert words in result.stderr
    assert str(gold) in result.stderr


def test_all_problems_are_told_at_once(gold: Path) -> None:
    (gold / "gao.json").write_text(json.dumps(change_event(agent=["x"], begin="soon", type="?")))
    with pytest.raises(InputError) as caught:
        read_gold(gold)
    assert str(caught.value).count("event condemnation") == 3


@pytest.mark.parametrize(("content", "words"), [(b"{", "gao.json:1: not valid JSON"), (b"\xff", "not a JSON file")])
def test_no_json(gold: Path, graph: Path, content: bytes, words: str) -> None:
    (gold / "gao.json").write_bytes(content)
    result = run(gold, graph)
    assert result.exit_code == 3
    assert words in result.stderr


def test_folder_without_annotations(tmp_path: Path, graph: Path) -> None:
    (tmp_path / "none").mkdir()
    assert "no annotated articles" in run(tmp_path / "none", graph).stderr
    assert run(tmp_path / "no.json", graph).exit_code == 3
