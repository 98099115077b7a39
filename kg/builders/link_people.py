"""Leaders and other persons with dated offices, of the PETRARCH2 dictionaries; persons that GUM links to Wikidata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from kg.builders.link_actors import read_entries
from kg.builders.link_wikidata import Titles, to_ids
from kg.builders.linkable import Linkable
from kg.builders.names import capitalise
from kg.builders.tables import read_rows, to_list
from kg.errors import InputError
from kg.gazetteer import load_gazetteer
from kg.keys import to_key
from kg.slugs import to_slug

_ROLE: Final = re.compile(r"\[(?P<code>[A-Z]{3,}) ?(?P<when>[<>]?\d{6,8}(?:-\d{6,8})?)?\]")
_PIVOT: Final = 30
"""Years of two digits below it are of this century; the dictionaries write older ones in full."""
_RECENT: Final = "1990"
"""Whoever left the last office before it is in no news of today."""
_KNOWN_WEIGHT: Final = 300
_LEADER_WEIGHT: Final = 200
_PERSON_WEIGHT: Final = 50
_STATE: Final = ("GOV", "MIL", "LEG", "JUD", "OPP", "ELI", "REB", "SPY")


def build_people(data: Path, curated: Path, titles: Titles) -> list[Linkable]:
    """Leaders by hand, then persons whose entry in a dictionary has dated codes; one row a person of one country."""
    leaders = read_leaders(curated, titles)
    found = {leader.id: leader for leader in leaders}
    known = {(to_key(name), leader.country) for leader in leaders for name in (leader.label, *leader.names)}
    for part in ("Countries", "International"):
        path = data / "cameo_petrarch2" / f"Phoenix.{part}.actors.txt.gz"
        for names, codes in read_entries(path):
            if any((to_key(to_name(name)), code[1:4]) in known for name in names[:1] for code in codes):
                continue
            for person in _to_person(names, codes, titles):
                found.setdefault(person.id, person)
    return list(found.values())


def read_leaders(path: Path, titles: Titles) -> list[Linkable]:
    """The leaders by hand; one who held office twice has two rows."""
    rows: dict[tuple[str, str], Linkable] = {}
    for name, others, country, sector, begin, end in read_rows(path, columns=6):
        for day in filter(None, (begin, end)):
            if not _is_day(day):
                raise InputError(f"{day!r} is no day", where=f"{path}: {name}")
        role = f"{country}{sector} {begin}/{end}"
        before = rows.get((name, country))
        if before is not None:
            rows[name, country] = replace(before, roles=(*before.roles, role))
            continue
        aliases = to_list(others)
        rows[name, country] = Linkable(
            id=_to_id(name, country), kind="Person", label=name, names=aliases, country=country, weight=_KNOWN_WEIGHT,
            ids=to_ids(titles.find((name, *aliases), "person")), roles=(role,),
        )  # fmt: skip
    return list(rows.values())


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _to_id(name: str, country: str) -> str:
    return f"person/{to_slug(name)}-{(country or 'igo').lower()}"


def _to_person(names: list[str], codes: Iterable[str], titles: Titles) -> Iterator[Linkable]:
    roles = [role for code in codes for role in _to_roles(code)]
    dated = [role for role in roles if " " in role and role.split()[0][3:6] in _STATE]
    label = to_name(names[0])
    if not dated or " " not in label or any(char.isdigit() for char in label):
        return
    others = tuple(dict.fromkeys(name for name in map(to_name, names[1:]) if name != label and _is_name(name)))
    governs = [role for role in dated if role[3:6] == "GOV"]
    latest = max((role.rpartition("/")[2] or "9999" for role in dated), default="")
    if latest < _RECENT:
        return
    country = dated[0][:3] if dated[0][:3] != "IGO" else ""
    title = titles.find((label, *others), "person")
    yield Linkable(
        id=_to_id(label, country), kind="Person", label=label, names=others,
        country=country, weight=_LEADER_WEIGHT if governs else _PERSON_WEIGHT, ids=to_ids(title),
        roles=tuple(roles),
    )  # fmt: skip


def _is_name(name: str) -> bool:
    """Whether NAME says who is meant: "Prime Minister" does not, whoever that was when the dictionary was written."""
    return bool(name) and not load_gazetteer().is_title(name.split())


def to_name(raw: str) -> str:
    """A name in capitals as it is written.

    >>> to_name("HAMID KARZAI"), to_name("BAN KI-MOON")
    ('Hamid Karzai', 'Ban Ki-Moon')
    """
    return " ".join(capitalise(word) for word in raw.split()) if raw.isascii() else ""


def _to_roles(code: str) -> Iterator[str]:
    """A code with its time as "CODE BEGIN/END", either of which may be open.

    >>> list(_to_roles("[AFGGOV >011222]")), list(_to_roles("[AFGELI]"))
    (['AFGGOV 2001-12-22/'], ['AFGELI'])
    """
    match = _ROLE.fullmatch(code.strip())
    if match is None:
        return
    when = match["when"]
    if when is None:
        yield match["code"]
        return
    if when[0] == ">":
        begin, end = to_date(when[1:]), ""
    elif when[0] == "<":
        begin, end = "", to_date(when[1:])
    else:
        first, _, last = when.partition("-")
        begin, end = to_date(first), to_date(last) if last else ""
    yield f"{match['code']} {begin}/{end}"


def to_date(digits: str) -> str:
    """A date of six or eight digits.

    >>> to_date("011222"), to_date("19270101"), to_date("870930")
    ('2001-12-22', '1927-01-01', '1987-09-30')
    """
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) < _PIVOT else "19") + digits
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if len(digits) == 8 else digits[:4]
