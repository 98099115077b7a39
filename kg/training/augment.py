"""What a pass over the data changes at random: cuts of paragraphs, names put in place of others, case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from random import Random

import spacy

from kg.training import lexicon
from kg.training.sample import Name, Sample

SENTENCES = (1, 1, 1, 2, 2, 3, 4, 6)
"""A cut of a paragraph has as many sentences as one of these."""

MOST_WORDS = 110
"""A cut of more sentences than one has no more words than this."""

REPLACED = 0.7
UPPER, LOWER, TITLE, UNSTOPPED = 0.08, 0.03, 0.02, 0.03
TOKENIZER = spacy.blank("en").tokenizer


def cut_paragraph(sample: Sample, random: Random) -> Iterator[Sample]:
    """Cut a paragraph into parts of a few sentences."""
    bounds = [*sample.starts, len(sample.words)]
    here = 0
    while here < len(bounds) - 1:
        there = min(here + random.choice(SENTENCES), len(bounds) - 1)
        while there > here + 1 and bounds[there] - bounds[here] > MOST_WORDS:
            there -= 1
        yield sample.cut(bounds[here], bounds[there])
        here = there


def change_case(sample: Sample, random: Random) -> Sample:
    """Give some samples another case, and some no final stop."""
    dice = random.random()
    words = sample.words
    if dice < UPPER:
        words = [word.upper() for word in words]
    elif dice < UPPER + LOWER:
        words = [word.lower() for word in words]
    elif dice < UPPER + LOWER + TITLE:
        words = [word[:1].upper() + word[1:] for word in words]
    elif dice < UPPER + LOWER + TITLE + UNSTOPPED and len(words) > 4 and words[-1] == ".":
        if len(words) - 1 not in [head for i, head in enumerate(sample.heads) if i != len(words) - 1]:
            return sample.cut(0, len(words) - 1)
    return replace(sample, words=words) if words is not sample.words else sample


@cache
def stock(label: str) -> tuple[tuple[str, ...], ...]:
    """Give the names that may stand for others of a label, in groups that are equally likely."""
    match label:
        case "ORG":
            bodies = lexicon.names_of("Organization") + lexicon.names_of("InternationalOrganization")
            forces = lexicon.names_of("SecurityForce")
            groups = lexicon.list_of("groups")
            return groups, groups, lexicon.list_of("frequent"), lexicon.names_of("ArmedGroup"), bodies, forces
        case "GPE":
            rows = lexicon.table("countries.tsv")
            lands, capitals = tuple(row[1] for row in rows), tuple(row[6] for row in rows if len(row) > 6 and row[6])
            return lands, capitals, lexicon.list_of("places"), lexicon.names_of("City"), lexicon.list_of("states")
        case "NORP":
            return (tuple(row[3].split("|")[0] for row in lexicon.table("countries.tsv") if len(row) > 3 and row[3]),)
        case "WEAPON":
            return (lexicon.names_of("Weapon"),)
    return ()


def new_name(sample: Sample, name: Name, random: Random) -> str | None:
    """Choose a name in place of another, if names of its label are replaced."""
    first, end, label = name
    text = " ".join(sample.words[first:end])
    if label == "PERSON":
        last = random.choice(lexicon.list_of("last_names"))
        alone = end - first == 1 and random.random() < 0.7
        return last if alone else f"{random.choice(lexicon.list_of('first_names'))} {last}"
    if label == "NORP" and (text.endswith("s") or not text[:1].isupper()):
        return None
    if label == "WEAPON" and random.random() < 0.6:
        return None
    groups = stock(label)
    if not groups:
        return None
    chosen = random.choice(random.choice(groups))
    after_article = first > 0 and sample.words[first - 1].lower() == "the"
    return chosen.removeprefix("the ") if after_article else chosen


def replace_names(sample: Sample, random: Random) -> Sample:
    """Put other names in place of some; the tree, whose words would no longer be the same, is left out."""
    words: list[str] = []
    spaces: list[bool] = []
    names: list[Name] = []
    unknown: list[int] = []
    begins = {name[0]: name for name in sample.names}
    doubtful = set(sample.unknown)
    here = 0
    while here < len(sample.words):
        name = begins.get(here)
        end = name[1] if name else here + 1
        chosen = new_name(sample, name, random) if name and random.random() < REPLACED else None
        start = len(words)
        if chosen:
            tokens = TOKENIZER(chosen)
            words += [token.text for token in tokens]
            spaces += [bool(token.whitespace_) for token in tokens]
            spaces[-1] = sample.spaces[end - 1]
            start += words[start] == "the"
        else:
            words += sample.words[here:end]
            spaces += sample.spaces[here:end]
            unknown += [start] if here in doubtful else []
        if name:
            names.append((start, len(words), name[2]))
        here = end
    return Sample(source=sample.source, words=words, spaces=spaces, has_names=True, names=names, unknown=unknown)


def one_pass(trees: Sequence[Sample], named: Sequence[tuple[Sample, int]], random: Random) -> list[Sample]:
    """Give the samples of one pass: trees in cuts; samples with names as often as told, half of them with others."""
    samples = [part for sample in trees for part in cut_paragraph(sample, random)]
    for part in [part for part in samples if len(part.names) > 0 and random.random() < 0.4]:
        samples.append(replace_names(part, random))
    for sample, times in named:
        for turn in range(times):
            changed = turn > 0 or random.random() < 0.4
            samples.append(replace_names(sample, random) if changed else sample)
    return [change_case(sample, random) for sample in samples]
