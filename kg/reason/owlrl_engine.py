"""owlrl behind the same door, as another engine: slow, without proofs, and the oracle of the tests.

It tries all rules on all triples again and again until nothing new comes; it is for graphs of a few thousand triples.
Two things are done for it here. It states that everything is the same as itself
(eq-ref), literals too, and then puts each thing for itself everywhere, which is where most of its time goes and from
which nothing follows; so equality is done anew without this. And its rule for keys (prp-key) does not look at the last
key, so that two things that differ in it, or in their only one, become the same; this is put right.

Equality of literals is not carried over to other triples: two names for one value are for whoever compares values, and
two values that an axiom says are one are a contradiction (dt-diff), from which no more is to be drawn.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from rdflib import OWL, RDF, Graph, Literal
from rdflib.term import Node

from kg.reason.scope import divide, find_wanted, spread, to_graph
from kg.reason.terms import Triple


def find_inferred(
    given: Collection[Triple], data: Collection[Triple], *, schema: bool = False
) -> tuple[set[Triple], Graph]:
    """What follows from GIVEN and is wanted of it as told of DATA, and all that owlrl has seen and found."""
    closed = close_with_owlrl(to_graph(divide(given, schema=schema).seen))
    follows = {*closed, *spread((triple for triple in given if triple not in closed), closed)}
    wanted = find_wanted(data, schema=schema)
    return {triple for triple in follows - set(given) if triple in wanted}, closed


def close_with_owlrl(graph: Graph) -> Graph:
    """The closure of GRAPH by owlrl, without axiomatic triples and without `x owl:sameAs x`."""
    closed = Graph()
    for triple in graph:
        closed.add(triple)
    _make_owlrl()(closed, False, False, rdfs=False).closure()
    return closed


@cache
def _make_owlrl() -> type[Any]:
    """owlrl's rules as a class with the repairs that the module tells of; made late, for owlrl is slow to import."""
    from owlrl.OWLRL import OWLRL_Semantics

    class Semantics(OWLRL_Semantics):  # type: ignore[misc]  # owlrl is not typed
        def __init__(self, graph: Graph, *args: object, **kwargs: object) -> None:
            self._known: set[Triple] = set(graph)
            super().__init__(graph, *args, **kwargs)

        def store_triple(self, triple: Triple) -> None:
            if triple not in self._known and not isinstance(triple[1], Literal):
                self._known.add(triple)
                self.added_triples.add(triple)

        def add_error(self, message: str) -> None:
            """Leave it: owlrl's messages name no triples, so contradictions are looked for afterwards."""

        def post_process(self) -> None:
            """Keep triples whose predicate is the inverse of another property: contradictions may turn on them."""

        def _equality(self, triple: Triple, _cycle: int) -> None:
            first, predicate, second = triple
            if predicate != OWL.sameAs or first == second:
                return
            self.store_triple((second, OWL.sameAs, first))
            if isinstance(first, Literal) or isinstance(second, Literal):
                return
            self._replace(first, second)

        def _replace(self, first: Node, second: Node) -> None:
            for predicate, item in self.graph.predicate_objects(first):
                if not (predicate == OWL.sameAs and item == second):
                    self.store_triple((second, predicate, item))
            for subject, item in self.graph.subject_objects(first):
                self.store_triple((subject, second, item))
            for subject, predicate in self.graph.subject_predicates(first):
                if not (predicate == OWL.sameAs and subject == second):
                    self.store_triple((subject, predicate, second))

        def _properties(self, triple: Triple, cycle: int) -> None:
            if triple[1] == OWL.hasKey:
                self._key(triple[0], list(self.graph.items(triple[2])))
            else:
                super()._properties(triple, cycle)

        def _key(self, kind: Node, properties: list[Node]) -> None:
            members: dict[tuple[Node, ...], Node] = {}
            for member in sorted(self.graph.subjects(RDF.type, kind)):
                for key in self._values(member, properties):
                    other = members.setdefault(key, member)
                    if other != member:
                        self.store_triple((other, OWL.sameAs, member))

        def _values(self, member: Node, properties: list[Node]) -> list[tuple[Node, ...]]:
            keys: list[tuple[Node, ...]] = [()] if properties else []
            for name in properties:
                values = list(self.graph.objects(member, name))
                keys = [(*key, value) for key in keys for value in values]
            return keys

    return Semantics
