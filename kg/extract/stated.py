"""What holds between things as verbs in the present tell: "Diallo leads the militia", "the camp lies in Chad"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.kinds import BODIES, PLACES
from kg.extract.things import Thing, Things
from kg.extract.titles import Relation
from kg.extract.tree import Tree
from kg.ontology import Ontology

_LEADING: Final = frozenset({"chair", "command", "head", "lead"})
_LYING: Final = frozenset({"lie", "locate", "situate"})
_PRESENT: Final = frozenset({"VBZ", "VBP"})
_SOMEWHERE: Final = frozenset({"in", "inside", "within", "at"})
_INTO: Final = frozenset("into to toward towards through against on out".split())
_RELATIVE: Final = frozenset({"who", "which", "that"})
_NOT: Final = frozenset({"not", "n't", "n’t", "never"})


def find_stated(tree: Tree, things: Things, ontology: Ontology) -> Iterator[Relation]:
    """Who is told to lead which body, and which place to lie in which."""
    for token in tree.tokens:
        lemma = token.lemma.lower()
        if token.upos != "VERB" or lemma not in _LEADING | _LYING or _is_denied(tree, token.i):
            continue
        found = _led(tree, things, token.i) if lemma in _LEADING else _placed(tree, things, token.i)
        for one, predicate, other, word in found:
            if one is not other and ontology.allows(one.kind or "Thing", predicate, other.kind or "Thing"):
                yield Relation(one, predicate, other, word)


def _led(tree: Tree, things: Things, verb: int) -> Iterator[tuple[Thing, str, Thing, int]]:
    """Who leads as a rule what, not on a way: "Diallo leads the militia", but not "leads his men into the town"."""
    if tree.tokens[verb].xpos not in _PRESENT or tree.children(verb, "aux", "xcomp", "mark", "compound:prt"):
        return
    if any(tree.preposition(c) in _INTO for c in tree.children(verb, "obl")):
        return
    leader = _subject(tree, things, verb)
    if leader is None or leader.kind != "Person" or leader.plural:
        return
    for first in tree.children(verb, "obj"):
        for word in tree.conjuncts(first):
            body = things.at(word)
            if body is not None and body.kind in BODIES:
                yield leader, "leaderOf", body, word


def _placed(tree: Tree, things: Things, verb: int) -> Iterator[tuple[Thing, str, Thing, int]]:
    """Which place lies or is located in which."""
    is_told = tree.lemma(verb) == "lie" or tree.tokens[verb].xpos == "VBN"
    place = _subject(tree, things, verb) if is_told else None
    if place is None or place.kind not in PLACES:
        return
    for child in tree.children(verb, "obl"):
        whole = things.at(child) if tree.preposition(child) in _SOMEWHERE else None
        if whole is not None and whole.kind in PLACES:
            yield place, "locatedIn", whole, child


def _subject(tree: Tree, things: Things, verb: int) -> Thing | None:
    """The one of whom VERB tells: its subject, of a relative clause or a participle the noun before it."""
    subjects = tree.children(verb, "nsubj")
    if len(subjects) > 1 or (subjects and len(tree.conjuncts(subjects[0])) > 1):
        return None
    is_clause = tree.is_label(verb, "acl") and (not subjects or tree.lower(subjects[0]) in _RELATIVE)
    word = tree.tokens[verb].head if is_clause else subjects[0] if subjects else None
    return things.at(word) if word is not None else None


def _is_denied(tree: Tree, verb: int) -> bool:
    return any(tree.lower(c) in _NOT for c in tree.children(verb, "advmod"))
