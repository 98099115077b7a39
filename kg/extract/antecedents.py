"""Several things that one plural pronoun takes up together: "Chad and Mali praised their talks", the talks of both.

Grammars call it a split antecedent. Only coordinated subjects count, of the pronoun's own sentence or, where it is the
subject there, of the one before, and only where nothing after them can be meant: "France and Mali blamed the rebels for
their attack" is left open. What else a plural pronoun may gather from a text is guesswork.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.kinds import ACTORS, BODIES, PLACES
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree

_POSSESSIVE: Final = frozenset({"their", "theirs"})
_PLURAL: Final = _POSSESSIVE | {"they", "them"}


def find_joint(tree: Tree, things: Things, word: int) -> tuple[int, ...]:
    """The coordinated words that pronoun WORD stands for together; none where it stands for one thing or is none."""
    if tree.lower(word) not in _PLURAL or tree.tokens[word].upos != "PRON":
        return ()
    for subject in _subjects_before(tree, word):
        thing = things.at(subject)
        parties = tree.conjuncts(subject)
        if len(parties) == 1 and thing is not None and thing.kind == "Person" and not thing.plural:
            continue  # no one is "they" alone
        found = [things.at(party) for party in parties]
        is_joint = len(parties) > 1 and all(one is not None and one.kind in (*ACTORS, *PLACES) for one in found)
        others = (things.at(i) for i in range(max(tree.subtree(subject)) + 1, word))
        has_rival = any(one is not None and one not in found and _are_several(one) for one in others)
        return parties if is_joint and not has_rival else ()
    return ()


def _are_several(thing: Thing) -> bool:
    """Whether a plural pronoun may stand for THING alone."""
    return thing.kind in BODIES or (thing.plural and thing.kind in ACTORS)


def _subjects_before(tree: Tree, word: int) -> Iterator[int]:
    """The subjects that a plural pronoun WORD may take up, the nearest first."""
    below, found = word, False
    for above in tree.ancestors(word):
        is_beside = below == word and tree.lower(word) not in _POSSESSIVE
        for subject in tree.children(above, "nsubj"):
            if subject != word and not is_beside and subject != below and subject < word:
                found = True
                yield subject
        if tree.is_verb(above):
            below = above
    sentence = tree.sentence(word)
    if found or sentence.index == 0 or not tree.is_label(word, "nsubj"):
        return
    before = tree.parse.sentences[sentence.index - 1]
    for i in range(before.first, before.last + 1):
        head = tree.head(i)
        if tree.is_label(i, "nsubj") and head is not None and tree.head(head) is None:
            yield i
