"""Who does in words what "we" do in someone's quotation: who says "we condemn the raid" condemns it.

Whom else a "we" takes in no one knows, so this holds for what is done by saying it, not for what "we" do otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.drafts import Draft
from kg.extract.kinds import ACTORS
from kg.extract.links import Filler
from kg.extract.things import Things
from kg.extract.tree import Tree
from kg.ontology import Ontology

_SPOKEN: Final = ("VerbalConflict", "Praise", "Pledge", "Statement")
_FIRST_PERSON: Final = frozenset({"i", "we"})


def let_speakers_act(tree: Tree, drafts: Sequence[Draft], things: Things, ontology: Ontology) -> None:
    """Make those who say "we" in DRAFTS the agents of what they do by saying it."""
    for draft in drafts:
        subjects = draft.frame.slots.get("subj", ())
        is_spoken = draft.frame.pos == "v" and any(ontology.is_a(draft.kind, kind) for kind in _SPOKEN)
        if draft.source is None or not is_spoken or draft.factuality != "actual" or draft.fillers_of("agent"):
            continue
        if not any(tree.lower(word) in _FIRST_PERSON for word in subjects) or not _is_now(tree, draft.frame.head):
            continue
        speakers = (things.at(word) for word in tree.conjuncts(draft.source))
        fillers = [
            Filler("agent", draft.source, thing=thing)
            for thing in speakers
            if thing is not None and thing.kind in ACTORS
        ]
        draft.fillers = (*draft.fillers, *fillers)


def _is_now(tree: Tree, verb: int) -> bool:
    """Whether VERB tells what is done by saying it: not what "we" have done or did before."""
    helpers = [tree.lemma(c) for c in tree.children(verb, "aux")]
    return tree.tokens[verb].xpos != "VBD" and "have" not in helpers
