"""Which triples of a store a triple pattern matched: patterns and what their variables stand for in, triples out.

Property paths count for the triples along them; of the ways between two things the shortest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple
from rdflib import BNode, Variable
from rdflib import Literal as Value
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from kg.vocab import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple
Matched = tuple[Mapping[str, Term], tuple[Triple, ...]]
"""What variables stand for, and the triples that say so."""
_Pattern = tuple[Node, Node | Path, Node]


def parse_patterns(prologue: str, block: str) -> list[_Pattern]:
    """The triple patterns in a BLOCK of a query; `ValueError` where it cannot be read."""
    try:
        algebra = prepareQuery(f"{prologue}\nSELECT * WHERE {{ {block} }}", initNs=dict(PREFIXES)).algebra
    except Exception as error:  # pyparsing and rdflib raise errors of many kinds
        raise ValueError(f"no triple patterns: {error}") from error
    return list(_find_patterns(algebra))


def _find_patterns(node: object) -> Iterator[_Pattern]:
    if getattr(node, "name", None) == "BGP":
        yield from node["triples"]  # type: ignore[index]  # a node of rdflib's algebra is a dict
    elif isinstance(node, Mapping):
        for part in node.values():
            yield from _find_patterns(part)


def variables_of(patterns: Sequence[_Pattern]) -> set[str]:
    """The variables in PATTERNS."""
    return {str(term) for pattern in patterns for term in pattern if isinstance(term, Variable)}


def match(store: Store, patterns: Sequence[_Pattern], known: Mapping[str, Term]) -> Iterator[Matched]:
    """The ways in which all PATTERNS hold together, with what is KNOWN of their variables."""
    if not patterns:
        yield known, ()
        return
    # What has more of its terms given comes first: the fewer there are to try.
    first = max(patterns, key=lambda pattern: sum(_resolve(term, known) is not None for term in pattern))
    rest = [pattern for pattern in patterns if pattern is not first]
    for bound, found in _match_one(store, first, known):
        for more, others in match(store, rest, bound):
            yield more, (*found, *others)


def _match_one(store: Store, pattern: _Pattern, known: Mapping[str, Term]) -> Iterator[Matched]:
    subject, predicate, item = pattern
    if isinstance(predicate, Path):
        for (first, last), found in _walk(store, predicate, _resolve(subject, known), _resolve(item, known)):
            bound = _bind(_bind(known, subject, first), item, last)
            if bound is not None:
                yield bound, found
        return
    given = [_resolve(term, known) for term in pattern]
    if isinstance(given[0], Literal) or not isinstance(given[1], NamedNode | None):
        return
    for triple in _look_up(store, *given):
        bound = known
        for term, value in zip(pattern, (triple.subject, triple.predicate, triple.object), strict=True):
            bound = _bind(bound, term, value)
        if bound is not None:
            yield bound, (triple,)


def _look_up(store: Store, subject: Term | None, predicate: Term | None, item: Term | None) -> list[Triple]:
    quads = store.quads_for_pattern(subject, predicate, item, None)  # type: ignore[arg-type]  # checked by the caller
    return list(dict.fromkeys(quad.triple for quad in quads))


def _resolve(term: object, known: Mapping[str, Term]) -> Term | None:
    """What TERM stands for; blank nodes of a query are variables."""
    if isinstance(term, Path):
        return None
    if isinstance(term, Variable | BNode):
        return known.get(str(term))
    if isinstance(term, Value):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)
    return NamedNode(str(term))


def _bind(known: Mapping[str, Term] | None, term: Node | Path, value: Term) -> Mapping[str, Term] | None:
    """KNOWN with VALUE for TERM; None where it stands for something else already."""
    if known is None:
        return None
    there = _resolve(term, known)
    if there is None:
        return {**known, str(term): value}
    return known if there == value else None


# ------------------------------------------------------------ paths

_Way = tuple[tuple[Term, Term], tuple[Triple, ...]]


def _walk(store: Store, path: object, first: Term | None, last: Term | None) -> Iterator[_Way]:
    """The ways along PATH from FIRST to LAST, with their triples; None is any."""
    match path:
        case InvPath():
            for (start, end), found in _walk(store, path.arg, last, first):
                yield (end, start), found
        case AlternativePath():
            for part in path.args:
                yield from _walk(store, part, first, last)
        case SequencePath():
            yield from _walk_sequence(store, path.args, first, last)
        case MulPath():
            yield from _walk_often(store, path, first, last)
        case NegatedPath():
            yield from _walk_others(store, path, first, last)
        case _:
            if not isinstance(first, Literal):
                for triple in _look_up(store, first, NamedNode(str(path)), last):
                    yield (triple.subject, triple.object), (triple,)


def _walk_sequence(store: Store, parts: Sequence[object], first: Term | None, last: Term | None) -> Iterator[_Way]:
    if len(parts) == 1:
        yield from _walk(store, parts[0], first, last)
    elif first is None and last is not None:
        for (middle, end), found in _walk(store, parts[-1], None, last):
            for (start, _), before in _walk_sequence(store, parts[:-1], None, middle):
                yield (start, end), (*before, *found)
    else:
        for (start, middle), found in _walk(store, parts[0], first, None):
            for (_, end), after in _walk_sequence(store, parts[1:], middle, last):
                yield (start, end), (*found, *after)


def _walk_often(store: Store, path: MulPath, first: Term | None, last: Term | None) -> Iterator[_Way]:
    """Along `?`, `*` and `+`: from the end that is given, each thing reached once, by the shortest way."""
    step = partial(_walk, store, path.path)
    if first is None and last is None:
        starts = dict.fromkeys(start for (start, _), _ in step(None, None))
        for start in starts:
            yield from _walk_often(store, path, start, None)
        return
    turned = first is None
    here = last if first is None else first
    assert here is not None  # noqa: S101 - one of them is given
    ways: dict[Term, tuple[Triple, ...]] = {} if path.mod == "+" else {here: ()}
    edge: dict[Term, tuple[Triple, ...]] = {here: ()}
    while edge:
        found: dict[Term, tuple[Triple, ...]] = {}
        for place, before in edge.items():
            for ends, triples in step(*((None, place) if turned else (place, None))):
                found.setdefault(ends[0] if turned else ends[1], (*before, *triples))
        edge = {place: way for place, way in found.items() if place not in ways}
        ways |= edge
        if path.mod == "?":
            break
    for place, way in ways.items():
        ends = (place, here) if turned else (here, place)
        if turned or last is None or ends[1] == last:
            yield ends, way


def _walk_others(store: Store, path: NegatedPath, first: Term | None, last: Term | None) -> Iterator[_Way]:
    """Along all properties but some."""
    ahead = {str(one) for one in path.args if not isinstance(one, InvPath)}
    back = {str(one.arg) for one in path.args if isinstance(one, InvPath)}
    for is_back, barred, start, end in ((False, ahead, first, last), (True, back, last, first)):
        if (barred or not (ahead | back)) and not isinstance(start, Literal):
            for triple in _look_up(store, start, None, end):
                if triple.predicate.value not in barred:
                    ends = (triple.subject, triple.object)
                    yield (ends[::-1] if is_back else ends), (triple,)
