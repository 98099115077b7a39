"""Reading articles: what comes out is what stood there, and everything else is said."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.article import read_articles
from kg.errors import InputError
from kg.markup import blank_markup, find_heading, read_front_matter
from kg.metadata import parse_date

TEXT = "Rebels shelled the port of Lirne on Monday.\r\nTwo sailors died.\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


Write = Callable[[str, str | bytes], Path]


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_text_is_kept_as_it_stands(write: Write) -> None:
    batch = read_articles([write("Lirne shelled.txt", TEXT)])
    (article,) = batch.articles
    assert article.text == TEXT
    assert article.id == "lirne-shelled"
    assert article.published is None
    assert [diagnostic.code for diagnostic in batch.diagnostics] == ["no-date"]


def test_byte_order_mark_is_not_text(write: Write) -> None:
    assert read_articles([write("a.txt", b"\xef\xbb\xbf" + TEXT.encode())]).articles[0].text == TEXT


def test_metadata_beside_the_text(write: Write) -> None:
    path = write("a.txt", TEXT)
    write(
        "a.meta.json",
        lines({"id": "Lirne 1", "title": "T", "date": "2020-02-03", "publisher": "P", "url": "u", "license": "L"}),
    )
    batch = read_articles([path], published=date(2021, 1, 1))
    (article,) = batch.articles
    assert (article.id, article.title, article.publisher, article.url, article.licence) == (
        "lirne-1",
        "T",
        "P",
        "u",
        "L",
    )
    assert article.published == date(2020, 2, 3), "the date of the caller is only for articles that have none"
    assert not batch.diagnostics


def test_misspelt_key_is_told(write: Write) -> None:
    path = write("a.txt", TEXT)
    write("a.meta.json", '{"dat": "2020-02-03"}')
    assert "did you mean 'date'" in read_articles([path]).diagnostics[0].message


def test_published_dates_what_has_no_date(write: Write) -> None:
    batch = read_articles([write("a.txt", TEXT)], published=date(2021, 1, 1))
    assert batch.articles[0].published == date(2021, 1, 1)
    assert not batch.diagnostics


def test_folder_is_read_in_order_and_hidden_files_are_not(write: Write, tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/y.txt", ".hidden.txt", ".git/c.txt", "notes.csv", "b.meta.json"):
        write(name, f'{{"id": "{name}"}}' if name.endswith("json") else f"Text of {name}.")
    batch = read_articles([tmp_path])
    assert [article.text for article in batch.articles] == ["Text of a/y.txt.", "Text of a/z.md.", "Text of b.txt."]
    assert batch.articles[2].id == "b-meta-json"


def test_same_name_in_two_folders(write: Write, tmp_path: Path) -> None:
    for number, folder in enumerate(("x", "y", "z")):
        write(f"{folder}/report.txt", f"Text {number}.")
    assert [article.id for article in read_articles([tmp_path]).articles] == ["report", "report-2", "report-3"]


def test_same_article_twice_is_passed_over(write: Write, tmp_path: Path) -> None:
    path = write("a.txt", TEXT)
    batch = read_articles([path, tmp_path], published=date(2021, 1, 1))
    assert len(batch.articles) == 1
    assert [diagnostic.code for diagnostic in batch.diagnostics] == ["duplicate-article"]


def test_json_lines(write: Write) -> None:
    record = {"id": 7, "title": "T", "text": TEXT, "date": "2020-02-03T10:00:00Z", "author": "A", "views": 12}
    content = "\ufeff" + lines(record) + "\n" + lines({"text": "No id.", "title": None, "date": ""})
    batch = read_articles([write("news.jsonl", content)])
    first, second = batch.articles
    assert (first.id, first.text, first.published, first.author) == ("7", TEXT, date(2020, 2, 3), "A")
    assert (second.id, second.title) == ("news-3", None), "named after its line"
    assert not batch.failures


def test_packed_json_lines(write: Write) -> None:
    path = write("news.jsonl.gz", gzip.compress(lines({"id": "a", "text": TEXT}).encode()))
    assert read_articles([path]).articles[0].text == TEXT


def test_broken_lines_do_not_stop_the_others(write: Write) -> None:
    records = [
        lines({"id": "a", "text": "One."}).encode(),
        b'{"id": "b", "text": \n',
        b'["no object"]\n',
        b'{"id": "c", "txt": "Misspelt."}\n',
        b'{"id": "d", "text": 5}\n',
        b'{"id": "e", "text": "  "}\n',
        b'{"id": "f", "text": "A date.", "date": "yesterday"}\n',
        b'{"id": "g", "text": "caf\xe9"}\n',
        b'{"id": "h", "text": "\\ud800"}\n',
        b'{"id": "a", "text": "Another one."}\n',
        b'{"id": "i", "text": "Last."}',
    ]
    path = write("news.jsonl", b"".join(records))
    batch = read_articles([path])
    assert [article.id for article in batch.articles] == ["a", "i"]
    assert [failure.where for failure in batch.failures] == [f"{path}:{number}" for number in range(2, 11)]
    expected = ["JSON", "object", "'txt'", "no string", "empty", "YYYY-MM-DD", "byte 24", "surrogate", "id 'a'"]
    for failure, words in zip(batch.failures, expected, strict=True):
        assert words in str(failure)


def test_long_line_is_skipped_whole(write: Write) -> None:
    content = lines({"id": "a", "text": "x" * 5000}) + lines({"id": "b", "text": "Short."})
    batch = read_articles([write("news.jsonl", content)], max_size=100)
    assert [article.id for article in batch.articles] == ["b"]
    assert [failure.where.rpartition(":")[2] for failure in batch.failures if failure.where] == ["1"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    (article,) = read_articles(["-"]).articles
    assert (article.id, article.text) == ("stdin", TEXT)


def test_markdown_keeps_its_text_and_hides_its_markup(write: Write) -> None:
    text = "---\ntitle: 'Port shelled'\ndate: 2020-02-03\n---\n# Lirne\n\nThe **army** [fled](http://e.org/a_b).\n"
    batch = read_articles([write("a.md", text)])
    (article,) = batch.articles
    assert (article.text, article.title, article.published) == (text, "Port shelled", date(2020, 2, 3))
    prose = batch.to_prose(article)
    assert len(prose.text) == len(text)
    assert prose.text.split() == ["Lirne", "The", "army", "fled", "."]
    assert prose.text.index("fled") == text.index("fled")


def test_heading_is_the_title(write: Write) -> None:
    assert read_articles([write("a.md", "# The *long* war #\n\nText.\n")]).articles[0].title == "The long war"


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("> - **Two** died", "Two died"),
        ("1. First\n2) Second", "First Second"),
        ("~~~\ncode here\n~~~\nText", "Text"),
        ("Seen ![a tank](t.png) there", "Seen there"),
        ("See [the *report*][1].\n\n[1]: http://e.org 'T'", "See the report ."),
        ("A <b>bold</b> claim<!-- no --> made", "A bold claim made"),
        ("Title\n=====\nText\n-----", "Title Text"),
        ("| Town | Dead |\n|---|--:|\n| Lirne | 2 |", "Town Dead Lirne 2"),
        (r"5 \* 3 of them", "5 * 3 of them"),
        ("It is _so_ that snake_case_name stays", "It is so that snake_case_name stays"),
        ("Written by <http://e.org> and `code`[^1]", "Written by and code"),
        ("A [sic] note, 3 < 4 and a * star", "A [sic] note, 3 < 4 and a * star"),
        ("In 2013. they left - at last", "In 2013. they left - at last"),
    ],
)
def test_markup_is_blanked(markdown: str, words: str) -> None:
    blanked = blank_markup(markdown)
    assert len(blanked) == len(markdown)
    assert blanked.split() == words.split()


@given(st.text(alphabet=st.sampled_from("ab \n\r*_`#[]()<>!|-=~+\\:.1\"'"), max_size=60))
def test_blanking_only_blanks(text: str) -> None:
    blanked = blank_markup(text)
    assert len(blanked) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, blanked, strict=True))
    assert [i for i, char in enumerate(blanked) if char in "\r\n"] == [i for i, c in enumerate(text) if c in "\r\n"]


def test_plain_prose_has_no_markup() -> None:
    assert blank_markup(TEXT) == TEXT


def test_front_matter_of_toml() -> None:
    assert read_front_matter("+++\ndate = 2020-02-03\n+++\nText") == {"date": date(2020, 2, 3)}
    assert read_front_matter("Text\n---\na: b\n---\n") == {}
    assert find_heading("Text without one\n## Second level\n") is None


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2013-13-01", "2013-02-30", "20130625", "2013-W26-2", "2013", "25/06/2013"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(text)


@pytest.mark.parametrize("text", ["2013-06-25", " 2013-06-25 ", "2013-06-25 08:30:00 +0200", "2013-06-25T08:30:00.5Z"])
def test_what_is_a_date(text: str) -> None:
    assert parse_date(text) == date(2013, 6, 25)


def test_unknown_suffix_is_not_guessed(write: Write) -> None:
    with pytest.raises(InputError, match=r"\.pdf"):
        read_articles([write("a.pdf", TEXT)])
    assert read_articles([write("README", TEXT)]).articles[0].text == TEXT
