"""What holds between things beyond one event, as noun phrases say it: members, leaders, places, owners, allies.

"Taliban gunmen" are members of the Taliban, "the CIA base" is operated by the CIA, "the palace in Kabul" lies there.
Only patterns within a phrase count, and an apposition or a copula; the rest is left to events and to reasoning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.extract.coreference import Thing, Things
from kg.extract.metonymy import Metonymy
from kg.extract.nominals import Nominal
from kg.extract.tree import Tree
from kg.gazetteer import Gazetteer
from kg.ontology import Ontology

_ACTORS: Final = frozenset({"ArmedGroup", "SecurityForce", "Government", "InternationalOrganization", "Organization"})
_MEMBERS: Final = frozenset({"Person", "Population", "ArmedGroup", "SecurityForce", "Government", "Organization"})
_NATIONALS: Final = _MEMBERS - {"Organization"}
_PLACES: Final = frozenset({"City", "Country", "Region", "Facility", "Place"})
_IN: Final = frozenset({"in", "at", "near", "inside", "outside"})
_ALLIES: Final = frozenset("ally partner".split())
_ENEMIES: Final = frozenset("enemy foe rival adversary opponent".split())
_SIDES: Final = frozenset("supporter backer sponsor".split())
_BACKED: Final = {
    "back": "supports",
    "support": "supports",
    "lead": "leaderOf",
    "run": "operatedBy",
    "ally": "alliedWith",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """SUBJECT and FILLER hold by PREDICATE, as the words around token WORD say; a text FILLER is a value."""

    subject: Thing
    predicate: str
    filler: Thing | str
    word: int


class RelationFinder:
    """Finds the relations that the mentions of one parse state."""

    def __init__(
        self, tree: Tree, things: Things, metonymy: Metonymy, gazetteer: Gazetteer, ontology: Ontology
    ) -> None:
        self._tree = tree
        self._things = things
        self._metonymy = metonymy
        self._gazetteer = gazetteer
        self._ontology = ontology
        self._countries = {t.label: t for t in things.all if t.kind == "Country" and t.named}

    def find(self) -> tuple[Relation, ...]:
        """All relations that the ontology allows, each once in each sentence."""
        found: dict[tuple[int, str, object, int], Relation] = {}
        for thing in tuple(self._things.all):
            for mention in tuple(thing.mentions):
                for relation in self._of_mention(thing, mention):
                    if not self._is_allowed(relation):
                        continue
                    filler = relation.filler if isinstance(relation.filler, str) else relation.filler.number
                    sentence = self._tree.sentence(relation.word).index
                    found.setdefault((relation.subject.number, relation.predicate, filler, sentence), relation)
        leaders = {(r.subject, r.filler) for r in found.values() if r.predicate == "leaderOf"}
        return tuple(r for r in found.values() if r.predicate != "memberOf" or (r.subject, r.filler) not in leaders)

    def _is_allowed(self, relation: Relation) -> bool:
        if isinstance(relation.filler, str):
            return relation.subject.kind == "Person"
        if relation.filler is relation.subject:
            return False
        return self._ontology.allows(
            relation.subject.kind or "Thing", relation.predicate, relation.filler.kind or "Thing"
        )

    def _of_mention(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        if mention.form == "pronoun" or mention.head not in self._head_words(mention):
            return
        if mention.form == "name":
            yield from self._of_name(thing, mention)
        else:
            yield from self._of_description(thing, mention)
        yield from self._location(thing, mention)

    def _head_words(self, mention: Nominal) -> tuple[int, int]:
        return mention.head, mention.core

    # Descriptions

    def _of_description(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        core = mention.core
        lemma = self._tree.lemma(core)
        for word, owner in self._owners(core):
            predicate = self._predicate(thing, lemma, owner, word, core)
            if predicate is not None:
                yield Relation(thing, predicate, self._as_body(owner, word, predicate), word)
        yield from self._nationality(thing, mention)
        yield from self._backers(thing, core)
        for child in self._tree.children(core, "appos"):
            other = self._things.at(child)
            if other is not None and other is not thing and thing.kind != "Person" and other.kind == thing.kind:
                break

    def _owners(self, core: int) -> Iterator[tuple[int, Thing]]:
        """The things that modify or own noun CORE: before it, or after "of", "from" and "for"."""
        tree = self._tree
        for child in tree.children(core, "compound", "nmod", "amod"):
            preposition = tree.preposition(child)
            if child > core and preposition not in ("of", "from", "for", "to", "in"):
                continue
            for word in tree.conjuncts(child):
                thing = self._things.at(word)
                if thing is not None:
                    yield word, thing

    def _predicate(self, thing: Thing, lemma: str, owner: Thing, word: int, core: int) -> str | None:
        """How the description of THING by the noun LEMMA relates it to OWNER, named at WORD."""
        preposition = self._tree.preposition(word) if word > core else None
        kind = thing.kind or "Thing"
        if lemma in _ALLIES and preposition in (None, "of"):
            return "alliedWith"
        if lemma in _ENEMIES and preposition in (None, "of"):
            return "hostileTo"
        if lemma in _SIDES and preposition in (None, "of"):
            return "supports"
        if kind == "Facility":
            return "operatedBy" if owner.kind in _ACTORS and preposition in (None, "of") else None
        if kind in ("City", "Region", "Country"):
            return "capitalOf" if lemma == "capital" and owner.kind == "Country" else None
        if lemma in ("government", "regime") and owner.kind in ("Country", "City"):
            return "governs" if owner.kind == "Country" else None
        if kind not in _MEMBERS or owner.kind not in (*_ACTORS, "Country", "City"):
            return None
        if kind == "Person" and self._gazetteer.is_leader_noun(lemma) and preposition in (None, "of"):
            return "leaderOf"
        if owner.kind == "City" or preposition in ("in", "to"):
            return None
        if preposition == "for" and not self._gazetteer.is_spokesperson_noun(lemma):
            return None
        if owner.kind == "Country":
            is_official = self._gazetteer.is_member_noun(lemma) or kind in ("Government", "SecurityForce")
            return "memberOf" if is_official and preposition is None else None
        if kind in ("SecurityForce", "ArmedGroup", "Organization") and not mention_is_people(
            thing, self._gazetteer, lemma
        ):
            return "partOf"
        return "memberOf"

    def _as_body(self, owner: Thing, word: int, predicate: str) -> Thing:
        """OWNER as the body that has members: a state's government."""
        if predicate in ("memberOf", "alliedWith", "hostileTo") and owner.kind in ("Country", "City"):
            return self._metonymy.government_at(owner, word) or owner
        return owner

    def _nationality(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        """An adjective of nation before a noun for people, a force or a body of state."""
        if mention.country is None or thing.kind not in _NATIONALS or mention.canonical is not None:
            return
        for child in self._tree.children(mention.core, "amod", "compound"):
            country = self._gazetteer.country_of_adjective(self._tree.tokens[child].text)
            if country is None:
                continue
            named = self._country(country)
            if named is not None:
                yield Relation(thing, "nationalityOf", named, child)
            lemma = self._tree.lemma(mention.core)
            if thing.kind == "Government" or (thing.kind == "Person" and self._gazetteer.is_office([lemma])):
                yield Relation(thing, "memberOf", self._metonymy.government_of(country, child), child)
            return

    def _country(self, label: str) -> Thing | None:
        return self._countries.get(label)

    def _backers(self, thing: Thing, core: int) -> Iterator[Relation]:
        """In "Iranian-backed militias" and "the US-led coalition" who backs or leads them."""
        tree = self._tree
        for child in tree.children(core, "amod"):
            predicate = _BACKED.get(tree.lemma(child))
            if predicate is None or not tree.is_verb(child):
                continue
            for word in tree.children(child):
                if word >= child:
                    continue
                backer = self._actor_at(word)
                if backer is not None and predicate == "operatedBy":
                    yield Relation(thing, predicate, backer, word)
                elif backer is not None:
                    yield Relation(backer, predicate, thing, word)

    def _actor_at(self, word: int) -> Thing | None:
        thing = self._things.at(word)
        if thing is not None and thing.kind in ("Country", "City"):
            return self._metonymy.government_at(thing, word)
        if thing is not None:
            return thing
        country = self._gazetteer.country_of_adjective(self._tree.tokens[word].text)
        return self._metonymy.government_of(country, word) if country is not None else None

    # Names

    def _of_name(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        if thing.kind == "Person":
            yield from self._title(thing, mention)
        for child in self._tree.children(mention.head, "appos"):
            description = self._things.at(child)
            if description is not None and description is thing:
                continue

    def _title(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        """The words right before a person's name: office, and the body or country that the person serves."""
        tree = self._tree
        first = mention.first
        sentence = tree.sentence(first)
        words: list[int] = []
        position = first - 1
        while position >= sentence.first and len(words) < 8 and self._may_be_title(position):
            words.insert(0, position)
            position -= 1
        for start in range(len(words)):
            text = [tree.tokens[i].text for i in words[start:]]
            if not self._gazetteer.is_title(text):
                continue
            title = self._office_of(text)
            before = words[:start]
            if self._gazetteer.is_office(text):
                yield Relation(thing, "holdsOffice", title, words[-1])
            yield from self._served(thing, text, words[start], before)
            return
        if words:
            yield from self._served(thing, [], words[0], words)

    def _may_be_title(self, i: int) -> bool:
        token = self._tree.tokens[i]
        return (
            token.text[:1].isupper()
            or token.text in ("-", ".")
            or (token.upos in ("NOUN", "ADJ") and token.text.islower())
        )

    def _office_of(self, words: list[str]) -> str:
        """The title without the nation before it."""
        while len(words) > 1 and self._gazetteer.country_of_adjective(words[0]) is not None:
            words = words[1:]
        return " ".join(words)

    def _served(self, thing: Thing, title: list[str], first: int, before: list[int]) -> Iterator[Relation]:
        country = self._gazetteer.country_of_adjective(title[0]) if title else None
        if country is not None:
            yield from self._serves_country(thing, country, first, title[1:])
            return
        for word in reversed(before):
            country = self._gazetteer.country_of_adjective(self._tree.tokens[word].text)
            body = self._things.at(word)
            if country is not None and (body is None or body.kind == "Country"):
                yield from self._serves_country(thing, country, word, title)
                return
            if body is not None and body.kind in _ACTORS and body is not thing:
                noun = title[-1].lower() if title else self._tree.lemma(before[-1])
                leads = self._gazetteer.is_leader_noun(noun)
                yield Relation(thing, "leaderOf" if leads else "memberOf", body, word)
                return

    def _serves_country(self, thing: Thing, country: str, word: int, title: list[str]) -> Iterator[Relation]:
        government = self._metonymy.government_of(country, word)
        head = title[-1].lower() if title else ""
        leads = (
            head in ("president", "king", "queen", "emir", "sultan", "chancellor", "premier")
            or " ".join(title).lower() == "prime minister"
        )
        yield Relation(thing, "leaderOf" if leads else "memberOf", government, word)

    # Places

    def _location(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        tree = self._tree
        if thing.kind not in _PLACES:
            return
        group = tree.conjuncts(tree.first_conjunct(mention.head))
        for member in group:
            if member < mention.head:
                continue
            for child in tree.children(member, "nmod"):
                place = self._things.at(child)
                if (
                    tree.preposition(child) in _IN
                    and place is not None
                    and place.kind in _PLACES
                    and place is not thing
                ):
                    if member == mention.head or thing.kind == "Facility":
                        yield Relation(thing, "locatedIn", place, child)
        yield from self._comma_place(thing, mention)
        if thing.kind == "Facility":
            for child in tree.children(mention.core, "compound", "nmod"):
                place = self._things.at(child)
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
        if is_close and not tree.children(next_mention.head, "cc"):
            yield Relation(thing, "locatedIn", place, next_mention.head)


def mention_is_people(thing: Thing, gazetteer: Gazetteer, lemma: str) -> bool:
    """Whether a description names people ("gunmen", "troops"), not a body ("brigade", "wing")."""
    return (
        thing.plural
        or gazetteer.is_person_noun(lemma)
        or gazetteer.is_member_noun(lemma)
        or lemma in ("troop", "troops", "personnel")
    )
