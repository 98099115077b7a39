"""The steps as functions: what each takes and gives, and that together they are the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import rdflib
from cli_fakes import use_fake_chain
from click.testing import CliRunner

from kg.article import read_articles
from kg.cli import cli
from kg.errors import InputError, PartialFailureError, UsageError
from kg.model import Article
from kg.pipeline import build, build_batch, check_base, query, read, reason, to_published, write
from kg.results import Table, Truth
from kg.store import quads_of

GRAPH = Path(__file__).parent / "golden" / "graphs" / "brenno.trig"


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    use_fake_chain(monkeypatch)
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"Text {name}.")
    return folder


def test_build_gives_a_dataset(articles: Path) -> None:
    dataset = build(articles, published="2020-01-01", base="http://e.org/")
    assert isinstance(dataset, rdflib.Dataset)
    assert "http://e.org/article/a" in {quad.subject.value for quad in quads_of(dataset)}


def test_build_is_what_the_command_builds(articles: Path, tmp_path: Path) -> None:
    write(build(articles), tmp_path / "api.nq")
    assert CliRunner().invoke(cli, ["build", str(articles), "-o", str(tmp_path / "cli.nq")]).exit_code == 0
    assert (tmp_path / "api.nq").read_bytes() == (tmp_path / "cli.nq").read_bytes()


def test_build_is_all_or_nothing(articles: Path) -> None:
    (articles / "c.txt").write_text("REFUSED")
    with pytest.raises(PartialFailureError) as caught:
        build(articles)
    assert caught.value.failed == ("c: it is refused",)


def test_batch_goes_on_and_tells(articles: Path) -> None:
    (articles / "c.txt").write_text("FAULT")
    seen: list[tuple[int, int, str]] = []

    def note(number: int, total: int, article: Article) -> None:
        seen.append((number, total, article.id))

    built = build_batch(read_articles([articles]), on_article=note)
    assert (built.articles, built.sentences, len(built.failures)) == (2, 2, 1)
    assert isinstance(built.failures[0].__cause__, ZeroDivisionError)
    assert seen == [(1, 3, "a"), (2, 3, "b"), (3, 3, "c")]


def test_first_failure_is_raised_where_nothing_succeeds(articles: Path) -> None:
    for path in articles.iterdir():
        path.write_text("REFUSED")
    with pytest.raises(InputError, match="a: it is refused"):
        build(articles)


def test_read_reason_query_write(tmp_path: Path) -> None:
    dataset = read(GRAPH)
    full = reason(dataset)
    assert len(full) > len(dataset)
    table = query(full, "timeline", actor="Sarem Front", **{"from": "2020-03-13"})
    assert isinstance(table, Table)
    assert table.rows
    asked = "ASK { ?x a ck:Attack . GRAPH <https://w3id.org/conflict-kg/inferred> { ?x a ck:Attack } }"
    assert query(full, asked) != query(full, asked, stated=True)
    write(full, tmp_path / "g.ttl", sources=True)
    assert query(read(tmp_path / "g.ttl"), "ASK { ?x a rdf:Statement }") == Truth(value=True)
    write(full, tmp_path / "stated.nq", stated=True)
    asked = "ASK { GRAPH <https://w3id.org/conflict-kg/inferred> { ?x a ck:Event } }"
    assert query(full, asked) == Truth(value=True)
    assert query(read(tmp_path / "stated.nq"), asked) == Truth(value=False)


@pytest.mark.parametrize(
    "base",
    [
        "",
        "kg/",
        "http://e.org",
        "http://e.org/a b/",
        "http://e.org/<x>/",
        'http://e.org/"/',
        "http://e.org/[/",
        "http://e.org/kg#",
        "http://e.org/#/",
    ],
)
def test_what_is_no_base(base: str) -> None:
    with pytest.raises(UsageError):
        check_base(base)


@pytest.mark.parametrize("base", ["http://e.org/", "urn:x/", "http://e.org/Ünï/"])
def test_what_is_a_base(base: str) -> None:
    assert check_base(base) == base


def test_published() -> None:
    assert to_published("2013-06-25") == to_published(date(2013, 6, 25)) == date(2013, 6, 25)
    assert to_published(None) is None
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        to_published("soon")
