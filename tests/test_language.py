"""Which texts are refused as not English: those that surely are not, and no English text, however short or odd."""

from __future__ import annotations

import gzip
import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.article import read_articles
from kg.cli import cli
from kg.language import find_other_language, load_small_words

DATA = Path(__file__).parents[2] / "shared" / "data"

TABLES = tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))
OTHERS: dict[str, str] = TABLES["others"]
ENGLISH: dict[str, str] = TABLES["english"]


@pytest.mark.parametrize(("language", "text"), OTHERS.items(), ids=OTHERS)
def test_other_languages_are_told(language: str, text: str) -> None:
    assert find_other_language(text) == language


@pytest.mark.parametrize("text", ENGLISH.values(), ids=ENGLISH)
def test_english_is_not_refused(text: str) -> None:
    assert find_other_language(text) is None
    assert find_other_language(text.upper()) is None


def test_small_words_are_lower_case_and_many() -> None:
    words = load_small_words()
    assert len(words) > 20
    assert all(word == word.casefold() for small in words.values() for word in small)
    assert all(len(small) >= 15 for small in words.values())


@pytest.mark.skipif(not DATA.is_dir(), reason="the corpora are not beside the checkout")
def test_no_line_of_the_corpora_is_refused() -> None:
    refused = []
    for name in ("ud_gum/gum_dev.jsonl.gz", "ud_ewt/ewt_dev.jsonl.gz"):
        with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                refused += [part for part in json.loads(line)["text"].splitlines() if find_other_language(part)]
    assert not refused


def test_article_of_another_language_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(OTHERS["Spanish"], encoding="utf-8")
    result = CliRunner().invoke(cli, ["build", str(path), "-o", str(tmp_path / "g.trig")])
    assert result.exit_code == 3
    assert f"{path}: the text seems to be Spanish" in result.stderr
    assert not (tmp_path / "g.trig").exists()


def test_others_of_the_corpus_are_read(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    records = [{"id": name, "text": text} for name, text in {**OTHERS, "english": "Rebels attacked a base."}.items()]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    batch = read_articles([path])
    assert [article.id for article in batch.articles] == ["english"]
    assert len(batch.failures) == len(OTHERS)
    assert all(str(path) in str(failure.where) for failure in batch.failures)


def test_marked_up_text_is_judged_by_its_prose(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        f"---\ntitle: The attack on the base of the army, and what was said of it\n---\n{OTHERS['French']}\n"
    )
    assert [failure.message for failure in read_articles([path]).failures] == ["the text seems to be French"]
