"""`kg explain`: why a fact of a graph holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from kg.cli.running import say, write_out
from kg.cli.types import FROM, NO_ONTOLOGY, ONTOLOGY, RULES
from kg.errors import UsageError

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from pyoxigraph import Triple as Fact

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

    S, P and O are IRIs or the ends of such (entity/kabul), names with or without a prefix (ck:hostileTo, ArmedGroup),
    labels ("hostile to"), or values (2013-06-25). A fact that does not hold ends with exit code 1. A row of an answer
    rests on all facts that the query matched to make it, by GRAPH as it is; those that others follow from are told
    within their proofs. Of a link (skos:exactMatch), the evidence on which it was made is shown too.

    \b
    kg explain graph.trig "Government of Velmora" ck:alliedWith "Army of Ostria"
    kg explain graph.trig entity/brenno a Place --format json
    kg explain graph.trig --query allies-and-adversaries --row 2
    """
    from kg.cli.reason import to_files, to_rules
    from kg.reason import close_quads
    from kg.reason.explain import explain as find_proof
    from kg.reason.explain import format_explanations, leave_out_premises
    from kg.reason.terms import quiet_literals

    if bool(query_) == bool(terms) or (terms and len(terms) != 3) or (query_ and row is None):
        raise UsageError("which fact?", hint="Name its subject, property and object, or a row: --query NAME --row N")
    if terms and (row is not None or parameters):
        raise UsageError("--row and --param belong to --query", hint="Leave them out, or name a query")
    format_explanations((), format_ if format_ != "json" else "text")
    files = to_files(graph, ontology, no_ontology=no_ontology)
    quads = _read(graph, from_)
    facts = _find_in_row(quads, query_, parameters, row) if query_ and row else ()
    if query_ and not facts:
        say(f"Row {row} rests on no fact of the graph: it would be the same in a graph where nothing is said")
        ctx.exit(1)
    closure = close_quads(quads, ontology=files, rules=to_rules(files, rules), schema=no_ontology)
    with quiet_literals():
        triples = list(_to_triples(closure, terms, facts))
        answers = [(triple, find_proof(closure, triple)) for triple in triples]
        for triple, answer in answers:
            if answer is None:
                say(_say_unproved(closure, triple, quads))
        found = leave_out_premises(answer for _, answer in answers if answer is not None)
        if found:
            write_out(format_explanations(found, format_))
        if format_ == "text":
            write_out(_format_links(closure, triples))
    if None in (answer for _, answer in answers):
        ctx.exit(1)


def _read(graph: str, format_: str | None) -> Sequence[Quad]:
    """The quads of a file; what surely was inferred does not count as stated where no graphs tell it apart."""
    from kg.query_inferred import mixes_inferred, part_inferred
    from kg.store import read_quads, to_store

    quads = list(read_quads(graph, format=format_))
    store = to_store(quads)
    return sorted(part_inferred(store), key=str) if mixes_inferred(store) else quads


def _say_unproved(closure: Closure, triple: Triple, quads: Sequence[Quad]) -> str:
    """That TRIPLE does not hold, and what may be the reason."""
    from kg.reason.asking import say_what_holds
    from kg.reason.explain import say_triple
    from kg.reason.terms import to_quad
    from kg.store import INFERRED_GRAPH

    told = f"No proof: {say_triple(closure, triple)} is neither stated nor follows"
    if to_quad(triple, INFERRED_GRAPH).triple in (quad.triple for quad in quads):
        return f"{told}\n  It was inferred by another ontology or by other rules: name these, or reason once more"
    hint = say_what_holds(closure, triple)
    return f"{told}\n  {hint}" if hint else told


def _format_links(closure: Closure, triples: Sequence[Triple]) -> str:
    """Why the links among TRIPLES were made, part by part of their evidence; nothing where there is none."""
    from kg.link.explain import explain as explain_links
    from kg.link.explain import format_links
    from kg.vocab import SKOS

    links = [triple for triple in triples if str(triple[1]) in (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch)]
    found = [one for link in links for one in explain_links(closure.asserted, str(link[0]), str(link[2]))]
    return f"\n{format_links(found)}" if found else ""


def _to_triples(closure: Closure, terms: Sequence[str], facts: Iterable[Fact]) -> Iterator[Triple]:
    """The triple that three TERMS mean, or those that FACTS are."""
    from pyoxigraph import Quad

    from kg.reason.asking import find_triple
    from kg.reason.terms import to_triple

    if terms:
        yield find_triple(closure, (terms[0], terms[1], terms[2]))
    for fact in facts:
        triple = to_triple(Quad(*fact))
        if triple is not None:
            yield triple


def _find_in_row(quads: Iterable[Quad], query: str, parameters: Sequence[str], row: int) -> Sequence[Fact]:
    """The facts on which a row rests, in the graph as it was given: so that it is the row that people have seen."""
    from kg.cli.query import to_parameters, to_query
    from kg.query_facts import find_row_facts
    from kg.store import to_store

    return find_row_facts(to_store(quads), to_query(query), row, parameters=to_parameters(parameters))
