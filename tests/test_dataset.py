"""From an extraction to quads: the shape of the graph, the IRIs, and that hostile texts and names do no harm."""

from __future__ import annotations

import dataclasses
import importlib.util
import itertools
import re
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

import kg
from kg.articles import drop_articles
from kg.checks import check_extraction
from kg.dataset import article_iri, entity_iri, to_quads
from kg.model import (
    AUTHOR,
    Article,
    Assertion,
    Entity,
    EntityKey,
    Event,
    EventKey,
    Extraction,
    Mention,
    PartialDate,
    Sentence,
)
from kg.ontology import load_ontology
from kg.resources import find_resource
from kg.serialise import canonical_quads, serialise
from kg.settle import settle_names
from kg.store import FORMATS, read_quads, to_store
from kg.vocab import CK, NIF, PROV, RDF, RDFS, SCHEMA, SKOS

BASE = "http://example.org/kg/"
ARTICLE = f"{BASE}article/kabul-attack"
SCORER = Path(__file__).parent.parent.parent / "shared" / "eval" / "score.py"
TEXT = (
    "Early this morning, a group of Taliban gunmen launched a sophisticated attack on the presidential palace and a "
    "nearby CIA base in Kabul, infiltrating into one of the most fortified security zones in the Afghan capital and "
    "forcing President Karzai to cancel a planned news conference to discuss peace talks with the insurgents."
)
KABUL = """
@prefix : <http://example.org/kg/article/kabul-attack#> .
@prefix ck: <https://w3id.org/conflict-kg/ontology#> .
@prefix ent: <http://example.org/kg/entity/> .
@prefix ev: <http://example.org/kg/article/kabul-attack/event/> .
@prefix gaf: <http://groundedannotationframework.org/gaf#> .
@prefix loc: <http://example.org/kg/article/kabul-attack/entity/> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://example.org/kg/article/kabul-attack> {
    <http://example.org/kg/article/kabul-attack> a schema:NewsArticle ; schema:datePublished "2013-06-25"^^xsd:date .
    <SPAN0,326> a nif:Sentence .
    <SPAN71,77> a nif:Phrase ; nif:anchorOf "attack" ; nif:beginIndex 71 ; nif:endIndex 77 ;
        nif:sentence <SPAN0,326> .
    <SPAN20,45> a nif:Phrase ; nif:anchorOf "a group of Taliban gunmen" ; nif:beginIndex 20 ; nif:endIndex 45 ;
        nif:sentence <SPAN0,326> .
    <SPAN31,38> a nif:Phrase ; nif:anchorOf "Taliban" ; nif:beginIndex 31 ; nif:endIndex 38 ;
        nif:sentence <SPAN0,326> .
    <SPAN81,104> a nif:Phrase ; nif:anchorOf "the presidential palace" ; nif:beginIndex 81 ; nif:endIndex 104 ;
        nif:sentence <SPAN0,326> .
    <SPAN130,135> a nif:Phrase ; nif:anchorOf "Kabul" ; nif:beginIndex 130 ; nif:endIndex 135 ;
        nif:sentence <SPAN0,326> .
}
<SPAN0,326> {
    ev:1 a ck:ArmedAssault ; gaf:denotedBy <SPAN71,77> ;
        ck:agent loc:1, ent:taliban ; ck:target loc:2 ; ck:strikes loc:2 ; ck:place ent:kabul ;
        ck:begin "2013-06-25"^^xsd:date ; ck:end "2013-06-25"^^xsd:date ; ck:factuality ck:actual .
    loc:1 a ck:ArmedGroup ; rdfs:label "Taliban gunmen" ; gaf:denotedBy <SPAN20,45> ; ck:memberOf ent:taliban .
    ent:taliban a ck:ArmedGroup ; rdfs:label "Taliban" ; gaf:denotedBy <SPAN31,38> .
    loc:2 a ck:Facility ; rdfs:label "presidential palace" ; gaf:denotedBy <SPAN81,104> ; ck:locatedIn ent:kabul .
    ent:kabul a ck:City ; rdfs:label "Kabul" ; gaf:denotedBy <SPAN130,135> .
}
""".replace("<SPAN", f"<{ARTICLE}#char=")

