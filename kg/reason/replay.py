"""Whether a proof is one: each step is played again from its premises alone, by the words of the rule.

Nothing of the reasoner is used here but the table of rules: the patterns of a row are matched, one triple after the
other, against the axioms and premises that the step names, and must give what it concludes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from rdflib import OWL, RDF, RDFS, XSD, Literal
from rdflib.term import Node

from kg.reason.compile import parse
from kg.reason.datatypes import is_of_datatype
from kg.reason.dictionary import to_term
from kg.reason.tables import RULES, Rule
from kg.reason.terms import Triple, to_node
from kg.reason.wording import Step

Bindings = dict[str, Node]
_NAMESPACES = {"owl": OWL, "rdf": RDF, "rdfs": RDFS, "xsd": XSD}


def find_faults(step: Step, is_stated: Callable[[Triple], bool], *, rules: Sequence[Rule] = RULES) -> list[str]:
    """What is wrong with the proof STEP: the steps that do not follow, and leaves that nobody states."""
    seen: set[int] = set()
    faults: list[str] = []
    waiting = [step]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        waiting += [*one.premises, *one.axioms]
        if one.rule == "asserted":
            if not is_stated(one.triple):
                faults.append(f"nobody states {one.triple}")
        elif not _follows(one, rules):
            faults.append(f"{one.rule} does not give {one.triple}")
    return faults


def _follows(step: Step, rules: Sequence[Rule]) -> bool:
    premises = [part.triple for part in step.premises]
    special = {"eq-sym": _is_turned, "eq-trans": _is_chained, "eq-rep-s": _is_renamed, "dt-type2": _is_value}
    check = special.get("eq-rep-s" if step.rule in ("eq-rep-s", "eq-rep-o") and not step.axioms else step.rule)
    if check is not None:
        return check(step.triple, premises)
    axioms = [part.triple for part in step.axioms]
    return any(_matches(rule, axioms, premises, step.triple) for rule in rules if rule.name == step.rule)


def _is_turned(triple: Triple, premises: Sequence[Triple]) -> bool:
    (premise,) = premises
    return premise[1] == triple[1] == OWL.sameAs and (premise[2], premise[0]) == (triple[0], triple[2])


def _is_chained(triple: Triple, premises: Sequence[Triple]) -> bool:
    first, second = premises
    same = {first[1], second[1], triple[1]} == {OWL.sameAs}
    return same and first[2] == second[0] and (triple[0], triple[2]) == (first[0], second[2])


def _is_renamed(triple: Triple, premises: Sequence[Triple]) -> bool:
    fact, same = premises
    if same[1] != OWL.sameAs or fact[1] != triple[1]:
        return False
    return triple in ((same[2], fact[1], fact[2]), (fact[0], fact[1], same[2])) and same[0] in (fact[0], fact[2])


def _is_value(triple: Triple, _premises: Sequence[Triple]) -> bool:
    return isinstance(triple[0], Literal) and is_of_datatype(triple[0], triple[2]) is True


def _word(word: str) -> Node:
    if word == "a":
        return RDF.type
    if word[0] in '<"':
        return to_node(to_term(word))
    prefix, _, local = word.partition(":")
    return _NAMESPACES[prefix][local]


def _matches(rule: Rule, axioms: Sequence[Triple], premises: Sequence[Triple], wanted: Triple) -> bool:
    lists = _Lists(axioms)
    for bound in _match(parse(rule.axiom), axioms, lists, {}):
        then = parse(rule.then)[0]
        if then[1] == "same":
            if _is_same(rule, then, bound, premises, lists, wanted):
                return True
            continue
        for found in _match(tuple(_spell_out(rule.facts, bound, lists)), premises, lists, bound):
            concluded = tuple(_fill(word, found) for word in then)
            if concluded == wanted:
                return True
    return False


def _is_same(
    rule: Rule, then: Sequence[str], bound: Bindings, premises: Sequence[Triple], lists: _Lists, wanted: Triple
) -> bool:
    patterns = tuple(_spell_out(rule.facts, bound, lists))
    keys = list(then[3:]) if then[3] != "keys" else [str(pattern[2]) for pattern in patterns[1:]]
    found = [(one[then[0]], [one[key] for key in keys]) for one in _match(patterns, premises, lists, bound)]
    return any(
        (one, other) in ((wanted[0], wanted[2]), (wanted[2], wanted[0])) and shared == again
        for (one, shared), (other, again) in combinations(found, 2)
    )


class _Lists:
    """The lists among axioms."""

    def __init__(self, axioms: Iterable[Triple]) -> None:
        triples = list(axioms)
        self.first = {subject: item for subject, predicate, item in triples if predicate == RDF.first}
        self.rest = {subject: item for subject, predicate, item in triples if predicate == RDF.rest}

    def read(self, head: Node) -> list[Node]:
        """The members of a list."""
        members: list[Node] = []
        node: Node | None = head
        while node in self.first and len(members) <= len(self.first):
            members.append(self.first[node])
            node = self.rest.get(node)
        return members


def _spell_out(text: str, bound: Bindings, lists: _Lists) -> Iterator[tuple[str | Node, ...]]:
    """The patterns over facts with those over lists as plain ones."""
    for pattern in parse(text):
        if pattern[1] not in ("all", "path", "keys"):
            yield pattern
            continue
        members = lists.read(bound[pattern[2]])
        if pattern[1] == "all":
            yield from ((pattern[0], RDF.type, member) for member in members)
        elif pattern[1] == "keys":
            yield from ((pattern[0], member, f"?k{place}") for place, member in enumerate(members))
        else:
            stops = [pattern[0], *(f"?via{place}" for place in range(1, len(members))), pattern[3]]
            yield from ((stops[place], member, stops[place + 1]) for place, member in enumerate(members))


def _match(
    patterns: Sequence[Sequence[str | Node]], triples: Sequence[Triple], lists: _Lists, bound: Bindings
) -> Iterator[Bindings]:
    if not patterns:
        yield bound
        return
    for found in _match_one(patterns[0], triples, lists, bound):
        yield from _match(patterns[1:], triples, lists, found)


def _match_one(
    pattern: Sequence[str | Node], triples: Sequence[Triple], lists: _Lists, bound: Bindings
) -> Iterator[Bindings]:
    verb = pattern[1]
    if verb in ("zero", "one"):
        if str(bound[str(pattern[0])]).strip().lstrip("+") == ("0" if verb == "zero" else "1"):
            yield bound
    elif verb == "has":
        for member in lists.read(bound[str(pattern[0])]):
            yield {**bound, str(pattern[2]): member}
    elif verb == "pairs":
        for one, other in combinations(lists.read(bound[str(pattern[0])]), 2):
            yield {**bound, str(pattern[2]): one, str(pattern[3]): other}
    else:
        for triple in triples:
            found = dict(bound)
            if all(_fits(word, term, found) for word, term in zip(pattern, triple, strict=True)):
                yield found


def _fits(word: str | Node, term: Node, bound: Bindings) -> bool:
    if isinstance(word, Node):
        return word == term
    if word.startswith("?"):
        return bound.setdefault(word, term) == term
    return _word(word) == term


def _fill(word: str, bound: Bindings) -> Node | None:
    return bound.get(word) if word.startswith("?") else _word(word)
