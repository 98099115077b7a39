"""`kg build`: articles to a graph."""

from __future__ import annotations

import sys
import time
from datetime import date

import click

from kg.article import MAX_SIZE, read_articles
from kg.cli.running import say, say_diagnostics
from kg.cli.types import FORMAT, Day, MinConfidence, Size, check_target, count
from kg.model import Article
from kg.pipeline import DEFAULT_BASE, Build, build_batch, check_base, to_partial_failure


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SRC...")
@click.option("-o", "--output", required=True, metavar="GRAPH", help="File to write; - for standard output.")
@click.option("--published", type=Day(), metavar="DATE", help="Date of the articles that state none (YYYY-MM-DD).")
@click.option("--base", default=DEFAULT_BASE, show_default=True, metavar="IRI", help="What all new IRIs begin with.")
@click.option("--model", metavar="NAME", help="Another installed spaCy pipeline, or its folder.")
@FORMAT
@click.option(
    "--max-size", type=Size(), default=MAX_SIZE, metavar="SIZE", help="Longest text of one article. [default: 5MB]"
)
@click.option(
    "--min-confidence", type=MinConfidence, default=0.0, metavar="P", help="Leave out what is less sure, from 0 to 1."
)
def build(
    sources: tuple[str, ...],
    output: str,
    published: date | None,
    base: str,
    model: str | None,
    format_: str | None,
    max_size: int,
    min_confidence: float,
) -> None:
    """Read articles and write what they say as a graph.

    SRC is a text (.txt), Markdown (.md) or JSON Lines file (.jsonl, .jsonl.gz: one article a line with id, title,
    text, date, publisher, url, author, licence), a folder of them, or - for standard input. What is known about
    talks.txt besides its text may stand in talks.meta.json. The suffix of GRAPH tells the format: .trig and .nq keep
    the sentence of every statement, .ttl is their union; each also with .gz.

    Of several articles, events that may be one and the same are named with reasons (skos:closeMatch, in a graph of
    their own), never merged: kg query GRAPH same-event-candidates lists them.

    Of the events, roles and relations given a confidence of 0.8, about four in five are right; --min-confidence keeps
    those above, which are fewer.

    \b
    kg build seeds/ -o graph.trig
    kg build talks.txt --published 2024-05-01 -o talks.ttl
    kg build news.jsonl.gz --base https://example.com/kg/ -o news.nq.gz
    kg build seeds/ --min-confidence 0.8 -o sure.trig
    """
    from kg.export import write_graph

    started = time.perf_counter()
    check_base(base)
    check_target(output, format_)
    batch = read_articles(sources, published=published, max_size=max_size)
    on_article = _show_progress if sys.stderr.isatty() else None
    built = build_batch(batch, base=base, model=model, min_confidence=min_confidence, on_article=on_article)
    write_graph(built.quads, output, format=format_ or ("trig" if output == "-" else None), base=base)
    say_diagnostics(built.diagnostics)
    say(f"{_summarise(built)} in {time.perf_counter() - started:.1f} s{_destination(output)}")
    if built.failures:
        raise to_partial_failure(built)


def _summarise(built: Build) -> str:
    parts = (
        count(built.articles, "article"),
        count(built.sentences, "sentence"),
        count(built.events, "event"),
        count(built.entities, "entity", "entities"),
        count(len({quad.triple for quad in built.quads}), "triple"),
    )
    return ", ".join(parts)


def _destination(output: str) -> str:
    return "" if output == "-" else f" -> {output}"


def _show_progress(number: int, total: int, article: Article) -> None:
    # Overwritten in place, and wiped at the end: a terminal shows it, a log never does.
    if total > 1:
        end = "\r\033[K" if number == total else ""
        click.echo(f"\r\033[K{number}/{total} {article.id[:60]}{end}", nl=False, err=True)
