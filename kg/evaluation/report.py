"""An evaluation as tables for people, as JSON, and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Final

from kg.evaluation.annotation import ROLES, VALUES
from kg.evaluation.evaluate import Difference, Evaluation
from kg.evaluation.figures import Band, Tally, calibration_error, to_bands

ROWS: Final = (
    "event", "type", "supertype", *(f"role:{role}" for role in ROLES), "roles", *(f"value:{name}" for name in VALUES),
    "relations", "entity type", "facts",
)  # fmt: skip
_COLUMNS: Final = ("article", "verdict", "part", "gold", "found", "start", "end", "quote", "sentence")
_PLURAL: Final = {"event": "events", "role": "roles", "relation": "relations", "entity": "entities"}


def format_figures(evaluation: Evaluation) -> str:
    """Precision, recall and F1 by row, in columns."""
    lines = [f"{'':18}{'precision':>10}{'recall':>8}{'F1':>8}{'right':>7}{'gold':>6}{'found':>7}"]
    for row, tally in _rows(evaluation.total):
        lines.append(
            f"{row:18}{tally.precision:10.3f}{tally.recall:8.3f}{tally.f1:8.3f}"
            f"{tally.right:7}{tally.gold:6}{tally.found:7}"
        )
    return _join(lines)


def format_errors(evaluation: Evaluation) -> str:
    """What was missed, spurious or wrong, sentence by sentence."""
    lines: list[str] = []
    place: tuple[str, str] | None = None
    for one in evaluation.differences:
        if (one.article, one.sentence) != place:
            place = (one.article, one.sentence)
            where = f" {one.start}" if one.start is not None else ""
            lines += [*([""] if lines else []), f"{one.article}{where}: {one.sentence or '(whole article)'}"]
        lines.append(f"  {_describe(one)}")
    return _join(lines)


def format_calibration(evaluation: Evaluation) -> str:
    """How many of the facts given a confidence are right, by bands, and how far the two lie apart on average."""
    blocks = []
    for name, bands in _bands(evaluation).items():
        lines = [f"{name:14}{'facts':>6}{'right':>7}{'share right':>13}{'confidence':>12}"]
        for band in bands:
            lines.append(
                f"{band.low:.1f} to {band.high:.1f}    {band.facts:6}{band.right:7}{band.share:13.3f}"
                f"{band.confidence:12.3f}"
            )
        lines.append(f"apart on average by {calibration_error(bands):.3f}")
        blocks.append(_join(lines))
    return "\n".join(blocks) or "No fact of these graphs has a confidence\n"


def to_json(evaluation: Evaluation) -> str:
    """All of it as one JSON object."""
    told = {
        "figures": {row: _figures(tally) for row, tally in _rows(evaluation.total)},
        "articles": {
            name: {row: _figures(tally) for row, tally in _rows(tallies)}
            for name, tallies in evaluation.by_article.items()
        },
        "calibration": {
            name: [{**asdict(band), "share": band.share} for band in bands]
            for name, bands in _bands(evaluation).items()
        },
        "errors": [asdict(one) for one in evaluation.differences],
        "absent": evaluation.absent,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def figures_to_csv(evaluation: Evaluation) -> str:
    """The figures, a line for each row of all articles together (`article` is empty) and of each article."""
    lines: list[Sequence[object]] = [("article", "row", "precision", "recall", "f1", "right", "gold", "found")]
    for name, tallies in [("", evaluation.total), *evaluation.by_article.items()]:
        lines += [(name, row, *_figures(tally).values()) for row, tally in _rows(tallies)]
    return _to_csv(lines)


def errors_to_csv(evaluation: Evaluation) -> str:
    """The differences, a line each."""
    rows = [asdict(one) for one in evaluation.differences]
    return _to_csv([_COLUMNS, *([row[name] for name in _COLUMNS] for row in rows)])


def calibration_to_csv(evaluation: Evaluation) -> str:
    """The bands of confidence, a line each."""
    lines: list[Sequence[object]] = [("facts of", "low", "high", "facts", "right", "share", "confidence")]
    for name, bands in _bands(evaluation).items():
        lines += [(name, b.low, b.high, b.facts, b.right, round(b.share, 4), round(b.confidence, 4)) for b in bands]
    return _to_csv(lines)


def _rows(tallies: Mapping[str, Tally]) -> Iterable[tuple[str, Tally]]:
    return [(row, tallies[row]) for row in ROWS if row in tallies]


def _figures(tally: Tally) -> dict[str, float]:
    return {
        "precision": round(tally.precision, 6), "recall": round(tally.recall, 6), "f1": round(tally.f1, 6),
        "right": tally.right, "gold": tally.gold, "found": tally.found,
    }  # fmt: skip


def _bands(evaluation: Evaluation) -> dict[str, tuple[Band, ...]]:
    """Bands for all facts, for events, roles and relations apart, and for entities; none where none is judged."""
    groups: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for one in evaluation.judged:
        pair = (one.confidence, one.is_right)
        groups[_PLURAL[one.sort]].append(pair)
        if one.sort != "entity":
            groups["facts"].append(pair)
    return {name: to_bands(groups[name]) for name in ("facts", *_PLURAL.values()) if groups[name]}


def _describe(one: Difference) -> str:
    what = f"{one.verdict:9}{one.part:12}"
    quote = f"“{one.quote}” " if one.quote and one.part != "relation" else ""
    if one.verdict == "wrong":
        return f"{what}{quote}{one.gold}, got {one.found}"
    return f"{what}{quote}{one.gold or one.found}"


def _join(lines: Sequence[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _to_csv(lines: Iterable[Sequence[object]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(["" if cell is None else cell for cell in line] for line in lines)
    return stream.getvalue()
