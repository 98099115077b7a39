"""The times that a text tells, each with its first and last day as far as the text and its date allow.

The words are found by the patterns of `ontology/lexicon/times.toml`, and read by `kg.extract.timewords`; the tree is
asked only what a word cannot tell: whether a verb looks ahead, whether a time belongs to a noun ("the 2014 war"), and
whether "May" or "March" is a month. What counts as a time and what as a duration or a set follows TimeML's TIMEX3
(Pustejovsky et al. 2003; ISO 24617-1), but times of the clock are left out, and the days carry no hours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from kg.extract.calendar import (
    Context,
    Direction,
    Kind,
    Reading,
    find_first_day,
    find_last_day,
    move,
    to_day,
)  # fmt: skip
from kg.extract.timelexicon import load_time_lexicon
from kg.extract.timetree import TokenTree, is_time
from kg.extract.timewords import READERS
from kg.model import PartialDate, Token

_SENTENCE_END: Final = re.compile(r"[.!?][\"”’)\]]*\s+[\"“(]?[A-Z]|\n\s*\n")
_CALENDAR: Final = ("date", "days", "month", "numeric")
_JOINED: Final = re.compile(r"\b(?:and|but|before)\b")
_REACH: Final = 300
"""Characters between a year and what it is understood with."""
_STORY: Final = 3
"""Sentence ends over which a year that is over carries."""
_PREPOSITION: Final = re.compile(
    r"\b(since|until|till|through|throughout|by|after|before|from|between|during|in|on|at|for|within|over|of|to|"
    r"prior to|as of|as early as|no later than|ahead of|later than|earlier than|starting|beginning|following|up to|"
    r"into|around|about|circa)\s+"
    r"(?:(?:the|early|late|just|only|about|around|at least|almost|nearly|more than|up to|next|day of|night of|"
    r"morning of|evening of|afternoon of|early hours of|course of|(?:very )?(?P<edge>start|beginning|turn|end|close)"
    r" of|first|second|half of|middle of|part of|summer of|rest of)\s+)*$",
    re.IGNORECASE,
)
_SAME_AS: Final = {
    "till": "until", "up to": "until", "prior to": "before", "ahead of": "before", "no later than": "by",
    "later than": "after", "earlier than": "before",
    "starting": "from", "beginning": "from", "following": "after",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A stretch of text that tells a time: tokens `first` to `last` (as `Token.i`), both included.

    `begin` and `finish` are the earliest and latest day, month or year; None is open or unknown. A "relative" time
    waits for the date of an event: `shift_days` is how many days after it (or, below zero, before it), None where
    the text leaves that vague or counts in months. Durations and sets have no place in the calendar.
    """

    first: int
    last: int
    start: int
    end: int
    begin: PartialDate | None
    finish: PartialDate | None
    kind: Kind
    shift_days: int | None = None
    preposition: str | None


def find_times(
    tokens: Sequence[Token], text: str, published: date | None, *, direction: Direction | None = None
) -> tuple[TimeExpression, ...]:
    """Find the times in TOKENS, a sentence or a whole article of TEXT, which came out on PUBLISHED.

    Days of the week and months without a year are the last ones before PUBLISHED, unless the verb above them looks
    ahead; DIRECTION overrules the verbs. "After 2014" begins with 2015, "before Friday" finishes on Thursday.
    "In recent weeks" is open at both ends. Without PUBLISHED, such times are found, but stay without dates.
    """
    if not tokens:
        return ()
    tree = TokenTree(tokens, text)
    found = list(_scan(tree, text, published, direction))
    found = _join(found, text, tree)
    return tuple(_express(item, text, tree) for item in found if tree.find_tokens(item.start, item.end))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    start: int
    end: int
    reader: str
    reading: Reading


