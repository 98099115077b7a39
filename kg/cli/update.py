"""`kg add` and `kg retract`: articles of a graph that come and go, with all that follows from them."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from kg.article import MAX_SIZE, read_articles
from kg.cli.running import say, say_diagnostics
from kg.cli.types import STDOUT, Day, check_target, count
from kg.errors import UsageError
from kg.pipeline import DEFAULT_BASE, build_batch, check_base, to_partial_failure

if TYPE_CHECKING:
    from pyoxigraph import Quad

_OUTPUT = click.option("-o", "--output", metavar="OUT", help="File to write instead of GRAPH; - for standard output.")
_ONTOLOGY = click.option("--ontology", multiple=True, metavar="FILE", help="Reason by this ontology instead of kg's.")
_NO_ONTOLOGY = click.option("--no-ontology", is_flag=True, help="Reason by the axioms within GRAPH alone.")


@click.command()
@click.argument("graph", metavar="GRAPH")
@click.argument("sources", nargs=-1, required=True, metavar="SRC...")
@_OUTPUT
@click.option("--published", type=Day(), metavar="DATE", help="Date of the articles that state none (YYYY-MM-DD).")
@click.option("--base", default=DEFAULT_BASE, show_default=True, metavar="IRI", help="What all new IRIs begin with.")
@click.option("--model", metavar="NAME", help="Another installed spaCy pipeline, or its folder.")
@_ONTOLOGY
@_NO_ONTOLOGY
def add(
    graph: str,
    sources: tuple[str, ...],
    output: str | None,
    published: date | None,
    base: str,
    model: str | None,
    ontology: tuple[str, ...],
    *,
    no_ontology: bool,
) -> None:
    """Add articles to a graph, and to what follows from it, if GRAPH has that.

    SRC is as for `kg build`. An article that GRAPH has already takes the place of the older one.

    \b
    kg add graph.trig talks.txt
    kg add full.trig news.jsonl.gz -o larger.trig
    """
    started = time.perf_counter()
    check_base(base)
    quads = _read(graph, output)
    built = build_batch(read_articles(sources, published=published, max_size=MAX_SIZE), base=base, model=model)
    from kg.articles import drop_articles, find_articles
    from kg.dataset import settle_names
    from kg.link.reports import add_candidates

    fresh = find_articles(built.quads)
    older = sorted(set(fresh) & set(find_articles(quads)))
    kept = list(drop_articles(quads, older))
    changed = add_candidates(settle_names([*kept, *built.quads]))
    following = _write(quads, changed, graph, output, ontology, no_ontology)
    say_diagnostics(built.diagnostics)
    replaced = f" ({count(len(older), 'older one')} replaced)" if older else ""
    say(f"{count(len(fresh), 'article')} added{replaced}{following} in {time.perf_counter() - started:.1f} s")
    if built.failures:
        raise to_partial_failure(built)


@click.command()
@click.argument("graph", metavar="GRAPH")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@_OUTPUT
@_ONTOLOGY
@_NO_ONTOLOGY
def retract(
    graph: str, articles: tuple[str, ...], output: str | None, ontology: tuple[str, ...], *, no_ontology: bool
) -> None:
    """Take articles back: what they say goes, and of what follows all that does not follow from the others too.

    ARTICLE is the IRI of an article, or the end of it.

    \b
    kg retract graph.trig talks-off
    """
    from kg.articles import drop_articles, find_article, find_articles
    from kg.link.reports import add_candidates

    started = time.perf_counter()
    quads = _read(graph, output)
    known = find_articles(quads)
    gone = {find_article(word, known) for word in articles}
    kept = add_candidates(drop_articles(quads, gone))
    following = _write(quads, kept, graph, output, ontology, no_ontology)
    left = len(known) - len(gone)
    say(
        f"{count(len(gone), 'article')} retracted, {count(left, 'article')} left{following} "
        f"in {time.perf_counter() - started:.1f} s"
    )


def _read(graph: str, output: str | None) -> Sequence[Quad]:
    from kg.store import read_quads

    if graph == STDOUT:
        raise UsageError("a graph that changes must be a file", hint="kg reason reads standard input")
    check_target(output or graph, None)
    return list(read_quads(graph))


def _write(
    before: Iterable[Quad],
    quads: Collection[Quad],
    graph: str,
    output: str | None,
    ontology: tuple[str, ...],
    no_ontology: bool,
) -> str:
    """Write the changed graph; what follows is drawn anew where there was some. What to say of that."""
    from kg.cli.reason import to_files
    from kg.export import write_graph
    from kg.reason import close_quads
    from kg.store import INFERRED_GRAPH

    target = output or graph
    form = "trig" if target == STDOUT else None
    files = to_files(ontology, no_ontology=no_ontology)
    if not any(getattr(quad.graph_name, "value", None) == INFERRED_GRAPH for quad in before):
        write_graph(quads, target, format=form)
        return ""
    closure = close_quads(quads, ontology=files)
    write_graph(closure.quads, target, format=form)
    return f", {count(len(closure.inferred), 'inferred triple')}"
