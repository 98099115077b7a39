"""What a definite phrase cannot take up, whatever its noun: another body, the dead, a lesser government.

After "TPLF fighters" the "OLA rebels" are others; "fifteen rebels were killed" leaves the rebels who go on fighting and
their spokesman another thing than those fifteen; and once the state itself has acted, "the government" is no town's.
"""

from __future__ import annotations

from typing import Final

from kg.extract.nominals import Nominal
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.gazetteer import Gazetteer
from kg.lexicon import load_lexicon

_KILLING: Final = frozenset({"behead", "execute", "kill", "massacre", "slay"})
_LOCAL: Final = frozenset("city county district local municipal provincial regional".split())
_STATES: Final = frozenset({"Country", "Government"})


def cannot_take_up(tree: Tree, things: Things, gazetteer: Gazetteer, nominal: Nominal, thing: Thing) -> bool:
    """Whether NOMINAL, a phrase that is no pronoun, cannot speak of THING, which its words would allow."""
    if thing.kind == "Government":
        return _is_passed_over(tree, things, nominal, thing)
    if thing.kind != "ArmedGroup":
        return False
    if thing.named:
        return _names_other(tree, things, nominal, thing)
    return nominal.count is None and _outlives(tree, gazetteer, nominal) and are_fallen(tree, thing)


def are_fallen(tree: Tree, thing: Thing) -> bool:
    """Whether THING is so and so many fighters who are told to be killed: "fifteen rebels were killed"."""
    if thing.named or not thing.plural or thing.kind not in ("ArmedGroup", "SecurityForce"):
        return False
    return any(mention.count is not None and _is_killed(tree, mention.head) for mention in thing.mentions)


def is_of_the_living(tree: Tree, gazetteer: Gazetteer, owned: int) -> bool:
    """Whether noun OWNED tells of people whom only those have who live: their fighters, their spokesman."""
    lemma = tree.lemma(owned)
    fighters = tree.is_plural(owned) and gazetteer.type_noun(lemma, plural=True) in ("ArmedGroup", "SecurityForce")
    return fighters or gazetteer.is_spokesperson_noun(lemma)


def _is_killed(tree: Tree, word: int) -> bool:
    first = tree.first_conjunct(word)
    verb = tree.head(first)
    if verb is None:
        return False
    is_done = tree.is_label(first, "obj", "nsubj:pass") and tree.lemma(verb) in _KILLING
    return is_done or (tree.is_label(first, "nsubj") and tree.lemma(verb) == "die")


def _outlives(tree: Tree, gazetteer: Gazetteer, nominal: Nominal) -> bool:
    """Whether what is told of NOMINAL is not told of the dead: "the rebels' spokesman", "the rebels burned a bus"."""
    above = tree.head(nominal.head)
    if above is None:
        return False
    if tree.is_label(nominal.head, "nmod:poss"):
        return is_of_the_living(tree, gazetteer, above)
    if not tree.is_label(nominal.head, "nsubj") or tree.tokens[above].xpos != "VBD":
        return False
    senses = load_lexicon().find_senses(tree.lemma(above), "v")
    return any(sense.roles.get("subj") == "agent" for sense in senses)


def _names_other(tree: Tree, things: Things, nominal: Nominal, thing: Thing) -> bool:
    """Whether a name before the noun of NOMINAL is that of another armed group than THING."""
    before = (things.at(c) for c in tree.children(nominal.core, "compound", "nmod", "amod") if c < nominal.core)
    return any(t is not None and t is not thing and t.named and t.kind == "ArmedGroup" for t in before)


def _is_passed_over(tree: Tree, things: Things, nominal: Nominal, thing: Thing) -> bool:
    """Whether THING is the government of a part of a state, and the state acted since: "the government" is its."""
    if thing.named or tree.lemma(nominal.core) != "government" or tree.children(nominal.core, "amod", "compound"):
        return False
    known = list(things.mentions_before(nominal, thing))
    if not any(_is_local(tree, things, mention) for mention in known):
        return False
    since = known[0].last
    return any(
        since < mention.first and tree.is_label(tree.first_conjunct(mention.head), "nsubj", "obl:agent")
        for other in things.before(nominal, since=since)
        if other.named and other.kind in _STATES
        for mention in things.mentions_before(nominal, other)
    )


def _is_local(tree: Tree, things: Things, mention: Nominal) -> bool:
    if {tree.lemma(c) for c in tree.children(mention.core, "amod", "compound")} & _LOCAL:
        return True
    of = (things.at(c) for c in tree.children(mention.core, "nmod") if tree.preposition(c) == "of")
    return any(place is not None and place.kind in ("City", "Region") for place in of)
