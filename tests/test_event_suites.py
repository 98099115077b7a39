"""How near the events come to what others coded in the same sentences; skipped where their suites are absent.

Each suite has sentences with the events that its authors expect, as dyads of a source and a target; `event_coding`
reads what kg finds as dyads too. `pytest -s` prints the figures, and `FIGURES.md` keeps them:

*type*: of the focus events of PLOVER, those that kg finds with the right category. A focus event is marked in the
text; an event of kg is it where one of its anchors lies in the marked words, or in those of the source, where this is
an event ("a bombing killed two"). *quad*: those found with a category of
the right quad class.

*source*, *target*: of the expected sources (targets) that the suite gives words for, those that kg puts on that side
of the event. Where several events compete, the best is taken: the one with most of category, source and target right.
In the PETRARCH suites, whose codes belong to dictionaries of their own, any event of the sentence competes, and source
and target alone tell which is best. An actor is right where its words meet those of a mention of the entity on that
side, or of a body or country that this entity is stated to belong to ("Israeli" for "Israeli police"). All of several
sources must be right. Of events between equals (`reciprocal`, or pairs listed both ways) either may stand on either
side. *width*: how many entities stand on a side of the event taken; were it high, to find the right one would be easy.

*silent*: of the sentences of news in which PETRARCH finds nothing, those in which kg tells no dyad as a fact: an event
of a category of PLOVER with an actor on either side (an actor, or a country or town that stands for one). *mute*: those
in which it tells no such event at all. The unit tests are shown too, but not held: what they leave out are events that
their small dictionaries do not know ("the two presidents held a meeting").
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from event_coding import Coder, Dyad, find_quad

from kg.model import Article, Extraction
from kg.ontology import load_ontology

SUITES = Path(__file__).parents[2] / "shared" / "eval" / "suites" / "events"
PETRARCH = ("petrarch_unittest", "petrarch2_gsr", "petrarch_pytest", "tabari_validation")

WIDER: Final[Mapping[str | None, set[str]]] = {"YIELD": {"CONCEDE", "RETREAT"}}
"""Codes of suites that stand for several categories of PLOVER."""

FLOORS = {
    "type": 0.725, "quad": 0.765, "source": 0.745, "target": 0.65,
    "pair type": 0.71, "pair source": 0.82, "pair target": 0.69, "pair all": 0.54,
    "petrarch source": 0.75, "petrarch target": 0.70, "silent": 0.9,
}  # fmt: skip

pytestmark = [
    pytest.mark.model,
    pytest.mark.slow,
    pytest.mark.skipif(not SUITES.is_dir(), reason="the suites of coded events are not beside the checkout"),
]

Record = dict[str, Any]
Read = Callable[[Record], Extraction]


@pytest.fixture(scope="module")
def read(read_article: Callable[[Article], Extraction]) -> Read:
    return lambda record: read_article(Article(id=record["id"], text=record["text"]))


def read_suite(name: str, *, task: str = "event") -> list[Record]:
    lines = (SUITES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [record for record in map(json.loads, lines) if record.get("task", "event") == task]


# Words


def find_spans(text: str, words: str) -> list[tuple[int, int]]:
    """Where WORDS stand in TEXT, whatever the case and the spaces between them."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [match.span() for match in re.finditer(rf"(?<!\w){pattern}", text, re.IGNORECASE)] if pattern else []


def do_meet(spans: list[tuple[int, int]], others: list[tuple[int, int]]) -> bool:
    return any(start < end2 and start2 < end for start, end in spans for start2, end2 in others)


def find_marked(record: Record) -> list[tuple[int, int]]:
    """Where the words of the focus event stand: those marked EVT, and the source, which may be an event."""
    marked = re.findall(r"\((?:EVT|SRC):([^(){}]*)", record["markup"])
    return [span for words in marked for span in find_spans(record["text"], words)]


# Figures


class Judge:
    """Compares what a record expects with one extraction."""

    def __init__(self, record: Record, extraction: Extraction) -> None:
        self.text: str = record["text"]
        self.coder = Coder(extraction)
        self.dyads = list(self.coder.dyads())

    def is_on(self, words: str, side: tuple[Any, ...]) -> bool:
        wanted = find_spans(self.text, words)
        family = [entity for key in side for entity in self.coder.family(key)]
        return do_meet(wanted, [(m.start, m.end) for entity in family for m in entity.mentions])

    def has_actor(self, side: tuple[Any, ...]) -> bool:
        """Whether someone on a side can have a code: an actor, or a place that stands for one; no building or thing."""
        kinds = {self.coder.entities[key].kind for key in side}
        return any(
            load_ontology().is_a(kind, above) for kind in kinds for above in ("Actor", "Country", "City", "Region")
        )

    def compare(self, wanted: Record, dyad: Dyad, *, mutual: bool) -> dict[str, bool]:
        """Which of type, quad, source and target DYAD has right, of those that WANTED gives."""
        both = (*dyad.sources, *dyad.targets)
        code = wanted["code"]
        right = {"type": bool(WIDER.get(code, {code}) & dyad.categories)}
        if "plover_0.6" in wanted:
            right["quad"] = find_quad(code) in set(map(find_quad, dyad.categories))
        for side, keys in (("source", dyad.sources), ("target", dyad.targets)):
            words = wanted[side]
            if words is not None:
                several = words if isinstance(words, list) else [words]
                right[side] = all(self.is_on(one, both if mutual else keys) for one in several)
        return right

    def best(self, wanted: Record, dyads: list[Dyad], *, mutual: bool) -> tuple[dict[str, bool], Dyad | None]:
        nothing = dict.fromkeys(["type", "quad", *(s for s in ("source", "target") if wanted[s] is not None)], False)
        judged = [(self.compare(wanted, dyad, mutual=mutual), dyad) for dyad in dyads]
        return max(judged, key=lambda pair: sum(pair[0].values()), default=(nothing, None))


