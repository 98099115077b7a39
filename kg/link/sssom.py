"""Links as a table of the Simple Standard for Sharing Ontological Mappings, <https://mapping-commons.github.io/sssom/>.

What surely has no match is told too, as `sssom:NoTermFound`; what is to be reviewed is no mapping and stays out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import kg
from kg.link.linkset import linkset_iri
from kg.link.model import Outcome, Source
from kg.link.table import to_tsv
from kg.vocab import CK, SKOS, WD

COLUMNS: Final = (
    "subject_id", "subject_label", "subject_category", "predicate_id", "object_id", "object_label", "object_category",
    "mapping_justification", "confidence", "object_source", "mapping_tool", "mapping_tool_version", "comment",
)  # fmt: skip
_NAMES: Final = tuple(map(COLUMNS.index, (
    "subject_id", "subject_category", "predicate_id", "object_id", "object_category", "mapping_justification",
)))  # fmt: skip
"""The columns that hold names with prefixes."""
_PREFIXES: Final = {
    "ck": CK.NS,
    "gn": "https://sws.geonames.org/",
    "kgg": "https://w3id.org/conflict-kg/gazetteer/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": SKOS.NS,
    "sssom": "https://w3id.org/sssom/",
    "ucdp": "https://ucdp.uu.se/actor/",
    "wd": WD.NS,
}


def to_sssom(outcomes: Sequence[Outcome], sources: Iterable[Source]) -> str:
    """The text of the table, sorted, with the prefixes that it uses in front."""
    bases = sorted({base for outcome in outcomes if (base := _base_of(outcome.subject.iri))})
    prefixes = _PREFIXES | {f"s{number}": base for number, base in enumerate(bases, start=1)}
    rows = sorted(row for outcome in outcomes for row in _to_rows(outcome, prefixes))
    used = {name.partition(":")[0] for row in rows for place in _NAMES for name in row[place].split("|")}
    names = [source.name for source in sources]
    head = [
        "mapping_set_id: " + linkset_iri("+".join(names)),
        "mapping_set_version: " + kg.__version__,
        "license: https://creativecommons.org/licenses/by/4.0/",
        "curie_map:",
        *(f"  {name}: {base}" for name, base in sorted(prefixes.items()) if name in used),
    ]
    return to_tsv(COLUMNS, rows, head=head)


def _base_of(iri: str) -> str:
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    return iri[:cut] if "/entity/" in iri[:cut] else iri.partition("/article/")[0] + "/article/"


def _to_rows(outcome: Outcome, prefixes: dict[str, str]) -> Iterator[tuple[str, ...]]:
    subject = outcome.subject
    told = (_shorten(subject.iri, prefixes), subject.label, "|".join(f"ck:{kind}" for kind in sorted(subject.kinds)))
    tool = (linkset_iri(outcome.dataset), "kg", kg.__version__)
    if outcome.state == "none":
        none = ("skos:exactMatch", "sssom:NoTermFound", "", "", "semapv:LexicalMatching", "")
        yield (*told, *none, *tool, outcome.note)
    link = outcome.link
    if link is None:
        return
    reasons = "; ".join(f"{part.part} {part.points:+.2f}: {part.reason}" for part in link.evidence)
    for iri in link.entry.iris:
        kind = f"ck:{link.entry.kind}" if link.entry.kind else ""
        found = (f"skos:{link.relation}", _shorten(iri, prefixes), link.entry.label, kind)
        yield (*told, *found, f"semapv:{link.justification}", f"{link.confidence:.4f}", *tool, reasons)


def _shorten(iri: str, prefixes: dict[str, str]) -> str:
    fits = [(base, name) for name, base in prefixes.items() if iri.startswith(base) and iri != base]
    base, name = max(fits, default=("", ""), key=lambda pair: len(pair[0]))
    return f"{name}:{iri.removeprefix(base)}" if base else iri
