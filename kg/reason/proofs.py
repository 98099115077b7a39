"""Why a fact holds: its proof, as a tree of rules down to what is stated.

Nothing of a proof is kept while the reasoner works but the stamp of each fact. A proof is found when it is asked for:
each rule that can have given a fact is joined backwards from it, and only over facts with lower stamps, so that a proof
never runs in a circle. Among the ways that are found the one with the fewest steps to the farthest leaf is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np

from kg.reason.dictionary import Numbers
from kg.reason.equality import Edge
from kg.reason.ground import Atom, Columns, Ground, join, property_of
from kg.reason.reasoner import Reasoner
from kg.reason.relations import Keys, Relation

_WAYS: Final = 6
"""How many ways to derive a fact are followed further; the shorter ones by their premises come first."""
_PATIENCE: Final = 60
"""Facts looked into before only the first way of each is followed."""
_ROWS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact with the rule that gives it and what that rests on; a stated fact rests on nothing.

    `axioms` are proofs as well: an axiom may follow from others. `ground` and `values` tell what the variables of the
    rule stand for.
    """

    triple: Numbers
    rule: str
    premises: tuple[Proof, ...] = ()
    axioms: tuple[Proof, ...] = ()
    ground: Ground | None = None
    values: tuple[tuple[str, int], ...] = ()

    @property
    def height(self) -> int:
        """The number of rules from the fact to the farthest stated one."""
        return 0 if self.rule == "asserted" else 1 + max((part.height for part in self.premises), default=0)

    @property
    def size(self) -> int:
        """The number of steps."""
        return 0 if self.rule == "asserted" else 1 + sum(part.size for part in self.premises)

    def walk(self) -> Iterator[Proof]:
        """This step and all below it; axioms included."""
        yield self
        for part in (*self.premises, *self.axioms):
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class _Way:
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


