"""By which words the conditions of the lexicon know a filler, and which fillers are another noun's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.extract.quantities import to_minimum
from kg.extract.timelexicon import load_time_lexicon
from kg.extract.tree import Tree
from kg.lexicon import Condition


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
    """FILLERS with owners as those it is done to, where "by" tells the doer: "its occupation by the army"."""
    owners, doers = slots.get("poss", ()), [word for word in slots.get("by", ()) if tree.is_nominal(word)]
    is_open = roles.get("poss") == roles.get("by") == "agent" and roles.get("of") == "target" and not slots.get("of")
    tables = load_time_lexicon().tables
    times = {*tables.months, *tables.weekdays, *tables.units}
    if not is_open or not any(tree.lower(word) not in times for word in doers):
        return fillers
    return [("target" if word in owners and word not in doers else role, word) for role, word in fillers]
