"""`kg query`: questions to a graph."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.running import run_interruptibly, say, write_out
from kg.cli.types import FROM, MinConfidence
from kg.errors import UsageError

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kg.query_header import Parameter, SavedQuery


@click.command()
@click.argument("graph", required=False, metavar="GRAPH")
@click.argument("name", required=False, metavar="NAME|FILE|-")
@click.option("-p", "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="Set a parameter of the query.")
@click.option(
    "--format",
    "format_",
    default="table",
    metavar="FORMAT",
    help="table, csv, tsv, json or xml; ttl, nt and others for graphs.",
)
@FROM
@click.option("--stated", is_flag=True, help="Leave out what was inferred.")
@click.option("--min-confidence", type=MinConfidence, default=0.0, metavar="P", help="Leave out what is less sure.")
@click.option("--list", "list_", is_flag=True, help="Show the saved queries; with NAME, all about one.")
def query(
    graph: str | None,
    name: str | None,
    parameters: tuple[str, ...],
    format_: str,
    from_: str | None,
    min_confidence: float,
    *,
    stated: bool,
    list_: bool,
) -> None:
    """Answer a question: a saved query by its NAME, a file with SPARQL, or - for standard input.

    GRAPH is any RDF file. CONSTRUCT and DESCRIBE answer in Turtle. An ASK that is not so ends with exit code 1.

    \b
    kg query --list
    kg query --list timeline
    kg query full.trig timeline -p actor=Taliban
    kg query full.trig my-question.rq --format csv
    echo 'SELECT * { ?event a ck:Attack }' | kg query full.trig -
    """
    if list_:
        write_out(_list_queries([word for word in (graph, name) if word]))
        return
    if graph is None or name is None:
        graph = graph or "GRAPH"
        raise UsageError(f"a query is missing: kg query {graph} NAME", hint="kg query --list shows the saved ones")
    load = partial(_load, graph, from_, min_confidence, stated=stated)
    _answer(load, name, to_parameters(parameters), format_, stated=stated)


def _load(graph: str, format_: str | None, min_confidence: float, *, stated: bool) -> Store:
    from kg.confident import keep_confident
    from kg.export import keep_stated
    from kg.store import load_store, read_quads, to_store

    if not min_confidence:
        return load_store([graph], format=format_)
    quads = read_quads(graph, format=format_)
    return to_store(keep_confident(keep_stated(quads) if stated else quads, min_confidence))


def _answer(load: Callable[[], Store], name: str, parameters: dict[str, str], format_: str, *, stated: bool) -> None:
    from kg.query import find_query, run_query
    from kg.query_inferred import mixes_inferred
    from kg.results import Truth, format_result

    found = find_query(to_query(name))
    store = load()
    if mixes_inferred(store):
        say(
            "warning: this file has no graphs that tell what was inferred: relations and places that follow count as "
            "stated; query the TriG file"
        )
    result = run_interruptibly(lambda: run_query(store, found, parameters=parameters, stated=stated))
    write_out(format_result(result, format_, width=_table_width()))
    if result.hint:
        say(result.hint)
    if isinstance(result, Truth) and not result.value:
        click.get_current_context().exit(1)


def to_query(name: str) -> str | Path:
    """The file that NAME is, or the name of a saved query, or `-`."""
    path = Path(name)
    return path if name != "-" and path.suffix in (".rq", ".sparql") else name


def to_parameters(pairs: Sequence[str]) -> dict[str, str]:
    """The values of parameters by name, from NAME=VALUE."""
    parameters: dict[str, str] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator or not name.strip():
            raise UsageError(f"-p {pair!r} has no name and value", hint="Write -p name=value, such as -p actor=Taliban")
        if name.strip() in parameters:
            raise UsageError(f"the parameter {name.strip()} is set twice")
        parameters[name.strip()] = value
    return parameters


def _table_width() -> int | None:
    """What a terminal has; a file or a pipe gets every cell in full."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return shutil.get_terminal_size().columns
    return None


def _list_queries(names: Sequence[str]) -> str:
    from kg.query import find_query, list_queries

    if names:
        return "\n".join(_describe(find_query(name)) for name in names)
    queries = list_queries()
    width = max((len(one.name) for one in queries), default=0)
    lines = [
        f"{one.name:{width}}  {one.summary}{_brackets([parameter.name for parameter in one.parameters])}\n"
        for one in queries
    ]
    return "".join(lines)


def _brackets(names: Sequence[str]) -> str:
    return f" [{', '.join(names)}]" if names else ""


def _describe(saved: SavedQuery) -> str:
    lines = [f"{saved.name}: {saved.summary}"]
    if saved.description:
        lines.append(f"  {saved.description}")
    if saved.parameters:
        lines += ["parameters:", *(f"  {_describe_parameter(parameter)}" for parameter in saved.parameters)]
    if saved.columns:
        lines += ["columns:", *(f"  {column}: {meaning}" for column, meaning in saved.columns)]
    return "".join(f"{line}\n" for line in lines)


def _describe_parameter(parameter: Parameter) -> str:
    default = f", default {parameter.default}" if parameter.default is not None else ""
    need = ", required" if parameter.required else ""
    return f"{parameter.name} ({parameter.type}{need}{default}): {parameter.description}"
