"""Random small ontologies and graphs for the tests of the reasoner: every kind of axiom, names that are one, values."""

from __future__ import annotations

from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.reason.compile import name

T = "http://example.org/t/"
CLASSES = [NamedNode(T + letter) for letter in "ABCDE"]
PROPERTIES = [NamedNode(T + letter) for letter in "pqrs"]
THINGS = [NamedNode(T + letter) for letter in "abcdefg"]
VALUES = [Literal("1"), Literal("2")]


def word(short: str) -> NamedNode:
    """A word of RDF, RDFS or OWL."""
    return NamedNode(name(short).strip("<>"))


def quad(subject: NamedNode, predicate: NamedNode, item: NamedNode | Literal) -> Quad:
    return Quad(subject, predicate, item, DefaultGraph())


def _head(members: list[NamedNode]) -> NamedNode:
    """A list is named by its members: two lists of one name would be one with two first members, which is none."""
    return NamedNode(f"{T}list-{''.join(member.value.rpartition('/')[2] for member in members)}")


def _list(members: list[NamedNode]) -> list[Quad]:
    quads = []
    head = _head(members)
    nodes = [head, *(NamedNode(f"{head.value}-{place}") for place in range(1, len(members)))]
    for place, member in enumerate(members):
        rest = nodes[place + 1] if place + 1 < len(members) else word("rdf:nil")
        quads += [quad(nodes[place], word("rdf:first"), member), quad(nodes[place], word("rdf:rest"), rest)]
    return quads


@st.composite
def axioms(draw: st.DrawFn) -> list[Quad]:
    """One axiom, as the triples that make it."""
    a, b = draw(st.sampled_from(CLASSES)), draw(st.sampled_from(CLASSES))
    p, q = draw(st.sampled_from(PROPERTIES)), draw(st.sampled_from(PROPERTIES))
    kind = draw(
        st.sampled_from(
            "below equal domain range subproperty same-property inverse symmetric transitive functional "
            "inverse-functional chain chain intersection union some only has most key one-of class-is".split()
        )
    )
    kinds = draw(st.lists(st.sampled_from(CLASSES), min_size=1, max_size=3))
    path = draw(st.lists(st.sampled_from(PROPERTIES), min_size=1, max_size=3))
    thing = draw(st.sampled_from(THINGS))
    of = word("owl:onProperty")
    most = Literal("1", datatype=word("xsd:nonNegativeInteger"))
    # W3C's tables find that two restrictions say the same only of declared names, each below itself; kg of any.
    declared = [quad(b, word("rdf:type"), word("owl:Class")), quad(p, word("rdf:type"), word("owl:ObjectProperty"))]
    made = {
        "below": [quad(a, word("rdfs:subClassOf"), b)],
        "equal": [quad(a, word("owl:equivalentClass"), b)],
        "domain": [quad(p, word("rdfs:domain"), a)],
        "range": [quad(p, word("rdfs:range"), a)],
        "subproperty": [quad(p, word("rdfs:subPropertyOf"), q)],
        "same-property": [quad(p, word("owl:equivalentProperty"), q)],
        "inverse": [quad(p, word("owl:inverseOf"), q)],
        "symmetric": [quad(p, word("rdf:type"), word("owl:SymmetricProperty"))],
        "transitive": [quad(p, word("rdf:type"), word("owl:TransitiveProperty"))],
        "functional": [quad(p, word("rdf:type"), word("owl:FunctionalProperty"))],
        "inverse-functional": [quad(p, word("rdf:type"), word("owl:InverseFunctionalProperty"))],
        "chain": [quad(p, word("owl:propertyChainAxiom"), _head(path)), *_list(path)],
        "intersection": [quad(a, word("owl:intersectionOf"), _head(kinds)), *_list(kinds)],
        "union": [quad(a, word("owl:unionOf"), _head(kinds)), *_list(kinds)],
        "some": [quad(a, word("owl:someValuesFrom"), b), quad(a, of, p), *declared],
        "only": [quad(a, word("owl:allValuesFrom"), b), quad(a, of, p), *declared],
        "has": [quad(a, word("owl:hasValue"), thing), quad(a, of, p), *declared],
        "most": [quad(a, word("owl:maxCardinality"), most), quad(a, of, p)],
        "key": [quad(a, word("owl:hasKey"), _head(path)), *_list(path)],
        "one-of": [quad(a, word("owl:oneOf"), _head([thing])), *_list([thing])],
        "class-is": [quad(a, word("owl:sameAs"), b)],
    }
    return made[kind]


@st.composite
def facts(draw: st.DrawFn) -> Quad:
    """One fact."""
    thing = draw(st.sampled_from(THINGS))
    kind = draw(st.integers(0, 9))
    if kind < 3:
        return quad(thing, word("rdf:type"), draw(st.sampled_from(CLASSES)))
    if kind < 4:
        return quad(thing, word("owl:sameAs"), draw(st.sampled_from(THINGS)))
    item = draw(st.sampled_from([*THINGS, *THINGS, *VALUES]))
    return quad(thing, draw(st.sampled_from(PROPERTIES)), item)


ontologies = st.lists(axioms(), max_size=7).map(lambda parts: [one for part in parts for one in part])
graphs = st.lists(facts(), max_size=12)
