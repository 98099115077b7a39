"""`kg explain`: why a fact of a graph holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.running import say, write_out
from kg.cli.types import FROM, NO_ONTOLOGY, ONTOLOGY, RULES
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.reason import Closure
    from kg.reason.terms import Triple


@click.command()
@click.argument("graph", metavar="GRAPH")
@click.argument("terms", nargs=-1, metavar="[S P O]")
@click.option("--query", "query_", metavar="NAME", help="Explain a row of the answer to a saved query or .rq file.")
@click.option("-p", "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="Set a parameter of --query.")
@click.option("--row", type=click.IntRange(1), metavar="N", help="The number of the row, the first being 1.")
@click.option("--format", "format_", default="text", metavar="FORMAT", help="text, json, or ttl (PROV-O).")
@ONTOLOGY
@NO_ONTOLOGY
@RULES
@FROM
@click.pass_context
def explain(
    ctx: click.Context,
    graph: str,
    terms: tuple[str, ...],
    query_: str | None,
    parameters: tuple[str, ...],
    row: int | None,
    format_: str,
    ontology: tuple[str, ...],
    rules: tuple[str, ...],
    from_: str | None,
    *,
    no_ontology: bool,
) -> None:
    """Show why a fact holds: the shortest proof, down to the sentences that state what it rests on.

    S, P and O are IRIs or the ends of such (entity/kabul), names with a prefix (ck:hostileTo), labels ("hostile to"),
    or values (2013-06-25). A fact that does not hold ends with exit code 1. Of a link (skos:exactMatch), the evidence
    on which it was made is shown too.

    \b
    kg explain graph.trig "Government of Velmora" ck:alliedWith "Army of Ostria"
    kg explain graph.trig entity/brenno a ck:Place --format json
    kg explain graph.trig --query allies-and-adversaries --row 2
    """
    from kg.cli.reason import to_files, to_rules
    from kg.reason import close_quads
    from kg.reason.explain import explain as find_proof
    from kg.reason.explain import format_explanations, say_triple
    from kg.reason.terms import quiet_literals
    from kg.store import read_quads

    if bool(query_) == bool(terms) or (terms and len(terms) != 3) or (query_ and row is None):
        raise UsageError("which fact?", hint="Name its subject, property and object, or a row: --query NAME --row N")
    format_explanations((), format_ if format_ != "json" else "text")
    files = to_files(graph, ontology, no_ontology=no_ontology)
    closure = close_quads(
        read_quads(graph, format=from_), ontology=files, rules=to_rules(files, rules), schema=no_ontology
    )
    with quiet_literals():
        triples = list(_find_triples(closure, terms, query_, parameters, row))
        answers = [(triple, find_proof(closure, triple)) for triple in triples]
        for triple, answer in answers:
            if answer is None:
                say(f"No proof: {say_triple(closure, triple)} is neither stated nor follows")
        found = [answer for _, answer in answers if answer is not None]
        if found:
            write_out(format_explanations(found, format_))
        if format_ == "text":
            write_out(_format_links(closure, triples))
    if len(found) < len(answers):
        ctx.exit(1)


def _format_links(closure: Closure, triples: Sequence[Triple]) -> str:
    """Why the links among TRIPLES were made, part by part of their evidence; nothing where there is none."""
    from kg.link.explain import explain as explain_links
    from kg.link.explain import format_links
    from kg.vocab import SKOS

    links = [triple for triple in triples if str(triple[1]) in (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch)]
    found = [one for link in links for one in explain_links(closure.asserted, str(link[0]), str(link[2]))]
    return f"\n{format_links(found)}" if found else ""


def _find_triples(
    closure: Closure, terms: tuple[str, ...], query: str | None, parameters: tuple[str, ...], row: int | None
) -> Iterator[Triple]:
    from kg.reason.asking import find_triple

    if query is None:
        yield find_triple(closure, (terms[0], terms[1], terms[2]))
    else:
        yield from _find_in_row(closure, query, parameters, row or 1)


def _find_in_row(closure: Closure, query: str, parameters: tuple[str, ...], row: int) -> list[Triple]:
    from kg.cli.query import to_parameters
    from kg.query import run_query
    from kg.reason.asking import find_row_facts
    from kg.reason.terms import to_node
    from kg.results import GraphResult, Table
    from kg.store import to_store

    source = Path(query) if query.endswith(".rq") else query
    answer = run_query(to_store(closure.quads), source, parameters=to_parameters(parameters))
    if isinstance(answer, GraphResult):
        _check_row(row, len(answer.triples))
        one = answer.triples[row - 1]
        return [(to_node(one.subject), to_node(one.predicate), to_node(one.object))]
    if not isinstance(answer, Table):
        raise UsageError("a query that is answered by yes or no has no rows")
    _check_row(row, len(answer.rows))
    return find_row_facts(closure, (term for term in answer.rows[row - 1] if term is not None))


def _check_row(row: int, rows: int) -> None:
    if row > rows:
        raise UsageError(f"there is no row {row}", hint=f"The answer has {rows}")
