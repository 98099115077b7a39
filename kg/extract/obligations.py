"""Demands that no verb of demanding tells: "Chad said that the rebels must disarm" asks it of the rebels.

Such a sentence has a verb of reporting with a speaker, and below it a clause with "must" whose subject is another who
can act. What "must have" happened is a guess, and what a thing must be is a rule; neither asks anyone for anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from kg.extract.frames import Frame
from kg.extract.kinds import ACTORS
from kg.extract.slots import SlotFinder
from kg.extract.tree import Tree
from kg.lexicon import Lexicon

_ASKED: Final = ACTORS | {"Country", "City"}
_REPLACED: Final = frozenset({"Statement"})
"""Classes of what the verb of reporting may tell by itself; a demand is more than that."""


def add_obligations(
    frames: Iterable[Frame], tree: Tree, slots: SlotFinder, lexicon: Lexicon, kind_of: Callable[[int], str | None]
) -> tuple[Frame, ...]:
    """FRAMES with those demands, in text order, in place of the statements that make them."""
    found = {frame.head: frame for frame in frames}
    for token in tree.tokens:
        verb = tree.head(token.i)
        if token.lemma != "must" or token.dep != "aux" or verb is None or not tree.is_label(verb, "ccomp"):
            continue
        said = tree.head(verb)
        is_guess = any(tree.lemma(c) == "have" for c in tree.children(verb, "aux"))
        if said is None or is_guess or not tree.is_verb(said) or not lexicon.is_reporting(tree.lemma(said)):
            continue
        speakers, asked = slots.of_verb(said).get("subj", ()), slots.surface_subject(verb)
        is_other = bool(asked) and all(tree.tokens[w].upos != "PRON" and kind_of(w) in _ASKED for w in asked)
        if speakers and is_other and (said not in found or found[said].kind in _REPLACED):
            roles = (*(("agent", w) for w in speakers), *(("counterpart", w) for w in asked), ("topic", verb))
            found[said] = Frame(
                head=said, first=said, last=said, kind="Demand", pos="v", roles=roles, slots=slots.of_verb(said),
                used=frozenset({"subj", "comp"}), words=frozenset({said}),
            )  # fmt: skip
    return tuple(found[head] for head in sorted(found))
