"""The answer to "why?": the proof of a fact down to the sentences that state it, as text, JSON or PROV-O."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from rdflib import RDF
from rdflib.term import Node

from kg.errors import UsageError, nearest
from kg.reason.closure import ONTOLOGY_GRAPH, Closure
from kg.reason.commonplaces import find_commonplace
from kg.reason.contradictions import describe_axiom
from kg.reason.ground import property_of
from kg.reason.terms import Triple, to_oxigraph, to_quad
from kg.reason.wording import DEFAULT_GRAPH, Step, to_word
from kg.serialise import serialise
from kg.store import BACKGROUND_GRAPH
from kg.vocab import NIF, PREFIXES, PROV, RDFS, SCHEMA

PROOFS: Final = "https://w3id.org/conflict-kg/proof#"
_SENTENCE: Final = re.compile(r"(?P<article>.*)#char=(?P<begin>\d+),(?P<end>\d+)")
_FORMATS: Final = ("text", "json", "ttl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a triple is stated: its graph, and, where this is a sentence, the article, offsets and words."""

    graph: str
    article: str | None = None
    title: str | None = None
    begin: int | None = None
    end: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A proof with the sources of what is stated in it."""

    step: Step
    sources: dict[str, Source]
    names: dict[Triple, str]

    def find_sources(self, step: Step) -> list[Source]:
        """Where a stated triple is stated."""
        return [self.sources[graph] for graph in step.graphs]


def explain(closure: Closure, triple: Triple) -> Explanation | None:
    """The shortest proof of TRIPLE that is found, or None where it does not hold."""
    step = _find_step(closure, triple)
    if step is None:
        return None
    steps = list(_walk(step))
    finder = _Sources(closure)
    return Explanation(
        step=step,
        sources={graph: finder.find(graph) for one in steps for graph in one.graphs},
        names={one.triple: finder.say(one.triple) for one in steps},
    )


def _find_step(closure: Closure, triple: Triple) -> Step | None:
    dictionary = closure.reasoner.dictionary
    spelled = _spell(triple[0]), _spell(triple[1]), _spell(triple[2])
    subject, predicate, item = map(dictionary.find, spelled)
    if subject is not None and predicate is not None and item is not None:
        proof = closure.prover.prove((subject, predicate, item))
        if proof is not None:
            return closure.words.to_step(proof)
    finding = closure.findings.get(spelled)
    if finding is not None:
        proofs = (closure.prover.prove(premise) for premise in finding.premises)
        premises = tuple(closure.words.to_step(proof) for proof in proofs if proof is not None)
        return Step(triple=triple, rule=finding.rule, says=finding.says, premises=premises)
    commonplace = find_commonplace(triple) if subject is not None else None
    return None if commonplace is None else Step(triple=triple, rule=commonplace[0], says=commonplace[1])


def leave_out_premises(explanations: Iterable[Explanation]) -> list[Explanation]:
    """EXPLANATIONS without those of facts that the proofs of others rest on, which tell them already."""
    found = list({one.step.triple: one for one in explanations}.values())
    kept: dict[Triple, Explanation] = {}
    told: set[Triple] = set()
    for one in sorted(found, key=lambda one: -len(one.names)):
        if one.step.triple not in told:
            kept[one.step.triple] = one
            told |= one.names.keys()
    return [one for one in found if one.step.triple in kept]


def say_triple(closure: Closure, triple: Triple) -> str:
    """TRIPLE by the names of its things."""
    return _Sources(closure).say(triple)


def _walk(step: Step) -> Iterator[Step]:
    yield step
    for part in (*step.premises, *step.axioms):
        yield from _walk(part)


class _Sources:
    """Looks up what the graph tells of its sentences."""

    def __init__(self, closure: Closure) -> None:
        self.closure = closure

    def say(self, triple: Triple) -> str:
        """A triple by the names of its things."""
        names = self.closure.reasoner.dictionary
        words = []
        for term in triple:
            number = names.find(_spell(term))
            words.append(self.closure.words.name(number) if number is not None else to_word(term))
        return " ".join(words)

    def find(self, graph: str) -> Source:
        """The source that a graph is."""
        match = _SENTENCE.fullmatch(graph)
        if match is None:
            return Source(graph=graph, article=None if graph == DEFAULT_GRAPH else self._find_article(graph))
        return Source(
            graph=graph,
            article=match["article"],
            title=self._value(match["article"], SCHEMA.headline),
            begin=int(match["begin"]),
            end=int(match["end"]),
            text=self._value(graph, NIF.anchorOf),
        )

    def _find_article(self, graph: str) -> str | None:
        return graph if self._value(graph, SCHEMA.headline) is not None else None

    def _value(self, subject: str, predicate: str) -> str | None:
        words = self.closure.reasoner.dictionary
        number, about = words.find(f"<{subject}>"), words.find(f"<{predicate}>")
        relation = self.closure.reasoner.asserted.get(property_of(about)) if about is not None else None
        if number is None or relation is None:
            return None
        for part in relation.parts():
            first, last = part.searchsorted((number << 32, (number + 1) << 32)).tolist()
            if first < last:
                return str(self.closure.words.to_node(int(part[first]) & 0xFFFFFFFF))
        return None


def _spell(term: Node) -> str:
    return str(to_oxigraph(term))


# ------------------------------------------------------------ forms


def format_explanations(explanations: Iterable[Explanation], form: str) -> str:
    """EXPLANATIONS as `text`, `json` or `ttl`."""
    found = list(explanations)
    if form == "json":
        trees = [_to_tree(one, one.step) for one in found]
        return json.dumps(trees[0] if len(trees) == 1 else trees, ensure_ascii=False, indent=2) + "\n"
    if form == "ttl":
        quads = [quad for one in found for quad in _to_prov(one, one.step)]
        return serialise(dict.fromkeys(quads), ox.RdfFormat.TURTLE, prefixes=PREFIXES).decode()
    if form != "text":
        near = nearest(form, _FORMATS)
        hint = f"Did you mean {near}? " if near else ""
        raise UsageError(f"a proof cannot be written as {form!r}", hint=f"{hint}Known: {', '.join(_FORMATS)}")
    return "\n".join("\n".join(_to_lines(one, one.step)) + "\n" for one in found)


def _to_lines(explanation: Explanation, step: Step, indent: str = "") -> Iterator[str]:
    yield f"{indent}{explanation.names[step.triple]}"
    inner = f"{indent}    "
    if step.rule == "asserted":
        for source in explanation.find_sources(step):
            yield from (f"{inner}{line}" for line in _describe_source(source))
        return
    yield f"{indent}  because {step.says} [{step.rule}]"
    told = [axiom for axiom in step.axioms if axiom.triple[1] not in (RDF.first, RDF.rest)]
    for axiom, line in zip(told, describe_axiom([axiom.triple for axiom in step.axioms]), strict=True):
        yield f"{inner}axiom: {line}{_tell_where(axiom)}"
    for axiom in step.axioms:
        if axiom.rule != "asserted":
            yield from _to_lines(explanation, axiom, inner)
    for part in step.premises:
        yield from _to_lines(explanation, part, inner)


def _tell_where(axiom: Step) -> str:
    """Where an axiom is stated, if not in an ontology: those in the graph itself are easily overlooked."""
    if not axiom.graphs or ONTOLOGY_GRAPH in axiom.graphs:
        return ""
    return f" (stated in {', '.join(map(_bracket, axiom.graphs))})"


def _describe_source(source: Source) -> Iterator[str]:
    if source.begin is None:
        what = "known beforehand" if source.graph == BACKGROUND_GRAPH else f"stated in {_bracket(source.graph)}"
        yield what
        return
    title = f" ({source.title})" if source.title else ""
    yield f"stated by {source.article}{title}, characters {source.begin} to {source.end}:"
    if source.text:
        yield f'"{" ".join(source.text.split())}"'


def _bracket(graph: str) -> str:
    return graph if graph == DEFAULT_GRAPH else f"<{graph}>"


def _to_tree(explanation: Explanation, step: Step) -> dict[str, object]:
    tree: dict[str, object] = {
        "triple": dict(zip(("subject", "predicate", "object"), map(_spell, step.triple), strict=True)),
        "text": explanation.names[step.triple],
        "rule": step.rule,
        "says": step.says,
    }
    if step.rule == "asserted":
        tree["sources"] = [
            {key: value for key, value in _to_pairs(source) if value is not None}
            for source in explanation.find_sources(step)
        ]
        return tree
    tree["axioms"] = [_to_tree(explanation, axiom) for axiom in step.axioms]
    tree["premises"] = [_to_tree(explanation, part) for part in step.premises]
    return tree


def _to_pairs(source: Source) -> Iterator[tuple[str, object]]:
    yield "graph", source.graph
    yield "article", source.article
    yield "title", source.title
    yield "begin", source.begin
    yield "end", source.end
    yield "text", source.text


def _to_prov(explanation: Explanation, step: Step) -> Iterator[ox.Quad]:
    """A proof in PROV-O: each triple a statement, derived from those before it by an activity that is the rule."""
    node = _node(step.triple)
    subject, predicate, item = to_quad(step.triple, PROOFS).triple
    yield from _quads(node, (RDF.type, PROV.NS + "Entity"), (RDF.type, str(RDF.Statement)))
    for name, term in (("subject", subject), ("predicate", predicate), ("object", item)):
        yield ox.Quad(node, ox.NamedNode(str(RDF) + name), term)
    if step.rule == "asserted":
        for graph in step.graphs:
            if graph != DEFAULT_GRAPH:
                yield from _quads(node, (PROV.NS + "wasQuotedFrom", graph))
        return
    act = ox.NamedNode(f"{node.value}-{step.rule}")
    yield from _quads(node, (PROV.NS + "wasGeneratedBy", act.value))
    yield from _quads(act, (RDF.type, PROV.NS + "Activity"))
    yield ox.Quad(act, ox.NamedNode(RDFS.label), ox.Literal(step.rule))
    yield ox.Quad(act, ox.NamedNode(RDFS.comment), ox.Literal(step.says, language="en"))
    for part in (*step.premises, *step.axioms):
        yield from _quads(node, (PROV.NS + "wasDerivedFrom", _node(part.triple).value))
        yield from _quads(act, (PROV.NS + "used", _node(part.triple).value))
        yield from _to_prov(explanation, part)


def _node(triple: Triple) -> ox.NamedNode:
    digest = hashlib.sha256(str(to_quad(triple, PROOFS).triple).encode()).hexdigest()[:16]
    return ox.NamedNode(PROOFS + digest)


def _quads(subject: ox.NamedNode, *pairs: tuple[str, str]) -> Iterator[ox.Quad]:
    for predicate, item in pairs:
        yield ox.Quad(subject, ox.NamedNode(str(predicate)), ox.NamedNode(item))
