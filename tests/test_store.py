"""Reading RDF: every format, and every way in which a file can be bad."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat

from kg.errors import InputError, UsageError
from kg.store import find_format, load_store, quads_of, read_quads, to_dataset, to_store

A, B, G = NamedNode("http://e.org/a"), NamedNode("http://e.org/b"), NamedNode("http://e.org/g")
DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
ONE = Quad(A, B, Literal("1"))
TEXTS = {
    ".ttl": "<http://e.org/a> <http://e.org/b> '1' .",
    ".trig": "<http://e.org/a> <http://e.org/b> '1' .",
    ".nt": '<http://e.org/a> <http://e.org/b> "1" .\n',
    ".nq": '<http://e.org/a> <http://e.org/b> "1" .\n',
    ".jsonld": '[{"@id": "http://e.org/a", "http://e.org/b": "1"}]',
    ".rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<r:Description r:about="http://e.org/a"><b xmlns="http://e.org/">1</b></r:Description></r:RDF>',
}
TEXTS[".xml"] = TEXTS[".owl"] = TEXTS[".rdf"]


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("suffix", TEXTS)
def test_reads_by_suffix(tmp_path: Path, suffix: str, packed: bool) -> None:
    data = TEXTS[suffix].encode()
    path = write(tmp_path, f"graph.v1{suffix}{'.gz' if packed else ''}", gzip.compress(data) if packed else data)
    assert list(read_quads(path)) == [ONE]


def test_literals_keep_their_spelling(tmp_path: Path) -> None:
    path = write(tmp_path, "a.ttl", "<http://e.org/a> <http://e.org/b> 1.50, 01 .")
    assert {quad.object.value for quad in read_quads(path)} == {"1.50", "01"}  # type: ignore[union-attr]


def test_relative_iris_stand_for_the_place_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "o.ttl", "<> <http://e.org/b> <#x> .")
    assert next(iter(read_quads(path))).subject == NamedNode(path.resolve().as_uri())


def test_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert list(read_quads(write(tmp_path, "a.ttl", b"\xef\xbb\xbf" + TEXTS[".ttl"].encode()))) == [ONE]


@pytest.mark.parametrize("text", ["", "# nothing\n", "@prefix a: <http://e.org/> .\n"])
def test_a_graph_without_triples_is_a_graph(tmp_path: Path, text: str) -> None:
    assert list(read_quads(write(tmp_path, "a.ttl", text + "\n"))) == []


def test_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(TEXTS[".nt"].encode())

    monkeypatch.setattr("sys.stdin", Input)
    assert list(read_quads("-", format="nt")) == [ONE]
    with pytest.raises(UsageError, match="standard input"):
        read_quads("-")


BAD = {
    "syntax": ("a.ttl", b"<http://e.org/a> <http://e.org/b> 1 .\n<http://e.org/a> oops .", r"a\.ttl:2:\d+: not valid"),
    "prefix": ("a.ttl", b"ck:a ck:b 1 .", r"Declare the prefix"),
    "xml": ("a.rdf", b"<rdf:RDF", "not valid RDF/XML"),
    "json": ("a.jsonld", b'{"@id": ', r"a\.jsonld:1:\d+"),
    "remote context": ("a.jsonld", b'{"@context": "https://schema.org/", "name": "x"}', "offline"),
    "empty": ("a.trig", b"", "the file is empty"),
    "empty gzip": ("a.trig.gz", gzip.compress(b""), "gzipped file is empty"),
    "binary": ("a.nq", b"\x7fELF\x00\x01", "binary"),
    "latin-1": ("a.nt", '<http://e.org/a> <http://e.org/b> "é" .'.encode("latin-1"), "save it as UTF-8"),
    "utf-16": ("a.nt", TEXTS[".nt"].encode("utf-16"), "UTF-16"),
    "no gzip": ("a.nt.gz", TEXTS[".nt"].encode(), "gzip"),
    "cut gzip": ("a.nt.gz", gzip.compress(TEXTS[".nt"].encode() * 999)[:-20], "ends too early"),
    "broken gzip": ("a.nt.gz", gzip.compress(bytes(range(1, 250)))[:12] + b"\xff" * 99, "gzip"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_file(tmp_path: Path, case: str) -> None:
    name, data, message = BAD[case]
    path = write(tmp_path, name, data)
    with pytest.raises(InputError, match=message) as caught:
        list(read_quads(path))
    assert str(path) in str(caught.value)


def test_no_such_file(tmp_path: Path) -> None:
    write(tmp_path, "kabul.trig", "")
    with pytest.raises(InputError, match=r"no such file\n  Did you mean .*kabul\.trig"):
        read_quads(tmp_path / "kabull.trig")
    with pytest.raises(InputError, match="does not exist either"):
        read_quads(tmp_path / "no" / "kabul.trig")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"):
        read_quads(tmp_path)


def test_unknown_suffix(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.turtle.*\n  .*Known: \.trig"):
        read_quads(write(tmp_path, "a.turtle", "x"))
    with pytest.raises(UsageError, match=r"Did you mean \.trig\?"):
        read_quads(write(tmp_path, "a.trigg", "x"))
    with pytest.raises(UsageError, match="Did you mean trig"):
        find_format("trigs")
    with pytest.raises(UsageError, match="must be named"):
        read_quads(b"x")


def test_load_store_keeps_blank_nodes_of_files_apart(tmp_path: Path) -> None:
    first = write(tmp_path, "a.nt", "_:x <http://e.org/b> _:x .\n")
    second = write(tmp_path, "b.nt", "_:x <http://e.org/b> _:x .\n")
    assert len(load_store([first, second])) == 2


def test_dataset_is_the_union_and_gives_its_quads_back() -> None:
    quads = {Quad(A, B, Literal("x", language="en"), G), Quad(A, B, Literal("1.5", datatype=DECIMAL), G), Quad(A, B, A)}
    dataset = to_dataset(to_store(quads))
    assert len(list(dataset.query("SELECT * { ?s ?p ?o }"))) == 3
    assert set(quads_of(dataset)) == quads


def test_quads_of_any_rdflib_dataset() -> None:
    import rdflib

    dataset = rdflib.Dataset()
    graph = dataset.graph(rdflib.URIRef(G.value))
    graph.add((rdflib.URIRef(A.value), rdflib.URIRef(B.value), rdflib.Literal("1.50", datatype=DECIMAL.value)))
    graph.add((rdflib.BNode("n"), rdflib.URIRef(B.value), rdflib.Literal("x", lang="en")))
    dataset.default_graph.add((rdflib.URIRef(A.value), rdflib.URIRef(B.value), rdflib.Literal("plain")))
    assert set(quads_of(dataset)) == {
        Quad(A, B, Literal("1.50", datatype=DECIMAL), G),
        Quad(BlankNode("n"), B, Literal("x", language="en"), G),
        Quad(A, B, Literal("plain")),
    }


def test_format_may_be_forced(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", TEXTS[".ttl"])
    assert list(read_quads(path, format="ttl")) == list(read_quads(path, format=RdfFormat.TURTLE)) == [ONE]
