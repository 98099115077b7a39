"""Which thing a pronoun stands for, by number, gender, syntax and salience; none where two are about as likely.

What grammar forbids is out: a thing of another number, class or gender, one that the pronoun would be an argument
beside ("Harun asked him"), one whose phrase holds the pronoun, who says the quotation it stands in. Of what is left
the most salient wins, weighed as by Lappin and Leass (1994): near, a subject, parallel, spoken of much and as a
pronoun of late. The weights were found on the training documents of GUM and rounded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg.extract.antecedents import find_joint, find_sayers
from kg.extract.kinds import BODIES, PLACES
from kg.extract.nominals import Nominal
from kg.extract.takings import are_fallen, is_of_the_living
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.extract.urged import find_urged
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer

FIRST_PLURAL: Final = frozenset("we us our ours ourselves".split())
MALE: Final = frozenset("he him his himself".split())
FEMALE: Final = frozenset("she her hers herself".split())
SINGULAR_PERSON: Final = MALE | FEMALE
NEUTER: Final = frozenset("it its itself".split())
PLURAL: Final = frozenset("they them their theirs themselves".split())
REFLEXIVE: Final = frozenset("itself himself herself themselves".split())
_OF_ONESELF: Final = frozenset("acknowledge admit claim confess confirm deny pledge promise swear vow".split())
"""Verbs with which one mostly speaks of what one does oneself."""
_DONE_BY_FORCES: Final = find_words("done_by_forces")
_DONE_TO_WORDS: Final = find_words("done_to_words")
_THINGS: Final = BODIES | {"Facility", "Country", "City", "Agreement", "Weapon"}
_MANY: Final = frozenset({"ArmedGroup", "SecurityForce", "Population"})
"""Classes that a plural pronoun takes up also where their name is singular."""
_NEAR: Final = 2
"""Sentences that a pronoun may lie behind what it stands for."""
_ARGUMENTS: Final = ("nsubj", "obj", "iobj", "obl")
_SHARING: Final = ("conj", "xcomp", "advcl", "acl", "obj", "obl", "nmod")
"""Labels on the way from a verb without a subject up to the clause whose subject it shares."""
_CLIMB: Final = 5
_MOST: Final = 5

_WEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {
    "person": {
        "pronoun": 2, "count": 1.5, "first": 1, "own subject": 1, "nearest": 1, "same sentence": 0.5, "far": -0.5,
        "name": -0.5, "object": -0.5, "possessive": -0.5,
    },
    "neuter": {
        "own subject": 1.5, "main subject": 1, "same sentence": 1, "pronoun": 1, "parallel": 1, "object": 0.5,
        "its": 0.5, "count": 0.5, "far": -0.5,
    },
    "plural": {
        "same sentence": 1.5, "main subject": 1, "nearest": 1, "pronoun": 1, "subject": 0.5, "own subject": 0.5,
        "count": 0.5, "possessive": 0.5, "crowded": -0.5, "far": -1, "parallel": 1,
    },
}  # fmt: skip
_LEAST: Final[Mapping[str, float]] = {"person": 0.5, "neuter": 2, "plural": 2.5}
"""The score below which nothing is taken up."""
_WHILE: Final = frozenset({"in", "during"})
_ORDERING: Final = find_words("ordering")
_DONE_TO_OTHERS: Final = frozenset(
    "abduction arrest assassination capture death detention execution expulsion kidnapping killing murder".split()
)
_MARGIN: Final = 0.1
"""How much the best must be ahead of the second."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a pronoun may stand for, and what speaks for it."""

    thing: Thing
    features: Mapping[str, float]

    def score(self, way: str) -> float:
        """How much speaks for it as what a pronoun of WAY stands for."""
        return sum(weight * self.features[name] for name, weight in _WEIGHTS[way].items())


