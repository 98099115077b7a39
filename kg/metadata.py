"""What is known about an article besides its text: JSON with known keys, all of them optional.

`<stem>.meta.json` beside a text is one such object, and a line of JSON Lines is one with the key `text` added:

    {"id": "truce", "title": "A truce", "date": "2013-06-25", "publisher": "The Daily", "url": "https://e.org/truce",
     "author": "A. Writer", "licence": "CC BY 4.0", "note": "passed over, for people"}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

from kg.errors import InputError, nearest
from kg.model import Diagnostic
from kg.plaintext import decode, is_writable

META_SUFFIX: Final = ".meta.json"

_KEYS: Final = ("id", "title", "date", "publisher", "url", "author", "licence", "note")
_SYNONYMS: Final = {"published": "date", "license": "licence"}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_date(text: str) -> date:
    """The calendar date of an ISO 8601 date or time; `ValueError` where TEXT is none.

    >>> parse_date("2013-06-25T08:30:00Z")
    datetime.date(2013, 6, 25)
    """
    text = text.strip()
    return date.fromisoformat(text) if _DAY.fullmatch(text) else datetime.fromisoformat(_checked_time(text)).date()


def _checked_time(text: str) -> str:
    # Python also takes 20130625 and 2013-W26-2, which readers mistake for something else.
    if not _DAY.match(text) or len(text) < len("2013-06-25T08:30"):
        raise ValueError(f"{text!r} is no date")
    return text.replace(" +", "+").replace(" UTC", "Z")


def read_metadata(path: Path) -> dict[str, object]:
    """The JSON object in a file; `InputError` where it is none."""
    text = decode(path.read_bytes(), str(path))
    try:
        return to_object(text)
    except ValueError as error:
        raise InputError(f"not valid metadata: {error}", where=str(path), hint="It must be one JSON object") from error


def find_unknown_keys(metadata: Mapping[str, object], where: str) -> Iterator[Diagnostic]:
    """Tell of each key that means nothing to kg: most are misspelt."""
    known = (*_KEYS, *_SYNONYMS)
    for key in sorted(set(metadata) - set(known)):
        near = nearest(key, known)
        advice = f"; did you mean {near!r}?" if near else f"; known are {', '.join(_KEYS)}"
        yield Diagnostic(code="unknown-key", message=f"the key {key!r} is passed over{advice}", where=where)


def to_fields(metadata: Mapping[str, object], where: str) -> dict[str, str]:
    """The values of known keys as text, the date checked; empty ones and null are left out."""
    fields: dict[str, str] = {}
    for key, value in metadata.items():
        name = _SYNONYMS.get(key, key)
        if name not in _KEYS or name == "note" or value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, (str, int, date)) or not is_writable(str(value)):
            raise InputError(f"the {key} is no text: {show_value(value)}", where=where)
        fields[name] = str(value).strip()
    if "date" in fields:
        try:
            parse_date(fields["date"])
        except ValueError as error:
            hint = "Dates are written YYYY-MM-DD, such as 2013-06-25"
            raise InputError(f"the date is none: {show_value(fields['date'])}", where=where, hint=hint) from error
    return {name: value for name, value in fields.items() if value}


def to_object(text: str) -> dict[str, object]:
    """The JSON object that TEXT is; `ValueError` where it is anything else."""
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError(f"an object is expected, not {show_value(value)}")
    return value


def show_value(value: object) -> str:
    """VALUE as JSON, short enough for a message."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."
