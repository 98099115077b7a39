"""The values that pass from one step to the next; neither spaCy nor rdflib is needed to make them.

All offsets are half-open `(start, end)` Unicode code points of the article's text, as Python counts them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, NewType

EntityKey = NewType("EntityKey", str)
EventKey = NewType("EventKey", str)

Factuality = Literal["actual", "planned", "possible", "negated"]
MentionKind = Literal["name", "description", "pronoun", "anchor"]

AUTHOR: Final = EntityKey("author")
"""Stands for the writer of the article wherever a source is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article; `text` is kept exactly as read."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    author: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word with its place in the tree: Universal Dependencies labels, whatever pipeline made it.

    `i` and `head` index `Parse.tokens`; a root is its own head. `xpos` is the Penn Treebank tag.
    """

    i: int
    text: str
    lemma: str
    upos: str
    xpos: str
    dep: str
    head: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpan:
    """A named entity as the pipeline sees it: tokens `first` to `last`, both included."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: tokens `first` to `last`, both included, and its characters."""

    index: int
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleArc:
    """What some pipelines say of two words: `word` heads an argument of `predicate`, in a role of PropBank."""

    predicate: int
    word: int
    role: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """An article's words, trees, names, and roles where the pipeline tells them."""

    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    names: tuple[NameSpan, ...]
    roles: tuple[RoleArc, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of text that names an entity or evokes an event."""

    start: int
    end: int
    sentence: int
    kind: MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing the article speaks of; `named` ones are shared between articles by their `name`.

    `label` is the article's own best name for it; without a `name`, that is also the one shared.
    """

    key: EntityKey
    kind: str
    label: str
    named: bool
    mentions: tuple[Mention, ...]
    alt_labels: tuple[str, ...] = ()
    name: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event with the words that evoke it."""

    key: EventKey
    kind: str
    anchors: tuple[Mention, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """An ISO 8601 calendar date, month or year, as narrow as the text allows."""

    text: str


Value = str | int | PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """What one sentence says: subject, property and filler or value, with the sentence's index.

    `predicate` is a local name of the vocabulary; exactly one of `filler` and `value` is set.
    """

    subject: EntityKey | EventKey
    predicate: str
    sentence: int
    filler: EntityKey | EventKey | None = None
    value: Value | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """A problem in the data that does not stop the work."""

    code: str
    message: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was read out of one article."""

    article: Article
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    assertions: tuple[Assertion, ...]
    diagnostics: tuple[Diagnostic, ...] = field(default=())