def _scan(tree: TokenTree, text: str, published: date | None, direction: Direction | None) -> Iterator[_Found]:
    """The longest times from left to right; a year told just before goes with the months that lack one."""
    lexicon = load_time_lexicon()
    low, high = tree.start, tree.end
    matches = sorted(
        lexicon.find_matches(text, low, high),
        key=lambda pair: (_skip_article(pair[0]), -pair[0].end(), pair[0].start()),
    )
    done = low
    told: _Told | None = None
    for match, reader in matches:
        if match.start() < done or not is_time(match, reader, text, tree):
            continue
        words = {name: word for name, word in match.groupdict().items() if word is not None}
        context = Context(
            tables=lexicon.tables,
            published=published,
            direction=direction or _find_direction(match, text, tree),
        )
        context = replace(context, year=_recall(told, match, reader, text, context, tree))
        reading = READERS[reader](words, context)
        if reading is None:
            continue
        done = match.end()
        year = context.year if reading.floats == "year" else reading.year or _find_year(reader, reading, published)
        if year is not None:
            told = _tell(told, year, match, reader, reading, tree)
        elif reader in ("deictic_day", "ago", "period") or "det" in words:
            told = None  # "last June" counts from today
        yield _Found(start=match.start(), end=match.end(), reader=reader, reading=reading)


def _find_direction(match: re.Match[str], text: str, tree: TokenTree) -> Direction | None:
    if re.search(r"\bsince\s+$", text[max(0, match.start() - 9) : match.start()], re.IGNORECASE):
        return "past"
    return tree.find_direction(match.start(), match.end())


