"""What follows by the meaning of OWL 2 and not by the rules of OWL 2 RL: which things differ, and the like.

The tables of OWL 2 Profiles are complete for facts about individuals only. W3C's test cases ask for more: that what is
in one of two disjoint classes is in the complement of the other, that properties with disjoint domains are disjoint,
that a range may be any wider datatype. It is found here for small graphs, when statements about classes and
properties are asked for, since it says little and is much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, permutations
from typing import Final

from kg.reason.compile import Axioms, match_axioms, name
from kg.reason.datatypes import DATATYPE_NAMES, RANGES, find_wider
from kg.reason.dictionary import Numbers
from kg.reason.ground import class_of, property_of
from kg.reason.reasoner import Reasoner
from kg.reason.tables import Rule

LARGEST: Final = 10_000
"""Stated triples up to which it is done."""

Named = tuple[str, str, str]
_TYPE: Final = name("rdf:type")


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


@dataclass(frozen=True, slots=True)
class Finding:
    """A triple that is found so, by which rule, what that says, and the triples on which it rests."""

    triple: Named
    rule: str
    says: str
    premises: tuple[Numbers, ...] = ()


def find_more(reasoner: Reasoner) -> Iterator[Finding]:
    """Yield what no rule can say, for it speaks of classes and lists that have no name yet; sorted, each once."""
    found: dict[Named, Finding] = {}
    for finding in _Finder(reasoner).find():
        found.setdefault(finding.triple, finding)
    yield from found.values()


class _Finder:
    def __init__(self, reasoner: Reasoner) -> None:
        self.reasoner = reasoner
        self.dictionary = reasoner.dictionary
        self.names = reasoner.dictionary.names
        self.axioms = Axioms(reasoner.find_axioms(), reasoner.dictionary)
        self._number = count()
        self._complements: dict[int, tuple[str, tuple[Numbers, ...]]] = {}
        self._new: list[Finding] = []

    def find(self) -> Iterator[Finding]:
        yield from self._find_excluded()
        yield from self._find_alike()
        yield from self._find_transitive()
        yield from self._find_ranges()
        yield from self._find_all_different()
        yield from self._find_expressions()
        for kind in sorted(map(str, DATATYPE_NAMES)):
            yield Finding((f"<{kind}>", _TYPE, name("rdfs:Datatype")), "dt-type1", "it is a datatype of OWL 2 RL")
        yield from self._new

    def _encode(self, word: str) -> int:
        return self.dictionary.encode(name(word))

    def _pairs(self, predicate: str) -> Iterator[tuple[int, int]]:
        number = self.dictionary.find(name(predicate))
        for part in self.reasoner.parts(property_of(number)) if number is not None else ():
            for key in part.tolist():
                yield key >> 32, key & 0xFFFFFFFF

    def _members(self, kind: int) -> list[int]:
        found = [key for part in self.reasoner.parts(class_of(kind)) for key in part.tolist()]
        return [one for one in found if self.names[one][0] != '"']

    def _declared(self, word: str) -> list[int]:
        number = self.dictionary.find(name(word))
        return [] if number is None else self._members(number)

    def _blank(self) -> str:
        while (found := f"_:kg{next(self._number)}") and self.dictionary.find(found) is not None:
            continue
        return found

    def _make(self, *triples: Named) -> Iterator[Finding]:
        """The triples of a class or list that has no name yet."""
        yield from (
            Finding(triple, "scm-new", "such a class or list can be made of what there is") for triple in triples
        )

    def _complement(self, kind: int) -> tuple[str, tuple[Numbers, ...]]:
        """A class that is the complement of another: the one that says so, with where it does, or a new one."""
        if kind not in self._complements:
            known = [one for one, other in self._pairs("owl:complementOf") if other == kind]
            if known:
                said = (known[0], self._encode("owl:complementOf"), kind)
                self._complements[kind] = self.names[known[0]], (said,)
            else:
                node = self._blank()
                self._complements[kind] = node, ()
                self._new += self._make(
                    (node, _TYPE, name("owl:Class")), (node, name("owl:complementOf"), self.names[kind])
                )
        return self._complements[kind]

    def _find_excluded(self) -> Iterator[Finding]:
        """What is in one of two disjoint classes is in the complement of the other."""
        word = self._encode("owl:disjointWith")
        disjoint: dict[tuple[int, int], tuple[Numbers, ...]] = {
            (one, other): ((one, word, other),) for one, other in self._pairs("owl:disjointWith")
        }
        listed = _row(
            "", "?all a owl:AllDisjointClasses . ?all owl:members ?list . ?list pairs ?c ?d", "", "", ""
        )  # fmt: skip
        for found, triples in match_axioms(listed, self.axioms):
            disjoint.setdefault((found["?c"], found["?d"]), triples)
        for (one, other), triples in list(disjoint.items()):
            disjoint.setdefault((other, one), triples)
        for one, other in sorted(disjoint):
            for member in self._members(one):
                complement, said = self._complement(other)
                rests_on = ((member, self.reasoner.type, one), *disjoint[one, other], *said)
                yield Finding(
                    (self.names[member], _TYPE, complement), "cax-dw-com",
                    "what is of one of two classes that exclude each other is in the complement of the other", rests_on,
                )  # fmt: skip
        yield from self._find_surplus()

    def _find_surplus(self) -> Iterator[Finding]:
        """What differs from the one thing of a class that there can be is not of the class."""
        different = set(self._pairs("owl:differentFrom"))  # both ways round, by eq-diff-sym
        rule = _row(
            "", "?c owl:maxQualifiedCardinality ?n . ?n one . ?c owl:onProperty ?p . ?c owl:onClass ?d", "", "", ""
        )  # fmt: skip
        kind_of = self.reasoner.type
        for found, triples in match_axioms(rule, self.axioms):
            holders, kind, one_at_most = set(self._members(found["?c"])), set(self._members(found["?d"])), found["?p"]
            reached: dict[int, list[int]] = defaultdict(list)
            for part in self.reasoner.parts(property_of(one_at_most)):
                for key in part.tolist():
                    reached[key >> 32].append(key & 0xFFFFFFFF)
            for holder in sorted(holders):
                for other in reached[holder]:
                    only = next((one for one in reached[holder] if one in kind and (other, one) in different), None)
                    if only is None:
                        continue
                    complement, said = self._complement(found["?d"])
                    rests_on = (
                        (holder, kind_of, found["?c"]), (holder, one_at_most, only), (only, kind_of, found["?d"]),
                        (holder, one_at_most, other), (other, self._encode("owl:differentFrom"), only), *triples, *said,
                    )  # fmt: skip
                    yield Finding(
                        (self.names[other], _TYPE, complement), "cls-maxqc-com",
                        "what differs from the only thing of a class that there can be is not of the class", rests_on,
                    )  # fmt: skip

    def _find_alike(self) -> Iterator[Finding]:
        """Classes that are one have the same members."""
        kinds = {*self._declared("owl:Class"), *self._declared("rdfs:Class")}
        for one, names in sorted(self.reasoner.equality.members.items()):
            if one in kinds:
                for first, second in permutations(names, 2):
                    yield Finding(
                        (self.names[first], name("owl:equivalentClass"), self.names[second]), "scm-same",
                        "classes that are one have the same members", ((first, self.reasoner.same, second),),
                    )  # fmt: skip

    def _find_transitive(self) -> Iterator[Finding]:
        """A property is transitive where a path of two of it is one of it, and the other way round."""
        chained: set[int] = set()
        word = self._encode("owl:propertyChainAxiom")
        for head, chain in self._pairs("owl:propertyChainAxiom"):
            members, triples = self.axioms.read_list(chain)
            if members == (head, head):
                chained.add(head)
                yield Finding(
                    (self.names[head], _TYPE, name("owl:TransitiveProperty")), "scm-trp",
                    "a property is transitive where a path of two of it is one of it", ((head, word, chain), *triples),
                )  # fmt: skip
        for one in self._declared("owl:TransitiveProperty"):
            if one not in chained:
                yield from self._make(
                    (self.names[one], name("owl:propertyChainAxiom"), self._list([self.names[one]] * 2))
                )

    def _list(self, members: list[str]) -> str:
        nodes = [self._blank() for _ in members]
        for node, member, rest in zip(nodes, members, [*nodes[1:], name("rdf:nil")], strict=True):
            self._new += self._make(
                (node, _TYPE, name("rdf:List")), (node, name("rdf:first"), member), (node, name("rdf:rest"), rest)
            )
        return nodes[0]

    def _find_ranges(self) -> Iterator[Finding]:
        """What only leads to values of some datatypes leads only to values of those that hold them all."""
        ranges: dict[int, dict[str, int]] = defaultdict(dict)
        for one, kind in self._pairs("rdfs:range"):
            ranges[one][self.names[kind].strip("<>").rpartition("#")[2]] = kind
        word = self._encode("rdfs:range")
        for one, kinds in sorted(ranges.items()):
            if kinds.keys() <= RANGES.keys():
                for wider in sorted(find_wider(kinds) - kinds.keys()):
                    yield Finding(
                        (self.names[one], name("rdfs:range"), name(f"xsd:{wider}")), "scm-rng-dt",
                        "a range may be any datatype that has all values of the ranges that there are",
                        tuple((one, word, kind) for _, kind in sorted(kinds.items())),
                    )  # fmt: skip

    def _find_all_different(self) -> Iterator[Finding]:
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
                    yield from self._make(
                        (node, _TYPE, name("owl:AllDifferent")), (node, name("owl:members"), self._list(list(order)))
                    )

    def _find_expressions(self) -> Iterator[Finding]:
        """The smallest classes that can be made of a class or property: a union of one, what has one or more."""
        for one in self._declared("owl:Class"):
            if self.names[one][0] == "<" and one != self.reasoner.thing:
                node = self._blank()
                yield from self._make(
                    (node, _TYPE, name("owl:Class")), (node, name("owl:unionOf"), self._list([self.names[one]]))
                )
        for one in self._declared("owl:ObjectProperty"):
            node = self._blank()
            yield from self._make(
                (node, _TYPE, name("owl:Restriction")),
                (node, name("owl:onProperty"), self.names[one]),
                (node, name("owl:minCardinality"), f'"1"^^{name("xsd:int")}'),
            )
