"""Coreference measured on GUM dev (30 documents, 15 genres); skipped where it is absent, the table with `pytest -s`.

What counts, on either side:

- **Mentions** are names, descriptions and pronouns of persons, organisations and places, the kinds of things that kg
  tells apart; pronouns are those of the third person with their possessives and reflexives, as the others ("I", "you",
  "we", "this") stand for no one that a news article speaks of. Gold mentions are all of GUM's of these types, of any
  genre; those found are all that `find_things` makes mentions, events' words left out as GUM leaves events apart. Of
  those found, what is the same as a gold mention of another type is left out, and what is no gold mention at all
  counts as found wrongly if kg gives it one of the three types.
- A found mention **is** a gold one if both have the same head word, or if it is a name inside the proper name that a
  gold mention consists of ("Karzai", whose gold mention "President Karzai" has another head). Each is used once; of
  several with one head, as in coordinations, the shortest gold mention. What GUM has as one mention ("the founder Hugh
  McGuire") and kg as two of one thing counts once.
- **Singletons**, clusters of one mention, are left out on both sides as in CoNLL-2012; a second row of the table has
  them in. A wrongly found mention that kg links to nothing thus costs only in the second row.
- For each **kind** of mention apart, clusters are cut down to the mentions of that kind on both sides.
- **Links**: of the mentions of each kind that kg says were spoken of before, how many stand in the cluster of the
  mention next before in the same found cluster (precision), and of all those that were (recall); a pronoun that comes
  first is no link.

CoNLL F1 is the mean of the F1 of MUC, B³ and CEAF by entities, each summed over documents. Words, trees and names are
those of the shipped pipeline, nothing is given.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from coref_scores import CorefScore, without_singletons

from kg.extract.coreference import find_things
from kg.extract.kinds import ACTORS, PLACES
from kg.extract.names import find_names
from kg.extract.nominals import Nominal, find_nominals
from kg.extract.repair import join_names, repair
from kg.extract.times import find_times
from kg.extract.tree import Tree
from kg.gazetteer import load_gazetteer
from kg.lexicon import load_lexicon
from kg.model import Article, Parse
from kg.nlp import load_pipeline, parse

CORPUS = Path(__file__).parents[2] / "shared" / "data" / "ud_gum" / "gum_dev.jsonl.gz"
TYPES = frozenset({"person", "organization", "place"})
OURS = ACTORS | PLACES
THIRD = frozenset(
    "he him his himself she her hers herself it its itself they them their theirs themselves".split()
)  # fmt: skip
KINDS = ("name", "description", "pronoun")
FLOORS = {"all": 0.61, "with singletons": 0.70, "name": 0.71, "description": 0.44, "pronoun": 0.72}


@dataclass(frozen=True)
class Spot:
    """A mention on either side: its characters, those of its head, its kind and the cluster it is in."""

    start: int
    end: int
    head: tuple[int, int]
    kind: str
    cluster: str
    counts: bool


@dataclass
class Sides:
    """The gold and the found clusters of one document, with one number for what is the same mention."""

    gold: list[tuple[int, Spot]]
    found: list[tuple[int, Spot]]

    def clusters(self, spots: Iterable[tuple[int, Spot]], kind: str | None = None) -> list[frozenset[int]]:
        together: dict[str, set[int]] = {}
        for number, spot in spots:
            if kind is None or spot.kind == kind:
                together.setdefault(spot.cluster, set()).add(number)
        return [frozenset(cluster) for cluster in together.values()]


def to_gold(document: dict[str, Any]) -> list[Spot]:
    """All mentions of a GUM document; those that count are of our types and no pronouns but of the third person."""
    spots = []
    for mention in document["mentions"]:
        is_pronoun = mention["head_upos"] == "PRON"
        kind = "pronoun" if is_pronoun else "name" if mention["named"] else "description"
        head = document["text"][slice(*mention["head"])].lower()
        counts = mention["type"] in TYPES and (not is_pronoun or head in THIRD)
        spots.append(
            Spot(mention["start"], mention["end"], tuple(mention["head"]), kind, mention["cluster"], counts)
        )  # fmt: skip
    return spots


def to_found(text: str, parsed: Parse) -> list[Spot]:
    """All mentions of the things that kg finds in TEXT."""
    gazetteer = load_gazetteer()
    tree = Tree(repair(parsed, load_lexicon(), gazetteer), text)
    taken = {i for time in find_times(tree.tokens, text, None) for i in range(time.first, time.last + 1)}
    names = find_names(tree, gazetteer)
    tree = Tree(join_names(tree.parse, names, gazetteer), text)
    things = find_things(tree, find_nominals(tree, names, gazetteer, taken=taken), gazetteer)

    def to_spot(nominal: Nominal, cluster: int, kind: str | None) -> Spot:
        tokens = tree.tokens
        head = tokens[nominal.head]
        return Spot(
            tokens[nominal.first].start, tokens[nominal.last].end, (head.start, head.end), nominal.form, str(cluster),
            kind in OURS and (nominal.form != "pronoun" or nominal.label.lower() in THIRD),
        )  # fmt: skip

    return [to_spot(mention, thing.number, thing.kind) for thing in things.all for mention in thing.mentions]


def align(gold: list[Spot], found: list[Spot], names: list[tuple[int, int]]) -> Sides:
    """Number the mentions so that the same one has the same number on both sides; leave out what does not count."""
    number_of: dict[int, int] = {}
    used: set[int] = set()

    def pair(fits: Callable[[Spot, Spot], bool]) -> None:
        shortest = sorted(range(len(gold)), key=lambda g: gold[g].end - gold[g].start)
        for f, spot in enumerate(found):
            hit = next((g for g in shortest if g not in used and f not in number_of and fits(gold[g], spot)), None)
            if hit is not None:
                used.add(hit)
                number_of[f] = hit

    pair(lambda one, other: one.head == other.head)
    pair(
        lambda one, other: (
            one.kind == other.kind == "name"
            and any(one.start <= s <= other.start and other.end <= e <= one.end for s, e in names)
        )
    )
    fresh = len(gold)
    kept = []
    wholes = [(spot.cluster, gold[number_of[f]]) for f, spot in enumerate(found) if f in number_of]
    for f, spot in enumerate(found):
        if f in number_of:
            if gold[number_of[f]].counts:
                kept.append((number_of[f], spot))
        elif spot.counts and not (spot.kind == "name" and any(is_part(spot, *whole) for whole in wholes)):
            kept.append((fresh + f, spot))
    return Sides(gold=[(g, spot) for g, spot in enumerate(gold) if spot.counts], found=kept)


def is_part(name: Spot, cluster: str, whole: Spot) -> bool:
    """Whether NAME stands in the gold mention WHOLE, which another mention of its own CLUSTER is."""
    return name.cluster == cluster and whole.start <= name.start and name.end <= whole.end


def count_links(sides: Sides, counts: Counter[tuple[str, str]]) -> None:
    """Count, by kind, the mentions that were spoken of before: in the gold, as found, and rightly found."""
    gold_of = {number: spot.cluster for number, spot in sides.gold}
    for spots, name in ((sides.gold, "gold"), (sides.found, "found")):
        latest: dict[str, int] = {}
        for number, spot in sorted(spots, key=lambda pair: (pair[1].head, pair[1].end)):
            before = latest.get(spot.cluster)
            latest[spot.cluster] = number
            if before is None:
                continue
            counts[spot.kind, name] += 1
            if name == "found" and gold_of.get(number) is not None and gold_of.get(number) == gold_of.get(before):
                counts[spot.kind, "right"] += 1


def read_sides() -> Iterable[Sides]:
    pipeline = load_pipeline(None)
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            text = document["text"]
            found = to_found(text, parse(pipeline, Article(id=document["doc_id"], text=text)))
            yield align(to_gold(document), found, [(n["start"], n["end"]) for n in document["names"]])


def measure(all_sides: Iterable[Sides]) -> tuple[dict[str, Any], Counter[tuple[str, str]]]:
    scores = {name: CorefScore() for name in ("all", "with singletons", *KINDS)}
    links: Counter[tuple[str, str]] = Counter()
    for sides in all_sides:
        count_links(sides, links)
        for name, score in scores.items():
            kind = name if name in KINDS else None
            gold, found = sides.clusters(sides.gold, kind), sides.clusters(sides.found, kind)
            if name != "with singletons":
                gold, found = without_singletons(gold), without_singletons(found)
            score.add(gold, found)
    return scores, links


def to_table(scores: dict[str, Any], links: Counter[tuple[str, str]]) -> str:
    rows = [f"{'':16} {'CoNLL':>6}  " + "  ".join(f"{name:>5}: P     R     F1  " for name in ("MUC", "B3", "CEAFe"))]
    for name, score in scores.items():
        cells = "  ".join("  " + " ".join(f"{x:5.3f}" for x in ratio.prf) + "  " for ratio in score.ratios.values())
        rows.append(f"{name:16} {score.conll:6.3f}  {cells}")
    for kind in KINDS:
        right, found, gold = (links[kind, name] for name in ("right", "found", "gold"))
        rows.append(f"links of {kind + 's':13} P {right / found:.3f} R {right / gold:.3f} ({right}/{found}/{gold})")
    return "\n".join(rows)


def test_measures_are_those_of_the_literature() -> None:
    """The example of Luo (2005): two of three entities taken for one."""
    gold = [frozenset(range(1, 6)), frozenset({6, 7}), frozenset(range(8, 13))]
    found = [frozenset(range(1, 6)), frozenset(range(6, 13))]
    score = CorefScore()
    score.add(gold, found)
    wanted = {"MUC": (9 / 10, 1), "B3": (16 / 21, 1), "CEAFe": ((1 + 10 / 12) / 2, (1 + 10 / 12) / 3)}
    for name, (precision, recall) in wanted.items():
        assert score.ratios[name].prf[:2] == pytest.approx((precision, recall)), name


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_file(), reason="GUM is not beside the checkout")
def test_gum_dev(capsys: pytest.CaptureFixture[str]) -> None:
    scores, links = measure(read_sides())
    with capsys.disabled():
        print(f"\n{to_table(scores, links)}")  # noqa: T201
    for name, floor in FLOORS.items():
        assert scores[name].conll >= floor, name
