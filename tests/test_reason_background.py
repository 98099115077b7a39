"""Which background facts come with a graph, and under which names."""

from __future__ import annotations

from pathlib import Path

import pytest
from reason_cases import HEAD, close_news, show

from kg.reason import close_quads
from kg.store import read_quads

AFGHAN = {"ent:afghanistan", "ent:kabul", "ent:afghan-government"}


def subjects(text: str) -> set[str]:
    return {triple.split()[0] for triple in show(close_news(text).background)}


@pytest.mark.parametrize(
    "text",
    [
        "ent:kabul a ck:City .",
        "ent:afghanistan a ck:Country .",
        "ent:afghan-government a ck:Government .",
        ":x ck:place ent:kabul .",
    ],
)
def test_one_of_a_country_brings_its_capital_and_government_and_no_other(text: str) -> None:
    assert subjects(text) == AFGHAN


def test_no_country_comes_to_a_graph_that_names_none() -> None:
    assert subjects('ent:red-brigade a ck:ArmedGroup ; rdfs:label "Red Brigade" .') == set()


def test_several_countries_come_to_a_graph_that_names_several() -> None:
    assert subjects("ent:kabul a ck:City . ent:mali a ck:Country .") > AFGHAN | {"ent:mali", "ent:bamako"}


def test_a_thing_of_another_class_by_the_same_name_brings_nothing() -> None:
    assert subjects('ent:jordan a ck:Person ; rdfs:label "Jordan" .') == set()
    assert subjects('ent:georgia a ck:Region ; rdfs:label "Georgia" .') == set()


def test_a_thing_by_another_of_its_names_brings_it() -> None:
    local = "<http://example.org/kg/article/a/entity/1>"
    named = f'{local} a ck:Country ; rdfs:label "Islamic Republic of Afghanistan" .'
    assert subjects(f"{named} ent:x a ck:Person .") == AFGHAN
    adjective = f'{local} a ck:Population ; rdfs:label "Afghan" .'
    assert subjects(f"{adjective} ent:x a ck:Person .") == AFGHAN
    part_of_a_name = f'{local} a ck:Population ; rdfs:label "Afghan farmers" .'
    assert subjects(f"{part_of_a_name} ent:x a ck:Person .") == set()


def test_the_background_takes_the_base_of_the_graph() -> None:
    text = """
        <https://news.test/graph/entity/kabul> a ck:City .
        <https://news.test/graph/article/1/event/1> a ck:Bombing ; ck:place <https://news.test/graph/entity/kabul> ."""
    closure = close_news(text)
    assert {quad.subject.value.rpartition("/")[0] for quad in closure.background} == {"https://news.test/graph/entity"}
    assert "https://news.test/graph/article/1/event/1 ck:place https://news.test/graph/entity/afghanistan" in show(
        closure.inferred
    )


def test_each_of_several_bases_gets_what_it_names() -> None:
    closure = close_news("<http://one.test/entity/kabul> a ck:City . <http://two.test/entity/mali> a ck:Country .")
    found = {quad.subject.value for quad in closure.background}
    assert {iri for iri in found if iri.startswith("http://one.test/")} == {
        f"http://one.test/entity/{slug}" for slug in ("kabul", "afghanistan", "afghan-government")
    }
    assert "http://two.test/entity/bamako" in found
    assert "http://two.test/entity/kabul" not in found
    assert not any(iri.startswith("http://example.org/") for iri in found)


def test_an_article_of_its_own_is_no_base() -> None:
    assert subjects("<http://example.org/kg/article/x/entity/kabul> a ck:City .") == set()


def test_iris_of_others_are_no_base() -> None:
    assert subjects("<http://other.test/entity/kabul> a :Town .") == set()


def test_another_background_is_led_by_its_own_links(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        HEAD + ":a :in :b . :b :in :c . :d :in :c . :e :in :d . :f :in :a . :c :note :loose . :loose2 :note 'x' .",
        encoding="utf-8",
    )
    quads = list(read_quads((HEAD + ":story :about :a .").encode(), format="trig"))
    closure = close_quads(quads, ontology=(), background=[own])
    assert show(closure.background) == {
        ":a :in :b", ":b :in :c", ":d :in :c", ":f :in :a", ":c :note :loose",
    }  # fmt: skip