METADATA = {
    RDF.type, NIF.isString, NIF.anchorOf, NIF.beginIndex, NIF.endIndex, NIF.referenceContext, PROV.wasGeneratedBy,
    PROV.used, PROV.wasAssociatedWith, SCHEMA.name, SCHEMA.version, CK.confidence,
}  # fmt: skip
"""What the graph of an article may hold beyond the example."""


def mention(words: str, text: str = TEXT, *, sentence: int = 0) -> Mention:
    start = text.index(words)
    return Mention(start=start, end=start + len(words), sentence=sentence, kind="name")


def entity(key: str, kind: str, label: str, words: str, *, named: bool = False, **more: object) -> Entity:
    made = Entity(key=EntityKey(key), kind=kind, label=label, named=named, mentions=(mention(words),))
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


def say(subject: str, predicate: str, other: object, sentence: int = 0) -> Assertion:
    """A string is a key; what stands in a tuple of one is a value."""
    if isinstance(other, str):
        return Assertion(subject=EntityKey(subject), predicate=predicate, sentence=sentence, filler=EntityKey(other))
    value = other[0] if isinstance(other, tuple) else other
    return Assertion(subject=EntityKey(subject), predicate=predicate, sentence=sentence, value=value)


EXAMPLE = Extraction(
    article=Article(id="kabul-attack", text=TEXT, published=date(2013, 6, 25)),
    sentences=(Sentence(index=0, first=0, last=0, start=0, end=326),),
    entities=(
        entity("palace", "Facility", "presidential palace", "the presidential palace"),
        entity("kabul", "City", "Kabul", "Kabul", named=True),
        entity("gunmen", "ArmedGroup", "Taliban gunmen", "a group of Taliban gunmen"),
        entity("taliban", "ArmedGroup", "Taliban", "Taliban", named=True),
    ),
    events=(Event(key=EventKey("attack"), kind="ArmedAssault", anchors=(mention("attack"),)),),
    assertions=(
        say("attack", "agent", "gunmen"),
        say("attack", "agent", "taliban"),
        say("attack", "target", "palace"),
        say("attack", "place", "kabul"),
        say("attack", "begin", PartialDate(text="2013-06-25")),
        say("attack", "end", PartialDate(text="2013-06-25")),
        say("attack", "factuality", ("actual",)),
        say("gunmen", "memberOf", "taliban"),
        say("palace", "locatedIn", "kabul"),
    ),
)


def with_(extraction: Extraction = EXAMPLE, *more: Assertion, **changes: object) -> Extraction:
    changed = dataclasses.replace(extraction, **changes)  # type: ignore[arg-type]
    return dataclasses.replace(changed, assertions=(*changed.assertions, *more))


def with_article(**changes: object) -> Extraction:
    return with_(article=dataclasses.replace(EXAMPLE.article, **changes))  # type: ignore[arg-type]


def quads_of(extraction: Extraction, base: str = BASE) -> set[Quad]:
    return set(to_quads(extraction, base=base))


def objects(quads: Iterable[Quad], subject: str, predicate: str) -> set[str]:
    return {q.object.value for q in quads if q.subject.value == subject and q.predicate.value == predicate}


# ---------------------------------------------------------------- the shape


def test_the_example_of_the_design() -> None:
    expected = set(parse(KABUL, format=RdfFormat.TRIG))
    found = quads_of(EXAMPLE)
    assert expected - found == set()
    assert {str(quad) for quad in found - expected if quad.graph_name.value != ARTICLE} == set()
    assert {quad.predicate.value for quad in found - expected} <= METADATA


def test_each_quad_comes_once_and_in_the_same_order() -> None:
    first = list(to_quads(EXAMPLE, base=BASE))
    assert first == list(to_quads(EXAMPLE, base=BASE))
    assert len(first) == len(set(first))


def test_text_sentences_and_mentions_have_their_words() -> None:
    found = quads_of(EXAMPLE)
    context = f"{ARTICLE}#char=0,{len(TEXT)}"
    assert objects(found, context, NIF.isString) == {TEXT}
    assert objects(found, f"{ARTICLE}#char=0,326", NIF.anchorOf) == {TEXT[:326]}
    for quad in found:
        if quad.predicate.value == NIF.anchorOf:
            start, end = (int(number) for number in quad.subject.value.rpartition("=")[2].split(","))
            assert quad.object.value == TEXT[start:end]
            assert objects(found, quad.subject.value, NIF.referenceContext) == {context}


