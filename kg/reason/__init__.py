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
from kg.reason.explain import Explanation, explain, format_explanations
from kg.reason.reasoner import DEFAULT_LIMIT, Reasoner
from kg.reason.retract import retract
from kg.reason.state import load_state, save_state

__all__ = [
    "DEFAULT_ENGINE",
    "DEFAULT_LIMIT",
    "ENGINES",
    "ONTOLOGY_GRAPH",
    "Closure",
    "Contradiction",
    "Explanation",
    "Premise",
    "Reasoner",
    "close_quads",
    "describe_contradiction",
    "explain",
    "find_contradictions",
    "format_explanations",
    "load_state",
    "reason",
    "require_consistency",
    "retract",
    "save_state",
]
