"""What a pass over the data changes at random: cuts of paragraphs, names put in place of others, case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from random import Random

import spacy

from kg.training import lexicon
from kg.training.invent import INVENTED_LABELS, invent, surname
from kg.training.sample import Name, Sample

SENTENCES = (1, 1, 1, 2, 2, 3, 4, 6)
"""A cut of a paragraph has as many sentences as one of these."""

MOST_WORDS = 110
"""A cut of more sentences than one has no more words than this."""

REPLACED, INVENTED, OTHER_KIND, COPIED = 0.7, 0.5, 0.2, 0.5
"""How often: a name is replaced, by an invented one, by one of another kind; a sample of GUM is copied for that."""

PLACED = frozenset("in at near from to outside around through across along of toward towards into beyond".split())
"""After these a state or town may give way to a building, a river or a range of hills."""
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


def new_name(sample: Sample, name: Name, random: Random) -> tuple[str, str] | None:
    """Choose a name and its label in place of another, if names of its label are replaced."""
    first, _, label = name
    before = sample.words[first - 1].lower() if first > 0 else ""
    if random.random() < OTHER_KIND:
        label = other_kind(label, before, random)
    bare = before == "the"
    chosen = (
        invented_name(sample, name, label, random)
        if random.random() < INVENTED
        else known_name(sample, name, label, random)
    )
    return (chosen.removeprefix("the ") if bare else chosen, label) if chosen else None


def other_kind(label: str, before: str, random: Random) -> str:
    """Choose another label for a name that stands where one of another kind may stand."""
    if label == "GPE" and before in PLACED:
        return random.choice(("FAC", "FAC", "LOC"))
    if label == "ORG" and before == "the":  # "the Lokoro" and "the Lokorans" are peoples
        return random.choice(("ORG", "NORP"))
    if label in ("FAC", "LOC") and before in ("the", *PLACED):
        return random.choice(("FAC", "LOC"))
    return label


def invented_name(sample: Sample, name: Name, label: str, random: Random) -> str | None:
    """Invent a name in place of another."""
    first, end, old = name
    if label not in INVENTED_LABELS:
        return None
    if label == "PERSON" and end - first == 1 and random.random() < 0.7:
        return surname(random)
    if label == "NORP":
        text = sample.words[end - 1]
        if old != label:
            return invent(label, random) + random.choice(("", "s"))
        return invent(label, random) + "s" * text.endswith("s") if end - first == 1 and text[:1].isupper() else None
    return invent(label, random)


def known_name(sample: Sample, name: Name, label: str, random: Random) -> str | None:
    """Choose a name that the lexicon has in place of another."""
    first, end, old = name
    text = " ".join(sample.words[first:end])
    if label == "PERSON":
        last = random.choice(lexicon.list_of("last_names"))
        alone = end - first == 1 and random.random() < 0.7
        return last if alone else f"{random.choice(lexicon.list_of('first_names'))} {last}"
    if label == "NORP" and (old != label or text.endswith("s") or not text[:1].isupper()):
        return None
    if label == "WEAPON" and random.random() < 0.6:
        return None
    groups = stock(label)
    if not groups:
        return invent(label, random) if label != old else None
    return random.choice(random.choice(groups))


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
            tokens = TOKENIZER(chosen[0])
            words += [token.text for token in tokens]
            spaces += [bool(token.whitespace_) for token in tokens]
            spaces[-1] = sample.spaces[end - 1]
            start += words[start] == "the"
        else:
            words += sample.words[here:end]
            spaces += sample.spaces[here:end]
            unknown += [start] if here in doubtful else []
        if name:
            names.append((start, len(words), chosen[1] if chosen else name[2]))
        here = end
    return Sample(source=sample.source, words=words, spaces=spaces, has_names=True, names=names, unknown=unknown)


def one_pass(trees: Sequence[Sample], named: Sequence[tuple[Sample, int]], random: Random) -> list[Sample]:
    """Give the samples of one pass: trees in cuts; samples with names as often as told, half of them with others."""
    samples = [part for sample in trees for part in cut_paragraph(sample, random)]
    for part in [part for part in samples if part.names and random.random() < COPIED]:
        samples.append(replace_names(part, random))
    for sample, times in named:
        for turn in range(times):
            changed = turn > 0 or random.random() < 0.4
            samples.append(replace_names(sample, random) if changed else sample)
    return [change_case(sample, random) for sample in samples]
