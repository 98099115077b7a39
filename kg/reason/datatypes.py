"""Values of literals, as far as contradictions turn on them: does a value belong to a datatype, do two differ?

Covers the datatypes of OWL 2 RL (OWL 2 Profiles, section 4.2) and the Gregorian fragments of XML Schema 1.1 part 2.
Where the answer is not certain, it is None: a false alarm is worse than none.
"""

from __future__ import annotations

import calendar
import math
import re
import struct
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Final

from rdflib import RDF, RDFS, XSD, Literal, URIRef
from rdflib.term import Node

from kg.reason.dictionary import to_term
from kg.reason.terms import to_node

_ZONE: Final = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)"
_YEAR: Final = r"-?(?:[1-9]\d{4,}|\d{4})"
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_DAY: Final = r"(?:0[1-9]|[12]\d|3[01])"
_TIME: Final = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_NAME: Final = r"[^\W\d][\w.\-·:]*"
_FLOAT: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
_INTEGER: Final = r"[+-]?\d+"

_SPELLING: Final[Mapping[str, str]] = {
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "integer": _INTEGER,
    "float": _FLOAT,
    "double": _FLOAT,
    "boolean": "true|false|0|1",
    "string": r"(?s:.*)",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "NMTOKEN": r"[\w.\-·:]+",
    "Name": _NAME,
    "NCName": _NAME.replace(":", ""),
    "anyURI": r"(?s:.*)",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "base64Binary": r"[A-Za-z0-9+/\s]*(?:=\s*){0,2}",
    "date": rf"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}?",
    "dateTime": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}?",
    "dateTimeStamp": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "time": rf"{_TIME}{_ZONE}?",
    "gYear": rf"{_YEAR}{_ZONE}?",
    "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}?",
    "gMonthDay": rf"--{_MONTH}-{_DAY}{_ZONE}?",
    "gMonth": rf"--{_MONTH}{_ZONE}?",
    "gDay": rf"---{_DAY}{_ZONE}?",
}

