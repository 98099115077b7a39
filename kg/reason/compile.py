"""From axioms to ground rules: each row of the table is matched against the axioms once.

`:p rdfs:domain :C` and the row prp-dom give the ground rule that joins `?x :p ?y` and adds `?x a :C`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from types import MappingProxyType
from typing import Final

from kg.reason.dictionary import Dictionary, Numbers
from kg.reason.filters import make_test
from kg.reason.ground import Atom, Ground, class_of, property_of
from kg.reason.tables import Rule

NAMESPACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "owl": "http://www.w3.org/2002/07/owl#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
PROPER: Final = frozenset({"rdfs:subClassOf", "rdfs:subPropertyOf", "owl:equivalentClass", "owl:equivalentProperty"})
"""What says nothing of one class or property twice: that it is below itself, or equal to itself."""

Bindings = dict[str, int]


def name(word: str) -> str:
    """The N-Triples form of a word of RDF, RDFS, OWL or XML Schema; a word in that form stays as it is.

    >>> name("rdfs:label")
    '<http://www.w3.org/2000/01/rdf-schema#label>'
    """
    if word[0] in '<"':
        return word
    prefix, _, local = word.partition(":")
    return f"<{NAMESPACES[prefix]}{local}>"


class Axioms:
    """The triples that rules are made of, by predicate."""

    def __init__(self, triples: Iterable[Numbers], dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self._type = dictionary.encode(name("rdf:type"))
        self._first = dictionary.encode(name("rdf:first"))
        self._rest = dictionary.encode(name("rdf:rest"))
        self._nil = dictionary.encode(name("rdf:nil"))
        self._pairs: dict[int, dict[int, list[int]]] = defaultdict(dict)
        self._of_class: dict[int, list[int]] = defaultdict(list)
        for subject, predicate, item in triples:
            if predicate == self._type:
                self._of_class[item].append(subject)
            else:
                self._pairs[predicate].setdefault(subject, []).append(item)
        self._lists: dict[int, tuple[tuple[int, ...], tuple[Numbers, ...]]] = {}

    def find(self, subject: int | None, predicate: int, item: int | None) -> Iterator[tuple[int, int]]:
        """The pairs of PREDICATE with SUBJECT and ITEM, where these are known."""
        if predicate == self._type:
            for member in self._of_class.get(item, ()) if item is not None else ():
                if subject is None or subject == member:
                    yield member, item or 0
            return
        table = self._pairs.get(predicate, {})
        for one in (subject,) if subject is not None else table:
            for other in table.get(one, ()):
                if item is None or item == other:
                    yield one, other

    def read_list(self, head: int) -> tuple[tuple[int, ...], tuple[Numbers, ...]]:
        """The members of a list and the triples that make it; a list that bites its tail ends there."""
        if head not in self._lists:
            members: list[int] = []
            triples: list[Numbers] = []
            node, seen = head, set[int]()
            while node != self._nil and node not in seen:
                seen.add(node)
                first = self._pairs[self._first].get(node)
                if not first:
                    break
                members.append(first[0])
                triples.append((node, self._first, first[0]))
                rest = self._pairs[self._rest].get(node)
                if not rest:
                    break
                triples.append((node, self._rest, rest[0]))
                node = rest[0]
            self._lists[head] = tuple(members), tuple(triples)
        return self._lists[head]


@dataclass(frozen=True, slots=True)
class _Match:
    bindings: Bindings
    triples: tuple[Numbers, ...]


@cache
def parse(text: str) -> tuple[tuple[str, ...], ...]:
    """The patterns of a row, as words."""
    return tuple(tuple(part.split()) for part in text.split(" . ") if part)


def match_axioms(rule: Rule, axioms: Axioms) -> Iterator[tuple[Bindings, tuple[Numbers, ...]]]:
    """The ways in which the axioms of RULE are there."""
    for match in _match(parse(rule.axiom), axioms, _Match({}, ())):
        yield match.bindings, tuple(dict.fromkeys(match.triples))


def _match(patterns: tuple[tuple[str, ...], ...], axioms: Axioms, match: _Match) -> Iterator[_Match]:
    if not patterns:
        yield match
        return
    for found in _match_one(patterns[0], axioms, match):
        yield from _match(patterns[1:], axioms, found)


def _match_one(pattern: tuple[str, ...], axioms: Axioms, match: _Match) -> Iterator[_Match]:
    bindings = match.bindings
    verb = pattern[1]
    if verb in ("zero", "one"):
        if _is_number(axioms.dictionary.names[bindings[pattern[0]]], 0 if verb == "zero" else 1):
            yield match
    elif verb == "has":
        members, triples = axioms.read_list(bindings[pattern[0]])
        for member in dict.fromkeys(members):
            yield _Match({**bindings, pattern[2]: member}, match.triples + triples)
    elif verb == "pairs":
        members, triples = axioms.read_list(bindings[pattern[0]])
        for one, other in combinations(members, 2):
            yield _Match({**bindings, pattern[2]: one, pattern[3]: other}, match.triples + triples)
    else:
        predicate = axioms.dictionary.encode(name("rdf:type" if verb == "a" else verb))
        subject, item = (_value(word, axioms.dictionary, bindings) for word in (pattern[0], pattern[2]))
        for one, other in axioms.find(subject, predicate, item):
            found = {**bindings, pattern[0]: one}
            if pattern[2].startswith("?"):
                found[pattern[2]] = other
            yield _Match(found, (*match.triples, (one, predicate, other)))


def _value(word: str, dictionary: Dictionary, bindings: Mapping[str, int]) -> int | None:
    return bindings.get(word) if word.startswith("?") else dictionary.encode(name(word))


def _is_number(spelling: str, number: int) -> bool:
    text = spelling[1:].partition('"')[0].strip().removeprefix("+")
    return spelling.startswith('"') and text.isdecimal() and int(text) == number


def make_ground(
    rule: Rule, bindings: Bindings, triples: tuple[Numbers, ...], axioms: Axioms, number: int
) -> Ground | None:
    """The ground rule of RULE where its axioms are as BINDINGS say; None where a list in it is empty."""
    return _Maker(rule, bindings, triples, axioms, number).make()


class _Maker:
    """Makes one ground rule."""

    def __init__(
        self, rule: Rule, bindings: Bindings, triples: tuple[Numbers, ...], axioms: Axioms, number: int
    ) -> None:
        self.rule, self.bindings, self.axioms, self.number = rule, bindings, axioms, number
        self.triples = list(triples)
        self.variables: list[str] = []
        self.body: list[Atom] = []
        self.keys: list[int] = []

    def make(self) -> Ground | None:
        for pattern in parse(self.rule.facts):
            if not self._add(pattern):
                return None
        head, member = None, None
        for pattern in parse(self.rule.then):
            if pattern[1] == "same":
                member = self._word(pattern[0])
                if pattern[3] != "keys":
                    self.keys = [self._word(word) for word in pattern[3:]]
            else:
                head = self._atom(pattern)
        return Ground(
            number=self.number,
            rule=self.rule,
            bindings=self.bindings,
            variables=tuple(self.variables),
            axiom=tuple(dict.fromkeys(self.triples)),
            body=tuple(self.body),
            head=head,
            member=member,
            keys=tuple(self.keys),
            test=make_test(self.rule.where, self.variables, self.axioms.dictionary) if self.rule.where else None,
        )

    def _add(self, pattern: tuple[str, ...]) -> bool:
        if pattern[1] not in ("all", "path", "keys"):
            self.body.append(self._atom(pattern))
            return True
        members, triples = self.axioms.read_list(self.bindings[pattern[2]])
        self.triples.extend(triples)
        subject = self._word(pattern[0])
        if pattern[1] == "all":
            self.body += [Atom(class_of(member), (subject,)) for member in dict.fromkeys(members)]
        elif pattern[1] == "keys":
            self.keys = [self._word(f"?k{place}") for place in range(len(members))]
            self.body += [
                Atom(property_of(member), (subject, key)) for member, key in zip(members, self.keys, strict=True)
            ]
        elif members:
            stops = [subject, *(self._word(f"?via{place}") for place in range(1, len(members)))]
            stops.append(self._word(pattern[3]))
            self.body += [
                Atom(property_of(member), (stops[place], stops[place + 1])) for place, member in enumerate(members)
            ]
        return bool(members)

    def _word(self, word: str) -> int:
        if not word.startswith("?"):
            return ~self.axioms.dictionary.encode(name(word))
        if word in self.bindings:
            return ~self.bindings[word]
        if word not in self.variables:
            self.variables.append(word)
        return self.variables.index(word)

    def _atom(self, pattern: tuple[str, ...]) -> Atom:
        if pattern[1] == "a":
            return Atom(class_of(~self._word(pattern[2])), (self._word(pattern[0]),))
        return Atom(property_of(~self._word(pattern[1])), (self._word(pattern[0]), self._word(pattern[2])))
