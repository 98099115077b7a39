"""Events told twice as wholes: what a headline tells and the article tells again, and talks that are the meeting.

"Minister condemns attack ... The minister said: I condemn this attack" condemns once; who "met the envoy to discuss
the war" held one meeting. What two mentions are about may itself be an event told twice, which is known only when the
mentions of all events are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kg.extract.drafts import Cluster, Draft
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_ABOUT: Final = ("target", "counterpart", "topic", "destination")
_RETAKING: Final = find_words("retaking") | {"liberation"}
_FIGHTING: Final = frozenset({"fight", "battle", "help"})
_DISCUSSING: Final = find_words("discussing")
_NEXT: Final = 3
"""Sentences after a headline in which an article tells again what the headline told."""
_TITLE: Final = 40
"""Tokens of a headline or lead that stands alone, at most."""
_VOICED: Final = ("Praise", "VerbalConflict", "Pledge", "Negotiation", "Meeting")
"""Classes of what a headline tells that someone said or talked about."""
_RANKS: Final = frozenset("first second third fourth fifth sixth last latest".split())
_FINITE: Final = frozenset({"VBZ", "VBP", "VBD"})
_AGAIN: Final = frozenset({"again", "another", "once", "too", "also"})


def merge_restated(tree: Tree, clusters: Sequence[Cluster], ontology: Ontology) -> list[Cluster]:
    """CLUSTERS, given in the order of the text, with those that tell one event made one."""
    return _Restater(tree, clusters, ontology).merge()


class _Restater:
    def __init__(self, tree: Tree, clusters: Sequence[Cluster], ontology: Ontology) -> None:
        self._tree = tree
        self._ontology = ontology
        self._clusters = list(clusters)
        self._cluster_of = {d.frame.head: cluster for cluster in clusters for d in cluster.drafts}
        self._title = self._find_title()

    def merge(self) -> list[Cluster]:
        for later in list(self._clusters):
            earlier = self._find_earlier(later) if later in self._clusters else None
            if earlier is not None:
                is_echo = self._is_echo(earlier, later)
                about = [self._events_about(c) for c in (earlier, later)]
                self._join(earlier, later)
                if is_echo:
                    self._join_topics(*about)
        return self._clusters

    def _is_before(self, earlier: Cluster, later: Cluster) -> bool:
        return earlier.drafts[0].frame.head < later.drafts[0].frame.head

    def _find_earlier(self, later: Cluster) -> Cluster | None:
        """The event told before that LATER tells again."""
        kinds = (later.kind, "Meeting")  # none else can be, and a long report has thousands of events before
        before = [c for c in self._clusters if c.kind in kinds and self._is_before(c, later)]
        tests = (self._is_joined, self._is_won, self._is_talk_of, self._is_apposed, self._is_echo, self._is_retold)
        return next((c for is_one in tests for c in before if is_one(c, later)), None)

    def _is_joined(self, one: Cluster, other: Cluster) -> bool:
        """Whether two verbs tell with one object what is one of a class: "to degrade and defeat the militia"."""
        tree, lead, second = self._tree, one.drafts[-1], other.drafts[0]
        verb, head = lead.frame.head, second.frame.head
        is_pair = lead.frame.pos == second.frame.pos == "v" and tree.is_label(head, "conj") and tree.head(head) == verb
        if not is_pair or one.kind != other.kind or lead.factuality != second.factuality:
            return False
        objects = [{f.word for f in d.fillers_of("target", "counterpart")} for d in (lead, second)]
        is_own = any(verb < word < head for word in objects[1])
        return (
            bool(objects[1]) and objects[1] <= objects[0] and not is_own and second.keys("agent") <= one.keys("agent")
        )

    def _is_won(self, won: Cluster, aim: Cluster) -> bool:
        """Whether AIM is what was reached by then: "rebels freed Gao. ... those who fought to free Gao"."""
        tree, lead, facts = self._tree, aim.drafts[0], {d.factuality for d in aim.drafts}
        if won.kind != aim.kind or won.drafts[0].factuality != "actual" or facts != {"planned"}:
            return False
        places = [f.thing for f in aim.fillers("target") if f.thing is not None]
        is_named = bool(places) and all(thing.named for thing in places)
        is_goal = lead.frame.pos == "v" and "to" in tree.markers(lead.frame.head)
        above = tree.head(lead.frame.head) if is_goal else None
        is_fought = above is not None and tree.lemma(above) in _FIGHTING and tree.tokens[above].xpos in ("VBD", "VBN")
        is_taken = all(tree.lemma(c.drafts[0].frame.head) in _RETAKING for c in (won, aim))
        return (
            is_named and is_fought and is_taken and aim.keys("target") == won.keys("target") and self._may_be(won, aim)
        )

    def _is_talk_of(self, meeting: Cluster, talk: Cluster) -> bool:
        """Whether what TALK tells is discussed at MEETING is what that is held for: "met the envoy to discuss it"."""
        tree, lead = self._tree, talk.drafts[0]
        if meeting.kind != "Meeting" or talk.kind != "Negotiation" or len(talk.drafts) > 1:
            return False
        verb = lead.frame.helper if lead.frame.pos == "n" and lead.frame.helper is not None else lead.frame.head
        if tree.lemma(verb) not in _DISCUSSING and tree.lemma(lead.frame.head) != "discussion":
            return False
        is_infinitive = tree.tokens[verb].xpos == "VB" and "to" in tree.markers(verb)
        held = {d.frame.head for d in meeting.drafts if d.frame.pos == "v"}
        return (
            is_infinitive
            and tree.is_label(verb, "advcl", "xcomp", "acl")
            and any(above in held for above in list(tree.ancestors(verb))[:2])
        )

    def _is_apposed(self, told: Cluster, noun: Cluster) -> bool:
        """Whether NOUN says of what a verb tells which of its kind it was: "they met in Oslo, their first meeting"."""
        tree, lead = self._tree, noun.drafts[0]
        head = lead.frame.head
        if lead.frame.pos != "n" or told.kind != noun.kind or not tree.is_label(head, "appos", "parataxis", "conj"):
            return False
        owners = [c for c in tree.children(head, "nmod:poss") if tree.tokens[c].xpos == "PRP$"]
        is_ranked = any(tree.lower(c) in _RANKS for c in tree.children(head, "amod", "nummod"))
        is_beside = head > 0 and "," in [tree.tokens[i].text for i in range(max(0, head - 4), head)]
        verbs = {d.frame.head for d in told.drafts if d.frame.pos == "v" and d.frame.head < head}
        is_above = bool(verbs & set(tree.ancestors(head)))
        return bool(owners) and is_ranked and is_beside and is_above and not tree.children(head, "cc")

    def _is_echo(self, title: Cluster, later: Cluster) -> bool:
        """Whether LATER tells again what a headline tells that someone said."""
        lead, again = title.drafts[0], later.drafts[0]
        if self._title is None or self._sentence(lead) != self._title or title.kind != later.kind:
            return False
        if not any(self._ontology.is_a(title.kind, kind) for kind in _VOICED):
            return False
        is_next = 0 < self._sentence(again) - self._title <= _NEXT
        if not is_next or self._is_again(again) or not all(self._is_finite(d) for d in (lead, again)):
            return False
        agents = title.keys("agent")
        return (
            bool(agents)
            and agents == later.keys("agent")
            and self._may_be(title, later)
            and self._is_about(title, later)
        )

    def _is_about(self, title: Cluster, later: Cluster) -> bool:
        """Whether both may be about the same: the same or kindred things, or one word for the saying right after it."""
        known, told = (_things(c.drafts, _ABOUT) for c in (title, later))
        if known and told:
            return bool(known & told)
        events = [self._events_about(c) for c in (title, later)]
        is_kin = any(self._are_kin(a, b) for a in events[0] for b in events[1])
        lemmas = {self._tree.lemma(c.drafts[0].frame.head) for c in (title, later)}
        if told and events[0] and len(lemmas) > 1:
            return False  # "welcomes the liberation ... I commend the fighters who took part"
        return is_kin or not all(events) or len(lemmas) == 1

    def _are_kin(self, one: Cluster, other: Cluster) -> bool:
        return one is other or (self._ontology.are_kin(one.kind, other.kind) and self._may_be(one, other))

    def _is_retold(self, earlier: Cluster, later: Cluster) -> bool:
        """Whether both tell that the same said or did the same about the same events."""
        if earlier.kind != later.kind or self._is_again(later.drafts[0]) or not self._may_be(earlier, later):
            return False
        if any(d.frame.pos != "v" for d in (earlier.drafts[0], later.drafts[0])):
            return False
        agents, about = later.keys("agent"), self._about(later)
        has_event = any(key < 0 for key in about)
        return has_event and bool(agents) and agents == earlier.keys("agent") and about <= self._about(earlier)

    def _join_topics(self, known: Sequence[Cluster], told: Sequence[Cluster]) -> None:
        """Make one the events that a headline and its echo are about."""
        for later in told:
            earlier = next((c for c in known if c is not later and self._are_kin(c, later)), None)
            if earlier is not None and later in self._clusters and self._is_definite(later.drafts[0]):
                self._join(earlier, later)

    def _join(self, earlier: Cluster, later: Cluster) -> None:
        for draft in later.drafts:
            earlier.add(draft)
            self._cluster_of[draft.frame.head] = earlier
        earlier.drafts.sort(key=lambda draft: draft.frame.head)
        if self._ontology.is_a(later.kind, earlier.kind):
            earlier.kind = later.kind
        self._clusters.remove(later)

    def _may_be(self, earlier: Cluster, later: Cluster) -> bool:
        """Whether no date or place and nothing about whether they happened parts two events."""
        facts = {(c.drafts[0].factuality == "negated") for c in (earlier, later)}
        dates = [{s for s in c.spans if s.begin is not None} for c in (earlier, later)]
        is_then = not all(dates) or any(a.holds(b) or b.holds(a) for a in dates[0] for b in dates[1])
        places = [_things(c.drafts, ("place",)) for c in (earlier, later)]
        return len(facts) == 1 and is_then and (not all(places) or bool(places[0] & places[1]))

    def _is_finite(self, draft: Draft) -> bool:
        """Whether a verb tells the event as the news: "condemns", not "to condemn"."""
        head = draft.frame.head
        is_finite = self._tree.tokens[head].xpos in _FINITE or bool(self._tree.children(head, "aux", "cop"))
        return draft.frame.pos == "v" and is_finite and "to" not in self._tree.markers(head)

    def _is_again(self, draft: Draft) -> bool:
        """Whether a mention says that it tells of another time: "condemned it once again"."""
        return any(self._tree.lower(c) in _AGAIN for c in self._tree.children(draft.frame.head, "advmod", "det"))

    def _is_definite(self, draft: Draft) -> bool:
        determiners = self._tree.children(draft.frame.head, "det", "nmod:poss")
        return draft.frame.pos == "n" and any(self._tree.lower(c) not in ("a", "an", "any") for c in determiners)

    def _about(self, cluster: Cluster) -> set[int]:
        """What CLUSTER is about: the numbers of things, those of events told several times by their first mention."""
        return {self._number(f.number) for f in cluster.fillers(*_ABOUT)}

    def _number(self, number: int) -> int:
        cluster = self._cluster_of.get(-1 - number) if number < 0 else None
        return -1 - cluster.drafts[0].frame.head if cluster is not None else number

    def _events_about(self, cluster: Cluster) -> list[Cluster]:
        frames = (f.frame.head for f in cluster.fillers(*_ABOUT) if f.frame is not None)
        return [self._cluster_of[head] for head in frames if head in self._cluster_of]

    def _sentence(self, draft: Draft) -> int:
        return self._tree.sentence(draft.frame.head).index

    def _find_title(self) -> int | None:
        """The sentence of the headline: the first, where it stands alone in its line."""
        sentences = self._tree.parse.sentences
        if len(sentences) < 2:
            return None
        first, second = sentences[:2]
        is_short = first.last - first.first < _TITLE
        return first.index if is_short and "\n" in self._tree.text[first.end : second.start] else None


def _things(drafts: Iterable[Draft], roles: Sequence[str]) -> set[int]:
    """The numbers of the things that DRAFTS tell in ROLES."""
    fillers = (f for d in drafts for f in d.fillers_of(*roles) if f.thing is not None)
    return {f.number for f in fillers if f.thing is not None}
