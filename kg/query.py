"""Saved and free SPARQL queries over a graph: a table, a truth or a graph comes back.

The default graph of every query is the merge of all graphs, so that one pattern finds what any sentence says, once
however many say it; `GRAPH ?sentence { … }` tells which sentences those are. Nothing is changed and nothing fetched.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Store

from kg.errors import InputError, UsageError, nearest
from kg.query_header import SavedQuery, parse_header
from kg.query_inferred import part_inferred
from kg.query_values import bind
from kg.resources import find_resource
from kg.results import GraphResult, Result, Table, Truth
from kg.sparql import check_query, to_input_error
from kg.store import INFERRED_GRAPH, STDIN, merge_graphs, quads_of, store_of, to_store
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    import rdflib

_SUFFIX: Final = ".rq"
_SPARQL: Final = re.compile(r"[\s{]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A query that is ready to be asked of a store, whose default graph is the merge of its graphs."""

    store: Store
    text: str
    where: str
    hint: str | None


@lru_cache(maxsize=1)
def list_queries() -> tuple[SavedQuery, ...]:
    """The saved queries that travel with kg, by name."""
    paths = sorted(find_resource("queries").glob(f"*{_SUFFIX}"))
    return tuple(parse_header(_read(path), name=path.stem, path=path) for path in paths)


def find_query(query: str | Path) -> SavedQuery:
    """A saved query by its name, a query file, `-` for standard input, or the text of a query itself."""
    if isinstance(query, Path):
        return parse_header(_read(query), name=query.stem, path=query)
    if query == STDIN:
        return parse_header(sys.stdin.read(), name="(stdin)")
    saved = {one.name: one for one in list_queries()}
    if query in saved:
        return saved[query]
    if query.endswith(_SUFFIX) and not re.search(r"[\n{]", query):
        return find_query(Path(query))
    if _SPARQL.search(query):
        return parse_header(query, name="(query)")
    near = nearest(query, saved)
    hint = f"Did you mean {near}? " if near else ""
    raise UsageError(f"there is no saved query {query!r}", hint=f"{hint}Known: {', '.join(saved)}; or name a .rq file")


def run_query(
    graph: Store | rdflib.Dataset,
    query: str | Path | SavedQuery,
    *,
    parameters: Mapping[str, str] = MappingProxyType({}),
    stated: bool = False,
    allow_service: bool = False,
) -> Result:
    """Answer a query; STATED leaves out what was inferred.

    Values of PARAMETERS become RDF terms before they meet the query, so that no value can change what it asks.
    """
    return ask(prepare_query(graph, query, parameters=parameters, stated=stated, allow_service=allow_service))


def prepare_query(
    graph: Store | rdflib.Dataset,
    query: str | Path | SavedQuery,
    *,
    parameters: Mapping[str, str] = MappingProxyType({}),
    stated: bool = False,
    allow_service: bool = False,
) -> Prepared:
    """A query with its parameters in their places, and the store to ask. See `run_query`."""
    found = query if isinstance(query, SavedQuery) else find_query(query)
    where = str(found.path or found.name)
    check_query(found.text, where=where, allow_service=allow_service)
    store = part_inferred(_to_store(graph))
    if stated:
        store = keep_stated_store(store)
    bound = bind(found, parameters, store)
    return Prepared(store=merge_graphs(store), text=bound.text, where=where, hint=bound.hint)


def ask(prepared: Prepared) -> Result:
    """The answer to a query that is ready to be asked."""
    store, text, where = prepared.store, prepared.text, prepared.where
    try:
        answer = store.query(text, prefixes=dict(PREFIXES))
        return _to_result(answer, prepared.hint)
    except SyntaxError as error:
        raise to_input_error(error, text, where, known=PREFIXES) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(f"the query cannot be answered: {error}", where=where) from error


def keep_stated_store(store: Store) -> Store:
    """STORE without the graph of inferred triples: itself where it has none, otherwise a copy."""
    inferred = NamedNode(INFERRED_GRAPH)
    if not store.contains_named_graph(inferred):
        return store
    return to_store(quad for quad in store if quad.graph_name != inferred)


def _to_store(graph: Store | rdflib.Dataset) -> Store:
    if isinstance(graph, Store):
        return graph
    return store_of(graph) or to_store(quads_of(graph))


def _to_result(answer: object, hint: str | None) -> Result:
    if isinstance(answer, QueryBoolean):
        return Truth(value=bool(answer), hint=hint)
    if isinstance(answer, QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        return Table(columns=columns, rows=tuple(tuple(solution) for solution in answer), hint=hint)
    return GraphResult(triples=tuple(answer), hint=hint)  # type: ignore[arg-type]  # all that is left


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError("there is no such query file", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise InputError("the query file is not UTF-8", where=str(path), hint="Save it as UTF-8") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", where=str(path)) from error
