"""What pages and wires leave in a text becomes blanks: nothing is read out of it, and every offset stays."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.article import read_articles
from kg.extract import extract
from kg.leftovers import blank_leftovers
from kg.nlp import load_pipeline, parse

DATA = Path(__file__).parents[2] / "shared" / "data"

CASES = {
    "inline tags": ('<a href="x?a=1&amp;b=2" class=y>Rebels</a> <b>attacked</b> Gao.', "Rebels attacked Gao."),
    "block tags": ("<div><p>One.</p><p>Two</p></div>", "One. Two"),
    "script": ("<script type='x'>var attack = 1 < 2;</script>Calm.<style>p {}</style>", "Calm."),
    "open script": ("Calm. <script>attack()", "Calm."),
    "comment": ("Calm.<!-- attack -->", "Calm."),
    "references": ("the army&#8217;s &#x201C;base&rdquo; &amp; camp&nbsp;one&hellip;",
                   "the army ’s “base” & camp one…"),
    "no reference": ("R&D; AT&T &notareference; &#99999999;", "R&D; AT&T &notareference; &#99999999;"),
    "less than": ("5 < 7 and 9 > 3; a <b c", "5 < 7 and 9 > 3; a <b c"),
    "unknown tag": ("He wrote <sarcasm>well</sarcasm>.", "He wrote <sarcasm>well</sarcasm>."),
    "address": ("See https://e.org/a(b)?c=d#e, or www.e.org.", "See , or ."),
    "hashtag": ("#Rebels hold #Gao, C# and #1", "Rebels hold Gao, C# and #1"),
    "table by spaces": ("Town   Killed   Hurt\nGao    12       30\nKidal  4        0\n\nRebels left.", "Rebels left."),
    "table by tabs": ("Gao\t12\nKidal\t-\nIt is calm.", "It is calm."),
    "table by bars": ("| Day | Town |\n|-----|------|\n| 12 May | Gao |\n| 3 | Kidal |", ""),
    "leaders": ("Gao ........ 12\nKidal ...... 4", ""),
    "one row": ("Gao    12", "Gao 12"),
    "words in columns": ("The army    The rebels\nattacked    fled north", "The army The rebels attacked fled north"),
    "spaces after full stops": ("They left.  He stayed.\nShe went.  It ended.",
                                "They left. He stayed. She went. It ended."),
    "wide prose": ("In 2014    the army took the town of Gao and held it\nuntil 2015    when it left for the north.",
                   "In 2014 the army took the town of Gao and held it until 2015 when it left for the north."),
}  # fmt: skip


@pytest.mark.parametrize(("text", "left"), CASES.values(), ids=CASES)
def test_what_is_left(text: str, left: str) -> None:
    clean = blank_leftovers(text)
    assert len(clean) == len(text)
    assert " ".join(clean.split()) == left


PIECES = st.sampled_from(
    ["<p>", "</b>", "<script>", "</script>", "<!--", "-->", "&amp;", "&#8217;", "|", "   ", "\t", "\n", "12", "....",
     "http://e.org", "#a", "<", ">", "&", "word", "\r\n", "\u2028"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_length_and_words_stay_in_place(text: str) -> None:
    clean = blank_leftovers(text)
    assert len(clean) == len(text)
    for old, new in zip(text, clean, strict=True):
        assert new == old or new in " \n" or "&" in text


@pytest.mark.skipif(not DATA.is_dir(), reason="the corpora are not beside the checkout")
def test_no_prose_is_taken_for_a_table() -> None:
    """Whole words are lost of addresses alone."""
    for name in ("ud_gum/gum_dev.jsonl.gz", "ud_ewt/ewt_dev.jsonl.gz"):
        with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
            for text in (json.loads(line)["text"] for line in lines):
                words = set(text.split()) - set(blank_leftovers(text).split())
                lost = [
                    word for word in words if not any(sign in word.lower() for sign in ("http", "www.", "#", "&", "<"))
                ]
                assert not lost


@pytest.mark.model
def test_events_point_into_the_text_as_it_was(tmp_path: Path) -> None:
    text = (
        "<p><b>Rebels</b>&nbsp;attacked the army&#8217;s base in <i>Gao</i> on Friday.</p><script>kill = 1;</script>\n"
        "\nTown   Killed   Kidnapped\nGao    12       30\nKidal  4        0\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    batch = read_articles([tmp_path / "a.txt"], published=date(2020, 3, 14))
    (article,) = batch.articles
    assert article.text == text
    prose = batch.to_prose(article)
    found = extract(prose, parse(load_pipeline(None), prose))
    assert [text[a.start : a.end] for event in found.events for a in event.anchors] == ["attacked"]
    labels = {entity.label for entity in found.entities}
    assert {"rebels", "Gao"} <= labels
    assert not any("<" in label or "&" in label or "  " in label for label in labels)
