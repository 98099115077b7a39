"""Particles that parsers take for prepositions: "handed over fifteen prisoners" has an object, no "over fifteen"."""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.hanging import NOUNS, hang
from kg.lexicon import Lexicon
from kg.model import Token

_PARTICLES: Final = frozenset("away back down off out over up".split())
_LEAST: Final = 2


def free_particle(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Make word I the particle of the verb right before it, and its noun the object, where the lexicon has the two."""
    noun, verb = tokens[tokens[i].head], tokens[i - 1] if i > first else tokens[i]
    if tokens[i].dep != "case" or tokens[i].text.lower() not in _PARTICLES or verb.upos != "VERB":
        return
    if noun.head != verb.i or noun.dep not in ("obl", "nmod") or noun.upos not in NOUNS or noun.i < i + _LEAST:
        return
    if tokens[i + 1].upos == "ADP":
        return  # "pulled out of the town"
    senses = lexicon.find_senses(verb.lemma.lower(), "v")
    is_phrasal = any(
        len(s.words) > 1 and s.words[1] == tokens[i].text.lower() and s.roles.get("obj") == "target" for s in senses
    )
    has_object = any(t.head == verb.i and t.dep.startswith(("obj", "nsubj:pass")) for t in tokens[first : noun.i])
    if is_phrasal and not has_object:
        tokens[i] = dataclasses.replace(tokens[i], head=verb.i, dep="compound:prt", upos="ADP", xpos="RP")
        hang(tokens, noun.i, verb.i, "obj")
