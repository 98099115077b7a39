"""Why a fact holds: its proof, as a tree of rules down to what is stated.

Nothing of a proof is kept while the reasoner works but the stamp of each fact. A proof is found when it is asked for:
each rule that can have given a fact is joined backwards from it (`kg.reason.ways`), and only over facts with lower
stamps, so that a proof never runs in a circle. Among the ways that are found the one with the fewest steps to the
farthest leaf is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from kg.reason.dictionary import Numbers
from kg.reason.equality import Edge
from kg.reason.ground import Ground, property_of
from kg.reason.reasoner import Reasoner
from kg.reason.ways import MOST_ROWS, MOST_WAYS, Way, Ways

_PATIENCE: Final = 60
"""Facts looked into before only the first way of each is followed."""


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


class Prover:
    """Finds proofs over a reasoner that is at rest."""

    def __init__(self, reasoner: Reasoner) -> None:
        self.reasoner = reasoner
        self._ways = Ways(reasoner)
        self._found: dict[tuple[int, int], Proof] = {}
        self._axioms: dict[Numbers, Proof] = {}
        self._looked = 0

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
        if self._ways.find_stamp(relation, key) is not None:
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
        stamp = self._ways.find_stamp(relation, key)
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
        for way in self._ways.find(relation, key, stamp):
            proof = self._follow(triple, way, stamp)
            if proof is None:
                continue
            followed += 1
            if best is None or (proof.height, proof.size) < (best.height, best.size):
                best = proof
            if best.height == 1 or followed == MOST_WAYS or self._looked > _PATIENCE:
                break
        if best is None:
            raise AssertionError(f"no proof of {[self.reasoner.dictionary.names[one] for one in triple]}")
        return best

    def _follow(self, triple: Numbers, way: Way, stamp: int) -> Proof | None:
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
                stamp = self._ways.find_stamp(*self._to_key(known))
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
        ground = self.reasoner.rulebook.grounds[self.reasoner.steps[edge.stamp]]
        if ground.number == 0:
            proof: Proof | None = Proof(triple, "asserted")
        elif ground.member is None:
            ways = self._ways.join_back(ground, property_of(self.reasoner.same), edge.first << 32 | edge.second,
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
            self._ways.join_from(ground, {ground.member: name}, edge.stamp, MOST_ROWS)
            for name in (edge.first, edge.second)
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
