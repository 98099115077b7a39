"""Weapons told in a sentence of their own: "gunmen attacked the post ... They used mortars", "the bomb held dynamite".

They belong to the violence told right before, where it was done by those who are told to have used them, or where no
one else is; what a bomb or car is told to hold belongs to its blast.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.drafts import Draft
from kg.extract.links import Filler
from kg.extract.slots import SlotFinder
from kg.extract.things import Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_USING: Final = find_words("using")
_WIELDING: Final = find_words("wielding") | {"equip"}
_LOADING: Final = find_words("loading") | {"hold"}
_MADE: Final = frozenset({"make", "consist", "compose"})
_ATTACKERS: Final = find_words("attackers")
_NEAR: Final = 2
"""Sentences after violence in which those who did it are told to have used weapons."""
_AIMS: Final = ("for", "in", "during", "against", "as", "at", "on")
"""What stands before that for which something is used: where it is told, it need not be the violence of before."""


def add_arms(tree: Tree, drafts: Sequence[Draft], things: Things, slots: SlotFinder, ontology: Ontology) -> None:
    """Give DRAFTS, in text order, the weapons of which sentences after them tell; their fillers are changed."""
    finder = _Finder(tree, drafts, things, slots, ontology)
    for word in range(len(tree.tokens)):
        if tree.is_verb(word) or tree.lower(word) == "armed":
            finder.add(word)


class _Finder:
    def __init__(
        self, tree: Tree, drafts: Sequence[Draft], things: Things, slots: SlotFinder, ontology: Ontology
    ) -> None:
        self._tree = tree
        self._things = things
        self._slots = slots
        self._ontology = ontology
        self._violence = [d for d in drafts if ontology.is_a(d.kind, "ViolentEvent") and d.factuality == "actual"]
        self._taken = {f.word for d in drafts for f in d.fillers_of("instrument")}
        self._events = {d.frame.head for d in drafts}

    def add(self, verb: int) -> None:
        """Give the violence before VERB the weapons that it tells of."""
        if verb in self._events or not self._is_told(verb):
            return
        for users, words in (*self._used(verb), *self._borne(verb)):
            draft = self._done_by(verb, users)
            self._give(draft, words)
        for holders, words in self._held(verb):
            self._give(self._blown_by(verb, holders), words)

    def _is_told(self, verb: int) -> bool:
        """Whether VERB tells what was so: not "would use", "did not use" or "to use"."""
        tree = self._tree
        is_open = any(tree.tokens[c].xpos in ("MD", "TO") for c in tree.children(verb)) or tree.is_denied(verb)
        return not is_open and (tree.head(verb) is None or tree.is_label(verb, "conj", "ccomp", "parataxis"))

    def _used(self, verb: int) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        slots = self._slots.of_verb(verb)
        has_aim = any(slot in slots for slot in _AIMS) or bool(self._tree.children(verb, "advcl", "xcomp"))
        if self._tree.lemma(verb) in _USING and not has_aim:
            yield slots.get("subj", ()), slots.get("obj", ())

    def _borne(self, verb: int) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        tree, slots = self._tree, self._slots.of_verb(verb)
        if tree.lower(verb) == "armed" and tree.children(verb, "nsubj", "nsubj:pass"):
            yield tree.children(verb, "nsubj", "nsubj:pass"), slots.get("with", ())
        elif tree.lemma(verb) not in _WIELDING:
            return
        elif tree.is_passive(verb) and slots.get("obj"):
            yield slots.get("obj", ()), slots.get("with", ())
        elif slots.get("subj"):
            yield slots.get("subj", ()), slots.get("obj", ())

    def _held(self, verb: int) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        """What a bomb is told to hold, or to be made of."""
        tree, slots = self._tree, self._slots.of_verb(verb)
        if tree.lemma(verb) in _MADE:
            yield slots.get("obj", ()) or slots.get("subj", ()), slots.get("of", ())
        elif tree.lemma(verb) in _LOADING:
            is_passive = tree.is_passive(verb)
            yield slots.get("obj" if is_passive else "subj", ()), slots.get("with" if is_passive else "obj", ())

    def _before(self, verb: int, *, back: int) -> Iterator[Draft]:
        """The violence told in the BACK sentences before that of VERB, the latest first."""
        here = self._tree.sentence(verb).index
        for draft in sorted(self._violence, key=lambda d: -d.frame.head):
            if 0 < here - self._tree.sentence(draft.frame.head).index <= back:
                yield draft

    def _done_by(self, verb: int, users: Sequence[int]) -> Draft | None:
        """The violence of before that USERS did; without any, that of the sentence before."""
        if not users:
            return next(self._before(verb, back=1), None)
        known = {thing.number for word in users for thing in [self._things.at(word)] if thing is not None}
        near = list(self._before(verb, back=_NEAR))
        done = next((d for d in near if known & d.keys("agent")), None)
        is_attacker = all(self._tree.lemma(word) in _ATTACKERS for word in users)
        return done or (near[0] if near and is_attacker else None)

    def _blown_by(self, verb: int, holders: Sequence[int]) -> Draft | None:
        known = {thing.number for word in holders for thing in [self._things.at(word)] if thing is not None}
        before = self._before(verb, back=len(self._tree.parse.sentences))
        blown = [d for d in before if known & d.keys("instrument")]
        return next((d for d in blown if self._ontology.is_a(d.kind, "Attack")), next(iter(blown), None))

    def _give(self, draft: Draft | None, words: Sequence[int]) -> None:
        for word in words if draft is not None else ():
            thing = self._things.at(word)
            is_free = thing is not None and thing.kind == "Weapon" and word not in self._taken
            if draft is not None and thing is not None and is_free and thing.number not in draft.keys("instrument"):
                draft.fillers = (*draft.fillers, Filler("instrument", word, thing=thing))
