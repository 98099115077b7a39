"""Words that name the larger event in a sentence: "as part of the offensive", "in the course of", "one of several"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kg.extract.frames import Frame
from kg.extract.kinds import HARM
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_PARTS: Final = frozenset({"part", "one"})
_LEADS: Final = frozenset({("part", "as"), ("course", "in")})
_SERIES: Final = find_words("series")
_WOUNDS: Final = frozenset({"wound", "injury", "burn"})
_GETTING: Final = frozenset({"sustain", "suffer", "receive", "incur"})
_COUNTING: Final = frozenset({"report", "record", "confirm", "register"})


def find_wholes(tree: Tree, head: int) -> Iterator[int]:
    """The nouns of what the event at noun or verb HEAD is told to be part of."""
    for child in tree.children(head, "obl", "nmod", "appos"):
        is_part = (tree.lemma(child), tree.preposition(child)) in _LEADS
        if is_part or (tree.is_label(child, "appos") and tree.lemma(child) in _PARTS):
            yield from _find_of(tree, child)
    predicate = tree.head(head)
    if predicate is None or not tree.is_label(head, "nsubj") or not tree.children(predicate, "cop"):
        return
    if any(tree.lower(c) in ("not", "n't", "n’t") for c in tree.children(predicate, "advmod")):
        return
    if tree.preposition(predicate) == "among":
        yield predicate
    elif tree.lemma(predicate) in _PARTS:
        yield from _find_of(tree, predicate)


def _find_of(tree: Tree, word: int) -> Iterator[int]:
    """What follows WORD by "of": the bombings in "part of a wave of bombings"."""
    for child in tree.children(word, "nmod"):
        if tree.preposition(child) == "of":
            yield child
            if tree.lemma(child) in _SERIES:
                yield from _find_of(tree, child)


def find_wounding(tree: Tree, head: int) -> Iterator[int]:
    """Where someone got the wounds that he dies of at HEAD: "died of wounds sustained in the raid"."""
    below = list(tree.children(head, "obl", "nmod"))
    below += [c for time in below for c in tree.children(time, "nmod")]  # "died Monday of wounds"
    for wound in below:
        if tree.lemma(wound) in _WOUNDS and tree.preposition(wound) in ("of", "from"):
            for verb in tree.children(wound, "acl"):
                yield from _find_in(tree, verb) if tree.lemma(verb) in _GETTING else ()


def find_counted(tree: Tree, head: int) -> Iterator[int]:
    """Where the harm that noun HEAD tells is reported: "no deaths were reported in the clash"."""
    first = tree.first_conjunct(head)
    verb = tree.head(first)
    if tree.is_nominal(head) and verb is not None and tree.is_label(first, "nsubj") and tree.lemma(verb) in _COUNTING:
        yield from _find_in(tree, verb)


def _find_in(tree: Tree, verb: int) -> Iterator[int]:
    return (c for c in tree.children(verb, "obl") if tree.preposition(c) in ("in", "during"))


def find_planting(tree: Tree, frame: Frame, at: Mapping[int, Frame], ontology: Ontology) -> Frame | None:
    """The event in which the bomb was set that goes off or harms: "killed by a bomb planted by rebels"."""
    if frame.pos != "v" or not (frame.kind in (*HARM, "Destruction") or ontology.is_a(frame.kind, "Bombing")):
        return None
    bombs = (word for slot in ("subj", "obj", "by", "with") for word in frame.slots.get(slot, ()))
    clauses = (clause for bomb in bombs for clause in tree.children(bomb, "acl"))
    settings = (at[clause] for clause in clauses if clause in at)
    return next((f for f in settings if f is not frame and ontology.is_a(f.kind, "Bombing")), None)
