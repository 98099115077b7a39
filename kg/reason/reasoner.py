"""The reasoner: facts as sorted arrays, and the steps that take them to all that follows.

Each step takes one relation, adds what has come in for it and is new, and joins only that with what the others hold
(semi-naive), so that no conclusion is drawn twice by the same way. Steps are numbered; a fact bears the number of the
step that added it as its stamp, and what it was derived from has lower stamps, so that proofs can be read back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final

import numpy as np

from kg.errors import LimitError
from kg.reason.agenda import Agenda
from kg.reason.compile import PROPER, Axioms, name
from kg.reason.dictionary import Dictionary, Numbers
from kg.reason.equality import Equality
from kg.reason.ground import Ground, bind, class_of, join, keep_rows, property_of, to_keys
from kg.reason.relations import LOW, SHIFT, Keys, Relation, Stamps, is_in, to_set, turn
from kg.reason.rulebook import Rulebook
from kg.reason.tables import FIRST, SECOND, Rule
from kg.reason.terms import AXIOM_PREDICATES, AXIOM_TYPES
from kg.reason.unions import find_pairs, find_same
from kg.reason.values import Values

DEFAULT_LIMIT: Final = 20_000_000
"""Facts, given or derived, beyond which the reasoner gives up: some 30 bytes each."""

_REDUNDANT: Final = frozenset(
    "scm-cls scm-sco scm-eqc1 scm-eqc2 scm-spo scm-eqp1 scm-eqp2 scm-dom1 scm-dom2 scm-rng1 scm-rng2 "
    "scm-int scm-uni".split()
)
"""Rules whose conclusions about classes and properties add nothing for individuals that other rules do not."""

Table = Mapping[int, Iterable[int] | Keys]
"""Pairs by the number of their predicate."""


class Reasoner:
    """Facts and what follows from them; see `add`, and `kg.reason.retract` for the way back."""

    def __init__(
        self, *, limit: int = DEFAULT_LIMIT, rules: Iterable[Rule] = (), dictionary: Dictionary | None = None
    ) -> None:
        self.dictionary = Dictionary() if dictionary is None else dictionary
        self.limit = limit
        self.rules = tuple(rules)
        encode = self.dictionary.encode
        self.type = encode(name("rdf:type"))
        self.same = encode(name("owl:sameAs"))
        self.thing = encode(name("owl:Thing"))
        self._axiom_predicates = [encode(f"<{term}>") for term in sorted(map(str, AXIOM_PREDICATES))]
        self._axiom_classes = [encode(f"<{term}>") for term in sorted(map(str, AXIOM_TYPES))]
        declared = class_of(encode(name("owl:Class")))
        self.axiom_relations = {
            *map(property_of, self._axiom_predicates),
            *map(class_of, self._axiom_classes),
            declared,
        }
        self._proper = {property_of(encode(name(word))) for word in PROPER}
        self._below = property_of(encode(name("rdfs:subClassOf")))
        self.values = Values(self.dictionary)
        self.asserted: dict[int, Relation] = defaultdict(Relation)
        self.clear()

    def clear(self) -> None:
        """Forget all that was derived, and all rules."""
        self.facts: dict[int, Relation] = defaultdict(Relation)
        self.past: dict[int, Relation] = defaultdict(Relation)
        self.equality = Equality()
        self.rulebook = Rulebook()
        self.steps: list[int] = [0]
        self.size = 0
        self._agenda = Agenda(self.axiom_relations)
        self._unions: list[tuple[Keys, Keys, int]] = []
        self._stale = True
        self.values.seen = {}

    def restart(self) -> None:
        """Draw all conclusions from what is stated once more."""
        self.clear()
        for relation, stated in list(self.asserted.items()):
            if len(stated):
                self.state(relation, stated.all()[0])
        self.run()

    # ------------------------------------------------------------ what joins read

    def parts(self, relation: int) -> tuple[Keys, ...]:
        """Sorted arrays of the members of a relation."""
        found = self.facts.get(relation)
        return found.parts() if found is not None else ()

    def turned(self, relation: int) -> tuple[Keys, ...]:
        """The same the other way round."""
        found = self.facts.get(relation)
        return found.turned_parts() if found is not None else ()

    def stand_in(self, number: int) -> int:
        """The number under which facts about a thing are kept."""
        return self.equality.stand_in(number)

    # ------------------------------------------------------------ adding

    def add(self, table: Table) -> None:
        """Take the pairs of TABLE for stated, and draw all conclusions."""
        for relation, keys in self.to_relations(table).items():
            fresh = self.asserted[relation].missing(keys)
            if len(fresh):
                self.asserted[relation].add(fresh, np.zeros(len(fresh), np.uint32))
                self.state(relation, fresh)
        self.run()

    def add_triples(self, triples: Iterable[Numbers]) -> None:
        """As `add`, of single triples."""
        table: dict[int, list[int]] = defaultdict(list)
        for subject, predicate, item in triples:
            table[predicate].append(subject << 32 | item)
        self.add(table)

    def to_relations(self, table: Table) -> dict[int, Keys]:
        """The members of relations that the pairs of TABLE stand for, sorted."""
        found: dict[int, Keys] = {}
        for predicate, pairs in table.items():
            keys = to_set(np.asarray(pairs if isinstance(pairs, np.ndarray) else list(pairs), np.int64))
            if predicate != self.type:
                found[property_of(predicate)] = keys
                continue
            keys = np.sort(turn(keys))
            kinds = keys >> SHIFT
            cuts = [0, *(np.flatnonzero(kinds[1:] != kinds[:-1]) + 1).tolist(), len(keys)]
            for first, last in pairwise(cuts):
                if last > first:
                    found[class_of(int(kinds[first]))] = keys[first:last] & LOW
        return found

    def state(self, relation: int, keys: Keys) -> None:
        """Let stated KEYS of RELATION come in, by the names they were stated with."""
        if relation == property_of(self.same):
            self._unions.append((keys >> SHIFT, keys & LOW, 0))
            return
        if relation in self.axiom_relations:
            self._stale = True
        if self.equality:
            renamed = self.equality.rename(keys, pairs=bool(relation & 1), size=len(self.dictionary))
            old = renamed != keys
            if old.any():
                self._remember(relation, keys[old], np.zeros(int(old.sum()), np.uint32))
                self.push(relation, to_set(renamed[old]), 1)
                keys = keys[~old]
        self.push(relation, keys, 0)

    def push(self, relation: int, keys: Keys, rule: int) -> None:
        """Let KEYS come in for RELATION by a rule."""
        self._agenda.push(relation, keys, rule)

    def _remember(self, relation: int, keys: Keys, stamps: Stamps) -> None:
        past = self.past[relation]
        fresh = ~past.has(keys)
        past.add(keys[fresh], stamps[fresh])
        stated = keys[stamps == 0]
        past.mark(stated, 0)

    # ------------------------------------------------------------ to the end

    def run(self) -> None:
        """Draw conclusions until there are no more."""
        self._add_values()
        while True:
            if self._agenda and (not self._stale or self._agenda.has_axioms):
                self._step(*self._agenda.pop())
            elif self._stale:
                self._compile()
            elif self._unions:
                self._unite()
            else:
                return

    def _add_values(self) -> None:
        """Let the literals that are of datatypes that rules ask for come in (dt-type2)."""
        for relation, keys in self.values.find_new():
            self.push(relation, keys, 2)

    def _step(self, relation: int, incoming: list[tuple[Keys, int]]) -> None:
        """Add what has come in for a relation, and pass on what is new."""
        if self.equality and relation not in self.facts and len(self.equality.names(relation >> 1)) > 1:
            self._stale = True
        facts = self.facts[relation]
        pairs = bool(relation & 1)
        found: list[Keys] = []
        stamps: list[Stamps] = []
        for keys, rule in incoming:
            if self.equality:
                keys = to_set(self.equality.rename(keys, pairs=pairs, size=len(self.dictionary)))
            if rule and relation in self._proper:
                keys = keys[(keys >> SHIFT) != (keys & LOW)]
            fresh = facts.missing(keys)
            if rule == 0 and len(fresh) < len(keys):
                facts.mark(keys[facts.has(keys)], 0)
            for known in found:
                fresh = fresh[~is_in(fresh, known)]
            if not len(fresh):
                continue
            if rule:
                self.steps.append(rule)
            found.append(fresh)
            stamps.append(np.full(len(fresh), len(self.steps) - 1 if rule else 0, np.uint32))
            if relation in self.axiom_relations and self.rulebook.grounds[rule].rule.name not in _REDUNDANT:
                self._stale = True
        if not found:
            return
        delta, marks = found[0], stamps[0]
        if len(found) > 1:
            delta, marks = np.concatenate(found), np.concatenate(stamps)
            order = np.argsort(delta)
            delta, marks = delta[order], marks[order]
        self.size += len(delta)
        self._check_limit(0, self.rulebook.grounds[self.steps[-1]], relation)
        facts.add(delta, marks)
        for ground, place in self.rulebook.by_body.get(relation, ()):
            self.fire(ground, place, delta)

    def _check_limit(self, more: int, ground: Ground, relation: int) -> None:
        if self.size + more > self.limit:
            term = self.dictionary.names[relation >> 1]
            raise LimitError(
                f"more than {self.limit:,} facts: the rule {ground.rule.name} was adding to {term}",
                hint="Give a higher limit where there is memory for it, some 30 bytes for each fact",
            )

    def fire(self, ground: Ground, place: int, delta: Keys) -> None:
        """Let what follows from DELTA, new at one PLACE of the body, come in."""
        if ground.member is not None:
            found = find_same(self, ground, place, delta, self.dictionary)
            self._unions += ((first, second, ground.number) for first, second in found)
            return
        assert ground.head is not None  # noqa: S101 - contradictions are not registered
        for keys in self.conclude(ground, place, delta):
            self.push(ground.head.relation, keys, ground.number)

    def conclude(self, ground: Ground, place: int, delta: Keys) -> list[Keys]:
        """What is new by a rule, with DELTA at one PLACE of its body, as sorted sets."""
        head = ground.head
        assert head is not None  # noqa: S101 - as above
        if head.relation == property_of(self.same):
            pairs = find_pairs(self, ground, place, delta)
            self._unions += ((first, second, ground.number) for first, second in pairs)
            return []
        columns = bind(ground.body[place], delta, self)
        if columns is None:
            return []
        rows = len(next(iter(columns.values()))) if columns else 1
        found: list[Keys] = []
        total = 0
        known = self.facts.get(head.relation)
        for piece, size in join(self, columns, rows, ground.plan(place)):
            piece, size = keep_rows(ground, piece, size)
            if not size:
                continue
            keys = to_keys(head, piece, size, self)
            keys = to_set(keys)
            if known is not None:
                keys = known.missing(keys)
            if len(keys):
                total += len(keys)
                found.append(keys)
                self._check_limit(total, ground, head.relation)
                if len(found) > 8:
                    found = [to_set(np.concatenate(found))]
                    total = len(found[0])
        return found

    # ------------------------------------------------------------ equality

    def _unite(self) -> None:
        unions, self._unions = self._unions, []
        literal = self.dictionary.is_literal()
        moved: list[int] = []
        for first, second, rule in unions:
            if not len(first):
                continue
            things = ~(literal[first] | literal[second])
            self.steps.append(rule)
            stamp = len(self.steps) - 1
            for one, other in zip(first[things].tolist(), second[things].tolist(), strict=True):
                moved += self.equality.unite(one, other, stamp, len(self.dictionary))
        if moved:
            self._rename(moved)
            classes = set(map(self.equality.stand_in, moved))
            if any(self.is_schema(name) for one in classes for name in self.equality.names(one)):
                self._stale = True

    def is_schema(self, number: int) -> bool:
        """Whether a thing is used as a class or property."""
        return any(
            relation in self.facts or relation in self.rulebook.by_body
            for relation in (class_of(number), property_of(number))
        )

    def _rename(self, moved: list[int]) -> None:
        """Keep what was known by names that have got a stand-in under this from now on."""
        size = len(self.dictionary)
        mask = np.zeros(size, np.bool_)
        mask[moved] = True
        for relation, facts in list(self.facts.items()):
            pairs = bool(relation & 1)
            for part in facts.parts():
                old = part[mask[part >> SHIFT] | mask[part & LOW] if pairs else mask[part]]
                if len(old):
                    stamps = facts.stamps_of(old)
                    facts.remove(old)
                    self.size -= len(old)
                    self._remember(relation, old, stamps)
                    self.push(relation, to_set(self.equality.rename(old, pairs=pairs, size=size)), 1)

    # ------------------------------------------------------------ rules

    def _compile(self) -> None:
        """Make rules of the axioms that are known by now."""
        self._stale = False
        grounds = self.rulebook.grounds
        known = len(grounds)
        self._ground_all(FIRST)
        self._ground_all((*SECOND, *self.rules))
        if self._uses_thing:
            self._ground_all(SECOND)
        fresh = grounds[known:]
        if fresh:
            self._agenda.sort(self.rulebook.find_order())
            self.values.note(self.rulebook.by_body)
            self._add_values()
        for ground in fresh:
            self._fire_all(ground)

    def _ground_all(self, rules: Iterable[Rule]) -> None:
        self.rulebook.extend(rules, Axioms(self.find_axioms(), self.dictionary), len(self.steps))

    @property
    def _uses_thing(self) -> bool:
        """Whether a rule asks what is a thing."""
        return class_of(self.thing) in self.rulebook.by_body

    def find_axioms(self) -> list[Numbers]:
        """The axioms that rules are made of: the stated ones, and of those that follow what says something new."""
        found: dict[Numbers, None] = {}
        for predicate in self._axiom_predicates:
            relation = property_of(predicate)
            for key in self._eligible(relation):
                found[key >> 32, predicate, key & 0xFFFFFFFF] = None
        for kind in self._axiom_classes:
            for member in self._eligible(class_of(kind)):
                found[member, self.type, kind] = None
        for names in self.equality.members.values():
            for one in filter(self.is_schema, names):
                for other in names:
                    if one != other:
                        found[one, self.same, other] = None
                        found[other, self.same, one] = None
        return list(found)

    def _eligible(self, relation: int) -> list[int]:
        stated = self.asserted.get(relation)
        keys = [] if stated is None else stated.all()[0].tolist()
        facts = self.facts.get(relation)
        if facts is not None and len(facts) > 0:
            known, stamps = facts.all()
            for key, stamp in zip(known.tolist(), stamps.tolist(), strict=True):
                rule = self.rulebook.grounds[self.steps[stamp]].rule.name
                if stamp and (
                    rule not in _REDUNDANT or (rule == "scm-cls" and self._uses_thing and relation == self._below)
                ):
                    keys.append(key)
        return keys

    def _fire_all(self, ground: Ground) -> None:
        """Let what follows by a new rule from what is known come in."""
        if not ground.body:
            if ground.head is not None:
                self.push(ground.head.relation, to_keys(ground.head, {}, 1, self), ground.number)
            return
        for part in self.parts(ground.body[0].relation):
            if len(part):
                self.fire(ground, 0, part)

    def settle(self, steps: list[int], values: dict[int, int]) -> None:
        """Be at rest after STEPS that were made before."""
        self.steps, self.values.seen, self._stale = steps, values, False
        self._agenda.sort(self.rulebook.find_order())
