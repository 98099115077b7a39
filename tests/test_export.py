"""Writing RDF: what is read back is what was given, in the same bytes each time, whole or not at all."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from example_graph import build_graph
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import InputError, UsageError
from kg.export import add_sources, write_bytes, write_graph
from kg.serialise import canonical_quads, serialise
from kg.store import FORMATS, read_quads
from kg.vocab import PREFIXES

A, B, G = NamedNode("http://e.org/a"), NamedNode("http://e.org/b"), NamedNode("http://e.org/g")
XSD = "http://www.w3.org/2001/XMLSchema#"
NASTY = ["", " ", "\n", "\r\n", "\t", "'", '"', '"""', "\\", "\\u0041", "a\u0301", "😀", "\u200f", "<&>", "]]>", "\x7f"]

TEXT = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\t\n\r", exclude_characters="\x7f"),
    max_size=12,
)
SPACES = ["http://e.org/", "http://example.org/kg/", "urn:x:", *sorted(PREFIXES.values())]


def is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


IRIS = (
    st.builds(str.__add__, st.sampled_from(SPACES), st.text("abcZ019_-.~%()',;=:@!$&*+/?#é日", max_size=8))
    .filter(is_iri)
    .map(NamedNode)
)
PREDICATES = st.builds(
    lambda space, name: NamedNode(space + name),
    st.sampled_from(["http://e.org/", PREFIXES["ck"], "urn:x:"]),
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,6}", fullmatch=True),
)
BLANKS = st.builds(lambda name: BlankNode(name), st.sampled_from(["x", "y", "z10", "z2"]))


def literals(text: st.SearchStrategy[str]) -> st.SearchStrategy[Literal]:
    kinds = st.sampled_from([XSD + name for name in ("integer", "decimal", "boolean", "date", "double", "string")])
    numbers = st.from_regex(r"[+-]?[0-9]{1,4}(\.[0-9]{0,3})?", fullmatch=True)
    return st.one_of(
        st.builds(Literal, text),
        st.builds(lambda value, tag: Literal(value, language=tag), text, st.sampled_from(["en", "en-gb", "zh-hans"])),
        st.builds(
            lambda value, kind: Literal(value, datatype=NamedNode(kind)),
            st.one_of(text, numbers, st.just("true")),
            kinds,
        ),
    )


def quads(text: st.SearchStrategy[str], *, graphs: bool) -> st.SearchStrategy[list[Quad]]:
    names = st.one_of(st.just(DefaultGraph()), IRIS, BLANKS) if graphs else st.just(DefaultGraph())
    one = st.builds(Quad, st.one_of(IRIS, BLANKS), PREDICATES, st.one_of(IRIS, BLANKS, literals(text)), names)
    return st.lists(one, max_size=8)


@pytest.mark.parametrize("name", ["trig", "nq"])
@given(quads(TEXT, graphs=True))
@settings(max_examples=80, deadline=None)
def test_datasets_read_back(name: str, given_quads: list[Quad]) -> None:
    check_read_back(given_quads, FORMATS[name])


@pytest.mark.parametrize("name", ["ttl", "nt"])
@given(quads(TEXT, graphs=False))
@settings(max_examples=80, deadline=None)
def test_graphs_read_back(name: str, given_quads: list[Quad]) -> None:
    check_read_back(given_quads, FORMATS[name])


@given(quads(XML_TEXT, graphs=False))
@settings(max_examples=80, deadline=None)
def test_xml_reads_back(given_quads: list[Quad]) -> None:
    check_read_back(given_quads, RdfFormat.RDF_XML)


@given(quads(TEXT, graphs=True))
@settings(max_examples=80, deadline=None)
def test_jsonld_reads_back(given_quads: list[Quad]) -> None:
    check_read_back(given_quads, RdfFormat.JSON_LD)


def check_read_back(given_quads: list[Quad], rdf_format: RdfFormat) -> None:
    wanted = canonical_quads(given_quads)
    written = serialise(given_quads, rdf_format, base="http://example.org/kg/")
    assert set(canonical_quads(parse(written, rdf_format))) == set(wanted)
    assert serialise(reversed(given_quads), rdf_format, base="http://example.org/kg/") == written


