"""What an installed kg needs travels with it, in the wheel and in the source distribution."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import kg
from kg.resources import find_resource

ROOT = Path(__file__).parent.parent
DATA = ("ontology", "queries", "seeds")
IGNORED = {"__pycache__", ".DS_Store"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both distributions, built by hatchling as it is installed here: no network."""
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("not a checkout")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    return folder


def files_under(*parts: str) -> set[str]:
    """The files of a folder of the checkout, by their path from the root."""
    paths = (path for path in ROOT.joinpath(*parts).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in paths if not IGNORED & set(path.parts)}


def test_wheel_holds_the_package_and_its_data(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = {name for name in zipfile.ZipFile(wheel).namelist() if not name.startswith("conflict_kg-")}
    expected = files_under("kg") | {f"kg/_data/{name}" for folder in DATA for name in files_under(folder)}
    assert names == expected
    assert {"kg/_data/ontology/conflict.ttl", "kg/_data/queries/timeline.rq", "kg/py.typed"} <= names
    assert {"kg/models/conflict_news_sm/ner/model", "kg/models/lemmas.txt.gz"} <= names


def test_wheel_holds_licences_and_command(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    archive = zipfile.ZipFile(wheel)
    info = f"conflict_kg-{kg.__version__}.dist-info"
    assert {f"{info}/licenses/LICENSE", f"{info}/licenses/NOTICE"} <= set(archive.namelist())
    assert "kg = kg.cli:main" in archive.read(f"{info}/entry_points.txt").decode()


def test_source_distribution_can_be_built_and_tested(built: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for folder in ("kg", "tests", *DATA):
        assert files_under(folder) <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "NOTICE", "Makefile", "CHANGELOG.md"} <= names


def test_resources_are_found_here() -> None:
    assert find_resource("queries").is_dir()
    with pytest.raises(FileNotFoundError, match="incomplete"):
        find_resource("no-such-folder")


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = re.findall(r"Python :: (3\.\d+)", " ".join(project["classifiers"]))
    low, high = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", project["requires-python"]).groups()  # type: ignore[union-attr]
    assert named == [f"3.{minor}" for minor in range(int(low), int(high))]
    assert f"(3, {low}) <= sys.version_info < (3, {high})" in (ROOT / "Makefile").read_text(encoding="utf-8")
