"""The whole chain as functions: articles in, a graph out, conclusions drawn, questions answered.

    >>> from kg.pipeline import build, query, read, reason, write

Each step takes and gives an `rdflib.Dataset` in which every graph is named after the sentence that states it.
The command line is made of the same functions. Other modules do the work; those that need a language pipeline or
rdflib are imported where they are needed, so that importing this one costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.article import MAX_SIZE, ArticleBatch, read_articles
from kg.errors import KgError, PartialFailureError, UsageError
from kg.metadata import parse_date
from kg.model import Article, Diagnostic, Extraction
from kg.vocab import CK, RDFS

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad

    from kg.results import Result

DEFAULT_BASE: Final = "http://example.org/kg/"
_BASE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20#]*/")

OnArticle = Callable[[int, int, Article], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """The quads of many articles, how much they hold, what failed and what is worth a warning."""

    quads: tuple[Quad, ...]
    articles: int
    sentences: int
    events: int
    entities: int
    failures: tuple[KgError, ...]
    diagnostics: tuple[Diagnostic, ...]


def build(
    sources: str | Path | Sequence[str | Path],
    *,
    published: date | str | None = None,
    base: str = DEFAULT_BASE,
    model: str | None = None,
    max_size: int = MAX_SIZE,
    min_confidence: float = 0.0,
) -> rdflib.Dataset:
    """Build the graph of files, folders or standard input (`-`); PUBLISHED dates articles that have no date.

    MIN_CONFIDENCE leaves out events, roles and relations that are less sure. All or nothing: where one article fails,
    `PartialFailureError` names it. `build_batch` goes on with the others.
    """
    from kg.store import to_dataset

    batch = read_articles(_to_list(sources), published=to_published(published), max_size=max_size)
    built = build_batch(batch, base=base, model=model, min_confidence=min_confidence)
    if built.failures:
        raise to_partial_failure(built)
    return to_dataset(built.quads)


def build_batch(
    batch: ArticleBatch,
    *,
    base: str = DEFAULT_BASE,
    model: str | None = None,
    min_confidence: float = 0.0,
    on_article: OnArticle | None = None,
) -> Build:
    """Build the quads of all articles that can be read; the failures of the others are listed.

    The language pipeline is loaded once. ON_ARTICLE is told the number of each article, how many there are, and
    the article, before it is parsed. Where no article succeeds, the first failure is raised.
    """
    from kg.confident import keep_confident

    base = check_base(base)
    failures: list[KgError] = list(batch.failures)
    diagnostics = list(batch.diagnostics)
    quads: list[Quad] = []
    articles = sentences = events = 0
    for outcome in _build_all(batch, base, model, on_article) if batch.articles else ():
        if isinstance(outcome, KgError):
            failures.append(outcome)
            continue
        extraction, found = outcome
        found = keep_confident(found, min_confidence)
        quads += found
        articles += 1
        sentences += len(extraction.sentences)
        events += sum(quad.predicate.value == CK.factuality for quad in found)
        diagnostics += extraction.diagnostics
    if failures and not articles:
        raise failures[0]
    quads = _settle_names(quads)
    if articles > 1:
        quads = _add_candidates(quads)
    return Build(
        quads=tuple(quads),
        articles=articles,
        sentences=sentences,
        events=events,
        entities=_count_entities(quads),
        failures=tuple(failures),
        diagnostics=tuple(diagnostics),
    )


def read(path: str | Path, *, format: str | None = None) -> rdflib.Dataset:
    """Read an RDF file of any format, gzipped or not; the suffix tells which, or FORMAT does."""
    from kg.store import load_store, to_dataset

    return to_dataset(load_store([path], format=format))


def reason(
    dataset: rdflib.Dataset, *, ontology: Sequence[Path] | None = None, background: Sequence[Path] | None = None
) -> rdflib.Dataset:
    """A new dataset: DATASET, the background that bears on it, and what follows by OWL 2 RL, each in graphs of its own.

    ONTOLOGY and BACKGROUND are RDF files; None means those that come with kg, an empty sequence none.
    """
    from kg.reason import reason as derive

    return derive(dataset, ontology=ontology, background=background)


def query(dataset: rdflib.Dataset, name: str | Path, /, *, stated: bool = False, **parameters: str) -> Result:
    """Answer a saved query, a query file or the text of a query, with PARAMETERS bound as values.

    STATED leaves out what was inferred.
    """
    from kg.query import run_query

    return run_query(dataset, name, parameters=parameters, stated=stated)


def write(
    dataset: rdflib.Dataset, path: str | Path, *, format: str | None = None, stated: bool = False, sources: bool = False
) -> None:
    """Write DATASET to a file, whole or not at all, with the same bytes on every run.

    STATED leaves out what was inferred; SOURCES adds an `rdf:Statement` for each triple, with its sentence.
    """
    from kg.export import write_graph
    from kg.store import quads_of

    write_graph(quads_of(dataset), path, format=format, stated=stated, sources=sources)


def check_base(base: str) -> str:
    """BASE where it can begin the IRIs of a graph; `UsageError` says what is wrong with it."""
    if _BASE.fullmatch(base) and _is_iri(base):
        return base
    if _BASE.fullmatch(f"{base}/"):
        raise UsageError(f"the base {base!r} does not end in /", hint=f"Did you mean {base}/?")
    raise UsageError(f"the base {base!r} is no absolute IRI without a fragment", hint=f"Such as {DEFAULT_BASE}")


def _is_iri(text: str) -> bool:
    from pyoxigraph import NamedNode

    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def to_published(value: date | str | None) -> date | None:
    """The date that a caller gives as a date or as text."""
    if value is None or isinstance(value, date):
        return value
    try:
        return parse_date(value)
    except ValueError as error:
        raise UsageError(f"{value!r} is no date", hint="Dates are written YYYY-MM-DD, such as 2013-06-25") from error


def to_partial_failure(built: Build) -> PartialFailureError:
    """The error that lists what failed in BUILT."""
    total = built.articles + len(built.failures)
    return PartialFailureError(
        f"{len(built.failures)} of {total} articles failed",
        failed=tuple(str(failure) for failure in built.failures),
        hint="The graph holds the others" if built.articles else None,
    )


def _build_all(
    batch: ArticleBatch, base: str, model: str | None, on_article: OnArticle | None
) -> Iterator[tuple[Extraction, list[Quad]] | KgError]:
    from kg.dataset import to_quads
    from kg.extract import extract
    from kg.nlp import load_pipeline, parse

    pipeline = load_pipeline(model)
    meta = pipeline.nlp.meta
    version = f"{meta['lang']}_{meta['name']} {meta['version']}"
    for number, article in enumerate(batch.articles, 1):
        if on_article is not None:
            on_article(number, len(batch.articles), article)
        try:
            prose = batch.to_prose(article)  # names are told without the markup in them
            extraction = replace(extract(prose, parse(pipeline, prose)), article=article)
            outcome = extraction, list(to_quads(extraction, base=base, model=version))
        except Exception as error:
            yield _to_failure(error, article)
        else:
            yield outcome


def _settle_names(quads: list[Quad]) -> list[Quad]:
    from kg.settle import settle_names

    return settle_names(quads) if quads else []


def _add_candidates(quads: list[Quad]) -> list[Quad]:
    from kg.link.reports import add_candidates

    return add_candidates(quads)


def _count_entities(quads: Iterable[Quad]) -> int:
    """An entity that has a name counts once, in however many articles it is named."""
    return len({quad.subject for quad in quads if quad.predicate.value == RDFS.label})


def _to_failure(error: Exception, article: Article) -> KgError:
    """One article that kg stumbles over must not cost the work on a thousand others, whatever the reason."""
    if isinstance(error, KgError):
        return error
    failure = KgError(
        f"kg failed on this article: {type(error).__name__}: {error}",
        where=article.id,
        hint="This is a fault of kg: please report it with the article. KG_DEBUG=1 shows where it happened",
    )
    failure.__cause__ = error
    return failure


def _to_list(sources: str | Path | Sequence[str | Path]) -> Sequence[str | Path]:
    return [sources] if isinstance(sources, (str, Path)) else sources
