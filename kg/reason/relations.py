"""Sets of numbers and of pairs of numbers, as sorted arrays: what the reasoner joins.

A pair `(x, y)` is the number `x << 32 | y`, so that all pairs of one `x` lie together. The members of a class are plain
numbers. Every member carries a stamp, which tells the step of the reasoner that added it: what it was derived from has
lower stamps. Few additions to a large set go into a small second array, which is merged into the large one when it has
grown: adding thirty facts to a million must not copy the million.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]
Stamps = NDArray[np.uint32]
Mask = NDArray[np.bool_]

LOW: Final = np.int64(0xFFFFFFFF)
SHIFT: Final = np.int64(32)
NO_KEYS: Final[Keys] = np.empty(0, np.int64)
NO_STAMPS: Final[Stamps] = np.empty(0, np.uint32)
_SMALLEST: Final = 512
_SHARE: Final = 16
"""The second array is merged when it holds more than this part of the first."""


def pack(first: Keys, second: Keys) -> Keys:
    """The pairs of FIRST and SECOND as numbers."""
    return (first << SHIFT) | second


def turn(pairs: Keys) -> Keys:
    """Each pair the other way round."""
    return ((pairs & LOW) << SHIFT) | (pairs >> SHIFT)


def to_set(keys: Keys) -> Keys:
    """KEYS sorted, each once."""
    if len(keys) < 2:
        return keys
    keys = np.sort(keys)
    keep = np.empty(len(keys), np.bool_)
    keep[0] = True
    np.not_equal(keys[1:], keys[:-1], out=keep[1:])
    return keys if keep.all() else keys[keep]


def is_in(keys: Keys, known: Keys) -> Mask:
    """Which of KEYS are in KNOWN, which is sorted."""
    if not len(known) or not len(keys):
        return np.zeros(len(keys), np.bool_)
    place = known.searchsorted(keys)
    place[place == len(known)] = 0
    found: Mask = known[place] == keys
    return found


def find_partners(pairs: Keys, keys: Keys) -> tuple[Keys, Keys]:
    """Where in sorted PAIRS the partners of each of KEYS begin, and how many they are."""
    low = pairs.searchsorted(keys << SHIFT)
    return low, pairs.searchsorted((keys + 1) << SHIFT) - low


def spread_rows(start: Keys, count: Keys) -> tuple[Keys, Keys]:
    """For ranges of places: the row of the range, and the place, of each place in turn."""
    rows = np.repeat(np.arange(len(count)), count)
    places = np.arange(len(rows)) + np.repeat(start - (np.cumsum(count) - count), count)
    return rows, places


def _merge(keys: Keys, stamps: Stamps, more: Keys, more_stamps: Stamps) -> tuple[Keys, Stamps]:
    if not len(keys):
        return more, more_stamps
    place = keys.searchsorted(more) + np.arange(len(more))
    old = np.ones(len(keys) + len(more), np.bool_)
    old[place] = False
    merged = np.empty(len(old), np.int64)
    merged[place], merged[old] = more, keys
    merged_stamps = np.empty(len(old), np.uint32)
    merged_stamps[place], merged_stamps[old] = more_stamps, stamps
    return merged, merged_stamps


class Relation:
    """A set of numbers with their stamps: the members of a class, or the pairs of a property."""

    __slots__ = ("_keys", "_more", "_more_stamps", "_more_turned", "_stamps", "_turned")

    def __init__(self, keys: Keys = NO_KEYS, stamps: Stamps = NO_STAMPS) -> None:
        self._keys, self._stamps = keys, stamps
        self._more, self._more_stamps = NO_KEYS, NO_STAMPS
        self._turned: Keys | None = None
        self._more_turned: Keys | None = None

    def __len__(self) -> int:
        return len(self._keys) + len(self._more)

    def parts(self) -> tuple[Keys, ...]:
        """One or two sorted arrays that together are the set."""
        return (self._keys, self._more) if len(self._more) else (self._keys,)

    def turned_parts(self) -> tuple[Keys, ...]:
        """As `parts`, of the pairs the other way round."""
        if self._turned is None:
            self._turned = np.sort(turn(self._keys))
        if not len(self._more):
            return (self._turned,)
        if self._more_turned is None:
            self._more_turned = np.sort(turn(self._more))
        return self._turned, self._more_turned

    def all(self) -> tuple[Keys, Stamps]:
        """All members, sorted, with their stamps."""
        self.settle()
        return self._keys, self._stamps

    def __contains__(self, key: int) -> bool:
        return any(_holds(part, key) for part in self.parts())

    def has(self, keys: Keys) -> Mask:
        """Which of KEYS are members."""
        found = is_in(keys, self._keys)
        return found | is_in(keys, self._more) if len(self._more) else found

    def missing(self, keys: Keys) -> Keys:
        """Those of KEYS that are no members."""
        return keys[~self.has(keys)] if len(self) else keys

    def stamps_of(self, keys: Keys) -> Stamps:
        """The stamps of KEYS, all of them members."""
        found = np.zeros(len(keys), np.uint32)
        for known, stamps in ((self._keys, self._stamps), (self._more, self._more_stamps)):
            if len(known):
                place = known.searchsorted(keys)
                place[place == len(known)] = 0
                here = known[place] == keys
                found[here] = stamps[place[here]]
        return found

    def stamp_of(self, key: int) -> int | None:
        """The stamp of KEY, or None where it is no member."""
        for known, stamps in ((self._keys, self._stamps), (self._more, self._more_stamps)):
            place = int(known.searchsorted(key))
            if place < len(known) and known[place] == key:
                return int(stamps[place])
        return None

    def add(self, keys: Keys, stamps: Stamps) -> None:
        """Add KEYS, sorted and none of them a member, with their STAMPS."""
        self._more, self._more_stamps = _merge(self._more, self._more_stamps, keys, stamps)
        self._more_turned = None
        if len(self._more) > max(_SMALLEST, len(self._keys) // _SHARE):
            self.settle()

    def settle(self) -> None:
        """Make the two arrays one."""
        if not len(self._more):
            return
        if self._turned is not None:
            more = np.sort(turn(self._more)) if self._more_turned is None else self._more_turned
            place = self._turned.searchsorted(more) + np.arange(len(more))
            old = np.ones(len(self._turned) + len(more), np.bool_)
            old[place] = False
            merged = np.empty(len(old), np.int64)
            merged[place], merged[old] = more, self._turned
            self._turned = merged
        self._keys, self._stamps = _merge(self._keys, self._stamps, self._more, self._more_stamps)
        self._more, self._more_stamps, self._more_turned = NO_KEYS, NO_STAMPS, None

    def mark(self, keys: Keys, stamp: int) -> None:
        """Give KEYS, all of them members, another stamp."""
        for known, stamps in ((self._keys, self._stamps), (self._more, self._more_stamps)):
            if len(known):
                stamps[known.searchsorted(keys[is_in(keys, known)])] = stamp

    def remove(self, keys: Keys) -> None:
        """Take out KEYS, sorted, each where it is a member."""
        here = keys[is_in(keys, self._more)]
        if len(here):
            keep = np.ones(len(self._more), np.bool_)
            keep[self._more.searchsorted(here)] = False
            self._more, self._more_stamps, self._more_turned = self._more[keep], self._more_stamps[keep], None
        here = keys[is_in(keys, self._keys)]
        if len(here):
            places = self._keys.searchsorted(here)
            self._keys, self._stamps = np.delete(self._keys, places), np.delete(self._stamps, places)
            if self._turned is not None:
                self._turned = np.delete(self._turned, self._turned.searchsorted(np.sort(turn(here))))

    def __iter__(self) -> Iterator[int]:
        for part in self.parts():
            yield from part.tolist()


def _holds(keys: Keys, key: int) -> bool:
    place = int(keys.searchsorted(key))
    return place < len(keys) and bool(keys[place] == key)
