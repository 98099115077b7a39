"""RDF files to quads, stores and rdflib datasets, and back: the one door through which RDF comes in.

Quads are read by pyoxigraph as they stand: a literal keeps its spelling until it enters a `Store`, which rewrites
numbers (`1.50` becomes `1.5`). Whoever only passes a graph on therefore works on quads, not on a store.
"""

from __future__ import annotations

import gzip
import io
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Final, cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import InputError, UsageError, nearest

if TYPE_CHECKING:
    import rdflib

INFERRED_GRAPH: Final = "https://w3id.org/conflict-kg/inferred"
BACKGROUND_GRAPH: Final = "https://w3id.org/conflict-kg/background"
LINKS_GRAPH: Final = "https://w3id.org/conflict-kg/links"
REPORTS_GRAPH: Final = "https://w3id.org/conflict-kg/same-event"
ENRICHED_GRAPH: Final = "https://w3id.org/conflict-kg/enriched"

FORMATS: Final[Mapping[str, RdfFormat]] = MappingProxyType(
    {
        "trig": RdfFormat.TRIG,
        "nq": RdfFormat.N_QUADS,
        "ttl": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "jsonld": RdfFormat.JSON_LD,
        "rdf": RdfFormat.RDF_XML,
        "xml": RdfFormat.RDF_XML,
        "owl": RdfFormat.RDF_XML,
    }
)
"""The formats by the suffix of a file, which is also their name on the command line."""

STDIN: Final = "-"
_PEEK: Final = 4096
_PARSER_PLACE: Final = re.compile(r"^Parser error (?:at|between) .*?: ", re.DOTALL)


def find_format(name: str) -> RdfFormat:
    """The format called NAME, with or without its dot.

    >>> find_format(".TTL").name
    'Turtle'
    """
    key = name.lower().removeprefix(".")
    if key not in FORMATS:
        near = nearest(key, FORMATS)
        hint = f"Did you mean {near}? " if near else ""
        raise UsageError(f"{name!r} is not a format known to kg", hint=f"{hint}Known: {', '.join(FORMATS)}")
    return FORMATS[key]


def split_suffix(path: Path) -> tuple[str, bool]:
    """The suffix that tells the format, and whether the file is gzipped.

    >>> split_suffix(Path("graph.trig.gz"))
    ('.trig', True)
    """
    suffixes = path.suffixes
    if suffixes and suffixes[-1].lower() == ".gz":
        return (suffixes[-2].lower() if len(suffixes) > 1 else ""), True
    return (suffixes[-1].lower() if suffixes else ""), False


def format_of(path: Path, *, option: str = "--format") -> RdfFormat:
    """The format that the suffix of PATH stands for; `UsageError` names the known ones and the OPTION to name one."""
    suffix = split_suffix(path)[0].removeprefix(".")
    if suffix in FORMATS:
        return FORMATS[suffix]
    near = nearest(suffix, FORMATS) if suffix else None
    known = ", ".join(f".{name}" for name in FORMATS)
    what = f"the suffix .{suffix} is no RDF format known to kg" if suffix else "no suffix tells the RDF format"
    hint = f"Did you mean .{near}? " if near else ""
    raise UsageError(what, where=str(path), hint=f"{hint}Known: {known}, each also with .gz; or name one with {option}")


def read_quads(
    source: Path | str | bytes,
    *,
    format: RdfFormat | str | None = None,
    rename_blank_nodes: bool = False,
) -> Iterator[Quad]:
    """Yield the quads of a file, of standard input (`-`) or of bytes, one by one and unchanged.

    What can be seen at the start (no such file, a folder, nothing in it, not text) is raised at once, a syntax
    error where the parser meets it, both as `InputError`. A file with prefixes or comments alone is a graph
    without triples; a file of no bytes is taken for a failed write, not for a graph.
    """
    chosen = find_format(format) if isinstance(format, str) else format
    if isinstance(source, bytes):
        if chosen is None:
            raise UsageError("the format of bytes must be named", hint=f"Known: {', '.join(FORMATS)}")
        return _parse(_checked(io.BytesIO(source), "(bytes)"), chosen, "(bytes)", None, rename_blank_nodes)
    if str(source) == STDIN:
        if chosen is None:
            raise UsageError("standard input has no suffix that tells its format", hint="Name it with --from")
        return _parse(_checked(sys.stdin.buffer, "(stdin)"), chosen, "(stdin)", None, rename_blank_nodes)
    return _read_file(Path(source), chosen, rename_blank_nodes)


def load_store(paths: Iterable[Path | str], *, format: RdfFormat | str | None = None) -> Store:
    """Load files into one store in memory; blank nodes of different files stay apart."""
    files = list(paths)
    store = Store()
    for path in files:
        store.extend(read_quads(path, format=format, rename_blank_nodes=len(files) > 1))
    return store


def to_store(quads: Iterable[Quad]) -> Store:
    """A store in memory that holds QUADS."""
    store = Store()
    store.extend(quads)
    return store


def merge_graphs(store: Store) -> Store:
    """A store whose default graph is the RDF merge of all graphs of STORE (RDF 1.1 Semantics, 4.1): each triple once.

    Oxigraph's own union of graphs has a triple once for each graph that holds it, so that what two sentences say would
    count twice. The graphs stay beside it. A copy, or STORE itself where it has no graph but the default one.
    """
    if next(store.named_graphs(), None) is None:
        return store
    merged = to_store(store)
    merged.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return merged


def to_dataset(source: Store | Iterable[Quad]) -> rdflib.Dataset:
    """An rdflib dataset over a pyoxigraph store; its default graph is the union of all graphs."""
    # rdflib takes 0.13 s to import, which those who only parse or query need not pay.
    import rdflib
    from oxrdflib import OxigraphStore

    store = source if isinstance(source, Store) else to_store(source)
    return rdflib.Dataset(store=OxigraphStore(store=store), default_union=True)


