"""Which body, band, government or place of an article "the group", "the insurgents" or "the city" means.

Only where one is meant for sure: the only one of late, the one spoken of, or the only one of the article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.extract.anaphors import load_doers
from kg.extract.kinds import BODIES
from kg.extract.nominals import Nominal
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.keys import to_key

_GROUPS: Final = BODIES | {"Population"}
_MAYBE_GROUPS: Final = frozenset({"Organization", "Thing", None})
_GROUP_NOUNS: Final = find_words("groups")
_GOVERNING: Final = find_words("governing")
_OTHER_BANDS: Final = find_words("sorts_of_bands")
_BODY_NOUNS: Final = find_words("bodies")
_SETTLEMENTS: Final = frozenset({"city", "town", "village"})
_PLACE_NOUNS: Final = frozenset("country city town region province village nation".split())
_IDLE: Final = frozenset({"same", "said", "late", "very"}) | find_words("done_to")
"""Words before a noun that tell nothing of what is meant: "the slain priests" are the priests."""
_OPPOSING: Final = frozenset("against between from on to with".split())
_NEAR: Final = 3
"""Sentences that a description without a name may lie behind what it takes up."""
_SOON: Final = 2
"""Sentences after which "the rebels" may be the whole of them again."""
_BODY_NEAR: Final = 1


def is_several(tree: Tree, gazetteer: Gazetteer, nominal: Nominal) -> bool:
    """Whether a phrase speaks of several bodies: "the rebel groups"; not "the forces", which may be one's."""
    lemma = tree.lemma(nominal.core)
    is_force = gazetteer.type_noun(lemma, plural=True) == "SecurityForce"
    return nominal.plural and gazetteer.is_collective(lemma) and not is_force


def is_opposed(tree: Tree, things: Things, nominal: Nominal, thing: Thing) -> bool:
    """Whether what NOMINAL does has THING for its other side: "the militia's fight against", "declared war on"."""
    above = tree.head(nominal.head)
    if above is None or not tree.is_label(nominal.head, "nmod:poss", "nsubj"):
        return False
    deeds = tree.children(above, "obj") if tree.is_label(nominal.head, "nsubj") else (above,)
    phrases = (c for deed in deeds for c in tree.children(deed, "nmod") if tree.preposition(c) in _OPPOSING)
    return any(things.at(word) is thing for c in phrases for word in tree.conjuncts(c))


def find_modifiers(tree: Tree, nominal: Nominal) -> frozenset[str]:
    """The lemmas of the words before the noun that tell what is meant."""
    before = (c for c in tree.children(nominal.core, "amod", "compound", "nmod") if c < nominal.core)
    return frozenset(tree.lemma(c) for c in before if tree.lower(c) not in _IDLE)


