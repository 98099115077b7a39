"""All annotated articles against all graphs: figures together and by article, and each difference with its sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.evaluation.annotation import Annotation, Span
from kg.evaluation.compare import Finding, Judged, Verdict, compare
from kg.evaluation.figures import Tally
from kg.evaluation.gold import GoldArticle
from kg.evaluation.graphs import GraphFinder
from kg.sentences import find_starts

_NOTHING: Final = Annotation(names={}, kinds={}, events={}, relations=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference where it stands: the article, the words of it, their offsets, and the sentence around them."""

    article: str
    verdict: Verdict
    part: str
    gold: str
    found: str
    start: int | None
    end: int | None
    quote: str
    sentence: str


@dataclass(slots=True, kw_only=True)
class Evaluation:
    """Counts by row, for all articles and for each; differences; confidences with whether they were right."""

    total: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_article: dict[str, dict[str, Tally]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


def evaluate(articles: Sequence[GoldArticle], graphs: GraphFinder) -> Evaluation:
    """Compare each of ARTICLES with its graph; where there is none, all that people found in it was missed."""
    evaluation = Evaluation()
    for gold in articles:
        found = graphs.find(gold)
        if found is None:
            evaluation.absent.append(gold.id)
        result = compare(gold.annotation, found or _NOTHING)
        evaluation.by_article[gold.id] = result.tallies
        for row, tally in result.tallies.items():
            evaluation.total[row].add(tally)
        evaluation.differences += _place(gold, result.findings)
        evaluation.judged += result.judged
    return evaluation


def _place(gold: GoldArticle, findings: Sequence[Finding]) -> list[Difference]:
    starts = [start.offset for start in find_starts(gold.text)] or [0]
    placed = [_to_difference(gold, finding, starts) for finding in findings]
    return sorted(placed, key=lambda one: (one.start is None, one.start or 0, one.part, one.verdict))


def _to_difference(gold: GoldArticle, finding: Finding, starts: Sequence[int]) -> Difference:
    span = finding.span
    return Difference(
        article=gold.id,
        verdict=finding.verdict,
        part=finding.part,
        gold=finding.gold,
        found=finding.found,
        start=span[0] if span else None,
        end=span[1] if span else None,
        quote=" ".join(gold.text[slice(*span)].split()) if span else "",
        sentence=_sentence(gold.text, span, starts) if span else "",
    )


def _sentence(text: str, span: Span, starts: Sequence[int]) -> str:
    """The sentence of TEXT in which SPAN begins, on one line."""
    number = max(bisect_right(starts, span[0]) - 1, 0)
    end = starts[number + 1] if number + 1 < len(starts) else len(text)
    return " ".join(text[starts[number] : end].split())
