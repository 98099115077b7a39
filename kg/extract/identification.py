"""Who those are, by name, that an event is said to befall or be done by.

"Two reporters, A and B", "one of the dead was C", "the policeman was identified as D", "six members, including E": the
names stand beside the description, or in a clause of their own soon after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final

from kg.extract.antecedents import find_joint
from kg.extract.kinds import ACTORS
from kg.extract.nominals import Nominal
from kg.extract.things import Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

_VICTIMS: Final = find_words("victims")
_EXAMPLES: Final = frozenset({"including", "such as", "like"})
_AMONG: Final = frozenset({"including", "such as", "among them"})
_NAMING: Final = frozenset({"identify", "name"})
_COUNTING: Final = frozenset({"include", "comprise"})
_NAMELESS: Final = frozenset({"Person", "Population", "SecurityForce"})
_PEOPLE: Final = "Population"
_PEOPLED: Final = ACTORS | {None}
_PHRASE: Final = 6
"""Words from the beginning of a noun phrase to its noun at most."""
_SOON: Final = 3
"""Sentences after a description of people that may say who they are."""


class Identifier:
    """Answers for the words of one parse."""

    def __init__(self, tree: Tree, things: Things) -> None:
        self._tree = tree
        self._things = things
        self._victims: defaultdict[int, list[int]] = defaultdict(list)
        for token in tree.tokens:
            is_told = tree.lemma(token.i) in _VICTIMS or tree.lower(token.i) == "they"
            if is_told and tree.is_label(token.i, "nsubj"):
                self._victims[tree.sentence(token.i).index].append(token.i)

    def count(self, word: int) -> int | None:
        """How many the mention with WORD says there are."""
        mention = self._mention(word)
        return mention.count if mention is not None else None

    def names_of(self, word: int, *, is_victim: bool) -> tuple[int, ...]:
        """Who WORD is said to be, by name; WORD itself where no name is told, or where it has more in it."""
        tree = self._tree
        joint = find_joint(tree, self._things, word)
        if not joint and tree.lower(word) == "those":  # "those killed were two nurses", "among those arrested was"
            joint = self.predicated_of(word) or self._included(word)
        if joint:
            return joint
        mention = self._mention(word)
        heads = (word,) if mention is None else tuple(dict.fromkeys([word, mention.head, mention.core]))
        named = self._people(self._identified(word) or (self._identified_victims(word) if is_victim else ()))
        if not named and (
            tree.is_plural(word) or (mention is not None and (mention.plural or mention.kind == _PEOPLE))
        ):
            beside = [c for head in heads for c in tree.children(head, "appos", "flat") if c not in heads]
            beside = beside or self._following(word)
            named = self._people([part for first in beside for part in tree.conjuncts(first)])
            if len(named) == 1:
                return (word, *named)
        if named and self.count(word) in (None, len(named)):
            return named
        some = [c for c in self._phrases_after(heads) if tree.preposition(c) in _AMONG or not tree.children(c, "case")]
        among = self._some_victims(word) if is_victim and not some else ()
        return (word, *named, *self._people([part for first in some for part in tree.conjuncts(first)]), *among)

    def _following(self, word: int) -> list[int]:
        """What the list after the clause of "the following" WORD, or of as many as are named there, begins with."""
        tree = self._tree
        clause = tree.head(word)
        lists = tree.children(clause, "parataxis", "appos", "list") if clause is not None else ()
        found = [c for c in lists if c > word and any(tree.tokens[p].text == ":" for p in tree.children(c, "punct"))]
        named = self._people([part for first in found for part in tree.conjuncts(first)])
        is_told = any(tree.lower(c) == "following" for c in tree.children(word, "amod"))
        return found if is_told or (named and self.count(word) == len(named)) else []

    def predicated_of(self, word: int) -> tuple[int, ...]:
        """What the clause that WORD is the subject of says it is."""
        tree = self._tree
        mention = self._mention(word)
        subject = mention.head if mention is not None else word
        if tree.lower(subject) == "one" and tree.children(subject, "cop"):  # "Juan Gil was one of the men shot"
            return tuple(part for first in tree.children(subject, "nsubj") for part in tree.conjuncts(first))
        head = tree.head(subject)
        if tree.preposition(subject) == "among" and tree.children(subject, "cop"):
            return tuple(part for first in tree.children(subject, "nsubj") for part in tree.conjuncts(first))
        is_ahead = head is not None and tree.preposition(subject) == "among" and head > subject
        if head is not None and is_ahead and tree.children(head, "cop") and not tree.children(head, "nsubj"):
            return tree.conjuncts(head)
        is_named_so = head is not None and tree.lemma(head) in _NAMING and tree.is_label(subject, "obj")
        if head is None or not (tree.is_label(subject, "nsubj") or is_named_so):
            return ()
        if tree.is_verb(head):
            is_naming = is_named_so or (tree.lemma(head) in _NAMING and tree.is_passive(head))
            found = [c for c in tree.children(head, "obl") if tree.preposition(c) == "as"] if is_naming else []
            return tuple(part for first in found for part in tree.conjuncts(first))
        return tree.conjuncts(head) if tree.children(head, "cop") else ()

    def examples_of(self, word: int, kinds: Collection[str]) -> Iterator[int]:
        """The names of things of these KINDS that are told as some of WORD: "towns in Mali, including Gao"."""
        tree = self._tree
        inner = [c for c in tree.children(word, "nmod") if c > word]
        for child in (*inner, *(c for noun in inner if self._is_named(noun) for c in tree.children(noun, "nmod"))):
            preposition = tree.preposition(child)
            is_one = preposition not in _EXAMPLES or (preposition != "including" and not tree.is_plural(word))
            for example in tree.nominal_conjuncts(child) if child > word and not is_one else ():
                thing = self._things.at(example)
                if thing is not None and thing.named and thing.kind in kinds:
                    yield example

    def _is_named(self, word: int) -> bool:
        thing = self._things.at(word)
        return thing is not None and thing.named

    def _phrases_after(self, heads: Collection[int]) -> Iterator[int]:
        """The phrases of a mention with HEADS: those that hang from it, or from above it and stand right behind it."""
        tree = self._tree
        for head in heads:
            yield from (c for c in tree.children(head, "nmod") if c > head)
        last, above = max(heads), tree.head(min(heads))
        for word in range(last + 1, min(last + 3, len(tree.tokens))):
            noun = tree.head(word)
            if tree.lower(word) == "including" and tree.is_label(word, "case") and noun is not None and noun > word:
                yield noun  # wherever it hangs
        for child in tree.children(above, "nmod", "obl") if above is not None and above not in heads else ():
            cases = tree.children(child, "case")
            if child <= last or not cases:
                continue
            if tree.lower(child) == "them" and tree.preposition(child) == "among":
                yield from self._named_behind(child)
            elif cases[0] in (last + 1, last + 2) or self._is_nearest(heads, above, cases[0]):
                yield child

    def _is_nearest(self, heads: Collection[int], verb: int | None, case: int) -> bool:
        """Whether those with HEADS are the last people told with VERB before CASE: "ten died in May, including A"."""
        tree = self._tree
        if verb is None or not tree.is_verb(verb) or not verb < case or tree.tokens[case - 1].text != ",":
            return False
        between = (c for c in tree.children(verb, "nsubj", "obj", "iobj", "obl") if max(heads) < c < case)
        people = [c for c in between if (thing := self._things.at(c)) is not None and thing.kind in _PEOPLED]
        return not people and any(tree.is_label(head, "nsubj", "obj") for head in heads)

    def _named_behind(self, pronoun: int) -> Iterator[int]:
        """The name right behind PRONOUN, wherever the parser hangs it: "two were hurt, among them mayor Ana Ruiz"."""
        tree = self._tree
        for word in range(pronoun + 1, min(pronoun + _PHRASE, tree.sentence(pronoun).last + 1)):
            if self._is_person(word) and tree.phrase(word)[0] == pronoun + 1:
                yield word
                return

    def _identified(self, word: int) -> tuple[int, ...]:
        """Who WORD is said to be, in its clause or, of someone unnamed, in another soon after."""
        found = self.predicated_of(word)
        thing = self._things.at(word)
        if found or thing is None or thing.named or thing.kind not in _NAMELESS:
            return found
        here = self._tree.sentence(word).index
        for mention in thing.mentions:
            if mention.form != "name" and 0 <= self._tree.sentence(mention.head).index - here <= _SOON:
                found = self.predicated_of(mention.head)
                if found:
                    return found
        return ()

    def _identified_victims(self, word: int) -> tuple[int, ...]:
        """Who "the victims" or "they" are said to be soon after, if they are as many as the unnamed WORD."""
        mention, thing = self._mention(word), self._things.at(word)
        if mention is None or thing is None or thing.named:
            return ()
        here = self._tree.sentence(word).index
        is_open = mention.plural and mention.count is None
        for index in range(here, here + (1 if is_open else _SOON) + 1):
            for victim in self._victims.get(index, ()):
                found = self._people(self.predicated_of(victim)) if victim > word else ()
                is_they = self._tree.lower(victim) == "they"
                if is_they and self._has_others(word, victim):
                    continue
                if len(found) == (mention.count or 1) or (is_open and not is_they and len(found) > 1):
                    return found
        return ()

    def _some_victims(self, word: int) -> tuple[int, ...]:
        """Who "the victims" of a sentence soon after the people WORD are said to include, if no others come between."""
        tree, mention = self._tree, self._mention(word)
        if mention is None or not mention.plural or mention.form == "name":
            return ()
        here = tree.sentence(word).index
        for index in range(here + 1, min(here + _SOON + 1, len(tree.parse.sentences))):
            sentence = tree.parse.sentences[index]
            for victim in range(sentence.first, sentence.last + 1):
                if tree.lemma(victim) not in _VICTIMS or not tree.is_plural(victim) or tree.children(victim, "nmod"):
                    continue
                words = self._included(victim)
                words = words or (self.predicated_of(victim) if tree.preposition(victim) == "among" else ())
                if words and not self._has_others(word, victim):
                    return self._people(words)
        return ()

    def _included(self, word: int) -> tuple[int, ...]:
        """Who is told as some of WORD: "the victims included Ana Ruiz"."""
        tree = self._tree
        verb = tree.head(word)
        is_told = verb is not None and tree.is_label(word, "nsubj") and tree.lemma(verb) in _COUNTING
        told = tree.children(verb, "obj") if is_told and verb is not None else ()
        return tuple(part for first in told for part in tree.conjuncts(first))

    def _has_others(self, word: int, pronoun: int) -> bool:
        """Whether other people are told of between the people WORD and PRONOUN, which may stand for them."""
        for other in range(word + 1, pronoun):
            mention = self._mention(other)
            is_new = mention is not None and mention.core == other and self._tree.lemma(other) != self._tree.lemma(word)
            if is_new and mention is not None and mention.plural and mention.kind in ACTORS:
                return True
        return False

    def _mention(self, word: int) -> Nominal | None:
        thing = self._things.at(word)
        return thing.mention_at(word) if thing is not None else None

    def _people(self, words: Collection[int]) -> tuple[int, ...]:
        """WORDS that are names of people, if all names among them are; else none."""
        is_person = {word: self._is_person(word) for word in dict.fromkeys(words)}
        nouns = [word for word in is_person if is_person[word] or self._tree.tokens[word].upos == "PROPN"]
        return tuple(nouns) if all(is_person[noun] for noun in nouns) else ()

    def _is_person(self, word: int) -> bool:
        thing = self._things.at(word)
        return thing is not None and thing.named and thing.kind == "Person"
