"""Participles and clauses about deeds and doers put right in a tree, where parsers take them for something else.

"Condemned the murder of the nurse, carried out by rebels" has no one who carried out; what stands after "by" in "killed
by hired gunmen" is no clause, and in "soldiers were the ones who did it" the soldiers did it.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.hanging import FINITE, NOUNS, hang, is_below
from kg.extract.wordlists import find_words
from kg.lexicon import Lexicon
from kg.model import Token

_DOING: Final = find_words("doing_deeds")
_ALWAYS: Final = find_words("doing_crimes")
"""Verbs of doing whose object is a deed wherever it stands: no one perpetrates the school that an attack is on."""
_SERIES: Final = find_words("series")
_BEFORE: Final = frozenset({"by", "from", "against", "with", "of"})
_INSIDE: Final = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "PUNCT"})
_EMPTY: Final = frozenset({"it", "that", "this"})
_REACH: Final = 30
"""Tokens around a verb among which what hangs from it is looked for."""
_SPLIT: Final = frozenset({"advcl:relcl", "acl:relcl", "csubj", "ccomp"})
_STOPS: Final = frozenset({";", ":", "--", "—"})
_LIKE_NOUNS: Final = {"shot": "shoot", "hit": "hit", "beat": "beat"}
"""Past forms that parsers take for nouns."""


def hang_deed(tokens: list[Token], i: int, first: int, last: int, lexicon: Lexicon) -> None:
    """Make verb I a participle of the deed told before it: "the murder of the nurse, carried out by rebels"."""
    verb = tokens[i]
    if verb.upos != "VERB" or not _is_doing(tokens, i, last) or verb.head == i:
        return
    parts = [t for t in tokens[first : last + 1] if t.head == i]
    if verb.dep.startswith("acl"):
        _lift(tokens, i, first, lexicon)
        if verb.xpos == "VBD" and not any(t.dep.startswith(("aux", "obj", "nsubj")) for t in parts):
            tokens[i] = dataclasses.replace(tokens[i], xpos="VBN")
        return
    if any(t.dep.startswith(("aux", "obj", "cc", "mark")) for t in parts) or not _has_doer(tokens, i, last):
        return
    subjects = [t for t in parts if t.dep.startswith(("nsubj", "csubj"))]
    helpers = [t for t in tokens[first:i] if t.head == verb.head and t.dep == "aux:pass"]
    is_shared = verb.dep.startswith("conj") and bool(helpers)  # "was planned, prepared, carried out by"
    if verb.xpos not in ("VBD", "VBN") or is_shared or len(subjects) > 1:
        return
    noun = _deed_before(tokens, i, first, lexicon)
    if noun is None or is_below(tokens, noun, i) != bool(subjects):
        return
    if subjects:
        above, top = tokens[verb.head], subjects[0].i
        if not is_below(tokens, noun, top):
            return
        if any(t.head == top and t.dep == "case" for t in tokens[first:top]):
            hang(tokens, top, above.i, "obl:agent" if above.xpos == "VBN" else "obl")
        elif above.i > i and not any(t.head == above.i and t.dep.startswith("nsubj") for t in tokens[first : above.i]):
            hang(tokens, top, above.i, "nsubj")  # "the attack, carried out by pirates, shocked us"
        else:
            return  # a clause of its own
    tokens[i] = dataclasses.replace(verb, head=noun, dep="acl", xpos="VBN")


def _is_doing(tokens: list[Token], i: int, last: int) -> bool:
    lemma = tokens[i].lemma.lower()
    if lemma == "carry":
        return i < last and tokens[i + 1].text.lower() == "out"
    return lemma in _DOING


def _has_doer(tokens: list[Token], i: int, last: int) -> bool:
    """Whether a phrase with "by" hangs from verb I."""
    doers = [t.i for t in tokens[i + 1 : last + 1] if t.head == i and t.dep.startswith("obl")]
    return any(t.head in doers and t.dep == "case" and t.text.lower() == "by" for t in tokens[i + 1 : last + 1])


def _is_deed(tokens: list[Token], noun: int, lexicon: Lexicon) -> bool:
    lemma = tokens[noun].lemma.lower()
    return tokens[noun].upos == "NOUN" and (lemma in _SERIES or bool(lexicon.find_senses(lemma, "n")))


def _deed_before(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> int | None:
    """The nearest noun for a deed before verb I with no other verb between, and no end of a clause."""
    for t in reversed(tokens[first:i]):
        if t.xpos in FINITE or t.upos == "VERB" or t.text in _STOPS:
            return None
        if t.dep not in ("compound", "nmod:poss") and _is_deed(tokens, t.i, lexicon):
            return t.i
    return None


def _lift(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Hang participle or relative clause I from the deed in whose phrase the noun stands that has it."""
    verb = tokens[i]
    noun = tokens[verb.head]
    if verb.lemma.lower() not in _ALWAYS or noun.i > i or noun.upos not in NOUNS or _is_deed(tokens, noun.i, lexicon):
        return
    while noun.dep.startswith("nmod") and first <= noun.head < noun.i:
        noun = tokens[noun.head]
        if _is_deed(tokens, noun.i, lexicon):
            hang(tokens, i, noun.i, verb.dep)
            return


