"""What was read out of one article, as RDF quads; the only place where IRIs are made.

In comes an `Extraction`, out come quads: article, text, sentences and mentions stand in the graph of the article, every
assertion in the graph that is named after the sentence that makes it.

    <BASE/article/ID>                      an article; the id is percent-encoded, so that two ids never share an IRI
    <BASE/article/ID#char=BEGIN,END>       its text, a sentence, a mention
    <BASE/article/ID/entity/N>, .../event/N    by place in the text
    <BASE/article/ID/statement/HASH>       a role or relation, for how sure kg is of it
    <BASE/entity/SLUG>                     a thing known by its name, in all articles

Two things of one name, such as a country and its government, must not become one, in whatever articles they are named.
So each name has one family of classes that it usually means (`usual_family`, which looks at nothing but the name);
things of that family have the bare slug, others have their family behind it: `georgia`, `georgia_organization`.

What does not fit together is a fault of whoever made the extraction (`kg.checks`): a `ValueError` that names it.
"""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, Triple

import kg
from kg.checks import check_extraction
from kg.gazetteer import load_gazetteer
from kg.model import (
    AUTHOR,
    Article,
    EntityKey,
    EventKey,
    Extraction,
    Mention,
    PartialDate,
    Sentence,
    Value,
)
from kg.ontology import load_ontology
from kg.slugs import to_slug
from kg.statements import statement_node, to_statement
from kg.vocab import CK, GAF, NIF, PROV, RDF, RDFS, SCHEMA, SKOS, XSD

Key = EntityKey | EventKey

_PROJECT: Final = "https://w3id.org/conflict-kg/"
_FAMILIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Person": "person",
        "Population": "person",
        "OrganizedActor": "organization",
        "Place": "place",
        "Weapon": "weapon",
        "Agreement": "agreement",
    }
)
"""What is put behind a slug, by class; what is named like a person or a people is seldom both."""

_DATE_TYPES: Final = {4: "gYear", 7: "gYearMonth", 10: "date"}
_WEB: Final = ("http://", "https://")


def to_quads(extraction: Extraction, *, base: str, model: str | None = None) -> Iterator[Quad]:
    """The quads of EXTRACTION, each once; MODEL is name and version of the language pipeline, a space between them."""
    check_extraction(extraction)
    names = _name_things(extraction, base)
    quads = itertools.chain(
        _tell_article(extraction, names, model),
        _tell_text(extraction, names),
        _tell_entities(extraction, names),
        _tell_events(extraction, names),
        _tell_assertions(extraction, names),
    )
    yield from dict.fromkeys(quads)


# ---------------------------------------------------------------- IRIs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """The IRIs of one article: its own, and those of its sentences by index and of its things by key."""

    article: NamedNode
    context: NamedNode
    sentences: Mapping[int, NamedNode]
    things: Mapping[Key, NamedNode]

    def part(self, name: str) -> NamedNode:
        return NamedNode(f"{self.article.value}#{name}")

    def span(self, start: int, end: int) -> NamedNode:
        return self.part(f"char={start},{end}")


def article_iri(article_id: str, base: str) -> str:
    """The IRI of the article with an id, whatever characters are in it.

    >>> article_iri("Kabul attack/1", "http://e.org/")
    'http://e.org/article/Kabul%20attack%2F1'
    """
    name = quote(article_id, safe="", errors="surrogatepass").replace("~", "%7E")
    # An empty step of a path, or one of dots, would be taken away by whoever resolves the IRI.
    return f"{base}article/{name if name.strip('.') else f'~{name}'}"


def entity_iri(label: str, kind: str, base: str) -> str:
    """The IRI of the thing of class KIND that is known by the name LABEL.

    >>> entity_iri("Georgia", "Country", "http://e.org/"), entity_iri("Georgia", "Government", "http://e.org/")
    ('http://e.org/entity/georgia', 'http://e.org/entity/georgia_organization')
    """
    slug, family = to_slug(label), _family_of(kind)
    # No slug has an underscore in it, so this is no other thing's slug.
    return f"{base}entity/{slug}" + (f"_{family}" if family not in (None, usual_family(slug)) else "")