def test_metadata_stand_in_the_graph_of_the_article() -> None:
    told = with_article(
        title="Attack", publisher="The Daily", url="https://e.org/1", author="A. Writer", licence="CC BY 4.0"
    )
    found = {quad for quad in quads_of(told) if quad.graph_name.value == ARTICLE}
    assert objects(found, ARTICLE, SCHEMA.headline) == {"Attack"}
    assert objects(found, ARTICLE, SCHEMA.publisher) == {"The Daily"}
    assert Literal("CC BY 4.0") in {quad.object for quad in found}
    assert NamedNode("https://e.org/1") in {quad.object for quad in found}
    assert objects(found, ARTICLE, SCHEMA.author) == {f"{ARTICLE}#author"}
    assert objects(found, f"{ARTICLE}#author", SCHEMA.name) == {"A. Writer"}


@pytest.mark.parametrize("url", ["https://e.org/a b", "e.org", "http://[", "javascript:x", "http://e.org/%zz"])
def test_what_is_no_iri_stays_text(url: str) -> None:
    assert Literal(url) in {quad.object for quad in quads_of(with_article(url=url, licence=url))}


def test_the_activity_names_all_versions_and_no_time() -> None:
    found = set(to_quads(EXAMPLE, base=BASE, model="en_news 1.2.3"))
    activity = f"{ARTICLE}#activity"
    assert objects(found, ARTICLE, PROV.wasGeneratedBy) == {activity}
    tools = objects(found, activity, PROV.wasAssociatedWith) | objects(found, activity, PROV.used)
    versions = {value for tool in tools for value in objects(found, tool, SCHEMA.version)}
    assert versions == {kg.__version__, load_ontology().version, "1.2.3"}
    assert objects(found, "https://w3id.org/conflict-kg/model/en_news/1.2.3", SCHEMA.name) == {"en_news"}
    assert not any(quad.object.value.endswith("dateTime") for quad in found)


def test_the_author_is_a_source_known_or_not() -> None:
    found = quads_of(with_(EXAMPLE, say("attack", "source", AUTHOR)))
    assert objects(found, f"{ARTICLE}/event/1", CK.source) == {f"{ARTICLE}#author"}
    assert objects(found, ARTICLE, SCHEMA.author) == {f"{ARTICLE}#author"}
    assert objects(quads_of(EXAMPLE), ARTICLE, SCHEMA.author) == set()


@pytest.mark.parametrize(("text", "datatype"), [("2013", "gYear"), ("2013-06", "gYearMonth"), ("2013-06-25", "date")])
def test_dates_are_as_narrow_as_they_are_given(text: str, datatype: str) -> None:
    bare = with_(assertions=tuple(a for a in EXAMPLE.assertions if a.predicate != "begin"))
    found = quads_of(with_(bare, say("attack", "begin", PartialDate(text=text))))
    value = Literal(text, datatype=NamedNode(f"http://www.w3.org/2001/XMLSchema#{datatype}"))
    assert value in {quad.object for quad in found if quad.predicate.value == CK.begin}


def test_values_have_their_kinds() -> None:
    people = entity("karzai", "Person", "Karzai", "Karzai", named=True)
    found = quads_of(
        with_(
            with_(entities=(*EXAMPLE.entities, people)),
            say("attack", "deaths", 3),
            say("karzai", "holdsOffice", ("President",)),
        )
    )
    assert Literal(3) in {quad.object for quad in found if quad.predicate.value == CK.deaths}
    assert objects(found, f"{BASE}entity/karzai", CK.holdsOffice) == {"President"}


@pytest.mark.parametrize(
    ("given", "text"), [(1.0, "1"), (0.0, "0"), (0.8, "0.8"), (0.85, "0.85"), (2 / 3, "0.67"), (0.999, "1")]
)
def test_confidence_is_a_short_decimal_that_no_store_rewrites(given: float, text: str) -> None:
    event = dataclasses.replace(EXAMPLE.events[0], confidence=given)
    found = {q for q in quads_of(with_(events=(event,))) if q.subject.value == f"{ARTICLE}/event/1"}
    (quad,) = (q for q in found if q.predicate.value == CK.confidence)
    assert (quad.object.value, quad.graph_name.value) == (text, ARTICLE)
    assert list(to_store([quad])) == [quad]


