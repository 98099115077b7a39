"""`kg add` and `kg retract`: what a graph file holds after articles came and went."""

from __future__ import annotations

import doctest
import shutil
from pathlib import Path

import pytest
from cli_fakes import use_fake_chain
from click.testing import CliRunner, Result

import kg.articles
from kg.cli import cli
from kg.store import INFERRED_GRAPH, read_quads

GRAPH = Path(__file__).parent / "golden" / "graphs" / "brenno.trig"
ARTICLE = "http://example.org/kg/article/talks-off"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.trig"
    shutil.copy(GRAPH, path)
    return path


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, list(args))


def inferred(path: Path) -> set[str]:
    return {str(quad) for quad in read_quads(path) if getattr(quad.graph_name, "value", "") == INFERRED_GRAPH}


def test_an_article_goes_with_what_followed_from_it_alone(graph: Path) -> None:
    assert run("reason", str(graph), "-o", str(graph)).exit_code == 0
    before = inferred(graph)
    result = run("retract", str(graph), "talks-off")
    assert (result.exit_code, "1 article retracted, 1 article left" in result.stderr) == (0, True)
    after = inferred(graph)
    assert after < before
    assert any("alliedWith" in one for one in before) and not any("alliedWith" in one for one in after)
    assert ARTICLE not in graph.read_text() and "talks-off" not in graph.read_text()
    again = graph.read_bytes()
    assert run("reason", str(graph), "-o", str(graph)).exit_code == 0
    assert graph.read_bytes() == again


def test_a_graph_without_conclusions_gets_none(graph: Path, tmp_path: Path) -> None:
    quads = [quad for quad in read_quads(graph) if "inferred" not in str(quad.graph_name)]
    stated = tmp_path / "stated.nq"
    stated.write_text("".join(f"{quad} .\n" for quad in quads))
    assert run("retract", str(stated), ARTICLE).exit_code == 0
    assert inferred(stated) == set()


def test_an_article_is_added_and_replaces_an_older_one(graph: Path, tmp_path: Path, monkeypatch: object) -> None:
    use_fake_chain(monkeypatch)
    text = tmp_path / "news.txt"
    text.write_text("Talks began. Rebels met ministers.")
    target = tmp_path / "larger.trig"
    result = run("add", str(graph), str(text), "-o", str(target))
    assert (result.exit_code, "1 article added" in result.stderr) == (0, True), result.output
    assert {"news", "talks-off", "police-base"} <= {
        one.rpartition("/")[2] for one in kg.articles.find_articles(read_quads(target))
    }
    again = run("add", str(target), str(text))
    assert "(1 older one replaced)" in again.stderr
    assert run("retract", str(target), "news").exit_code == 0


def test_what_rules_gave_is_drawn_again_by_the_same_rules(graph: Path, tmp_path: Path) -> None:
    rules = tmp_path / "foes.rq"
    rules.write_text(
        "PREFIX ck: <https://w3id.org/conflict-kg/ontology#>\n"
        "CONSTRUCT { ?b <http://e.org/foeOf> ?a } WHERE { ?a ck:agent ?b }"
    )
    given = ("--rules", str(rules))
    assert run("reason", str(graph), "-o", str(graph), *given).exit_code == 0
    assert any("foeOf" in one for one in inferred(graph))
    assert run("retract", str(graph), "talks-off", *given).exit_code == 0
    kept = [one for one in inferred(graph) if "foeOf" in one]
    assert kept and not any("talks-off" in one for one in kept)
    subject, _, filler = kept[0].removeprefix("<").partition("> <http://e.org/foeOf> ")
    filler = filler.partition(" ")[0]
    fact = (f"<{subject}>", "<http://e.org/foeOf>", filler)
    assert run("explain", str(graph), *fact, *given).exit_code == 0
    assert run("explain", str(graph), *fact).exit_code == 1


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("retract", "{}", "talk-off"), 2, "Did you mean talks-off"),
        (("retract", "none.trig", "talks-off"), 3, "no such file"),
        (("retract", "-", "talks-off"), 2, "must be a file"),
        (("retract", "{}", "talks-off", "-o", "less.ttl"), 2, "no named graphs"),
        (("add", "graph.nt.gz", "none.txt"), 2, "kg export writes the others"),
        (("add", "{}", "none.txt"), 3, "none.txt"),
        (("add", "{}"), 2, "SRC"),
    ],
)
def test_what_cannot_be_done_is_told(graph: Path, args: tuple[str, ...], code: int, message: str) -> None:
    before = graph.read_bytes()
    result = run(*(part.format(graph) for part in args))
    assert (result.exit_code, message in result.output) == (code, True), result.output
    assert graph.read_bytes() == before


def test_examples_in_the_code_are_true() -> None:
    result = doctest.testmod(kg.articles)
    assert (result.failed, result.attempted > 0) == (0, True)
