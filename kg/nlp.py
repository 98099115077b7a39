"""An article to words, trees and names: the only place that loads a spaCy pipeline."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from spacy.language import Language

from kg.errors import UsageError
from kg.model import Article, NameSpan, Parse, Sentence, Token

SHIPPED: Final = Path(__file__).parent / "models" / "conflict_news_sm"
_CHUNK: Final = 20_000


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A loaded language pipeline."""

    nlp: Language


def load_pipeline(name: str | None = None) -> Pipeline:
    """Load the pipeline that comes with kg, or another one by its name or folder."""
    import spacy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return Pipeline(spacy.load(SHIPPED if name is None else name, exclude=["senter"]))
        except OSError as error:
            raise UsageError(f"there is no language pipeline {name!r}") from error


def parse(pipeline: Pipeline, article: Article) -> Parse:
    """Parse ARTICLE; offsets are those of its text."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    names: list[NameSpan] = []
    for start, text in _chunks(article.text):
        doc = pipeline.nlp(text)
        words = [token for token in doc if not token.is_space]
        index = {token.i: len(tokens) + n for n, token in enumerate(words)}
        for token in words:
            head = token.head
            while head.i not in index and head.head.i != head.i:
                head = head.head
            tokens.append(
                Token(
                    i=index[token.i],
                    text=token.text,
                    lemma=token.lemma_,
                    upos=token.pos_,
                    xpos=token.tag_,
                    dep="root" if token.dep_ == "ROOT" else token.dep_,
                    head=index.get(head.i, index[token.i]),
                    start=start + token.idx,
                    end=start + token.idx + len(token),
                )
            )
        for sent in doc.sents:
            inside = [index[token.i] for token in sent if token.i in index]
            if inside:
                sentences.append(
                    Sentence(
                        index=len(sentences),
                        first=inside[0],
                        last=inside[-1],
                        start=tokens[inside[0]].start,
                        end=tokens[inside[-1]].end,
                    )
                )
        for span in doc.ents:
            inside = [index[token.i] for token in span if token.i in index]
            if inside:
                names.append(NameSpan(first=inside[0], last=inside[-1], label=span.label_))
    return Parse(tokens=tuple(tokens), sentences=tuple(sentences), names=tuple(names))


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, line
        start += len(line)
