"""Who is allied with, backs or leads whom, by a participle or adjective of a noun: "U.S.-led", "backed by Iran"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.kinds import BODIES
from kg.extract.metonymy import Metonymy
from kg.extract.relationwords import load_relation_words
from kg.extract.things import Thing, Things
from kg.extract.titles import Relation
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer

_FIRE: Final = find_words("fire_support")
_HELPED: Final = frozenset({"aid", "assist"})
"""Words for help that is support where bodies help each other, and a kindness where people do."""
TROOPS: Final = frozenset({"troop", "troops"})


def is_unit(tree: Tree, gazetteer: Gazetteer, thing: Thing, word: int) -> bool:
    """Whether WORD names a body that is part of another: "a women's brigade", but not "fighters"."""
    is_body = thing.kind in ("SecurityForce", "ArmedGroup", "Organization")
    return is_body and not is_people(tree, gazetteer, thing, word)


def is_people(tree: Tree, gazetteer: Gazetteer, thing: Thing, word: int) -> bool:
    """Whether WORD tells of THING as people ("gunmen", "troops"), not as a body ("brigade", "wing")."""
    lemma = tree.lemma(word)
    if thing.named and not tree.is_plural(word) and gazetteer.is_collective(lemma):
        return False  # "the Arakan Army, the armed wing of the party"
    is_counted = thing.plural or gazetteer.is_person_noun(lemma) or gazetteer.is_member_noun(lemma)
    return is_counted or lemma in TROOPS or lemma == "personnel"


class DescribingReader:
    """Reads what stands beside the nouns and names of one parse, and who acts at a word of it."""

    def __init__(self, tree: Tree, things: Things, metonymy: Metonymy, gazetteer: Gazetteer) -> None:
        self._tree = tree
        self._things = things
        self._metonymy = metonymy
        self._gazetteer = gazetteer
        self._words = load_relation_words()

    def find(self, thing: Thing, head: int) -> Iterator[Relation]:
        """Who is allied with, backs or leads the thing of noun HEAD, by a participle beside it or said of it."""
        tree = self._tree
        yield from self._led(thing, head)
        for word in self._descriptions(head):
            describing = self._words.describing.get(tree.lower(word)) or self._words.describing.get(tree.lemma(word))
            if describing is None:
                continue
            for side in tree.children(word):
                is_before = side < word and tree.is_label(word, "amod") and tree.tokens[side].upos != "ADV"
                if not is_before and tree.preposition(side) not in describing.prepositions:
                    continue
                for one in (side,) if is_before else tree.nominal_conjuncts(side):
                    other = self.actor_at(one) or (self._striker_at(one) if describing.is_from else None)
                    if other is None or other is thing:
                        continue
                    relation = describing.relation
                    if tree.lemma(word) in _HELPED and not {thing.kind, other.kind} <= BODIES:
                        continue
                    if describing.is_from:
                        is_part = relation == "memberOf" and is_unit(self._tree, self._gazetteer, other, one)
                        yield Relation(other, "partOf" if is_part else relation, thing, one)
                    else:
                        yield Relation(thing, relation, other, one)

    def _led(self, thing: Thing, head: int) -> Iterator[Relation]:
        """Which state one word with a hyphen says to lead or back the thing of noun HEAD: "U.S.-led"."""
        for word in self._tree.children(head, "amod", "compound"):
            state, _, participle = self._tree.tokens[word].text.rpartition("-")
            describing = self._words.describing.get(participle)
            country = self._gazetteer.country_of_adjective(state) if describing is not None else None
            if describing is not None and describing.is_from and country is not None:
                yield Relation(self._metonymy.government_of(country, word), describing.relation, thing, word)

    def _descriptions(self, head: int) -> Iterator[int]:
        """The participles and adjectives of noun HEAD: before it, after it, in a relative clause, as predicate."""
        tree = self._tree
        for child in tree.children(head, "amod", "acl"):
            yield from tree.conjuncts(child)
        first = tree.first_conjunct(head)
        for child in tree.children(first, "acl") if first != head else ():
            if child > tree.conjuncts(first)[-1] and tree.tokens[child - 1].text == ",":  # "A and B, backed by C,"
                yield from tree.conjuncts(child)
        above = tree.head(head)
        if above is not None and tree.is_label(head, "nsubj") and not tree.children(above, "aux"):
            yield from tree.conjuncts(above)

    def actor_at(self, word: int) -> Thing | None:
        """Who acts at WORD: what it names, the government of a country, or that of a nation's adjective."""
        thing = self._things.at(word)
        if thing is not None and thing.kind in ("Country", "City"):
            return self._metonymy.government_at(thing, word)
        country = self._gazetteer.country_of_adjective(self._tree.tokens[word].text)
        if thing is not None and (country is None or self._tree.tokens[word].upos != "ADJ"):
            return thing
        return self._metonymy.government_of(country, word) if country is not None else None

    def _striker_at(self, word: int) -> Thing | None:
        """Whose the strikes or guns are at noun WORD, by which someone is backed: "backed by Russian air strikes"."""
        if self._tree.lemma(word) not in _FIRE:
            return None
        owners = (self.actor_at(c) for c in self._tree.children(word, "compound", "amod", "nmod:poss"))
        return next((one for one in owners if one is not None and one.kind in BODIES), None)
