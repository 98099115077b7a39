"""Markdown, without losing a character: what is markup becomes blanks, so that every offset stays where it was.

A parser of language takes `**`, link addresses and code for words. `blank_markup` gives it a text of the same length
in which only the prose is left; what is stored and quoted is the text as it was read.
The syntax is CommonMark 0.31 (<https://spec.commonmark.org/0.31.2/>) as far as news needs it.
"""

from __future__ import annotations

import re
import tomllib
from typing import Final

_FRONT_MATTER: Final = re.compile(
    r"\A(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<body>.*?)^(?P=fence)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_KEY_VALUE: Final = re.compile(r"^(?P<key>[A-Za-z_][\w-]*):[ \t]+(?P<value>\S.*?)[ \t]*\r?$", re.MULTILINE)
_QUOTED: Final = re.compile(r"""(?P<quote>["'])(?P<inner>.*)(?P=quote)(?:\s+\#.*)?""")
_COMMENT: Final = re.compile(r"\s+#.*")
_HEADING: Final = re.compile(r"^ {0,3}#[ \t]+(?P<title>[^\r\n]*?)(?:[ \t]+#+)?[ \t]*\r?$", re.MULTILINE)

_BLANKED_WHOLLY: Final = tuple(
    re.compile(pattern, re.MULTILINE | re.DOTALL)
    for pattern in (
        r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*\r?$|\Z)",  # fenced code
        r"<!--.{0,2000}?-->",
        r"!\[[^\]\n]*\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+[\"'][^\n]{0,300}?[\"'])?\)|\[[^\]\n]*\])",
        r"^ {0,3}\[[^\]\n]+\]:[ \t]*\S+[^\n\r]*",  # where a reference leads
        r"\[\^[^\]\s]+\]",  # footnote mark
        r"<(?:https?|mailto):[^<>\s]*>",
        r"</?[A-Za-z][A-Za-z0-9-]*(?:[ \t\r\n][^<>]*)?/?>",  # HTML tag
        r"^ {0,3}(?:[-*_][ \t]*){3,}\r?$",  # rule, or the line under a heading
        r"^ {0,3}=+[ \t]*\r?$",
        r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*\r?$",  # under a table's head
    )
)
_LINE_START: Final = re.compile(
    r"^(?:[ \t]{0,3}>[ \t]?)*"
    r"(?:[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t])(?:[ \t]+\[[ xX]\](?=[ \t]))?|[ \t]{0,3}#{1,6}(?=[ \t]))?",
    re.MULTILINE,
)
_HEADING_END: Final = re.compile(r"(?<=[ \t])#+(?=[ \t]*\r?$)", re.MULTILINE)
_LINK: Final = re.compile(
    r"\[(?P<label>[^\[\]]+)\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+[\"'][^\n]{0,300}?[\"'])?\)|\[[^\[\]\n]*\])"
)
_EMPHASIS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<mark>\*{1,3})(?=[^\s*])(?P<label>[^*\n]*(?:\n[^*\n]+)*?)(?<=[^\s*])(?P=mark)(?!\*)",
        r"(?<![\w_])(?P<mark>_{1,3})(?=[^\s_])(?P<label>[^\n]{0,200}?)(?<=[^\s_])(?P=mark)(?![\w_])",
        r"(?P<mark>~~)(?=\S)(?P<label>[^~\n]+?)(?<=\S)(?P=mark)",
        r"(?P<mark>`{1,2})(?P<label>[^`\n]+)(?P=mark)",
    )
)
_ESCAPE: Final = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_TABLE_ROW: Final = re.compile(r"^[ \t]*\|[^\n]*\|[ \t]*\r?$", re.MULTILINE)


def blank_markup(text: str) -> str:
    r"""TEXT with every character of Markdown syntax replaced by a blank; same length, same line breaks.

    Front matter, code, images and addresses go entirely; of links and emphasis the words stay.

    >>> blank_markup("# Talks\n\nThe *army* met [rebels](http://e.org) today.")
    '  Talks\n\nThe  army  met  rebels                today.'
    """
    text = _FRONT_MATTER.sub(_blank, text)
    for pattern in _BLANKED_WHOLLY:
        text = pattern.sub(_blank, text)
    text = _TABLE_ROW.sub(lambda match: match[0].replace("|", " "), text)
    text = _HEADING_END.sub(_blank, _LINE_START.sub(_blank, text))
    text = _LINK.sub(_keep_label, text)
    # Emphasis may stand in emphasis: from the outside in, a few times.
    for _ in range(3):
        for pattern in _EMPHASIS:
            text = pattern.sub(_keep_label, text)
    return _ESCAPE.sub(" ", text)


def read_front_matter(text: str) -> dict[str, object]:
    """The simple `key: value` pairs (or the TOML) between `---` or `+++` at the very start of TEXT.

    Nested YAML is passed over; broken TOML raises `ValueError`.

    >>> read_front_matter("---\\ntitle: 'Truce'\\ndate: 2024-05-01\\n---\\nText.")
    {'title': 'Truce', 'date': '2024-05-01'}
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}
    if match["fence"] == "+++":
        return tomllib.loads(match["body"].replace("\r\n", "\n"))
    return {found["key"]: _unquote(found["value"]) for found in _KEY_VALUE.finditer(match["body"])}


def find_heading(text: str) -> str | None:
    """The first heading of level one, without its markup.

    >>> find_heading("# The *long* war\\n\\nText.")
    'The long war'
    """
    match = _HEADING.search(_FRONT_MATTER.sub(_blank, text))
    if match is None:
        return None
    return " ".join(blank_markup(match["title"]).split()) or None


def _blank(match: re.Match[str]) -> str:
    return _to_blanks(match[0])


def _to_blanks(text: str) -> str:
    return "".join(char if char in "\r\n" else " " for char in text)


def _keep_label(match: re.Match[str]) -> str:
    start, end = (match.start("label") - match.start(), match.end("label") - match.start())
    whole = match[0]
    return _to_blanks(whole[:start]) + whole[start:end] + _to_blanks(whole[end:])


def _unquote(value: str) -> str:
    quoted = _QUOTED.fullmatch(value)
    return quoted["inner"] if quoted else _COMMENT.sub("", value)
