"""Coordination of like with like: "an attack on the palace and a base" strikes both, and is no base itself.

Parsers often hang the second noun from the event that the first one belongs to. A noun for a building, a person, a
group or a weapon, or a name, is no coordinate of an event: it goes to the noun of its kind between the two.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.kinds import ACTORS, PLACES
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.model import Token

_GROUPS: Final = (PLACES, ACTORS, frozenset({"Weapon"}))
_NAME: Final = "name"


def hang_like(tokens: list[Token], i: int, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
    """Hang noun I, coordinate with an event noun, from the noun like it among the phrases of the event."""
    noun, event = tokens[i], tokens[tokens[i].head]
    if noun.dep != "conj" or event.i > i or not _is_event(event, lexicon) or _is_event(noun, lexicon):
        return
    kind = _kind_of(noun, gazetteer)
    if kind is None:
        return
    phrases = [t for t in tokens[event.i + 1 : i] if t.head == event.i and t.dep.startswith(("nmod", "obl"))]
    alike = [t for t in phrases if _kind_of(t, gazetteer) == kind]
    if alike:
        tokens[i] = dataclasses.replace(noun, head=alike[-1].i)


def _is_event(token: Token, lexicon: Lexicon) -> bool:
    return token.upos == "NOUN" and bool(lexicon.find_senses(token.lemma.lower(), "n"))


def _kind_of(token: Token, gazetteer: Gazetteer) -> str | None:
    """What a word stands for, as far as its kind decides what it is coordinate with."""
    if token.upos == "PROPN":
        return _NAME
    kind = gazetteer.type_noun(token.lemma.lower(), plural=token.xpos == "NNS") if token.upos == "NOUN" else None
    return next((min(group) for group in _GROUPS if kind in group), None)
