"""The ground rules that were made of the axioms so far, by what they read and by what they add to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from kg.reason.compile import Axioms, make_ground, match_axioms
from kg.reason.ground import Ground
from kg.reason.tables import DATATYPES, Rule

ASSERTED: Final = Rule(name="asserted", says="it is stated")
RENAMED: Final = Rule(name="eq-rep", says="what holds of a thing holds of it by each of its names")
BUILT_IN: Final = (ASSERTED, RENAMED, DATATYPES)
"""The ground rules 0, 1 and 2, which are made of no axiom."""


class Rulebook:
    """Ground rules, each once, by their numbers; `by_body` tells the places in which a relation is read."""

    def __init__(self) -> None:
        self.grounds: list[Ground] = []
        self.by_body: dict[int, list[tuple[Ground, int]]] = defaultdict(list)
        self.by_head: dict[int, list[Ground]] = defaultdict(list)
        self._known: set[tuple[Rule, tuple[int, ...]]] = set()
        for rule in BUILT_IN:
            self._register(Ground(number=0, rule=rule, bindings={}, variables=(), axiom=(), body=(), head=None), 1)

    def extend(self, rules: Iterable[Rule], axioms: Axioms, since: int) -> None:
        """Add the ground rules of RULES that AXIOMS make and that are not there yet, as known since a step."""
        for rule in rules:
            for bindings, triples in match_axioms(rule, axioms):
                key = rule, tuple(bindings.values())
                if key in self._known:
                    continue
                self._known.add(key)
                ground = make_ground(rule, bindings, triples, axioms, len(self.grounds))
                if ground is not None and not _is_idle(ground):
                    self._register(ground, since)

    def resume(self, ground: Ground, since: int) -> None:
        """Take up a ground rule that was made before."""
        self._known.add((ground.rule, tuple(ground.bindings.values())))
        self._register(ground, since)

    def _register(self, ground: Ground, since: int) -> None:
        ground.number, ground.since = len(self.grounds), since
        self.grounds.append(ground)
        for place, atom in enumerate(ground.body):
            self.by_body[atom.relation].append((ground, place))
        if ground.head is not None:
            self.by_head[ground.head.relation].append(ground)

    def find_order(self) -> dict[int, list[int]]:
        """The relations that rules read, each with those that what is read in it adds to."""
        return {
            relation: [ground.head.relation for ground, _ in uses if ground.head is not None]
            for relation, uses in self.by_body.items()
        }


def _is_idle(ground: Ground) -> bool:
    """Whether a rule can only say what it reads: `C` below `C`, say."""
    return ground.head is not None and ground.body == (ground.head,)
