"""Whom words concern that are said against or to no one by name: "rejected Chad's offer" turns Chad down.

A demand is made of those who are to fulfil it, a threat of those who can avert it; who rejects, praises or criticises
what someone does or offers rejects, praises or criticises them; an accord with someone is signed with them. The lexicon
gives the slots of the act itself; here are those of what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kg.extract.frames import Frame
from kg.extract.slots import SlotFinder
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words

_OF_TOPIC: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "Rejection": ("counterpart", frozenset({"poss", "mod", "by", "from", "of", "on", "against"})),
    "Praise": ("counterpart", frozenset({"poss", "mod", "by", "from", "of"})),
    "Condemnation": ("target", frozenset({"poss", "mod", "by"})),
    "Demand": ("counterpart", frozenset({"by", "from"})),
    "Threat": ("target", frozenset({"against"})),
    "SanctionsRelief": ("target", frozenset({"on", "against"})),
    "Concession": ("counterpart", frozenset({"on", "of", "against", "from"})),
    "AgreementEvent": ("counterpart", frozenset({"with"})),
}
"""By class of event: the role of those from whom what is rejected, praised or asked for comes, and where they stand."""
_IMPOSING: Final = find_words("imposing")
_ADDRESSING: Final = find_words("addressing")
_REMAINS: Final = find_words("remains")
_ON: Final = frozenset({"on", "upon", "against"})


def find_addressees(frame: Frame, tree: Tree, slots: SlotFinder) -> Iterator[tuple[str, int]]:
    """Role and word of those whom FRAME concerns; only the first kind of words that tells it counts."""
    roles = {role for role, _ in frame.roles}
    if frame.kind == "Demand" and "counterpart" not in roles:
        asked = list(_find_asked(frame, tree, slots))
        yield from asked
        if asked:
            return
    if frame.kind == "Pledge" and "counterpart" not in roles:
        promised = [slots.of_verb(c) for c in frame.slots.get("comp", ()) if tree.is_verb(c)]
        yield from (
            ("counterpart", word) for found in promised for word in (*found.get("iobj", ()), *found.get("to", ()))
        )
    if frame.kind == "Rejection":
        yield from (("counterpart", word) for word in _find_unheard(frame, tree, slots))
    if frame.kind == "Accusation" and frame.pos == "v" and "target" not in roles:
        accused = (c for c in frame.slots.get("of", ()) if tree.is_verb(c))  # "accused of attacking a base"
        for clause in (*frame.slots.get("comp", ()), *accused):
            subjects = slots.surface_subject(clause) if tree.is_verb(clause) else tree.children(clause, "nsubj")
            yield from (("target", word) for word in subjects)
    if frame.kind == "Threat":
        yield from (("target", word) for word in _who_can_avert(frame, tree, slots))
    if frame.kind not in _OF_TOPIC or frame.pos != "v":
        return
    if frame.kind == "Concession" and "counterpart" in roles:  # "handed a list of prisoners to Mali"
        return
    role, wanted = _OF_TOPIC[frame.kind]
    told = {word for _, word in frame.roles}
    for word in find_subjects(frame, tree, slots):
        known = wanted if word in told else wanted - {"mod"}  # "refused to accept the Afghan constitution"
        known = known - {"of"} if tree.lemma(word) in _REMAINS else known
        for slot, owners in sorted(_slots_of(word, tree, slots)):
            yield from ((role, owner) for owner in owners if slot in known)


def find_subjects(frame: Frame, tree: Tree, slots: SlotFinder) -> tuple[int, ...]:
    """The nouns for what FRAME is about; of what is refused to be done, what it would be done to or answer."""
    about = [word for role, word in frame.roles if role in ("target", "topic", "counterpart")]
    about += frame.slots.get("obj", ()) if frame.kind == "SanctionsRelief" else ()
    found: dict[int, None] = {}
    for word in about:
        if tree.is_nominal(word):
            found[word] = None
        elif frame.kind == "Rejection" and tree.is_verb(word):
            told = slots.of_verb(word)
            found |= dict.fromkeys(w for w in (*told.get("obj", ()), *told.get("to", ())) if tree.is_nominal(w))
    return tuple(found)


def _slots_of(noun: int, tree: Tree, slots: SlotFinder) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The slots of NOUN, and what a participle adds: "a proposal sent by Mali", "the sanctions imposed on Mali"."""
    yield from slots.of_noun(noun).items()
    for participle in tree.children(noun, "acl"):
        if tree.tokens[participle].xpos == "VBN":
            told = slots.of_verb(participle)
            yield "by", told.get("subj", ())
            is_burden = tree.lemma(participle) in _IMPOSING
            yield from ((slot, words) for slot, words in told.items() if slot in _ON and is_burden)


def _find_asked(frame: Frame, tree: Tree, slots: SlotFinder) -> Iterator[tuple[str, int]]:
    """Who is to do what a demand says: "demanded that Mali withdraw", "their demand that Mali withdraw"."""
    clauses = frame.slots.get("comp", ()) if frame.pos == "v" else tree.children(frame.head, "acl")
    for clause in clauses:
        if not tree.is_verb(clause) or (frame.pos == "n" and "that" not in tree.markers(clause)):
            continue
        yield from (("counterpart", word) for word in slots.surface_subject(clause))
        if frame.pos == "n":
            yield "topic", clause


def _find_unheard(frame: Frame, tree: Tree, slots: SlotFinder) -> Iterator[int]:
    """To whom someone refuses to talk or to yield: "refused to negotiate with Mali", "a refusal to talk to Mali"."""
    clauses = (*frame.slots.get("comp", ()), *(tree.children(frame.head, "acl") if frame.pos == "n" else ()))
    for clause in clauses:
        if tree.is_verb(clause) and "to" in tree.markers(clause) and tree.lemma(clause) in _ADDRESSING:
            told = slots.of_verb(clause)
            yield from (word for slot in ("to", "with") for word in told.get(slot, ()))


def _who_can_avert(frame: Frame, tree: Tree, slots: SlotFinder) -> Iterator[int]:
    """The subjects of the clauses with "unless" that hang from a threat or from what is threatened."""
    for verb in (frame.head, *frame.slots.get("comp", ())):
        for clause in tree.children(verb, "advcl"):
            if "unless" in tree.markers(clause) and tree.is_verb(clause):
                yield from slots.surface_subject(clause)
