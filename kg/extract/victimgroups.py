"""Which people that harm befalls are those of before: "six Jesuit priests", later "the priests" or "the Jesuits".

Only people of whom the same kind of harm is told are made one, where noun, number, nation and what else is said of them
agree, no place or date parts the deeds, and no one else of before may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.agreement import is_one_deed
from kg.extract.drafts import DEADLY, Draft, hand_over
from kg.extract.nominals import Nominal
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_FAMILIES: Final = ("Abduction", "Injury", "ArmedAssault")
_PEOPLE: Final = frozenset({"Population", "SecurityForce"})
_DEFINITE: Final = frozenset("the these those".split())
_OTHERS: Final = find_words("others")
_DONE_TO: Final = find_words("done_to")
_SYNONYMS: Final = tuple(frozenset(find_words(name)) for name in ("clerics", "journalists", "police", "pupils"))
_ANYONE: Final = frozenset({"people", "person", "victim", "civilian", "man", "woman", "child"})
"""Nouns for people of whom a report tells of many, without saying which."""
_MANY: Final = 3
"""Of so many at least, the same number is no chance."""


def unify_victims(tree: Tree, drafts: Sequence[Draft], things: Things, ontology: Ontology) -> None:
    """Make one those victims of DRAFTS that are the same people; fillers and THINGS are changed in place."""
    _Unifier(tree, things, ontology).unify(drafts)


@dataclass(frozen=True, slots=True)
class _Group:
    """Some people as the words of one place tell them, and what befell them there."""

    thing: Thing
    mention: Nominal
    draft: Draft
    lemma: str
    beside: frozenset[str]

    def is_kind_of(self, other: _Group) -> bool:
        """Whether the nouns may stand for the same people, and neither says what the other does not allow."""
        is_synonym = any({self.lemma, other.lemma} <= synonyms for synonyms in _SYNONYMS)
        if self.lemma == other.lemma or is_synonym:
            return self.beside <= other.beside or other.beside <= self.beside
        is_short = not self.beside and _is_form(self.lemma, other.beside)  # "the Jesuits" for "Jesuit priests"
        return is_short or (not other.beside and _is_form(other.lemma, self.beside))


def _is_form(lemma: str, words: frozenset[str]) -> bool:
    return lemma in words or lemma.removesuffix("s") in words


class _Unifier:
    def __init__(self, tree: Tree, things: Things, ontology: Ontology) -> None:
        self._tree = tree
        self._things = things
        self._ontology = ontology
        self._groups: list[_Group] = []

    def unify(self, drafts: Sequence[Draft]) -> None:
        for draft in sorted(drafts, key=lambda draft: draft.frame.head):
            if draft.factuality != "actual" or self._family(draft.kind) is None:
                continue
            for group in list(self._groups_of(draft)):
                known = self._same(group)
                if known is None or known is group.thing:
                    self._groups.append(group)
                else:
                    self._join(known, group, drafts)

    def _family(self, kind: str) -> str | None:
        """The kind of harm: who is shot may have been killed."""
        if kind in DEADLY:
            return "ArmedAssault"
        return next((family for family in _FAMILIES if self._ontology.is_a(kind, family)), None)

    def _groups_of(self, draft: Draft) -> Iterator[_Group]:
        for filler in draft.fillers_of("target"):
            thing = filler.thing
            mention = thing.mention_at(filler.word) if thing is not None else None
            if thing is None or mention is None or not thing.plural or thing.kind not in _PEOPLE:
                continue
            core = mention.core
            words = {self._tree.lower(c) for c in self._tree.children(mention.head)}
            if mention.form == "pronoun" or words & _OTHERS:
                continue
            before = (c for c in self._tree.children(core, "amod", "compound", "nmod") if c < core)
            beside = frozenset(self._tree.lemma(c).lower() for c in before if self._tree.lower(c) not in _DONE_TO)
            yield _Group(thing, mention, draft, self._tree.lemma(core).lower(), beside)

    def _same(self, group: _Group) -> Thing | None:
        """The one group of before that GROUP may be."""
        if group.lemma in _ANYONE or not self._points_back(group):
            return None
        found = {known.thing.number: known.thing for known in self._groups if self._may_be(known, group)}
        return next(iter(found.values())) if len(found) == 1 else None

    def _points_back(self, group: _Group) -> bool:
        """Whether the words speak of known people: by "the", or by a number too great for chance."""
        mention = group.mention
        if mention.count is not None and mention.count >= _MANY and not group.thing.named:
            return True
        return any(self._tree.lower(c) in _DEFINITE for c in self._tree.children(mention.head, "det"))

    def _may_be(self, known: _Group, group: _Group) -> bool:
        if self._family(known.draft.kind) != self._family(group.draft.kind) or not known.is_kind_of(group):
            return False
        if self._sentence(known) == self._sentence(group):
            return False
        if group.mention.count is None and self._says_more(known, group):
            return False
        countries = {thing.country for thing in (known.thing, group.thing)} - {None}
        return len(countries) < 2 and self._is_number(known, group) and is_one_deed(known.draft, group.draft)

    def _says_more(self, known: _Group, group: _Group) -> bool:
        """Whether GROUP is told by what was not said before: "the television journalists", "the men who died there"."""
        after = [c for c in self._tree.children(group.mention.core, "nmod", "acl") if c > group.mention.core]
        is_new = not group.beside <= known.beside | {known.lemma, known.lemma.removesuffix("s")}
        return bool(after) or is_new

    def _is_number(self, known: _Group, group: _Group) -> bool:
        """Whether the same number is told of both; "the priests" are any number that was told before, or none."""
        count = group.mention.count
        counts = {mention.count for mention in known.thing.mentions} - {None}
        if count is None:
            return bool(counts) or known.mention.definite
        return count in counts

    def _sentence(self, group: _Group) -> int:
        return self._tree.sentence(group.mention.head).index

    def _join(self, known: Thing, group: _Group, drafts: Sequence[Draft]) -> None:
        """Make the victims of GROUP those KNOWN; of a name for many ("the Jesuits") only where the deed is told."""
        gone = group.thing
        hand_over((group.draft,) if gone.named else drafts, gone, known)
        if not gone.named:
            self._things.join(known, gone)