def usual_family(slug: str) -> str:
    """What kind of thing a name means where nothing else is known: by the lexicon, by its noun, or else a person.

    >>> usual_family("georgia"), usual_family("interior-ministry"), usual_family("bank-of-velmora")
    ('place', 'organization', 'organization')
    >>> usual_family("hamid-karzai")
    'person'
    """
    known = _known_families().get(slug)
    if known is not None:
        return known
    words = slug.split("-")
    head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
    kind = load_gazetteer().type_noun(head, plural=False)
    return (_family_of(kind) if kind is not None else None) or "person"


def _family_of(kind: str) -> str | None:
    above = load_ontology().ancestors(kind)
    return next((family for name, family in _FAMILIES.items() if name in above), None)


@functools.cache
def _known_families() -> Mapping[str, str]:
    gazetteer = load_gazetteer()
    kinds = {entry.label: entry.kind for table in (gazetteer.names, gazetteer.acronyms) for entry in table.values()}
    for country in gazetteer.countries.values():
        kinds |= {country.government: "Government", country.label: "Country"}
        kinds |= dict.fromkeys((*country.seats, *filter(None, [country.capital])), "City")
    families = {kind: _family_of(kind) for kind in set(kinds.values())}
    return {to_slug(label): family for label, kind in sorted(kinds.items()) if (family := families[kind])}


def _name_things(extraction: Extraction, base: str) -> _Names:
    article = NamedNode(article_iri(extraction.article.id, base))
    things: dict[Key, NamedNode] = {AUTHOR: NamedNode(f"{article.value}#author")}
    for entity in extraction.entities:
        if entity.named:
            things[entity.key] = NamedNode(entity_iri(entity.name or entity.label, entity.kind, base))
    unnamed = (entity for entity in extraction.entities if not entity.named)
    for number, entity in enumerate(sorted(unnamed, key=lambda entity: _place(entity.mentions)), start=1):
        things[entity.key] = NamedNode(f"{article.value}/entity/{number}")
    for number, event in enumerate(sorted(extraction.events, key=lambda event: _place(event.anchors)), start=1):
        things[event.key] = NamedNode(f"{article.value}/event/{number}")
    return _Names(
        article=article,
        context=NamedNode(f"{article.value}#char=0,{len(extraction.article.text)}"),
        sentences={
            sentence.index: NamedNode(f"{article.value}#char={sentence.start},{sentence.end}")
            for sentence in extraction.sentences
        },
        things=things,
    )


def _place(mentions: Iterable[Mention]) -> tuple[float, float]:
    """Where a thing first comes in the text; what has no mention comes last."""
    return min(((mention.start, mention.end) for mention in mentions), default=(float("inf"), 0))


# ---------------------------------------------------------------- article and text


def _tell_article(extraction: Extraction, names: _Names, model: str | None) -> Iterator[Quad]:
    article = extraction.article
    told: list[tuple[NamedNode, str, NamedNode | Literal]] = [
        (names.article, RDF.type, NamedNode(SCHEMA.NewsArticle)),
        *((names.article, term, value) for term, value in _metadata(article)),
    ]
    has_author = any(assertion.filler == AUTHOR for assertion in extraction.assertions)
    if article.author or has_author:
        author = names.things[AUTHOR]
        told += [(names.article, SCHEMA.author, author), (author, RDF.type, NamedNode(SCHEMA.Person))]
        told += [(author, SCHEMA.name, Literal(article.author))] if article.author else []
    activity = names.part("activity")
    told += [
        (names.article, PROV.wasGeneratedBy, activity),
        (activity, RDF.type, NamedNode(PROV.Activity)),
    ]
    for term, kind, path, name, version in _tools(model):
        tool = NamedNode(f"{_PROJECT}{path}/{quote(version, safe='')}")
        told += [
            (activity, term, tool),
            (tool, RDF.type, NamedNode(kind)),
            (tool, SCHEMA.name, Literal(name)),
            (tool, SCHEMA.version, Literal(version)),
        ]
    for subject, predicate, item in told:
        yield Quad(subject, NamedNode(predicate), item, names.article)


