"""Tags and voices put right where the form of a word or its neighbours leave no doubt.

"Fired at the guards" without "was" is active, a common noun is no name because it begins a sentence, and a participle
with an object is the verb of a sentence that has none; so is what talks "focused on".
"""

from __future__ import annotations

import dataclasses
from typing import Final

from kg.extract.hanging import FINITE, NOUNS, hang
from kg.gazetteer import Gazetteer
from kg.lemmas import load_lemmas
from kg.lexicon import Lexicon, Pos
from kg.model import Token

_AIMING: Final = frozenset({"at", "into", "on", "upon"})
_INTRANSITIVE: Final = frozenset("arrive clash die march mediate protest resign retreat speak travel vote".split())
"""Verbs without an object, so that none of them is the participle of a passive after its noun."""
_TURNING: Final = frozenset({"focus", "centre", "center", "concentrate"})
"""Verbs that are not passive with "on": what talks "focused on" is what they were about."""
_NOMINAL: Final = ("nsubj", "obj", "iobj", "obl")
_PREFIXED: Final = frozenset({"re", "machine", "fire", "petrol"})
"""What is written with or without a hyphen before a verb: "machine-gunned"."""
_RIDDLED: Final = frozenset({"riddled", "peppered", "strafed"})
"""Participles that only look like adjectives."""
_STANCES: Final = frozenset({"radical", "revolutionary"})
"""Nouns for fighters that before another noun rather tell of what kind it is: "a revolutionary campaign"."""
_FOUGHT: Final = frozenset(
    "Attack ArmedAssault Bombing Shelling Killing Assassination Abduction Clash Violence Destruction".split()
)
_REACH: Final = 12
"""Tokens around a verb among which its subject and object are looked for."""


