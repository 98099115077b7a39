"""Entities of re3d -> names. Annotators marked whole phrases with some confidence; here they are cut to names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import spacy

from kg.training import lexicon
from kg.training.names import set_names, strip_title, text_of
from kg.training.sample import Name, Sample

LEAST_CONFIDENCE = 0.5
ARTICLES = frozenset("the a an this some our their his its all".split())
PRONOUNS = frozenset(
    "i we you he she it they me us him her them our their his its who that this these those my your".split()
)
PARTICLES = frozenset({"-", "al", "bin", "von", "van", "de", "el", "ibn"})
PLACE_PARTICLES = frozenset("al ash ad an ar as az at".split())
NO_WEAPON = re.compile(
    r"strike|attack|bombard|operation|vehicle|chemicals$|munitions$|^fighter$|^bomber$|loader|unit|excavat"
)
NO_TIME = re.compile(
    r"^(weeks?|months?|years?|days?|time|morning|night|now|every day|weekend|this|hours?)$|"
    r"\b(attack|before the|celebration|end of)\b"
)
CLOCK = re.compile(r"\d:\d|hours?|minutes?|morning|night|a\.m|p\.m")
MORE_TITLES = frozenset(
    "Navy Army Air Force Marine Defense Defence Representative Special Acting Spokesman Lt Gen Capt Maj Col . UK US "
    "U.S. FCO UN".split()
)
OWNERS = frozenset("coalition isil isis daesh taliban syrian iraqi russian turkish regime rebel other".split())
TIME_LEADS = frozenset("since in on by until from during at".split())
NO_PERSON = re.compile(r"Middle East|Advisor")
TOKENIZER = spacy.blank("en").tokenizer


@dataclass(slots=True)
class Found:
    """The names found in a paragraph, and the stretches that may hold one."""

    names: list[Name] = field(default_factory=list)
    unknown: list[tuple[int, int]] = field(default_factory=list)


def re3d_samples(record: Mapping[str, Any]) -> Iterator[Sample]:
    """Turn a document into samples, one a paragraph."""
    for match in re.finditer(r"[^\n]+", record["text"]):
        text = match[0].strip()
        if not text:
            continue
        base = match.start() + len(match[0]) - len(match[0].lstrip())
        doc = TOKENIZER(text)
        sample = Sample(
            source=f"re3d/{record['source']}/{record['doc_id']}",
            words=[token.text for token in doc],
            spaces=[bool(token.whitespace_) for token in doc],
        )
        found = Found()
        for start, end, kind, confidence in record["entities"]:
            span = doc.char_span(start - base, end - base) if 0 <= start - base <= end - base <= len(text) else None
            if span is not None:
                add_entity(sample, found, span.start, span.end, kind, confidence)
        fill_places(sample, found)
        yield set_names(sample, found.names, found.unknown)


def raised(word: str) -> bool:
    """Tell whether a word begins with a capital."""
    return word[:1].isupper()


def add_entity(sample: Sample, found: Found, a: int, b: int, kind: str, confidence: float) -> None:
    """Add what an entity says about names."""
    words = sample.words
    while a < b and words[a].lower() in ARTICLES:
        a += 1
    if a >= b or (b - a == 1 and words[a].lower() in PRONOUNS):
        return
    capital = any(raised(word) for word in words[a:b])
    text = text_of(sample, a, b)
    if confidence < LEAST_CONFIDENCE:
        if capital and kind in ("Organisation", "Person", "Location"):
            found.unknown.append((a, b))
        if kind == "Nationality" and text in lexicon.norp():
            found.names.append((a, b, "NORP"))
        return
    match kind:
        case "Organisation":
            add_organisation(sample, found, a, b)
        case "Person" if capital:
            add_person(sample, found, a, b)
        case "Location" if capital:
            for first, end in split_at_commas(words, a, b):
                add_place(sample, found, first, end)
        case "Nationality" if capital:
            found.names.append((a, b, "NORP"))
        case "Weapon" | "MilitaryPlatform" if not NO_WEAPON.search(text.lower()):
            lead = next((i for i in range(a, b) if words[i].lower() not in OWNERS), b - 1)
            found.names.append((lead, b, "WEAPON"))
        case "Money" if re.search(r"\d", text):
            first = next(i for i in range(a, b) if re.search(r"[\d$£€]", words[i]))
            found.names.append((first, b, "MONEY"))
        case "Temporal" if not NO_TIME.search(text.lower()):
            while b - a > 1 and words[a].lower() in TIME_LEADS:
                a += 1
            while b - a > 1 and words[b - 1] in ",.":
                b -= 1
            found.names.append((a, b, "TIME" if CLOCK.search(text) else "DATE"))


def add_organisation(sample: Sample, found: Found, a: int, b: int) -> None:
    """Add an organisation: the whole phrase if it ends in a name, else its capitalised part."""
    words = sample.words
    capital = any(raised(word) for word in words[a:b])
    ends_well = raised(words[b - 1]) or words[b - 1][:1].isdigit()
    while capital and ends_well and a < b - 1 and words[a][:1].islower() and words[a].lower() not in ("al", "al-"):
        a += 1
    text = text_of(sample, a, b)
    if "," in text or b - a > 8:
        found.unknown.append((a, b))
    elif all(word in lexicon.norp() for word in words[a:b]):
        found.names.extend((i, i + 1, "NORP") for i in range(a, b))
    elif text in lexicon.countries():
        found.names.append((a, b, "GPE"))
    elif ends_well:
        found.names.append((a, b, "ORG"))
    elif capital:
        tall = [i for i in range(a, b) if raised(words[i])]
        core = text_of(sample, tall[0], tall[-1] + 1)
        if core not in lexicon.norp() and core not in lexicon.governed():
            if len(tall) == tall[-1] - tall[0] + 1:
                found.names.append((tall[0], tall[-1] + 1, "ORG"))
            else:
                found.unknown.append((a, b))


def add_person(sample: Sample, found: Found, a: int, b: int) -> None:
    """Add a person without titles; from a long phrase only a name that stands out."""
    words, titles, peoples = sample.words, lexicon.words_of("titles"), lexicon.norp()
    known = titles | peoples | lexicon.countries() | MORE_TITLES
    if all(word in known for word in words[a:b]):
        return
    last = max((i for i in range(a, b - 1) if words[i] in titles), default=a - 1)
    rest = words[last + 1 : b]
    if last >= a and 1 <= len(rest) <= 4 and all(raised(word) for word in rest):
        a = last + 1
    a = strip_title(words, a, b)
    text = text_of(sample, a, b)
    plain = re.sub(r"\b(al|bin|von|van|de|el|ibn)\b", "", text)
    if "," in text or b - a > 5 or re.search(r"\b[a-z]{3,}\b", plain):
        runs = name_runs(sample, a, b)
        if not (len(runs) == 1 or (runs and "," in text and runs[0][0] - a <= 6)):
            found.unknown.append((a, b))
            return
        a, b = runs[0]
    elif not raised(words[a]):
        found.unknown.append((a, b))
        return
    while b - a > 1 and (words[a] in titles or words[a] in peoples):
        a += 1
    text = text_of(sample, a, b)
    known_place = text in lexicon.words_of("locations") or text in lexicon.governed()
    if not (known_place or text in titles or NO_PERSON.search(text)):
        found.names.append((a, b, "PERSON"))


def name_runs(sample: Sample, a: int, b: int) -> list[tuple[int, int]]:
    """Find runs of two or more capitalised words that are neither titles nor parts of organisations."""
    words, titles, peoples = sample.words, lexicon.words_of("titles"), lexicon.norp()
    runs, i = [], a
    while i < b:
        if raised(words[i]) and words[i] not in titles and words[i] not in peoples:
            j = i
            while j < b and (raised(words[j]) or words[j] in PARTICLES):
                j += 1
            text = text_of(sample, i, j)
            if j - i >= 2 and not lexicon.ORGANISATION.search(text) and text not in lexicon.governed():
                runs.append((i, j))
            i = j
        else:
            i += 1
    return runs


def split_at_commas(words: list[str], a: int, b: int) -> list[tuple[int, int]]:
    """Part "Palmyra, Syria" into two places."""
    commas = [i for i in range(a, b) if words[i] == ","]
    return [(first, end) for first, end in zip([a, *(i + 1 for i in commas)], [*commas, b], strict=True) if first < end]


def add_place(sample: Sample, found: Found, a: int, b: int) -> None:
    """Add a place from its first capital on."""
    words = sample.words
    if b - a > 5 or not (raised(words[b - 1]) or words[b - 1][:1].isdigit()):
        if not any(word in lexicon.governed() for word in words[a:b]):
            found.unknown.append((a, b))
        return
    while a < b and not raised(words[a]) and words[a].lower() not in PLACE_PARTICLES:
        a += 1
    if a < b:
        text = text_of(sample, a, b)
        school = re.search(r"\b(University|College|Institute)\b", text)
        found.names.append((a, b, lexicon.place_label(text) or ("ORG" if school else "GPE")))


def fill_places(sample: Sample, found: Found) -> None:
    """Add known countries and states that no entity covers."""
    taken = {i for first, end, _ in found.names for i in range(first, end)}
    known = {name for name in lexicon.countries() | lexicon.words_of("states") if not name.startswith("the ")}
    for i in range(len(sample.words)):
        for n in (3, 2, 1):
            inside = range(i, i + n)
            if i + n <= len(sample.words) and not taken.intersection(inside) and text_of(sample, i, i + n) in known:
                found.names.append((i, i + n, "GPE"))
                taken.update(inside)
                break