def test_assertions_stand_in_their_own_sentences() -> None:
    text = "Rebels raided a depot. The raid killed two."
    first, second = mention("Rebels raided a depot.", text), mention("The raid killed two.", text)
    told = Extraction(
        article=Article(id="depot", text=text),
        sentences=(
            Sentence(index=4, first=0, last=0, start=first.start, end=first.end),
            Sentence(index=7, first=0, last=0, start=second.start, end=second.end),
        ),
        entities=(
            Entity(
                key=EntityKey("e"), kind="ArmedGroup", label="rebels", named=False,
                mentions=(mention("Rebels", text, sentence=4),),
            ),
        ),
        events=(
            Event(key=EventKey("k"), kind="Killing", anchors=(mention("killed", text, sentence=7),)),
            Event(
                key=EventKey("r"), kind="ArmedAssault",
                anchors=(mention("raid killed", text, sentence=7), mention("raided", text, sentence=4)),
            ),
        ),
        assertions=(
            say("r", "factuality", ("actual",), 4), say("k", "factuality", ("actual",), 7),
            say("r", "agent", "e", 4), say("k", "deaths", 2, 7), say("k", "partOf", "r", 7),
        ),
    )  # fmt: skip
    here, there = f"{BASE}article/depot#char=0,22", f"{BASE}article/depot#char=23,43"
    found = quads_of(told)
    graphs = {
        (q.subject.value.rpartition("/")[2], q.predicate.value.rpartition("#")[2], q.graph_name.value)
        for q in found
        if "/event/" in q.subject.value and q.graph_name.value != f"{BASE}article/depot"
    }
    assert graphs == {
        ("1", "type", here), ("1", "denotedBy", here), ("1", "factuality", here), ("1", "agent", here),
        ("1", "type", there), ("1", "denotedBy", there),
        ("2", "type", there), ("2", "denotedBy", there), ("2", "factuality", there), ("2", "deaths", there),
        ("2", "partOf", there),
    }  # fmt: skip


def test_refined_roles_depend_on_factuality() -> None:
    denied = tuple(
        dataclasses.replace(a, value="negated") if a.predicate == "factuality" else a for a in EXAMPLE.assertions
    )
    assert objects(quads_of(EXAMPLE), f"{ARTICLE}/event/1", CK.strikes) == {f"{ARTICLE}/entity/2"}
    assert objects(quads_of(with_(assertions=denied)), f"{ARTICLE}/event/1", CK.strikes) == set()


# ---------------------------------------------------------------- names


def test_local_things_are_numbered_by_their_place() -> None:
    found = quads_of(EXAMPLE)
    assert objects(found, f"{ARTICLE}/entity/1", RDFS.label) == {"Taliban gunmen"}
    assert objects(found, f"{ARTICLE}/entity/2", RDFS.label) == {"presidential palace"}
    turned = with_(entities=EXAMPLE.entities[::-1], assertions=EXAMPLE.assertions[::-1])
    assert quads_of(turned) == found


def test_other_names_stand_beside_the_label() -> None:
    taliban = entity("taliban", "ArmedGroup", "Taliban", "Taliban", named=True, alt_labels=("Taleban", "Taliban"))
    found = quads_of(with_(entities=(*EXAMPLE.entities[:3], taliban)))
    assert objects(found, f"{BASE}entity/taliban", SKOS.altLabel) == {"Taleban"}
    assert objects(found, f"{BASE}entity/taliban", RDFS.label) == {"Taliban"}


def test_an_entity_without_words_is_told_of_where_it_is_spoken_of() -> None:
    silent = entity("x", "Government", "Afghan government", "Kabul", named=True, mentions=())
    idle = entity("y", "Government", "Pakistani government", "Kabul", named=True, mentions=())
    told = with_(with_(entities=(*EXAMPLE.entities, silent, idle)), say("palace", "operatedBy", "x"))
    found = quads_of(told)
    assert objects(found, f"{BASE}entity/afghan-government", RDFS.label) == {"Afghan government"}
    assert not any("pakistani" in str(quad) for quad in found)


