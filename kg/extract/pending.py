"""What is but talked of, feared or ruled out, and what was there already, whatever the word above makes of the rest.

"Any attack would be punished" and "we will not tolerate attacks" tell of none, "talks on a truce" of one still to
come, "before the elections" of those ahead. "Suspended the truce", "rejected the deal signed in 2018", "ordered the
massacre" and "must stop arresting journalists" take for granted that there was one (Karttunen and Zaenen 2005 on what
verbs presuppose).
"""

from __future__ import annotations

from typing import Final

from kg.extract.frames import Frame
from kg.extract.kinds import ABOUT, FIGHTS, HARM, HELD, TALKS
from kg.extract.nested import is_given
from kg.extract.presumed import is_imagined
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.model import Factuality

_NOT: Final = frozenset({"not", "n't", "n’t", "never"})
_TOLERATING: Final = find_words("tolerating")
_BARGAINED: Final = frozenset({"AgreementEvent", "PrisonerRelease", "Withdrawal"})
"""Classes of events that negotiators work for."""
_BARGAINING: Final = find_words("bargaining")
_CLUES: Final = find_words("clues")
_COMING: Final = frozenset({"follow", "come", "arise"})
_MAY: Final = frozenset({"may", "might", "could", "can"})
_STANDING: Final = frozenset({"AgreementEvent", "Negotiation"})
"""Classes of what goes on until someone suspends it."""
_SUSPENDING: Final = frozenset({"suspend", "suspension", "interrupt", "interruption", "freeze", "break"})
_TURNING_DOWN: Final = find_words("turning_down")
_CONCLUDED: Final = find_words("concluded")
_VIOLENT: Final = FIGHTS - {"Clash"} | HARM | frozenset({"Violence", "Torture", "SexualViolence", "Destruction"})
_DOUBTING: Final = frozenset("believe deny dispute doubt suspect think".split())
"""Verbs below which an order is no fact."""
_STOPPING: Final = frozenset({"stop", "cease", "halt", "quit"})
_BEFORE: Final = frozenset({"before", "ahead", "until"})
_AWAITED: Final = HELD | {"Election"}
_PRESENT: Final = frozenset({"VBZ", "VBP", "MD"})


def read_above(tree: Tree, word: int, head: int, frame: Frame) -> tuple[Factuality, ...] | None:
    """All that HEAD makes of the event of FRAME, which it tells at WORD; None where these rules do not say."""
    if _is_idle(tree, word, head, frame) or _is_brewing(tree, word, head):
        return ("possible",)
    if _is_bargained(tree, word, head, frame) or _is_sought(tree, word, head) or _is_awaited(tree, word, head, frame):
        return ("planned",)
    return () if _is_there(tree, word, head, frame) else None


def _is_idle(tree: Tree, word: int, head: int, frame: Frame) -> bool:
    """Whether it is told of no event in particular: "any attack will be punished", "will not tolerate attacks"."""
    if is_imagined(tree, word, head):
        return True
    if not tree.is_nominal(word) or head == frame.helper or not tree.is_verb(head):
        return False
    helpers = tree.children(head, "aux")
    is_any = any(tree.lower(c) == "any" for c in tree.children(word, "det"))
    if is_any and any(tree.tokens[c].xpos == "MD" for c in helpers):
        return not any(tree.lemma(c) == "have" for c in helpers)
    is_ruled_out = tree.lemma(head) in _TOLERATING and tree.is_label(word, "obj")
    return is_ruled_out and any(tree.lower(c) in _NOT for c in tree.children(head)) and _is_new(tree, word)


def _is_new(tree: Tree, noun: int) -> bool:
    """Whether NOUN tells of nothing known: "a truce", "attacks", "the killing of civilians"."""
    if tree.children(noun, "nmod:poss"):
        return False
    if not is_given(tree, noun):
        return True
    told = [c for c in tree.children(noun, "nmod") if tree.preposition(c) == "of"]
    return any(tree.is_plural(c) and not tree.children(c, "det", "nmod:poss", "nummod") for c in told)


def _is_brewing(tree: Tree, word: int, head: int) -> bool:
    """Whether it is said that such a thing may come: "more attacks may follow"."""
    if tree.lemma(head) not in _COMING or tree.tokens[word].dep != "nsubj" or not tree.is_nominal(word):
        return False
    helpers = {tree.lower(c) for c in tree.children(head, "aux")}
    is_open = bool(helpers & _MAY) and "have" not in helpers
    return is_open and _is_new(tree, word) and not tree.children(head, "obj")


def _is_bargained(tree: Tree, word: int, head: int, frame: Frame) -> bool:
    """Whether talks are about it, so that it is none yet: "talks on a truce", "negotiating a prisoner exchange"."""
    if frame.kind not in _BARGAINED or not tree.is_nominal(word) or tree.lemma(head) not in TALKS | _BARGAINING:
        return False
    is_about = tree.preposition(word) in ABOUT and (tree.is_nominal(head) or tree.lemma(head) in _BARGAINING)
    is_open = tree.lemma(head) == "discuss" or _is_under_way(tree, head)
    is_done = tree.is_label(word, "obj") and is_open and tree.lemma(head) != "work"
    clauses = [c for c in tree.children(word, "acl") if tree.tokens[c].dep == "acl:relcl"]
    is_told = any(tree.tokens[c].xpos == "VBD" for c in clauses)  # "a truce that took effect"
    is_plain = not tree.children(word, "nmod:poss") and not is_told and not _is_concluded(tree, word)
    return (is_about or is_done) and is_plain and not is_given(tree, word)


