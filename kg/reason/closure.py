"""A graph and what follows from it: quads in, the same quads and two graphs more out.

What was given comes out unchanged, to the spelling of its numbers. Beside it stand the background facts that bear on it
(`BACKGROUND_GRAPH`) and what follows from both by the ontology (`INFERRED_GRAPH`). A graph that has these already is
taken without them first, so that reasoning twice is the same as reasoning once. The ontology itself is left out, for
it is the same for every graph; `include_ontology` adds it as a graph of its own, for queries on the labels of classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from rdflib import Literal, URIRef

from kg.errors import UsageError
from kg.reason.background import select_background
from kg.reason.beyond import BEYOND, LARGEST, Finding, Named, find_more
from kg.reason.dictionary import to_term
from kg.reason.engines import DEFAULT_ENGINE, check_engine
from kg.reason.ledger import Ledger
from kg.reason.output import Wanted, to_numbers
from kg.reason.proofs import Prover
from kg.reason.reasoner import DEFAULT_LIMIT, Reasoner
from kg.reason.tables import Rule
from kg.reason.terms import Triple, quiet_literals, to_quad, to_triple
from kg.reason.user_rules import read_rules
from kg.reason.wording import Wording
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

    `asserted`, `background`, `inferred` and `ontology` are quads; `reasoner` holds all that was found, with axioms,
    commonplaces and values of datatypes; `words` and `prover` tell of it. `findings` are what was found by no rule.
    """

    asserted: tuple[ox.Quad, ...]
    background: tuple[ox.Quad, ...]
    inferred: tuple[ox.Quad, ...]
    ontology: tuple[ox.Quad, ...]
    reasoner: Reasoner
    words: Wording
    prover: Prover
    findings: Mapping[Named, Finding]

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
    rules: Sequence[Path] | None = None,
    include_ontology: bool = False,
    schema: bool = False,
    limit: int = DEFAULT_LIMIT,
) -> Closure:
    """Add to QUADS what follows from them by the rules of OWL 2 RL.

    ONTOLOGY and BACKGROUND are RDF files; None means those that come with kg (the background only together with the
    ontology), an empty sequence none, so that only the axioms within QUADS count. SCHEMA keeps what follows about
    classes and properties too. RULES are files of rules beside the axioms (`kg.reason.user_rules`); None means those
    that come with kg, together with its ontology. Raises `InputError` for a file that cannot be read, `UsageError` for
    an unknown ENGINE, `LimitError` where there are more than LIMIT facts.
    """
    check_engine(engine)
    if background is None:
        background = [find_resource("ontology", name) for name in SHIPPED_BACKGROUND] if ontology is None else []
    if rules is None:
        rules = find_rules() if ontology is None and engine == DEFAULT_ENGINE else []
    own = read_rules(rules)
    if own and engine != DEFAULT_ENGINE:
        raise UsageError(f"{engine} knows no rules but those of OWL 2 RL", hint="Leave out the rules, or the engine")
    if ontology is None:
        ontology = [find_resource("ontology", name) for name in SHIPPED_ONTOLOGY]
    added = {INFERRED_GRAPH, BACKGROUND_GRAPH} | ({ONTOLOGY_GRAPH} if ontology else set())
    asserted = tuple(quad for quad in quads if _graph_of(quad) not in added)
    axioms = [_move(quad, ONTOLOGY_GRAPH) for path in ontology for quad in read_quads(path, rename_blank_nodes=True)]
    with quiet_literals():
        facts = _select(asserted, background)
        work = _Work(asserted, facts, axioms, limit, schema, own)
        inferred = work.close(schema) if engine == DEFAULT_ENGINE else work.close_otherwise(schema)
    return Closure(
        asserted=asserted,
        background=facts,
        inferred=tuple(sorted(inferred, key=str)),
        ontology=tuple(sorted(set(axioms), key=str)) if include_ontology else (),
        reasoner=work.reasoner,
        words=Wording(work.reasoner, work.ledgers),
        prover=Prover(work.reasoner),
        findings=MappingProxyType(work.findings),
    )


