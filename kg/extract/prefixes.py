"""Names behind a prefix: "anti-Taliban rally", "pro-Russian militias", "non-Syrian fighters", "ex-FARC commander".

What such a name stands before is not of it: the rally is not held by the Taliban, the militias are no Russians. So the
name hangs by a label of its own, `prefixed`, which no reader of modifiers follows unawares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kg.extract.aliases import Name
from kg.extract.hanging import NOUNS, hang
from kg.extract.relationwords import load_relation_words
from kg.gazetteer import Gazetteer
from kg.model import Token

PREFIXED: Final = "prefixed"
_HYPHENS: Final = "-‐‑–"
_MODIFIERS: Final = frozenset({"compound", "amod", "nmod", "flat"})


def prefix_before(tokens: Sequence[Token], i: int) -> str | None:
    """The prefix, as written, that a hyphen joins to word I: "anti" for "Taliban" in "anti-Taliban"."""
    if i > 1 and tokens[i - 1].text in _HYPHENS:
        prefix = tokens[i - 2].text
    elif i > 0 and tokens[i - 1].text[-1] in _HYPHENS:
        prefix = tokens[i - 1].text[:-1]
    else:
        return None
    return prefix if prefix.lower() in load_relation_words().prefixes else None


def relation_before(tokens: Sequence[Token], i: int) -> str | None:
    """What the prefix before word I says of those it describes: `hostileTo` or `supports` the name at I."""
    prefix = prefix_before(tokens, i)
    return (load_relation_words().prefixes[prefix.lower()] or None) if prefix is not None else None


def hang_prefixed(tokens: list[Token], i: int, last: int, inside: Mapping[int, Name], gazetteer: Gazetteer) -> None:
    """Hang by `prefixed` the name or adjective of nation that begins at I, where a prefix and a noun are beside it.

    LAST is the last word of the sentence, INSIDE has the names by their words.
    """
    name = inside.get(i)
    if prefix_before(tokens, i) is None or (name is not None and name.first != i):
        return
    if name is None and gazetteer.country_of_adjective(tokens[i].text) is None:
        return
    head, end = (name.head, name.last) if name is not None else (i, i)
    noun = tokens[head].head
    if tokens[head].dep.partition(":")[0] not in _MODIFIERS or not end < noun <= last or tokens[noun].upos not in NOUNS:
        return
    hang(tokens, head, noun, PREFIXED)
    for before in range(i - 2 if tokens[i - 1].text in _HYPHENS else i - 1, i):
        hang(tokens, before, head, "punct" if tokens[before].text in _HYPHENS else "prefix")
