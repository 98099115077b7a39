"""The answer to "why?": the proof of a fact down to the sentences that state it, as text, JSON or PROV-O."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from rdflib import RDF, Literal, URIRef
from rdflib.term import Node

from kg.errors import UsageError, nearest
from kg.reason.closure import Closure
from kg.reason.contradictions import describe_axiom
from kg.reason.dictionary import Numbers
from kg.reason.ground import property_of
from kg.reason.terms import Triple, to_oxigraph, to_quad, to_triple
from kg.reason.wording import DEFAULT_GRAPH, Step, to_text
from kg.serialise import serialise
from kg.store import BACKGROUND_GRAPH, LINKS_GRAPH
from kg.vocab import NIF, PREFIXES, PROV, RDFS, SCHEMA, SKOS

PROOFS: Final = "https://w3id.org/conflict-kg/proof#"
_SENTENCE: Final = re.compile(r"(?P<article>.*)#char=(?P<begin>\d+),(?P<end>\d+)")
_LITERAL: Final = re.compile(r'"(?P<value>.*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<datatype>\S+))?', re.DOTALL)
_FORMATS: Final = ("text", "json", "ttl")
_LINKS: Final = ox.NamedNode(LINKS_GRAPH)
_NAMES: Final = frozenset({RDFS.label, SKOS.altLabel})


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
    numbers = _to_numbers(closure, triple)
    proof = closure.prover.prove(numbers) if numbers is not None else None
    if proof is None:
        return None
    step = closure.words.to_step(proof)
    steps = list(_walk(step))
    finder = _Sources(closure)
    return Explanation(
        step=step,
        sources={graph: finder.find(graph) for one in steps for graph in one.graphs},
        names={one.triple: finder.say(one.triple) for one in steps},
    )


def _to_numbers(closure: Closure, triple: Triple) -> Numbers | None:
    quad = to_quad(triple, PROOFS)
    found = [closure.reasoner.dictionary.find(str(term)) for term in (quad.subject, quad.predicate, quad.object)]
    subject, predicate, item = found
    if subject is None or predicate is None or item is None:
        return None
    return subject, predicate, item


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
            words.append(self.closure.words.name(number) if number is not None else to_text((term, term, term)))
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


# ------------------------------------------------------------ terms that people write


def find_triple(closure: Closure, words: tuple[str, str, str]) -> Triple:
    """The triple that people mean: IRIs, names with a prefix, labels of things, `a`, and literals in quotes."""
    subject, predicate, item = words
    return (
        _find_term(closure, subject, "subject"),
        _find_term(closure, predicate, "property"),
        _find_term(closure, item, "object"),
    )


def _find_term(closure: Closure, word: str, place: str) -> URIRef | Literal:
    if word == "a" and place == "property":
        return URIRef(RDF.type)
    literal = _LITERAL.fullmatch(word)
    if literal is not None and place == "object":
        datatype = literal["datatype"]
        if datatype:
            return Literal(literal["value"], datatype=_expand(datatype), normalize=False)
        return Literal(literal["value"], lang=literal["language"])
    if literal is not None:
        raise UsageError(f"a {place} cannot be the literal {word}")
    if word.startswith("<") and word.endswith(">"):
        return _to_iri(word[1:-1])
    prefix, colon, _ = word.partition(":")
    if colon and (prefix in PREFIXES or "/" in word or prefix == "urn"):
        return _expand(word)
    return _find_named(closure, word, place)


def _expand(word: str) -> URIRef:
    word = word.strip("<>")
    prefix, _, local = word.partition(":")
    return _to_iri(PREFIXES[prefix] + local if prefix in PREFIXES and not local.startswith("//") else word)


def _to_iri(text: str) -> URIRef:
    try:
        return URIRef(ox.NamedNode(text).value)
    except ValueError as error:
        raise UsageError(f"{text!r} is no IRI: {error}", hint="Such as http://example.org/kg/entity/kabul") from error


def _find_named(closure: Closure, word: str, place: str) -> URIRef:
    """The one thing with the label WORD."""
    found: dict[str, set[str]] = {}
    for thing, label in _read_names(closure):
        found.setdefault(label, set()).add(thing.value)
    things = sorted(found.get(word, ()))
    if len(things) == 1:
        return URIRef(things[0])
    if things:
        listed = ", ".join(things[:5])
        raise UsageError(f"{len(things)} things are called {word!r}", hint=f"Name one by its IRI: {listed}")
    near = nearest(word, found)
    known = ", ".join(f"{prefix}:" for prefix in sorted(PREFIXES))
    hint = f"Did you mean {near!r}?" if near else f"Write an IRI, or a name with one of the prefixes {known}"
    raise UsageError(f"nothing is called {word!r}, which was to be the {place}", hint=hint)


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
    for line in describe_axiom([axiom.triple for axiom in step.axioms]):
        yield f"{inner}axiom: {line}"
    for axiom in step.axioms:
        if axiom.rule != "asserted":
            yield from _to_lines(explanation, axiom, inner)
    for part in step.premises:
        yield from _to_lines(explanation, part, inner)


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


def find_row_facts(closure: Closure, terms: Iterable[object]) -> list[Triple]:
    """The facts between the things in a row of a table, named by IRI or label: what an earlier one has to a later one.

    Where a cell is the label of a property, only facts of that property.
    """
    cells = list(terms)
    texts = {term.value: place for place, term in reversed(list(enumerate(cells))) if isinstance(term, ox.Literal)}
    places: dict[object, int] = {term: place for place, term in enumerate(cells) if isinstance(term, ox.NamedNode)}
    for thing, label in _read_names(closure):
        if label in texts:
            places.setdefault(thing, texts[label])
    found = [
        quad.triple
        for quad in (*closure.asserted, *closure.background, *closure.inferred)
        if places.get(quad.subject, len(cells)) < places.get(quad.object, -1)
    ]
    told = [one for one in found if closure.words.find_label(one.predicate.value) in texts] or found
    if not told:
        raise UsageError("no fact holds between the things in this row", hint="Name the fact itself: S P O")
    nodes = (to_triple(ox.Quad(one.subject, one.predicate, one.object)) for one in dict.fromkeys(told))
    return [triple for triple in nodes if triple is not None]


def _read_names(closure: Closure) -> Iterator[tuple[ox.NamedNode, str]]:
    for quad in (*closure.asserted, *closure.background):
        # What other datasets call their things is no name of ours.
        if quad.graph_name == _LINKS:
            continue
        named = isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
        if named and quad.predicate.value in _NAMES:
            yield quad.subject, quad.object.value  # type: ignore[misc, union-attr]  # as just seen
