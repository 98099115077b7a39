"""What people decided on candidates: a table to fill in, and the same table replayed before anything is weighed.

A "y" makes the link, with full confidence; an "n" is never offered again; an id under `other` is linked instead of
all that was offered. Rows are found again by the thing's IRI, those of events by the IRI of the words that evoke
them, since events are numbered anew when an article is read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from kg.errors import InputError
from kg.link.catalogue import Catalogue
from kg.link.model import ID_BASES, Candidate, Entry, Evidence, Outcome
from kg.link.table import read_tsv, to_tsv
from kg.model import Diagnostic

COLUMNS: Final = (
    "decision", "thing", "at", "label", "class", "dataset", "candidate", "candidate_label", "relation", "confidence",
    "evidence", "other", "note",
)  # fmt: skip
_SHOWN: Final = 3
_REFUSED: Final = "a person refused a candidate"
_ANSWERS: Final = ("y", "n", "?", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row: `answer` is "y" or "n", `candidate` an IRI; `other` an IRI or id that is right instead.

    `where` is its place in the file.
    """

    thing: str
    at: str
    dataset: str
    candidate: str
    answer: str
    other: str
    note: str
    where: str = ""


def to_review(outcomes: Iterable[Outcome]) -> str:
    """The table of what is to be reviewed: a row for each candidate, best first, the decision left open."""
    rows = [row for outcome in outcomes if outcome.state == "review" for row in _to_rows(outcome)]
    return to_tsv(COLUMNS, rows)


def to_validation(outcomes: Iterable[Outcome], *, size: int) -> str:
    """A sheet by which a person finds out how good the links are: as many links as tries without one, chosen by chance.

    It is a review like any other (a "y" on a try without link says that one was missed), so that decisions on it can
    be replayed. The choice depends on nothing but the IRIs, so the same input gives the same sheet.
    """
    known = sorted(outcomes, key=lambda one: hashlib.sha256(f"{one.dataset} {one.subject.iri}".encode()).hexdigest())
    linked = [one for one in known if one.state == "linked"][: (size + 1) // 2]
    others = [one for one in known if one.state in ("review", "none") and one.candidates][: size - len(linked)]
    rows = [row for one in (*linked, *others) for row in _to_rows(replace(one, note=one.note or one.state))]
    return to_tsv(COLUMNS, rows)


def _to_rows(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    subject = outcome.subject
    for candidate in outcome.candidates[:_SHOWN]:
        yield (
            "?",
            subject.iri,
            subject.near[0] if subject.near else "",
            subject.label,
            ", ".join(sorted(subject.kinds)),
            outcome.dataset,
            candidate.entry.iris[0],
            candidate.entry.label,
            candidate.relation,
            f"{candidate.confidence:.4f}",
            "; ".join(f"{part.part} {part.points:+.2f}: {part.reason}" for part in candidate.evidence),
            "",
            outcome.note,
        )


def read_decisions(path: Path) -> list[Decision]:
    """The rows of a review that someone filled in; open ones are left out."""
    found: list[Decision] = []
    answers: dict[tuple[str, str, str, str], str] = {}
    chosen: dict[tuple[str, str, str], str] = {}
    for number, row in read_tsv(path, needed=("decision", "thing", "candidate")):
        where = f"{path}:{number}"
        answer, other, candidate = row["decision"].lower(), row.get("other", ""), row["candidate"]
        if answer not in _ANSWERS:
            raise InputError(f"the decision {row['decision']!r} is none of y, n and ?", where=where)
        if answer not in ("y", "n") and not other:
            continue
        other = _to_iri(other, where) if other else ""
        candidate = _to_iri(candidate, where) if candidate or not other else ""
        thing = (row["thing"], row.get("at", ""), row.get("dataset", ""))
        if not (row["thing"] or row.get("at")):
            raise InputError("a decision on no thing", where=where, hint="Fill in the column thing, or set it to ?")
        if answer in ("y", "n") and answers.setdefault((*thing, candidate), answer) != answer:
            raise InputError(
                f"both y and n for {candidate} as {row['thing']}", where=where, hint="Keep the row that is right"
            )
        right = other or (candidate if answer == "y" else "")
        if right and chosen.setdefault(thing, right) != right:
            raise InputError(
                f"both {chosen[thing]} and {right} are said to be {row['thing']}",
                where=where,
                hint="A thing has one link to a dataset: keep the row that is right",
            )
        found.append(
            Decision(
                thing=row["thing"], at=row.get("at", ""), dataset=row.get("dataset", ""), candidate=candidate,
                answer=answer, other=other, note=row.get("note", ""), where=where,
            )
        )  # fmt: skip
    return found


def _to_iri(text: str, where: str) -> str:
    """An id such as "wd:Q889", or an IRI, as an IRI."""
    system, _, value = text.partition(":")
    if system in ID_BASES and value and not value.startswith("//"):
        text = ID_BASES[system].format(value)
    try:
        iri = NamedNode(text).value
    except ValueError:
        iri = ""
    if ":" not in iri:
        known = ", ".join(f"{name}:…" for name in ID_BASES)
        raise InputError(f"{text!r} is no id", where=where, hint=f"Write an IRI, or one of {known}")
    return iri


def apply_decisions(
    outcomes: Sequence[Outcome], decisions: Iterable[Decision], catalogues: Mapping[str, Catalogue]
) -> list[Outcome]:
    """OUTCOMES as DECISIONS have them: each yes a link, each no gone, with the next best to review."""
    by_thing: dict[str, list[Decision]] = {}
    for decision in decisions:
        for key in dict.fromkeys([decision.at or decision.thing]):
            by_thing.setdefault(key, []).append(decision)
    return [_apply(outcome, _decisions_on(outcome, by_thing), catalogues) for outcome in outcomes]


def find_idle(decisions: Iterable[Decision], outcomes: Iterable[Outcome]) -> Iterator[Diagnostic]:
    """Yield a warning for each decision that bears on none of OUTCOMES, those before decisions or after."""
    tried = {(key, one.dataset) for one in outcomes for key in (*one.subject.near, one.subject.iri)}
    things, datasets = {thing for thing, _ in tried}, {dataset for _, dataset in tried}
    for decision in decisions:
        thing, dataset = decision.at or decision.thing, decision.dataset
        if (thing, dataset) in tried or (not dataset and thing in things):
            continue
        if dataset and dataset not in datasets:
            advice = f"nothing is linked to the dataset {dataset!r}, so name its file, or leave out the row"
        else:
            advice = "the graph has no such thing to link, so make the review anew, or leave out the row"
        message = f"the decision on {thing} applies to nothing: {advice}"
        yield Diagnostic(code="idle-decision", where=decision.where, message=message)


def _decisions_on(outcome: Outcome, by_thing: Mapping[str, list[Decision]]) -> list[Decision]:
    keys = dict.fromkeys([*outcome.subject.near, outcome.subject.iri])
    found = [decision for key in keys for decision in by_thing.get(key, ())]
    return [decision for decision in found if decision.dataset in ("", outcome.dataset)]


def _apply(outcome: Outcome, decisions: Sequence[Decision], catalogues: Mapping[str, Catalogue]) -> Outcome:
    if not decisions:
        return outcome
    refused = {decision.candidate for decision in decisions if decision.answer == "n"}
    kept = tuple(one for one in outcome.candidates if not refused.intersection(one.entry.iris))
    chosen = next((one for one in decisions if one.other), None) or next(
        (one for one in decisions if one.answer == "y"), None
    )
    if chosen is not None:
        iri = chosen.other or chosen.candidate
        link = _to_link(iri, outcome, catalogues.get(outcome.dataset), chosen.note)
        others = tuple(one for one in kept if iri not in one.entry.iris)
        return replace(outcome, state="linked", candidates=(link, *others), note="decided by a person")
    if len(kept) == len(outcome.candidates):
        # Events are matched without the rows that were refused.
        return replace(outcome, note=_REFUSED) if refused and outcome.state == "none" else outcome
    state = outcome.state
    if not kept:
        state = "none"
    elif state == "linked" and outcome.candidates[0] not in kept:
        # What stands second was not sure enough to be a link by itself.
        state = "review"
    return replace(outcome, state=state, candidates=kept, note=_REFUSED)


def _to_link(iri: str, outcome: Outcome, catalogue: Catalogue | None, note: str) -> Candidate:
    offered = next((one for one in outcome.candidates if iri in one.entry.iris), None)
    entry = offered.entry if offered else catalogue.get(iri) if catalogue else None
    if entry is None:
        entry = Entry(id=iri, kind="", label=outcome.subject.label, keys=(), iri=iri)
    evidence = (Evidence(part="decision", points=0.0, reason=note or "a person said so"),)
    relation = offered.relation if offered else "exactMatch"
    return Candidate(
        entry=entry, relation=relation, confidence=1.0, evidence=evidence, justification="ManualMappingCuration"
    )
