"""How the parties of an event stand to each other beyond it, where its own word says so.

Who "joined" a militia is a member of it, who "supports" the army backs it, who wages "war against" rebels is hostile
to them. What merely follows from events, such as the hostility of attackers, is left to reasoning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.identity import Draft
from kg.extract.kinds import ACTORS, BODIES
from kg.extract.links import Filler
from kg.extract.relationwords import load_relation_words
from kg.extract.things import Thing
from kg.extract.titles import Relation
from kg.extract.tree import Tree
from kg.ontology import Ontology

_OTHER_SIDE: Final = ("target", "counterpart")
_ARMED: Final = frozenset({"ArmedGroup", "SecurityForce"})


def find_ties(tree: Tree, drafts: Sequence[Draft], ontology: Ontology) -> Iterator[Relation]:
    """The relations that the events of DRAFTS tell, of those that the text tells as facts."""
    telling = load_relation_words().telling
    for draft in drafts:
        relation = telling.get(tree.lemma(draft.frame.head))
        if relation is None or draft.factuality != "actual" or draft.kind not in relation.classes:
            continue
        for one in _things(draft.fillers_of("agent")):
            for other in draft.fillers_of(*_OTHER_SIDE):
                thing = other.thing
                if thing is None or thing is one or not _may_hold(relation.relation, one, thing, draft):
                    continue
                if ontology.allows(one.kind or "Thing", relation.relation, thing.kind or "Thing"):
                    yield Relation(one, relation.relation, thing, other.word)


def _things(fillers: Sequence[Filler]) -> Iterator[Thing]:
    for filler in fillers:
        if filler.thing is not None:
            yield filler.thing


def _may_hold(relation: str, one: Thing, other: Thing, draft: Draft) -> bool:
    """Whether two of their classes stand so to each other: crowds that fight the police are no enemies of theirs."""
    if relation == "memberOf":  # "joined the army in the search" makes no soldier; a group that joins stays one
        is_joined = any(other.mention_at(word) is not None for word in draft.frame.slots.get("obj", ()))
        is_body = one.named and one.kind in BODIES
        return is_joined and other.kind in BODIES and not is_body and "in" not in draft.frame.slots
    if relation == "hostileTo":
        return one.kind in BODIES and other.kind in BODIES and bool({one.kind, other.kind} & _ARMED)
    return one.kind in BODIES and other.kind in ACTORS
