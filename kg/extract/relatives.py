"""Relative clauses put right in a tree: "who" takes up a person, not the body or place named right before it.

"A spokesman for Hamas who fled to Egypt" has the spokesman flee; parsers hang the clause from the nearer noun.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kg.extract.hanging import NOUNS, hang, is_below
from kg.gazetteer import Gazetteer
from kg.model import NameSpan, Token

_BODIES: Final = frozenset({"ORG", "GPE", "LOC", "FAC", "MILITARY", "ARMEDGROUP"})
_PHRASES: Final = ("nmod", "obl", "acl", "amod", "xcomp", "ccomp", "compound", "advcl")


def hang_relative(tokens: list[Token], i: int, first: int, names: Collection[NameSpan], gazetteer: Gazetteer) -> None:
    """Hang the clause whose subject is "who", word I, from the person in whose phrase the name before it stands."""
    verb = tokens[tokens[i].head]
    if tokens[i].text.lower() != "who" or not verb.dep.startswith("acl:relcl") or verb.i < i:
        return
    name = tokens[verb.head]
    if not any(span.first <= name.i <= span.last and span.label in _BODIES for span in names) or name.i > i:
        return
    noun = name
    while noun.dep.startswith(_PHRASES) and first <= noun.head < noun.i:
        noun = tokens[noun.head]
        if noun.upos in NOUNS and gazetteer.is_person_noun(noun.lemma.lower()):
            if not is_below(tokens, noun.i, verb.i):
                hang(tokens, verb.i, noun.i, verb.dep)
            return
