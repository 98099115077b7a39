"""What the words of a time mean: each reader takes the named groups of a pattern and gives the days meant, or None.

The patterns stand in `ontology/lexicon/times.toml` and name their readers; None says that the words are no time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from kg.extract.calendar import (
    UNKNOWN,
    Context,
    Reading,
    Words,
    find_first_day,
    find_last_day,
    make_day,
    move_day,
    narrow,
    read_days,
    read_point,
    read_range,
    to_day,
    to_month,
    to_year,
)
from kg.extract.quantities import to_minimum
from kg.model import PartialDate


def _read_numeric(words: Words, context: Context) -> Reading | None:
    day = make_day(int(words["year"]), int(words["month"]), int(words["day"]))
    return read_point(to_day(day), year=day.year) if day else None


def _read_slashed(words: Words, context: Context) -> Reading | None:
    """`06/10/2019` is October in one country and June in another: only one possible order makes a date."""
    a, b, year = int(words["a"]), int(words["b"]), int(words["year"])
    days = {day for day in (make_day(year, a, b), make_day(year, b, a)) if day}
    if not days:
        return None
    return read_point(to_day(days.pop()), year=year) if len(days) == 1 else UNKNOWN


def _read_named(words: Words, context: Context) -> Reading:
    return read_point(to_day(date(2001, 9, 11)))


def _pick(context: Context, make: Callable[[int], date | None]) -> date | None:
    """The day of the year meant: in a year told before, else the last or next (as the verb says), or the nearest.

    Where no verb tells, a day still to come is meant only if it comes soon.
    """
    if context.year is not None:
        return make(context.year)
    if context.published is None:
        return None
    near = (make(context.published.year + step) for step in (-1, 0, 1))
    days = [day for day in near if day]
    if context.direction == "past":
        days = [day for day in days if day <= context.published]
    elif context.direction == "future":
        days = [day for day in days if day >= context.published]
    else:
        days = [day for day in days if day <= context.published + _SOON]
    published = context.published
    return min(days, key=lambda day: abs(day - published), default=None)


_SOON: Final = timedelta(days=92)


def _read_ordinal(words: Words, context: Context) -> int:
    return context.tables.ordinals["-".join(words["ordinal"].lower().split())]


def _read_date(words: Words, context: Context) -> Reading | None:
    month = context.tables.months[words["month"].lower()]
    number = int(words["day"]) if words.get("day") else _read_ordinal(words, context)
    if make_day(2000, month, number) is None:
        return None
    if words.get("year"):
        day = make_day(int(words["year"]), month, number)
        return read_point(to_day(day), year=day.year) if day else None
    day = _pick(context, lambda year: make_day(year, month, number))
    if day is None:
        return Reading(floats="year", is_date=True)
    return Reading(begin=to_day(day), finish=to_day(day), floats="year", is_date=True)


def _read_days(words: Words, context: Context) -> Reading | None:
    last = _read_date({**words, "day": words["day2"]}, context)
    if last is None or int(words["day"]) >= int(words["day2"]) or words["day"].startswith("0"):
        return None
    if last.finish is None:
        return Reading(kind="range", floats="year", is_date=True)
    first = PartialDate(text=f"{last.finish.text[:8]}{int(words['day']):02d}")
    return Reading(
        kind="range", begin=first, finish=last.finish, floats=last.floats, year=last.year, is_date=True
    )  # fmt: skip


def _read_month(words: Words, context: Context) -> Reading:
    month, published = context.tables.months[words["month"].lower()], context.published
    if words.get("year"):
        return narrow(read_point(to_month(int(words["year"]), month), year=int(words["year"])), words.get("part"))
    det = _get_determiner(words)
    if published and det in ("this", "current"):
        year: int | None = published.year
    elif published and det in _STEPS:
        step = _STEPS[det]
        year = published.year + (step if (month - published.month) * step <= 0 else 0)
    elif context.year is not None:
        year = context.year
    elif published:
        late = month - published.month
        year = published.year + (1 if late < 0 and context.direction == "future" else 0)
        year -= 1 if late > 0 and context.direction != "future" else 0
    else:
        year = None
    floats: Final = None if det else "year"
    if year is None:
        return Reading(floats="year", is_date=True)
    partial = to_month(year, month)
    return narrow(Reading(begin=partial, finish=partial, floats=floats, is_date=True), words.get("part"))


_STEPS: Final[Mapping[str, int]] = {
    "last": -1, "past": -1, "previous": -1, "recent": -1, "this": 0, "current": 0, "next": 1, "coming": 1,
    "upcoming": 1, "following": 1, "preceding": -1,
}  # fmt: skip


def _get_determiner(words: Words) -> str:
    return " ".join(words.get("det", "").lower().split()[-1:])


def _read_season(words: Words, context: Context) -> Reading:
    month = context.tables.seasons[words["season"].lower()]
    if words.get("year"):
        year = int(words["year"])
    elif context.published is None:
        return UNKNOWN
    else:
        year, step = context.published.year, _STEPS[_get_determiner(words)]
        index = 12 * year + month
        now = 12 * year + context.published.month
        if step < 0 and index + 2 >= now:
            year -= 1
        elif step > 0 and index <= now:
            year += 1
        elif step == 0 and index > now and context.direction == "past":
            year -= 1
    return read_range(to_month(year, month), to_month(year, month + 2), year if words.get("year") else None)


def _read_weekday(words: Words, context: Context) -> Reading:
    if context.published is None:
        return Reading(floats="week")
    number, today = context.tables.weekdays[words["weekday"].lower()], context.published
    monday = today - timedelta(days=today.weekday())
    det, week = _get_determiner(words), words.get("weekword", "").lower()
    if week:
        day = monday + timedelta(days=number + 7 * _STEPS[week])
    elif det in ("this", "current"):
        day = monday + timedelta(days=number)
    elif det == "next":
        day = monday + timedelta(days=number + 7)
    elif det in ("last", "past", "previous"):
        day = today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    elif det in ("coming", "upcoming"):
        day = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    elif context.direction == "future":
        day = today + timedelta(days=(number - today.weekday()) % 7)
    else:
        day = today - timedelta(days=(today.weekday() - number) % 7)
    return Reading(begin=to_day(day), finish=to_day(day), floats=None if det or week else "week")


def _read_decade(words: Words, context: Context) -> Reading:
    year = int(words.get("decade") or "19" + words["short"])
    last = year + (99 if year % 100 == 0 and year < 2000 else 9)
    return narrow(read_range(to_year(year), to_year(last)), words.get("part"))


def _read_century(words: Words, context: Context) -> Reading | None:
    number = int(words["nth"]) if words.get("nth") else _read_ordinal(words, context)
    if not 1 < number < 23:
        return None
    return narrow(read_range(to_year(100 * number - 100), to_year(100 * number - 1)), words.get("part"))


def _read_year(words: Words, context: Context) -> Reading:
    year = int(words["year"])
    return narrow(read_point(to_year(year), year=year), words.get("part"))


def _read_years(words: Words, context: Context) -> Reading | None:
    year, last = int(words["year"]), words["year2"]
    end = int(last) if len(last) == 4 else year - year % 100 + int(last)
    return read_range(to_year(year), to_year(end)) if year < end < year + 500 else None


def _read_deictic_day(words: Words, context: Context) -> Reading:
    if context.published is None:
        return UNKNOWN
    when = words["when"].lower()
    step = -1 if "yesterday" in when or when == "last night" else 1 if "tomorrow" in when else 0
    return read_days(*[context.published + timedelta(days=step * (1 + (" before " in when or " after " in when)))] * 2)


def _read_period(words: Words, context: Context) -> Reading:
    if context.published is None:
        return UNKNOWN
    today, period = context.published, words["period"].lower()
    det = _get_determiner(words) or "this"
    is_rolling = det in ("past", "last") and period not in ("week", "weekend", "century")
    if words.get("the") and (is_rolling or (det == "past" and period == "week")):
        return _read_rolling({"way": "past", "num": "one", "unit": period}, context)
    step = _STEPS[det]
    if period == "weekend" and step == 0 and today.weekday() < 4:
        step = -1 if context.direction == "past" or (context.direction is None and not words.get("det")) else 0
    monday = today + timedelta(days=7 * step - today.weekday())
    years = {"decade": 10, "century": 100}.get(period)
    if period in ("week", "weekend"):
        whole = read_days(monday + timedelta(days=5 if period == "weekend" else 0), monday + timedelta(days=6))
        return narrow(whole, words.get("part")) if period == "week" else whole
    if period == "quarter":
        first = (today.month - 1) // 3 * 3 + 1 + 3 * step
        return read_range(to_month(today.year, first), to_month(today.year, first + 2))
    if years:
        first = today.year - today.year % years + years * step
        return read_range(to_year(first), to_year(first + years - 1))
    partial = to_year(today.year + step) if period == "year" else to_month(today.year, today.month + step)
    return narrow(read_point(partial), words.get("part"))


def _read_so_far(words: Words, context: Context) -> Reading:
    """ "Earlier this month" ends with the day of publication, "later this month" begins with it."""
    whole = _read_period({"period": words["period"]}, context)
    if context.published is None or whole.begin is None or whole.finish is None:
        return UNKNOWN
    today = context.published
    if words["side"].lower() == "earlier":
        return read_days(find_first_day(whole.begin), today)
    return read_days(today, find_last_day(whole.finish))


def _count(words: Words) -> int | None:
    text = words.get("num", "").lower()
    return 1 if text in ("a", "an") else to_minimum(text) if text else None


def _read_ago(words: Words, context: Context, sign: int = -1) -> Reading:
    number, today = _count(words), context.published
    if number is None or today is None:
        return UNKNOWN
    unit = words["unit"].lower()
    base, size = context.tables.units[unit]
    is_half = words.get("half") or words.get("half2")
    if is_half and size == 12:
        return read_point(to_month(today.year, today.month + sign * (12 * number + 6)))
    if base == "day":
        days = number // 24 if unit == "hour" else size * number + (size // 2 if is_half else 0)
        return _read_around(today + sign * timedelta(days=days), words.get("same") or "")
    months = sign * size * number
    if not 0 < today.year + months // 12 < 9999:
        return UNKNOWN
    if words.get("same"):
        return _read_around(move_day(today, months), words["same"])
    if is_half and size == 1:
        day = move_day(today, months) + sign * timedelta(days=15)
        return read_point(to_month(day.year, day.month))
    if size < 12:
        return read_point(to_month(today.year, today.month + months))
    return read_point(to_year(today.year + months // 12))


def _read_around(day: date, span: str) -> Reading:
    """DAY itself, or the week or month that it lies in: "two years ago this week"."""
    if span.lower().endswith("week"):
        monday = day - timedelta(days=day.weekday())
        return read_days(monday, monday + timedelta(days=6))
    return read_point(to_month(day.year, day.month)) if span.lower().endswith("month") else read_point(to_day(day))


def _read_anniversary(words: Words, context: Context) -> Reading | None:
    """ "On this day in 1988" is the day of publication in that year."""
    today = context.published
    if today is None:
        return UNKNOWN
    year = int(words["year"]) if words.get("year") else today.year - (_count(words) or 1)
    day = make_day(year, today.month, today.day) if year > 0 else None
    return read_point(to_day(day), year=year) if day else None


def _read_in_future(words: Words, context: Context) -> Reading:
    return _read_ago(words, context, 1)


def _read_rolling(words: Words, context: Context) -> Reading:
    """ "The past three days" reach back from publication; those without a number ("recent weeks") stay open."""
    number, today = _count(words) if {"num", "vague"} & words.keys() else 1, context.published
    if number is None or today is None:
        return Reading(kind="range")
    base, size = context.tables.units[words["unit"].lower()]
    step = _STEPS[words["way"].lower()]
    if step > 0 and context.direction == "past":  # "over the next five years he served": counted from then
        return Reading(kind="relative")
    if base == "day":
        hours = words["unit"].lower() == "hour"
        other = today + timedelta(days=step * (-(-number // 24) if hours else number * size))
        return read_days(min(other, today), max(other, today))
    months = step * size * number
    if size >= 12:
        if not 0 < today.year + months // 12 < 9999:
            return Reading(kind="range")
        ends = (to_year(today.year), to_year(today.year + months // 12))
    else:
        ends = (to_month(today.year, today.month), to_month(today.year, today.month + months))
    return read_range(*ends) if step > 0 else read_range(ends[1], ends[0])


def _read_relative(words: Words, context: Context) -> Reading:
    number = _count(words) if words.get("num") or words.get("vague") else 1
    unit = words.get("unit", "").lower()
    base, size = context.tables.units[unit] if unit else ("", 0)
    sign = -1 if re.match("earlier|before|prev|prior", words["side"].lower()) else 1
    if base == "day" and size == 0 and (number or 0) < 24:
        return Reading(kind="relative", shift_days=0)
    if words.get("vague", "").lower() in ("minutes", "hours"):
        return Reading(kind="relative", shift_days=0)
    days = sign * size * number if base == "day" and size and number is not None else None
    return Reading(kind="relative", shift_days=days)


def _read_anaphoric(words: Words, context: Context) -> Reading:
    way, unit = words.get("way", "that").lower(), words["unit"].lower()
    if unit == "year" and context.year is not None:
        return read_point(to_year(context.year + _STEPS.get(way, 0)), year=context.year + _STEPS.get(way, 0))
    if unit in ("week", "weekend", "month", "year"):
        return Reading(kind="relative")
    step = 1 if way in ("next", "following") else -1 if way in ("previous", "preceding") else 0
    return Reading(kind="relative", shift_days=step)


READERS: Final[Mapping[str, Callable[[Words, Context], Reading | None]]] = {
    "numeric": _read_numeric,
    "slashed": _read_slashed,
    "named": _read_named,
    "date": _read_date,
    "days": _read_days,
    "month": _read_month,
    "season": _read_season,
    "weekday": _read_weekday,
    "decade": _read_decade,
    "century": _read_century,
    "year": _read_year,
    "years": _read_years,
    "anniversary": _read_anniversary,
    "deictic_day": _read_deictic_day,
    "period": _read_period,
    "so_far": _read_so_far,
    "ago": _read_ago,
    "in_future": _read_in_future,
    "rolling": _read_rolling,
    "relative": _read_relative,
    "anaphoric": _read_anaphoric,
    "set": lambda words, context: Reading(kind="set"),
    "duration": lambda words, context: Reading(kind="duration"),
}
