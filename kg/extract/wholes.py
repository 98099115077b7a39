"""What events of different sentences have to do with each other: one of several told before, and what a claim is of.

"Twin bombings struck the town. ... The second blast" is part of the bombings; who "claimed responsibility", and does
not say what for, claims the attack that the article told of last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from kg.extract.drafts import Cluster, Draft
from kg.extract.episodes import EpisodeFinder
from kg.extract.frames import Frame
from kg.extract.links import Filler
from kg.extract.moments import STARTING, STARTS, Interval
from kg.extract.tree import Tree
from kg.ontology import Ontology

_ORDINALS: Final = frozenset("first second third fourth fifth last latter former latest".split())


def link_episodes(tree: Tree, clusters: Sequence[Cluster], ontology: Ontology) -> None:
    """Add to the drafts of CLUSTERS the larger events of other sentences that they belong to, and their day."""
    episodes = EpisodeFinder(tree, clusters, ontology)
    for cluster in clusters:
        whole = episodes.find(cluster) if not cluster.keys("partOf") else None
        if whole is not None:
            lead = cluster.drafts[0]
            _add(tree, lead, "partOf", whole)
            if cluster.kind == "Death" and ontology.is_a(whole.kind, "Attack"):
                cluster.kind = "Killing"
            span = next((s for s in whole.spans if s.begin is not None and s.begin == s.end), None)
            if span is not None and not cluster.spans and whole.kind == "Meeting":
                lead.span = span
                cluster.spans.add(span)


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


def lend_agents(tree: Tree, clusters: Sequence[Cluster], ontology: Ontology) -> None:
    """Let who did a violent event have done what it did: "jets made ten raids. ... The raids destroyed a bridge"."""
    cluster_of = {d.frame.head: cluster for cluster in clusters for d in cluster.drafts}
    for cluster in clusters:
        if cluster.keys("agent") or not ontology.is_a(cluster.kind, "ViolentEvent"):
            continue
        for draft in (d for d in cluster.drafts if d.frame.pos == "v"):
            for word in draft.frame.slots.get("subj", ()):
                doing = cluster_of.get(word)
                if doing is None or doing is cluster or not ontology.is_a(doing.kind, "ViolentEvent"):
                    continue
                agents = [f for f in doing.fillers("agent") if f.thing is not None]
                draft.fillers += tuple(Filler("agent", word, thing=f.thing) for f in agents)


def add_culprits(clusters: Sequence[Cluster], find: Callable[[Frame], Iterable[Filler]]) -> None:
    """Add who FIND tells to be behind the events of CLUSTERS; those without a name, where no agent is told."""
    for cluster in clusters:
        known = cluster.keys("agent")
        for draft in cluster.drafts:
            found = [f for f in find(draft.frame) if f.thing is not None and f.number not in known]
            new = tuple(f for f in found if not known or (f.thing is not None and f.thing.named))
            draft.fillers += new
            known |= {f.number for f in new}


def date_since(tree: Tree, clusters: Sequence[Cluster]) -> None:
    """Let what is told to have happened "since the siege began" begin with the siege, where its begin is told."""
    cluster_of = {d.frame.head: cluster for cluster in clusters for d in cluster.drafts}
    for cluster in clusters:
        for draft in cluster.drafts:
            anchor = next((c for w in _find_since(tree, draft) if (c := cluster_of.get(w)) is not None), None)
            if anchor is None or anchor is cluster or draft.span is not None:
                continue
            begin = next((d.span.begin for d in anchor.drafts if d.span is not None and d.span.begin is not None), None)
            if begin is not None:
                draft.span = Interval(begin, None)
                cluster.spans.add(draft.span)


def _find_since(tree: Tree, draft: Draft) -> Iterator[int]:
    """The words of events that "since" counts the time of DRAFT from: "since the start of the siege"."""
    for head in (draft.frame.head, draft.frame.helper):
        for child in tree.children(head, "advcl", "obl") if head is not None else ():
            if "since" not in (*tree.markers(child), tree.preposition(child)):
                continue
            yield child
            if tree.is_verb(child) and tree.lemma(child) in STARTING:
                yield from tree.children(child, "nsubj")
            elif tree.lemma(child) in STARTS:
                yield from (c for c in tree.children(child, "nmod") if tree.preposition(c) == "of")


def _last_before(cluster: Cluster, draft: Draft) -> int:
    """The place of the last mention of CLUSTER before DRAFT."""
    return max((d.frame.head for d in cluster.drafts if d.frame.head < draft.frame.head), default=-1)


def _is_one_of_several(tree: Tree, draft: Draft) -> bool:
    """Whether a draft is told as one of a number: "the second blast", "the first bomb went off"."""
    weapons = (f.word for f in draft.fillers_of("instrument") if f.word in draft.frame.slots.get("subj", ()))
    nouns = (draft.frame.head,) if draft.frame.pos == "n" else tuple(weapons)
    numbered = (c for noun in nouns if not tree.is_plural(noun) for c in tree.children(noun, "amod", "nummod"))
    return any(tree.lower(c) in _ORDINALS for c in numbered)


def _is_plural(tree: Tree, cluster: Cluster) -> bool:
    return any(d.frame.pos == "n" and tree.is_plural(d.frame.head) for d in cluster.drafts)


def _add(tree: Tree, draft: Draft, role: str, other: Cluster) -> None:
    draft.fillers += (Filler(role, draft.frame.head, frame=other.drafts[0].frame),)
