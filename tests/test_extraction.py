"""What sentences and short articles say, and what they do not, through pipeline and extractor.

Each table in `extraction/` holds cases of one kind; its name is the category. A case has a `text`, perhaps the day it
was `published`, and what must be found: `events`, `relations`, `things` and their contraries `no_events`,
`no_relations`. Fillers are given by the last words of one of their mentions, events by words of their anchor; a colon
and a class may follow ("Kabul:Government"). `no_agent = "x"` says that x is none of the agents, `no_agent = true` that
there is none. Numbers that are told one after another stand in a list. An event whose `factuality` is not given must be
actual. `xfail` names what is at fault.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.model import Article, Assertion, Entity, Event, Extraction, PartialDate
from kg.ontology import load_ontology

FOLDER = Path(__file__).parent / "extraction"
ROLES = frozenset(
    "agent target counterpart instrument place origin destination topic cause purpose partOf source".split()
)
VALUES = frozenset("begin end deaths injuries detained factuality".split())
FACTUALITIES = frozenset("actual planned possible negated".split())
KEYS = frozenset("text published xfail events no_events relations no_relations things".split())
LEAST_CASES = 150

Case = dict[str, Any]

ONTOLOGY = load_ontology()
TABLES: dict[str, list[Case]] = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["case"] for path in sorted(FOLDER.glob("*.toml"))
}


def to_parameters() -> Iterator[Any]:
    for category, cases in TABLES.items():
        for case in cases:
            marks = [pytest.mark.xfail(reason=case["xfail"])] if "xfail" in case else []
            yield pytest.param(case, id=f"{category}: {case['text'][:60]}", marks=marks)


@pytest.fixture(scope="module")
def read(read_article: Callable[[Article], Extraction]) -> Callable[[Case], Extraction]:
    """Reads a case as an article of its own."""
    return lambda case: read_article(Article(id="case", text=case["text"], published=case.get("published")))


class Findings:
    """What one extraction says, to be asked in the words of its text."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.text = extraction.article.text
        self.entities = {entity.key: entity for entity in extraction.entities}
        self.events = {event.key: event for event in extraction.events}

    def of(self, subject: Entity | Event, predicate: str) -> list[Assertion]:
        return [a for a in self.extraction.assertions if a.subject == subject.key and a.predicate == predicate]

    # Words for things and events

    def is_called(self, key: Any, words: str) -> bool:
        """Whether the thing or event of KEY is what WORDS say."""
        name, _, kind = words.partition(":")
        if key in self.events:
            return self.is_anchored(self.events[key], name) and (not kind or is_a(self.events[key].kind, kind))
        entity = self.entities.get(key)
        if entity is None:
            return key == words
        surfaces = {*(self.text[m.start : m.end] for m in entity.mentions), entity.label, *entity.alt_labels}
        ending = re.compile(rf"(?:^|[\s\-]){re.escape(name)}(?:['’]s?)?$", re.IGNORECASE)
        return any(ending.search(s) for s in surfaces) and (not kind or is_a(entity.kind, kind))

    def is_anchored(self, event: Event, words: str) -> bool:
        spans = [m.span() for m in re.finditer(rf"\b{re.escape(words)}\b", self.text)]
        return any(a.start < end and start < a.end for a in event.anchors for start, end in spans)

    def find_events(self, wanted: Case) -> list[Event]:
        return [
            event
            for event in self.extraction.events
            if is_a(event.kind, wanted["class"])
            and ("anchor" not in wanted or all(self.is_anchored(event, w) for w in to_list(wanted["anchor"])))
        ]

    # Failures

    def find_failures(self, case: Case) -> Iterator[str]:
        for wanted in case.get("events", ()):
            yield from self.check_event(wanted)
        for barred in case.get("no_events", ()):
            found = self.find_events({"class": "Event", **barred})
            if found:
                yield f"there must be no event {barred}"
        for wanted in case.get("relations", ()):
            if not self.has_relation(wanted):
                yield f"no relation {' '.join(wanted)}"
        for barred in case.get("no_relations", ()):
            if self.has_relation(barred):
                yield f"there must be no relation {' '.join(barred)}"
        for words in case.get("things", ()):
            if not any(self.is_called(key, words) for key in self.entities):
                yield f"no thing {words}"

    def check_event(self, wanted: Case) -> Iterator[str]:
        found = self.find_events(wanted)
        if not found:
            yield f"no event {wanted['class']} at {wanted.get('anchor')!r}"
            return
        failures = [list(self.compare(event, wanted)) for event in found]
        yield from min(failures, key=len)

    def compare(self, event: Event, wanted: Case) -> Iterator[str]:
        where = f"{event.kind} at {wanted.get('anchor')!r}"
        for key, value in {"factuality": "actual", **wanted}.items():
            name = key.removeprefix("no_")
            if name in VALUES:
                told = [a.value.text if isinstance(a.value, PartialDate) else a.value for a in self.of(event, name)]
                if key != name and told:
                    yield f"{where} must have no {name}, has {told}"
                elif key == name and told != (value if isinstance(value, list) else [value]):
                    yield f"{where} must have the {name} {value!r}, has {told}"
            elif name in ROLES:
                fillers = [a.filler for a in self.of(event, name)]
                if key != name:
                    hits = [f for f in fillers if value is True or any(self.is_called(f, w) for w in to_list(value))]
                    if hits:
                        yield f"{where} must not have the {name} {value!r}"
                    continue
                for words in to_list(value):
                    if not any(self.is_called(filler, words) for filler in fillers):
                        yield f"{where} lacks the {name} {words!r}"

    def has_relation(self, relation: list[str]) -> bool:
        subject, predicate, filler = relation
        return any(
            a.predicate == predicate
            and self.is_called(a.subject, subject)
            and (self.is_called(a.filler, filler) if a.filler is not None else str(a.value) == filler)
            for a in self.extraction.assertions
        )

    # What was found, for messages

    def describe(self) -> str:
        lines = [self.text]
        for event in self.extraction.events:
            anchors = ", ".join(self.text[a.start : a.end] for a in event.anchors)
            lines.append(f"  {event.kind} ({anchors})")
            lines += [f"    {self.describe_one(a)}" for a in self.extraction.assertions if a.subject == event.key]
        lines += [
            f"  {self.name(a.subject)} {self.describe_one(a)}"
            for a in self.extraction.assertions
            if a.subject in self.entities
        ]
        return "\n".join(lines)

    def describe_one(self, a: Assertion) -> str:
        value = a.value.text if isinstance(a.value, PartialDate) else a.value
        return f"{a.predicate} {self.name(a.filler) if a.filler is not None else value}"

    def name(self, key: Any) -> str:
        if key in self.entities:
            entity = self.entities[key]
            mentions = " = ".join(dict.fromkeys(self.text[m.start : m.end] for m in entity.mentions))
            return f"[{mentions}]:{entity.kind}"
        if key in self.events:
            anchor = self.events[key].anchors[0]
            return f"<{self.text[anchor.start : anchor.end]}>"
        return str(key)