RANGES: Final[Mapping[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}

_STRINGS: Final = frozenset({"string", "normalizedString", "token", "language", "NMTOKEN", "Name", "NCName"})
_PATTERNS: Final = {name: re.compile(spelling) for name, spelling in _SPELLING.items()}
_SPACE: Final[Mapping[str, str]] = {
    **{name: name for name in _SPELLING},
    **dict.fromkeys(("decimal", *RANGES), "decimal"),
    **dict.fromkeys(_STRINGS, "string"),
    "dateTimeStamp": "dateTime",
}
"""The primitive datatype of each: the value spaces of two primitive ones have nothing in common."""

_LOCAL: Final[Mapping[Node, str]] = {
    **{XSD[name]: name for name in _SPACE},
    RDF.langString: "langString",
    RDF.PlainLiteral: "PlainLiteral",
    RDFS.Literal: "Literal",
}


DATATYPE_NAMES: Final = frozenset(_LOCAL)
"""The datatypes whose values are known here."""


def is_value_of(spelling: str, datatype: str) -> bool:
    """Whether the literal that N-Triples spells as SPELLING has a value of DATATYPE."""
    return is_of_datatype(to_literal(spelling), URIRef(datatype)) is True


def to_literal(spelling: str) -> Literal:
    """The literal that N-Triples spells as SPELLING."""
    node = to_node(to_term(spelling))
    assert isinstance(node, Literal)  # noqa: S101 - the caller looked
    return node


def find_wider(names: Collection[str]) -> set[str]:
    """The integer datatypes that hold all values that all of NAMES hold.

    >>> sorted(find_wider({"short", "unsignedInt"}) & {"unsignedShort", "byte", "int"})
    ['int', 'unsignedShort']
    """
    lows = [low for low, _ in map(RANGES.__getitem__, names) if low is not None]
    highs = [high for _, high in map(RANGES.__getitem__, names) if high is not None]
    lowest, highest = max(lows, default=None), min(highs, default=None)
    return {
        name
        for name, (low, high) in RANGES.items()
        if (low is None or (lowest is not None and lowest >= low))
        and (high is None or (highest is not None and highest <= high))
    }


def is_well_formed(literal: Literal) -> bool | None:
    """Whether the spelling of LITERAL is one of its datatype; None for datatypes not known here.

    >>> is_well_formed(Literal("-0044-03-15", datatype=XSD.date)), is_well_formed(Literal("ten", datatype=XSD.integer))
    (True, False)
    """
    name = _name_of(literal)
    if name == "langString":
        return True
    if name is None or name not in _SPACE:
        return None
    text = str(literal) if name in ("string", "normalizedString") else str(literal).strip(" \t\n\r")
    if name in RANGES:
        return bool(_PATTERNS["integer"].fullmatch(text)) and _is_between(Decimal(text), name)
    return bool(_PATTERNS[name].fullmatch(text)) and _is_day(text, name)


def is_of_datatype(literal: Literal, datatype: Node) -> bool | None:
    """Whether the value of LITERAL belongs to DATATYPE; None where that is not known.

    >>> is_of_datatype(Literal(7), XSD.unsignedByte), is_of_datatype(Literal(7), XSD.string)
    (True, False)
    """
    own, other = _name_of(literal), _LOCAL.get(datatype)
    if own is None or other is None or not is_well_formed(literal):
        return None
    if other in ("Literal", own):
        return True
    if other == "PlainLiteral":
        return own == "langString" or own in _STRINGS
    if "langString" in (own, other) or _SPACE[own] != _SPACE[other]:
        return False
    text = str(literal).strip(" \t\n\r") if own not in _STRINGS else str(literal)
    if other in RANGES:
        return _is_between(Decimal(text), other)
    return True if other == "decimal" else bool(_PATTERNS[other].fullmatch(text))


def are_different(first: Literal, second: Literal) -> bool | None:
    """Whether two literals are certain to have different values; None where that is not known.

    >>> are_different(Literal("1.0", datatype=XSD.decimal), Literal("1", datatype=XSD.integer))
    False
    """
    one, other = _name_of(first), _name_of(second)
    if one is None or other is None or "PlainLiteral" in (one, other) or "Literal" in (one, other):
        return None
    if not is_well_formed(first) or not is_well_formed(second):
        return None
    if "langString" in (one, other):
        return one != other or (str(first), first.language) != (str(second), second.language)
    if _SPACE[one] != _SPACE[other]:
        return True
    left, right = _value(first, _SPACE[one]), _value(second, _SPACE[one])
    if _SPACE[one] in ("dateTime", "time", "date") and _zone(str(left)) != _zone(str(right)):
        return None
    return left != right


def _value(literal: Literal, space: str) -> object:
    text = str(literal)
    if space == "string":
        return text
    text = text.strip(" \t\n\r")
    if space == "decimal":
        return Decimal(text)
    if space in ("float", "double"):
        return _to_bits(float(text.replace("INF", "inf")), "f" if space == "float" else "d")
    if space == "boolean":
        return text in ("true", "1")
    if space == "hexBinary":
        return text.lower()
    if space == "base64Binary":
        return "".join(text.split())
    return re.sub(r"(\.\d*?)0+(?=\D|$)", r"\1", text).replace(".Z", "Z").rstrip(".")


def _to_bits(number: float, width: str) -> bytes:
    """The value as IEEE 754 has it: +0 and -0 are two (W3C's case Plus_and_Minus_Zero_are_Distinct), NaN is one."""
    try:
        return struct.pack(width, math.nan if math.isnan(number) else number)
    except OverflowError:
        return struct.pack(width, math.copysign(math.inf, number))


def _zone(text: str) -> str | None:
    found = re.search(f"{_ZONE}$", text)
    return found.group() if found else None


def _name_of(literal: Literal) -> str | None:
    if literal.language:
        return "langString"
    return _LOCAL.get(literal.datatype) if literal.datatype is not None else "string"


def _is_between(value: Decimal, name: str) -> bool:
    low, high = RANGES[name]
    return value == value.to_integral_value() and (low is None or value >= low) and (high is None or value <= high)


def _is_day(text: str, name: str) -> bool:
    """Whether the month of TEXT has its day; years before 1 and after 9999 are taken to have all days."""
    if name not in ("date", "dateTime", "dateTimeStamp") or not re.match(r"\d{4}-", text) or text.startswith("0000"):
        return True
    return int(text[8:10]) <= calendar.monthrange(int(text[:4]), int(text[5:7]))[1]