def test_two_spellings_of_one_name_in_an_article_are_one_thing_with_one_label() -> None:
    again = entity("again", "Organization", "taliban", "Kabul", named=True)
    found = quads_of(with_(entities=(*EXAMPLE.entities, again)))
    assert objects(found, f"{BASE}entity/taliban", RDFS.label) == {"Taliban"}
    assert objects(found, f"{BASE}entity/taliban", SKOS.altLabel) == {"taliban"}


def test_the_shared_name_makes_the_iri_and_is_another_name() -> None:
    front = entity("front", "ArmedGroup", "AZA", "Kabul", named=True, name="Azania Army")
    found = quads_of(with_(entities=(*EXAMPLE.entities, front)))
    assert objects(found, f"{BASE}entity/azania-army", RDFS.label) == {"AZA"}
    assert objects(found, f"{BASE}entity/azania-army", SKOS.altLabel) == {"Azania Army"}


@pytest.mark.parametrize(
    ("label", "kind", "other"),
    [
        ("Georgia", "Country", "Government"),
        ("Georgia", "Region", "Person"),
        ("Jordan", "Country", "Person"),
        ("Washington", "City", "Government"),
        ("Velmora", "Country", "Government"),
        ("Brenno", "City", "ArmedGroup"),
        ("Karim", "Person", "Agreement"),
        ("Tomahawk", "Weapon", "Population"),
        ("Interior Ministry", "Government", "Facility"),
        ("كابل", "City", "Person"),
    ],
)
def test_things_of_one_name_but_of_families_that_clash_stay_two(label: str, kind: str, other: str) -> None:
    assert entity_iri(label, kind, BASE) != entity_iri(label, other, BASE)


@pytest.mark.parametrize(
    ("label", "kinds"),
    [
        ("Red Brigade", ("ArmedGroup", "Organization", "SecurityForce")),
        ("Helmand", ("Region", "City", "Place")),
        ("Hamid Karzai", ("Person", "Thing", "Entity")),
        ("Kabul", ("City", "Place", "Thing")),
    ],
)
def test_near_classes_are_one_thing(label: str, kinds: tuple[str, ...]) -> None:
    assert len({entity_iri(label, kind, BASE) for kind in kinds}) == 1


@pytest.mark.parametrize(
    ("label", "kind", "slug"),
    [
        ("Taliban", "ArmedGroup", "taliban"),
        ("Afghanistan", "Country", "afghanistan"),
        ("Afghan government", "Government", "afghan-government"),
        ("Kabul", "City", "kabul"),
        ("Hamid Karzai", "Person", "hamid-karzai"),
        ("Ministry of Truth", "Government", "ministry-of-truth"),
        ("High Peace Council", "Organization", "high-peace-council"),
        ("Afghans", "Population", "afghans"),
        ("Georgia", "Government", "georgia_organization"),
    ],
)
def test_usual_things_have_plain_names(label: str, kind: str, slug: str) -> None:
    assert entity_iri(label, kind, BASE) == f"{BASE}entity/{slug}"


def test_background_things_have_the_names_that_articles_give_them() -> None:
    facts: dict[str, dict[str, str]] = {}
    for quad in parse(path=str(find_resource("ontology", "background.ttl")), format=RdfFormat.TURTLE):
        facts.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object.value
    assert len(facts) > 500
    for iri, fact in facts.items():
        assert entity_iri(fact[RDFS.label], fact[RDF.type].removeprefix(CK.NS), BASE) == iri


@given(st.text(max_size=12), st.text(max_size=12))
def test_two_ids_never_share_an_iri(one: str, other: str) -> None:
    assert (article_iri(one, BASE) == article_iri(other, BASE)) == (one == other)


@given(st.text(max_size=20))
def test_every_id_makes_an_iri_of_one_step(name: str) -> None:
    iri = article_iri(name, BASE)
    NamedNode(f"{iri}/event/1")
    last = iri.removeprefix(f"{BASE}article/")
    assert last.isascii()
    assert last.strip(".")
    assert not set("/#?") & set(last)


