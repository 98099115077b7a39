"""Nouns for stretches of events: "the start of the talks" speaks of the talks, "the second phase" is a part of them."""

from __future__ import annotations

from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.lexicon import Sense

PHASES: Final = find_words("phases")
"""Nouns that tell a phase of the event that follows "of"."""
_NUMBERED: Final = find_words("numbered_phases")
_NUMBERING: Final = find_words("numbering")
_STEPS: Final = find_words("steps")
_TOWARDS: Final = frozenset({"toward", "towards", "to"})
_PAVING: Final = frozenset("clear lay open pave prepare smooth".split())


def is_numbered_phase(tree: Tree, i: int) -> bool:
    """Whether word I tells one of several stretches of an event: "the second phase", "the initial stage"."""
    if tree.lemma(i) not in _NUMBERED or tree.tokens[i].upos != "NOUN":
        return False
    return any(tree.lower(c) in _NUMBERING for c in tree.children(i, "amod", "nummod"))


def to_sense(lemma: str, kind: str) -> Sense:
    """The meaning of LEMMA as a phase of an event of KIND: an event of its own, part of what follows "of"."""
    return Sense(
        words=(lemma,), pos="n", kind=kind, roles={"of": "partOf", "by": "agent"}, conditions=(), source="phase"
    )


def is_step(tree: Tree, noun: int, argument: str | None) -> bool:
    """Whether NOUN brings nearer what is still to come: "a step towards peace", "paved the way for talks"."""
    verb = tree.head(noun) if tree.is_label(noun, "obj") else None
    is_paved = argument == "for" and verb is not None and tree.lemma(verb) in _PAVING
    return tree.lemma(noun) in _STEPS and (is_paved or argument in _TOWARDS)
