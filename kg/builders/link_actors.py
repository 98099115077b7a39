"""Armed groups of UCDP with their other and former names; international and other bodies with an id.

The names by hand (names_curated.tsv) say which of UCDP's names belong to what English calls a group: "Taliban" has
"Taleban" among its names, so it is UCDP's actor 303.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from kg.builders.countries import Country
from kg.builders.link_wikidata import Titles, to_ids
from kg.builders.linkable import Linkable
from kg.builders.names import Name, read_curated, read_words
from kg.builders.tables import read_text
from kg.keys import is_acronym, to_key
from kg.slugs import to_slug

_BODIES: Final = frozenset({"InternationalOrganization", "Organization", "SecurityForce", "Government"})
_NAMES: Final = ("NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng", "NewName", "NewNameFullMotherTongue",
                 "NewNameFullEng")  # fmt: skip
_TELLING: Final = {
    "NameOrigFullEng": 2, "NameOrigFull": 3, "NewNameFullEng": 3, "NewName": 3, "NameOrig": 4, "NameData": 5,
}  # fmt: skip
"""The columns by how much a name in them tells."""
_NO_NAMES: Final = frozenset({"", "n/a", "na", "unknown"})
_UNCODED: Final = "KKL"
"""What stands in the dictionaries where the coder knew no country."""
_GROUP_WEIGHT: Final = 100
_KNOWN_GROUP_WEIGHT: Final = 250
_CODE: Final = re.compile(r"\[([A-Z]{3,})\]")


def build_groups(data: Path, countries: Sequence[Country], curated: Path, titles: Titles) -> list[Linkable]:
    """All actors of UCDP but governments, then armed groups by hand that UCDP does not have but another id tells."""
    rows = _read_actors(data)
    known = [name for name in read_curated(curated, {country.label for country in countries})
             if name.kind == "ArmedGroup"]  # fmt: skip
    codes = read_cameo(data)
    states = read_state_codes(data, countries)
    owners = _match_known(rows, known)
    words = read_words(data)
    current = {to_key(row["NameData"]) for row in rows}
    groups = []
    # Those that English has a name for come first: a title of Wikipedia is of the best known.
    for row in sorted(rows, key=lambda row: row["ActorId"] not in owners):
        name = owners.get(row["ActorId"])
        own = list(dict.fromkeys(text for column in _NAMES for text in split_names(row[column])))
        own = [text for text in own if not _is_word(text, words)]
        own = own or split_names(row["NameData"])
        former = _tidy(row["NamePrev"])
        own += [former] if former and to_key(former) not in current else []
        names = (name.label, *name.aliases, *own) if name else tuple(own)
        title = titles.find(names, "group") if name else titles.find(own[:1], "organization")
        groups.append(_to_group(row, names, to_ids(title), find_codes(codes, names), states, is_known=bool(name)))
    matched = {name.label for name in owners.values()}
    return groups + [group for name in known if name.label not in matched
                     for group in to_body(name, titles, codes, countries)]  # fmt: skip


def _to_group(
    row: Mapping[str, str],
    names: Sequence[str],
    ids: tuple[str, ...],
    codes: Iterable[str],
    states: Mapping[str, str],
    *,
    is_known: bool,
) -> Linkable:
    places = [part.strip() for part in row["GWNOLoc"].split(",")]
    country = states.get(places[0], "") if len(places) == 1 else ""
    return Linkable(
        id=f"ucdp/{row['ActorId']}", kind="ArmedGroup", label=names[0], names=tuple(names[1:]), country=country,
        weight=_KNOWN_GROUP_WEIGHT if is_known else _GROUP_WEIGHT,
        ids=(f"ucdp:{row['ActorId']}", *ids, *(f"cameo:{code}" for code in codes)),
    )  # fmt: skip


def _read_actors(data: Path) -> list[Mapping[str, str]]:
    path = data / "gazetteers" / "ucdp_actors_22_1" / "ucdp-actor-221.csv"
    return [row for row in csv.DictReader(read_text(path).splitlines()) if row["Org"] != "4"]


def read_state_codes(data: Path, countries: Iterable[Country]) -> dict[str, str]:
    """ISO codes by Gleditsch-Ward codes."""
    from kg.builders.link_states import CountryFinder

    finder = CountryFinder(countries)
    path = data / "gazetteers" / "states_gw_cow" / "gwstates.csv"
    rows = csv.DictReader(read_text(path).splitlines())
    return {row["gwcode"]: code for row in rows if (code := finder.find(row["country_name"]))}


def _match_known(rows: Sequence[Mapping[str, str]], known: Iterable[Name]) -> dict[str, Name]:
    """Which actor each name by hand is: the one called so by the most telling of its names.

    What UCDP itself calls an actor tells most, what a name means in English least: there is more than one Army of God,
    and "Islamic State" is what Darul Islam means.
    """
    by_key: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        for column, weight in _TELLING.items():
            for text in split_names(row[column]):
                found = by_key[to_key(text)]
                found[row["ActorId"]] = max(weight, found.get(row["ActorId"], 0))
    owners: dict[str, Name] = {}
    formal = {row["ActorId"] for row in rows if row["Org"] == "1"}
    for name in known:
        votes: Counter[str] = Counter()
        for position, text in enumerate((name.label, *name.aliases)):
            for actor, weight in by_key.get(to_key(text), {}).items():
                votes[actor] += weight - (1 if is_acronym(text) else 0) + (1 if position == 0 else 0)
        for actor in votes:
            votes[actor] += actor in formal
        if votes:
            best = min(votes, key=lambda actor: (-votes[actor], int(actor)))
            owners.setdefault(best, name)
    return owners


def split_names(cell: str) -> list[str]:
    """The names in a cell, which is a list where several names followed one another.

    >>> split_names("TQJBR, ISI, ISIS, IS"), split_names("n/a")
    (['TQJBR', 'ISI', 'ISIS', 'IS'], [])
    """
    texts = (_tidy(text) for text in cell.split(", "))
    return [text for text in texts if text.lower() not in _NO_NAMES]


def build_bodies(data: Path, countries: Sequence[Country], curated: Path, titles: Titles) -> list[Linkable]:
    """International organisations, forces, ministries and others by hand that Wikidata or CAMEO has an id for."""
    codes = read_cameo(data)
    names = read_curated(curated, {country.label for country in countries})
    return [row for name in names if name.kind in _BODIES for row in to_body(name, titles, codes, countries)]


def to_body(name: Name, titles: Titles, codes: Mapping[str, str], countries: Iterable[Country]) -> Iterator[Linkable]:
    """The row of a name by hand, if any id is known for it."""
    title = titles.find((name.label, *name.aliases), "group" if name.kind == "ArmedGroup" else "organization")
    ids = (*to_ids(title), *(f"cameo:{code}" for code in find_codes(codes, (name.label, *name.aliases))))
    country = next((country.iso3 for country in countries if country.label == name.country), "")
    if ids:
        yield Linkable(
            id=f"body/{to_slug(name.label)}", kind=name.kind, label=name.label, names=name.aliases, country=country,
            weight=_KNOWN_GROUP_WEIGHT, ids=ids,
        )  # fmt: skip


def find_codes(codes: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """The CAMEO code of the first of NAMES that has one, full names before abbreviations."""
    ordered = sorted(names, key=is_acronym)
    return next(([codes[key]] for key in map(to_key, ordered) if key in codes), [])


def read_cameo(data: Path) -> dict[str, str]:
    """Codes without dates by the keys of names, of the dictionaries of armed groups and of international bodies."""
    codes: dict[str, str] = {}
    for part in ("MilNonState", "International"):
        path = data / "cameo_petrarch2" / f"Phoenix.{part}.actors.txt.gz"
        for names, notes in read_entries(path):
            code = next((match[1] for note in notes if (match := _CODE.fullmatch(note))), None)
            for name in names if code and not code.startswith(_UNCODED) else ():
                codes.setdefault(to_key(re.sub(r"\(.*?\)", "", name)), code or "")
    return codes


def read_entries(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """The entries of a dictionary of PETRARCH2: names with spaces, and codes with their brackets."""
    names, codes = list[str](), list[str]()
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
        for line in lines:
            text = line.partition("#")[0].rstrip()
            if not text.strip() or text.startswith("!"):
                continue
            if not text[0].isspace() and text[0] not in "+[":
                if names:
                    yield names, codes
                names, codes = [], []
            name = text.partition("[")[0].strip().lstrip("+").replace("_", " ").strip()
            names += [name] if name else []
            codes += re.findall(r"\[[^\]]*\]", text)
    if names:
        yield names, codes


def _is_word(text: str, words: frozenset[str]) -> bool:
    """Whether TEXT is an ordinary word: al-Qaida is "The Base", and no base is al-Qaida."""
    key = to_key(text)
    return not is_acronym(text) and (key in words or key.removesuffix("s") in words)


def _tidy(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("|", " ").split())
