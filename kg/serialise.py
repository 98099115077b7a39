"""Quads to the bytes of an RDF file: sorted, with prefixes, the same on every run and machine.

pyoxigraph writes fast but puts prefixes in the order of a hash table and escapes `kg:entity\\/x`, so Turtle and TriG
are written here, term by term, from its own N-Triples form of each literal; the other formats are its own, from sorted
quads. Blank nodes are named by RDFC-1.0 (<https://www.w3.org/TR/rdf-canon/>) first.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import InputError
from kg.vocab import PREFIXES, RDF, RDFS, SCHEMA, XSD

Term = NamedNode | BlankNode | Literal | Triple
SortKey = tuple[object, ...]

_DIGITS: Final = re.compile(r"([0-9]+)")
_LOCAL: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*", re.ASCII)
_PREFIX: Final = re.compile(r"(?:[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)?", re.ASCII)
_RELATIVE: Final = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*(?:#[A-Za-z0-9=,_-]+)?", re.ASCII)
# What Turtle may write without quotes, so that it reads back letter for letter.
_BARE: Final = {
    XSD.NS + "integer": re.compile(r"[+-]?[0-9]+", re.ASCII),
    XSD.NS + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+", re.ASCII),
    XSD.NS + "boolean": re.compile(r"true|false"),
}
_WITH_COMMENTS: Final = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
_NOTHING: Final = b"# a graph without triples\n"
"""A file of no bytes would be taken for one that was not written to its end."""
_XML_NAME: Final = re.compile(r"(?:.*[/#:])[^\W\d][\w.-]*", re.DOTALL)
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XMLNS: Final = re.compile(rb' xmlns:[^=]+="[^"]*"')


def natural_key(text: str) -> SortKey:
    """A key that sorts numbers inside TEXT by value: `event/2` before `event/10`.

    >>> sorted(["event/10", "event/2"], key=natural_key)
    ['event/2', 'event/10']
    """
    parts: list[object] = list(_DIGITS.split(text))
    for i in range(1, len(parts), 2):
        digits = str(parts[i]).lstrip("0")
        parts[i] = (len(digits), digits)
    return (tuple(parts), text)


def term_key(term: Term | DefaultGraph) -> SortKey:
    """Where a term sorts: the default graph, IRIs, blank nodes, literals, triples; each in natural order."""
    if isinstance(term, NamedNode):
        return (1, natural_key(term.value))
    if isinstance(term, BlankNode):
        return (2, natural_key(term.value))
    if isinstance(term, Literal):
        return (3, natural_key(term.value), term.datatype.value, str(term))
    return (4, str(term)) if isinstance(term, Triple) else (0,)


def canonical_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Each quad once, with canonical names for blank nodes, in the order of `term_key`."""
    unique = set(quads)
    if any(_has_blank(quad) for quad in unique):
        dataset = Dataset(unique)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        unique = set(dataset)
    terms = {term for quad in unique for term in (quad.graph_name, quad.subject, quad.predicate, quad.object)}
    # Terms are compared once: quads are then in the order of whole numbers.
    rank = {term: place for place, term in enumerate(sorted(terms, key=term_key))}

    def order(quad: Quad) -> tuple[int, int, int, int, int]:
        predicate = quad.predicate
        return rank[quad.graph_name], rank[quad.subject], _first(predicate), rank[predicate], rank[quad.object]

    return sorted(unique, key=order)


def serialise(
    quads: Iterable[Quad],
    rdf_format: RdfFormat,
    *,
    prefixes: Mapping[str, str] = PREFIXES,
    base: str | None = None,
) -> bytes:
    """QUADS in a format; one that has no graphs gets their union, each triple once.

    BASE shortens IRIs of Turtle and TriG; without it, the namespace of the articles is taken.
    """
    if not rdf_format.supports_datasets:
        quads = (Quad(q.subject, q.predicate, q.object) for q in quads)
    ordered = canonical_quads(quads)
    if not ordered and rdf_format in _WITH_COMMENTS:
        return _NOTHING
    if rdf_format in (RdfFormat.TURTLE, RdfFormat.TRIG):
        return "".join(_write_turtle(ordered, prefixes, base or find_base(ordered))).encode()
    if rdf_format == RdfFormat.RDF_XML:
        return _write_xml(ordered, prefixes)
    return _write_plain(ordered, rdf_format)


def find_base(quads: Iterable[Quad]) -> str | None:
    """The namespace under which kg wrote the articles of QUADS, the first where there are several.

    >>> find_base([Quad(NamedNode("http://e.org/kg/article/a"), NamedNode(RDF.type), NamedNode(SCHEMA.NewsArticle))])
    'http://e.org/kg/'
    """
    kind, article = NamedNode(RDF.type), NamedNode(SCHEMA.NewsArticle)
    found = (quad.subject.value for quad in quads if quad.predicate == kind and quad.object == article
             and isinstance(quad.subject, NamedNode))  # fmt: skip
    return min((iri[: iri.rindex("/article/") + 1] for iri in found if "/article/" in iri), default=None)


