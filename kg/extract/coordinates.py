"""Coordination of like with like: "an attack on the palace and a base" strikes both, and is no base itself.

Parsers often hang the second noun from the event that the first one belongs to. A noun for a building, a person, a
group or a weapon, or a name, is no coordinate of an event: it goes to the noun of its kind between the two.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.hanging import FINITE, NOUNS, is_below
from kg.extract.kinds import ACTORS, FIGHTS, PLACES
from kg.extract.tree import PLURAL_VERBS
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.model import Token

_GROUPS: Final = (PLACES, ACTORS, frozenset({"Weapon"}))
_GROUNDS: Final = find_words("grounds")
_PARTS: Final = find_words("parts_of_places")
_NAME: Final = "name"
_PHRASE: Final = 6
"""Tokens of a noun phrase at most."""
_HOUSES: Final = frozenset({"building", "house", "office"})
"""Nouns for what has one owner: "the building of the headquarters and a hotel" is no building of a hotel."""
_ENDS: Final = find_words("ending")
_ENDED: Final = FIGHTS | {"Killing", "Siege", "Torture", "Violence"}
_BEGINNINGS: Final = find_words("beginnings")
_NEAR: Final = 3
"""Tokens between a noun and the other words that evoke an event with it, at most."""


def hang_like(tokens: list[Token], i: int, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
    """Hang noun I, coordinate with an event noun or beside it, from the noun like it among the phrases of the event."""
    noun, event = tokens[i], tokens[tokens[i].head]
    if noun.dep not in ("conj", "appos") or event.i > i:
        return
    if not _is_event(tokens, event.i, lexicon) or _is_event(tokens, i, lexicon):
        return
    kind = _kind_of(noun, gazetteer)
    if kind is None or (noun.dep == "appos" and kind != min(PLACES)):
        return
    phrases = [t for t in tokens[event.i + 1 : i] if t.head == event.i and t.dep.startswith(("nmod", "obl"))]
    is_built = kind == min(PLACES)
    alike = [t for t in phrases if _kind_of(t, gazetteer) == kind or (is_built and t.lemma.lower() in _PARTS)]
    if alike:
        tokens[i] = dataclasses.replace(noun, head=alike[-1].i, dep="conj")


def hang_like_event(tokens: list[Token], i: int, lexicon: Lexicon) -> None:
    """Hang event noun I, coordinate with a phrase of the like event, from that: "a raid on A and a raid on B"."""
    noun, other = tokens[i], tokens[tokens[i].head]
    while noun.dep == "conj" == other.dep and other.head < other.i:
        other = tokens[other.head]
    event = tokens[other.head]
    if noun.dep != "conj" or not other.dep.startswith("nmod") or not event.i < other.i < i:
        return
    is_like = noun.lemma.lower() == event.lemma.lower() and _is_event(tokens, event.i, lexicon)
    if is_like and not _is_event(tokens, other.i, lexicon):
        tokens[i] = dataclasses.replace(noun, head=event.i)


def hang_that_of(tokens: list[Token], i: int, last: int, lexicon: Lexicon) -> None:
    """Hang "that" or "those" at I from the event that it takes up: "the murder of A and that of B"."""
    pronoun, other = tokens[i], tokens[tokens[i].head]
    event = tokens[other.head]
    is_taking_up = pronoun.text.lower() in ("that", "those") and i < last and tokens[i + 1].text.lower() == "of"
    if is_taking_up and pronoun.dep == "conj" and other.dep.startswith("nmod") and event.i < other.i < i:
        if _is_event(tokens, event.i, lexicon):
            tokens[i] = dataclasses.replace(pronoun, head=event.i)


def hang_like_phrase(tokens: list[Token], i: int, first: int) -> None:
    """Hang phrase I, coordinate with a verb, from the verb's phrase with the same preposition: "at A and at B"."""
    noun, verb = tokens[i], tokens[tokens[i].head]
    if noun.dep != "conj" or noun.upos not in NOUNS or verb.upos != "VERB" or verb.i > i:
        return
    cases = {t.text.lower() for t in tokens[verb.i : i] if t.head == i and t.dep == "case"}
    phrases = [t for t in tokens[first:i] if t.head == verb.i and t.dep == "obl" and t.i > verb.i]
    alike = [
        p
        for p in phrases
        if any(t.head == p.i and t.dep == "case" and t.text.lower() in cases for t in tokens[verb.i : p.i])
    ]
    if alike:
        tokens[i] = dataclasses.replace(noun, head=alike[-1].i)


