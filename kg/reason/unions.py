"""Which names a rule makes one: the pairs that end in `owl:sameAs`, and all members that have the same keys."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kg.reason.dictionary import Dictionary
from kg.reason.ground import Columns, Ground, View, bind, join, keep_rows, to_keys
from kg.reason.relations import LOW, SHIFT, Keys, to_set


def find_pairs(view: View, ground: Ground, place: int, delta: Keys) -> Iterator[tuple[Keys, Keys]]:
    """The names that are one by a rule that ends in `?x owl:sameAs ?y`, with DELTA new at one PLACE of its body."""
    assert ground.head is not None  # noqa: S101 - that is its head
    columns = bind(ground.body[place], delta, view)
    if columns is None:
        return
    for piece, size in join(view, columns, len(next(iter(columns.values()))), ground.plan(place)):
        piece, size = keep_rows(ground, piece, size)
        if size:
            keys = to_set(to_keys(ground.head, piece, size, view))
            yield keys >> SHIFT, keys & LOW


def find_same(
    view: View, ground: Ground, place: int, delta: Keys, dictionary: Dictionary
) -> Iterator[tuple[Keys, Keys]]:
    """The names that are one by a rule that makes all members one that have the same keys."""
    columns = bind(ground.body[place], delta, view)
    if columns is None or ground.member is None:
        return
    rows = len(next(iter(columns.values())))
    wanted = [
        np.stack([piece[key] for key in ground.keys]) for piece, _ in join(view, columns, rows, ground.plan(place))
    ]
    if not wanted:
        return
    keys = np.unique(np.concatenate(wanted, axis=1), axis=1)
    start: Columns = dict(zip(ground.keys, keys, strict=True))
    plan = ground.plan(None, known=frozenset(ground.keys))
    members = [
        np.stack([*(piece[key] for key in ground.keys), piece[ground.member]])
        for piece, _ in join(view, start, keys.shape[1], plan)
    ]
    if members:
        table = np.unique(np.concatenate(members, axis=1), axis=1)
        table = table[:, ~dictionary.is_literal()[table[-1]]]
        alike = (table[:-1, 1:] == table[:-1, :-1]).all(axis=0)
        yield table[-1, :-1][alike], table[-1, 1:][alike]