class BodyFinder:
    """Answers for descriptions in text order, by the THINGS found before them; NAMED are those with names by key."""

    def __init__(
        self, tree: Tree, things: Things, gazetteer: Gazetteer, named: Mapping[tuple[str, str], Thing]
    ) -> None:
        self._tree = tree
        self._things = things
        self._gazetteer = gazetteer
        self._named = named

    def find(self, candidates: Sequence[Thing], nominal: Nominal, modifiers: frozenset[str]) -> Thing | None:
        """The one of CANDIDATES, the latest first, that NOMINAL with the words MODIFIERS before its noun means."""
        lemma = self._tree.lemma(nominal.core)
        is_part = self._gazetteer.is_cell_noun(lemma) and bool(modifiers)  # "the Hamas command" is not Hamas
        if is_part or is_several(self._tree, self._gazetteer, nominal):
            return None
        if nominal.kind == "ArmedGroup" or (lemma in _GROUP_NOUNS and not self._is_of_another_sort(nominal)):
            group = self._last_group(candidates, nominal) if lemma not in _OTHER_BANDS else None
            is_other = group is not None and not modifiers and self._is_of_another(candidates, nominal, group)
            return None if is_other else group
        if lemma in _BODY_NOUNS and not nominal.plural and not modifiers:
            return self._last_body(candidates, nominal)
        if lemma in _PLACE_NOUNS and not modifiers:
            return self._last_place(candidates, nominal, lemma)
        if lemma == "government" and not modifiers:
            return self._only_government()
        return None

    def _is_of_another(self, candidates: Sequence[Thing], nominal: Nominal, group: Thing) -> bool:
        """Whether "the group" may rather be a body that acted since GROUP was last told of: "Oxfam left. The group"."""
        is_known = group in candidates
        if nominal.plural or (is_known and self._distance(group, nominal) <= _BODY_NEAR):
            return False
        later = candidates[: candidates.index(group)] if is_known else candidates
        bodies = (t for t in later if t.named and t.kind in _MAYBE_GROUPS and t is not group)
        return any(self._was_subject(t, nominal) for t in bodies)

    def _is_of_another_sort(self, nominal: Nominal) -> bool:
        """Whether a noun or name before a word for a group tells another than an armed one: "the radio network"."""
        nouns = map(self._tree.lemma, self._tree.children(nominal.core, "compound"))
        is_armed = all(self._gazetteer.type_noun(noun, plural=True) == "ArmedGroup" for noun in nouns)
        return self._tree.is_plural(nominal.core) or not is_armed

    def _only_government(self) -> Thing | None:
        """The one government that the article names, not a ministry or parliament, where no country is named more."""
        named = [t for t in self._named.values() if t.kind == "Government"]
        governments = [t for t in named if _GOVERNING & set(to_key(t.label).split())]
        nations = Counter(m.country for t in self._things.all for m in t.mentions if m.country is not None)
        nations.update(t.label for t in self._things.all if t.kind == "Country" for m in t.mentions)
        only = governments[0] if len(governments) == 1 else None
        is_abroad = only is not None and nations[only.country or ""] < max(nations.values(), default=0)
        return None if is_abroad else only

    def _last_group(self, candidates: Sequence[Thing], nominal: Nominal) -> Thing | None:
        """The armed group spoken of last; a name, if it is the only one near or the subject of late."""
        if self._tree.lemma(nominal.core) in load_doers():
            return self._nameless(candidates, nominal, self._armed_groups())  # "the attackers" did a deed told before
        members = self._last_members(candidates, nominal)
        if members is not None or self._is_of_people(candidates, nominal):
            return members
        groups = [t for t in candidates if t.kind == "ArmedGroup" and t.named and self._distance(t, nominal) <= _NEAR]
        inside = {self._things.at(c) for c in self._tree.subtree(nominal.head)}
        groups = [t for t in groups if t not in inside]
        if len(groups) == 1:
            return groups[0]
        subjects = [t for t in groups if self._was_subject(t, nominal)]
        if len(subjects) == 1:
            return subjects[0]
        if not groups:
            everywhere = self._armed_groups()
            is_only = len(everywhere) == 1 and not self._is_named_beside(everywhere[0], nominal)
            return everywhere[0] if is_only else self._nameless(candidates, nominal, everywhere)
        return None

    def _last_members(self, candidates: Sequence[Thing], nominal: Nominal) -> Thing | None:
        """The members of an armed group who acted last, where of the group itself nothing was told of late.

        "FARC guerrillas burned two trucks. The rebels fled": those who burned the trucks, not the FARC.
        """
        if not nominal.plural or find_modifiers(self._tree, nominal) or not self._acted(nominal):
            return None
        found = []
        for band in candidates:
            if band.named or not band.plural or band.kind != "ArmedGroup" or self._distance(band, nominal) > _SOON:
                continue
            near = list(self._mentions_near(band, nominal, back=_NEAR))
            bodies = {t for m in near for c in self._tree.subtree(m.head) if (t := self._things.at(c)) is not None}
            bodies = {t for t in bodies if t.named and t.kind == "ArmedGroup"}
            acted = any(self._tree.is_label(m.head, "nsubj", "obl:agent") for m in near)
            if len(bodies) == 1 and acted and all(self._is_inside(t, near, nominal) for t in bodies):
                found.append(band)
        return found[0] if len(found) == 1 else None

    def _acted(self, nominal: Nominal) -> bool:
        """Whether NOMINAL is told to have done or undergone something then: what rebels want, all of them may want."""
        verb = self._tree.head(nominal.head) if self._tree.is_label(nominal.head, "nsubj") else None
        words = (verb, *self._tree.children(verb, "aux")) if verb is not None else ()
        return any(self._tree.tokens[word].xpos == "VBD" for word in words)

    def _is_inside(self, body: Thing, bands: Sequence[Nominal], nominal: Nominal) -> bool:
        """Whether all that is told of BODY of late stands in the phrases of BANDS."""
        words = {word for band in bands for word in self._tree.subtree(band.head)}
        return all(mention.head in words for mention in self._mentions_near(body, nominal, back=_NEAR))

    def _is_of_people(self, candidates: Sequence[Thing], nominal: Nominal) -> bool:
        """Whether "the group" rather means the people of the sentence before, in which no armed group is named."""
        if nominal.plural or self._tree.lemma(nominal.core) != "group":
            return False
        near = {t: list(self._mentions_near(t, nominal, back=1)) for t in candidates}
        if any(t.named and t.kind in _GROUPS and mentions for t, mentions in near.items()):
            return False
        people = ((t, m) for t, mentions in near.items() if t.kind in ("Population", "Person") for m in mentions)
        return any(
            self._tree.is_label(m.head, "nsubj", "obl:agent") and (t.plural or len(self._tree.conjuncts(m.head)) > 1)
            for t, m in people
        )

    def _armed_groups(self) -> list[Thing]:
        return [t for t in self._named.values() if t.kind == "ArmedGroup"]

    def _is_named_beside(self, thing: Thing, nominal: Nominal) -> bool:
        """Whether THING is named for the first time later in the sentence of NOMINAL, which then means another."""
        here = self._tree.sentence(nominal.first)
        return any(nominal.last < mention.first <= here.last for mention in thing.mentions)

    def _nameless(self, candidates: Sequence[Thing], nominal: Nominal, named: list[Thing]) -> Thing | None:
        """The one band of late that "the insurgents" may be, in an article that names no armed group."""
        bands = [t for t in candidates if t.kind == "ArmedGroup" and self._distance(t, nominal) <= _NEAR]
        is_told_so = nominal.plural and len(bands) == 1 and bands[0].plural and not named
        is_same = (
            is_told_so and not find_modifiers(self._tree, nominal) and all(m.count is None for m in bands[0].mentions)
        )
        return bands[0] if is_same else None

    def _last_body(self, candidates: Sequence[Thing], nominal: Nominal) -> Thing | None:
        """The one body named of late that "the organization" or "the company" may be."""
        bodies = [t for t in candidates if t.kind in _GROUPS and t.named and self._distance(t, nominal) <= _BODY_NEAR]
        if len(bodies) > 1:
            bodies = [t for t in bodies if self._was_subject(t, nominal)]
        return bodies[0] if len(bodies) == 1 and bodies[0].kind != "Population" else None

    def _was_subject(self, thing: Thing, nominal: Nominal) -> bool:
        near = self._mentions_near(thing, nominal, back=1)
        return any(self._tree.is_label(self._tree.first_conjunct(mention.head), "nsubj") for mention in near)

    def _last_place(self, candidates: Sequence[Thing], nominal: Nominal, lemma: str) -> Thing | None:
        wanted = {"country": {"Country"}, "nation": {"Country"}, "region": {"Region"}, "province": {"Region"}}
        kinds = wanted.get(lemma, {"City"})
        near = [t for t in candidates if t.named and t.kind in kinds and self._distance(t, nominal) <= _NEAR]
        near = [t for t in near if self._may_be_called(t, lemma)]
        counts = sorted((sum(1 for _ in self._things.mentions_before(nominal, t)), t.number) for t in near)
        is_clear = len(counts) == 1 or (len(counts) > 1 and counts[-1][0] >= 2 * counts[-2][0])
        return self._things.all[counts[-1][1]] if is_clear else None

    def _may_be_called(self, thing: Thing, noun: str) -> bool:
        """Whether a place may be "the village" or "the town" that NOUN says: no capital is, no village a city."""
        if noun not in _SETTLEMENTS:
            return True
        said = {self._tree.lemma(m.head) for m in thing.mentions if m.form == "description"} & _SETTLEMENTS
        if noun in said:
            return True
        is_known = any(m.name is not None and m.name.known for m in thing.mentions)
        if noun == "village":
            return not said and not is_known
        is_seat = noun == "town" and self._gazetteer.country_of_capital(thing.label) is not None
        return not is_seat and not (noun == "city" and "village" in said)

    def _distance(self, thing: Thing, nominal: Nominal) -> int:
        """How many sentences before NOMINAL the latest mention of THING stands."""
        latest = next(self._things.mentions_before(nominal, thing))
        return self._tree.sentence(nominal.first).index - self._tree.sentence(latest.first).index

    def _mentions_near(self, thing: Thing, nominal: Nominal, *, back: int) -> Iterator[Nominal]:
        """The mentions of THING before NOMINAL and at most BACK sentences before its own, from the latest back."""
        here = self._tree.sentence(nominal.first).index
        for mention in self._things.mentions_before(nominal, thing):
            if here - self._tree.sentence(mention.first).index > back:
                return
            yield mention
