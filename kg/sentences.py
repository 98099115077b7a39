"""Where the sentences of a text begin, by its lines and its punctuation; no model is asked.

A blank line always ends a sentence; so does the end of a headline, a byline or an item of a list. A line break inside
hard-wrapped text does not. Abbreviations do not either, unless a word follows that nearly always begins a sentence.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_NARROW: Final = 50
_FEW_LINES: Final = 3
_LOOK_BACK: Final = 40

_TITLES: Final = frozenset(
    "adm amb bishop brig capt cdr cmdr col comdr comm cpl det dr fr ft gen gov hon insp lt maj messrs mme mr mrs ms mt"
    " pres prof pvt rep reps rev sen sens sgt sr st supt vs v cf e.g i.e viz approx est incl dept depts govt"
    " maj.gen lt.gen brig.gen lt.col lt.cmdr sgt.maj gens cols profs drs".split()
)
_NUMBERED: Final = frozenset("no nos art arts sec ch chap fig figs vol vols para paras p pp res doc eq ref".split())
_MONTHS: Final = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_WITHIN: Final = frozenset(
    "inc corp co cos ltd llc plc bros jr sr ph.d d.c esq assn univ ave blvd rd al etc a.m p.m am pm"
    " ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa"
    " tenn tex va vt wash wis wyo".split()
)
_HOURS: Final = frozenset("a.m p.m am pm".split())
_AFTER_HOURS: Final = (
    frozenset(
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun gmt"
        " utc est edt cst cdt mst mdt pst pdt bst cet cest ist eastern central pacific local eet eest msk".split()
    )
    | _MONTHS
)
_STARTERS: Final = frozenset(
    "a about according after all also although among an and another any are as asked at because before both but by"
    " can could despite did do does during each earlier either even every few for from further had has have he her"
    " here his how however i if in instead is it its last later many meanwhile moreover most my neither never"
    " nevertheless no nobody none nor not nothing now of officials on once one only or our over reports several she"
    " should since so some soon still such that the their them then there therefore these they this those though three"
    " thus to today two under unless until was we were what when where whether which while who whose why will with"
    " witnesses would yesterday yet you your".split()
)
_ARTICLE: Final = re.compile(r"(?:al|el|ad|as|ar|az|an|at|ash|ul)[-‑'’][A-Z]")

_END: Final = re.compile(
    r"""(?<![.!?…])(?P<marks>[.!?…]++)
        (?P<close>(?:["'”’»)\]]|\[\d{1,3}\]|\s[”»](?=\s))*+)
        (?:(?P<space>\s++)|(?<=[a-z]{3}[.!?])(?=[A-Z][a-z]+\s)(?!(?:Com|Net|Org)\b))
        (?=(?P<open>["'“‘«(\[]*)(?P<after>[\w.'’-]*))""",
    re.VERBOSE,
)
_ENUMERATION: Final = re.compile(r"\W*(?:\d{1,3}|[A-Za-z]|[ivx]{1,4}|[IVX]{1,4})(?:\.\d{1,3})*")
_ITEM: Final = re.compile(r"\s*(?:[-*+•‣◦▪●■–—]\s+|\(?(?:\d{1,2}|[a-zA-Z])[.)]\s+|#{1,6}\s)")
_TERMINATED: Final = re.compile(r"""[.!?…:;]["'”’»)\]]*\s*\Z""")
_BEGINNING: Final = re.compile(r"""\s*["'“‘«(\[]*[A-Z0-9]""")
_STOPS: Final = re.compile(r"[.!?…:;](?:[\"'”’»)\]]*)(?:\s|\Z)")
_RUNS_ON: Final = re.compile(
    r"""(?:[,–—-]|\b(?:a|an|and|at|by|for|from|in|of|on|or|the|to|with))\s*\Z""", re.IGNORECASE
)
_CAPITAL: Final = re.compile(r"\S")

_PLACE: Final = r"[A-Z][A-Z.'’‘-]+(?:\ [A-Z][A-Z.'’‘-]*)*"
_DAY: Final = r"\d{1,2}\s+[A-Z][A-Za-z]{2,8}\.?(?:\s+\d{2,4})?"
_REST: Final = rf"(?:,\s+(?:{_DAY}|[A-Z][\w.'’]*(?:[ -][\w.'’]+){{0,3}})){{0,3}}"
_AGENCY: Final = r"\((?:[A-Z][\w.&/’'\s-]{1,40})\)"
_REMARKS: Final = r"(?:\[[^\]]{1,60}\]\s*)*"
_DATELINE: Final = re.compile(
    rf"(?:{_PLACE}(?:\s*{_AGENCY})?{_REST}\s*(?:{_AGENCY}\s*)?|{_AGENCY}\s*)(?:(?:—|–|--|-)\s+|(?<=[A-Z0-9]):\s+)"
    rf"{_REMARKS}(?=[\"“'‘]?[A-Z0-9])"
)


@dataclass(frozen=True, slots=True)
class Start:
    """The offset at which a sentence begins; where that is not `certain`, the parser may decide."""

    offset: int
    certain: bool = True


def find_starts(text: str) -> list[Start]:
    """Where the sentences of TEXT begin, in order; the first is its first character that is no space.

    >>> [start.offset for start in find_starts("Gen. Dostum left. He fled.")]
    [0, 18]
    """
    starts: list[Start] = []
    for begin, end in find_blocks(text):
        starts += _find_in_block(text, begin, end)
    return starts


def find_dateline(text: str, start: int, end: int) -> int | None:
    """Where the report begins in a sentence that opens with a dateline; None where it does not.

    >>> find_dateline("KABUL, Afghanistan (AP) — He left.", 0, 34)
    26
    """
    match = _DATELINE.match(text, start, min(end, start + 200))
    return match.end() if match is not None and match.end() < end else None


def find_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of TEXT at whose ends a sentence surely ends: paragraphs, headlines, items of lists."""
    paragraph: list[tuple[int, str]] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            paragraph.append((offset, line))
        elif paragraph:
            yield from _split_paragraph(paragraph)
            paragraph = []
        offset += len(line)
    if paragraph:
        yield from _split_paragraph(paragraph)


def _split_paragraph(lines: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    width = max(len(line.rstrip()) for _, line in lines)
    begin = lines[0][0]
    is_list = _are_headlines([line for _, line in lines], width)
    for (_, previous), (offset, line) in itertools.pairwise(lines):
        if is_list or _is_break(previous, line, width, is_short=len(lines) <= _FEW_LINES):
            yield begin, offset
            begin = offset
    yield begin, lines[-1][0] + len(lines[-1][1])


def _are_headlines(lines: list[str], width: int) -> bool:
    """Whether each of several LINES is a headline: all begin like one, none ends or runs on like a line of prose."""
    if len(lines) < _FEW_LINES or any(not _BEGINNING.match(line) or _STOPS.search(line) for line in lines):
        return False
    if any(_RUNS_ON.search(line) or len(line.split()) < _FEW_LINES for line in lines):
        return False
    return any(_is_break(one, other, width, is_short=False) for one, other in itertools.pairwise(lines))


def _is_break(previous: str, line: str, width: int, *, is_short: bool) -> bool:
    """Whether the line break is meant: a wrapped line ends only where the next word would not fit."""
    room = width - len(previous.rstrip())
    fits = (is_short and width < _NARROW) or room > len(line.split(maxsplit=1)[0])
    if _ITEM.match(line) and (fits or _TERMINATED.search(previous) or _ITEM.match(previous)):
        return True
    if not _BEGINNING.match(line):
        return False
    if previous.isupper() and not line.isupper() and not previous.rstrip().endswith(","):
        return True
    return fits and not _RUNS_ON.search(previous) and previous.split()[-1].rstrip(".").lower() not in _TITLES


def _find_in_block(text: str, begin: int, end: int) -> Iterator[Start]:
    first = _CAPITAL.search(text, begin, end)
    if first is None:
        return
    last = first.start()
    yield Start(last)
    for match in _END.finditer(text, begin, end):
        offset = match.start("open")
        if offset >= end or not (match["open"] or match["after"] or text[offset : offset + 1].strip()):
            continue
        verdict = _is_end(text, last, match)
        if verdict is not False:
            yield Start(offset, verdict is True)
            last = offset


def _is_end(text: str, last: int, match: re.Match[str]) -> bool | None:
    """Whether the marks end the sentence that begins at LAST; None where only the parser can tell."""
    after = match["after"]
    is_small = after[:1].islower() and not _ARTICLE.match(after)
    if match["marks"] != ".":
        return not is_small
    sofar = text[max(last, match.start() - _LOOK_BACK) : match.start()]
    words = sofar.split()
    word = words[-1].lstrip("\"'“‘«([") if words and not sofar[-1].isspace() else ""
    if len(sofar) < _LOOK_BACK and _ENUMERATION.fullmatch(sofar) and match["space"] and word != "I":
        return False
    if is_small:
        return None if len(word) > 3 and word.islower() and word.isalpha() and word not in _TITLES else False
    if match["close"] and not match["close"].startswith(")"):
        return True
    return _is_end_after(word, after)


def _is_end_after(word: str, after: str) -> bool:
    """Whether a full stop after WORD ends its sentence, where AFTER begins with a capital, a digit or a sign."""
    key = word.lower()
    if key in _TITLES and not (key == "st" and _is_starter(after)):
        return False
    if key in _NUMBERED:
        return key == "no" and not after[:1].isdigit() and word != "No"
    if key in _MONTHS and word[:1].isupper():
        return _is_starter(after)
    if key in _HOURS:
        return after.lower().strip(".'’") not in _AFTER_HOURS
    if (len(word) == 1 and word.isupper()) or "." in word.strip(".") or (key in _WITHIN and word[:1].isupper()):
        return _is_starter(after)
    return True


def _is_starter(after: str) -> bool:
    return after[:1].isupper() and re.split(r"['’-]", after.rstrip(".").lower())[0] in _STARTERS
