"""Whose "its" is in what someone is urged to do, or is accused of: "the UN urged Chad to end its raids".

Whom a verb of urging, ordering, accusing or thanking has for its object does what hangs from that verb: the deed told
there is not the subject's: what he is to end, what he is thanked for, by which he breaks a truce, the troops that he is
to withdraw, and what he still holds. Whose anything else is ("urged Chad to return its children") is left open.
"""

from __future__ import annotations

from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.lexicon import load_lexicon

_URGING: Final = find_words("urging")
_BLAMING: Final = find_words("blaming") | find_words("requiting")
_ADDRESSED: Final = frozenset({"on", "upon", "to", "against", "of", "for"})
_REASONS: Final = frozenset({"for", "over"})
_ONGOING: Final = find_words("done_to_own_deeds")
_MOVING: Final = find_words("done_to_own_troops")
_TROOPS: Final = find_words("own_troops")
_OPENING: Final = frozenset({"close", "open", "reopen"})
_LANDS: Final = find_words("lands") | {"crossing"}
_HOLDING: Final = find_words("holding") | find_words("done_by_forces")
_MEANS: Final = frozenset({"with", "by", "through"})
_CLAUSES: Final = ("xcomp", "advcl", "ccomp", "acl")
_POSSESSIVE: Final = frozenset({"its", "their"})
_FORMS: Final = _POSSESSIVE | {"it", "they"}


def find_urged(tree: Tree, word: int) -> int | None:
    """The word for those whose the deed at pronoun WORD is, as they are urged to do it, or not to, or blamed for it."""
    if tree.lower(word) not in _FORMS or tree.tokens[word].upos != "PRON":
        return None
    own = tree.head(word)
    if own is None:
        return None
    if tree.lower(word) in _POSSESSIVE:
        return _whose(tree, own) if tree.is_label(word, "nmod:poss") else None
    is_held = tree.is_label(word, "nsubj") and tree.is_label(own, "acl:relcl") and tree.lemma(own) in _HOLDING
    noun = tree.head(own) if is_held else None  # "the hills it still occupies"
    return _addressed(tree, noun) if noun is not None else None


def _whose(tree: Tree, noun: int) -> int | None:
    """Whose NOUN is, of those who are urged or blamed."""
    above, preposition = tree.head(noun), tree.preposition(noun)
    if above is None:
        return None
    if preposition in _REASONS and tree.lemma(above) in _BLAMING and (_is_deed(tree, noun) or _is_thanks(tree, above)):
        return _object_of(tree, above, noun)  # "condemned Chad for its raids"
    is_means = preposition in _MEANS and (tree.is_verb(above) or tree.is_label(above, "obj"))
    is_ended = preposition is None and tree.is_label(noun, "obj") and tree.lemma(above) in _ONGOING
    is_own = (is_means or is_ended) and _is_deed(tree, noun)
    is_moved = tree.lemma(noun) in _TROOPS and tree.lemma(above) in _MOVING
    is_opened = tree.lemma(noun) in _LANDS and tree.lemma(above) in _OPENING
    return _addressed(tree, noun) if is_own or is_moved or is_opened else None


def _is_deed(tree: Tree, noun: int) -> bool:
    """Whether NOUN tells what those do whose it is: attacks and offensives, not deaths."""
    senses = load_lexicon().find_senses(tree.lemma(noun), "n")
    return any(sense.roles.get("poss") == "agent" for sense in senses)


def _is_thanks(tree: Tree, verb: int) -> bool:
    return tree.lemma(verb) in ("thank", "praise", "commend", "congratulate")


def _addressed(tree: Tree, word: int) -> int | None:
    """Who is urged to do, or is accused of doing, what WORD is told in, if the clauses between have no subject."""
    below = word
    for above in tree.ancestors(word):
        if tree.is_label(below, *_CLAUSES) and (tree.lemma(above) in _URGING or tree.lemma(above) in _BLAMING):
            return _object_of(tree, above, below)
        if tree.is_verb(above) and tree.children(above, "nsubj"):
            return None
        below = above
    return None


def _object_of(tree: Tree, verb: int, below: int) -> int | None:
    """Whom VERB, or a noun for it, has for its object before BELOW."""
    found = [c for c in tree.children(verb, "obj", "iobj") if c < below]
    phrases = (c for c in tree.children(verb, "obl", "nmod") if c < below and tree.preposition(c) in _ADDRESSED)
    return next(iter(found or phrases), None)
