"""Trees put right in what is told of an attack's outcome: "left 15 dead and 30 wounded", "set a bus and a car on fire".

Each number is said of its own state, whatever the parser makes of the second, which lacks its verb; what "on" says
after the objects of some verbs is said of them all.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.hanging import FINITE, NOUNS, hang, is_below
from kg.lemmas import load_lemmas
from kg.model import Token

_DEAD: Final = "dead"
_DEADLY: Final = frozenset({"shoot", "strike"})
_HURT: Final = frozenset({"wounded", "injured", "hurt", "maimed"})
_FURTHER: Final = frozenset({"another", "others", "second", "third", "fourth", "fifth"})
"""Words for more people of a kind told before: "and a third wounded"."""
_BEFORE: Final = frozenset({"nsubj", "obl:unmarked", "det", "compound", "nummod"})
_NEAR: Final = 5
_PEOPLE: Final = NOUNS | {"NUM"}
_WITHIN: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "ADV", "ADP", "CCONJ", "PART"})


def hang_outcomes(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Hang the states that verb I leaves people in from it, and the people from I or from their state."""
    if tokens[i].lemma.lower() == "leave" and tokens[i].upos == "VERB":
        _free_people(tokens, i, last)
        _hang_left(tokens, i, last)
    _hang_found(tokens, i, first)
    if tokens[i].lemma.lower() in _DEADLY and i < last and tokens[i + 1].text.lower() == _DEAD:
        _hang_dead(tokens, i)
    _hang_from_verb(tokens, i)
    _hang_new_subject(tokens, i, first)
    _hang_share(tokens, i, first)
    _hang_bare_number(tokens, i, first)
    _hang_more(tokens, i, last)
    _hang_late(tokens, i, first)
    _hang_counting(tokens, i, last)
    if tokens[i].dep == "acl" and tokens[i].xpos == "VBN" and tokens[i - 1].upos == "NUM":
        if (tokens[i - 1].dep, tokens[i - 1].head) == ("nmod", tokens[i].head):
            hang(tokens, i, i - 1, "acl")  # "seven of the 12 killed"


def _hang_found(tokens: list[Token], i: int, first: int) -> None:
    """Hang participle I from the "found" right before it: "was found murdered"."""
    found = tokens[i - 1] if i > first else tokens[i]
    if tokens[i].xpos != "VBN" or found.lemma.lower() != "find" or found.upos != "VERB" or tokens[i].head == found.i:
        return
    has_subject = any(t.head == found.i and t.dep == "nsubj:pass" for t in tokens[first : found.i])
    if has_subject and not is_below(tokens, found.i, i):
        hang(tokens, i, found.i, "xcomp")


def _free_people(tokens: list[Token], i: int, last: int) -> None:
    """Make a noun of the nation before the state that verb I leaves people in: "left one Iraqi dead"."""
    for state in range(i + 2, min(i + _NEAR, last) + 1):
        nation, above = tokens[state - 1], tokens[state]
        if above.text.lower() not in {_DEAD, *_HURT} or above.upos != "ADJ" or nation.head != state:
            continue
        if nation.dep == "amod" and nation.text[0].isupper():
            for t in tokens[i + 1 : nation.i]:
                if t.head == state:
                    hang(tokens, t.i, nation.i, t.dep)
            tokens[nation.i] = dataclasses.replace(nation, head=i, dep="obj", upos="NOUN")
            hang(tokens, state, i, "xcomp")
            return


def _hang_left(tokens: list[Token], i: int, last: int) -> None:
    """Make two verbs of "left 15 dead and 30 wounded": whoever left 15 dead wounded 30."""
    groups = _find_groups(tokens, i, last)
    if not groups or any(is_below(tokens, i, noun) or is_below(tokens, i, state) for noun, state in groups):
        return
    main = next((group for group in groups if tokens[group[1]].text.lower() == _DEAD), groups[0])
    for noun, state in groups:
        if (noun, state) == main:
            hang(tokens, noun, i, "obj")
            hang(tokens, state, i, "xcomp")
            continue
        form = "VBG" if tokens[i].xpos == "VBG" else "VBD"
        lemma = load_lemmas().find_lemma(tokens[state].text.lower(), "VERB", "VBD")
        tokens[state] = dataclasses.replace(
            tokens[state], head=i, dep="conj", upos="VERB", xpos=form, lemma=lemma.lower()
        )
        hang(tokens, noun, state, "obj")
    for t in tokens[i + 1 : groups[-1][1]]:
        if t.dep == "cc" and t.i > groups[0][1]:
            hang(tokens, t.i, groups[-1][1], "cc")


