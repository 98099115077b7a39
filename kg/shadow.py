"""A text as the model knows texts, of the same length: every code point has its place in the article.

Typographic quotes and odd spaces become plain ones; what is written all in capitals becomes ordinary spelling, with
capitals at the beginnings of sentences, of known names, and of words that no list knows and so are likely names.
"""

from __future__ import annotations

import re
from typing import Final

from kg.gazetteer import Gazetteer, load_gazetteer
from kg.keys import is_acronym, to_key
from kg.lemmas import LemmaTable, find_stems, load_lemmas

_PLAIN: Final = str.maketrans(
    dict.fromkeys("‘’‚‛′´`ʼ＇", "'")
    | dict.fromkeys("“”„‟″«»＂", '"')
    | dict.fromkeys("‐‑‒−﹣－", "-")
    | dict.fromkeys("―⸺", "—")
    | dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
    | dict.fromkeys("\u200b\u2060\ufeff", " ")
)
_ORNAMENT: Final = re.compile(r"[^\w\s](?:\s*[^\w\s]){11,}")
_KEPT: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_LONG_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_LEAST_WORDS: Final = 3
_LEAST_LONG_WORDS: Final = 2
_LONGEST_ACRONYM: Final = 4
_SHARE_OF_CAPITALS: Final = 0.9
_LONGEST_NAME: Final = 4
_DOTTED: Final = re.compile(r"(?:[A-Z]\.)+[A-Z]?\.?")
_CALENDAR: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september"
    " october november december i".split()
)


def to_plain(text: str) -> str:
    """TEXT with plain quotes, hyphens and spaces, and of each ornament only the beginning.

    >>> to_plain("the group’s “war”"), to_plain("Gao ............... 12")
    ('the group\\'s "war"', 'Gao ...             12')
    """
    return _ORNAMENT.sub(_blank, text.translate(_PLAIN))


def _blank(match: re.Match[str]) -> str:
    """The first signs of an ornament: each sign is a word to the parser, and a line of them a long sentence."""
    return match.group()[:_KEPT].ljust(len(match.group()))


def is_shouting(sentence: str) -> bool:
    """Whether SENTENCE is all in capitals, acronyms apart.

    >>> is_shouting("TALIBAN ATTACK KABUL PALACE, SAYS MoD"), is_shouting("NATO, ISAF and the UN")
    (True, False)
    """
    letters = [char for char in sentence if char.isalpha()]
    words = [len(word) for word in _LONG_WORD.findall(sentence)]
    if len(words) < _LEAST_WORDS and sum(length > _LONGEST_ACRONYM for length in words) < _LEAST_LONG_WORDS:
        return False
    return sum(char.isupper() for char in letters) >= _SHARE_OF_CAPITALS * len(letters)


def to_spoken(sentence: str) -> str:
    """SENTENCE, all in capitals, in ordinary spelling.

    >>> to_spoken("TALIBAN GUNMEN KILLED 3 U.S. SOLDIERS NEAR KARZAI'S PALACE, THE UN SAID.")
    "Taliban gunmen killed 3 U.S. soldiers near Karzai's palace, the UN said."
    """
    words = list(_WORD.finditer(sentence))
    spelt = _spell_names(sentence, words)
    chars = list(sentence)
    for number, word in enumerate(words):
        form = spelt.get(number) or _spell(word.group())
        if number == 0 and form.islower() and not any(char.isdigit() for char in sentence[: word.start()]):
            form = to_title(form)
        chars[word.start() : word.end()] = form
    return "".join(chars)


def to_title(text: str) -> str:
    """TEXT with capitals at the beginnings of words, not after apostrophes; its length stays.

    >>> to_title("PORT-AU-PRINCE'S NORTH")
    "Port-Au-Prince's North"
    """
    return re.sub(r"(?<![^\W\d_])(?<!['’])([^\W\d_])", lambda match: _upper(match.group()), _lower(text))


def _spell_names(sentence: str, words: list[re.Match[str]]) -> dict[int, str]:
    """The spelling of words that belong to known names, by number; longer names come first."""
    gazetteer = load_gazetteer()
    spelt: dict[int, str] = {}
    number = 0
    while number < len(words):
        count = _count_name(sentence, words[number : number + _LONGEST_NAME], gazetteer)
        for inner in range(number, number + count):
            form = words[inner].group()
            is_short = count == 1 and _is_acronym(form, gazetteer)
            spelt[inner] = form if is_short else form.lower() if form in ("OF", "THE", "AND") else to_title(form)
        number += max(count, 1)
    return spelt


def _count_name(sentence: str, words: list[re.Match[str]], gazetteer: Gazetteer) -> int:
    """How many of WORDS, from the first, are a known name."""
    for count in range(len(words), 0, -1):
        text = sentence[words[0].start() : words[count - 1].end()]
        if "," in text or text.split()[0] in ("THE", "OF", "AND"):
            continue
        if count == 1 and (is_common(text.lower().rstrip(".")) and text != "US"):
            continue
        if gazetteer.type_name(to_title(text)) or gazetteer.country_of_adjective(to_title(text)):
            return count
        if count == 1 and _is_acronym(text, gazetteer):
            return count
    return 0


def _is_acronym(word: str, gazetteer: Gazetteer) -> bool:
    bare = re.sub(r"['’]S\Z", "", word)
    return bool(_DOTTED.fullmatch(bare)) or (is_acronym(bare) and to_key(bare) in gazetteer.acronyms)


def _spell(word: str) -> str:
    lower = _lower(word)
    if _DOTTED.fullmatch(word) and len(word) > 2:
        return word
    if lower in _CALENDAR:
        return to_title(word)
    parts = re.split(r"(['’.-])", lower)
    return "".join(part if is_common(part) else to_title(part) for part in parts)


def is_common(word: str) -> bool:
    """Whether the lower-case WORD, or what it may be a form of, is in a list of words."""
    table = load_lemmas()
    return len(word) < 2 or any(_is_form(table, word, upos) for upos in table.known if upos != "PROPN")


def _is_form(table: LemmaTable, word: str, upos: str) -> bool:
    known = table.known[upos]
    return word in known or word in table.forms.get(upos, ()) or any(stem in known for stem in find_stems(word, upos))


def _lower(text: str) -> str:
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _upper(text: str) -> str:
    return "".join(high if len(high := char.upper()) == 1 else char for char in text)
