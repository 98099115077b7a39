"""Parses written by hand, so that what reads trees is tested without a model.

A word is a line of word, Penn tag, head and label, perhaps with its lemma; heads count from 1 within the sentence, the
root has itself or 0. A blank line ends a sentence.
"""

from __future__ import annotations

from kg.extract.tree import Tree
from kg.lemmas import load_lemmas
from kg.model import NameSpan, Parse, Sentence, Token

_PARTS = {
    "CC": "CCONJ", "CD": "NUM", "DT": "DET", "EX": "PRON", "IN": "ADP", "MD": "AUX", "POS": "PART", "PRP": "PRON",
    "PRP$": "PRON", "RP": "ADP", "TO": "PART", "WDT": "PRON", "WP": "PRON", "WP$": "PRON", "NNP": "PROPN",
    "NNPS": "PROPN",
}  # fmt: skip
_FIRST_LETTERS = {"N": "NOUN", "V": "VERB", "J": "ADJ", "R": "ADV"}
_CLOSE = frozenset(". , ? ! ; : ) ' 's n't".split())


def to_tree(text: str, names: dict[str, str] | None = None) -> Tree:
    """The tree of the words in TEXT; NAMES gives the label of each run of words that the pipeline marks."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    written = ""
    for block in text.strip().split("\n\n"):
        first = len(tokens)
        for line in block.strip().splitlines():
            word, xpos, head, dep, *lemma = line.split()
            written += "" if not written or word in _CLOSE or written[-1] == "(" else " "
            place = len(tokens)
            upos = _to_upos(word, xpos, dep)
            tokens.append(
                Token(
                    i=place, text=word, lemma=lemma[0] if lemma else load_lemmas().find_lemma(word, upos, xpos),
                    upos=upos, xpos=xpos, dep=dep, head=first + int(head) - 1 if int(head) else place,
                    start=len(written), end=len(written) + len(word),
                )
            )  # fmt: skip
            written += word
        start, end = tokens[first].start, tokens[-1].end
        sentences.append(Sentence(index=len(sentences), first=first, last=len(tokens) - 1, start=start, end=end))
    spans = [_to_span(tokens, words.split(), label) for words, label in (names or {}).items()]
    marked = sorted((span for found in spans for span in found), key=lambda span: span.first)
    return Tree(Parse(tokens=tuple(tokens), sentences=tuple(sentences), names=tuple(marked)), written)


def find_word(tree: Tree, word: str) -> int:
    """The place of WORD, which must stand there once; "word/2" is its second place."""
    word, _, number = word.partition("/")
    places = [token.i for token in tree.tokens if token.text == word]
    assert places and (number or len(places) == 1), (word, places)
    return places[int(number or 1) - 1]


def _to_upos(word: str, xpos: str, dep: str) -> str:
    if not word[0].isalnum() and xpos not in ("POS", "RB"):
        return "PUNCT"
    if dep in ("aux", "aux:pass", "cop"):
        return "AUX"
    if dep == "mark" and xpos == "IN":
        return "SCONJ"
    return _PARTS.get(xpos) or _FIRST_LETTERS.get(xpos[0], "X")


def _to_span(tokens: list[Token], words: list[str], label: str) -> list[NameSpan]:
    size = len(words)
    return [
        NameSpan(first=i, last=i + size - 1, label=label)
        for i in range(len(tokens) - size + 1)
        if [token.text for token in tokens[i : i + size]] == words
    ]