class Prover:
    """Finds proofs over a reasoner that is at rest."""

    def __init__(self, reasoner: Reasoner) -> None:
        self.reasoner = reasoner
        self._found: dict[tuple[int, int], Proof] = {}
        self._axioms: dict[Numbers, Proof] = {}
        self._looked = 0

    # ------------------------------------------------------------ what joins read: also what was known by other names

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

    def _stamp(self, relation: int, key: int) -> int | None:
        for known in self._relations(relation):
            stamp = known.stamp_of(key)
            if stamp is not None:
                return stamp
        return None

    # ------------------------------------------------------------ facts

    def prove(self, triple: Numbers) -> Proof | None:
        """The proof of a fact, or None where it does not hold."""
        self._looked = 0
        return self._prove(triple)

    def _prove(self, triple: Numbers, before: int | None = None) -> Proof | None:
        subject, predicate, item = triple
        relation, key = self._to_key(triple)
        stated = self.reasoner.asserted.get(relation)
        if stated is not None and key in stated:
            return Proof(triple, "asserted")
        if predicate == self.reasoner.same:
            return self._prove_same(subject, item)
        if self._stamp(relation, key) is not None:
            return self._prove_known(relation, key)
        return self._prove_renamed(triple, relation, before)

    def _to_key(self, triple: Numbers) -> tuple[int, int]:
        subject, predicate, item = triple
        if predicate == self.reasoner.type:
            return item << 1, subject
        return property_of(predicate), subject << 32 | item

    def _to_triple(self, relation: int, key: int) -> Numbers:
        if relation & 1:
            return key >> 32, relation >> 1, key & 0xFFFFFFFF
        return key, self.reasoner.type, relation >> 1

    def _prove_known(self, relation: int, key: int) -> Proof:
        """The proof of a fact that the reasoner has, or had, under just these names."""
        found = self._found.get((relation, key))
        if found is None:
            found = self._found[relation, key] = self._find_proof(relation, key)
        return found

    def _find_proof(self, relation: int, key: int) -> Proof:
        triple = self._to_triple(relation, key)
        stamp = self._stamp(relation, key)
        assert stamp is not None  # noqa: S101 - the caller looked
        if stamp == 0:
            return Proof(triple, "asserted")
        rule = self.reasoner.steps[stamp]
        if rule == 2:
            return Proof(triple, "dt-type2")
        self._looked += 1
        if rule == 1:
            renamed = self._prove_renamed(triple, relation, stamp)
            if renamed is not None:
                return renamed
        best: Proof | None = None
        followed = 0
        for way in self._find_ways(relation, key, stamp):
            proof = self._follow(triple, way, stamp)
            if proof is None:
                continue
            followed += 1
            if best is None or (proof.height, proof.size) < (best.height, best.size):
                best = proof
            if best.height == 1 or followed == _WAYS or self._looked > _PATIENCE:
                break
        if best is None:
            raise AssertionError(f"no proof of {[self.reasoner.dictionary.names[one] for one in triple]}")
        return best

    def _find_ways(self, relation: int, key: int, stamp: int) -> list[_Way]:
        first = self.reasoner.grounds[self.reasoner.steps[stamp]]
        ways = [
            way
            for ground in self.reasoner.by_head.get(relation, ())
            if ground.since <= stamp
            for way in self._join_back(ground, relation, key, stamp, only=ground is not first)
        ]
        return sorted(ways, key=lambda way: way.rank)

    def _join_back(self, ground: Ground, relation: int, key: int, stamp: int, *, only: bool) -> list[_Way]:
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
        return self._join_from(ground, start, stamp, _WAYS if not only else 2)

    def _join_from(self, ground: Ground, start: dict[int, int], before: int, most: int) -> list[_Way]:
        """The ways in which the body of a rule holds with the variables of START, by facts with stamps BEFORE one."""
        body, opened = self._open(ground, len(ground.variables))
        if opened:
            most = _ROWS  # ways that take a constant by a name that it had only later are left out later
        if not body:
            return [_Way(ground, start, (), ())]
        ways: list[_Way] = []
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
                ways += self._pick(ground, body, piece, min(rows, _ROWS), before, most)
        return sorted(ways, key=lambda way: way.rank)[:most]

    def _look_up(self, ground: Ground, atom: Atom, given: dict[int, int], before: int, most: int) -> list[_Way]:
        """The same for a body of one atom, without arrays where all is known."""
        args = [given.get(arg) if arg >= 0 else ~arg for arg in atom.args]
        if None not in args:
            key = args[0] if len(args) == 1 else (args[0] or 0) << 32 | (args[1] or 0)
            stamp = self._stamp(atom.relation, key or 0)
            if stamp is None or stamp >= before:
                return []
            return [_Way(ground, given, ((atom.relation, key or 0),), (stamp,))]
        known = 0 if args[0] is not None else 1
        value = args[known]
        if value is None:
            return []
        ways: list[_Way] = []
        for relation in self._relations(atom.relation):
            for part in relation.parts() if known == 0 else relation.turned_parts():
                first, last = part.searchsorted((value << 32, (value + 1) << 32)).tolist()
                others = part[first : min(last, first + _ROWS)] & 0xFFFFFFFF
                if not len(others):
                    continue
                keys = (value << 32) | others if known == 0 else (others << 32) | value
                stamps = relation.stamps_of(keys)
                for place in np.argsort(stamps, kind="stable")[:most].tolist():
                    if stamps[place] < before:
                        found = {**given, atom.args[1 - known]: int(others[place])}
                        ways.append(_Way(ground, found, ((atom.relation, int(keys[place])),), (int(stamps[place]),)))
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
    ) -> list[_Way]:
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
            _Way(
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

    def _follow(self, triple: Numbers, way: _Way, stamp: int) -> Proof | None:
        """The proof by a way; where the rule names a thing otherwise than the facts do, that they are one is proved."""
        ground = way.ground
        premises: list[Proof] = []
        for atom, (relation, key) in zip(ground.body, way.premises, strict=True):
            proof = self._prove_known(relation, key)
            args = (key,) if len(atom.args) == 1 else (key >> 32, key & 0xFFFFFFFF)
            named = [~arg if arg < 0 else value for arg, value in zip(atom.args, args, strict=True)]
            key = named[0] if len(named) == 1 else named[0] << 32 | named[1]
            renamed = self._rename(proof, self._to_triple(relation, key), stamp)
            if renamed is None:
                return None
            premises.append(renamed)
        step = self._to_step(triple, ground, way.values, tuple(premises))
        if ground.head is None:
            return step
        says = [~arg if arg < 0 else way.values[arg] for arg in ground.head.args]
        concluded = self._to_triple(ground.head.relation, says[0] if len(says) == 1 else says[0] << 32 | says[1])
        return self._rename(replace(step, triple=concluded), triple, stamp)

    def _to_step(self, triple: Numbers, ground: Ground, values: dict[int, int], premises: tuple[Proof, ...]) -> Proof:
        told = {**ground.bindings}
        told |= {name: values[place] for place, name in enumerate(ground.variables) if place in values}
        axioms = tuple(self.prove_axiom(axiom) for axiom in ground.axiom)
        return Proof(triple, ground.rule.name, premises, axioms, ground, tuple(told.items()))

    def prove_axiom(self, triple: Numbers) -> Proof:
        """The proof of an axiom that a rule rests on."""
        found = self._axioms.get(triple)
        if found is None:
            self._axioms[triple] = Proof(triple, "asserted")
            found = self._axioms[triple] = self._prove(triple) or Proof(triple, "asserted")
        return found

    # ------------------------------------------------------------ equality

    def _prove_renamed(self, triple: Numbers, relation: int, before: int | None) -> Proof | None:
        """The proof of a fact by that of the same fact under other names."""
        subject, predicate, item = triple
        names = self.reasoner.equality.names
        pairs = relation & 1
        candidates: list[tuple[int, Numbers]] = []
        for one in names(subject):
            for other in names(item) if pairs else (item,):
                known = one, predicate, other
                stamp = self._stamp(*self._to_key(known))
                if known != triple and stamp is not None and (before is None or stamp < before):
                    candidates.append((stamp, known))
        for _, known in sorted(candidates):
            proof = self._rename(self._prove_known(*self._to_key(known)), triple, before)
            if proof is not None:
                return proof
        return None

    def _rename(self, proof: Proof, triple: Numbers, before: int | None) -> Proof | None:
        """PROOF carried over to TRIPLE by steps of equality, all found BEFORE a step."""
        for place, rule in ((0, "eq-rep-s"), (2, "eq-rep-o")):
            if proof.triple[place] == triple[place]:
                continue
            path = self.reasoner.equality.find_path(proof.triple[place], triple[place])
            if path is None or (before is not None and any(edge.stamp >= before for edge in path)):
                return None
            same = self._prove_same(proof.triple[place], triple[place])
            if same is None:
                return None
            said = list(proof.triple)
            said[place] = triple[place]
            proof = Proof((said[0], said[1], said[2]), rule, (proof, same))
        return proof

    def _prove_same(self, first: int, second: int) -> Proof | None:
        same = self.reasoner.same
        stated = self.reasoner.asserted.get(property_of(same))
        if stated is not None and first << 32 | second in stated:
            return Proof((first, same, second), "asserted")
        path = self.reasoner.equality.find_path(first, second)
        if not path:
            return None
        proof: Proof | None = None
        at = first
        for edge in path:
            step = self._prove_edge(edge)
            if edge.first != at:
                step = Proof((at, same, edge.first), "eq-sym", (step,))
            at = step.triple[2]
            proof = step if proof is None else Proof((first, same, at), "eq-trans", (proof, step))
        return proof

    def _prove_edge(self, edge: Edge) -> Proof:
        """Why two names were made one."""
        key = -1 - edge.stamp, edge.first << 32 | edge.second
        found = self._found.get(key)
        if found is not None:
            return found
        triple = edge.first, self.reasoner.same, edge.second
        ground = self.reasoner.grounds[self.reasoner.steps[edge.stamp]]
        if ground.number == 0:
            proof: Proof | None = Proof(triple, "asserted")
        elif ground.member is None:
            ways = self._join_back(ground, property_of(self.reasoner.same), edge.first << 32 | edge.second,
                                   edge.stamp, only=False)  # fmt: skip
            proof = next(filter(None, (self._follow(triple, way, edge.stamp) for way in ways)), None)
        else:
            proof = self._prove_shared(triple, ground, edge)
        if proof is None:
            raise AssertionError(f"no proof that {[self.reasoner.dictionary.names[one] for one in triple]}")
        self._found[key] = proof
        return proof

    def _prove_shared(self, triple: Numbers, ground: Ground, edge: Edge) -> Proof | None:
        """The proof that two things are one by what they share."""
        assert ground.member is not None  # noqa: S101 - the caller looked
        ones, others = (
            self._join_from(ground, {ground.member: name}, edge.stamp, _ROWS) for name in (edge.first, edge.second)
        )
        by_keys = {tuple(way.values[key] for key in ground.keys): way for way in reversed(others)}
        for one in ones:
            other = by_keys.get(tuple(one.values[key] for key in ground.keys))
            if other is None:
                continue
            halves = [self._follow(triple, way, edge.stamp) for way in (one, other)]
            if halves[0] is not None and halves[1] is not None:
                premises = tuple(dict.fromkeys((*halves[0].premises, *halves[1].premises)))
                return self._to_step(triple, ground, one.values, premises)
        return None
