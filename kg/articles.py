"""Articles of a graph that come and go: what a file holds of each, and the graph without one.

Whatever stands in the graph of an article or of one of its sentences goes with it, and so do links of things that only
it names, and facts that were fetched of them. What others state as well stays, for they say so in their own graphs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pyoxigraph import NamedNode, Quad, Triple

from kg.errors import UsageError, nearest
from kg.link.remains import drop_remains
from kg.vocab import RDF, SCHEMA


def find_articles(quads: Iterable[Quad]) -> list[str]:
    """The IRIs of the articles in a graph, sorted."""
    return sorted(
        {
            quad.subject.value
            for quad in quads
            if isinstance(quad.subject, NamedNode)
            and quad.predicate.value == RDF.type
            and quad.object == NamedNode(SCHEMA.NewsArticle)
        }
    )


def find_article(word: str, known: Collection[str]) -> str:
    """The one of the KNOWN articles that WORD means: its IRI, or the end of it.

    >>> find_article("talks", ["http://example.org/kg/article/talks", "http://example.org/kg/article/raid"])
    'http://example.org/kg/article/talks'
    """
    iri = word.strip("<>")
    if iri in known:
        return iri
    found = sorted(one for one in known if one.rstrip("/").rpartition("/")[2] == iri)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{len(found)} articles are called {word!r}", hint=f"Name one by its IRI: {', '.join(found)}")
    ends = {one.rstrip("/").rpartition("/")[2]: one for one in known}
    near = nearest(iri, ends)
    hint = f"Did you mean {near}? " if near else ""
    raise UsageError(f"the graph has no article {word!r}", hint=f"{hint}It has {len(known)}: {_list(sorted(ends))}")


def _list(names: list[str], most: int = 10) -> str:
    return ", ".join(names[:most]) + (" and others" if len(names) > most else "")


def drop_articles(quads: Iterable[Quad], articles: Collection[str]) -> list[Quad]:
    """Leave out what only ARTICLES say, by their IRIs, and what was found beside of things that only they name."""
    gone = frozenset(articles)
    known = list(quads)
    lost = {quad for quad in known if any(_is_of(term, gone) for term in (quad.graph_name, quad.subject, quad.object))}
    return drop_remains([quad for quad in known if quad not in lost], lost) if lost else known


def _is_of(term: object, articles: frozenset[str]) -> bool:
    """Whether TERM is one of ARTICLES, or a part, event or entity of one."""
    if isinstance(term, Triple):
        return any(_is_of(part, articles) for part in (term.subject, term.object))
    if not isinstance(term, NamedNode):
        return False
    iri = term.value
    if iri in articles or iri.partition("#")[0] in articles:
        return True
    at = iri.find("/")
    while at >= 0:
        if iri[:at] in articles:
            return True
        at = iri.find("/", at + 1)
    return False
