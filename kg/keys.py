"""The form under which names are looked up: two spellings of one name have the same key."""

from __future__ import annotations

import re
from typing import Final

from kg.slugs import fold

_POSSESSIVE: Final = re.compile(r"(?:'s|(?<=s)')$", re.IGNORECASE)
_APART: Final = re.compile(r"[-‐‑–—/_,;:()\"“”]+")
_ARTICLE: Final = re.compile(r"^the (?=.)", re.IGNORECASE)


def to_key(text: str) -> str:
    """The key of a name: no diacritics, case, full stops, apostrophes, leading article or possessive; hyphens as spaces.

    >>> to_key("the Al-Qa’ida's"), to_key("U.S."), to_key("N'Djamena")
    ('al qaida', 'us', 'ndjamena')
    """
    folded = _POSSESSIVE.sub("", fold(text).strip())
    spaced = _APART.sub(" ", folded).replace(".", "").replace("'", "").replace("`", "")
    return _ARTICLE.sub("", " ".join(spaced.split())).lower()


def is_acronym(text: str) -> bool:
    """Whether TEXT is an abbreviation in capitals, which keeps its meaning only in capitals ("US", "IS", "U.N.").

    >>> is_acronym("U.S."), is_acronym("Us"), is_acronym("M23"), is_acronym("UNIFIL")
    (True, False, True, False)
    """
    letters = [char for char in text if char.isalnum()]
    return 0 < len(letters) <= 5 and all(char.isupper() or char.isdigit() for char in letters)
