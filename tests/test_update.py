"""`kg add` and `kg retract`: what a graph file holds after articles came and went."""

from __future__ import annotations

import doctest
import shutil
from pathlib import Path

import pytest
from cli_fakes import use_fake_chain
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, Quad

import kg.articles
from kg.cli import cli
from kg.store import INFERRED_GRAPH, LINKS_GRAPH, read_quads
from kg.vocab import PROV, RDF, SCHEMA, VOID

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


@pytest.mark.parametrize("name", ["graph.trig", "graph.nq", "graph.nq.gz"])
def test_the_last_article_leaves_a_graph_that_others_read(graph: Path, name: str, monkeypatch: object) -> None:
    target, other = graph.parent / name, str(graph.parent / "other.trig")
    assert run("export", str(graph), "-o", str(target)).exit_code == 0
    result = run("retract", str(target), "talks-off", "police-base")
    assert (result.exit_code, result.stderr.count("No article is left: the graph is empty")) == (0, 1)
    assert list(read_quads(target)) == []
    for args in (("query", "actors"), ("reason", "-o", other), ("export", "-o", other), ("link", "-o", other)):
        assert (run(args[0], str(target), *args[1:]).exit_code, args) == (0, args)
    use_fake_chain(monkeypatch)
    text = graph.parent / "news.txt"
    text.write_text("Talks began.")
    assert run("add", str(target), str(text)).exit_code == 0
    assert kg.articles.find_articles(read_quads(target)) == ["http://example.org/kg/article/news"]


def test_what_the_user_added_stays_when_the_last_article_goes(graph: Path) -> None:
    own = "<http://e.org/own> { <http://e.org/a> <http://e.org/p> <http://e.org/b> }"
    graph.write_text(graph.read_text() + own)
    result = run("retract", str(graph), "talks-off", "police-base")
    assert (result.exit_code, "No article is left\n" in result.stderr) == (0, True)
    assert "<http://e.org/a> <http://e.org/p> <http://e.org/b>" in graph.read_text()


def test_links_of_what_only_the_article_names_go_with_it(graph: Path) -> None:
    before = list(read_quads(graph))
    assert run("retract", str(graph), "police-base").exit_code == 0
    after = list(read_quads(graph))
    assert after and not any("interior-ministry" in str(quad) or "police-base" in str(quad) for quad in after)
    links = [quad for quad in after if getattr(quad.graph_name, "value", "") == LINKS_GRAPH]
    told = {
        name: {quad.object.value for quad in links if quad.subject.value == name}
        for name in (f"{LINKS_GRAPH}/example", f"{LINKS_GRAPH}/ged")
    }
    assert "3 linked, 1 review, 2 none, 0 failed, 2 untried" in told[f"{LINKS_GRAPH}/example"]
    assert {"0 linked, 1 review, 1 none, 0 failed, 1 untried", "0"} <= told[f"{LINKS_GRAPH}/ged"]
    # Each try and candidate that is left is whole: it has all that it had, and one that is not left has nothing.
    nodes = {quad.subject for quad in links}
    assert {quad for quad in links if VOID.NS not in str(quad) and "description" not in str(quad.predicate)} == {
        quad
        for quad in before
        if quad.subject in nodes and getattr(quad.graph_name, "value", "") == LINKS_GRAPH
        and VOID.NS not in str(quad) and "description" not in str(quad.predicate)
    }  # fmt: skip


def test_a_graph_is_the_same_whether_its_linksets_are_counted_anew_or_not() -> None:
    quads = [quad for quad in read_quads(GRAPH) if "inferred" not in str(quad.graph_name)]
    lonely = "http://example.org/kg/article/other"
    more = [
        Quad(NamedNode(lonely), NamedNode(RDF.type), NamedNode(SCHEMA.NewsArticle), NamedNode(lonely)),
        Quad(NamedNode(f"{LINKS_GRAPH}/example/0"), NamedNode(PROV.used), NamedNode(f"{lonely}/event/1"),
             NamedNode(LINKS_GRAPH)),
    ]  # fmt: skip
    assert kg.articles.drop_articles([*quads, *more], {lonely}) == quads


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
