"""Graphs as annotations: what a graph says of an article, in the form in which people's annotations are read.

A graph may be any RDF file in the shape that kg writes, of one article or of many. Where it holds several, only what is
mentioned in the article asked for is read, by the IRIs of the mentions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.dataset import article_iri
from kg.errors import InputError
from kg.evaluation.annotation import RELATIONS, ROLES, VALUES, Annotation, EventNote, Fact, Span
from kg.evaluation.gold import GoldArticle
from kg.ontology import load_ontology
from kg.store import FORMATS, read_quads
from kg.vocab import CK, GAF, NIF, RDF, RDFS, SCHEMA

_SPAN: Final = re.compile(r"#char=(\d+),(\d+)\Z")


@dataclass(slots=True)
class GraphFinder:
    """Finds the graph of each annotated article: in one file, or among the files of a folder by their names."""

    source: Path
    _files: dict[Path, tuple[Quad, ...]] = field(default_factory=dict)

    def find(self, gold: GoldArticle) -> Annotation | None:
        """What the graph says of the article, or None where there is no graph of it."""
        path = self._find_file(gold) if self.source.is_dir() else self.source
        if path is None:
            return None
        if path not in self._files:
            self._files = {path: tuple(read_quads(path))}
        quads = self._files[path]
        articles = {str(q.subject.value) for q in quads if _is_article(q) and isinstance(q.subject, NamedNode)}
        if len(articles) <= 1:
            _check_text(quads, None, gold, path)
            return read_annotation(quads)
        article = _choose(articles, quads, gold)
        if article is None:
            return None
        _check_text(quads, article, gold, path)
        return read_annotation(quads, article=article)

    def _find_file(self, gold: GoldArticle) -> Path | None:
        names = [f"{gold.path.stem}.{suffix}{packed}" for suffix in FORMATS for packed in ("", ".gz")]
        return next((path for name in names if (path := self.source / name).is_file()), None)


def _is_article(quad: Quad) -> bool:
    return quad.predicate.value == RDF.type and getattr(quad.object, "value", "") == SCHEMA.NewsArticle


def _choose(articles: Collection[str], quads: Iterable[Quad], gold: GoldArticle) -> str | None:
    """The article of a graph that has the text that was annotated, or else its id."""
    for quad in quads:
        if quad.predicate.value == NIF.isString and isinstance(quad.object, Literal) and quad.object.value == gold.text:
            found = _to_article(quad)
            if found in articles:
                return found
    names = [f"/{article_iri(name, '')}" for name in (gold.id, gold.path.stem)]
    return next((iri for name in names for iri in sorted(articles) if iri.endswith(name)), None)


def _to_article(quad: Quad) -> str:
    return str(getattr(quad.subject, "value", "")).partition("#")[0]


def _check_text(quads: Iterable[Quad], article: str | None, gold: GoldArticle, path: Path) -> None:
    """Offsets of two texts cannot be compared: that the graph is of another text is an error."""
    texts = [
        quad.object.value
        for quad in quads
        if quad.predicate.value == NIF.isString
        and isinstance(quad.object, Literal)
        and article in (None, _to_article(quad))
    ]
    if texts and gold.text not in texts:
        raise InputError(
            f"the graph is of another text than the annotation {gold.path}",
            where=str(path),
            hint="Build it from the very text that was annotated: offsets must agree",
        )


def read_annotation(quads: Iterable[Quad], *, article: str | None = None) -> Annotation:
    """What QUADS say of the one article in them, or of the one with the IRI ARTICLE."""
    return _Reader(article=article).read(quads)


@dataclass(slots=True)
class _Reader:
    article: str | None
    types: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    spans: dict[str, set[Span]] = field(default_factory=lambda: defaultdict(set))
    phrases: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    labels: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    texts: dict[str, str] = field(default_factory=dict)
    said: dict[Fact, set[Span]] = field(default_factory=lambda: defaultdict(set))
    sure: dict[str, float] = field(default_factory=dict)
    reified: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def read(self, quads: Iterable[Quad]) -> Annotation:
        for quad in quads:
            self._see(quad)
        kinds = {node: self._kind(node, load_ontology().entity_classes) for node in self.types}
        events = {
            node: kind
            for node in sorted(self.spans)
            if (kind := self._kind(node, load_ontology().event_classes)) is not None
        }
        here = self._find_here()
        entities = {
            node: kind for node, kind in sorted(kinds.items()) if kind is not None and node not in events and here(node)
        }
        facts = dict(self._facts(events, entities))
        return Annotation(
            names={node: tuple(self._names(node)) for node in entities},
            kinds=entities,
            events={node: self._event(node, kind, facts) for node, kind in events.items()},
            relations=frozenset(fact for fact in facts if fact[0] in entities),
            where={fact: span for fact, span in facts.items() if span is not None},
            confidence=dict(self._confidence({**events, **entities})),
        )

    def _find_here(self) -> Callable[[str], bool]:
        """What tells of an entity whether the article speaks of it: always yes where there is but one."""
        if self.article is None:
            return lambda node: True
        told = {node for (one, _, other), where in self.said.items() if where for node in (one, other)}
        return lambda node: node in told or bool(self.spans.get(node))

    def _see(self, quad: Quad) -> None:
        subject, term, item = str(getattr(quad.subject, "value", "")), quad.predicate.value, quad.object
        value = str(getattr(item, "value", ""))
        if term == RDF.type and value.startswith(CK.NS):
            self.types[subject].add(value.removeprefix(CK.NS))
        elif term == GAF.denotedBy:
            span = _to_span(value)
            if span is not None and self.article in (None, value.partition("#")[0]):
                self.spans[subject].add(span)
                self.phrases[subject].add(value)
        elif term == RDFS.label:
            self.labels[subject].add(value)
        elif term == NIF.anchorOf:
            self.texts[subject] = value
        elif term == CK.confidence and isinstance(item, Literal):
            self.sure[subject] = _to_number(value)
        elif term in (RDF.subject, RDF.predicate, RDF.object):
            self.reified[subject][term] = value
        elif term.startswith(CK.NS):
            where = self.said[subject, term.removeprefix(CK.NS), value]
            graph = str(getattr(quad.graph_name, "value", ""))
            span = _to_span(graph)
            if span is not None and self.article in (None, graph.partition("#")[0]):
                where.add(span)

    def _kind(self, node: str, known: frozenset[str]) -> str | None:
        """The most specific of the classes of NODE, `Thing` last."""
        found = self.types.get(node, set()) & known
        depth = {kind: (kind != "Thing", len(load_ontology().ancestors(kind)), kind) for kind in found}
        return max(found, key=depth.__getitem__, default=None)

    def _names(self, node: str) -> list[str]:
        """The label of NODE, then what else it is called."""
        others = {self.texts[phrase] for phrase in self.phrases[node] if phrase in self.texts}
        return [*sorted(self.labels[node]), *sorted(others - self.labels[node])]

    def _facts(self, events: Mapping[str, str], entities: Mapping[str, str]) -> Iterator[tuple[Fact, Span | None]]:
        """Roles, values and relations that count, each with the first sentence that says so."""
        for fact, where in sorted(self.said.items()):
            subject, name, filler = fact
            if subject in events:
                is_told = name in ROLES or name in VALUES
            else:
                is_told = name in RELATIONS and subject in entities and filler in entities
                is_told = is_told and (self.article is None or self._is_here(subject, filler, where))
            if is_told:
                yield fact, min(where, default=None)

    def _is_here(self, subject: str, filler: str, where: Collection[Span]) -> bool:
        """Whether a relation is this article's: of several articles of one graph, each has its own."""
        return bool(where) or bool(self.spans.get(subject) and self.spans.get(filler))

    def _event(self, node: str, kind: str, facts: Mapping[Fact, Span | None]) -> EventNote:
        own = [(name, filler) for subject, name, filler in facts if subject == node]
        values: dict[str, list[str]] = defaultdict(list)
        for name, value in own:
            if name in VALUES:
                values[name].append(value.removeprefix(CK.NS) if name == "factuality" else value)
        roles = [(name, filler) for name, filler in own if name in ROLES]
        return EventNote(
            key=node,
            kind=kind,
            anchors=tuple(sorted(self.spans[node])),
            roles=tuple(sorted(roles, key=lambda pair: (ROLES.index(pair[0]), pair[1]))),
            values={name: tuple(found) for name, found in values.items()},
        )

    def _confidence(self, kinds: Mapping[str, str]) -> Iterator[tuple[Fact, float]]:
        for node, sure in self.sure.items():
            if node in kinds:
                yield (node, "a", kinds[node]), sure
            triple = self.reified.get(node, {})
            if len(triple) == 3 and triple[RDF.predicate].startswith(CK.NS):
                name = triple[RDF.predicate].removeprefix(CK.NS)
                yield (triple[RDF.subject], name, triple[RDF.object]), sure


def _to_span(iri: str) -> Span | None:
    found = _SPAN.search(iri)
    return (int(found[1]), int(found[2])) if found else None


def _to_number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0
