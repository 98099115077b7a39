"""Ends that are only asked for, and aims that attacks are said to have: no events of their own.

"We call for an end to the attacks" demands something of the attacks, as "stop attacking" does; its "end" is a phase of
them (TimeML calls such words aspectual). Who stops what another does, or has stopped, did something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.extract.drafts import Draft
from kg.extract.links import Filler
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_ENDING: Final = find_words("ending")
_ENDED: Final = ("ViolentEvent", "CoerciveEvent", "Conflict")


def dissolve_endings(tree: Tree, drafts: Sequence[Draft], ontology: Ontology) -> list[Draft]:
    """DRAFTS without such ends; what was about one is about what is to end, and nothing is done for its sake."""
    at = {draft.frame.head: draft for draft in drafts}
    rejected = [filler.frame for draft in drafts if draft.kind == "Rejection" for filler in draft.fillers]
    refused = {frame.head for frame in rejected if frame is not None}  # who refuses to end a war rejects its end
    told = [draft for draft in drafts if draft.frame.head not in refused]
    ended = {draft.frame.head: found for draft in told if (found := _find_ended(tree, draft, at, ontology))}
    kept = [draft for draft in drafts if draft.frame.head not in ended]
    for draft in kept:
        fillers: list[Filler] = []
        for filler in draft.fillers:
            inner = ended.get(filler.frame.head) if filler.frame is not None else None
            if inner is None:
                fillers.append(filler)
            elif filler.role != "purpose" or draft.kind == "Negotiation":  # "talks to end the war" are about the war
                role = "topic" if filler.role == "purpose" else filler.role
                fillers += [replace(filler, role=role, frame=one.frame) for one in inner]
        draft.fillers = tuple(fillers)
    return kept


def fold_aims(tree: Tree, drafts: Sequence[Draft], ontology: Ontology) -> list[Draft]:
    """DRAFTS without what attacks are only said "to target": whom they target is their target."""
    at = {draft.frame.head: draft for draft in drafts}
    gone: set[int] = set()
    for draft in drafts:
        for filler in draft.fillers_of("purpose") if ontology.is_a(draft.kind, "Attack") else ():
            aim = at.get(filler.frame.head) if filler.frame is not None else None
            if aim is not None and tree.lemma(aim.frame.head) == "target" and aim.frame.pos == "v":
                known = {one.number for one in draft.fillers_of("target", "agent")}
                told = tuple(one for one in aim.fillers_of("target") if one.number not in known)
                draft.fillers = (*(one for one in draft.fillers if one is not filler), *told)
                gone.add(aim.frame.head)
    return [draft for draft in drafts if draft.frame.head not in gone]


def _find_ended(tree: Tree, draft: Draft, at: dict[int, Draft], ontology: Ontology) -> list[Draft]:
    """What DRAFT tells the end of, where that is no fact and the end is its own or no one's, or that of a war."""
    is_end = draft.kind == "Cancellation" and tree.lemma(draft.frame.head) in _ENDING
    if not is_end or draft.factuality == "actual":
        return []
    told = [at[f.frame.head] for f in draft.fillers_of("target") if f.frame is not None and f.frame.head in at]
    agents = {filler.number for filler in draft.fillers_of("agent")}
    for one in told:
        is_own = one.kind == "Conflict" or agents <= {filler.number for filler in one.fillers_of("agent")}
        if not is_own or not any(ontology.is_a(one.kind, kind) for kind in _ENDED):
            return []
    return told
