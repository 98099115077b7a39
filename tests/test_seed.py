"""The whole chain on the article in `seeds/`: well-formed, without contradictions, always the same, reasoned on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Quad
from test_dataset import find_violations

from kg.article import read_articles
from kg.export import write_graph
from kg.pipeline import Build, build_batch
from kg.reason import Closure, close_quads, find_contradictions
from kg.resources import find_resource
from kg.store import BACKGROUND_GRAPH, INFERRED_GRAPH, read_quads
from kg.vocab import CK, GAF, NIF

pytestmark = pytest.mark.model

ENTITY = "http://example.org/kg/entity/"
OTHER = "Rebels of the Sarem Front attacked an army base in Kabul on Monday. Three soldiers were killed, the UN said."


@pytest.fixture(scope="module")
def built() -> Build:
    return build_batch(read_articles([find_resource("seeds")]))


@pytest.fixture(scope="module")
def closure(built: Build) -> Closure:
    return close_quads(built.quads)


def test_nothing_fails(built: Build) -> None:
    assert (built.articles, built.failures, built.diagnostics) == (1, (), ())
    assert built.sentences == 13


def test_it_conforms_to_the_shapes(built: Build, closure: Closure) -> None:
    assert find_violations(built.quads) == ""
    assert find_violations(closure.quads) == ""


def test_it_does_not_contradict_the_ontology(closure: Closure) -> None:
    assert list(find_contradictions(closure)) == []


def test_every_mention_has_the_words_of_the_text(built: Build) -> None:
    (text,) = (quad.object.value for quad in built.quads if quad.predicate.value == NIF.isString)
    (path,) = find_resource("seeds").glob("*.txt")
    assert text == path.read_text(encoding="utf-8")
    anchors = [quad for quad in built.quads if quad.predicate.value == NIF.anchorOf]
    assert len(anchors) > 50
    for quad in anchors:
        start, end = (int(number) for number in quad.subject.value.rpartition("=")[2].split(","))
        assert quad.object.value == text[start:end]


def test_every_statement_stands_in_the_graph_of_a_sentence(built: Build) -> None:
    sentences = {quad.subject for quad in built.quads if quad.object.value == NIF.Sentence}
    for quad in built.quads:
        if quad.predicate.value.startswith(CK.NS) and quad.predicate.value != CK.confidence:
            assert quad.graph_name in sentences


def objects(quads: tuple[Quad, ...], subject: str, predicate: str) -> set[str]:
    return {q.object.value for q in quads if q.subject.value == subject and q.predicate.value == predicate}


def test_what_follows_from_the_attack_in_kabul(closure: Closure) -> None:
    (article,) = {quad.subject.value.partition("#")[0] for quad in closure.asserted if quad.object.value == NIF.Context}
    attack = f"{article}/event/1"
    assert f"{article}#char=71,77" in objects(closure.asserted, attack, GAF.denotedBy)
    assert objects(closure.inferred, attack, CK.place) == {f"{ENTITY}afghanistan"}
    assert objects(closure.inferred, attack, CK.quadClass) == {CK.materialConflict}
    kinds = objects(closure.inferred, attack, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    assert {CK.Attack, CK.ViolentEvent, CK.Event} <= kinds
    assert objects(closure.inferred, attack, CK.answerable)
    assert f"{ENTITY}cia" in objects(closure.inferred, attack, CK.against), "whoever operates the base that is attacked"
    for agent in objects(closure.asserted, attack, CK.agent):
        assert f"{ENTITY}cia" in objects(closure.inferred, agent, CK.hostileTo)


@pytest.mark.parametrize(
    ("subject", "relation", "other"),
    [
        ("taliban", CK.hostileTo, "cia"),
        ("cia", CK.hostileTo, "taliban"),
        ("taliban", CK.hostileTo, "afghan-government"),
        ("afghan-government", CK.hostileTo, "taliban"),
        ("taliban", CK.alliedWith, "al-qaeda"),
        ("al-qaeda", CK.alliedWith, "taliban"),
        ("taliban", CK.answerableFor, "event/1"),
    ],
)
def test_what_no_sentence_says_but_follows(closure: Closure, subject: str, relation: str, other: str) -> None:
    """The gunmen are of the Taliban, the base is of the CIA, and what is against one is against whoever it is of."""
    found = {item for item in objects(closure.inferred, ENTITY + subject, relation) if item.endswith(f"/{other}")}
    assert len(found) == 1
    assert not found & objects(closure.asserted, ENTITY + subject, relation)


def test_the_background_is_that_of_the_countries_named(closure: Closure) -> None:
    found = {quad.subject.value.removeprefix(ENTITY) for quad in closure.background}
    assert {"afghanistan", "kabul", "afghan-government", "qatar", "doha"} <= found
    assert not found & {"france", "paris", "mali"}
    assert {quad.graph_name.value for quad in closure.background} == {BACKGROUND_GRAPH}
    assert {quad.graph_name.value for quad in closure.inferred} == {INFERRED_GRAPH}


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the seed of hashes and the order of files: nothing depends on either."""
    folder = tmp_path / "articles"
    shutil.copytree(find_resource("seeds"), folder)
    (folder / "other.txt").write_text(OTHER, encoding="utf-8")
    files = sorted(str(path) for path in folder.glob("*.txt"))
    for seed, given in (("1", files), ("2", files[::-1])):
        command = [sys.executable, "-m", "kg", "build", *given, "-o", str(tmp_path / f"{seed}.trig")]
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)}
        subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603
    assert (tmp_path / "1.trig").read_bytes() == (tmp_path / "2.trig").read_bytes()


def test_what_one_article_says_does_not_depend_on_others(built: Build, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(OTHER, encoding="utf-8")
    both = build_batch(read_articles([tmp_path / "other.txt", find_resource("seeds")]))
    alone = build_batch(read_articles([tmp_path / "other.txt"]))
    named = {
        CK.confidence,
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://www.w3.org/2004/02/skos/core#altLabel",
    }
    parts = ({*built.quads, *alone.quads}, {*both.quads})
    predicate = "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate"
    # Where articles differ in how sure a shared thing is, each keeps its own confidence in a statement.
    own = {
        q.subject for part in parts for q in part if q.predicate.value == predicate and q.object.value == CK.confidence
    }
    told = [{q for q in part if q.predicate.value not in named and q.subject not in own} for part in parts]
    assert told[0] == told[1]
    assert find_violations(both.quads) == ""


def test_what_is_read_back_is_what_was_built(built: Build, tmp_path: Path) -> None:
    write_graph(built.quads, tmp_path / "g.trig")
    assert set(read_quads(tmp_path / "g.trig")) == set(built.quads)
