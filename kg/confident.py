"""A graph without what kg is not sure enough of: events, and roles and relations that are told of by statements.

An event goes with all that is said of it. Things that have no name go with the last statement about them; names stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import UsageError
from kg.statements import find_statements
from kg.store import INFERRED_GRAPH
from kg.vocab import CK, GAF

_LOCAL: Final = re.compile(r"/article/[^/#]+/entity/\d+\Z")
"""What a thing without a name is called by."""
_CONFIDENCE: Final = NamedNode(CK.confidence)
_FACTUALITY: Final = NamedNode(CK.factuality)
_DENOTED_BY: Final = NamedNode(GAF.denotedBy)


def keep_confident(quads: Iterable[Quad], minimum: float) -> list[Quad]:
    """QUADS without the events, roles and relations whose confidence is below MINIMUM.

    What has no confidence stays. What was inferred may rest on what goes, so it must not be there: `UsageError`.
    """
    known = list(quads)
    if minimum <= 0:
        return known
    if any(quad.graph_name == NamedNode(INFERRED_GRAPH) for quad in known):
        raise UsageError(
            "what was inferred may rest on what is not sure enough",
            hint="Add --stated, or leave out what is unsure before kg reason",
        )
    unsure = {quad.subject for quad in known if quad.predicate == _CONFIDENCE and _is_below(quad, minimum)}
    events = {quad.subject for quad in known if quad.predicate == _FACTUALITY} & unsure
    statements = find_statements(known)
    gone = {(_article(node), triple) for node, triple in statements.items() if node in unsure}
    nodes = {node for node, triple in statements.items() if node in unsure or _ends(triple) & events}
    kept = [
        quad
        for quad in known
        if not _ends(quad.triple) & (events | nodes) and (_article(quad.graph_name), quad.triple) not in gone
    ]
    return _without_remains(kept, known)


def _is_below(quad: Quad, minimum: float) -> bool:
    try:
        return isinstance(quad.object, Literal) and Decimal(quad.object.value) < Decimal(str(minimum))
    except InvalidOperation:
        return False


def _article(node: object) -> str:
    """The article that a statement or the graph of a sentence belongs to."""
    iri = node.value if isinstance(node, NamedNode) else ""
    return iri.partition("#")[0].partition("/statement/")[0]


def _ends(triple: Triple) -> set[object]:
    return {triple.subject, triple.object}


def _without_remains(kept: Sequence[Quad], known: Iterable[Quad]) -> list[Quad]:
    """KEPT without things that nothing is said of any more, and without the words that denoted what went."""
    lost = _told_of(known) - _told_of(kept)
    idle = {node for node in lost if isinstance(node, NamedNode) and _LOCAL.search(node.value)}
    left = [quad for quad in kept if quad.subject not in idle]
    phrases = _phrases(known) - _phrases(left)
    return [quad for quad in left if quad.subject not in phrases]


def _told_of(quads: Iterable[Quad]) -> set[object]:
    """What roles, values and relations are about."""
    told = [q for q in quads if q.predicate.value.startswith(CK.NS) and q.predicate != _CONFIDENCE]
    return {end for quad in told for end in _ends(quad.triple)}


def _phrases(quads: Iterable[Quad]) -> set[object]:
    return {quad.object for quad in quads if quad.predicate == _DENOTED_BY}