def shorten_iri(iri: str, namespaces: Mapping[str, str]) -> str | None:
    """The prefixed name of IRI where a prefix fits and nothing need be escaped, or None."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = namespaces.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix is not None and _LOCAL.fullmatch(iri[cut:]) else None


def to_namespaces(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Namespaces with their prefixes; of two prefixes for one namespace, the first by name."""
    return {prefixes[name]: name for name in sorted(prefixes, reverse=True) if _PREFIX.fullmatch(name)}


def _write_plain(quads: Sequence[Quad], rdf_format: RdfFormat, prefixes: Mapping[str, str] | None = None) -> bytes:
    stream = io.BytesIO()
    names = dict(prefixes or {})
    if rdf_format.supports_datasets:
        serialize(quads, stream, rdf_format, prefixes=names)
    else:
        serialize((quad.triple for quad in quads), stream, rdf_format, prefixes=names)
    return stream.getvalue()


def _first(predicate: NamedNode) -> int:
    return {RDF.type: 0, RDFS.label: 1}.get(predicate.value, 2)


def _has_blank(quad: Quad) -> bool:
    terms = (quad.subject, quad.object, quad.graph_name)
    return any(isinstance(term, BlankNode) or (isinstance(term, Triple) and "_:" in str(term)) for term in terms)


def _write_turtle(quads: Sequence[Quad], prefixes: Mapping[str, str], base: str | None) -> Iterator[str]:
    namespaces = to_namespaces(prefixes)
    names: dict[Term, str] = {}
    used: set[str] = set()

    def name(term: Term) -> str:
        found = names.get(term)
        if found is None:
            found = names[term] = _write_term(term, namespaces, base, used)
        return found

    body = [
        part
        for graph, group in groupby(quads, key=lambda quad: quad.graph_name)
        for part in _write_graph(None if isinstance(graph, DefaultGraph) else name(graph), group, name)
    ]
    if base:
        yield f"@base {NamedNode(base)} .\n"
    for prefix in sorted(used):
        yield f"@prefix {prefix}: {NamedNode(prefixes[prefix])} .\n"
    yield from body


def _write_graph(graph: str | None, quads: Iterable[Quad], name: Callable[[Term], str]) -> Iterator[str]:
    indent = "" if graph is None else "    "
    if graph is not None:
        yield f"\n{graph} {{\n"
    for count, (subject, group) in enumerate(groupby(quads, key=lambda quad: quad.subject)):
        lead = "\n" if count or graph is None else ""
        yield f"{lead}{indent}{name(subject)} "
        lines = []
        for predicate, same in groupby(group, key=lambda quad: quad.predicate):
            verb = "a" if predicate.value == RDF.type else name(predicate)
            lines.append(f"{verb} {', '.join(name(quad.object) for quad in same)}")
        yield f" ;\n{indent}    ".join(lines) + " .\n"
    if graph is not None:
        yield "}\n"


def _write_term(term: Term, namespaces: Mapping[str, str], base: str | None, used: set[str]) -> str:
    if isinstance(term, NamedNode):
        return _write_iri(term, namespaces, base, used)
    if not isinstance(term, Literal) or term.language or term.datatype.value == XSD.NS + "string":
        return str(term)
    bare = _BARE.get(term.datatype.value)
    if bare is not None and bare.fullmatch(term.value):
        return term.value
    return f"{Literal(term.value)}^^{_write_iri(term.datatype, namespaces, base, used)}"


def _write_iri(node: NamedNode, namespaces: Mapping[str, str], base: str | None, used: set[str]) -> str:
    short = shorten_iri(node.value, namespaces)
    if short is not None:
        used.add(short.partition(":")[0])
        return short
    if base and node.value.startswith(base) and _RELATIVE.fullmatch(node.value, len(base)):
        return f"<{node.value[len(base) :]}>"
    return str(node)


def _write_xml(quads: Sequence[Quad], prefixes: Mapping[str, str]) -> bytes:
    for quad in quads:
        _check_xml(quad)
    names = {quad.predicate.value for quad in quads}
    used = {prefix: space for prefix, space in prefixes.items() if any(name.startswith(space) for name in names)}
    written = _write_plain(quads, RdfFormat.RDF_XML, used)
    start = written.index(b"<rdf:RDF")
    end = written.index(b">", start)
    root = b"<rdf:RDF" + b"".join(sorted(_XMLNS.findall(written[start:end])))
    # A bare carriage return would be read back as a line feed (XML 1.0, 2.11).
    return written[:start] + root + written[end:].replace(b"\r", b"&#13;")


def _check_xml(quad: Quad) -> None:
    hint = "Write Turtle or N-Triples instead"
    if not _XML_NAME.fullmatch(quad.predicate.value):
        raise InputError(f"RDF/XML cannot name the property {quad.predicate}", hint=hint)
    if isinstance(quad.object, Literal) and _NOT_XML.search(quad.object.value):
        raise InputError(f"RDF/XML cannot hold a control character, in the value of {quad.predicate}", hint=hint)
