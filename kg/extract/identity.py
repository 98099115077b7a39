"""Which mentions of events speak of one event: in "launched an attack ... the assault" one attack is told twice.

A definite noun takes up the latest event before it of the same or a kindred class whose roles agree with its own. Verbs
tell new events, unless class, agent and target are all the same and no date parts them. Victims that an attack is said
to have killed or hurt belong to the attack; that killing is no second event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kg.extract.agreement import agree
from kg.extract.blasts import is_same_blast
from kg.extract.casualties import is_state
from kg.extract.drafts import Cluster, Draft
from kg.extract.frames import Frame
from kg.extract.kinds import BODIES, HARM
from kg.extract.links import Filler
from kg.extract.occasions import tells_noun
from kg.extract.operations import find_end
from kg.extract.phases import is_numbered_phase
from kg.extract.retold import Retelling
from kg.extract.things import Thing
from kg.extract.tolls import is_toll
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_DEFINITE: Final = frozenset("the this that these those such its their his her our".split())
_NEW: Final = frozenset(
    """another other first second third fourth fifth new further additional separate similar previous earlier last
    next""".split()
)
_AGAIN: Final = frozenset("again also before earlier often previously repeatedly then twice".split())
_SERIES: Final = frozenset({"Negotiation", "Conflict"})
"""Classes whose mentions speak of one event also without an article: talks, war."""
_TALKS: Final = frozenset({"dialogue", "discussion", "negotiation", "talk"})
_OTHER_HARM: Final[Mapping[str, frozenset[str]]] = {
    "Death": frozenset({"Injury"}),
    "Injury": frozenset({"Death", "Killing", "Assassination"}),
}
"""Of whom such events tell, "the dead" or "the wounded" are not."""
_NAMING: Final = frozenset({"call", "codename", "dub", "name"})
_RETAKING: Final = find_words("retaking")
_CLAIMED: Final = frozenset({"agent", "target", "counterpart", "instrument"})
_FAR: Final = 60
"""Events of its family among which an event may look back for itself."""
_PARTIES: Final = ("agent", "target", "counterpart")
_WHERE: Final = frozenset("in at near on from".split())
_REACH: Final = 20
"""Sentences within which "the attack" may look back for an attack that was called one."""
_SUMMED: Final = 2
"""Sentences within which "this attack" may look back for attacks."""
_NEAR: Final = 3
"""Sentences within which "the incident" may look back."""
_ROOT: Final = 5
"""Letters that noun and verb of one root share: "liberation" and "liberate"."""
_RECENT: Final = 5
"""Sentences within which a toll may look back."""


def _is_accused(filler: Filler) -> bool:
    """Whether who is said to have done something is known by a name, not by what he was seen to be: "armed men"."""
    return filler.thing is not None and (filler.thing.named or filler.thing.kind in BODIES - {"ArmedGroup"})


def merge_drafts(
    tree: Tree, drafts: Sequence[Draft], ontology: Ontology,
    *, speaker_at: Callable[[int], Thing | None] = lambda word: None,
) -> list[Cluster]:  # fmt: skip
    """The events that DRAFTS mention, in the order of their first mentions; SPEAKER_AT tells whom a source names."""
    merger = _Merger(tree, ontology, speaker_at)
    for draft in drafts:
        merger.add(draft)
    return merger.clusters


class _Merger:
    def __init__(self, tree: Tree, ontology: Ontology, speaker_at: Callable[[int], Thing | None]) -> None:
        self._tree = tree
        self._speaker_at = speaker_at
        self._ontology = ontology
        self._retelling = Retelling(tree, ontology)
        self.clusters: list[Cluster] = []
        self._families: defaultdict[str, list[Cluster]] = defaultdict(list)

    def add(self, draft: Draft) -> None:
        """Make DRAFT a mention of an event told before, or of a new one."""
        counted = self._counted_by(draft)
        if counted is not None:
            counted.add(draft)
        if counted is not None or (draft.frame.is_anaphor and is_toll(self._tree, draft.frame)):
            return
        again = self._retelling.find(self.clusters[-_FAR:], draft)
        if again is not None:
            again.add(_without_doer(again, draft))
            if again.kind == "Death" or draft.kind == "Assassination":
                again.kind = draft.kind
            return
        family = self._families[self._family(draft.kind)]
        is_count = bool(draft.tolls) and is_toll(self._tree, draft.frame)
        for cluster in self._in_order(family[-_FAR:], draft) if not is_count else ():
            if self._is_same(cluster, draft):
                is_claim = draft.source is not None and not self._is_same_source(cluster, draft.source)
                if draft.factuality != "actual":
                    draft.fillers = tuple(f for f in draft.fillers if f.role not in _CLAIMED)
                elif is_claim:  # whom someone names for what was told before is not told of it as a fact
                    draft.fillers = tuple(f for f in draft.fillers if f.role != "agent" or not _is_accused(f))
                cluster.add(_without_doer(cluster, draft))
                if self._ontology.is_a(draft.kind, cluster.kind) and not draft.frame.is_anaphor:
                    cluster.kind = draft.kind
                return
        if draft.frame.is_anaphor:
            return
        cluster = Cluster(kind=draft.kind)
        cluster.add(draft)
        self.clusters.append(cluster)
        family.append(cluster)

    def _in_order(self, family: Sequence[Cluster], draft: Draft) -> list[Cluster]:
        """The events of FAMILY that DRAFT may speak of, the latest first; a noun rather means what had its name.

        Before those that were only planned or threatened come those that happened: "vowed to strike ... the strike".
        """
        lemma = self._tree.lemma(draft.frame.head)
        is_noun = draft.frame.pos == "n" and not draft.frame.is_anaphor
        named = [c for c in family if is_noun and any(self._tree.lemma(d.frame.head) == lemma for d in c.drafts)]
        found = [*reversed(named), *(c for c in reversed(family) if c not in named)]
        if draft.frame.pos == "n" and draft.factuality == "actual" and self._ontology.is_a(draft.kind, "ViolentEvent"):
            found.sort(key=lambda cluster: all(d.factuality != "actual" for d in cluster.drafts))
        return found

    def _counted_by(self, draft: Draft) -> Cluster | None:
        """The event of a sentence before of whose victims this tells: "the toll rose to 25", "the dead included A"."""
        tree, head = self._tree, draft.frame.head
        is_state_of = is_state(tree, draft.frame) and draft.factuality == "actual"
        if not is_state_of and (not draft.tolls or not is_toll(tree, draft.frame)):
            return None
        beside = tree.children(head, "nmod") if not is_state_of else ()
        if any(tree.preposition(c) != "of" or tree.tokens[c].upos != "NUM" for c in beside):
            return None  # "the toll of the war", "the toll among miners"
        here = tree.sentence(head).index
        near = [c for c in self.clusters if 0 < here - tree.sentence(c.drafts[-1].frame.head).index <= _RECENT]
        harms = [c for c in near if self._is_harm(c) and c.drafts[0].factuality == "actual"]
        harms = [c for c in harms if not is_state_of or c.kind not in _OTHER_HARM[draft.kind]]
        value = "injuries" if draft.kind == "Injury" else "deaths"
        counted = [c for c in harms if any(name == value for d in c.drafts for name, _ in d.tolls)]
        return next(reversed(counted or harms), None)

    def _is_harm(self, cluster: Cluster) -> bool:
        return cluster.kind == "Death" or self._ontology.is_a(cluster.kind, "ViolentEvent")

    def _is_same_source(self, cluster: Cluster, source: int) -> bool:
        """Whether who tells of the event now told of it before: what he adds is no other's claim."""
        before = cluster.drafts[0].source
        speaker = self._speaker_at(source)
        return speaker is not None and before is not None and self._speaker_at(before) is speaker

    def _family(self, kind: str) -> str:
        """The class below `Event` that KIND belongs to: events of different families are never one."""
        above = self._ontology.ancestors(kind)
        return next((k for k in sorted(above) if "Event" in self._ontology.parents[k]), kind)

    def _is_same(self, cluster: Cluster, draft: Draft) -> bool:
        if draft.frame.is_anaphor:
            is_process = cluster.kind not in ("Praise", "Pledge")  # which no one calls a step or an effort
            if cluster.kind in HARM and not cluster.keys("agent"):
                return False  # "ten were hurt. The incident ...": what hurt them
            if self._is_plural(cluster.drafts[0].frame) and not self._is_plural(draft.frame) and draft.kind == "Attack":
                return False  # "attacks on villages ... the strike"
            return is_process and self._ontology.is_a(cluster.kind, draft.kind) and self._is_near(cluster, draft)
        if not self._ontology.are_kin(cluster.kind, draft.kind):
            return self._is_called(cluster, draft)
        name, known = self._name(draft), {name for d in cluster.drafts if (name := self._name(d))}
        if name and known:
            return name in known  # whoever is told to act in it: "Army launches Operation Dawn"
        if is_same_blast(self._tree, cluster, draft, self._ontology):
            return True
        if not agree(cluster, draft) or self._is_elsewhere(cluster, draft):
            return False
        if draft.frame.is_given:  # "the killers of the nun" killed her once
            return bool(cluster.keys("target") & draft.keys("target"))
        if self._is_said_to_be(cluster, draft) or self._is_told_by(cluster, draft):
            return True
        verb = self._tree.tokens[draft.frame.head].head
        if name and self._tree.lemma(verb) in _NAMING:  # "an offensive called Operation Red Dawn", "he called it so"
            return self._is_near(cluster, draft) or self._tree.head(verb) in [d.frame.head for d in cluster.drafts]
        if self._has_noun_beside(cluster, draft) or self._is_part_of(cluster, draft):
            return False
        if self._phase(cluster.drafts[0]) != self._phase(draft):
            return False
        is_denied = cluster.drafts[0].frame.pos == "v" and cluster.drafts[0].factuality == "negated"
        if is_denied and draft.factuality != "negated":
            return False  # what the army did not do is not "the attack" that killed ten
        if draft.frame.pos == "v":
            tests = (self._is_retold, self._is_suffered, self._is_done_noun)
            return any(is_one(cluster, draft) for is_one in tests)
        first = cluster.drafts[0].frame
        if self._is_plural(first) != self._is_plural(draft.frame) and draft.kind not in _SERIES:
            return self._sums_up(cluster, draft)
        return self._takes_up(cluster, draft)

    def _is_elsewhere(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether DRAFT happened elsewhere than what was only meant: "threatened to attack Mali. The attack in Gao"."""
        if draft.factuality != "actual" or any(d.factuality == "actual" for d in cluster.drafts):
            return False
        places, known = draft.keys("place"), cluster.keys("place", "target", "destination")
        return bool(places) and bool(known) and not places & known

    def _is_said_to_be(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether DRAFT tells what the event of CLUSTER was: "the attack was a suicide bombing"."""
        tree, head = self._tree, draft.frame.head
        is_predicate = tree.children(head, "cop") and not tree.children(head, "case") and draft.factuality == "actual"
        subjects = tree.children(head, "nsubj") if is_predicate else ()
        return any(d.frame.head in subjects and d.frame.pos == "n" for d in cluster.drafts)

    def _is_called(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether a word for another kind of violence tells of the same: "the murder was a terrorist act"."""
        if not self._ontology.is_a(draft.kind, "Attack") or not agree(cluster, draft):
            return False
        is_attempt = cluster.kind == "Assassination" and self._is_told_by(cluster, draft)
        return is_attempt or (cluster.kind in HARM and self._is_said_to_be(cluster, draft))

    def _name(self, draft: Draft) -> str:
        """The name of an operation: those of different names are never one."""
        end = find_end(self._tree, draft.frame.head)
        return self._tree.span_text(draft.frame.head, end).lower() if end is not None else ""

    def _phase(self, draft: Draft) -> frozenset[str]:
        """The words that say which phase of an event a draft tells; none where it tells the whole."""
        tree, head = self._tree, draft.frame.head
        if not is_numbered_phase(tree, head):
            return frozenset()
        return frozenset(tree.lower(c) for c in tree.children(head, "amod", "nummod"))

    def _has_noun_beside(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether a noun tells the event of CLUSTER in the sentence of DRAFT."""
        here = self._tree.sentence(draft.frame.head).index
        for other in reversed(cluster.drafts):
            if self._tree.sentence(other.frame.head).index != here:
                return False
            if other.frame.pos == "n":
                return not self._is_again(other, draft)
        return False

    def _is_part_of(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether the verb of CLUSTER has noun DRAFT among what it says: "met the envoy on the eve of the summit"."""
        verb = next((a for a in self._tree.ancestors(draft.frame.head) if self._tree.is_verb(a)), None)
        return draft.frame.pos == "n" and any(d.frame.pos == "v" and d.frame.head == verb for d in cluster.drafts)

    def _is_again(self, other: Draft, draft: Draft) -> bool:
        """Whether a bare "the attack" in another clause says again what noun OTHER of its sentence told."""
        tree, head = self._tree, draft.frame.head
        verb, before = (next((a for a in tree.ancestors(i) if tree.is_verb(a)), None) for i in (head, other.frame.head))
        is_bare = all(
            tree.lower(c) in ("the", "this", "that") or tree.is_label(c, "punct") for c in tree.children(head)
        )
        is_argument = tree.is_label(head, "nsubj", "obj") and bool(tree.children(head, "det"))
        return is_bare and is_argument and verb not in (None, before) and draft.frame.head > other.frame.head

    def _is_near(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether the event of CLUSTER was told in one of the sentences right before the anaphor."""
        here = self._tree.sentence(draft.frame.head).index
        told = self._tree.sentence(cluster.drafts[-1].frame.head).index
        return 0 < here - told <= _NEAR and cluster.drafts[0].factuality != "negated"

    def _is_retold(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether verb DRAFT tells the event of CLUSTER once more."""
        was_negated = cluster.drafts[0].factuality == "negated"
        if cluster.kind != draft.kind or was_negated != (draft.factuality == "negated"):
            return False
        agents, targets = draft.keys("agent"), draft.keys("target", "counterpart", "topic", "destination")
        if not targets or not targets <= cluster.keys("target", "counterpart", "topic", "destination"):
            return False
        return (bool(agents) and agents == cluster.keys("agent")) or self._is_same_aim(cluster, draft)

    def _is_suffered(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether a verb tells once more of violence against one person: "shot the judge ... She was attacked at home".

        Nobody else does it, no word says that it was another time, and it is told not long after.
        """
        tree, head = self._tree, draft.frame.head
        if not self._ontology.is_a(draft.kind, "ViolentEvent") or {draft.factuality, cluster.drafts[0].factuality} != {
            "actual"
        }:
            return False
        targets = [f.thing for f in draft.fillers_of("target") if f.thing is not None]
        is_one = bool(targets) and all(thing.kind == "Person" and not thing.plural for thing in targets)
        agents = draft.keys("agent")
        is_same = is_one and bool({t.number for t in targets} & cluster.keys("target"))
        back = tree.sentence(head).index - tree.sentence(cluster.drafts[-1].frame.head).index
        is_again = any(tree.lower(c) in _AGAIN for c in tree.children(head, "advmod", "obl"))
        return is_same and 0 < back <= _REACH and not is_again and agents <= (cluster.keys("agent") or agents)

    def _is_done_noun(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether a verb says of what was done by a name before: "hails the liberation of Sinjar ... was liberated"."""
        tree, head = self._tree, draft.frame.head
        lead = cluster.drafts[0]
        verb, noun = (tree.lemma(d.frame.head)[:_ROOT] for d in (draft, lead))
        if lead.frame.pos != "n" or verb != noun or cluster.kind != draft.kind or self._is_plural(lead.frame):
            return False
        if {lead.factuality, draft.factuality} != {"actual"} or any(
            tree.lower(c) in _AGAIN for c in tree.children(head, "advmod", "obl")
        ):
            return False
        targets = [f.thing for f in draft.fillers_of("target") if f.thing is not None]
        is_named = bool(targets) and all(thing.named for thing in targets)
        is_same = is_named and {thing.number for thing in targets} == cluster.keys("target")
        back = tree.sentence(head).index - tree.sentence(cluster.drafts[-1].frame.head).index
        agents = draft.keys("agent")
        return is_same and 0 < back <= _RECENT and agents <= (cluster.keys("agent") or agents)

    def _is_told_by(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether verb DRAFT tells how an event went that a noun of its sentence names."""
        if draft.frame.pos != "v" or draft.factuality != cluster.drafts[-1].factuality:
            return False
        here = self._tree.sentence(draft.frame.head)
        nouns = [d.frame.head for d in cluster.drafts if d.frame.pos == "n"]
        return any(here.first <= noun <= here.last and tells_noun(self._tree, noun, draft.frame.head) for noun in nouns)

    def _is_same_aim(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether both tell in the same words what is meant to be done to one whom a name tells: "to defeat Hamas"."""
        if draft.factuality != "planned" or any(d.factuality != "planned" for d in cluster.drafts):
            return False
        lemmas = {self._tree.lemma(d.frame.head) for d in (*cluster.drafts, draft)}
        is_named = all(f.thing is not None and f.thing.named for f in draft.fillers_of("target", "counterpart"))
        return is_named and (len(lemmas) == 1 or lemmas <= _RETAKING)

    def _takes_up(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether noun DRAFT looks back at the event of CLUSTER."""
        tree = self._tree
        head = draft.frame.head
        words = {tree.lower(c) for c in tree.children(head, "det", "nmod:poss", "amod", "nummod")}
        owners = tree.children(head, "nmod:poss")
        if words & _NEW or any(tree.is_label(c, "nummod") for c in tree.children(head)):
            return False
        shared = cluster.keys(*_PARTIES) & draft.keys(*_PARTIES) or self._is_at_same_place(cluster, draft)
        if draft.kind == "Statement" and not cluster.keys("agent") & draft.keys("agent"):
            return False
        targets = [cluster.keys("target", "counterpart"), draft.keys("target", "counterpart")]
        if all(targets) and not targets[0] & targets[1] and not self._is_bare(draft):
            return False
        if shared and (owners or words & _DEFINITE or (draft.kind in _SERIES and not words & {"a", "an"})):
            return True
        is_talk = tree.lemma(head) in _TALKS and not words & {"a", "an", "any", "no"}
        if self._is_bare(draft) and (words & _DEFINITE or is_talk):
            return self._is_within_reach(cluster, draft)
        if not cluster.keys("agent") & draft.keys("agent"):
            return False
        is_same_target = bool(cluster.keys("target", "counterpart") & draft.keys("target", "counterpart"))
        is_same_date = draft.span in cluster.spans
        return is_same_date or (is_same_target and not words & {"a", "an"})

    def _sums_up(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether "this attack" speaks of attacks told right before it as of one, or day and place are theirs."""
        tree, head = self._tree, draft.frame.head
        back = tree.sentence(head).index - tree.sentence(cluster.drafts[-1].frame.head).index
        is_this = any(tree.lower(c) == "this" for c in tree.children(head, "det")) and self._is_bare(draft)
        is_then = draft.span is not None and draft.span in cluster.spans
        is_lately = 0 < back <= _SUMMED and not self._is_plural(draft.frame)
        return (is_lately and is_this) or (is_then and self._is_at_same_place(cluster, draft))

    def _is_at_same_place(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether both tell the same place: a country has room for many events, but seldom for two wars."""
        places = [f.thing for f in draft.fillers_of("place") if f.thing is not None]
        known = cluster.keys("place")
        return any(p.number in known and (draft.kind == "Conflict" or p.kind != "Country") for p in places)

    def _is_bare(self, draft: Draft) -> bool:
        """Whether nothing but what was told before can say which event is meant: not "the murder of his brother"."""
        tree = self._tree
        owners = tree.children(draft.frame.head, "nmod:poss", "compound", "amod")
        has_capital = any(tree.tokens[c].text[0].isupper() for c in owners) and not tree.is_all_capitals(owners[0])
        if has_capital or any(tree.tokens[c].upos == "PROPN" for c in owners):
            return False  # "the Crimean War"
        beside = [c for c in tree.children(draft.frame.head, "nmod", "acl") if c > draft.frame.head]
        beside = [c for c in beside if c not in draft.frame.words]  # "the exchange of fire"
        hit = {f.word for f in draft.fillers_of("target")}  # "the attack on the bank"
        telling = (c for c in beside if tree.preposition(c) not in _WHERE or tree.is_verb(c) or c in hit)
        is_definite = any(tree.lower(c) in _DEFINITE for c in tree.children(draft.frame.head, "det"))
        return all(is_definite and tree.is_set_off(c) for c in telling)

    def _is_within_reach(self, cluster: Cluster, draft: Draft) -> bool:
        """Whether the event of CLUSTER was told lately; by the word that DRAFT has for it, it may be farther back."""
        tree = self._tree
        back = tree.sentence(draft.frame.head).index - tree.sentence(cluster.drafts[-1].frame.head).index
        told = {tree.lemma(d.frame.head) for d in cluster.drafts}
        return back <= (_REACH if tree.lemma(draft.frame.head) in told else _RECENT)

    def _is_plural(self, frame: Frame) -> bool:
        return frame.pos == "n" and self._tree.is_plural(frame.head)


def _without_doer(cluster: Cluster, draft: Draft) -> Draft:
    """DRAFT, whose noun for a doer names no one new where CLUSTER tells who did it: "the killers of the nun"."""
    if draft.frame.is_given and cluster.keys("agent"):
        draft.fillers = tuple(f for f in draft.fillers if f.word != draft.frame.head)
    return draft
