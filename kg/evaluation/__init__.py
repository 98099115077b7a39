"""How near a graph comes to what people read in the same articles.

`read_gold` reads annotated articles, `find_graphs` the graphs of them, `evaluate` compares the two, article by article.
"""

from __future__ import annotations

from kg.evaluation.annotation import Annotation, EventNote, Fact
from kg.evaluation.compare import Comparison, Finding, Judged, compare
from kg.evaluation.evaluate import Evaluation, evaluate
from kg.evaluation.figures import Tally, to_bands
from kg.evaluation.gold import GoldArticle, read_gold
from kg.evaluation.graphs import GraphFinder, read_annotation

__all__ = [
    "Annotation",
    "Comparison",
    "Evaluation",
    "EventNote",
    "Fact",
    "Finding",
    "GoldArticle",
    "GraphFinder",
    "Judged",
    "Tally",
    "compare",
    "evaluate",
    "read_annotation",
    "read_gold",
    "to_bands",
]
