"""From file to file, line by line: the closure of N-Triples or N-Quads too large to hold as objects.

What was given is copied as it stands; what follows comes after it, by predicate and number of the terms, which is the
same on every run. Only numbers are kept of it all, so that a million triples take some 200 MB.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pyoxigraph as ox

from kg.errors import InputError, UsageError
from kg.reason.dictionary import Dictionary
from kg.reason.output import Wanted
from kg.reason.reasoner import DEFAULT_LIMIT, Reasoner
from kg.reason.relations import LOW, SHIFT, Keys
from kg.store import INFERRED_GRAPH, read_quads

SUFFIXES: Final = (".nt", ".nq")
_IRI: Final = r"<[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*>"
_NODE: Final = re.compile(rf"(?:{_IRI}|_:[A-Za-z0-9]+)\Z")
_TERM: Final = re.compile(
    rf'(?:{_IRI}|_:[A-Za-z0-9]+|"[^"\\\n\r\x00-\x1f\x7f]*"(?:@[a-z]+(?:-[a-z0-9]+)*|\^\^{_IRI})?)\Z'
)
_STRING: Final = "^^<http://www.w3.org/2001/XMLSchema#string>"


def close_file(
    source: Path, target: Path, *, ontology: Sequence[Path] = (), limit: int = DEFAULT_LIMIT
) -> tuple[int, int]:
    """Write SOURCE with what follows from it to TARGET, both N-Triples or N-Quads; how much was given and follows.

    TARGET is written whole or not at all. Raises `InputError` for a file that cannot be read or written.
    """
    if source.suffix not in SUFFIXES or target.suffix not in (source.suffix, ".nq"):
        raise UsageError("only N-Triples and N-Quads can be closed line by line", where=str(source))
    reasoner = Reasoner(limit=limit)
    for path in ontology:
        reasoner.add(_encode(read_quads(path, rename_blank_nodes=True), reasoner.dictionary))
    table = _read_plain(source, reasoner.dictionary) if source.suffix == ".nt" else None
    if table is None:
        table = _encode(read_quads(source), reasoner.dictionary)
    given = sum(map(len, table.values()))
    reasoner.add(table)
    wanted = Wanted(reasoner, [table])
    graph = f" <{INFERRED_GRAPH}>" if target.suffix == ".nq" else ""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", where=str(target)) from error
    try:
        follows = _write(handle, source, wanted.find(), reasoner.dictionary.names, graph)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return given, follows


def _read_plain(source: Path, dictionary: Dictionary) -> dict[int, Keys] | None:
    """The triples of N-Triples that are spelt as pyoxigraph spells them, half as fast again; None for others."""
    find, encode, names = dictionary.find, dictionary.encode, dictionary.names
    pairs: dict[int, list[int]] = defaultdict(list)
    try:
        with source.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                one, two, rest = line.split(" ", 2)
                if one[0] == '"':
                    return None
                three = rest[:-3]
                subject, predicate, item = find(one), find(two), find(three)
                if rest[-3:] != " .\n" or subject is None or predicate is None or item is None:
                    if rest[-3:] != " .\n" or not (
                        _NODE.match(one) and _NODE.match(two) and _TERM.match(three) and not three.endswith(_STRING)
                    ):
                        return None
                    subject, predicate, item = encode(one), encode(two), encode(three)
                pairs[predicate].append(subject << 32 | item)
    except (OSError, ValueError):
        return None
    if any(names[predicate][0] != "<" for predicate in pairs):
        return None
    return {predicate: np.array(pairs.pop(predicate), np.int64) for predicate in list(pairs)}


def _encode(quads: Iterable[ox.Quad], dictionary: Dictionary) -> dict[int, Keys]:
    pairs: dict[int, list[int]] = defaultdict(list)
    for subject, predicate, item in dictionary.encode_quads(quads):
        pairs[predicate].append(subject << 32 | item)
    return {predicate: np.array(pairs.pop(predicate), np.int64) for predicate in list(pairs)}


def _write(handle: int, source: Path, found: Iterator[tuple[int, Keys]], names: Sequence[str], graph: str) -> int:
    follows = 0
    with os.fdopen(handle, "wb") as out, source.open("rb") as given:
        last = b"\n"
        while block := given.read(1 << 20):
            out.write(block)
            last = block[-1:]
        if last != b"\n":
            out.write(b"\n")
        for predicate, keys in found:
            middle, end = f" {names[predicate]} ", f"{graph} .\n"
            for first in range(0, len(keys), 100_000):
                part = keys[first : first + 100_000]
                rows = zip((part >> SHIFT).tolist(), (part & LOW).tolist(), strict=True)
                out.write("".join([names[one] + middle + names[other] + end for one, other in rows]).encode())
            follows += len(keys)
    return follows
