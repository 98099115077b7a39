"""Nouns before other nouns that name a party of an event: "a rebel attack", "student protests", "coalition jets"."""

from __future__ import annotations

from typing import Final

from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.lexicon import load_lexicon

_FORCES: Final = frozenset({"ArmedGroup", "SecurityForce", "Government"})
_LED: Final = frozenset("army coastguard gendarmerie militia navy police".split())
_CIVIL: Final = frozenset("Demonstration Strike Boycott Riot".split())
_MET: Final = frozenset("Meeting Negotiation Statement NewsConference AgreementEvent".split())
_STYLES: Final = frozenset({"guerrilla", "guerilla", "gang", "partisan"})
_WAGED: Final = frozenset({"war", "warfare", "campaign", "struggle", "media campaign"})
"""Nouns before which the former tell how a war is waged, not by whom."""
_PLANES: Final = frozenset("aircraft airplane fighter-jet helicopter gunship jet plane warplane warship".split())
_JOINED: Final = frozenset({"Organization", "InternationalOrganization"})
_UNSAID: Final = find_words("no_parties")


def find_party(tree: Tree, i: int, gazetteer: Gazetteer) -> str | None:
    """The class of the party that noun I names before an event noun or a weapon; None where it names none."""
    head = tree.head(i)
    if head is None or head < i or not tree.is_label(i, "compound") or tree.is_label(head, "compound"):
        return None
    lemma = tree.lemma(i)
    if (
        (lemma in _STYLES and tree.lemma(head) in _WAGED)
        or lemma in _UNSAID
        or tree.tokens[i].upos != "NOUN"
        or any(c < i and not _is_hyphened(tree, c) for c in tree.children(i))
    ):
        return None
    agents = {s.kind for s in load_lexicon().find_senses(tree.lemma(head), "n") if s.roles.get("mod") == "agent"}
    kind = gazetteer.type_noun(lemma, plural=True)
    above = tree.lemma(head)  # "coalition jets", "rebel rockets"
    is_arm = gazetteer.type_noun(above, plural=True) == "Weapon" or gazetteer.is_vehicle_noun(above) or above in _PLANES
    if lemma in _LED and gazetteer.is_leader_noun(above) and not tree.is_plural(head):
        return kind if tree.children(head, "compound") == (i,) else None  # "the army chief"
    if not (agents or is_arm) or kind is None:
        return None
    if kind in _FORCES or (kind in _JOINED and gazetteer.is_collective(lemma)):
        is_band = kind not in _JOINED or gazetteer.is_member_noun(lemma) or bool(agents & _MET)
        return kind if is_band else None
    return kind if kind == "Population" and agents & _CIVIL and gazetteer.is_person_noun(lemma) else None


def _is_hyphened(tree: Tree, i: int) -> bool:
    """Whether I is the participle of one word with whom it names before it: "US-led", "Malian-backed"."""
    return i > 0 and tree.is_verb(i) and tree.tokens[i - 1].text in ("-", "–")


def to_plural(noun: str) -> str:
    """The plural of a noun for people.

    >>> to_plural("rebel"), to_plural("gunman"), to_plural("mercenary")
    ('rebels', 'gunmen', 'mercenaries')
    """
    if noun.endswith("man"):
        return noun.removesuffix("man") + "men"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun.removesuffix("y") + "ies"
    return noun if noun.endswith("s") else noun + "s"
