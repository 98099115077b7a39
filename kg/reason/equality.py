"""Which things are one: union-find, with the reason of every union kept.

All names of one thing share the facts, which are kept under one of them, its stand-in. The unions of a class make a
tree, in which exactly one path leads from any name to any other; its edges say, step by step, why the two are one.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from kg.reason.relations import LOW, SHIFT, Keys, Mask, find_partners, pack, spread_rows, turn


class Edge(NamedTuple):
    """A union: the names that were found to be one, and the stamp of the step that found it."""

    first: int
    second: int
    stamp: int


class Equality:
    """The classes of names of one thing; a name that is in none stands for itself."""

    def __init__(self) -> None:
        self.members: dict[int, list[int]] = {}
        self.stand_ins: dict[int, int] = {}
        self._edges: dict[int, list[Edge]] = defaultdict(list)
        self._table = np.empty(0, np.int64)

    def __bool__(self) -> bool:
        return bool(self.members)

    def stand_in(self, number: int) -> int:
        """The name under which facts about NUMBER are kept."""
        return self.stand_ins.get(number, number)

    def names(self, number: int) -> list[int]:
        """All names of the thing called NUMBER."""
        return self.members.get(self.stand_in(number), [number])

    def table(self, size: int) -> Keys:
        """The stand-in of each of SIZE names."""
        known = len(self._table)
        if known < size:
            self._table = np.concatenate((self._table, np.arange(known, max(size, known + known // 8), dtype=np.int64)))
        return self._table

    def is_shared(self, size: int) -> Mask:
        """Which of SIZE names have others."""
        mask = np.zeros(size, np.bool_)
        mask[[*self.stand_ins, *self.members]] = True
        return mask

    def unite(self, first: int, second: int, stamp: int, size: int) -> list[int]:
        """Make FIRST and SECOND one; the names that have got another stand-in."""
        one, other = self.stand_in(first), self.stand_in(second)
        if one == other:
            return []
        edge = Edge(first, second, stamp)
        self._edges[first].append(edge)
        self._edges[second].append(edge)
        mine, theirs = self.members.get(one, [one]), self.members.get(other, [other])
        if (len(mine), -one) < (len(theirs), -other):
            one, mine, theirs, other = other, theirs, mine, one
        self.members.pop(other, None)
        for name in theirs:
            self.stand_ins[name] = one
        self.table(size)[theirs] = one
        mine.extend(theirs)
        self.members[one] = mine
        return theirs

    def dissolve(self, stand_ins: Iterable[int]) -> list[int]:
        """Take apart the classes of STAND_INS; the names that were in them."""
        freed: list[int] = []
        for one in stand_ins:
            names = self.members.pop(one, [])
            freed += names
            for name in names:
                self.stand_ins.pop(name, None)
                self._edges.pop(name, None)
            self._table[names] = names
        return freed

    def rename(self, keys: Keys, *, pairs: bool, size: int) -> Keys:
        """KEYS under the stand-ins of their names."""
        table = self.table(size)
        return pack(table[keys >> SHIFT], table[keys & LOW]) if pairs else table[keys]

    def find_path(self, first: int, second: int) -> list[Edge] | None:
        """The unions that lead from one name to another, in order; None where the two are not one."""
        if first == second:
            return []
        if self.stand_in(first) != self.stand_in(second):
            return None
        came: dict[int, Edge | None] = {first: None}
        waiting = deque([first])
        while waiting and second not in came:
            name = waiting.popleft()
            for edge in self._edges.get(name, ()):
                other = edge.second if edge.first == name else edge.first
                if other not in came:
                    came[other] = edge
                    waiting.append(other)
        return self._walk_back(second, came)

    @staticmethod
    def _walk_back(name: int, came: dict[int, Edge | None]) -> list[Edge]:
        path: list[Edge] = []
        edge = came[name]
        while edge is not None:
            path.append(edge)
            name = edge.second if edge.first == name else edge.first
            edge = came[name]
        return path[::-1]

    def restore(self, members: dict[int, list[int]], edges: Iterable[Edge], size: int) -> None:
        """Take over the classes and unions of another one."""
        self.members = members
        table = self.table(size)
        for one, names in members.items():
            self.stand_ins.update((name, one) for name in names if name != one)
            table[names] = one
        for edge in edges:
            self._edges[edge.first].append(edge)
            self._edges[edge.second].append(edge)

    @property
    def edges(self) -> list[Edge]:
        """All unions, in the order in which they were made."""
        return sorted({edge for edges in self._edges.values() for edge in edges}, key=lambda edge: edge[::-1])

    def expand(self, keys: Keys, *, pairs: bool, size: int) -> Keys:
        """KEYS under all names of the things in them, not sorted."""
        if not self.members:
            return keys
        if not pairs:
            return self._expand_first(pack(keys, keys), size) >> SHIFT
        return turn(self._expand_first(turn(self._expand_first(keys, size)), size))

    def _expand_first(self, pairs: Keys, size: int) -> Keys:
        shared = self.is_shared(size)[pairs >> SHIFT]
        if not shared.any():
            return pairs
        few = pairs[shared]
        names = self._names_table()
        row, place = spread_rows(*find_partners(names, few >> SHIFT))
        return np.concatenate((pairs[~shared], pack(names[place] & LOW, few[row] & LOW)))

    def _names_table(self) -> Keys:
        """Each stand-in with each of its names, as sorted pairs."""
        table = [one << 32 | name for one, names in self.members.items() for name in names]
        return np.sort(np.array(table, np.int64))