def hang_hired(tokens: list[Token], i: int, first: int) -> None:
    """Make participle I after a preposition the modifier of its noun: "killed by hired gunmen"."""
    verb = tokens[i]
    if i == first or verb.xpos != "VBN" or not verb.dep.startswith(("advcl", "acl", "xcomp", "obl", "nmod")):
        return
    case, top, before = tokens[i - 1], tokens[verb.head], tokens[first:i]
    if case.head != i or case.text.lower() not in _BEFORE or top.i > i:
        return
    noun = next((t for t in tokens[i + 1 : i + 5] if t.head == i and t.dep == "obj" and t.upos in NOUNS), None)
    if noun is None or any(t.upos not in _INSIDE or not is_below(tokens, t.i, noun.i) for t in tokens[i + 1 : noun.i]):
        return
    is_doer = case.text.lower() == "by" and top.upos not in NOUNS
    if is_doer and not (top.dep.startswith("acl") or any(t.head == top.i and t.dep == "aux:pass" for t in before)):
        return
    dep = "nmod" if top.upos in NOUNS else "obl:agent" if is_doer else "obl"
    hang(tokens, noun.i, top.i, dep)
    tokens[case.i] = dataclasses.replace(case, head=noun.i, dep="case", upos="ADP", xpos="IN")
    for t in tokens[noun.i + 1 : noun.i + _REACH]:
        if t.head == i:
            hang(tokens, t.i, top.i, t.dep)
    tokens[i] = dataclasses.replace(verb, head=noun.i, dep="amod", upos="ADJ")


