"""What follows by the meaning of OWL 2 and not by the rules of OWL 2 RL: which things differ, and the like.

The tables of OWL 2 Profiles are complete for facts about individuals only. W3C's test cases ask for more: that what is
in one of two disjoint classes is in the complement of the other, that properties with disjoint domains are disjoint,
that a range may be any wider datatype. It is found here for small graphs, when statements about classes and
properties are asked for, since it says little and is much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import count, permutations
from typing import Final

from kg.reason.compile import Axioms, match_axioms, name
from kg.reason.datatypes import DATATYPE_NAMES, RANGES, find_wider
from kg.reason.ground import class_of, property_of
from kg.reason.reasoner import Reasoner
from kg.reason.tables import Rule

LARGEST: Final = 10_000
"""Stated triples up to which it is done."""

Named = tuple[str, str, str]


def _row(name: str, axiom: str, facts: str, then: str, says: str) -> Rule:
    return Rule(name=name, axiom=axiom, facts=facts, then=then, says=says)


_DIFFERENT: Final = "?x owl:differentFrom ?y"
BEYOND: Final[tuple[Rule, ...]] = (
    _row("eq-diff-sym", "", _DIFFERENT, "?y owl:differentFrom ?x", "a difference holds in both directions"),
    _row(
        "prp-fp-diff", "?p a owl:FunctionalProperty", "?x ?p ?v . ?y ?p ?w . ?v owl:differentFrom ?w", _DIFFERENT,
        "things that have different things for {p}, of which each has one at most, differ",
    ),
    _row(
        "prp-ifp-diff", "?p a owl:InverseFunctionalProperty", "?v ?p ?x . ?w ?p ?y . ?v owl:differentFrom ?w",
        _DIFFERENT, "things that different things have for {p} differ, for each is so had by one at most",
    ),
    _row(
        "prp-pdw-diff", "?p owl:propertyDisjointWith ?q", "?x ?p ?v . ?y ?q ?v", _DIFFERENT,
        "{p} and {q} exclude each other: what has one thing for them differs",
    ),
    _row(
        "prp-pdw-diff", "?p owl:propertyDisjointWith ?q", "?v ?p ?x . ?v ?q ?y", _DIFFERENT,
        "{p} and {q} exclude each other: what one thing has for them differs",
    ),
    _row(
        "prp-adp-diff", "?all a owl:AllDisjointProperties . ?all owl:members ?list . ?list pairs ?p ?q",
        "?x ?p ?v . ?y ?q ?v", _DIFFERENT, "{p} and {q} exclude each other: what has one thing for them differs",
    ),
    _row(
        "prp-adp-diff", "?all a owl:AllDisjointProperties . ?all owl:members ?list . ?list pairs ?p ?q",
        "?v ?p ?x . ?v ?q ?y", _DIFFERENT, "{p} and {q} exclude each other: what one thing has for them differs",
    ),
    _row(
        "scm-dw-sym", "", "?c owl:disjointWith ?d", "?d owl:disjointWith ?c", "classes exclude each other",
    ),
    _row(
        "scm-pdw-dom", "", "?p rdfs:domain ?c . ?q rdfs:domain ?d . ?c owl:disjointWith ?d",
        "?p owl:propertyDisjointWith ?q", "properties of things that exclude each other do so too",
    ),
    _row(
        "scm-pdw-rng", "", "?p rdfs:range ?c . ?q rdfs:range ?d . ?c owl:disjointWith ?d",
        "?p owl:propertyDisjointWith ?q", "properties that lead to what excludes each other do so too",
    ),
    _row(
        "prp-rfp", "?p a owl:ReflexiveProperty", "?x a owl:NamedIndividual", "?x ?p ?x",
        "everything has itself for {p}",
    ),
)  # fmt: skip

DIFFERENCES: Final = frozenset(rule.name for rule in BEYOND if rule.then.split()[1] == "owl:differentFrom")
"""The rules that find things to differ, by names that no other rules have."""


def find_more(reasoner: Reasoner) -> Iterator[Named]:
    """Yield what no rule can say, for it speaks of classes and lists that have no name yet; sorted, each once."""
    yield from dict.fromkeys(_Finder(reasoner).find())


class _Finder:
    def __init__(self, reasoner: Reasoner) -> None:
        self.reasoner = reasoner
        self.names = reasoner.dictionary.names
        self.axioms = Axioms(reasoner.find_axioms(), reasoner.dictionary)
        self._number = count()
        self._complements: dict[int, str] = {}
        self._new: list[Named] = []

    def find(self) -> Iterator[Named]:
        yield from self._find_excluded()
        yield from self._find_alike()
        yield from self._find_transitive()
        yield from self._find_ranges()
        yield from self._find_all_different()
        yield from self._find_expressions()
        for kind in sorted(map(str, DATATYPE_NAMES)):
            yield f"<{kind}>", name("rdf:type"), name("rdfs:Datatype")
        yield from self._new

    def _pairs(self, predicate: str) -> Iterator[tuple[int, int]]:
        number = self.reasoner.dictionary.find(name(predicate))
        for part in self.reasoner.parts(property_of(number)) if number is not None else ():
            for key in part.tolist():
                yield key >> 32, key & 0xFFFFFFFF

    def _members(self, kind: int) -> list[int]:
        found = [key for part in self.reasoner.parts(class_of(kind)) for key in part.tolist()]
        return [one for one in found if self.names[one][0] != '"']

    def _blank(self) -> str:
        while (found := f"_:kg{next(self._number)}") and self.reasoner.dictionary.find(found) is not None:
            continue
        return found

    def _complement(self, kind: int) -> str:
        """A class that is the complement of another: the one that says so, or a new one."""
        if kind not in self._complements:
            known = [one for one, other in self._pairs("owl:complementOf") if other == kind]
            if known:
                self._complements[kind] = self.names[known[0]]
            else:
                node = self._complements[kind] = self._blank()
                self._new.append((node, name("rdf:type"), name("owl:Class")))
                self._new.append((node, name("owl:complementOf"), self.names[kind]))
        return self._complements[kind]

    def _find_excluded(self) -> Iterator[Named]:
        """What is in one of two disjoint classes is in the complement of the other."""
        disjoint = set(self._pairs("owl:disjointWith"))
        listed = _row(
            "", "?all a owl:AllDisjointClasses . ?all owl:members ?list . ?list pairs ?c ?d", "", "", ""
        )  # fmt: skip
        for found, _ in match_axioms(listed, self.axioms):
            disjoint.add((found["?c"], found["?d"]))
        for one, other in sorted({*disjoint, *((other, one) for one, other in disjoint)}):
            for member in self._members(one):
                yield self.names[member], name("rdf:type"), self._complement(other)
        yield from self._find_surplus()

    def _find_surplus(self) -> Iterator[Named]:
        """What differs from the one thing of a class that there can be is not of the class."""
        different = set(self._pairs("owl:differentFrom"))
        different |= {(other, one) for one, other in different}
        rule = _row(
            "", "?c owl:maxQualifiedCardinality ?n . ?n one . ?c owl:onProperty ?p . ?c owl:onClass ?d", "", "", ""
        )  # fmt: skip
        for found, _ in match_axioms(rule, self.axioms):
            holders, kind = set(self._members(found["?c"])), set(self._members(found["?d"]))
            reached: dict[int, list[int]] = defaultdict(list)
            for part in self.reasoner.parts(property_of(found["?p"])):
                for key in part.tolist():
                    reached[key >> 32].append(key & 0xFFFFFFFF)
            for holder in sorted(holders):
                for other in reached[holder]:
                    if any((other, one) in different for one in reached[holder] if one in kind):
                        yield self.names[other], name("rdf:type"), self._complement(found["?d"])

    def _find_alike(self) -> Iterator[Named]:
        """Classes that are one have the same members."""
        kinds = {
            key
            for word in ("owl:Class", "rdfs:Class")
            for number in [self.reasoner.dictionary.find(name(word))]
            if number is not None
            for key in self._members(number)
        }
        for one, names in sorted(self.reasoner.equality.members.items()):
            if one in kinds:
                for first in names:
                    for second in names:
                        if first != second:
                            yield self.names[first], name("owl:equivalentClass"), self.names[second]

    def _find_transitive(self) -> Iterator[Named]:
        """A property is transitive where a path of two of it is one of it, and the other way round."""
        chained: set[int] = set()
        for chain, head in [(head, one) for one, head in self._pairs("owl:propertyChainAxiom")]:
            if self.axioms.read_list(chain)[0] == (head, head):
                chained.add(head)
                yield self.names[head], name("rdf:type"), name("owl:TransitiveProperty")
        number = self.reasoner.dictionary.find(name("owl:TransitiveProperty"))
        for one in self._members(number) if number is not None else ():
            if one not in chained:
                yield self.names[one], name("owl:propertyChainAxiom"), self._list([self.names[one]] * 2)

    def _list(self, members: list[str]) -> str:
        nodes = [self._blank() for _ in members]
        for node, member, rest in zip(nodes, members, [*nodes[1:], name("rdf:nil")], strict=True):
            self._new += [
                (node, name("rdf:type"), name("rdf:List")),
                (node, name("rdf:first"), member),
                (node, name("rdf:rest"), rest),
            ]
        return nodes[0]

    def _find_ranges(self) -> Iterator[Named]:
        """What only leads to values of some datatypes leads only to values of those that hold them all."""
        ranges: dict[int, set[str]] = defaultdict(set)
        for one, kind in self._pairs("rdfs:range"):
            ranges[one].add(self.names[kind].strip("<>").rpartition("#")[2])
        for one, kinds in sorted(ranges.items()):
            if kinds <= RANGES.keys():
                for wider in sorted(find_wider(kinds) - kinds):
                    yield self.names[one], name("rdfs:range"), name(f"xsd:{wider}")

    def _find_all_different(self) -> Iterator[Named]:
        """Three or more things that all differ, as a list."""
        others: dict[int, set[int]] = defaultdict(set)
        for one, other in self._pairs("owl:differentFrom"):
            if '"' not in (self.names[one][0], self.names[other][0]) and one != other:
                others[one].add(other)
                others[other].add(one)
        if len(others) > 100:
            return
        listed: set[frozenset[int]] = set()
        for start in sorted(others, key=lambda one: self.names[one]):
            group = [start]
            for one in sorted(others[start], key=lambda one: self.names[one]):
                if all(one in others[member] for member in group):
                    group.append(one)
            if len(group) > 2 and frozenset(group) not in listed:
                listed.add(frozenset(group))
                # A list has an order, which here means nothing: three things are told in each.
                names = sorted(self.names[one] for one in group)
                for order in permutations(names) if len(names) == 3 else [names]:
                    node = self._blank()
                    yield node, name("rdf:type"), name("owl:AllDifferent")
                    yield node, name("owl:members"), self._list(list(order))

    def _find_expressions(self) -> Iterator[Named]:
        """The smallest classes that can be made of a class or property: a union of one, what has one or more."""
        number = self.reasoner.dictionary.find(name("owl:Class"))
        for one in self._members(number) if number is not None else ():
            if self.names[one][0] == "<" and one != self.reasoner.thing:
                node = self._blank()
                yield node, name("rdf:type"), name("owl:Class")
                yield node, name("owl:unionOf"), self._list([self.names[one]])
        number = self.reasoner.dictionary.find(name("owl:ObjectProperty"))
        for one in self._members(number) if number is not None else ():
            node = self._blank()
            yield node, name("rdf:type"), name("owl:Restriction")
            yield node, name("owl:onProperty"), self.names[one]
            yield node, name("owl:minCardinality"), f'"1"^^{name("xsd:int")}'
