"""Events that belong to a larger one told in another sentence: what was said at a meeting, cases of what was told.

"Keita met the envoy. ... He thanked the envoy" tells of one meeting; "there were attacks. In one case, ..." gives one
of the attacks; whom someone meets on a journey, he meets as part of it; victims counted right after an attack are those
of the attack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kg.extract.drafts import Cluster, Draft
from kg.extract.kinds import HARM, HELD
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_EXAMPLE: Final = re.compile(
    r"\W*(?:in (?:one|another|a (?:separate|second|third|similar|different)|the (?:latest|first|worst|deadliest)) "
    r"(?:\w+ )?(?:case|incident|instance|episode|example)|on (?:one|another) occasion|for (?:example|instance))\b",
    re.IGNORECASE,
)
_FURTHER: Final = re.compile(r"\W*elsewhere\b", re.IGNORECASE)
_HARMFUL: Final = ("ViolentEvent", "CoerciveEvent")
_TALK: Final = ("VerbalConflict", "Praise", "Pledge", "AgreementEvent", "Threat", "Statement", "Negotiation")
_FACE_TO_FACE: Final = find_words("face_to_face")
_TO_OTHERS: Final = frozenset(
    "conference earlier interview journalist journalists later media meanwhile press reporters speech statement".split()
)
"""Words that tell that something is said elsewhere than where people met."""
_APART: Final = frozenset(
    "another different elsewhere separate separately since meanwhile later earlier previous previously other".split()
)
"""Words of sentences that count the victims of other events."""
_IN: Final = frozenset("in by from of during at on near when".split())
_TOLD: Final = 2
"""Sentences over which a count of victims looks back for the attack."""
_BACK: Final = 3
"""Sentences over which a case looks back for what it is a case of, and a word at a meeting for the meeting."""


class EpisodeFinder:
    """Answers for the clusters of one parse, in the order of the text, which larger event told before holds them."""

    def __init__(self, tree: Tree, clusters: Sequence[Cluster], ontology: Ontology) -> None:
        self._tree = tree
        self._clusters = clusters
        self._ontology = ontology
        self._cases: dict[int, Cluster] = {}

    def find(self, cluster: Cluster) -> Cluster | None:
        """The larger event that CLUSTER is told as part of."""
        lead = cluster.drafts[0]
        if lead.factuality not in ("actual", "planned") or lead.frame.pos != "v":
            return None
        before = [c for c in self._clusters if c.drafts[0].frame.head < lead.frame.head and c is not cluster]
        before = [c for c in before if c.drafts[0].factuality == lead.factuality]
        if lead.factuality == "planned":
            return self._of_trip(cluster, before)
        finders = (self._of_case, self._of_attack, self._of_meeting, self._of_trip)
        return next((whole for find in finders if (whole := find(cluster, before)) is not None), None)

    def _sentence(self, draft: Draft) -> int:
        return self._tree.sentence(draft.frame.head).index

    def _since(self, whole: Cluster, draft: Draft) -> int:
        """The sentences from the last mention of WHOLE before DRAFT."""
        before = [d for d in whole.drafts if d.frame.head < draft.frame.head]
        return self._sentence(draft) - self._sentence(before[-1])

    def _is_any(self, cluster: Cluster, kinds: Iterable[str]) -> bool:
        return any(self._ontology.is_a(cluster.kind, kind) for kind in kinds)

    def _of_case(self, cluster: Cluster, before: Sequence[Cluster]) -> Cluster | None:
        """What the sentence of CLUSTER gives a case of: "there were reports of abuses. In one case, ..."."""
        tree, lead = self._tree, cluster.drafts[0]
        sentence = tree.sentence(lead.frame.head)
        text = tree.text[sentence.start : sentence.end]
        verb = tree.first_conjunct(lead.frame.head)
        is_main = tree.is_label(verb, "root") or tree.head(verb) is None
        if not is_main or not self._is_any(cluster, _HARMFUL):
            return None
        whole: Cluster | None = None
        if _EXAMPLE.match(text):
            told = [c for c in before if 0 < sentence.index - self._sentence(c.drafts[-1]) <= _BACK]
            plural = [c for c in told if self._is_several(c) and self._is_any(c, _HARMFUL)]
            fitting = [c for c in plural if self._ontology.are_kin(c.kind, cluster.kind) or c.kind == "Violence"]
            whole = fitting[-1] if fitting else None
        elif _FURTHER.match(text):
            whole = self._cases.get(sentence.index - 1)
        if whole is not None:
            self._cases[sentence.index] = whole
        return whole

    def _is_several(self, cluster: Cluster) -> bool:
        nouns = [d.frame.head for d in cluster.drafts if d.frame.pos == "n"]
        return any(self._tree.is_plural(noun) for noun in nouns)

    def _of_meeting(self, cluster: Cluster, before: Sequence[Cluster]) -> Cluster | None:
        """The meeting of those who say CLUSTER to each other: "Keita met the envoy. He thanked the envoy"."""
        lead = cluster.drafts[0]
        if not self._is_any(cluster, _TALK) or self._tree.tokens[lead.frame.head].xpos not in ("VBD", "VBN"):
            return None
        parties = {number for number in cluster.keys("agent", "counterpart", "target") if number >= 0}
        is_face_to_face = self._is_readout(lead)
        for whole in reversed([c for c in before if c.kind == "Meeting"]):
            back = self._since(whole, lead)
            if not 0 <= back <= _BACK:
                return None
            shared = parties & whole.keys("agent", "counterpart")
            is_then = lead.span is None or lead.span in whole.spans
            least = 0 if is_face_to_face and not cluster.keys("place") else 1
            if len(shared) > least and shared == parties and is_then and bool(cluster.keys("agent") & shared):
                return whole
        return None

    def _is_readout(self, draft: Draft) -> bool:
        """Whether a main verb tells what one says to those whom one meets: "he raised the case", "she thanked him"."""
        tree, head = self._tree, draft.frame.head
        first = tree.first_conjunct(head)
        is_main = tree.is_label(first, "root", "ccomp", "parataxis") or tree.head(first) is None
        told = {tree.lower(i) for i in tree.subtree(first)} if is_main else set()
        return is_main and tree.lemma(head) in _FACE_TO_FACE and not told & _TO_OTHERS

    def _of_attack(self, cluster: Cluster, before: Sequence[Cluster]) -> Cluster | None:
        """The attack told right before of which CLUSTER counts the victims: "A bomb exploded. Ten were killed"."""
        lead = cluster.drafts[0]
        is_open = not cluster.keys("agent", "instrument", "cause", "origin")
        if cluster.kind not in HARM or not is_open or not self._counts_anew(lead):
            return None
        violent = [c for c in before if self._is_any(c, ("ViolentEvent", "Conflict", "Death"))]
        others = [c for c in violent if c.kind not in HARM or c.keys("agent", "place")]
        whole = others[-1] if others else None
        if (
            whole is None
            or not self._is_any(whole, ("Attack",))
            or self._is_several(whole)
            or not 0 < self._since(whole, lead) <= _TOLD
        ):
            return None
        tolls = [dict(toll for d in c.drafts for toll in d.tolls) for c in (whole, cluster)]
        is_clash = any(tolls[0].get(name, number) != number for name, number in tolls[1].items())
        dates = [span for span in whole.spans if span.begin is not None]
        is_then = lead.span is None or any(span.holds(lead.span) for span in dates)
        is_there = not cluster.keys("place") or bool(cluster.keys("place") & whole.keys("place", "target"))
        return whole if is_then and is_there and not is_clash else None

    def _counts_anew(self, draft: Draft) -> bool:
        """Whether a main verb tells how many suffered just then: not "have been killed" or "elsewhere, ten died"."""
        tree, head = self._tree, draft.frame.head
        first = tree.first_conjunct(head)
        sufferers = {filler.word for filler in draft.fillers_of("target")}
        doers = set(draft.frame.slots.get("subj", ())) - sufferers  # "we killed one"
        if not draft.tolls or tree.children(first, "advcl") or (doers and not tree.lemma(head) == "die"):
            return False
        placed = {filler.word for filler in draft.fillers_of("place")}
        told = [c for verb in tree.conjuncts(first) for c in tree.children(verb, "obl") if tree.preposition(c) in _IN]
        if any(tree.tokens[c].upos == "NOUN" and c not in placed for c in told):
            return False  # "killed in a road accident"
        is_main = tree.is_label(first, "root", "ccomp", "parataxis") or tree.head(first) is None
        sentence = tree.sentence(head)
        words = {tree.lower(i) for i in range(sentence.first, sentence.last + 1)}
        helpers = {tree.lemma(c) for verb in (head, first) for c in tree.children(verb, "aux")}
        return is_main and not words & _APART and "have" not in helpers

    def _of_trip(self, cluster: Cluster, before: Sequence[Cluster]) -> Cluster | None:
        """The journey on which someone meets others: "Keita will travel to Chad. In Faya he will meet the envoy"."""
        lead = cluster.drafts[0]
        if not self._is_any(cluster, HELD) or not self._is_main(lead):
            return None
        for trip in reversed([c for c in before if c.kind == "Travel" and c.drafts[0].frame.pos == "v"]):
            back = self._since(trip, lead)
            is_near = 0 < back <= (_BACK if lead.factuality == "planned" else 1)
            is_own = bool(cluster.keys("agent")) and cluster.keys("agent") == trip.keys("agent")
            is_then = lead.span is None or any(span.holds(lead.span) for span in trip.spans)
            is_placed = bool(cluster.keys("place")) and not cluster.keys("place") & trip.keys("destination")
            is_open = lead.factuality == "planned" or (lead.span is None and not is_placed)
            is_open = is_open or bool(cluster.keys("place") & trip.keys("destination"))
            if is_near and is_own and (is_then or not trip.spans) and is_open:
                return trip
        return None

    def _is_main(self, draft: Draft) -> bool:
        """Whether verb DRAFT tells what is done or will be done, as its clause has it: not "has met", "to meet"."""
        tree, head = self._tree, draft.frame.head
        helpers = {tree.lemma(c) for c in tree.children(head, "aux")}
        is_then = tree.tokens[head].xpos == "VBD" and not helpers
        return is_then or (tree.tokens[head].xpos == "VB" and "will" in helpers)
