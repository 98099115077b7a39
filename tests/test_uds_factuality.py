"""Factuality measured against UDS (White et al. 2016) on EWT dev, web English; skipped where the corpus is absent.

For each verb people said whether what it tells happened; the mean of their judgements, with their confidence, lies
between -3 and 3. Those that are not near zero are taken for happened or not, and `actual` of `FactualityFinder` for
happened: what is planned, possible or negated had not happened by then. Every verb counts, be it an event of the
ontology or not, as long as kg's own parse has a verb there; helpers, copulas and modals are no predicates in UDS.
The table (`pytest -s`) shows each side's precision, recall and F1, and how each kind of factuality was judged.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.extract.factuality import FactualityFinder
from kg.extract.frames import Frame
from kg.extract.repair import repair
from kg.extract.slots import SlotFinder
from kg.extract.tree import Tree
from kg.gazetteer import load_gazetteer
from kg.lexicon import load_lexicon
from kg.model import Article, Factuality, Parse
from kg.nlp import load_pipeline, parse

CORPUS = Path(__file__).parents[2] / "shared" / "data" / "ud_ewt" / "ewt_dev.jsonl.gz"
CLEAR = 0.5
"""How far from zero a judgement is clear."""
FLOORS = {"accuracy": 0.80, "happened": 0.84, "not": 0.73}

Pairs = list[tuple[bool, Factuality]]


def read_judgements(document: dict[str, Any]) -> Iterator[tuple[int, bool]]:
    """Where each verb with a clear judgement begins, and whether what it tells happened."""
    for sentence in document["sentences"]:
        for entry in sentence.get("uds", ()):
            if entry["kind"] == "pred" and abs(entry.get("factual", 0.0)) >= CLEAR:
                yield sentence["tokens"][entry["tok"]][0], entry["factual"] > 0


def judge(text: str, parsed: Parse, judgements: Iterator[tuple[int, bool]]) -> Iterator[tuple[int, bool, Factuality]]:
    """The factuality that kg gives each of these verbs, beside what people said."""
    lexicon, gazetteer = load_lexicon(), load_gazetteer()
    tree = Tree(repair(parsed, lexicon, gazetteer), text)
    slots, finder = SlotFinder(tree, lexicon, gazetteer), FactualityFinder(tree, lexicon)
    at = {token.start: token.i for token in tree.tokens}
    for start, happened in judgements:
        i = at.get(start)
        if i is not None and tree.is_verb(i):
            frame = Frame(
                head=i, first=i, last=i, kind="Event", pos="v", roles=(), slots=slots.of_verb(i), used=frozenset(),
                words=frozenset({i}),
            )  # fmt: skip
            yield i, happened, finder.of_frame(frame)


def count(pairs: Pairs) -> dict[str, float]:
    """Accuracy, and the F1 of each side."""
    hits = Counter((happened, factuality == "actual") for happened, factuality in pairs)
    figures = {"accuracy": (hits[True, True] + hits[False, False]) / len(pairs)}
    for name, side in (("happened", True), ("not", False)):
        right, wrong, missed = hits[side, side], hits[not side, side], hits[side, not side]
        figures[f"{name}: precision"] = right / (right + wrong)
        figures[f"{name}: recall"] = right / (right + missed)
        figures[name] = 2 * right / (2 * right + wrong + missed)
    return figures


def to_table(pairs: Pairs) -> str:
    rows = [" ".join(f"{name} {value:.3f}" for name, value in count(pairs).items())]
    rows.append(f"{len(pairs)} verbs, {sum(happened for happened, _ in pairs) / len(pairs):.3f} of them happened")
    for factuality, total in Counter(found for _, found in pairs).most_common():
        happened = sum(1 for gold, found in pairs if gold and found == factuality)
        rows.append(f"{factuality:9} {total:5} of which happened {happened / total:.3f}")
    return "\n".join(rows)


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_file(), reason="EWT is not beside the checkout")
def test_uds_dev(capsys: pytest.CaptureFixture[str]) -> None:
    pipeline = load_pipeline(None)
    pairs: Pairs = []
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            parsed = parse(pipeline, Article(id=document["doc_id"], text=document["text"]))
            judged = judge(document["text"], parsed, read_judgements(document))
            pairs += [(happened, factuality) for _, happened, factuality in judged]
    with capsys.disabled():
        print(f"\n{to_table(pairs)}")  # noqa: T201
    figures = count(pairs)
    for name, floor in FLOORS.items():
        assert figures[name] >= floor, name
