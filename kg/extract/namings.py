"""What a body told without a name is called: "a militia, the Eagles of Gao,", "a gang known as the Owls".

Names of one person are found by `persons`; here is who acts as one, and whose name no gazetteer need know.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

_NAMING: Final = find_words("naming")
_QUOTES: Final = frozenset({'"', "“", "”", "``", "''", "‘", "’", "'"})
_ARTICLES: Final = frozenset({"a", "an", "the"})
_CLOSING: Final = frozenset({",", "(", "[", "-", "--", "–", "—"})


def find_naming(tree: Tree, noun: int) -> Iterator[int]:
    """The words of names that NOUN, one body, is told to have: set off by commas or quotes, or after "called"."""
    for child in tree.children(noun, "appos", "flat"):
        if child > noun and tree.is_nominal(child) and _is_set_off(tree, noun, child):
            yield child
    for clause in tree.children(noun, "acl"):
        if clause > noun and tree.is_verb(clause) and tree.lemma(clause) in _NAMING and not _is_others(tree, clause):
            parts = tree.children(clause, "xcomp", "obj", "obl")
            yield from (c for c in parts if tree.tokens[c].upos == "PROPN" and tree.preposition(c) in (None, "as"))


def _is_others(tree: Tree, clause: int) -> bool:
    """Whether participle CLAUSE tells what the body calls others, and not itself: "a group calling Hamas"."""
    if tree.tokens[clause].xpos == "VBN":
        return False
    return not any(tree.lower(c).endswith(("self", "selves")) for c in tree.children(clause, "obj", "iobj"))


def _is_set_off(tree: Tree, noun: int, name: int) -> bool:
    """Whether only a comma, quotes, "called" or an article stand between NOUN and NAME, and the name ends there."""
    words = [word for word in tree.subtree(name) if tree.tokens[word].upos != "PUNCT"]
    if tree.children(name, "conj", "case"):
        return False
    first, last = min(words), max(words)
    named = [word for word in range(noun + 1, first) if tree.lemma(word) in _NAMING and tree.tokens[word].xpos == "VBN"]
    between = [tree.lower(word) for word in range(noun + 1, first) if word not in named]
    signs = [word for word in between if word in _QUOTES or word == ","]
    after = tree.tokens[last + 1].text if last + 1 < len(tree.tokens) else ""
    is_quoted = any(word in _QUOTES for word in between) and after in _QUOTES
    is_apart = "," in between and (after in _CLOSING or after in _QUOTES)
    return len(signs) == len([word for word in between if word not in _ARTICLES]) and (
        is_quoted or is_apart or bool(named)
    )
