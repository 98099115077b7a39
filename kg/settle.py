"""Entities that several articles name: one label and one confidence for all, and back to what each article said.

What an article itself said of the label or the confidence of an entity, where it differs from what was settled, is
kept on an `rdf:Statement` in the graph of the article. So names can be settled anew when articles come and go.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.statements import find_statements, statement_node, to_statement
from kg.vocab import CK, RDF, RDFS, SKOS, XSD

_PROJECT: Final = "https://w3id.org/conflict-kg/"
"""What the names of the graphs begin with that no article speaks in."""
_LABEL, _OTHER, _SURE = NamedNode(RDFS.label), NamedNode(SKOS.altLabel), NamedNode(CK.confidence)
_SETTLED: Final = frozenset({_LABEL, _OTHER, _SURE})
_PREDICATE: Final = NamedNode(RDF.predicate)

Place = tuple[str, object]
"""An article, and an entity in it."""


def settle_names(quads: Iterable[Quad]) -> list[Quad]:
    """Give an entity that several articles name one label and one confidence.

    The label is the one stated most often, the first by alphabet of several; the others become other names. The
    confidence is the highest. So the order of the articles does not matter, nor which others came and went before.
    """
    found = _restore_names(list(quads))
    labels: dict[object, Counter[str]] = defaultdict(Counter)
    sure: dict[object, set[str]] = defaultdict(set)
    for quad in found:
        if quad.predicate == _LABEL and _is_said(quad):
            labels[quad.subject][quad.object.value] += 1  # type: ignore[union-attr]  # a literal, as just seen
        elif quad.predicate == _SURE and _is_said(quad):
            sure[quad.subject].add(quad.object.value)  # type: ignore[union-attr]  # as above
    best = {
        node: min(counts, key=lambda text: (-counts[text], text)) for node, counts in labels.items() if len(counts) > 1
    }
    highest = {node: max(values, key=Decimal) for node, values in sure.items() if len(values) > 1}
    touched = {*best, *highest}
    settled = (
        _settle(quad, best, highest) if quad.subject in touched and _is_said(quad) else (quad,) for quad in found
    )
    return list(dict.fromkeys(itertools.chain.from_iterable(settled)))


def _is_said(quad: Quad) -> bool:
    """Whether an article says something of a thing with a value."""
    graph = quad.graph_name
    return isinstance(quad.object, Literal) and isinstance(graph, NamedNode) and not graph.value.startswith(_PROJECT)


def _settle(quad: Quad, best: Mapping[object, str], highest: Mapping[object, str]) -> Iterator[Quad]:
    subject, predicate, item, graph = quad
    if predicate == _LABEL and subject in best:
        yield Quad(subject, predicate, Literal(best[subject]), graph)
        if item.value != best[subject]:
            yield Quad(subject, _OTHER, item, graph)
            yield from _keep(quad)
    elif predicate == _SURE and subject in highest:
        yield Quad(subject, predicate, Literal(highest[subject], datatype=NamedNode(XSD.decimal)), graph)
        if item.value != highest[subject]:
            yield from _keep(quad)
    elif predicate == _OTHER and item == Literal(best.get(subject, "")):
        yield from _keep(quad)
    else:
        yield quad


def _keep(quad: Quad) -> Iterator[Quad]:
    """What an article said itself, as a statement in its graph."""
    article = _article_of(quad)
    return to_statement(statement_node(article, quad.triple), quad.triple, NamedNode(article))


def _article_of(quad: Quad) -> str:
    graph = quad.graph_name
    return graph.value.partition("#")[0] if isinstance(graph, NamedNode) else ""


def _restore_names(quads: list[Quad]) -> list[Quad]:
    """QUADS with the label and confidence of each entity that each article gave it itself."""
    nodes = {quad.subject for quad in quads if quad.predicate == _PREDICATE and quad.object in _SETTLED}
    if not nodes:
        return quads
    kept = [quad for quad in quads if quad.subject in nodes]
    articles = {quad.subject: _article_of(quad) for quad in kept}
    said: dict[Place, dict[object, list[Triple]]] = defaultdict(lambda: defaultdict(list))
    for node, triple in find_statements(kept).items():
        said[articles[node], triple.subject][triple.predicate].append(triple)
    rest = (quad for quad in quads if quad.subject not in nodes)
    restored = (_restore(quad, said.get((_article_of(quad), quad.subject))) for quad in rest)
    return list(dict.fromkeys(itertools.chain.from_iterable(restored)))


def _restore(quad: Quad, said: Mapping[object, list[Triple]] | None) -> Iterator[Quad]:
    """QUAD as the article said it: a label takes the place of the settled one, which brings back another name."""
    if said is None or not _is_said(quad):
        yield quad
        return
    labels, others = said.get(_LABEL, ()), said.get(_OTHER, ())
    if quad.predicate == _LABEL and labels:
        yield from (_say(triple, quad) for triple in (*labels, *others))
    elif quad.predicate == _SURE and _SURE in said:
        yield from (_say(triple, quad) for triple in said[_SURE])
    elif quad.predicate != _OTHER or quad.triple.object not in {triple.object for triple in labels}:
        yield quad


def _say(triple: Triple, quad: Quad) -> Quad:
    """TRIPLE where QUAD stands."""
    return Quad(triple.subject, triple.predicate, triple.object, quad.graph_name)
