"""What is known of nouns, names, countries and titles before any text is read: the tables of `ontology/lexicon`.

Classes are given by their local names in the vocabulary ("ArmedGroup"). What is not in a table is None: unknown.
Tables are read once; reading them takes some tens of milliseconds, so that every start can afford it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kg.errors import InputError
from kg.keys import is_acronym, to_key
from kg.resources import find_resource

TitleKind = Literal["office", "rank", "honorific"]
Gender = Literal["female", "male"]

_TITLE_KINDS: Final[Mapping[str, TitleKind]] = {"office": "office", "rank": "rank", "honorific": "honorific"}
_BEFORE_TITLES: Final = frozenset("former ex acting interim deputy vice late then senior outgoing".split())
_OF_THE_STATE: Final = frozenset({"central", "federal"})
"""What the government of a state is called where there are others below it."""
_GROUP_WORDS: Final = frozenset("group movement network organisation organization militia militants".split())
_TELLING_HEADS: Final = frozenset("Agreement ArmedGroup City Facility Government Organization Region".split())
_BRANCHES: Final = frozenset(
    "air airborne armored armoured army artillery cavalry commando infantry marine mechanised mechanized motorised "
    "motorized naval tank".split()
)
"""Words that tell a unit in whose name they stand to be of a regular force: "Mera Infantry Battalion"."""
_REGULAR: Final = frozenset({"battalion", "police", "regiment"})
"""Heads of names that are those of regular forces, whoever owns them."""
_NUMBER: Final = re.compile(
    r"[0-9]+(?:st|nd|rd|th|d)?|[IVX]+|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth", re.IGNORECASE
)
_SHORTEST_WITHOUT_AL: Final = 5
_IRREGULAR: Final[Mapping[str, str]] = {"men": "man", "women": "woman"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NounEntry:
    """A common noun; `singular` and `plural` are classes, None where the vocabulary has none that is safe."""

    singular: str | None
    plural: str | None
    flags: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameEntry:
    """A proper name: its canonical label, its class, what else it is called.

    `country` is the label of the country it belongs to where that is certain. An `ambiguous` name is also a common
    first name or place elsewhere ("Jordan"): believe it only where the context agrees.
    """

    label: str
    kind: str
    aliases: tuple[str, ...]
    country: str | None
    ambiguous: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryEntry:
    """A country: its adjectives (the first names its government), demonyms, capital and other seats of government."""

    label: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    government: str
    capital: str | None
    capital_aliases: tuple[str, ...]
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The tables; `load_gazetteer` makes it, the methods answer from it."""

    nouns: Mapping[str, NounEntry]
    names: Mapping[str, NameEntry]
    acronyms: Mapping[str, NameEntry]
    countries: Mapping[str, CountryEntry]
    adjectives: Mapping[str, str]
    seats: Mapping[str, str]
    titles: Mapping[str, TitleKind]
    first_words: frozenset[str]

    # Nouns

    def find_noun(self, lemma: str) -> NounEntry | None:
        """The entry of a noun; LEMMA is singular or a fixed plural ("troops"), hyphens and spaces are the same."""
        return self.nouns.get(" ".join(lemma.lower().replace("-", " ").split()))

    def type_noun(self, lemma: str, *, plural: bool) -> str | None:
        """The class of what a common noun stands for: one of it, or several."""
        entry = self.find_noun(lemma)
        if entry is None:
            return None
        return entry.plural if plural else entry.singular

    def is_member_noun(self, lemma: str) -> bool:
        """Whether the noun takes the class of its modifier: "delegation" in "a Taliban delegation"."""
        return self._has_flag(lemma, "member")

    def is_cell_noun(self, lemma: str) -> bool:
        """Whether the noun stands for a part of an armed group where one modifies it: "cell" in "a rebel cell"."""
        return self._has_flag(lemma, "cell")

    def is_band_noun(self, lemma: str) -> bool:
        """Whether "a NOUN of gunmen" is what gunmen are: "group", "column"."""
        return self.is_collective(lemma) and (self.is_member_noun(lemma) or self.is_cell_noun(lemma))

    def is_collective(self, lemma: str) -> bool:
        """Whether one such noun stands for many people or a body: "militia"."""
        return self._has_flag(lemma, "collective")

    def is_leader_noun(self, lemma: str) -> bool:
        """Whether "the NOUN of X" leads X."""
        return self._has_flag(lemma, "leader")

    def is_spokesperson_noun(self, lemma: str) -> bool:
        """Whether such a person speaks for someone else."""
        return self._has_flag(lemma, "spokesperson")

    def is_neutral_noun(self, lemma: str) -> bool:
        """Whether what follows "of" is the thing itself: "a number of soldiers"."""
        return self._has_flag(lemma, "neutral")

    def is_vehicle_noun(self, lemma: str) -> bool:
        """Whether such a thing carries people or goods and is no weapon."""
        return self._has_flag(lemma, "vehicle")

    def is_person_noun(self, lemma: str) -> bool:
        """Whether one such thing is a human being."""
        return self.type_noun(lemma, plural=False) == "Person"

    def gender_of_noun(self, lemma: str) -> Gender | None:
        """The gender that a noun for a person tells, if it does."""
        entry = self.find_noun(lemma)
        if entry is None:
            return None
        return "female" if "female" in entry.flags else "male" if "male" in entry.flags else None

    def _has_flag(self, lemma: str, flag: str) -> bool:
        entry = self.find_noun(lemma)
        return entry is not None and flag in entry.flags

    # Names

    def type_name(self, text: str) -> NameEntry | None:
        """The entry of a proper name, whatever its spelling ("al Qaida", "the Taleban movement"); None if unknown.

        Abbreviations of up to five characters are known only in capitals; other names only with a capital in them.
        """
        if not any(char.isupper() for char in text):
            return None
        key = to_key(text)
        entry = self.acronyms.get(key) if is_acronym(text) else None
        return entry or self.names.get(key) or self._find_variant(text, key)

    def may_begin_name(self, key: str) -> bool:
        """Whether some name that `type_name` knows may begin with the word whose key is KEY; most words begin none."""
        return not key or key in self.first_words or f"{key}s" in self.first_words  # "People's Army"

    def type_by_head(self, text: str) -> str | None:
        """The class that the last words of an unknown name tell, or the first before "of": a Bridge is a Facility.

        Armies and brigades tell theirs only where a country owns them ("Chadian Army") or they are called as those of
        regular forces are ("5th Brigade"); groups and fronts never do, but for "Liberation Army" and the like.
        """
        words = text.split()
        if len(words) < 2 or not (words[0][:1].isupper() or words[0][:1].isdigit()):
            return None
        end = words.index("of") if "of" in words[1:-1] else len(words)
        head = words[end - 1]
        if end > 2 and self.type_noun(" ".join(words[end - 2 : end]), plural=False) == "ArmedGroup":
            return "ArmedGroup"
        kind = self.type_noun(head, plural=False)
        if kind == "Country" and head is words[-1]:
            return "Region"
        if kind == "SecurityForce" and (self._is_country_word(words[0]) or _is_regular(words[:end])):
            return kind
        return kind if kind in _TELLING_HEADS and not self.is_member_noun(head) else None

    def _find_variant(self, text: str, key: str) -> NameEntry | None:
        """The name without its article "al-", with it, or without a word for the group, city or government it is."""
        words = key.split()
        if len(words) > 1 and words[0] == "al" and not text.startswith("Al "):
            return self.names.get(" ".join(words[1:]))
        if len(words) > 1 and words[-1] in _GROUP_WORDS:
            return self._keep_kind(" ".join(words[:-1]), text.rsplit(maxsplit=1)[0], {"ArmedGroup"})
        if "government" in words[1:] and words[words.index("government") - 1] in _OF_THE_STATE:
            place = words.index("government")  # "Federal Government of Somalia"
            return self._keep_kind(" ".join([*words[: place - 1], *words[place:]]), text, {"Government"})
        if len(words) > 1 and words[-1] == "city":
            return self._keep_kind(" ".join(words[:-1]), text, {"City"})
        if len(key) < _SHORTEST_WITHOUT_AL:
            return None
        return self._keep_kind(f"al {key}", text, {"City", "ArmedGroup"})

    def _keep_kind(self, key: str, text: str, kinds: set[str]) -> NameEntry | None:
        entry = self.names.get(key) or (self.acronyms.get(key) if is_acronym(text) else None)
        return entry if entry is not None and entry.kind in kinds else None

    # Countries

    def country_of_adjective(self, word: str) -> str | None:
        """The label of the country whose adjective or demonym WORD is: "Afghan", "Afghans", "U.S.", "Frenchmen"."""
        if not word[:1].isupper():
            return None
        key = to_key(word)
        for form in _singular_forms(key):
            label = self.adjectives.get(form)
            if label is not None:
                return label if form != "us" or is_acronym(word) else None
        return None

    def country_of_capital(self, name: str) -> str | None:
        """The label of the country whose government sits in the city called NAME."""
        return self.seats.get(to_key(name)) if name[:1].isupper() else None

    def find_country(self, name: str) -> CountryEntry | None:
        """The entry of a country called NAME."""
        entry = self.type_name(name)
        return self.countries.get(entry.label) if entry is not None and entry.kind == "Country" else None

    def government_label(self, country: str) -> str:
        """What the government of COUNTRY (a label) is called: "Afghan government"."""
        entry = self.countries.get(country)
        return entry.government if entry is not None else f"government of {country}"

    def capital_of(self, country: str) -> str | None:
        """The label of the capital of COUNTRY (a label)."""
        entry = self.countries.get(country)
        return entry.capital if entry is not None else None

    # Titles

    def title_kind(self, words: Sequence[str]) -> TitleKind | None:
        """The kind of the title that WORDS are, all of them: "former Defence Minister", "Afghan President"."""
        rest = list(words)
        while rest:
            kind = self.titles.get(to_key(" ".join(rest)))
            if kind is not None:
                return kind
            first = rest.pop(0)
            if first.lower().rstrip("-") not in _BEFORE_TITLES and not self._is_country_word(first):
                return None
        return None

    def is_title(self, words: Sequence[str]) -> bool:
        """Whether WORDS are a title that may stand before a name."""
        return self.title_kind(words) is not None

    def is_office(self, words: Sequence[str]) -> bool:
        """Whether WORDS are an office that one holds."""
        return self.title_kind(words) == "office"

    def _is_country_word(self, word: str) -> bool:
        return self.country_of_adjective(word) is not None or self.find_country(word) is not None