def _hang_dead(tokens: list[Token], i: int) -> None:
    """Hang "dead" from verb I and not from the people after it: "shot dead two pupils"."""
    noun = tokens[i + 1].head
    is_apart = any(t.head == noun and t.dep in ("nummod", "det") for t in tokens[i + 2 : noun])
    if tokens[i + 1].dep == "amod" and noun > i + 1 and is_apart:
        hang(tokens, i + 1, i, "advmod")


def _find_groups(tokens: list[Token], i: int, last: int) -> list[tuple[int, int]]:
    """The heads of the people and their states after verb I, in the order of the text."""
    groups: list[tuple[int, int]] = []
    begin = i + 1
    for state in range(i + 1, last + 1):
        word = tokens[state].text.lower()
        if word == _DEAD or word in _HURT:
            noun = _find_people(tokens, begin, state)
            if noun is None:
                return groups[:-1] if begin == state - 1 and groups else groups  # "30 dead or wounded" tells of neither
            groups.append((noun, state))
            begin = state + 1
        elif tokens[state].upos not in _WITHIN and tokens[state].text != ",":
            break
    return groups


def _find_people(tokens: list[Token], begin: int, state: int) -> int | None:
    """The head of the people right before STATE, not before BEGIN; adverbs may stand between."""
    noun = state - 1
    while noun >= begin and tokens[noun].upos == "ADV":
        noun -= 1
    if noun < begin or tokens[noun].upos not in _PEOPLE:
        return None
    while begin <= tokens[noun].head < noun and tokens[tokens[noun].head].upos in _PEOPLE:
        noun = tokens[noun].head
    return noun


def _hang_from_verb(tokens: list[Token], i: int) -> None:
    """Hang "on" and its noun from the verb: "set a bus and a car on fire", "blamed the attack on the rebels"."""
    noun = tokens[i]
    if not noun.dep.startswith(("nmod", "obl")) or not any(
        t.head == i and t.dep == "case" and t.text.lower() == "on" for t in tokens[max(0, i - 4) : i]
    ):
        return
    above = tokens[noun.head]
    while above.dep in ("conj", "acl") and above.head < above.i:  # "set a bus loaded with food on fire"
        above = tokens[above.head]
    verb = tokens[above.head]
    is_fire = verb.lemma.lower() == "set" and noun.text.lower() == "fire"
    if above.dep.startswith(("obj", "nsubj:pass")) and (is_fire or verb.lemma.lower() == "blame"):
        hang(tokens, i, verb.i, "obl")


def _hang_share(tokens: list[Token], i: int, first: int) -> None:
    """Hang number I loosely from the verb before it that has its subject: "six were hurt, two of them fatally"."""
    verb = tokens[i].head
    is_late = tokens[i].upos == "NUM" and tokens[i].dep.startswith("nsubj") and verb < i
    if is_late and any(t.head == verb and t.dep.startswith("nsubj") for t in tokens[first:verb]):
        hang(tokens, i, verb, "parataxis")


def _hang_bare_number(tokens: list[Token], i: int, first: int) -> None:
    """Make number I the subject of the state right after it: "three were killed and five wounded"."""
    number = tokens[i].text.lower()
    if (tokens[i].upos != "NUM" and number not in _FURTHER) or i + 2 >= len(tokens):
        return
    is_more = tokens[i + 1].text.lower() == "more"
    state = tokens[i + 1 + is_more]
    is_own = (number in _FURTHER or is_more) and state.i == tokens[i].head and tokens[i].dep in _BEFORE
    if tokens[i].dep != "conj" and not is_own:
        return
    governor = tokens[state.head]
    is_state = state.xpos == "VBN" or (state.upos == "ADJ" and state.text.lower() in _HURT)
    if state.dep != "conj" or not is_state or tokens[i].head not in (state.i, governor.i) or governor.i > i:
        return
    if any(t.head == governor.i and t.dep == "nsubj:pass" for t in tokens[first:i]):
        lemma = load_lemmas().find_lemma(state.text.lower(), "VERB", "VBN").lower()
        tokens[state.i] = dataclasses.replace(state, upos="VERB", xpos="VBN", lemma=lemma)
        hang(tokens, i, state.i, "nsubj:pass")


