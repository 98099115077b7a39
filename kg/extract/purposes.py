"""What events are done for: infinitives, "in support of" and "in a bid to", "aimed at", "for" and "in" after some.

"They flew to Doha for talks", "an offensive aimed at retaking the town", "helped the army in the fight".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kg.extract.frames import Frame
from kg.extract.kinds import ABOUT, HELD, TALKS
from kg.extract.links import EventLinks, Filler
from kg.extract.phases import is_numbered_phase
from kg.extract.slots import SlotFinder
from kg.extract.things import Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.lexicon import Lexicon

_ASKING: Final = frozenset({"Demand", "Pledge", "Threat", "AgreementEvent"})
"""Classes of events whose infinitive tells what is asked, promised, threatened or agreed."""
_SIDING: Final = frozenset({"Aid", "Alliance", "Praise"})
_BACKING: Final = frozenset("aid assist assistance back backing help support".split())
_NOT: Final = frozenset({"not", "n't", "n’t", "never", "longer"})
_PROVIDING: Final = find_words("providing")
_DISCUSSING: Final = find_words("discussing")
_AIMING: Final = frozenset({"in", "with", "for", "as part of"})
_AIMS: Final = frozenset({"aim", "intend", "mean", "design", "seek"})
"""Verbs that tell what an event is for: "the talks are meant to end the war"."""
_FOR: Final[Mapping[str, frozenset[str]]] = {
    "for": frozenset({"Travel", "Meeting", "Deployment", "Aid", "Fundraising", "Demonstration"}),
    "in": frozenset({"Aid", "Alliance"}),
}
"""By preposition: the classes of events that are done for the event after it."""


class PurposeFinder:
    """Answers for the frames of one parse; LINKS tell the event that a word evokes or leads to."""

    def __init__(
        self, tree: Tree, things: Things, slots: SlotFinder, lexicon: Lexicon, frame_at: Mapping[int, Frame],
        links: EventLinks,
    ) -> None:  # fmt: skip
        self._tree = tree
        self._slots = slots
        self._things = things
        self._lexicon = lexicon
        self._frame_at = frame_at
        self._links = links

    def find(self, frame: Frame) -> Iterator[Filler]:
        """The events that FRAME's is done for; of what asks or promises, those that it asks for."""
        if is_numbered_phase(self._tree, frame.head):
            return  # what the whole is for
        nouns = [word for word in sorted(frame.words - {frame.head}) if self._tree.is_nominal(word)]
        for head in dict.fromkeys([frame.head, *([frame.helper] if frame.helper is not None else nouns)]):
            yield from self._infinitives(frame, head)
            yield from self._phrases(frame, head)
        yield from self._after_fillers(frame)
        yield from self._helped_to_do(frame)
        yield from self._sided_in(frame)
        yield from self._told(frame)
        if frame.kind == "AgreementEvent":
            yield from self._agreed(frame)
        if frame.pos == "n":
            yield from self._aimed(frame)

    def _infinitives(self, frame: Frame, head: int) -> Iterator[Filler]:
        """Infinitives that hang from HEAD, or from the verb whose object it is: "joined operations to free them"."""
        yield from self._after_object(frame, head)
        for child in self._tree.children(head, "acl", "advcl") if self._tree.lemma(head) in TALKS else ():
            if self._tree.tokens[child].xpos == "VBG" and ABOUT & set(self._tree.markers(child)):
                yield from [*self._ended(frame, child)] or self._links.event_filler("topic", child)
        labels = ("advcl", "xcomp") if frame.kind in HELD | {"Clash"} else ("advcl",)
        for child in self._tree.children(head, *(labels if self._tree.is_verb(head) else ("acl",))):
            if self._is_infinitive(child) or self._is_so_that(child):
                role = "topic" if frame.kind in _ASKING and self._is_infinitive(child) else "purpose"
                for conjunct in self._tree.conjuncts(child):
                    discussed = [*self._discussed(frame, conjunct), *self._ended(frame, conjunct)]
                    yield from discussed or self._links.event_filler(role, conjunct)

    def _is_so_that(self, clause: int) -> bool:
        """Whether "so that" leads in CLAUSE: "sent weapons so that the rebels could defend the city"."""
        is_open = any(self._tree.tokens[c].xpos == "MD" for c in self._tree.children(clause, "aux"))
        is_denied = any(self._tree.lower(c) in _NOT for c in self._tree.children(clause, "advmod"))
        return is_open and not is_denied and "so that" in self._tree.markers(clause)

    def _after_object(self, frame: Frame, noun: int) -> Iterator[Filler]:
        tree = self._tree
        verb = tree.head(noun)
        if verb is None or not tree.is_nominal(noun) or not tree.is_label(noun, "obj"):
            return
        is_talks = frame.kind == "Negotiation"
        for child in tree.children(verb, "advcl") if verb != frame.helper or is_talks else ():
            first = min(tree.children(child, "mark"), default=child)
            if not self._is_infinitive(child) or noun > child or first != max(tree.subtree(noun)) + 1:
                continue
            yield from self._ended(frame, child)
            if verb not in self._frame_at and verb != frame.helper:
                yield from self._links.event_filler("purpose", child)

    def _discussed(self, frame: Frame, verb: int) -> Iterator[Filler]:
        """What a gathering is there to discuss: "met to discuss the war" is a meeting about the war."""
        event = self._frame_at.get(verb)
        if frame.kind not in HELD:
            return
        if event is not None and event.kind == "Negotiation":
            words = [word for role, word in event.roles if role == "topic"]
        elif event is None and self._tree.lemma(verb) in _DISCUSSING:
            told = self._slots.of_verb(verb)
            words = [word for slot in ("obj", "about", "on", "over") for word in told.get(slot, ())]
        else:
            return
        for word in words:
            thing, about = self._things.at(word), self._links.event_at(word)
            if about is not None or thing is not None:
                yield Filler("topic", word, thing=thing if about is None else None, frame=about)

    def _ended(self, frame: Frame, verb: int) -> Iterator[Filler]:
        """What talks are to end: "talks to end the war", "on ending the war" are about the war."""
        tree = self._tree
        is_right_after = min(tree.children(verb, "mark"), default=verb) == frame.last + 1
        is_aim = tree.tokens[verb].xpos == "VBG" or is_right_after  # else the clause may speak of any word before it
        if frame.kind == "Negotiation" and tree.lemma(verb) in self._lexicon.ending and is_aim:
            for child in tree.children(verb, "obj"):
                yield from self._links.event_filler("topic", child)

    def _is_infinitive(self, word: int) -> bool:
        tree = self._tree
        is_bare = tree.tokens[word].xpos == "VB" and not tree.is_label(word, "acl:relcl")
        is_set = is_bare and any(tree.lower(c) == "due" for c in tree.children(word, "advmod"))  # "due to arrive"
        return is_bare and not is_set and "to" in tree.markers(word)

    def _phrases(self, frame: Frame, head: int) -> Iterator[Filler]:
        tree = self._tree
        told = {word for _, word in frame.roles}
        around = [*tree.children(head, "obl", "nmod"), *self._in_support(frame)]
        for child in around:
            preposition = tree.preposition(child)
            if preposition in _AIMING and tree.lemma(child) in self._lexicon.aims:
                found = [
                    filler
                    for aim in tree.children(child, "nmod", "acl")
                    if tree.preposition(aim) in ("of", "for") or "to" in tree.markers(aim)
                    for filler in self._links.event_filler("purpose", aim)
                ]
                yield from found or self._noun("purpose", child)
            elif child not in told and frame.kind in _FOR.get(preposition or "", ()):
                for word in tree.conjuncts(child):
                    yield from self._noun("purpose", word)

    def _in_support(self, frame: Frame) -> Iterator[int]:
        """What parsers hang from the object though the clause has it: "struck roads in support of the offensive"."""
        tree = self._tree
        objects = (word for _, word in frame.roles if tree.is_label(word, "obj") and word not in self._frame_at)
        for child in (c for word in objects for c in tree.children(word, "nmod")):
            if tree.preposition(child) == "in" and tree.lemma(child) in ("support", "pursuit"):
                yield child

    def _after_fillers(self, frame: Frame) -> Iterator[Filler]:
        """Infinitives that parsers hang from the noun before them: "sent troops to seize the town"."""
        tree = self._tree
        for _, word in frame.roles:
            for child in tree.children(word, "acl"):
                if tree.is_nominal(word) and self._is_infinitive(child) and self._is_plain(word):
                    role = "topic" if frame.kind in _ASKING and "for" in tree.markers(child) else "purpose"
                    for conjunct in tree.conjuncts(child):
                        yield from self._links.event_filler(role, conjunct)

    def _told(self, frame: Frame) -> Iterator[Filler]:
        """What a news conference is told: "he told a news conference that the siege was over"."""
        if frame.kind == "NewsConference" and frame.helper is not None:
            for clause in self._tree.children(frame.helper, "ccomp"):
                yield from self._links.event_filler("topic", clause)

    def _sided_in(self, frame: Frame) -> Iterator[Filler]:
        """The fight in which someone is backed: "support for the army in the war against the rebels"."""
        tree = self._tree
        if frame.kind not in _SIDING or tree.lemma(frame.head) not in _BACKING:
            return
        beside = [frame.head, *(word for _, word in frame.roles)]
        beside += [frame.helper] if frame.helper is not None else []
        for child in (c for word in beside for c in tree.children(word, "nmod", "obl", "advcl", "acl")):
            event = self._frame_at.get(child)
            is_helped = any(role in ("counterpart", "target") for role, _ in frame.roles)  # not "assists in defeating"
            if is_helped and "in" in tree.markers(child) and tree.tokens[child].xpos == "VBG":
                for conjunct in tree.conjuncts(child):
                    yield from self._links.event_filler("purpose", conjunct)
            elif tree.preposition(child) == "in" and event is not None and event.kind in ("Conflict", "Clash"):
                yield Filler("purpose", child, frame=event)

    def _helped_to_do(self, frame: Frame) -> Iterator[Filler]:
        """What someone is helped to do: "helped the army retake the town", "trained rebels to defuse mines"."""
        tree = self._tree
        helped = [word for role, word in frame.roles if role == "counterpart"]
        if frame.kind != "Aid" or frame.pos != "v" or not helped:
            return
        for child in tree.children(frame.head, "xcomp"):
            if tree.tokens[child].xpos == "VB" and min(helped) < child:
                for conjunct in tree.conjuncts(child):
                    yield from self._links.event_filler("purpose", conjunct)

    def _is_plain(self, word: int) -> bool:
        """Whether an infinitive after noun WORD tells the aim of the clause."""
        is_plan = self._lexicon.find_embedder(self._tree.lemma(word), "n") is not None
        return not is_plan and word not in self._frame_at and self._things.at(word) is not None

    def _agreed(self, frame: Frame) -> Iterator[Filler]:
        """What parties agree on: "signed a pact to withdraw", "the truce includes the release of", "under the deal"."""
        tree = self._tree
        papers = [word for word in frame.slots.get("obj", ()) if frame.pos == "v" and word not in self._frame_at]
        agreed = [c for word in papers for c in tree.children(word, "acl") if self._is_infinitive(c)]
        verb = tree.head(frame.head) if frame.pos == "n" else None
        if verb is not None and verb != frame.helper and tree.is_verb(verb):
            if tree.preposition(frame.head) == "under":
                agreed.append(verb)
            elif tree.is_label(frame.head, "nsubj"):
                name = tree.phrasal(verb)
                agreed += [c for c in tree.children(verb, "obj") if name in _PROVIDING]
                agreed += [c for c in tree.children(verb, "obl") if f"{name} {tree.preposition(c)}" == "provide for"]
        for word in agreed:
            for conjunct in tree.conjuncts(word) if tree.is_nominal(word) else (word,):
                yield from self._links.event_filler("topic", conjunct)

    def _aimed(self, frame: Frame) -> Iterator[Filler]:
        """What an event noun is said to be for: "an offensive aimed at retaking the town", "the talks aim to end"."""
        tree = self._tree
        verbs = [c for c in tree.children(frame.head, "acl") if not tree.is_label(c, "acl:relcl") or self._is_of(c)]
        above = tree.head(frame.head)
        if above is not None and tree.is_label(frame.head, "nsubj"):
            verbs.append(above)
        if above is not None and tree.children(above, "cop") and tree.lemma(above) in self._lexicon.aims:
            # "the raid was a bid to free them"
            tried = (c for c in tree.children(above, "acl") if self._is_infinitive(c) and c in self._frame_at)
            yield from (filler for c in tried for filler in self._links.event_filler("purpose", c))
        if above is not None and tree.is_label(frame.head, "nsubj") and self._is_meant(above):
            for conjunct in tree.conjuncts(above):
                yield from self._links.event_filler("purpose", conjunct)
        for verb in (v for v in verbs if tree.lemma(v) in _AIMS):
            for child in tree.children(verb, "xcomp", "advcl", "ccomp", "obl"):
                is_aim = tree.preposition(child) == "at" or {"to", "at"} & set(tree.markers(child))
                for conjunct in tree.conjuncts(child) if is_aim else ():
                    ended = [*self._ended(frame, conjunct)]
                    yield from ended or self._links.event_filler("purpose", conjunct)

    def _is_of(self, verb: int) -> bool:
        """Whether relative clause VERB has as its subject the noun that it hangs from: "which aims to"."""
        subjects = self._tree.children(verb, "nsubj")
        return any(self._tree.lower(c) in ("which", "that") for c in subjects)

    def _is_meant(self, verb: int) -> bool:
        """Whether VERB tells what its subject is for: "the raid was to free them", not "the raid is to begin"."""
        tree = self._tree
        is_copular = any(tree.lemma(c) == "be" for c in tree.children(verb, "cop", "aux"))
        is_done = bool(tree.children(verb, "obj")) and not tree.is_passive(verb)
        is_open = not self._lexicon.is_aspectual(tree.lemma(verb)) or tree.lemma(verb) in self._lexicon.ending
        return is_copular and is_done and is_open and self._is_infinitive(verb)

    def _noun(self, role: str, word: int) -> Iterator[Filler]:
        event = self._frame_at.get(word)
        if event is not None and event.pos == "n":
            yield Filler(role, word, frame=event)
