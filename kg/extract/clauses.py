"""Clauses by their kind: conditions, what is still to come, what is told as a fact of its own, questions and commands.

"If rebels attack" and "should rebels attack" leave open whether they do. "Had they come, many would have died" tells
that they did not and that no one died: the pluperfect of a condition and "would have" are counterfactual (Iatridou
2000). "Would have died had they not intervened" tells that they did.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.presumed import asks_for_part
from kg.extract.timelexicon import load_time_lexicon
from kg.extract.tree import Tree
from kg.lexicon import Lexicon
from kg.model import Factuality

_MARKS: Final = frozenset({"if", "unless", "whether", "lest"})
_INVERTED: Final = frozenset({"had", "should", "were"})
_WOULD: Final = frozenset({"would", "could", "might", "'d", "’d"})
_APART: Final = frozenset({"after", "since", "because", "as", "when", "while", "before", "although", "though"})
_TEMPORAL: Final = frozenset({"when", "once", "after", "before", "until", "till", "as soon as"})
_UNREAL: Final = frozenset({"would", "should", "'d", "’d"})


def read_condition(tree: Tree, clause: int) -> Factuality | None:
    """How far adverbial CLAUSE tells what it sets as a condition; None where it sets none."""
    is_inverted = is_condition_without_if(tree, clause)
    marks = _MARKS.intersection(tree.markers(clause))
    if not is_inverted and not marks:
        return None
    if is_inverted and tree.preposition(clause) == "for":
        return "negated"  # "were it not for the raid"
    has_had = any(tree.lower(c) == "had" for c in tree.children(clause, "aux"))
    main = tree.head(clause)
    is_unreal = main is not None and "whether" not in marks and _is_perfect(tree, main, _WOULD)
    return "negated" if has_had and (is_inverted or is_unreal) else "possible"


def is_condition_without_if(tree: Tree, clause: int) -> bool:
    """Whether the helper of adverbial CLAUSE stands before its subject: "had they attacked", "should they attack"."""
    if not tree.is_label(clause, "advcl"):
        return False
    helpers = [c for c in tree.children(clause, "aux", "cop", "mark") if tree.lower(c) in _INVERTED]
    subjects = tree.children(clause, "nsubj")
    return bool(helpers) and bool(subjects) and helpers[0] < min(subjects) and helpers[0] == min(tree.subtree(clause))


def read_perfect(tree: Tree, verb: int) -> Factuality | None:
    """What a modal with "have" says of VERB: "would have fled" did not, "must have fled" is a guess."""
    if _is_perfect(tree, verb, _UNREAL):
        return "negated"
    if _is_perfect(tree, verb, frozenset({"must"})):
        return "possible"
    is_set = "to" in tree.markers(verb) and any(tree.lower(c) in ("was", "were") for c in tree.children(verb, "aux"))
    return "negated" if is_set and any(tree.lower(c) == "have" for c in tree.children(verb, "aux")) else None


def _is_perfect(tree: Tree, verb: int, modals: frozenset[str]) -> bool:
    helpers = {tree.lower(c) for c in tree.children(verb, "aux")}
    return "have" in helpers and not modals.isdisjoint(helpers)


def is_to_come(tree: Tree, lexicon: Lexicon, clause: int) -> bool:
    """Whether a temporal clause in the present tense stands beside a main clause that is still to come.

    One in the present will do where a span of time is told: "the talks come two days before he leaves".
    """
    head = tree.head(clause)
    helpers = tree.children(clause, "aux", "cop")
    told_by = helpers[0] if helpers else clause
    if head is None or tree.tokens[told_by].xpos not in ("VBZ", "VBP") or tree.lemma(told_by) == "have":
        return False
    words = {*tree.markers(clause), *(tree.lower(c) for c in tree.children(clause, "advmod"))}
    effects = {lexicon.modal_effect(tree.lemma(child)) for child in tree.children(head, "aux")}
    is_near = _is_ahead(tree, clause) and tree.tokens[head].xpos in ("VBZ", "VBP")
    return bool(words & _TEMPORAL) and (bool(effects & {"planned", "possible"}) or is_near)


def _is_ahead(tree: Tree, clause: int) -> bool:
    """Whether a clause tells of a set time before it: "two days before he leaves"."""
    marks = (m for m in tree.children(clause, "mark") if tree.lower(m) == "before" and m > 0)
    return any(tree.lemma(m - 1) in load_time_lexicon().tables.units for m in marks)


def is_told_apart(tree: Tree, lexicon: Lexicon, clause: int) -> bool:
    """Whether an adverbial clause is told as a fact of its own ("after the army withdrew", "as troops leave")."""
    if is_to_come(tree, lexicon, clause):
        return False
    if any(tree.lower(c) == "when" for c in tree.children(clause, "advmod")):
        return True  # "was about to leave when gunmen shot him"
    return not _APART.isdisjoint(tree.markers(clause))


def read_root(tree: Tree, root: int) -> Iterator[Factuality]:
    """What a main clause says by its kind: questions leave open, infinitives of headlines and commands are to come."""
    sentence = tree.sentence(root)
    if tree.tokens[sentence.last].text == "?" and not asks_for_part(tree, root):
        yield "possible"
    if "whether" in tree.markers(root):
        yield "possible"  # "the question is whether"
    if tree.tokens[root].xpos == "VB" and "to" in tree.markers(root):
        yield "planned"
    yield from read_command(tree, root)


def read_command(tree: Tree, verb: int) -> Iterator[Factuality]:
    """What imperatives tell is to come: a bare infinitive with no subject."""
    has_more = tree.children(verb, "nsubj", "aux", "csubj", "expl", "cop", "mark")
    if tree.tokens[verb].xpos == "VB" and not has_more and not tree.is_label(verb, "acl:relcl"):
        yield "planned"
