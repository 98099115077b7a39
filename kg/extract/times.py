"""The times that a text tells, each with its first and last day as far as the text and its date allow.

The words are found by the patterns of `ontology/lexicon/times.toml`, and read by `kg.extract.timewords`; the tree is
asked only what a word cannot tell: whether a verb looks ahead, whether a time belongs to a noun ("the 2014 war"), and
whether "May" or "March" is a month. What counts as a time and what as a duration or a set follows TimeML's TIMEX3
(Pustejovsky et al. 2003; ISO 24617-1), but times of the clock are left out, and the days carry no hours.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Final

from kg.extract.calendar import (
    Direction,
    Frame,
    Kind,
    Reading,
    Tables,
    find_first_day,
    find_last_day,
    move,
    to_day,
)  # fmt: skip
from kg.extract.timewords import READERS
from kg.model import PartialDate, Token
from kg.resources import find_resource

_SPACE: Final = r"(?:[^\S\n]+\n?[^\S\n]*|\n[^\S\n]*)"
_BEFORE: Final = r"(?<![\w$€£#@/])(?<!\w[-.,:'’])(?<![$€£] )"
_AFTER: Final = r"(?!\w)(?![.,:/]\d)(?!\s?%)"
_SENTENCE_END: Final = re.compile(r"[.!?][\"”’)\]]*\s+[\"“(]?[A-Z]|\n\s*\n")
_PREPOSITION: Final = re.compile(
    r"\b(since|until|till|through|throughout|by|after|before|from|between|during|in|on|at|for|within|over|of|to|"
    r"prior to|as of|as early as|no later than|ahead of|later than|earlier than|starting|beginning|following|up to|into|around|about|circa)\s+"
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
    tree = _Tree(tokens, text)
    found = list(_scan(tree, text, published, direction))
    found = _join(found, text, tree)
    return tuple(_express(item, text, tree) for item in found)


# ------------------------------------------------------------------------------------------------- what was found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    start: int
    end: int
    reader: str
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    tables: Tables
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    words: Mapping[str, frozenset[str]]


@cache
def _load_lexicon() -> _Lexicon:
    data = tomllib.loads(find_resource("ontology", "lexicon", "times.toml").read_text("utf-8"))
    tables = Tables(
        months=data["months"], weekdays=data["weekdays"], seasons=data["seasons"], ordinals=data["ordinals"],
        units={word: (base, size) for word, (base, size) in data["units"].items()}
        | {"centurie": ("month", 1200)},
    )  # fmt: skip
    pieces = dict(data["pieces"])
    for name in ("month", "weekday", "season", "ordinal"):
        words = sorted(data[name + "s"], key=lambda word: -len(word))
        pieces[name] = f"(?P<{name}>{'|'.join(words).replace('-', '(?:-| )')})"
    patterns = tuple(
        (row["reader"], _compile(row["match"], pieces, hyphen=row.get("hyphen", False))) for row in data["pattern"]
    )
    return _Lexicon(
        tables=tables, patterns=patterns, words={name: frozenset(words) for name, words in data["words"].items()}
    )


def _compile(pattern: str, pieces: Mapping[str, str], *, hyphen: bool) -> re.Pattern[str]:
    """A pattern with its pieces; HYPHEN lets it follow one, as June does in "May-June"."""
    filled = re.sub(r"\{([a-z]\w*)\}", lambda piece: pieces[piece[1]], pattern)
    before = _BEFORE.replace("[-.", "[.") if hyphen else _BEFORE
    return re.compile(before + "(?:" + filled.replace(" ", _SPACE) + ")" + _AFTER, re.IGNORECASE)


def _scan(tree: _Tree, text: str, published: date | None, direction: Direction | None) -> Iterator[_Found]:
    """The longest times from left to right; a year told just before goes with the months that lack one."""
    lexicon = _load_lexicon()
    low, high = tree.start, tree.end
    matches = [(m, reader) for reader, pattern in lexicon.patterns for m in pattern.finditer(text, low, high)]
    matches.sort(key=lambda pair: (_skip_article(pair[0]), -pair[0].end(), pair[0].start()))
    done, told = low, None
    for match, reader in matches:
        if match.start() < done or not _is_time(match, reader, text, tree):
            continue
        words = {name: word for name, word in match.groupdict().items() if word is not None}
        frame = Frame(
            tables=lexicon.tables,
            published=published,
            year=_recall(told, match, text),
            direction=direction or tree.find_direction(match.start(), match.end()),
        )
        reading = READERS[reader](words, frame)
        if reading is None:
            continue
        done = match.end()
        year = frame.year if reading.floats == "year" else reading.year
        if year is not None:
            told = (year, match.end(), reader)
        elif reader in ("deictic_day", "ago", "period"):
            told = None
        yield _Found(start=match.start(), end=match.end(), reader=reader, reading=reading)


def _skip_article(match: re.Match[str]) -> int:
    """Where MATCH begins, the article aside: "September 11" is longer than "the September"."""
    return match.start() + (len("the ") if match[0][:3].lower() == "the" else 0)


def _recall(told: tuple[int, int, str] | None, match: re.Match[str], text: str) -> int | None:
    """The year told before MATCH in the same sentence, or with a day or month in the sentence before."""
    if told is None or match.start() - told[1] > 300:
        return None
    year, end, reader = told
    ends = len(_SENTENCE_END.findall(text[end : match.start()]))
    return year if ends == 0 or (ends == 1 and reader in ("date", "days", "month", "numeric")) else None


# ------------------------------------------------------------------------------------------------- what is no time


def _is_time(match: re.Match[str], reader: str, text: str, tree: _Tree) -> bool:
    words = _load_lexicon().words
    before = re.findall(r"[^\s(\[\"“]+", text[max(0, match.start() - 40) : match.start()].split("\n")[-1])
    previous = before[-1].rstrip(".,:;").lower() if before else ""
    after = re.match(r"\s?([\w.’'-]+)", text[match.end() : match.end() + 40])
    following = after[1] if after else ""
    if reader == "weekday":
        return _is_weekday(match, before[-1] if before else "", following, words, tree)
    if reader in ("date", "days", "month"):
        return _is_month(match, reader, (previous, following), words, tree)
    if reader in ("year", "years"):
        return _is_year(match, (previous, following), text, tree)
    if reader == "period":
        return following != "of" or not match.groupdict().get("the")
    if reader == "in_future":
        return "ahead" in match.groupdict() or tree.find_direction(match.start(), match.end()) == "future"
    if reader == "ago":
        return previous not in ("half", "]", "quarter")
    if reader == "season":
        return previous != "arab"
    if reader == "set" and match.groupdict().get("adverb"):
        return match[0].islower()
    if reader == "duration" and (match.groupdict().get("num") or "").lower() in ("a", "an", "one"):
        return (
            previous in ("for", "within", "in", "lasted", "about", "after", "least", "nearly", "than")
            or "-" in match[0]
        )
    return True


def _is_weekday(
    match: re.Match[str], previous: str, following: str, words: Mapping[str, frozenset[str]], tree: _Tree
) -> bool:
    name = match["weekday"]
    if len(name) < 6 or previous in words["names_before"] or following in words["names_after"]:
        return False
    if previous in ("a", "any", "A", "one") or tree.text_after(match.end(), " the 13th"):
        return False
    return not tree.is_part_of_name(match.start("weekday"), match.end("weekday"))


def _is_month(
    match: re.Match[str], reader: str, around: tuple[str, str], words: Mapping[str, frozenset[str]], tree: _Tree
) -> bool:
    groups, (previous, following) = match.groupdict(), around
    name = match["month"]
    ambiguous = name.lower() in words["ambiguous_months"]
    if ambiguous and not name[0].isupper():
        return False
    if reader != "month":
        return bool(groups.get("year")) or not tree.counts_something(match.start(), match.end())
    if groups.get("year") or groups.get("part"):
        return True
    if tree.get_upos(match.start("month")) in ("VERB", "AUX"):
        return False
    if tree.is_part_of_name(match.start("month"), match.end("month")):
        return False
    cued = previous in words["month_cues"] or bool(groups.get("det")) or following in ("last", "this", "next")
    cued = cued or (following[:1] in "-–" and following != "")
    return cued or not (ambiguous or (len(name) < 5 and name.lower() not in ("june", "july")))


def _is_year(match: re.Match[str], around: tuple[str, str], text: str, tree: _Tree) -> bool:
    """Whether a number of four digits is a year: those before 1900 need a sign, such as "in" or a bracket."""
    groups, year, (previous, following) = match.groupdict(), int(match["year"]), around
    words = _load_lexicon().words
    if groups.get("named") or groups.get("part"):
        return True
    last, next_ = text[: match.start()].rstrip()[-1:], text[match.end() : match.end() + 2].strip()[:1]
    if previous in words["numbered"] or following.lower().rstrip(".,") in words["measures"] or next_ == "+":
        return False
    determined = match[0].lower().startswith("the") or previous in words["determiners"] or previous.endswith("'s")
    if 1900 <= year < 2060:
        return determined or year % 50 != 0 or not tree.counts_something(match.start(), match.end())
    if tree.counts_something(match.start(), match.end()):
        return False
    noun = tree.find_noun_above(match.start(), match.end())
    listed = last in "(–—" or (last == "," and next_ in ("", ".", ")", ";", ","))
    return previous in words["year_cues"] or listed or (determined and noun is not None and year % 100 != 0)


class _Tree:
    """The tokens with their tree, asked by characters."""

    def __init__(self, tokens: Sequence[Token], text: str) -> None:
        self._text = text
        self._tokens = sorted(tokens, key=lambda token: token.start)
        self._by_index = {token.i: token for token in self._tokens}
        self._children: dict[int, list[Token]] = {}
        for token in self._tokens:
            if token.head != token.i:
                self._children.setdefault(token.head, []).append(token)
        self.start = self._tokens[0].start
        self.end = self._tokens[-1].end

    def find_tokens(self, start: int, end: int) -> list[Token]:
        """The tokens that share a character with the stretch from START to END."""
        return [token for token in self._tokens if token.start < end and token.end > start]

    def find_root(self, start: int, end: int) -> Token | None:
        """The token whose head lies outside."""
        inside = self.find_tokens(start, end)
        indices = {token.i for token in inside}
        roots = [token for token in inside if token.head == token.i or token.head not in indices]
        return next((token for token in roots if token.dep not in ("det", "punct", "case")), None)

    def text_after(self, end: int, words: str) -> bool:
        """Whether WORDS follow."""
        return self._text.startswith(words, end)

    def get_upos(self, start: int) -> str:
        """The part of speech of the token at START."""
        inside = self.find_tokens(start, start + 1)
        return inside[0].upos if inside else ""

    def find_noun_above(self, start: int, end: int) -> Token | None:
        """The noun after the stretch to which it belongs, as in "the 2014 war"."""
        root = self.find_root(start, end)
        head = self._by_index.get(root.head) if root else None
        if root is None or head is None or head.start < end:
            return None
        return head if root.dep.split(":")[0] in ("nmod", "compound", "nummod", "amod", "poss", "flat") else None

    def counts_something(self, start: int, end: int) -> bool:
        """Whether the last number of the stretch says how many of the things that follow."""
        inside = self.find_tokens(start, end)
        last = inside[-1] if inside else None
        head = self._by_index.get(last.head) if last else None
        return bool(last and head and last.dep == "nummod" and head.start >= end and head.xpos in ("NNS", "NNPS"))

    def is_part_of_name(self, start: int, end: int) -> bool:
        """Whether the word is tied into a name, as in "Sunday Igboho" or "August Wilson"."""
        inside = self.find_tokens(start, end)
        for token in inside:
            head = self._by_index.get(token.head)
            if token.dep == "flat" and head and head.upos == "PROPN" and head not in inside:
                return head.lemma.lower() not in _load_lexicon().tables.months
            if any(child.dep == "flat" and child.upos == "PROPN" for child in self._children.get(token.i, ())):
                return True
        return False

    def find_lemma_above(self, token: Token) -> str:
        """The lemma of the head of TOKEN."""
        return self._by_index[token.head].lemma if token.head in self._by_index else ""

    def is_under_noun(self, start: int, end: int) -> bool:
        """Whether the stretch qualifies a noun before it, as in "a video from Friday"."""
        root = self.find_root(start, end)
        return bool(root and root.dep.startswith("nmod"))

    def find_direction(self, start: int, end: int) -> Direction | None:
        """Whether the verb above the stretch looks back or ahead."""
        token = self.find_root(start, end)
        words = _load_lexicon().words
        for _ in range(6):
            if token is None:
                return None
            if token.upos in ("VERB", "AUX") or token.lemma in words["scheduled_states"]:
                ahead = self._look_from(token, words)
                if ahead or token.dep not in ("conj", "xcomp", "ccomp", "advcl", "acl"):
                    return ahead
            head = self._by_index.get(token.head)
            token = None if head is token else head
        return None

    def _look_from(self, verb: Token, words: Mapping[str, frozenset[str]]) -> Direction | None:
        children = self._children.get(verb.i, [])
        helpers = [child for child in children if child.dep.startswith("aux") or child.dep == "cop"]
        have = any(child.lemma == "have" for child in helpers)
        if any(child.lemma.lower() in words["future_auxiliaries"] for child in helpers) and not have:
            return "future"
        head = self._by_index.get(verb.head)
        marks = [child for child in children if child.xpos == "TO" or (child.lemma == "to" and child.upos == "PART")]
        if marks:
            is_to = any(child.lemma == "be" and child.start < marks[0].start for child in helpers)
            if is_to or (head and head is not verb and head.lemma.lower() in words["future_words"]):
                return "future"
            return None
        if verb.lemma.lower() in words["scheduled_states"] and any(c.lemma in ("for", "be") for c in children):
            return "future"
        if verb.xpos == "VBG" and any(child.lemma == "be" and child.xpos in ("VBZ", "VBP") for child in helpers):
            return "future"
        if verb.xpos in ("VBZ", "VBP") and verb.lemma.lower() in words["scheduled_verbs"]:
            return "future"
        return "past" if verb.xpos in ("VBD", "VBN") or have else None


# ------------------------------------------------------------------------------------------------- putting together

_APPOSED: Final = re.compile(r"[^\S\n]*[,(]?[^\S\n]*(?:\n?(?:on)\s)?\s*(?:the\s+)?(?<!\n)")
_OF: Final = re.compile(r"\s+(?:of\s+)?")
_TO: Final = re.compile(r"\s*[-–—]\s*|\s+(?:to|until|till|through)\s+")
_AND: Final = re.compile(r"\s+and\s+")


def _join(found: Iterable[_Found], text: str, tree: _Tree) -> list[_Found]:
    """Neighbours that make one time: "seven days earlier, on October 6", "March last year", "from May to June 2011"."""
    joined: list[_Found] = []
    for item in found:
        while joined and (both := _join_two(joined[-1], item, text, tree)):
            joined.pop()
            item = both
        joined.append(item)
    return joined


def _join_two(one: _Found, two: _Found, text: str, tree: _Tree) -> _Found | None:
    a, b, gap = one.reading, two.reading, text[one.end : two.start]
    if len(gap) > 14 or (b.begin is None and b.floats is None):
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
    elif one.reader == two.reader == "weekday":
        reading = None if not _is_range(one, two, text, gap, tree) else _read_range(a, b, ahead=_is_ahead(one, tree))
        reader = "range"
    elif _APPOSED.fullmatch(gap) and _is_day(a, weekday=True) and _is_day(b, weekday=True):
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


def _is_ahead(item: _Found, tree: _Tree) -> bool:
    return tree.find_direction(item.start, item.end) == "future"


def _is_range(one: _Found, two: _Found, text: str, gap: str, tree: _Tree) -> bool:
    if {one.reading.kind, two.reading.kind} - {"point", "range"} or "range" in (one.reader, two.reader):
        return False
    preposition = _find_preposition(one, text)[0]
    if _AND.fullmatch(gap):
        return preposition == "between"
    root = tree.find_root(one.start, one.end)
    moved = root and tree.find_lemma_above(root) in _load_lexicon().words["moving_verbs"]
    return bool(_TO.fullmatch(gap)) and not moved


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


# ------------------------------------------------------------------------------------------------- prepositions


def _find_preposition(item: _Found, text: str) -> tuple[str | None, str | None]:
    """The preposition right before the time, and the edge that it speaks of: "since the start of" is since "start"."""
    match = _PREPOSITION.search(text, max(0, item.start - 60), item.start)
    if match is None:
        return None, None
    word = re.sub(r"\s+", " ", match[1].lower())
    return _SAME_AS.get(word, word), match["edge"]


def _express(item: _Found, text: str, tree: _Tree) -> TimeExpression:
    preposition, edge = _find_preposition(item, text)
    inside = tree.find_tokens(item.start, item.end)
    reading = item.reading
    if re.match(r"['’]s?\b|['’](?=\s)", text[item.end : item.end + 2]) or tree.find_noun_above(item.start, item.end):
        preposition = None
    elif item.reader not in ("range", "years", "days"):
        reading = _bound(reading, preposition, edge, tree.is_under_noun(item.start, item.end))
    if item.reader == "relative" and (
        match := re.search(r"(before|after|prior to|following)$", text[item.start : item.end])
    ):
        preposition = _SAME_AS.get(match[1], match[1])
    return TimeExpression(
        first=inside[0].i, last=inside[-1].i, start=item.start, end=item.end, begin=reading.begin,
        finish=reading.finish, kind=reading.kind, shift_days=reading.shift_days, preposition=preposition,
    )  # fmt: skip


def _bound(reading: Reading, preposition: str | None, edge: str | None, under_noun: bool) -> Reading:
    """What "since", "after", "before", "until" and "by" make of a time: only one of its sides stays closed."""
    if reading.kind not in ("point", "range") or reading.begin is None or reading.finish is None:
        return reading
    one_day = timedelta(days=1)
    if preposition == "since" or (preposition == "from" and not under_noun):
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
