"""Where places lie, as noun phrases tell: "the town of Mera in Chad", "Mera, Chad", "eastern Mera", "Mera airport"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.kinds import PLACES
from kg.extract.metonymy import Metonymy
from kg.extract.nations import find_nations
from kg.extract.nominals import Nominal
from kg.extract.quarters import whole_of
from kg.extract.things import Thing, Things
from kg.extract.titles import Relation
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer

_PLACES_OF: Final = find_words("kinds_of_places")
_PARTS: Final = find_words("parts_of_cities")
_CIVIC: Final = find_words("civic")
_SEATS: Final = find_words("seats")
_SUCH: Final = frozenset({"including", "such as", "like"})
_SHARES: Final = frozenset({"part", "area", "town", "city", "village", "place"})
_LARGER: Final = frozenset({"Country", "Region"})
_IN: Final = frozenset({"in", "at", "inside"})


class PlaceReader:
    """Reads where the places of an article lie from the phrases that name or describe them."""

    def __init__(self, tree: Tree, things: Things, metonymy: Metonymy, gazetteer: Gazetteer) -> None:
        self._tree = tree
        self._things = things
        self._metonymy = metonymy
        self._gazetteer = gazetteer
        self._named = {thing.label: thing for thing in things.all if thing.named and thing.kind in PLACES}

    def find(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        """The places that THING, a place mentioned by MENTION, is said to lie in."""
        tree = self._tree
        if thing.kind not in PLACES:
            return
        if mention.form == "description" and thing.kind == "City" and tree.lemma(mention.head) in _PLACES_OF:
            for child in tree.children(mention.head, "compound", "nmod"):
                region = self._things.at(child) if child < mention.head and tree.preposition(child) is None else None
                if region is not None and region is not thing and region.named and region.kind in _LARGER:
                    yield Relation(thing, "locatedIn", region, child)  # "the Helmand town of Sangin"
        if mention.form == "description" and thing.kind != "Country" and tree.lemma(mention.head) in _PLACES_OF:
            for country, word in find_nations(tree, self._gazetteer, mention.head):
                is_seat = (
                    tree.lemma(mention.head) == "capital" and len(tree.children(mention.head, "amod", "compound")) == 1
                )
                nation = self._metonymy.country_of(country, word)
                yield Relation(thing, "capitalOf" if is_seat else "locatedIn", nation, word)
        group = tree.conjuncts(tree.first_conjunct(mention.head))
        for member in group:
            if member < mention.head:
                continue
            for child in tree.children(member, "nmod"):
                place = self._things.at(child)
                if tree.preposition(child) in _IN and place is not None and place.kind in PLACES and place is not thing:
                    if member == mention.head or thing.kind == "Facility":
                        yield Relation(thing, "locatedIn", place, child)
        yield from self._comma_place(thing, mention)
        yield from self._adjacent_place(thing, mention)
        if mention.form == "name":
            yield from self._inner_place(thing, mention)
            yield from self._whole_place(thing, mention)
        else:
            yield from self._owning_place(thing, mention)
        if thing.kind == "Facility":
            for child in tree.children(mention.core, "compound", "nmod"):
                place = self._things.at(child) if tree.tokens[child].upos != "PRON" else None
                if child < mention.core and place is not None and place.kind in ("City", "Region"):
                    yield Relation(thing, "locatedIn", place, child)

    def _comma_place(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        """In "Jolo, Sulu" and "Tartus, Syria" the second place holds the first."""
        tree = self._tree
        after = mention.last + 2
        if mention.form != "name" or after >= len(tree.tokens) or tree.tokens[mention.last + 1].text != ",":
            return
        place = self._things.at(after) or self._things.at(after + 1)
        if (
            place is None
            or not place.named
            or place.kind not in ("Country", "Region")
            or thing.kind not in ("City", "Region", "Facility")
        ):
            return
        next_mention = next((m for m in place.mentions if m.first in (after, after + 1)), None)
        if next_mention is None or tree.sentence(after) != tree.sentence(mention.first):
            return
        is_close = tree.tokens[next_mention.head].head == mention.head or tree.is_label(
            next_mention.head, "appos", "nmod", "flat", "list"
        )
        group = tree.conjuncts(tree.first_conjunct(mention.head))
        is_list = any(tree.children(word, "cc") for word in group)  # "Manipur, Nagaland and Tripura"
        if is_close and not tree.children(next_mention.head, "cc") and not is_list:
            yield Relation(thing, "locatedIn", place, next_mention.head)

    def _adjacent_place(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        """The country or region named right behind a town with "in", whatever the parse joins it to."""
        tree, case = self._tree, mention.last + 1
        if (
            mention.name is None
            or thing.kind not in ("City", "Facility")
            or case + 1 > tree.sentence(mention.first).last
        ):
            return
        place = self._things.at(case + 1) if tree.lower(case) == "in" else None
        if place is None or not place.named or place.kind not in ("Country", "Region"):
            return
        entry = self._gazetteer.type_name(thing.label)
        known = entry.country if entry is not None else None
        if tree.tokens[case + 1].upos == "PROPN" and (place.kind != "Country" or known in (None, place.label)):
            if not tree.is_label(case + 1, "nmod:poss", "compound"):
                yield Relation(thing, "locatedIn", place, case + 1)

    def _inner_place(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        """The place whose name is part of another: "western Mosul", "Mosul University", "the University of Mosul"."""
        surface = " ".join(self._tree.span_text(mention.first, mention.last).split())
        words = surface.split()
        inner: str | None = None
        if thing.kind == "Facility" and words[-1].lower() in _CIVIC:
            inner = words[0]
        elif thing.kind == "Facility" and len(words) > 2 and words[1] == "of" and words[0].lower() in _CIVIC:
            inner = " ".join(words[2:])
        elif thing.kind == "Region":
            inner = whole_of(surface, self._gazetteer)
        entry = self._gazetteer.type_name(inner) if inner is not None else None
        place = self._named.get(entry.label if entry is not None else inner or "")
        if place is None and entry is not None and entry.kind == "Country" and thing.kind == "Region":
            place = self._metonymy.country_of(entry.label, mention.last)
        if place is not None and place is not thing and place.kind in ("City", "Region", "Country"):
            if thing.kind != "Facility" or place.kind == "City":
                yield Relation(thing, "locatedIn", place, mention.head)

    def _whole_place(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        """What has THING among its places: "towns in Mali such as Gao", "Malian towns including Gao", "Gao and other
        parts of Mali"."""
        tree = self._tree
        first = tree.first_conjunct(mention.head)
        several = tree.head(first)
        if tree.preposition(first) in _SUCH and several is not None and several < first:
            places = self._things.at(several)
            if places is not None and places.kind in PLACES and not places.named and tree.is_plural(several):
                yield from self._in_same(thing, several)
        for other in tree.conjuncts(first):
            if other > mention.head and tree.lemma(other) in _SHARES and tree.children(other, "amod"):
                if any(tree.lower(c) == "other" for c in tree.children(other, "amod")):
                    yield from self._in_phrases(thing, other, "of")

    def _in_same(self, thing: Thing, several: int) -> Iterator[Relation]:
        yield from self._in_phrases(thing, several, "in")
        for country, word in find_nations(self._tree, self._gazetteer, several):
            yield Relation(thing, "locatedIn", self._metonymy.country_of(country, word), word)

    def _in_phrases(self, thing: Thing, noun: int, preposition: str) -> Iterator[Relation]:
        """The place after PREPOSITION behind NOUN as the one that THING lies in."""
        for child in self._tree.children(noun, "nmod"):
            place = self._things.at(child) if self._tree.preposition(child) == preposition else None
            if place is not None and place is not thing and place.named and place.kind in ("City", "Region", "Country"):
                yield Relation(thing, "locatedIn", place, child)

    def _owning_place(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        """The place that a part of a city or a building is said to be of: "the city's eastern half", "its bridges"."""
        tree, lemma = self._tree, self._tree.lemma(mention.core)
        is_building = thing.kind == "Facility" and lemma not in _SEATS
        if not is_building and lemma not in _PARTS:
            return
        for child in tree.children(mention.core, "nmod"):
            is_owner = tree.is_label(child, "nmod:poss") or (child > mention.core and tree.preposition(child) == "of")
            place = self._things.at(child) if is_owner and tree.tokens[child].upos != "PRON" else None
            if place is not None and place is not thing and place.kind in ("City", "Region"):
                yield Relation(thing, "locatedIn", place, child)
