"""The component of spaCy with the network that is shipped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kg.nlp import load_pipeline

pytestmark = pytest.mark.model
TEXT = "Headline\n\nISIL fighters shelled Mosul on Monday.  The army, led by Gen. Ali Hassan, was forced to withdraw.\n"


@pytest.fixture(scope="module")
def nlp() -> Iterator[Any]:
    yield load_pipeline().nlp


def test_a_doc_carries_everything(nlp: Any) -> None:
    doc = nlp(TEXT)
    words = {token.text: token for token in doc}
    shelled = words["shelled"]
    assert (shelled.tag_, shelled.pos_, shelled.lemma_, shelled.dep_) == ("VBD", "VERB", "shell", "ROOT")
    assert shelled.morph.get("Tense") == ["Past"]
    assert {token.text: token.dep_ for token in shelled.children if token.dep_ in ("nsubj", "obj")} == {
        "fighters": "nsubj",
        "Mosul": "obj",
    }
    assert [sent.text.strip()[:8] for sent in doc.sents] == ["Headline", "ISIL fig", "The army"]
    assert {(span.text, span.label_) for span in doc.ents} >= {("ISIL", "ORG"), ("Mosul", "GPE"), ("Monday", "DATE")}


def test_beginnings_of_sentences_that_are_set_are_kept(nlp: Any) -> None:
    doc = nlp.make_doc("He fled She stayed there")
    for token in doc:
        token.is_sent_start = token.text in ("He", "She")
    for _, part in nlp.pipeline:
        doc = part(doc)
    assert [sent.text for sent in doc.sents] == ["He fled", "She stayed there"]


@pytest.mark.parametrize("text", ["", " ", "\n\n \n", "a " * 2000, "http://" + "x1/" * 900, "\u200b\u200b", "🇺🇦 中国"])
def test_odd_texts(nlp: Any, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert all(token.head.sent == token.sent for token in doc)


def test_one_by_one_is_as_many_at_a_time(nlp: Any) -> None:
    texts = ["Rebels seized Goma.", TEXT, "The UN condemned it."]
    together = [[(token.dep_, token.head.i) for token in doc] for doc in nlp.pipe(texts)]
    assert [len(heads) for heads in together] == [len(nlp(text)) for text in texts]
