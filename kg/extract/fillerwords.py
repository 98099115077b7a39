"""By which words the conditions of the lexicon know a filler, and which fillers are another noun's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.extract.quantities import to_minimum
from kg.extract.timelexicon import load_time_lexicon
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.lexicon import Condition

_WAYS: Final = find_words("ways_after_on")
_CHANNELS: Final = find_words("channels_after_on")
_OUTLETS: Final = _CHANNELS | {"account", "media", "station"}
_NETWORKS: Final = frozenset("facebook instagram internet telegram tiktok twitter whatsapp youtube".split())
_BROADCASTING: Final = frozenset({"broadcasting", "radio", "television", "tv"})
_CLAIMING: Final = frozenset({"announce", "claim"})
_PHRASES: Final = ("obj", "obl", "nmod", "conj")


def find_lemmas(tree: Tree, filler: int, condition: Condition) -> set[str]:
    """The lemmas of FILLER: its own, that of what it is a quantity of, and those with the words before it."""
    core = _core_lemma(tree, filler)
    names = {tree.lemma(filler), core, *_compounds(tree, filler)}
    if condition.is_negative and core and to_minimum(tree.lower(filler)) is not None:
        names.discard(tree.lemma(filler))  # "thousands of villagers" are villagers
    return names


def _compounds(tree: Tree, filler: int) -> Iterator[str]:
    """The head with one and with two words before it: "bomb" in "a stolen truck bomb" is a "truck bomb" too."""
    words = tree.lemma(filler)
    for before in range(filler - 1, max(filler - 3, -1), -1):
        if tree.tokens[before].upos not in ("NOUN", "ADJ", "PROPN", "VERB"):
            return
        words = f"{tree.lemma(before)} {words}"
        yield words


def _core_lemma(tree: Tree, filler: int) -> str:
    """The lemma of what follows "of" after a word of quantity: "hundreds of prisoners"."""
    inner = [c for c in tree.children(filler, "nmod") if tree.preposition(c) == "of" and c > filler]
    return tree.lemma(inner[0]) if inner else ""


def without_shared(
    tree: Tree, i: int, fillers: list[tuple[str, int]], slots: Mapping[str, Sequence[int]]
) -> list[tuple[str, int]]:
    """FILLERS of noun I without those "of" a later noun: in "rebel attacks and killings of judges" no judge attacks."""
    last = max(tree.conjuncts(i))
    doers = [word for role, word in fillers if role == "agent"]
    later = {word for word in slots.get("of", ()) if word > last > i}
    is_told = bool(set(doers) - later)
    return [pair for pair in fillers if not (is_told and pair[0] == "agent" and pair[1] in later)]


def with_owners_hit(
    tree: Tree, fillers: list[tuple[str, int]], slots: Mapping[str, Sequence[int]], roles: Mapping[str, str]
) -> list[tuple[str, int]]:
    """FILLERS with owners on the side that other phrases leave: "its occupation by the army", "his murder of a judge".

    Where "by" tells the doer, what is done is done to the owner; where "of" tells to whom, the owner does it.
    """
    owners, doers, hit = (slots.get(slot, ()) for slot in ("poss", "by", "of"))
    if not owners or roles.get("of") != "target" or roles.get("by") != "agent":
        return fillers
    role = roles.get("poss")
    if hit and not doers and role == "target":
        return [("agent" if word in owners and word not in hit else one, word) for one, word in fillers]
    tables = load_time_lexicon().tables
    times = {*tables.months, *tables.weekdays, *tables.units}
    if hit or role != "agent" or not any(tree.is_nominal(w) and tree.lower(w) not in times for w in doers):
        return fillers
    return [("target" if word in owners and word not in doers else one, word) for one, word in fillers]


def is_manner(tree: Tree, noun: int, role: str, filler: int) -> bool:
    """Whether FILLER after "on" is no ROLE of NOUN but tells how: "a speech on television", "on a regular basis"."""
    if role == "topic":
        return tree.lemma(filler) in _CHANNELS | _WAYS
    return tree.lemma(filler) in _WAYS or (role == "target" and _is_outlet_of_claim(tree, noun, filler))


def _is_outlet_of_claim(tree: Tree, noun: int, filler: int) -> bool:
    """Whether FILLER is where what NOUN tells is claimed: "claimed the raid on its website", not "on the website"."""
    modifiers = {tree.lower(c) for c in tree.children(filler, "compound", "amod", "flat")}
    lemma = tree.lemma(filler)
    if lemma not in _OUTLETS or (lemma == "station" and not modifiers & _BROADCASTING):
        return False
    if tree.is_plural(filler) and lemma != "media":
        return False
    is_network = bool(({lemma} | modifiers) & _NETWORKS)
    is_own = any(tree.tokens[c].upos == "PRON" for c in tree.children(filler, "nmod:poss"))
    if not (is_network or is_own or not tree.children(filler, "det", "nmod", "nummod")):
        return False
    below = noun
    for above in tree.ancestors(noun):
        if not tree.is_label(below, *_PHRASES):
            return False
        if tree.is_verb(above):
            return tree.lemma(above) in _CLAIMING
        below = above
    return False
