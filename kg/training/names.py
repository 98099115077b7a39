"""Names of the corpora -> one set of labels (those of OntoNotes, and WEAPON), as token spans of a sample.

The rules follow the annotation of each corpus: GUM marks whole noun phrases (cut here to the proper name
within), re3d marks phrases such as "the Syrian government" (cut to the capitalised part), WikiGold and
CrossNER mark names. What cannot be decided is left unknown, which neither teaches nor tests.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable

from kg.training import lexicon
from kg.training.conllu import Mention, Paragraph
from kg.training.sample import Name, Sample

MADE_THINGS = frozenset({"object", "substance", "plant", "animal", "abstract"})
INNER = frozenset("of and the for de la del van von bin al on in".split())
MARKS = frozenset({"'s", "’s", "-", "&", ".", "'"})
CONTENT = frozenset({"ADJ", "NOUN", "VERB", "X", "DET", "ADP", "ADV"})
OPENERS = frozenset("The A An In At On My His Her Our Their".split())


def set_names(sample: Sample, names: Iterable[Name], unknown: Iterable[tuple[int, int]]) -> Sample:
    """Give a sample its names, longest first where they overlap, and fill in those that patterns find."""
    taken: set[int] = set()
    kept: list[Name] = []

    def put(name: Name) -> None:
        if name[0] < name[1] and not taken.intersection(range(name[0], name[1])):
            taken.update(range(name[0], name[1]))
            kept.append(name)

    for name in sorted(names, key=lambda name: (name[0] - name[1], name[0])):
        put(name)
    places = sample.offsets()
    starts, ends = [start for start, _ in places], [end for _, end in places]
    for start, end, label in lexicon.find_silver(sample.text):
        put((bisect.bisect_left(starts, start), bisect.bisect_right(ends, end), label))
    sample.has_names = True
    sample.names = sorted(kept)
    sample.unknown = sorted({word for a, b in unknown for word in range(a, b)} - taken)
    return sample


def text_of(sample: Sample, first: int, end: int) -> str:
    """Give the text of some words."""
    pairs = zip(sample.words[first:end], sample.spaces[first:end], strict=True)
    return "".join(word + " " * space for word, space in pairs).rstrip()


def strip_title(words: list[str], first: int, end: int) -> int:
    """Give the first word that is no title."""
    titles = lexicon.words_of("titles")
    while end - first > 1 and words[first] in titles:
        first += 1
    return first


def name_core(sample: Sample, first: int, end: int) -> tuple[int, int] | None:
    """Cut a mention to the proper name around its head, if it has one."""
    words, heads = sample.words, sample.heads
    upos = [tag.partition("|")[0] for tag in sample.tags]
    head = next((i for i in range(first, end) if not first <= heads[i] < end or heads[i] == i), None)
    if head is None:
        return None

    def proper(i: int) -> bool:
        return upos[i] == "PROPN" or sample.xpos[i] in ("NNP", "NNPS")

    def fits(i: int) -> bool:
        raised = words[i][:1].isupper() or words[i][:1].isdigit()
        if proper(i) or words[i] in MARKS:
            return True
        return raised and (upos[i] in ("NUM", "SYM") or (upos[i] in CONTENT and words[i] not in OPENERS))

    def links(i: int) -> bool:
        if words[i] not in INNER or i + 1 >= end:
            return False
        return proper(i + 1) or (words[i + 1] in ("the", "of") and i + 2 < end and proper(i + 2))

    seed: int | None = head
    if not proper(head):
        beside = [i for i in range(first, end) if sample.deps[i].partition(":")[0] in ("appos", "flat")]
        seed = next((i for i in beside if proper(i) and heads[i] == head), None)
    if seed is None:
        return None
    a, b = seed, seed + 1
    while a > first and fits(a - 1):
        a -= 1
    while b < end and (fits(b) or links(b)):
        b += 1
    while b - 1 > seed and words[b - 1] in MARKS:
        b -= 1
    while a < seed and words[a] in MARKS:
        a += 1
    return (a, b) if any(re.match("[A-Z]", words[i]) for i in range(a, b)) else None


def gum_sample(paragraph: Paragraph) -> Sample:
    """Turn the mentions of a paragraph of GUM into names."""
    sample = paragraph.sample
    names: list[Name] = []
    unknown: list[tuple[int, int]] = []
    for mention in paragraph.mentions:
        if mention.type == "time":
            names += gum_time(sample, mention)
        elif mention.link not in ("ana", "pred", "cata", "disc"):
            core = name_core(sample, mention.first, mention.end)
            if core:
                name = gum_name(sample, mention, *core) if core[1] - core[0] <= 10 else "?"
                if name == "?":
                    unknown.append(core)
                elif isinstance(name, tuple):
                    names.append(name)
    return set_names(sample, names, unknown)


def gum_time(sample: Sample, mention: Mention) -> list[Name]:
    """Keep a short mention of a time that has the words of a date or an hour."""
    text = text_of(sample, mention.first, mention.end)
    if mention.end - mention.first > 6 or not lexicon.DATED.search(text):
        return []
    if re.search(r"\b(when|that|which|who|of the)\b", text):
        return []
    clock = lexicon.CLOCK.search(text) and not lexicon.CALENDAR.search(text)
    return [(mention.first, mention.end, "TIME" if clock else "DATE")]


def gum_name(sample: Sample, mention: Mention, a: int, b: int) -> Name | str | None:
    """Label the core of a mention; "?" says that it is not known whether this is a name."""
    text, title = text_of(sample, a, b), mention.title
    if re.sub(r"^(the|The) ", "", text) in lexicon.norp():
        return a, b, "NORP"
    match mention.type:
        case "person":
            a = strip_title(sample.words, a, b)
            if sample.xpos[b - 1] == "NNPS":
                return (a, b, "NORP") if b - a == 1 else "?"
            titles = lexicon.words_of("titles")
            return None if all(word in titles for word in sample.words[a:b]) else (a, b, "PERSON")
        case "organization":
            return a, b, "ORG"
        case "place":
            known = bool(title) and title.split("_")[0] in text
            return a, b, lexicon.place_label(text) or ("GPE" if known or b - a == 1 else "LOC")
        case "event":
            return (a, b, "EVENT") if title or lexicon.EVENT.search(text) else "?"
        case kind if kind in MADE_THINGS:
            if text in lexicon.words_of("languages"):
                return a, b, "LANGUAGE"
            if title and kind == "object":
                return a, b, "PRODUCT"
            if title and kind == "abstract" and lexicon.LAW.search(text):
                return a, b, "LAW"
            if title and kind == "abstract" and b - a > 1 and not re.search(r"[a-z] [a-z]{5,}", text):
                return a, b, "WORK_OF_ART"
            return "?"
    return None


CROSSNER = {
    "person": "PERSON",
    "politician": "PERSON",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "country": "GPE",
    "election": "EVENT",
    "event": "EVENT",
}


def crossner_name(sample: Sample, a: int, b: int, label: str) -> Name | None:
    """Label a name of CrossNER."""
    text = text_of(sample, a, b)
    if label == "location":
        return a, b, lexicon.place_label(text) or "GPE"
    if label == "misc" and text in lexicon.norp():
        return a, b, "NORP"
    return (a, b, CROSSNER[label]) if label in CROSSNER else None


def wikigold_name(sample: Sample, a: int, b: int, label: str) -> Name | None:
    """Label a name of WikiGold."""
    text = text_of(sample, a, b)
    match label:
        case "PER":
            return strip_title(sample.words, a, b), b, "PERSON"
        case "ORG":
            return a, b, "ORG"
        case "LOC":
            return a, b, lexicon.place_label(text) or "GPE"
    if text in lexicon.norp():
        return a, b, "NORP"
    return (a, b, "EVENT") if lexicon.EVENT.search(text) else None
