"""What events of different sentences have to do with each other: one of several told before, and what a claim is of.

"Twin bombings struck the town. ... The second blast" is part of the bombings; who "claimed responsibility", and does
not say what for, claims the attack that the article told of last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.identity import Cluster, Draft
from kg.extract.links import Filler
from kg.extract.tree import Tree
from kg.ontology import Ontology

_ORDINALS: Final = frozenset("first second third fourth fifth last latter former latest".split())


def link_clusters(tree: Tree, clusters: Sequence[Cluster], ontology: Ontology) -> None:
    """Add to the drafts of CLUSTERS, given in the order of the text, what they tell of events told before."""
    for number, cluster in enumerate(clusters):
        lead = cluster.drafts[0]
        before = [c for c in clusters[:number] if c.drafts[0].factuality != "negated"]
        if cluster.kind == "ClaimOfResponsibility" and not cluster.keys("topic", "target"):
            claimed = [c for c in before if ontology.is_a(c.kind, "Attack")]
            if claimed:
                _add(tree, lead, "topic", max(claimed, key=lambda c: _last_before(c, lead)))
        elif _is_one_of_several(tree, lead) and not cluster.keys("partOf"):
            several = [c for c in before if _is_plural(tree, c) and ontology.are_kin(c.kind, cluster.kind)]
            if several:
                _add(tree, lead, "partOf", several[-1])


def _last_before(cluster: Cluster, draft: Draft) -> int:
    """The place of the last mention of CLUSTER before DRAFT."""
    return max((d.frame.head for d in cluster.drafts if d.frame.head < draft.frame.head), default=-1)


def _is_one_of_several(tree: Tree, draft: Draft) -> bool:
    """Whether a draft is told as one of a number: "the second blast"."""
    if draft.frame.pos != "n" or tree.is_plural(draft.frame.head):
        return False
    return any(tree.lower(c) in _ORDINALS for c in tree.children(draft.frame.head, "amod", "nummod"))


def _is_plural(tree: Tree, cluster: Cluster) -> bool:
    return any(d.frame.pos == "n" and tree.is_plural(d.frame.head) for d in cluster.drafts)


def _add(tree: Tree, draft: Draft, role: str, other: Cluster) -> None:
    draft.fillers += (Filler(role, draft.frame.head, frame=other.drafts[0].frame),)