def is_a(kind: str, wanted: str) -> bool:
    return kind == wanted or wanted in ONTOLOGY.ancestors(kind)


def to_list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def test_no_case_is_lost() -> None:
    texts = [case["text"] for cases in TABLES.values() for case in cases]
    assert len(texts) >= LEAST_CASES
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("category", TABLES)
def test_table_asks_only_what_can_be_told(category: str) -> None:
    for case in TABLES[category]:
        assert set(case) <= KEYS and {"text"} < set(case), case
        for event in [*case.get("events", ()), *case.get("no_events", ())]:
            assert "class" not in event or event["class"] in ONTOLOGY.event_classes, event
            asked = {key.removeprefix("no_") for key in event} - {"class", "anchor"}
            assert asked <= ROLES | VALUES, event
            assert event.get("factuality", "actual") in FACTUALITIES, event
            assert all(words in case["text"] for words in to_list(event.get("anchor", []))), event
        for relation in [*case.get("relations", ()), *case.get("no_relations", ())]:
            assert len(relation) == 3 and relation[1] in {*ONTOLOGY.properties, "holdsOffice"}, relation


LABELS = {
    "plural in capitals": ("FOUR JESUITS WERE KILLED BY THE RURAL COMMITTEES.", ["Jesuits", "rural committees"]),
    "no accent in the article": ("The Medellin Cartel bombed Bogota.", ["Medellin Cartel", "Bogota"]),
    "accent in the article": ("The Medellín Cartel bombed Bogotá.", ["Medellín Cartel", "Bogotá"]),
    "both": ("Rebels left Bogotá on Monday. The mayor of Bogota fled.", ["Bogotá"]),
    "nation before a name": ("Gunmen kidnapped Spaniard Juan Perez Soto.", ["Juan Perez Soto"]),
    "office in capitals": ("GUNMEN KILLED ATTORNEY GENERAL OMAR DIALLO.", ["Omar Diallo"]),
}


@pytest.mark.model
@pytest.mark.parametrize("name", LABELS)
def test_labels(name: str, read: Callable[[Case], Extraction]) -> None:
    text, wanted = LABELS[name]
    labels = [entity.label for entity in read({"text": text}).entities]
    assert [label for label in labels if label in wanted] == wanted, labels


@pytest.mark.model
@pytest.mark.parametrize("case", [*to_parameters()])
def test_text(case: Case, read: Callable[[Case], Extraction]) -> None:
    findings = Findings(read(case))
    failures = list(findings.find_failures(case))
    assert not failures, "\n".join(["", *failures, "found:", findings.describe()])
