"""Which facts a row of an answer rests on: the triples that the patterns of the query matched when they gave the row.

The query is asked once more, without what it counts and joins, for the matches that make the row; then each group
within it, with what its variables stood for. So any query can be asked this, one of the user's own as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Store, Triple, Variable

from kg.errors import InputError, UsageError
from kg.query import ask, prepare_query
from kg.query_match import Term, match, parse_patterns, variables_of
from kg.query_parts import Group, Select, split_query
from kg.results import GraphResult, Table
from kg.vocab import GAF, NIF, PREFIXES, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from kg.query_header import SavedQuery

Known = Mapping[str, Term]

_VARIABLE: Final = re.compile(r"[?$](\w+)")
_WORDS: Final = frozenset({RDFS.label, SKOS.altLabel, SKOS.prefLabel, GAF.denotedBy})
"""What only says how a thing is called, and where."""


def find_row_facts(
    graph: Store, query: str | Path | SavedQuery, row: int, *, parameters: Mapping[str, str] = MappingProxyType({})
) -> tuple[Triple, ...]:
    """The facts on which a row of the answer rests, the first row being 1; none where it rests on nothing.

    Names of things and the places of words count only where there is nothing else. Raises `UsageError` where there is
    no such row.
    """
    prepared = prepare_query(graph, query, parameters=parameters)
    answer = ask(prepared)
    if isinstance(answer, GraphResult):
        _check_row(row, len(answer.triples))
        return (answer.triples[row - 1],)
    if not isinstance(answer, Table):
        raise UsageError("a query that is answered by yes or no has no rows")
    _check_row(row, len(answer.rows))
    cells = dict(zip(answer.columns, answer.rows[row - 1], strict=True))
    try:
        prologue, select = split_query(prepared.text)
        tracer = _Tracer(store=prepared.store, prologue=prologue)
        facts = list(tracer.trace_row(select, cells))
    except (ValueError, SyntaxError) as error:
        hint = "Name the fact itself: S P O"
        raise InputError(f"this query cannot be traced to facts: {error}", where=prepared.where, hint=hint) from error
    told = [fact for fact in facts if not _is_about_words(fact)] or facts
    subjects = {fact.subject: place for place, fact in reversed(list(enumerate(told)))}
    return tuple(sorted(dict.fromkeys(told), key=lambda fact: subjects[fact.subject]))


def _check_row(row: int, rows: int) -> None:
    if row > rows:
        raise UsageError(f"there is no row {row}", hint=f"The answer has {rows}")


def _is_about_words(fact: Triple) -> bool:
    kind = fact.object.value if fact.predicate.value == RDF.type and isinstance(fact.object, NamedNode) else ""
    return fact.predicate.value in _WORDS or fact.predicate.value.startswith(NIF.NS) or kind.startswith(NIF.NS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tracer:
    """Asks a store for the matches of groups of a query, and for their triples."""

    store: Store
    prologue: str

    def trace_row(self, select: Select, cells: Mapping[str, Term | None]) -> Iterator[Triple]:
        """The triples that give a row with CELLS."""
        shown = cells if select.shown is None else {name: cells[name] for name in select.shown if name in cells}
        known = {name: term for name, term in shown.items() if term is not None}
        body = select.body
        found = [one for one in self._solve(body, select.bindings, [known]) if _project(one, shown) == known]
        yield from self._trace_parts(body, found)

    def _trace(self, part: Group | Select, known: Sequence[Known]) -> Iterator[Triple]:
        """The triples that PART matched, with what is KNOWN outside of it."""
        if isinstance(part, Group):
            yield from self._trace_parts(part, self._solve(part, (), known))
            return
        outside = known if part.shown is None else [_project(one, part.shown) for one in known]
        yield from self._trace_parts(part.body, self._solve(part.body, part.bindings, outside))

    def _trace_parts(self, group: Group, solutions: Sequence[Known]) -> Iterator[Triple]:
        if not solutions:
            return
        for block in group.blocks:
            patterns = parse_patterns(self.prologue, block)
            for known in _distinct(_project(one, variables_of(patterns)) for one in solutions):
                for _, found in match(self.store, patterns, known):
                    yield from found
        for part in group.inner:
            yield from self._trace(part, solutions)

    def _solve(self, group: Group, bindings: Sequence[str], known: Sequence[Known]) -> list[Known]:
        """What the variables of GROUP stand for where it holds, with what is KNOWN of them."""
        text = "\n".join([group.text, *bindings])
        given = _to_values(text, known)
        answer = self.store.query(
            f"{self.prologue}\nSELECT DISTINCT * WHERE {{ {text}\n{given} }}",
            prefixes=dict(PREFIXES),
        )
        names: list[Variable] = answer.variables  # type: ignore[union-attr]  # of a SELECT
        return [
            {name.value: term for name in names if (term := solution[name]) is not None}
            for solution in answer  # type: ignore[union-attr]
        ]


def _to_values(text: str, known: Sequence[Known]) -> str:
    """What is KNOWN of the variables in TEXT, as a block of SPARQL; blank nodes cannot be named in it."""
    names = sorted(set(_VARIABLE.findall(text)) & {name for one in known for name in one})
    rows = _distinct(_project(one, names) for one in known)
    lines = [" ".join(_to_word(row.get(name)) for name in names) for row in rows]
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(f'({line})' for line in lines)} }}"


def _to_word(term: Term | None) -> str:
    return str(term) if isinstance(term, NamedNode | Literal) else "UNDEF"


def _project(known: Known, names: Iterable[str]) -> Known:
    return {name: known[name] for name in names if name in known}


def _distinct(rows: Iterable[Known]) -> list[Known]:
    return list({tuple(sorted((name, str(term)) for name, term in row.items())): row for row in rows}.values())