def _metadata(article: Article) -> Iterator[tuple[str, NamedNode | Literal]]:
    if article.title:
        yield SCHEMA.headline, Literal(article.title)
    if article.published:
        yield SCHEMA.datePublished, _typed(article.published.isoformat(), "date")
    if article.publisher:
        yield SCHEMA.publisher, Literal(article.publisher)
    if article.url:
        yield SCHEMA.url, _to_link(article.url)
    if article.licence:
        yield SCHEMA.license, _to_link(article.licence)


def _tools(model: str | None) -> Iterator[tuple[str, str, str, str, str]]:
    """What the activity was done with: the property that leads to it, its class, the path of its IRI, name, version."""
    yield PROV.wasAssociatedWith, PROV.SoftwareAgent, "kg", "kg", kg.__version__
    yield PROV.used, PROV.Entity, "ontology", "ontology", load_ontology().version
    if model:
        name, _, version = model.rpartition(" ")
        yield PROV.used, PROV.Entity, f"model/{quote(name, safe='')}", name, version


def _to_link(text: str) -> NamedNode | Literal:
    """TEXT as an IRI where it is one on the web, else as it stands."""
    try:
        return NamedNode(text) if text.lower().startswith(_WEB) else Literal(text)
    except ValueError:
        return Literal(text)


def _tell_text(extraction: Extraction, names: _Names) -> Iterator[Quad]:
    text = extraction.article.text
    yield Quad(names.context, NamedNode(RDF.type), NamedNode(NIF.Context), names.article)
    yield Quad(names.context, NamedNode(NIF.isString), Literal(text), names.article)
    for sentence in extraction.sentences:
        yield from _tell_stretch(names, text, sentence, NIF.Sentence)
    for mention in _all_mentions(extraction):
        yield from _tell_stretch(names, text, mention, NIF.Phrase)
        node = names.span(mention.start, mention.end)
        yield Quad(node, NamedNode(NIF.sentence), names.sentences[mention.sentence], names.article)


def _tell_stretch(names: _Names, text: str, stretch: Sentence | Mention, kind: str) -> Iterator[Quad]:
    node = names.span(stretch.start, stretch.end)
    yield Quad(node, NamedNode(RDF.type), NamedNode(kind), names.article)
    yield Quad(node, NamedNode(NIF.anchorOf), Literal(text[stretch.start : stretch.end]), names.article)
    yield Quad(node, NamedNode(NIF.beginIndex), Literal(stretch.start), names.article)
    yield Quad(node, NamedNode(NIF.endIndex), Literal(stretch.end), names.article)
    yield Quad(node, NamedNode(NIF.referenceContext), names.context, names.article)


def _all_mentions(extraction: Extraction) -> Iterator[Mention]:
    for entity in extraction.entities:
        yield from entity.mentions
    for event in extraction.events:
        yield from event.anchors


# ---------------------------------------------------------------- entities, events, assertions


