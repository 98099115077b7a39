"""Nouns that only say that something was done, and the noun before them what: "sabotage operations" are sabotage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.lexicon import Lexicon, Sense
from kg.ontology import Ontology

HEADLESS: Final = find_words("headless")
_DOING: Final = frozenset({"campaign", "mission", "operation"})
"""Those of them that are the deed, where "attempt" and "plan" come before it."""
_DOERS: Final = {"poss": "agent", "of": "agent"}
"""Whose operations they are, where "the kidnapping of" tells who was kidnapped."""
_DEEDS: Final = ("ViolentEvent", "CoerciveEvent", "ProtestEvent", "Rescue", "Propaganda")


def with_deeds(tree: Tree, lexicon: Lexicon, ontology: Ontology, i: int, senses: Sequence[Sense]) -> tuple[Sense, ...]:
    """SENSES of noun I, and behind those that ask for further words what it means by the noun right before it."""
    return (*(s for s in senses if len(s.words) > 1), *_find_deeds(tree, lexicon, ontology, i), *senses)


def _find_deeds(tree: Tree, lexicon: Lexicon, ontology: Ontology, i: int) -> tuple[Sense, ...]:
    """What noun I means by the noun right before it; none where that names no deed."""
    lemma, before = tree.lemma(i), i - 1
    is_one = before in tree.children(i, "compound") and tree.tokens[before - 1].text != "-"  # "counter-terrorism"
    if lemma not in _DOING or not is_one:
        return ()
    senses = lexicon.find_senses(tree.lemma(before), "n")
    return tuple(
        replace(sense, words=(*sense.words, lemma), roles={**sense.roles, **_DOERS})
        for sense in senses
        if len(sense.words) == 1 and any(ontology.is_a(sense.kind, kind) for kind in _DEEDS)
    )
