"""Fits the weights of confidence to annotated articles: `python -m kg.builders.confidence GOLD`.

Each article of GOLD is read as `kg build` reads it, and compared with what people found in it. A logistic regression
for each sort of fact, held towards zero, learns from the features of the facts which are right. How well it does on
articles that it has not seen is shown by leaving out each article in turn. All are held a little lower than they fit:
the rules were written beside these articles, and are right less often about others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, get_args

import click
import numpy as np
import numpy.typing as npt

from kg.builders.command import write_or_check
from kg.evaluation import Annotation, EventNote, Fact, GoldArticle, compare, read_gold, to_bands
from kg.evaluation.annotation import RELATIONS, ROLES, Span
from kg.evaluation.figures import calibration_error
from kg.extract import extract
from kg.extract.confidence import BASE, SURE_EVENT, TABLE, Sort, Weights, to_log_odds, to_probability
from kg.model import Article, Extraction
from kg.nlp import load_pipeline, parse
from kg.resources import find_resource

PENALTY: Final = 6.0
"""How strongly weights are held towards zero: as if so many facts spoke for none of them."""
CAUTION: Final = 0.2
"""Log-odds taken off each fact: of 32 articles annotated after the rules, 0.63 to 0.65 of the facts were right."""
_RARE: Final = 5
"""Features of fewer facts get no weight."""
_STEPS: Final = 50
_SORTS: Final = get_args(Sort)
_NO_WEIGHTS: Final[Weights] = {sort: {BASE: 0.0} for sort in _SORTS}

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One fact that was read out of an article: what is known of it, and whether it is right."""

    article: str
    sort: Sort
    features: frozenset[str]
    event: frozenset[str] | None
    is_right: bool


@dataclass(slots=True)
class _Recorder:
    """Gives each fact a number of its own for a confidence, by which its features are found again."""

    facts: list[tuple[Sort, frozenset[str], float | None]] = field(default_factory=list)

    def __call__(self, sort: Sort, features: frozenset[str], *, event: float | None = None) -> float:
        self.facts.append((sort, features, event))
        return self._to_number(len(self.facts) - 1)

    def find(self, number: float) -> tuple[Sort, frozenset[str], frozenset[str] | None]:
        """The sort and features of the fact with NUMBER, and the features of its event."""
        sort, features, event = self.facts[self._to_index(number)]
        return sort, features, None if event is None else self.facts[self._to_index(event)][1]

    def _to_number(self, index: int) -> float:
        return index * 2.0**-30

    def _to_index(self, number: float) -> int:
        return round(number * 2.0**30)


def read_examples(articles: Iterable[GoldArticle]) -> list[Example]:
    """The facts that kg reads out of annotated articles, each with whether people agree."""
    pipeline = load_pipeline(None)
    examples = []
    for gold in articles:
        article = Article(id=gold.id, text=gold.text, published=gold.published)
        recorder = _Recorder()
        extraction = extract(article, parse(pipeline, article), judge_fact=recorder)
        for one in compare(gold.annotation, to_annotation(extraction)).judged:
            sort, features, event = recorder.find(one.confidence)
            examples.append(Example(article=gold.id, sort=sort, features=features, event=event, is_right=one.is_right))
    return examples


def to_annotation(extraction: Extraction) -> Annotation:
    """What EXTRACTION says, in the form in which annotations are compared."""
    text = extraction.article.text
    confidence: dict[Fact, float] = {}
    roles: dict[str, list[tuple[str, str]]] = defaultdict(list)
    relations: dict[Fact, Span | None] = {}
    events = {event.key for event in extraction.events}
    for item in extraction.assertions:
        if item.filler is None or item.predicate not in (*ROLES, *RELATIONS):
            continue
        fact = (str(item.subject), item.predicate, str(item.filler))
        confidence[fact] = max(confidence.get(fact, 0.0), item.confidence)
        if item.subject in events:
            roles[item.subject].append((item.predicate, item.filler))
        else:
            relations[fact] = None
    confidence |= {(event.key, "a", event.kind): event.confidence for event in extraction.events}
    confidence |= {(entity.key, "a", entity.kind): entity.confidence for entity in extraction.entities}
    return Annotation(
        names={e.key: (e.label, *(text[m.start : m.end] for m in e.mentions)) for e in extraction.entities},
        kinds={entity.key: entity.kind for entity in extraction.entities},
        events={
            event.key: EventNote(
                key=event.key,
                kind=event.kind,
                anchors=tuple((anchor.start, anchor.end) for anchor in event.anchors),
                roles=tuple(dict.fromkeys(roles[event.key])),
            )
            for event in extraction.events
        },
        relations=frozenset(relations),
        confidence=confidence,
    )


# Fitting


