"""How sure kg is: what features say, how weights are fitted, how it stands in the graph, and what is left out by it."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad

from kg.builders.confidence import Example, fit, leave_out, predict, read_examples, to_annotation, to_report
from kg.cli import cli
from kg.confident import keep_confident
from kg.dataset import to_quads
from kg.errors import UsageError
from kg.evaluation import read_annotation, read_gold, to_bands
from kg.evaluation.figures import calibration_error
from kg.export import add_sources
from kg.extract.confidence import BASE, load_weights, to_probability
from kg.model import Article, Extraction
from kg.reason import close_quads
from kg.statements import find_statements
from kg.store import read_quads
from kg.vocab import CK, NIF, PROV, RDF

GOLD = Path(__file__).parents[2] / "shared" / "eval" / "open"
BASE_IRI = "http://example.org/kg/"
TEXT = (
    "The army attacked rebels of the Sarem Front in Gao on Friday. Unidentified people may have discussed something "
    "that, according to what was heard in the market, would sooner or later, if at all, lead to talks about the border "
    "between the two parts of the old town."
)


@pytest.fixture(scope="module")
def read(read_article: Callable[[Article], Extraction]) -> Callable[[str], Extraction]:
    return lambda text: read_article(Article(id="case", text=text))


@pytest.fixture(scope="module")
def quads(read: Callable[[str], Extraction]) -> list[Quad]:
    return list(to_quads(read(TEXT), base=BASE_IRI))


def confidences(extraction: Extraction) -> dict[str, float]:
    return {event.kind: event.confidence for event in extraction.events}


# What features say


def test_weights_are_of_features_that_exist() -> None:
    """A feature that the code no longer tells would keep a weight that nothing uses."""
    code = (Path(__file__).parents[1] / "kg" / "extract" / "confidence.py").read_text(encoding="utf-8")
    for sort, weights in load_weights().items():
        for name in set(weights) - {BASE}:
            assert f'"{name}"' in code or f'f"{name.rpartition("_")[0]}_{{' in code, f"{sort}: {name}"


@pytest.mark.model
def test_a_plain_telling_is_surer_than_a_vague_one(read: Callable[[str], Extraction]) -> None:
    found = confidences(read(TEXT))
    assert found["ArmedAssault" if "ArmedAssault" in found else "Attack"] > 0.7
    assert all(sure < 0.7 for kind, sure in found.items() if kind not in ("Attack", "ArmedAssault"))


@pytest.mark.model
def test_every_event_role_and_relation_has_a_confidence(read: Callable[[str], Extraction]) -> None:
    extraction = read(TEXT)
    assert all(0 < event.confidence < 1 for event in extraction.events)
    told = [item for item in extraction.assertions if item.filler is not None and item.predicate != "source"]
    assert told
    assert all(0 < item.confidence < 1 for item in told)


# Fitting


def examples(number: int, *, seed: int = 7) -> list[Example]:
    """Events of which those with the feature "good" are right nine times of ten, the others five times."""
    chance = random.Random(seed)  # noqa: S311
    made = []
    for i in range(number):
        is_good = i % 2 == 0
        features = frozenset({"good"} if is_good else {"bad"})
        is_right = chance.random() < (0.9 if is_good else 0.5)
        made.append(Example(article=f"a{i % 5}", sort="event", features=features, event=None, is_right=is_right))
        right_role = is_right and chance.random() < 0.8
        made.append(
            Example(article=f"a{i % 5}", sort="role", features=frozenset({"any"}), event=features, is_right=right_role)
        )
        for sort in ("relation", "entity"):
            made.append(Example(article=f"a{i % 5}", sort=sort, features=frozenset(), event=None, is_right=i % 4 > 0))
    return made


def test_weights_find_the_probabilities_behind_the_examples() -> None:
    weights = fit(examples(2000))
    assert to_probability(weights["event"], frozenset({"good"})) == pytest.approx(0.9, abs=0.03)
    assert to_probability(weights["event"], frozenset({"bad"})) == pytest.approx(0.5, abs=0.04)
    assert to_probability(weights["relation"], frozenset()) == pytest.approx(0.75, abs=0.02)
    role = Example(article="x", sort="role", features=frozenset({"any"}), event=frozenset({"good"}), is_right=True)
    assert predict(weights, role) == pytest.approx(0.72, abs=0.05)


def test_few_examples_say_little() -> None:
    few, many = fit(examples(20)), fit(examples(2000))
    assert abs(few["event"]["good"]) < abs(many["event"]["good"])


@pytest.mark.model
@pytest.mark.skipif(not GOLD.is_dir(), reason="the annotated articles are not beside the checkout")
def test_confidence_is_calibrated_on_articles_not_seen() -> None:
    """Of the facts given 0.8 and more, four in five are right, though their article was left out of the fitting.

    Prints the table with `pytest -s`.
    """
    found = leave_out(read_examples(read_gold(GOLD)))
    sys.stdout.write(to_report(found) + "\n")
    judged = [(example, sure) for example, sure in found if example.sort != "entity"]
    sure_ones = [example.is_right for example, sure in judged if sure >= 0.8]
    assert len(sure_ones) > 60
    assert sum(sure_ones) / len(sure_ones) > 0.78
    assert calibration_error(to_bands((sure, example.is_right) for example, sure in judged)) < 0.1


@pytest.mark.model
def test_an_extraction_is_compared_like_its_graph(read: Callable[[str], Extraction], quads: list[Quad]) -> None:
    direct, graph = to_annotation(read(TEXT)), read_annotation(quads)
    assert sorted(event.kind for event in direct.events.values()) == sorted(e.kind for e in graph.events.values())
    assert sorted(role for e in direct.events.values() for role, _ in e.roles) == sorted(
        role for e in graph.events.values() for role, _ in e.roles
    )
    assert len(direct.relations) == len(graph.relations)


# In the graph


def subjects(quads: list[Quad], kind: str) -> set[object]:
    return {q.subject for q in quads if q.predicate.value == RDF.type and q.object == NamedNode(kind)}


@pytest.mark.model
def test_each_role_has_a_statement_with_its_confidence_in_the_graph_of_the_article(quads: list[Quad]) -> None:
    article = NamedNode(f"{BASE_IRI}article/case")
    sure = {q.subject: q for q in quads if q.predicate.value == CK.confidence}
    statements = find_statements(quads)
    triples = {quad.triple for quad in quads}
    roles = {q.triple for q in quads if q.predicate.value in (CK.agent, CK.target, CK.place, CK.strikes)}
    assert roles <= set(statements.values()) <= triples
    assert all(sure[node].graph_name == article for node in statements)
    assert len(set(statements.values())) == len(statements)


@pytest.mark.model
def test_turtle_has_them_only_with_statements(quads: list[Quad], tmp_path: Path) -> None:
    from kg.export import write_graph

    write_graph(quads, tmp_path / "plain.ttl")
    write_graph(quads, tmp_path / "full.ttl", sources=True)
    assert not subjects(list(read_quads(tmp_path / "plain.ttl")), RDF.Statement)
    full = list(read_quads(tmp_path / "full.ttl"))
    nodes = subjects(full, RDF.Statement)
    derived = {q.subject for q in full if q.predicate.value == PROV.wasDerivedFrom}
    assert set(find_statements(quads)) < nodes == derived
    assert {q.subject for q in full if q.predicate.value == CK.confidence} > set(find_statements(quads))
    assert find_statements(add_sources(quads)).keys() == nodes


# Left out


@pytest.mark.model
@pytest.mark.parametrize("minimum", [0.3, 0.5, 0.7, 0.9, 1.0])
def test_what_is_left_is_sure_enough_and_whole(quads: list[Quad], minimum: float) -> None:
    kept = keep_confident(quads, minimum)
    assert set(kept) <= set(quads)
    known = {q.subject for q in kept}
    statements = find_statements(kept)
    for quad in kept:
        if quad.predicate.value == CK.confidence and "/entity/" not in str(quad.subject):
            assert float(quad.object.value) >= minimum  # type: ignore[union-attr]
        if quad.predicate.value.startswith(CK.NS) and isinstance(quad.object, NamedNode):
            assert quad.object in known or quad.object.value.startswith(CK.NS) or quad.object.value.endswith("#author")
    triples = {q.triple for q in kept}
    assert set(statements.values()) <= triples
    dropped = {t for n, t in find_statements(quads).items() if n not in statements}
    assert not dropped & triples
    phrases = subjects(kept, NIF.Phrase)
    assert phrases == {q.object for q in kept if q.predicate.value.endswith("denotedBy")}


@pytest.mark.model
def test_nothing_is_left_out_by_default(quads: list[Quad]) -> None:
    assert keep_confident(quads, 0.0) == quads


def test_a_named_thing_stays_and_an_unnamed_one_goes_with_its_last_statement() -> None:
    graph, article = NamedNode("http://e.org/article/a#char=0,9"), NamedNode("http://e.org/article/a")
    event, named, other = (
        NamedNode(f"http://e.org/{path}") for path in ("article/a/event/1", "entity/gao", "article/a/entity/1")
    )
    quads = [
        Quad(event, NamedNode(CK.factuality), NamedNode(CK.actual), graph),
        Quad(event, NamedNode(CK.confidence), Literal("0.4"), article),
        Quad(event, NamedNode(CK.agent), named, graph),
        Quad(event, NamedNode(CK.target), other, graph),
        *(Quad(node, NamedNode(RDF.type), NamedNode(CK.ArmedGroup), graph) for node in (named, other)),
    ]
    assert keep_confident(quads, 0.5) == [quads[4]]
    assert keep_confident(quads, 0.4) == quads


GRAPH = Path(__file__).parent / "golden" / "graphs" / "brenno.trig"


def test_what_was_inferred_cannot_be_thinned() -> None:
    closed = list(close_quads(read_quads(GRAPH)).quads)
    with pytest.raises(UsageError):
        keep_confident(closed, 0.5)


def test_commands_leave_out(tmp_path: Path) -> None:
    graph = tmp_path / "graph.trig"
    event = "http://example.org/kg/article/police-base/event/1"
    told = f"<http://example.org/kg/article/police-base> {{ <{event}> <{CK.confidence}> 0.3 . }}\n"
    graph.write_text(GRAPH.read_text() + told)
    out = tmp_path / "out.nq"
    sure = ["--stated", "--min-confidence", "0.5"]
    assert CliRunner().invoke(cli, ["export", str(graph), "-o", str(out), *sure]).exit_code == 0
    assert event not in out.read_text()
    assert "--stated" in CliRunner().invoke(cli, ["export", str(graph), "-o", str(out), *sure[1:]]).stderr
    ask = f"ASK {{ <{event}> ?p ?o }}"
    assert CliRunner().invoke(cli, ["query", str(graph), ask]).exit_code == 0
    assert CliRunner().invoke(cli, ["query", str(graph), ask, *sure]).exit_code == 1
    assert CliRunner().invoke(cli, ["query", str(graph), ask, "--min-confidence", "5"]).exit_code == 2


@pytest.mark.model
def test_build_leaves_out(tmp_path: Path, read: Callable[[str], Extraction]) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    events = {}
    for minimum in ("0", "0.7", "1"):
        out = tmp_path / "g.nq"
        done = CliRunner().invoke(cli, ["build", str(tmp_path / "a.txt"), "-o", str(out), "--min-confidence", minimum])
        assert done.exit_code == 0, done.stderr
        events[minimum] = sum(q.predicate.value == CK.factuality for q in read_quads(out))
    assert events["0"] == len(read(TEXT).events) > events["0.7"] > events["1"] == 0
