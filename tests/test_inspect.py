"""`kg inspect model`: what a pipeline says of itself, read without loading it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli

ROOT = Path(__file__).parent.parent
SPACY = {
    "lang": "en",
    "name": "tiny",
    "version": "1.0",
    "license": "MIT",
    "pipeline": ["parser"],
    "sources": ["Somebody's texts", {"name": "Other texts", "url": "https://e.org", "license": "CC0"}],
    "performance": {"pos_acc": 0.9712, "dep_las": 0.8, "ents_f": None, "dep_las_per_type": {"obj": {"f": 0.5}}},
}


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, ["inspect", "model", *map(str, args)])


def read_json(*args: str | Path) -> dict[str, object]:
    result = run(*args, "--format", "json")
    assert result.exit_code == 0, result.stderr
    told: dict[str, object] = json.loads(result.stdout)
    return told


def write_meta(folder: Path, meta: object) -> Path:
    (folder / "meta.json").write_text(json.dumps(meta))
    return folder


@pytest.mark.parametrize(("args", "name"), [([], "conflict_news"), (["fast"], "conflict_news_sm")])
def test_shipped_pipelines_tell_all_of_themselves(args: list[str], name: str) -> None:
    told = read_json(*args)
    folder = ROOT / "kg" / "models" / name
    assert (told["name"], told["licence"], told["folder"]) == (name, "CC BY-SA 4.0", str(folder))
    assert told["size"] == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert all((told["version"], told["description"], told["components"], told["notes"]))
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    corpora = told["corpora"]
    assert isinstance(corpora, list)
    assert len(corpora) >= 5
    for corpus in corpora:
        assert corpus["url"] in notice
        assert corpus["licence"]


@pytest.mark.parametrize(("args", "column"), [([], 0), (["fast"], 1)])
def test_scores_are_those_of_the_recipe(args: list[str], column: int) -> None:
    """Figures stand in kg/training/README.md as "97.1 (94.2)": of the one pipeline and of the smaller one."""
    scores = read_json(*args)["scores"]
    assert isinstance(scores, dict)
    recipe = (ROOT / "kg" / "training" / "README.md").read_text(encoding="utf-8")
    for row in ("EWT dev", "GUM dev, open genres", "GUM dev, other genres"):
        (line,) = (line for line in recipe.splitlines() if line.startswith(f"| {row} |"))
        cells = [cell.strip().rstrip(")").split(" (") for cell in line.strip("|").split("|")[1:]]
        stated = [float(cell[column]) for cell in cells if cell != [""] and column < len(cell)]
        assert list(scores[row].values()) == stated


def test_table_is_for_people() -> None:
    lines = run().stdout.splitlines()
    assert lines[0].split() == ["name", "conflict_news"]
    assert any(line.split()[:3] == ["size", "24.9", "MB"] for line in lines)
    (head,) = (number for number, line in enumerate(lines) if line.startswith("scores"))
    assert lines[head].split()[-2:] == ["roles", "names"]
    assert lines[head + 1].startswith("EWT dev  ")
    assert all(line == line.rstrip() for line in lines)


def test_any_spacy_pipeline(tmp_path: Path) -> None:
    told = read_json(write_meta(tmp_path, SPACY))
    assert told["scores"] == {"as its makers state": {"UPOS": 97.1, "LAS": 80.0}}
    assert told["corpora"] == [
        {"name": "Somebody's texts", "url": "", "licence": ""},
        {"name": "Other texts", "url": "https://e.org", "licence": "CC0"},
    ]
    assert "Somebody's texts" in run(tmp_path).stdout


@pytest.mark.parametrize("meta", [{}, {"performance": None, "sources": None, "pipeline": None}, {"performance": []}])
def test_pipeline_that_tells_little(tmp_path: Path, meta: object) -> None:
    write_meta(tmp_path, meta)
    assert read_json(tmp_path)["scores"] == {}
    assert run(tmp_path).exit_code == 0


def test_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "en_tiny" / "en_tiny-1.0"
    inner.mkdir(parents=True)
    write_meta(write_meta(inner, SPACY).parent, SPACY)
    (inner.parent / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    told = read_json("en_tiny")
    assert (told["name"], told["folder"]) == ("tiny", str(inner))


@pytest.mark.parametrize("name", ["fats", "no_such_model", "no/such/folder", "__main__", "json", ""])
def test_unknown_name(name: str) -> None:
    result = run(name)
    assert result.exit_code == 2
    assert f"there is no language pipeline {name!r}" in result.stderr
    assert name != "fats" or "Did you mean fast?" in result.stderr


def test_unfit_folders(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "has no meta.json" in result.stderr
    (tmp_path / "meta.json").write_text("{")
    assert run(tmp_path).exit_code == 3
    result = run(write_meta(tmp_path, []))
    assert result.exit_code == 3
    assert "JSON object" in result.stderr


def test_nothing_heavy_is_loaded() -> None:
    code = (
        "import sys; from kg.cli import cli; cli(['inspect', 'model'], standalone_mode=False); "
        "sys.exit(bool({'spacy', 'numpy', 'rdflib', 'onnxruntime'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True).returncode == 0  # noqa: S603
