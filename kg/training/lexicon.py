"""The words and patterns by which the names of all corpora come to one set of labels: `names.toml` and `ontology/`.

What the corpora leave open is filled by rule: dates, times, money, per cent, nationalities and weapons are
found by patterns (`find_silver`), and a place is sorted by its words into state, region or building (`place_label`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
LEXICON = HERE.parents[1] / "ontology" / "lexicon"


@cache
def words_of(key: str) -> frozenset[str]:
    """Give one of the word lists."""
    return frozenset(list_of(key))


@cache
def list_of(key: str) -> tuple[str, ...]:
    """Give one of the word lists in the order of its file."""
    return tuple(tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))[key])


@cache
def norp() -> frozenset[str]:
    """Give the words for nationalities, religions and parties, with plurals."""
    words = words_of("norp")
    return words | {word + "s" for word in words if not word.endswith(("s", "ish", "ese"))}


@cache
def table(file: str) -> tuple[tuple[str, ...], ...]:
    """Read a table of the lexicon."""
    lines = (LEXICON / file).read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def countries() -> frozenset[str]:
    """Give the names of countries."""
    rows = table("countries.tsv")
    return words_of("countries") | {name for row in rows for name in (row[1], *row[2].split("|")) if name}


@cache
def names_of(kind: str) -> tuple[str, ...]:
    """Give the names of a class of the lexicon, with aliases."""
    rows = [row for row in table("names.tsv") if row[1] == kind]
    return tuple(name for row in rows for name in (row[0], *(row[4].split("|") if len(row) > 4 else ())) if name)


@cache
def governed() -> frozenset[str]:
    """Give the names of all places that have a government: countries, states and cities."""
    return countries() | words_of("states") | words_of("us_states") | frozenset(names_of("City"))


EVENT = re.compile(
    r"\b(War|Revolution|Olympics|Games|Cup|Festival|Summit|Conference|Elections?|Uprising|Battle|Operation|Crisis|"
    r"Massacre|Invasion|Siege|Intifada|Holocaust|Championships?|Spring|Coup|Treaty|Referendum|Super Bowl|Grand Prix|"
    r"Awards|Expo|Offensive)\b"
)
ORGANISATION = re.compile(
    r"\b(University|College|Institute|Party|Council|Committee|Commission|Ministry|Department|Agency|Army|Forces?|Corps|"
    r"Brigade|Police|Guard|Inc|Corp|Corporation|Company|Ltd|LLC|Group|Association|Organi[sz]ation|Union|Bank|"
    r"Foundation|Court|Parliament|Senate|Congress|Assembly|Front|Movement|Coalition|League|Club|FC|Bureau|Office|"
    r"Authority|Government|Society|Times|News|Radio|Post|Journal|Press|Navy|Air Force|Command|Federation|Alliance|"
    r"Network|Fund|Center|Centre|School)\b"
)
LAW = re.compile(r"\b(Act|Treaty|Constitution|Agreement|Law|Convention|Protocol|Amendment|Accord|Resolution)\b")
STATE_WORD = re.compile(
    r"\b(Province|District|County|City|Republic|Kingdom|State|Governorate|Township|Emirates|States|Federation|"
    r"Prefecture|Municipality|Village|Town|Oblast)\b"
)
NATURE_WORD = re.compile(r"\b(River|Lake|Mountain|Sea|Ocean|Desert|Valley|Peninsula)\b")
DIRECTION = re.compile(r"(north|south|east|west|central)(ern)?\b", re.IGNORECASE)

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.|"
    r"Apr\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s?"
YEAR = r"(?:1[0-9]\d\d|20\d\d)"
COUNT = (
    r"(?:\d+(?:,\d{3})*(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|"
    r"fifty|several|few|a few|many|hundreds?|dozens?)"
)
UNIT = r"(?:days?|weeks?|months?|years?|decades?|centur(?:y|ies))"
PATTERNS: dict[str, tuple[str, ...]] = {
    "DATE": (
        rf"(?:{DAY},? )?{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? {YEAR})?(?!\d)",
        rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}(?:,? {YEAR})?",
        rf"(?:(?:early|late|mid)[ -])?{MONTH}(?:,? {YEAR})",
        r"(?<![A-Za-z])(?:January|February|April|June|July|August|September|October|November|December)(?![A-Za-z])",
        r"(?<=in )(?:March|May)(?![A-Za-z])",
        rf"(?:(?:[Ll]ast|next|[Tt]his|early|late) )?{DAY}(?: (?:morning|afternoon|evening|night))?",
        rf"(?:the )?(?:(?:early|late|mid)[ -])?(?:the )?{YEAR}s",
        r"(?:(?:early|late|mid)[ -])?(?<![\d,.$£€])(?:19[0-9]\d|20[0-3]\d)"
        r"(?![\d,.]\d|\d| (?:people|men|soldiers|troops|civilians|km|miles|million|dollars))",
        r"(?:the )?(?:[Ll]ast|past|[Nn]ext|previous|recent|coming|following|[Tt]his|these|earlier this|later this|"
        rf"early this|late last|earlier|same) (?:{COUNT} )?(?:{UNIT}|summer|winter|spring|autumn|weekend)",
        rf"(?:(?:about|nearly|almost|more than|over|around|just|some|at least) )?(?:a|{COUNT}) {UNIT} "
        r"(?:ago|later|earlier|before)",
        r"\d+(?:-year-old|-years-old| years old)",
        r"(?<![A-Za-z])(?:[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight)(?![A-Za-z])",
        r"(?:the )?\d{1,2}(?:st|nd|rd|th) century",
        rf"(?:more than |nearly |almost |about |over )?{COUNT} {UNIT}(?! old)",
    ),
    "TIME": (
        r"\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\.?)(?: (?:EST|EDT|GMT|UTC|local time))?",
        r"\d{1,2}:\d\d(?: ?(?:GMT|UTC|EST|local time))?",
        rf"(?:about |nearly |more than )?(?:{COUNT}) (?:hours?|minutes?|seconds?)(?: (?:ago|later|earlier))?",
        r"(?:early |late |later |earlier )?(?:this|that|the next|the same) (?:morning|afternoon|evening)",
        r"[Ll]ast night",
    ),
    "MONEY": (
        r"(?:US|A|C|NZ|HK)?[$£€] ?\d[\d,.]*\d?(?: ?(?:million|billion|trillion|bn|m|k))?",
        r"\d[\d,.]*(?: (?:million|billion|trillion))? (?:dollars|euros|pounds|rubles|rupees|yen|USD|EUR)",
    ),
    "PERCENT": (r"\d+(?:\.\d+)? ?(?:%|per ?cent|percentage points?)",),
    "WEAPON": (
        r"(?<![\w-])(?:(?:ballistic|cruise|anti-tank|anti-aircraft|surface-to-air|guided|nuclear|chemical|barrel|cluster|"
        r"car|suicide|truck|roadside|dirty|petrol|thermobaric|hypersonic|Scud|Katyusha|Grad|HIMARS|Patriot|Stinger|"
        r"Javelin|Tomahawk|Hellfire|Qassam|Iskander|Kinzhal|Shahed|machine|assault|sniper|artillery|mortar)[ -])*"
        r"(?:missiles?|rockets?|bombs?|warheads?|landmines?|land mines?|grenades?|mortars?|howitzers?|drones?|UAVs?|"
        r"IEDs?|VBIEDs?|rifles?|AK-47s?|Kalashnikovs?|RPGs?|tanks?|helicopters?|fighter jets?|warplanes?|warships?|"
        r"submarines?|gunships?|(?<=chemical )weapons|(?<=nuclear )weapons|sarin|nerve gas|mustard gas|chlorine gas|"
        r"ammunition|explosives|suicide vests?|machine guns?|assault rifles?|artillery|armou?red vehicles?|MANPADS|"
        r"HIMARS|S-[34]00|F-1[5-8]s?|F-35s?|MiG-\d+s?|Su-\d+s?|T-\d\ds?)(?![\w-])",
    ),
}
DATED = re.compile(
    rf"{MONTH}|{DAY}|{YEAR}|century|\b\d+(?:st|nd|rd|th)\b|yesterday|today|tomorrow|"
    r"(?:last|next|this|past) (?:week|month|year|decade|century|summer|spring|winter|fall)"
)
CLOCK = re.compile(r"\d:\d\d|[ap]\.?m\b|morning|evening|night|o'clock")
CALENDAR = re.compile(f"{MONTH}|{YEAR}")


@cache
def silver_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compile the patterns, with that of the nationalities."""
    peoples = "|".join(sorted(map(re.escape, norp()), key=lambda word: (-len(word), word)))
    compiled = {label: re.compile("|".join(parts)) for label, parts in PATTERNS.items()}
    compiled["NORP"] = re.compile(rf"(?<![\w-])(?:{peoples})(?![\w]|-\w)")
    return tuple((label, compiled[label]) for label in ("DATE", "TIME", "MONEY", "PERCENT", "NORP", "WEAPON"))


def find_silver(text: str) -> Iterator[tuple[int, int, str]]:
    """Find what the patterns tell: character offsets and label, longest first within a label."""
    for label, pattern in silver_patterns():
        found = [match.span() for match in pattern.finditer(text)]
        for start, end in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
            yield start, end, label


def place_label(name: str) -> str | None:
    """Sort a place by its words: GPE, LOC, FAC, or None where they do not tell.

    >>> place_label("Euphrates River"), place_label("Baghdad Airport"), place_label("Iraq")
    ('LOC', 'FAC', 'GPE')
    """
    bare = re.sub(r"^(the|The) ", "", name)
    words = bare.split()
    if bare in words_of("locations"):
        return "LOC"
    if bare in countries() or bare in words_of("states") or bare in words_of("us_states"):
        return "GPE"
    if words[-1] in words_of("facility_words"):
        return "FAC"
    if words[-1] in words_of("location_words") or words[0] in words_of("location_words"):
        return "LOC"
    if STATE_WORD.search(bare):
        return "GPE"
    if NATURE_WORD.search(bare):
        return "LOC"
    if any(word in words_of("facility_words") for word in words):
        return "FAC"
    if bare in governed():
        return "GPE"
    return "LOC" if DIRECTION.match(bare) else None
