"""Blasts told again by the bomb that went off: "a bomb exploded ... The bomb had been planted by two men".

A bomb explodes once, and who planted it did what was told by its blast. What is one bomb is known before; bombs that
no word counts or points at ("they plant bombs") may be others each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.extract.agreement import agree, are_elsewhere
from kg.extract.drafts import Cluster, Draft
from kg.extract.kinds import PLACES
from kg.extract.links import Filler
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_BOMBS: Final = find_words("bombs") | find_words("missiles")
_BLASTS: Final = ("Bombing", "Shelling")
_OPEN: Final = frozenset({"actual", "possible"})


def is_same_blast(tree: Tree, cluster: Cluster, draft: Draft, ontology: Ontology) -> bool:
    """Whether DRAFT tells of a bomb or missile whose blast or planting CLUSTER tells."""
    if not any(ontology.is_a(cluster.kind, kind) and ontology.is_a(draft.kind, kind) for kind in _BLASTS):
        return False
    if cluster.drafts[0].factuality != "actual" or draft.factuality not in _OPEN:
        return False
    known = [f for d in cluster.drafts for f in d.fillers_of("instrument") if _is_certain(tree, f)]
    told = [f for f in draft.fillers_of("instrument") if _is_certain(tree, f)]
    if not any(_is_one(tree, one, other) for one in known for other in told):
        return False
    is_there = not are_elsewhere(_grounds(cluster.fillers("place")), _grounds(draft.fillers_of("place")))
    return is_there and agree(cluster, draft, but=("target", "place"))


def _is_certain(tree: Tree, filler: Filler) -> bool:
    """Whether FILLER is some bomb or bombs, and not bombs of which others are told elsewhere: "bomb attacks"."""
    head = tree.head(filler.word) if tree.is_label(filler.word, "compound") else None
    is_many = head is not None and tree.is_plural(head)
    return filler.thing is not None and tree.lemma(filler.word) in _BOMBS and not is_many


def _is_one(tree: Tree, one: Filler, other: Filler) -> bool:
    """Whether two fillers are one bomb or the same bombs: one word, or words that point at what was told."""
    if one.thing is None or one.thing is not other.thing:
        return False
    mention = other.thing.mention_at(other.word)
    return one.word == other.word or (mention is not None and (mention.definite or mention.form == "pronoun"))


def _grounds(fillers: Iterable[Filler]) -> list[Filler]:
    """The towns, regions and countries among FILLERS: of what lies in them, one blast is told to have hit several."""
    return [f for f in fillers if f.thing is not None and f.thing.kind in PLACES - {"Facility"}]
