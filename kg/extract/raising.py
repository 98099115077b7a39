"""Who does what a clause tells that has no subject: the object of the verb above it, or not the verb's subject.

"Want the rebels to leave", "tried him for killing two men", "commented on the plan to free them".
"""

from __future__ import annotations

from typing import Final

from kg.extract.kinds import ACTORS, BODIES
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon

_WANTING: Final = find_words("wanting")
_HELPING: Final = find_words("helping")
_SPEAKING: Final = find_words("discussing") | {"comment"}
_JUDGING: Final = frozenset("Praise Condemnation Rejection Accusation Negotiation".split())
_RELATIVE: Final = frozenset({"who", "whom", "which", "that"})

_FINDING_OUT: Final = find_words("finding_out")
_TELLING: Final = frozenset({"denounce", "hear", "know", "learn", "reveal", "warn"})
_PLOTS: Final = frozenset({"conspiracy", "plot"})
"""Plans that no one tells of as his own."""
_RIGHTS: Final = frozenset({"freedom", "liberty", "right"})


def find_raised(tree: Tree, gazetteer: Gazetteer, i: int) -> tuple[int, ...]:
    """The understood subject of clause I that is the object of the verb above it.

    So it is with verbs of wanting, where the clause says what the object is rewarded or held to account for, and
    where it says what the object is helped in.
    """
    head = tree.tokens[i].head
    is_aided = tree.lemma(head) in _HELPING and bool({"in", "to"} & set(tree.markers(i)))
    is_wanted = tree.lemma(head) in _WANTING
    is_deed = tree.tokens[i].xpos == "VBG" and "for" in tree.markers(i)
    if not (is_wanted or is_deed or is_aided) or tree.is_passive(head):
        return ()
    told = [word for word in tree.children(head, "obj") if tree.lower(word) not in _RELATIVE]
    objects = tuple(c for word in told for c in tree.nominal_conjuncts(word) if c < i and is_actor(tree, gazetteer, c))
    is_gap = is_wanted and not objects and tree.tokens[i].xpos == "VBN" and "to" not in tree.markers(i)
    return (tree.tokens[head].head,) if is_gap and tree.tokens[head].dep == "acl:relcl" else objects


def is_actor(tree: Tree, gazetteer: Gazetteer, word: int) -> bool:
    """Whether WORD may name people or a body of people."""
    kind = gazetteer.type_noun(tree.lemma(word), plural=tree.is_plural(word))
    return tree.tokens[word].upos in ("PROPN", "PRON") or kind in ACTORS


def is_body(tree: Tree, gazetteer: Gazetteer, word: int) -> bool:
    """Whether WORD, before a noun, names a nation or body: "the French decision", "an army attempt"."""
    text = tree.tokens[word].text
    if tree.tokens[word].upos == "PROPN" and not tree.is_label(word, "amod"):
        name = gazetteer.type_name(text)
        return (name is not None and name.kind in BODIES) or text.isupper() or "." in text
    kind = gazetteer.type_noun(tree.lemma(word), plural=False)
    return gazetteer.country_of_adjective(text) is not None or kind in BODIES - {"Organization"}


def is_others_plan(tree: Tree, lexicon: Lexicon, word: int, verb: int) -> bool:
    """Whether plan WORD is not of who does VERB: "foiled a plot to kill", "welcomed" or "commented on the plan to"."""
    lemma = tree.lemma(verb)
    if tree.lemma(word) in _RIGHTS:
        return True  # whose right to protest is to be respected, nothing tells
    if (lexicon.is_reporting(lemma) or lemma in _SPEAKING) and tree.preposition(word) in ("on", "about", "of", "over"):
        return True
    is_told = lexicon.is_reporting(lemma) or lemma in _TELLING
    if lemma in _FINDING_OUT or (is_told and tree.lemma(word) in _PLOTS):
        return True
    embedder = lexicon.find_embedder(lemma, "v")
    kinds = {sense.kind for sense in lexicon.find_senses(lemma, "v")}
    is_judged = bool(kinds & _JUDGING) and kinds <= _JUDGING | {"Aid", "Meeting"}
    return is_judged or (embedder is not None and embedder.effect == "negated")


def is_helped(tree: Tree, gazetteer: Gazetteer, noun: int) -> bool:
    """Whether actor NOUN is whom a verb of helping helps: "supports the army to free the town"."""
    verb = tree.head(noun)
    is_object = verb is not None and tree.is_label(noun, "obj") and tree.lemma(verb) in _HELPING
    return is_object and is_actor(tree, gazetteer, noun)


def find_described(tree: Tree, noun: int, participle: int) -> tuple[int, ...]:
    """Whom a participle set off by a comma is said of: "Ana Mena and Luis Prado, kidnapped in May"."""
    group = tuple(tree.nominal_conjuncts(noun))
    last = max(group)
    is_after = len(group) > 1 and any(tree.tokens[t].text == "," for t in range(last + 1, participle))
    return group if is_after else (noun,)


def is_controlled(tree: Tree, lexicon: Lexicon, noun: int) -> bool:
    """Whether NOUN is the object of a verb that makes it the doer: "accused the soldiers of looting"."""
    head = tree.head(noun)
    if head is None or not tree.is_verb(head) or not tree.is_label(noun, "obj", "nsubj"):
        return False
    embedder = lexicon.find_embedder(tree.lemma(head), "v")
    return embedder is not None and embedder.control == "object"


def follows_comma(tree: Tree, i: int) -> bool:
    """Whether the clause of word I comes after a comma or dash."""
    before = [c for c in tree.subtree(i) if c < i]
    first = min(before, default=i)
    return first > 0 and (tree.tokens[first - 1].text in (",", "–", "—") or tree.tokens[first].text == ",")