class _Work:
    """Quads as numbers, on the way to their closure."""

    def __init__(
        self,
        asserted: Sequence[ox.Quad],
        facts: Sequence[ox.Quad],
        axioms: Sequence[ox.Quad],
        limit: int,
        schema: bool,
        own: Sequence[Rule],
    ) -> None:
        self.asserted, self.facts, self.axioms = asserted, facts, axioms
        small = schema and len(asserted) + len(axioms) <= LARGEST
        self.reasoner = Reasoner(limit=limit, rules=(*own, *(BEYOND if small else ())))
        self.small = small
        self.findings: dict[Named, Finding] = {}
        self.ledgers = (Ledger(), Ledger(), Ledger())
        dictionary = self.reasoner.dictionary
        sources = (axioms, facts, asserted)
        self.tables = [ledger.extend(quads, dictionary) for ledger, quads in zip(self.ledgers, sources, strict=True)]

    def close(self, schema: bool) -> Iterator[ox.Quad]:
        """What follows, by the reasoner of kg."""
        for table in self.tables:
            self.reasoner.add(table)
        wanted = Wanted(self.reasoner, self.tables[1:], schema=schema)
        graph = ox.NamedNode(INFERRED_GRAPH)
        found = self.reasoner.dictionary.to_quads(to_numbers(wanted.find()), graph)
        if not self.small:
            return found

        known = {*self.asserted, *self.facts}
        self.findings = {finding.triple: finding for finding in find_more(self.reasoner)}
        more = (_name_quad(triple, graph) for triple in self.findings)
        stated = {quad.triple for quad in known}
        return iter(dict.fromkeys(quad for quad in (*found, *more) if quad.triple not in stated))

    def close_otherwise(self, schema: bool) -> Iterator[ox.Quad]:
        """What follows, by owlrl; the reasoner of kg gets its closure, to look for contradictions in it."""
        from kg.reason.owlrl_engine import find_inferred

        axioms, data = list(_to_triples(self.axioms)), list(_to_triples([*self.asserted, *self.facts]))
        found, closed = find_inferred({*axioms, *data}, data, schema=schema)
        for table in self.tables:
            self.reasoner.add(table)
        numbers = self.reasoner.dictionary.encode_quads(to_quad(triple, INFERRED_GRAPH) for triple in closed
                                                        if not isinstance(triple[0], Literal)
                                                        and isinstance(triple[1], URIRef))  # fmt: skip
        self.reasoner.add_triples(list(numbers))
        return (to_quad(triple, INFERRED_GRAPH) for triple in found)


def find_rules() -> list[Path]:
    """The rules that come with kg."""
    return sorted(find_resource("ontology", "rules").glob("*.rq"))


def _select(asserted: Sequence[ox.Quad], background: Sequence[Path]) -> tuple[ox.Quad, ...]:
    if not background:
        return ()
    known = [triple for path in background for triple in _to_triples(read_quads(path, rename_blank_nodes=True))]
    return _to_quads(select_background(list(_to_triples(asserted)), known), BACKGROUND_GRAPH)


def _name_quad(triple: Named, graph: ox.NamedNode) -> ox.Quad:
    subject, predicate, item = map(to_term, triple)
    assert not isinstance(subject, ox.Literal) and isinstance(predicate, ox.NamedNode)  # noqa: S101 - they are made so
    return ox.Quad(subject, predicate, item, graph)


def _move(quad: ox.Quad, graph: str) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))


def reason(
    dataset: rdflib.Dataset,
    *,
    ontology: Sequence[Path] | None = None,
    background: Sequence[Path] | None = None,
    engine: str = DEFAULT_ENGINE,
    rules: Sequence[Path] | None = None,
    include_ontology: bool = False,
    schema: bool = False,
    limit: int = DEFAULT_LIMIT,
) -> rdflib.Dataset:
    """A new dataset: DATASET, the background that bears on it, and what follows. See `close_quads`."""
    closure = close_quads(
        quads_of(dataset),
        ontology=ontology,
        background=background,
        engine=engine,
        rules=rules,
        include_ontology=include_ontology,
        schema=schema,
        limit=limit,
    )
    return to_dataset(closure.quads)


def _graph_of(quad: ox.Quad) -> str | None:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else None


def _to_triples(quads: Iterable[ox.Quad]) -> Iterator[Triple]:
    return (triple for triple in map(to_triple, quads) if triple is not None)


def _to_quads(triples: Iterable[Triple], graph: str) -> tuple[ox.Quad, ...]:
    return tuple(sorted((to_quad(triple, graph) for triple in triples), key=str))
