"""Several things that one word takes up together: "Chad and Mali praised their talks", "the two countries agreed".

Grammars call it a split antecedent. Only coordinated subjects count, and a subject with whom it meets, of the pronoun's
own sentence or, where it is the subject there, of the one before, and only where nothing after them can be meant:
"France and Mali blamed the rebels for their attack" is left open. What else a plural pronoun may gather from a text is
guesswork.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.kinds import ACTORS, BODIES, PLACES
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.extract.urged import find_urged
from kg.extract.wordlists import find_words

_POSSESSIVE: Final = frozenset({"their", "theirs"})
_PLURAL: Final = _POSSESSIVE | {"they", "them"}
_PARTIES: Final = find_words("counted_parties")
_STATES: Final = find_words("counted_states")
_ANY: Final = find_words("counted_sides")
_BODY_NOUNS: Final = find_words("counted_bodies")
_MEETING: Final = find_words("meeting")
_TOGETHER: Final = frozenset({"with", "to"})
_BARE: Final = 2
"""Words before the noun in "the two countries"."""


def find_joint(tree: Tree, things: Things, word: int) -> tuple[int, ...]:
    """The coordinated words that WORD stands for together; none where it stands for one thing or takes nothing up."""
    count = _count_named(tree, things, word)
    is_pronoun = tree.lower(word) in _PLURAL and tree.tokens[word].upos == "PRON"
    if not is_pronoun and count is None:
        return ()
    urged = find_urged(tree, word)
    if urged is not None:
        return parties if len(parties := tree.conjuncts(urged)) > 1 and count is None else ()
    sayers = find_sayers(tree, word)
    if len(sayers) > 1 and all((one := things.at(i)) is not None and one.kind in (*ACTORS, *PLACES) for i in sayers):
        return sayers
    for subject in _subjects_before(tree, word):
        thing = things.at(subject)
        parties = tree.conjuncts(subject)
        if len(parties) == 1 and count in (None, 2) and (count or tree.is_label(word, "nsubj")):
            parties = (subject, *_second_of(tree, things, subject, word))
        if len(parties) == 1 and thing is not None and thing.kind == "Person" and not thing.plural:
            continue  # no one is "they" alone
        found = [things.at(party) for party in parties]
        is_joint = len(parties) > 1 and all(one is not None and one.kind in (*ACTORS, *PLACES) for one in found)
        is_joint = is_joint and count in (None, len(parties))
        others = (things.at(i) for i in range(max(tree.subtree(subject)) + 1, word))
        barred = [*found, *_beside(tree, things, word)]
        has_rival = any(one is not None and one not in barred and _are_several(one) for one in others)
        return parties if is_joint and not has_rival else ()
    return ()


def find_sayers(tree: Tree, word: int) -> tuple[int, ...]:
    """Whose word the clause is that pronoun WORD is the subject of: "the promise of Chad and Mali that they will"."""
    clause = tree.head(word)
    noun = tree.head(clause) if clause is not None and tree.is_label(word, "nsubj") else None
    is_content = noun is not None and tree.is_label(clause or 0, "acl", "ccomp") and "that" in tree.markers(clause or 0)
    if noun is None or not is_content or not tree.is_nominal(noun):
        return ()
    owners = [c for c in tree.children(noun, "nmod") if tree.preposition(c) in ("by", "of") and c < word]
    owners += [c for c in tree.children(noun, "nmod:poss") if tree.tokens[c].upos != "PRON"]
    return tuple(owner for first in owners[:1] for owner in tree.conjuncts(first))


def _second_of(tree: Tree, things: Things, subject: int, word: int) -> tuple[int, ...]:
    """Whom SUBJECT meets, as the second of the two that WORD means: "Kaya met Deby, and the two men agreed"."""
    verb, one = tree.head(subject), things.at(subject)
    noun = tree.lemma(word)
    if verb is None or one is None or (tree.lower(word) in _PLURAL and tree.lemma(verb) not in _MEETING):
        return ()
    beside = [c for c in tree.children(verb, "obj") if not tree.preposition(c)]
    beside += [c for c in tree.children(verb, "obl") if tree.preposition(c) in _TOGETHER]
    others = ((c, things.at(c)) for c in beside if c < word and len(tree.conjuncts(c)) == 1)
    found = [c for c, other in others if other is not None and other is not one and _are_alike(one, other, noun)]
    return tuple(found) if len(found) == 1 else ()


def _are_alike(one: Thing, other: Thing, noun: str) -> bool:
    """Whether two things are both of those that NOUN or a pronoun may speak of: two persons, or two states."""
    kinds = {one.kind, other.kind}
    if noun in _ANY:
        return kinds <= BODIES | {"Country"}
    are_two = not one.plural and not other.plural
    if noun in _STATES:
        return are_two and kinds <= {"Country", "Government"}
    return are_two and kinds == {"Person"} and noun not in _BODY_NOUNS


def _count_named(tree: Tree, things: Things, word: int) -> int | None:
    """How many parties a bare phrase speaks of: "the two countries", "both sides"; None for any other."""
    if tree.lemma(word) not in _PARTIES or not tree.is_plural(word):
        return None
    words = {tree.lower(c) for c in tree.children(word) if c < word and not tree.is_label(c, "case", "cc", "punct")}
    if words == {"both"}:
        return 2
    thing = things.at(word)
    mention = thing.mention_at(word) if thing is not None else None
    return mention.count if mention is not None and "the" in words and len(words) == _BARE else None


def _beside(tree: Tree, things: Things, word: int) -> list[Thing]:
    """Who does to "them", WORD, what is told: they are others, as in "the rebels, who held them hostage"."""
    verb = tree.head(word)
    if verb is None or not tree.is_label(word, "obj", "iobj"):
        return []
    doers = tree.children(verb, "nsubj")
    if tree.is_label(verb, "acl:relcl"):
        doers = (*doers, tree.tokens[verb].head)
    return [thing for doer in doers if (thing := things.at(doer)) is not None]


def _are_several(thing: Thing) -> bool:
    """Whether a plural pronoun may stand for THING alone."""
    return thing.kind in BODIES or (thing.plural and thing.kind in ACTORS)


def _subjects_before(tree: Tree, word: int) -> Iterator[int]:
    """The subjects that WORD may take up, the nearest first."""
    below, found = word, False
    for above in tree.ancestors(word):
        is_beside = tree.head(word) == above and tree.lower(word) not in _POSSESSIVE
        for subject in tree.children(above, "nsubj"):
            if subject != word and not is_beside and subject != below and subject < word:
                found = True
                yield subject
        if tree.is_verb(above):
            below = above
    sentence = tree.sentence(word)
    if found or sentence.index == 0 or not tree.is_label(word, "nsubj"):
        return
    before = tree.parse.sentences[sentence.index - 1]
    for i in range(before.first, before.last + 1):
        head = tree.head(i)
        if tree.is_label(i, "nsubj") and head is not None and tree.head(head) is None:
            yield i