@pytest.mark.parametrize("suffix", [*FORMATS, "trig.gz", "ttl.gz"])
def test_every_format_is_strictly_valid(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"g.{suffix}"
    write_graph(build_graph(), path)
    first = path.read_bytes()
    graphs = suffix.removesuffix(".gz") in ("trig", "nq", "jsonld")
    wanted = set(build_graph()) if graphs else {Quad(q.subject, q.predicate, q.object) for q in build_graph()}
    assert set(read_quads(path)) == wanted
    write_graph(list(build_graph())[::-1], path)
    assert path.read_bytes() == first
    assert os.listdir(tmp_path) == [path.name]


def test_rdflib_reads_our_turtle(tmp_path: Path) -> None:
    import rdflib

    path = tmp_path / "g.ttl"
    write_graph(build_graph(), path)
    assert len(rdflib.Graph().parse(path)) == len({quad.triple for quad in build_graph()})


def test_same_bytes_under_another_hash_seed(tmp_path: Path) -> None:
    source = tmp_path / "g.nq"
    write_graph(build_graph(), source)
    code = (
        "import sys; from kg.store import read_quads; from kg.export import write_graph\n"
        "for name in ('trig', 'ttl', 'jsonld', 'rdf'): write_graph(read_quads(sys.argv[1]), '-', format=name)"
    )
    root = str(Path(__file__).parent.parent)
    outputs = {
        subprocess.run(  # noqa: S603  # our own interpreter and code
            [sys.executable, "-c", code, str(source)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_turtle_is_readable(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    write_graph(build_graph(), path)
    text = path.read_text(encoding="utf-8")
    assert "\n\n<article/police-base/event/2> a ck:Event, ck:Killing, ck:ViolentEvent ;\n    gaf:denotedBy <" in text
    assert text.startswith("@base <http://example.org/kg/> .\n@prefix ck: <")
    assert "@prefix owl:" not in text, "only prefixes in use"


def test_numbers_in_iris_sort_by_value() -> None:
    nodes = [Quad(NamedNode(f"http://e.org/event/{n}"), B, A) for n in (10, 9, 2, 1)]
    assert [quad.subject.value[-2:] for quad in canonical_quads(nodes)] == ["/1", "/2", "/9", "10"]  # type: ignore[union-attr]


def test_gzip_has_no_time(tmp_path: Path) -> None:
    path = tmp_path / "g.nq.gz"
    write_graph(build_graph(), path)
    assert path.read_bytes()[4:8] == b"\0\0\0\0"
    assert gzip.decompress(path.read_bytes()) == serialise(build_graph(), RdfFormat.N_QUADS)


def test_stated_leaves_inferred_and_background_out(tmp_path: Path) -> None:
    path = tmp_path / "g.trig"
    write_graph(build_graph(), path, stated=True)
    names = {quad.graph_name.value for quad in read_quads(path)}  # type: ignore[union-attr]
    assert names and not any("conflict-kg/" in name for name in names)


def test_statements_lead_to_their_sentences(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    write_graph(build_graph(), path, sources=True)
    triples = {quad.triple for quad in read_quads(path)}
    again = tmp_path / "again.ttl"
    write_graph(build_graph(), again, sources=True)
    assert again.read_bytes() == path.read_bytes()
    about: dict[str, dict[str, object]] = {}
    for subject, predicate, item in triples:
        about.setdefault(str(subject), {})[predicate.value.rpartition("#")[2]] = item
    statements = [one for one in about.values() if "wasDerivedFrom" in one]
    stated = {quad.triple for quad in build_graph() if "#char=" in str(quad.graph_name)}
    told = {triple for triple in stated if not triple.predicate.value.endswith("denotedBy")}
    assert {(one["subject"], one["predicate"], one["object"]) for one in statements} == {tuple(one) for one in told}
    assert all("#char=" in str(one["wasDerivedFrom"]) for one in statements)
    assert not any(isinstance(subject, BlankNode) for subject, _, _ in triples)


def test_a_triple_said_twice_has_two_sentences() -> None:
    kind, sentence = NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["nif"] + "Sentence")
    places = [NamedNode(f"http://e.org/x#char={n},9") for n in (0, 5)]
    quads = [Quad(A, B, A, place) for place in places] + [Quad(place, kind, sentence, G) for place in places]
    nodes = [quad for quad in add_sources(quads) if quad.predicate.value.endswith("wasDerivedFrom")]
    assert len({quad.subject for quad in nodes}) == 1
    assert {quad.object for quad in nodes} == set(places)


def test_statements_need_a_format_without_graphs(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="TriG names the sentence"):
        write_graph(build_graph(), tmp_path / "g.trig", sources=True)


@pytest.mark.parametrize(
    "quad", [Quad(A, NamedNode("http://e.org/1"), A), Quad(A, B, Literal("\x01")), Quad(A, B, Literal("\ufffe"))]
)
def test_xml_refuses_what_it_cannot_hold(tmp_path: Path, quad: Quad) -> None:
    with pytest.raises(InputError, match="RDF/XML cannot"):
        write_graph([quad], tmp_path / "g.rdf")
    assert os.listdir(tmp_path) == []


def test_unknown_format_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Did you mean \.ttl"):
        write_graph([], tmp_path / "g.tll")


def test_what_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Make the folder"):
        write_graph([], tmp_path / "no" / "g.ttl")
    (tmp_path / "d.ttl").mkdir()
    with pytest.raises(InputError, match="folder"):
        write_graph([], tmp_path / "d.ttl")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_folder(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    with pytest.raises(InputError, match="cannot be written"):
        write_graph([], folder / "g.ttl")


def test_interrupt_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "g.ttl"
    path.write_text("old")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_graph(build_graph(), path)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["g.ttl"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.ttl").write_text("old")
    link = tmp_path / "link.ttl"
    try:
        link.symlink_to(tmp_path / "real.ttl")
    except OSError:
        pytest.skip("no symbolic links here")
    write_bytes(b"new", link)
    assert link.is_symlink()
    assert (tmp_path / "real.ttl").read_bytes() == b"new"
