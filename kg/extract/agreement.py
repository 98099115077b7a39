"""Whether what two mentions of events say can be said of one event."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kg.extract.drafts import Cluster, Draft
from kg.extract.kinds import ACTORS, PLACES
from kg.extract.links import Filler
from kg.extract.things import Thing


def agree(cluster: Cluster, draft: Draft, *, but: Collection[str] = ()) -> bool:
    """Whether no role, date or count speaks against one event; roles of BUT are left aside."""
    for roles in (("agent", "counterpart"), ("target",), ("origin",)):
        if not set(roles) & set(but) and _clash(cluster.fillers(*roles), draft.fillers_of(*roles)):
            return False
    where = ("place", "destination")
    if "place" not in but and _are_apart(cluster.fillers(*where), draft.fillers_of(*where)):
        return False
    if draft.span is None or draft.span.begin is None:
        return True
    dates = {span for span in cluster.spans if span.begin is not None}
    return not dates or any(span.holds(draft.span) or draft.span.holds(span) for span in dates)


def are_elsewhere(known: Iterable[Filler], told: Iterable[Filler]) -> bool:
    """Whether two mentions name different places of one class: a city each, but not a city and a country."""
    where = {f.thing.kind: f.number for f in known if f.thing is not None}
    here = {f.thing.kind: f.number for f in told if f.thing is not None}
    return any(where.get(kind, number) != number for kind, number in here.items())


def is_one_deed(one: Draft, other: Draft) -> bool:
    """Whether no place and no date says that two deeds are two."""
    is_then = one.span is None or other.span is None or one.span.holds(other.span) or other.span.holds(one.span)
    return is_then and not are_elsewhere(one.fillers_of("place"), other.fillers_of("place"))


def _clash(known: Iterable[Filler], told: Iterable[Filler]) -> bool:
    """Whether two mentions name different things for one role: not if one names people and the other a place."""
    groups = [(_numbers(known, kinds), _numbers(told, kinds)) for kinds in (PLACES, ACTORS)]
    return any(one and other and not one & other for one, other in groups)


def _are_apart(known: Iterable[Filler], told: Iterable[Filler]) -> bool:
    """Whether two mentions are told to be in different places: "in Lima" and "at his home" may be one."""
    kinds = frozenset({"Facility"}), PLACES - {"Facility"}
    pairs = [(_numbers(known, kind), _numbers(told, kind)) for kind in kinds]
    return any(one and other for one, other in pairs) and not any(one & other for one, other in pairs)


def _numbers(fillers: Iterable[Filler], kinds: frozenset[str]) -> set[int]:
    things = [f.thing for f in fillers if f.thing is not None and f.thing.kind in kinds]
    return {thing.number for thing in things if not _is_toll(thing)}


def _is_toll(thing: Thing) -> bool:
    """Whether THING is but a number of people: another report of the same event has another number of them."""
    return (
        not thing.named and any(m.count is not None for m in thing.mentions) and thing.kind in ("Population", "Person")
    )
