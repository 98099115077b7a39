"""Catalogues of services: reconciliation services (API 0.2 and 1.0-draft) and SPARQL endpoints, name by name.

What comes back is weighed like the entries of any catalogue. A name whose batch was not answered, was answered in part
or not as the API says, is `failed`, which is not "no match": it is asked again the next time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from pyoxigraph import Literal, NamedNode

from kg.keys import is_acronym, to_key
from kg.link.catalogue import Catalogue
from kg.link.client import Client, UnansweredError
from kg.link.linker import Thresholds, link_subjects
from kg.link.model import Entry, Outcome, Source, Subject
from kg.link.userdata import complete, to_entry

_JSON: Final = "application/json"
SPARQL_JSON: Final = "application/sparql-results+json"
FORM: Final = "application/x-www-form-urlencoded"
_BATCH: Final = 20
_CANDIDATES: Final = 6
_ROWS: Final = 2000
_LONGEST_NAME: Final = 200
_QUERY: Final = """\
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?item ?name ?label WHERE {{
  VALUES ?name {{ {names} }}
  ?item rdfs:label|skos:prefLabel|skos:altLabel ?name .
  OPTIONAL {{ ?item rdfs:label ?label FILTER(LANG(?label) IN ("en", "")) }}
}} ORDER BY ?item ?label LIMIT {limit}
"""

Ask = Callable[[Sequence[str]], Iterator[tuple[str, Entry]]]


@dataclass(slots=True)
class Answers:
    """The entries that a service gave for names, and why it gave none for others."""

    entries: dict[str, Entry] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def link_to_service(
    subjects: Sequence[Subject], source: Source, ask: Ask, *, thresholds: Thresholds | None = None
) -> list[Outcome]:
    """One outcome for each of SUBJECTS; those whose name was not answered are `failed`, with the reason."""
    wanted = [subject for subject in subjects if subject.named]
    names = {subject.iri: _names_to_ask(subject) for subject in wanted}
    answers = collect(sorted({name for asked in names.values() for name in asked}), ask)
    catalogue = Catalogue(complete(answers.entries.values()), source)
    outcomes = link_subjects(subjects, catalogue, thresholds=thresholds)
    return [_mark_failed(outcome, names, answers) for outcome in outcomes]


def _names_to_ask(subject: Subject) -> tuple[str, ...]:
    return tuple(name[:_LONGEST_NAME] for name in subject.names[:2])


def _mark_failed(outcome: Outcome, names: Mapping[str, Sequence[str]], answers: Answers) -> Outcome:
    reasons = [answers.failed[name] for name in names.get(outcome.subject.iri, ()) if name in answers.failed]
    if not reasons or outcome.state == "linked":
        return outcome
    return Outcome(subject=outcome.subject, dataset=outcome.dataset, state="failed", note=reasons[0])


def collect(names: Sequence[str], ask: Ask) -> Answers:
    """Ask for NAMES in batches; a batch that fails does not keep the others from being asked."""
    answers = Answers()
    for start in range(0, len(names), _BATCH):
        batch = names[start : start + _BATCH]
        try:
            for name, entry in ask(batch):
                answers.entries[entry.id] = _with_name(answers.entries.get(entry.id, entry), name)
        except UnansweredError as error:
            answers.failed |= dict.fromkeys(batch, error.message)
    return answers


def _with_name(entry: Entry, name: str) -> Entry:
    """ENTRY, which a service knows by NAME too; nothing for an empty NAME."""
    key = to_key(name)
    if not key or key in (*entry.keys, *entry.short):
        return entry
    if is_acronym(name):
        return replace(entry, short=(*entry.short, key))
    return replace(entry, keys=(*entry.keys, key))


# ---------------------------------------------------------------- reconciliation


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A reconciliation service as its manifest tells: where to ask, in which version, and how its ids become IRIs."""

    url: str
    title: str
    version: str
    view: str
    space: str


def read_service(client: Client, url: str) -> Service:
    """Read the manifest of the service at URL."""
    manifest = client.get(url, accept=_JSON, read=lambda answer: _parse(answer, url))
    versions = manifest.get("versions", [])
    if not isinstance(versions, list):
        raise UnansweredError("the manifest is not as the API says: versions is no list", where=url)
    view = manifest.get("view")
    return Service(
        url=url,
        title=str(manifest.get("name", urlsplit(url).hostname)),
        version="1.0" if versions and all(str(one).startswith("1") for one in versions) else "0.2",
        view=str(view.get("url", "")) if isinstance(view, dict) else "",
        space=str(manifest.get("identifierSpace", "")),
    )


def reconciler(client: Client, service: Service) -> Ask:
    """A function that asks SERVICE for names."""

    def ask(names: Sequence[str]) -> Iterator[tuple[str, Entry]]:
        results = _ask_1_0(client, service, names) if service.version == "1.0" else _ask_0_2(client, service, names)
        for name, candidates in zip(names, results, strict=True):
            for candidate in candidates:
                yield _to_named_entry(candidate, name, service)

    return ask


