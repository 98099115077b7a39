"""Times: tables of what is found and what is not, trees made by hand, and two measures on open data."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.calendar import find_first_day, find_last_day
from kg.extract.times import TimeExpression, find_times
from kg.model import PartialDate, Token

PUBLISHED = date(2013, 6, 25)  # a Tuesday
SHARED = Path(__file__).parents[2] / "shared" / "data"
_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|['’]s\b|[^\W\d_]+(?:\.(?=[a-z]))?|\S")


def cut(text: str) -> tuple[Token, ...]:
    """Words without a tree: each is its own head."""
    return tuple(
        Token(i=i, text=m[0], lemma=m[0].lower(), upos="", xpos="", dep="", head=i, start=m.start(), end=m.end())
        for i, m in enumerate(_WORD.finditer(text))
    )


def grow(*rows: str) -> tuple[tuple[Token, ...], str]:
    """A sentence with its tree; a row is "form lemma UPOS XPOS head dep", the head as index."""
    tokens, text = [], ""
    for i, row in enumerate(rows):
        form, lemma, upos, xpos, head, dep = row.split()
        text += (" " if text else "") + form
        tokens.append(
            Token(
                i=i,
                text=form,
                lemma=lemma,
                upos=upos,
                xpos=xpos,
                dep=dep,
                head=int(head),
                start=len(text) - len(form),
                end=len(text),
            )
        )
    return tuple(tokens), text


def show(time: TimeExpression) -> tuple[str | None, str | None]:
    return time.begin.text if time.begin else None, time.finish.text if time.finish else None


FOUND: list[tuple[str, str | None, str | None]] = [
    ("last week", "2013-06-17", "2013-06-23"),
    ("this week", "2013-06-24", "2013-06-30"),
    ("next week", "2013-07-01", "2013-07-07"),
    ("last month", "2013-05", "2013-05"),
    ("next month", "2013-07", "2013-07"),
    ("last year", "2012", "2012"),
    ("this morning", "2013-06-25", "2013-06-25"),
    ("Early this morning", "2013-06-25", "2013-06-25"),
    ("today", "2013-06-25", "2013-06-25"),
    ("tonight", "2013-06-25", "2013-06-25"),
    ("last night", "2013-06-24", "2013-06-24"),
    ("early on Tuesday morning", "2013-06-25", "2013-06-25"),
    ("yesterday", "2013-06-24", "2013-06-24"),
    ("the day before yesterday", "2013-06-23", "2013-06-23"),
    ("tomorrow", "2013-06-26", "2013-06-26"),
    ("earlier this month", "2013-06-01", "2013-06-25"),
    ("later this year", "2013-06-25", "2013-12-31"),
    ("early last month", "2013-05-01", "2013-05-15"),
    ("late last year", "2012-07", "2012-12"),
    ("early next week", "2013-07-01", "2013-07-03"),
    ("in recent weeks", None, None),
    ("in past years", None, None),
    ("in the coming days", None, None),
    ("several years ago", None, None),
    ("after 2014", "2015-01-01", None),
    ("since 2001", "2001", None),
    ("since early 2012", "2012-01", None),
    ("since the start of the year", "2013", None),
    ("before Friday", None, "2013-06-20"),
    ("until Friday", None, "2013-06-21"),
    ("by Friday", None, "2013-06-21"),
    ("by the end of 2014", None, "2014"),
    ("no later than 30 June 2014", None, "2014-06-30"),
    ("from 2022", "2022", None),
    ("Friday", "2013-06-21", "2013-06-21"),
    ("Tuesday", "2013-06-25", "2013-06-25"),
    ("last Friday", "2013-06-21", "2013-06-21"),
    ("last Tuesday", "2013-06-18", "2013-06-18"),
    ("next Tuesday", "2013-07-02", "2013-07-02"),
    ("this Thursday", "2013-06-27", "2013-06-27"),
    ("Friday of last week", "2013-06-21", "2013-06-21"),
    ("next week on Friday", "2013-07-05", "2013-07-05"),
    ("over the weekend", "2013-06-22", "2013-06-23"),
    ("On October 6, 2019, they", "2019-10-06", "2019-10-06"),
    ("October 6, 2019", "2019-10-06", "2019-10-06"),
    ("6 October 2019", "2019-10-06", "2019-10-06"),
    ("the 6th of October, 2019", "2019-10-06", "2019-10-06"),
    ("8-May-2006", "2006-05-08", "2006-05-08"),
    ("On October 6", "2012-10-06", "2012-10-06"),
    ("6 October", "2012-10-06", "2012-10-06"),
    ("June 28", "2013-06-28", "2013-06-28"),
    ("Sept. 11, 2001", "2001-09-11", "2001-09-11"),
    ("the September 11 attacks", "2001-09-11", "2001-09-11"),
    ("on 9/11", "2001-09-11", "2001-09-11"),
    ("2019-10-06", "2019-10-06", "2019-10-06"),
    ("06/10/2019", None, None),
    ("25/06/2019", "2019-06-25", "2019-06-25"),
    ("06/25/2019", "2019-06-25", "2019-06-25"),
    ("in March", "2013-03", "2013-03"),
    ("in June", "2013-06", "2013-06"),
    ("in August", "2012-08", "2012-08"),
    ("in May", "2013-05", "2013-05"),
    ("last March", "2013-03", "2013-03"),
    ("March last year", "2012-03", "2012-03"),
    ("March 2014", "2014-03", "2014-03"),
    ("the March 2011 uprising", "2011-03", "2011-03"),
    ("in late May", "2013-05-16", "2013-05-31"),
    ("the 1990s", "1990", "1999"),
    ("the early 1990s", "1990", "1994"),
    ("the 19th century", "1800", "1899"),
    ("mid-2014", "2014-05", "2014-08"),
    ("early 2013", "2013-01", "2013-06"),
    ("late 2012", "2012-07", "2012-12"),
    ("summer 2012", "2012-06", "2012-08"),
    ("the winter of 2012", "2012-12", "2013-02"),
    ("in 1839", "1839", "1839"),
    ("the 2015 attack", "2015", "2015"),
    ("between 2010 and 2012", "2010", "2012"),
    ("1922 – 2013", "1922", "2013"),
    ("2010-12", "2010", "2012"),
    ("From 1947 to 1960", "1947", "1960"),
    ("from 2007 to the start of 2008", "2007", "2008"),
    ("2009 to the present", "2009", None),
    ("from Monday to Thursday", "2013-06-17", "2013-06-20"),
    ("from March to August 2011", "2011-03", "2011-08"),
    ("from November to February 2011", "2010-11", "2011-02"),
    ("5–6 September 2019", "2019-09-05", "2019-09-06"),
    ("April 6-8", "2013-04-06", "2013-04-08"),
    ("three days ago", "2013-06-22", "2013-06-22"),
    ("two weeks ago", "2013-06-11", "2013-06-11"),
    ("three months ago", "2013-03", "2013-03"),
    ("a year ago", "2012", "2012"),
    ("a year and a half ago", "2011-12", "2011-12"),
    ("two and a half years ago", "2010-12", "2010-12"),
    ("48 hours ago", "2013-06-23", "2013-06-23"),
    ("a year ago today", "2012-06-25", "2012-06-25"),
    ("a week ago today", "2013-06-18", "2013-06-18"),
    ("two years ago this month", "2011-06", "2011-06"),
    ("a year ago this week", "2012-06-25", "2012-07-01"),
    ("five years ago on Friday", "2008-06-21", "2008-06-21"),
    ("six and a half months ago", "2012-12", "2012-12"),
    ("on this day in 1988", "1988-06-25", "1988-06-25"),
    ("this day last year", "2012-06-25", "2012-06-25"),
    ("over the past week", "2013-06-18", "2013-06-25"),
    ("in the past three days", "2013-06-22", "2013-06-25"),
    ("over the last 24 hours", "2013-06-24", "2013-06-25"),
    ("in the next three days", "2013-06-25", "2013-06-28"),
    ("the past decade", "2003", "2013"),
    ("two weeks from now", "2013-07-09", "2013-07-09"),
    ("seven days earlier on October 6", "2012-10-06", "2012-10-06"),
    ("the next day, Sunday", "2013-06-23", "2013-06-23"),
    ("Tuesday (June 18)", "2013-06-18", "2013-06-18"),
    ("two days after June 3", "2013-06-05", "2013-06-05"),
    ("Monday's attack", "2013-06-24", "2013-06-24"),
    ("last week’s bombing", "2013-06-17", "2013-06-23"),
    ("last\nweek", "2013-06-17", "2013-06-23"),
]


@pytest.mark.parametrize(("text", "begin", "finish"), FOUND, ids=[row[0] for row in FOUND])
def test_time_has_its_days(text: str, begin: str | None, finish: str | None) -> None:
    times = find_times(cut(text), text, PUBLISHED)
    assert [show(time) for time in times] == [(begin, finish)]
    assert times[0].kind in ("point", "range")


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("the following day", 1),
        ("the next day", 1),
        ("two days later", 2),
        ("a week earlier", -7),
        ("the same day", 0),
        ("that evening", 0),
        ("hours later", 0),
        ("the day after the attack", 1),
        ("three days before the vote", -3),
        ("days later", None),
        ("two years later", None),
        ("the previous week", None),
    ],
)
def test_relative_time_waits_for_its_event(text: str, shift: int | None) -> None:
    [time] = find_times(cut(text), text, PUBLISHED)
    assert (time.kind, time.shift_days, time.begin, time.finish) == ("relative", shift, None, None)


@pytest.mark.parametrize("text", ["for three days", "a three-day siege", "10 years in prison", "for decades"])
def test_duration_has_no_days(text: str) -> None:
    [time] = find_times(cut(text), text, PUBLISHED)
    assert (time.kind, time.begin, time.finish) == ("duration", None, None)


@pytest.mark.parametrize("text", ["every Friday", "daily attacks", "once a week", "on Fridays", "every two weeks"])
def test_set_has_no_days(text: str) -> None:
    [time] = find_times(cut(text), text, PUBLISHED)
    assert (time.kind, time.begin, time.finish) == ("set", None, None)


NOTHING = [
    "during Ramadan", "may resume", "May I?", "Theresa May", "they march on", "March on!", "for a second",
    "The Sun rose", "Black Friday", "Bloody Sunday", "the Sunday Times", "a 17-year-old boy", "60 years old", "$2013",
    "$ 2013", "2000 people", "2014 people", "Resolution 1973", "some 1500 of them", "at least 2001 civilians",
    "World War II", "1,500 men", "flight 1812", "the Daily Mail", "AK-47", "at 1945 GMT", "1997%", "Friday the 13th",
    "30/31/2019",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_time(text: str) -> None:
    assert find_times(cut(text), text, PUBLISHED) == ()


@pytest.mark.parametrize("text", ["yesterday", "on Friday", "last week", "in March", "on October 6", "a year ago"])
def test_time_without_a_date_of_publication_has_no_days(text: str) -> None:
    [time] = find_times(cut(text), text, None)
    assert (time.begin, time.finish) == (None, None)


def test_year_told_before_goes_with_the_months_after_it() -> None:
    text = "In 2009, on May 3, they met. On June 4 they parted."
    times = find_times(cut(text), text, PUBLISHED)
    assert [show(time)[0] for time in times] == ["2009", "2009-05-03", "2009-06-04"]


def test_year_that_is_over_carries_through_the_paragraph() -> None:
    text = (
        "In 1835 they marched on Anahuac. The fort fell. In June they rested. That year they won.\n\nIn May it rained."
    )
    times = find_times(cut(text), text, PUBLISHED)
    assert [show(time)[0] for time in times] == ["1835", "1835-06", "1835", "2013-05"]


def test_year_of_now_carries_no_further_than_a_sentence() -> None:
    text = "In 2012 they met. It rained. In March they parted."
    assert [show(time)[0] for time in find_times(cut(text), text, PUBLISHED)] == ["2012", "2013-03"]


def test_indices_and_preposition() -> None:
    text = "They have fought since early 2012 ."
    tokens = tuple(
        Token(i=t.i + 7, text=t.text, lemma="", upos="", xpos="", dep="", head=t.i + 7, start=t.start, end=t.end)
        for t in cut(text)
    )
    [time] = find_times(tokens, text, PUBLISHED)
    assert (time.first, time.last, text[time.start : time.end]) == (11, 12, "early 2012")
    assert time.preposition == "since"


def test_neighbours_that_are_two_times_stay_two() -> None:
    text = "on Wednesday, Thursday and Friday"
    assert [show(t)[0] for t in find_times(cut(text), text, PUBLISHED)] == ["2013-06-19", "2013-06-20", "2013-06-21"]


WILL_MEET = ("They they PRON PRP 2 nsubj", "will will AUX MD 2 aux", "meet meet VERB VB 2 root")
PLAN_TO = (
    "They they PRON PRP 1 nsubj",
    "plan plan VERB VBP 1 root",
    "to to PART TO 3 mark",
    "meet meet VERB VB 1 xcomp",
)
FOR_JULY_20 = ("for for ADP IN 4 case", "July July PROPN NNP 2 obl", "20 20 NUM CD 4 nummod")
IN_JULY = ("in in ADP IN 4 case", "July July PROPN NNP 2 obl")
MONDAY = "Monday Monday PROPN NNP 1 obl"
MET = ("They they PRON PRP 1 nsubj", "met meet VERB VBD 1 root")


@pytest.mark.parametrize(
    ("verb", "state", "expected"),
    [
        ("agreed agree", "truce", ("2014-05-04", None)),
        ("ordered order", "curfew", ("2014-05-04", None)),
        ("broke break", "truce", ("2013-05-04", None)),
        ("announced announce", "video", ("2013-05-04", "2013-05-04")),
    ],
)
def test_state_that_is_set_up_begins_in_the_future(verb: str, state: str, expected: tuple[str, str | None]) -> None:
    tokens, text = grow(
        "They they PRON PRP 1 nsubj", f"{verb} VERB VBD 1 root", f"{state} {state} NOUN NN 1 obj",
        "from from ADP IN 4 case", "May May PROPN NNP 2 nmod", "4 4 NUM CD 4 nummod",
    )  # fmt: skip
    [time] = find_times(tokens, text, PUBLISHED)
    assert (time.begin and time.begin.text, time.finish and time.finish.text) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((*WILL_MEET, "on on ADP IN 4 case", "Friday Friday PROPN NNP 2 obl"), "2013-06-28"),
        ((*WILL_MEET, "in in ADP IN 4 case", "March March PROPN NNP 2 obl"), "2014-03"),
        ((*PLAN_TO, "on on ADP IN 5 case", "Friday Friday PROPN NNP 3 obl"), "2013-06-28"),
        ((*MET, "on on ADP IN 3 case", "Friday Friday PROPN NNP 1 obl"), "2013-06-21"),
        ((*MET, "on on ADP IN 3 case", "July July PROPN NNP 1 obl", "10 10 NUM CD 3 nummod"), "2012-07-10"),
        (("a a DET DT 1 det", "vote vote NOUN NN 1 root", "planned plan VERB VBN 1 acl", *FOR_JULY_20), "2013-07-20"),
        (("polls poll NOUN NNS 2 nsubj", "are be AUX VBP 2 cop", "due due ADJ JJ 2 root", *IN_JULY), "2013-07"),
        (("it it PRON PRP 1 nsubj", "opens open VERB VBZ 1 root", "on on ADP IN 3 case", MONDAY), "2013-07-01"),
        ((*WILL_MEET, "on on ADP IN 4 case", "May May PROPN NNP 2 obl", "10 10 NUM CD 4 nummod"), "2014-05-10"),
    ],
)
def test_verb_tells_past_from_future(rows: tuple[str, ...], expected: str) -> None:
    tokens, text = grow(*rows)
    [time] = find_times(tokens, text, PUBLISHED)
    assert show(time) == (expected, expected)


def test_next_years_of_a_story_are_not_those_to_come() -> None:
    rows = ("the the DET DT 6 det", "next next ADJ JJ 6 amod", "five five NUM CD 6 nummod", "years year NOUN NNS 1 obl")
    tokens, text = grow(*MET, "in in ADP IN 6 case", *rows)
    assert [(time.kind, show(time)) for time in find_times(tokens, text, PUBLISHED)] == [("relative", (None, None))]


def test_what_one_looks_forward_to_is_to_come() -> None:
    tokens, text = grow(
        "They they PRON PRP 1 nsubj", "look look VERB VBP 1 root", "forward forward ADV RB 1 advmod",
        "to to ADP IN 4 case", "talks talk NOUN NNS 1 obl", "on on ADP IN 6 case", "Friday Friday PROPN NNP 4 nmod",
    )  # fmt: skip
    assert show(find_times(tokens, text, PUBLISHED)[0])[0] == "2013-06-28"


def test_last_is_a_verb_before_a_span() -> None:
    tokens, text = grow(
        *MET[:1], "will will AUX MD 2 aux", "last last VERB VB 2 root", "three three NUM CD 4 nummod",
        "months month NOUN NNS 2 obl",
    )  # fmt: skip
    assert [show(time) for time in find_times(tokens, text, PUBLISHED)] in ([], [(None, None)])


def test_argument_overrules_the_verb() -> None:
    tokens, text = grow(*MET, "on on ADP IN 3 case", "Friday Friday PROPN NNP 1 obl")
    assert show(find_times(tokens, text, PUBLISHED, direction="future")[0])[0] == "2013-06-28"


def test_preposition_of_a_noun_is_not_that_of_its_year() -> None:
    tokens, text = grow(
        "after after ADP IN 3 case", "the the DET DT 3 det", "2014 2014 NUM CD 3 nummod", "war war NOUN NN 3 root"
    )
    [time] = find_times(tokens, text, PUBLISHED)
    assert (show(time), time.preposition) == (("2014", "2014"), None)


def test_word_of_a_name_is_no_day() -> None:
    tokens, text = grow(
        "Sunday Sunday PROPN NNP 1 compound", "Igboho Igboho PROPN NNP 2 nsubj", "fled flee VERB VBD 2 root"
    )
    assert find_times(tokens, text, PUBLISHED) == ()


def test_month_before_a_noun_is_a_month() -> None:
    tokens, text = grow("the the DET DT 2 det", "March March PROPN NNP 2 compound", "attack attack NOUN NN 2 root")
    assert [show(time)[0] for time in find_times(tokens, text, PUBLISHED)] == ["2013-03"]


def test_number_of_things_is_no_day() -> None:
    tokens, text = grow(
        "in in ADP IN 1 case", "May May PROPN NNP 1 root", "20 20 NUM CD 3 nummod", "people people NOUN NNS 1 dep"
    )
    assert [show(time)[0] for time in find_times(tokens, text, PUBLISHED)] == ["2013-05"]


@given(
    st.lists(
        st.sampled_from(
            "in on from to between and the last next 2013 1999 February 29 30 May March Friday 999 months years "
            "weeks ago later century 20th week this past three days before after since until - – , ( . 9/11 early "
            "mid-2014 of decades quarter 2010-12 12/12/1000 weekend year".split()
        ),
        max_size=12,
    ),
    st.one_of(st.none(), st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 1, 1))),
)
def test_any_words_give_times_in_order_inside_the_text(words: list[str], published: date | None) -> None:
    text = " ".join(words)
    last = 0
    for time in find_times(cut(text), text, published):
        assert last <= time.start < time.end <= len(text)
        last = time.end
        if time.begin and time.finish:
            assert find_first_day(time.begin) <= find_last_day(time.finish)


# --- measures on open data

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the data sets in ../shared")
_ONE = timedelta(days=1)
_Bounds = tuple[date | None, date | None]


def _bounds(time: TimeExpression) -> _Bounds:
    begin = find_first_day(time.begin) if time.begin else None
    return begin, find_last_day(time.finish) if time.finish else None


def _is_same(time: TimeExpression, gold: _Bounds) -> bool:
    """Whether TIME means GOLD; only one side of GOLD counts where the text says "since", "after", "until", "before"."""
    begin, finish = _bounds(time)
    low, high = gold
    if (begin, finish) == gold:
        return True
    if begin and finish is None:
        return begin in (low, high and high + _ONE)
    if finish and begin is None:
        return finish in (high, low and low - _ONE)
    return False


def _is_same_but_coarser(time: TimeExpression, gold: _Bounds) -> bool:
    """Whether both ends are those of GOLD with months or years for its days, or leave out the day of publication."""
    low, high = gold
    if not (time.begin and time.finish and low and high):
        return False
    ends = ((time.begin, low), (time.finish, high))
    if len(time.begin.text) < 10:
        return all(find_first_day(p) <= day <= find_last_day(p) + _ONE for p, day in ends)
    return time.kind == "range" and all(abs((find_first_day(p) - day).days) <= 1 for p, day in ends)


def _read_gum(split: str) -> Iterator[tuple[dict[str, Any], list[Token]]]:
    """The documents of GUM with their words and gold trees, put back into their text."""
    folder = SHARED / "ud_gum"
    trees: dict[str, list[list[list[str]]]] = {}
    with gzip.open(folder / f"en_gum-ud-{split}.conllu.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id"):
                current = trees.setdefault(line.split("=")[1].strip(), [])
            elif line.startswith("# sent_id"):
                current.append([])
            elif line[:1].isdigit() and "." not in line.split("\t")[0]:
                current[-1].append(line.rstrip("\n").split("\t"))
    with gzip.open(folder / f"gum_{split}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            yield document, _place(document["text"], trees[document["doc_id"]])


def _place(text: str, sentences: list[list[list[str]]]) -> list[Token]:
    tokens: list[Token] = []
    position = 0
    for rows in sentences:
        base, joined, inside = len(tokens), 0, (0, 0)
        for row in rows:
            if "-" in row[0]:
                start = text.index(row[1], position)
                position = start + len(row[1])
                joined, inside = int(row[0].split("-")[1]), (start, position)
                continue
            if int(row[0]) <= joined:
                start, end = inside
                if text.startswith(row[1], start):
                    end = start + len(row[1])
                    inside = (end, inside[1]) if end < inside[1] else inside
            else:
                start = text.index(row[1], position)
                position = end = start + len(row[1])
            head = base + (int(row[6]) or int(row[0])) - 1
            tokens.append(
                Token(
                    i=len(tokens),
                    text=row[1],
                    lemma=row[2],
                    upos=row[3],
                    xpos=row[4],
                    dep=row[7],
                    head=head,
                    start=start,
                    end=end,
                )
            )
    return tokens


def _judge_gum(gold: dict[str, Any], time: TimeExpression, words: str) -> str | None:
    """How TIME fares against one GUM date; None where that one recurs or lies before our era ("--06", "-1200")."""
    when = {name: gold[name] for name in ("when", "from", "to", "notBefore", "notAfter") if name in gold}
    if not all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value) for value in when.values()):
        return None
    if time.begin is None and time.finish is None:
        return "open"
    low = when.get("when") or when.get("from") or when.get("notBefore")
    high = when.get("when") or when.get("to") or when.get("notAfter")
    bounds = (low and find_first_day(PartialDate(text=low)), high and find_last_day(PartialDate(text=high)))
    if _is_same(time, bounds):
        return "right"
    for end in (time.begin, time.finish):  # GUM parts "from March to August" in two
        if time.kind == "range" and end and (find_first_day(end), find_last_day(end)) == bounds:
            return "right"
    narrowed = re.match("early|mid|late|earlier|later", words.removeprefix("the ")) and not re.search(
        "early|mid|late", gold["text"]
    )
    begin, finish = _bounds(time)
    if narrowed and begin and finish and bounds[0] and bounds[1] and bounds[0] <= begin and finish <= bounds[1]:
        return "right"
    return "coarser" if time.kind == "range" and _is_same_but_coarser(time, bounds) else "wrong"


def _is_of_its_day(document: dict[str, Any]) -> bool:
    """Whether the gold takes the date of DOCUMENT for its "today": a vlog of five days has one date for all."""
    todays = {gold.get("when") for gold in document["times"] if gold["text"].lower() in ("today", "tonight")}
    return todays <= {document.get("date_created")}


def _measure_gum(split: str) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Counts over all documents, over the news, and over those whose date is that of their "today"."""
    total: Counter[str] = Counter()
    news: Counter[str] = Counter()
    dated: Counter[str] = Counter()
    for document, tokens in _read_gum(split):
        created = document.get("date_created") or ""
        published = date.fromisoformat(created) if re.fullmatch(r"\d{4}-\d\d-\d\d", created) else None
        text = document["text"]
        times = [t for t in find_times(tokens, text, published) if t.kind in ("point", "range")]
        for gold in document["times"]:
            if gold["kind"] != "date":
                continue
            over = [time for time in times if time.start < gold["end"] and time.end > gold["start"]]
            best = min(over, key=lambda t: abs(t.start - gold["start"]) + abs(t.end - gold["end"]), default=None)
            verdict = _judge_gum(gold, best, text[best.start : best.end].lower()) if best else "missed"
            if verdict:
                total[verdict] += 1
                news[verdict] += document["genre"] == "news"
                dated[verdict] += _is_of_its_day(document)
    return total, news, dated


