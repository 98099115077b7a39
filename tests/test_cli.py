"""The command line: what goes where, with which exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from cli_fakes import use_fake_chain
from click.testing import CliRunner, Result

import kg
from kg.cli import cli
from kg.store import load_store

ROOT = Path(__file__).parent.parent
GRAPH = str(Path(__file__).parent / "golden" / "graphs" / "brenno.trig")
CLASH = """
@prefix ck: <https://w3id.org/conflict-kg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <http://example.org/> .
:Peace owl:disjointWith :War . :x a :Peace, :War .
"""


def run(*args: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], input=stdin)


def start(*args: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kg", *args]
    return subprocess.Popen(command, cwd=ROOT, stdout=-1, stderr=-1, stdin=-1)  # noqa: S603


@pytest.fixture
def fake_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    use_fake_chain(monkeypatch)


def test_help_is_fast_and_imports_nothing_heavy() -> None:
    code = "import sys, kg.cli; print({'spacy', 'rdflib', 'owlrl', 'pyoxigraph'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)  # noqa: S603
    assert loaded.stdout.strip() == b"set()"
    times = []
    for _ in range(3):
        before = time.perf_counter()
        process = start("--help")
        out, _err = process.communicate()
        times.append(time.perf_counter() - before)
        assert process.returncode == 0
        assert out.startswith(b"Usage: kg ")
    assert min(times) < 0.3


def test_version() -> None:
    assert run("--version").stdout == f"kg {kg.__version__}\n"


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_help_with_examples(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"\n  kg {name} " in result.stdout
    for parameter in cli.commands[name].params:
        assert not isinstance(parameter, click.Option) or parameter.help


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["biuld"], "build"),
        (["build", "seeds", "--ouptut", "x.trig"], "--output"),
        (["build", "seeds"], "-o"),
        (["build"], "SRC"),
        (["build", "seeds", "-o", "x.trig", "--published", "yesterday"], "YYYY-MM-DD"),
        (["build", "seeds", "-o", "x.trig", "--max-size", "big"], "20MB"),
        (["build", "seeds", "-o", "x.trgi"], ".trig"),
        (["build", "seeds", "-o", "x.trig", "--format", "turtel"], "Known"),
        (["build", "seeds", "-o", "x.trig", "--base", "example.org"], "absolute IRI"),
        (["build", "seeds", "-o", "x.trig", "--base", "http://e.org/kg"], "http://e.org/kg/"),
        (["query", GRAPH, "timelin"], "timeline"),
        (["query", GRAPH, "timeline", "-p", "actr=x"], "actor"),
        (["query", GRAPH, "timeline", "-p", "actor"], "name=value"),
        (["query", GRAPH, "timeline", "-p", "actor=x", "-p", "actor=y"], "twice"),
        (["query", GRAPH, "timeline", "--format", "cvs"], "csv"),
        (["query", GRAPH], "--list"),
        (["query"], "--list"),
        (["reason", GRAPH], "-o"),
        (["reason", GRAPH, "--check", "--ontology", "x.ttl", "--no-ontology"], "exclude"),
        (["export", GRAPH, "--statements", "--format", "trig"], "sentence"),
    ],
)
def test_usage(args: list[str], words: str) -> None:
    result = run(*args)
    assert result.exit_code == 2, result.stderr
    assert words in result.stderr
    assert not result.stdout
    assert "Traceback" not in result.stderr


@pytest.mark.usefixtures("fake_chain")
class TestBuild:
    def test_summary_and_warnings_go_to_stderr(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("Text.")
        result = run("build", tmp_path / "a.txt", "-o", tmp_path / "g.trig")
        assert result.exit_code == 0
        assert not result.stdout
        assert "[no-date]" in result.stderr
        assert "1 article, 1 sentence, 0 events, 0 entities, 2 triples in " in result.stderr
        assert len(load_store([tmp_path / "g.trig"])) == 2

    def test_many_warnings_of_one_kind_are_cut(self, tmp_path: Path) -> None:
        for number in range(9):
            (tmp_path / f"{number}.txt").write_text(f"Text {number}.")
        result = run("build", tmp_path, "-o", "-")
        assert result.stderr.count("[no-date]") == 4
        assert "6 more" in result.stderr

    def test_to_standard_output(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("Text.")
        assert "{" in run("build", tmp_path, "-o", "-").stdout, "TriG by default"
        assert run("build", tmp_path, "-o", "-", "--format", "nq").stdout.count("\n") == 2

    def test_standard_input(self) -> None:
        result = run("build", "-", "-o", "-", "--published", "2020-01-01", "--base", "http://e.org/", stdin="A text.")
        assert "article/stdin" in result.stdout
        assert "Warning" not in result.stderr

    @pytest.mark.parametrize("word", ["FAULT", "REFUSED"])
    def test_one_failure_does_not_cost_the_others(self, tmp_path: Path, word: str) -> None:
        for name, text in {"a": "One.", "b": word, "c": "Three."}.items():
            (tmp_path / f"{name}.txt").write_text(text)
        (tmp_path / "d.txt").write_bytes(b"\xff\xfe")
        result = run("build", tmp_path, "-o", tmp_path / "g.nq")
        assert result.exit_code == 5
        assert "2 of 4 articles failed" in result.stderr
        assert "failed: b: " in result.stderr
        assert f"failed: {tmp_path / 'd.txt'}: " in result.stderr
        assert (tmp_path / "g.nq").read_text().count("NewsArticle") == 2

    def test_only_failures_write_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("REFUSED")
        result = run("build", tmp_path, "-o", tmp_path / "g.nq")
        assert result.exit_code == 3
        assert not (tmp_path / "g.nq").exists()

    def test_fault_of_kg_is_no_traceback(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "a.txt").write_text("FAULT")
        result = run("build", tmp_path, "-o", "-")
        assert result.exit_code == 1
        assert "ZeroDivisionError" in result.stderr
        assert "report" in result.stderr
        assert "Traceback" not in result.stderr
        monkeypatch.setenv("KG_DEBUG", "1")
        assert run("build", tmp_path, "-o", "-").exception is not None

    def test_interrupt_leaves_what_was_there(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("One.")
        (tmp_path / "b.txt").write_text("STOP")
        graph = tmp_path / "g.trig"
        graph.write_text("# before\n")
        result = run("build", tmp_path / "a.txt", tmp_path / "b.txt", "-o", graph)
        assert result.exit_code == 130
        assert graph.read_text() == "# before\n"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt", "g.trig"]

    def test_target_is_checked_before_the_work(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("STOP")
        for target in (tmp_path / "no" / "g.trig", tmp_path):
            result = run("build", tmp_path, "-o", target, "--format", "trig")
            assert result.exit_code == 3
            assert str(target) in result.stderr


class TestReason:
    def test_adds_a_graph(self, tmp_path: Path) -> None:
        result = run("reason", GRAPH, "-o", tmp_path / "full.nq")
        assert result.exit_code == 0
        assert "inferred triples in " in result.stderr
        assert "<https://w3id.org/conflict-kg/inferred>" in (tmp_path / "full.nq").read_text()

    def test_contradictions_are_data(self, tmp_path: Path) -> None:
        clash = tmp_path / "clash.ttl"
        clash.write_text(CLASH)
        result = run("reason", clash, "--no-ontology", "--check", "-o", tmp_path / "full.nq")
        assert result.exit_code == 4
        assert "disjointWith" in result.stdout
        assert "1 contradiction" in result.stderr
        assert not (tmp_path / "full.nq").exists()

    def test_own_ontology(self, tmp_path: Path) -> None:
        (tmp_path / "o.ttl").write_text(
            "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
            "<http://e.org/A> rdfs:subClassOf <http://e.org/B> ."
        )
        (tmp_path / "g.ttl").write_text("<http://e.org/x> a <http://e.org/A> .")
        result = run("reason", tmp_path / "g.ttl", "--ontology", tmp_path / "o.ttl", "-o", "-", "--format", "nq")
        assert "<http://e.org/B> <https://w3id.org/conflict-kg/inferred>" in result.stdout

    def test_consistent(self) -> None:
        result = run("reason", GRAPH, "--check")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "no contradiction" in result.stderr


class TestQuery:
    def test_list(self) -> None:
        listed = run("query", "--list").stdout
        assert "timeline" in listed
        assert all(line.isprintable() for line in listed.splitlines())
        assert "actor (entity)" in run("query", "--list", "timeline").stdout

    def test_formats(self) -> None:
        assert run("query", GRAPH, "timeline", "--format", "csv").stdout.startswith("begin,end,event")
        rows = json.loads(run("query", GRAPH, "timeline", "--format", "json").stdout)["results"]["bindings"]
        assert len(rows) == run("query", GRAPH, "timeline", "--format", "tsv").stdout.count("\n") - 1 > 0

    def test_parameter(self) -> None:
        every = run("query", GRAPH, "timeline", "--format", "csv").stdout.count("\n")
        some = run("query", GRAPH, "timeline", "-p", "actor=Sarem Front", "--format", "csv").stdout.count("\n")
        assert 1 < some < every

    def test_free_query(self, tmp_path: Path) -> None:
        query = "SELECT (COUNT(*) AS ?n) { ?event a ck:ArmedAssault }"
        (tmp_path / "q.rq").write_text(query)
        from_file = run("query", GRAPH, tmp_path / "q.rq", "--format", "csv").stdout_bytes
        assert from_file == run("query", GRAPH, "-", "--format", "csv", stdin=query).stdout_bytes == b"n\r\n1\r\n"

    def test_truth_is_an_exit_code(self) -> None:
        assert run("query", GRAPH, "ASK { ?x a ck:ArmedAssault }").exit_code == 0
        no = run("query", GRAPH, "ASK { ?x a ck:Torture }")
        assert (no.exit_code, no.stdout) == (1, "false\n")

    def test_graph_answers_in_turtle(self) -> None:
        assert "@prefix ck:" in run("query", GRAPH, "CONSTRUCT { ?x a ck:Attack } { ?x a ck:ArmedAssault }").stdout

    def test_table_fits_the_terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "100")
        assert max(map(len, run("query", GRAPH, "timeline").stdout.splitlines())) <= 100
        monkeypatch.delenv("COLUMNS")
        assert "…" not in run("query", GRAPH, "timeline").stdout, "a file or a pipe gets all"


class TestExport:
    @pytest.mark.parametrize("name", ["trig", "nq", "ttl", "nt", "jsonld", "rdf"])
    def test_formats_read_back(self, tmp_path: Path, name: str) -> None:
        for suffix in (name, f"{name}.gz"):
            target = tmp_path / f"g.{suffix}"
            assert run("export", GRAPH, "-o", target).exit_code == 0
            assert len(load_store([target])) > 300

    def test_same_bytes_from_standard_input(self) -> None:
        turtle = run("export", GRAPH).stdout
        assert turtle.startswith("@base <http://example.org/kg/>")
        quads = run("export", GRAPH, "--format", "nq").stdout
        assert run("export", "-", "--from", "nq", stdin=quads).stdout == turtle

    def test_statements_and_stated(self) -> None:
        assert "rdf:Statement" in run("export", GRAPH, "--statements").stdout
        whole, stated = (run("export", GRAPH, "--format", "nq", *more).stdout for more in ((), ("--stated",)))
        assert "conflict-kg/inferred>" in whole
        assert "conflict-kg/inferred>" not in stated


@pytest.mark.skipif(os.name == "nt", reason="signals are Unix")
def test_interrupt_of_a_process(tmp_path: Path) -> None:
    fifo = tmp_path / "slow.nq"
    os.mkfifo(fifo)
    # Shells start what runs in their background with the signal ignored, and a process hands that on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = start("export", str(fifo), "-o", str(tmp_path / "g.ttl"))
    signal.signal(signal.SIGINT, before)
    # Opening waits until the process opens its side, so it is at work when the signal comes.
    with fifo.open("wb"):
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out) == (130, b"")
    assert b"Interrupted" in err
    assert b"Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["slow.nq"]


@pytest.mark.skipif(os.name == "nt", reason="broken pipes are Unix")
def test_broken_pipe_is_quiet() -> None:
    process = start("export", GRAPH)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=10) == 141
    assert process.stdin is not None
    process.stdin.close()
