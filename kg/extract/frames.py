"""From words to frames: which verbs and nouns of a parse evoke events, in which sense, with what in their slots.

A frame is made where a sense of the lexicon fits: its words are all there and its conditions hold. Nothing is decided
yet about which thing a filler stands for or whether the event happened. Aspectual and light verbs make no frames; they
lend what stands in their slots to the event noun that they serve.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.extract.anchors import find_words_of
from kg.extract.fillerwords import find_lemmas, is_manner, with_owners_hit, without_shared
from kg.extract.headless import HEADLESS, with_deeds
from kg.extract.lightverbs import LightVerbs
from kg.extract.nonevents import is_aside, is_business, is_no_event, tells_state
from kg.extract.nounslots import Slots
from kg.extract.operations import find_end
from kg.extract.phases import PHASES, is_numbered_phase, to_sense
from kg.extract.slots import PLACE_PREPOSITIONS, SlotFinder
from kg.extract.states import find_bearers
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.lexicon import NOUN_SLOTS, VERB_SLOTS, Condition, Lexicon, Pos, Sense
from kg.ontology import Ontology

KindOf = Callable[[int], str | None]

_ARGUMENTS: Final = (("ARG0", "subj", "agent"), ("ARG1", "obj", "target"))
"""Arguments of PropBank with the slot that they fill of a verb, and the role that they have for a noun."""
_WIDEST: Final = 6
"""Tokens that a verb and its further words may spread over and still be one anchor."""
_TIES: Final = frozenset({"Alliance", "AgreementEvent", "Negotiation"})
"""Classes of events that bind those who are told right after the noun, whatever is done to the bond."""
_JUDGING: Final = frozenset({"Praise", "Condemnation", "Rejection", "Accusation"})
_PARTICIPANTS: Final = ("Actor", "Place", "Weapon")
_NO_EVENTS: Final = ("Weapon", "SecurityForce")  # a charge of dynamite, a patrol that fires
_HAPPENING: Final = find_words("happening")
_CATCHING: Final = frozenset({"catch", "surprise", "trap"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An event as one word evokes it: HEAD in the tree, anchor from FIRST to LAST, fillers by role and by slot.

    `roles` has the words whose role the sense or a light verb settles, in order of slots; `slots` all words by slot,
    for what depends on more than grammar. `words` are those that evoke the event and fill none of its roles. HELPER is
    the light or aspectual verb that serves a noun. An anaphor only takes up what another frame tells; what is given
    happened, whatever its clause tells.
    """

    head: int
    first: int
    last: int
    kind: str
    pos: Pos
    roles: tuple[tuple[str, int], ...]
    slots: Slots
    used: frozenset[str]
    words: frozenset[int]
    helper: int | None = None
    is_anaphor: bool = False
    is_given: bool = False


