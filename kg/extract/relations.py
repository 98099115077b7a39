"""What holds between things beyond one event, as noun phrases say it: members, leaders, places, owners, allies.

"Taliban gunmen" are members of the Taliban, "the CIA base" is operated by the CIA, "the palace in Kabul" lies there.
Only patterns within a phrase count, and an apposition or a copula; the rest is left to events and to reasoning.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.describing import TROOPS, DescribingReader, is_unit
from kg.extract.kinds import ACTORS, BODIES, MEMBERS
from kg.extract.localities import PlaceReader
from kg.extract.metonymy import Metonymy
from kg.extract.nations import find_joint_nations, find_nations, is_whole_people
from kg.extract.nominals import Nominal
from kg.extract.parties import stands_for_noun
from kg.extract.portfolios import find_heads, leads_less_than_state
from kg.extract.prefixes import PREFIXED, relation_before
from kg.extract.relationwords import is_no_member, load_relation_words
from kg.extract.things import Thing, Things
from kg.extract.titles import MINISTRIES, NOT_OF_STATES, Relation, TitleReader
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.ontology import Ontology

_NATIONALS: Final = MEMBERS
_PAST: Final = find_words("past_offices")
_GOVERNING: Final = find_words("governing")
_SECOND: Final = frozenset({"vice", "deputy", "assistant"})
_RANKS: Final = find_words("ranks")
_OF_BODIES: Final = frozenset({"memberOf", "partOf", "leaderOf", "alliedWith", "hostileTo"})
_UNITS: Final = find_words("units")
_ORGANS: Final = find_words("organs")
_REPORTERS: Final = find_words("reporters")
_KIN: Final = frozenset({"clan", "tribe"})
_WITHIN: Final = frozenset("in inside within across throughout into".split())


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
        self._words = load_relation_words()
        self._beside = DescribingReader(tree, things, metonymy, gazetteer)
        self._titles = TitleReader(tree, things, metonymy, gazetteer)
        self._places = PlaceReader(tree, things, metonymy, gazetteer)

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
        for relation in self._governments():
            found[relation.subject.number, relation.predicate, relation.subject.number, -1] = relation
        for relation in find_heads(self._tree, self._things, found.values()):
            if isinstance(relation.filler, Thing):
                found[relation.subject.number, relation.predicate, relation.filler.number, -1] = relation
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
        if mention.form == "pronoun":
            return
        if mention.form == "name":
            yield from self._of_name(thing, mention)
        else:
            yield from self._of_description(thing, mention)
        yield from self._places.find(thing, mention)

    # States

    def _governments(self) -> Iterator[Relation]:
        """The governments that act in an article and the countries that it speaks of as places besides."""
        countries = {thing.label: thing for thing in self._things.all if thing.kind == "Country" and thing.named}
        for government in tuple(self._things.all):
            country = countries.get(government.country or "") if government.kind == "Government" else None
            if country is None or government.label != self._gazetteer.government_label(country.label):
                continue
            acting = [m for m in government.mentions if self._acts(m)]
            if acting and any(self._is_land(m) for m in country.mentions):
                yield Relation(government, "governs", country, acting[0].head)

    def _acts(self, mention: Nominal) -> bool:
        """Whether MENTION of a government is one that does something, or has the word "government" in it."""
        tree, first = self._tree, self._tree.first_conjunct(mention.head)
        return tree.is_label(first, "nsubj", "obl:agent") or bool(_GOVERNING & set(mention.label.lower().split()))

    def _is_land(self, mention: Nominal) -> bool:
        """Whether MENTION of a country is one of its land: "in Chad", "Mongo, Chad"."""
        tree = self._tree
        is_apposed = tree.is_label(mention.head, "appos") and tree.tokens[mention.first - 1].text == ","
        return mention.form == "name" and (is_apposed or tree.preposition(mention.head) in _WITHIN)

    # Descriptions

    def _of_description(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        core = mention.core
        lemma = self._tree.lemma(core)
        if any(self._tree.lower(c) in ("not", "n't", "n’t", "never") for c in self._tree.children(core, "advmod")):
            return
        for word, owner in self._owners(core):
            if lemma in _GOVERNING and owner.kind == "Person" and owner.named:  # "the Deby regime"
                yield Relation(owner, "leaderOf", thing, word)
                continue
            predicate = self._predicate(thing, lemma, owner, word, core)
            if predicate is not None:
                body = self._as_body(owner, word, predicate)
                yield Relation(thing, predicate, body, word)
                if predicate in ("memberOf", "leaderOf"):
                    yield from (Relation(one, predicate, body, word) for one in self._said_to_be(thing, core))
        yield from self._nationality(thing, mention)
        yield from self._prefixed(thing, core)
        yield from self._beside.find(thing, core)

    def _said_to_be(self, thing: Thing, core: int) -> Iterator[Thing]:
        """Who is said to be what noun CORE calls THING: "the bomber was a member of the group"."""
        tree = self._tree
        if not tree.children(core, "cop") or tree.children(core, "aux", "mark", "case"):
            return
        for subject in tree.children(core, "nsubj"):
            one = self._things.at(subject)
            if one is not None and one is not thing and one.kind == thing.kind:
                yield one

    def _owners(self, core: int) -> Iterator[tuple[int, Thing]]:
        """The things that modify or own noun CORE: before it, or after "of", "from" and "for"."""
        tree = self._tree
        for child in tree.children(core, "compound", "nmod", "amod"):
            preposition = tree.preposition(child)
            if child > core and preposition not in ("of", "from", "for", "to", "in"):
                continue
            if child < core and (self._is_credit(child) or any(d > child for d in tree.children(core, "det"))):
                continue  # "(AP) Rebels fled", "calls the party a danger"
            for word in tree.conjuncts(child):
                thing = self._things.at(tree.owner(word))
                if thing is not None:
                    yield word, thing

    def _is_credit(self, word: int) -> bool:
        """Whether WORD stands alone in brackets at the beginning, as an agency does: "(AP) Rebels fled"."""
        first = self._tree.sentence(word).first
        return first + 1 == word < len(self._tree.tokens) - 1 and self._tree.tokens[first].text in ("(", "[")

    def _predicate(self, thing: Thing, lemma: str, owner: Thing, word: int, core: int) -> str | None:
        """How the description of THING by the noun LEMMA relates it to OWNER, named at WORD."""
        preposition = self._preposition(word) if word > core else None
        kind = thing.kind or "Thing"
        if lemma in self._words.nouns and preposition in (None, "of"):
            described = (c for c in self._tree.children(core, "compound") if c != word)
            is_trade = any(self._tree.tokens[c].upos == "NOUN" for c in described)
            return None if is_trade else self._words.nouns[lemma]  # "his business partners"
        if lemma in self._words.nouns:
            return None
        if kind == "Facility":
            return "operatedBy" if owner.kind in BODIES and preposition in (None, "of") else None
        if kind in ("City", "Region", "Country"):
            is_capital = lemma == "capital" and owner.kind == "Country" and preposition in (None, "of")
            return "capitalOf" if is_capital else None
        if lemma in _GOVERNING and (
            owner.kind in ("Country", "City") or self._gazetteer.type_name(owner.label) is None
        ):
            return "governs" if owner.kind == "Country" else None  # "the Marcos regime"
        is_organ = lemma in _ORGANS or (lemma == "group" and kind == "InternationalOrganization")
        if is_organ and {kind, owner.kind} <= BODIES and preposition in (None, "of"):
            return "partOf" if owner.named or self._is_owned(word) or preposition is not None else None
        if kind in ("Person", "Population") and preposition in ("of", "from") and self._tree.lemma(word) in _KIN:
            return "memberOf"
        if kind not in MEMBERS or owner.kind not in (*BODIES, "Country", "City") or is_no_member(lemma, owner.kind):
            return None
        if self._are_only_people(owner) and not thing.plural and kind in ("ArmedGroup", "SecurityForce"):
            return None  # "seven soldiers ... their convoy"
        if lemma == "side" and self._tree.preposition(core) == "on":
            return None  # "fought on the side of the army"
        if kind == "Person" and self._leads(lemma, core, preposition) and not self._is_unit_between(word, core):
            if owner.kind != "Country" or not leads_less_than_state(self._tree, self._gazetteer, core):
                return "leaderOf"
        if preposition == "from" and owner.kind == "Country" and kind in _NATIONALS:
            return "nationalityOf"
        if preposition == "in" and kind == "Government" and thing.country is None:
            is_seat = owner.kind == "Country" or self._gazetteer.country_of_capital(owner.label) is not None
            return "memberOf" if is_seat or self._metonymy.is_unknown(owner) else None
        if preposition == "of" and self._is_state(owner):
            return "memberOf" if self._holds_office(thing, lemma) else None
        if owner.kind == "City" or preposition in ("in", "to"):
            return None
        if preposition == "for" and not self._speaks_for(lemma, owner):
            return None
        if owner.kind == "Country":
            is_official = self._gazetteer.is_member_noun(lemma) or kind in ("Government", "SecurityForce")
            is_official = is_official or (self._is_owned(word) and self._holds_office(thing, lemma))
            before = {self._tree.lower(c) for c in self._tree.children(core, "amod", "compound")}
            if not is_official or preposition is not None or before & NOT_OF_STATES:
                return None
            if kind == "Person" and self._is_head_of_state(core):
                return "leaderOf"
            is_part = self._is_body(thing, core) or self._is_ministry(thing, core) or lemma in TROOPS
            return "partOf" if is_part else "memberOf"
        is_owned = self._is_owned(word)
        if kind == "SecurityForce" and owner.kind in (kind, "Organization") and lemma in _UNITS:
            return "partOf"  # "units of the army"
        if self._is_body(thing, core):
            return "partOf" if kind != "Organization" or self._gazetteer.is_member_noun(lemma) else None
        is_website = kind == "Organization" and not self._gazetteer.is_person_noun(lemma)
        if (is_website or (kind == "Population" and is_owned)) and not self._gazetteer.is_member_noun(lemma):
            return None
        if preposition == "of" and not self._serves(lemma):
            return None
        return "memberOf"

    def _are_only_people(self, owner: Thing) -> bool:
        """Whether OWNER is so and so many people: no body, and no part of one is part of them."""
        return owner.plural and not owner.named and any(mention.count is not None for mention in owner.mentions)

    def _speaks_for(self, lemma: str, owner: Thing) -> bool:
        """Whether "a NOUN for X" is of X: its spokesman, or the reporter of a newspaper."""
        return self._gazetteer.is_spokesperson_noun(lemma) or (lemma in _REPORTERS and owner.kind == "Organization")

    def _leads(self, lemma: str, core: int, preposition: str | None) -> bool:
        """Whether the person whom noun CORE describes leads what owns the noun: its leader, "the commander of" it."""
        tree = self._tree
        described = tree.children(core, "compound", "amod")
        if any(tree.lower(c) in _SECOND for c in described):
            return False
        if any(tree.lower(c) == "commanding" for c in described):
            return preposition in (None, "of")
        if lemma == "commander":  # one of many, unless a phrase says whose the one is
            is_one = all(tree.lower(c) == "the" for c in tree.children(core, "det"))
            return preposition == "of" and is_one
        return self._gazetteer.is_leader_noun(lemma) and lemma not in _RANKS and preposition in (None, "of")

    def _is_unit_between(self, word: int, core: int) -> bool:
        """Whether a part of the body at WORD stands before noun CORE: "a Hamas gang leader" leads a gang."""
        return word < core and any(self._tree.lemma(i) in _UNITS for i in range(word + 1, core))

    def _is_head_of_state(self, core: int) -> bool:
        """Whether noun CORE ends the office of who leads a government: "prime minister"."""
        tree = self._tree
        before = tree.lower(core - 1) if core > 0 and tree.tokens[core - 1].head == core else ""
        if any(tree.lower(c) in _SECOND for c in tree.children(core, "compound", "amod")):
            return False
        return tree.lemma(core) in self._words.heads or f"{before} {tree.lemma(core)}" in self._words.heads

    def _is_ministry(self, thing: Thing, word: int) -> bool:
        """Whether WORD names a body of government, not people who serve it."""
        lemma = self._tree.lemma(word)
        return thing.kind == "Government" and not self._tree.is_plural(word) and lemma in MINISTRIES

    def _is_owned(self, word: int) -> bool:
        return self._tree.tokens[word].dep == "nmod:poss"

    def _preposition(self, word: int) -> str | None:
        """The preposition of WORD, or that of what it is coordinate with: "envoys of Chad and Mali"."""
        return self._tree.preposition(word) or self._tree.preposition(self._tree.first_conjunct(word))

    def _is_state(self, owner: Thing) -> bool:
        return owner.kind == "Country" or self._metonymy.is_unknown(owner)

    def _holds_office(self, thing: Thing, lemma: str) -> bool:
        """Whether THING, described by noun LEMMA, acts for a state: its ministers and ambassadors, not its people."""
        return thing.kind == "Government" or (thing.kind == "Person" and self._gazetteer.is_office([lemma]))

    def _serves(self, lemma: str) -> bool:
        """Whether "a NOUN of X" belongs to X: members, fighters, officials, but not victims or residents."""
        several = self._gazetteer.type_noun(lemma, plural=True)
        is_member = self._gazetteer.is_member_noun(lemma) or self._gazetteer.is_cell_noun(lemma)
        return is_member or several in ("ArmedGroup", "SecurityForce", "Government")

    def _is_body(self, thing: Thing, word: int) -> bool:
        return is_unit(self._tree, self._gazetteer, thing, word)

    def _as_body(self, owner: Thing, word: int, predicate: str) -> Thing:
        """OWNER as the body that has members: a state's government."""
        if predicate in _OF_BODIES and owner.kind in ("Country", "City"):
            unknown = self._metonymy.government_of(owner.label, word) if self._metonymy.is_unknown(owner) else None
            return self._metonymy.government_at(owner, word) or unknown or owner
        return owner

    def _nationality(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        """An adjective of nation before a noun for people, a force or a body of state."""
        if mention.country is None or thing.kind not in _NATIONALS or mention.canonical is not None:
            return
        is_own = self._gazetteer.country_of_adjective(self._tree.tokens[mention.core].text) == mention.country
        if is_own and not stands_for_noun(self._tree, self._gazetteer, mention.core):
            if self._tree.children(mention.core, "nmod:poss"):
                return  # "its 120,000 Armenians" live elsewhere
            if not is_whole_people(self._tree, mention.head, mention.core):
                nation = self._metonymy.country_of(mention.country, mention.core)  # "two Britons"
                yield Relation(thing, "nationalityOf", nation, mention.core)
            return
        if mention.plural and self._tree.lemma(mention.core) in _GOVERNING:
            return  # "the Syrian and regional governments": each one of its own
        joint = find_joint_nations(self._tree, self._gazetteer, mention.core)
        for country, word in joint:
            yield Relation(thing, "nationalityOf", self._metonymy.country_of(country, word), word)
        if joint:
            return
        for country, word in find_nations(self._tree, self._gazetteer, mention.core):
            yield Relation(thing, "nationalityOf", self._metonymy.country_of(country, word), word)
            lemma = self._tree.lemma(mention.core)
            before = {self._tree.lower(c) for c in self._tree.children(mention.core, "amod", "compound")}
            is_past = bool(before & (_PAST | NOT_OF_STATES))
            if self._holds_office(thing, lemma) and not is_past:
                leads = thing.kind == "Person" and self._is_head_of_state(mention.core)
                part = "partOf" if self._is_ministry(thing, mention.core) else "memberOf"
                government = self._metonymy.government_of(country, word)
                yield Relation(thing, "leaderOf" if leads else part, government, word)
            return

    def _prefixed(self, thing: Thing, core: int) -> Iterator[Relation]:
        """Whom "anti-X" actors are against, and whom "pro-X" ones support."""
        for child in self._tree.children(core, PREFIXED) if thing.kind in ACTORS else ():
            predicate = relation_before(self._tree.tokens, self._tree.phrase(child)[0])
            other = self._beside.actor_at(child)
            if predicate is not None and other is not None:
                yield Relation(thing, predicate, other, child)

    # Names

    def _of_name(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        yield from self._titles.of_name(thing, mention)
        for country, word in find_nations(self._tree, self._gazetteer, mention.head) if thing.kind in ACTORS else ():
            if word + 1 == mention.first:  # "the Jordanian 71st Battalion"
                yield Relation(thing, "nationalityOf", self._metonymy.country_of(country, word), word)
        for child in self._tree.children(mention.head, "nmod", "acl"):
            body = self._things.at(child)
            if body is not None and body.kind == "Country" and thing.kind == "SecurityForce" and self._is_owned(child):
                body = self._metonymy.government_at(body, child)  # "Kenya's National Guard"
            if thing.kind == "Person" and self._tree.preposition(child) in ("of", "from") and body is not None:
                if body.kind in BODIES:
                    yield Relation(thing, "memberOf", body, child)
            if (
                body is not None
                and self._is_owned(child)
                and self._is_body(thing, mention.head)
                and body.kind in BODIES
            ):
                yield Relation(thing, "partOf", body, child)  # "the army's 5th Brigade"
        yield from self._beside.find(thing, mention.head)
