"""`kg link`: the things of a graph and what other datasets call them."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.running import say, say_diagnostics
from kg.cli.types import FORMAT, FROM, ONLINE, STDOUT, check_target, count
from kg.errors import PartialFailureError, UsageError

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.link.catalogue import Catalogue
    from kg.link.eventmatch import Window
    from kg.link.model import Source
    from kg.link.run import Linking
    from kg.link.services import Ask
    from kg.model import Diagnostic


@click.command()
@click.argument("graph", metavar="GRAPH")
@click.option("-o", "--output", required=True, metavar="OUT", help="File to write; - for standard output.")
@click.option("--dataset", "datasets", multiple=True, metavar="FILE", help="Link to this CSV or RDF file; repeatable.")
@click.option("--mapping", "mappings", multiple=True, metavar="FILE", help="Columns of a CSV --dataset, in its order.")
@click.option("--no-gazetteer", is_flag=True, help="Do not link to the gazetteer that comes with kg.")
@click.option("--reconcile", "reconcilers", multiple=True, metavar="URL", help="Ask this reconciliation service.")
@click.option("--endpoint", "endpoints", multiple=True, metavar="URL", help="Ask this SPARQL endpoint for labels.")
@ONLINE
@click.option("--cache", metavar="DIR", help="Keep answers of services here.")
@click.option("--events", "event_files", multiple=True, metavar="FILE", help="Match events to this CSV; repeatable.")
@click.option("--events-mapping", metavar="FILE", help="Columns of --events, if not those of UCDP GED or ACLED.")
@click.option(
    "--window",
    default="2d,50km",
    show_default=True,
    metavar="DAYS,KM",
    help="How far off a match may be; 0 is not at all.",
)
@click.option("--validation", metavar="FILE", help="Write a sample of links and misses for people to judge.")
@click.option("--sample", type=click.IntRange(1), default=50, show_default=True, help="How many for --validation.")
@click.option("--accept", type=float, default=0.8, show_default=True, help="Confidence from which on to link.")
@click.option("--consider", type=float, default=0.45, show_default=True, help="Confidence from which on to review.")
@click.option("--review", metavar="FILE", help="Write what is to be reviewed as a table to fill in.")
@click.option("--decisions", metavar="FILE", help="Replay the decisions of such a table.")
@click.option("--sssom", metavar="FILE", help="Write the links as an SSSOM table too.")
@click.option("--predicate", metavar="IRI", help="Write exact links alone, with this predicate, such as owl:sameAs.")
@FORMAT
@FROM
def link(
    graph: str,
    output: str,
    datasets: tuple[str, ...],
    mappings: tuple[str, ...],
    reconcilers: tuple[str, ...],
    endpoints: tuple[str, ...],
    hosts: tuple[str, ...],
    cache: str | None,
    event_files: tuple[str, ...],
    events_mapping: str | None,
    window: str,
    validation: str | None,
    sample: int,
    accept: float,
    consider: float,
    review: str | None,
    decisions: str | None,
    sssom: str | None,
    predicate: str | None,
    format_: str | None,
    from_: str | None,
    *,
    no_gazetteer: bool,
) -> None:
    """Link persons, groups, organisations and places to other datasets, with evidence.

    Without options, to the gazetteer that comes with kg: ids of ISO, Gleditsch-Ward, COW, UCDP, GeoNames, Wikidata and
    CAMEO. OUT is GRAPH and the links in a graph of their own (https://w3id.org/conflict-kg/links), in which each
    candidate has its evidence. What has no match stays without one. With --events, what happened is matched to rows
    of UCDP GED, ACLED or another table by time, place, actors, type and deaths, one to one; a --window of 0d,0km takes
    days and places for exact. No network is used, unless --online names each host that may be asked; what a service
    did not answer has failed, which ends with exit code 5.

    \b
    kg link graph.trig -o linked.trig --review review.tsv
    kg link graph.trig -o linked.trig --decisions review.tsv --sssom links.sssom.tsv
    kg link graph.trig -o linked.trig --dataset actors.csv --mapping actors.toml
    kg link graph.trig -o matched.trig --events ged.csv --validation sheet.tsv
    kg link graph.trig -o same.nt --predicate owl:sameAs
    """
    from kg.export import write_bytes, write_graph
    from kg.link.decisions import read_decisions, to_review, to_validation
    from kg.link.eventdata import read_events, read_layout
    from kg.link.linker import Thresholds
    from kg.link.run import link_graph, without_links
    from kg.link.sssom import to_sssom
    from kg.store import read_quads

    started = time.perf_counter()
    check_target(output, format_)
    thresholds = Thresholds(accept=accept, review=consider)
    decided = read_decisions(Path(decisions)) if decisions else []
    reach = _to_window(window)
    services = _ask(reconcilers, endpoints, hosts, cache)
    doubts: list[Diagnostic] = []
    catalogues = _load(datasets, mappings, doubts, with_gazetteer=not no_gazetteer, elsewhere=bool(services))
    layout = read_layout(Path(events_mapping)) if events_mapping else None
    rows = [read_events(Path(name), layout, doubts.append) for name in event_files]
    say_diagnostics(doubts)
    quads = list(read_quads(graph, format=from_))
    linking = link_graph(
        quads, catalogues, thresholds=thresholds, decisions=decided, events=rows, window=reach, services=services
    )
    say_diagnostics(linking.idle)
    kept = _identities(linking, predicate) if predicate else [*without_links(quads), *linking.quads()]
    write_graph(kept, output, format=format_ or ("trig" if output == STDOUT else None))
    tables = {
        review: to_review(linking.outcomes),
        validation: to_validation(linking.outcomes, size=sample),
        sssom: to_sssom(linking.outcomes, linking.sources),
    }
    for target, text in tables.items():
        if target is not None:
            write_bytes(text.encode("utf-8"), Path(target))
    say(f"{_summarise(linking)} in {time.perf_counter() - started:.1f} s{'' if output == STDOUT else f' -> {output}'}")
    _raise_failed(linking)


def _ask(
    reconcilers: Sequence[str], endpoints: Sequence[str], hosts: Sequence[str], cache: str | None
) -> list[tuple[Source, Ask]]:
    """The services asked for; each must be on a host that was allowed."""
    if not (reconcilers or endpoints):
        if hosts:
            raise UsageError("--online allows hosts, but none is to be asked", hint="Name a --reconcile or --endpoint")
        return []
    from kg.link.client import make_client
    from kg.link.model import Source
    from kg.link.services import endpoint, read_service, reconciler

    client = make_client(hosts, cache=Path(cache) if cache else None)
    for url in (*reconcilers, *endpoints):
        client.check(url)
    found: list[tuple[Source, Ask]] = []
    for url in reconcilers:
        service = read_service(client, url)
        found.append((Source(name=url, title=service.title, version=service.version), reconciler(client, service)))
    found += [(Source(name=url, title=url), endpoint(client, url)) for url in endpoints]
    return found


def _raise_failed(linking: Linking) -> None:
    failed = [outcome for outcome in linking.outcomes if outcome.state == "failed"]
    if failed:
        raise PartialFailureError(
            f"{count(len(failed), 'thing')} could not be looked up",
            failed=tuple(f"{outcome.subject.label}: {outcome.note}" for outcome in failed),
            hint="The graph holds the rest; run it again to ask for these",
        )


def _load(
    datasets: Sequence[str], mappings: Sequence[str], doubts: list[Diagnostic], *, with_gazetteer: bool, elsewhere: bool
) -> list[Catalogue]:
    """The catalogues asked for; tables take the mappings in their order."""
    from kg.link.catalogue import load_catalogue
    from kg.link.userdata import is_table, load_user_catalogue

    plans = list(mappings)
    found = [load_catalogue()] if with_gazetteer else []
    for name in datasets:
        path = Path(name)
        mapping = Path(plans.pop(0)) if is_table(path) and plans else None
        found.append(load_user_catalogue(path, mapping, doubts.append))
    if plans:
        raise UsageError(f"the mapping {plans[0]} is of no --dataset", hint="Only tables have mappings, one each")
    if not found and not elsewhere:
        raise UsageError("there is nothing to link to", hint="Name a --dataset, or leave out --no-gazetteer")
    return found


def _to_window(text: str) -> Window:
    from kg.link.eventmatch import Window

    match = re.fullmatch(r"(\d{1,4})d?,\s*(\d{1,5})(?:km)?", text.strip())
    if match is None:
        raise UsageError(f"{text!r} is no window", hint="Days and kilometres, such as 2d,50km")
    return Window(days=int(match[1]), km=float(match[2]))


def _identities(linking: Linking, predicate: str) -> list[Quad]:
    from pyoxigraph import NamedNode

    from kg.link.linkset import to_identities
    from kg.vocab import PREFIXES

    prefix, colon, local = predicate.partition(":")
    iri = PREFIXES[prefix] + local if colon and prefix in PREFIXES else predicate.strip("<>")
    try:
        NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"{predicate!r} is no predicate", hint="Such as owl:sameAs, or an IRI") from error
    return list(to_identities(linking.outcomes, iri))


def _summarise(linking: Linking) -> str:
    """How many things there are, and how the tries ended; of several datasets one by one."""
    from kg.link.linker import NO_NAME

    things = {outcome.subject.iri for outcome in linking.outcomes}
    told = [count(len(things), "thing")]
    ends = [f"{source.name}: {_count_ends(linking, source.name)}" for source in linking.sources]
    told += [_count_ends(linking, linking.sources[0].name)] if len(ends) == 1 else []
    untried = {one.subject.iri: one.note for one in linking.outcomes if one.state == "untried"}
    told.append(f"{sum(note == NO_NAME for note in untried.values()):,} without name")
    rest = sum(note != NO_NAME for note in untried.values())
    told += [f"{rest:,} without date or place"] if rest else []
    return "; ".join([", ".join(told), *(ends if len(ends) > 1 else ())])


def _count_ends(linking: Linking, dataset: str) -> str:
    counts = Counter(outcome.state for outcome in linking.outcomes if outcome.dataset == dataset)
    told = [f"{counts['linked']:,} linked", f"{counts['review']:,} to review", f"{counts['none']:,} without match"]
    told += [f"{counts['failed']:,} failed"] if counts["failed"] else []
    return ", ".join(told)
