"""`kg add` and `kg retract`: articles of a graph that come and go, with all that follows from them."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from kg.article import MAX_SIZE, read_articles
from kg.cli.running import say, say_diagnostics
from kg.cli.types import NO_ONTOLOGY, ONTOLOGY, RULES, STDOUT, Day, check_target, count
from kg.errors import UsageError
from kg.pipeline import DEFAULT_BASE, build_batch, check_base, to_partial_failure

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.reason import Closure

_WITHOUT_GRAPHS = (".ttl", ".nt", ".rdf")
_OUTPUT = click.option("-o", "--output", metavar="OUT", help="File to write instead of GRAPH; - for standard output.")
_SCHEMA = click.option("--schema", is_flag=True, help="Keep what follows about classes and properties too.")


@click.command()
@click.argument("graph", metavar="GRAPH")
@click.argument("sources", nargs=-1, required=True, metavar="SRC...")
@_OUTPUT
@click.option("--published", type=Day(), metavar="DATE", help="Date of the articles that state none (YYYY-MM-DD).")
@click.option("--base", default=DEFAULT_BASE, show_default=True, metavar="IRI", help="What all new IRIs begin with.")
@click.option("--model", metavar="NAME", help="Another installed spaCy pipeline, or its folder.")
@ONTOLOGY
@NO_ONTOLOGY
@RULES
@_SCHEMA
def add(
    graph: str,
    sources: tuple[str, ...],
    output: str | None,
    published: date | None,
    base: str,
    model: str | None,
    ontology: tuple[str, ...],
    rules: tuple[str, ...],
    *,
    no_ontology: bool,
    schema: bool,
) -> None:
    """Add articles to a graph, and to what follows from it, if GRAPH has that.

    GRAPH is a .trig or .nq file. What follows is drawn anew: name the options again by which it was (--rules,
    --ontology).

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
    from kg.link.reports import add_candidates
    from kg.settle import settle_names

    fresh = find_articles(built.quads)
    older = sorted(set(fresh) & set(find_articles(quads)))
    changed = add_candidates(settle_names([*drop_articles(quads, older), *built.quads]))
    close = _to_closer(graph, ontology, rules, no_ontology=no_ontology, schema=schema)
    following = _write(quads, changed, output or graph, close)
    say_diagnostics(built.diagnostics)
    replaced = f" ({count(len(older), 'older one')} replaced)" if older else ""
    say(f"{count(len(fresh), 'article')} added{replaced}{following} in {time.perf_counter() - started:.1f} s")
    if built.failures:
        raise to_partial_failure(built)


@click.command()
@click.argument("graph", metavar="GRAPH")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@_OUTPUT
@ONTOLOGY
@NO_ONTOLOGY
@RULES
@_SCHEMA
def retract(
    graph: str,
    articles: tuple[str, ...],
    output: str | None,
    ontology: tuple[str, ...],
    rules: tuple[str, ...],
    *,
    no_ontology: bool,
    schema: bool,
) -> None:
    """Take articles back: what they say goes, and of what follows all that does not follow from the others too.

    Links and facts of things that no other article names go too. With the last article, an empty graph is left, to
    which kg add can add.

    ARTICLE is the IRI of an article, or the end of it. What follows is drawn anew: name the options again by which it
    was (--rules, --ontology).

    \b
    kg retract graph.trig talks-off
    """
    from kg.articles import drop_articles, find_article, find_articles
    from kg.link.reports import add_candidates
    from kg.settle import settle_names

    started = time.perf_counter()
    quads = _read(graph, output)
    known = find_articles(quads)
    gone = {find_article(word, known) for word in articles}
    kept = add_candidates(settle_names(drop_articles(quads, gone)))
    close = _to_closer(graph, ontology, rules, no_ontology=no_ontology, schema=schema)
    following = _write(quads, kept, output or graph, close)
    left = len(known) - len(gone)
    say(
        f"{count(len(gone), 'article')} retracted, {count(left, 'article')} left{following} "
        f"in {time.perf_counter() - started:.1f} s"
    )
    if not left:
        say("No article is left: the graph is empty, and kg add can add to it" if not kept else "No article is left")


def _read(graph: str, output: str | None) -> Sequence[Quad]:
    from kg.store import read_quads

    if graph == STDOUT:
        raise UsageError("a graph that changes must be a file", hint="kg reason reads standard input")
    target = output or graph
    check_target(target, None)
    for name in (graph, target):
        if name.removesuffix(".gz").endswith(_WITHOUT_GRAPHS):
            raise UsageError(
                f"{name}: such a file has no named graphs, by which it is known what each article says",
                hint="Keep a graph that changes as .trig or .nq; kg export writes the others from it",
            )
    return list(read_quads(graph))


def _to_closer(
    graph: str, ontology: tuple[str, ...], rules: tuple[str, ...], *, no_ontology: bool, schema: bool
) -> Callable[[Collection[Quad]], Closure]:
    """What draws the conclusions again, by the options of the command."""
    from kg.cli.reason import to_files, to_rules
    from kg.reason import close_quads

    files = to_files(graph, ontology, no_ontology=no_ontology)
    own = to_rules(files, rules)
    return lambda quads: close_quads(quads, ontology=files, rules=own, schema=schema or no_ontology)


def _write(
    before: Iterable[Quad], quads: Collection[Quad], target: str, close: Callable[[Collection[Quad]], Closure]
) -> str:
    """Write the changed graph; what follows is drawn anew where there was some. What to say of that."""
    from kg.export import write_graph
    from kg.store import INFERRED_GRAPH

    form = "trig" if target == STDOUT else None
    if not any(getattr(quad.graph_name, "value", None) == INFERRED_GRAPH for quad in before):
        write_graph(quads, target, format=form)
        return ""
    closure = close(quads)
    write_graph(closure.quads, target, format=form)
    return f", {count(len(closure.inferred), 'inferred triple')}"
