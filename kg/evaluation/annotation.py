"""What is compared: the entities, events and relations of one article, whoever found them, and the words that compare.

Entities and events go by keys: those of the annotator on one side, IRIs on the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

ROLES: Final = (
    "agent", "target", "counterpart", "instrument", "place", "origin", "destination", "topic", "cause", "purpose",
    "partOf",
)  # fmt: skip
RELATIONS: Final = (
    "memberOf", "leaderOf", "partOf", "locatedIn", "capitalOf", "operatedBy", "alliedWith", "hostileTo",
    "nationalityOf", "governs", "supports",
)  # fmt: skip
SYMMETRIC: Final = frozenset({"alliedWith", "hostileTo"})
DATES: Final = ("begin", "end")
NUMBERS: Final = ("deaths", "injuries", "detained")
VALUES: Final = (*DATES, *NUMBERS, "factuality", "source")
FACTUALITIES: Final = ("actual", "planned", "possible", "negated")
AUTHOR: Final = "author"

_WORD: Final = re.compile(r"[\w-]+")
_POSSESSIVE: Final = re.compile(r"['’]s\b")
_EMPTY_WORDS: Final = frozenset(
    "a an the this that these those its his her their some several many other of in on at to for and s".split()
)

Span = tuple[int, int]
Fact = tuple[str, str, str]
"""A role or relation as a triple of keys; the class of an event as its key, `a` and the class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventNote:
    """One event: its class, the places of its anchors, its roles in the order of `ROLES`, its values."""

    key: str
    kind: str
    anchors: tuple[Span, ...]
    roles: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """All that one side says of an article; `where` has the sentence of a role or relation where it is known."""

    names: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, str]
    events: Mapping[str, EventNote]
    relations: frozenset[Fact]
    where: Mapping[Fact, Span] = field(default_factory=dict)
    confidence: Mapping[Fact, float] = field(default_factory=dict)


def content_words(name: str) -> frozenset[str]:
    """The words of NAME that tell it from others, in lower case; all of them where none does.

    >>> sorted(content_words("the Taliban's gunmen"))
    ['gunmen', 'taliban']
    """
    found = frozenset(_WORD.findall(_POSSESSIVE.sub("", name.casefold())))
    return found - _EMPTY_WORDS or found


def may_name_one(one: str, other: str) -> bool:
    """Whether two mentions can name one thing: the words of one are all among those of the other.

    >>> may_name_one("President Karzai", "Karzai"), may_name_one("Afghan government", "Afghan army")
    (True, False)
    """
    ours, theirs = content_words(one), content_words(other)
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def do_overlap(one: Span, other: Span) -> bool:
    """Whether two stretches of text share a character."""
    return one[0] < other[1] and other[0] < one[1]
