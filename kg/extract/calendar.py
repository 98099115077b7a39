"""What the words of a time mean in the calendar: the groups of a pattern go in, the first and the last day come out.

Granularity is kept, as TimeML's TIMEX3 values keep it: "in June" is the month `2013-06` and not its thirty days,
and "two years ago" the year. Where English leaves the edges open, the conventions are these: a week runs from Monday
to Sunday (ISO 8601); "early", "mid" and "late" are the first half, the middle and the second half of a year, the
days 1-15, 11-20 and from 16 on of a month, and Monday to Wednesday, Tuesday to Friday and Thursday to Sunday of a
week; a century begins with its year 00; the seasons are northern.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from kg.model import PartialDate

Direction = Literal["past", "future"]
Kind = Literal["point", "range", "duration", "set", "relative"]
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The numbers that words of the calendar stand for, in small letters; a unit is its base and how many of it."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    ordinals: Mapping[str, int]
    units: Mapping[str, tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a reading may use beside its own words: the date of publication, a year told just before, the tense."""

    tables: Tables
    published: date | None
    year: int | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a time means; `floats` tells how far it may move to fit a neighbour: a "week", a "year" or not at all."""

    kind: Kind = "point"
    begin: PartialDate | None = None
    finish: PartialDate | None = None
    shift_days: int | None = None
    floats: Literal["week", "year"] | None = None
    year: int | None = None
    is_date: bool = False


UNKNOWN: Final = Reading()


def to_day(day: date) -> PartialDate:
    """A day as a partial date."""
    return PartialDate(text=day.isoformat())


def to_month(year: int, month: int) -> PartialDate:
    """A month as a partial date; months before January and after December belong to the years around.

    >>> to_month(2013, 0).text, to_month(2013, 14).text
    ('2012-12', '2014-02')
    """
    years, index = divmod(month - 1, 12)
    return PartialDate(text=f"{year + years:04d}-{index + 1:02d}")


def to_year(year: int) -> PartialDate:
    """A year as a partial date."""
    return PartialDate(text=f"{year:04d}")


def find_first_day(partial: PartialDate) -> date:
    """The first day of a day, month or year.

    >>> find_first_day(PartialDate(text="2013-06"))
    datetime.date(2013, 6, 1)
    """
    return date.fromisoformat((partial.text + "-01-01")[:10])


def find_last_day(partial: PartialDate) -> date:
    """The last day of a day, month or year.

    >>> find_last_day(PartialDate(text="2012-02"))
    datetime.date(2012, 2, 29)
    """
    first = find_first_day(partial)
    if len(partial.text) == 4:
        return first.replace(month=12, day=31)
    if len(partial.text) == 7:
        return first.replace(day=monthrange(first.year, first.month)[1])
    return first


def read_point(partial: PartialDate, *, year: int | None = None) -> Reading:
    """A day, month or year, of a YEAR that the words tell."""
    return Reading(begin=partial, finish=partial, is_date=True, year=year)


def read_range(begin: PartialDate, finish: PartialDate, year: int | None = None) -> Reading:
    """All from BEGIN to FINISH."""
    return Reading(kind="range", begin=begin, finish=finish, is_date=True, year=year)


def read_days(first: date, last: date) -> Reading:
    """The days from FIRST to LAST."""
    return read_point(to_day(first)) if first == last else read_range(to_day(first), to_day(last))


def make_day(year: int, month: int, day: int) -> date | None:
    """The day of these numbers, if there is one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def move_day(day: date, months: int) -> date:
    """The same day so many months later; the last of a month that has no such day.

    >>> move_day(date(2016, 3, 31), -1)
    datetime.date(2016, 2, 29)
    """
    years, index = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


def move(reading: Reading, *, years: int = 0, days: int = 0) -> Reading:
    """READING so many years or days later: both its ends."""

    def shift(partial: PartialDate | None) -> PartialDate | None:
        if partial is None:
            return None
        if years:
            rest = partial.text[4:].replace("-02-29", "-02-28")
            return PartialDate(text=f"{int(partial.text[:4]) + years:04d}{rest}")
        return to_day(find_first_day(partial) + timedelta(days=days))

    return Reading(
        kind=reading.kind, begin=shift(reading.begin), finish=shift(reading.finish), floats=reading.floats,
        is_date=reading.is_date,
    )  # fmt: skip


def narrow(reading: Reading, part: str | None) -> Reading:
    """The early, middle or late part of a week, month, year or range of years."""
    if not part or reading.begin is None or reading.finish is None:
        return reading
    part, begin = part.lower(), reading.begin
    year, month = int(begin.text[:4]), begin.text[5:7]
    if len(begin.text) == 10:
        first = find_first_day(begin)
        low, high = {"early": (0, 2), "late": (3, 6)}.get(part, (1, 4))
        narrowed = read_days(first + timedelta(days=low), first + timedelta(days=high))
    elif month:
        last = find_last_day(begin).day
        low, high = {"early": (1, 15), "late": (16, last)}.get(part, (11, 20))
        narrowed = read_days(date(year, int(month), low), date(year, int(month), high))
    elif begin == reading.finish:
        low, high = {"early": (1, 6), "late": (7, 12)}.get(part, (5, 8))
        narrowed = read_range(to_month(year, low), to_month(year, high))
    else:
        span = int(reading.finish.text[:4]) - year + 1
        low, high = {"early": (0, span // 2), "late": (span // 2, span)}.get(part, (span * 3 // 10, span * 7 // 10))
        narrowed = read_range(to_year(year + low), to_year(year + high - 1))
    return Reading(
        kind="range", begin=narrowed.begin, finish=narrowed.finish, floats=reading.floats, is_date=True,
        year=reading.year,
    )  # fmt: skip
