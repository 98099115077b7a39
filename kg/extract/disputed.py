"""What one side says and another denies: "accused troops of shelling homes, which they denied", "a claim they denied".

What is denied is no thing that the sentence names but what was said before; that it is denied is told by the writer,
not by the one who said it.
"""

from __future__ import annotations

from typing import Final

from kg.extract.hanging import NOUNS, hang
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.model import Token

_DISPUTING: Final = find_words("disputing")
_REBUTTING: Final = find_words("rebutting")
"""Verbs that dispute what is said, but turn down what is offered as well."""
_CLAIMS: Final = find_words("claims")
_DENYING: Final = frozenset({"deny", "dispute", "refute"})
_CHARGING: Final = frozenset({"accuse", "blame", "condemn", "criticise", "criticize", "suspect"})
_HELD: Final = frozenset({"appos", "conj", "dep", "obj", "obl:unmarked", "nmod:unmarked", "parataxis"})
_LOOSE: Final = frozenset({"ccomp", "conj", "parataxis", "root"})
_REACH: Final = 8
"""Words from a noun to the end of what tells that it is denied."""


def hang_claim(tokens: list[Token], i: int, first: int, last: int) -> None:
    """Hang noun I, which takes up what was said, from the verb of saying: "said it had won, a claim Mali denied"."""
    noun = tokens[i]
    if noun.lemma.lower() not in _CLAIMS or noun.upos not in NOUNS or noun.dep not in _HELD:
        return
    begin = next((t.i for t in tokens[max(first, i - 3) : i] if t.head == i and t.dep in ("det", "amod")), i)
    is_one = tokens[begin].text.lower() in ("a", "an") if begin < i else noun.xpos == "NNS"
    if begin <= first or tokens[begin - 1].text != "," or not is_one:
        return
    after = [t for t in tokens[i + 1 : min(last, i + _REACH) + 1] if t.lemma.lower() in _DISPUTING | _REBUTTING]
    verb = next((t for t in after if t.upos == "VERB" and (t.head == i or noun.head == t.i)), None)
    above = tokens[noun.head] if verb is None or noun.head != verb.i else tokens[verb.head]
    if verb is None or above.i > i or (verb.head != i and verb.dep not in _LOOSE):
        return
    while above.upos != "VERB" or _is_said(tokens, above):
        if above.head == above.i:
            return
        above = tokens[above.head]
    if above.i < i:
        hang(tokens, verb.i, i, verb.dep if verb.dep.startswith("acl") else "acl:relcl")
        hang(tokens, i, above.i, "parataxis")


def _is_said(tokens: list[Token], verb: Token) -> bool:
    """Whether VERB tells what another verb says: "said it had won", "accused them of lying"."""
    is_charge = verb.dep in ("advcl", "obl") and verb.xpos == "VBG" and tokens[verb.head].lemma.lower() in _CHARGING
    return verb.head < verb.i and (verb.dep in ("ccomp", "xcomp") or is_charge)


def is_taken_up(tree: Tree, noun: int) -> bool:
    """Whether NOUN only takes up what was said before it: "a claim" that another side denies."""
    return tree.lemma(noun) in _CLAIMS and tree.is_label(noun, "parataxis") and bool(tree.children(noun, "acl"))


def find_disputed(tree: Tree, verb: int) -> int | None:
    """The word that tells what the clause of VERB says to be denied or granted; None if it speaks of a thing."""
    noun = tree.head(verb)
    if noun is None or tree.lemma(verb) not in _DISPUTING | _REBUTTING:
        return None
    if is_taken_up(tree, noun):
        return _told_by(tree, tree.tokens[noun].head)
    objects = [c for c in tree.children(verb, "obj") if tree.lower(c) == "which"]
    if not objects or tree.tokens[objects[0] - 1].text != ",":
        return None
    told = next((above for above in tree.ancestors(noun) if tree.is_verb(above)), None)
    report = _report_of(tree, told) if told is not None else None
    if report is not None and tree.lemma(report) in _DENYING:
        return report
    is_charge = report is not None and tree.lemma(report) in _CHARGING
    return told if is_charge or tree.lemma(verb) in _DISPUTING else None


def find_objects(tree: Tree, verb: int) -> tuple[int, ...]:
    """What the clause of VERB disputes, and the noun that takes it up; none if it speaks of a thing."""
    told = find_disputed(tree, verb)
    noun = tree.tokens[verb].head
    return () if told is None else (told, noun) if is_taken_up(tree, noun) else (told,)


def find_report(tree: Tree, verb: int) -> int | None:
    """The verb by which is told what the clause of VERB disputes: "said" in "said it had won, a claim Mali denied"."""
    told = find_disputed(tree, verb)
    if told is None:
        return None
    noun = tree.tokens[verb].head
    report = tree.head(noun) if is_taken_up(tree, noun) else _report_of(tree, told)
    return report if report is not None else told


def _told_by(tree: Tree, verb: int) -> int:
    """What VERB says: its clause, or the deed that it charges someone with; itself where it denies, or says nothing."""
    if tree.lemma(verb) in _DENYING:
        return verb
    told = tree.children(verb, "ccomp")
    if not told and tree.lemma(verb) in _CHARGING:
        told = tuple(
            c for c in tree.children(verb, "advcl", "obl") if {"of", "for"} & {*tree.markers(c), tree.preposition(c)}
        )
    return told[0] if told else verb


def _report_of(tree: Tree, told: int) -> int | None:
    """The verb that says what verb TOLD tells."""
    first = tree.first_conjunct(told)
    head = tree.head(first)
    is_clause = tree.is_label(first, "ccomp", "xcomp") or (
        head is not None and tree.is_label(first, "advcl", "obl") and tree.lemma(head) in _CHARGING
    )
    return head if is_clause else None
