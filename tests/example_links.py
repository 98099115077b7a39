"""What the example graphs are linked to: for the invented articles, an invented catalogue and invented rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pyoxigraph import Quad

from kg.link.catalogue import Catalogue
from kg.link.enrich import enrich_from_catalogue, find_links
from kg.link.eventmodel import Occurrence
from kg.link.model import Entry, Source
from kg.link.run import link_graph

BRENNO = (12.5, 8.25)

CATALOGUE = Catalogue(
    [
        Entry(
            id="sarem-front",
            kind="ArmedGroup",
            label="Sarem Front",
            keys=("sarem front",),
            weight=200,
            ids=(("ucdp", "990001"), ("wd", "Q9990000001"), ("cameo", "VLMREB")),
            begin=date(2011, 4, 1),
        ),
        Entry(
            id="government",
            kind="Government",
            label="Government of Velmora",
            keys=("government of velmora",),
            weight=300,
            ids=(("ucdp", "990002"), ("cameo", "VLMGOV")),
        ),
        Entry(
            id="brenno", kind="City", label="Brenno", keys=("brenno",), point=BRENNO, weight=250, iri="http://x.org/b"
        ),
        Entry(id="tarsen-1", kind="City", label="Tarsen", keys=("tarsen",), weight=200, iri="http://x.org/t1"),
        Entry(id="tarsen-2", kind="City", label="Tarsen", keys=("tarsen",), weight=200, iri="http://x.org/t2"),
    ],
    Source(name="example", title="Invented things", version="1"),
)

ROWS = (
    [
        Occurrence(
            id=str(number),
            iri=f"https://ucdp.uu.se/event/{number}",
            label=f"Government of Velmora - Sarem Front, {place}, 2020-03-{day}",
            begin=date(2020, 3, day),
            end=date(2020, 3, day),
            point=point,
            actors=frozenset(["ucdp:990001", "ucdp:990002"]),
            kinds=frozenset(["ViolentEvent"]),
            deaths=deaths,
        )
        for number, place, day, point, deaths in (
            (9900101, "Brenno", 13, BRENNO, 4),
            (9900102, "north of Brenno", 14, (12.8, 8.3), 1),
            (9900103, "Tarsen", 13, (14.0, 9.0), 7),
        )
    ],
    Source(name="ged", title="Invented rows"),
)


def add_links(
    quads: Iterable[Quad], catalogue: Catalogue, *, events: tuple[Sequence[Occurrence], Source] | None = None
) -> list[Quad]:
    """QUADS with links to a catalogue and to EVENTS, and with what the catalogue tells of what is linked."""
    known = list(quads)
    linked = [*known, *link_graph(known, [catalogue], events=[events] if events else ()).quads()]
    facts = ["coordinates", "country", "founded", "dissolved"]
    return [*linked, *enrich_from_catalogue(find_links(linked), catalogue, facts)]
