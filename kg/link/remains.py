"""Links and facts that were found of things which no article names any more: what goes from a graph with an article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.link.linkset import STATUS_BASE, describe_states
from kg.store import ENRICHED_GRAPH, LINKS_GRAPH
from kg.vocab import ADMS, DCTERMS, GAF, PROV, RDF, SKOS, VOID

_LINKS: Final = NamedNode(LINKS_GRAPH)
_ENRICHED: Final = NamedNode(ENRICHED_GRAPH)
_PROJECT: Final = "https://w3id.org/conflict-kg/"
_MATCHES: Final = frozenset(NamedNode(SKOS.NS + name) for name in ("exactMatch", "closeMatch", "broadMatch"))
_EXACT, _DENOTED_BY, _USED = NamedNode(SKOS.exactMatch), NamedNode(GAF.denotedBy), NamedNode(PROV.used)
_PART_OF, _STATUS, _OBJECT = NamedNode(DCTERMS.isPartOf), NamedNode(ADMS.status), NamedNode(RDF.object)
_DESCRIPTION, _TRIPLES = NamedNode(DCTERMS.description), NamedNode(VOID.triples)
_LINKED: Final = f"{STATUS_BASE}linked"
_LINKSET: Final = re.compile(re.escape(f"{LINKS_GRAPH}/") + "[^/]+")


def drop_remains(kept: Sequence[Quad], lost: Collection[Quad]) -> list[Quad]:
    """KEPT without links and facts of things that only LOST told of, and with linksets that are counted anew.

    Where no article and nothing of the user's is left, nothing is.
    """
    if all(map(_is_beside, kept)):
        return []
    gone = _find_gone(kept, lost)
    tries = {quad.subject for quad in (*kept, *lost) if quad.predicate == _USED and quad.graph_name == _LINKS
             and (quad.object in gone or quad in lost)}  # fmt: skip
    left: list[Quad] = []
    dropped = list(lost)
    for quad in kept:
        idle = _is_beside(quad) and (not gone.isdisjoint((quad.subject, quad.object)) or _is_part(quad.subject, tries))
        (dropped if idle else left).append(quad)
    targets = _find_targets(dropped) - _find_targets(left)
    left = [q for q in left if not (q.graph_name == _LINKS and q.predicate in _MATCHES and q.subject in targets)]
    return list(_tell_linksets(list(_without_idle_sources(left)))) if tries or len(dropped) > len(lost) else left


def _find_gone(kept: Iterable[Quad], lost: Iterable[Quad]) -> set[object]:
    """The things that LOST names, and of which the articles in KEPT say nothing."""
    named: set[object] = {quad.subject for quad in lost if quad.predicate == _DENOTED_BY}
    return named - {term for quad in kept if not _is_beside(quad) for term in (quad.subject, quad.object)}


def _is_beside(quad: Quad) -> bool:
    """Whether QUAD stands in a graph that kg put beside those of the articles."""
    return isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(_PROJECT)


def _is_part(node: object, tries: Collection[object]) -> bool:
    """Whether NODE is one of TRIES to link a thing, a candidate of it, or evidence for one."""
    if not isinstance(node, NamedNode) or not node.value.startswith(f"{LINKS_GRAPH}/"):
        return False
    first, _, rest = node.value.removeprefix(f"{LINKS_GRAPH}/").partition("/")
    return NamedNode(f"{LINKS_GRAPH}/{first}/{rest.partition('/')[0]}") in tries


def _find_targets(quads: Iterable[Quad]) -> set[object]:
    """What things are linked to, by all its names."""
    return {quad.object for quad in quads if quad.graph_name == _LINKS and quad.predicate in _MATCHES}


def _without_idle_sources(quads: Sequence[Quad]) -> Iterator[Quad]:
    """QUADS without the descriptions of graphs of enrichment in which nothing is left."""
    graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}
    for quad in quads:
        if quad.graph_name != _ENRICHED or getattr(quad.subject, "value", "").partition("#")[0] in graphs:
            yield quad


def _tell_linksets(quads: Sequence[Quad]) -> Iterator[Quad]:
    """QUADS with the numbers of each linkset as they are now; one without tries goes, with the last the states too."""
    counts = _count([quad for quad in quads if quad.graph_name == _LINKS])
    for quad in quads:
        head = quad.subject.value.partition("#")[0] if isinstance(quad.subject, NamedNode) else ""
        if quad.graph_name != _LINKS or (head != LINKS_GRAPH and not _LINKSET.fullmatch(head)):
            yield quad
        elif head == LINKS_GRAPH:
            yield from (quad,) if counts else ()
        elif head in counts:
            told = counts[head].get(quad.predicate, quad.object)
            yield Quad(quad.subject, quad.predicate, told, _LINKS)


def _count(links: Sequence[Quad]) -> dict[str, dict[NamedNode, Literal]]:
    """What a linkset tells of its tries and links, by its IRI."""
    sets: dict[object, object] = {quad.subject: quad.object for quad in links if quad.predicate == _PART_OF}
    states = {quad.subject: getattr(quad.object, "value", "") for quad in links if quad.predicate == _STATUS}
    tries: dict[object, Counter[str]] = {node: Counter() for node in sets.values()}
    names = Counter[object](quad.subject for quad in links if quad.predicate == _EXACT)
    sizes = Counter[object]()
    for quad in links:
        if quad.predicate == _USED:
            tries[sets[quad.subject]][states[quad.subject].removeprefix(STATUS_BASE)] += 1
        elif quad.predicate == _OBJECT and states[quad.subject] == _LINKED:
            sizes[sets[quad.subject]] += 1 + names[quad.object]
    return {
        node.value: {_DESCRIPTION: Literal(describe_states(told)), _TRIPLES: Literal(sizes[node])}
        for node, told in tries.items()
        if isinstance(node, NamedNode)
    }
