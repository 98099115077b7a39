"""Phrases of a verb that parsers hang from another phrase of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kg.extract.kinds import HARM
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.lexicon import Lexicon

_BESIDE_DEEDS: Final = find_words("beside_deeds")
_VEHICLES: Final = find_words("vehicles") | {"helicopter"}
_GUESSING: Final = frozenset("allegedly apparently maybe perhaps possibly presumably probably supposedly".split())
_LEAVING_OPEN: Final = _GUESSING - {"allegedly", "maybe"}
"""Those of them that are the writer's own: what someone alleges is told as his word."""
_REPORTS: Final = find_words("reports")
_UNTRUE: Final = frozenset("baseless fabricated false groundless incorrect unfounded untrue".split())
_GIVEN: Final = frozenset("the this these that those".split())
_SHARED: Final = HARM | frozenset(
    "Abduction Torture ArmedAssault Attack Bombing AirStrike Shelling Violence SexualViolence Destruction Seizure "
    "Expulsion PrisonerRelease".split()
)
"""Classes of events that one doer does one after another to one victim."""


def is_guess(tree: Tree, noun: int) -> bool:
    """Whether a doubting word stands right before the phrase of NOUN: "was shot, presumably by rebels"."""
    cases = tree.children(noun, "case")
    before = tree.lower(cases[0] - 1) if cases and cases[0] > 0 else ""
    return before in _GUESSING or any(tree.lower(c) in _GUESSING and c < noun for c in tree.children(noun, "advmod"))


def is_doubted(tree: Tree, word: int, helper: int | None) -> bool:
    """Whether an adverb leaves open that WORD tells what happened, or that its HELPER tells of something new.

    "Perhaps planned an attack" leaves it open, "perhaps planned the attack" only who did it.
    """
    is_new = helper is not None and not is_given(tree, word)
    return _has_doubt(tree, word) or (is_new and helper is not None and _has_doubt(tree, helper))


def is_refuted(tree: Tree, word: int) -> bool:
    """Whether WORD tells but what a report says that is called untrue: "the report of a bombardment is false"."""
    first = tree.first_conjunct(word)
    report = tree.head(first) if tree.is_label(first, "nmod", "acl") else None
    if report is None or tree.lemma(report) not in _REPORTS or not tree.is_label(report, "nsubj"):
        return False
    verdict = tree.head(report)
    is_untrue = verdict is not None and tree.lemma(verdict) in _UNTRUE
    return (
        is_untrue and verdict is not None and not any(tree.lower(c) == "not" for c in tree.children(verdict, "advmod"))
    )


def _has_doubt(tree: Tree, verb: int) -> bool:
    """Whether a doubting adverb stands before VERB; "probably" only where it is over: it mostly judges what is so.

    One before a preposition is said of what follows that: "was shot, apparently by rebels".
    """
    before = [c for c in tree.children(verb, "advmod") if c < verb and tree.lower(c) in _LEAVING_OPEN]
    doubts = [c for c in before if tree.tokens[c + 1].upos not in ("ADP", "SCONJ", "PUNCT")]
    helpers = {tree.lower(c) for c in tree.children(verb, "aux")} if doubts else frozenset()
    is_over = tree.tokens[verb].xpos == "VBD" or bool(helpers & {"was", "were"})
    return any(tree.lower(c) != "probably" or is_over for c in doubts)


def is_given(tree: Tree, noun: int) -> bool:
    """Whether NOUN has an article or pronoun that says which is meant: "the talks"."""
    return any(tree.lower(c) in _GIVEN for c in tree.children(noun, "det"))


def find_nested_topic(tree: Tree, lexicon: Lexicon, verb: int, slot: str) -> list[int]:
    """What VERB is about, hung from those it is done with: "consulted with the parties on the ceasefire"."""
    if not any(sense.roles.get(slot) == "topic" for sense in lexicon.find_senses(tree.lemma(verb), "v")):
        return []
    for phrase in tree.children(verb, "obl"):
        if phrase > verb and tree.preposition(phrase) in ("with", "to"):
            about = [c for c in tree.children(phrase, "nmod") if c > phrase and tree.preposition(c) == slot]
            if about:
                return tree.nominal_conjuncts(about[0])
    return []


def find_nested_charge(tree: Tree, lexicon: Lexicon, verb: int, objects: Collection[int]) -> list[int]:
    """What VERB charges someone with, hung from him: "accused the army of torture", not "victims of torture"."""
    if not any(sense.roles.get("of") in ("topic", "cause") for sense in lexicon.find_senses(tree.lemma(verb), "v")):
        return []
    for noun in (word for word in objects if word > verb and tree.lemma(word) not in _BESIDE_DEEDS):
        for phrase in (c for c in tree.children(noun, "nmod") if c > noun and tree.preposition(c) == "of"):
            is_deed = lexicon.find_senses(tree.lemma(phrase), "n")
            if is_deed and not tree.children(phrase, "det", "nmod:poss"):
                return tree.nominal_conjuncts(phrase)
    return []


def find_nested_agent(tree: Tree, lexicon: Lexicon, verb: int) -> list[int]:
    """The by-phrase of passive VERB that hangs from another phrase of it: "riddled with bullets by gunmen".

    Also that of the verb right after it: "abducted and later murdered by gunmen".
    """
    for phrase in tree.children(verb, "obl"):
        if phrase > verb and not lexicon.find_senses(tree.lemma(phrase), "n"):
            by = [c for c in tree.children(phrase, "nmod") if c > phrase and tree.preposition(c) == "by"]
            if by:
                return tree.nominal_conjuncts(by[0])
    first = tree.first_conjunct(verb)
    late = [c for c in tree.children(first, "obl:agent") if c > verb > first]
    if late:  # "stopped and burned by gunmen"
        return [word for c in late for word in tree.nominal_conjuncts(c)]
    chain = sorted(c for c in tree.conjuncts(first) if c > verb) if tree.tokens[verb].xpos == "VBN" else []
    for other in chain:
        is_next = tree.tokens[other].xpos == "VBN" and all(_harms(tree, lexicon, word) for word in (verb, other))
        if not is_next or not _is_one_list(tree, verb, other, chain):
            break
        if agents := [c for c in tree.children(other, "obl:agent") if tree.lemma(c) not in _VEHICLES]:
            return [word for c in agents for word in tree.nominal_conjuncts(c)]
    return []


def _is_one_list(tree: Tree, verb: int, other: int, chain: Collection[int]) -> bool:
    """Whether nothing stands between two verbs of a CHAIN but the like: not "wounded, and later held by police"."""
    between = [word for word in range(verb + 1, other) if word not in chain]
    joined = [word for word in between if tree.tokens[word].upos == "CCONJ"]
    if len(joined) > 1 or any(tree.tokens[word].upos not in ("CCONJ", "ADV", "PUNCT") for word in between):
        return False
    is_apart = bool(joined) and tree.lower(joined[0] - 1) == ","
    return not is_apart or tree.lower(joined[0] - 2) in {tree.lower(word) for word in chain if word < other}


def _harms(tree: Tree, lexicon: Lexicon, verb: int) -> bool:
    senses = [sense for sense in lexicon.find_senses(tree.lemma(verb), "v") if len(sense.words) == 1]
    return any(sense.kind in _SHARED and all(c.key != "from" for c in sense.conditions) for sense in senses)
