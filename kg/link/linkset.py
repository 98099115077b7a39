"""Outcomes to RDF: a graph of its own, in which each link leads to its evidence, and each try to how it ended.

    E  skos:exactMatch T                      a link; codes that are no IRIs are skos:notation of E
    C  a rdf:Statement (E, exactMatch, T)     a candidate, whether or not it is a link: its adms:status tells
       ck:confidence; schema:additionalProperty  its evidence, one schema:PropertyValue for each part
    O  a prov:Activity; prov:used E; adms:status  how the try ended: linked, review, none, failed, untried
    L  a void:Linkset                         of one dataset; C and O are dcterms:isPartOf it

Nothing here says owl:sameAs: a reasoner would multiply every fact by every link.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

import kg
from kg.link.model import STATES, Candidate, Entry, Evidence, Outcome, Source, Subject
from kg.store import LINKS_GRAPH
from kg.vocab import ADMS, CK, DCTERMS, PROV, RDF, RDFS, SCHEMA, SKOS, SSSOM, VOID, XSD

CODE_BASE: Final = "https://w3id.org/conflict-kg/code/"
STATUS_BASE: Final = f"{LINKS_GRAPH}#"
RUNNER_UP: Final = "runner-up"
SEMAPV: Final = "https://w3id.org/semapv/vocab/"
_GRAPH: Final = NamedNode(LINKS_GRAPH)
_HASH_LENGTH: Final = 16
_STATUS_LABELS: Final = {
    "linked": "linked to the dataset",
    "review": "to be reviewed",
    "none": "has no match in the dataset",
    "failed": "could not be looked up",
    "untried": "was not looked up",
    RUNNER_UP: "another candidate was preferred",
}


def to_quads(outcomes: Sequence[Outcome], sources: Iterable[Source]) -> Iterator[Quad]:
    """The graph of links of OUTCOMES, which are of the datasets SOURCES; each quad once."""
    quads: dict[Quad, None] = {}
    for source in sources:
        quads |= dict.fromkeys(_tell_linkset(source, [one for one in outcomes if one.dataset == source.name]))
    for outcome in outcomes:
        quads |= dict.fromkeys(_tell_outcome(outcome))
    for name in (*STATES, RUNNER_UP):
        node = NamedNode(STATUS_BASE + name)
        quads[_quad(node, RDF.type, NamedNode(SKOS.Concept))] = None
        quads[_quad(node, SKOS.prefLabel, Literal(_STATUS_LABELS[name], language="en"))] = None
    yield from quads


def linkset_iri(dataset: str) -> str:
    """The IRI of the linkset to a dataset.

    >>> linkset_iri("kg")
    'https://w3id.org/conflict-kg/links/kg'
    """
    return f"{LINKS_GRAPH}/{quote(dataset, safe='')}"


def outcome_iri(dataset: str, subject: str) -> str:
    """The IRI of the try to link SUBJECT to a dataset, the same on every run."""
    return f"{linkset_iri(dataset)}/{hashlib.sha256(subject.encode()).hexdigest()[:_HASH_LENGTH]}"


def _tell_linkset(source: Source, outcomes: Sequence[Outcome]) -> Iterator[Quad]:
    node, target = NamedNode(linkset_iri(source.name)), NamedNode(f"{linkset_iri(source.name)}#target")
    links = [outcome for outcome in outcomes if outcome.link is not None]
    predicates = sorted({outcome.link.relation for outcome in links if outcome.link})
    yield _quad(node, RDF.type, NamedNode(VOID.Linkset))
    yield _quad(node, DCTERMS.title, Literal(f"Links to {source.title}"))
    yield _quad(node, VOID.objectsTarget, target)
    yield _quad(node, VOID.triples, Literal(sum(len(o.link.entry.iris) for o in links if o.link)))
    yield _quad(node, PROV.wasAttributedTo, NamedNode(f"https://w3id.org/conflict-kg/kg/{quote(kg.__version__)}"))
    for name in predicates:
        yield _quad(node, VOID.linkPredicate, NamedNode(SKOS.NS + name))
    yield _quad(target, RDF.type, NamedNode(VOID.Dataset))
    yield _quad(target, DCTERMS.title, Literal(source.title))
    yield _quad(target, DCTERMS.identifier, Literal(source.name))
    if source.version:
        yield _quad(target, SCHEMA.version, Literal(source.version))
    told = describe_states(Counter(outcome.state for outcome in outcomes))
    yield _quad(node, DCTERMS.description, Literal(told))


def describe_states(counts: Mapping[str, int]) -> str:
    """How many tries ended in each state.

    >>> describe_states(Counter(["linked", "linked", "none"]))
    '2 linked, 0 review, 1 none, 0 failed, 0 untried'
    """
    return ", ".join(f"{counts.get(state, 0)} {state}" for state in STATES)


def _tell_outcome(outcome: Outcome) -> Iterator[Quad]:
    node = NamedNode(outcome_iri(outcome.dataset, outcome.subject.iri))
    linkset = NamedNode(linkset_iri(outcome.dataset))
    yield _quad(node, RDF.type, NamedNode(PROV.Activity))
    yield _quad(node, PROV.used, NamedNode(outcome.subject.iri))
    yield _quad(node, ADMS.status, NamedNode(STATUS_BASE + outcome.state))
    yield _quad(node, DCTERMS.isPartOf, linkset)
    if outcome.note:
        yield _quad(node, DCTERMS.description, Literal(outcome.note))
    for number, candidate in enumerate(outcome.candidates, start=1):
        status = outcome.state if outcome.state != "linked" or number == 1 else RUNNER_UP
        yield from _tell_candidate(NamedNode(f"{node.value}/{number}"), outcome.subject, candidate, status)
        yield _quad(NamedNode(f"{node.value}/{number}"), PROV.wasGeneratedBy, node)
        yield _quad(NamedNode(f"{node.value}/{number}"), DCTERMS.isPartOf, linkset)
    if outcome.link is not None:
        yield from _tell_link(outcome.subject, outcome.link)


def _tell_link(subject: Subject, link: Candidate) -> Iterator[Quad]:
    node, first = NamedNode(subject.iri), NamedNode(link.entry.iris[0])
    for iri in link.entry.iris:
        yield _quad(node, SKOS.NS + link.relation, NamedNode(iri))
        if iri != first.value:
            yield _quad(first, SKOS.exactMatch, NamedNode(iri))
    if link.relation == "exactMatch":
        for system, value in (*link.entry.codes, *(("cameo", code) for code in codes_held(link.entry, subject))):
            yield _quad(node, SKOS.notation, Literal(value, datatype=NamedNode(CODE_BASE + system)))


def codes_held(entry: Entry, subject: Subject) -> list[str]:
    """The CAMEO codes of the offices that a person held when the articles on SUBJECT were written."""
    held = [
        role.code
        for role in entry.roles
        for day in subject.dates
        if (role.begin or role.end) and (role.begin or day) <= day <= (role.end or max(day, role.begin or day))
    ]
    return sorted(set(held))


def _tell_candidate(node: NamedNode, subject: Subject, candidate: Candidate, status: str) -> Iterator[Quad]:
    yield _quad(node, RDF.type, NamedNode(RDF.Statement))
    yield _quad(node, RDF.subject, NamedNode(subject.iri))
    yield _quad(node, RDF.predicate, NamedNode(SKOS.NS + candidate.relation))
    yield _quad(node, RDF.object, NamedNode(candidate.entry.iris[0]))
    yield _quad(node, RDFS.label, Literal(candidate.entry.label))
    yield _quad(node, CK.confidence, to_decimal(candidate.confidence))
    yield _quad(node, ADMS.status, NamedNode(STATUS_BASE + status))
    yield _quad(node, SSSOM.mapping_justification, NamedNode(SEMAPV + candidate.justification))
    yield from to_evidence_quads(node, candidate.evidence, _GRAPH)


def to_evidence_quads(candidate: NamedNode, evidence: Iterable[Evidence], graph: NamedNode) -> Iterator[Quad]:
    """What speaks for and against CANDIDATE, part by part, in GRAPH."""
    for number, part in enumerate(evidence, start=1):
        node = NamedNode(f"{candidate.value}/{number}")
        yield Quad(candidate, NamedNode(SCHEMA.additionalProperty), node, graph)
        yield Quad(node, NamedNode(RDF.type), NamedNode(SCHEMA.PropertyValue), graph)
        yield Quad(node, NamedNode(SCHEMA.propertyID), Literal(part.part), graph)
        yield Quad(node, NamedNode(SCHEMA.value), to_decimal(part.points), graph)
        yield Quad(node, NamedNode(SCHEMA.description), Literal(part.reason), graph)


def to_identities(outcomes: Iterable[Outcome], predicate: str) -> Iterator[Quad]:
    """The links alone, said with PREDICATE, for a file of its own: only those that are exact."""
    for outcome in outcomes:
        if outcome.link is not None and outcome.link.relation == "exactMatch":
            for iri in outcome.link.entry.iris:
                yield Quad(NamedNode(outcome.subject.iri), NamedNode(predicate), NamedNode(iri))


def to_decimal(number: float) -> Literal:
    """NUMBER as an `xsd:decimal` of at most four places."""
    text = f"{number:.4f}".rstrip("0")
    return Literal(f"{text}0" if text.endswith(".") else text, datatype=NamedNode(XSD.decimal))


def _quad(subject: NamedNode, predicate: str, item: NamedNode | Literal) -> Quad:
    return Quad(subject, NamedNode(predicate), item, _GRAPH)
