"""Names, noun phrases and pronouns as mentions of things: where they stand, of what class, how many, which.

A description's class comes from its head noun by the gazetteer, corrected by what modifies it: a Taliban delegation is
an armed group, rebel forces are no security force. Some descriptions are names in all but spelling ("the Afghan
capital", "the Kabul government") and carry the label of what they name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from kg.extract.aliases import Name
from kg.extract.counts import count_told, is_number
from kg.extract.kinds import BODIES
from kg.extract.nations import find_nations
from kg.extract.nonevents import is_of_aircraft
from kg.extract.outlets import is_outlet
from kg.extract.parties import to_party_label
from kg.extract.partynouns import find_party, to_plural
from kg.extract.quantities import to_minimum
from kg.extract.spelling import to_glossed, to_label
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.shadow import is_common

Form = Literal["name", "description", "pronoun"]

_INNER: Final = tuple("compound flat fixed goeswith case mark cc det punct aux cop discourse".split())
_PLACES_OF: Final = find_words("kinds_of_places")
_GOVERNING: Final = find_words("governing")
_DEFINITE: Final = frozenset("the this that these those both all".split())
_NO_THINGS: Final = find_words("no_things")
_STRENGTH: Final = frozenset("force impact intensity power strength violence".split())
_BLASTS: Final = frozenset("blast bombing detonation explosion shockwave wind".split())
_LOADS: Final = find_words("loads")
_NO_STATES: Final = find_words("no_states")
_DOUBTING: Final = find_words("doubting")
_DONE_TO: Final = find_words("done_to")
_ABOUT: Final = frozenset(
    "at least most more than about some up to around nearly over almost fewer less roughly only another many several "
    "few various as".split()
)
_SHARES: Final = ("part", "most", "much", "bulk", "majority", "portion", "percent", "percentage", "cent")
"""Nouns that speak of so much of what follows "of"."""
_SETTLED: Final = ("City", "Region", "Place")
_SEATED, _WHOLES = frozenset({"city", "town", "village"}), frozenset({"Country", "Region"})
"""What "the Helmand town of Sangin" is, and what it lies in: its name is behind "of"."""
_NUMERIC_HEAD: Final = ("nsubj", "obj", "obl", "nmod", "conj", "root", "ROOT", "appos")


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominal:
    """A mention of a thing.

    HEAD is the word that hangs in the tree and CORE the one that tells what it is ("group" and "gunmen" in "a group of
    gunmen"); FIRST and LAST bound the mention. CANONICAL is the label of the named thing it stands for, if that is
    certain; COUNTRY the label of the country that its adjective names; COUNT the least number that it speaks of.
    """

    head: int
    core: int
    first: int
    last: int
    form: Form
    kind: str | None
    label: str
    plural: bool = False
    definite: bool = False
    canonical: str | None = None
    country: str | None = None
    count: int | None = None
    name: Name | None = None


def find_nominals(
    tree: Tree, names: tuple[Name, ...], gazetteer: Gazetteer, *, taken: Collection[int] = ()
) -> tuple[Nominal, ...]:
    """All mentions of things, in text order; TAKEN are words that mean something else, such as dates."""
    return tuple(sorted(_Finder(tree, names, gazetteer, frozenset(taken)).find(), key=lambda n: (n.first, n.last)))


class _Finder:
    def __init__(self, tree: Tree, names: tuple[Name, ...], gazetteer: Gazetteer, taken: frozenset[int]) -> None:
        self.tree = tree
        self.names = names
        self.gazetteer = gazetteer
        self.taken = taken
        self.name_at: Mapping[int, Name] = {i: name for name in names for i in range(name.first, name.last + 1)}
        self.weapons = frozenset(
            i for span in tree.parse.names if span.label == "WEAPON" for i in range(span.first, span.last + 1)
        )

    def find(self) -> Iterator[Nominal]:
        for name in self.names:
            yield self._from_name(name)
        inner = self._cores()
        for token in self.tree.tokens:
            if token.i in self.name_at or token.i in self.taken or token.i in inner:
                continue
            is_inner = self.tree.is_label(token.i, *_INNER, "nmod:desc")
            if token.upos in ("NOUN", "PROPN") and (not is_inner or self._is_weapon_of_use(token.i)):
                found = self._from_noun(token.i)
                if found is not None:
                    yield found
            elif token.upos == "NOUN" and (kind := find_party(self.tree, token.i, self.gazetteer)) is not None:
                yield self._from_party(token.i, kind)
            elif token.upos == "PRON":
                yield from self._from_pronoun(token.i)
            elif token.upos == "NUM" and token.dep.partition(":")[0] in _NUMERIC_HEAD:
                yield from self._from_number(token.i)

    def _from_party(self, i: int, kind: str) -> Nominal:
        """The party that noun I before an event noun names: the rebels of "a rebel attack"."""
        word = self.tree.lemma(i)
        is_body = self.gazetteer.is_collective(word)
        return Nominal(
            head=i, core=i, first=i, last=i, form="description", kind=kind, label=word if is_body else to_plural(word),
            plural=not is_body, definite=True,
        )  # fmt: skip

    def _is_weapon_of_use(self, i: int) -> bool:
        """Whether noun I before another is the weapon whose use this tells: "mortar fire", "a car bomb attack"."""
        tree = self.tree
        head = tree.head(i)
        if head is None or head < i or not tree.is_label(i, "compound") or tree.is_label(head, "compound"):
            return False
        return self._kind_of(i, plural=False) == "Weapon" and self._kind_of(head, plural=tree.is_plural(head)) is None

    def _cores(self) -> frozenset[int]:
        """The words that a word of quantity speaks of: they begin no mention of their own."""
        nouns = (t.i for t in self.tree.tokens if t.upos in ("NOUN", "NUM") and t.i not in self.name_at)
        return frozenset(core for i in nouns if (core := self._core(i)) != i and core not in self.name_at)

    def _from_name(self, name: Name) -> Nominal:
        return Nominal(
            head=name.head, core=name.head, first=name.first, last=name.last, form="name", kind=name.kind,
            label=name.label, canonical=name.label, name=name, plural=name.kind == "Population", definite=True,
        )  # fmt: skip

    def _from_noun(self, i: int) -> Nominal | None:
        tree = self.tree
        core = self._core(i)
        first, last = tree.phrase(i)
        if core != i:
            last = max(last, tree.phrase(core)[1])
        if core in self.name_at:
            return self._around_name(i, first, self.name_at[core])
        lemma = tree.lemma(core)
        if self._is_no_thing(core):
            return None
        plural = tree.is_plural(core) or (core != i and not self.gazetteer.is_neutral_noun(tree.lemma(i)))
        country = self._country(core) or self._country(i) or self._own_country(core)
        kind = self._kind_of(core, plural=plural)
        is_rest = core != i and lemma in ("other", "others")  # "scores of others"
        if kind is None and (is_rest or (is_number(tree, core) and not tree.children(core, "nmod"))):
            kind = "Population"  # "dozens were injured"
        return Nominal(
            head=i, core=core, first=first, last=last, form="description", kind=kind,
            label=self._label(core), plural=plural, definite=self._is_definite(i),
            canonical=self._canonical(core, country), country=country, count=count_told(tree, self.gazetteer, i, core),
        )  # fmt: skip

    def _is_no_thing(self, core: int) -> bool:
        """Whether a noun stands for nothing of its own: "the one that exploded", "the force of the blast"."""
        tree, lemma = self.tree, self.tree.lemma(core)
        if lemma == "one":
            return not tree.children(core, "amod", "compound")
        if lemma in _STRENGTH and not tree.is_plural(core):
            return any(tree.lemma(c) in _BLASTS for c in tree.children(core, "nmod"))
        return lemma in _NO_THINGS and self.gazetteer.find_noun(lemma) is None

    def _core(self, i: int) -> int:
        """The word that tells what the phrase of noun I speaks of: what follows "of" after a word of quantity."""
        lemma = self.tree.lemma(i)
        inner = [c for c in self.tree.children(i, "nmod") if self.tree.preposition(c) == "of" and c > i]
        if not inner or not self.tree.is_nominal(inner[0]):
            return i
        if self.gazetteer.is_neutral_noun(lemma) or lemma in ("one", "series", "total", "ten", *_SHARES):
            is_number = to_minimum(self.tree.tokens[inner[0]].text) is not None  # "tens of thousands of people"
            return self._core(inner[0]) if is_number else inner[0]
        if lemma in _LOADS and self._kind_of(inner[0], plural=False) == "Weapon":
            return inner[0]
        if self.gazetteer.is_band_noun(lemma) and self.tree.is_plural(inner[0]) and self._is_human(inner[0]):
            return inner[0]
        before = (self.name_at[c].kind for c in self.tree.children(i, "compound") if c in self.name_at)
        is_named = any(lemma not in _SEATED or kind not in _WHOLES for kind in before)  # "the Mera district of Kabul"
        if lemma in _PLACES_OF and inner[0] in self.name_at and self.name_at[inner[0]].kind in _SETTLED:
            return i if is_named else inner[0]
        return i

    def _is_human(self, i: int) -> bool:
        """Whether noun I stands for people: "gunmen", "Colombians"."""
        is_national = i not in self.name_at and self._own_country(i) is not None
        return is_national or self.gazetteer.is_person_noun(self.tree.lemma(i))

    def _around_name(self, i: int, first: int, name: Name) -> Nominal:
        """A phrase such as "the city of Raqqa": one more mention of what the name names."""
        return Nominal(
            head=i, core=name.head, first=first, last=name.last, form="description", kind=name.kind, label=name.label,
            canonical=name.label, name=name, definite=True,
        )  # fmt: skip

    def _kind_of(self, core: int, *, plural: bool) -> str | None:
        """The class of what the common noun CORE stands for, its modifiers considered."""
        tree, gazetteer = self.tree, self.gazetteer
        lemma = tree.lemma(core)
        if is_of_aircraft(tree, core):
            return "Weapon"
        before = [c for c in tree.children(core, "compound", "amod") if c < core]
        for start in range(len(before)):
            words, written = (" ".join([*map(of, before[start:]), lemma]) for of in (tree.lemma, tree.lower))
            kind = gazetteer.type_noun(words, plural=plural) or gazetteer.type_noun(written, plural=plural)
            if kind is not None:
                return kind
        kind = gazetteer.type_noun(lemma, plural=plural) or gazetteer.type_noun(tree.lower(core), plural=plural)
        if kind is None and lemma in ("other", "others") and plural and tree.children(core, "nummod"):
            return "Population"
        if kind is None and core in self.weapons:
            return "Weapon"
        if kind is None and self._own_country(core) is not None:
            return "Population" if plural else "Person"
        if kind is None and is_outlet(tree, core):
            return "Facility"
        modifiers = self._modifier_kinds(core)
        is_singular_person = kind == "Person" and not plural
        if gazetteer.is_member_noun(lemma) and not is_singular_person and kind != "SecurityForce":
            for modifier in modifiers:
                if modifier in BODIES:
                    is_people = modifier == "Organization" and plural and gazetteer.is_person_noun(lemma)
                    return "Population" if is_people else modifier  # "members of the party" are no party
            if self._country(core) and kind in ("Population", "Organization") and lemma not in _NO_STATES:
                return "Government"
        if "ArmedGroup" in modifiers and (kind == "SecurityForce" or gazetteer.is_cell_noun(lemma)):
            return "ArmedGroup"
        return kind

    def _modifier_kinds(self, core: int) -> list[str]:
        """The classes of the names and nouns that stand before noun CORE, or follow it after "of"."""
        tree, kinds = self.tree, []
        for child in tree.children(core, "compound", "amod", "nmod"):
            if child > core and tree.preposition(child) not in ("of", "from"):
                continue
            name = self.name_at.get(child)
            if name is not None:
                kinds.append(name.kind)
                continue
            kind = self.gazetteer.type_noun(tree.lemma(child), plural=True)
            if kind is not None:
                kinds.append(kind)
        return kinds

    def _country(self, core: int) -> str | None:
        for country, word in find_nations(self.tree, self.gazetteer, core, "nmod"):
            if word not in self.name_at or self.name_at[word].kind == "Country":
                return country
        return None

    def _own_country(self, core: int) -> str | None:
        """The country that a name for its people tells: "Afghans"."""
        if self.tree.is_all_capitals(core) and is_common(self.tree.lower(core)):
            return None  # "POLES" that carry power
        return self.gazetteer.country_of_adjective(self.tree.tokens[core].text)

    def _canonical(self, core: int, country: str | None) -> str | None:
        """The label of the government or capital that a description names."""
        tree, lemma = self.tree, self.tree.lemma(core)
        if tree.is_plural(core):
            return None
        if lemma == "capital" and country is not None:
            return self.gazetteer.capital_of(country)
        if lemma not in _GOVERNING:
            return self._canonical_of(core) if lemma == "capital" else None
        if country is None:
            country = self._country_owner(core)
        return self.gazetteer.government_label(country) if country is not None else None

    def _canonical_of(self, core: int) -> str | None:
        return self.gazetteer.capital_of(country) if (country := self._country_owner(core)) is not None else None

    def _country_owner(self, core: int) -> str | None:
        """The country that the phrase of noun CORE names: "Syria's", "of Syria", "Kabul" before "government"."""
        for child in self.tree.children(core, "nmod", "compound"):
            name = self.name_at.get(child)
            if name is None or (child > core and self.tree.preposition(child) != "of"):
                continue
            if name.kind == "Country":
                return name.label
            if name.kind == "City" and child < core and self.tree.lemma(core) in _GOVERNING:
                return self.gazetteer.country_of_capital(name.label)
        return None

    def _label(self, core: int) -> str:
        """The phrase up to its core without determiners, numbers and owners."""
        tree = self.tree
        if (party := to_party_label(tree, self.gazetteer, core)) is not None:
            return party
        first, last = tree.phrase(core)
        while first < core and (
            tree.lower(first) in _ABOUT
            or tree.lower(first) in _DOUBTING | _DONE_TO
            or first in self.taken
            or (tree.tokens[first].xpos == "VBN" and tree.tokens[first + 1].xpos == "CD")  # "the promised 200 troops"
            or tree.is_label(first, "det", "punct", "case")
            or tree.tokens[first].xpos in ("PRP$", "WP$", "POS", "CC", "IN")
            or (
                (tree.is_label(first, "nummod", "advmod") or tree.tokens[first].xpos == "CD")
                and not self._is_of_modifier(first, core)
            )
        ):
            first += 1
        if self.gazetteer.is_member_noun(tree.lemma(core)):
            last = self._end_of_members(core, last)
        elif self._kind_of(core, plural=tree.is_plural(core)) == "Facility":
            last = self._end_of_owner(core, last)
        return to_glossed(tree, core, first, self.name_at) + to_label(tree, first, last, name_at=self.name_at)

    def _is_of_modifier(self, word: int, core: int) -> bool:
        """Whether a number or adverb belongs to a modifier: "a 30-year-old teacher", "a heavily armed gang"."""
        head = self.tree.tokens[word].head
        return word < head < core and not self.tree.is_label(head, "nummod", "advmod", "det")

    def _end_of_owner(self, core: int, last: int) -> int:
        """Where "the office of the daily El Siglo" ends; whose a building is belongs to what it is called."""
        for child in self.tree.children(core, "nmod"):
            if child > core and self.tree.preposition(child) == "of" and not self.tree.is_label(child, "nmod:poss"):
                name = self.name_at.get(child)
                end = name.last if name is not None else self.tree.phrase(child)[1]
                beside = (self.name_at[c] for c in self.tree.children(child, "appos", "flat") if c in self.name_at)
                return max(last, next((called.last for called in beside if called.first == end + 1), end))
        return last

    def _end_of_members(self, core: int, last: int) -> int:
        """Where "members of the council" ends; the name of what they are members of is part of their description."""
        for child in self.tree.children(core, "nmod"):
            name = self.name_at.get(child)
            if child > core and name is not None and self.tree.preposition(child) in ("of", "from"):
                return max(last, name.last)
        return last

    def _is_definite(self, i: int) -> bool:
        tree = self.tree
        owners = tree.children(i, "nmod:poss")
        return bool(owners) or any(tree.lower(c) in _DEFINITE for c in tree.children(i, "det"))

    def _from_pronoun(self, i: int) -> Iterator[Nominal]:
        token = self.tree.tokens[i]
        if token.xpos in ("PRP", "PRP$") or token.text.lower() in ("this", "that", "these", "those"):
            yield Nominal(
                head=i, core=i, first=i, last=i, form="pronoun", kind=None, label=token.text,
                plural=token.text.lower() in ("they", "them", "their", "theirs", "these", "those"),
            )  # fmt: skip

    def _from_members(self, i: int, body: int, first: int) -> Iterator[Nominal]:
        """So many members of a body: "seventeen from the army", but not "two each from the army and the police"."""
        if any(self.tree.lower(word) == "each" for word in range(i + 1, body)):
            return
        name = self.name_at.get(body)
        kind = name.kind if name is not None else self._kind_of(body, plural=False)
        last = name.last if name is not None else self.tree.phrase(body)[1]
        if kind in ("SecurityForce", "ArmedGroup"):
            yield Nominal(
                head=i, core=i, first=first, last=last, form="description", kind=kind,
                label=self.tree.span_text(first, last), plural=True, count=to_minimum(self.tree.tokens[i].text),
            )  # fmt: skip

    def _from_number(self, i: int) -> Iterator[Nominal]:
        """A number that stands for people ("at least 20 were killed") or begins a phrase ("one of the zones")."""
        tree = self.tree
        inner = [c for c in tree.children(i, "nmod") if tree.preposition(c) in ("of", "from") and c > i]
        first, last = tree.phrase(i)
        if inner and tree.is_nominal(inner[0]) and inner[0] not in self.taken:
            core = inner[0]
            if tree.preposition(core) == "from":
                yield from self._from_members(i, core, first)
                return
            if core in self.name_at:
                return
            is_one = tree.lower(i) == "one"
            kind = self._kind_of(core, plural=not is_one) if tree.tokens[core].upos != "NUM" else "Population"
            yield Nominal(
                head=i, core=core, first=first, last=tree.phrase(core)[1], form="description", kind=kind,
                label=self._label(core), plural=not is_one, country=self._country(core),
                count=to_minimum(tree.tokens[i].text),
            )  # fmt: skip
        elif tree.is_label(i, "nsubj", "obj") and to_minimum(tree.tokens[i].text) is not None:
            yield Nominal(
                head=i, core=i, first=first, last=last, form="description", kind="Population",
                label=tree.span_text(first, last), plural=True, count=to_minimum(tree.tokens[i].text),
            )  # fmt: skip
