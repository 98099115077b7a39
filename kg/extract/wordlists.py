"""Short lists of words that a rule asks for by name: the table `ontology/lexicon/wordlists.toml`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping

from kg.errors import UsageError, nearest
from kg.resources import find_resource


@functools.cache
def load_word_lists() -> Mapping[str, frozenset[str]]:
    """The lemmas of each list by its name."""
    table = tomllib.loads(find_resource("ontology", "lexicon", "wordlists.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in table.items()}


def find_words(name: str) -> frozenset[str]:
    """The lemmas of the list called NAME.

    >>> "former" in find_words("past_offices")
    True
    """
    lists = load_word_lists()
    if name not in lists:
        near = nearest(name, lists)
        raise UsageError(f"no list of words: {name!r}", hint=f"did you mean {near}?" if near else None)
    return lists[name]
