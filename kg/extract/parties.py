"""Nations that share one noun: "the Syrian and Russian air forces" are two parties, as are "Thai and Malian officials".

The last one has the noun. Each other one stands for it: the adjective hangs where the noun would, and has its lemma.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from typing import Final

from kg.extract.aliases import Name
from kg.extract.hanging import hang
from kg.extract.kinds import BODIES
from kg.extract.spelling import to_label
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.model import Token

_ONE_TO_A_STATE: Final = find_words("one_to_a_state")
_LEFT: Final = ("amod", "compound", "punct", "cc", "advmod", "conj")
"""How what stands between the parties of a noun and the noun hangs."""


def part_parties(tree: Tree, names: Collection[Name], gazetteer: Gazetteer) -> tuple[Tree, tuple[Name, ...]]:
    """TREE with the nations of one plural noun as parties of their own, and the NAMES that still are names in it."""
    inside = {i: name for name in names for i in range(name.first, name.last + 1)}
    tokens = list(tree.tokens)
    parted: set[int] = set()
    for noun in tree.tokens:
        if (
            noun.xpos == "NNS"
            and noun.i not in inside
            and len(parties := _parties(tree, noun.i, inside, gazetteer)) > 1
        ):
            _part(tree, tokens, noun.i, parties)
            parted.update(parties[:-1])
    if not parted:
        return tree, tuple(names)
    parse = dataclasses.replace(tree.parse, tokens=tuple(tokens))
    return Tree(parse, tree.text), tuple(name for name in names if name.head not in parted)


def stands_for_noun(tree: Tree, gazetteer: Gazetteer, word: int) -> bool:
    """Whether the nation at WORD is a party by itself, whose noun the next one has: "the Syrian and Russian forces"."""
    token = tree.tokens[word]
    if token.upos != "NOUN" or gazetteer.country_of_adjective(token.text) is None:
        return False
    noun = tree.conjuncts(tree.first_conjunct(word))[-1]
    return noun > word and tree.tokens[noun].lemma == token.lemma and not token.text.startswith(token.lemma)


def _parties(tree: Tree, noun: int, inside: Mapping[int, Name], gazetteer: Gazetteer) -> tuple[int, ...]:
    """The words for the nations that "and" joins before plural NOUN, if one such noun is a body or acts for a state."""
    words = tree.children(noun, "amod", "compound")
    first = next((w for w in words if w < noun and gazetteer.country_of_adjective(tree.tokens[w].text)), None)
    if first is None or not tree.children(first, "conj") or tree.children(noun, "nummod"):
        return ()
    if not _is_of_states(tree, noun, gazetteer):
        return ()
    found = [first]
    for word in tree.conjuncts(first)[1:]:
        before = tree.lower((inside[word].first if word in inside else word) - 1)
        is_nation = gazetteer.country_of_adjective(tree.tokens[word].text) is not None
        if (
            not first < word < noun
            or before not in ("and", ",")
            or not (is_nation or (before == "and" and word in inside))
        ):
            return ()
        found.append(word)
        if before == "and":
            return tuple(found)
    return ()


def _is_of_states(tree: Tree, noun: int, gazetteer: Gazetteer) -> bool:
    """Whether plural NOUN stands for bodies, people or arms of states: forces, presidents, officials, warplanes."""
    lemma = tree.lemma(noun)
    is_official = gazetteer.is_office([lemma]) or gazetteer.is_leader_noun(lemma) or gazetteer.is_member_noun(lemma)
    return is_official or (gazetteer.type_noun(lemma, plural=True) or "") in BODIES | {"Weapon"}


def _part(tree: Tree, tokens: list[Token], noun: int, parties: tuple[int, ...]) -> None:
    """Hang PARTIES of NOUN beside each other: the last one has the noun, the others stand for it."""
    whole, first, last = tree.tokens[noun], parties[0], parties[-1]
    is_definite = any(tree.lower(c) == "the" for c in tree.children(noun, "det"))
    tag = "NN" if is_definite and tree.lemma(noun) in _ONE_TO_A_STATE else whole.xpos
    for child in tree.children(noun):
        if child < first or (child < noun and not tree.is_label(child, *_LEFT)):
            hang(tokens, child, first, tokens[child].dep)
    for word in parties[:-1]:
        is_first = word == first
        head = whole.head if whole.head != noun else word
        tokens[word] = dataclasses.replace(
            tokens[word], upos="NOUN", xpos=tag, lemma=whole.lemma,
            head=head if is_first else first, dep=whole.dep if is_first else "conj",
        )  # fmt: skip
    for joining in range(first, last):
        if tree.is_label(joining, "cc"):
            hang(tokens, joining, noun, "cc")
    hang(tokens, last, noun, "amod" if tree.tokens[last].upos == "ADJ" else "compound")
    for other in tree.conjuncts(first):
        if last < other < noun:  # "the Iraqi and Kurdistan Regional governments"
            hang(tokens, other, noun, "amod")
    tokens[noun] = dataclasses.replace(tokens[noun], head=first, dep="conj", xpos=tag)


def to_party_label(tree: Tree, gazetteer: Gazetteer, word: int) -> str | None:
    """What the party at WORD, one of several with one noun, is called: "Syrian army"; None for any other word."""
    first = tree.first_conjunct(word)
    if not stands_for_noun(tree, gazetteer, first):
        return None
    noun = tree.conjuncts(first)[-1]
    joining = min(tree.children(noun, "cc"), default=word)
    party = next((c for c in tree.children(noun, "amod", "compound") if joining < c < noun), joining)
    start = min(max(tree.subtree(party)) + 1, noun)
    own = to_label(tree, joining + 1, start - 1) if word == noun else to_label(tree, word, word)
    token = tree.tokens[noun]
    shared = to_label(tree, start, noun)
    return f"{own} {shared.removesuffix(token.text) + token.lemma if token.xpos == 'NN' else shared}"