def article(name: str, label: str, confidence: float, *others: str) -> list[Quad]:
    made = entity("x", "ArmedGroup", label, "Taliban", named=True, confidence=confidence)
    made = dataclasses.replace(made, alt_labels=others)
    told = with_(entities=(made,), assertions=(say("attack", "factuality", ("actual",)),))
    told = dataclasses.replace(told, article=dataclasses.replace(told.article, id=name))
    return list(to_quads(told, base=BASE))


def test_settled_names() -> None:
    articles = [article("a", "Al-Sarem", 0.5), article("b", "al Sarem", 0.75), article("c", "Al-Sarem", 0.25)]
    found = settle_names(quad for quads in articles for quad in quads)
    assert set(settle_names(quad for quads in reversed(articles) for quad in quads)) == set(found)
    (node,) = {quad.subject.value for quad in found if quad.predicate.value == RDFS.label}
    assert objects(found, node, RDFS.label) == {"Al-Sarem"}
    assert objects(found, node, SKOS.altLabel) == {"al Sarem"}
    assert objects(found, node, CK.confidence) == {"0.75"}
    assert settle_names(articles[0]) == articles[0]
    assert find_violations(found) == ""


def test_names_are_settled_anew_when_an_article_goes_or_comes() -> None:
    articles = [
        article("a", "Al-Sarem", 0.5), article("b", "al Sarem", 0.75, "Al-Sarem"), article("c", "Al-Sarem", 0.25),
        article("d", "AL SAREM", 0.9, "al Sarem"), article("e", "al Sarem", 0.9, "Al-Sarem", "AL SAREM"),
    ]  # fmt: skip
    whole = settle_names(quad for quads in articles for quad in quads)
    assert set(settle_names(whole)) == set(whole)
    names = "abcde"
    for chosen in itertools.chain.from_iterable(itertools.combinations(names, size) for size in range(5)):
        gone = set(names) - set(chosen)
        left = settle_names(drop_articles(whole, {f"{BASE}article/{name}" for name in gone}))
        expected = settle_names(quad for name in chosen for quad in articles[names.index(name)])
        assert set(left) == set(expected), chosen
        back = [quad for name in gone for quad in articles[names.index(name)]]
        assert set(settle_names([*left, *back])) == set(whole), chosen


# ---------------------------------------------------------------- faults


def with_thing(key: str, kind: str) -> Extraction:
    return with_(entities=(*EXAMPLE.entities, entity(key, kind, "x", "Kabul")))


def with_event(**changes: object) -> Extraction:
    return with_(events=(dataclasses.replace(EXAMPLE.events[0], **changes),))  # type: ignore[arg-type]


def with_sentences(*bounds: tuple[int, int, int]) -> Extraction:
    return with_(sentences=tuple(Sentence(index=i, first=0, last=0, start=b, end=e) for i, b, e in bounds))


def anchor(start: int, end: int, sentence: int = 0) -> tuple[Mention]:
    return (Mention(start=start, end=end, sentence=sentence, kind="anchor"),)


