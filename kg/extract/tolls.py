"""How many an event killed, hurt and detained, as the text says it beside them.

Numbers are those of the things that the event was done to, those that count deaths themselves ("thirty deaths", "cost
14 lives"), what a toll rises to ("the death toll rose to 25"), and how many of the victims were hit "fatally".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from kg.extract.casualties import is_state
from kg.extract.frames import Frame
from kg.extract.kinds import MEMBERS
from kg.extract.links import Filler
from kg.extract.nominals import Nominal
from kg.extract.quantities import read_number
from kg.extract.tree import Tree
from kg.ontology import Ontology

Toll = tuple[str, int]

TOLL: Final = "toll"
_VALUES: Final[Mapping[str, str]] = {
    "Killing": "deaths", "Death": "deaths", "Assassination": "deaths", "Injury": "injuries", "Arrest": "detained",
    "Abduction": "detained",
}  # fmt: skip
_HARM: Final = frozenset({"deaths", "injuries"})
_COUNTED: Final = frozenset({"death", "fatality", "killing", "murder", "injury", "life", "arrest", "detention"})
"""Nouns whose number is that of those who suffer what they tell."""
_PART_OF: Final = ("among", "amongst", "including")
"""What stands before the whole of which others are named: "ten were killed, among them the mayor"."""
_THEM: Final = frozenset({"them", "whom"})
_LOOSE: Final = ("parataxis", "dep", "conj")
_REACHING: Final = frozenset({"to", "at"})
_OUTDOING: Final = frozenset({"reach", "hit", "pass", "top", "exceed", "surpass", "near", "approach"})
_NOT_YET: Final = frozenset({"near", "approach"})


class TollFinder:
    """Answers for the frames of one parse which numbers of victims they tell."""

    def __init__(self, tree: Tree, found: Collection[tuple[Frame, Sequence[Filler]]], ontology: Ontology) -> None:
        self._tree = tree
        self._ontology = ontology
        uses = Counter(
            (word, name)
            for frame, fillers in found
            for name in [_VALUES.get(frame.kind)]
            for word in {filler.word for filler in fillers if filler.role == "target"}
            if name in _HARM
        )
        self._harms = Counter(word for word, _ in uses)
        self._uses = frozenset(uses)

    def find(self, frame: Frame, fillers: Sequence[Filler]) -> tuple[Toll, ...]:
        """The values that count those the event was done to ("deaths", 4); nothing where no number is told."""
        name = _VALUES.get(frame.kind)
        if is_toll(self._tree, frame):
            number = self._reached(frame.head)
            return (("deaths", number),) if number is not None else ()
        is_counting = name is not None and not is_state(self._tree, frame)
        told = (list(self._victims(frame, fillers)) or list(self._counted(frame))) if is_counting else []
        total = sum(told)
        tolls = [(name, total)] if name is not None and total else []
        if name != "deaths":
            tolls += [("deaths", number) for number in (*self._fatally(frame), *self._dead(frame))]
            tolls += self._shared(frame)
        return tuple(tolls)

    def _shared(self, frame: Frame) -> Iterator[Toll]:
        """How many of those told before suffered in an attack: "20 died: 12 in an ambush and eight in a raid"."""
        tree = self._tree
        number = tree.head(frame.head)
        if frame.pos != "n" or number is None or tree.tokens[number].upos != "NUM":
            return
        first = tree.first_conjunct(number)
        total, told = tree.head(first), read_number(tree, number)
        if tree.is_label(first, "appos") and told is not None and self._ontology.is_a(frame.kind, "ViolentEvent"):
            yield from ((name, told) for name in sorted(_HARM) if (total, name) in self._uses)

    def _victims(self, frame: Frame, fillers: Sequence[Filler]) -> Iterator[int]:
        """The numbers of the victims; "killed and wounded forty" tells no number of either."""
        has_target = any(filler.role == "target" for filler in fillers)
        roles = {"agent", "target"} if frame.kind == "Death" and not has_target else {"target"}
        single = 0
        is_told = False
        for filler in fillers:
            if filler.role not in roles or filler.thing is None or filler.thing.kind not in MEMBERS:
                continue
            mention = filler.thing.mention_at(filler.word)
            count = filler.count if filler.count is not None else self._count(mention, filler.word)
            if count is not None and self._harms[filler.word] < len(_HARM):
                is_told = is_told or count > 0
                yield count
            elif count is None and filler.thing.kind == "Person" and not filler.thing.plural:
                single += 1
        is_part = any(slot in frame.slots for slot in _PART_OF)
        yield from [single] if is_told and not is_part else []  # "the mayor and two guards" are three

    def _count(self, mention: Nominal | None, word: int) -> int | None:
        """How many MENTION is; of "20 of the 35 hostages" whom they seized, where WORD is the noun, all 35."""
        if mention is not None and mention.count is None and self._is_pair(mention):
            return 2
        if mention is not None and mention.form == "name" and mention.kind == "Population":
            return next((read_number(self._tree, c) for c in self._tree.children(word, "nummod") if c < word), None)
        if mention is None or word == mention.head or self._tree.tokens[mention.head].upos != "NUM":
            return mention.count if mention is not None else None
        numbers = [c for c in self._tree.children(word, "nummod") if c < word]
        numbers += [word] if self._tree.tokens[word].upos == "NUM" else []
        return next((read_number(self._tree, number) for number in numbers), None)

    def _is_pair(self, mention: Nominal) -> bool:
        """Whether MENTION is of two without a number: "both pilots", "a couple"."""
        tree = self._tree
        return tree.lemma(mention.core) == "couple" or any(
            tree.lower(c) == "both" for c in tree.children(mention.core, "det", "det:predet")
        )

    def _counted(self, frame: Frame) -> Iterator[int]:
        """The number before a noun for the deaths or injuries themselves: "30 deaths", "claimed 14 lives".

        Also that of people who are but a pronoun or a number: "killed four of them", "another was hurt".
        """
        tree = self._tree
        for word in frame.slots.get("obj", ()) or (frame.slots.get("subj", ()) if frame.kind == "Death" else ()):
            if tree.lower(word) == "another" and not tree.children(word):
                yield 1
            elif tree.tokens[word].upos == "NUM" and any(tree.lower(c) in _THEM for c in tree.children(word, "nmod")):
                yield from (number for number in [read_number(tree, word)] if number is not None)
        for word in sorted(frame.words):
            if tree.is_nominal(word) and tree.lemma(word) in _COUNTED and tree.is_plural(word):
                numbers = (read_number(tree, number) for number in tree.children(word, "nummod"))
                yield from (number for number in numbers if number is not None)

    def _fatally(self, frame: Frame) -> Iterator[int]:
        """How many are hit so that they die: "six were wounded, two of them fatally"."""
        tree = self._tree
        for word in (frame.head, *tree.children(frame.head)):
            for adverb in tree.children(word, "advmod"):
                if tree.lower(adverb) == "fatally":
                    before = [t for t in range(max(frame.head + 1, adverb - 4), adverb) if tree.tokens[t].upos == "NUM"]
                    numbers = (read_number(tree, t) for t in before if self._is_share(t, adverb))
                    yield from (number for number in numbers if number is not None)

    def _dead(self, frame: Frame) -> Iterator[int]:
        """How many are told to be dead beside an attack: "12 dead in car bombing", "Blast rocks capital; 9 dead"."""
        tree = self._tree
        if not self._ontology.is_a(frame.kind, "ViolentEvent"):
            return
        beside = [c for head in (frame.head, frame.helper) if head is not None for c in tree.children(head, *_LOOSE)]
        first = tree.first_conjunct(frame.head)
        above = tree.head(first)
        if above is not None and tree.preposition(first) in ("in", "after"):
            beside.append(above)
        for word in beside:
            group = [word, *tree.children(word, "amod", "nummod")]
            group += [tree.tokens[word].head] if tree.is_label(word, "amod") else []
            if any(tree.lower(w) == "dead" for w in group):
                numbers = (read_number(tree, w) for w in group if tree.tokens[w].upos == "NUM")
                yield from (number for number in numbers if number is not None)

    def _is_share(self, number: int, adverb: int) -> bool:
        """Whether only "of them" stands between NUMBER and ADVERB."""
        between = {self._tree.lower(t) for t in range(number + 1, adverb)}
        return between <= {"of", "them", "whom", "those"}

    def _reached(self, toll: int) -> int | None:
        """What a toll comes to: "rose to 25", "stood at 25", "a toll of 25", "raised the toll to 25", "passed 25"."""
        tree = self._tree
        verb = tree.head(toll)
        options = [c for c in tree.children(toll, "nmod") if tree.preposition(c) == "of"]
        is_open = verb is not None and any(tree.tokens[c].xpos in ("MD", "TO") for c in tree.children(verb))
        if verb is not None and tree.is_label(toll, "nsubj", "obj") and not is_open:
            if tree.children(verb, "cop"):
                options.append(verb)
            if tree.is_verb(verb):
                options += [c for c in tree.children(verb, "obl", "nmod") if tree.preposition(c) in _REACHING]
                is_subject = tree.is_label(toll, "nsubj") and tree.lemma(verb) in _OUTDOING - _NOT_YET
                options += tree.children(verb, "obj") if is_subject else ()
            if tree.is_label(toll, "obj"):
                options += [c for c in tree.children(toll, "nmod") if tree.preposition(c) in _REACHING]
        for option in options:
            for word in (option, *tree.children(option, "nummod")):
                is_number = tree.tokens[word].upos == "NUM" and ":" not in tree.tokens[word].text
                number = read_number(tree, word) if is_number else None
                if number is not None:
                    return number
        return None


def is_toll(tree: Tree, frame: Frame) -> bool:
    """Whether FRAME tells how many have died, and not their death: "the death toll", "the toll"."""
    return frame.pos == "n" and tree.lemma(frame.head) == TOLL
