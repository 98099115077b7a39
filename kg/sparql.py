"""What a SPARQL text is before it runs: a query or an update, and whether it reaches for the network.

pyoxigraph gives no syntax tree, so the text is cut into tokens here, which tells a keyword from the same word in a
string, a comment, an IRI or a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from kg.errors import InputError

TOKEN: Final = re.compile(
    r'''(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<comment>\#[^\r\n]*)
    | (?P<string>"""(?:"{0,2}(?:[^"\\]|\\.))*""" | \'\'\'(?:\'{0,2}(?:[^'\\]|\\.))*\'\'\'
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<name>[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<other>.)''',
    re.VERBOSE | re.DOTALL,
)
# `FILTER(1<2)SERVICE?x#>` has what looks like an IRI, and is none.
_SERVICE_IN_IRI: Final = re.compile(r"<.*\).*SERVICE", re.IGNORECASE | re.DOTALL)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES: Final = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_PLACE: Final = re.compile(r"^error at (\d+):(\d+): ")
_EXPECTED: Final = re.compile(r'"([^"]+)"|\b([A-Z]{2,})\b')
_MOST_EXPECTED: Final = 8
_UNUSUAL: Final = frozenset({"LATERAL", "SERVICE"})
"""What kg refuses or hardly anyone means."""


def check_query(text: str, *, where: str, allow_service: bool = False) -> None:
    """Refuse an update, and a SERVICE call unless it is allowed; both are `InputError`.

    >>> check_query("ASK { ?s ?p 'SERVICE' }", where="example")
    """
    words = list(_keywords(text))
    start = next((word for word in words if word in _FORMS | _UPDATES), None)
    if start in _UPDATES:
        hint = "kg query only reads; a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"
        raise InputError(f"this is an update ({start}), not a query", where=where, hint=hint)
    # SPARQL resolves \\u escapes before it reads keywords (19.2), so SERVICE may hide behind one.
    if not allow_service and "SERVICE" in {*words, *_keywords(_ESCAPE.sub(_unescape, text))}:
        raise InputError("SERVICE would reach the network", where=where, hint="kg works offline: load the data instead")


def find_undeclared_prefix(text: str, known: Collection[str]) -> tuple[str, int] | None:
    """The first prefix that TEXT uses and neither declares nor may take for KNOWN, and its offset.

    >>> find_undeclared_prefix("ASK { ?s foaf:name ?n }", {"rdfs"})
    ('foaf', 9)
    """
    declared = {*known, "_"}
    before = ""
    for match in TOKEN.finditer(text):
        if match.lastgroup == "name":
            prefix = match.group().partition(":")[0]
            if before == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                return prefix, match.start()
        if match.group().strip() and match.lastgroup != "comment":
            before = match.group().upper()
    return None


def to_input_error(error: SyntaxError, text: str, where: str, *, known: Collection[str] = ()) -> InputError:
    """A parser's complaint as an `InputError` with line and column, and the line itself as the hint.

    KNOWN are the prefixes that a query need not declare.
    """
    undeclared = find_undeclared_prefix(text, known)
    if undeclared is not None:
        prefix, offset = undeclared
        line, column = text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1
        hint = f"Add a line: PREFIX {prefix}: <IRI>. Known without one: {', '.join(sorted(known))}"
        return InputError(f"the prefix {prefix}: is not declared", where=f"{where}:{line}:{column}", hint=hint)
    match = _PLACE.match(error.msg)
    if match is None:
        return InputError(f"not valid SPARQL: {error.msg}", where=where)
    line, column = int(match[1]), int(match[2])
    named = [one or other for one, other in _EXPECTED.findall(error.msg[match.end() :])]
    expected = [word for word in named if word not in _UNUSUAL]
    what = f"; expected one of {' '.join(expected[:_MOST_EXPECTED])}" if expected else ""
    lines = text.splitlines()
    shown = lines[line - 1] if line <= len(lines) else ""
    hint = f"{shown}\n  {' ' * (column - 1)}^" if shown else "The query ends too early"
    return InputError(f"not valid SPARQL{what}", where=f"{where}:{line}:{column}", hint=hint)


def _keywords(text: str) -> Iterator[str]:
    for match in TOKEN.finditer(text):
        if match.lastgroup == "word":
            yield match[0].upper()
        elif match.lastgroup == "iri" and _SERVICE_IN_IRI.match(match[0]):
            yield "SERVICE"


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]
