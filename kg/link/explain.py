"""Why a thing was linked, or was not: read back from the graph of links, part by part of the evidence.

Nothing is weighed again: what is told is what was stored when the link was made, in whatever version that was.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Quad

from kg.link.facts import Facts
from kg.link.linkset import RUNNER_UP, STATUS_BASE
from kg.link.model import Evidence
from kg.store import LINKS_GRAPH
from kg.vocab import ADMS, CK, DCTERMS, PROV, RDF, RDFS, SCHEMA, SKOS, SSSOM, VOID

_HEADINGS: Final = {
    "linked": "linked to",
    "review": "to be reviewed",
    "none": "not sure enough",
    "failed": "could not be looked up",
    "untried": "was not looked up",
    RUNNER_UP: "another was preferred to",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateExplanation:
    """One candidate with its evidence, the strongest first; `status` is that of the candidate itself."""

    target: str
    label: str
    relation: str
    status: str
    confidence: float
    justification: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkExplanation:
    """How the try to link one thing to one dataset ended, with all candidates, the best first."""

    thing: str
    label: str
    dataset: str
    state: str
    note: str
    candidates: tuple[CandidateExplanation, ...]


def explain(quads: Iterable[Quad], thing: str | None = None, target: str | None = None) -> list[LinkExplanation]:
    """The tries to link THING (an IRI; all things without one), with the candidate TARGET alone if it is named.

    TARGET may be another IRI of the candidate too: what is linked to UCDP's actor 303 is linked to Wikidata's Q42418.
    """
    known = list(quads)
    facts = Facts(quad for quad in known if getattr(quad.graph_name, "value", "") == LINKS_GRAPH)
    labels = Facts(quad for quad in known if quad.predicate.value == RDFS.label)
    found = []
    for node in sorted(facts.told):
        for used in facts.of(node, PROV.used):
            if thing in (None, used):
                found.append(_explain_try(node, used, facts, labels, target))
    return sorted((one for one in found if target is None or one.candidates), key=lambda one: (one.thing, one.dataset))


def _explain_try(node: str, thing: str, facts: Facts, labels: Facts, target: str | None) -> LinkExplanation:
    linkset = _first(facts.of(node, DCTERMS.isPartOf))
    title = _first(facts.of(_first(facts.of(linkset, VOID.objectsTarget)), DCTERMS.title))
    candidates = [_explain_candidate(one, facts) for one in _candidates_of(node, facts)]
    kept = [one for one in candidates if target in (None, one.target, *facts.of(one.target, SKOS.exactMatch))]
    return LinkExplanation(
        thing=thing,
        label=_first(labels.of(thing, RDFS.label)) or thing,
        dataset=title or linkset,
        state=_first(facts.of(node, ADMS.status)).removeprefix(STATUS_BASE),
        note=_first(facts.of(node, DCTERMS.description)),
        candidates=tuple(kept),
    )


def _candidates_of(node: str, facts: Facts) -> Iterator[str]:
    """The nodes of the candidates of a try, the best first: they are numbered from 1."""
    for number in itertools.count(1):
        candidate = f"{node}/{number}"
        if not facts.of(candidate, RDF.object):
            return
        yield candidate


def _explain_candidate(node: str, facts: Facts) -> CandidateExplanation:
    parts = [
        Evidence(
            part=_first(facts.of(part, SCHEMA.propertyID)),
            points=float(_first(facts.of(part, SCHEMA.value)) or 0),
            reason=_first(facts.of(part, SCHEMA.description)),
        )
        for part in facts.of(node, SCHEMA.additionalProperty)
    ]
    return CandidateExplanation(
        target=_first(facts.of(node, RDF.object)),
        label=_first(facts.of(node, RDFS.label)),
        relation=_first(facts.of(node, RDF.predicate)).removeprefix(SKOS.NS),
        status=_first(facts.of(node, ADMS.status)).removeprefix(STATUS_BASE),
        confidence=float(_first(facts.of(node, CK.confidence)) or 0),
        justification=_first(facts.of(node, SSSOM.mapping_justification)).rpartition("/")[2],
        evidence=tuple(sorted(parts, key=lambda part: (-abs(part.points), part.part))),
    )


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""


def format_links(explanations: Iterable[LinkExplanation]) -> str:
    """EXPLANATIONS for people, a block for each try."""
    return "\n".join("\n".join(_to_lines(one)) + "\n" for one in explanations)


def _to_lines(explanation: LinkExplanation) -> Iterator[str]:
    note = f" ({explanation.note})" if explanation.note else ""
    yield f"{explanation.label}: {explanation.state}{note}, in {explanation.dataset}"
    for candidate in explanation.candidates:
        heading = _HEADINGS.get(candidate.status, candidate.status)
        yield (
            f"  {heading} {candidate.label} <{candidate.target}>, {candidate.relation}, "
            f"confidence {candidate.confidence:.2f}, {candidate.justification}"
        )
        for part in candidate.evidence:
            yield f"    {part.points:+6.2f}  {part.part:<9} {part.reason}"
