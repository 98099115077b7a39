"""Harm told again: "six pupils were shot dead", and later when and where that was, or of one person twice.

The same kind of people in the same number suffered the same; that other numbers, names, nations or words for "others"
stand beside them tells of another event. A person dies but once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.extract.agreement import agree, are_elsewhere
from kg.extract.drafts import DEADLY, Cluster, Draft
from kg.extract.links import Filler
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_MANY: Final = 3
_ANYONE: Final = frozenset({"people", "person"})
_OTHERS: Final = find_words("others")
_COUNTED: Final = frozenset({"Killing", "Death", "Injury", "Abduction", "Arrest"})
"""Classes of events whose victims are told by their number."""
_REGULAR: Final = frozenset({"SecurityForce", "Government", "InternationalOrganization"})
"""Who acts in public: soldiers are not the gunmen told of elsewhere."""

_PEOPLE: Final = frozenset({"Person", "Population"})


class Retelling:
    """Finds the event told before whose victims a mention tells again."""

    def __init__(self, tree: Tree, ontology: Ontology) -> None:
        self._tree = tree
        self._ontology = ontology

    def find(self, clusters: Sequence[Cluster], draft: Draft) -> Cluster | None:
        """The latest of CLUSTERS whose harm DRAFT tells again; victims told by their number become those told there."""
        if draft.factuality != "actual":
            return None
        told = [cluster for cluster in reversed(clusters) if cluster.drafts[0].factuality == "actual"]
        dead = next((cluster for cluster in told if self._dies_again(cluster, draft)), None)
        return dead or self._find_counted(told, draft)

    def _dies_again(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether the same person died of both."""
        is_kin = {cluster.kind, draft.kind} <= DEADLY or self._ontology.are_kin(cluster.kind, draft.kind)
        return is_kin and (any(draft.killed & d.killed for d in cluster.drafts) or self._die_again(cluster, draft))

    def _die_again(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether the same people died of both: "the murder of six priests shocked ... The priests were killed by"."""
        if not {cluster.kind, draft.kind} <= DEADLY:
            return False
        told = [f for f in draft.fillers_of("target") if f.thing is not None]
        known = {f.number: f for f in cluster.fillers("target")}
        is_same = any(_is_group(f) and f.number in known and _is_group(known[f.number]) for f in told)
        is_same = is_same and all(f.number in known for f in told)
        return is_same and agree(cluster, draft, but=("agent",)) and _may_be_doer(cluster, draft)

    def _find_counted(self, told: Sequence[Cluster], draft: Draft) -> Cluster | None:
        """The event told before that harmed the same number of the same people."""
        if draft.kind not in _COUNTED and not self._ontology.is_a(draft.kind, "Attack"):
            return None
        for cluster in told:
            if not self._may_be_again(cluster, draft):
                continue
            same = pair_victims(self._tree, cluster.fillers("target"), draft.fillers_of("target"))
            if same is not None:
                draft.fillers = tuple(
                    replace(f, thing=same[f.word].thing) if f.role == "target" and f.word in same else f
                    for f in draft.fillers
                )
                return cluster
        return None

    def _may_be_again(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether both tell of harm of one kind in different sentences, and no role or date parts them."""
        is_same = self._ontology.are_kin(cluster.kind, draft.kind) or {cluster.kind, draft.kind} <= DEADLY
        if draft.kind in DEADLY and self._ontology.is_a(cluster.kind, "Attack"):
            is_same = bool(draft.tolls) and any(set(draft.tolls) <= set(d.tolls) for d in cluster.drafts)
        if not is_same:
            return False
        index = self._tree.sentence(draft.frame.head).index
        if any(self._tree.sentence(d.frame.head).index == index for d in cluster.drafts):
            return False
        wholes = [
            {f.frame.head for f in d if f.frame is not None}
            for d in (cluster.fillers("partOf"), draft.fillers_of("partOf"))
        ]
        if all(wholes) and wholes[0].isdisjoint(wholes[1]):
            return False  # "six were hurt in a battle, six others in a raid"
        if are_elsewhere(cluster.fillers("place"), draft.fillers_of("place")):
            return False
        but = ("agent", "target", "place")
        return agree(cluster, draft, but=but) and _may_be_doer(cluster, draft)


def _is_group(filler: Filler) -> bool:
    """Whether a filler is some people that the text counts or means as known ones: no people as a whole."""
    thing = filler.thing
    if thing is None or not thing.plural or thing.kind not in _PEOPLE:
        return False
    mention = thing.mention_at(filler.word)
    is_some = mention is not None and (mention.count is not None or mention.definite)
    return not thing.named or (is_some and any(m.count is not None for m in thing.mentions))


def _may_be_doer(cluster: Cluster, draft: Draft) -> bool:
    """Whether those who did it may be the same: where one is told but by what he is, the other may have a name."""
    known = [f.thing for f in cluster.fillers("agent") if f.thing is not None]
    told = [f.thing for f in draft.fillers_of("agent") if f.thing is not None]
    shared = {t.number for t in known} & {t.number for t in told}
    is_regular = [any(t.kind in _REGULAR for t in things) for things in (known, told) if things]
    is_open = any(not t.named for t in known) or any(not t.named for t in told)
    return not known or not told or bool(shared) or (is_open and len(set(is_regular)) == 1)


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