FAULTS = {
    "mention of no length": (with_event(anchors=anchor(5, 5)), "'attack': the mention 5 to 5"),
    "mention outside the text": (with_event(anchors=anchor(320, 999)), "'attack': the mention 320 to 999"),
    "mention in no sentence": (with_event(anchors=anchor(1, 2, 3)), "'attack': a mention in sentence 3"),
    "mention of an entity outside the text": (
        with_(entities=(dataclasses.replace(EXAMPLE.entities[0], mentions=anchor(-3, 2)),)),
        "'palace': the mention -3 to 2",
    ),
    "event without words": (with_event(anchors=()), "'attack': no words"),
    "unknown predicate": (with_(EXAMPLE, say("attack", "agnet", "kabul")), "'agnet': no property"),
    "predicate that only follows": (with_(EXAMPLE, say("attack", "participant", "kabul")), "'participant': no prop"),
    "unknown filler": (with_(EXAMPLE, say("attack", "agent", "nobody")), "'nobody' does not exist"),
    "unknown subject": (with_(EXAMPLE, say("nothing", "agent", "kabul")), "there is no 'nothing'"),
    "unknown sentence": (with_(EXAMPLE, say("attack", "agent", "kabul", 9)), "sentence 9 does not exist"),
    "filler and value": (
        with_(EXAMPLE, dataclasses.replace(say("attack", "deaths", 3), filler=EntityKey("kabul"))),
        "either a filler or",
    ),
    "neither": (with_(EXAMPLE, dataclasses.replace(say("attack", "deaths", 3), value=None)), "either a filler or"),
    "value for a role": (with_(EXAMPLE, say("attack", "agent", 3)), "3 is no value"),
    "filler for a value": (with_(EXAMPLE, say("attack", "deaths", "kabul")), "takes a value"),
    "factuality unheard of": (with_(EXAMPLE, say("attack", "factuality", ("maybe",))), "'maybe' is no value"),
    "no factuality": (with_(assertions=()), "stated 0 times"),
    "two factualities": (with_(EXAMPLE, say("attack", "factuality", ("planned",))), "stated 2 times"),
    "no such day": (with_(EXAMPLE, say("attack", "begin", PartialDate(text="2013-02-30"))), "2013-02-30"),
    "date as text": (with_(EXAMPLE, say("attack", "begin", ("2013-02-03",))), "is no value"),
    "fewer than none": (with_(EXAMPLE, say("attack", "deaths", -1)), "-1 is no value"),
    "unknown class": (with_thing("x", "Gang"), "'Gang' is no class"),
    "event class of an entity": (with_thing("x", "Bombing"), "'Bombing' is no class of entities"),
    "class that only follows": (with_thing("x", "PhysicalTarget"), "'PhysicalTarget' is no class of entities"),
    "entity class of an event": (with_event(kind="City"), "'City' is no class of events"),
    "one key twice": (with_thing("palace", "Facility"), "'palace' stands for 2"),
    "the key of the author": (with_thing("author", "Person"), "'author' stands for 2"),
    "author as agent": (with_(EXAMPLE, say("attack", "agent", AUTHOR)), "can only be a source"),
    "confidence above one": (with_event(confidence=1.5), "'attack': the confidence 1.5"),
    "confidence not a number": (with_event(confidence=float("nan")), "'attack': the confidence nan"),
    "sentence outside the text": (with_sentences((0, 0, 999)), "sentence 0: no stretch"),
    "sentences that overlap": (with_sentences((0, 0, 326), (1, 300, 310)), "sentence 1: begins"),
    "sentences of one index": (with_sentences((0, 0, 200), (0, 200, 310)), "one index"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_named(fault: str) -> None:
    extraction, message = FAULTS[fault]
    with pytest.raises(ValueError, match=re.escape(message)):
        list(to_quads(extraction, base=BASE))


def test_the_example_has_no_fault() -> None:
    check_extraction(EXAMPLE)


# ---------------------------------------------------------------- hostile input

NASTY = [
    "",
    " ",
    "\n",
    "\r\n",
    '"',
    '"""',
    "\\",
    "\\u0041",
    "a\u0301",
    "👩‍👩‍👧",
    "\u202eevil",
    "שלום",
    "<&>",
    "]]>",
    "{}",
    ".",
    "../..",
]
WORDS = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Any text cut into any sentences, with things and events anywhere in it."""
    text = "".join(draw(st.lists(WORDS, min_size=1, max_size=4))) or "x"
    cuts = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=3))})
    sentences = tuple(
        Sentence(index=i, first=0, last=0, start=start, end=end)
        for i, (start, end) in enumerate(itertools.pairwise(cuts))
    )

    def stretch() -> Mention:
        sentence = draw(st.sampled_from(sentences))
        start = draw(st.integers(sentence.start, sentence.end - 1))
        return Mention(
            start=start, end=draw(st.integers(start + 1, sentence.end)), sentence=sentence.index, kind="name"
        )

    kinds = st.sampled_from(["Person", "Government", "City", "Facility", "Weapon", "Thing"])
    things = tuple(
        Entity(
            key=EntityKey(f"e{i}"), kind=draw(kinds), label=draw(WORDS), named=draw(st.booleans()),
            mentions=(stretch(),), alt_labels=(draw(WORDS),), confidence=draw(st.floats(0, 1)),
        )
        for i in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    events = tuple(
        Event(key=EventKey(f"v{i}"), kind=draw(st.sampled_from(["Bombing", "Meeting", "Clash"])), anchors=(stretch(),))
        for i in range(draw(st.integers(0, 3)))
    )
    told = [say(event.key, "factuality", ("actual",), event.anchors[0].sentence) for event in events]
    if events and things:
        told += [say(events[0].key, "target", thing.key) for thing in things]
        told += [say(things[0].key, "holdsOffice", (draw(WORDS) or "x",))]
    return Extraction(
        article=Article(
            id=draw(WORDS), text=text, title=draw(WORDS), publisher=draw(WORDS), url=draw(WORDS), author=draw(WORDS),
            licence=draw(WORDS), published=draw(st.none() | st.dates()),
        ),
        sentences=sentences, entities=things, events=events, assertions=tuple(told),
    )  # fmt: skip


@settings(max_examples=60)
@given(extractions(), st.sampled_from([BASE, "https://e.org/Ünï/", "urn:x/"]))
def test_hostile_articles_read_back_from_every_format(extraction: Extraction, base: str) -> None:
    quads = canonical_quads(to_quads(extraction, base=base))
    union = canonical_quads(Quad(q.subject, q.predicate, q.object) for q in quads)
    for name in sorted(set(FORMATS) - {"rdf", "xml", "owl"}):
        found = canonical_quads(read_quads(serialise(quads, FORMATS[name]), format=name))
        assert found == (quads if FORMATS[name].supports_datasets else union), name


@settings(max_examples=60)
@given(extractions())
def test_no_thing_gets_two_labels_or_families_that_clash(extraction: Extraction) -> None:
    quads = list(to_quads(extraction, base=BASE))
    for node in {quad.subject.value for quad in quads if quad.predicate.value == RDFS.label}:
        assert len(objects(quads, node, RDFS.label)) == 1
        assert len(objects(quads, node, CK.confidence)) == 1
        kinds = {kind.removeprefix(CK.NS) for kind in objects(quads, node, RDF.type)}
        places, people = kinds & {"City", "Facility"}, kinds & {"Person", "Government", "Weapon"}
        assert not (places and people)
        assert len(people) <= 1


# ---------------------------------------------------------------- the shapes, and the scorer


def find_violations(quads: Iterable[Quad]) -> str:
    """What the shipped shapes say against the union of QUADS."""
    data = rdflib.Graph().parse(data=serialise(quads, RdfFormat.N_TRIPLES), format="nt")
    shapes = rdflib.Graph().parse(find_resource("ontology", "shapes.ttl"))
    ontology = rdflib.Graph().parse(find_resource("ontology", "conflict.ttl"))
    conforms, _, report = pyshacl.validate(data, shacl_graph=shapes, ont_graph=ontology)
    return "" if conforms else str(report)


def test_the_example_conforms_to_the_shapes() -> None:
    told = with_article(title="Attack", author="A. Writer", url="https://e.org/1")
    assert find_violations(quads_of(told)) == ""


@settings(max_examples=8)
@given(extractions())
def test_hostile_articles_conform_to_the_shapes(extraction: Extraction) -> None:
    assert find_violations(to_quads(extraction, base=BASE)) == ""


# The scorer uses what rdflib deprecates.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(not SCORER.exists(), reason="the scorer is not beside this checkout")
@pytest.mark.parametrize("suffix", ["trig", "nq", "ttl"])
def test_the_scorer_reads_it(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None and spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "score", score)
    spec.loader.exec_module(score)
    path = tmp_path / f"kabul-attack.{suffix}"
    path.write_bytes(serialise(to_quads(with_(EXAMPLE, say("attack", "source", AUTHOR)), base=BASE), FORMATS[suffix]))
    system = score.read_system(path)
    (event,) = system.events.values()
    assert (event.kind, event.anchors) == ("ArmedAssault", [(71, 77)])
    assert sorted(event.roles["agent"]) == [f"{ARTICLE}/entity/1", f"{BASE}entity/taliban"]
    assert {name: event.values[name] for name in ("begin", "factuality")} == {
        "begin": "2013-06-25", "factuality": "actual",
    }  # fmt: skip
    assert "author" in event.values["source"]
    assert system.kinds[f"{BASE}entity/kabul"] == "City"
    assert set(system.names[f"{ARTICLE}/entity/2"]) == {"presidential palace", "the presidential palace"}
    assert (f"{ARTICLE}/entity/1", "memberOf", f"{BASE}entity/taliban") in system.relations
