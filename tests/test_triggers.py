"""Sentences that must tell an event of a class, and sentences that must not, through pipeline and extractor.

`triggers.toml` has at least two sentences for each class and one against it. All are read in one article each, so that
no sentence can borrow from another. `xfail` says what is at fault where the words are right and their tree is not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.model import Article, Extraction

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "triggers.toml").read_text(encoding="utf-8"))[
    "case"
]
LEAST_CASES = 150

pytestmark = pytest.mark.model


def to_parameters() -> Iterator[Any]:
    for case in CASES:
        marks = [pytest.mark.xfail(reason=case["xfail"], strict=False)] if "xfail" in case else []
        yield pytest.param(case, id=case["text"][:60], marks=marks)


@pytest.fixture(scope="module")
def read(read_article: Callable[[Article], Extraction]) -> Callable[[str], Extraction]:
    """Reads one sentence as an article."""
    return lambda text: read_article(Article(id="case", text=text))


def test_no_case_is_lost() -> None:
    assert len(CASES) >= LEAST_CASES


@pytest.mark.parametrize("case", list(to_parameters()))
def test_sentence(case: dict[str, Any], read: Callable[[str], Extraction]) -> None:
    extraction = read(case["text"])
    found = [(event.kind, case["text"][a.start : a.end]) for event in extraction.events for a in event.anchors]
    if "not" in case:
        assert case["not"] not in {kind for kind, _ in found}, found
        return
    kinds = {kind for kind, words in found if case["anchor"] in words or words in case["anchor"]}
    assert case["class"] in kinds, found
