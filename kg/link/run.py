"""The whole of linking as one function: a graph and catalogues in, outcomes and quads out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Quad

from kg.link.catalogue import Catalogue
from kg.link.decisions import Decision, apply_decisions, find_idle
from kg.link.eventmatch import Window, match_events
from kg.link.eventmodel import Occurrence
from kg.link.eventsubjects import find_occurrences
from kg.link.facts import Facts
from kg.link.linker import Thresholds, link_subjects
from kg.link.linkset import to_quads
from kg.link.model import Outcome, Source
from kg.link.services import Ask, link_to_service
from kg.link.subjects import subjects_of
from kg.model import Diagnostic
from kg.store import LINKS_GRAPH


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """How all tries ended, the datasets that were tried, and the decisions that apply to nothing."""

    outcomes: tuple[Outcome, ...]
    sources: tuple[Source, ...]
    idle: tuple[Diagnostic, ...] = ()

    def quads(self) -> list[Quad]:
        """The graph of links."""
        return list(to_quads(self.outcomes, self.sources))


def link_graph(
    quads: Sequence[Quad],
    catalogues: Sequence[Catalogue],
    *,
    thresholds: Thresholds | None = None,
    decisions: Iterable[Decision] = (),
    events: Sequence[tuple[Sequence[Occurrence], Source]] = (),
    window: Window | None = None,
    services: Sequence[tuple[Source, Ask]] = (),
) -> Linking:
    """Link the entities of a graph to each of CATALOGUES and SERVICES, and its events to each dataset of EVENTS.

    DECISIONS come before what was weighed. Events take places and actors from the links of the first catalogue.
    """
    facts = Facts(without_links(quads))
    decided = list(decisions)
    named = {catalogue.source.name: catalogue for catalogue in catalogues}
    subjects = subjects_of(facts)
    outcomes = [one for catalogue in catalogues for one in link_subjects(subjects, catalogue, thresholds=thresholds)]
    for source, ask in services:
        outcomes += link_to_service(subjects, source, ask, thresholds=thresholds)
    outcomes = apply_decisions(outcomes, decided, named)
    if events:
        occurrences = find_occurrences(facts, outcomes)
        matched = [
            one
            for rows, source in events
            for one in match_events(occurrences, rows, source.name, window=window, decisions=decided)
        ]
        outcomes += apply_decisions(matched, decided, {})
    sources = [catalogue.source for catalogue in catalogues]
    sources += [source for source, _ in services] + [source for _, source in events]
    return Linking(outcomes=tuple(outcomes), sources=tuple(sources), idle=tuple(find_idle(decided, outcomes)))


def without_links(quads: Iterable[Quad]) -> list[Quad]:
    """QUADS but for those of an earlier linking, which a new one replaces."""
    return [quad for quad in quads if getattr(quad.graph_name, "value", "") != LINKS_GRAPH]
