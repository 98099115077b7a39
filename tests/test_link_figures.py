"""How well linking does on data that others annotated; `-s` prints what kg/link/README.md tells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.article import ArticleBatch
from kg.link.catalogue import load_catalogue
from kg.link.coding import ActorCode, code_actor
from kg.link.facts import Facts
from kg.link.linker import link_subjects
from kg.link.model import Entry, Outcome
from kg.link.score import format_score, score_actors, score_gum, score_seed, score_speed
from kg.link.subjects import subjects_of
from kg.model import Article
from kg.pipeline import build_batch
from kg.vocab import GAF, NIF

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEED = Path(__file__).parent / "golden" / "graphs" / "seed.trig"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated data (../shared) are not here")


@needs_shared
def test_gold_links_of_the_seed() -> None:
    score = score_seed(SHARED, SEED)
    print(format_score(score))  # noqa: T201
    assert score.gold >= 15
    assert score.right == score.gold, score.wrong
    assert score.kept == score.nil, "none wrong"


@needs_shared
def test_named_mentions_of_gum_news() -> None:
    score = score_gum(SHARED)
    print(format_score(score))  # noqa: T201
    assert score.f1 >= 0.78
    assert score.kept >= score.nil * 160 / 180


@needs_shared
def test_actor_codes_of_ngec() -> None:
    score = score_actors(SHARED)
    print(format_score(score))  # noqa: T201
    assert score.recall >= 0.78


@pytest.mark.slow
@needs_shared
def test_ten_thousand_entities() -> None:
    loading, linking = score_speed(SHARED)
    print(f"{loading:.1f} s + {linking:.1f} s")  # noqa: T201
    assert loading + linking < 20


@pytest.mark.parametrize(
    ("phrase", "context", "on", "country", "sector"),
    [
        ("French soldiers", "", "2020-01-01", "FRA", "MIL"),
        ("the Kenyan parliament", "", "2020-01-01", "KEN", "LEG"),
        ("police in Lagos", "", "2020-01-01", "NGA", "COP"),
        ("Defence Minister", "Spanish", "2020-01-01", "ESP", "GOV"),
        ("Angela Merkel", "", "2010-01-01", "DEU", "GOV"),
        ("Angela Merkel", "", "2023-01-01", "DEU", "ELI"),
        ("Robert Mugabe", "", "1990-01-01", "ZWE", "GOV"),
        ("former Nigerian president", "", "2020-01-01", "NGA", "ELI"),
        ("Boko Haram", "", "2015-01-01", "NGA", "REB"),
        ("Moscow", "", "2020-01-01", "RUS", "GOV"),
        ("Zaporizhzhia", "", "2022-05-01", "UKR", "CVL"),
        ("Lagos University", "", "2020-01-01", "NGA", "EDU"),
        ("gunmen", "", "2020-01-01", "", "UAF"),
        ("they", "", "2020-01-01", "", "UNK"),
        ("a bowl of soup", "", "2020-01-01", "", ""),
        ("Marco Polo", "", "2020-01-01", "", ""),
    ],
)
def test_phrases_for_actors(phrase: str, context: str, on: str, country: str, sector: str) -> None:
    found = code_actor(phrase, context=context, on=date.fromisoformat(on))
    assert found == ActorCode(country=country, sector=sector)


# ---------------------------------------------------------------- places in sentences


def place_records() -> list[Mapping[str, Any]]:
    folder = SHARED / "eval" / "suites" / "events"
    lines = [line for name in ("mordecai2_geo", "mordecai3_geo") for line in
             (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]  # fmt: skip
    return [record for line in lines if (record := json.loads(line))["expected_places"]]


def links_by_place(text: str) -> Iterator[Outcome]:
    """The outcomes of the places of a sentence, in the order of their first mention; the governments of states too."""
    built = build_batch(ArticleBatch(articles=(Article(id="1", text=text),), failures=(), diagnostics=(), prose={}))
    facts = Facts(built.quads)

    def first(outcome: Outcome) -> int:
        begins = (int(text) for one in facts.of(outcome.subject.iri, GAF.denotedBy) for text in
                  facts.of(one, NIF.beginIndex))  # fmt: skip
        return min(begins, default=len(text))

    outcomes = link_subjects(subjects_of(facts), load_catalogue())
    places = [
        one for one in outcomes if one.subject.named and one.subject.kinds & {"City", "Country", "Region", "Place"}
    ]
    yield from sorted(places, key=first)


def is_right(expected: Mapping[str, Any], entry: Entry | None) -> bool:
    if entry is None:
        return False
    if "geonameid" in expected:
        return entry.get("gn") == expected["geonameid"]
    kinds = {"PPLC": "City", "PCLI": "Country"}
    country = expected.get("country_code3") or expected.get("country_predicted")
    kind = kinds.get(expected.get("feature_code", ""), entry.kind)
    return entry.kind == kind and country in (None, entry.country)


@pytest.mark.model
@needs_shared
def test_places_of_mordecai() -> None:
    right, total, wrong = 0, 0, []
    for record in place_records():
        found = list(links_by_place(record["text"]))
        for expected in record["expected_places"]:
            total += 1
            place = found[expected["index"]] if expected["index"] < len(found) else None
            good = is_right(expected, place.link.entry if place and place.link else None)
            right += good
            wrong += [] if good else [(record["text"][:60], expected, place and place.subject.label, place and
                                       place.state)]  # fmt: skip
    print(f"{right} of {total} places", *wrong, sep="\n  ")  # noqa: T201
    assert total >= 13
    assert right / total >= 0.75