def _accuracy(counts: Counter[str], *right: str) -> float:
    return sum(counts[name] for name in right) / sum(counts[name] for name in ("right", "coarser", "wrong"))


@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize(("split", "floor"), [("train", 0.88), ("dev", 0.80)])
def test_gum_dates(split: str, floor: float, capsys: pytest.CaptureFixture[str]) -> None:
    total, news, dated = _measure_gum(split)
    with capsys.disabled():
        for name, counts in (("all", total), ("news", news), ("of their day", dated)):
            strict, lenient = _accuracy(counts, "right"), _accuracy(counts, "right", "coarser")
            print(f"\nGUM {split}, {name}: {strict:.3f} right, {lenient:.3f} or coarser {dict(counts)}", end="")  # noqa: T201
    assert _accuracy(total, "right", "coarser") >= floor
    assert _accuracy(dated, "right") >= 0.87
    assert split == "dev" or _accuracy(news, "right", "coarser") >= 0.93


def _is_theirs(time: TimeExpression, gold: _Bounds) -> bool:
    """Whether TIME means GOLD in the data's manner: a range ends where its last part begins, "after" begins with it."""
    begin = _bounds(time)[0]
    if time.finish and gold[1]:
        return begin == gold[0] and find_first_day(time.finish) == gold[1] + _ONE
    return bool(begin and gold[0] and time.preposition == "after" and begin == gold[0] + _ONE)


