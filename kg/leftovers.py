"""What is left in a text of the page or wire that it came from, without losing a character: it becomes blanks.

A parser of language takes tags, addresses and tables of figures for sentences. `blank_leftovers` gives it a text of
the same length in which they are gone, so that every offset stays where it was; what is stored is the text as read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

_BLOCKS: Final = (
    "address article aside blockquote body br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "html iframe li main nav ol option p pre section table tbody td tfoot th thead title tr ul"
)
"""Elements that end what stands before them."""
_INLINE: Final = (
    "a abbr acronym audio b base big body button center cite code col colgroup data del dfn em embed font i img input "
    "ins kbd label legend link map mark meta object param picture q s samp select small source span strike strong sub "
    "sup time tt u var video wbr"
)
_DROPPED: Final = re.compile(
    r"<(script|style|head|noscript|svg|template)\b[^<>]{0,2000}>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<!doctype[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTES: Final = r"(?:\s[^<>]{0,2000})?"
_BLOCK_TAG: Final = re.compile(rf"</?(?:{'|'.join(_BLOCKS.split())}){_ATTRIBUTES}/?>", re.IGNORECASE)
_INLINE_TAG: Final = re.compile(rf"</?(?:{'|'.join(_INLINE.split())}){_ATTRIBUTES}/?>", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_ADDRESS: Final = re.compile(r"\b(?:https?://|www\.)[^\s<>\"”]+(?<![.,;:!?)\]’'])", re.IGNORECASE)
_TAG: Final = re.compile(r"(?<!\S)#(?=[^\W\d])")

_GAP: Final = re.compile(r"[ \t]*(?:\t| {3}|\||[.·…_-]{4,}+)(?:[ \t|]++|[.·…_-]{3,}+)*+")
_FIGURE: Final = re.compile(r"[~<>+±(-]*[$€£]?\d[\d.,:/ -]*[%)*]*|n/?a|-+|—", re.IGNORECASE)
_LONGEST_CELL: Final = 6
_LEAST_ROWS: Final = 2


def blank_leftovers(text: str) -> str:
    r"""TEXT without HTML, addresses on the web, marks of hashtags and tables of figures; same length.

    A tag that ends a paragraph leaves a line break, and a character reference the character that it stands for.

    >>> blank_leftovers("<p>The army&#8217;s <b>base</b></p>")
    '\n\n The army      ’s    base    \n\n  '
    >>> blank_leftovers("Gao .... 12\nKidal .... 4\nRebels attacked.").split()
    ['Rebels', 'attacked.']
    """
    for start, end in list(_find_tables(text)):  # before blanks come in that would look like gaps between cells
        text = text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]
    if "<" in text:
        text = _DROPPED.sub(_to_break, text)
        text = _INLINE_TAG.sub(_to_blanks, _BLOCK_TAG.sub(_to_break, text))
    if "&" in text:
        text = _REFERENCE.sub(_to_character, text)
    return _TAG.sub(" ", _ADDRESS.sub(_to_blanks, text))


def _to_blanks(match: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", " ", match.group())


def _to_break(match: re.Match[str]) -> str:
    return "\n\n" + _to_blanks(match)[2:]


def _to_character(match: re.Match[str]) -> str:
    """What a reference stands for, beside what it belongs to: the letter after it, or else what is before it."""
    whole = match.group()
    char = html.unescape(whole)
    if len(char) != 1 or not char.isprintable():
        return " " * len(whole) if char != whole and len(char) == 1 else whole
    if match.string[match.end() : match.end() + 1].isalnum():
        return char.rjust(len(whole))
    return char.ljust(len(whole))


# Tables


def _find_tables(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of lines that are rows of cells, half of them with figures."""
    block: list[tuple[int, int]] = []
    figures = offset = 0
    for line in [*text.splitlines(keepends=True), ""]:
        cells = _to_cells(line)
        if cells:
            block.append((offset, offset + len(line)))
            figures += any(_FIGURE.fullmatch(cell) for cell in cells)
        elif line.strip() or not line:
            if len(block) >= _LEAST_ROWS and 2 * figures >= len(block):
                yield block[0][0], block[-1][1]
            block, figures = [], 0
        offset += len(line)


def _to_cells(line: str) -> list[str]:
    """The cells of a row; none where LINE is no row."""
    bare = line.strip()
    if _GAP.search(bare) is None:
        return []
    cells = [cell for cell in _GAP.split(bare) if cell]
    is_rule = not cells and bare.startswith("|")
    is_row = len(cells) > 1 and all(len(cell.split()) <= _LONGEST_CELL for cell in cells)
    return cells if is_row else ["-"] if is_rule else []