class PronounResolver:
    """Answers for the pronouns of one tree in text order, by the things found before them."""

    def __init__(self, tree: Tree, things: Things, gazetteer: Gazetteer) -> None:
        self._tree = tree
        self._things = things
        self._gazetteer = gazetteer

    def find(self, nominal: Nominal) -> Thing | None:
        """The thing that pronoun NOMINAL of the third person stands for."""
        if nominal.label.lower() in REFLEXIVE:
            return self._subject_above(nominal)
        if self._tree.is_label(nominal.head, "expl") or find_joint(self._tree, self._things, nominal.head):
            return None
        urged = find_urged(self._tree, nominal.head)
        if urged is not None:
            thing = self._things.at(urged)
            return thing if thing is not None and self._fits(thing, nominal.label.lower()) else None
        owner = self._owner_beside(nominal) or self._teller(nominal)
        if owner is not None:
            return owner
        way = _way_of(nominal.label.lower())
        scored = [(candidate.score(way), candidate.thing) for candidate in self.candidates(nominal)] if way else []
        ranked = sorted(scored, key=lambda pair: -pair[0])
        if way is None or not ranked or ranked[0][0] < _LEAST[way]:
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN:
            return None
        return ranked[0][1]

    def _owner_beside(self, nominal: Nominal) -> Thing | None:
        """Whose word its clause is, or what is right before what it owns: the army in "the army and its allies"."""
        tree = self._tree
        for word in find_sayers(tree, nominal.head):
            thing = self._things.at(word)
            return thing if thing is not None and self._fits(thing, nominal.label.lower()) else None
        noun = tree.head(nominal.head) if tree.is_label(nominal.head, "nmod:poss") else None
        if noun is None or not tree.is_label(noun, "conj") or tree.lower(nominal.head - 1) not in ("and", "or"):
            return None
        before = [word for word in tree.conjuncts(tree.first_conjunct(noun)) if word < nominal.head]
        thing = self._things.at(before[-1]) if before else None
        return thing if thing is not None and self._fits(thing, nominal.label.lower()) else None

    def _teller(self, nominal: Nominal) -> Thing | None:
        """Who tells or denies what the pronoun is said to do: "Turkey denied that it bombed Afrin"."""
        tree, head = self._tree, nominal.head
        if tree.is_label(head, "nmod:poss") and tree.tokens[head].head > head:
            head = tree.tokens[head].head  # "denied that its troops fired"
        verb = tree.head(head) if tree.is_label(head, "nsubj") else None
        above = tree.head(verb) if verb is not None and tree.is_label(verb, "ccomp") else None
        if above is None or verb is None or tree.lemma(above) not in _OF_ONESELF or tree.children(verb, "cop"):
            return None
        subjects = [thing for word in tree.children(above, "nsubj") if (thing := self._things.at(word)) is not None]
        return next((thing for thing in subjects if self._fits(thing, nominal.label.lower())), None)

    def _subject_above(self, nominal: Nominal) -> Thing | None:
        """What a reflexive refers to: the noun that it stresses ("Karzai himself"), or the subject of its clause."""
        tree, word = self._tree, nominal.label.lower()
        for above in tree.ancestors(nominal.head):
            stressed = self._things.at(above) if tree.is_nominal(above) else None
            subjects = (self._things.at(subject) for subject in tree.children(above, "nsubj"))
            for thing in (stressed, *subjects):
                if thing is not None and self._fits(thing, word):
                    return thing
        return None

    # What may be meant

    def candidates(self, nominal: Nominal) -> list[Candidate]:
        """What grammar allows the pronoun to stand for."""
        tree, word = self._tree, nominal.label.lower()
        here = tree.sentence(nominal.first).index
        since = tree.parse.sentences[max(0, here - _NEAR)].first
        barred = set(self._barred(nominal))
        found = [t for t in self._things.before(nominal, since=since) if self._fits(t, word) and t.number not in barred]
        found = [t for t in found if not self._is_told_otherwise(nominal, t)]
        return [Candidate(thing, self._features(thing, nominal, here, rank)) for rank, thing in enumerate(found)]

    def _is_told_otherwise(self, nominal: Nominal, thing: Thing) -> bool:
        """Whether THING was last told as "we", or as "it" where NOMINAL is "they" in one sentence: that is another.

        A group of people may be both: "the Taliban hoisted their flag outside its office".
        """
        latest = next(self._things.mentions_before(nominal, thing))
        one, other = latest.label.lower(), nominal.label.lower()
        if latest.form != "pronoun":
            return False
        is_here = self._tree.sentence(latest.first) == self._tree.sentence(nominal.first)
        is_switched = (one in NEUTER and other in PLURAL) or (one in PLURAL and other in NEUTER)
        return one in FIRST_PLURAL or (is_here and is_switched and thing.kind not in _MANY)

    def _fits(self, thing: Thing, word: str) -> bool:
        if word in SINGULAR_PERSON:
            return thing.kind == "Person" and not thing.plural and self._gender_of(thing) in (None, word in FEMALE)
        if word in NEUTER:
            return thing.kind in _THINGS and not thing.plural
        if word in PLURAL:
            return (thing.plural and thing.kind not in PLACES) or thing.kind in BODIES | _MANY
        return False

    def _gender_of(self, thing: Thing) -> bool | None:
        """Whether THING is a woman; None where nothing tells."""
        for mention in thing.mentions:
            word = mention.label.lower()
            if mention.form == "pronoun" and word in SINGULAR_PERSON:
                return word in FEMALE
            lemma = self._tree.lemma(mention.core)
            gender = self._gazetteer.gender_of_noun(lemma)
            if gender is None and lemma.endswith("man"):
                gender = "female" if lemma.endswith("woman") else "male"
            if gender is not None:
                return gender == "female"
            title = self._tree.lower(mention.first - 1) if mention.form == "name" and mention.first > 0 else ""
            if title in ("mr", "mr.", "sir", "mrs", "mrs.", "ms", "ms.", "miss", "madam"):
                return title not in ("mr", "mr.", "sir")
        return None

    def _barred(self, nominal: Nominal) -> Iterator[int]:
        """The numbers of the things that the pronoun cannot stand for where it stands."""
        tree, head = self._tree, nominal.head
        if not tree.is_label(head, "nmod:poss"):
            yield from self.beside(head)
        if tree.preposition(head) == "of" and tree.tokens[tree.tokens[head].head].upos == "NUM":
            yield from self.beside(tree.tokens[head].head)  # "it had killed five of them"
        below = head
        for above in tree.ancestors(head):
            thing = self._things.at(above)
            # "the army and its allies" and "the army, with its allies," are no phrases that hold the pronoun so.
            is_apart = tree.is_label(below, "conj") or tree.preposition(below) in _WHILE  # "help the army in its fight"
            is_inside = tree.is_nominal(above) and not is_apart and not self._has_comma(above, head)
            if thing is not None and is_inside:
                yield thing.number
            if tree.is_verb(above):
                break
            below = above
        yield from self._speakers(head)
        yield from self._unarmed(nominal)
        yield from self._fallen(head)
        yield from self._ordering(head)
        verb = tree.head(head) if tree.is_label(head, "obj", "nsubj:pass") else None
        if verb is not None and nominal.label.lower() in NEUTER and tree.lemma(verb) in _DONE_TO_WORDS:
            yield from (thing.number for thing in self._things.all if thing.kind != "Agreement")  # "rejected it"

    def _ordering(self, head: int) -> Iterator[int]:
        """Who orders or plots what is done to someone: "accused the general of ordering his murder"."""
        tree = self._tree
        deed = tree.head(head) if tree.is_label(head, "nmod:poss") else None
        verb = tree.head(deed) if deed is not None and tree.lemma(deed) in _DONE_TO_OTHERS else None
        if deed is None or verb is None or tree.lemma(verb) not in _ORDERING or not tree.is_label(deed, "obj"):
            return
        above = tree.head(verb)
        words = tree.children(verb, "nsubj")
        words = words or (tree.children(above, "obj") or tree.children(above, "nsubj") if above is not None else ())
        yield from (thing.number for word in words if (thing := self._things.at(word)) is not None)

    def _unarmed(self, nominal: Nominal) -> Iterator[int]:
        """The people who do not do what only forces do: "demonstrators jeered the troops when they arrested a boy"."""
        verb = self._tree.head(nominal.head) if self._tree.is_label(nominal.head, "nsubj") else None
        if verb is not None and self._tree.lemma(verb) in _DONE_BY_FORCES and not self._tree.is_passive(verb):
            yield from (thing.number for thing in self._things.all if thing.kind == "Population")

    def _fallen(self, head: int) -> Iterator[int]:
        """The dead, who have no fighters of their own: "ten rebels were killed ... their fighters burned a bus"."""
        owned = self._tree.head(head) if self._tree.is_label(head, "nmod:poss") else None
        if owned is not None and is_of_the_living(self._tree, self._gazetteer, owned):
            yield from (thing.number for thing in self._things.all if are_fallen(self._tree, thing))

    def _has_comma(self, one: int, other: int) -> bool:
        return any(self._tree.tokens[i].text == "," for i in range(min(one, other) + 1, max(one, other)))

    def beside(self, head: int) -> Iterator[int]:
        """The numbers of the things that are arguments of the verb of which HEAD is one: none of them is the same."""
        tree = self._tree
        verb = tree.head(tree.first_conjunct(head))
        if verb is None or not tree.is_label(tree.first_conjunct(head), *_ARGUMENTS):
            return
        beside = [*tree.children(verb, *_ARGUMENTS), *self._understood_subjects(verb)]
        if tree.is_label(verb, "acl:relcl"):
            beside.append(tree.tokens[verb].head)  # "the villagers they kidnapped"
        for word in (word for child in beside for word in tree.conjuncts(child)):
            thing = self._things.at(word)
            if thing is not None and word != head:
                yield thing.number

    def _understood_subjects(self, verb: int) -> tuple[int, ...]:
        """Who does what verb VERB without a subject of its own tells: "gave money to the rebels to help them"."""
        tree, current = self._tree, verb
        for _ in range(_CLIMB):
            if tree.children(current, "nsubj") or tree.is_label(current, "acl:relcl"):
                break
            head = tree.head(current)
            if head is None or not tree.is_label(current, *_SHARING):
                return ()
            if tree.is_label(current, "xcomp") and tree.children(head, "obj"):
                return tree.children(head, "obj")
            current = head
        return tree.children(current, "nsubj") if current != verb else ()

    def _speakers(self, head: int) -> Iterator[int]:
        """Who says the quotation that the pronoun stands in, as far as the sentence tells."""
        tree = self._tree
        if not is_quoted(tree, head):
            return
        for above in tree.ancestors(head):
            for child in (*tree.children(above, "nsubj"), *tree.children(above, "parataxis")):
                words = (child, *tree.children(child, "nsubj")) if tree.is_verb(child) else (child,)
                for word in words:
                    thing = self._things.at(word)
                    if thing is not None and not is_quoted(tree, word):
                        yield thing.number

    # What speaks for it

    def _features(self, thing: Thing, nominal: Nominal, here: int, rank: int) -> dict[str, float]:
        tree = self._tree
        mentions = list(self._things.mentions_before(nominal, thing))
        distance = here - tree.sentence(mentions[0].first).index
        latest = [m for m in mentions if here - tree.sentence(m.first).index == distance]
        is_subject = any(self._is_subject(m) for m in latest)
        word = nominal.label.lower()
        return {
            "same sentence": distance == 0,
            "far": distance > 1,
            "nearest": rank == 0,
            "crowded": rank > 1,
            "subject": is_subject,
            "main subject": any(self._is_subject(m) and self._is_main(m) for m in latest),
            "object": not is_subject and any(tree.is_label(tree.first_conjunct(m.head), "obj") for m in latest),
            "parallel": is_subject and tree.is_label(nominal.head, "nsubj"),
            "own subject": thing.number in self._own_subjects(nominal),
            "first": distance > 0 and thing is self._first_of(nominal, here - distance, word),
            "possessive": any(tree.is_label(m.head, "nmod:poss") for m in latest),
            "pronoun": any(m.form == "pronoun" for m in latest),
            "name": thing.named,
            "count": min(len(mentions), _MOST) / _MOST,
            "its": word == "its",
        }

    def _own_subjects(self, nominal: Nominal) -> Collection[int]:
        """The subjects of the clause that a possessive or an oblique pronoun stands in."""
        tree = self._tree
        found = set()
        for above in tree.ancestors(nominal.head):
            if tree.is_verb(above) or tree.children(above, "nsubj"):
                for child in tree.children(above, "nsubj"):
                    thing = self._things.at(child)
                    if thing is not None:
                        found.add(thing.number)
                if found or not tree.is_label(above, "conj", "xcomp", "advcl"):
                    break
        return found

    def _is_subject(self, mention: Nominal) -> bool:
        return self._tree.is_label(self._tree.first_conjunct(mention.head), "nsubj", "obl:agent")

    def _is_main(self, mention: Nominal) -> bool:
        head = self._tree.head(self._tree.first_conjunct(mention.head))
        return head is not None and self._tree.head(head) is None

    def _first_of(self, nominal: Nominal, index: int, word: str) -> Thing | None:
        """The thing of those that fit that sentence INDEX names first."""
        sentence = self._tree.parse.sentences[index]
        fitting = [
            (m.first, t.number, t)
            for t in self._things.before(nominal, since=sentence.first)
            if self._fits(t, word)
            for m in self._things.mentions_before(nominal, t)
            if sentence.first <= m.first <= sentence.last
        ]
        return min(fitting, key=lambda found: found[:2])[2] if fitting else None


def _way_of(word: str) -> str | None:
    ways = (("person", SINGULAR_PERSON), ("neuter", NEUTER), ("plural", PLURAL))
    return next((way for way, words in ways if word in words), None)


def is_quoted(tree: Tree, i: int) -> bool:
    """Whether word I stands between quotation marks of its paragraph."""
    start = tree.tokens[i].start
    before = tree.text[max(tree.text.rfind("\n", 0, start), 0) : start]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")
