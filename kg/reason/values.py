"""Which literals belong to which datatypes (dt-type2), for those datatypes alone that rules ask for."""

from __future__ import annotations

from collections.abc import Container, Iterator

import numpy as np

from kg.reason.datatypes import DATATYPE_NAMES, is_value_of
from kg.reason.dictionary import Dictionary
from kg.reason.ground import class_of
from kg.reason.relations import Keys


class Values:
    """The datatypes that rules ask for, and how many terms of the dictionary have been looked at for each: `seen`."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._datatypes = {dictionary.encode(f"<{term}>"): term for term in sorted(map(str, DATATYPE_NAMES))}
        self.seen: dict[int, int] = {}

    def find_datatype(self, relation: int) -> str | None:
        """The datatype whose values a relation is to hold, because a rule asks for them."""
        return None if relation & 1 or relation >> 1 not in self.seen else self._datatypes[relation >> 1]

    def note(self, asked: Container[int]) -> None:
        """Note the datatypes that are among the relations that rules ask for."""
        for kind in self._datatypes:
            if class_of(kind) in asked:
                self.seen.setdefault(kind, 0)

    def find_new(self) -> Iterator[tuple[int, Keys]]:
        """The values of each datatype asked for, among the literals that have come since the last time."""
        size = len(self._dictionary)
        for kind, seen in self.seen.items():
            if seen == size:
                continue
            literal = np.flatnonzero(self._dictionary.is_literal()[seen:size]) + seen
            members = [
                one for one in literal.tolist() if is_value_of(self._dictionary.names[one], self._datatypes[kind])
            ]
            self.seen[kind] = size
            yield class_of(kind), np.array(members, np.int64)
