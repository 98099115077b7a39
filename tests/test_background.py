"""The background graph: countries, capitals and governments, each once, as the sources have them."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.builders import background
from kg.builders.countries import Country
from kg.resources import find_resource
from kg.slugs import to_slug

CK = "https://w3id.org/conflict-kg/ontology#"
ENT = f"{background.BASE}entity/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="module")
def facts() -> dict[str, dict[str, list[str]]]:
    """Subject to predicate to values."""
    table: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(path=str(find_resource("ontology", "background.ttl"))):
        assert isinstance(quad.subject, ox.NamedNode), "no blank nodes"
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        table[quad.subject.value][quad.predicate.value].append(quad.object.value)
    return table


def test_kabul_is_the_capital_of_afghanistan(facts: dict[str, dict[str, list[str]]]) -> None:
    assert facts[f"{ENT}kabul"][f"{CK}capitalOf"] == [f"{ENT}afghanistan"]
    assert facts[f"{ENT}kabul"][TYPE] == [f"{CK}City"]
    assert "Afghan" in facts[f"{ENT}afghanistan"][f"{CK}adjective"]
    assert facts[f"{ENT}afghan-government"][f"{CK}governs"] == [f"{ENT}afghanistan"]


def test_every_entity_has_one_label_one_class_and_its_slug(facts: dict[str, dict[str, list[str]]]) -> None:
    for iri, values in facts.items():
        assert len(values[LABEL]) == 1, iri
        assert len(values[TYPE]) == 1, iri
        assert iri == ENT + to_slug(values[LABEL][0])


def test_every_country_is_governed_once_and_has_at_most_one_capital(facts: dict[str, dict[str, list[str]]]) -> None:
    countries = {iri for iri, values in facts.items() if values[TYPE] == [f"{CK}Country"]}
    assert 200 <= len(countries) <= 260
    governed = Counter(target for values in facts.values() for target in values[f"{CK}governs"])
    assert governed == dict.fromkeys(countries, 1)
    capitals = Counter(target for values in facts.values() for target in values[f"{CK}capitalOf"])
    assert set(capitals) <= countries
    assert set(capitals.values()) == {1}


def test_the_graph_is_small() -> None:
    assert find_resource("ontology", "background.ttl").stat().st_size < 200_000


def test_a_quotation_mark_in_a_name_is_escaped() -> None:
    country = Country(
        iso2="", iso3="XXX", label='The "Isles"', aliases=("back\\slash",), adjectives=(), demonyms=(), capital="",
        capital_aliases=(), seats=(), wikidata="",
    )  # fmt: skip
    labels = {quad.object.value for quad in ox.parse(background.to_background([country]), format=ox.RdfFormat.TURTLE)}
    assert {'The "Isles"', "back\\slash"} <= labels


@pytest.mark.skipif(not DATA.is_dir(), reason="the sources of the background graph (../shared/data) are not here")
def test_the_files_are_what_the_builder_writes() -> None:
    result = CliRunner().invoke(background.main, ["--data", str(DATA), "--check"])
    assert result.exit_code == 0, result.output
