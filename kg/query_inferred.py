"""What was inferred, in a graph that does not tell: Turtle of a reasoned graph, where all stands in one graph.

An article states the narrowest class of a thing and leaves those above it to the reasoner, and the ontology marks
classes and properties that only follow. So much can be told; relations that may be stated as well as follow cannot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from kg.ontology import NAMESPACE, load_ontology
from kg.store import INFERRED_GRAPH, to_store
from kg.vocab import CK, RDF

_TYPE: Final = NamedNode(RDF.type)
_EVENT: Final = NamedNode(CK.Event)
"""No article states of anything that it is an event and no more: that follows from its class."""
_INFERRED: Final = NamedNode(INFERRED_GRAPH)


def mixes_inferred(store: Store) -> bool:
    """Whether STORE holds inferred triples that no graph tells from stated ones, as Turtle of a reasoned graph does."""
    if next(store.named_graphs(), None) is not None:
        return False
    return next(store.quads_for_pattern(None, _TYPE, _EVENT, None), None) is not None


def part_inferred(store: Store) -> Store:
    """STORE with what surely was inferred in the graph of inferred triples, so that it does not count as stated.

    A copy, or STORE itself where there is nothing to part.
    """
    if not mixes_inferred(store):
        return store
    inferred = {*_find_classes(store), *_find_properties(store)}
    return to_store(
        Quad(quad.subject, quad.predicate, quad.object, _INFERRED) if quad in inferred else quad for quad in store
    )


def _find_classes(store: Store) -> Iterator[Quad]:
    """The classes of things that also are of a class below, and those that only follow."""
    ontology = load_ontology()
    kinds: dict[NamedNode | BlankNode | Triple, dict[str, Quad]] = defaultdict(dict)
    for quad in store.quads_for_pattern(None, _TYPE, None, None):
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(NAMESPACE):
            name = quad.object.value.removeprefix(NAMESPACE)
            if name in ontology.parents:
                kinds[quad.subject][name] = quad
    for quads in kinds.values():
        above = {kind for name in quads for kind in ontology.ancestors(name) if kind != name}
        yield from (quad for name, quad in quads.items() if name in above | ontology.inferred_classes)


def _find_properties(store: Store) -> Iterator[Quad]:
    for name, known in load_ontology().properties.items():
        if known.inferred_only:
            yield from store.quads_for_pattern(None, NamedNode(NAMESPACE + name), None, None)
