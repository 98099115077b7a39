"""States, capitals and seats of government that act: "Kabul boycotted the talks" speaks of the Afghan government."""

from __future__ import annotations

from typing import Final

from kg.extract.kinds import BODIES
from kg.extract.nations import find_nations
from kg.extract.nominals import Nominal
from kg.extract.nonevents import is_of_aircraft
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.ontology import Ontology

_OF_PERSONS: Final = ("abu ", "al ", "al-", "bin ", "el-")
"""How names of persons begin that parsers take for places."""
_LANDS: Final = find_words("lands")
_POLITICAL: Final = (
    "VerbalConflict",
    "Sanction",
    "Overthrow",
    "Threat",
    "Praise",
    "Concession",
    "Aid",
    "Pledge",
    "Demand",
)
"""Classes of events whose target is the state, not its land."""
_OF_STATES: Final = ("CooperativeEvent", "Conflict", "Deployment", "Siege", "Expulsion", "Boycott", "Cancellation")
"""Classes of events besides, whose doer is no town."""


class Metonymy:
    """Turns places into the governments that are meant, one thing for each government."""

    def __init__(self, tree: Tree, things: Things, gazetteer: Gazetteer, ontology: Ontology) -> None:
        self._tree = tree
        self._things = things
        self._gazetteer = gazetteer
        self._ontology = ontology
        self._countries = {t.label: t for t in things.all if t.named and t.kind == "Country"}
        self._governments = {t.label: t for t in things.all if t.named and t.kind == "Government"}

    def acts(self, event: str, role: str) -> bool:
        """Whether a place in ROLE of an event of class EVENT is meant as those who govern it."""
        if role in ("agent", "counterpart", "source"):
            return True
        return role == "target" and any(self._ontology.is_a(event, kind) for kind in _POLITICAL)

    def government_at(self, place: Thing, word: int) -> Thing | None:
        """The government that PLACE, named at WORD, stands for; None where it is no country and no capital."""
        if not place.named:
            return None  # "the minister of state"
        country = place.label if place.kind == "Country" else self._gazetteer.country_of_capital(place.label)
        return None if country is None else self.government_of(country, word)

    def polity_at(self, place: Thing, word: int, event: str) -> Thing | None:
        """The government of a city or state that the gazetteer does not know, where it does what only a state does."""
        is_deed = any(self._ontology.is_a(event, kind) for kind in (*_POLITICAL, *_OF_STATES))
        return self.government_of(place.label, word) if is_deed and self.is_unknown(place) else None

    def is_unknown(self, place: Thing) -> bool:
        """Whether no list knows a named city, so that it may as well be a state; "al-Burhan" is rather a person."""
        is_person = place.label.lower().startswith(_OF_PERSONS)
        is_city = place.named and place.kind == "City" and not is_person
        return is_city and self._gazetteer.type_name(place.label) is None

    def owner_of(self, word: int) -> tuple[int, Thing] | None:
        """Whose means WORD are, and the word that tells it: "Israeli jets", "army tanks"; no one's "Afghan soil"."""
        tree = self._tree
        if tree.lemma(word) in _LANDS:
            return None
        for owner in tree.children(word, "compound", "nmod:poss"):
            thing = self._things.at(owner) if owner < word else None
            if thing is not None and thing.kind in BODIES and not is_of_aircraft(tree, owner):
                return word, thing
        nation = next(find_nations(tree, self._gazetteer, word), None)
        return None if nation is None else (nation[1], self.government_of(*nation))

    def country_of(self, label: str, word: int) -> Thing:
        """The country called LABEL, with WORD (its name or its adjective) as one more mention of it."""
        thing = self._countries.get(label)
        if thing is None:
            thing = Thing(number=len(self._things.all), kind="Country", label=label, named=True, plural=False)
            self._things.all.append(thing)
            self._countries[label] = thing
        if self._things.at(word) is not thing and all(m.first != word for m in thing.mentions):
            text = self._tree.tokens[word].text
            thing.mentions.append(
                Nominal(
                    head=word,
                    core=word,
                    first=word,
                    last=word,
                    form="name",
                    kind="Country",
                    label=text,
                    canonical=label,
                    country=label,
                    definite=True,
                )
            )
        return thing

    def government_of(self, country: str, word: int) -> Thing:
        """The government of COUNTRY (a label), with WORD as one more mention of it."""
        label = self._gazetteer.government_label(country)
        at = self._things.at(word)
        span = at.mention_at(word) if at is not None else None
        first, last, form = (span.first, span.last, span.form) if span is not None else (word, word, "name")
        mention = Nominal(
            head=word, core=word, first=first, last=last, form=form, kind="Government",
            label=self._tree.span_text(first, last), canonical=label, country=country, definite=True,
        )  # fmt: skip
        thing = self._governments.get(label)
        if thing is None:
            thing = Thing(number=len(self._things.all), kind="Government", label=label, named=True, plural=False)
            thing.country = country
            self._things.all.append(thing)
            self._governments[label] = thing
        if all((m.first, m.last) != (first, last) for m in thing.mentions):
            thing.mentions.append(mention)
        return thing
