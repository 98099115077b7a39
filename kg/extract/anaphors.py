"""Definite nouns that take up an event told before: "the incident", "this process"."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from kg.extract.frames import Frame
from kg.extract.tree import Tree
from kg.resources import find_resource

_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those"})


@functools.cache
def load_anaphors() -> Mapping[str, str]:
    """The class of the event that each noun takes up: the table `ontology/lexicon/anaphors.toml`."""
    return {word: kind for kind, words in _load_table("anaphors").items() for word in words.split()}


@functools.cache
def load_doers() -> Mapping[str, frozenset[str]]:
    """The classes of deeds by which each noun names those who did them: the second table of that file."""
    return {noun: frozenset(kinds.split()) for kinds, nouns in _load_table("doers").items() for noun in nouns.split()}


@functools.cache
def load_tellers() -> Mapping[str, str]:
    """The class of the event that each noun for a doer tells together with a victim: the third table of that file."""
    return {noun: kind for kind, nouns in _load_table("tellers").items() for noun in nouns.split()}


def _load_table(name: str) -> Mapping[str, str]:
    path = find_resource("ontology", "lexicon", "anaphors.toml")
    table: Mapping[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    return table


def find_anaphors(tree: Tree, frames: Collection[Frame], *, closed: Collection[int] = ()) -> Iterator[Frame]:
    """Frames for such nouns; they have no roles and count only where there is an event to take up."""
    anaphors = load_anaphors()
    spent = {word for frame in frames for word in frame.words} | set(closed)
    for token in tree.tokens:
        kind = anaphors.get(tree.lemma(token.i)) if token.upos == "NOUN" and token.i not in spent else None
        if kind is None or tree.is_label(token.i, "compound"):
            continue
        is_definite = any(tree.lower(c) in _DEFINITE for c in tree.children(token.i, "det"))
        is_told = any(c > token.i for c in tree.children(token.i, "nmod", "acl")) or tree.children(token.i, "compound")
        is_aside = tree.preposition(token.i) == "in" and token.lemma == "process"  # "and in the process, it grew"
        if is_definite and not is_told and not is_aside:
            yield Frame(
                head=token.i,
                first=token.i,
                last=token.i,
                kind=kind,
                pos="n",
                roles=(),
                slots={},
                used=frozenset(),
                words=frozenset({token.i}),
                is_anaphor=True,
            )
