"""A chain that reads one sentence and no event out of any article: for what the command line does around the chain."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import kg.nlp
from kg.errors import InputError
from kg.model import Article, Extraction, Sentence
from kg.vocab import NIF, RDF, SCHEMA


def use_fake_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """An article with FAULT in it fails by a fault of kg, one with REFUSED by its own, STOP is Ctrl-C."""

    def parse(pipeline: object, article: Article) -> str:
        return article.text

    def extract(article: Article, parsed: str) -> Extraction:
        if "FAULT" in parsed:
            raise ZeroDivisionError("division by zero")
        if "REFUSED" in parsed:
            raise InputError("it is refused", where=article.id)
        if "STOP" in parsed:
            raise KeyboardInterrupt
        sentence = Sentence(index=0, first=0, last=0, start=0, end=len(article.text))
        return Extraction(article=article, sentences=(sentence,), entities=(), events=(), assertions=())

    def to_quads(extraction: Extraction, *, base: str, model: str) -> Iterator[Quad]:
        article = NamedNode(f"{base}article/{extraction.article.id}")
        yield Quad(article, NamedNode(RDF.type), NamedNode(SCHEMA.NewsArticle), article)
        yield Quad(article, NamedNode(NIF.isString), Literal(extraction.article.text), article)

    pipeline = SimpleNamespace(nlp=SimpleNamespace(meta={"lang": "en", "name": "fake", "version": "0"}))
    paths = {"SHIPPED": kg.nlp.SHIPPED, "FAST": kg.nlp.FAST, "FAST_NAME": kg.nlp.FAST_NAME}
    for name, members in {
        "kg.nlp": {**paths, "load_pipeline": lambda name: pipeline, "parse": parse},
        "kg.extract": {"extract": extract},
        "kg.dataset": {"to_quads": to_quads},
        "kg.settle": {"settle_names": list},
    }.items():
        module = ModuleType(name)
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, name, module)
