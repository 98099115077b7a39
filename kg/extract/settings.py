"""Whether the name of a country or city before an event noun tells where it happened, who did it, or what was taken.

"The Baghdad bombing", "the Syrian war" and "the Mali ambush" are told by their place; "US strikes" and "the Israeli
raid" by who did them; "the Kuwait invasion" by the land that was taken.
"""

from __future__ import annotations

from typing import Final

from kg.extract.frames import Frame
from kg.extract.harmed import LOCATIVE
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_CONQUESTS: Final = find_words("conquests")
_OF_NATIONS: Final = frozenset({"Conflict", "Election", "Violence", "Riot", "Displacement"})
"""Classes of events that a nation's name before them places ("the Syrian war"), not makes the agent of."""
_OF_LANDS: Final = ("ArmedAssault", "Bombing", "Killing", "Abduction", "Assassination")
"""Classes of events that a land's name before them places, if they tell nothing of who is hit: "the Mali ambush"."""
_OF_TOWNS: Final = ("ViolentEvent", "ProtestEvent", "Negotiation", "AgreementEvent", "Meeting", "NewsConference")
"""Classes of events that a city's name before them places, if it is a capital too: "the Baghdad bombing"."""
_AIMS: Final = ("on", "against", "of", "at", "by")


def is_of_nations(frame: Frame) -> bool:
    """Whether the adjective of a nation before the event noun tells where it is: "the Syrian war"."""
    return frame.kind in _OF_NATIONS


def is_set_in(tree: Tree, ontology: Ontology, frame: Frame, word: int, kind: str) -> bool:
    """Whether WORD before the event noun, a place of class KIND, is where it happened."""
    if kind == "Country":
        is_told_so = frame.kind == "Attack" or any(ontology.is_a(frame.kind, above) for above in _OF_LANDS)
        is_aimed = any(slot in frame.slots for slot in _AIMS)
        return is_of_nations(frame) or (is_told_so and _is_land(tree, word) and not is_aimed)
    return frame.pos == "n" and any(ontology.is_a(frame.kind, above) for above in _OF_TOWNS)


def is_conquered(tree: Tree, frame: Frame, word: int, kind: str) -> bool:
    """Whether a land before an event noun is the one taken: "the Kuwait invasion", but "the US occupation"."""
    return _is_land(tree, word) and kind in ("Country", "City") and tree.lemma(frame.head) in _CONQUESTS


def is_elsewhere(tree: Tree, frame: Frame, word: int) -> bool:
    """Whether a place stands where another event happens, and only a relative clause makes it a filler here."""
    first = tree.first_conjunct(word)
    is_own = tree.head(first) in (frame.head, frame.helper)
    return not is_own and word < frame.head and tree.preposition(first) in LOCATIVE


def _is_land(tree: Tree, word: int) -> bool:
    """Whether a name before a noun is spelt as that of a land, not in capitals as states are called ("US")."""
    text = tree.tokens[word].text
    return tree.is_label(word, "compound") and not text.isupper() and "." not in text
