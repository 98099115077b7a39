"""Catalogues of users: tables with a mapping, SKOS and other RDF, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Quad

from kg.cli import cli
from kg.errors import InputError, UsageError
from kg.export import write_graph
from kg.link.catalogue import load_catalogue
from kg.link.explain import explain, format_links
from kg.link.linker import link_subjects
from kg.link.model import Subject
from kg.link.run import link_graph
from kg.link.userdata import load_user_catalogue
from kg.model import Diagnostic
from kg.store import read_quads

SEED = Path(__file__).parent / "golden" / "graphs" / "seed.trig"
ENT = "http://example.org/kg/entity/"

MAPPING = """
iri = "http://x.org/{id}"
separator = ";"
title = "My actors"
[columns]
id = "nr"
label = "name"
aliases = "also"
kind = "type"
country = "land"
begin = "since"
latitude = "lat"
longitude = "lon"
[classes]
rebels = "ArmedGroup"
"""
TABLE = "nr,name,also,type,land,since,lat,lon\n7,Sarem Front,SF; Front of Sarem,rebels,Kenya,2011-04-01,,\n"
SKOS_TTL = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ck: <https://w3id.org/conflict-kg/ontology#> .
<http://x.org/1> a ck:ArmedGroup, skos:Concept ; skos:prefLabel "Sarem Front"@en, "Front Sarem"@fr ;
  skos:altLabel "SF", "Sarem rebels"@en .
<http://x.org/2> skos:definition "no label, no entry" .
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def link_name(path: Path, mapping: Path | None, name: str, kind: str) -> str | None:
    catalogue = load_user_catalogue(path, mapping)
    subject = Subject(iri="http://e.org/1", names=(name,), kinds=frozenset([kind]), articles=("a",))
    outcome = link_subjects([subject], catalogue)[0]
    return outcome.link.entry.iri if outcome.link else None


def test_a_table_with_its_mapping(tmp_path: Path) -> None:
    write(tmp_path, actors_csv=TABLE, actors_toml=MAPPING)
    catalogue = load_user_catalogue(tmp_path / "actors.csv", tmp_path / "actors.toml")
    entry = catalogue.get("7")
    assert entry is not None
    assert (entry.kind, entry.country, entry.begin, entry.iri) == (
        "ArmedGroup",
        "KEN",
        date(2011, 4, 1),
        "http://x.org/7",
    )
    assert catalogue.source.title == "My actors"
    for name in ("Sarem Front", "Front of Sarem", "the Sarem Front movement"):
        assert link_name(tmp_path / "actors.csv", tmp_path / "actors.toml", name, "ArmedGroup") == "http://x.org/7"
    assert link_name(tmp_path / "actors.csv", tmp_path / "actors.toml", "Sarem Front", "City") is None


def test_skos(tmp_path: Path) -> None:
    write(tmp_path, actors_ttl=SKOS_TTL)
    assert len(load_user_catalogue(tmp_path / "actors.ttl", None)) == 1
    assert link_name(tmp_path / "actors.ttl", None, "Sarem rebels", "ArmedGroup") == "http://x.org/1"
    assert link_name(tmp_path / "actors.ttl", None, "Front Sarem", "ArmedGroup") is None, "French is not asked for"


def test_wikidata_ids_bring_the_names_of_the_gazetteer(tmp_path: Path) -> None:
    write(tmp_path, w_csv="id,name\nQ1065,United Nations\n",
          w_toml='iri = "http://www.wikidata.org/entity/{id}"\n[columns]\nid = "id"\nlabel = "name"\n')  # fmt: skip
    found = link_name(tmp_path / "w.csv", tmp_path / "w.toml", "UN", "InternationalOrganization")
    assert found == "http://www.wikidata.org/entity/Q1065"


@pytest.mark.parametrize(
    ("table", "mapping", "message"),
    [
        (TABLE, MAPPING.replace('label = "name"', 'label = "nane"'), "Did you mean name"),
        (TABLE, MAPPING.replace('label = "name"', 'lable = "name"'), "Did you mean label"),
        (TABLE, MAPPING.replace("{id}", "7"), "must be a text with"),
        (TABLE, MAPPING.replace("ArmedGroup", "ArmedGrup"), "such as ArmedGroup"),
        (TABLE, MAPPING.replace('"http://x.org/{id}"', '"not an iri {id}"'), "is no IRI"),
        (TABLE, "[columns", "not a mapping file"),
        (TABLE, '[columns]\nid = "nr"\n', "must name a column"),
        (TABLE, "columns = 3\n", "must be a table"),
        (TABLE, 'title = ""\n' + MAPPING.replace("title = ", "# "), "text that is not empty"),
        (TABLE, 'seperator = "|"\n' + MAPPING, "Did you mean separator"),
    ],
    ids=[
        *("no column", "no field", "no id", "no class", "no IRI", "no TOML", "no label"),
        *("no table", "no separator", "no key"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, table: str, mapping: str, message: str) -> None:
    write(tmp_path, actors_csv=table, actors_toml=mapping)
    with pytest.raises(InputError, match=message):
        load_user_catalogue(tmp_path / "actors.csv", tmp_path / "actors.toml")


def test_mappings_are_for_tables_and_tables_need_them(tmp_path: Path) -> None:
    write(tmp_path, actors_csv=TABLE, actors_toml=MAPPING, actors_ttl=SKOS_TTL)
    with pytest.raises(UsageError, match="needs a mapping"):
        load_user_catalogue(tmp_path / "actors.csv", None)
    with pytest.raises(UsageError, match="for tables"):
        load_user_catalogue(tmp_path / "actors.ttl", tmp_path / "actors.toml")
    arguments = ["link", str(SEED), "-o", str(tmp_path / "o.trig"), "--mapping", str(tmp_path / "actors.toml")]
    assert CliRunner().invoke(cli, arguments).exit_code == 2


def test_rdf_without_labels_is_told(tmp_path: Path) -> None:
    write(tmp_path, bare_ttl="<http://x.org/1> <http://x.org/p> 5 .")
    with pytest.raises(InputError, match="nothing in it has a label"):
        load_user_catalogue(tmp_path / "bare.ttl", None)


# ---------------------------------------------------------------- why


def linked_seed() -> list[Quad]:
    quads = list(read_quads(SEED))
    return [*quads, *link_graph(quads, [load_catalogue()]).quads()]


def test_a_link_is_explained_part_by_part() -> None:
    (one,) = explain(linked_seed(), f"{ENT}taliban")
    assert (one.state, one.label) == ("linked", "Taliban")
    best = one.candidates[0]
    assert (best.target, best.relation, best.status) == ("https://ucdp.uu.se/actor/303", "exactMatch", "linked")
    assert {"name", "type", "prior"} <= {part.part for part in best.evidence}
    text = format_links([one])
    assert "linked to Taliban <https://ucdp.uu.se/actor/303>, exactMatch, confidence 0.9" in text
    assert "is one of its names" in text


def test_what_was_stored_is_told_and_runners_up_too() -> None:
    quads = linked_seed()
    outcomes = link_graph(quads, [load_catalogue()]).outcomes
    (kabul,) = explain(quads, f"{ENT}kabul")
    stored = next(one for one in outcomes if one.subject.iri == f"{ENT}kabul")
    assert [one.confidence for one in kabul.candidates] == [one.confidence for one in stored.candidates]
    assert [one.status for one in kabul.candidates] == ["linked", *["runner-up"] * (len(kabul.candidates) - 1)]
    assert len(kabul.candidates) > 1


def test_a_missing_link_is_explained_too() -> None:
    (one,) = explain(linked_seed(), f"{ENT}gulf-region")
    assert (one.state, one.candidates) == ("none", ())
    assert "none" in format_links([one])


def test_one_candidate_alone() -> None:
    (one,) = explain(linked_seed(), f"{ENT}taliban", "https://ucdp.uu.se/actor/303")
    assert len(one.candidates) == 1
    assert explain(linked_seed(), f"{ENT}taliban", "http://x.org/other") == []
    assert len(explain(linked_seed())) > 20


def test_kg_explain_shows_the_evidence_of_a_link(tmp_path: Path) -> None:
    path = tmp_path / "linked.trig"
    write_graph(linked_seed(), path)
    for target in ("https://ucdp.uu.se/actor/303", "http://www.wikidata.org/entity/Q42418"):
        result = CliRunner().invoke(cli, ["explain", str(path), f"{ENT}taliban", "skos:exactMatch", target])
        assert result.exit_code == 0, result.output
        assert "exactMatch, confidence 0.9" in result.output
        assert "is one of its names" in result.output


# ---------------------------------------------------------------- rows that do not fit

HEADER = "nr,name,also,type,land,since,lat,lon\n"
ROW = "7,Sarem Front,SF,rebels,Kenya,2011-04-01,-1.2,36.8\n"


@pytest.mark.parametrize(
    ("rows", "told", "kept"),
    [
        (ROW, [], ["7"]),
        (ROW.replace("Sarem Front", '"Sarem, the front"'), [], ["7"]),
        (ROW.rstrip() + ",,\n\n", [], ["7"]),
        (ROW.replace("Sarem Front", "Sarem, the front"), [("2", "ragged-row", "has 9 cells and the header 8")], []),
        ("7,Sarem Front\n" + ROW, [("2", "ragged-row", "a cell for each column")], ["7"]),
        (ROW + ROW.replace("Front", "League"), [("3", "doubled-id", "'7' stands in line 2 already")], ["7"]),
        (ROW.replace("7,", ",", 1), [("2", "empty-cell", "fill in the column 'nr'")], []),
        (ROW.replace("Sarem Front", " "), [("2", "empty-cell", "no label")], []),
        (ROW.replace("-1.2", "95"), [("2", "no-point", "latitude '95' and longitude '36.8'")], ["7"]),
        (ROW.replace("-1.2", '"1,2"'), [("2", "no-point", "write decimals with a point")], ["7"]),
        (ROW.replace("-1.2", ""), [("2", "no-point", "latitude ''")], ["7"]),
        (ROW.replace("-1.2,36.8", ","), [], ["7"]),
        (ROW.replace("Kenya", "Kenia"), [("2", "no-country", "'Kenia' is no country")], ["7"]),
        (ROW.replace("2011-04-01", "April 2011"), [("2", "no-date", "YYYY-MM-DD")], ["7"]),
    ],
)
def test_rows_that_do_not_fit_are_told(
    tmp_path: Path, rows: str, told: list[tuple[str, str, str]], kept: list[str]
) -> None:
    write(tmp_path, actors_csv=HEADER + rows, actors_toml=MAPPING)
    found: list[Diagnostic] = []
    catalogue = load_user_catalogue(tmp_path / "actors.csv", tmp_path / "actors.toml", found.append)
    assert [(one.where.rpartition(":")[2], one.code) for one in found] == [(line, code) for line, code, _ in told]
    assert all(words in one.message for one, (_, _, words) in zip(found, told, strict=True)), found
    assert [number for number in "78" if catalogue.get(number)] == kept


def test_a_column_that_is_there_twice_is_told(tmp_path: Path) -> None:
    write(tmp_path, actors_csv=HEADER.replace("also", "name") + ROW, actors_toml=MAPPING.replace('"also"', '"name"'))
    with pytest.raises(InputError, match="two columns are called 'name'"):
        load_user_catalogue(tmp_path / "actors.csv", tmp_path / "actors.toml")


def test_a_point_off_the_globe_in_rdf_is_told(tmp_path: Path) -> None:
    place = (
        "@prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> ."
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
        '<http://x.org/1> skos:prefLabel "Tarsen" ; wgs:lat "{}" ; wgs:long "8.5" .'
    )
    for latitude, count in (("12.5", 0), ("125", 1)):
        write(tmp_path, places_ttl=place.format(latitude))
        found: list[Diagnostic] = []
        load_user_catalogue(tmp_path / "places.ttl", None, found.append)
        assert [one.where for one in found] == [f"{tmp_path / 'places.ttl'}: http://x.org/1"] * count


def test_the_commands_tell_of_rows(tmp_path: Path) -> None:
    write(tmp_path, actors_csv=HEADER + ROW + ROW, actors_toml=MAPPING)
    files = ["--dataset", str(tmp_path / "actors.csv"), "--mapping", str(tmp_path / "actors.toml")]
    linked = str(tmp_path / "linked.trig")
    result = CliRunner().invoke(cli, ["link", str(SEED), "-o", linked, *files])
    assert result.exit_code == 0
    assert f"Warning: {tmp_path / 'actors.csv'}:3: the id '7' stands in line 2" in result.stderr
    result = CliRunner().invoke(cli, ["enrich", linked, "-o", linked, *files])
    assert (result.exit_code, result.stderr.count("[doubled-id]")) == (0, 1)
