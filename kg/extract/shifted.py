"""Objects that stand behind an oblique of their verb, and "to account", which parsers take for an infinitive.

"Condemned in the strongest terms the attack on the town": what looks like an apposition is what was condemned.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.hanging import FINITE, NOUNS, hang, is_below
from kg.extract.kinds import FIGHTS, HARM
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.model import Token

_OBJECTS: Final = frozenset({"obj", "ccomp", "xcomp", "iobj", "aux:pass", "nsubj:pass"})
_AIMED: Final = frozenset({"against", "on", "upon", "by", "of", "between"})
_TO_PEOPLE: Final = frozenset(
    "Killing Assassination Injury ArmedAssault Abduction Arrest Torture Rescue PrisonerRelease".split()
)
"""Classes of events that verbs tell by an object who suffers them."""
_BESIDE: Final = frozenset({"appos", "compound", "flat", "nmod:desc"})
"""How the object of a verb is hung by mistake from a noun before the verb."""
_FOLLOWING: Final = HARM | {"Rescue", "PrisonerRelease", "Abduction", "Arrest", "Seizure", "Destruction"}
_VIOLENT: Final = HARM | FIGHTS | {"Abduction", "Seizure", "Destruction"}
_OCCASIONS: Final = frozenset({"after", "when", "as"})
_HOLDING: Final = frozenset({"bring", "call", "hold"})


def hang_shifted(tokens: list[Token], i: int, first: int, last: int, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
    """Make noun I its verb's object where no comma parts it from an oblique before it, though the tree says else."""
    noun = tokens[i]
    if noun.upos != "NOUN":
        return
    start = i
    while start > first and is_below(tokens, start - 1, i):
        start -= 1
    opening = tokens[start]
    if opening.upos not in ("DET", "CCONJ", "NUM") and opening.xpos != "PRP$":
        return
    if noun.dep in ("appos", "dep"):
        oblique = tokens[noun.head]
    elif noun.dep == "nsubj:pass" or (_is_bare(tokens, i, start) and gazetteer.find_noun(noun.lemma) is not None):
        oblique = next((t for t in reversed(tokens[first:start]) if t.head == noun.head), noun)
    else:
        return
    verb = tokens[oblique.head]
    if not oblique.dep.startswith("obl") or verb.upos != "VERB" or not verb.i < oblique.i < start:
        return
    if not lexicon.find_senses(verb.lemma.lower(), "v") or tokens[start - 1].upos == "PUNCT":
        return
    if not all(is_below(tokens, k, oblique.i) for k in range(oblique.i, start)):
        return
    parts = {t.dep for t in tokens[first : last + 1] if t.head == verb.i and t.i != i}
    if parts & _OBJECTS or (noun.dep == "nsubj:pass" and "nsubj" not in parts):
        return
    hang(tokens, i, verb.i, "obj")


def _is_bare(tokens: list[Token], i: int, start: int) -> bool:
    """Whether noun I, whose phrase begins at START, is called oblique though no preposition stands before it."""
    has_case = any(t.head == i and t.dep == "case" for t in tokens[start:i])
    return tokens[i].dep == "obl:unmarked" or (tokens[i].dep == "obl" and not has_case)


def hang_patient(tokens: list[Token], i: int, first: int, last: int, lexicon: Lexicon) -> None:
    """Make noun I, behind a verb for what is done to people, its object, for it does not do that: "for killing A".

    So it is with a gerund, and with an active verb that has a subject before it: "rebels killed in May mayor A"; and no
    noun right behind such a verb names one before it.
    """
    noun = tokens[i]
    if noun.upos not in NOUNS or noun.head >= i:
        return
    if noun.dep in _BESIDE:
        start = min((t.i for t in tokens[noun.head + 1 : i] if is_below(tokens, t.i, i)), default=i)
        verb = tokens[start - 1]
        is_past = noun.head < verb.i and any(t.head == verb.i and t.dep == "nsubj" for t in tokens[first : verb.i])
    else:
        verb = tokens[noun.head]
        is_past = noun.dep in ("nsubj", "nsubj:pass")
    if not is_past or verb.upos != "VERB":
        return
    senses = lexicon.find_senses(verb.lemma.lower(), "v")
    if not any(sense.kind in _TO_PEOPLE and sense.roles.get("obj") == "target" for sense in senses):
        return
    parts = [t for t in tokens[first : last + 1] if t.head == verb.i and t.i != i]
    if any(t.dep in _OBJECTS or (t.dep == "aux" and verb.xpos == "VBG") for t in parts):
        return
    has_subject = verb.xpos in ("VBD", "VBZ", "VBP", "VB") and any(t.dep == "nsubj" and t.i < verb.i for t in parts)
    if has_subject or verb.xpos == "VBG":
        hang(tokens, i, verb.i, "obj")


