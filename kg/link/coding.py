"""A phrase for an actor to a country and a sector, as PLOVER and CAMEO code them: "French soldiers" are FRA, MIL.

The country comes from what the phrase names (a country, its adjective, a city, a group, a person in office), the sector
from the words for the part that is played, the longest first, or from the office that a known person held on the day.
What nothing is known of has neither.
"""

from __future__ import annotations

import functools
import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.gazetteer import load_gazetteer
from kg.keys import is_acronym, to_key
from kg.link.catalogue import load_catalogue
from kg.link.model import Entry
from kg.resources import find_resource

_WORDS: Final = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?", re.UNICODE)
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_LONGEST: Final = 6
_FORMER: Final = frozenset({"former", "ex", "erstwhile", "onetime", "late", "ousted", "deposed"})
_PRONOUNS: Final = frozenset("he she it they him her them we us i you who someone somebody others".split())
_KINDS: Final = {
    "ArmedGroup": "REB", "Government": "GOV", "InternationalOrganization": "", "Country": "", "Population": "CVL",
}  # fmt: skip
_FORCES: Final = (
    ("COP", tuple("police|gendarmerie|carabinieri|drug enforcement|border guard|federal bureau|dea|fbi".split("|"))),
    ("SPY", tuple("intelligence|security service|secret service|security agency|mossad|shin bet|fsb|gru|cia|mi6|mi5|kgb"
                  .split("|"))),
)  # fmt: skip
_LARGE_PLACE: Final = 150
_NAMED: Final = frozenset({"Person", "ArmedGroup", "SecurityForce", "Organization", "InternationalOrganization"})
_BODIES: Final = frozenset({"SecurityForce", "Organization", "Government", "InternationalOrganization"})
_STATE: Final = frozenset({"GOV", "LEG", "MIL", "JUD"})
_WELL_KNOWN: Final = 100
_SECTORS: Final = {
    "MED": "JRN", "HLH": "MED", "ENV": "SOC", "HRI": "SOC", "NGO": "SOC", "MUS": "REL", "CHR": "REL", "JEW": "REL",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorCode:
    """A country by its code of three letters and a sector, each "" where nothing tells it."""

    country: str
    sector: str


def code_actor(phrase: str, *, context: str = "", on: date | None = None) -> ActorCode:
    """Code PHRASE; CONTEXT is what stands around it, where a country may be told, and ON the day it is said of.

    >>> code_actor("French soldiers")
    ActorCode(country='FRA', sector='MIL')
    """
    words = _split(phrase)
    if len(words) == 1 and words[0].lower() in _PRONOUNS:
        return ActorCode(country="", sector="UNK")
    found = _find_known(words, on)
    rest = found.rest if found else words
    country = _find_country(rest) or (found.country if found else "")
    sector = _find_role(rest) or (found.sector if found else "") or _find_role(words)
    place = None if country else _find_place(rest)
    if place is not None:
        country = place.country
        if not sector:
            sector = "GOV" if _is_seat(words) else "CVL" if place.kind == "City" else ""
    country = country or _find_country(words) or _find_country(_split(context))
    return ActorCode(country=country, sector=sector)


def _split(text: str) -> list[str]:
    return [match.group() for match in _WORDS.finditer(text)]


def _strip(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _spans(words: Sequence[str], longest: int = _LONGEST) -> Iterator[tuple[int, int]]:
    """All spans of WORDS, the longest first, and of equals the last first."""
    for length in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - length, -1, -1):
            yield start, start + length


# ---------------------------------------------------------------- what is named


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A known person, group or body: its country and sector, and the words beside its name."""

    country: str
    sector: str
    rest: tuple[str, ...]


def _find_known(words: Sequence[str], on: date | None) -> _Known | None:
    """The known thing that the phrase names by the longest name."""
    for start, end in _spans(words):
        name = " ".join([*words[start : end - 1], _strip(words[end - 1])])
        if not name[:1].isupper() or not _is_name(name):
            continue
        found = _from_catalogue(name, on) or _from_lexicon(name)
        if found is not None:
            return _Known(country=found[0], sector=found[1], rest=(*words[:start], *words[end:]))
    return None


def _from_catalogue(name: str, on: date | None) -> tuple[str, str] | None:
    for entry, form, _ in load_catalogue().find(name):
        if entry.kind not in _NAMED or form not in ("exact", "abbreviation"):
            continue
        if " " in name or entry.kind != "Person" or entry.weight >= _WELL_KNOWN:
            return _country_of(entry), _sector_of(entry, on)
    return None


def _from_lexicon(name: str) -> tuple[str, str] | None:
    """What the lexicon of extraction knows of a body: its country, and the sector of its class."""
    entry = load_gazetteer().type_name(name)
    if entry is None or entry.ambiguous or entry.kind not in _BODIES:
        return None
    country = country_code(entry.country) if entry.country else ""
    if entry.kind == "SecurityForce":
        return country, _force_sector([name, entry.label, *entry.aliases])
    role = next((sector for one in (name, entry.label, *entry.aliases) if (sector := _find_role(_split(one)))), "")
    return country, role or _KINDS.get(entry.kind, "")


def _is_name(name: str) -> bool:
    """Whether NAME may be looked up: a single ordinary word is no name, a title neither, an abbreviation is."""
    gazetteer = load_gazetteer()
    if gazetteer.is_title(name.split()) or country_code(name):
        return False
    if " " in name or is_acronym(name):
        return True
    return gazetteer.find_noun(name) is None and gazetteer.country_of_adjective(name) is None


def _country_of(entry: Entry) -> str:
    code = (entry.get("cameo") or "")[:3]
    if entry.kind != "Person" and load_catalogue().get(f"iso3:{code}") is not None:
        return code
    return entry.country or next((code for key in entry.keys if (code := _find_country(_capitalise(key)))), "")


def _capitalise(key: str) -> list[str]:
    return [word.capitalize() for word in key.split()]


def _sector_of(entry: Entry, on: date | None) -> str:
    """The sector of a known thing: of a person, that of the office held ON the day, of the last one without a day."""
    if entry.roles:
        return _sector_of_roles(entry, on)
    code = entry.get("cameo") or ""
    if len(code) >= 6 and entry.kind == "ArmedGroup" and not code.startswith("IMG"):
        return _SECTORS.get(code[3:6], code[3:6])
    if entry.kind == "SecurityForce":
        return _force_sector([*entry.keys, *entry.short])
    return _KINDS.get(entry.kind, "")


def _force_sector(names: Sequence[str]) -> str:
    """Police, intelligence, or else the military, by the names of a force."""
    text = f" {' '.join(map(to_key, names))} "
    return next((sector for sector, words in _FORCES if any(f" {word}" in text for word in words)), "MIL")


def _sector_of_roles(entry: Entry, on: date | None) -> str:
    dated = [role for role in entry.roles if role.begin or role.end]
    day = on or date.today()
    for role in dated:
        if (role.begin is None or role.begin <= day) and (role.end is None or day <= role.end):
            return _SECTORS.get(role.code[3:6], role.code[3:6]) or "GOV"
    return "ELI" if dated else next((role.code[3:6] for role in entry.roles), "")


# ---------------------------------------------------------------- countries


def _find_country(words: Sequence[str]) -> str:
    """The code of the country that WORDS name, by its name or its adjective."""
    for start, end in _spans(words, 5):
        name = " ".join([*words[start : end - 1], _strip(words[end - 1])])
        label = load_gazetteer().country_of_adjective(name) if end - start == 1 else None
        code = country_code(label or name) if name[:1].isupper() else ""
        if code:
            return code
    return ""


@functools.lru_cache(maxsize=1 << 12)
def country_code(name: str) -> str:
    """The code of the country called NAME, "" where none is."""
    for entry, form, _ in load_catalogue().find(name):
        if entry.kind == "Country" and entry.country and form in ("exact", "abbreviation"):
            return entry.country
    return ""


def _find_place(words: Sequence[str]) -> Entry | None:
    """The large city or region that WORDS name; what stands in a row of capitalised words is a part of a name."""
    for start, end in _spans(words, 4):
        name = " ".join([*words[start : end - 1], _strip(words[end - 1])])
        beside = [words[i] for i in (start - 1, end) if 0 <= i < len(words)]
        if not name[:1].isupper() or any(_is_part_of_name(word) for word in beside):
            continue
        if len(words) > 1 and load_gazetteer().find_noun(name) is not None:
            continue
        found = [
            entry
            for entry, form, _ in load_catalogue().find(name if name[1:2].islower() else name.title())
            if form in ("exact", "undressed") and entry.kind in ("City", "Region") and entry.weight >= _LARGE_PLACE
        ]
        if found:
            return max(found, key=lambda entry: (entry.weight, entry.kind == "City"))
    return None


def _is_part_of_name(word: str) -> bool:
    """Whether a word beside a name makes one name with it: "Marco" in "Marco Polo", not "Court" in "Madras Court"."""
    noun = to_key(_strip(word)).removesuffix("s")
    return word[:1].isupper() and load_gazetteer().find_noun(noun) is None and noun not in load_agents()


def _is_seat(words: Sequence[str]) -> bool:
    """Whether the phrase is nothing but the name of a seat of government."""
    name = " ".join(words)
    return load_gazetteer().country_of_capital(name if name[1:2].islower() else name.title()) is not None


# ---------------------------------------------------------------- roles


def _find_role(words: Sequence[str]) -> str:
    """The sector of the longest words for a part that is played, or of a title; "former" makes it an elite."""
    keys = [to_key(_strip(word)) for word in words]
    spans = list(_spans(keys))
    phrases = (load_agents().get(" ".join(key for key in keys[start:end] if key), "") for start, end in spans)
    titles = (_title_sector(words[start:end]) for start, end in spans)
    found = next(filter(None, phrases), "") or next(filter(None, titles), "")
    return "ELI" if found in _STATE and _FORMER & set(keys) else found


def _title_sector(words: Sequence[str]) -> str:
    kind = load_gazetteer().title_kind(list(words)) if words[0][:1].isupper() else None
    return {"office": "GOV", "rank": "MIL"}.get(kind or "", "")


@functools.cache
def load_agents() -> dict[str, str]:
    """The sectors by words and phrases."""
    text = gzip.decompress(find_resource("ontology", "gazetteer", "agents.tsv.gz").read_bytes()).decode("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in rows}
