"""How the parties of an event stand to each other beyond it, where its own word says so.

Who "joined" a militia is a member of it, who "supports" the army backs it, who wages "war against" rebels or means to
"defeat" them is hostile to them; so are those who are helped to do it. What merely follows from events, such as the
hostility of attackers, is left to reasoning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.drafts import Draft
from kg.extract.kinds import ACTORS, BODIES
from kg.extract.links import Filler
from kg.extract.relationwords import Telling, load_relation_words
from kg.extract.things import Thing, Things
from kg.extract.titles import Relation
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_OTHER_SIDE: Final = ("target", "counterpart")
_ARMED: Final = frozenset({"ArmedGroup", "SecurityForce"})
_HELP: Final = frozenset({"Aid", "Praise", "Alliance"})
_INSIDE: Final = ("advcl", "xcomp", "conj", "acl", "obl", "nmod")
_CLIMB: Final = 4
_STANDING: Final = find_words("standing")
"""Words that make of what is to come a thing that holds: "is committed to supporting"."""
_DISPUTES: Final = frozenset({"Accusation", "Denial"})
"""Classes of events whose topic or target is what one side alone says, or says not to be."""


def find_ties(tree: Tree, things: Things, drafts: Sequence[Draft], ontology: Ontology) -> Iterator[Relation]:
    """The relations that the events of DRAFTS tell, of those that the text tells as facts or as aims."""
    finder = _TieFinder(tree, things, {draft.frame.head: draft for draft in drafts})
    disputed = _find_disputed(drafts)
    for draft in drafts:
        for relation in finder.of_draft(draft) if not _is_within(tree, draft.frame.head, disputed) else ():
            if isinstance(relation.filler, Thing) and ontology.allows(
                relation.subject.kind or "Thing", relation.predicate, relation.filler.kind or "Thing"
            ):
                yield relation


def _find_disputed(drafts: Sequence[Draft]) -> frozenset[int]:
    """The heads of what someone accuses another of or denies: no tie is a fact by that."""
    told = (f.frame for d in drafts if d.kind in _DISPUTES for f in d.fillers_of("topic", "target"))
    return frozenset(frame.head for frame in told if frame is not None)


def _is_within(tree: Tree, head: int, disputed: Collection[int]) -> bool:
    """Whether word HEAD tells what is DISPUTED, or a part of it; what a relative clause tells stands by itself."""
    below = head
    for above in (head, *tree.ancestors(head)) if disputed else ():
        if above in disputed:
            return True
        if tree.is_label(below, "acl:relcl"):
            return False
        below = above
    return False


@dataclass(frozen=True, slots=True)
class _TieFinder:
    tree: Tree
    things: Things
    at: Mapping[int, Draft]

    def of_draft(self, draft: Draft) -> Iterator[Relation]:
        yield from self._against(draft)
        word = self.tree.lemma(draft.frame.head)
        telling = load_relation_words().telling.get(word)
        if telling is None or draft.kind not in telling.classes or not self._is_told(draft, telling):
            return
        for other in draft.fillers_of(*_OTHER_SIDE):
            if other.thing is None:
                continue
            thing = self._group_of(other.thing, other.word) if telling.relation == "hostileTo" else other.thing
            for one in self._parties(draft, telling):
                if thing is not one and _may_hold(telling.relation, one, thing, draft, word):
                    yield Relation(one, telling.relation, thing, other.word)

    def _against(self, draft: Draft) -> Iterator[Relation]:
        """Whom those who are helped, or stand together, are against: "backed the army against the rebels"."""
        above = self.tree.ancestors(draft.frame.head)
        is_standing = draft.factuality == "planned" and any(self.tree.lemma(word) in _STANDING for word in above)
        if draft.kind not in _HELP or not (is_standing or draft.factuality == "actual"):
            return
        roles = ("agent", "counterpart") if draft.kind == "Alliance" else ("counterpart",)
        for first in draft.frame.slots.get("against", ()):
            for word in self.tree.conjuncts(first):
                other = self.things.at(word)
                for one in dict.fromkeys(_things(draft.fillers_of(*roles))) if other is not None else ():
                    if one is not other and other is not None and _may_hold("hostileTo", one, other, draft, ""):
                        yield Relation(one, "hostileTo", other, word)

    def _is_told(self, draft: Draft, telling: Telling) -> bool:
        """Whether the event is a fact, or an aim that tells how its parties stand to each other all the same."""
        if draft.factuality != "planned":
            return draft.factuality == "actual"
        if telling.relation == "hostileTo":
            return True
        above = self.tree.ancestors(draft.frame.head)
        return telling.relation == "supports" and any(self.tree.lemma(word) in _STANDING for word in above)

    def _parties(self, draft: Draft, telling: Telling) -> tuple[Thing, ...]:
        """Who does it, and who helps or is helped to do it: "support the army in the war on the rebels"."""
        agents = tuple(_things(draft.fillers_of("agent")))
        if telling.relation != "hostileTo":
            return agents
        agents = self._whose_aim(draft.frame.head) or agents or self._who_pledges(draft)
        help_ = self._help_for(draft.frame.head)
        if help_ is None or any(thing.kind == "ArmedGroup" for thing in _things(draft.fillers_of("agent"))):
            return agents
        helpers, helped = (tuple(_things(help_.fillers_of(role))) for role in ("agent", "counterpart"))
        if not set(agents) <= {*helpers, *helped}:
            return agents
        is_aim = "to" in self.tree.markers(self.tree.first_conjunct(draft.frame.head))
        return tuple(dict.fromkeys((*agents, *helped, *(helpers if is_aim else ()))))

    def _whose_aim(self, head: int) -> tuple[Thing, ...]:
        """Whose the noun is that says what is meant: the army in "the army's determination to defeat the rebels"."""
        tree = self.tree
        noun = tree.head(head) if tree.is_label(head, "acl") and "to" in tree.markers(head) else None
        if noun is None:
            return ()
        if tree.preposition(noun) == "by" and (doer := self.things.at(noun)) is not None:
            return (doer,)  # "the campaign by the army to defeat them"
        owners = (c for c in tree.children(noun, "nmod") if c < noun or tree.preposition(c) in ("of", "by"))
        owned = (self.things.at(word) for owner in owners for word in tree.conjuncts(owner))
        return tuple(thing for thing in owned if thing is not None and thing.kind in ACTORS)

    def _who_pledges(self, draft: Draft) -> tuple[Thing, ...]:
        """Who is committed to what DRAFT tells without a doer of its own: "committed to the defeat of the rebels"."""
        pledges = (self.at[above] for above in self.tree.ancestors(draft.frame.head) if above in self.at)
        return tuple(
            thing
            for pledge in pledges
            if pledge.kind == "Pledge" and pledge.factuality == "actual"
            if any(f.frame is not None and f.frame.head == draft.frame.head for f in pledge.fillers_of("topic"))
            for thing in _things(pledge.fillers_of("agent"))
        )

    def _help_for(self, head: int) -> Draft | None:
        """The event of help, told as a fact or an aim, that what word HEAD tells is done with: "help them to fight"."""
        tree, below = self.tree, head
        is_for = bool({"to", "in"} & set(tree.markers(tree.first_conjunct(head)))) or tree.preposition(head) in (
            "in",
            "against",
        )
        for step, above in enumerate(tree.ancestors(head) if is_for else ()):
            if step == _CLIMB or not tree.is_label(below, *_INSIDE) or tree.is_label(below, "acl:relcl"):
                return None
            draft = self.at.get(above)
            if draft is not None and draft.kind in _HELP and draft.fillers_of("counterpart"):
                return draft if draft.factuality in ("actual", "planned") else None
            below = above
        return None

    def _group_of(self, thing: Thing, word: int) -> Thing:
        """The group that the members THING, named at WORD, are of: those who fight Hamas fighters fight Hamas."""
        if thing.named or thing.kind != "ArmedGroup":
            return thing
        groups = (self.things.at(child) for child in self.tree.children(word, "compound", "nmod", "amod"))
        return next((g for g in groups if g is not None and g.named and g.kind == "ArmedGroup"), thing)


def _things(fillers: Sequence[Filler]) -> Iterator[Thing]:
    for filler in fillers:
        if filler.thing is not None:
            yield filler.thing


def _may_hold(relation: str, one: Thing, other: Thing, draft: Draft, word: str) -> bool:
    """Whether two of their classes stand so to each other: crowds that fight the police are no enemies of theirs."""
    if relation == "memberOf":  # "joined the army in the search" makes no soldier; a group that joins stays one
        is_joined = any(other.mention_at(word) is not None for word in draft.frame.slots.get("obj", ()))
        is_body = one.named and one.kind in BODIES
        return is_joined and other.kind in BODIES and not is_body and "in" not in draft.frame.slots
    if relation == "hostileTo":
        if one.kind in ("Person", "Population"):
            return other.named and other.kind == "ArmedGroup"
        return one.kind in BODIES and other.kind in BODIES and bool({one.kind, other.kind} & _ARMED)
    if word == "assist":  # soldiers who assist the police in a search are no backers of theirs
        return one.kind in BODIES - _ARMED and other.kind in BODIES
    return one.kind in BODIES and other.kind in ACTORS
