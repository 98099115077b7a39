"""Which unknown names must be those of states: "Velmora's president", "the ambassador of Velmora".

Pipelines take the name of a state that they never saw for that of a person. But persons have no president, prime
minister or parliament, and no person stands before the office of another: "Velmora Prime Minister Ana Holm".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kg.extract.aliases import Name
from kg.extract.hanging import hang
from kg.extract.kinds import PLACES
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.model import Sentence, Token

_OF_STATES: Final = find_words("of_states")
_AT_SITES: Final = frozenset(
    "blast encounter explosion firefight gunbattle gunfight shootout standoff stampede".split()
)
_FIGHTS: Final = frozenset("airstrike ambush attack battle bombing clash raid shelling shooting siege".split())
_SENT: Final = find_words("sent_by_states")
_LONGEST: Final = 5
"""Words of an office at most: "Deputy Prime Minister"."""


def is_polity(tree: Tree, gazetteer: Gazetteer, i: int) -> bool:
    """Whether the words around the one-word name I tell that it is a state."""
    noun = tree.head(i)
    if noun is not None and noun > i and tree.is_label(i, "nmod:poss") and tree.children(i, "case"):
        return tree.lemma(noun) in _OF_STATES or (tree.lemma(noun) == "minister" and tree.lower(noun - 1) == "prime")
    first = tree.first_conjunct(i)
    noun = tree.head(first)
    if noun is not None and noun < first and tree.preposition(first) == "of":
        return tree.lemma(noun) in _SENT
    return is_before_office(tree, gazetteer, i + 1)


def is_site(tree: Tree, i: int) -> bool:
    """Whether the one-word name I stands before a noun for what happens at a place: "Kupwara gunbattle kills three"."""
    return i < tree.sentence(i).last and tree.lemma(i + 1) in _AT_SITES and tree.is_label(i, "compound")


def without_fight(tree: Tree, first: int, last: int) -> int:
    """The last word of the name from FIRST to LAST without the common noun for a fight that seems its end."""
    is_fight = first < last and tree.tokens[last].text.islower() and tree.tokens[last].upos == "NOUN"
    return last - 1 if is_fight and tree.lemma(last) in _AT_SITES | _FIGHTS else last


def is_before_office(tree: Tree, gazetteer: Gazetteer, first: int) -> bool:
    """Whether an office of state and the name of its holder begin at FIRST: "Prime Minister Ana Holm"."""
    for last in range(first, min(first + _LONGEST, len(tree.tokens) - 1)):
        words = [tree.tokens[i].text for i in range(first, last + 1)]
        if not words[-1][:1].isupper():
            return False
        if words[-1].lower() in ("president", "minister", "premier") and gazetteer.is_office(words):
            return tree.tokens[last + 1].upos == "PROPN" and tree.sentence(first) == tree.sentence(last + 1)
    return False


def put_above_state(tokens: list[Token], name: Name, inside: Mapping[int, Name], sentence: Sentence) -> None:
    """Let the person NAME head the phrase that the state before the office does: "Chad President Ana Holm left".

    SENTENCE is that of NAME, INSIDE has the names by their words.
    """
    state = inside.get(tokens[name.head].head)
    if state is None or tokens[name.head].dep != "flat" or state.last >= name.first or state.kind not in PLACES:
        return
    between = range(state.last + 1, name.first)
    if not between or any(not tokens[i].text[:1].isupper() for i in between):
        return
    top = tokens[state.head]
    for t in tokens[sentence.first : sentence.last + 1]:
        if t.head == top.i and t.i != top.i and not state.first <= t.i <= name.last:
            hang(tokens, t.i, name.head, t.dep)
    hang(tokens, name.head, top.head if top.head != top.i else name.head, top.dep)
    hang(tokens, top.i, name.head, "compound")
    for i in between:
        if tokens[i].head == top.i:
            hang(tokens, i, name.head, "nmod:desc")
