"""Headlines put right: sentences without full stop, articles and helpers, such as "Four soldiers killed in ambush".

In English headlines what happened stands in the present tense, and a past form without helper and object is a
participle: "Rebels attacked near border" tells whom someone attacked. An infinitive after a noun tells what is to come.
Where the parser finds no verb, the one word that agrees with the noun before it, and has another after it, is the verb:
"Jets bomb camps", "Army shells town".
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

from kg.extract.hanging import NOUNS, hang, is_below
from kg.lemmas import load_lemmas
from kg.lexicon import Lexicon
from kg.model import Token

_ENDS: Final = frozenset({".", "?", "!", "...", "…", ":", ";"})
_STOPS: Final = frozenset({",", ";", ":", "-", "–", "—", "and"})
_QUOTES: Final = frozenset({'"', "”", "''", "'", "’", ")", "]"})
_LONGEST: Final = 25
"""Tokens of a headline, at most."""
_ARTICLES: Final = frozenset({"the", "a", "an"})
_SAME_FORM: Final = frozenset("shot held hurt caught bombed sent found hanged slain beaten cut".split())
"""Irregular verbs whose participle looks like the past, or that are no more than participles."""
_DONE: Final = frozenset(
    """Attack ArmedAssault Bombing AirStrike Shelling Assassination Killing Injury Abduction Torture SexualViolence
    Destruction Arrest Sentencing Siege Seizure Sanction Expulsion Overthrow PrisonerRelease Rescue""".split()
)
"""Classes of what someone does to someone or something."""
_TO_PEOPLE: Final = frozenset({"Killing", "Injury", "Assassination", "Abduction", "Arrest"})
"""Those of them that need an object in any sentence: "Ten men killed." tells whom someone killed."""
_STATES: Final = frozenset({"dead", "alive", "hostage", "captive"})
_PAST: Final = frozenset({"VBD", "VBN"})
_PRESENT: Final = frozenset({"VB", "VBP", "VBZ"})
_COUNTABLE: Final = frozenset({"NN", "NNP"})
_VERBAL: Final = frozenset({"VERB", "AUX"})
_NOT_PLURAL: Final = frozenset(
    {"arms", "sports", "news", "affairs", "works", "headquarters", "operations", "relations"}
)
"""Plurals that stand before other nouns: "arms deal"."""
_PLURAL: Final = frozenset({"police", "troops", "taliban", "guerrillas"})
"""Nouns with plural verbs, whatever their tag."""
_EITHER: Final = frozenset({"army", "navy", "militia", "government"})
"""Collectives that taggers may call plural, with a singular verb."""


def hang_headline(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> None:
    """Hang and tag the words of the sentence from FIRST to LAST as headlines mean them, if it is one."""
    for i in range(first, last + 1):
        _read_participle(tokens, i, first, last, lexicon)
    if not _is_headline(tokens, first, last):
        return
    for i in range(first + 1, last):
        _read_shot(tokens, i, first, last)
    for begin, end in _find_parts(tokens, first, last):
        _read_part(tokens, begin, end, lexicon)
        _join_part(tokens, begin, end, first, last)
    for i in range(first, last + 1):
        _free_number(tokens, i, first)
        _give_subject(tokens, i, first)
        _make_future(tokens, i, first, last)


def _find_parts(tokens: list[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The clauses of a headline, which semicolons part: "Drone hits depot; Kyiv vows answer"."""
    begin = first
    for i in range(first, last + 1):
        if tokens[i].text == ";":
            if begin < i:
                yield begin, i - 1
            begin = i + 1
    yield begin, last


