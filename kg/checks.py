"""What must hold of an extraction before it becomes a graph.

In comes an `Extraction`; out goes nothing, or a `ValueError` that names what does not fit. It is a fault of kg, never
of an article: a mention outside the text, a filler that does not exist, a property that the ontology does not know.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, get_args

from kg.model import (
    AUTHOR,
    Assertion,
    Entity,
    EntityKey,
    Event,
    EventKey,
    Extraction,
    Factuality,
    Mention,
    PartialDate,
    Sentence,
    Value,
)
from kg.ontology import load_ontology

Key = EntityKey | EventKey

_DATES: Final = frozenset({"begin", "end"})
_COUNTS: Final = frozenset({"deaths", "injuries", "detained"})
_VALUES: Final = _DATES | _COUNTS | {"factuality", "holdsOffice"}
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)


def check_extraction(extraction: Extraction) -> None:
    """Raise `ValueError` for the first thing in EXTRACTION that does not fit with the rest."""
    for fault in _find_faults(extraction):
        raise ValueError(fault)


def _find_faults(extraction: Extraction) -> Iterator[str]:
    ontology = load_ontology()
    sentences = {sentence.index: sentence for sentence in extraction.sentences}
    keys: Counter[Key] = Counter([AUTHOR])
    keys.update(entity.key for entity in extraction.entities)
    keys.update(event.key for event in extraction.events)
    yield from (f"the key {key!r} stands for {count} things" for key, count in keys.items() if count > 1)
    yield from _find_faulty_sentences(extraction)
    for entity in extraction.entities:
        if entity.kind not in ontology.entity_classes:
            yield f"entity {entity.key!r}: {entity.kind!r} is no class of entities"
        yield from _find_faulty_mentions(entity, entity.mentions, sentences)
    for event in extraction.events:
        if event.kind not in ontology.event_classes:
            yield f"event {event.key!r}: {event.kind!r} is no class of events"
        if not event.anchors:
            yield f"event {event.key!r}: no words evoke it"
        yield from _find_faulty_mentions(event, event.anchors, sentences)
    for assertion in extraction.assertions:
        where = f"{assertion.subject!r} {assertion.predicate!r}"
        yield from (f"{where}: {fault}" for fault in _find_faulty_parts(assertion, keys, sentences))
    stated = Counter(item.subject for item in extraction.assertions if item.predicate == "factuality")
    for event in extraction.events:
        if stated[event.key] != 1:
            yield f"event {event.key!r}: its factuality is stated {stated[event.key]} times"


def _find_faulty_sentences(extraction: Extraction) -> Iterator[str]:
    before: Sentence | None = None
    for sentence in sorted(extraction.sentences, key=lambda sentence: sentence.start):
        if not 0 <= sentence.start < sentence.end <= len(extraction.article.text):
            yield f"sentence {sentence.index}: no stretch of the text: {sentence.start} to {sentence.end}"
        if before is not None and sentence.start < before.end:
            yield f"sentence {sentence.index}: begins before the end of sentence {before.index}"
        before = sentence
    if len({sentence.index for sentence in extraction.sentences}) < len(extraction.sentences):
        yield "two sentences have one index"


def _find_faulty_mentions(
    thing: Entity | Event, mentions: Iterable[Mention], sentences: Mapping[int, Sentence]
) -> Iterator[str]:
    for mention in mentions:
        sentence = sentences.get(mention.sentence)
        if sentence is None:
            yield f"{thing.key!r}: a mention in sentence {mention.sentence}, which does not exist"
        elif not sentence.start <= mention.start < mention.end <= sentence.end:
            where = f"sentence {sentence.index} ({sentence.start} to {sentence.end})"
            yield f"{thing.key!r}: the mention {mention.start} to {mention.end} is no stretch of {where}"
    if not 0 <= thing.confidence <= 1:
        yield f"{thing.key!r}: the confidence {thing.confidence} is not between 0 and 1"


def _find_faulty_parts(
    assertion: Assertion, keys: Mapping[Key, int], sentences: Mapping[int, Sentence]
) -> Iterator[str]:
    rule = load_ontology().properties.get(assertion.predicate)
    if rule is None or rule.inferred_only:
        yield "no property that a text can state"
    if assertion.sentence not in sentences:
        yield f"sentence {assertion.sentence} does not exist"
    if assertion.subject not in keys or assertion.subject == AUTHOR:
        yield f"there is no {assertion.subject!r}"
    if (assertion.filler is None) == (assertion.value is None):
        yield "it must have either a filler or a value"
    elif assertion.filler is None:
        if not is_value(assertion.value, assertion.predicate):
            yield f"{assertion.value!r} is no value of it"
    elif assertion.filler not in keys:
        yield f"its filler {assertion.filler!r} does not exist"
    elif assertion.filler == AUTHOR and assertion.predicate != "source":
        yield "the author of an article can only be a source"
    elif assertion.predicate in _VALUES:
        yield f"it takes a value, not {assertion.filler!r}"


def is_value(value: Value | None, predicate: str) -> bool:
    """Whether VALUE is one that PREDICATE can have.

    >>> is_value(PartialDate(text="2013-06-31"), "begin"), is_value(3, "deaths"), is_value("maybe", "factuality")
    (False, True, False)
    """
    if isinstance(value, PartialDate):
        return predicate in _DATES and _is_date(value.text)
    if isinstance(value, int):
        return predicate in _COUNTS and value >= 0 and not isinstance(value, bool)
    return value in get_args(Factuality) if predicate == "factuality" else predicate == "holdsOffice" and bool(value)


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    try:
        return found is not None and bool(date(*(int(part or 1) for part in found.groups())))
    except ValueError:
        return False
