"""Infinitives: which verbs are, and what "going to", "have to", "have yet to" and "too weak to" make of theirs.

And infinitives that can but tell what something is done for, hung from their verbs as such.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.model import Factuality, Token

_AIMING: Final = find_words("aiming")


def free_aim(tokens: list[Token], i: int, first: int) -> None:
    """Make infinitive I loose where its verb takes none as its object: "cooperated to defeat them"."""
    verb = tokens[tokens[i].head]
    if tokens[i].dep != "xcomp" or tokens[i].xpos != "VB" or verb.upos != "VERB" or verb.lemma.lower() not in _AIMING:
        return
    if any(t.head == i and t.dep == "mark" and t.text.lower() == "to" for t in tokens[max(first, verb.i) : i]):
        tokens[i] = dataclasses.replace(tokens[i], dep="advcl")


def read_infinitive(tree: Tree, head: int) -> tuple[Factuality, ...] | None:
    """What HEAD makes of its infinitive by grammar alone; None where it has none, or its own meaning decides."""
    lemma = tree.lemma(head)
    if not any("to" in tree.markers(c) for c in tree.children(head, "xcomp", "advcl", "ccomp")):
        return None
    words = {tree.lower(c) for c in tree.children(head, "advmod")}
    if lemma == "about" or (lemma == "go" and tree.tokens[head].xpos == "VBG"):
        return ("planned",)
    if lemma == "have":
        return ("negated",) if "yet" in words else () if tree.tokens[head].xpos == "VBD" else ("planned",)
    if tree.tokens[head].upos == "ADJ" and "too" in words:
        return ("negated",)
    return () if lemma == "able" and was(tree, head) else None


def was(tree: Tree, head: int) -> bool:
    """Whether HEAD, an adjective or noun, is said to have been so: "was able", "was an attempt"."""
    return any(tree.tokens[c].xpos == "VBD" for c in tree.children(head, "cop"))


def is_to_infinitive(tree: Tree, verb: int) -> bool:
    """Whether VERB is an infinitive with "to", no gerund after a preposition ("confessed to bombing")."""
    return "to" in tree.markers(verb) and tree.tokens[verb].xpos != "VBG"


def is_going_on(tree: Tree, verb: int) -> bool:
    """Whether VERB tells what someone is at: who is using a thing to do something has not done it yet."""
    has_be = any(tree.lemma(c) == "be" for c in tree.children(verb, "aux"))
    return tree.tokens[verb].xpos in ("VBZ", "VBP") or (has_be and tree.tokens[verb].xpos == "VBG")
