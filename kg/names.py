"""Names as the pipeline marks them -> names with the common noun that makes them one: "the Tarsa checkpoint".

Corpora mark either "Tarsa" or the whole, so pipelines waver. A place name right before a noun for something built is
the name of that, unless an indefinite article or a number tells that it is one of several ("a Baghdad hospital").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg.gazetteer import Gazetteer
from kg.model import NameSpan, Token

_GIVING: Final = frozenset({"GPE", "LOC", "PERSON", "FAC"})
"""Labels of names after which buildings, bridges and camps are called; "a UN camp" only tells whose it is."""
_ONE_OF_SEVERAL: Final = frozenset("a an another any each every no some one two three four five".split())
_MOST_NOUNS: Final = 2
_REACH: Final = 4
"""So many words before the name an article may stand: "a former Tarsa prison"."""


def widen_names(tokens: Sequence[Token], names: Sequence[NameSpan], gazetteer: Gazetteer) -> Iterator[NameSpan]:
    """Give the names, those of facilities up to their noun."""
    starts = {name.first for name in names}
    for name in names:
        last = _find_noun(tokens, name, starts, gazetteer) if name.label in _GIVING else None
        yield name if last is None else replace(name, last=last, label="FAC")


def _find_noun(tokens: Sequence[Token], name: NameSpan, starts: Collection[int], gazetteer: Gazetteer) -> int | None:
    """The noun for something built that NAME stands before and hangs from."""
    for i in range(name.last + 1, min(name.last + 1 + _MOST_NOUNS, len(tokens))):
        token = tokens[i]
        if token.upos != "NOUN" or token.xpos == "NNS" or not token.text.islower() or i in starts:
            return None
        if gazetteer.type_noun(token.lemma, plural=False) == "Facility":
            hangs = any(tokens[k].head == i for k in range(name.first, name.last + 1))
            is_last = i + 1 >= len(tokens) or tokens[i + 1].upos != "NOUN"
            before = {t.text.lower() for t in tokens[max(0, name.first - _REACH) : name.first] if t.head == i}
            return i if hangs and is_last and not before & _ONE_OF_SEVERAL else None
    return None
