"""Whatever a text holds, what is read out of it can be told as a graph: no text costs an article its extraction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.dataset import to_quads
from kg.extract import extract
from kg.model import Article, Extraction
from kg.nlp import load_pipeline, parse

PIECES = (
    "Rebels attacked a base in Gao on Friday, killing four soldiers.",
    "REBELS ATTACKED A BASE IN GAO ON FRIDAY, THE ARMY SAID.",
    "KABUL, Afghanistan (AP) --",
    "President Aliyu Danjuma of the Sahel Front (SF)",
    "“We will fight”, he said; “they must leave",
    "talks between the", "and", ",", "—", "(((", "]", "\n\n", "\n", "* list item", "1. First", "<b>bold</b>", "&amp;",
    "http://example.org/a?b=c#d", "@army #war 🚁", "e\u0301te\u0301", "الجيش", "军队", "\u200f", "\x00",
    "U.S.-led", "’s", "it its they them",
    "who which that", "not no never", "10,000", "$5m", "2014-15", "the the the of of of", "attack attack attack",
)  # fmt: skip

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def count_quads() -> Callable[[str], int]:
    pipeline = load_pipeline(None)

    def run(text: str) -> int:
        article = Article(id="case", text=text, published=date(2020, 3, 14))
        return len(list(to_quads(extract(article, parse(pipeline, article)), base="http://example.org/kg/")))

    return run


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    pieces=st.lists(st.sampled_from(PIECES) | st.text(max_size=12), min_size=1, max_size=14),
    glue=st.sampled_from(" \n"),
)
def test_any_text_becomes_a_graph(count_quads: Callable[[str], int], pieces: list[str], glue: str) -> None:
    assert count_quads(glue.join(pieces)) > 0


@pytest.mark.parametrize("text", [" ", "\n\n\n", "…", "(" * 300, "a " * 2000, "Rebels attacked. " * 200, "THE " * 500])
def test_odd_text_becomes_a_graph(count_quads: Callable[[str], int], text: str) -> None:
    assert count_quads(text) > 0


@pytest.mark.parametrize("ornament", ["(", "[]", "-", "=", "* ", "— ", "({<"])
def test_ornaments_are_few_words(ornament: str) -> None:
    """Each sign would be a word, and a text of brackets take ten times as long as one of words."""
    text = f"Rebels attacked Gao. {ornament * 100_000} They left."
    article = Article(id="case", text=text)
    found = parse(load_pipeline("fast"), article)
    assert len(found.tokens) < len(text) / 50
    assert {"Rebels", "Gao", "left"} <= {token.text for token in found.tokens}


def test_labels_of_wire_copy_are_spelt_as_elsewhere(read_article: Callable[[Article], Extraction]) -> None:
    """What stands all in capitals has labels with capitals where English has them."""
    text = "THE SALVADORAN ARMY KILLED HECTOR OQUELI AND TWO U.S. ENGINEERS IN GUATEMALA CITY."
    labels = {entity.label for entity in read_article(Article(id="wire", text=text)).entities}
    assert {"Salvadoran army", "Hector Oqueli", "two U.S. engineers", "Guatemala City"} <= labels
