"""What is told of victims beside the attack that harmed them: whose deaths are killings, and what an attack did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.extract.drafts import DEADLY, Draft
from kg.extract.kinds import HARM
from kg.extract.links import Filler
from kg.extract.ownside import OwnSides
from kg.ontology import Ontology


def name_killings(drafts: Iterable[Draft], ontology: Ontology) -> None:
    """Call deaths killings where violence is said to have brought them about: no one dies of an attack by himself."""
    for draft in drafts:
        causes = [f.frame for f in draft.fillers_of("cause", "partOf") if f.frame is not None]
        is_violent = any(ontology.is_a(frame.kind, "ViolentEvent") for frame in causes)
        if draft.kind == "Death" and (is_violent or any(draft.fillers_of("agent"))):
            draft.kind = "Killing"


def fold_victims(drafts: Sequence[Draft], ontology: Ontology, sides: OwnSides) -> list[Draft]:
    """DRAFTS without the killings that an attack is said to have done; their victims go to the attack.

    Those of the attackers themselves stay: the attack is not on them, though they die in it.
    """
    by_head = {draft.frame.head: draft for draft in drafts}
    gone: set[int] = set()
    extra: defaultdict[int, list[Filler]] = defaultdict(list)
    for draft in drafts:
        if draft.kind not in HARM:
            continue
        outcomes = {f.frame.head for f in draft.fillers_of("cause") if f.frame is not None}
        for slot in ("subj", "in", *(() if draft.frame.pos == "v" else ("from", "of")), "cause"):
            for word in sorted(outcomes) if slot == "cause" else draft.frame.slots.get(slot, ()):
                cause = by_head.get(word)
                if cause is None or cause is draft or not _holds(cause, draft, ontology, is_outcome=slot == "cause"):
                    continue
                if draft.factuality not in ("actual", cause.factuality):
                    continue  # "the raid may have killed him": the raid happened
                if sides.is_one_of_several(draft, cause):
                    draft.fillers += (Filler("partOf", word, frame=cause.frame),)
                    continue
                if sides.falls(draft, cause):
                    _part(draft, cause)
                    continue
                cause.killed |= draft.killed
                extra[word] += [f for f in draft.fillers if f.role == "target"]
                if slot == "in" and not any(f.role == "agent" for f in cause.fillers):
                    cause.fillers += tuple(f for f in draft.fillers if f.role == "agent")
                cause.span = cause.span or draft.span
                cause.tolls += tuple(t for t in draft.tolls if t[0] not in {name for name, _ in cause.tolls})
                gone.add(draft.frame.head)
    for word, fillers in extra.items():
        known = {f.thing.number for f in by_head[word].fillers if f.thing is not None and f.role == "target"}
        by_head[word].fillers += tuple(f for f in fillers if f.thing is None or f.thing.number not in known)
    return [draft for draft in drafts if draft.frame.head not in gone]


def _part(draft: Draft, cause: Draft) -> None:
    """Make DRAFT a killing of its own within the attack CAUSE, whose agents "in the attack by rebels" tells."""
    if not any(f.frame is cause.frame for f in draft.fillers_of("cause", "partOf")):
        draft.fillers += (Filler("partOf", cause.frame.head, frame=cause.frame),)
    if draft.kind == "Death":
        draft.kind = "Killing"
    if not cause.fillers_of("agent"):
        doers = draft.fillers_of("agent")
        cause.fillers += tuple(doers)
        draft.fillers = tuple(f for f in draft.fillers if f not in doers)


def _holds(cause: Draft, draft: Draft, ontology: Ontology, *, is_outcome: bool) -> bool:
    """Whether the harm of DRAFT is what CAUSE did: "the double murder that resulted in the death of two lawyers"."""
    if is_outcome:
        is_open = {cause.kind, draft.kind} <= DEADLY and not any(cause.fillers_of("target"))
        return is_open and cause.frame.pos == "n" and draft.frame.pos == "n"
    if cause.kind == "Assassination" and cause.fillers_of("target"):
        return False  # an attempt on the minister that killed his driver was none on the driver
    return ontology.is_a(cause.kind, "Attack")
