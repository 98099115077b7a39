"""`kg reason`: what follows from a graph, and what in it cannot all be true."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.running import say, write_out
from kg.cli.types import STDOUT, check_target, count
from kg.errors import InconsistentGraphError, UsageError

if TYPE_CHECKING:
    from kg.reason import Contradiction


@click.command()
@click.argument("graph", metavar="GRAPH")
@click.option("-o", "--output", metavar="OUT", help="File to write; - for standard output.")
@click.option("--check", is_flag=True, help="Look for contradictions: they are shown, and nothing is written.")
@click.option("--ontology", multiple=True, metavar="FILE", help="Reason by this ontology instead of kg's; repeatable.")
@click.option("--no-ontology", is_flag=True, help="Reason by the axioms within GRAPH alone.")
@click.option("--format", "format_", metavar="FORMAT", help="trig, nq, ttl, nt, jsonld or rdf, instead of by suffix.")
@click.option("--from", "from_", metavar="FORMAT", help="Format of GRAPH, where no suffix tells.")
def reason(
    graph: str,
    output: str | None,
    ontology: tuple[str, ...],
    format_: str | None,
    from_: str | None,
    *,
    check: bool,
    no_ontology: bool,
) -> None:
    """Add what follows from a graph by the rules of OWL 2 RL.

    What was stated stays as it is. What follows stands in a graph of its own
    (https://w3id.org/conflict-kg/inferred), and so do the facts about countries that were used
    (https://w3id.org/conflict-kg/background). A graph that contradicts the ontology ends --check with exit code 4.

    \b
    kg reason graph.trig -o full.trig
    kg reason graph.trig --check
    kg reason other.ttl --ontology my-ontology.ttl -o full.trig
    """
    from kg.export import write_graph
    from kg.reason import close_quads, find_contradictions
    from kg.store import read_quads

    files = to_files(ontology, no_ontology=no_ontology)
    if output is None and not check:
        raise UsageError("where should the graph go?", hint="Name a file with -o, or ask for --check alone")
    if output is not None:
        check_target(output, format_)
    started = time.perf_counter()
    closure = close_quads(read_quads(graph, format=from_), ontology=files)
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


def to_files(ontology: Sequence[str], *, no_ontology: bool) -> list[Path] | None:
    """The files to reason by: none, those that are named, or kg's own (None)."""
    if ontology and no_ontology:
        raise UsageError("--ontology and --no-ontology exclude each other")
    return [] if no_ontology else [Path(path) for path in ontology] or None


def _refuse(contradictions: Sequence[Contradiction], graph: str) -> None:
    from kg.reason import describe_contradiction

    if contradictions:
        write_out("\n".join(f"{describe_contradiction(one).rstrip()}\n" for one in contradictions))
        raise InconsistentGraphError(
            f"{count(len(contradictions), 'contradiction')} found", where=graph, hint="Nothing was written"
        )
