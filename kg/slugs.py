"""From the name of a thing to the last part of its IRI."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
        "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ł": "l", "Ł": "L", "ı": "i", "ħ": "h", "Ħ": "H",
        "ə": "e", "Ə": "E",
    }
)  # fmt: skip
"""Latin letters that Unicode does not decompose."""

_LONGEST: Final = 80
_HASH_LENGTH: Final = 8


def fold(text: str) -> str:
    """TEXT without diacritics, its Latin letters as ASCII; other scripts stay as they are.

    >>> fold("Malé, Łódź, N’Djamena")
    "Male, Lodz, N'Djamena"
    """
    if text.isascii():
        return text
    plain = text.translate(_LETTERS).replace("’", "'").replace("‘", "'").replace("ʻ", "'").replace("ʼ", "'")
    return "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))


def to_slug(label: str) -> str:
    """The slug of LABEL: lower-case ASCII letters and digits with hyphens, never empty.

    Letters of other scripts have no place in it, and what is cut off a very long label neither: there a part of the
    label's SHA-256 keeps two labels apart.

    >>> to_slug("Afghan government")
    'afghan-government'
    >>> to_slug("São Tomé")
    'sao-tome'
    """
    folded = fold(label).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    is_lossy = not slug or any(char.isalnum() and not char.isascii() for char in folded)
    if not is_lossy and len(slug) <= _LONGEST:
        return slug
    key = unicodedata.normalize("NFKC", label).casefold()
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_LENGTH]
    head = slug[:_LONGEST].rstrip("-")
    return f"{head}-{digest}" if head else f"x-{digest}"