def _read_part(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> None:
    """Find the verbs of one clause of a headline, from FIRST to LAST, and whose they are."""
    stop = next((i for i in range(first, last) if tokens[i].text == ","), last + 1)
    is_told = stop < last and tokens[stop + 1].upos in _VERBAL and tokens[stop + 1].xpos in _PRESENT
    end = stop - 1 if is_told else last
    if not any(t.upos in _VERBAL and t.dep != "amod" for t in tokens[first : end + 1]):
        _find_verb(tokens, first, end, lexicon)
    _join_second(tokens, first, last, stop, lexicon)
    _join_subjects(tokens, first, last)


def _join_part(tokens: list[Token], begin: int, end: int, first: int, last: int) -> None:
    """Hang what became the verb of one clause of a headline beside the verb of the others."""
    root = next((t.i for t in tokens[begin : end + 1] if t.head == t.i), None)
    other = next((t.i for t in tokens[first : last + 1] if t.head == t.i and not begin <= t.i <= end), None)
    if root is not None and other is not None:
        hang(tokens, root, other, "parataxis")


def _is_headline(tokens: list[Token], first: int, last: int) -> bool:
    while last > first and tokens[last].text in _QUOTES:
        last -= 1
    return first < last < first + _LONGEST and tokens[last].text not in _ENDS


def _read_participle(tokens: list[Token], i: int, first: int, last: int, lexicon: Lexicon) -> None:
    """Make passive a past form without helper and object: "Hospital bombed in Aleppo", "village burned by militia"."""
    verb = tokens[i]
    if verb.xpos not in _PAST or verb.upos != "VERB" or verb.dep.startswith(("acl", "amod", "advcl", "xcomp")):
        return
    parts = [t for t in tokens[first : last + 1] if t.head == i and t.i != i]
    subjects = [t for t in parts if t.dep.startswith("nsubj") and t.i < i]
    if len(subjects) != 1 or any(t.dep.startswith(("aux", "obj", "iobj", "ccomp", "cop")) for t in parts):
        return
    if any(t.dep.startswith("xcomp") and t.text.lower() not in _STATES for t in parts):
        return
    if not any(_is_done(lexicon, lemma) for lemma in (verb.lemma.lower(), verb.text.lower())):
        return
    has_agent = any(t.dep == "obl:agent" for t in parts)
    subject = subjects[0]
    is_counted = subject.upos == "NUM" or any(t.head == subject.i and t.dep == "nummod" for t in tokens[first:i])
    is_telling = subject.dep == "nsubj:pass" or verb.xpos == "VBN"
    is_headline = _is_headline(tokens, first, last)
    is_form = verb.text.lower().endswith("ed") or verb.text.lower() in _SAME_FORM
    is_bare = is_headline or (is_counted and _is_done(lexicon, verb.lemma.lower(), _TO_PEOPLE))
    is_bare = is_bare and not _has_article(tokens, subject.i, first)
    if has_agent or (is_form and is_bare and (is_telling or not _has_second_verb(parts))):
        hang(tokens, subject.i, i, "nsubj:pass")
        tokens[i] = dataclasses.replace(verb, xpos="VBN")


def _read_shot(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Make I the participle of a passive in "Journalist shot dead in Manila", where the parser has but a noun."""
    noun, subject = tokens[i], tokens[i - 1]
    is_shot = noun.text.lower() == "shot" and noun.upos == "NOUN" and tokens[i + 1].text.lower() == "dead"
    if not is_shot or subject.upos not in {*NOUNS, "NUM"} or any(t.upos in _VERBAL for t in tokens[first : last + 1]):
        return
    inside = range(first, i)
    for t in tokens[first : last + 1]:
        if t.i in inside and t.i != subject.i and t.head not in inside:
            hang(tokens, t.i, subject.i, "nummod" if t.upos == "NUM" else t.dep)
        elif t.i > i and t.head in (i, i + 1):
            hang(tokens, t.i, i, "obl" if t.dep.startswith("nmod") else t.dep)
    hang(tokens, subject.i, i, "nsubj:pass")
    hang(tokens, i + 1, i, "xcomp")
    tokens[i] = dataclasses.replace(noun, upos="VERB", xpos="VBN", lemma="shoot", head=i, dep="root")


def _is_done(lexicon: Lexicon, lemma: str, kinds: frozenset[str] = _DONE) -> bool:
    """Whether the verb LEMMA can tell, as an event of KINDS, what someone does to an object."""
    senses = lexicon.find_senses(lemma, "v")
    return any(sense.kind in kinds and sense.roles.get("obj") == "target" for sense in senses)


def _has_second_verb(parts: list[Token]) -> bool:
    """Whether what hangs from a verb says that its subject did more than one thing: "killed and looted"."""
    return any(t.dep == "conj" and t.upos == "VERB" for t in parts)


def _has_article(tokens: list[Token], noun: int, first: int) -> bool:
    return any(t.head == noun and t.text.lower() in _ARTICLES for t in tokens[first:noun])


def _free_number(tokens: list[Token], i: int, first: int) -> None:
    """Make the number before a bare participle those it is done to: "three soldiers killed, five wounded in blast"."""
    number = tokens[i]
    verb = tokens[number.head]
    if number.upos != "NUM" or verb.i != i + 1 or verb.xpos not in _PAST or i == first:
        return
    if number.dep.startswith(("nummod", "obl", "nsubj")) and tokens[i - 1].text in _STOPS:
        hang(tokens, i, verb.i, "nsubj:pass")
        tokens[verb.i] = dataclasses.replace(verb, upos="VERB", xpos="VBN", lemma=_to_verb(verb.text, "VBN"))


def _give_subject(tokens: list[Token], i: int, first: int) -> None:
    """Make the plural before a bare verb its subject: "Militants attack army base" commands no one."""
    verb = tokens[i]
    if verb.xpos not in ("VB", "VBP") or verb.head != i or i == first or not _is_plural(tokens[i - 1]):
        return
    if any(t.head == i and (t.dep.startswith(("nsubj", "aux")) or t.dep == "mark") for t in tokens[first:i]):
        return
    noun = tokens[i - 1]
    if noun.head > i or noun.head == i:
        hang(tokens, noun.i, i, "nsubj")
        tokens[i] = dataclasses.replace(tokens[i], xpos="VBP")


def _make_future(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Make the infinitive after the noun of a headline its verb: "Talks to resume in Doha"."""
    verb = tokens[i]
    noun = tokens[verb.head]
    is_after = verb.xpos == "VB" and verb.dep.startswith("acl") and noun.head == noun.i and noun.i < i
    if not is_after or noun.upos not in NOUNS:
        return
    parts = [t for t in tokens[first : last + 1] if t.head == i]
    if not any(t.dep == "mark" and t.text.lower() == "to" and t.i == noun.i + 1 for t in parts):
        return
    if any(t.upos in _VERBAL and not is_below(tokens, t.i, i) for t in tokens[first : last + 1]):
        return
    hang(tokens, i, i, "root")
    for t in tokens[i + 1 : last + 1]:
        if t.head == noun.i:
            hang(tokens, t.i, i, "obl" if t.dep.startswith("nmod") else t.dep)
    hang(tokens, noun.i, i, "nsubj")


def _find_verb(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> None:
    """Make a verb of the one noun that can be one: it agrees with the noun before it and has another after it."""
    found = [i for i in range(first + 1, last) if _can_be_verb(tokens, i, first, last, lexicon)]
    if len(found) != 1:
        return
    i = found[0]
    form = "VBZ" if tokens[i].text.lower().endswith("s") else "VBP"
    subject, after = i - 1, [t for t in tokens[i + 1 : last + 1] if t.upos in NOUNS]
    if not after:
        return
    item = next((t.i for t in after if t.i == last or not _goes_on(tokens[t.i + 1])), after[-1].i)
    label = "obl" if tokens[i + 1].upos == "ADP" else "obj"
    outer = {t.i: t.head for t in tokens[first : last + 1]}
    for t in tokens[first:i]:
        if t.i != subject and not first <= outer[t.i] < i:
            hang(tokens, t.i, subject, "compound" if t.upos in NOUNS else t.dep)
        elif t.i != subject and outer[t.i] == t.i:
            hang(tokens, t.i, subject, "dep")
    for t in tokens[i + 1 : last + 1]:
        if t.i != item and (outer[t.i] <= i or outer[t.i] == t.i):
            hang(tokens, t.i, item, t.dep if t.dep != "root" else "dep")
    tokens[i] = dataclasses.replace(
        tokens[i], upos="VERB", xpos=form, lemma=_to_verb(tokens[i].text, form), head=i, dep="root"
    )
    hang(tokens, subject, i, "nsubj")
    hang(tokens, item, i, label)
    if subject - 2 >= first and tokens[subject - 1].text in (",", "and") and tokens[subject - 2].upos in NOUNS:
        hang(tokens, subject - 2, i, "nsubj")  # "Iran, Iraq sign accord"
        hang(tokens, subject, subject - 2, "conj")


def _goes_on(after: Token) -> bool:
    """Whether the phrase of a noun goes on with the word AFTER it: "army base", "rebel-held town"."""
    return after.upos in NOUNS or after.text == "-"


def _join_subjects(tokens: list[Token], first: int, last: int) -> None:
    """Coordinate two subjects that only a comma parts: "Troops, rebels clash"."""
    for i in range(first + 2, last):
        noun, verb = tokens[i], tokens[tokens[i].head]
        other = tokens[i - 2]
        is_pair = noun.dep == "nsubj" and other.dep in ("nsubj", "dislocated") and noun.head == other.head == i + 1
        if is_pair and tokens[i - 1].text == "," and verb.upos == "VERB" and {noun.upos, other.upos} <= NOUNS:
            hang(tokens, other.i, verb.i, "nsubj")
            hang(tokens, i, other.i, "conj")


def _join_second(tokens: list[Token], first: int, last: int, stop: int, lexicon: Lexicon) -> None:
    """Make one subject's second deed of what the comma at STOP parts from the first: "Jets bomb camp, kill nine"."""
    main = next((t for t in tokens[first:stop] if t.upos == "VERB" and t.xpos in _PRESENT and t.dep == "root"), None)
    if main is None or stop + 2 > last or not any(t.head == main.i and t.dep == "nsubj" for t in tokens[first:stop]):
        return
    second, noun = tokens[stop + 1], tokens[tokens[stop + 1].head]
    ends_alike = second.text.lower().endswith("s") == main.text.lower().endswith("s")
    form = "VBZ" if main.text.lower().endswith("s") else "VBP"
    lemma = _to_verb(second.text, form)
    if second.upos == "VERB":
        if second.xpos == "VBN" and lemma == second.text.lower() and ends_alike and _is_done(lexicon, lemma):
            second = tokens[second.i] = dataclasses.replace(second, xpos=form, lemma=lemma)  # "wound 60" winds nothing
        has_subject = any(t.head == second.i and t.dep.startswith(("nsubj", "aux")) for t in tokens[first : last + 1])
        if second.dep in ("parataxis", "conj", "dep", "list") and second.xpos in _PRESENT and not has_subject:
            tokens[second.i] = dataclasses.replace(second, xpos=form, head=main.i, dep="conj")
        return
    number = tokens[stop + 2]
    if number.upos == "NUM" and number.dep == "nummod" and number.head == second.i and second.dep != "nsubj":
        noun = number  # "wounds nine"
    is_before = second.dep in ("compound", "amod") and is_below(tokens, noun.head, main.i)
    if noun.i < second.i or not (is_before or noun is number) or not ends_alike:
        return
    if _is_done(lexicon, lemma) and not any(t.upos in _VERBAL for t in tokens[stop + 1 : last + 1]):
        for t in tokens[stop + 2 : last + 1]:
            if t.head == second.i and t.i != noun.i:
                hang(tokens, t.i, second.i, "obl" if t.dep == "nmod" else t.dep)
        tokens[second.i] = dataclasses.replace(second, upos="VERB", xpos=form, lemma=lemma, head=main.i, dep="conj")
        hang(tokens, noun.i, second.i, "obj")


def _can_be_verb(tokens: list[Token], i: int, first: int, last: int, lexicon: Lexicon) -> bool:
    word, before, after = tokens[i], tokens[i - 1], tokens[i + 1]
    text = word.text.lower()
    is_word = (word.upos in NOUNS and text.isalpha()) or text == "free"
    is_noun = is_word and before.upos in NOUNS and after.upos in {*NOUNS, "ADJ", "NUM", "ADP"}
    if not is_noun or before.text.lower() in _NOT_PLURAL:
        return False
    is_body = before.text.lower() in _EITHER
    is_plural = _is_plural(before) and not is_body
    is_plural = is_plural or any(t.text.lower() in (",", "and") for t in tokens[first:i])
    form = "VBP" if is_plural else "VBZ"
    if is_plural == text.endswith("s") or (not is_plural and not is_body and before.xpos not in _COUNTABLE):
        return False
    lemma = _to_verb(text, form)
    if after.upos == "ADP":  # "Police fire on protesters"
        aims = [sense.roles.get(after.text.lower()) for sense in lexicon.find_senses(lemma, "v")]
        return is_plural and "target" in aims
    is_light = any(light.slot in ("obj", "subj") for light in lexicon.find_light(lemma))
    return is_light or any(sense.roles.get("obj") is not None for sense in lexicon.find_senses(lemma, "v"))


def _is_plural(noun: Token) -> bool:
    return noun.xpos in ("NNS", "NNPS") or noun.text.lower() in _PLURAL


def _to_verb(word: str, tag: str) -> str:
    return load_lemmas().find_lemma(word.lower(), "VERB", tag).lower()
