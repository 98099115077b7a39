"""Subjects that parsers miss: "killed in the raid were two nurses", "..., as were two boats", "..., state radio said".

They take the noun behind "were" for what the participle tells more of, or for a clause of its own, and who said it for
one more of those told of before. The helper of a condition without "if" they give to another verb: "were he to leave".
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.hanging import FINITE, NOUNS, hang, is_below
from kg.lemmas import load_lemmas
from kg.model import Token

_WAS: Final = frozenset({"was", "were"})
_SAYING: Final = frozenset({"say", "report", "announce", "add"})
_FRONTED: Final = frozenset({"advcl", "amod", "acl", "nsubj", "csubj", "dep", "parataxis", "root"})
_HURT: Final = frozenset({"wounded", "injured"})
"""Participles that only look like adjectives where they begin a sentence."""
_BEFORE: Final = frozenset({"ADV", "PUNCT"})
_OPENING: Final[dict[str, str]] = {"had": "VBN", "should": "VB", "were": "VB"}
"""Helpers that open a condition without "if", and the form of its verb."""
_WOULD: Final = frozenset({"would", "could", "might", "will", "may", "'d", "’d"})
_PHRASE: Final = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "ADP", "PART", "ADV"})
_NEAR: Final = 12
"""Words within which the verb of such a condition stands."""


def hang_subject(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Hang from its verb the subject that I, a form of "be" or a verb of saying, belongs to."""
    if tokens[i].text.lower() in _WAS:
        _hang_among(tokens, i, first, last)
        _hang_inverted(tokens, i, first, last)
        _hang_likewise(tokens, i, first, last)
    elif tokens[i].lemma.lower() in _SAYING:
        _hang_speaker(tokens, i, first)


def _hang_speaker(tokens: list[Token], i: int, first: int) -> None:
    """Make the noun between a comma and verb I, that says what was told before it, its subject."""
    verb = tokens[i]
    if verb.xpos != "VBD" or any(t.head == i and t.dep.startswith("nsubj") for t in tokens[first : i + 2]):
        return
    begin = i - 1
    while begin > first and tokens[begin].text != "," and tokens[begin].upos not in ("VERB", "AUX"):
        begin -= 1
    heads = [t for t in tokens[begin + 1 : i] if not begin < t.head < i]
    is_said = any(t.head == i and t.dep in ("ccomp", "parataxis") and t.i < begin for t in tokens[first:begin])
    if tokens[begin].text == "," and is_said and len(heads) == 1 and heads[0].upos in NOUNS and heads[0].head != i:
        hang(tokens, heads[0].i, i, "nsubj")