@functools.cache
def load_gazetteer() -> Gazetteer:
    """Read the tables of `ontology/lexicon`; the same object on every call."""
    countries = _read_countries()
    names, acronyms = _read_names()
    return Gazetteer(
        nouns=_read_nouns(),
        names=names,
        acronyms=acronyms,
        countries=countries,
        adjectives=_index_adjectives(countries),
        seats=_index_seats(countries),
        titles=_read_titles(),
        first_words=_index_first_words((*names, *acronyms)),
    )


def _read_rows(name: str, *, columns: int) -> Iterator[list[str]]:
    """The rows of a shipped table, padded to COLUMNS."""
    path = find_resource("ontology", "lexicon", name)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line[0] == "#":
            continue
        cells = line.split("\t")
        if len(cells) > columns:
            raise InputError(f"{len(cells)} columns where {columns} are known", where=f"{path}:{number}")
        yield cells + [""] * (columns - len(cells))


def _is_regular(name: Sequence[str]) -> bool:
    """Whether the name of a unit is one that regular forces have: "5th Brigade", "Mera Infantry", "Mera Police"."""
    words = [word.lower() for word in name]
    return words[-1] in _REGULAR or _NUMBER.fullmatch(words[0]) is not None or not _BRANCHES.isdisjoint(words[:-1])


