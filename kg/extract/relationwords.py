"""The words by which noun phrases tell relations: the table `ontology/lexicon/relations.toml`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.extract.wordlists import find_words
from kg.resources import find_resource

_NEVER_MEMBERS: Final = find_words("never_members")
_REPORTERS: Final = find_words("reporters")
_STUDENTS: Final = find_words("students_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Describing:
    """A participle or adjective such as "backed": the relation that it tells, and which way.

    FROM means that the other side ("by Iran", "Iranian-") is the subject of the relation.
    """

    prepositions: frozenset[str]
    relation: str
    is_from: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A word for events that tells how their parties stand to each other, where the event is of one of CLASSES."""

    classes: frozenset[str]
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationWords:
    """The table by word; `heads` are the offices of those who lead a government.

    A prefix that tells no relation has the relation "".
    """

    nouns: Mapping[str, str]
    describing: Mapping[str, Describing]
    prefixes: Mapping[str, str]
    telling: Mapping[str, Telling]
    heads: frozenset[str]


@functools.cache
def load_relation_words() -> RelationWords:
    """Read the table; the same object on every call."""
    table = tomllib.loads(find_resource("ontology", "lexicon", "relations.toml").read_text(encoding="utf-8"))
    return RelationWords(
        nouns={word: relation for relation, words in table["nouns"].items() for word in words.split()},
        describing={
            word: Describing(
                prepositions=frozenset(block["prepositions"].split()),
                relation=block["relation"],
                is_from=block["direction"] == "from",
            )
            for block in table["describing"]
            for word in block["words"].split()
        },
        prefixes={word: relation for relation, words in table["prefixes"].items() for word in words.split()},
        telling={
            word: Telling(classes=frozenset(block["classes"].split()), relation=block["relation"])
            for block in table["telling"]
            for word in block["words"].split()
        },
        heads=frozenset(table["heads"]["offices"]),
    )


def is_no_member(noun: str, kind: str | None) -> bool:
    """Whether people called NOUN do not belong to the body of KIND before it: "ISIL hostages", "a Taliban expert".

    >>> is_no_member("analyst", "ArmedGroup"), is_no_member("analyst", "SecurityForce")
    (True, False)
    """
    is_reporter = noun in _REPORTERS and kind != "Organization"
    return noun in _NEVER_MEMBERS or is_reporter or (noun in _STUDENTS and kind == "ArmedGroup")
