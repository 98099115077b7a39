"""Relative clauses put right in a tree: "who" takes up a person, not the body or place named right before it.

"A spokesman for Hamas who fled to Egypt" has the spokesman flee; parsers hang the clause from the nearer noun. Clauses
without a relative pronoun too: in "two nurses held since May were freed" the nurses were held, and held no one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Final

from kg.extract.hanging import FINITE, NOUNS, SUBORDINATING, hang, is_below
from kg.extract.kinds import FIGHTS, HARM
from kg.extract.timelexicon import load_time_lexicon
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.model import NameSpan, Token

_BODIES: Final = frozenset({"ORG", "GPE", "LOC", "FAC", "MILITARY", "ARMEDGROUP"})
_STATES: Final = frozenset({"hostage", "prisoner", "captive"})
"""What someone can be held as, although the noun stands like an object."""
_NEAR: Final = 5
_PHRASES: Final = ("nmod", "obl", "acl", "amod", "xcomp", "ccomp", "compound", "advcl")


def hang_relative(tokens: list[Token], i: int, first: int, names: Collection[NameSpan], gazetteer: Gazetteer) -> None:
    """Hang the clause whose subject is "who", word I, from the person in whose phrase the name before it stands."""
    verb = tokens[tokens[i].head]
    if tokens[i].text.lower() != "who" or not verb.dep.startswith("acl:relcl") or verb.i < i:
        return
    name = tokens[verb.head]
    if not any(span.first <= name.i <= span.last and span.label in _BODIES for span in names) or name.i > i:
        return
    noun = name
    while noun.dep.startswith(_PHRASES) and first <= noun.head < noun.i:
        noun = tokens[noun.head]
        if noun.upos in NOUNS and gazetteer.is_person_noun(noun.lemma.lower()):
            if not is_below(tokens, noun.i, verb.i):
                hang(tokens, verb.i, noun.i, verb.dep)
            return


def hang_harming(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Hang the clause of "which", word I, that tells harm from the deed told right before it, or beyond a place.

    No place kills: "attacks in the district of Gao which killed ten".
    """
    verb = tokens[tokens[i].head]
    is_subject = tokens[i].text.lower() in ("which", "that") and tokens[i].dep == "nsubj"
    if not is_subject or not verb.dep.startswith("acl:relcl") or not _tells_harm(verb, lexicon):
        return
    noun = tokens[verb.head]
    beside = tokens[i - 1]
    if noun.i < beside.i and beside.upos == "NOUN" and lexicon.may_tell(beside.lemma.lower(), "n", FIGHTS):
        hang(tokens, verb.i, beside.i, verb.dep)  # "clashed with rebels in a fight that left ten dead"
        return
    above = noun
    while above.dep.startswith(_PHRASES) and first <= above.head < above.i:
        if above.upos not in NOUNS or lexicon.find_senses(above.lemma.lower(), "n"):
            break
        above = tokens[above.head]
    if above is not noun and above.upos == "NOUN" and lexicon.may_tell(above.lemma.lower(), "n", FIGHTS):
        hang(tokens, verb.i, above.i, verb.dep)


def _tells_harm(verb: Token, lexicon: Lexicon) -> bool:
    return verb.lemma == "leave" or lexicon.may_tell(verb.lemma.lower(), "v", HARM)


def _may_be_subject(tokens: list[Token], helper: int) -> bool:
    """Whether a subordinating word stands before the noun before HELPER: "fled after Gao was shelled"."""
    noun = tokens[helper - 1]
    tables = load_time_lexicon().tables
    if noun.upos == "NUM" or noun.text.lower() in {*tables.months, *tables.weekdays, *tables.units}:
        return False
    return any(t.text.lower() in SUBORDINATING for t in tokens[max(0, helper - _NEAR) : helper])


def hang_reduced(tokens: list[Token], i: int, first: int) -> None:
    """Make verb I the main verb where the one before it, which took its subject, is a participle of that subject."""
    verb, before = tokens[i], tokens[tokens[i].head]
    loose = verb.dep.partition(":")[0] in ("advcl", "ccomp", "parataxis", "dep", "conj")
    if not loose or verb.upos != "VERB" or not first <= before.i < i or before.xpos not in ("VBD", "VBN"):
        return
    own = [t for t in tokens[first:i] if t.head == i]
    helpers = [t for t in own if t.dep.startswith("aux") and t.xpos in FINITE]
    others = [t for t in own if t.dep.partition(":")[0] in ("nsubj", "csubj", "mark", "cc", "expl", "punct")]
    early = [t for t in own if helpers and t.dep == "obj" and before.i < t.i < helpers[0].i and t.upos in NOUNS]
    if early and verb.dep == "ccomp":  # "denied the army had shelled the town": no object stands there
        hang(tokens, early[0].i, i, "nsubj")
        return
    if not helpers or others or any(t.text in (",", ";", ":", "-", "--") for t in tokens[before.i : helpers[0].i]):
        return
    inside = [t for t in tokens[first:i] if t.head == before.i]
    subjects = [t for t in inside if t.dep.startswith("nsubj") and t.i < before.i]
    if len(subjects) != 1 or any(t.dep.partition(":")[0] in ("aux", "mark", "cop", "cc") for t in inside):
        return
    if any(t.dep == "obj" and t.lemma.lower() not in _STATES for t in inside) or _may_be_subject(tokens, helpers[0].i):
        return
    if before.head == before.i or before.dep in ("root", "ROOT"):
        tokens[i] = dataclasses.replace(verb, head=i, dep=before.dep)
    else:
        hang(tokens, i, before.head, before.dep)
    passive = any(t.dep == "aux:pass" for t in helpers)
    hang(tokens, subjects[0].i, i, "nsubj:pass" if passive else "nsubj")
    tokens[before.i] = dataclasses.replace(before, xpos="VBN", head=subjects[0].i, dep="acl")
    for t in tokens[before.i + 1 :]:
        if t.head == before.i and t.dep == "punct" and t.i > i:
            hang(tokens, t.i, i, "punct")
        elif t.head == i and t.i < helpers[0].i:  # "since May"
            hang(tokens, t.i, before.i, t.dep)
        elif t.head == before.i and t.dep == "obj":  # "held hostage"
            hang(tokens, t.i, before.i, "xcomp")


def hang_contact(tokens: list[Token], i: int) -> None:
    """Hang relative clause I from the object right before it, not from the verb: "sanctioned men it accuses of"."""
    clause, verb = tokens[i], tokens[tokens[i].head]
    if clause.dep != "advcl:relcl" or verb.i > i:
        return
    first = min(t.i for t in tokens[verb.i + 1 : i + 1] if t.i == i or is_below(tokens, t.i, i))
    noun = tokens[first - 1]
    if noun.upos in NOUNS and noun.i > verb.i and (noun.head == verb.i or is_below(tokens, noun.i, verb.i)):
        hang(tokens, i, noun.i, "acl:relcl")
