"""Which bodies are armed groups by what they are told to do: who kidnaps or claims a bombing is no mere organisation.

No list has the names of all bands, and "a group", "a movement" or "the Untouchables" may be anyone. A body whose own
words do not say what it is (a party, a company, a council) and that is told as a fact to have laid a bomb or taken
hostages is under arms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.drafts import Draft
from kg.extract.kinds import HARM
from kg.extract.links import Filler
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.ontology import Ontology

_DEEDS: Final = frozenset({"Abduction", "ArmedAssault", "Assassination", "Bombing", "SuicideBombing", "VehicleBombing"})
"""Classes of violence that, on the side that is no state's, only those under arms do."""
_PEOPLE: Final = frozenset({"Person", "Population", "SecurityForce"})
_UNTOLD: Final = frozenset({"Organization", "Thing", None})
_CLAIM: Final = "ClaimOfResponsibility"
_BANDS: Final = find_words("groups") | find_words("bands")


def type_bands(tree: Tree, drafts: Sequence[Draft], things: Things, gazetteer: Gazetteer, ontology: Ontology) -> None:
    """Take for armed groups those in THINGS who did, or whose members did, what only such do, as DRAFTS tell."""
    at = {draft.frame.head: draft for draft in drafts}
    for draft in drafts:
        if draft.factuality != "actual":
            continue
        is_claim = draft.kind == _CLAIM and any(_is_violent(at, f, ontology) for f in draft.fillers_of("topic"))
        for filler in draft.fillers_of("agent") if is_claim or _is_deed(draft) else ():
            thing = filler.thing if _is_doer(tree, draft, filler.word) else None
            for body in (thing, *_wholes(tree, things, thing)) if thing is not None else ():
                if _may_be_band(tree, body, gazetteer, is_claim=is_claim):
                    body.kind = "ArmedGroup"
    for thing in things.all:
        if thing.kind == "Population" and any(whole.kind == "ArmedGroup" for whole in _wholes(tree, things, thing)):
            thing.kind = "ArmedGroup"


def _is_doer(tree: Tree, draft: Draft, word: int) -> bool:
    """Whether WORD stands where the doer of DRAFT does, not before another noun: "the murder of six Dawn followers"."""
    noun = tree.head(word) if tree.is_label(word, "compound", "nmod") else None
    return noun is None or noun in draft.frame.words or tree.preposition(word) == "by"


def _is_deed(draft: Draft) -> bool:
    """Whether DRAFT tells violence with arms: an attack may be one in words, unless on a building or with a weapon."""
    targets = {f.thing.kind for f in draft.fillers_of("target") if f.thing is not None}
    is_armed = any(f.thing is not None and f.thing.kind == "Weapon" for f in draft.fillers_of("instrument"))
    if draft.kind == "Attack":
        return is_armed or targets == {"Facility"}
    return draft.kind in _DEEDS or (draft.kind == "Killing" and bool(targets & _PEOPLE))


def _is_violent(at: dict[int, Draft], filler: Filler, ontology: Ontology) -> bool:
    claimed = at.get(filler.frame.head) if filler.frame is not None else None
    return claimed is not None and (ontology.is_a(claimed.kind, "ViolentEvent") or claimed.kind in HARM)


def _may_be_band(tree: Tree, thing: Thing, gazetteer: Gazetteer, *, is_claim: bool) -> bool:
    """Whether nothing that THING is called says that it is something else than a band."""
    is_people = thing.kind == "Population" and thing.named and is_claim  # "the Untouchables": peoples claim nothing
    if thing.kind not in _UNTOLD and not is_people:
        return False
    for mention in thing.mentions:
        if mention.form == "pronoun":
            continue
        if mention.form == "description":
            if tree.lemma(mention.core) not in _BANDS:
                return False
        elif mention.name is None or mention.name.known or gazetteer.type_by_head(mention.label) is not None:
            return False
    return any(mention.form != "pronoun" for mention in thing.mentions)


def _wholes(tree: Tree, things: Things, thing: Thing) -> Iterator[Thing]:
    """The bodies that THING is told to be members of: "Dawn Front members"."""
    for mention in thing.mentions:
        if mention.form == "description" and tree.lemma(mention.core) == "member":
            for child in tree.children(mention.core, "compound", "nmod"):
                whole = things.at(child) if child < mention.core or tree.preposition(child) == "of" else None
                if whole is not None:
                    yield whole