class FrameFinder:
    """Finds the frames of a parse; KIND_OF tells the class of the thing that a word heads.

    NAMED are the words of names, UNSURE those of cities that may be countries; words in CLOSED evoke nothing.
    """

    def __init__(
        self, tree: Tree, slots: SlotFinder, lexicon: Lexicon, ontology: Ontology, kind_of: KindOf,
        *, named: Collection[int] = (), closed: Collection[int] = (), unsure: Collection[int] = (),
    ) -> None:  # fmt: skip
        self._tree = tree
        self._slots = slots
        self._lexicon = lexicon
        self._ontology = ontology
        self._kind_of = kind_of
        self._named = frozenset(named)
        self._closed = frozenset(closed)
        self._unsure = frozenset(unsure)
        self._times = self._closed - self._named
        self._light = LightVerbs(tree, slots, lexicon, ontology, self._is_event_word)

    def find(self) -> tuple[Frame, ...]:
        """All frames, in text order; a word that is part of another frame's words evokes nothing by itself."""
        found: dict[int, Frame] = {}
        for token in self._tree.tokens:
            if token.i in self._closed:
                continue
            frame = self._frame_at(token.i)
            if frame is not None:
                found[token.i] = frame
        measures: defaultdict[int, list[int]] = defaultdict(list)
        for noun in found:
            measures[self._light.find_measured(noun)].append(noun)
        for frame in tuple(found.values()):
            self._join(frame, found, measures)
        for frame in tuple(found.values()):
            self._join_given(frame, found)
        found |= {i: phase for i in range(len(self._tree.tokens)) if (phase := self._phase_at(i, found)) is not None}
        spent = {word for frame in found.values() for word in frame.words - {frame.head}}
        return tuple(frame for i, frame in sorted(found.items()) if i not in spent)

    def _phase_at(self, i: int, found: Mapping[int, Frame]) -> Frame | None:
        """The part of an event that noun I tells, of the class of the whole: "the second phase of the offensive"."""
        if not is_numbered_phase(self._tree, i) or i in self._closed or i in found:
            return None
        slots = self._slots.of_noun(i)
        near = (w for word in slots.get("of", ()) for w in (word, *self._tree.children(word, "acl", "compound")))
        kind = next((found[w].kind for w in near if w in found), None)
        sense = to_sense(self._tree.lemma(i), kind) if kind is not None else None
        return self._to_frame(i, sense, slots, {i}, self._light.find_helper(i)) if sense is not None else None

    def _join(self, verb: Frame, found: dict[int, Frame], measures: Mapping[int, list[int]]) -> None:
        """Make one event of a verb and its noun that both tell it: "give concessions", "bombings hit a church".

        MEASURES has the event nouns by the word that tells how much of them it is, which may be their own.
        """
        if verb.pos != "v":
            return
        words = dict.fromkeys(
            [*verb.slots.get("obj", ()), *verb.slots.get("subj", ()), *sorted(verb.words - {verb.head})]
        )
        words |= dict.fromkeys(noun for word in words for noun in measures.get(word, ()))
        self._join_participle(verb, found)
        for word in words:
            noun = found.get(word)
            if noun is None or noun.pos != "n" or not self._ontology.are_kin(verb.kind, noun.kind):
                continue
            if ("topic", word) in verb.roles and verb.kind != "AgreementEvent":
                continue  # who discusses talks does not hold them; who signs a truce agrees to it
            is_judged = ("target", word) in verb.roles and verb.kind in _JUDGING
            if is_judged and any(role == "agent" for role, _ in noun.roles):
                continue  # who welcomes the support of others does not give it
            kind = noun.kind if self._ontology.is_a(noun.kind, verb.kind) else verb.kind
            roles = tuple(dict.fromkeys([*(pair for pair in verb.roles if pair[1] != word), *noun.roles]))
            found[word] = replace(
                noun,
                kind=kind,
                roles=roles,
                slots={**verb.slots, **noun.slots},
                used=noun.used | verb.used,
                helper=verb.head,
            )
            found.pop(verb.head, None)

    def _join_given(self, noun: Frame, found: dict[int, Frame]) -> None:
        """Make one event of a noun for giving and the aid that is given: "the delivery of aid to the refugees"."""
        for role, word in noun.roles:
            aid = found.get(word)
            is_given = role == "instrument" and noun.pos == "n" and word in noun.slots.get("of", ())
            if (
                not is_given
                or aid is None
                or not noun.kind == aid.kind == "Aid"
                or aid.helper not in (None, noun.helper)
            ):
                continue
            roles = tuple(dict.fromkeys([*noun.roles, *aid.roles]))
            slots = {**aid.slots, **noun.slots}
            found[noun.head] = replace(noun, roles=roles, slots=slots, used=noun.used | aid.used)
            found.pop(word)
            return

    def _join_participle(self, verb: Frame, found: dict[int, Frame]) -> None:
        """Let participle VERB only add to the event that its main verb serves: "made raids, firing on two camps"."""
        tree = self._tree
        main = tree.head(verb.head) if tree.is_label(verb.head, "advcl") else None
        if main is None or verb.head < main or tree.tokens[verb.head].xpos != "VBG" or tree.markers(verb.head):
            return
        for word, noun in found.items():
            if noun.helper == main and noun.pos == "n" and self._ontology.are_kin(verb.kind, noun.kind):
                kind = noun.kind if self._ontology.is_a(noun.kind, verb.kind) else verb.kind
                roles = tuple(dict.fromkeys([*noun.roles, *(pair for pair in verb.roles if pair[0] != "agent")]))
                found[word] = replace(noun, kind=kind, roles=roles, words=noun.words | {verb.head})
                found.pop(verb.head, None)
                return

    def _frame_at(self, i: int) -> Frame | None:
        tree = self._tree
        if tree.is_verb(i) or (
            tree.tokens[i].xpos in ("VBN", "VBG", "VBD") and tree.is_label(i, "amod", "acl", "advcl")
        ):
            if tree.lemma(i) == "try" and i < tree.sentence(i).last and tree.lower(i + 1) in ("and", "to"):
                return None  # "to try and bring them back"
            frame = self._match(i, "v")
            is_none = frame is not None and (tells_state(tree, frame) or is_aside(tree, self._lexicon, frame))
            return None if is_none else frame
        if tree.tokens[i].upos in ("NOUN", "PROPN") and not self._is_part_of_noun(i):
            frame = self._match(i, "n")
            if frame is None or self._is_body(frame) or is_business(self._tree, self._slots, frame, self._kind_of):
                return None
            return None if is_no_event(self._tree, self._lexicon, frame) else frame
        return None

    def _is_body(self, frame: Frame) -> bool:
        """Whether a noun names those who act or are attacked, not what they are at: "the patrol passed"."""
        head = self._tree.head(frame.head)
        kind = self._kind_of(frame.head)
        if frame.kind != "Deployment" or kind is None or not self._ontology.is_a(kind, "Actor"):
            return False
        if head is not None and head != frame.helper and self._tree.is_label(frame.head, "nsubj"):
            lemma = self._tree.lemma(head)
            if lemma in _CATCHING if self._tree.is_passive(head) else lemma not in _HAPPENING:
                return True
        other = self._match(head, "v") if head is not None and self._tree.is_verb(head) else None
        is_violent = other is not None and self._ontology.is_a(other.kind, "ViolentEvent")
        noun = self._match(head, "n") if head is not None and not self._tree.is_verb(head) else None
        return is_violent or (noun is not None and self._ontology.is_a(noun.kind, "ViolentEvent"))

    def _is_part_of_noun(self, i: int) -> bool:
        """Whether noun I only modifies another, as in "attack helicopter"; "liberation effort" is a liberation."""
        if not self._tree.is_label(i, "compound", "flat", "goeswith"):
            return False
        if self._tree.is_label(i, "flat") and find_end(self._tree, self._tree.tokens[i].head) is not None:
            return True  # "Operation Olive Branch"
        return self._tree.lemma(self._tree.tokens[i].head) not in HEADLESS

    def _match(self, i: int, pos: Pos) -> Frame | None:
        tree = self._tree
        lemmas = (tree.lemma(i), tree.lower(i), *(self._stems(i) if pos == "v" else ()))
        senses = next((s for lemma in lemmas if (s := self._lexicon.find_senses(lemma, pos))), ())
        senses = with_deeds(tree, self._lexicon, self._ontology, i, senses) if pos == "n" else senses
        if not senses:
            return None
        slots = self._slots.of_verb(i) if pos == "v" else self._slots.of_noun(i)
        helper = self._light.find_helper(i) if pos == "n" else None
        around = slots if pos == "v" else {**self._phrases_beside(i), **slots}
        around = {slot: tuple(word for word in words if word not in self._times) for slot, words in around.items()}
        for sense in senses:
            words = find_words_of(self._tree, i, sense)
            if words is None:
                continue
            within = self._slots_within(words - {i}) if pos == "v" and len(words) > 1 else {}
            if all(self._holds(condition, i, {**within, **around}, words) for condition in sense.conditions):
                return self._to_frame(i, sense, slots, words, helper)
        return None

    def _stems(self, i: int) -> tuple[str, ...]:
        """What verb I may be a form of where no table knows its lemma: "cordoned"."""
        word = self._tree.lower(i)
        return (word[:-2], word[:-1]) if self._tree.lemma(i) == word and word.endswith("ed") else ()

    def _slots_within(self, words: Collection[int]) -> Slots:
        """The phrases of the nouns that evoke the event with a verb: "presented evidence against them"."""
        found = (self._slots.of_noun(word) for word in sorted(words) if self._tree.is_nominal(word))
        return {slot: fillers for slots in found for slot, fillers in slots.items() if slot not in NOUN_SLOTS}

    def _phrases_beside(self, i: int) -> Slots:
        """The prepositional phrases of the verb whose object noun I is: parsers hang them from either."""
        tree = self._tree
        head = tree.head(i)
        if head is None or not tree.is_verb(head) or not tree.tokens[i].dep.startswith(("obj", "nsubj:pass")):
            return {}
        if tree.tokens[i].dep == "nsubj:pass" and self._match(head, "v") is not None:
            return {}  # "the killing was condemned in Rome"
        return {slot: found for slot, found in self._slots.of_verb(head).items() if slot not in VERB_SLOTS}

    def _spent_beside(self, i: int) -> frozenset[str]:
        """The slots of that verb that have a role in its own event: "blamed the attack on the rebels"."""
        head = self._tree.head(i)
        frame = self._match(head, "v") if head is not None and self._tree.is_verb(head) else None
        return frame.used if frame is not None else frozenset()

    # Conditions

    def _holds(self, condition: Condition, i: int, slots: Slots, words: set[int]) -> bool:
        key = condition.key
        if key == "has":
            return any(slots.get(slot) for slot in condition.values)
        if key == "no":
            return not any(slots.get(slot) for slot in condition.values)
        if key == "plural":
            return self._tree.is_plural(i)
        if key == "named":
            return find_end(self._tree, i) is not None
        if condition.slot == "mod":
            modifiers = [c for c in self._tree.children(i, "amod", "compound", "nmod") if c < i and c not in words]
            hit = any(self._has_value(c, condition) for c in modifiers)
        else:
            fillers = [f for f in slots.get(condition.slot, ()) if f not in words or condition.slot != "obj"]
            hit = any(self._has_value(f, condition) for f in fillers)
        return hit != condition.is_negative

    def _has_value(self, filler: int, condition: Condition) -> bool:
        if not condition.is_of_kind:
            return not find_lemmas(self._tree, filler, condition).isdisjoint(condition.values)
        is_thing = self._kind_of(filler) in _NO_EVENTS
        if "Event" in condition.values and not is_thing and any(map(self._is_event_word, self._with_phased(filler))):
            return True
        if "Name" in condition.values and filler in self._named:
            return True
        if filler in self._unsure and "Country" in condition.values:
            return True
        kind = self._kind_of(filler)
        return kind is not None and any(
            self._ontology.is_a(kind, value) for value in condition.values if value not in ("Event", "Name")
        )

    def _with_phased(self, filler: int) -> tuple[int, ...]:
        """The word, and of a noun for a phase what it is a phase of: "welcomed the resumption of talks"."""
        if self._tree.lemma(filler) not in PHASES:
            return (filler,)
        inner = (c for c in self._tree.children(filler, "nmod") if self._tree.preposition(c) == "of")
        return (filler, *inner)

    def _is_event_word(self, i: int) -> bool:
        pos: Pos = "v" if self._tree.is_verb(i) else "n"
        senses = self._lexicon.find_senses(self._tree.lemma(i), pos)
        return i not in self._closed and any(find_words_of(self._tree, i, sense) is not None for sense in senses)

    # Frames

    def _to_frame(self, i: int, sense: Sense, slots: Slots, words: set[int], helper: int | None) -> Frame:
        fillers: list[tuple[str, int]] = []
        used: set[str] = set()
        merged = {slot: list(found) for slot, found in slots.items()}
        for word in sorted(words - {i}) if sense.pos == "v" else sorted(word for word in words if word > i):
            for slot, inner in self._slots.of_noun(word).items():
                if (slot not in NOUN_SLOTS or slot in sense.roles) and slot not in merged:
                    merged[slot] = list(inner)
        if helper is None and sense.pos == "n":
            beside_it = self._phrases_beside(i)
            spent = self._spent_beside(i) if beside_it else frozenset()
            for slot, beside in beside_it.items():
                if slot in spent:
                    continue
                if slot in PLACE_PREPOSITIONS and not PLACE_PREPOSITIONS & merged.keys():
                    merged[slot] = list(beside)
                elif slot == "with" and slot not in merged and sense.kind in _TIES and self._is_right_after(i, beside):
                    merged[slot] = list(beside)
        if helper is not None:
            for slot, found in self._light.lend(i, helper, sense):
                if slot.startswith("="):
                    fillers += [(slot[1:], filler) for filler in found]
                else:
                    merged.setdefault(slot, []).extend(f for f in found if f not in merged.get(slot, ()))
        for slot, role in sense.roles.items():
            for filler in merged.get(slot, ()):
                if slot == "on" and is_manner(self._tree, i, role, filler):
                    continue
                is_where = slot == "at" and not used.isdisjoint(("on", "against", "of"))
                if role == "target" and (is_where or self._light.is_scene(i, helper, slot, filler)):
                    continue  # "the attack on a bank at Kirkuk"
                is_named = sense.kind not in _JUDGING and self._is_participant(filler)  # "voiced opposition"
                if filler not in words or sense.kind == "SymbolicAct" or is_named:
                    fillers.append((role, filler))
                    used.add(slot)
        if sense.pos == "n":
            fillers = with_owners_hit(self._tree, without_shared(self._tree, i, fillers, merged), merged, sense.roles)
            fillers += find_bearers(self._tree, self._slots, self._ontology, i, sense)
        fillers += self._supplied(i, sense, fillers, words)
        first, last = min(words), find_end(self._tree, i) or max(words)
        first, last = (i, i) if last - first > _WIDEST else (first, last)
        filling = {filler for _, filler in fillers}
        return Frame(
            head=i,
            first=first,
            last=last,
            kind=sense.kind,
            pos=sense.pos,
            roles=tuple(dict.fromkeys(fillers)),
            slots={slot: tuple(found) for slot, found in merged.items()},
            used=frozenset(used),
            words=frozenset(words) - filling | {i},
            helper=helper,
        )

    def _is_right_after(self, i: int, words: Sequence[int]) -> bool:
        """Whether the phrase of the first of WORDS begins right after word I: "severed ties with Chad"."""
        return any(c == i + 1 for c in self._tree.children(words[0], "case"))

    def _supplied(
        self, i: int, sense: Sense, fillers: Sequence[tuple[str, int]], words: set[int]
    ) -> list[tuple[str, int]]:
        """What the trained roles add where the tree leaves the doer, or whom it is done to, without a filler."""
        filled, taken = {role for role, _ in fillers}, {filler for _, filler in fillers} | words
        supplied = []
        for argument, slot, usual in _ARGUMENTS:
            role = sense.roles.get(slot) if sense.pos == "v" else usual
            if role is None or role in filled or role not in sense.roles.values():
                continue
            for word in self._slots.trained(i, argument):
                if word not in taken:
                    supplied.append((role, word))
        return supplied

    def _is_participant(self, word: int) -> bool:
        """Whether a word that helps to evoke the event names a participant: "government" in "topple a government"."""
        kind = self._kind_of(word)
        return kind is not None and any(self._ontology.is_a(kind, above) for above in _PARTICIPANTS)
