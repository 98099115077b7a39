"""A word with its part of speech to its lemma: by irregular forms, by regular endings, never by invention.

An ending is taken off only where what is left is a known word of that part of speech; a word that nothing is known
of is its own lemma, in lower case. The tables come from Open English WordNet and from the training part of UD English
EWT, written by `python -m kg.builders.lemmas`. British and American spellings are words of their own.
"""

from __future__ import annotations

import functools
import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).parent / "models" / "lemmas.txt.gz"

_OPEN: Final = frozenset({"VERB", "NOUN", "ADJ", "ADV"})
_BASE_TAGS: Final = frozenset({"VB", "VBP", "MD", "NN", "NNP", "JJ", "RB"})
_PREFIX: Final = re.compile(
    r"(?:.+[-‐‑–]|anti|co|counter|de|dis|inter|mis|multi|non|out|over|pre|re|sub|un|under)(?=...)"
)
_CLOSED_SYLLABLE: Final = re.compile(r"[^aeiou]*[aeiouy][bcdfgklmnprstvz]")
_SAME: Final = frozenset({"NUM", "PUNCT", "SYM", "X"})


@dataclass(frozen=True, slots=True)
class LemmaTable:
    """Lemmas and forms by universal part of speech; proper nouns keep their capitals, all else is in lower case."""

    known: Mapping[str, frozenset[str]]
    forms: Mapping[str, Mapping[str, str]]

    def find_lemma(self, word: str, upos: str, xpos: str = "") -> str:
        """The lemma of WORD; `xpos`, its Penn Treebank tag, tells "found" from "find".

        >>> load_lemmas().find_lemma("hoisted", "VERB", "VBD")
        'hoist'
        """
        if upos in _SAME:
            return word.lower() if word.isalpha() and word[1:].islower() else word
        if upos == "PROPN":
            return self._find_proper(word, xpos)
        lower = word.lower()
        if upos not in _OPEN:
            forms = self.forms.get(upos, {})
            return forms.get(f"{lower}/{xpos}") or forms.get(lower, lower)
        if self._keeps_capitals(word, upos, xpos):
            return word
        return self._find_open(lower, upos, xpos)

    def _keeps_capitals(self, word: str, upos: str, xpos: str) -> bool:
        """Whether the lemma has capitals: "Palestinian", "United", "RPG", but not "Armed" where a sentence begins."""
        if word.islower():
            return False
        if upos == "ADJ":
            is_name = word in self.known["PROPN"] and word.lower() not in self.known["ADJ"]
            return is_name or word in self.known["ADJ"] or xpos.startswith("NNP")
        return upos == "NOUN" and word.isupper() and word.lower() not in self.known["NOUN"]

    def _find_open(self, word: str, upos: str, xpos: str) -> str:
        known, forms = self.known[upos], self.forms.get(upos, {})
        if xpos in _BASE_TAGS and (word in known or upos in ("ADJ", "ADV")):
            return forms.get(f"{word}/{xpos}", word)
        if word in forms:
            return forms[word]
        for stem in find_stems(word, upos):
            if stem in known or _to_american(stem) in known:
                return stem
        if word in known:
            return word
        return self._find_prefixed(word, upos, xpos)

    def _find_prefixed(self, word: str, upos: str, xpos: str) -> str:
        """The lemma of "redeployed" where "deploy" is known but "redeploy" is not."""
        match = _PREFIX.match(word)
        if match is None:
            return word
        rest = word[match.end() :]
        lemma = self._find_open(rest, upos, xpos)
        return match.group() + lemma if lemma in self.known[upos] else word

    def _find_proper(self, word: str, xpos: str) -> str:
        if xpos != "NNPS":
            return self.forms.get("PROPN", {}).get(word, word)
        for stem in find_stems(word, "NOUN"):
            if stem in self.known["PROPN"] or stem.lower() in self.known["NOUN"]:
                return stem
        return word


def find_stems(word: str, upos: str) -> Iterator[str]:
    """What WORD may be a regular form of, the likeliest first.

    >>> list(find_stems("planned", "VERB"))
    ['plann', 'planne', 'plan']
    """
    if upos == "VERB":
        yield from _find_verb_stems(word)
    elif upos == "NOUN":
        yield from _find_s_stems(word)
        if word.endswith("men"):
            yield word[:-3] + "man"
    else:
        for ending in ("er", "est"):
            if word.endswith(ending):
                yield from _find_suffix_stems(word, ending)


@functools.cache
def load_lemmas(path: Path = TABLE) -> LemmaTable:
    """The shipped table, read once."""
    return read_lemmas(gzip.decompress(path.read_bytes()).decode("utf-8"))


def read_lemmas(text: str) -> LemmaTable:
    """A table from its text: lines `known NOUN word word` and `forms NOUN form lemma form lemma`, "#" for comments."""
    known: dict[str, frozenset[str]] = {"VERB": frozenset(), "NOUN": frozenset(), "ADJ": frozenset()}
    known |= {"ADV": frozenset(), "PROPN": frozenset()}
    forms: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        section, upos, *words = line.split(" ")
        if section == "known":
            known[upos] = frozenset(words)
        else:
            forms[upos] = dict(zip(words[::2], words[1::2], strict=True))
    return LemmaTable(known, forms)


def _find_verb_stems(word: str) -> Iterator[str]:
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            yield from _find_suffix_stems(word, ending)
    if word.endswith("s") and not word.endswith("ss"):
        yield from _find_s_stems(word)


def _find_s_stems(word: str) -> Iterator[str]:
    if len(word) < 3 or not word.endswith("s"):
        return
    yield word[:-1]
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("sses") or word.endswith("zzes"):
        yield word[:-3]


def _find_suffix_stems(word: str, ending: str) -> Iterator[str]:
    """Stems of -ed, -ing, -er and -est: "bomb-ed", "fir-ing" to "fire", "plann-ed" to "plan", "tri-ed" to "try"."""
    stem = word[: -len(ending)]
    if len(stem) < 2:
        return
    if _CLOSED_SYLLABLE.fullmatch(stem):  # "staging" comes from "stage": "stag" would double its g
        yield stem + "e"
    yield stem
    if not _CLOSED_SYLLABLE.fullmatch(stem):
        yield stem + "e"
    if stem[-1] == stem[-2]:
        yield stem[:-1]
    if stem.endswith("i"):
        yield stem[:-1] + "y"
    if stem.endswith("y") and ending == "ing":
        yield stem[:-1] + "ie"
    if stem.endswith("ck"):
        yield stem[:-1]


def _to_american(word: str) -> str:
    """The American spelling of a British stem; itself where there is none."""
    return re.sub(r"our(?=.?$)", "or", re.sub(r"is(?=e$)", "iz", word))
