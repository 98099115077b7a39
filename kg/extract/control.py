"""Verbs of control put right in a tree: whom they make do something is their object, and what is done hangs from them.

"The court accused the state of hiding the papers", "ministers called on the rebels to disarm", "the treaty allows
troops to leave": parsers hang the one who acts from the later verb, or take the first for a passive.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.hanging import FINITE, NOUNS, hang, is_below
from kg.extract.kinds import FIGHTS
from kg.lemmas import load_lemmas
from kg.lexicon import Lexicon
from kg.model import Token

_JUDGING: Final = frozenset({"find", "declare", "pronounce", "hold"})
_CHARGING: Final = frozenset({"accuse", "convict", "suspect"})
_CHARGED: Final = {"accused": "accuse", "convicted": "convict", "suspected": "suspect"}
_LEADING: Final = frozenset({"advcl", "ccomp", "conj", "parataxis", "root"})
_JOINING: Final = frozenset({"and", "but", "then"})
_BEFORE_NOUN: Final = NOUNS | {"ADJ", "DET", "NUM"}
_COMMENTING: Final = frozenset({"accuse", "blame", "call", "cite", "denounce", "threaten", "vow"})
_BLAMED: Final = frozenset({"accountable", "responsible"})
_JUDGED: Final = frozenset({"guilty", "innocent", "liable"})
_ABOUT: Final = frozenset({"about", "of", "on"})
_PHRASE: Final = 6
"""Words of a noun phrase at most, before its noun."""


def hang_controlled(tokens: list[Token], i: int, first: int, last: int, lexicon: Lexicon) -> None:
    """Hang word I between FIRST and LAST, one sentence, where a verb of control wants it."""
    _read_due(tokens, i, first, last)
    _hang_second_charge(tokens, i, first, last, lexicon)
    _hang_accused(tokens, i)
    _hang_deed(tokens, i, lexicon)
    _hang_comment(tokens, i, lexicon)
    _hang_judged(tokens, i, first, last)
    _label_object(tokens, i, last)
    _make_active(tokens, i, first, last, lexicon)
    _hang_doer(tokens, i, first)
    _label_infinitive(tokens, i, first, lexicon)
    _hang_infinitive(tokens, i, first, lexicon)
    _hang_planned(tokens, i, first, lexicon)


def _read_due(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Read "due to" before an infinitive as what is set for later, word I being "due": "they are due to meet"."""
    due, to = tokens[i], tokens[min(i + 1, last)]
    if due.text.lower() != "due" or to.text.lower() != "to":
        return
    verb = tokens[due.head] if to.head == i else tokens[to.head]
    if verb.xpos != "VB" or verb.i < i:
        return
    if verb.head == i:  # the infinitive takes the place of "due"
        tokens[verb.i] = dataclasses.replace(verb, head=verb.i if due.head == i else due.head, dep=due.dep)
        for t in tokens[first : last + 1]:
            if t.head == i and t.i not in (i, verb.i):
                hang(tokens, t.i, verb.i, t.dep)
    for t in tokens[first:i]:
        if t.head == verb.i and (t.dep == "nsubj:outer" or (t.lemma == "be" and t.dep == "cop")):
            hang(tokens, t.i, verb.i, "nsubj" if t.dep == "nsubj:outer" else "aux")
    now = tokens[verb.i]
    if now.dep.startswith(("nmod", "amod")):
        hang(tokens, verb.i, now.head, "acl")
    elif now.dep == "advcl" and i - 2 >= first and tokens[i - 1].text == "," and tokens[i - 2].upos in NOUNS:
        hang(tokens, verb.i, i - 2, "acl")  # "the envoy, due to arrive on Monday"
    tokens[i] = dataclasses.replace(due, head=verb.i, dep="advmod")
    tokens[to.i] = dataclasses.replace(to, head=verb.i, dep="mark", upos="PART", xpos="TO")
    tokens[verb.i] = dataclasses.replace(tokens[verb.i], upos="VERB")


