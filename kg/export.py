"""Graphs to files: which quads to keep, in which format, all or nothing.

A file is written beside its target under another name and then put in its place, so that an error or Ctrl-C
leaves what was there before.
"""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.confident import keep_confident
from kg.errors import InputError, UsageError
from kg.serialise import serialise
from kg.statements import statement_node, to_statement
from kg.store import BACKGROUND_GRAPH, INFERRED_GRAPH, find_format, format_of, split_suffix
from kg.vocab import GAF, NIF, PREFIXES, PROV, RDF, SCHEMA

STDOUT: Final = "-"
_TYPE: Final = NamedNode(RDF.type)
_SENTENCE: Final = NamedNode(NIF.Sentence)
_DENOTED_BY: Final = NamedNode(GAF.denotedBy)
_STATEMENT: Final = NamedNode(RDF.Statement)
_ARTICLE: Final = NamedNode(SCHEMA.NewsArticle)
_DERIVED_FROM: Final = NamedNode(PROV.wasDerivedFrom)
_NOT_STATED: Final = frozenset({NamedNode(INFERRED_GRAPH), NamedNode(BACKGROUND_GRAPH)})


def write_graph(
    quads: Iterable[Quad],
    target: Path | str,
    *,
    format: RdfFormat | str | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
    base: str | None = None,
    sources: bool = False,
    stated: bool = False,
    min_confidence: float = 0.0,
) -> None:
    """Write QUADS to a file, or to standard output (`-`, as Turtle unless FORMAT says otherwise).

    SOURCES adds an `rdf:Statement` for each triple that a sentence states, in formats without graphs;
    STATED leaves out what was inferred and the background, MIN_CONFIDENCE what is less sure. How sure kg is of a role
    is told of such statements too, which only they have in formats without graphs. A suffix `.gz` packs the file.
    """
    to_stdout = str(target) == STDOUT
    chosen = _choose_format(target, format, to_stdout)
    if sources and chosen.supports_datasets:
        raise UsageError(f"{chosen.name} names the sentence of each triple already", hint="Write Turtle for statements")
    kept: Iterable[Quad] = keep_confident(keep_stated(quads) if stated else quads, min_confidence)
    if not chosen.supports_datasets:
        kept = add_sources(kept) if sources else drop_confidence_of_triples(kept)
    data = serialise(kept, chosen, prefixes=prefixes, base=base)
    if to_stdout:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    write_bytes(gzip.compress(data, mtime=0) if split_suffix(path)[1] else data, path)


def keep_stated(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Leave out the graphs of inferred triples and of background facts."""
    return (quad for quad in quads if quad.graph_name not in _NOT_STATED)


def add_sources(quads: Iterable[Quad]) -> Iterator[Quad]:
    """QUADS, and for each triple in a sentence's graph an `rdf:Statement` that leads to the sentence.

    Its IRI is made of the article's and of the triple, so that it is the same on every run. Which mention denotes
    a thing needs no statement: the mention has its sentence.
    """
    known = list(quads)
    sentences = {quad.subject for quad in known if quad.predicate == _TYPE and quad.object == _SENTENCE}
    yield from known
    for quad in known:
        if quad.graph_name in sentences and quad.predicate != _DENOTED_BY:
            sentence = quad.graph_name
            if isinstance(sentence, NamedNode):
                node = statement_node(sentence.value.partition("#")[0], quad.triple)
                yield from to_statement(node, quad.triple)
                yield Quad(node, _DERIVED_FROM, sentence)


def drop_confidence_of_triples(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Leave out the statements in the graphs of articles, which would drown what is told in a file without graphs."""
    known = list(quads)
    articles = {quad.subject for quad in known if quad.predicate == _TYPE and quad.object == _ARTICLE}
    nodes = {
        quad.subject
        for quad in known
        if quad.predicate == _TYPE and quad.object == _STATEMENT and quad.graph_name in articles
    }
    return (quad for quad in known if quad.subject not in nodes)


def write_bytes(data: bytes, path: Path) -> None:
    """Put DATA into a file whole or not at all; a link is followed, a device or pipe written to."""
    place = Path(os.path.realpath(path))
    if place.is_dir():
        raise InputError("this is a folder, not a file to write", where=str(path), hint="Name a file in it")
    try:
        if place.exists() and not place.is_file():
            place.write_bytes(data)
            return
        _replace(place, data)
    except OSError as error:
        hint = None if place.parent.is_dir() else f"Make the folder {path.parent} first"
        raise InputError(f"cannot be written: {error.strerror or error}", where=str(path), hint=hint) from error


def _replace(place: Path, data: bytes) -> None:
    # Beside the target, since a file can only be put in place at once within one file system.
    temporary = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
        os.replace(temporary, place)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _choose_format(target: Path | str, name: RdfFormat | str | None, to_stdout: bool) -> RdfFormat:
    if isinstance(name, str):
        return find_format(name)
    if name is not None:
        return name
    return RdfFormat.TURTLE if to_stdout else format_of(Path(target))
