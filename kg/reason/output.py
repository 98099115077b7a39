"""What of a closure is given out: facts about individuals, under all their names, that nobody stated.

Left out: literals as subjects, blank nodes of the axioms, what holds of everything (`x owl:sameAs x`, `x a owl:Thing`),
and, unless they are asked for, statements about classes and properties.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from rdflib import OWL, RDFS
from rdflib.term import Node

from kg.errors import LimitError
from kg.reason.dictionary import Dictionary, Numbers
from kg.reason.ground import property_of
from kg.reason.reasoner import Reasoner, Table
from kg.reason.relations import LOW, SHIFT, Keys, Mask, to_set
from kg.reason.scope import ENDS, NEVER, REFLEXIVE, SCHEMA_TYPES
from kg.reason.terms import AXIOM_PREDICATES, AXIOM_TYPES, DECLARATIONS

_INDIVIDUALS: Final = frozenset({OWL.NamedIndividual, OWL.Thing})
_NO_FACTS: Final = NEVER | {OWL.Nothing, RDFS.Datatype}


class Wanted:
    """Which terms facts are wanted about: those of the data, blank nodes among them, or all with SCHEMA."""

    def __init__(self, reasoner: Reasoner, data: Iterable[Table], *, schema: bool = False) -> None:
        self.reasoner, self.schema = reasoner, schema
        self._dictionary = reasoner.dictionary
        size = len(self._dictionary)
        self.subjects = np.zeros(size, np.bool_)
        self.nodes = np.fromiter((name[0] != "_" for name in self._dictionary.names), np.bool_, size)
        self._literal = self._dictionary.is_literal()
        for table in data:
            for predicate, pairs in table.items():
                self._survey(predicate, np.asarray(pairs, np.int64))
        self.subjects &= ~self._literal
        if schema:
            self.subjects = ~self._literal

    def _survey(self, predicate: int, pairs: Keys) -> None:
        subjects, items = pairs >> SHIFT, pairs & LOW
        self.nodes[subjects] = True
        self.nodes[items] = True
        if predicate in _numbers(self._dictionary, AXIOM_PREDICATES):
            return
        if predicate != self.reasoner.type:
            self.subjects[subjects] = True
            self.subjects[items] = True
            return
        none = _numbers(self._dictionary, (AXIOM_TYPES | DECLARATIONS) - _INDIVIDUALS)
        self.subjects[subjects[~np.isin(items, list(none))]] = True

    def find(self) -> Iterator[tuple[int, Keys]]:
        """Yield the pairs that follow and are wanted, sorted, by predicate."""
        reasoner = self.reasoner
        self._check_limit()
        kinds: list[Keys] = []
        for relation in sorted(reasoner.facts):
            if relation & 1:
                pairs = self._find_pairs(relation)
                if len(pairs):
                    yield relation >> 1, pairs
            else:
                kinds.append(self._find_members(relation))
        pairs = to_set(np.concatenate(kinds)) if kinds else np.empty(0, np.int64)
        if len(pairs):
            yield reasoner.type, pairs
        pairs = self._find_names()
        if len(pairs):
            yield reasoner.same, pairs

    def _find_members(self, relation: int) -> Keys:
        kind = relation >> 1
        none = np.empty(0, np.int64)
        left_out = _NO_FACTS if self.schema else _NO_FACTS | SCHEMA_TYPES | DECLARATIONS
        if not self.nodes[kind] or kind in _numbers(self._dictionary, left_out):
            return none
        keys = self._expand(relation)
        ends = list(_numbers(self._dictionary, ENDS))
        keys = keys[self.subjects[keys] & self.nodes[keys] & ~np.isin(keys, ends)]
        keys = self._take_stated(relation, keys)
        return (keys << SHIFT) | kind if len(keys) else none

    def _find_pairs(self, relation: int) -> Keys:
        predicate = relation >> 1
        none = np.empty(0, np.int64)
        if self._dictionary.names[predicate][0] != "<":
            return none
        if not self.schema and predicate in _numbers(self._dictionary, AXIOM_PREDICATES):
            return none
        keys = self._expand(relation)
        return self._take_stated(relation, self._keep(predicate, keys))

    def _keep(self, predicate: int, keys: Keys) -> Keys:
        subjects, items = keys >> SHIFT, keys & LOW
        mask: Mask = self.subjects[subjects] & self.nodes[subjects] & self.nodes[items]
        if predicate in _numbers(self._dictionary, REFLEXIVE):
            ends = list(_numbers(self._dictionary, ENDS))
            thing = self.reasoner.thing
            mask &= (subjects != items) & (items != thing) & ~np.isin(subjects, ends)
        return keys[mask]

    def _expand(self, relation: int) -> Keys:
        facts = self.reasoner.facts[relation]
        keys = facts.all()[0]
        if not self.reasoner.equality:
            return keys
        pairs = bool(relation & 1)
        return to_set(self.reasoner.equality.expand(keys, pairs=pairs, size=len(self._dictionary)))

    def _take_stated(self, relation: int, keys: Keys) -> Keys:
        stated = self.reasoner.asserted.get(relation)
        return keys if stated is None else stated.missing(keys)

    def _find_names(self) -> Keys:
        pairs = [
            one << 32 | other
            for names in self.reasoner.equality.members.values()
            for one in names
            for other in names
            if one != other
        ]
        keys = self._keep(self.reasoner.same, to_set(np.array(pairs, np.int64)))
        return self._take_stated(property_of(self.reasoner.same), keys)

    def _check_limit(self) -> None:
        members = self.reasoner.equality.members
        pairs = sum(len(names) ** 2 for names in members.values())
        if pairs > self.reasoner.limit:
            one, names = max(members.items(), key=lambda item: len(item[1]))
            raise LimitError(
                f"{len(names):,} names are one thing, such as {self._dictionary.names[one]}: "
                f"that each is owl:sameAs each other makes {pairs:,} triples",
                hint="Link names with skos:exactMatch, or give a higher limit",
            )


def _numbers(dictionary: Dictionary, terms: Iterable[Node]) -> set[int]:
    found = (dictionary.find(f"<{term}>") for term in terms)
    return {number for number in found if number is not None}


def to_numbers(pairs: Iterable[tuple[int, Keys]]) -> Iterator[Numbers]:
    """Pairs by predicate as single triples."""
    for predicate, keys in pairs:
        for key in keys.tolist():
            yield key >> 32, predicate, key & 0xFFFFFFFF
