"""The ways to derive a fact: each rule that can have given it, joined backwards over facts with lower stamps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np

from kg.reason.ground import Atom, Columns, Ground, join
from kg.reason.reasoner import Reasoner
from kg.reason.relations import Keys, Relation

MOST_WAYS: Final = 6
"""How many ways to derive a fact are followed further; the shorter ones by their premises come first."""
MOST_ROWS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Way:
    """A way to derive a fact: the facts it joins, by relation and key, with their stamps."""

    ground: Ground
    values: dict[int, int]
    premises: tuple[tuple[int, int], ...]
    stamps: tuple[int, ...]

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Few premises that follow come first, then those known early, then classes before properties."""
        derived, links = sum(stamp > 0 for stamp in self.stamps), sum(relation & 1 for relation, _ in self.premises)
        return derived, max(self.stamps, default=0), links, self.ground.number


class Ways:
    """Finds the ways to derive facts of a reasoner that is at rest; joins read what was known by other names too."""

    def __init__(self, reasoner: Reasoner) -> None:
        self.reasoner = reasoner

    def parts(self, relation: int) -> tuple[Keys, ...]:
        """Sorted arrays of the members of a relation."""
        return tuple(part for known in self._relations(relation) for part in known.parts())

    def turned(self, relation: int) -> tuple[Keys, ...]:
        """The same the other way round."""
        return tuple(part for known in self._relations(relation) for part in known.turned_parts())

    def stand_in(self, number: int) -> int:
        """A constant stands for itself here: where it has other names, it is made a variable."""
        return number

    def _relations(self, relation: int) -> list[Relation]:
        tables = (self.reasoner.facts, self.reasoner.past) if self.reasoner.equality else (self.reasoner.facts,)
        return [table[relation] for table in tables if relation in table]

    def find_stamp(self, relation: int, key: int) -> int | None:
        """The step that added a fact, None where it is none."""
        for known in self._relations(relation):
            stamp = known.stamp_of(key)
            if stamp is not None:
                return stamp
        return None

    def find(self, relation: int, key: int, stamp: int) -> list[Way]:
        """The ways to a fact that was added at a step, the most promising first."""
        first = self.reasoner.rulebook.grounds[self.reasoner.steps[stamp]]
        ways = [
            way
            for ground in self.reasoner.rulebook.by_head.get(relation, ())
            if ground.since <= stamp
            for way in self.join_back(ground, relation, key, stamp, only=ground is not first)
        ]
        return sorted(ways, key=lambda way: way.rank)

    def join_back(self, ground: Ground, relation: int, key: int, stamp: int, *, only: bool) -> list[Way]:
        """The ways in which a rule gives a fact; ONLY the very shortest, where it is not the rule that gave it."""
        assert ground.head is not None  # noqa: S101 - it was found by its head
        values = (key,) if len(ground.head.args) == 1 else (key >> 32, key & 0xFFFFFFFF)
        start: dict[int, int] = {}
        for arg, value in zip(ground.head.args, values, strict=True):
            if arg < 0:
                if self.reasoner.stand_in(~arg) != self.reasoner.stand_in(value):
                    return []
            elif start.setdefault(arg, value) != value:
                return []
        return self.join_from(ground, start, stamp, MOST_WAYS if not only else 2)

    def join_from(self, ground: Ground, start: dict[int, int], before: int, most: int) -> list[Way]:
        """The ways in which the body of a rule holds with the variables of START, by facts with stamps BEFORE one."""
        body, opened = self._open(ground, len(ground.variables))
        if opened:
            most = MOST_ROWS  # ways that take a constant by a name that it had only later are left out later
        if not body:
            return [Way(ground, start, (), ())]
        ways: list[Way] = []
        names = [self.reasoner.equality.names(~arg) for arg in opened]
        for choice in product(*names):
            given = {**start, **{len(ground.variables) + place: value for place, value in enumerate(choice)}}
            if len(body) == 1:
                ways += self._look_up(ground, body[0], given, before, most)
                continue
            columns: Columns = {arg: np.array([value], np.int64) for arg, value in given.items()}
            variables = frozenset(given)
            if opened:
                shape = replace(ground, body=body, plans={}, variables=(*ground.variables, *(["?"] * len(opened))))
                plan = shape.plan(None, known=variables, keep=True)
            else:
                plan = ground.plan(None, known=variables, keep=True)
            for piece, rows in join(self, columns, 1, plan):
                ways += self._pick(ground, body, piece, min(rows, MOST_ROWS), before, most)
        return sorted(ways, key=lambda way: way.rank)[:most]

    def _look_up(self, ground: Ground, atom: Atom, given: dict[int, int], before: int, most: int) -> list[Way]:
        """The same for a body of one atom, without arrays where all is known."""
        args = [given.get(arg) if arg >= 0 else ~arg for arg in atom.args]
        if None not in args:
            key = args[0] if len(args) == 1 else (args[0] or 0) << 32 | (args[1] or 0)
            stamp = self.find_stamp(atom.relation, key or 0)
            if stamp is None or stamp >= before:
                return []
            return [Way(ground, given, ((atom.relation, key or 0),), (stamp,))]
        known = 0 if args[0] is not None else 1
        value = args[known]
        if value is None:
            return []
        ways: list[Way] = []
        for relation in self._relations(atom.relation):
            for part in relation.parts() if known == 0 else relation.turned_parts():
                first, last = part.searchsorted((value << 32, (value + 1) << 32)).tolist()
                others = part[first : min(last, first + MOST_ROWS)] & 0xFFFFFFFF
                if not len(others):
                    continue
                keys = (value << 32) | others if known == 0 else (others << 32) | value
                stamps = relation.stamps_of(keys)
                for place in np.argsort(stamps, kind="stable")[:most].tolist():
                    if stamps[place] < before:
                        found = {**given, atom.args[1 - known]: int(others[place])}
                        ways.append(Way(ground, found, ((atom.relation, int(keys[place])),), (int(stamps[place]),)))
        return ways

    def _open(self, ground: Ground, first: int) -> tuple[tuple[Atom, ...], list[int]]:
        """The body with a variable for each constant that has several names, and these constants."""
        if not self.reasoner.equality:
            return ground.body, []
        opened: list[int] = []
        body: list[Atom] = []
        for atom in ground.body:
            args = []
            for arg in atom.args:
                if arg < 0 and len(self.reasoner.equality.names(~arg)) > 1:
                    if arg not in opened:
                        opened.append(arg)
                    arg = first + opened.index(arg)
                args.append(arg)
            body.append(Atom(atom.relation, tuple(args)))
        return tuple(body), opened

    def _pick(
        self, ground: Ground, body: tuple[Atom, ...], columns: Columns, rows: int, before: int, most: int
    ) -> list[Way]:
        columns = {arg: column[:rows] for arg, column in columns.items()}
        if ground.test is not None:
            mask = ground.test(columns)
            columns = {arg: column[mask] for arg, column in columns.items()}
            rows = int(mask.sum())
        keys: list[Keys] = []
        stamps: list[Keys] = []
        for atom in body:
            values = [columns[arg] if arg >= 0 else np.full(rows, ~arg, np.int64) for arg in atom.args]
            key = values[0] if len(values) == 1 else (values[0] << 32) | values[1]
            keys.append(key)
            stamps.append(self._stamps(atom.relation, key).astype(np.int64))
        table = np.stack(stamps)
        fits = np.flatnonzero((table < before).all(axis=0))
        order = fits[np.lexsort((table[:, fits].max(axis=0), (table[:, fits] > 0).sum(axis=0)))][:most]
        return [
            Way(
                ground,
                {arg: int(column[row]) for arg, column in columns.items()},
                tuple((atom.relation, int(key[row])) for atom, key in zip(body, keys, strict=True)),
                tuple(table[:, row].tolist()),
            )
            for row in order.tolist()
        ]

    def _stamps(self, relation: int, keys: Keys) -> Keys:
        found = np.zeros(len(keys), np.int64)
        for known in self._relations(relation):
            here = known.has(keys)
            found[here] = known.stamps_of(keys[here])
        return found
