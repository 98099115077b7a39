"""Rules made ready for joining: their patterns with every class, property and constant as a number.

A relation is numbered too: twice the number of its class, or twice that of its property and one. Variables of a ground
rule are numbered from 0; a constant is its complement (`~number`), so that one integer says which it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np

from kg.reason.dictionary import Numbers
from kg.reason.relations import LOW, SHIFT, Keys, Mask, find_partners, is_in, pack, spread_rows
from kg.reason.tables import Rule

Columns = dict[int, Keys]
"""Values of variables, row by row."""

CHUNK = 2_000_000
"""Joins of more rows than this are made in parts, so that memory stays bounded."""


class Atom(NamedTuple):
    """A pattern over facts: a relation, and a variable or constant for its one or two places."""

    relation: int
    args: tuple[int, ...]


class Step(NamedTuple):
    """A step of a plan: `has` filters the rows, `forward`, `backward` and `all` add a column or two."""

    way: str
    atom: Atom
    needed: frozenset[int]


def class_of(number: int) -> int:
    """The relation of a class."""
    return number << 1


def property_of(number: int) -> int:
    """The relation of a property."""
    return number << 1 | 1


@dataclass(slots=True, kw_only=True, eq=False)
class Ground:
    """A rule made ready: `axiom` is what it rests on, `body` what it joins, `head` what follows.

    Where `member` is a variable, all its values with the same values of `keys` are one thing, and `head` is None.
    """

    number: int
    rule: Rule
    bindings: dict[str, int]
    variables: tuple[str, ...]
    axiom: tuple[Numbers, ...]
    body: tuple[Atom, ...]
    head: Atom | None
    member: int | None = None
    keys: tuple[int, ...] = ()
    since: int = 0
    """The number of steps before the rule was made: what it gives has higher stamps."""
    test: Callable[[Columns], Mask] | None = None
    plans: dict[object, tuple[Step, ...]] = field(default_factory=dict)

    def plan(self, given: int | None, *, known: frozenset[int] = frozenset(), keep: bool = False) -> tuple[Step, ...]:
        """How to join the atoms but that with the number GIVEN, where the variables KNOWN have values.

        Columns that nothing needs any more are dropped unless KEEP.
        """
        key = (given, known, keep)
        found = self.plans.get(key)
        if found is None:
            start = known | (frozenset(_variables(self.body[given])) if given is not None else frozenset())
            rest = [atom for place, atom in enumerate(self.body) if place != given]
            found = self.plans[key] = _plan(rest, start, frozenset(range(len(self.variables))) if keep else self.used)
        return found

    @property
    def used(self) -> frozenset[int]:
        """The variables that what follows speaks of."""
        if self.test is not None:
            return frozenset(range(len(self.variables)))
        if self.member is not None:
            return frozenset({self.member, *self.keys})
        if self.head is None:
            return frozenset(range(len(self.variables)))
        return frozenset(_variables(self.head))


def _variables(atom: Atom) -> tuple[int, ...]:
    return tuple(arg for arg in atom.args if arg >= 0)


def _plan(atoms: list[Atom], bound: frozenset[int], wanted: frozenset[int]) -> tuple[Step, ...]:
    order: list[tuple[str, Atom]] = []
    known = set(bound)
    rest = list(atoms)
    while rest:
        way, atom = min(((_way(atom, known), atom) for atom in rest), key=lambda item: _COST[item[0]])
        rest.remove(atom)
        order.append((way, atom))
        known.update(_variables(atom))
    steps: list[Step] = []
    needed = wanted
    for way, atom in reversed(order):
        steps.append(Step(way, atom, needed))
        needed = needed | frozenset(_variables(atom))
    return tuple(reversed(steps))


_COST = {"has": 0, "forward": 1, "backward": 2, "all": 3}


def _way(atom: Atom, known: set[int]) -> str:
    free = [arg >= 0 and arg not in known for arg in atom.args]
    if not any(free):
        return "has"
    if len(free) == 1 or all(free):
        return "all"
    return "forward" if free[1] else "backward"


class View(Protocol):
    """What a join reads: the parts of a relation, and the number that stands for a constant."""

    def parts(self, relation: int) -> tuple[Keys, ...]:
        """Sorted arrays of the members."""

    def turned(self, relation: int) -> tuple[Keys, ...]:
        """The same the other way round."""

    def stand_in(self, number: int) -> int:
        """The number under which facts about a thing are kept."""


def bind(atom: Atom, keys: Keys, view: View) -> Columns | None:
    """The columns that ATOM gives to the members KEYS of its relation; None where none fits."""
    columns: Columns = {}
    values = (keys,) if len(atom.args) == 1 else (keys >> SHIFT, keys & LOW)
    keep: Mask | None = None
    for arg, column in zip(atom.args, values, strict=True):
        if arg < 0:
            fits = column == view.stand_in(~arg)
        elif arg in columns:
            fits = columns[arg] == column
        else:
            columns[arg] = column
            continue
        keep = fits if keep is None else keep & fits
    if keep is not None:
        columns = {arg: column[keep] for arg, column in columns.items()}
        return columns if keep.any() else None
    return columns if len(keys) else None


def join(view: View, columns: Columns, rows: int, steps: Sequence[Step], at: int = 0) -> Iterator[tuple[Columns, int]]:
    """Take ROWS of COLUMNS through STEPS; the result comes in pieces, each with its number of rows."""
    while at < len(steps) and rows:
        way, atom, needed = steps[at]
        at += 1
        if way != "has":
            for piece, size in _extend(view, atom, way, columns, rows, needed):
                yield from join(view, piece, size, steps, at)
            return
        keep = _is_member(view, atom, columns, rows)
        columns = {arg: column[keep] for arg, column in columns.items() if arg in needed}
        rows = int(np.count_nonzero(keep))
    if rows:
        yield columns, rows


def _column(view: View, arg: int, columns: Columns, rows: int) -> Keys:
    return columns[arg] if arg >= 0 else np.full(rows, view.stand_in(~arg), np.int64)


def _is_member(view: View, atom: Atom, columns: Columns, rows: int) -> Mask:
    values = [_column(view, arg, columns, rows) for arg in atom.args]
    keys = values[0] if len(values) == 1 else pack(values[0], values[1])
    found = np.zeros(rows, np.bool_)
    for part in view.parts(atom.relation):
        found |= is_in(keys, part)
    return found


def _extend(
    view: View, atom: Atom, way: str, columns: Columns, rows: int, needed: frozenset[int]
) -> Iterator[tuple[Columns, int]]:
    if way == "all":
        yield from _cross(view, atom, columns, rows, needed)
        return
    known, new = (0, 1) if way == "forward" else (1, 0)
    keys = _column(view, atom.args[known], columns, rows)
    variable = atom.args[new]
    for part in view.parts(atom.relation) if way == "forward" else view.turned(atom.relation):
        if not len(part):
            continue
        start, count = find_partners(part, keys)
        for first, last in _slices(count):
            row, place = spread_rows(start[first:last], count[first:last])
            if not len(row):
                continue
            row += first
            piece = {arg: column[row] for arg, column in columns.items() if arg in needed}
            if variable in needed:
                piece[variable] = part[place] & LOW
            yield piece, len(row)


def _slices(count: Keys) -> list[tuple[int, int]]:
    total = int(count.sum())
    if total <= CHUNK:
        return [(0, len(count))]
    ends = np.searchsorted(np.cumsum(count), np.arange(CHUNK, total + CHUNK, CHUNK)) + 1
    cuts = [0, *sorted({min(int(end), len(count)) for end in ends})]
    return [(first, last) for first, last in pairwise(cuts) if last > first]


def _cross(
    view: View, atom: Atom, columns: Columns, rows: int, needed: frozenset[int]
) -> Iterator[tuple[Columns, int]]:
    for part in view.parts(atom.relation):
        found = bind(atom, part, view)
        if found is None:
            continue
        size = len(next(iter(found.values())))
        step = max(1, CHUNK // size)
        for first in range(0, rows, step):
            last = min(first + step, rows)
            piece = {arg: np.repeat(column[first:last], size) for arg, column in columns.items() if arg in needed}
            piece |= {arg: np.tile(column, last - first) for arg, column in found.items() if arg in needed}
            yield piece, (last - first) * size


def to_keys(atom: Atom, columns: Columns, rows: int, view: View) -> Keys:
    """The members of the relation of ATOM that the rows of COLUMNS stand for."""
    values = [_column(view, arg, columns, rows) for arg in atom.args]
    return values[0] if len(values) == 1 else pack(values[0], values[1])


def keep_rows(ground: Ground, columns: Columns, rows: int) -> tuple[Columns, int]:
    """The rows that pass the test of a rule, if it has one."""
    if ground.test is None:
        return columns, rows
    mask = ground.test(columns)
    return {arg: column[mask] for arg, column in columns.items()}, int(mask.sum())