def fit(examples: Sequence[Example], *, penalty: float = PENALTY) -> dict[str, dict[str, float]]:
    """The weights by sort; those of events come first, since roles build on them."""
    weights: dict[str, dict[str, float]] = {}
    for sort in _SORTS:
        own = [example for example in examples if example.sort == sort]
        counts: dict[str, int] = defaultdict(int)
        for example in own:
            for name in example.features:
                counts[name] += 1
        names = sorted(name for name, count in counts.items() if count >= _RARE)
        is_role = sort == "role"
        matrix = np.array([_to_row(example, names, weights.get("event") if is_role else None) for example in own])
        found = _regress(matrix, np.array([float(example.is_right) for example in own]), penalty)
        weights[sort] = dict(zip([BASE, *names, *([SURE_EVENT] if is_role else [])], found.tolist(), strict=True))
    return weights


def lower(weights: Mapping[str, Mapping[str, float]], by: float) -> dict[str, dict[str, float]]:
    """WEIGHTS by which each event, role and relation has log-odds that are less BY that much."""
    return {
        sort: {name: weight - by * (name == BASE and sort != "entity") for name, weight in table.items()}
        for sort, table in weights.items()
    }


def _to_row(example: Example, names: Sequence[str], event_weights: Mapping[str, float] | None) -> list[float]:
    row = [1.0, *(float(name in example.features) for name in names)]
    if event_weights is not None:
        row.append(to_log_odds(to_probability(event_weights, example.event or frozenset())))
    return row


def _regress(matrix: Array, right: Array, penalty: float) -> Array:
    """The weights of a logistic regression by Newton's method; all but the first are held towards zero."""
    weights = np.zeros(matrix.shape[1])
    ridge = np.full(matrix.shape[1], penalty)
    ridge[0] = 1e-3
    for _ in range(_STEPS):
        odds = 1 / (1 + np.exp(-(matrix @ weights)))
        slope = matrix.T @ (right - odds) - ridge * weights
        curve = (matrix * (odds * (1 - odds))[:, None]).T @ matrix + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def predict(weights: Weights, example: Example) -> float:
    """The confidence of the fact of EXAMPLE by WEIGHTS."""
    event = to_probability(weights["event"], example.event) if example.event is not None else None
    return to_probability(weights[example.sort], example.features, event=event)


def leave_out(examples: Sequence[Example], *, penalty: float = PENALTY) -> list[tuple[Example, float]]:
    """Each example with the confidence that it is given by weights fitted to the other articles."""
    judged = []
    for name in sorted({example.article for example in examples}):
        weights = lower(fit([example for example in examples if example.article != name], penalty=penalty), CAUTION)
        judged += [(example, predict(weights, example)) for example in examples if example.article == name]
    return judged


# The command


def to_report(judged: Sequence[tuple[Example, float]]) -> str:
    """How often facts of each confidence are right, by sort, in articles that the weights have not seen."""
    lines = []
    facts = [pair for pair in judged if pair[0].sort != "entity"]
    groups = {"all facts": facts, **{sort: [pair for pair in judged if pair[0].sort == sort] for sort in _SORTS}}
    for name, pairs in groups.items():
        bands = to_bands((sure, example.is_right) for example, sure in pairs)
        loss = -np.mean([np.log(sure if example.is_right else 1 - sure) for example, sure in pairs])
        lines.append(f"{name}: {len(pairs)}, apart on average by {calibration_error(bands):.3f}, log loss {loss:.3f}")
        for band in bands:
            share = f"{band.right}/{band.facts} = {band.share:.3f} right"
            lines.append(f"  {band.low:.1f} to {band.high:.1f}  given {band.confidence:.3f}, {share}")
    return "\n".join(lines)


def _to_table(weights: Weights) -> str:
    lines = [
        "# How much each feature of a fact speaks for or against it: weights of a logistic regression.",
        "# Written by `python -m kg.builders.confidence`, do not edit; kg/extract/confidence.py tells the features.",
    ]
    for sort, table in weights.items():
        lines += ["", f"[{sort}]", *(f"{name} = {weight:.3f}" for name, weight in table.items())]
    return "\n".join(lines) + "\n"


@click.command(help=__doc__)
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Only say whether the table is stale.")
@click.option("--penalty", default=PENALTY, show_default=True, help="How strongly weights are held towards zero.")
def main(gold: Path, penalty: float, *, check: bool) -> None:
    def build() -> dict[Path, str]:
        examples = read_examples(read_gold(gold))
        click.echo(to_report(leave_out(examples, penalty=penalty)))
        return {find_resource(*TABLE): _to_table(lower(fit(examples, penalty=penalty), CAUTION))}

    write_or_check(build, check=check)


if __name__ == "__main__":
    main()