def _hang_new_subject(tokens: list[Token], i: int, first: int) -> None:
    """Make the people before "were" the subject of verb I: "killed ten men and scores of others were wounded"."""
    verb = tokens[i]
    if verb.dep != "conj":
        return
    helpers = [t for t in tokens[first:i] if t.head == i and t.dep == "aux:pass" and t.xpos in FINITE]
    if not helpers or any(t.head == i and t.dep.startswith("nsubj") for t in tokens[first:i]):
        return
    governor = tokens[verb.head]
    noun = helpers[0].i - 1
    while governor.i < noun and tokens[noun].dep in ("nmod", "case") and governor.i < tokens[noun].head < noun:
        noun = tokens[noun].head
    joining = [t for t in tokens[governor.i + 1 : noun] if t.head == noun and t.dep == "cc"]
    is_object = tokens[noun].upos in _PEOPLE and tokens[noun].dep == "conj" and governor.i <= tokens[noun].head
    if governor.upos == "VERB" and joining and is_object and is_below(tokens, noun, governor.i):
        hang(tokens, noun, i, "nsubj:pass")
        hang(tokens, joining[0].i, i, "cc")


def _hang_more(tokens: list[Token], i: int, last: int) -> None:
    """Make the number before "more" at I the object of its verb: "killed nine and injured 20 more", "20 more men"."""
    more, number, verb = tokens[i], tokens[i - 1], tokens[tokens[i].head]
    if more.text.lower() == "more" and more.dep == "amod" and number.upos == "NUM" and number.head == i:
        hang(tokens, number.i, verb.i, "nummod")
    if more.text.lower() != "more" or more.dep != "advmod" or (number.head, number.dep) != (i, "nummod"):
        return
    after = tokens[min(i + 1, last)]
    ends = i == last or (after.upos not in ("NOUN", "PROPN", "ADJ") and after.text.lower() != "than")
    if ends and verb.upos == "VERB" and verb.i == i - 2:
        hang(tokens, number.i, verb.i, "obj")
        hang(tokens, i, number.i, "advmod")


def _hang_late(tokens: list[Token], i: int, first: int) -> None:
    """Make a clause of people told after the verb of their seeming subject: "he was shot, and two men hurt"."""
    noun = tokens[tokens[i].head]
    subject = tokens[noun.head]
    verb = tokens[subject.head]
    if tokens[i].dep != "acl" or tokens[i].xpos != "VBN" or noun.dep != "conj" or subject.dep != "nsubj:pass":
        return
    joining = [t for t in tokens[first : noun.i] if t.head == noun.i and t.dep == "cc"]
    if subject.i < verb.i < noun.i < i and joining:
        hang(tokens, joining[0].i, i, "cc")
        hang(tokens, noun.i, i, "nsubj:pass")
        hang(tokens, i, verb.i, "conj")


def _hang_counting(tokens: list[Token], i: int, last: int) -> None:
    """Make a second verb of I before a number, not a conjunct of an object: "killed nine men, wounded 17 and fled"."""
    verb, noun = tokens[i], tokens[tokens[i].head]
    number = tokens[min(i + 1, last)]
    if verb.upos != "VERB" or verb.dep != "conj" or verb.xpos not in ("VBN", "VBD"):
        return
    if number.upos != "NUM" or number.head != i or number.dep not in ("dep", "nummod", "obj"):
        return
    main = tokens[noun.head] if noun.dep == "obj" else noun
    if main.upos == "VERB" and main.xpos in ("VBD", "VBN") and main.i < i:
        tokens[i] = dataclasses.replace(verb, head=main.i, xpos=main.xpos)
        hang(tokens, number.i, i, "obj")