def _label_infinitive(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Call infinitive I what its verb wants, no aim, where that has no object: "agreed on Friday to send aid"."""
    verb = tokens[tokens[i].head]
    if tokens[i].xpos != "VB" or tokens[i].dep != "advcl" or verb.upos != "VERB" or not first <= verb.i < i:
        return
    entry = lexicon.find_embedder(verb.lemma.lower(), "v")
    if entry is None or entry.control != "subject":
        return
    parts = [t for t in tokens[first:i] if t.head in (verb.i, i)]
    has_to = any(t.head == i and t.dep == "mark" and t.text.lower() == "to" for t in parts)
    if has_to and not any(t.head == verb.i and t.dep in ("obj", "ccomp", "xcomp", "aux:pass") for t in parts):
        hang(tokens, i, verb.i, "xcomp")


def _hang_planned(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Hang infinitive I from the plan right before it: "commented on the start of the mission to retake the town"."""
    verb = tokens[tokens[i].head]
    if tokens[i].xpos != "VB" or tokens[i].dep != "advcl" or verb.upos != "VERB":
        return
    marks = [t.i for t in tokens[first:i] if t.head == i and t.text.lower() == "to"]
    if not marks or not verb.i < marks[0]:
        return
    noun = tokens[marks[0] - 1]
    lemma = noun.lemma.lower()
    is_plan = noun.upos == "NOUN" and lexicon.find_embedder(lemma, "n") is not None
    if noun.upos == "NOUN" and lexicon.may_tell(lemma, "n", FIGHTS):  # "spoke of the battle to free the town"
        is_plan = any(t.head == noun.i and t.text.lower() in _ABOUT for t in tokens[verb.i : noun.i])
    is_phrase = noun.dep.startswith(("obl", "nmod")) and is_below(tokens, noun.i, verb.i) and noun.i > verb.i
    if is_plan and is_phrase and lexicon.find_embedder(verb.lemma.lower(), "v") is None:
        hang(tokens, i, noun.i, "acl")


def _hang_doer(tokens: list[Token], i: int, first: int) -> None:
    """Make the noun between "for" and the infinitive I the one who does it: "called for the rebels to withdraw"."""
    noun = tokens[tokens[i].head]
    if tokens[i].xpos != "VB" or tokens[i].dep != "acl" or not noun.dep.startswith("obl") or noun.head >= noun.i:
        return
    marks = [t for t in tokens[first:i] if t.head == i and t.dep == "mark"]
    if [t.text.lower() for t in marks] != ["for", "to"] or not noun.head < marks[0].i < noun.i < marks[1].i:
        return
    hang(tokens, i, noun.head, "advcl")
    hang(tokens, noun.i, i, "nsubj")


def _hang_second_charge(tokens: list[Token], i: int, first: int, last: int, lexicon: Lexicon) -> None:
    """Read I after "and" as the second verb, not as what its object is: "met farmers and accused troops of looting"."""
    if tokens[i].text.lower() not in _CHARGED or tokens[max(first, i - 1)].text.lower() not in _JOINING:
        return
    noun = next((t for t in tokens[i + 1 : min(last, i + _PHRASE)] if t.upos in NOUNS and t.head != t.i + 1), None)
    lead = next((t for t in reversed(tokens[first : i - 2]) if t.xpos in FINITE and t.upos == "VERB"), None)
    if noun is None or lead is None or lead.dep not in _LEADING or tokens[noun.i + 1].text.lower() != "of":
        return
    if any(t.upos not in _BEFORE_NOUN for t in tokens[i + 1 : noun.i]) or noun.i + 2 > last:
        return
    deed = tokens[noun.i + 2]
    of = tokens[noun.i + 1]
    deed = tokens[of.head] if of.head > noun.i else deed
    if not deed.text.lower().endswith("ing") and not lexicon.find_senses(deed.lemma.lower(), "n"):
        return
    shared = [t.i for t in tokens[lead.i + 1 : i - 1] if t.head in (i, noun.i)]
    if shared:  # "visited the wounded and accused soldiers"
        for t in shared[:-1]:
            hang(tokens, t, shared[-1], tokens[t].dep)
        hang(tokens, shared[-1], lead.i, "obj")
        tokens[shared[-1]] = dataclasses.replace(tokens[shared[-1]], upos="NOUN")
    hang(tokens, i, lead.i, "conj")
    hang(tokens, i - 1, i, "cc")
    tokens[i] = dataclasses.replace(tokens[i], upos="VERB", xpos="VBD", lemma=_CHARGED[tokens[i].text.lower()])
    hang(tokens, noun.i, i, "obj")
    is_gerund = deed.upos == "VERB"
    hang(tokens, deed.i, i, "advcl" if is_gerund else "obl")
    hang(tokens, of.i, deed.i, "mark" if is_gerund else "case")


def _hang_accused(tokens: list[Token], i: int) -> None:
    """Make noun I the object of the verb before it, not of the one after "of": "accused the state of hiding it"."""
    noun = tokens[i]
    later = tokens[noun.head]
    if noun.dep not in ("obj", "nsubj") or later.i < i or (noun.dep == "nsubj" and later.xpos != "VBG"):
        return
    marks = [t.text.lower() for t in tokens[i + 1 : later.i] if t.head == later.i and t.dep == "mark"]
    verb = tokens[later.head]
    if noun.dep == "nsubj" and marks[:1] == ["of"]:
        start = min((t.i for t in tokens[max(0, i - _PHRASE) : i] if t.head == i), default=i)
        verb = tokens[start - 1] if start else verb
    is_before = verb.upos == "VERB" and verb.i < i and verb.i != later.i
    if is_before and marks and (noun.dep == "obj" or marks[0] == "of"):
        hang(tokens, i, verb.i, "obj")
        if later.head != verb.i and not is_below(tokens, verb.i, later.i):
            hang(tokens, later.i, verb.i, "advcl")


def _hang_deed(tokens: list[Token], i: int, lexicon: Lexicon) -> None:
    """Hang gerund I after "of" from the verb of accusing, and from it its object: "accused of training rebels"."""
    deed, noun = tokens[i], tokens[tokens[i].head]
    if deed.dep == "obl:agent" and i > 0 and tokens[i - 1].xpos == "VBG" and tokens[i - 1].head == deed.head:
        hang(tokens, i, i - 1, "obj")  # "was accused of training militias"
        return
    verb = tokens[noun.head]
    if deed.dep not in ("compound", "amod") or noun.i < i or i == 0 or verb.upos != "VERB":
        return
    if deed.xpos != "VBG" and not _may_be_gerund(deed, noun, lexicon):
        return
    of = tokens[i - 1]
    is_charge = verb.lemma.lower() in _CHARGING and noun.dep.startswith(("obl", "nmod")) and verb.i < i
    if not is_charge or of.text.lower() != "of" or of.head != noun.i:
        return
    hang(tokens, i, verb.i, "advcl")
    hang(tokens, of.i, i, "mark")
    hang(tokens, noun.i, i, "obj")
    tokens[i] = dataclasses.replace(tokens[i], upos="VERB", xpos="VBG", lemma=_verb_lemma(tokens[i]))


def _hang_comment(tokens: list[Token], i: int, lexicon: Lexicon) -> None:
    """Hang participle I, what someone says, from who asks for a deed: "asked it to go, accusing it of"."""
    deed = tokens[tokens[i].head]
    asking = tokens[deed.head]
    is_gerund = tokens[i].upos == "VERB" and tokens[i].text.lower().endswith("ing")
    if not is_gerund or tokens[i].dep not in ("advcl", "conj") or tokens[i - 1].text != "," or deed.i > i:
        return
    is_said = lexicon.is_reporting(tokens[i].lemma.lower()) or tokens[i].lemma.lower() in _COMMENTING
    is_asked = deed.xpos == "VB" and deed.dep in ("xcomp", "ccomp", "advcl") and asking.upos == "VERB"
    if is_said and is_asked and asking.i < deed.i:
        hang(tokens, i, asking.i, "advcl")
        tokens[i] = dataclasses.replace(tokens[i], xpos="VBG")


def _may_be_gerund(deed: Token, noun: Token, lexicon: Lexicon) -> bool:
    """Whether DEED, a noun in -ing, may be what is done to NOUN: "funding gangs", not "bombing campaigns"."""
    is_deed = deed.text.lower().endswith("ing") and bool(lexicon.find_senses(_gerund_lemma(deed), "v"))
    return is_deed and noun.xpos in ("NNS", "NNP", "NNPS") and not lexicon.find_senses(noun.lemma.lower(), "n")


def _hang_judged(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Hang whom a verb finds "guilty" or "innocent", word I, from the verb: "found the regime guilty of murder"."""
    noun = tokens[tokens[i].head]
    is_blamed = tokens[i].text.lower() in _BLAMED and tokens[i].dep == "amod" and noun.i < i and noun.dep == "obj"
    if is_blamed and tokens[noun.head].lemma.lower() == "hold":
        hang(tokens, i, noun.head, "xcomp")  # "hold the colonel, who led the raid, responsible for it"
    if tokens[i].text.lower() not in _JUDGED:
        return
    verb = next((t for t in reversed(tokens[first:i]) if t.lemma.lower() in _JUDGING and t.upos == "VERB"), None)
    if verb is None or any(t.upos in ("AUX", "VERB", "PUNCT") for t in tokens[verb.i + 1 : i]):
        return
    if any(t.head == verb.i and t.dep.startswith(("aux:pass", "nsubj:pass")) for t in tokens[first:i]):
        return
    inside = range(verb.i + 1, i)
    loose = [tokens[k] for k in inside if tokens[k].head not in inside and tokens[k].upos not in ("ADV", "PART")]
    noun = loose[-1] if loose else tokens[i]
    if all(t.upos in ("DET", "ADJ", "NUM", "PRON") for t in loose[:-1]) and loose:
        if noun.upos not in NOUNS and not noun.text[:1].isupper():
            return
        for t in loose[:-1]:
            hang(tokens, t.i, noun.i, t.dep)
        is_name = noun.upos not in NOUNS
        tokens[noun.i] = dataclasses.replace(noun, upos="PROPN" if is_name else noun.upos)
        hang(tokens, noun.i, verb.i, "obj")
        tokens[i] = dataclasses.replace(tokens[i], head=verb.i, dep="xcomp", upos="ADJ", xpos="JJ")
        for t in tokens[i + 1 : last + 1]:
            if t.head == i and t.dep == "acl":
                hang(tokens, t.i, i, "advcl")


def _label_object(tokens: list[Token], i: int, last: int) -> None:
    """Call noun I direct object where the verb has no other and no clause but an infinitive: "allowed him to leave"."""
    verb = tokens[i].head
    if tokens[i].dep != "iobj" or any(t.head == verb and t.dep == "obj" for t in tokens[verb : last + 1]):
        return
    below = [t for t in tokens[i + 1 : last + 1] if t.head == verb and t.dep.startswith(("xcomp", "ccomp"))]
    if (not below and verb < i) or any(
        t.head == c.i and t.dep == "mark" and t.text.lower() == "to" for c in below for t in tokens[i : c.i]
    ):
        hang(tokens, i, verb, "obj")


def _make_active(tokens: list[Token], i: int, first: int, last: int, lexicon: Lexicon) -> None:
    """Make I the subject of a verb whose preposition brings whom it makes act: "called on the rebels to disarm"."""
    verb = tokens[tokens[i].head]
    if tokens[i].dep != "nsubj:pass" or verb.xpos not in ("VBN", "VBD") or verb.i < i or verb.i == last:
        return
    entry = lexicon.find_embedder(f"{verb.lemma.lower()} {tokens[verb.i + 1].text.lower()}", "v")
    parts = [t for t in tokens[first : last + 1] if t.head == verb.i]
    if entry is None or entry.control != "object" or any(t.dep.startswith("aux") for t in parts):
        return
    hang(tokens, i, verb.i, "nsubj")
    tokens[verb.i] = dataclasses.replace(verb, xpos="VBD")


def _hang_infinitive(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Make the infinitive I the complement of the verb of control whose object stands right before its "to"."""
    verb = tokens[i]
    if verb.xpos != "VB" or not verb.dep.startswith(("advcl", "acl", "xcomp")):
        return
    marks = [t.i for t in tokens[first:i] if t.head == i and t.text.lower() == "to"]
    if not marks or marks[0] - 1 < first:
        return
    before = marks[0] - 1
    for governor in range(before - 1, max(first, before - 12) - 1, -1):
        objects = [t.i for t in tokens[governor : before + 1] if t.head == governor and t.dep == "obj"]
        if not objects or not is_below(tokens, before, objects[-1]):
            continue
        if _is_told(tokens, before, objects[-1], lexicon):
            if governor == verb.head:
                hang(tokens, i, objects[-1], "acl")  # "renewed its call on the rebels to disarm"
            return
        lemma = _verb_lemma(tokens[governor])
        entry = lexicon.find_embedder(lemma, "v")
        is_plan = lexicon.find_embedder(tokens[objects[-1]].lemma.lower(), "n") is not None
        if entry is None or entry.control != "object" or is_plan or lexicon.find_light(lemma):
            return
        if governor == verb.head and verb.dep.startswith("advcl"):
            hang(tokens, i, governor, "xcomp")  # "ordered troops to attack" tells no aim
        if governor == verb.head or is_below(tokens, governor, i):
            return
        hang(tokens, i, governor, "xcomp")
        if tokens[governor].upos != "VERB":
            tokens[governor] = dataclasses.replace(tokens[governor], upos="VERB", xpos="VBG", lemma=lemma)
        return


def _is_told(tokens: list[Token], before: int, noun: int, lexicon: Lexicon) -> bool:
    """Whether what NOUN tells to do something ends with the word BEFORE: "a call on the rebels"."""
    for t in tokens[noun + 1 : before + 1]:
        if t.head == noun and t.dep == "nmod" and is_below(tokens, before, t.i):
            cases = [c.text.lower() for c in tokens[noun + 1 : t.i] if c.head == t.i and c.dep == "case"]
            entry = lexicon.find_embedder(f"{tokens[noun].lemma.lower()} {' '.join(cases)}", "n")
            return entry is not None and entry.control == "object"
    return False


def _verb_lemma(token: Token) -> str:
    """The lemma of a verb, also where the pipeline takes its form in -ing for a noun."""
    return token.lemma.lower() if token.upos == "VERB" else _gerund_lemma(token)


def _gerund_lemma(token: Token) -> str:
    return load_lemmas().find_lemma(token.text, "VERB", "VBG").lower()
