"""Whose "we" it is in a statement that speaks for a body, and who speaks for it.

The body is the subject of the sentence before the first "we", of one that tells what it does. A third party that the
statement only speaks of is none: "Chad faces great challenges. We stand with Chad."
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from kg.extract.kinds import BODIES
from kg.extract.metonymy import Metonymy
from kg.extract.nominals import Nominal
from kg.extract.pronouns import FIRST_PLURAL, is_quoted
from kg.extract.things import Thing, Things
from kg.extract.titles import Relation
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer

_FIRST_PERSON: Final = frozenset({"we", "i"})
_SPEAKERS: Final = BODIES - {"ArmedGroup"} | {"Country"}
_NAMED: Final = BODIES | {"Country"}
_OWN_WORDS: Final = find_words("own_words")
_HEADING: Final = 40
"""Words at the beginning of a text among which its heading stands."""
_UNDERGOING: Final = find_words("undergoing")
_OWN: Final = ("nsubj", "nmod:poss", "compound", "amod")


class IssuerFinder:
    """Answers for the first persons plural of one tree, in text order."""

    def __init__(self, tree: Tree, things: Things) -> None:
        self._tree = tree
        self._things = things
        self._issuer: Thing | None = None
        self._is_sought = True
        self._heading = self._find_heading()

    def find(self, nominal: Nominal, before: Sequence[Thing]) -> Thing | None:
        """Whose "we" NOMINAL is, of the things mentioned BEFORE it; None in quotations and where an "I" narrates."""
        if self._things.narrated or is_quoted(self._tree, nominal.first):
            return None
        if self._issuer is None and self._heading is not None:
            named = (self._things.at(word) for word in self._heading)
            self._issuer = next((t for t in named if t is not None and t.named), None)
            self._is_sought = False
            if self._issuer is not None and self._issuer.kind not in BODIES:
                self._issuer = None
        if self._issuer is None and self._is_sought:
            here = self._tree.sentence(nominal.first).index
            speaking = (t for t in before if t.named and t.kind in _NAMED and self._is_main_subject(t, here))
            issuer = next(speaking, None)
            if issuer is not None and issuer.kind not in _SPEAKERS:
                self._is_sought, issuer = False, None  # theirs it may be, or another's who speaks of them
            self._issuer = issuer if issuer is not None and not self._is_spoken_of(issuer) else None
        return self._issuer

    def _find_heading(self) -> range | None:
        """The words of the heading that tell whose statement the text is: "[Communique] [Red Dawn Front]"."""
        tokens = self._tree.tokens
        for i in range(min(_HEADING, len(tokens)) - 4):
            signs = [tokens[i].text, tokens[i + 2].text, tokens[i + 3].text]
            if signs == ["[", "]", "["] and tokens[i + 1].text.lower() in _OWN_WORDS:
                end = next((j for j in range(i + 4, len(tokens)) if tokens[j].text == "]"), None)
                return range(i + 4, end) if end is not None else None
        return None

    def _is_main_subject(self, thing: Thing, here: int) -> bool:
        tree = self._tree
        for mention in thing.mentions:
            head = tree.head(mention.head)
            is_near = here - tree.sentence(mention.first).index in (0, 1)
            is_one_of_many = len(tree.conjuncts(tree.first_conjunct(mention.head))) > 1
            if not is_near or is_one_of_many or head is None or not tree.is_label(mention.head, "nsubj"):
                continue
            above = tree.head(head)
            is_said = above is not None and tree.head(above) is None and self._is_after_colon(above, mention.first)
            if (above is None or is_said) and tree.lemma(head) not in _UNDERGOING:
                return True
        return False

    def _is_after_colon(self, verb: int, word: int) -> bool:
        return any(self._tree.tokens[i].text == ":" for i in range(verb + 1, word))

    def _is_spoken_of(self, thing: Thing) -> bool:
        """Whether "we" or "I" do anything to THING or say anything of it, so that it is none of them."""
        tree = self._tree
        for token in tree.tokens:
            verb = tree.head(token.i)
            if token.text.lower() not in _FIRST_PERSON or verb is None or not tree.is_label(token.i, "nsubj"):
                continue
            told = {word for clause in tree.conjuncts(verb) for word in tree.subtree(clause)}
            if any(m.form == "name" and m.head in told and self._is_other(m.head) for m in thing.mentions):
                return True
        return False

    def _is_other(self, word: int) -> bool:
        return not self._tree.is_label(word, *_OWN) and self._tree.preposition(word) not in ("in", "of", "by")


def find_officials(
    tree: Tree, things: Things, metonymy: Metonymy, gazetteer: Gazetteer, relations: Iterable[Relation],
    speaker_of: Callable[[int], int | None],
) -> Iterator[Relation]:  # fmt: skip
    """The holders of an office who say "we" for a government, as members of it where no other is told."""
    known = tuple(relations)
    officials = {r.subject for r in known if r.predicate == "holdsOffice"}
    for relation in known:
        if relation.predicate in ("memberOf", "leaderOf") and isinstance(relation.filler, Thing):
            country = relation.filler.country
            if country is not None and gazetteer.government_label(country) == relation.filler.label:
                officials.discard(relation.subject)
    for thing in tuple(things.all):
        for mention in tuple(thing.mentions) if thing.kind in ("Country", "Government") else ():
            if mention.form != "pronoun" or mention.label.lower() not in FIRST_PLURAL:
                continue
            speaker = speaker_of(mention.head)
            person = things.at(speaker) if speaker is not None else None
            body = thing if thing.kind == "Government" else metonymy.government_at(thing, mention.head)
            if person is not None and person in officials and body is not None:
                officials.discard(person)
                yield Relation(person, "memberOf", body, mention.head)
