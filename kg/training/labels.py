"""The classes of each head, found in the samples that train, and samples as their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.encoder.model import to_pieces
from kg.encoder.pieces import WordPieces
from kg.encoder.scripts import find_script
from kg.training.network import Sizes
from kg.training.sample import Sample

IGNORED = -100
IGNORED_VALUE = -1_000_000
Numbers = npt.NDArray[np.int64]
LABELS = (
    *("DATE", "EVENT", "FAC", "GPE", "LANGUAGE", "LAW", "LOC", "MONEY", "NORP", "ORG", "PERCENT", "PERSON", "PRODUCT"),
    *("TIME", "WEAPON", "WORK_OF_ART"),
)
NO_ROLE = "none"
CONTINUED = "C-"
LEAST_ROLES = 100
"""Roles that are rarer, and the second parts of split arguments, neither teach nor test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """The classes of each head, by number."""

    tags: list[str]
    xpos: list[str]
    lemmas: list[str]
    deps: list[str]
    names: list[str]
    roles: list[str]

    @property
    def sizes(self) -> Sizes:
        """Count the classes."""
        return Sizes(
            tags=len(self.tags),
            xpos=len(self.xpos),
            lemmas=len(self.lemmas),
            deps=len(self.deps),
            names=len(self.names),
            roles=len(self.roles),
        )


def find_inventory(samples: Iterable[Sample]) -> Inventory:
    """Find the classes: those of lemmas and tags must occur twice, or they teach nothing."""
    tags: Counter[str] = Counter()
    xpos: Counter[str] = Counter()
    lemmas: Counter[str] = Counter()
    deps: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    for sample in samples:
        tags.update(sample.tags)
        xpos.update(sample.xpos)
        deps.update(sample.deps)
        roles.update(role for _, _, role in sample.roles if not role.startswith(CONTINUED))
        lemmas.update(find_script(form, lemma) for form, lemma in zip(sample.words, sample.lemmas, strict=False))
    names = ["O"] + [f"{place}-{label}" for label in LABELS for place in "BILU"]

    def usual(counts: Counter[str], least: int) -> list[str]:
        return [key for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count >= least]

    return Inventory(
        tags=usual(tags, 2),
        xpos=usual(xpos, 2),
        lemmas=usual(lemmas, 3),
        deps=usual(deps, 2),
        names=names,
        roles=[NO_ROLE, *usual(roles, LEAST_ROLES)],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A sample as numbers: pieces with shapes, the words' first and last pieces, and a class a word for each head.

    `roles` has a row for each of the `predicates` and a column for each word; factuality counts in thousandths.
    """

    ids: Numbers
    shapes: Numbers
    first: Numbers
    last: Numbers
    tags: Numbers
    xpos: Numbers
    lemmas: Numbers
    heads: Numbers
    deps: Numbers
    starts: Numbers
    sentence: Numbers
    names: Numbers
    frames: Numbers
    factuality: Numbers
    predicates: Numbers
    roles: Numbers

    @property
    def length(self) -> int:
        """Count the pieces."""
        return len(self.ids)


class Coder:
    """Turns samples into numbers."""

    def __init__(self, inventory: Inventory, pieces: WordPieces) -> None:
        """Take the classes and the pieces."""
        self.pieces = pieces
        self.tags, self.xpos, self.lemmas, self.deps, self.names, self.roles = (
            {label: number for number, label in enumerate(getattr(inventory, layer))}
            for layer in ("tags", "xpos", "lemmas", "deps", "names", "roles")
        )

    def encode(self, sample: Sample) -> Encoded:
        """Turn a sample into numbers; a layer it lacks, and a class of its that is not known, are ignored."""
        size = len(sample.words)
        inputs = to_pieces(sample.words, sample.spaces, self.pieces)

        def layer(values: list[str], known: dict[str, int]) -> Numbers:
            found = [known.get(value, IGNORED) for value in values] if values else [IGNORED] * size
            return np.array(found, dtype=np.int64)

        scripts = [find_script(form, lemma) for form, lemma in zip(sample.words, sample.lemmas, strict=False)]
        heads, starts = np.full(size, IGNORED), np.full(size, IGNORED)
        sentence = np.zeros(size, dtype=np.int64)
        if sample.heads:
            heads = np.array([0 if head == i else head + 1 for i, head in enumerate(sample.heads)])
            starts = np.zeros(size, dtype=np.int64)
            starts[sample.starts] = 1
            sentence = np.cumsum(starts)
        return Encoded(
            ids=np.array(inputs.ids),
            shapes=np.array(inputs.shapes),
            first=np.array(inputs.first[1:]),
            last=np.array(inputs.last[1:]),
            tags=layer(sample.tags, self.tags),
            xpos=layer(sample.xpos, self.xpos),
            lemmas=layer(scripts, self.lemmas),
            heads=heads,
            deps=layer(sample.deps, self.deps),
            starts=starts,
            sentence=sentence,
            names=self.name_classes(sample),
            frames=np.array([IGNORED if known < 0 else known for known in sample.frames] or [IGNORED] * size),
            factuality=factuality_classes(sample),
            predicates=np.array(predicates := sorted({p for p, _, _ in sample.roles}), dtype=np.int64),
            roles=self.role_classes(sample, predicates, sentence),
        )

    def role_classes(self, sample: Sample, predicates: list[int], sentence: Numbers) -> Numbers:
        """Give each word of the sentence of each predicate its role, most of them none."""
        rows = {predicate: row for row, predicate in enumerate(predicates)}
        inside = sentence[predicates][:, None] == sentence[None, :]
        classes = np.where(inside, self.roles[NO_ROLE], IGNORED)
        for predicate, word, role in sample.roles:
            classes[rows[predicate], word] = self.roles.get(role, IGNORED)
        return classes

    def name_classes(self, sample: Sample) -> Numbers:
        """Give each word its class by the scheme begin, inside, last, unit, outside."""
        if not sample.has_names:
            return np.full(len(sample.words), IGNORED)
        classes = np.full(len(sample.words), self.names["O"])
        classes[sample.unknown] = IGNORED
        for first, end, label in sample.names:
            if end - first == 1:
                classes[first] = self.names[f"U-{label}"]
            else:
                classes[first] = self.names[f"B-{label}"]
                classes[first + 1 : end - 1] = self.names[f"I-{label}"]
                classes[end - 1] = self.names[f"L-{label}"]
        return classes


def factuality_classes(sample: Sample) -> Numbers:
    """Give each word its factuality in thousandths."""
    values = np.full(len(sample.words), IGNORED_VALUE)
    for word, value in sample.factuality:
        values[word] = round(value * 1000)
    return values