def _to_list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _read_nouns() -> dict[str, NounEntry]:
    """Thousands of nouns share a few entries."""
    entries: dict[tuple[str, ...], NounEntry] = {}
    nouns = {}
    for noun, *rest in _read_rows("nouns.tsv", columns=4):
        key = tuple(rest)
        entry = entries.get(key)
        if entry is None:
            singular, plural, flags = rest
            entry = NounEntry(
                singular=singular or None, plural=plural or None, flags=frozenset(flags.split(",") if flags else ())
            )
            entries[key] = entry
        nouns[noun] = entry
    return nouns


def _read_names() -> tuple[dict[str, NameEntry], dict[str, NameEntry]]:
    """Names by key, and abbreviations by key; the table holds the keys, since making them takes longer than reading."""
    names: dict[str, NameEntry] = {}
    acronyms: dict[str, NameEntry] = {}
    for label, kind, country, ambiguous, aliases, keys, short in _read_rows("names.tsv", columns=7):
        entry = NameEntry(
            label=label, kind=kind, aliases=_to_list(aliases), country=country or None, ambiguous=ambiguous == "yes"
        )
        for key in _to_list(keys):
            names[key] = entry
        for key in _to_list(short):
            acronyms[key] = entry
    return names, acronyms


def _read_countries() -> dict[str, CountryEntry]:
    countries = {}
    for row in _read_rows("countries.tsv", columns=9):
        _, label, aliases, adjectives, demonyms, government, capital, capital_aliases, seats = row
        countries[label] = CountryEntry(
            label=label,
            aliases=_to_list(aliases),
            adjectives=_to_list(adjectives),
            demonyms=_to_list(demonyms),
            government=government,
            capital=capital or None,
            capital_aliases=_to_list(capital_aliases),
            seats=_to_list(seats),
        )
    return countries


def _index_adjectives(countries: Mapping[str, CountryEntry]) -> dict[str, str]:
    return {to_key(word): entry.label for entry in countries.values() for word in (*entry.adjectives, *entry.demonyms)}


def _index_seats(countries: Mapping[str, CountryEntry]) -> dict[str, str]:
    index = {}
    for entry in countries.values():
        capitals = (entry.capital,) if entry.capital else ()
        for city in (*entry.seats, *capitals, *entry.capital_aliases):
            index[to_key(city)] = entry.label
    return index


def _index_first_words(keys: Iterable[str]) -> frozenset[str]:
    """The words with which names begin, with their article "al-" and without it."""
    first = {word for key in keys for word in key.split()[: 2 if key.startswith("al ") else 1]}
    return frozenset(first | _OF_THE_STATE)


def _read_titles() -> dict[str, TitleKind]:
    titles = {}
    for title, kind, others in _read_rows("titles.tsv", columns=3):
        for spelling in (title, *_to_list(others)):
            titles[to_key(spelling)] = _TITLE_KINDS[kind]
    return titles


def _singular_forms(key: str) -> Iterator[str]:
    """KEY itself, then what it may be the plural of."""
    yield key
    if key.endswith("s") and not key.endswith("ss"):
        yield key[:-1]
    for plural, singular in _IRREGULAR.items():
        if key.endswith(plural):
            yield key.removesuffix(plural) + singular
