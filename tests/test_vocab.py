"""`kg/vocab.py` is what its builder makes of `ontology/`, and says when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import vocab
from kg.builders import vocab as builder
from kg.ontology import load_ontology
from kg.resources import find_resource


def test_shipped_file_is_fresh() -> None:
    result = CliRunner().invoke(builder.main, ["--check"])
    assert (result.exit_code, result.output) == (0, "")


def test_every_class_and_property_is_a_constant() -> None:
    ontology = load_ontology()
    names = {*ontology.parents, *ontology.properties, "actual", "planned", "possible", "negated"}
    assert {name for name in names if getattr(vocab.CK, name, None) != vocab.CK.NS + name} == set()


def test_check_tells_a_stale_file_and_leaves_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "vocab.py"
    target.write_text("# old", encoding="utf-8")
    monkeypatch.setattr(builder, "TARGET", target)
    result = CliRunner().invoke(builder.main, ["--check"])
    assert result.exit_code == 1
    assert "stale" in result.output
    assert target.read_text(encoding="utf-8") == "# old"


def test_build_rewrites_the_file_and_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "vocab.py"
    target.write_text("# old", encoding="utf-8")
    monkeypatch.setattr(builder, "TARGET", target)
    assert CliRunner().invoke(builder.main, []).exit_code == 0
    assert target.read_bytes() == Path(vocab.__file__).read_bytes()
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_term_becomes_a_constant(tmp_path: Path) -> None:
    extra = tmp_path / "extra.ttl"
    extra.write_text(
        "@prefix ck: <https://w3id.org/conflict-kg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "ck:Skirmish a owl:Class . <http://example.org/Other> a owl:Class .",
        encoding="utf-8",
    )
    terms = builder.find_terms([find_resource("ontology", "conflict.ttl"), extra])
    assert "Skirmish" in terms
    assert not any("example" in term for term in terms)
    assert '    Skirmish: Final = "https://w3id.org/conflict-kg/ontology#Skirmish"\n' in builder.to_source(terms)


def test_prefixes_are_those_of_the_classes() -> None:
    assert vocab.PREFIXES["ck"] == vocab.CK.NS
    assert {name.upper() for name in vocab.PREFIXES} == {name for name in vars(vocab) if name.isupper()} - {"PREFIXES"}