def _is_under_way(tree: Tree, verb: int) -> bool:
    """Whether VERB tells what is still being done: "is negotiating", "tried to negotiate", not "helped negotiate"."""
    above = tree.head(verb)
    if tree.tokens[verb].xpos == "VB":
        return "to" in tree.markers(verb) and (above is None or tree.lemma(above) not in ("help", "manage"))
    is_at_it = any(tree.lemma(c) == "be" for c in tree.children(verb, "aux"))
    return tree.tokens[verb].xpos == "VBG" and is_at_it


def _is_sought(tree: Tree, word: int, head: int) -> bool:
    """Whether it is what clues are wanted for: "a reward for information leading to the arrest of"."""
    return leads_from_clue(tree, head) and (tree.preposition(word) == "to" or "to" in tree.markers(word))


def leads_from_clue(tree: Tree, verb: int) -> bool:
    """Whether VERB tells only where clues that are wanted are to lead: "a reward for information leading to"."""
    if tree.lemma(verb) != "lead" or tree.tokens[verb].xpos != "VBG" or tree.tokens[verb].dep != "acl":
        return False
    clue = tree.head(verb)
    return clue is not None and tree.lemma(clue) in _CLUES and tree.preposition(clue) == "for"


def _is_awaited(tree: Tree, word: int, head: int, frame: Frame) -> bool:
    """Whether what goes on or is to come is before it: "is campaigning ahead of the elections"."""
    if frame.kind not in _AWAITED or not tree.is_nominal(word) or not tree.is_label(word, "obl", "nmod"):
        return False
    lead = tree.preposition(word)
    if lead == "of" and tree.lower(head) == "ahead":
        lead = "ahead"
    if (
        lead is None
        or lead.removesuffix(" of") not in _BEFORE
        or any(tree.tokens[c].text[:1].isdigit() for c in tree.subtree(word))
    ):
        return False
    verb: int | None = head
    while verb is not None and not tree.is_verb(verb) and tree.is_label(verb, "obl", "advmod", "nmod", "obj"):
        verb = tree.head(verb)
    if verb is None or not tree.is_verb(verb):
        return False
    helpers = tree.children(verb, "aux")
    return tree.tokens[helpers[0] if helpers else verb].xpos in _PRESENT and not _is_unreal(tree, helpers)


def _is_unreal(tree: Tree, helpers: tuple[int, ...]) -> bool:
    """Whether the first of HELPERS may as well tell of the past: "would leave before the vote"."""
    return bool(helpers) and tree.lower(helpers[0]) in ("would", "could", "might", "did", "'d", "’d")


def _is_there(tree: Tree, word: int, head: int, frame: Frame) -> bool:
    """Whether what is said of the event takes for granted that it was there."""
    lemma = tree.lemma(head)
    if lemma in _STOPPING and tree.tokens[word].xpos == "VBG" and not tree.markers(word):
        return tree.is_label(word, "xcomp", "ccomp", "obj")  # "stop arresting them"
    is_object = tree.is_label(word, "obj") or tree.tokens[word].dep == "nsubj:pass"
    if lemma == "order" and tree.is_verb(head) and frame.kind in _VIOLENT:
        return is_object and _is_carried_out(tree, word, head)
    if lemma in _TOLERATING and frame.kind in _VIOLENT:
        return is_object and any(tree.lower(c) in _NOT for c in tree.children(head)) and not _is_new(tree, word)
    if frame.kind not in _STANDING or not tree.is_nominal(word):
        return False
    if lemma in _SUSPENDING:
        has_off = any(tree.lower(c) == "off" for c in tree.children(head, "compound"))
        return (is_object or tree.preposition(word) == "of") and (lemma != "break" or has_off)
    if lemma not in _TURNING_DOWN or not is_object:
        return False
    return _is_concluded(tree, word) or (lemma == "oppose" and is_given(tree, word))


def _is_carried_out(tree: Tree, noun: int, verb: int) -> bool:
    """Whether an order given in the past was for a deed that is known: "ordered the massacre of 200 villagers"."""
    helpers = {tree.lemma(c) for c in tree.children(verb, "aux")}
    is_past = tree.tokens[verb].xpos in ("VBD", "VBN", "VBG") and not helpers & {"have"}
    is_open = any(tree.tokens[c].xpos in ("MD", "VBZ", "VBP") for c in tree.children(verb, "aux"))
    above = tree.head(verb) if tree.is_label(verb, "ccomp", "xcomp", "advcl") else None
    is_doubted = above is not None and tree.lemma(above) in _DOUBTING
    return is_given(tree, noun) and is_past and not is_open and not is_doubted


def _is_concluded(tree: Tree, noun: int) -> bool:
    """Whether NOUN is a deal that was made: "the truce signed in 2018", "the 2018 accord"."""
    if any(len(t := tree.tokens[c].text) == 4 and t.isdigit() for c in tree.children(noun, "nummod", "compound")):
        return True
    made = (c for c in tree.children(noun, "acl") if tree.tokens[c].xpos in ("VBN", "VBD"))
    return any(
        tree.lemma(c) in _CONCLUDED and not any(tree.tokens[a].xpos == "MD" for a in tree.children(c, "aux"))
        for c in made
    )
