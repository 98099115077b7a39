"""`kg reason`: what follows from a graph, and what in it cannot all be true."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.running import say, say_diagnostics, write_out
from kg.cli.types import FORMAT, FROM, NO_ONTOLOGY, ONTOLOGY, RULES, STDOUT, check_target, count
from kg.errors import InconsistentGraphError, InputError, UsageError

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.reason import Contradiction


@click.command()
@click.argument("graph", metavar="GRAPH")
@click.option("-o", "--output", metavar="OUT", help="File to write; - for standard output.")
@click.option("--check", is_flag=True, help="Look for contradictions: they are shown, and nothing is written.")
@ONTOLOGY
@NO_ONTOLOGY
@RULES
@click.option("--engine", default="kg", show_default=True, metavar="NAME", help="kg, or owlrl to compare with.")
@click.option("--schema", is_flag=True, help="Also what follows about classes and properties, and what differs.")
@click.option("--strict", is_flag=True, help="Refuse an ontology with axioms outside OWL 2 RL, which are ignored.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Most facts to reason with. [default: 20,000,000]")
@FORMAT
@FROM
def reason(
    graph: str,
    output: str | None,
    ontology: tuple[str, ...],
    rules: tuple[str, ...],
    engine: str,
    limit: int | None,
    format_: str | None,
    from_: str | None,
    *,
    check: bool,
    no_ontology: bool,
    schema: bool,
    strict: bool,
) -> None:
    """Add what follows from a graph by the rules of OWL 2 RL.

    What was stated stays as it is. What follows stands in a graph of its own
    (https://w3id.org/conflict-kg/inferred), and so do the facts about countries that were used
    (https://w3id.org/conflict-kg/background). A graph that contradicts the ontology ends --check with exit code 4.
    --no-ontology takes GRAPH for an ontology with its facts, and tells what follows about classes as --schema does.

    \b
    kg reason graph.trig -o full.trig
    kg reason graph.trig --check
    kg reason other.ttl --ontology my-ontology.ttl -o full.trig
    """
    from kg.export import write_graph
    from kg.reason import DEFAULT_LIMIT, close_quads, find_contradictions
    from kg.store import read_quads

    files = to_files(graph, ontology, no_ontology=no_ontology)
    if output is None and not check:
        raise UsageError("where should the graph go?", hint="Name a file with -o, or ask for --check alone")
    if output is not None:
        check_target(output, format_)
    started = time.perf_counter()
    quads = list(read_quads(graph, format=from_))
    _tell_ignored(quads, graph, files, strict=strict)
    closure = close_quads(
        quads,
        ontology=files,
        engine=engine,
        rules=to_rules(files, rules, engine=engine),
        schema=schema or no_ontology,
        limit=limit or DEFAULT_LIMIT,
    )
    if check:
        _refuse(list(find_contradictions(closure)), graph)
    if output is not None:
        write_graph(closure.quads, output, format=format_ or ("trig" if output == STDOUT else None))
    parts = (
        count(len(closure.asserted), "given triple"),
        count(len(closure.background), "background fact"),
        count(len(closure.inferred), "inferred triple"),
    )
    place = "" if output in (None, STDOUT) else f" -> {output}"
    say(f"{', '.join(parts)}{', no contradiction' if check else ''} in {time.perf_counter() - started:.1f} s{place}")


def to_files(graph: str, ontology: Sequence[str], *, no_ontology: bool) -> list[Path] | None:
    """The files to reason by: none, those that are named, each once, or kg's own (None).

    GRAPH is read anyway, with the axioms in it: where it is named as an ontology too, it is not read again.
    """
    if ontology and no_ontology:
        raise UsageError("--ontology and --no-ontology exclude each other")
    if no_ontology or not ontology:
        return [] if no_ontology else None
    paths = {Path(path).resolve(): Path(path) for path in ontology}
    return [path for real, path in paths.items() if real != Path(graph).resolve()]


def to_rules(files: Sequence[Path] | None, rules: Sequence[str], *, engine: str | None = None) -> list[Path]:
    """The files of rules to reason by: those of kg beside its own ontology (FILES is None), and those of the user."""
    from kg.reason import DEFAULT_ENGINE
    from kg.reason.closure import find_rules

    shipped = find_rules() if files is None and engine in (None, DEFAULT_ENGINE) else []
    return [*shipped, *(Path(path) for path in rules)]


def _tell_ignored(quads: Sequence[Quad], graph: str, files: Sequence[Path] | None, *, strict: bool) -> None:
    """Warn of axioms that no rule reads, in the graph and in the user's ontology; refuse them where it is STRICT."""
    from kg.reason.profile import find_ignored
    from kg.store import read_quads

    found = [*find_ignored(quads, graph)]
    for path in files or ():
        found += find_ignored(read_quads(path), str(path))
    if found and strict:
        first = found[0]
        raise InputError(first.message, where=first.where, hint=f"--strict refuses {count(len(found), 'such axiom')}")
    say_diagnostics(found)


def _refuse(contradictions: Sequence[Contradiction], graph: str) -> None:
    from kg.reason import describe_contradiction

    if contradictions:
        write_out("\n".join(f"{describe_contradiction(one).rstrip()}\n" for one in contradictions))
        raise InconsistentGraphError(
            f"{count(len(contradictions), 'contradiction')} found", where=graph, hint="Nothing was written"
        )