def _gold_values(result: dict[str, Any]) -> list[_Bounds]:
    """The values of one result: past and future ones, the end of a range excluded in the data and included here."""
    data = result.get("Value") or result.get("Resolution") or {}
    rows = data.get("values") or [data.get("FutureResolution") or {}, data.get("PastResolution") or {}]
    values: list[_Bounds] = []
    for row in rows:
        try:
            if day := row.get("date") or row.get("value"):
                values.append((date.fromisoformat(day), date.fromisoformat(day)))
                continue
            begin, end = row.get("startDate") or row.get("start"), row.get("endDate") or row.get("end")
            values.append(
                (date.fromisoformat(begin) if begin else None, date.fromisoformat(end) - _ONE if end else None)
            )
        except ValueError:
            continue
    return [value for value in values if value[0] != date(1, 1, 1) and any(value)]


@needs_shared
@pytest.mark.slow
def test_recognizers_dates(capsys: pytest.CaptureFixture[str]) -> None:
    """Commands to an assistant: "whole" counts where we read all of the words, "part" where we read some of them."""
    whole: Counter[str] = Counter()
    part: Counter[str] = Counter()
    with gzip.open(SHARED / "timex_recognizers" / "recognizers_datetime_en.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        if row["spec"] not in ("DateTimeModel", "DateParser", "DatePeriodParser", "MergedParser"):
            continue
        text = row["input"]
        published = date.fromisoformat((row.get("context") or {}).get("ReferenceDateTime", "2016-11-07")[:10])
        times = [t for t in find_times(cut(text), text, published) if t.kind in ("point", "range")]
        for gold in row["results"]:
            kind = (gold.get("Type") or gold.get("TypeName", "")).split(".")[-1]
            values = _gold_values(gold) if kind in ("date", "daterange") else []
            if not values:
                continue
            start = gold["Start"]
            end = start + gold["Length"] if "Length" in gold else gold["End"] + 1
            over = [time for time in times if time.start < end and time.end > start]
            best = max(over, key=lambda t: min(t.end, end) - max(t.start, start), default=None)
            counts = whole if best and best.start <= start + len("after ") and best.end >= end else part
            if best is None:
                counts["missed"] += 1
            elif best.begin is None and best.finish is None:
                counts["open"] += 1
            elif any(_is_same(best, value) or _is_theirs(best, value) for value in values):
                counts["right"] += 1
            else:
                counts["coarser" if any(_is_same_but_coarser(best, value) for value in values) else "wrong"] += 1
    with capsys.disabled():
        for name, counts in (("whole", whole), ("part", part)):
            strict, lenient = _accuracy(counts, "right"), _accuracy(counts, "right", "coarser")
            print(f"\nRecognizers, {name}: {strict:.3f} right, {lenient:.3f} or coarser {dict(counts)}", end="")  # noqa: T201
    assert _accuracy(whole, "right", "coarser") >= 0.90