def hang_existent(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Hang phrase I from the event that there is, not from "was": "there was an attack at noon against the base"."""
    phrase, was = tokens[i], tokens[tokens[i].head]
    if phrase.dep != "obl" or was.lemma.lower() != "be" or was.i > i:
        return
    parts = [t for t in tokens[first:i] if t.head in (was.i, i)]
    event = next((t for t in parts if t.head == was.i and t.dep == "nsubj" and t.i > was.i), None)
    is_there = event is not None and any(t.head == was.i and t.dep == "expl" for t in parts)
    is_aimed = any(t.head == i and t.dep == "case" and t.text.lower() in _AIMED for t in parts)
    if event is not None and is_there and is_aimed and lexicon.find_senses(event.lemma.lower(), "n"):
        hang(tokens, i, event.i, "nmod")


def hang_account(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Make "account" in "hold them to account" the noun that it is."""
    word = tokens[i]
    if word.text.lower() != "account" or i == first or tokens[i - 1].text.lower() != "to" or word.upos != "VERB":
        return
    holder = word.head
    while tokens[holder].lemma.lower() not in _HOLDING and tokens[holder].head < holder and holder > first:
        holder = tokens[holder].head
    if tokens[holder].lemma.lower() not in _HOLDING or holder > i:
        return
    tokens[i - 1] = dataclasses.replace(tokens[i - 1], upos="ADP", xpos="IN", head=i, dep="case")
    tokens[i] = dataclasses.replace(word, upos="NOUN", xpos="NN", lemma="account", head=holder, dep="obl")
    for t in tokens[i + 1 : last + 1]:
        if t.head == i and t.dep.startswith("obl"):
            hang(tokens, t.i, i, "nmod")


def hang_aftermath(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Hang deed I, a participle, from the attack right before it: "he quit after rebels stormed a jail, freeing 200".

    Who did what the main clause tells of, where that is no violence, did not do what followed from another's attack.
    """
    deed, main = tokens[i], tokens[tokens[i].head]
    if deed.xpos != "VBG" or deed.dep != "advcl" or tokens[i - 1].text != "," or main.i > i or main.upos != "VERB":
        return
    if not lexicon.may_tell(deed.lemma.lower(), "v", _FOLLOWING) or lexicon.may_tell(main.lemma.lower(), "v", _VIOLENT):
        return
    scene = next((t for t in reversed(tokens[main.i + 1 : i - 1]) if t.upos == "VERB"), main)
    if scene.head != main.i or scene.dep != "advcl" or scene.xpos not in FINITE:
        return
    parts = [t for t in tokens[main.i + 1 : scene.i] if t.head == scene.i]
    marks = {t.text.lower() for t in parts if t.dep in ("mark", "advmod")}
    is_attack = lexicon.may_tell(scene.lemma.lower(), "v", _VIOLENT)
    if marks & _OCCASIONS and is_attack and any(t.dep.startswith("nsubj") for t in parts):
        hang(tokens, i, scene.i, "advcl")


def hang_harm(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Hang harm, participle I, from what happened, not from what went on then: "exploded as it passed, killing two"."""
    deed, scene = tokens[i], tokens[tokens[i].head]
    main = tokens[scene.head]
    if deed.xpos != "VBG" or deed.dep != "advcl" or scene.dep != "advcl" or scene.xpos != "VBG" or not scene.i < i:
        return
    marks = {t.text.lower() for t in tokens[first : scene.i] if t.head == scene.i and t.dep in ("mark", "advmod")}
    is_harm = lexicon.may_tell(deed.lemma.lower(), "v", HARM)
    if is_harm and marks & {"as", "when", "while"} and tokens[i - 1].text == "," and main.i < scene.i:
        hang(tokens, i, main.i, "advcl")
