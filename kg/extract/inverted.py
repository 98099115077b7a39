"""Subjects that stand behind their verb: "killed in the raid were two nurses", "a bridge was hit, as were two boats".

Parsers take the noun behind "were" for what the participle tells more of, or for a clause of its own.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.hanging import NOUNS, hang
from kg.model import Token

_WAS: Final = frozenset({"was", "were"})
_FRONTED: Final = frozenset({"advcl", "amod", "acl", "nsubj", "csubj", "dep", "root"})
_BEFORE: Final = frozenset({"ADV", "PUNCT"})


def hang_inverted(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Make the noun behind "was" or "were" at I the subject of the passive participle that begins the sentence."""
    verb = next((t for t in tokens[first : last + 1] if t.upos not in _BEFORE), tokens[first])
    copula, noun = tokens[i], tokens[tokens[i].head]
    if copula.text.lower() not in _WAS or verb.xpos != "VBN" or not verb.i < i or verb.dep not in _FRONTED:
        return
    if noun.i == verb.i:
        noun = next((t for t in tokens[i + 1 : last + 1] if t.head == verb.i and t.dep.startswith("nsubj")), noun)
    is_noun = noun.i > i and noun.upos in NOUNS and not any(t.upos == "VERB" for t in tokens[i : noun.i])
    is_clause = noun.head == noun.i or verb.head == verb.i
    if not is_noun or not is_clause or {verb.head, noun.head} - {verb.i, noun.i}:
        return
    if any(t.head == noun.i and t.dep.startswith("nsubj") and t.i != verb.i for t in tokens[first : last + 1]):
        return
    for t in tokens[first : last + 1]:
        if t.head == noun.i and (t.i < i or t.dep == "punct") and t.i != verb.i:
            hang(tokens, t.i, verb.i, t.dep)
    hang(tokens, verb.i, verb.i, "root")
    tokens[verb.i] = dataclasses.replace(tokens[verb.i], upos="VERB")
    hang(tokens, noun.i, verb.i, "nsubj:pass")
    hang(tokens, i, verb.i, "aux:pass")


def hang_likewise(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Join the noun after "as were" at I to the subject of the passive verb before: "as were two boats"."""
    if tokens[i].text.lower() not in _WAS or i == first or tokens[i - 1].text.lower() != "as":
        return
    noun = next((t for t in tokens[i + 1 : last + 1] if t.upos in NOUNS and not i < t.head <= last), None)
    if noun is None or noun.dep not in ("advcl", "conj", "obl", "parataxis"):
        return
    verb = tokens[noun.head]
    subject = next((t for t in tokens[first:i] if t.head == verb.i and t.dep == "nsubj:pass"), None)
    if verb.i < i and verb.xpos == "VBN" and subject is not None:
        hang(tokens, noun.i, subject.i, "conj")
