"""Contradictions in the numbers of a reasoner: each row of `kg.reason.tables.CONTRADICTIONS` joined over all facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from rdflib import URIRef

from kg.reason.beyond import DIFFERENCES
from kg.reason.compile import Axioms, make_ground, match_axioms, name, parse
from kg.reason.datatypes import are_different, is_of_datatype, to_literal
from kg.reason.dictionary import Numbers
from kg.reason.ground import Columns, Ground, bind, join, property_of
from kg.reason.reasoner import Reasoner
from kg.reason.relations import LOW, SHIFT
from kg.reason.rulebook import RENAMED
from kg.reason.tables import CONTRADICTIONS, Rule

_SPECIAL = frozenset({"same", "repeats", "unlike", "outside"})


@dataclass(frozen=True, slots=True)
class Conflict:
    """Facts that cannot all be true by the axioms of a rule; `values` are what its variables stand for."""

    rule: Rule
    axiom: tuple[Numbers, ...]
    facts: tuple[Numbers, ...]
    values: tuple[tuple[str, int], ...]


def find_conflicts(reasoner: Reasoner) -> Iterator[Conflict]:
    """Yield the contradictions in a reasoner that is at rest, each set of facts once for each axiom."""
    axioms = Axioms(reasoner.find_axioms(), reasoner.dictionary)
    finder = _Finder(reasoner, axioms)
    for rule in CONTRADICTIONS:
        seen: set[object] = set()
        for bindings, triples in match_axioms(rule, axioms):
            for conflict in finder.find(rule, bindings, triples):
                key = frozenset(conflict.axiom), frozenset(conflict.facts)
                if key not in seen:
                    seen.add(key)
                    yield conflict


class _Finder:
    def __init__(self, reasoner: Reasoner, axioms: Axioms) -> None:
        self.reasoner, self.axioms = reasoner, axioms

    def find(self, rule: Rule, bindings: dict[str, int], triples: tuple[Numbers, ...]) -> Iterator[Conflict]:
        special = [pattern[1] for pattern in parse(rule.facts) if pattern[1] in _SPECIAL]
        if not special:
            yield from self._join(rule, bindings, triples)
        elif special == ["same"]:
            yield from self._find_same(rule)
        elif special == ["repeats"]:
            yield from self._find_repeats(rule, bindings, triples)
        elif special == ["unlike"]:
            yield from self._find_unlike(rule, bindings, triples)
        else:
            yield from self._find_outside(rule)

    def _join(self, rule: Rule, bindings: dict[str, int], triples: tuple[Numbers, ...]) -> Iterator[Conflict]:
        ground = make_ground(rule, bindings, triples, self.axioms, 0)
        if ground is None or not ground.body:
            return
        reasoner = self.reasoner
        plan = ground.plan(0, keep=True)
        for part in reasoner.parts(ground.body[0].relation):
            columns = bind(ground.body[0], part, reasoner)
            if columns is None:
                continue
            rows = len(next(iter(columns.values()))) if columns else 1
            for piece, size in join(reasoner, columns, rows, plan):
                yield from self._to_conflicts(ground, triples, piece, size)

    def _to_conflicts(
        self, ground: Ground, triples: tuple[Numbers, ...], columns: Columns, rows: int
    ) -> Iterator[Conflict]:
        literal = self.reasoner.dictionary.is_literal()
        for row in range(rows):
            values = {place: int(column[row]) for place, column in columns.items()}
            told = {**ground.bindings, **{name: values[place] for place, name in enumerate(ground.variables)}}
            if literal[told["?x"]]:
                continue
            facts = []
            for atom in ground.body:
                args = [self.reasoner.stand_in(~arg) if arg < 0 else values[arg] for arg in atom.args]
                facts.append(self._to_triple(atom.relation, args))
            yield Conflict(ground.rule, triples, tuple(dict.fromkeys(facts)), tuple(told.items()))

    def _to_triple(self, relation: int, args: list[int]) -> Numbers:
        if relation & 1:
            return args[0], relation >> 1, args[1]
        return args[0], self.reasoner.type, relation >> 1

    def _find_same(self, rule: Rule) -> Iterator[Conflict]:
        """eq-diff1: stated, or following, differences of things that are one; a difference has no direction."""
        different = self.reasoner.dictionary.encode(name("owl:differentFrom"))
        found: dict[frozenset[int], list[tuple[int, int]]] = defaultdict(list)
        for one, other in self._find_unlike_names(property_of(different)):
            found[frozenset((one, other))].append((one, other))
        for (one, other), *turned in found.values():
            facts = [(first, different, second) for first, second in ((one, other), *turned)]
            yield Conflict(rule, (), (*facts, *self._same(one, other)), (("?x", one), ("?y", other)))

    def _find_unlike_names(self, relation: int) -> Iterator[tuple[int, int]]:
        """The pairs of RELATION whose two names are of one thing, each once: as stated, or else as they follow."""
        reasoner = self.reasoner
        told: set[int] = set()
        for key in reasoner.asserted.get(relation, ()):
            one, other = key >> 32, key & 0xFFFFFFFF
            if reasoner.stand_in(one) == reasoner.stand_in(other):
                told.add(reasoner.stand_in(one))
                yield one, other
        renamed: dict[int, list[int]] = defaultdict(list)
        for key in reasoner.past.get(relation, ()):
            renamed[reasoner.stand_in(key >> 32)].append(key)
        for part in reasoner.parts(relation):
            for key in part[(part >> SHIFT) == (part & LOW)].tolist():
                if key >> 32 not in told:
                    yield from self._find_derived(relation, key, renamed[key >> 32])

    def _find_derived(self, relation: int, key: int, renamed: list[int]) -> Iterator[tuple[int, int]]:
        """The first difference that follows of a thing from itself, by the names of it for which it was found.

        What is found by the meaning of differences comes from one that is told already, or from what excludes it.
        """
        for one, facts in [*((one, self.reasoner.past) for one in renamed), (key, self.reasoner.facts)]:
            names = one >> 32, one & 0xFFFFFFFF
            if self.reasoner.stand_in(names[0]) != self.reasoner.stand_in(names[1]):
                continue
            stamp = facts[relation].stamp_of(one) or 0
            rule = self.reasoner.rulebook.grounds[self.reasoner.steps[stamp]].rule
            if rule.name not in DIFFERENCES and rule != RENAMED:
                yield names
                return

    def _same(self, one: int, other: int) -> tuple[Numbers, ...]:
        return ((one, self.reasoner.same, other),) if one != other else ()

    def _find_repeats(self, rule: Rule, bindings: dict[str, int], triples: tuple[Numbers, ...]) -> Iterator[Conflict]:
        """eq-diff2, eq-diff3: two members of a list of things that all differ are one."""
        members, places = self.axioms.read_list(bindings["?list"])
        by_thing = sorted(enumerate(members), key=lambda item: (self.reasoner.stand_in(item[1]), item[0]))
        for _, group in groupby(by_thing, key=lambda item: self.reasoner.stand_in(item[1])):
            names = [member for _, member in group]
            for one, other in pairwise(names):
                told = {**bindings, "?x": one, "?y": other}
                yield Conflict(rule, tuple(dict.fromkeys(triples + places)), self._same(one, other),
                               tuple(told.items()))  # fmt: skip

    def _find_unlike(self, rule: Rule, bindings: dict[str, int], triples: tuple[Numbers, ...]) -> Iterator[Conflict]:
        """dt-diff: two values of which there can be one at most."""
        reasoner = self.reasoner
        predicate = bindings["?p"]
        facts = reasoner.facts.get(property_of(predicate))
        if facts is None or len(facts) < 2:
            return
        pairs = facts.all()[0]
        pairs = pairs[reasoner.dictionary.is_literal()[pairs & LOW]]
        kind = bindings.get("?c")
        if kind is not None:
            members = reasoner.facts.get(kind << 1)
            pairs = pairs[members.has(pairs >> SHIFT)] if members is not None else pairs[:0]
        datatype = bindings.get("?d")
        if datatype is not None:
            members = reasoner.facts.get(datatype << 1)
            pairs = pairs[members.has(pairs & LOW)] if members is not None else pairs[:0]
        again = np.flatnonzero((pairs[1:] >> SHIFT) == (pairs[:-1] >> SHIFT))
        for place in again.tolist():
            thing, one, other = int(pairs[place] >> SHIFT), int(pairs[place] & LOW), int(pairs[place + 1] & LOW)
            if self._are_different(one, other):
                told = {**bindings, "?x": thing, "?v": one, "?w": other}
                found = [(thing, reasoner.type, kind)] if kind is not None else []
                found += [(thing, predicate, one), (thing, predicate, other)]
                yield Conflict(rule, triples, tuple(found), tuple(told.items()))

    def _are_different(self, one: int, other: int) -> bool:
        names = self.reasoner.dictionary.names
        return are_different(to_literal(names[one]), to_literal(names[other])) is True

    def _find_outside(self, rule: Rule) -> Iterator[Conflict]:
        """dt-not-type: a value that stands where only those of a datatype can."""
        reasoner = self.reasoner
        names = reasoner.dictionary.names
        literal = reasoner.dictionary.is_literal()
        for relation in sorted(reasoner.facts):
            if relation & 1:
                continue
            members = reasoner.facts[relation].all()[0]
            kind = URIRef(names[relation >> 1][1:-1])
            for one in members[literal[members]].tolist():
                if is_of_datatype(to_literal(names[one]), kind) is False:
                    told = (("?v", one), ("?d", relation >> 1))
                    yield Conflict(rule, (), ((one, reasoner.type, relation >> 1),), told)
