"""The form under which names are looked up: two spellings of one name have the same key."""

from __future__ import annotations

import functools
import re
from typing import Final

from kg.slugs import fold

_POSSESSIVE: Final = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_APART: Final = re.compile(r"[-‐‑–—/_,;:()\"“”]+")
_TOGETHER: Final = re.compile(r"[^-‐‑–—/_,;:()\"“”\s\[\]{}<>!?…*|=+~#]*")
_LONGEST_ACRONYM: Final = 5
_ARTICLE: Final = re.compile(r"^the (?=.)", re.IGNORECASE)


@functools.lru_cache(maxsize=1 << 16)
def to_key(text: str) -> str:
    """The key of a name: without diacritics, case, full stops, apostrophes, article, possessive; hyphens as spaces.

    >>> to_key("the Al-Qa’ida's"), to_key("U.S."), to_key("N'Djamena")
    ('al qaida', 'us', 'ndjamena')
    """
    spaced = _APART.sub(" ", fold(strip_name(text))).replace(".", "").replace("'", "").replace("`", "")
    return _ARTICLE.sub("", " ".join(spaced.split())).lower()


def key_of_first(text: str, start: int) -> str:
    """The first word of the key of a name that begins at START of TEXT; empty before what stands apart.

    >>> key_of_first("fled al-Shabab's men", 5), key_of_first("N'Djamena's", 0), key_of_first("(UN)", 0)
    ('al', 'ndjamena', '')
    """
    together = _TOGETHER.match(text, start)
    return to_key(together.group() if together is not None else "")


def strip_name(text: str) -> str:
    """TEXT without leading article and possessive.

    >>> strip_name("the UN's")
    'UN'
    """
    return _POSSESSIVE.sub("", _ARTICLE.sub("", text.strip()))


@functools.lru_cache(maxsize=1 << 16)
def is_acronym(text: str) -> bool:
    """Whether TEXT is an abbreviation in capitals, which keeps its meaning only in capitals ("US", "IS", "LeT").

    >>> is_acronym("U.S."), is_acronym("Us"), is_acronym("M23"), is_acronym("LeT"), is_acronym("UNIFIL")
    (True, False, True, True, False)
    """
    text = strip_name(text)
    letters = [char for char in text if char.isalnum()]
    if not 0 < len(letters) <= _LONGEST_ACRONYM or not letters[0].isupper():
        return False
    has_small_word = len(letters) == 3 and letters[2].isupper() and text.isalpha()
    return has_small_word or all(char.isupper() or char.isdigit() for char in letters)
