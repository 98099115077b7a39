"""A graph and what follows from it: quads in, the same quads and two graphs more out.

What was given comes out unchanged, to the spelling of its numbers. Beside it stand the background facts that bear on it
(`BACKGROUND_GRAPH`) and what follows from both by the ontology (`INFERRED_GRAPH`). A graph that has these already is
taken without them first, so that reasoning twice is the same as reasoning once. The ontology itself is left out, for
it is the same for every graph; `include_ontology` adds it as a graph of its own, for queries on the labels of classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from rdflib import Graph

from kg.reason.background import select_background
from kg.reason.engine import DEFAULT_ENGINE, find_engine
from kg.reason.scope import divide, find_wanted, spread, to_graph
from kg.reason.terms import Triple, quiet_literals, to_quad, to_triple
from kg.resources import find_resource
from kg.store import BACKGROUND_GRAPH, INFERRED_GRAPH, quads_of, read_quads, to_dataset

if TYPE_CHECKING:
    import rdflib

ONTOLOGY_GRAPH: Final = "https://w3id.org/conflict-kg/ontology"
"""The graph that holds the ontology where it is asked for."""

SHIPPED_ONTOLOGY: Final = ("conflict.ttl", "alignments.ttl")
SHIPPED_BACKGROUND: Final = ("background.ttl",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A graph with its closure.

    `asserted`, `background`, `inferred` and `ontology` are quads; `closed` is all that the engine found, with axioms,
    commonplaces and triples about literals, in which contradictions are looked for.
    """

    asserted: tuple[ox.Quad, ...]
    background: tuple[ox.Quad, ...]
    inferred: tuple[ox.Quad, ...]
    ontology: tuple[ox.Quad, ...]
    axioms: frozenset[Triple]
    closed: Graph

    @property
    def quads(self) -> tuple[ox.Quad, ...]:
        """The graph to write: what was given, what was added to it, and the ontology where asked for."""
        return self.asserted + self.background + self.inferred + self.ontology


def close_quads(
    quads: Iterable[ox.Quad],
    *,
    ontology: Sequence[Path] | None = None,
    background: Sequence[Path] | None = None,
    engine: str = DEFAULT_ENGINE,
    include_ontology: bool = False,
    schema: bool = False,
) -> Closure:
    """Add to QUADS what follows from them by the rules of OWL 2 RL.

    ONTOLOGY and BACKGROUND are RDF files; None means those that come with kg (the background only together with the
    ontology), an empty sequence none, so that only the axioms within QUADS count. SCHEMA keeps what follows about
    classes and properties too. Raises `InputError` for a file that cannot be read, `UsageError` for an unknown ENGINE.
    """
    close = find_engine(engine)
    if background is None:
        background = [find_resource("ontology", name) for name in SHIPPED_BACKGROUND] if ontology is None else []
    if ontology is None:
        ontology = [find_resource("ontology", name) for name in SHIPPED_ONTOLOGY]
    added = {INFERRED_GRAPH, BACKGROUND_GRAPH} | ({ONTOLOGY_GRAPH} if ontology else set())
    asserted = tuple(quad for quad in quads if _graph_of(quad) not in added)
    with quiet_literals():
        axioms, data = list(_read_triples(ontology)), list(_to_triples(asserted))
        facts = select_background(data, list(_read_triples(background)))
        given = {*data, *facts, *axioms}
        closed, wanted = close(_scope_graph(given, schema)), find_wanted([*data, *facts], schema=schema)
        follows = {*closed, *spread((t for t in given if t not in closed), closed)}
        inferred = {triple for triple in follows - given if triple in wanted}
        return Closure(
            asserted=asserted,
            background=_to_quads(facts, BACKGROUND_GRAPH),
            inferred=_to_quads(inferred, INFERRED_GRAPH),
            ontology=_to_quads(axioms, ONTOLOGY_GRAPH) if include_ontology else (),
            axioms=frozenset(axioms),
            closed=closed,
        )


def reason(
    dataset: rdflib.Dataset,
    *,
    ontology: Sequence[Path] | None = None,
    background: Sequence[Path] | None = None,
    engine: str = DEFAULT_ENGINE,
    include_ontology: bool = False,
    schema: bool = False,
) -> rdflib.Dataset:
    """A new dataset: DATASET, the background that bears on it, and what follows. See `close_quads`."""
    closure = close_quads(
        quads_of(dataset),
        ontology=ontology,
        background=background,
        engine=engine,
        include_ontology=include_ontology,
        schema=schema,
    )
    return to_dataset(closure.quads)


def _scope_graph(given: set[Triple], schema: bool) -> Graph:
    return to_graph(divide(given, schema=schema).seen)


def _graph_of(quad: ox.Quad) -> str | None:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else None


def _read_triples(paths: Sequence[Path]) -> Iterator[Triple]:
    """The triples of all files; their blank nodes get new names, so as not to meet those of the data."""
    for path in paths:
        yield from _to_triples(read_quads(path, rename_blank_nodes=True))


def _to_triples(quads: Iterable[ox.Quad]) -> Iterator[Triple]:
    return (triple for triple in map(to_triple, quads) if triple is not None)


def _to_quads(triples: Iterable[Triple], graph: str) -> tuple[ox.Quad, ...]:
    return tuple(sorted((to_quad(triple, graph) for triple in triples), key=str))