def judge_plover(read: Read) -> Iterator[tuple[Record, Record, dict[str, bool], Dyad | None]]:
    for record in read_suite("plover_gsr"):
        judge = Judge(record, read(record))
        marked = find_marked(record)
        dyads = [d for d in judge.dyads if do_meet(marked, [(a.start, a.end) for a in d.event.anchors])]
        for wanted in record["expected"]:
            yield record, wanted, *judge.best(wanted, dyads, mutual=bool(wanted.get("reciprocal")))


def judge_petrarch(read: Read, suite: str) -> Iterator[tuple[Record, Record, dict[str, bool], Dyad | None]]:
    for record in read_suite(suite):
        judge = Judge(record, read(record))
        pairs = {(w["source"], w["target"]) for w in record["expected"]}
        for wanted in record["expected"]:
            mutual = (wanted["target"], wanted["source"]) in pairs
            right, dyad = judge.best({**wanted, "code": None}, judge.dyads, mutual=mutual)
            yield record, wanted, {side: right[side] for side in ("source", "target") if side in right}, dyad


class Shares:
    """Counts how often each thing asked was right."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()

    def add(self, right: dict[str, bool], dyad: Dyad | None) -> None:
        self.right.update(key for key, value in right.items() if value)
        self.asked.update(list(right))
        if dyad is not None:
            self.right["width"] += len(dyad.sources) + len(dyad.targets)
            self.asked["width"] += 2

    def __getitem__(self, name: str) -> float:
        return self.right[name] / (self.asked[name] or 1)

    def show(self, title: str) -> None:
        cells = (f"{name} {self[name]:.3f} of {self.asked[name]}" for name in self.asked)
        sys.stdout.write(f"{title:20} {', '.join(cells)}\n")


def test_focus_events_of_plover(read: Read) -> None:
    shares = Shares()
    for _, _, right, dyad in judge_plover(read):
        shares.add(right, dyad)
    shares.show("plover_gsr")
    assert shares.asked["type"] == 178
    for name in ("type", "quad", "source", "target"):
        assert shares[name] >= FLOORS[name], name


def test_marked_pairs_of_plover(read: Read) -> None:
    """Sentences with one source and one target marked: any event of the sentence competes; *all* is one event right."""
    shares = Shares()
    for record in read_suite("plv_train", task="pair_code"):
        judge = Judge(record, read(record))
        (wanted,) = record["expected"]
        right, dyad = judge.best(wanted, judge.dyads, mutual=False)
        right.pop("quad", None)
        shares.add({**right, "all": all(right.values())}, dyad)
    shares.show("plv_train")
    assert shares.asked["type"] == 524
    for name in ("type", "source", "target", "all"):
        assert shares[name] >= FLOORS[f"pair {name}"], name


def test_sides_of_petrarch(read: Read) -> None:
    total = Shares()
    for suite in PETRARCH:
        shares = Shares()
        for _, _, right, dyad in judge_petrarch(read, suite):
            for tally in (shares, total):
                tally.add(right, dyad)
        shares.show(suite)
    total.show("petrarch")
    assert total.asked["source"] > 200
    for name in ("source", "target"):
        assert total[name] >= FLOORS[f"petrarch {name}"], name


def test_silence(read: Read) -> None:
    total = {suite: Shares() for suite in PETRARCH}
    for suite, shares in total.items():
        for record in (record for record in read_suite(suite) if record.get("no_events")):
            judge = Judge(record, read(record))
            told = [d for d in judge.dyads if d.factuality == "actual" and d.categories]
            whole = [d for d in told if judge.has_actor(d.sources) and judge.has_actor(d.targets)]
            shares.add({"silent": not whole, "mute": not told}, None)
        shares.show(suite)
    assert total["petrarch2_gsr"].asked["silent"] == 7
    assert total["petrarch2_gsr"]["silent"] >= FLOORS["silent"]