def to_queries(names: Iterable[str], version: str) -> dict[str, Any]:
    """The batch of queries for NAMES as a version of the API has it.

    >>> to_queries(["Kabul"], "0.2")
    {'q0': {'query': 'Kabul', 'limit': 6}}
    """
    if version == "1.0":
        return {
            "queries": [
                {"conditions": [{"matchType": "name", "propertyValue": name}], "limit": _CANDIDATES} for name in names
            ]
        }
    return {f"q{number}": {"query": name, "limit": _CANDIDATES} for number, name in enumerate(names)}


def _ask_0_2(client: Client, service: Service, names: Sequence[str]) -> list[list[Mapping[str, Any]]]:
    body = urlencode({"queries": json.dumps(to_queries(names, "0.2"), ensure_ascii=False)}).encode()

    def read(answer: bytes) -> list[list[Mapping[str, Any]]]:
        found = _parse(answer, service.url)
        return [_candidates(found.get(f"q{number}"), "result", service.url) for number in range(len(names))]

    return client.post(service.url, body, kind=FORM, accept=_JSON, read=read)


def _ask_1_0(client: Client, service: Service, names: Sequence[str]) -> list[list[Mapping[str, Any]]]:
    body = json.dumps(to_queries(names, "1.0"), ensure_ascii=False).encode()
    url = f"{service.url.rstrip('/')}/match"

    def read(answer: bytes) -> list[list[Mapping[str, Any]]]:
        results = _parse(answer, url).get("results")
        if not isinstance(results, list) or len(results) != len(names):
            raise UnansweredError("answered in part: not one result for each query", where=url)
        return [_candidates(result, "candidates", url) for result in results]

    return client.post(url, body, kind=_JSON, accept=_JSON, read=read)


def _parse(answer: bytes, url: str) -> Mapping[str, Any]:
    try:
        found = json.loads(answer)
    except ValueError as error:
        raise UnansweredError("answered no whole JSON", where=url) from error
    if not isinstance(found, dict):
        raise UnansweredError("the answer is not as the API says", where=url)
    return found


def _candidates(result: object, key: str, url: str) -> list[Mapping[str, Any]]:
    found = result.get(key) if isinstance(result, dict) else None
    if not isinstance(found, list) or not all(
        isinstance(one, dict) and isinstance(one.get("id"), str) and isinstance(one.get("name"), str) for one in found
    ):
        raise UnansweredError("answered in part, or not as the API says", where=url)
    return found


def _to_named_entry(candidate: Mapping[str, Any], name: str, service: Service) -> tuple[str, Entry]:
    iri = _candidate_iri(candidate["id"], service)
    entry = to_entry(candidate["id"], iri, candidate["name"])
    # The service says that the name is one of its own only where it is sure.
    return (name if candidate.get("match") is True else "", entry)


def _candidate_iri(value: str, service: Service) -> str:
    for text in (f"{service.space}{value}" if service.space else "", service.view.replace("{id}", value), value):
        try:
            iri = NamedNode(text).value if ":" in text else ""
        except ValueError:
            continue
        if iri.startswith(("http://", "https://", "urn:")):
            return iri
    return f"{service.url.rstrip('/')}/{urlencode({'id': value})}"


# ---------------------------------------------------------------- SPARQL


def endpoint(client: Client, url: str) -> Ask:
    """A function that asks a SPARQL endpoint for things with a label."""

    def ask(names: Sequence[str]) -> Iterator[tuple[str, Entry]]:
        body = urlencode({"query": to_sparql(names)}).encode()
        rows = client.post(url, body, kind=FORM, accept=SPARQL_JSON, read=lambda answer: _read_rows(answer, url))
        for row in rows:
            yield row["name"], to_entry(row["item"], row["item"], row.get("label", row["name"]))

    return ask


def to_sparql(names: Iterable[str]) -> str:
    """The query for the things called NAMES, which stand in it as literals, whatever characters they have.

    >>> '"a \\\\" b"@en' in to_sparql(['a " b'])
    True
    """
    literals = [str(literal) for name in names for literal in (Literal(name, language="en"), Literal(name))]
    return _QUERY.format(names=" ".join(literals), limit=_ROWS)


def _read_rows(answer: bytes, url: str) -> list[dict[str, str]]:
    found = [{name: term.value for name, term in row.items()} for row in read_bindings(answer, url)]
    if not all(row.get("item") and row.get("name") for row in found):
        raise UnansweredError("the answer lacks what was asked for", where=url)
    if len(found) >= _ROWS:
        raise UnansweredError(f"answered in part: {_ROWS} rows are the limit", where=url)
    return found


def read_bindings(answer: bytes, url: str) -> list[dict[str, NamedNode | Literal]]:
    """The rows of a table of results in SPARQL's JSON format; blank nodes are left out of them.

    <https://www.w3.org/TR/sparql11-results-json/>
    """
    try:
        bindings = _parse(answer, url)["results"]["bindings"]
        return [{name: _to_term(cell) for name, cell in row.items() if cell.get("type") != "bnode"} for row in bindings]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UnansweredError("the answer is no table of SPARQL results", where=url) from error


def _to_term(cell: Mapping[str, str]) -> NamedNode | Literal:
    if cell["type"] == "uri":
        return NamedNode(cell["value"])
    if "xml:lang" in cell:
        return Literal(cell["value"], language=cell["xml:lang"])
    datatype = cell.get("datatype")
    return Literal(cell["value"], datatype=NamedNode(datatype)) if datatype else Literal(cell["value"])
