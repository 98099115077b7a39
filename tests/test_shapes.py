"""A well-formed graph conforms to the shapes; each fault is found by the shape meant for it."""

from __future__ import annotations

from collections.abc import Iterator

import pyshacl
import pytest
import rdflib
from rdflib import SH, URIRef

from kg.resources import find_resource

SHAPES = "https://w3id.org/conflict-kg/shapes#"

PREFIXES = """
@prefix a: <http://example.org/kg/article/depot#> .
@prefix ck: <https://w3id.org/conflict-kg/ontology#> .
@prefix ent: <http://example.org/kg/entity/> .
@prefix ev: <http://example.org/kg/article/depot/event/> .
@prefix gaf: <http://groundedannotationframework.org/gaf#> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

# The text is "Rebels raided a depot in Gao."
GOOD = """
<http://example.org/kg/article/depot> a schema:NewsArticle ; schema:datePublished "2020-02-03"^^xsd:date ;
    prov:wasGeneratedBy <http://example.org/kg/article/depot#activity> .
<http://example.org/kg/article/depot#char=0,29> a nif:Context, nif:Sentence ;
    nif:isString "Rebels raided a depot in Gao." ; nif:anchorOf "Rebels raided a depot in Gao." ;
    nif:beginIndex 0 ; nif:endIndex 29 ; nif:referenceContext <http://example.org/kg/article/depot#char=0,29> .
<http://example.org/kg/article/depot#char=0,6> a nif:Phrase ; nif:anchorOf "Rebels" ;
    nif:beginIndex 0 ; nif:endIndex 6 ;
    nif:referenceContext <http://example.org/kg/article/depot#char=0,29> ;
    nif:sentence <http://example.org/kg/article/depot#char=0,29> .
<http://example.org/kg/article/depot#char=7,13> a nif:Phrase ; nif:anchorOf "raided" ;
    nif:beginIndex 7 ; nif:endIndex 13 ;
    nif:referenceContext <http://example.org/kg/article/depot#char=0,29> ;
    nif:sentence <http://example.org/kg/article/depot#char=0,29> .
<http://example.org/kg/article/depot#char=14,21> a nif:Phrase ; nif:anchorOf "a depot" ;
    nif:beginIndex 14 ; nif:endIndex 21 ;
    nif:referenceContext <http://example.org/kg/article/depot#char=0,29> ;
    nif:sentence <http://example.org/kg/article/depot#char=0,29> .
ev:1 a ck:ArmedAssault ; gaf:denotedBy <http://example.org/kg/article/depot#char=7,13> ;
    ck:agent ent:rebels ; ck:target ent:depot ; ck:strikes ent:depot ; ck:place ent:gao ;
    ck:begin "2020-02"^^xsd:gYearMonth ; ck:deaths 2 ; ck:factuality ck:actual ; ck:confidence 0.8 .