def hang_cleft(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Hang relative clause I from who "the ones" are: "soldiers were the ones who did it", "it was they who did"."""
    verb = tokens[i]
    one = tokens[verb.head]
    if verb.upos == "VERB" and verb.dep in _SPLIT and first <= one.i < i:
        _hang_split(tokens, i, first, last)
    if verb.dep != "acl:relcl" or one.lemma.lower() not in ("one", "ones") or one.i > i:
        return
    parts = [t for t in tokens[first : one.i] if t.head == one.i]
    subjects = [t for t in parts if t.dep == "nsubj" and t.upos in NOUNS and t.text.lower() not in _EMPTY]
    if len(subjects) == 1 and any(t.dep == "cop" for t in parts) and not any(t.text.lower() == "not" for t in parts):
        hang(tokens, i, subjects[0].i, verb.dep)


def _hang_split(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Read "it was the army that shelled the camp" as a clause about the army, and "in Gao that" as where it was."""
    noun = tokens[tokens[i].head]
    parts = [t for t in tokens[first : noun.i] if t.head == noun.i]
    is_it = any(t.text.lower() == "it" and t.dep in ("nsubj", "expl") for t in parts)
    if not is_it or not any(t.lemma == "be" and t.dep == "cop" for t in parts):
        return
    inside = [t for t in tokens[noun.i + 1 : i] if t.head == i]
    pronoun = next((t for t in inside if t.text.lower() in ("who", "that", "which")), None)
    if pronoun is None or noun.upos not in NOUNS:
        return
    is_denied = any(t.text.lower() in ("not", "n't", "n’t") for t in parts)
    if pronoun.dep.startswith("nsubj"):
        hang(tokens, i, noun.i, "acl:relcl")
        other = next((t for t in tokens[i + 1 : last + 1] if t.dep == "conj" and t.upos in NOUNS), None)
        if is_denied and other is not None and is_below(tokens, other.i, i):
            if any(t.head == other.i and t.text.lower() == "but" for t in tokens[i + 1 : other.i]):
                hang(tokens, other.i, noun.i, "conj")  # "it was not the rebels who did it but the army"
        return
    if is_denied or not any(t.dep == "case" for t in parts) or not any(t.dep.startswith("nsubj") for t in inside):
        return
    top = i if noun.head == noun.i else noun.head
    tokens[i] = dataclasses.replace(tokens[i], head=top, dep=noun.dep)
    hang(tokens, noun.i, i, "obl")
    for t in (*parts, pronoun):
        if t.dep != "case" and (t is pronoun or t.dep in ("nsubj", "expl", "cop", "cc", "mark", "punct")):
            hang(tokens, t.i, i, t.dep if t.dep in ("cc", "mark", "punct") and t is not pronoun else "dep")
    for t in tokens[i + 1 : last + 1]:
        if t.head == noun.i and t.dep == "punct":
            hang(tokens, t.i, i, "punct")


def hang_slain(tokens: list[Token], i: int, last: int) -> None:
    """Make who stands after "to death" the object of verb I: "five men shot to death a guard"."""
    verb = tokens[i]
    if verb.upos != "VERB" or i + 3 > last or [t.text.lower() for t in tokens[i + 1 : i + 3]] != ["to", "death"]:
        return
    parts = [t for t in tokens[max(0, i - _REACH) : last + 1] if t.head == i]
    if any(t.dep in ("obj", "aux:pass") for t in parts) or not any(t.dep.startswith("nsubj") for t in parts):
        return
    slain = next((t for t in parts if t.i > i + 2 and t.dep.startswith("obl") and t.upos in NOUNS), None)
    if slain is None or any(t.head == slain.i and t.dep == "case" for t in tokens[i + 3 : slain.i]):
        return
    if all(is_below(tokens, t.i, slain.i) for t in tokens[i + 3 : slain.i]):
        hang(tokens, slain.i, i, "obj")
        for t in parts:
            if t.dep == "nsubj:pass":
                hang(tokens, t.i, i, "nsubj")
        if verb.xpos == "VBN":
            tokens[i] = dataclasses.replace(verb, xpos="VBD")


def read_fired_on(tokens: list[Token], i: int, last: int) -> None:
    """Take passive "fired on", after which no noun comes, for what is done to its subject: the bus is shot.

    A preposition after "on" has the noun to itself: "was shot at near the station".
    """
    verb = tokens[i]
    if verb.lemma.lower() not in ("fire", "shoot") or verb.xpos != "VBN" or i >= last:
        return
    after = tokens[i + 1]
    is_second = i + 2 <= last and tokens[i + 2].dep == "case" and tokens[i + 2].head == after.head
    if after.text.lower() in ("on", "upon", "at") and after.dep == "case" and is_second:
        hang(tokens, i + 1, i, "obl")
        after = tokens[i + 1]
    is_stranded = after.text.lower() in ("on", "upon", "at") and after.head == i and after.dep != "case"
    if is_stranded and any(t.head == i and t.dep == "nsubj:pass" for t in tokens[max(0, i - _REACH) : i]):
        tokens[i] = dataclasses.replace(verb, lemma="shoot")


def read_shot(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Make "shot" before "and killed" a verb, not a noun in the phrase before: "men in a car shot and killed A"."""
    shot, noun = tokens[i], tokens[tokens[i].head]
    lemma = _LIKE_NOUNS.get(shot.text.lower())
    if lemma is None or shot.upos != "NOUN" or shot.dep != "nmod" or i - 1 <= noun.i or i + 2 > last or noun.i > i:
        return
    phrase, joining, second = tokens[i - 1], tokens[i + 1], tokens[i + 2]
    is_pair = joining.text.lower() == "and" and second.xpos in ("VBD", "VBN") and second.upos == "VERB"
    if not is_pair or phrase.upos not in NOUNS or (phrase.head, phrase.dep) != (i, "compound"):
        return
    top = tokens[noun.head]
    speakers = [t for t in tokens[i + 3 : top.i] if t.head == top.i and t.dep == "nsubj"]
    if noun.dep == "nsubj" and top.i > i and speakers:
        place = (top.i, "ccomp")
    elif noun.dep in ("root", "ccomp", "parataxis"):
        place = (i if noun.head == noun.i else noun.head, noun.dep)
    else:
        return
    for t in tokens[noun.i + 1 : i - 1]:
        if t.head == i:
            hang(tokens, t.i, phrase.i, t.dep)
    hang(tokens, phrase.i, noun.i, "nmod")
    has_object = any(t.head == second.i and t.dep == "obj" for t in tokens[i + 3 : last + 1])
    for t in tokens[i + 3 : last + 1]:
        if t.head in (noun.i, i) and t.i != second.i:
            is_object = not has_object and t.upos in NOUNS and t.dep == "conj"
            has_object = has_object or is_object
            hang(tokens, t.i, second.i, "obj" if is_object else "obl" if t.dep == "nmod" else t.dep)
    tokens[i] = dataclasses.replace(shot, upos="VERB", xpos="VBD", lemma=lemma, head=place[0], dep=place[1])
    tokens[second.i] = dataclasses.replace(second, xpos="VBD", head=i, dep="conj")
    hang(tokens, joining.i, second.i, "cc")
    hang(tokens, noun.i, i, "nsubj")
