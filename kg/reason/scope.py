"""Which triples a reasoner needs to see, and which of its conclusions are worth telling.

Most of a graph made from text is text: offsets, mentions, labels, about which no axiom speaks. Leaving them out loses
nothing. A rule of OWL 2 RL (OWL 2 Profiles, tables 4 to 9) reads a fact by its property, or by its class where it is an
`rdf:type`, and both must occur in an axiom; the only rules that read any fact at all are those that put one name for
another where two are the same (eq-rep-s, eq-rep-p, eq-rep-o). Facts left out are therefore brought back at the end,
under all names of the things they tell of, by `spread`. The names of properties that are the same as others are kept.

Declarations (`ex:City a owl:Class`) matter to no fact, save that every member of a declared class is an `owl:Thing`
(scm-cls, cax-sco), and that two restrictions that say the same are found to be equal as a declared class or property is
below itself (scm-cls, scm-op, scm-svf1 and the like): they are read only where an axiom speaks of `owl:Thing`, where
there are several restrictions, or where statements about classes are wanted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.reason.terms import AXIOM_PREDICATES, DECLARATIONS, IDENTITY, Triple, is_axiom, is_declaration

SCHEMA_TYPES: Final[frozenset[Node]] = frozenset(
    {OWL.DeprecatedClass, OWL.DeprecatedProperty, OWL.Nothing}
    | {OWL[name] for name in (
        "FunctionalProperty InverseFunctionalProperty IrreflexiveProperty SymmetricProperty AsymmetricProperty "
        "TransitiveProperty"
    ).split()}
)  # fmt: skip
NEVER: Final[frozenset[Node]] = DECLARATIONS - {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDFS.Datatype}
REFLEXIVE: Final[frozenset[Node]] = frozenset(
    {OWL.sameAs, RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty}
)
ENDS: Final[frozenset[Node]] = frozenset({OWL.Thing, OWL.Nothing})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Triples divided into those that rules can read and the others, both without doubles."""

    seen: tuple[Triple, ...]
    unseen: tuple[Triple, ...]


def divide(triples: Collection[Triple], *, schema: bool = False) -> Scope:
    """Divide TRIPLES by whether a rule of OWL 2 RL could read them; with SCHEMA, declarations are read too."""
    signature = {term for triple in triples if is_axiom(triple) for term in (triple[0], triple[2])}
    # An individual's name does no harm here; that of a property or class that is the same as another is needed.
    signature |= {term for subject, predicate, item in triples if predicate in IDENTITY for term in (subject, item)}
    restrictions = {triple[0] for triple in triples if triple[1] == OWL.onProperty}
    declared = schema or OWL.Thing in signature or len(restrictions) > 1
    if declared:
        signature |= {triple[0] for triple in triples if is_declaration(triple)}
    seen: dict[Triple, None] = {}
    unseen: dict[Triple, None] = {}
    for triple in triples:
        (seen if _is_readable(triple, signature, declared) else unseen).setdefault(triple)
    return Scope(seen=tuple(seen), unseen=tuple(unseen))


def _is_readable(triple: Triple, signature: set[Node], declared: bool) -> bool:
    _, predicate, item = triple
    if is_declaration(triple):
        return declared or RDF.type in signature
    if is_axiom(triple) or predicate in IDENTITY or predicate in signature:
        return True
    return predicate == RDF.type and (item in signature or item in SCHEMA_TYPES)


def spread(unseen: Iterable[Triple], closed: Graph) -> Iterator[Triple]:
    """Yield UNSEEN facts under all names of the things they tell of, by the `owl:sameAs` of CLOSED."""
    names: dict[Node, list[Node]] = defaultdict(list)
    for first, second in closed.subject_objects(OWL.sameAs):
        if first != second and not isinstance(first, Literal) and not isinstance(second, Literal):
            names[first].append(second)
    if not names:
        return
    for subject, predicate, item in unseen:
        if subject in names or item in names:
            for one, other in product([subject, *names.get(subject, ())], [item, *names.get(item, ())]):
                yield one, predicate, other


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to keep of a closure: facts about INDIVIDUALS, with no blank node but BLANK_NODES."""

    individuals: frozenset[Node]
    blank_nodes: frozenset[Node]
    schema: bool

    def __contains__(self, triple: Triple) -> bool:
        """Whether TRIPLE tells something of an individual of the data that is no commonplace."""
        subject, predicate, item = triple
        if isinstance(subject, Literal) or not isinstance(predicate, URIRef):
            return False
        if any(isinstance(term, BNode) and term not in self.blank_nodes for term in (subject, item)):
            return False
        if is_commonplace(triple):
            return False
        return self.schema or (subject in self.individuals and not is_schema(triple))


def find_wanted(data: Iterable[Triple], *, schema: bool = False) -> Wanted:
    """What to keep of the closure of DATA; with SCHEMA also what follows about classes and properties."""
    nodes: set[Node] = set()
    blank: set[Node] = set()
    for triple in data:
        subject, predicate, item = triple
        blank |= {term for term in (subject, item) if isinstance(term, BNode)}
        if is_declaration(triple):
            nodes |= {subject} if item in (OWL.NamedIndividual, OWL.Thing) else set()
        elif not is_axiom(triple):
            nodes.add(subject)
            if predicate != RDF.type and not isinstance(item, Literal):
                nodes.add(item)
    return Wanted(individuals=frozenset(nodes), blank_nodes=frozenset(blank), schema=schema)


def is_commonplace(triple: Triple) -> bool:
    """Whether TRIPLE holds of everything, or of nothing: `x owl:sameAs x`, `x a owl:Thing`, `C ⊑ C`.

    Statements about datatypes are of this kind too.
    """
    subject, predicate, item = triple
    if predicate in REFLEXIVE:
        return subject == item or item == OWL.Thing or subject in ENDS
    if predicate == RDF.type:
        return item in NEVER or item == OWL.Nothing or subject in ENDS or item == RDFS.Datatype
    return False


def is_schema(triple: Triple) -> bool:
    """Whether TRIPLE is about a class or property as such."""
    _, predicate, item = triple
    return predicate in AXIOM_PREDICATES or (predicate == RDF.type and (item in SCHEMA_TYPES or item in DECLARATIONS))


def to_graph(triples: Iterable[Triple]) -> Graph:
    """A graph in memory of TRIPLES."""
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph
