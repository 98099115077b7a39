"""Subjects and a catalogue to outcomes: candidates by name, weighed twice, once alone and once among the others.

The first pass links what its full name alone makes sure. What it links is the setting of each article, in which the
second pass weighs all candidates again and reads short forms ("Karzai") as the full names linked in the same article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.errors import UsageError
from kg.keys import is_acronym, to_key
from kg.link.catalogue import Catalogue, Hit
from kg.link.evidence import Setting, family_of, iter_vetoes, to_confidence, to_relation, weigh
from kg.link.model import Candidate, Entry, Outcome, State, Subject
from kg.link.names import Form, find_variants, to_initials

ACCEPT: Final = 0.80
REVIEW: Final = 0.45
NO_NAME: Final = "it has no name"
_MARGIN: Final = 0.8
"""How many times as far from certainty the second candidate must be, for the first to be accepted."""
_FIRST_PASS: Final = 0.85
_KEPT: Final = 5
_JUSTIFICATION: Final[Mapping[Form, str]] = {
    "exact": "LexicalMatching",
    "abbreviation": "LexicalMatching",
    "undressed": "LexicalMatching",
    "part": "LexicalMatching",
    "short": "LexicalMatching",
    "sound": "LexicalSimilarityThresholdMatching",
    "alike": "LexicalSimilarityThresholdMatching",
}

Find = Callable[[str], Iterable[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From `accept` on, a candidate is a link; from `review` on, a person should look at it."""

    accept: float = ACCEPT
    review: float = REVIEW

    def __post_init__(self) -> None:
        if not 0 < self.review <= self.accept <= 1:
            raise UsageError(
                f"thresholds {self.accept} and {self.review} do not fit",
                hint="Between 0 and 1, and that for review is not above that for acceptance",
            )


def link_subjects(
    subjects: Sequence[Subject], catalogue: Catalogue, *, thresholds: Thresholds | None = None
) -> list[Outcome]:
    """One outcome for each of SUBJECTS, in their order."""
    limits = thresholds or Thresholds()
    hits = {subject.iri: find_hits(subject, catalogue) for subject in subjects if subject.named}
    empty = Setting()
    settings: dict[str, Setting] = defaultdict(Setting)
    names: dict[str, list[tuple[Subject, Entry]]] = defaultdict(list)
    for subject in subjects:
        first = _rank(subject, hits.get(subject.iri, ()), empty)
        sure = first and first[0].confidence >= _FIRST_PASS and _is_clear(first)
        for article in subject.articles if sure else ():
            settings[article].add(subject.iri, first[0].entry)
            names[article].append((subject, first[0].entry))
    return [_decide(subject, hits, settings, names, catalogue.source.name, limits) for subject in subjects]


def find_hits(subject: Subject, catalogue: Catalogue) -> tuple[Hit, ...]:
    """The entries that any name of SUBJECT meets, each once, by the surest form."""
    found: dict[str, Hit] = {}
    for name in subject.names:
        for entry, form, likeness in catalogue.find(name):
            if entry.id not in found or _STRENGTH[found[entry.id][1]] < _STRENGTH[form]:
                found[entry.id] = entry, form, likeness
    return tuple(found.values())


_FORMS: Final[tuple[Form, ...]] = ("alike", "sound", "part", "short", "abbreviation", "undressed", "exact")
_STRENGTH: Final[Mapping[Form, int]] = {form: rank for rank, form in enumerate(_FORMS)}


def _decide(
    subject: Subject,
    hits: Mapping[str, tuple[Hit, ...]],
    settings: Mapping[str, Setting],
    names: Mapping[str, list[tuple[Subject, Entry]]],
    dataset: str,
    limits: Thresholds,
) -> Outcome:
    if not subject.named:
        return Outcome(subject=subject, dataset=dataset, state="untried", note=NO_NAME)
    setting = _merge(settings.get(article, Setting()) for article in subject.articles)
    found = {hit[0].id: hit for hit in hits[subject.iri]}
    for hit in _find_short_forms(subject, names):
        found[hit[0].id] = hit
    ranked = _rank(subject, tuple(found.values()), setting)
    return settle(subject, ranked, dataset, limits)


def settle(subject: Subject, ranked: Sequence[Candidate], dataset: str, limits: Thresholds) -> Outcome:
    """The outcome of SUBJECT with its candidates, best first: linked only where the best stands out."""
    kept = tuple(candidate for candidate in ranked if candidate.confidence >= limits.review / 2)[:_KEPT]
    if not kept or kept[0].confidence < limits.review:
        return Outcome(subject=subject, dataset=dataset, state="none", candidates=kept)
    if kept[0].confidence < limits.accept:
        return Outcome(subject=subject, dataset=dataset, state="review", candidates=kept)
    clear = _is_clear(kept)
    state: State = "linked" if clear else "review"
    note = "" if clear else f"{kept[0].entry.label} and {kept[1].entry.label} are about as likely"
    return Outcome(subject=subject, dataset=dataset, state=state, candidates=kept, note=note)


def _is_clear(ranked: Sequence[Candidate]) -> bool:
    if len(ranked) < 2:
        return True
    first, second = ranked[0], ranked[1]
    return 1 - first.confidence <= _MARGIN * (1 - second.confidence)


def _merge(settings: Iterable[Setting]) -> Setting:
    merged = Setting()
    for setting in settings:
        for subject, entry in setting.links.items():
            merged.add(subject, entry)
    return merged


def _rank(subject: Subject, hits: Iterable[Hit], setting: Setting) -> list[Candidate]:
    """The candidates without a veto, best first; equals by id."""
    candidates = []
    for entry, form, likeness in hits:
        evidence = tuple(weigh(subject, entry, form, likeness, setting))
        if any(True for _ in iter_vetoes(evidence)):
            continue
        candidates.append(
            Candidate(
                entry=entry,
                relation=to_relation(subject, entry, form),
                confidence=to_confidence(evidence),
                evidence=evidence,
                justification=_JUSTIFICATION[form],
            )
        )
    return sorted(candidates, key=lambda one: (-one.confidence, -one.entry.weight, one.entry.id))


def _find_short_forms(subject: Subject, names: Mapping[str, list[tuple[Subject, Entry]]]) -> Iterable[Hit]:
    """The full name linked in the same article that the name of SUBJECT is short for, if one is before all others."""
    for article in subject.articles:
        matches: dict[str, tuple[int, Entry]] = {}
        for other, entry in names.get(article, ()):
            if _is_other_by_name_or_country(subject, other, entry):
                continue
            ranks = [rank for name in subject.names if (rank := rank_short_form(name, other, entry)) is not None]
            if ranks and other.iri != subject.iri and _may_be_one(subject, other):
                best = min(ranks)
                if entry.id not in matches or best < matches[entry.id][0]:
                    matches[entry.id] = best, entry
        ordered = sorted(matches.values(), key=lambda match: match[0])
        if ordered and (len(ordered) == 1 or ordered[0][0] < ordered[1][0]):
            yield ordered[0][1], "short", 1.0


def _is_other_by_name_or_country(subject: Subject, other: Subject, entry: Entry) -> bool:
    """Whether SUBJECT has a full name that is none of ENTRY's, or is of another country: "army", the Malian army's."""
    if subject.countries and entry.country and entry.country not in subject.countries:
        return True
    full = [name for name in subject.names if " " in find_variants(name)[-1].key] if subject.names else []
    keys = {to_key(name) for name in (*other.names, entry.label)} | set(entry.keys)
    return any(to_key(name) not in keys and rank_short_form(name, other, entry) is None for name in full)


def _may_be_one(one: Subject, other: Subject) -> bool:
    """Whether two subjects may be one thing by their classes."""
    families = {family_of(kind) for kind in one.kinds}, {family_of(kind) for kind in other.kinds}
    return not all(families) or bool(families[0] & families[1]) or None in families[0] | families[1]


def rank_short_form(name: str, other: Subject, entry: Entry) -> int | None:
    """How far NAME is from the full name of OTHER, which is linked to ENTRY, if it may be short for it.

    Initials come first, then a surname or the last words of a name, then its first words, each the closer the fewer
    words are missing.
    """
    keys = {to_key(full) for full in (*other.names, entry.label) if " " in full}
    initials = to_key(name).replace(" ", "")
    if (is_acronym(name) or (name.isupper() and len(name) <= 8)) and len(initials) > 1:
        return 0 if any(to_initials(key) == initials for key in keys) else None
    short = find_variants(name)[-1].key.removeprefix("al ") if find_variants(name) else ""
    if len(short) < 3:
        return None
    is_person = "Person" in other.kinds or entry.kind == "Person"
    ranks = []
    for key in keys:
        missing = len(key.split()) - len(short.split())
        if key.endswith(f" {short}"):
            ranks.append(missing)
        elif key.startswith(f"{short} "):
            ranks.append(missing + 10)
        elif f" {short} " in key and len(short) > 4 and not is_person:
            ranks.append(missing + 20)
    return min(ranks, default=None)