ent:rebels a ck:ArmedGroup ; rdfs:label "rebels" ; gaf:denotedBy <http://example.org/kg/article/depot#char=0,6> .
ent:depot a ck:Facility ; rdfs:label "depot" ; gaf:denotedBy <http://example.org/kg/article/depot#char=14,21> .
ent:gao a ck:City ; rdfs:label "Gao" .
"""

FAULTS = {
    "no activity": ("prov:wasGeneratedBy", "prov:used", "article-activity"),
    "date of publication with time": (
        '"2020-02-03"^^xsd:date', '"2020-02-03T00:00:00"^^xsd:dateTime', "article-published",
    ),
    "context without text": ("nif:isString", "rdfs:comment", "context-text"),
    "mention without words": ('nif:anchorOf "raided" ;', "", "stretch-anchor"),
    "mention without begin": ("nif:beginIndex 7 ;", "", "stretch-begin"),
    "mention that ends before it begins": ("nif:endIndex 13", "nif:endIndex 3", "stretch-begin"),
    "mention with two ends": ("nif:endIndex 13", "nif:endIndex 13, 14", "stretch-end"),
    "sentence without context": (
        "nif:endIndex 29 ; nif:referenceContext <http://example.org/kg/article/depot#char=0,29>",
        "nif:endIndex 29", "stretch-context",
    ),
    "mention without sentence": (
        "nif:sentence <http://example.org/kg/article/depot#char=0,29> .\nev:1",
        "rdfs:seeAlso <http://example.org/kg/article/depot#char=0,29> .\nev:1", "mention-sentence",
    ),
    "event without class": ("a ck:ArmedAssault", "a schema:Event", "Event"),
    "event without factuality": ("ck:factuality ck:actual ;", "", "event-factuality"),
    "two factualities": ("ck:factuality ck:actual", "ck:factuality ck:actual, ck:possible", "event-factuality"),
    "event with unknown factuality": ("ck:factuality ck:actual", "ck:factuality ck:likely", "event-factuality"),
    "event without words": ("gaf:denotedBy <http://example.org/kg/article/depot#char=7,13> ;", "", "event-mention"),
    "begin as text": ('"2020-02"^^xsd:gYearMonth', '"in February"', "event-begin"),
    "month that is none": ('"2020-02"^^xsd:gYearMonth', '"2020-13"^^xsd:date', "event-begin"),
    "fewer than no deaths": ("ck:deaths 2", "ck:deaths -2", "event-deaths"),
    "injuries in words": ("ck:deaths 2", 'ck:injuries "many"', "event-injuries"),
    "detained in halves": ("ck:deaths 2", "ck:detained 1.5", "event-detained"),
    "end with time": ("ck:deaths 2", 'ck:end "2020-02-03T00:00:00"^^xsd:dateTime', "event-end"),
    "place that is a group": ("ck:place ent:gao", "ck:place ent:rebels", "event-place"),
    "cause that is a group": ("ck:deaths 2", "ck:cause ent:rebels", "event-cause"),
    "purpose that is a group": ("ck:deaths 2", "ck:purpose ent:rebels", "event-purpose"),
    "entity without label": ('rdfs:label "rebels" ;', "", "entity-label"),
    "entity with two labels": ('rdfs:label "rebels" ;', 'rdfs:label "rebels", "insurgents" ;', "entity-label"),
    "agent without words": ("; gaf:denotedBy <http://example.org/kg/article/depot#char=0,6>", "", "filler-mention"),
    "agent of no class": ("ent:rebels a ck:ArmedGroup", "ent:rebels a schema:Thing", "Filler"),
    "agent both entity and event": ("a ck:ArmedGroup", "a ck:ArmedGroup, ck:Riot", "Filler"),
    "confidence above 1": ("ck:confidence 0.8", "ck:confidence 1.2", "confidence-range"),
    "confidence as a double": ("ck:confidence 0.8", "ck:confidence 8e-1", "confidence-range"),
}  # fmt: skip


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(find_resource("ontology", "shapes.ttl"))


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(find_resource("ontology", "conflict.ttl"))


def find_faults(data: str, shapes: rdflib.Graph, ontology: rdflib.Graph) -> set[str]:
    """The local names of the shapes that the Turtle DATA violates."""
    graph = rdflib.Graph().parse(data=PREFIXES + data, format="turtle")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, ont_graph=ontology)
    return set(_violated(report))


def _violated(report: rdflib.Graph) -> Iterator[str]:
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        shape = report.value(result, SH.sourceShape)
        assert isinstance(shape, URIRef)
        yield shape.removeprefix(SHAPES)


def test_well_formed_graph_conforms(shapes: rdflib.Graph, ontology: rdflib.Graph) -> None:
    assert find_faults(GOOD, shapes, ontology) == set()


# A "month that is none" is an ill-typed literal: rdflib says so, and the shape must find it too.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_found_by_its_shape(fault: str, shapes: rdflib.Graph, ontology: rdflib.Graph) -> None:
    old, new, shape = FAULTS[fault]
    assert old in GOOD
    assert shape in find_faults(GOOD.replace(old, new), shapes, ontology)


def test_every_property_shape_has_a_fault_and_a_message(shapes: rdflib.Graph) -> None:
    names = {str(shape).removeprefix(SHAPES) for shape in shapes.subjects(rdflib.RDF.type, SH.PropertyShape)}
    assert names - {shape for _, _, shape in FAULTS.values()} == set()
    assert all(shapes.value(URIRef(SHAPES + name), SH.message) for name in names)