def _tell_entities(extraction: Extraction, names: _Names) -> Iterator[Quad]:
    """An entity is told of in each sentence that mentions it, or, where none does, in each that asserts something."""
    labels: dict[NamedNode, str] = {}
    sure: dict[NamedNode, float] = {}
    in_order = sorted(extraction.entities, key=lambda entity: _place(entity.mentions))
    for entity in in_order:
        node = names.things[entity.key]
        labels.setdefault(node, entity.label)
        sure[node] = max(sure.get(node, 0.0), entity.confidence)
    asserted: dict[Key, set[int]] = defaultdict(set)
    for assertion in extraction.assertions:
        for key in (assertion.subject, assertion.filler):
            if key is not None:
                asserted[key].add(assertion.sentence)
    for entity in in_order:
        node = names.things[entity.key]
        others = sorted({entity.label, entity.name or entity.label, *entity.alt_labels} - {labels[node]})
        graphs = {mention.sentence for mention in entity.mentions} or asserted[entity.key]
        for graph in (names.sentences[index] for index in sorted(graphs)):
            yield Quad(node, NamedNode(RDF.type), NamedNode(CK.NS + entity.kind), graph)
            yield Quad(node, NamedNode(RDFS.label), Literal(labels[node]), graph)
            for other in others:
                yield Quad(node, NamedNode(SKOS.altLabel), Literal(other), graph)
        yield from _tell_mentions(node, entity.mentions, names)
        if graphs:
            yield _tell_confidence(node, sure[node], names)


def _tell_events(extraction: Extraction, names: _Names) -> Iterator[Quad]:
    for event in extraction.events:
        node = names.things[event.key]
        for anchor in event.anchors:
            graph = names.sentences[anchor.sentence]
            yield Quad(node, NamedNode(RDF.type), NamedNode(CK.NS + event.kind), graph)
        yield from _tell_mentions(node, event.anchors, names)
        yield _tell_confidence(node, event.confidence, names)


def _tell_mentions(node: NamedNode, mentions: Iterable[Mention], names: _Names) -> Iterator[Quad]:
    for mention in mentions:
        phrase = names.span(mention.start, mention.end)
        yield Quad(node, NamedNode(GAF.denotedBy), phrase, names.sentences[mention.sentence])


def _tell_confidence(node: NamedNode, confidence: float, names: _Names) -> Quad:
    """How sure kg is of it, which no sentence says: so it stands in the graph of the article."""
    text = f"{confidence:.2f}".rstrip("0").removesuffix(".")
    return Quad(node, NamedNode(CK.confidence), _typed(text, "decimal"), names.article)


def _tell_assertions(extraction: Extraction, names: _Names) -> Iterator[Quad]:
    ontology = load_ontology()
    events = {event.key: event.kind for event in extraction.events}
    kinds: dict[Key, str] = {entity.key: entity.kind for entity in extraction.entities} | dict(events.items())
    told_as = {item.subject: str(item.value) for item in extraction.assertions if item.predicate == "factuality"}
    sure: dict[Triple, float] = {}
    for assertion in extraction.assertions:
        subject, graph = names.things[assertion.subject], names.sentences[assertion.sentence]
        predicates = [assertion.predicate]
        item: NamedNode | Literal
        if assertion.value is not None:
            item = to_value(assertion.value, assertion.predicate)
        elif assertion.filler is not None:
            item = names.things[assertion.filler]
            if assertion.subject in events and assertion.filler in kinds:
                predicates += ontology.refined_roles(
                    kinds[assertion.subject], assertion.predicate, told_as[assertion.subject], kinds[assertion.filler]
                )
        for predicate in predicates:
            told = Quad(subject, NamedNode(CK.NS + predicate), item, graph)
            sure[told.triple] = max(sure.get(told.triple, 0.0), assertion.confidence)
            yield told
    for triple, confidence in sure.items():
        if confidence < 1:  # of what is as sure as its event, nothing more is said
            node = statement_node(names.article.value, triple)
            yield from to_statement(node, triple, names.article)
            yield _tell_confidence(node, confidence, names)


def to_value(value: Value, predicate: str) -> NamedNode | Literal:
    """The term for a VALUE of PREDICATE.

    >>> str(to_value(PartialDate(text="2013-06"), "begin"))
    '"2013-06"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    if isinstance(value, PartialDate):
        return _typed(value.text, _DATE_TYPES[len(value.text)])
    if isinstance(value, int):
        return _typed(str(value), "integer")
    return NamedNode(CK.NS + value) if predicate == "factuality" else Literal(value)


def _typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD.NS + datatype))
