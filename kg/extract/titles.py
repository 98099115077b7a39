"""What the words of a name tell: office and nation before a person's name, nation and body within a body's name.

"Turkish President Recep Tayyip Erdogan" holds an office and leads a government; "the UN Security Council" is part of
the UN, and "the Iraqi Security Forces" are of Iraq.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.extract.kinds import BODIES
from kg.extract.metonymy import Metonymy
from kg.extract.nominals import Nominal
from kg.extract.prefixes import PREFIXED
from kg.extract.relationwords import is_no_member, load_relation_words
from kg.extract.spelling import to_label
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer

_LONGEST: Final = 8
_PAST: Final = find_words("past_offices")
"""Words before an office that its holder no longer holds."""
_RANKS: Final = find_words("ranks")
NOT_OF_STATES: Final = find_words("not_of_states")
MINISTRIES: Final = frozenset({"department", "ministry"})
"""Nouns of parts of a government."""


@dataclass(frozen=True, slots=True)
class Relation:
    """SUBJECT and FILLER hold by PREDICATE, as the words around token WORD say; a text FILLER is a value."""

    subject: Thing
    predicate: str
    filler: Thing | str
    word: int


class TitleReader:
    """Reads the relations that names tell by their own words and by the titles before them."""

    def __init__(self, tree: Tree, things: Things, metonymy: Metonymy, gazetteer: Gazetteer) -> None:
        self._tree = tree
        self._things = things
        self._metonymy = metonymy
        self._gazetteer = gazetteer
        self._heads = load_relation_words().heads
        self._countries = {t.label: t for t in things.all if t.kind == "Country" and t.named}
        self._bodies = {t.label: t for t in things.all if t.kind in BODIES and t.named}

    def of_name(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        """The relations that the words of name MENTION of THING tell."""
        if thing.kind == "Person":
            yield from self._title(thing, mention)
        elif thing.kind in BODIES:
            yield from self._nation(thing, mention)
            yield from self._body(thing, mention)

    # Names of bodies

    def _nation(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        """The country in the name of a government, force or group, where the article names the country too."""
        whole = self._gazetteer.type_name(self._tree.span_text(mention.first, mention.last))
        if mention.first == mention.last or (whole is not None and whole.kind in ("Country", "City")):
            return  # a country that acts, not a name of its government
        for word in range(mention.first, mention.last + 1):
            text = self._tree.tokens[word].text
            label = self._gazetteer.country_of_adjective(text)
            if label is None and thing.kind == "Government" and mention.last > mention.first:
                entry = self._gazetteer.find_country(text)
                label = entry.label if entry is not None else None
            if label is None and word == mention.first:  # "the United States Treasury"
                ends = range(word + 1, min(word + 4, mention.last))
                entries = (self._gazetteer.find_country(self._tree.span_text(word, end)) for end in ends)
                label = next((entry.label for entry in entries if entry is not None), None)
            if label is not None and self._is_ministry(thing, mention, word):
                yield Relation(thing, "partOf", self._metonymy.government_of(label, word), word)
                return
            country = self._countries.get(label) if label is not None else None
            if country is None:
                continue
            if thing.kind == "Government" and thing.label == self._gazetteer.government_label(country.label):
                yield Relation(thing, "governs", country, word)
            elif thing.kind in ("SecurityForce", "ArmedGroup") and word < mention.last:
                yield Relation(thing, "nationalityOf", country, word)
            return

    def _is_ministry(self, thing: Thing, mention: Nominal, word: int) -> bool:
        """Whether the nation at WORD owns a ministry by name: "the US State Department", not "the Polish Council"."""
        last = self._tree.lower(mention.last)
        is_ministry = bool(MINISTRIES & {last, self._tree.lower(word + 1)})
        return is_ministry and thing.kind == "Government" and word == mention.first

    def _body(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        """The larger body whose name begins that of its part: "UN Security Council"."""
        for last in range(mention.first, mention.last):
            entry = self._gazetteer.type_name(self._tree.span_text(mention.first, last))
            whole = self._bodies.get(entry.label) if entry is not None else None
            if whole is not None and whole is not thing and whole.kind == "InternationalOrganization":
                yield Relation(thing, "partOf", whole, mention.first)
                return

    # Titles of persons

    def _title(self, thing: Thing, mention: Nominal) -> Iterator[Relation]:
        """The words right before a person's name: office, and the body or country that the person serves."""
        tree = self._tree
        first = mention.first
        sentence = tree.sentence(first)
        is_loud = tree.is_all_capitals(first)
        words: list[int] = []
        position = first - 1
        while position >= sentence.first and len(words) < _LONGEST:
            is_inner = bool(words) and tree.lower(position) == "of"  # "minister of justice"
            if not is_inner and not self._may_be_title(position, is_loud=is_loud):
                break
            words.insert(0, position)
            position -= 1
        inner = next((n for n, i in enumerate(words) if tree.lower(i) == "of"), None)
        if inner is not None and not self._is_office_with(words, inner):
            words = words[inner + 1 :]
        for start in range(len(words)):
            text = [tree.tokens[i].text for i in words[start:]]
            state = self._things.at(words[start])
            if (
                tree.tokens[words[start]].upos == "DET"
                or not self._gazetteer.is_title(text)
                or (state is not None and state.kind == "Country")
            ):
                continue
            title = self._office_of(to_label(tree, words[start], words[-1]).split() if is_loud else text)
            before = [*self._owner_before(position), *words[:start]]
            if _PAST & {word.lower() for word in (tree.tokens[i].text for i in words)}:
                return
            if self._gazetteer.is_office(text) and not self._leads_band(words):
                yield Relation(thing, "holdsOffice", title, words[-1])
            yield from self._served(thing, text, words[start], before)
            return
        texts = [tree.tokens[i].text for i in words]
        is_past = bool(_PAST & {text.lower() for text in texts})
        if words and not is_past and self._gazetteer.country_of_adjective(texts[0]) is None:
            yield from self._served(thing, [], words[0], words)

    def _leads_band(self, words: list[int]) -> bool:
        """Whether title WORDS tell who leads a band, which is no office: "militia leader", "the rebel chief"."""
        before = self._tree.lemma(words[-2]).lower() if len(words) > 1 else ""
        is_leader = self._gazetteer.is_leader_noun(self._tree.lemma(words[-1]).lower())
        return is_leader and self._gazetteer.type_noun(before, plural=True) == "ArmedGroup"

    def _is_office_with(self, words: list[int], inner: int) -> bool:
        """Whether WORDS, with "of" at INNER, end in an office and what it is for: "the deputy minister of justice"."""
        texts = [self._tree.tokens[i].text for i in words]
        return any(self._gazetteer.is_office(texts[start:]) for start in range(inner))

    def _owner_before(self, position: int) -> list[int]:
        """The state whose the title is, if its possessive ends at POSITION: "Lebanon's new president"."""
        is_possessive = position > 0 and self._tree.tokens[position].xpos == "POS"
        thing = self._things.at(position - 1) if is_possessive else None
        is_state = thing is not None and (thing.kind == "Country" or self._metonymy.is_unknown(thing))
        return [position - 1] if is_state else []

    def _may_be_title(self, i: int, *, is_loud: bool) -> bool:
        """Whether word I may be part of a title; in a sentence all in capitals they tell nothing."""
        token = self._tree.tokens[i]
        if self._tree.is_label(i, PREFIXED):
            return False
        if is_loud and token.upos not in ("NOUN", "ADJ", "PROPN", "PUNCT"):
            return False
        return (
            token.text[:1].isupper()
            or token.text in ("-", ".")
            or (token.upos in ("NOUN", "ADJ") and token.text.islower())
        )

    def _office_of(self, words: list[str]) -> str:
        """The title without the nation before it."""
        while len(words) > 1 and self._gazetteer.country_of_adjective(words[0]) is not None:
            words = words[1:]
        return " ".join(words).replace(" - ", "-")

    def _served(self, thing: Thing, title: list[str], first: int, before: list[int]) -> Iterator[Relation]:
        country = self._gazetteer.country_of_adjective(title[0]) if title else None
        if country is not None and NOT_OF_STATES & {word.lower() for word in title}:
            return
        if country is not None:
            yield from self._serves_country(thing, country, first, title[1:])
            return
        for word in reversed(before):
            country = self._gazetteer.country_of_adjective(self._tree.tokens[word].text)
            body = self._things.at(word)
            is_state = body is not None and (body.kind == "Country" or self._metonymy.is_unknown(body))
            if country is None and body is not None and is_state:
                country = body.label
            if country is not None and (body is None or is_state):
                if self._acts_for_state(title, [w for w in before if w > word]):
                    yield from self._serves_country(thing, country, word, title)
                return
            if body is not None and body.kind in BODIES and body is not thing:
                nouns = [*(self._tree.lemma(w) for w in before if w > word), *(w.lower() for w in title)]
                if any(is_no_member(noun, body.kind) for noun in nouns):
                    return
                heads = [noun for noun in nouns if noun not in _RANKS]
                office = " ".join(" ".join(title).lower().replace("-", " ").split())  # "Secretary-General"
                leads = any(self._gazetteer.is_leader_noun(noun) for noun in (*heads, office))
                leads = leads and not self._has_unit(word, before)
                yield Relation(thing, "leaderOf" if leads else "memberOf", body, word)
                return

    def _acts_for_state(self, title: list[str], between: list[int]) -> bool:
        """Whether TITLE or a noun before it is an office: the "Chadian writer Dr." Ado Brun serves no state."""
        nouns = [self._tree.lemma(word) for word in between]
        if NOT_OF_STATES & {*nouns, *(word.lower() for word in title)}:
            return False
        is_office = any(self._gazetteer.is_office([noun]) or self._gazetteer.is_member_noun(noun) for noun in nouns)
        return is_office or self._gazetteer.title_kind(title) in ("office", "rank")

    def _has_unit(self, body: int, before: list[int]) -> bool:
        """Whether a noun between BODY and the office tells a part of it: "the Pentagon press office director"."""
        between = (word for word in before if word > body and self._tree.tokens[word].upos == "NOUN")
        lemmas = [self._tree.lemma(word) for word in between]
        return any(
            not self._gazetteer.is_person_noun(lemma) and not self._gazetteer.is_collective(lemma) for lemma in lemmas
        )

    def _serves_country(self, thing: Thing, country: str, word: int, title: list[str]) -> Iterator[Relation]:
        government = self._metonymy.government_of(country, word)
        head = title[-1].lower() if title else ""
        leads = head in self._heads or " ".join(title).lower() in self._heads
        yield Relation(thing, "leaderOf" if leads else "memberOf", government, word)
