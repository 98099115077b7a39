"""How near the graphs come to the role fillers of MUC-4, news of terrorism from Latin America in capitals.

The documents of MUC-4 dev are read as articles, their graphs given to the scorer beside them: CEAF-REE, strict. It
takes an entity by its label, which must be one of the gold mentions word for word. `pytest -s` prints the table.
What the graph tells rightly and MUC-4 does not ask for counts as wrong, and no graph can avoid it: fights of armies,
and victims without a name, for the gold has named ones only. The second table leaves such victims out.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

import pytest
from scorers import EVAL, load_scorer, write_nquads

from kg.model import Article, Extraction

DEV = EVAL / "muc4" / "dev.jsonl"

MICRO_F1, NAMED_MICRO_F1 = 0.305, 0.358

pytestmark = [
    pytest.mark.model,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib", "ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.skipif(not DEV.is_file(), reason="the documents of MUC-4 are not beside the checkout"),
]

Fillers = dict[str, list[list[str]]]


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    return load_scorer("muc4")


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    return [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def predictions(
    read_article: Callable[[Article], Extraction],
    scorer: ModuleType,
    records: list[dict[str, Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Any:
    """The fillers that the scorer reads from the graph of each document."""
    path = tmp_path_factory.mktemp("muc4") / "graph.nq"
    found: dict[str, Fillers] = {}
    for record in records:
        published = date.fromisoformat(record["date"]) if record["date"] else None
        article = Article(id=record["docid"], text=record["text"], published=published)
        write_nquads(read_article(article), path)
        found[record["docid"]] = scorer.predict(path)
    return found


def to_table(
    scorer: ModuleType, records: list[dict[str, Any]], predictions: dict[str, Fillers]
) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 by role, as the scorer counts them; printed as it prints them."""
    counts: Counter[tuple[str, str]] = Counter()
    for record in records:
        for role in scorer.ROLES:
            gold = [{scorer.normal(m) for m in entity} for entity in record["roles"].get(role, [])]
            system = [{scorer.normal(m) for m in entity} for entity in predictions[record["docid"]].get(role, [])]
            for key in (role, "micro"):
                counts[key, "right"] += scorer.aligned(gold, system)
                counts[key, "system"] += len(system)
                counts[key, "gold"] += len(gold)
    table = {}
    for key in (*scorer.ROLES, "micro"):
        right, system, gold = (counts[key, name] for name in ("right", "system", "gold"))
        f1 = 2 * right / (system + gold) if system + gold else 0.0
        table[key] = (right / system if system else 0.0, right / gold if gold else 0.0, f1)
        p, r, _ = table[key]
        sys.stdout.write(f"{key:8} {p:6.3f} {r:6.3f} {f1:6.3f} {gold:5} {system:6} {right:6}\n")
    return table


def test_fillers(scorer: ModuleType, records: list[dict[str, Any]], predictions: dict[str, Fillers]) -> None:
    sys.stdout.write("\n")
    assert to_table(scorer, records, predictions)["micro"][2] >= MICRO_F1


def test_named_victims(scorer: ModuleType, records: list[dict[str, Any]], predictions: dict[str, Fillers]) -> None:
    """The same without the victims that no name tells, which the gold never has."""
    named = {
        docid: {**fillers, "Victim": [e for e in fillers["Victim"] if scorer.is_named(e[0])]}
        for docid, fillers in predictions.items()
    }
    sys.stdout.write("\n")
    assert to_table(scorer, records, named)["micro"][2] >= NAMED_MICRO_F1
