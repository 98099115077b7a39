"""Words that parsers hang from the wrong noun, or from a verb and not its noun.

"Strikes engaged five ISIL units" has no "ISIL strikes", and what "staged a sit-in" is about hangs from "sit"; who is
"shot dead" is no "dead man", "support from its partners" is theirs, and "reports of killings being carried out" are
about killings.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.hanging import NOUNS, hang, is_below
from kg.extract.kinds import BODIES
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.model import Token

_PARTICLES: Final = frozenset("in ins off offs out outs up ups down over".split())
_HYPHENS: Final = frozenset({"-", "–"})
_SHARES: Final = find_words("shares_of")
_REACH: Final = 6
"""Tokens before a word among which what hangs from it is looked for."""
_BEFORE: Final = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
_REMOVING: Final = frozenset({"cleanse", "clear", "purge", "rid"})
_REMOVED: Final = frozenset({"ArmedGroup", "SecurityForce", "Weapon"})


def hang_modifier(tokens: list[Token], i: int, last: int) -> None:
    """Hang compound I, whose head stands before the verb before it, from the noun after it."""
    word = tokens[i]
    if word.dep != "compound" or word.head >= i or not any(t.upos == "VERB" for t in tokens[word.head + 1 : i]):
        return
    noun = i
    while noun < last and tokens[noun + 1].upos in _BEFORE:
        noun += 1
    if noun > i and tokens[noun].upos in ("NOUN", "PROPN") and not is_below(tokens, noun, i):
        hang(tokens, i, noun, "compound")


def hang_particle(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Let the stem of a hyphened noun head it where its particle I does: "a sit-in at the ministry"."""
    stem = i - 2
    if stem < first or tokens[i - 1].text != "-" or tokens[i].text.lower() not in _PARTICLES:
        return
    if tokens[stem].head != i or tokens[stem].dep != "compound" or tokens[stem].end != tokens[i - 1].start:
        return
    top, dep = tokens[i].head, tokens[i].dep
    for t in tokens[first : last + 1]:
        if t.head == i and t.i != i:
            hang(tokens, t.i, stem, t.dep)
    hang(tokens, stem, stem if top == i else top, dep)
    hang(tokens, i, stem, "compound")


def hang_result(tokens: list[Token], i: int, first: int) -> None:
    """Hang "dead" from the verb before it where no adjective can stand: "shot dead three men"."""
    noun = tokens[i].head
    if tokens[i].text.lower() != "dead" or tokens[i].dep != "amod" or i == first or noun <= i:
        return
    verb = tokens[i - 1]
    between = [t for t in tokens[i + 1 : noun] if t.head == noun and (t.upos in ("NUM", "DET") or t.xpos == "PRP$")]
    if verb.upos == "VERB" and between and between[0].i == i + 1:
        hang(tokens, i, verb.i, "xcomp")


def hang_giver(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Hang noun I from the event noun right before its "from": "can count on support from its partners"."""
    if tokens[i].dep != "obl" or tokens[i].upos not in NOUNS:
        return
    case = next((t.i for t in tokens[first:i] if t.head == i and t.dep == "case" and t.text.lower() == "from"), None)
    if case is None or case == first or tokens[case - 1].upos != "NOUN":
        return
    noun, verb = tokens[case - 1], tokens[tokens[i].head]
    if noun.head != verb.i or not noun.dep.startswith("obl") or verb.i > noun.i:
        return
    given = any(sense.roles.get("from") == "agent" for sense in lexicon.find_senses(noun.lemma.lower(), "n"))
    taken = any("from" in sense.roles for sense in lexicon.find_senses(verb.lemma.lower(), "v"))
    if given and not taken:
        hang(tokens, i, noun.i, "nmod")


def hang_undergone(tokens: list[Token], i: int, first: int) -> None:
    """Hang participle I with "being" from the noun before it: "spoke of killings being carried out by soldiers"."""
    verb = tokens[i]
    if verb.xpos != "VBN" or verb.dep != "advcl":
        return
    being = next((t for t in tokens[first:i] if t.head == i and t.text.lower() == "being"), None)
    noun = tokens[being.i - 1] if being is not None and being.i > first else verb
    marks = [t for t in tokens[first : noun.i] if t.head == i and t.dep == "mark"]
    if len(marks) != 1 or noun.upos != "NOUN" or noun.dep != "obl" or noun.head != verb.head:
        return
    tokens[marks[0].i] = dataclasses.replace(marks[0], head=noun.i, dep="case", upos="ADP")
    hang(tokens, i, noun.i, "acl")


def hang_share(tokens: list[Token], i: int, last: int) -> None:
    """Let the noun after "all of the" or "some of his" head its phrase, not the word I for how many of them."""
    if tokens[i].text.lower() not in _SHARES or i + 2 > last or tokens[i + 1].text.lower() != "of":
        return
    noun = tokens[tokens[i + 1].head]
    if noun.head != i or not i < noun.i <= last or noun.upos not in NOUNS or tokens[i + 1].dep != "case":
        return
    top, dep = tokens[i].head, tokens[i].dep
    for t in tokens[max(0, i - _REACH) : last + 1]:
        if t.head == i and t.i not in (i, noun.i):
            hang(tokens, t.i, noun.i, t.dep)
    hang(tokens, i + 1, i, "fixed")
    hang(tokens, noun.i, noun.i if top == i else top, dep)
    hang(tokens, i, noun.i, "det")


def hang_removed(tokens: list[Token], i: int, first: int, gazetteer: Gazetteer) -> None:
    """Hang whom a place or body is rid of, noun I, from the verb: "cleared half of the town of enemy fighters"."""
    if tokens[i].dep != "nmod" or not any(t.head == i and t.text.lower() == "of" for t in tokens[first:i]):
        return
    noun = tokens[i].head
    while tokens[noun].dep == "nmod" and tokens[noun].head < noun:
        noun = tokens[noun].head
    verb = tokens[tokens[noun].head]
    if tokens[noun].dep not in ("obj", "nsubj:pass") or verb.lemma.lower() not in _REMOVING or verb.upos != "VERB":
        return
    name = gazetteer.type_name(tokens[i].text) if tokens[i].upos == "PROPN" else None
    kind = name.kind if name is not None else gazetteer.type_noun(tokens[i].lemma.lower(), plural=True)
    if kind in _REMOVED:
        hang(tokens, i, verb.i, "obl")


def hang_led(tokens: list[Token], i: int, last: int, gazetteer: Gazetteer) -> None:
    """Hang "Malian-led" from the body right after it, not from what this does: "Malian-led coalition strikes"."""
    if tokens[i].upos != "VERB" or tokens[i].dep != "amod" or i == 0 or tokens[i - 1].text not in _HYPHENS:
        return
    noun = i + 1
    while noun < last and tokens[noun].upos == "ADJ":
        noun += 1
    body = tokens[noun]
    if body.upos != "NOUN" or body.dep != "compound" or not noun < body.head <= last:
        return
    if tokens[i].head == body.head and gazetteer.type_noun(body.lemma.lower(), plural=True) in BODIES:
        hang(tokens, i, noun, "amod")
