"""Words that name the cause of an event: "in response to the raid", "protests sparked by", "to avenge the murder"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

REACTIONS: Final = find_words("reactions")
_RESULTS: Final = frozenset({"result", "consequence"})
_TO: Final = frozenset({"to", "for", "against", "of", "at", "over"})
_SPARKING: Final = find_words("sparking")
_REACTING: Final = frozenset({"retaliate", "respond", "react"})


def find_causes(tree: Tree, head: int) -> Iterator[int]:
    """The words for what brought about the event at noun or verb HEAD."""
    for child in tree.children(head, "obl", "nmod"):
        if (tree.preposition(child) == "in" and tree.lemma(child) in REACTIONS) or (
            tree.preposition(child) == "as" and tree.lemma(child) in _RESULTS
        ):
            yield from _find_reacted(tree, child)
        if tree.preposition(child) == "in" and tree.lemma(child) == "protest":
            yield from _find_reacted(tree, child)  # "resigned in protest at the massacre"
            yield from (c for c in tree.children(head, "obl") if c > child and tree.preposition(c) in ("at", "over"))
    for child in tree.children(head, "advcl", "xcomp"):
        if tree.lemma(child) == "avenge" and "to" in tree.markers(child):
            yield from tree.children(child, "obj")
        if tree.lemma(child) in _REACTING and tree.tokens[child].xpos == "VBG" and not tree.markers(child):
            yield from _find_answer_to(tree, child)  # "responding to the raid, rebels shelled the base"
    if tree.lemma(head) in _REACTING:
        yield from _find_answer_to(tree, head)
    if not tree.is_verb(head):
        yield from _find_sparked(tree, head)
    yield from _find_answered(tree, head)


def _find_reacted(tree: Tree, reaction: int) -> Iterator[int]:
    """What noun REACTION is a reaction to: the raid in "response to the raid"."""
    yield from (c for c in tree.children(reaction, "nmod") if tree.preposition(c) in _TO)


def _find_sparked(tree: Tree, noun: int) -> Iterator[int]:
    """What set off the event at NOUN: "protests sparked by a murder", "the raid was a response to a murder"."""
    above = tree.head(noun)
    verbs = list(tree.children(noun, "acl"))
    if above is not None and tree.is_label(noun, "nsubj"):
        verbs += [above] if tree.is_passive(above) else []
        if tree.children(above, "cop") and tree.lemma(above) in REACTIONS:
            yield from _find_reacted(tree, above)
        if tree.lemma(above) == "come":
            told = (c for c in tree.children(above, "obl") if tree.preposition(c) == "in")
            yield from (w for c in told if tree.lemma(c) in REACTIONS for w in _find_reacted(tree, c))
    for verb in verbs:
        if tree.lemma(verb) in _SPARKING and tree.tokens[verb].xpos in ("VBN", "VBD"):
            yield from (c for c in tree.children(verb, "obl") if tree.preposition(c) == "by")


def _find_answered(tree: Tree, verb: int) -> Iterator[int]:
    """What someone responds to by what VERB tells: "responded to the ambush by shelling the town"."""
    above = tree.head(verb)
    is_means = tree.tokens[verb].xpos == "VBG" and tree.is_label(verb, "advcl") and "by" in tree.markers(verb)
    if is_means and above is not None and tree.lemma(above) in _REACTING:
        yield from _find_answer_to(tree, above)


def _find_answer_to(tree: Tree, verb: int) -> Iterator[int]:
    return (c for c in tree.children(verb, "obl") if tree.preposition(c) in ("for", "to"))
