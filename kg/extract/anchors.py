"""The words of the text that evoke an event: the head of a sense of the lexicon with the further words around it.

Of a verb these hang near it ("opened ... fire"), of a noun they stand right before it ("car ... bombing").
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.tree import Tree
from kg.lexicon import Sense


def find_words_of(tree: Tree, i: int, sense: Sense) -> set[int] | None:
    """The tokens of the words of SENSE around its head I; None if one is missing."""
    rest = list(sense.words)
    at = rest.index(sense.head)
    if sense.pos == "n" and "of" not in sense.words[1:] and at == len(rest) - 1:
        return _words_before(tree, i, rest[:at])
    if sense.pos == "n" and at > 0:
        before = _words_before(tree, i, rest[:at])
        if before is None:
            return None
        after = _words_after(tree, i, rest[at + 1 :])
        return None if after is None else before | after
    return _words_after(tree, i, rest[at + 1 :])


def _words_before(tree: Tree, i: int, words: list[str]) -> set[int] | None:
    """The tokens of WORDS right before noun I, other modifiers of it between them allowed."""
    found = {i}
    position = i - 1
    for word in reversed(words):
        while position >= 0 and not _is_word(tree, position, word):
            is_between = tree.tokens[position].upos in ("ADJ", "DET", "PUNCT", "NOUN") and i - position < 4
            if not is_between or tree.tokens[position].text in (",", ";", "(", ")"):
                return None
            position -= 1
        if position < 0 or tree.sentence(position) != tree.sentence(i):
            return None
        if tree.is_verb(position) and not tree.is_label(position, "amod", "compound"):
            return None  # "was released from jail" is no "release from jail"
        found.add(position)
        position -= 1
    return found


def _words_after(tree: Tree, i: int, words: list[str]) -> set[int] | None:
    """The tokens of WORDS below I in the tree, near it; in the passive an object stands before its verb."""
    if not words:
        return {i}
    near = sorted(find_near(tree, i))
    found = {i}
    for word in words:
        options = [t for t in near if t not in found and _is_word(tree, t, word) and not _has_company(tree, t)]
        if not options:
            return None
        found.add(options[0])
    return found


def _has_company(tree: Tree, i: int) -> bool:
    """Whether others are named beside a reflexive: who killed "himself and six officers" did more than die."""
    return tree.lower(i).endswith(("self", "selves")) and bool(tree.children(i, "conj"))


def find_near(tree: Tree, i: int) -> Iterator[int]:
    """What hangs from I, and from that; not what belongs to other clauses."""
    for child in tree.children(i):
        if tree.is_label(child, "conj", "advcl", "acl", "ccomp", "parataxis", "punct"):
            continue
        yield child
        is_doer = tree.tokens[child].dep == "nsubj"
        for inner in tree.children(child):
            if is_doer and tree.is_label(inner, "nmod"):
                continue  # "the attack on the office left two dead": no one left office
            if tree.is_label(inner, "case", "nmod", "fixed", "compound", "obj", "conj") or tree.lower(inner) == "own":
                yield inner


def _is_word(tree: Tree, i: int, word: str) -> bool:
    return word in (tree.lemma(i), tree.lower(i))