def quads_of(dataset: rdflib.Dataset) -> Iterator[Quad]:
    """The quads of an rdflib dataset, whatever store is behind it."""
    inner = store_of(dataset)
    if inner is not None:
        yield from inner
        return
    for subject, predicate, item, graph in dataset.quads((None, None, None, None)):
        yield _to_quad((subject, predicate, item), graph)


def store_of(dataset: rdflib.Dataset) -> Store | None:
    """The pyoxigraph store behind DATASET, or None where it is kept otherwise."""
    inner = getattr(dataset.store, "_inner", None)
    return inner if isinstance(inner, Store) else None


def _to_quad(triple: Sequence[object], graph: object) -> Quad:
    subject, predicate, item = (_to_term(term) for term in triple)
    if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
        raise InputError(f"not an RDF triple: {subject} {predicate} {item}")
    return Quad(subject, predicate, item, _to_graph_name(graph))


def _to_graph_name(graph: object) -> NamedNode | BlankNode | DefaultGraph:
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    if graph is None or graph == DATASET_DEFAULT_GRAPH_ID:
        return DefaultGraph()
    name = _to_term(graph)
    if isinstance(name, Literal):
        raise InputError(f"a graph cannot be named by the literal {name}")
    return name


def _to_term(term: object) -> NamedNode | BlankNode | Literal:
    import rdflib

    try:
        if isinstance(term, rdflib.Literal):
            if term.language:
                return Literal(str(term), language=term.language)
            return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
        return BlankNode(str(term)) if isinstance(term, rdflib.BNode) else NamedNode(str(term))
    except ValueError as error:
        raise InputError(f"not an RDF term: {term!r}: {error}") from error


def _open(path: Path) -> IO[bytes]:
    if path.is_dir():
        raise InputError("this is a folder, not an RDF file", where=str(path), hint="Name the file in it")
    try:
        stream: IO[bytes] = path.open("rb")
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=str(path), hint=_near_file(path)) from error
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from error
    return stream


def _near_file(path: Path) -> str | None:
    try:
        near = nearest(path.name, (entry.name for entry in path.parent.iterdir()))
    except OSError:
        return f"The folder {path.parent} does not exist either"
    return f"Did you mean {path.with_name(near)}?" if near else None


def _read_file(path: Path, rdf_format: RdfFormat | None, rename_blank_nodes: bool) -> Iterator[Quad]:
    file = _open(path)
    try:
        chosen = format_of(path, option="--from") if rdf_format is None else rdf_format
        stream = _checked(file, str(path))
    except BaseException:
        file.close()
        raise
    return _close_after(
        _parse(stream, chosen, str(path), path.resolve().as_uri(), rename_blank_nodes),
        file,
    )


def _close_after(quads: Iterator[Quad], file: IO[bytes]) -> Iterator[Quad]:
    with file:
        yield from quads


def _checked(stream: IO[bytes], where: str) -> IO[bytes]:
    """STREAM, unpacked where it is gzipped, after a look at its first bytes."""
    start = _peek(stream, where)
    if not start:
        raise InputError("the file is empty", where=where, hint="Was the program that wrote it stopped early?")
    if where.lower().endswith(".gz") or start.startswith(b"\x1f\x8b"):
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=stream))
        start = _peek(stream, where)
        if not start:
            raise InputError("the gzipped file is empty", where=where)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("the file is UTF-16", where=where, hint="RDF files are UTF-8: save it as UTF-8")
    if b"\0" in start:
        raise InputError("the file is binary, not RDF text", where=where)
    if start.startswith(b"\xef\xbb\xbf"):
        stream.read(3)
    return stream


def _peek(stream: IO[bytes], where: str) -> bytes:
    try:
        return bytes(stream.peek(_PEEK)[:_PEEK]) if hasattr(stream, "peek") else _peek_seekable(stream)
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(error, where) from error


def _peek_seekable(stream: IO[bytes]) -> bytes:
    start = stream.read(_PEEK)
    stream.seek(0)
    return start


def _parse(
    stream: IO[bytes], rdf_format: RdfFormat, where: str, base: str | None, rename_blank_nodes: bool
) -> Iterator[Quad]:
    try:
        yield from parse(stream, rdf_format, base_iri=base, rename_blank_nodes=rename_blank_nodes)
    except SyntaxError as error:
        raise _syntax_error(error, rdf_format, where) from error
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(error, where) from error


def _syntax_error(error: SyntaxError, rdf_format: RdfFormat, where: str) -> InputError:
    place = f"{where}:{error.lineno}:{error.offset}" if error.lineno is not None else where
    what = _PARSER_PLACE.sub("", error.msg)
    return InputError(f"not valid {rdf_format.name}: {what}", where=place, hint=_advice(what, rdf_format))


def _advice(what: str, rdf_format: RdfFormat) -> str:
    if "UTF-8" in what:
        return "RDF files are UTF-8: save it as UTF-8"
    if "No scheme found" in what:
        return "A relative IRI needs a base: add a @base line, or write the IRI in full"
    if "LoadDocumentCallback" in what:
        return "kg works offline and fetches no remote @context: put the context into the file"
    if "refix" in what:
        return "Declare the prefix before its first use"
    return f"Is it {rdf_format.name} at all? Another format can be named with --from"


def _unreadable(error: Exception, where: str) -> InputError:
    if isinstance(error, EOFError):
        return InputError("the gzipped file ends too early", where=where, hint="It was cut off: write it again")
    if isinstance(error, (gzip.BadGzipFile, zlib.error)):
        return InputError(f"not a sound gzip file: {error}", where=where)
    return InputError(f"cannot be read: {error}", where=where)
