"""Particles that parsers take for prepositions: "handed over fifteen prisoners" has an object, no "over fifteen".

And "short", which belongs to its verb: "stopped short of bombing the camp", "cut short his visit".
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.hanging import NOUNS, hang
from kg.lexicon import Lexicon
from kg.model import Token

_PARTICLES: Final = frozenset("away back down off out over up".split())
_LEAST: Final = 2
_SHORT: Final = frozenset({"stop", "fall"})


def free_particle(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Make word I the particle of the verb right before it, and its noun the object, where the lexicon has the two."""
    noun, verb = tokens[tokens[i].head], tokens[i - 1] if i > first else tokens[i]
    if tokens[i].upos in ("NOUN", "PROPN") and tokens[i].dep == "obl":
        _hang_from_verb(tokens, i)
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


def _hang_from_verb(tokens: list[Token], i: int) -> None:
    """Hang noun I from the verb whose particle it hangs from: "stayed away from the polls"."""
    particle = tokens[tokens[i].head]
    verb = tokens[particle.head]
    is_particle = particle.text.lower() in _PARTICLES and particle.dep in ("advmod", "compound:prt")
    if is_particle and verb.upos == "VERB" and verb.i < particle.i < i:
        hang(tokens, i, verb.i, "obl")


def hang_short(tokens: list[Token], i: int, last: int) -> None:
    """Make word I, the "short" of "stopped short of bombing", the particle of its verb, and hang the gerund there."""
    verb = tokens[tokens[i].head]
    if tokens[i].text.lower() != "short":
        return
    if verb.lemma.lower() == "cut" and verb.upos == "VERB" and tokens[i].dep in ("xcomp", "advmod"):
        tokens[i] = dataclasses.replace(tokens[i], dep="compound:prt", upos="ADP", xpos="RP")
    if verb.lemma.lower() not in _SHORT or verb.i != i - 1 or i + 2 > last:
        return
    gerund = next((t for t in tokens[i + 2 : last + 1] if t.head in (i, verb.i) and t.xpos == "VBG"), None)
    if tokens[i + 1].text.lower() == "of" and gerund is not None and tokens[i + 1].head == gerund.i:
        tokens[i] = dataclasses.replace(tokens[i], dep="compound:prt", upos="ADP", xpos="RP")
        hang(tokens, gerund.i, verb.i, "advcl")
