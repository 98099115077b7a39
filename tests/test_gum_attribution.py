"""Who says so, measured on the attributions of GUM dev (rhetorical layer); skipped where the corpus is absent.

A gold attribution has the words that attribute ("officials said"), the first unit of what they attribute, and, in four
of five, the words of its source, which the corpus's makers found by the subject of its cue. What kg attributes is the
topmost word of a clause to which `SourceFinder` gives a source. It is right if it stands outside the attributing words
of a gold attribution, in their paragraph's reach (1,500 characters), and its source in those of the source; each gold
attribution counts once. It is left out if the source stands in attributing words without a source, wrong otherwise.
All genres count, "I think" as much as "officials said"; the table (`pytest -s`) also shows the news.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from kg.extract.attribution import SourceFinder
from kg.extract.repair import repair
from kg.extract.slots import SlotFinder
from kg.extract.tree import Tree
from kg.gazetteer import load_gazetteer
from kg.lexicon import load_lexicon
from kg.model import Article, Parse
from kg.nlp import load_pipeline, parse

CORPUS = Path(__file__).parents[2] / "shared" / "data" / "ud_gum"
PRECISION, RECALL = 0.68, 0.56
REACH = 1500

Relation = dict[str, Any]


def is_source(place: int, relation: Relation) -> bool:
    return bool(relation["source"]) and relation["source"][0] <= place < relation["source"][1]


def is_beside(place: int, relation: Relation) -> bool:
    """Whether PLACE is near the attributing words, and not one of them unless the content lies among them."""
    low, high = relation["attribution"]
    first, last = relation["content"]
    return first <= place < last or (not low <= place < high and low - REACH <= place < high + REACH)


def judge(text: str, parsed: Parse, relations: list[Relation]) -> Counter[str]:
    """Count the attributions that are right, wrong and missed."""
    lexicon, gazetteer = load_lexicon(), load_gazetteer()
    tree = Tree(repair(parsed, lexicon, gazetteer), text)
    finder = SourceFinder(tree, SlotFinder(tree, lexicon, gazetteer), lexicon)
    clauses = (
        i for i in range(len(tree.tokens)) if tree.is_verb(i) or tree.head(i) is None or tree.children(i, "nsubj")
    )
    found = {i: finder.of_word(i) for i in clauses}
    counts: Counter[str] = Counter()
    hit: set[int] = set()
    for word, source in found.items():
        if source is None or any(found.get(above) == source for above in tree.ancestors(word)):
            continue
        place, said = tree.tokens[word].start, tree.tokens[source].start
        told = [(i, r) for i, r in enumerate(relations) if r["attribution"][0] <= said < r["attribution"][1]]
        right = {i for i, r in told if is_source(said, r) and is_beside(place, r)}
        counts["right"] += bool(right - hit)
        hit |= right
        counts["wrong"] += not right and all(r["source"] for _, r in told)
    counts["missed"] = sum(1 for i, r in enumerate(relations) if r["source"] and i not in hit)
    return counts


def to_row(counts: Counter[str]) -> tuple[float, float, float]:
    p = counts["right"] / max(counts["right"] + counts["wrong"], 1)
    r = counts["right"] / (counts["right"] + counts["missed"])
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def read_relations(split: str) -> dict[str, list[Relation]]:
    relations: dict[str, list[Relation]] = defaultdict(list)
    for line in (CORPUS / "gum_attribution.jsonl").read_text(encoding="utf-8").splitlines():
        relation = json.loads(line)
        if relation["split"] == split:
            relations[relation["doc_id"]].append(relation)
    return relations


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="GUM is not beside the checkout")
def test_gum_dev(capsys: pytest.CaptureFixture[str]) -> None:
    pipeline = load_pipeline(None)
    relations = read_relations("dev")
    total: Counter[str] = Counter()
    news: Counter[str] = Counter()
    with gzip.open(CORPUS / "gum_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            parsed = parse(pipeline, Article(id=document["doc_id"], text=document["text"]))
            counts = judge(document["text"], parsed, relations[document["doc_id"]])
            total += counts
            news += counts if document["genre"] == "news" else Counter()
    with capsys.disabled():
        for name, counts in (("all", total), ("news", news)):
            p, r, f = to_row(counts)
            print(f"\n{name}: P {p:.3f} R {r:.3f} F1 {f:.3f} {dict(counts)}", end="")  # noqa: T201
    p, r, _ = to_row(total)
    assert p >= PRECISION
    assert r >= RECALL
