"""Which bomb "the device", "the explosive charge" or "the powerful bomb" is: the only one that was told before.

"A bomb went off ... the device had been left in a bag": one thing has several nouns. Where two have been told of, one
and many, or another, nothing says which is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from kg.extract.nominals import Nominal
from kg.extract.things import Thing
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

_BOMBS: Final = find_words("bombs")
_GENERAL: Final = find_words("nouns_for_bombs")
_IDLE: Final = find_words("idle_of_bombs")
_DROPPED: Final = frozenset({"Bombing", "AirStrike", "Shelling"})
_FORMS: Final = ("description", "pronoun")


def is_new_bomb(tree: Tree, verb: int, kind: str) -> bool:
    """Whether a bomb or mine does what VERB tells after a deed of KIND that none does: "shot A, and a bomb hit B".

    It is not of those who did that.
    """
    nouns = {tree.lemma(c) for c in tree.children(verb, "nsubj")}
    return "mine" in nouns or (kind not in _DROPPED and not nouns.isdisjoint(_BOMBS))


def find_explosive(
    tree: Tree, candidates: Sequence[Thing], nominal: Nominal, modifiers: Collection[str]
) -> Thing | None:
    """The one of CANDIDATES, told before NOMINAL, that it means by its noun, with the words MODIFIERS before that."""
    lemma = tree.lemma(nominal.core)
    if lemma not in _BOMBS or nominal.kind not in ("Weapon", None) or not _IDLE.issuperset(modifiers):
        return None
    told = [thing for thing in candidates if _is_explosive(tree, thing)]
    if len(told) != 1 or not any(_may_be(tree, mention, nominal) for mention in told[0].mentions):
        return None
    return told[0]


def _is_explosive(tree: Tree, thing: Thing) -> bool:
    return not thing.named and any(tree.lemma(m.core) in _BOMBS and m.form in _FORMS for m in thing.mentions)


def _may_be(tree: Tree, mention: Nominal, nominal: Nominal) -> bool:
    """Whether the noun of NOMINAL may stand for that of MENTION: "the device" may be a grenade, "the bomb" not."""
    lemma, known = tree.lemma(nominal.core), tree.lemma(mention.core)
    is_same_number = mention.plural == nominal.plural and nominal.count in (None, mention.count)
    is_said_of_many = tree.is_label(mention.head, "compound") and tree.is_plural(tree.tokens[mention.head].head)
    return is_same_number and not is_said_of_many and (lemma in _GENERAL or lemma == known or known in _GENERAL)
