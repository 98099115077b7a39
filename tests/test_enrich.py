"""Facts are brought for what is linked, stand apart, and say where they come from."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode

from kg.cli import cli
from kg.errors import UsageError
from kg.export import write_graph
from kg.link.catalogue import load_catalogue
from kg.link.client import Limits, make_client
from kg.link.enrich import _facts_of, check_facts, enrich_from_endpoint, find_links, to_sparql
from kg.store import ENRICHED_GRAPH, LINKS_GRAPH, read_quads
from kg.vocab import CK, PROV, SCHEMA, WGS

SEED = Path(__file__).parent / "golden" / "graphs" / "seed.trig"
ENT = "http://example.org/kg/entity/"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(arguments))
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("enrich") / "linked.trig"
    assert run("link", str(SEED), "-o", str(target))[0] == 0
    return target


def told(path: Path) -> dict[tuple[str, str], str]:
    return {
        (quad.subject.value.rpartition("/")[2], quad.predicate.value): quad.object.value  # type: ignore[union-attr]
        for quad in read_quads(path)
        if str(getattr(quad.graph_name, "value", "")).startswith(f"{ENRICHED_GRAPH}/")
    }


def test_facts_of_the_gazetteer_stand_in_a_graph_of_their_own(linked: Path, tmp_path: Path) -> None:
    target = tmp_path / "rich.trig"
    code, output = run("enrich", str(linked), "-o", str(target))
    assert code == 0, output
    facts = told(target)
    assert float(facts["kabul", WGS.lat]) == pytest.approx(34.53, abs=0.01)
    assert float(facts["kabul", WGS.long]) == pytest.approx(69.17, abs=0.01)
    assert facts["kabul", SCHEMA.addressCountry] == "AFG"
    assert facts["afghanistan", SCHEMA.foundingDate] == "1919-05-01"
    before, after = ([quad for quad in read_quads(path) if not quad.graph_name.value.startswith(ENRICHED_GRAPH)]  # type: ignore[union-attr]
                     for path in (linked, target))  # fmt: skip
    assert set(before) == set(after), "what was there is still there"
    sources = {quad for quad in read_quads(target) if quad.predicate.value == PROV.wasDerivedFrom and
               quad.graph_name == NamedNode(ENRICHED_GRAPH)}  # type: ignore[union-attr]  # fmt: skip
    assert sources


def test_the_first_day_of_a_list_is_no_day_of_founding() -> None:
    entry = next(one for one in load_catalogue().entries if one.label == "France" and one.kind == "Country")
    assert str(entry.begin) == "1816-01-01"
    assert list(_facts_of(entry, "founded", {})) == []


def test_enriching_again_gives_the_same_bytes(linked: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.trig", tmp_path / "2.trig"
    assert run("enrich", str(linked), "-o", str(first))[0] == 0
    assert run("enrich", str(first), "-o", str(second))[0] == 0
    assert first.read_bytes() == second.read_bytes()


def test_allies_of_a_table_are_named_as_the_graph_names_them(linked: Path, tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_text("nr,name,friends\n303,Taliban,769|5000\n", encoding="utf-8")
    (tmp_path / "actors.toml").write_text(
        'iri = "https://ucdp.uu.se/actor/{id}"\n[columns]\nid = "nr"\nlabel = "name"\nallies = "friends"\n',
        encoding="utf-8",
    )
    target = tmp_path / "rich.trig"
    code, output = run("enrich", str(linked), "-o", str(target), "--fact", "allies", "--dataset",
                       str(tmp_path / "actors.csv"), "--mapping", str(tmp_path / "actors.toml"))  # fmt: skip
    assert code == 0, output
    allies = {quad.object.value for quad in read_quads(target) if quad.predicate.value == CK.alliedWith  # type: ignore[union-attr]
              and quad.graph_name.value.startswith(ENRICHED_GRAPH)}  # type: ignore[union-attr]  # fmt: skip
    assert allies == {f"{ENT}al-qaeda", "https://ucdp.uu.se/actor/5000"}


def test_a_graph_without_links_is_told(tmp_path: Path) -> None:
    write_graph([quad for quad in read_quads(SEED) if quad.graph_name.value != LINKS_GRAPH], tmp_path / "bare.trig")  # type: ignore[union-attr]
    code, output = run("enrich", str(tmp_path / "bare.trig"), "-o", str(tmp_path / "x.trig"))
    assert code == 3
    assert "kg link" in output


def test_unknown_facts_are_told() -> None:
    with pytest.raises(UsageError, match="Did you mean founded"):
        check_facts(["funded"])
    assert check_facts(["http://e.org/p"]) == ["http://e.org/p"]


def cell(value: str, kind: str = "uri", **more: str) -> dict[str, str]:
    return {"type": kind, "value": value, **more}


def answer(*rows: dict[str, dict[str, str]]) -> bytes:
    return json.dumps({"results": {"bindings": list(rows)}}).encode()


class Endpoint:
    """A client that gives one answer and remembers what it was asked."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.asked: list[str] = []

    def check(self, url: str) -> None:
        make_client(["e.org"], limits=Limits()).check(url)

    def post(self, url: str, body: bytes, *, kind: str, accept: str, read: object) -> object:
        self.asked.append(parse_qs(body.decode())["query"][0])
        return read(self.text)  # type: ignore[operator]


