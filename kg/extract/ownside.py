"""Whether those who die in an attack are of the side that makes it: "five rebels died in the rebels' assault".

They die, but the assault is not made on them: nobody attacks his own, and who is told by his deed did it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.anaphors import load_doers
from kg.extract.bodies import find_modifiers
from kg.extract.drafts import Draft
from kg.extract.links import Filler
from kg.extract.nominals import Nominal
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.ontology import Ontology

_POINTING: Final = frozenset({"the", "this", "that"})
_BACK: Final = 3
"""Sentences within which "the attack" is one told before."""


class OwnSides:
    """Answers for the DRAFTS of one article, given in text order."""

    def __init__(self, tree: Tree, drafts: Sequence[Draft], things: Things, ontology: Ontology) -> None:
        self._tree = tree
        self._drafts = drafts
        self._things = things
        self._ontology = ontology

    def falls(self, harm: Draft, attack: Draft) -> bool:
        """Whether someone whom HARM befalls is of those who make ATTACK."""
        victims = [f for f in harm.fillers_of("target") if f.thing is not None]
        doers = self._doers(attack) or [f.thing for f in harm.fillers_of("agent") if f.thing is not None]
        return any(self._is_own(victim, doers, attack) for victim in victims)

    def is_one_of_several(self, harm: Draft, attack: Draft) -> bool:
        """Whether ATTACK tells of others beside HARM: "in two attacks, gunmen shot A and a bomb hurt B"."""
        tree = self._tree
        if harm.frame.pos != "v" or attack.frame.pos != "n" or not tree.is_plural(attack.frame.head):
            return False
        return any(tree.is_verb(c) and tree.children(c, "nsubj") for c in tree.children(harm.frame.head, "conj"))

    def _doers(self, attack: Draft) -> list[Thing]:
        """Who makes ATTACK, by its own words or those of the attack that it takes up."""
        doers = [f.thing for f in attack.fillers_of("agent") if f.thing is not None]
        tree, head = self._tree, attack.frame.head
        if doers or not any(tree.lower(c) in _POINTING for c in tree.children(head, "det")):
            return doers
        here = tree.sentence(head).index
        for earlier in reversed([d for d in self._drafts if d.frame.head < head]):
            if here - tree.sentence(earlier.frame.head).index > _BACK:
                break
            doers = [f.thing for f in earlier.fillers_of("agent") if f.thing is not None]
            if (
                doers
                and self._ontology.is_a(earlier.kind, "Attack")
                and self._ontology.are_kin(earlier.kind, attack.kind)
            ):
                return doers
        return []

    def _is_own(self, victim: Filler, doers: Sequence[Thing], attack: Draft) -> bool:
        thing = victim.thing
        mention = thing.mention_at(victim.word) if thing is not None else None
        if thing is None or mention is None or mention.form == "pronoun":
            return thing in doers
        noun = self._tree.lemma(mention.core)
        if thing in doers or noun in self._parties(attack):
            return True
        if not doers:
            return any(self._ontology.is_a(attack.kind, kind) for kind in load_doers().get(noun, ()))
        return any(self._is_like(mention, thing, doer) for doer in doers)

    def _parties(self, attack: Draft) -> Iterator[str]:
        """The nouns before the noun for ATTACK: "the militant attack"."""
        frame = attack.frame
        if frame.pos == "n":
            words = {*range(frame.first, frame.head), *self._tree.children(frame.head, "amod", "compound")}
            yield from (self._tree.lemma(word) for word in sorted(words))

    def _is_like(self, mention: Nominal, thing: Thing, doer: Thing) -> bool:
        """Whether people of a MENTION are told in the words for DOER: by noun, by modifiers, or as its members."""
        tree = self._tree
        if doer.named:
            return any(self._things.at(c) is doer for c in tree.children(mention.core, "compound", "amod", "nmod"))
        own = find_modifiers(tree, mention)
        for other in (m for m in doer.mentions if m.form == "description"):
            told = find_modifiers(tree, other)
            if tree.lemma(other.core) == tree.lemma(mention.core) and (not own or not told or own & told):
                return True
            if own and own == told and thing.kind == doer.kind:
                return True
        return False
