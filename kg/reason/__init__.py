"""Reasoning: what follows from a graph by the rules of OWL 2 RL, and what in it cannot all be true.

Any RDF graph and any OWL 2 RL ontology will do; the ontology and background that come with kg are only the default.
"""

from kg.reason.closure import ONTOLOGY_GRAPH, Closure, close_quads, reason
from kg.reason.contradictions import (
    Contradiction,
    Premise,
    describe_contradiction,
    find_contradictions,
    require_consistency,
)
from kg.reason.engines import DEFAULT_ENGINE, ENGINES

__all__ = [
    "DEFAULT_ENGINE",
    "ENGINES",
    "ONTOLOGY_GRAPH",
    "Closure",
    "Contradiction",
    "Premise",
    "close_quads",
    "describe_contradiction",
    "find_contradictions",
    "reason",
    "require_consistency",
]
