"""How what several words make of an event adds up: "did not plan to attack" tells of no attack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kg.model import Factuality

_COMBINED: Final[Mapping[tuple[Factuality, Factuality], Factuality]] = {
    ("actual", "planned"): "planned", ("planned", "planned"): "planned",
    ("possible", "planned"): "possible", ("negated", "planned"): "negated",
    ("actual", "possible"): "possible", ("planned", "possible"): "possible",
    ("possible", "possible"): "possible", ("negated", "possible"): "possible",
    ("actual", "negated"): "negated", ("planned", "negated"): "negated",
    ("possible", "negated"): "negated", ("negated", "negated"): "actual",
}  # fmt: skip
"""What an inner factuality becomes under an outer one; under `actual` it stays what it is."""


def combine(effects: Iterable[Factuality]) -> Factuality:
    """What EFFECTS, from the inside out, leave of an event that is told as a fact.

    >>> combine(["planned", "negated"]), combine(["negated", "negated"])
    ('negated', 'actual')
    """
    result: Factuality = "actual"
    for effect in effects:
        if effect != "actual":
            result = _COMBINED[result, effect]
    return result