def _hang_inverted(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Make the noun behind "was" or "were" at I the subject of the passive participle that begins the sentence."""
    verb = next((t for t in tokens[first : last + 1] if t.upos not in _BEFORE), tokens[first])
    noun = tokens[tokens[i].head]
    is_participle = verb.xpos == "VBN" or verb.text.lower() in _HURT
    if not is_participle or not verb.i < i or verb.dep not in _FRONTED:
        return
    if noun.i == verb.i:
        noun = next((t for t in tokens[i + 1 : last + 1] if t.head == verb.i and t.dep.startswith("nsubj")), noun)
        noun = tokens[verb.head] if noun.i == verb.i and verb.head > i else noun
    is_noun = noun.i > i and noun.upos in NOUNS and not any(t.upos == "VERB" for t in tokens[i : noun.i])
    is_clause = noun.head == noun.i or verb.head == verb.i
    if not is_noun or not is_clause or {verb.head, noun.head} - {verb.i, noun.i, i}:
        return
    if any(t.head == noun.i and t.dep.startswith("nsubj") and t.i != verb.i for t in tokens[first : last + 1]):
        return
    for t in tokens[first : last + 1]:
        if t.head == noun.i and (t.i < i or t.dep == "punct") and t.i != verb.i:
            hang(tokens, t.i, verb.i, t.dep)
    hang(tokens, verb.i, verb.i, "root")
    lemma = load_lemmas().find_lemma(verb.text.lower(), "VERB", "VBN").lower()
    tokens[verb.i] = dataclasses.replace(tokens[verb.i], upos="VERB", xpos="VBN", lemma=lemma)
    hang(tokens, noun.i, verb.i, "nsubj:pass")
    hang(tokens, i, verb.i, "aux:pass")


def _hang_among(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Hang the fronted group before "was" or "were" at I, and that, from who is of it: "among the dead was a nurse"."""
    was = tokens[i]
    noun = next((t for t in tokens[i + 1 : last + 1] if t.upos in NOUNS and not i < t.head < t.i), None)
    if noun is None or noun.dep not in ("ccomp", "root"):
        return
    cases = (t.head for t in tokens[first:i] if t.dep == "case" and t.text.lower() in ("among", "amongst"))
    group = next((tokens[head] for head in cases if head < i), None)
    if group is not None and was.head in (group.i, noun.i) and group.head in (noun.i, noun.head):
        hang(tokens, group.i, noun.i, "nmod")
        hang(tokens, i, noun.i, "cop")


def _hang_likewise(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Join the noun after "as were" at I to the subject of the passive verb before: "as were two boats"."""
    if i == first or tokens[i - 1].text.lower() != "as":
        return
    noun = next((t for t in tokens[i + 1 : last + 1] if t.upos in NOUNS and not i < t.head <= last), None)
    if noun is None or noun.dep not in ("advcl", "conj", "obl", "parataxis"):
        return
    verb = tokens[noun.head]
    subject = next((t for t in tokens[first:i] if t.head == verb.i and t.dep == "nsubj:pass"), None)
    if verb.i < i and verb.xpos == "VBN" and subject is not None:
        hang(tokens, noun.i, subject.i, "conj")


def hang_condition(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Hang helper I and the verb it opens a condition with from the main verb: "were they to attack, he would flee"."""
    form = _OPENING.get(tokens[i].text.lower())
    if form is None or tokens[last].text == "?":
        return
    verb = _find_verb_of(tokens, i, last, form)
    if verb is None:
        return
    is_first = all(t.upos in ("PUNCT", "CCONJ") for t in tokens[first:i])
    beyond = tokens[verb + 1 : last + 1] if is_first else tokens[first:i]
    helper = next((t for t in beyond if t.dep == "aux" and t.text.lower() in _WOULD and t.head != verb), None)
    main = tokens[helper.head] if helper is not None else None
    if main is None or is_below(tokens, main.i, verb) != (tokens[verb].head == verb):
        return
    if is_first and not any(t.text == "," for t in tokens[verb : main.i]):
        return
    if tokens[verb].head == verb:
        hang(tokens, main.i, main.i, "root")
    subject = next((t for t in tokens[i + 1 : verb] if t.upos in NOUNS and not i < t.head < verb), None)
    if subject is not None:
        hang(tokens, subject.i, verb, "nsubj")
    tokens[verb] = dataclasses.replace(tokens[verb], upos="VERB", xpos=form)
    hang(tokens, verb, main.i, "advcl")
    tokens[i] = dataclasses.replace(tokens[i], upos="AUX", head=verb, dep="aux")


def _find_verb_of(tokens: list[Token], i: int, last: int, form: str) -> int | None:
    """The verb that helper I before its subject belongs to, if none but the words of that subject stands between."""
    if any(t.head == i and t.dep.startswith("nsubj") for t in tokens[max(0, i - _NEAR) : i]):
        return None
    for t in tokens[i + 1 : min(last, i + _NEAR) + 1]:
        if t.xpos == form and t.upos == "VERB" and t.i > i + 1:
            is_to = tokens[t.i - 1].text.lower() == "to"
            is_own = not any(o.head == t.i and o.dep.startswith("aux") and i < o.i for o in tokens[i + 1 : t.i])
            return t.i if is_own and is_to == (tokens[i].text.lower() == "were") else None
        if t.xpos in FINITE or t.upos not in _PHRASE:
            return None
    return None
