"""What a clause takes for granted or does by being said, whatever its verb makes of it elsewhere.

"I want to thank the troops" thanks them, "it took two weeks to capture the town" tells that it was captured, and who
may condemn the raid does not doubt it.
"""

from __future__ import annotations

from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.lexicon import Lexicon

_WISHING: Final = frozenset({"want", "wish", "like", "offer"})
_SPANS: Final = frozenset("minute hour day night week month year decade time".split())
_SPEAKERS: Final = frozenset({"i", "we"})
_JUDGING: Final = find_words("presupposing")
_QUESTION: Final = frozenset({"WP", "WRB", "WDT", "WP$"})
_NOBODY: Final = frozenset({"nobody", "none", "nothing", "no-one", "neither"})
_MORE: Final = frozenset({"further", "more", "other", "additional"})
_GIVEN: Final = frozenset("the this these that those his her its their our".split())


def is_performed(tree: Tree, word: int, head: int) -> bool:
    """Whether verb HEAD only frames what is done at WORD in saying so: "I want to thank them", "offered thanks"."""
    is_denied = any(tree.lower(c) in ("not", "n't", "n’t", "never") for c in tree.children(head, "advmod"))
    if tree.lemma(head) == "offer" and tree.is_label(word, "obj"):
        return not is_denied
    speakers = {tree.lower(c) for c in tree.children(head, "nsubj")}
    helpers = {tree.lower(c) for c in tree.children(head, "aux")}
    is_present = tree.tokens[head].xpos == "VBP" or bool({"would", "'d"} & helpers)
    return tree.lemma(head) in _WISHING and is_present and bool(speakers & _SPEAKERS) and not is_denied


def is_spent(tree: Tree, clause: int, head: int) -> bool:
    """Whether HEAD tells how long it took until CLAUSE was done: "it took two weeks to put the revolt down"."""
    if "to" not in tree.markers(clause) or not tree.is_label(clause, "xcomp", "advcl", "csubj", "ccomp"):
        return False
    is_past = tree.lemma(head) == "take" and tree.tokens[head].xpos == "VBD"
    return is_past and any(tree.lemma(c) in _SPANS for c in tree.children(head, "obj", "obl"))


def is_judged(tree: Tree, noun: int, head: int) -> bool:
    """Whether verb HEAD judges the definite event of NOUN, so that it must have happened: "may condemn the raid"."""
    is_object = tree.is_label(noun, "obj", "nsubj") and tree.tokens[noun].dep != "nsubj"
    is_given = any(tree.lower(c) in _GIVEN for c in tree.children(noun, "det", "nmod:poss"))
    return is_object and is_given and tree.lemma(head) in _JUDGING


def is_told(tree: Tree, verb: int, lexicon: Lexicon) -> bool:
    """Whether the object of VERB is who is told what its clause says: who "told a rally" asks for no rally."""
    is_telling = bool(tree.children(verb, "ccomp")) and lexicon.is_reporting(tree.lemma(verb))
    return tree.lemma(verb) == "tell" or is_telling


def is_imagined(tree: Tree, noun: int, head: int) -> bool:
    """Whether an event of no one's telling would do or be something: "an attack on the port would be folly"."""
    if tree.tokens[noun].dep != "nsubj" or tree.is_verb(noun) or tree.is_plural(noun):
        return False
    owners = tree.children(noun, "nmod:poss")
    is_new = any(tree.lower(c) in ("a", "an", "any", "another") for c in tree.children(noun, "det"))
    is_meant = is_new or (bool(owners) and bool(tree.children(head, "cop")))
    helpers = {tree.lower(c) for c in tree.children(head, "aux")}
    return is_meant and bool(helpers & {"would", "could", "might"}) and "have" not in helpers


def asks_for_part(tree: Tree, root: int) -> bool:
    """Whether a question takes for granted that it happened and asks why, when, how or whom."""
    first = [c for c in tree.children(root) if c < root and not tree.is_verb(c)]
    words = {w for c in first for w in (c, *(d for d in tree.subtree(c) if not tree.is_label(d, "acl")))}
    is_who = any(tree.lower(w) in ("who", "what") and tree.is_label(w, "nsubj") for w in words)
    return not is_who and any(tree.tokens[w].xpos in _QUESTION for w in words)


def is_none(tree: Tree, word: int) -> bool:
    """Whether an argument is no one or nothing: "no soldiers were killed", "neither side", "not one", "no further"."""
    if tree.lower(word) in _NOBODY:
        return True
    if any(
        tree.lower(d) == "not"
        for c in tree.children(word, "nummod")
        if tree.lower(c) == "one"
        for d in tree.children(c)
    ):
        return True  # "not one soldier"
    labels = ("det", "advmod", "cc", "amod", "nummod")
    beside = {tree.lower(c) for c in tree.children(word, *labels) if not is_limit(tree, c)}
    if beside & {"no", "neither"} or ("not" in beside and (tree.lower(word) == "one" or "single" in beside)):
        return True
    more = [c for c in tree.children(word, "amod", "advmod") if tree.lower(c) in _MORE]
    return any(tree.lower(d) == "no" and not is_limit(tree, d) for c in more for d in tree.children(c))


def is_limit(tree: Tree, word: int) -> bool:
    """Whether "no" only begins the limit of a number: "no more than 50 rebels"."""
    after = [tree.lower(i) for i in range(word + 1, min(word + 3, len(tree.tokens)))]
    return tree.lower(word) == "no" and after[1:] == ["than"]
