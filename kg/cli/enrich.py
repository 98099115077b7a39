"""`kg enrich`: facts about what is linked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.running import say, say_diagnostics
from kg.cli.types import FORMAT, FROM, ONLINE, STDOUT, check_target, count
from kg.errors import InputError, PartialFailureError, UsageError

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.model import Diagnostic


@click.command()
@click.argument("graph", metavar="GRAPH")
@click.option("-o", "--output", required=True, metavar="OUT", help="File to write; - for standard output.")
@click.option(
    "--fact", "facts", multiple=True, metavar="NAME", help="One of those below, or the IRI of a property; repeatable."
)
@click.option("--dataset", metavar="FILE", help="Take facts from this CSV or RDF file instead of the gazetteer.")
@click.option("--mapping", metavar="FILE", help="Columns of a CSV --dataset.")
@click.option("--endpoint", metavar="URL", help="Take facts from this SPARQL endpoint instead.")
@ONLINE
@click.option("--cache", metavar="DIR", help="Keep answers of the endpoint here.")
@FORMAT
@FROM
def enrich(
    graph: str,
    output: str,
    facts: tuple[str, ...],
    dataset: str | None,
    mapping: str | None,
    endpoint: str | None,
    hosts: tuple[str, ...],
    cache: str | None,
    format_: str | None,
    from_: str | None,
) -> None:
    """Bring facts about the things that kg link has linked.

    Facts are coordinates, country, founded, dissolved (these four unless --fact says otherwise) and allies. They come
    from the gazetteer of kg, from a file, or from an endpoint whose host --online allows. OUT is GRAPH and the facts
    in a graph of their own for each source (below https://w3id.org/conflict-kg/enriched), with where they come from.
    Allies that the graph has are named by its own IRIs.

    \b
    kg enrich linked.trig -o rich.trig
    kg enrich linked.trig -o rich.trig --fact allies --dataset actors.csv --mapping actors.toml
    """
    from kg.export import write_graph
    from kg.link.enrich import check_facts, find_links, without_enrichment
    from kg.store import read_quads

    check_target(output, format_)
    if endpoint and dataset:
        raise UsageError("--endpoint and --dataset exclude each other", hint="Enrich twice: the second keeps nothing")
    wanted = check_facts(facts or ("coordinates", "country", "founded", "dissolved"))
    quads = list(read_quads(graph, format=from_))
    links = find_links(quads)
    if not links:
        raise InputError("no thing in it has an exact link", where=graph, hint="Link it first: kg link")
    found, failed = _look_up(links, wanted, dataset, mapping, endpoint, hosts, cache)
    write_graph([*without_enrichment(quads), *found], output, format=format_ or ("trig" if output == STDOUT else None))
    told = len({quad.subject for quad in found if getattr(quad.subject, "value", "") in links})
    say(f"{count(told, 'thing')} of {len(links):,} with facts{'' if output == STDOUT else f' -> {output}'}")
    if failed:
        hint = "The graph holds the rest; run it again to ask for these"
        raise PartialFailureError(f"{count(len(failed), 'link')} could not be looked up", failed=failed, hint=hint)


def _look_up(
    links: dict[str, list[str]],
    facts: list[str],
    dataset: str | None,
    mapping: str | None,
    endpoint: str | None,
    hosts: tuple[str, ...],
    cache: str | None,
) -> tuple[list[Quad], tuple[str, ...]]:
    from kg.link.catalogue import load_catalogue
    from kg.link.client import make_client
    from kg.link.enrich import enrich_from_catalogue, enrich_from_endpoint
    from kg.link.userdata import load_user_catalogue

    if endpoint:
        client = make_client(hosts, cache=Path(cache) if cache else None)
        answered = enrich_from_endpoint(links, client, endpoint, facts)
        return list(answered.quads), answered.failed
    if hosts:
        raise UsageError("--online allows hosts, but none is to be asked", hint="Name an --endpoint")
    if not dataset:
        return enrich_from_catalogue(links, load_catalogue(), facts), ()
    doubts: list[Diagnostic] = []
    catalogue = load_user_catalogue(Path(dataset), Path(mapping) if mapping else None, doubts.append)
    say_diagnostics(doubts)
    return enrich_from_catalogue(links, catalogue, facts), ()
