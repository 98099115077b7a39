"""Lines of chronologies: "June 10, 2014: rebels seize Mosul" tells by its first words when all its clauses happened.

Parsers make of such a date a root, a subject or whatever else; what it dates is told by where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kg.extract.frames import Frame
from kg.extract.times import TimeExpression
from kg.extract.tree import Tree
from kg.lexicon import Lexicon

_MARKS: Final = frozenset(":-–—")
_BESIDE: Final = ("conj", "parataxis")


def find_entry(tree: Tree, time: TimeExpression) -> int | None:
    """The main verb, or noun, of the line that TIME and a colon or dash open; None where they open none."""
    sentence = tree.sentence(time.first)
    mark = time.last + 1
    if mark >= sentence.last or tree.tokens[mark].text not in _MARKS or time.preposition is not None:
        return None
    if any(tree.tokens[word].text.isalnum() for word in range(sentence.first, time.first)):
        return None
    tops = [word for word in range(mark + 1, sentence.last + 1) if _is_top(tree, word, mark)]
    return next((word for word in tops if tree.is_verb(word)), tops[0] if tops else None)


def find_entered(
    tree: Tree, top: int, at: Mapping[int, Frame], served: Mapping[int, Frame], lexicon: Lexicon
) -> Frame | None:
    """The event of word TOP of such a line, or the one whose beginning, course or end TOP tells: "clashes erupt"."""
    if top in at or top in served:
        return at.get(top) or served[top]
    is_phase = tree.is_verb(top) and lexicon.is_aspectual(tree.lemma(top))
    told = tree.children(top, "nsubj", "obj") if is_phase else ()
    return next((at[word] for word in told if word in at), None)


def find_beside(
    tree: Tree, top: int, at: Mapping[int, Frame], served: Mapping[int, Frame], lexicon: Lexicon
) -> Iterator[Frame]:
    """The events of the other main clauses of the line: "protests erupt; security forces shoot ten"."""
    for word in tree.children(top, *_BESIDE):
        if word > top and tree.is_verb(word):
            frame = find_entered(tree, word, at, served, lexicon)
            if frame is not None:
                yield frame
            yield from find_beside(tree, word, at, served, lexicon)


def _is_top(tree: Tree, word: int, mark: int) -> bool:
    """Whether WORD hangs from none of the line's words after MARK."""
    head = tree.head(word)
    return tree.tokens[word].upos != "PUNCT" and (head is None or head <= mark)
