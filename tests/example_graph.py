"""A small graph in the shape that kg writes, of two invented articles; offsets are computed from the texts.

`tests/golden/graphs/brenno.trig` is this graph; `pytest --update-golden` writes it anew. The inferred triples are
a choice by hand of what the ontology implies, enough to see what queries make of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.store import BACKGROUND_GRAPH, INFERRED_GRAPH
from kg.vocab import CK, GAF, NIF, RDF, RDFS, SCHEMA, XSD

BASE = "http://example.org/kg/"

ARTICLES = {
    "police-base": (
        ("Raid on police base kills four", "2020-03-14", "Tarsen Courier"),
        (
            "Gunmen of the Sarem Front attacked a police base in Brenno on Friday, killing four officers, "
            "the interior ministry said.",
            "The Sarem Front denied that it had bombed the market.",
            "The Velmoran government plans to hold talks with the Sarem Front in Tarsen next week.",
            "It released 12 prisoners to encourage the rebels to join the talks.",
        ),
    ),
    "talks-off": (
        ("Velmora calls off talks", "2020-03-20", "Tarsen Courier"),
        (
            "Velmora cancelled the talks with the Sarem Front because of the attack in Brenno on 13 March.",
            "Government troops may have shelled Brenno on 18 March, residents said; 30 people were injured.",
            "Hundreds of soldiers moved from Tarsen to Brenno.",
            "The army of neighbouring Ostria, an ally of Velmora, praised the cancellation.",
        ),
    ),
}

# article, sentence, thing, class, words that name it, label
ENTITIES = (
    ("police-base", 0, "entity/1", "ArmedGroup", "Gunmen of the Sarem Front", "gunmen"),
    ("police-base", 0, "@sarem-front", "ArmedGroup", "Sarem Front", "Sarem Front"),
    ("police-base", 0, "entity/2", "Facility", "a police base", "police base"),
    ("police-base", 0, "@brenno", "City", "Brenno", "Brenno"),
    ("police-base", 0, "entity/3", "SecurityForce", "four officers", "officers"),
    ("police-base", 0, "@interior-ministry-of-velmora", "Government", "the interior ministry", "Interior Ministry"),
    ("police-base", 1, "@sarem-front", "ArmedGroup", "The Sarem Front", "Sarem Front"),
    ("police-base", 1, "entity/4", "Facility", "the market", "market"),
    ("police-base", 2, "@government-of-velmora", "Government", "The Velmoran government", "Government of Velmora"),
    ("police-base", 2, "@sarem-front", "ArmedGroup", "the Sarem Front", "Sarem Front"),
    ("police-base", 2, "@tarsen", "City", "Tarsen", "Tarsen"),
    ("police-base", 3, "@government-of-velmora", "Government", "It", "Government of Velmora"),
    ("police-base", 3, "entity/5", "Population", "12 prisoners", "prisoners"),
    ("police-base", 3, "@sarem-front", "ArmedGroup", "the rebels", "Sarem Front"),
    ("talks-off", 0, "@government-of-velmora", "Government", "Velmora", "Government of Velmora"),
    ("talks-off", 0, "@sarem-front", "ArmedGroup", "the Sarem Front", "Sarem Front"),
    ("talks-off", 0, "@brenno", "City", "Brenno", "Brenno"),
    ("talks-off", 1, "entity/1", "SecurityForce", "Government troops", "government troops"),
    ("talks-off", 1, "@brenno", "City", "Brenno", "Brenno"),
    ("talks-off", 1, "entity/2", "Population", "residents", "residents"),
    ("talks-off", 2, "entity/3", "SecurityForce", "Hundreds of soldiers", "soldiers"),
    ("talks-off", 2, "@tarsen", "City", "Tarsen", "Tarsen"),
    ("talks-off", 2, "@brenno", "City", "Brenno", "Brenno"),
    ("talks-off", 3, "@army-of-ostria", "SecurityForce", "The army of neighbouring Ostria", "Army of Ostria"),
    ("talks-off", 3, "@government-of-velmora", "Government", "Velmora", "Government of Velmora"),
)

# article, sentence, number, class, anchor, factuality, roles and values
EVENTS = (
    ("police-base", 0, 1, "ArmedAssault", "attacked", "actual", (
        ("agent", "entity/1"), ("agent", "@sarem-front"), ("target", "entity/2"), ("place", "@brenno"),
        ("source", "@interior-ministry-of-velmora"), ("begin", "2020-03-13"), ("end", "2020-03-13"),
    )),
    ("police-base", 0, 2, "Killing", "killing", "actual", (
        ("agent", "@sarem-front"), ("target", "entity/3"), ("place", "@brenno"), ("deaths", 4), ("partOf", "event/1"),
        ("source", "@interior-ministry-of-velmora"), ("begin", "2020-03-13"),
    )),
    ("police-base", 1, 3, "Denial", "denied", "actual", (("agent", "@sarem-front"), ("topic", "event/4"))),
    ("police-base", 1, 4, "Bombing", "bombed", "negated", (
        ("agent", "@sarem-front"), ("target", "entity/4"), ("source", "@sarem-front"),
    )),
    ("police-base", 2, 5, "Negotiation", "talks", "planned", (
        ("agent", "@government-of-velmora"), ("counterpart", "@sarem-front"), ("place", "@tarsen"),
        ("begin", "2020-03"),
    )),
    ("police-base", 3, 6, "PrisonerRelease", "released", "actual", (
        ("agent", "@government-of-velmora"), ("target", "entity/5"), ("counterpart", "@sarem-front"),
        ("purpose", "event/5"), ("begin", "2020-03-12"),
    )),
    ("talks-off", 0, 1, "Cancellation", "cancelled", "actual", (
        ("agent", "@government-of-velmora"), ("target", "event/2"), ("cause", "event/3"), ("begin", "2020-03-20"),
    )),
    ("talks-off", 0, 2, "Negotiation", "talks", "negated", (
        ("agent", "@government-of-velmora"), ("counterpart", "@sarem-front"),
    )),
    ("talks-off", 0, 3, "Attack", "attack", "actual", (("place", "@brenno"), ("begin", "2020-03-13"))),
    ("talks-off", 1, 4, "Shelling", "shelled", "possible", (
        ("agent", "entity/1"), ("target", "@brenno"), ("place", "@brenno"), ("source", "entity/2"),
        ("begin", "2020-03-18"), ("end", "2020-03-18"),
    )),
    ("talks-off", 1, 5, "Injury", "injured", "actual", (("cause", "event/4"), ("place", "@brenno"), ("injuries", 30))),
    ("talks-off", 2, 6, "Deployment", "moved", "actual", (
        ("agent", "entity/3"), ("origin", "@tarsen"), ("destination", "@brenno"), ("begin", "2020"),
    )),
    ("talks-off", 3, 7, "Praise", "praised", "actual", (
        ("agent", "@army-of-ostria"), ("counterpart", "@government-of-velmora"), ("topic", "event/1"),
        ("source", "#author"),
    )),
)  # fmt: skip

# article, sentence, thing, relation, other
RELATIONS = (
    ("police-base", 0, "entity/1", "memberOf", "@sarem-front"),
    ("police-base", 0, "entity/2", "locatedIn", "@brenno"),
    ("police-base", 0, "@interior-ministry-of-velmora", "partOf", "@government-of-velmora"),
    ("talks-off", 1, "entity/1", "memberOf", "@government-of-velmora"),
    ("talks-off", 3, "@army-of-ostria", "alliedWith", "@government-of-velmora"),
)
BACKGROUND = (
    ("brenno", "locatedIn", "velmora"),
    ("tarsen", "locatedIn", "velmora"),
    ("tarsen", "capitalOf", "velmora"),
)

INFERRED_TYPES = {
    "ArmedAssault": ("Attack", "ViolentEvent", "Event"), "Killing": ("ViolentEvent", "Event"),
    "Bombing": ("Attack", "ViolentEvent", "Event"), "Attack": ("ViolentEvent", "Event"),
    "Shelling": ("Attack", "ViolentEvent", "Event"), "Injury": ("ViolentEvent", "Event"),
    "Negotiation": ("CooperativeEvent", "Event"), "PrisonerRelease": ("Concession", "CooperativeEvent", "Event"),
    "Praise": ("CooperativeEvent", "Event"), "Denial": ("VerbalConflict", "Event"),
    "Cancellation": ("OtherEvent", "Event"), "Deployment": ("CoerciveEvent", "Event"),
}  # fmt: skip
QUAD_CLASSES = {
    "ViolentEvent": "materialConflict", "CoerciveEvent": "materialConflict", "VerbalConflict": "verbalConflict",
    "PrisonerRelease": "materialCooperation", "Negotiation": "verbalCooperation", "Praise": "verbalCooperation",
}  # fmt: skip
INFERRED = (
    ("@sarem-front", "hostileTo", "@government-of-velmora"), ("@government-of-velmora", "hostileTo", "@sarem-front"),
    ("@government-of-velmora", "alliedWith", "@army-of-ostria"),
    ("police-base/event/1", "answerable", "@sarem-front"), ("police-base/event/1", "strikes", "police-base/entity/2"),
    ("police-base/event/1", "participant", "@sarem-front"), ("police-base/entity/2", "locatedIn", "@velmora"),
)  # fmt: skip


def build_graph() -> Iterator[Quad]:
    """All quads of the graph, some of them twice or more."""
    for slug, ((title, date, publisher), sentences) in ARTICLES.items():
        yield from _article(slug, title, date, publisher, sentences)
    for slug, number, thing, kind, words, label in ENTITIES:
        place = sentence(slug, number)
        node = resource(slug, thing)
        yield Quad(node, NamedNode(RDF.type), term(kind), place)
        yield Quad(node, NamedNode(RDFS.label), Literal(label), place)
        yield from _mention(slug, number, node, words)
    for slug, number, event, kind, anchor, factuality, roles in EVENTS:
        node, place = resource(slug, f"event/{event}"), sentence(slug, number)
        yield Quad(node, NamedNode(RDF.type), term(kind), place)
        yield Quad(node, term("factuality"), term(factuality), place)
        yield from _mention(slug, number, node, anchor)
        for role, filler in roles:
            yield Quad(node, term(role), _value(slug, role, filler), place)
    for slug, number, thing, relation, other in RELATIONS:
        yield Quad(resource(slug, thing), term(relation), resource(slug, other), sentence(slug, number))
    yield from _background()
    yield from _inferred()


def sentence(slug: str, number: int) -> NamedNode:
    start, end = span(slug, number)
    return NamedNode(f"{BASE}article/{slug}#char={start},{end}")


def span(slug: str, number: int) -> tuple[int, int]:
    sentences = ARTICLES[slug][1]
    start = sum(len(text) + 1 for text in sentences[:number])
    return start, start + len(sentences[number])


def resource(slug: str, name: str) -> NamedNode:
    """`@x` is an entity known by name, `#x` a part of the article, anything else local to it."""
    if name.startswith("@"):
        return NamedNode(f"{BASE}entity/{name[1:]}")
    return NamedNode(f"{BASE}article/{slug}{'' if name.startswith('#') else '/'}{name}")


def term(name: str) -> NamedNode:
    return NamedNode(CK.NS + name)


def _value(slug: str, role: str, filler: str | int) -> NamedNode | Literal:
    if isinstance(filler, int):
        return Literal(filler)
    if role in ("begin", "end"):
        kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
        return Literal(filler, datatype=NamedNode(XSD.NS + kinds[len(filler)]))
    return resource(slug, filler)


def _article(slug: str, title: str, date: str, publisher: str, sentences: tuple[str, ...]) -> Iterator[Quad]:
    node = NamedNode(f"{BASE}article/{slug}")
    text = " ".join(sentences)
    context = NamedNode(f"{node.value}#char=0,{len(text)}")
    yield Quad(node, NamedNode(RDF.type), NamedNode(SCHEMA.NewsArticle), node)
    yield Quad(node, NamedNode(SCHEMA.headline), Literal(title), node)
    yield Quad(node, NamedNode(SCHEMA.publisher), Literal(publisher), node)
    yield Quad(node, NamedNode(SCHEMA.datePublished), Literal(date, datatype=NamedNode(XSD.NS + "date")), node)
    yield Quad(context, NamedNode(RDF.type), NamedNode(NIF.Context), node)
    yield Quad(context, NamedNode(NIF.isString), Literal(text), node)
    for number, words in enumerate(sentences):
        start, _ = span(slug, number)
        yield from _string(slug, NIF.Sentence, start, words)


def _mention(slug: str, number: int, thing: NamedNode, words: str) -> Iterator[Quad]:
    start = span(slug, number)[0] + ARTICLES[slug][1][number].index(words)
    mention = NamedNode(f"{BASE}article/{slug}#char={start},{start + len(words)}")
    yield from _string(slug, NIF.Phrase, start, words)
    yield Quad(mention, NamedNode(NIF.sentence), sentence(slug, number), NamedNode(f"{BASE}article/{slug}"))
    yield Quad(thing, NamedNode(GAF.denotedBy), mention, sentence(slug, number))


def _string(slug: str, kind: str, start: int, words: str) -> Iterator[Quad]:
    graph = NamedNode(f"{BASE}article/{slug}")
    length = sum(len(text) + 1 for text in ARTICLES[slug][1]) - 1
    node = NamedNode(f"{graph.value}#char={start},{start + len(words)}")
    yield Quad(node, NamedNode(RDF.type), NamedNode(kind), graph)
    yield Quad(node, NamedNode(NIF.anchorOf), Literal(words), graph)
    yield Quad(node, NamedNode(NIF.beginIndex), Literal(start), graph)
    yield Quad(node, NamedNode(NIF.endIndex), Literal(start + len(words)), graph)
    yield Quad(node, NamedNode(NIF.referenceContext), NamedNode(f"{graph.value}#char=0,{length}"), graph)


def _background() -> Iterator[Quad]:
    graph = NamedNode(BACKGROUND_GRAPH)
    velmora = resource("", "@velmora")
    yield Quad(velmora, NamedNode(RDF.type), term("Country"), graph)
    yield Quad(velmora, NamedNode(RDFS.label), Literal("Velmora"), graph)
    for thing, relation, other in BACKGROUND:
        yield Quad(resource("", f"@{thing}"), term(relation), resource("", f"@{other}"), graph)


def _inferred() -> Iterator[Quad]:
    graph = NamedNode(INFERRED_GRAPH)
    for slug, _, number, kind, _, _, roles in EVENTS:
        event = resource(slug, f"event/{number}")
        for above in INFERRED_TYPES[kind]:
            yield Quad(event, NamedNode(RDF.type), term(above), graph)
        for name in (kind, *INFERRED_TYPES[kind]):
            if name in QUAD_CLASSES:
                yield Quad(event, term("quadClass"), term(QUAD_CLASSES[name]), graph)
        if any(role == "place" for role, _ in roles):
            yield Quad(event, term("place"), resource("", "@velmora"), graph)
    for thing, relation, other in INFERRED:
        nodes = [
            resource("", name) if name.startswith("@") else NamedNode(f"{BASE}article/{name}")
            for name in (thing, other)
        ]
        yield Quad(nodes[0], term(relation), nodes[1], graph)
