"""When events happened and how many they killed, hurt and detained, as the text says it beside them.

A time expression belongs to the event that stands nearest above it in the tree. A participle that elaborates a dated
clause happens at its date. Numbers of victims are those of the things that the event was done to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from kg.extract.aliases import head_of
from kg.extract.frames import Frame
from kg.extract.kinds import MEMBERS
from kg.extract.links import Filler
from kg.extract.times import TimeExpression
from kg.extract.tree import Tree
from kg.lexicon import Lexicon
from kg.model import PartialDate
from kg.sentences import find_dateline

_TOLLS: Final[Mapping[str, str]] = {
    "Killing": "deaths", "Death": "deaths", "Assassination": "deaths", "Injury": "injuries", "Arrest": "detained",
    "Abduction": "detained",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time; None is open."""

    begin: PartialDate | None
    end: PartialDate | None


def date_frames(
    tree: Tree, frames: Collection[Frame], times: Collection[TimeExpression], lexicon: Lexicon
) -> dict[int, Interval]:
    """The stretch of time of each frame, by its head, as far as the text tells one."""
    at = {i: frame for frame in frames for i in (frame.head, frame.first, frame.last)}
    served = {frame.helper: frame for frame in frames if frame.helper is not None}
    dated: dict[int, Interval] = {}
    for time in times:
        if (time.begin is None and time.finish is None) or _is_dateline(tree, time):
            continue
        frame, verb = _owner(tree, time, at, served, lexicon)
        if frame is not None and frame.head not in dated:
            dated[frame.head] = _to_interval(tree, time, verb, lexicon)
    for frame in frames:
        if frame.head not in dated:
            span = _inherited(tree, frame, at, served, dated)
            if span is not None:
                dated[frame.head] = span
    return dated


def _is_dateline(tree: Tree, time: TimeExpression) -> bool:
    """Whether TIME stands in the dateline that begins an article: it dates the report, not what is reported."""
    sentence = tree.sentence(time.first)
    end = find_dateline(tree.text, sentence.start, sentence.end)
    return end is not None and time.end <= end


def _owner(
    tree: Tree, time: TimeExpression, at: Mapping[int, Frame], served: Mapping[int, Frame], lexicon: Lexicon
) -> tuple[Frame | None, int | None]:
    """The event that TIME dates, and the verb through which it does."""
    current = head_of(tree, time.first, time.last)
    for above in tree.ancestors(current):
        if above in at:
            return at[above], above
        if above in served:
            return served[above], above
        if tree.is_verb(above):
            if lexicon.is_reporting(tree.lemma(above)):
                return None, above
            for child in tree.children(above, "xcomp", "obj", "nsubj:pass"):
                is_open = (
                    lexicon.is_aspectual(tree.lemma(above)) or lexicon.find_embedder(tree.lemma(above), "v") is not None
                )
                if child in at and is_open:
                    return at[child], above
            return None, above
    return None, None


def _to_interval(tree: Tree, time: TimeExpression, verb: int | None, lexicon: Lexicon) -> Interval:
    """The stretch of TIME; what begins then has no end told, what ends then no beginning."""
    if time.preposition == "since":
        return Interval(time.begin, None)
    if time.preposition in ("until", "till", "by"):
        return Interval(None, time.finish)
    if (
        verb is not None
        and tree.lemma(verb) in ("begin", "start", "commence", "launch")
        and lexicon.is_aspectual(tree.lemma(verb))
    ):
        return Interval(time.begin, None)
    return Interval(time.begin, time.finish)


def _inherited(
    tree: Tree, frame: Frame, at: Mapping[int, Frame], served: Mapping[int, Frame], dated: Mapping[int, Interval]
) -> Interval | None:
    """The date of the clause that participle FRAME elaborates, or that it is coordinated with."""
    current = frame.helper if frame.helper is not None and tree.head(frame.head) == frame.helper else frame.head
    for _ in range(3):
        head = tree.head(current)
        if head is None or not tree.is_label(current, "advcl", "conj", "acl") or "to" in tree.markers(current):
            return None
        if tree.tokens[current].xpos != "VBG" and not tree.is_label(current, "conj"):
            return None
        above = at.get(head) or served.get(head)
        if above is not None and above.head in dated:
            return dated[above.head] if tree.tokens[current].xpos == "VBG" else None
        current = head
    return None


def count_victims(frame: Frame, fillers: Collection[Filler]) -> tuple[tuple[str, int], ...]:
    """The value that counts those the event was done to ("deaths", 4); nothing where no number is told."""
    name = _TOLLS.get(frame.kind)
    if name is None:
        return ()
    role = "agent" if frame.kind == "Death" else "target"
    total = 0
    for filler in fillers:
        if filler.role not in (role, "target") or filler.thing is None or filler.thing.kind not in MEMBERS:
            continue
        mention = next((m for m in filler.thing.mentions if filler.word in (m.head, m.core)), None)
        if mention is not None and mention.count is not None:
            total += mention.count
    return ((name, total),) if total else ()