def hang_object(tokens: list[Token], i: int, last: int, gazetteer: Gazetteer) -> None:
    """Hang noun I, coordinate with a verb, from the object like it: "burning 40 houses, two schools and a clinic"."""
    noun, verb = tokens[i], tokens[tokens[i].head]
    if noun.dep != "conj" or noun.upos != "NOUN" or verb.upos != "VERB" or verb.i > i:
        return
    kind = _kind_of(noun, gazetteer)
    objects = [t for t in tokens[verb.i + 1 : i] if t.head == verb.i and t.dep == "obj" and t.upos == "NOUN"]
    if kind is None or not objects or _kind_of(objects[-1], gazetteer) != kind:
        return
    own = {t.dep.partition(":")[0] for t in tokens[verb.i : last + 1] if t.head == i}
    goes_on = any(t.head in (objects[-1].i, i) and t.dep == "conj" for t in tokens[i + 1 : last + 1])
    if not own & {"case", "nsubj", "cop", "aux", "acl"} and (goes_on or kind == min(PLACES)):
        tokens[i] = dataclasses.replace(noun, head=objects[-1].i)


def hang_building(tokens: list[Token], i: int, gazetteer: Gazetteer) -> None:
    """Hang building I from the building before it, not from whose that is: "offices of unions and homes of leaders"."""
    noun, owner = tokens[i], tokens[tokens[i].head]
    if noun.dep != "conj" or noun.upos != "NOUN" or _kind_of(noun, gazetteer) != min(PLACES):
        return
    if noun.lemma.lower() in _GROUNDS:
        return
    while owner.dep == "nmod" and owner.head < owner.i < i:
        building = tokens[owner.head]
        is_built = building.upos == "NOUN" and _kind_of(building, gazetteer) == min(PLACES)
        is_of_several = building.xpos != "NN" or building.lemma.lower() not in _HOUSES
        if _kind_of(owner, gazetteer) == min(PLACES) and is_of_several:
            return
        if is_built:
            tokens[i] = dataclasses.replace(noun, head=building.i)
            return
        owner = building


def hang_beside_end(tokens: list[Token], i: int, lexicon: Lexicon) -> None:
    """Hang noun I from the end of what it seems coordinate with: "an end to the siege, a truce and the release of ten".

    What is no end of anything begins, or stands as "an end" does where that which ends does not. Violence ends with
    what else does: "an end to the war and the bombing of towns".
    """
    noun, ended = tokens[i], tokens[tokens[i].head]
    if noun.dep != "conj" or not ended.i < i:
        return
    if ended.lemma.lower() in _ENDS:
        first = next((t for t in tokens[ended.i : i] if t.head == ended.i and t.dep == "nmod"), None)
        if first is not None and noun.upos == "NOUN" and lexicon.may_tell(noun.lemma.lower(), "n", _ENDED):
            tokens[i] = dataclasses.replace(noun, head=first.i)
        return
    end = tokens[ended.head]
    if ended.dep != "nmod" or end.lemma.lower() not in _ENDS or not end.i < ended.i:
        return
    is_new = _is_indefinite(tokens, i) and not _is_indefinite(tokens, ended.i)
    if not is_new and noun.lemma.lower() not in _BEGINNINGS:
        return
    joined = {t.head for t in tokens[ended.i : i] if t.dep == "cc"}
    for other in tokens[ended.i + 1 : i + _PHRASE * _PHRASE]:
        if other.head == ended.i and other.dep == "conj" and (other.i >= i or other.i not in joined):
            tokens[other.i] = dataclasses.replace(other, head=end.i)


def _is_indefinite(tokens: list[Token], i: int) -> bool:
    before = tokens[max(0, i - _PHRASE) : i]
    return any(t.head == i and t.dep == "det" and t.text.lower() in ("a", "an") for t in before)


