"""Whatever is given to kg, it ends with a message and an exit code: no traceback, nothing half-written."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_fakes import use_fake_chain
from click.testing import CliRunner, Result

from kg.cli import cli

GRAPH = str(Path(__file__).parent / "golden" / "graphs" / "brenno.trig")
TRIPLE = b"<http://e.org/s> <http://e.org/p> <http://e.org/o> ."


@pytest.fixture(autouse=True)
def fake_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    use_fake_chain(monkeypatch)


def run(*args: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], input=stdin)


def check(result: Result, code: int, *words: str) -> None:
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.stderr
    assert result.stderr.startswith(("Error: ", "Usage: ", "Warning: "))
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


ARTICLES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "empty"),
    "blank": ("a.txt", b" \r\n\t", "empty"),
    "byte order mark alone": ("a.txt", b"\xef\xbb\xbf", "empty"),
    "binary": ("a.txt", b"PK\x03\x04\x00\x00", "byte 4 is NUL"),
    "windows-1252": ("a.txt", b"The caf\xe9 burned.", "byte 7 is 0xe9"),
    "windows-1252 after a mark": ("a.txt", b"\xef\xbb\xbfThe caf\xe9 burned.", "byte 10 is 0xe9"),
    "utf-16": ("a.txt", "Text.".encode("utf-16"), "UTF-16"),
    "cut in a character": ("a.txt", "Café".encode()[:-1], "byte 3"),
    "gigantic": ("a.txt", b"A word. " * 700_000, "--max-size"),
    "image": ("a.png", b"\x89PNG", ".png"),
    "metadata": ("a.meta.json", b"{}", "metadata"),
    "markup alone": ("a.md", b"---\ntitle: x\n---\n<br>\n", "markup"),
    "front matter no TOML": ("a.md", b"+++\ndate = yesterday\n+++\nText.", "TOML"),
    "front matter no date": ("a.md", b"---\ndate: June\n---\nText.", "YYYY-MM-DD"),
    "no JSON": ("a.jsonl", b"Text.\n", "a.jsonl:1: not valid JSON"),
    "deep JSON": ("a.jsonl", b"[" * 100_000, "a.jsonl:1"),
    "no lines": ("a.jsonl", b"\n\n", "no article"),
    "no gzip": ("a.jsonl.gz", b'{"text": "x"}', "gzip"),
    "cut gzip": ("a.jsonl.gz", gzip.compress(b'{"text": "x"}' * 9)[:-9], "a.jsonl.gz"),
    "text no string": ("a.jsonl", b'{"text": ["x"]}', "no string"),
    "date no text": ("a.jsonl", b'{"text": "x", "date": ["2020"]}', "date"),
    "date none": ("a.jsonl", b'{"text": "x", "date": "2020-02-30"}', "YYYY-MM-DD"),
}


@pytest.mark.parametrize(("name", "content", "words"), ARTICLES.values(), ids=ARTICLES)
def test_bad_article(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = run("build", path, "-o", tmp_path / "g.trig")
    check(result, 3, str(path), words)
    assert not (tmp_path / "g.trig").exists()


@pytest.mark.parametrize(
    ("metadata", "words"),
    [("{", "JSON"), ("[]", "object"), ('{"date": "soon"}', "YYYY-MM-DD"), ('{"title": {}}', "title"), ("", "empty")],
)
def test_bad_metadata(tmp_path: Path, metadata: str, words: str) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "a.meta.json").write_text(metadata)
    check(run("build", tmp_path / "a.txt", "-o", "-"), 3, "a.meta.json", words)


def test_missing_sources(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text("Text.")
    check(run("build", tmp_path / "talk.txt", "-o", "-"), 3, "talk.txt", f"Did you mean {tmp_path / 'talks.txt'}?")
    check(run("build", tmp_path / "no" / "a.txt", "-o", "-"), 3, "no such file", "does not exist either")
    check(run("build", "nul\0byte.txt", "-o", "-"), 3)
    (tmp_path / "folder").mkdir()
    check(run("build", tmp_path / "folder", "-o", "-"), 3, "holds no articles", ".jsonl")
    check(run("build", "-", "-o", "-", stdin=b""), 3, "(stdin)", "empty")


def test_broken_line_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'{"id": "a", "text": "One."}\n{"id": "b", "text"\n{"id": "c", "text": "Three."}\n')
    result = run("build", path, "-o", tmp_path / "g.nq")
    check(result, 5, "1 of 3 articles failed", f"failed: {path}:2: not valid JSON")
    assert (tmp_path / "g.nq").read_text().count("NewsArticle") == 2


def test_article_in_another_language_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    spanish = "Los rebeldes atacaron la base del ejército, según los vecinos de la ciudad, y no hay más datos."
    path.write_text(
        f'{{"id": "a", "text": "Rebels attacked."}}\n{{"id": "b", "text": "{spanish}"}}\n', encoding="utf-8"
    )
    result = run("build", path, "-o", tmp_path / "g.nq")
    check(result, 5, "1 of 2 articles failed", f"failed: {path}:2: the text seems to be Spanish")
    assert (tmp_path / "g.nq").read_text().count("NewsArticle") == 1


def test_many_failures_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'{"id": "a", "text": "One."}\n' + b"{\n" * 99)
    result = run("build", path, "-o", tmp_path / "g.nq")
    check(result, 5, "99 of 100 articles failed", "failed: 79 more")


GRAPHS: dict[str, tuple[str, bytes, str]] = {
    "empty": ("g.ttl", b"", "empty"),
    "syntax": ("g.ttl", TRIPLE + b"\n<http://e.org/s> oops .", "g.ttl:2:"),
    "unknown prefix": ("g.ttl", b"a:b a:c a:d .", "prefix"),
    "binary": ("g.ttl", b"\x00\x01\x02", "binary"),
    "no UTF-8": ("g.nt", TRIPLE.replace(b"/o", b"/\xe9"), "UTF-8"),
    "no gzip": ("g.nq.gz", TRIPLE, "gzip"),
}


@pytest.mark.parametrize(("name", "content", "words"), GRAPHS.values(), ids=GRAPHS)
@pytest.mark.parametrize("command", ["reason", "query", "export"])
def test_bad_graph(tmp_path: Path, command: str, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    target = tmp_path / "out.nq"
    more = ["timeline"] if command == "query" else ["-o", target]
    check(run(command, path, *more), 3, str(path), words)
    assert not target.exists()


@pytest.mark.parametrize("command", ["reason", "query", "export"])
def test_graph_that_is_not_there(tmp_path: Path, command: str) -> None:
    more = ["timeline"] if command == "query" else ["-o", tmp_path / "out.nq"]
    check(run(command, tmp_path / "g.trig", *more), 3, "no such file")
    check(run(command, tmp_path, *more), 3, "folder")
    (tmp_path / "g.txt").write_bytes(TRIPLE)
    check(run(command, tmp_path / "g.txt", *more), 2, "--f")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * { ?s ?p", "SPARQL"),
        ("SELECT ?x { ?s\n ?p oops }", ":2"),
        ("DELETE WHERE { ?s ?p ?o }", "update"),
        ("SELECT * { SERVICE <http://e.org/> { ?s ?p ?o } }", "SERVICE"),
        ("", "empty"),
    ],
)
def test_bad_query(tmp_path: Path, query: str, words: str) -> None:
    path = tmp_path / "q.rq"
    path.write_text(query)
    result = run("query", GRAPH, path)
    assert result.exit_code in (2, 3), result.stderr
    check(result, result.exit_code, str(path), words)


def test_query_file_that_is_not_there(tmp_path: Path) -> None:
    check(run("query", GRAPH, tmp_path / "q.rq"), 3, "no such query file")


def test_bad_ontology(tmp_path: Path) -> None:
    (tmp_path / "o.ttl").write_text("oops")
    check(run("reason", GRAPH, "--ontology", tmp_path / "o.ttl", "-o", "-"), 3, "o.ttl:1:")
    check(run("reason", GRAPH, "--ontology", tmp_path / "no.ttl", "-o", "-"), 3, "no.ttl")


def bad_targets(folder: Path) -> list[tuple[Path, str]]:
    return [(folder / "no" / "g.nq", "Make"), (folder, "format"), (folder / "a.txt" / "g.nq", "a.txt")]


@pytest.mark.parametrize("command", ["build", "reason", "export"])
@pytest.mark.parametrize("number", range(3))
def test_bad_target(tmp_path: Path, command: str, number: int) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    target, words = bad_targets(tmp_path)[number]
    source = str(tmp_path / "a.txt") if command == "build" else GRAPH
    result = run(command, source, "-o", target)
    assert result.exit_code in (2, 3)
    check(result, result.exit_code, str(target), words)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("command", ["build", "reason", "export"])
def test_folder_that_cannot_be_written(tmp_path: Path, command: str) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    check(run(command, tmp_path / "a.txt" if command == "build" else GRAPH, "-o", locked / "g.nq"), 3, "locked")


def test_full_disk(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    check(run("export", GRAPH, "-o", "/dev/full", "--format", "nq"), 3, "/dev/full")


def test_names_too_long_for_the_system() -> None:
    long = "x" * 5000
    check(run("build", long, "-o", "-"), 3, "cannot be read")
    check(run("export", long + ".ttl"), 3, "too long")
    check(run("export", GRAPH, "-o", long + ".ttl"), 3)


@pytest.mark.parametrize(
    "args",
    [
        ("query", GRAPH, "timeline", "-p", f"actor={'x' * 90_000}"),
        ("query", GRAPH, "timeline", "-p", f"from={'2' * 90_000}"),
        ("query", GRAPH, "q" * 90_000),
        ("explain", GRAPH, "Brenno", "a", "x " * 45_000),
        ("reason", "g" * 90_000 + ".trig", "-o", "x.trig"),
    ],
)
def test_what_is_huge_is_not_echoed(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert "…" in result.stderr
    assert len(result.stderr) < 5000


@pytest.mark.parametrize(
    "args", [("query", GRAPH, "actors"), ("export", GRAPH), ("explain", GRAPH, "Brenno", "a", "Place"), ("--help",)]
)
def test_full_standard_output_is_told(args: tuple[str, ...]) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as out:
        command = [sys.executable, "-m", "kg", *args]
        found = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603 - ours
    assert (found.returncode, found.stderr) == (3, "Error: (stdout): cannot be written: No space left on device\n")
