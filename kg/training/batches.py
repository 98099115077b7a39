"""Numbers of samples -> tensors of batches, samples of like length together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from random import Random

import numpy as np
import torch
from torch import Tensor

from kg.training.labels import IGNORED, IGNORED_VALUE, Encoded

POOL = 1200
"""So many samples are sorted by length at a time: enough for little padding, not so many that passes look alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The tensors of a batch: a row for each sample, padded.

    `predicates` has a line of sample and word for each predicate, `roles` a class for each of its words.
    """

    ids: Tensor
    shapes: Tensor
    first: Tensor
    last: Tensor
    tags: Tensor
    xpos: Tensor
    lemmas: Tensor
    heads: Tensor
    deps: Tensor
    starts: Tensor
    sentence: Tensor
    names: Tensor
    frames: Tensor
    factuality: Tensor
    predicates: Tensor
    roles: Tensor


PADDING = {field.name: IGNORED for field in fields(Batch)} | {
    "ids": 0, "shapes": 0, "first": 0, "last": 0, "sentence": 0, "factuality": IGNORED_VALUE
}  # fmt: skip


def to_batch(samples: Sequence[Encoded]) -> Batch:
    """Put samples into tensors."""

    def stack(name: str) -> Tensor:
        rows = [getattr(sample, name) for sample in samples]
        out = np.full((len(rows), max(len(row) for row in rows)), PADDING[name], dtype=np.int64)
        for line, row in zip(out, rows, strict=True):
            line[: len(row)] = row
        return torch.from_numpy(out)

    plain = {field.name: stack(field.name) for field in fields(Batch) if field.name not in ("predicates", "roles")}
    return Batch(**plain, **stack_roles(samples))


def stack_roles(samples: Sequence[Encoded]) -> dict[str, Tensor]:
    """Put the predicates of samples, and the roles of their words, into one list."""
    places = [(row, word) for row, sample in enumerate(samples) for word in sample.predicates]
    classes = np.full((len(places), max(len(sample.names) for sample in samples)), IGNORED, dtype=np.int64)
    lines = [line for sample in samples for line in sample.roles]
    for out, line in zip(classes, lines, strict=True):
        out[: len(line)] = line
    return {
        "predicates": torch.tensor(places, dtype=torch.int64).view(-1, 2),
        "roles": torch.from_numpy(classes),
    }


def find_batches(lengths: Sequence[int], most_pieces: int, random: Random | None) -> list[list[int]]:
    """Group samples into batches of at most so many pieces with padding; in the given order if none is random."""
    order = list(range(len(lengths)))
    if random:
        random.shuffle(order)
    batches: list[list[int]] = []
    pool = POOL if random else len(order)
    for start in range(0, len(order), pool):
        batch: list[int] = []
        for i in sorted(order[start : start + pool], key=lambda i: lengths[i]):
            if batch and (len(batch) + 1) * lengths[i] > most_pieces:
                batches.append(batch)
                batch = []
            batch.append(i)
        batches.append(batch)
    if random:
        random.shuffle(batches)
    return batches
