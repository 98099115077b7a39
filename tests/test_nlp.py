"""Text to words, sentences, trees and names: rules on their own first, then with the shipped pipeline."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from kg.article import read_articles
from kg.builders import lemmas
from kg.errors import KgError, UsageError
from kg.lemmas import load_lemmas
from kg.model import Article, Parse
from kg.nlp import SHIPPED, Pipeline, load_pipeline, parse
from kg.resources import find_resource
from kg.sentences import find_dateline, find_starts
from kg.shadow import is_shouting, to_plain, to_spoken

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

SENTENCES = {
    "plain": ["He left.", "She stayed!", "Why?", "Nobody knows."],
    "titles": ["Gen. Dostum and Lt. Col. John Smith met Mr. Karzai and St. John."],
    "initials": ["George W. Bush and J. Smith left.", "They flew home."],
    "country": ["The U.S. Army left.", "He fled to the U.S.", "In 2009 the U.S. military followed."],
    "number": ["It was No. 5 on the list.", "No. 6 followed."],
    "months": ["On Jan. 5 he left.", "He came back in Sept. 2012."],
    "hours": ["It began at 5 p.m. Monday.", "It ended at 7 a.m.", "Police said so."],
    "companies": ["Blackwater Inc. Chairman Erik Prince spoke."],
    "latin": ["Weapons, i.e. rifles, and cars, e.g. jeeps, were found."],
    "quotes": ["“We won.”", "He smiled.", '"It is over!" he said.', '"They fled."', "It was quiet."],
    "brackets": ["It failed.", "(He knew.)", "Nobody was hurt."],
    "ellipsis": ["He waited ... and left.", "Then nothing…", "They went."],
    "numbers": ["It cost 3.5 million.", "12 people died."],
    "arabic": ["Fighting went on.", "al-Shabab denied it."],
    "footnotes": ["It fell.[12]", "It rose again.[3][4]", "It fell."],
    "missing space": ["They were killed.", "The army left."],
    "web": ["See www.example.com for U.N. reports."],
    "list": ["1. The first point.", "2. The second point."],
    "decimal list": ["Plan B. succeeded."],
}

BLOCKS = [
    ("A headline\n\nThe text.", ["A headline", "The text."]),
    ("A headline\nThe text that follows is much longer than its headline is.\nMore of it follows here as well.", 3),
    ("Hard-wrapped text has line breaks that mean nothing, since the\nTaliban may begin a line of it, as here, or Mr.\n"
     "Karzai another one, for as long as the next word did not fit.", 1),
    ("Aims:\n- to win the war\n- to keep the peace\n* nothing else", 4),
    ("ATTACK IN KABUL\nTaliban attack palace", 2),
    ("By John Smith\nKABUL", 2),
    ("one\r\n\r\ntwo\r\n\r\nthree", 3),
    ("first\u2029second", 1),
]  # fmt: skip

SHADOWS = [
    ("TALIBAN ATTACK KABUL PALACE", "Taliban attack Kabul palace"),
    ("U.S. DRONE KILLS AL QAEDA LEADER IN NORTH WAZIRISTAN", "U.S. drone kills Al Qaeda leader in North Waziristan"),
    ("KARZAI'S GUARDS FLED ON MONDAY, THE UN SAID", "Karzai's guards fled on Monday, the UN said"),
    ("12 KILLED IN SOUTH SUDAN CLASHES", "12 killed in South Sudan clashes"),
]

LEMMAS = [
    ("hoisted", "VERB", "VBD", "hoist"),
    ("raised", "VERB", "VBD", "raise"),
    ("planned", "VERB", "VBN", "plan"),
    ("planning", "VERB", "VBG", "plan"),
    ("staging", "VERB", "VBG", "stage"),
    ("fired", "VERB", "VBD", "fire"),
    ("bombed", "VERB", "VBD", "bomb"),
    ("died", "VERB", "VBD", "die"),
    ("dying", "VERB", "VBG", "die"),
    ("denied", "VERB", "VBD", "deny"),
    ("fled", "VERB", "VBD", "flee"),
    ("slain", "VERB", "VBN", "slay"),
    ("found", "VERB", "VBD", "find"),
    ("found", "VERB", "VB", "found"),
    ("shot", "VERB", "VBN", "shoot"),
    ("left", "VERB", "VBD", "leave"),
    ("was", "AUX", "VBD", "be"),
    ("travelled", "VERB", "VBD", "travel"),
    ("organised", "VERB", "VBD", "organise"),
    ("kidnapped", "VERB", "VBN", "kidnap"),
    ("clashes", "VERB", "VBZ", "clash"),
    ("seizes", "VERB", "VBZ", "seize"),
    ("redeployed", "VERB", "VBD", "redeploy"),
    ("zorbled", "VERB", "VBD", "zorbled"),
    ("clashes", "NOUN", "NNS", "clash"),
    ("bases", "NOUN", "NNS", "base"),
    ("casualties", "NOUN", "NNS", "casualty"),
    ("gunmen", "NOUN", "NNS", "gunman"),
    ("children", "NOUN", "NNS", "child"),
    ("hostages", "NOUN", "NNS", "hostage"),
    ("news", "NOUN", "NN", "news"),
    ("Troops", "NOUN", "NNS", "troops"),
    ("RPG", "NOUN", "NN", "RPG"),
    ("deadliest", "ADJ", "JJS", "deadly"),
    ("worse", "ADJ", "JJR", "bad"),
    ("Afghan", "ADJ", "JJ", "Afghan"),
    ("They", "PRON", "PRP", "they"),
    ("n't", "PART", "RB", "not"),
    ("Karzai", "PROPN", "NNP", "Karzai"),
    ("Americans", "PROPN", "NNPS", "American"),
    ("Philippines", "PROPN", "NNP", "Philippines"),
    ("2,000", "NUM", "CD", "2,000"),
    ("Two", "NUM", "CD", "two"),
]


def cut(text: str) -> list[str]:
    """The sentences of a text by the rules alone."""
    offsets = [start.offset for start in find_starts(text) if start.certain]
    return [text[start:end].strip() for start, end in zip(offsets, [*offsets[1:], len(text)], strict=True)]


def words(parsed: Parse) -> list[str]:
    return [token.text for token in parsed.tokens]


def check(text: str, parsed: Parse) -> None:
    """What holds of every parse."""
    end = 0
    for number, token in enumerate(parsed.tokens):
        assert token.i == number
        assert end <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        assert token.text.strip() and token.lemma and token.upos and token.xpos and token.dep
        end = token.end
    expected = 0
    for number, sentence in enumerate(parsed.sentences):
        inside = parsed.tokens[sentence.first : sentence.last + 1]
        assert (sentence.index, sentence.first) == (number, expected)
        assert (sentence.start, sentence.end) == (inside[0].start, inside[-1].end)
        assert all(sentence.first <= token.head <= sentence.last for token in inside)
        assert [token.dep for token in inside if token.head == token.i] == ["root"]
        expected = sentence.last + 1
    assert expected == len(parsed.tokens)
    assert all(0 <= name.first <= name.last < len(parsed.tokens) and name.label for name in parsed.names)


@pytest.mark.parametrize("name", SENTENCES)
def test_sentences_end_where_they_should(name: str) -> None:
    glue = "" if name == "missing space" else " "
    if name == "list":
        glue = "\n"
    assert cut(glue.join(SENTENCES[name])) == SENTENCES[name]


@pytest.mark.parametrize(("text", "expected"), BLOCKS)
def test_lines_end_sentences_only_where_they_are_meant_to(text: str, expected: int | list[str]) -> None:
    found = cut(text)
    if isinstance(expected, list):
        assert found == expected
    else:
        assert len(found) == expected, found


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("KABUL, Afghanistan (AP) — The army left.", "The army left."),
        ("BAGHDAD (Reuters) - Two bombs exploded.", "Two bombs exploded."),
        ("(CNN) -- A bomb exploded.", "A bomb exploded."),
        ("UNITED NATIONS, June 25 (UPI) -- He spoke.", "He spoke."),
        ("ISLAMABAD: Pakistan said no.", "Pakistan said no."),
        ("LIMA, 7 FEB 89 (EFE) -- [TEXT] TWO MEN FLED.", "TWO MEN FLED."),
        ("LIMA (PERU), 7 FEB (RADIO\nUNO) -- [REPORT] [ADA OBI] [TEXT] HE FLED.", "HE FLED."),
        ("LIMA -- [Two men] fled.", None),
        ("Kabul fell — again.", None),
        ("NATO — which left — returned.", None),
    ],
)
def test_datelines_are_found(text: str, report: str | None) -> None:
    found = find_dateline(text, 0, len(text))
    assert (None if found is None else text[found:]) == report


@pytest.mark.parametrize(("text", "shadow"), SHADOWS)
def test_capitals_are_spelt_as_usual(text: str, shadow: str) -> None:
    assert is_shouting(text)
    assert to_spoken(text) == shadow


@pytest.mark.parametrize("text", ["The U.S. and NATO left Kabul.", "NATO, ISAF, UN", "KABUL, Afghanistan", "", "1234"])
def test_ordinary_text_is_not_in_capitals(text: str) -> None:
    assert not is_shouting(text)


@given(st.text(max_size=60))
def test_shadows_keep_their_length(text: str) -> None:
    assert len(to_plain(text)) == len(text)
    assert len(to_spoken(text)) == len(text)


@given(st.text(alphabet="aB .!?\n\r\"'”)(1-", max_size=60))
def test_every_word_is_in_a_sentence(text: str) -> None:
    offsets = [start.offset for start in find_starts(text)]
    assert offsets == sorted(set(offsets))
    assert all(not text[offset].isspace() for offset in offsets)
    assert (offsets[0] == len(text) - len(text.lstrip())) if text.strip() else not offsets


@pytest.mark.parametrize(("word", "upos", "xpos", "lemma"), LEMMAS)
def test_lemmas(word: str, upos: str, xpos: str, lemma: str) -> None:
    assert load_lemmas().find_lemma(word, upos, xpos) == lemma


@given(st.text(alphabet="abdeginrs", min_size=1, max_size=9), st.sampled_from(["VBD", "VBG", "VBZ", "VBN"]))
def test_lemmas_are_known_or_the_word_itself(word: str, xpos: str) -> None:
    table = load_lemmas()
    lemma = table.find_lemma(word, "VERB", xpos)
    assert lemma == word or lemma in table.known["VERB"] or word.startswith(lemma[:2])


def test_lemma_table_is_fresh() -> None:
    if not (DATA / "oewn").is_dir():
        pytest.skip("the sources of the table are not here")
    lemmas.main(["--data", str(DATA), "--check"], standalone_mode=False)


# With a model


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return load_pipeline()


def run(pipeline: Pipeline, text: str) -> Parse:
    parsed = parse(pipeline, Article(id="a", text=text))
    check(text, parsed)
    return parsed


@pytest.mark.model
def test_seeds_are_parsed(pipeline: Pipeline) -> None:
    for article in read_articles([find_resource("seeds")]).articles:
        parsed = run(pipeline, article.text)
        assert len(parsed.sentences) > 10
        assert "hoist" in {token.lemma for token in parsed.tokens}
        assert "Karzai" in {token.text for name in parsed.names for token in parsed.tokens[name.first : name.last + 1]}


@pytest.mark.model
def test_spaces_are_no_words_and_offsets_are_code_points(pipeline: Pipeline) -> None:
    text = "  The\u00a0army \t left   Kabul.\n\n\U0001f4a3 It\u200b was over.\r\n"
    assert words(run(pipeline, text)) == ["The", "army", "left", "Kabul", ".", "\U0001f4a3", "It", "was", "over", "."]


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " \n", "\u200b", ".", "a", "(", "\u0301", "\x00", "e\u0301"])
def test_small_texts(pipeline: Pipeline, text: str) -> None:
    run(pipeline, text)


@pytest.mark.model
@pytest.mark.parametrize("text", ["a" * 50_000, "word " * 5_000, ". " * 5_000, "x\n" * 5_000, "(" * 5_000])
def test_odd_long_texts(pipeline: Pipeline, text: str) -> None:
    run(pipeline, text)


@pytest.mark.model
def test_parse_does_not_depend_on_what_is_far_away(pipeline: Pipeline) -> None:
    text = "Gunmen attacked the palace. The army fled.\n\n"
    many = run(pipeline, text * 400)
    once = run(pipeline, text)
    count = len(once.tokens)
    assert len(many.tokens) == 400 * count
    assert [(t.text, t.lemma, t.dep, t.head) for t in many.tokens[:count]] == [
        (t.text, t.lemma, t.dep, t.head) for t in once.tokens
    ]


@pytest.mark.model
def test_hyphenated_words_are_parted_and_ranks_are_not(pipeline: Pipeline) -> None:
    parsed = run(pipeline, "Lt. Col. John Smith led the Saudi-led raid on al-Qaeda.")
    expected = "Lt. Col. John Smith led the Saudi - led raid on al - Qaeda ."
    assert words(parsed) == expected.split()
    assert len(parsed.sentences) == 1
    assert "Lt." not in {token.text for name in parsed.names for token in parsed.tokens[name.first : name.last + 1]}


@pytest.mark.model
def test_dateline_hangs_on_its_report(pipeline: Pipeline) -> None:
    parsed = run(pipeline, "KABUL, Afghanistan (AP) — Gunmen killed three soldiers on Monday.")
    (root,) = [token for token in parsed.tokens if token.dep == "root"]
    assert (root.text, len(parsed.sentences)) == ("killed", 1)
    assert (parsed.tokens[0].text, parsed.tokens[0].dep, parsed.tokens[0].head) == ("KABUL", "dep", root.i)


@pytest.mark.model
def test_capitals_are_parsed_as_words(pipeline: Pipeline) -> None:
    parsed = run(pipeline, "TALIBAN GUNMEN KILLED THREE SOLDIERS IN KABUL.")
    by_text = {token.text: token for token in parsed.tokens}
    assert by_text["KILLED"].dep == "root" and by_text["KILLED"].lemma == "kill"
    assert by_text["GUNMEN"].dep == "nsubj" and by_text["GUNMEN"].lemma == "gunman"


@pytest.mark.model
def test_agents_of_passives(pipeline: Pipeline) -> None:
    parsed = run(pipeline, "The palace was attacked by Taliban gunmen.")
    assert [(t.text, t.dep) for t in parsed.tokens if t.dep in ("nsubj:pass", "obl:agent")] == [
        ("palace", "nsubj:pass"),
        ("gunmen", "obl:agent"),
    ]


@pytest.mark.model
def test_spacy_is_whole_after_loading_without_its_command_line() -> None:
    script = (
        "from kg.nlp import load_pipeline; load_pipeline(); import spacy, sys;"
        "assert 'typer' not in sys.modules; import spacy.cli; assert spacy.cli.download; print(len(sys.modules))"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, capture_output=True)  # noqa: S603


# Other pipelines


def write_pipeline(path: Path, language: str = "en", parts: tuple[str, ...] = ()) -> Path:
    nlp = spacy.blank(language)
    for part in parts:
        nlp.add_pipe(part)
    nlp.to_disk(path)
    return path


def test_unknown_pipeline_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no language pipeline 'en_core_web_smm'") as caught:
        load_pipeline("en_core_web_smm")
    assert caught.value.hint is not None


def test_folder_without_pipeline(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"config\.cfg"):
        load_pipeline(str(tmp_path))


@pytest.mark.parametrize(
    ("language", "parts", "message"),
    [("de", ("tagger", "parser"), "is for 'de'"), ("en", ("tagger",), "no parser"), ("en", ("parser",), "no tagger")],
)
def test_unfit_pipelines(tmp_path: Path, language: str, parts: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_pipeline(str(write_pipeline(tmp_path / "p", language, parts)))


def test_pipeline_for_another_spacy(tmp_path: Path) -> None:
    meta = write_pipeline(tmp_path / "p", parts=("tagger", "parser")) / "meta.json"
    meta.write_text(json.dumps({**json.loads(meta.read_text()), "spacy_version": ">=2.0,<2.1"}))
    with pytest.raises(KgError, match="made for spaCy"):
        load_pipeline(str(tmp_path / "p"))


def test_broken_pipeline(tmp_path: Path) -> None:
    config = write_pipeline(tmp_path / "p", parts=("tagger", "parser")) / "config.cfg"
    config.write_text(config.read_text().replace('"tagger"', '"no_such_factory"', 1))
    with pytest.raises(KgError):
        load_pipeline(str(tmp_path / "p"))


@pytest.mark.model
def test_shipped_pipeline_by_its_folder(pipeline: Pipeline) -> None:
    text = "Gunmen attacked the palace."
    assert run(load_pipeline(str(SHIPPED)), text) == run(pipeline, text)
