"""Harm told again with the same number of victims: "six pupils were shot dead", and later when and where that was.

The same kind of people in the same number suffered the same; that other numbers, names, nations or words for "others"
stand beside them tells of another event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.links import Filler
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

_MANY: Final = 3
_ANYONE: Final = frozenset({"people", "person"})
_OTHERS: Final = find_words("others")


@dataclass(frozen=True, slots=True)
class Victims:
    """A number of people of one kind: LEMMA for what they are, and the words that say more of them."""

    count: int
    lemma: str
    beside: frozenset[str]

    def may_be(self, other: Victims) -> bool:
        """Whether nothing says that OTHER are not the same people."""
        is_kind = self.lemma == other.lemma or bool({self.lemma, other.lemma} & _ANYONE)
        return self.count == other.count and is_kind and (self.beside <= other.beside or other.beside <= self.beside)


def find_victims(tree: Tree, fillers: Sequence[Filler]) -> list[tuple[Filler, Victims]]:
    """Those among FILLERS that are told by their number, too many of them for chance; none beside others."""
    found: list[tuple[Filler, Victims]] = []
    for filler in fillers:
        mention = filler.thing.mention_at(filler.word) if filler.thing is not None else None
        if mention is None or mention.count is None or filler.thing is None or filler.thing.named:
            return []
        words = {tree.lower(w) for w in tree.subtree(filler.word) if tree.sentence(w) == tree.sentence(filler.word)}
        if words & _OTHERS:
            return []
        beside = frozenset(tree.lemma(c) for c in tree.children(filler.word, "amod", "compound") if c < filler.word)
        found.append((filler, Victims(mention.count, tree.lemma(filler.word), beside)))
    return found if sum(victims.count for _, victims in found) >= _MANY else []


def pair_victims(tree: Tree, told: Sequence[Filler], again: Sequence[Filler]) -> dict[int, Filler] | None:
    """For each of AGAIN, by its word, the one of TOLD who is the same; None where not all can be."""
    before, after = find_victims(tree, told), find_victims(tree, again)
    if not before or len(before) != len(after):
        return None
    pairs: dict[int, Filler] = {}
    for filler, victims in after:
        same = next((f for f, v in before if v.may_be(victims) and f not in pairs.values()), None)
        if same is None:
            return None
        pairs[filler.word] = same
    return pairs
