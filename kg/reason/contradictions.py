"""What in a graph cannot all be true: each contradiction with its rule, axiom, facts, proofs and sentences.

A contradiction stops nothing: the closure is complete beside it. Facts that clash may be stated or may follow; for one
that follows there is its proof, and the stated facts at the ends of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rdflib import RDF, Literal
from rdflib.term import Node

from kg.errors import InconsistentGraphError
from kg.reason.closure import Closure, close_quads
from kg.reason.conflicts import Conflict, find_conflicts
from kg.reason.datatypes import is_well_formed
from kg.reason.dictionary import Numbers
from kg.reason.engines import DEFAULT_ENGINE
from kg.reason.tables import CONTRADICTIONS
from kg.reason.terms import Triple, quiet_literals
from kg.reason.wording import DEFAULT_GRAPH, Step, Wording, to_text, to_value, to_word
from kg.store import quads_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import rdflib

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Premise:
    """A triple that takes part in a contradiction.

    `graphs` are the IRIs of the graphs that state it, none where it follows; then `proof` tells from what, and
    `because` are the stated triples it follows from in the end.
    """

    triple: Triple
    graphs: tuple[str, ...] = ()
    because: tuple[Premise, ...] = ()
    proof: Step | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Facts that cannot all be true by an axiom; `rule` is W3C's name of the rule that shows it."""

    rule: str
    message: str
    axiom: tuple[Triple, ...]
    facts: tuple[Premise, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The IRIs of the graphs, most of them sentences, that state the facts or what they follow from; sorted."""
        premises = [premise for fact in self.facts for premise in (fact, *fact.because)]
        return tuple(sorted({graph for premise in premises for graph in premise.graphs}))


def find_contradictions(
    source: rdflib.Dataset | Closure,
    *,
    ontology: Sequence[Path] | None = None,
    background: Sequence[Path] | None = None,
    engine: str = DEFAULT_ENGINE,
) -> tuple[Contradiction, ...]:
    """What contradicts itself in SOURCE, sorted by rule; a dataset is closed first, with the options of `reason`."""
    if not isinstance(source, Closure):
        source = close_quads(quads_of(source), ontology=ontology, background=background, engine=engine)
    with quiet_literals():
        teller = _Teller(source)
        found = [teller.to_contradiction(conflict) for conflict in find_conflicts(source.reasoner)]
        found += teller.find_ill_typed()
    unique = {_key(item): item for item in reversed(found)}
    order = {rule.name: place for place, rule in reversed(list(enumerate(CONTRADICTIONS)))}
    return tuple(sorted(unique.values(), key=lambda item: (order[item.rule], item.message)))


def _key(item: Contradiction) -> tuple[object, ...]:
    """What is the same of contradictions that differ by the sides of a symmetric axiom alone."""
    axiom = frozenset(node for triple in item.axiom for node in triple)
    facts = frozenset(fact.triple for fact in item.facts)
    return item.rule, axiom, facts, "" if facts else item.message


def require_consistency(contradictions: Sequence[Contradiction]) -> None:
    """Raise `InconsistentGraphError`, which tells the first of CONTRADICTIONS, unless there are none."""
    if not contradictions:
        return
    count = len(contradictions)
    shown = [describe_contradiction(item) for item in contradictions[:_SHOWN]]
    more = [f"and {count - _SHOWN} more"] if count > _SHOWN else []
    head = f"the graph contradicts itself in {count} ways" if count > 1 else "the graph contradicts itself"
    raise InconsistentGraphError("\n".join([f"{head}:", *shown, *more]))


def describe_contradiction(contradiction: Contradiction) -> str:
    """The message with the axiom, the triples that clash and the graphs that state them, a line each."""
    lines = [f"{contradiction.message} ({contradiction.rule})"]
    lines += [f"    axiom: {line}" for line in describe_axiom(contradiction.axiom)]
    for fact in contradiction.facts:
        lines.append(f"    fact:  {to_text(fact.triple)}{_describe_origin(fact)}")
        lines += [f"        from {to_text(part.triple)}{_describe_origin(part)}" for part in fact.because]
    return "\n".join(lines)


def describe_axiom(axiom: Sequence[Triple]) -> list[str]:
    """The triples of AXIOM, a list among them on one line."""
    first = {subject: item for subject, predicate, item in axiom if predicate == RDF.first}
    rest = {subject: item for subject, predicate, item in axiom if predicate == RDF.rest}
    lines = []
    for subject, predicate, item in axiom:
        if predicate not in (RDF.first, RDF.rest):
            value = f"( {' '.join(_walk(item, first, rest))} )" if item in first else to_word(item)
            lines.append(f"{to_word(subject)} {to_word(predicate)} {value}")
    return lines


def _walk(node: Node | None, first: Mapping[Node, Node], rest: Mapping[Node, Node]) -> Iterator[str]:
    seen: set[Node] = set()
    while node is not None and node in first and node not in seen:
        seen.add(node)
        yield to_word(first[node])
        node = rest.get(node)


def _describe_origin(premise: Premise) -> str:
    if not premise.graphs:
        return " (follows)"
    names = [graph if graph == DEFAULT_GRAPH else f"<{graph}>" for graph in premise.graphs]
    return f" (stated in {', '.join(names[:_SHOWN])}{' and others' if len(names) > _SHOWN else ''})"


class _Teller:
    """Tells of contradictions in words and with proofs."""

    def __init__(self, closure: Closure) -> None:
        self.closure = closure
        self.words: Wording = closure.words

    def to_contradiction(self, conflict: Conflict) -> Contradiction:
        """A contradiction in terms, with proofs."""
        return Contradiction(
            rule=conflict.rule.name,
            message=self.words.fill(conflict.rule, dict(conflict.values)),
            axiom=tuple(map(self.words.to_triple, conflict.axiom)),
            facts=tuple(map(self._to_premise, conflict.facts)),
        )

    def _to_premise(self, triple: Numbers) -> Premise:
        graphs = self.words.find_graphs(triple)
        proof = None if graphs else self.closure.prover.prove(triple)
        if proof is None or proof.rule == "asserted":
            return Premise(triple=self.words.to_triple(triple), graphs=graphs)
        step = self.words.to_step(proof)
        because = tuple(Premise(triple=leaf.triple, graphs=leaf.graphs) for leaf in step.leaves)
        return Premise(triple=step.triple, because=tuple(sorted(because, key=lambda one: one.triple)), proof=step)

    def find_ill_typed(self) -> Iterator[Contradiction]:
        """Yield the stated values that are not spelt as ones of their datatype."""
        names = self.closure.reasoner.dictionary.names
        wrong: set[int] = set()
        for number, name in enumerate(names):
            if name[0] == '"' and name[-1] == ">":
                node = self.words.to_node(number)
                if isinstance(node, Literal) and is_well_formed(node) is False:
                    wrong.add(number)
        if not wrong:
            return
        triples = {triple for ledger in self.words.ledgers for _, triple in ledger if triple[2] in wrong}
        for triple in sorted(triples):
            yield self._to_ill_typed(triple)

    def _to_ill_typed(self, triple: Numbers) -> Contradiction:
        """The contradiction that the value of a triple is not spelt as one of its datatype."""
        value = self.words.to_node(triple[2])
        kind = value.datatype if isinstance(value, Literal) else None
        message = f"{self.words.name(triple[0])} has for {self.words.name(triple[1])} the value {to_value(value)}"
        said = f"{message}, which is no {to_word(kind) if kind else 'literal'}"
        return Contradiction(rule="dt-not-type", message=said, axiom=(), facts=(self._to_premise(triple),))