def _skip_article(match: re.Match[str]) -> int:
    """Where MATCH begins, the article aside: "September 11" is longer than "the September"."""
    return match.start() + (len("the ") if match[0][:3].lower() == "the" else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A year that the text told, where it ends, and the stretch of the noun or aside that it is told of alone."""

    year: int
    month: int
    day: str | None
    end: int
    reader: str
    unit: tuple[int, int] | None
    is_fronted: bool


def _find_year(reader: str, reading: Reading, published: date | None) -> int | None:
    """The year that "last year" and "two years ago" mean."""
    begin = reading.begin if reader in ("period", "ago") and reading.begin == reading.finish else None
    year = int(begin.text) if begin is not None and len(begin.text) == 4 else None
    return None if published is None or year == published.year else year


def _tell(told: _Told | None, year: int, match: re.Match[str], reader: str, reading: Reading, tree: TokenTree) -> _Told:
    """YEAR as the one told last, unless it is told in an aside to what TOLD goes with."""
    unit = tree.find_unit(match.start(), match.end())
    if unit is not None and told is not None and told.unit is None and unit[0] > told.end:
        return told
    return _Told(
        year=year,
        month=int(reading.begin.text[5:7] or 1) if reading.begin else 1,
        day=match.groupdict().get("day"),
        end=match.end(),
        reader=reader,
        unit=unit,
        is_fronted=tree.is_fronted(match.start(), match.end()),
    )


def _recall(
    told: _Told | None, match: re.Match[str], reader: str, text: str, context: Context, tree: TokenTree
) -> int | None:
    """The year told before MATCH in the same sentence, or with a day or month in the sentence before.

    A year that is over carries further: what a story tells of 1835 in June is June of 1835, up to the paragraph's end.
    It carries neither out of an aside ("his son, who was killed in 2014") nor to what is still to come or has gone on
    until now; nor does a month back to an earlier one in the next sentence, and a year alone only from the beginning of
    a sentence to that of the next ("was founded in 1998. In June it attacked Goma" is no story).
    """
    if told is None:
        return None
    month = context.tables.months.get((match.groupdict().get("month") or "").lower(), 12)
    is_same = reader == told.reader == "date" and (month, match.groupdict().get("day")) == (told.month, told.day)
    if told.unit is not None and not is_same and not told.unit[0] <= match.start() < told.unit[1]:
        return None
    published, between = context.published, text[told.end : match.start()]
    is_past = published is not None and told.year < published.year
    if is_past and (context.direction == "future" or tree.is_until_now(match.start(), match.end())):
        return None
    ends = len(_SENTENCE_END.findall(between))
    if ends and reader in _CALENDAR:
        is_story = told.is_fronted and tree.is_fronted(match.start(), match.end())
        if month < told.month or (told.reader == "year" and not is_story):
            return None
    if ends == 0 or (ends == 1 and told.reader in _CALENDAR):
        is_after = month < told.month and _JOINED.search(between) is not None  # "in May 2012, but resumed in March"
        return told.year + is_after if len(between) <= _REACH else None
    is_over = published is not None and told.year < published.year - 1
    is_near = ends <= _STORY and "\n\n" not in between
    return told.year if is_over and is_near and told.reader in (*_CALENDAR, "year") else None


# --- putting together

_APPOSED: Final = re.compile(r"[^\S\n]*[,(]?[^\S\n]*(?:\n?(?:on)\s)?\s*(?:the\s+)?(?<!\n)")
_DAYS: Final = ("date", "numeric", "slashed", "weekday", "deictic_day")
_ON: Final = re.compile(r"\s+(?:on\s+)?")
_OF: Final = re.compile(r"\s+(?:of\s+)?")
_TO: Final = re.compile(
    r"\s*[-–—]\s*|\s+(?:to|until|till|through)\s+(?:the\s+)?(?:(?:start|beginning|middle|end)\s+of\s+)?"
)
_PRESENT: Final = re.compile(r"\s*(?:[-–—]|to|until|and)\s*(?:the\s+)?(?:present|now)\b(?!\s+\w)")
_AND: Final = re.compile(r"\s+and\s+")


def _join(found: Iterable[_Found], text: str, tree: TokenTree) -> list[_Found]:
    """Neighbours that make one time: "seven days earlier, on October 6", "March last year", "from May to June 2011"."""
    joined: list[_Found] = []
    for item in found:
        while joined and (both := _join_two(joined[-1], item, text, tree)):
            joined.pop()
            item = both
        joined.append(item)
    return joined


def _join_two(one: _Found, two: _Found, text: str, tree: TokenTree) -> _Found | None:
    a, b, gap = one.reading, two.reading, text[one.end : two.start]
    if len(gap) > 25 or (b.begin is None and b.floats is None):
        return None
    reading: Reading | None = None
    reader = two.reader
    if (
        one.reader == "relative"
        and gap.isspace()
        and re.search(r"(before|after|following|to)$", text[one.start : one.end])
    ):
        if a.shift_days is not None and b.begin and _is_day(b):
            reading = move(b, days=a.shift_days)
    elif a.floats == "year" and two.reader == "period" and _OF.fullmatch(gap) and b.begin and len(b.begin.text) == 4:
        if a.begin is not None:
            reading = move(a, years=int(b.begin.text) - int(a.begin.text[:4]))
    elif one.reader == "period" and two.reader == "weekday" and _APPOSED.fullmatch(gap) and _is_week(a) and b.begin:
        reading = move(a, days=find_first_day(b.begin).weekday())
        reading = replace(reading, kind="point", finish=reading.begin)
    elif one.reader == "ago" and two.reader in _DAYS and _ON.fullmatch(gap) and a.begin and b.begin:
        years = int(a.begin.text) - int(b.begin.text[:4]) if len(a.begin.text) == 4 else 0
        reading = move(b, years=years) if years < 0 else None  # "five years ago on Tuesday"
    elif one.reader == two.reader == "weekday":
        reading = None if not _is_range(one, two, text, gap, tree) else _read_range(a, b, ahead=_is_ahead(one, tree))
        reader = "range"
    elif two.reader in _DAYS and _APPOSED.fullmatch(gap) and _is_day(a, weekday=True) and _is_day(b, weekday=True):
        reading, reader = (a, one.reader) if one.reader == "deictic_day" and a.begin else (b, two.reader)
    elif _is_range(one, two, text, gap, tree):
        reading = _read_range(a, b, ahead=_is_ahead(one, tree))
        reader = "range"
    if reading is None:
        return None
    return _Found(start=one.start, end=two.end, reader=reader, reading=reading)


def _is_day(reading: Reading, *, weekday: bool = False) -> bool:
    if reading.kind == "relative":
        return weekday
    if reading.begin is None:
        return weekday and reading.floats is not None
    return reading.kind == "point" and len(reading.begin.text) == 10


def _is_week(reading: Reading) -> bool:
    if reading.begin is None or reading.finish is None or len(reading.begin.text) < 10:
        return False
    return (find_last_day(reading.finish) - find_first_day(reading.begin)).days == 6


def _is_ahead(item: _Found, tree: TokenTree) -> bool:
    return tree.find_direction(item.start, item.end) == "future"


def _is_range(one: _Found, two: _Found, text: str, gap: str, tree: TokenTree) -> bool:
    if {one.reading.kind, two.reading.kind} - {"point", "range"} or "range" in (one.reader, two.reader):
        return False
    preposition = _find_preposition(one, text)[0]
    if _AND.fullmatch(gap):
        return preposition == "between"
    return bool(_TO.fullmatch(gap)) and not _is_moved(one, tree)


def _is_moved(item: _Found, tree: TokenTree) -> bool:
    """Whether something is put off "from Friday to Sunday"."""
    root = tree.find_root(item.start, item.end)
    return root is not None and tree.find_lemma_above(root) in load_time_lexicon().words["moving_verbs"]


def _read_range(a: Reading, b: Reading, *, ahead: bool) -> Reading | None:
    if a.begin is None or b.finish is None:
        return Reading(kind="range", is_date=True)
    if a.floats == "year" and b.year is not None:
        a = move(a, years=b.year - int(a.begin.text[:4]))
    while a.begin and b.finish and find_first_day(a.begin) > find_last_day(b.finish):
        if a.floats == "year":
            a = move(a, years=-1)
        elif b.floats == "year":
            b = move(b, years=1)
        elif b.floats == "week" and ahead:
            b = move(b, days=7)
        elif a.floats == "week":
            a = move(a, days=-7)
        else:
            return None
    return Reading(kind="range", begin=a.begin, finish=b.finish, is_date=True, year=b.year)


# --- prepositions


def _find_preposition(item: _Found, text: str) -> tuple[str | None, str | None]:
    """The preposition right before the time, and the edge that it speaks of: "since the start of" is since "start"."""
    match = _PREPOSITION.search(text, max(0, item.start - 60), item.start)
    if match is None:
        return None, None
    word = re.sub(r"\s+", " ", match[1].lower())
    return _SAME_AS.get(word, word), match["edge"]


def _express(item: _Found, text: str, tree: TokenTree) -> TimeExpression:
    preposition, edge = _find_preposition(item, text)
    inside = tree.find_tokens(item.start, item.end)
    reading = item.reading
    if re.match(r"['’]s?\b|['’](?=\s)", text[item.end : item.end + 2]) or tree.find_noun_above(item.start, item.end):
        preposition = None
    elif _PRESENT.match(text, item.end):
        reading = replace(reading, kind="range", finish=None)
    elif item.reader not in ("range", "years", "days"):
        is_start = not tree.is_under_noun(item.start, item.end) and not _is_moved(item, tree)
        reading = _bound(reading, preposition, edge, is_start=is_start)
    if item.reader == "relative" and (
        match := re.search(r"(before|after|prior to|following)$", text[item.start : item.end])
    ):
        preposition = _SAME_AS.get(match[1], match[1])
    return TimeExpression(
        first=inside[0].i, last=inside[-1].i, start=item.start, end=item.end, begin=reading.begin,
        finish=reading.finish, kind=reading.kind, shift_days=reading.shift_days, preposition=preposition,
    )  # fmt: skip


def _bound(reading: Reading, preposition: str | None, edge: str | None, *, is_start: bool) -> Reading:
    """What "since", "after", "before", "until" and "by" make of a time: only one of its sides stays closed."""
    if reading.kind not in ("point", "range") or reading.begin is None or reading.finish is None:
        return reading
    one_day = timedelta(days=1)
    if preposition == "since" or (preposition == "from" and is_start):
        return replace(reading, kind="range", finish=None)
    if preposition == "after":
        following = to_day(find_last_day(reading.finish) + one_day)
        return replace(reading, kind="range", begin=reading.begin if edge in _STARTS else following, finish=None)
    if preposition in ("until", "by", "through") or (preposition == "before" and edge in ("end", "close")):
        return replace(reading, kind="range", begin=None)
    if preposition == "before":
        return replace(reading, kind="range", begin=None, finish=to_day(find_first_day(reading.begin) - one_day))
    return reading


_STARTS: Final = ("start", "beginning", "turn")
