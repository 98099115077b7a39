"""Rules of the user's own: SPARQL CONSTRUCT queries that are joined again and again like those of OWL 2 RL.

A rule is a file `name.rq`: `CONSTRUCT { what follows } WHERE { patterns, FILTER (…), UNION }`. Its comment line
`#+ summary: …` is the sentence that proofs give for it. Patterns have named properties and classes; paths of `/` and
`^` are spelt out; a filter is what SPARQL makes of it, dates included, and may not look into the graph. A rule must not
ask for what is not there (NOT EXISTS, MINUS, OPTIONAL): what follows would then depend on the order of the conclusions,
and could be wrong once more is known. Nor does it make new things (blank nodes, BIND).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count, product
from pathlib import Path
from typing import Any, Final

from rdflib import RDF, BNode, Literal, URIRef, Variable
from rdflib.paths import InvPath, SequencePath
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from kg.errors import InputError
from kg.reason.filters import find_filters
from kg.reason.tables import Rule
from kg.reason.terms import to_oxigraph
from kg.vocab import PREFIXES

_SUMMARY: Final = re.compile(r"^#\+\s*summary:\s*(.+)$", re.MULTILINE)
_REFUSED: Final = {
    "LeftJoin": "OPTIONAL",
    "Minus": "MINUS",
    "Graph": "GRAPH",
    "Extend": "BIND",
    "ToMultiSet": "VALUES or a sub-query",
    "ServiceGraphPattern": "SERVICE",
    "Group": "GROUP BY",
    "Distinct": "DISTINCT",
    "Slice": "LIMIT",
    "OrderBy": "ORDER BY",
}
_NEGATION: Final = ("LeftJoin", "Minus")
_Triple = tuple[Node, object, Node]


def read_rules(paths: Sequence[Path]) -> list[Rule]:
    """The rules in files; `InputError` tells what in one cannot be a rule."""
    return [rule for path in paths for rule in _read_file(path)]


def _read_file(path: Path) -> Iterator[Rule]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError("there is no such file of rules", where=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from error
    yield from parse_rule(text, path.stem, where=str(path))


def parse_rule(text: str, name: str, *, where: str) -> Iterator[Rule]:
    """The rules that a CONSTRUCT query is: one for each triple that follows and each branch of its UNIONs."""
    try:
        query = prepareQuery(text, initNs=dict(PREFIXES))
    except Exception as error:  # rdflib raises what its parser of the moment does
        raise InputError(f"not valid SPARQL: {' '.join(str(error).split())[:200]}", where=where) from error
    if query.algebra.name != "ConstructQuery" or not query.algebra.template:
        raise InputError("a rule is a CONSTRUCT query", where=where, hint="CONSTRUCT { what follows } WHERE { … }")
    return _Parser(text, name, where).parse(query.algebra)


class _Parser:
    def __init__(self, text: str, name: str, where: str) -> None:
        self.text, self.name, self.where = text, name, where
        self._fresh = count()

    def parse(self, algebra: Any) -> Iterator[Rule]:
        """Yield the rules of a query."""
        branches = self._read(algebra.p.p)
        filters = find_filters(self.text)
        if filters and len(branches) > 1:
            raise self._refuse("FILTER beside UNION", "Write a file for each branch")
        test = "\n".join([*_find_prologue(self.text), *filters]) if filters else ""
        summary = _SUMMARY.search(self.text)
        says = summary.group(1).strip() if summary else f"the rule {self.name} says so"
        for branch in branches:
            facts = " . ".join(self._spell(triple) for triple in self._order(branch))
            bound = {str(term) for triple in branch for term in triple if isinstance(term, Variable)}
            for head in algebra.template:
                self._check_head(head, bound)
                says = says.replace("{", "(").replace("}", ")")
                yield Rule(name=self.name, facts=facts, then=self._spell(head), says=says, where=test)

    @staticmethod
    def _order(branch: Sequence[_Triple]) -> list[_Triple]:
        return sorted(branch, key=lambda triple: [str(term) for term in triple])

    def _read(self, part: Any) -> list[list[_Triple]]:
        if part.name == "BGP":
            return [self._unfold(part.triples)]
        if part.name == "Join":
            pairs = product(self._read(part.p1), self._read(part.p2))
            return [[*one, *other] for one, other in pairs]
        if part.name == "Union":
            return [*self._read(part.p1), *self._read(part.p2)]
        if part.name == "Filter":
            self._check_filter(part.expr)
            return self._read(part.p)
        what = _REFUSED.get(part.name, part.name)
        if part.name in _NEGATION:
            raise self._refuse(f"{what}, for it asks for what is not there")
        raise self._refuse(what)

    def _check_filter(self, expression: Any) -> None:
        if re.search(r"Builtin_(NOT)?EXISTS", str(expression)):
            raise self._refuse("EXISTS or NOT EXISTS, for it asks for what is or is not there")

    def _unfold(self, triples: Sequence[_Triple]) -> list[_Triple]:
        """The triples with their paths spelt out."""
        found: list[_Triple] = []
        for subject, predicate, item in triples:
            if isinstance(predicate, SequencePath):
                stops = [subject, *(Variable(f"step{next(self._fresh)}") for _ in predicate.args[1:]), item]
                pairs = zip(stops, predicate.args, stops[1:], strict=False)
                found += self._unfold([(one, part, other) for one, part, other in pairs])
            elif isinstance(predicate, InvPath):
                found += self._unfold([(item, predicate.arg, subject)])
            elif isinstance(predicate, PropertyPath):
                raise self._refuse(f"the path {predicate.n3()}", "Paths of / and ^ are understood")
            else:
                found.append((subject, predicate, item))
        return found

    def _check_head(self, head: _Triple, bound: set[str]) -> None:
        for term in head:
            if isinstance(term, BNode):
                raise self._refuse("a blank node in what follows, for it would make new things")
            if isinstance(term, Variable) and str(term) not in bound:
                raise self._refuse(f"?{term} in what follows, which no pattern binds")
        if isinstance(head[0], Literal):
            raise self._refuse("a literal as the subject of what follows")

    def _spell(self, triple: _Triple) -> str:
        subject, predicate, item = triple
        if not isinstance(predicate, URIRef):
            raise self._refuse("a variable as property")
        if predicate == RDF.type:
            if not isinstance(item, URIRef):
                raise self._refuse("a variable as class")
            return f"{self._word(subject)} a <{item}>"
        return f"{self._word(subject)} <{predicate}> {self._word(item)}"

    def _word(self, term: Node) -> str:
        if isinstance(term, Variable):
            return f"?{term}"
        if isinstance(term, BNode):
            return f"?_{term}"
        spelling = str(to_oxigraph(term))
        if re.search(r"\s", spelling):
            raise self._refuse(f"the literal {spelling} with a blank in it, outside of a FILTER")
        return spelling

    def _refuse(self, what: str, hint: str | None = None) -> InputError:
        return InputError(f"a rule cannot have {what}", where=self.where, hint=hint)


def _find_prologue(text: str) -> list[str]:
    return re.findall(r"^\s*PREFIX\s+[^\s:]*:\s*<[^>]*>", text, re.MULTILINE | re.IGNORECASE)
