"""Numbers of samples -> tensors of batches, samples of like length together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from random import Random

import numpy as np
import torch
from torch import Tensor

from kg.training.labels import IGNORED, Encoded

POOL = 1200
"""So many samples are sorted by length at a time: enough for little padding, not so many that passes look alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The tensors of a batch: a row for each sample, padded."""

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


PADDING = {field.name: IGNORED for field in fields(Batch)} | {
    "ids": 0, "shapes": 0, "first": 0, "last": 0, "sentence": 0
}  # fmt: skip


def to_batch(samples: Sequence[Encoded]) -> Batch:
    """Put samples into tensors."""

    def stack(name: str) -> Tensor:
        rows = [getattr(sample, name) for sample in samples]
        out = np.full((len(rows), max(len(row) for row in rows)), PADDING[name], dtype=np.int64)
        for line, row in zip(out, rows, strict=True):
            line[: len(row)] = row
        return torch.from_numpy(out)

    return Batch(**{field.name: stack(field.name) for field in fields(Batch)})


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