def retag_first(tokens: list[Token], first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether the first word of a sentence is a common noun, tagged so from now on, and not the name it looks like."""
    token = tokens[first]
    word = token.text.lower()
    if (
        token.upos not in ("PROPN", "NOUN")
        or not token.text[1:].islower()
        or gazetteer.type_name(token.text) is not None
    ):
        return False
    follows_name = first < last and tokens[first + 1].upos == "PROPN" and tokens[first + 1].head in (first, token.head)
    lemma = load_lemmas().find_lemma(word, "NOUN", "NNS")
    if gazetteer.find_noun(lemma) is None and gazetteer.find_noun(word) is None:
        return False
    if token.upos == "PROPN":
        if follows_name:
            return False
        is_plural = lemma != word or gazetteer.is_collective(word)
        tokens[first] = dataclasses.replace(token, upos="NOUN", xpos="NNS" if is_plural else "NN", lemma=lemma)
    return True


def retag_us(tokens: list[Token], first: int, last: int) -> None:
    """Read "US" in a sentence all in capitals as the pronoun where the state would have its article: "STAGED BY US"."""
    for i in range(first + 1, last + 1):
        token = tokens[i]
        is_capitals = token.text == "US" and not any(t.text != t.text.upper() for t in tokens[first : last + 1])
        if not is_capitals or token.upos == "PRON" or tokens[i - 1].text == "THE":
            continue
        if token.dep.startswith(("obj", "iobj", "obl")) and (i == last or tokens[i + 1].upos not in NOUNS):
            tokens[i] = dataclasses.replace(token, upos="PRON", xpos="PRP", lemma="we")


def retag_verbs(tokens: list[Token], lexicon: Lexicon) -> None:
    """Believe the tag of a finite verb that has a subject and an object: "the fighting cost forty lives"."""
    for i, token in enumerate(tokens):
        _retag_rare(tokens, i, lexicon)
        if token.upos == "NOUN" and token.xpos in FINITE:
            parts = {t.dep for t in tokens[max(0, i - _REACH) : i + _REACH] if t.head == i}
            if {"nsubj", "obj"} <= parts:
                lemma = load_lemmas().find_lemma(token.text, "VERB", token.xpos).lower()
                tokens[i] = dataclasses.replace(token, upos="VERB", lemma=lemma)


def _retag_rare(tokens: list[Token], i: int, lexicon: Lexicon) -> None:
    """Make word I, the root, the verb whose past its form is where it looks like a name: "the army retook the town"."""
    token = tokens[i]
    if token.upos != "PROPN" or token.dep != "root" or not token.text.islower() or i == 0:
        return
    lemma = load_lemmas().find_lemma(token.text, "VERB", "VBD").lower()
    before, after = tokens[i - 1], [t for t in tokens[i + 1 : i + _REACH] if t.head == i and t.upos in NOUNS]
    if lemma == token.text or not lexicon.find_senses(lemma, "v") or not after or before.head != i:
        return
    if before.dep not in ("compound", "amod") or before.upos not in NOUNS:
        return
    for t in tokens[max(0, i - _REACH) : i]:
        if t.head == i and t.dep in ("det", "amod", "nummod", "nmod:poss", "compound") and t.i != before.i:
            hang(tokens, t.i, before.i, t.dep)
    hang(tokens, before.i, i, "nsubj")
    if after[0].dep.startswith("nmod:unmarked"):
        hang(tokens, after[0].i, i, "obj")
    tokens[i] = dataclasses.replace(token, upos="VERB", xpos="VBD", lemma=lemma)


def retag_nouns(tokens: list[Token], lexicon: Lexicon, gazetteer: Gazetteer) -> None:
    """Believe the tag of a noun where part of speech or label say otherwise; gerunds that are subjects are nouns."""
    for i, token in enumerate(tokens):
        if token.xpos == "JJ" and _is_party(tokens, i, lexicon, gazetteer):
            tokens[i] = token = dataclasses.replace(token, upos="NOUN", xpos="NN", dep="compound")
        one = token.lemma.lower().removesuffix("s")
        if token.xpos == "NNS" and one != token.lemma.lower() == token.text.lower():
            if gazetteer.find_noun(token.lemma) is None and gazetteer.find_noun(one) is not None:
                tokens[i] = token = dataclasses.replace(token, lemma=one)  # a plural that no table of lemmas has
        if token.upos == "NOUN" and token.xpos == "NN" and token.dep == "amod" and token.head == i + 1:
            tokens[i] = token = dataclasses.replace(token, dep="compound")
        is_one = i > 0 and tokens[i - 1].text.lower() in ("a", "an", "another") and token.dep.startswith(_NOMINAL)
        is_one = is_one or (i > 0 and tokens[i - 1].text.lower() in ("a", "an") and token.dep == "conj")
        if token.upos == "ADJ" and is_one and gazetteer.country_of_adjective(token.text) is not None:
            tokens[i] = token = dataclasses.replace(token, xpos="NN")  # "an Afghan was arrested"
        is_noun = token.upos in ("VERB", "ADJ") and token.xpos in ("NN", "NNS")
        is_named = i > 0 and tokens[i - 1].head == i and tokens[i - 1].dep == "det"  # "called the shelling a crime"
        is_subject = token.xpos == "VBG" and (token.dep.startswith(("nsubj", "csubj")) or is_named)
        if (is_noun or is_subject) and not any(t.head == i and t.dep == "obj" for t in tokens[i : i + 8]):
            lemma = load_lemmas().find_lemma(token.text.lower(), "NOUN", token.xpos)
            tokens[i] = dataclasses.replace(token, upos="NOUN", lemma=lemma if is_noun else token.text.lower())


def _is_party(tokens: list[Token], i: int, lexicon: Lexicon, gazetteer: Gazetteer) -> bool:
    """Whether adjective I is the noun for those who do what the next word tells: "an insurgent attack"."""
    word, deed = tokens[i], tokens[tokens[i].head]
    if deed.i != i + 1 or word.dep not in ("amod", "compound") or deed.upos != "NOUN":
        return False
    is_band = (
        word.lemma.lower() not in _STANCES and gazetteer.type_noun(word.lemma.lower(), plural=True) == "ArmedGroup"
    )
    senses = lexicon.find_senses(deed.lemma.lower(), "n") if is_band else ()
    is_done = any(sense.roles.get("mod") == "agent" and sense.kind in _FOUGHT for sense in senses)
    return is_done and not any(t.head == i for t in tokens[i - 3 : i])


def _is_undergone(tokens: list[Token], verb: int, last: int) -> bool:
    """Whether those by whom something is done have no "by" before them: "rebels killed last week judge Ana Ruiz".

    Nor can what is done have a second one behind it that it is done to.
    """
    later = [t for t in tokens[verb + 1 : last + 1] if t.head == verb and t.upos in NOUNS]
    doers = [t.i for t in later if t.dep in ("obl:agent", "nsubj:pass")]
    if len(doers) != 1 or any(t.head == doers[0] and t.dep == "case" for t in tokens[verb + 1 : doers[0]]):
        return False
    hang(tokens, doers[0], verb, "obj")
    return True


def _shares_object(tokens: list[Token], i: int, last: int) -> bool:
    """Whether what verb I and the verb right after "and" do is done to one object: "stabbed and killed a guard"."""
    if i + 3 > last or tokens[i + 1].text.lower() != "and":
        return False
    second = tokens[i + 2]
    is_second = second.head == i and second.dep == "conj" and second.xpos in ("VBD", "VBN") and second.upos == "VERB"
    return is_second and any(t.head == second.i and t.dep == "obj" for t in tokens[i + 3 : last + 1])


def read_voice(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Believe the form of a verb: "fired" without "was" is active, what has "was" beside it is no adjective."""
    token = tokens[i]
    if token.dep == "nsubj:pass":
        verb = tokens[token.head]
        has_auxiliary = any(t.head == verb.i and t.dep.startswith("aux") for t in tokens[first : last + 1])
        has_object = not has_auxiliary and i < verb.i and _is_undergone(tokens, verb.i, last)
        has_object = has_object or any(t.head == verb.i and t.dep == "obj" for t in tokens[verb.i : last + 1])
        has_object = has_object or _shares_object(tokens, verb.i, last)
        is_shot = verb.lemma.lower() == "fire" and tokens[min(verb.i + 1, last)].text.lower() in _AIMING
        if (verb.xpos in FINITE or (verb.xpos == "VBN" and (has_object or is_shot))) and not has_auxiliary:
            hang(tokens, i, verb.i, "nsubj")
            tokens[verb.i] = dataclasses.replace(verb, xpos="VBD" if verb.xpos == "VBN" else verb.xpos)
    elif token.upos == "ADJ" and any(t.head == i and t.dep == "aux:pass" for t in tokens[first:i]):
        lemma = load_lemmas().find_lemma(token.text, "VERB", "VBN").lower()
        tokens[i] = dataclasses.replace(token, upos="VERB", xpos="VBN", lemma=lemma)
    elif token.text.lower() in _RIDDLED and any(t.head == i and t.dep == "cop" for t in tokens[first:i]):
        for t in tokens[first:i]:
            if t.head == i and t.dep in ("cop", "nsubj"):
                hang(tokens, t.i, i, "aux:pass" if t.dep == "cop" else "nsubj:pass")
        lemma = load_lemmas().find_lemma(token.text, "VERB", "VBN").lower()
        tokens[i] = dataclasses.replace(token, upos="VERB", xpos="VBN", lemma=lemma)
    elif token.text.lower() == "committed" and token.upos == "ADJ":  # "remains committed to protecting them"
        subject = next((t for t in tokens[first:i] if t.head == i and t.dep == "nsubj"), None)
        for t in tokens[first:i]:
            if t.head == i and t.dep == "cop":
                tokens[t.i] = dataclasses.replace(t, dep="aux:pass")
        if subject is not None:
            hang(tokens, subject.i, i, "nsubj:pass")
        tokens[i] = dataclasses.replace(token, upos="VERB", xpos="VBN", lemma="commit")
    elif token.upos == "ADJ" and token.dep == "root" and token.text.endswith("ed"):  # "forces advanced on the city"
        parts = {t.dep for t in tokens[first : last + 1] if t.head == i}
        if "nsubj" in parts and not parts & {"cop", "aux"}:
            lemma = load_lemmas().find_lemma(token.text, "VERB", "VBD").lower()
            tokens[i] = dataclasses.replace(token, upos="VERB", xpos="VBD", lemma=lemma)


def make_finite(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Make participle I with an object the verb of a noun that its sentence hangs from: "police held ten men".

    Also where it hangs from a noun in the phrase of that: "men in a car with dark windows fired at him".
    """
    verb = tokens[i]
    noun = tokens[verb.head]
    if verb.xpos not in ("VBN", "VBD") or not verb.dep.startswith(("amod", "acl")) or noun.i >= i:
        return
    while noun.dep == "nmod" and first <= noun.head < noun.i and verb.dep == "acl":
        noun = tokens[noun.head]
    if noun.dep != "root" or noun.upos not in NOUNS or any(t.text == "," for t in tokens[noun.i : i]):
        return
    parts = [t for t in tokens[first : last + 1] if t.head == i]
    if any(t.dep.startswith("aux") for t in parts):
        return
    is_shot = verb.lemma.lower() == "fire" and i < last and tokens[i + 1].text.lower() in _AIMING
    beside = next((t for t in tokens[i + 1 : last + 1] if t.head == noun.i and t.dep == "appos"), None)
    if beside is not None and tokens[last].text == "." and not any(t.text == "," for t in tokens[i : beside.i]):
        hang(tokens, beside.i, i, "obj")  # "Villagers accused soldiers of looting."
        parts.append(tokens[beside.i])
    if not is_shot and not any(t.dep == "obj" and t.i > i for t in parts) and not _turns_on(tokens, i, last):
        return
    if any(t.head == noun.i and t.dep in ("nsubj", "cop") for t in tokens[first : last + 1]):
        return
    for t in tokens[i + 1 : last + 1]:
        if t.head == noun.i:
            hang(tokens, t.i, i, t.dep if t.dep != "nmod" else "obl")
    tokens[i] = dataclasses.replace(verb, head=i, dep="root", upos="VERB", xpos="VBD")
    hang(tokens, noun.i, i, "nsubj")


def part_counted(tokens: list[Token], i: int, first: int, last: int, lexicon: Lexicon) -> None:
    """Make participle I between two nouns the verb of the first: "the UN documented 20 attacks" is no attack.

    Before a number it is one anywhere, and in a full sentence that has no other verb: "The junta suspended talks."
    """
    verb, noun = tokens[i], tokens[tokens[i].head]
    if verb.dep != "amod" or verb.xpos not in ("VBN", "VBD") or noun.dep not in ("root", "ccomp") or i == first:
        return
    is_counted = i + 1 < noun.i and tokens[i + 1].upos == "NUM" and tokens[i + 1].head == noun.i
    if not is_counted and not _is_only_verb(tokens, i, first, last, lexicon):
        return
    doer = tokens[i - 1]
    is_owner = doer.dep == "nmod:poss" and not any(t.head == doer.i and t.xpos == "POS" for t in tokens[first:i])
    is_before = doer.dep in ("compound", "nsubj") or is_owner
    if doer.upos not in NOUNS or not is_before or doer.head not in (i, noun.i):
        return
    before = [t for t in tokens[first:i] if t.head == noun.i]
    above = i if noun.head == noun.i else noun.head
    tokens[i] = dataclasses.replace(verb, head=above, dep=noun.dep, upos="VERB", xpos="VBD")
    hang(tokens, noun.i, i, "obj")
    for t in before:
        hang(tokens, t.i, doer.i, t.dep)
    hang(tokens, doer.i, i, "nsubj")


def _is_only_verb(tokens: list[Token], i: int, first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a full sentence has none but participle I, which tells of an event and comes before its noun."""
    is_full = (
        tokens[last].text == "." and tokens[i].head > i and bool(lexicon.find_senses(tokens[i].lemma.lower(), "v"))
    )
    others = (t for t in tokens[first : last + 1] if t.i != i and t.upos in ("VERB", "AUX"))
    return is_full and not any(t.xpos in FINITE or t.upos == "AUX" for t in others)


def _turns_on(tokens: list[Token], i: int, last: int) -> bool:
    """Whether verb I, before a preposition, tells what the noun right before it did: "The talks focused on aid."."""
    is_stopped = last > i and tokens[last].text == "."
    if tokens[i].head != i - 1 or not is_stopped or tokens[i + 1].upos != "ADP":
        return False
    lemma = tokens[i].lemma.lower()
    return lemma in _INTRANSITIVE or (lemma in _TURNING and tokens[i + 1].text.lower() in ("on", "around"))


def read_again(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> None:
    """Give word I the lemma that it has without the hyphen before it, if it tells an event: "re-captured"."""
    if i - 2 < first or tokens[i - 1].text != "-" or tokens[i - 2].text.lower() not in _PREFIXED:
        return
    before = tokens[i - 2].text.lower()
    lemma, form = f"{before}{tokens[i].lemma.lower()}", f"{before}{tokens[i].text.lower()}"
    pos: Pos = "v" if tokens[i].upos == "VERB" else "n"
    known = next((word for word in (lemma, form) if lexicon.find_senses(word, pos)), None)
    if known is not None and tokens[i - 2].end == tokens[i - 1].start:
        tokens[i] = dataclasses.replace(tokens[i], lemma=known)
        hang(tokens, i - 2, i, "goeswith")