def hang_participle(tokens: list[Token], i: int) -> None:
    """Hang participle I from the one before it, not from its object: "beheading two people and burning homes"."""
    deed, noun = tokens[i], tokens[tokens[i].head]
    if deed.dep == "amod" and deed.xpos == "VBG" and noun.dep == "conj" and tokens[i - 1].dep == "cc":
        _part(tokens, i)
        return
    verb = tokens[noun.head]
    is_pair = deed.xpos == verb.xpos == "VBG" and deed.upos == "VERB" and verb.i < noun.i < i
    if deed.dep != "conj" or noun.upos not in NOUNS or noun.dep != "obj" or not is_pair:
        return
    tokens[i] = dataclasses.replace(deed, head=verb.i)
    has_object = any(t.head == i and t.dep == "obj" for t in tokens[i : i + _PHRASE])
    for t in tokens[i + 1 : i + _PHRASE] if not has_object else ():
        if t.upos in ("PUNCT", "CCONJ", "VERB"):
            return
        if t.head == noun.i and t.dep == "conj" and t.upos in NOUNS:
            tokens[t.i] = dataclasses.replace(t, head=i, dep="obj")
            return


def hang_finite(tokens: list[Token], i: int, first: int) -> None:
    """Hang verb I in the past tense from the verb of an infinitive, not from that: "vowed to help and sent troops"."""
    goal = tokens[tokens[i].head]
    main = tokens[goal.head]
    if tokens[i].xpos != "VBD" or tokens[i].dep != "conj" or goal.xpos != "VB" or goal.i > i or main.i > goal.i:
        return
    is_goal = any(t.head == goal.i and t.text.lower() == "to" for t in tokens[first : goal.i])
    is_told = main.upos == "VERB" and main.xpos in FINITE
    if is_goal and is_told and not any(t.head == i and t.dep.startswith("nsubj") for t in tokens[goal.i : i]):
        tokens[i] = dataclasses.replace(tokens[i], head=main.i)


def _part(tokens: list[Token], i: int) -> None:
    """Make a verb of participle I that seems to tell more of the second object: "killing men and burning villages"."""
    deed, second = tokens[i], tokens[tokens[i].head]
    first = tokens[second.head]
    verb = tokens[first.head]
    if first.dep != "obj" or verb.xpos != "VBG" or not verb.i < first.i < i or second.xpos not in ("NNS", "NNP"):
        return
    for t in tokens[first.i : i]:
        if t.head == second.i and t.dep == "cc":
            tokens[t.i] = dataclasses.replace(t, head=i)
    tokens[i] = dataclasses.replace(deed, head=verb.i, dep="conj", upos="VERB")
    tokens[second.i] = dataclasses.replace(second, head=i, dep="obj")


def hang_second_party(tokens: list[Token], i: int, gazetteer: Gazetteer) -> None:
    """Hang a name from subject I where a plural verb asks for two: "A, leader of the B party, and C were killed"."""
    subject, verb = tokens[i], tokens[tokens[i].head]
    if not subject.dep.startswith("nsubj") or subject.upos != "PROPN" or subject.xpos == "NNPS" or verb.i < i:
        return
    if any(t.head == i and t.dep == "conj" for t in tokens[i + 1 : verb.i]):
        return
    if not any(t.text.lower() in PLURAL_VERBS and t.head == verb.i and t.dep != "cc" for t in tokens[i + 1 : verb.i]):
        return
    if not any(t.head == i and t.dep == "appos" for t in tokens[i + 1 : verb.i]) or gazetteer.type_name(subject.text):
        return
    for t in tokens[i + 1 : verb.i]:
        joined = [c.i for c in tokens[i + 1 : t.i] if c.head == t.i and c.dep == "cc"]
        after_comma = bool(joined) and tokens[joined[0] - 1].text in (",", ")", "--", "-")
        if t.dep == "conj" and t.upos == "PROPN" and after_comma and is_below(tokens, t.i, i):
            tokens[t.i] = dataclasses.replace(t, head=i)
            return


def _is_event(tokens: list[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether noun I has a sense that is an event, with all words of it near."""
    if tokens[i].upos != "NOUN":
        return False
    near = {t.lemma.lower() for t in tokens[max(0, i - _NEAR) : i + _NEAR + 1]}
    return any(near.issuperset(sense.words) for sense in lexicon.find_senses(tokens[i].lemma.lower(), "n"))


def _kind_of(token: Token, gazetteer: Gazetteer) -> str | None:
    """What a word stands for, as far as its kind decides what it is coordinate with."""
    if token.upos == "PROPN":
        return _NAME
    kind = gazetteer.type_noun(token.lemma.lower(), plural=token.xpos == "NNS") if token.upos == "NOUN" else None
    return next((min(group) for group in _GROUPS if kind in group), None)