LINKS = {f"{ENT}kabul": ["http://www.wikidata.org/entity/Q5838"], f"{ENT}taliban": ["http://x.org/t"]}
P = "http://www.wikidata.org/prop/direct/"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"


def test_an_endpoint_gives_the_same_facts() -> None:
    kabul = cell(LINKS[f"{ENT}kabul"][0])
    endpoint = Endpoint(
        answer(
            {
                "thing": kabul,
                "property": cell(f"{P}P625"),
                "value": cell("Point(69.17 34.53)", "literal", datatype=WKT),
            },
            {"thing": kabul, "property": cell(f"{P}P571"), "value": cell("1500-01-01T00:00:00Z", "literal")},
            {"thing": kabul, "property": cell("http://e.org/p"), "value": cell("http://x.org/t")},
        )
    )
    facts = ["coordinates", "founded", "http://e.org/p"]
    found = enrich_from_endpoint(LINKS, endpoint, "https://e.org/sparql", facts)  # type: ignore[arg-type]
    told = {(q.predicate.value, q.object.value) for q in found.quads if q.subject == NamedNode(f"{ENT}kabul")}  # type: ignore[union-attr]
    assert told == {
        (WGS.lat, "34.53"),
        (WGS.long, "69.17"),
        (SCHEMA.foundingDate, "1500-01-01"),
        ("http://e.org/p", f"{ENT}taliban"),
    }
    assert found.failed == ()


@pytest.mark.parametrize("text", [b"{}", b"<html>", answer({"thing": cell("http://x.org/t")})])
def test_what_an_endpoint_did_not_answer_has_failed(text: bytes) -> None:
    found = enrich_from_endpoint(LINKS, Endpoint(text), "https://e.org/sparql", ["country"])  # type: ignore[arg-type]
    assert found.quads == ()
    assert len(found.failed) == 2


def test_a_host_must_be_allowed() -> None:
    with pytest.raises(UsageError, match="not allowed"):
        enrich_from_endpoint(LINKS, make_client([]), "https://other.org/sparql", ["country"])


def test_links_that_would_break_the_query_are_no_iris() -> None:
    with pytest.raises(ValueError, match="IRI"):
        to_sparql(["http://e.org/> } ?s ?p ?o {<x"], ["http://e.org/p"])


def test_only_links_of_things_count(linked: Path) -> None:
    links = find_links(read_quads(linked))
    assert f"{ENT}taliban" in links
    assert not any("wikidata" in thing or "geonames" in thing for thing in links)
