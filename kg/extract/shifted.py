"""Objects that stand behind an oblique of their verb, and "to account", which parsers take for an infinitive.

"Condemned in the strongest terms the attack on the town": what looks like an apposition is what was condemned.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.hanging import hang, is_below
from kg.extract.kinds import HARM
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.model import Token

_OBJECTS: Final = frozenset({"obj", "ccomp", "xcomp", "iobj", "aux:pass", "nsubj:pass"})
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
    elif noun.dep == "nsubj:pass" or (noun.dep == "obl:unmarked" and gazetteer.find_noun(noun.lemma) is not None):
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


def hang_harm(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Hang harm, participle I, from what happened, not from what went on then: "exploded as it passed, killing two"."""
    deed, scene = tokens[i], tokens[tokens[i].head]
    main = tokens[scene.head]
    if deed.xpos != "VBG" or deed.dep != "advcl" or scene.dep != "advcl" or scene.xpos != "VBG" or not scene.i < i:
        return
    marks = {t.text.lower() for t in tokens[first : scene.i] if t.head == scene.i and t.dep in ("mark", "advmod")}
    is_harm = any(sense.kind in HARM for sense in lexicon.find_senses(deed.lemma.lower(), "v"))
    if is_harm and marks & {"as", "when", "while"} and tokens[i - 1].text == "," and main.i < scene.i:
        hang(tokens, i, main.i, "advcl")
