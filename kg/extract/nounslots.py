"""Which words stand in which slot of an event noun: what stands before it, its phrases, those of what it is part of.

Slots are those of `kg.extract.slots`: `poss` and `mod` before the noun, `comp` for a clause with "that" after it, `aim`
for an infinitive and `aimed` for the objects of that, and each preposition by its own name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from kg.extract.kinds import BODIES
from kg.extract.prefixes import PREFIXED, relation_before
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon

Slots = Mapping[str, tuple[int, ...]]

_LED: Final = find_words("leading")
_OUTER: Final = frozenset({"of", "on", "by", "against", "with", "between", "to"})
_SHARED: Final = frozenset({"of", "against", "on", "with", "between"})
_SENT_TO: Final = find_words("sent_to")
_INNER: Final = frozenset({"by", "in", "at", "near", "on", "from", "against", "with"})


class NounSlots:
    """Answers for nouns; what it found once it keeps."""

    def __init__(self, tree: Tree, gazetteer: Gazetteer) -> None:
        self._tree = tree
        self._gazetteer = gazetteer
        self._found: dict[int, Slots] = {}

    def find(self, i: int) -> Slots:
        """The slots of noun I."""
        if i not in self._found:
            self._found[i] = self._find(i)
        return self._found[i]

    def find_told(self, i: int, lexicon: Lexicon) -> list[int]:
        """Whom noun I wants to do what the infinitive after it tells: "a call on the rebels to disarm"."""
        tree = self._tree
        for child in tree.children(i, "nmod"):
            entry = lexicon.find_embedder(f"{tree.lemma(i)} {tree.preposition(child)}", "n")
            if entry is not None and entry.control == "object":
                return list(tree.nominal_conjuncts(child))
        return []

    def _find(self, i: int) -> Slots:
        found: defaultdict[str, list[int]] = defaultdict(list)
        tree = self._tree
        for child in tree.children(i):
            if tree.is_label(child, "nmod", "obl") and tree.preposition(child) is None and child < i:
                slot = "poss" if tree.tokens[child].dep == "nmod:poss" or self._has_possessive(child) else "mod"
                found[slot] += tree.conjuncts(tree.owner(child))
            elif tree.is_label(child, "nmod", "obl", "acl", "advcl"):
                if tree.is_verb(child):
                    if child > i and tree.tokens[child].xpos == "VB" and "to" in tree.markers(child):
                        found["aim"] += tree.conjuncts(child)
                        for noun in (c for verb in tree.conjuncts(child) for c in tree.children(verb, "obj")):
                            found["aimed"] += tree.nominal_conjuncts(noun)
                    elif child > i and "that" in tree.markers(child) and not tree.is_label(child, "acl:relcl"):
                        found["comp"] += tree.conjuncts(child)
                    continue
                preposition = tree.preposition(child)
                if preposition is not None:
                    found[preposition] += self._tree.nominal_conjuncts(child)
            elif tree.is_label(child, "compound"):
                found["mod"] += tree.conjuncts(child)
            elif tree.is_label(child, PREFIXED):
                if relation_before(tree.tokens, tree.phrase(child)[0]) == "hostileTo":
                    found["against"].append(child)
            elif tree.is_label(child, "amod"):
                self._add_adjective(child, found)
        head = tree.head(i)
        is_part = tree.is_label(i, "compound") and head is not None and not tree.is_label(head, "compound")
        if is_part and head is not None and not any(slot in found for slot in ("poss", "by", "of")):
            for slot, told in self.find(head).items():
                found[slot] += [word for word in told if word != i]
        if not found.get("poss") and tree.is_label(i, "conj"):
            first = tree.first_conjunct(i)
            shared = [c for c in tree.children(first, "nmod:poss") if c < first]
            if shared and tree.is_nominal(first) and not tree.children(i, "det"):
                found["poss"] += shared
        for pronoun in (c for c in tree.children(i, "conj") if tree.lower(c) in ("that", "those")):
            of = [c for c in tree.children(pronoun, "nmod") if tree.preposition(c) == "of"]
            found["of"] += [word for child in of for word in tree.nominal_conjuncts(child)]  # "and that of the judge"
        if "of" not in found and (stray := self._stray_of(i)):
            found["of"] += stray
        self._add_nested(found)
        for company in tree.companions(i):
            before = [slot for slot, words in found.items() if words and i < max(words) < company]
            if before:
                found[max(before, key=lambda slot: max(found[slot]))] += tree.nominal_conjuncts(company)
        if "by" not in found and not found.get("poss"):
            found["by"] += self._shared_by(i)
        for preposition, shared_words in self._shared_after(i).items():
            if preposition not in found:
                found[preposition] += shared_words
        return {slot: tuple(dict.fromkeys(words)) for slot, words in found.items() if words}

    def _shared_by(self, i: int) -> list[int]:
        """The by-phrase that stands after the last of coordinated nouns: "bombings and attacks by the Taliban"."""
        tree = self._tree
        group = tree.conjuncts(tree.first_conjunct(i))
        for noun in (word for word in group if word != i and len(group) > 1):
            by = [c for c in tree.children(noun, "nmod") if c > group[-1] and tree.preposition(c) == "by"]
            if by:
                return [word for child in by for word in self._tree.nominal_conjuncts(child)]
        return []

    def _shared_after(self, i: int) -> Mapping[str, list[int]]:
        """The phrases of the noun that I is coordinate with that stand after both: "the arrest and detention of X"."""
        tree = self._tree
        first = tree.first_conjunct(i)
        last = max(tree.conjuncts(first))
        phrases = [c for c in tree.children(first, "nmod") if c > last] if first != i and tree.is_nominal(first) else []
        shared: dict[str, list[int]] = {}
        for phrase in phrases:
            preposition = tree.preposition(phrase)
            if preposition in _SHARED:
                shared.setdefault(preposition, []).extend(tree.nominal_conjuncts(phrase))
        return shared

    def _stray_of(self, i: int) -> list[int]:
        """The of-phrase right after noun I where it hangs above it: "a part in the murder of judge X".

        Also where it hangs from the place between: "the murder in Kenya of judge X".
        """
        tree = self._tree
        of = i + 1
        place = tree.tokens[of].head if of < len(tree.tokens) and tree.lower(of) == "in" else i
        if place > of and tree.tokens[place].upos == "PROPN" and not tree.children(place, "det"):
            inner = [c for c in tree.children(place, "nmod") if c > place and tree.preposition(c) == "of"]
            is_person = bool(inner) and tree.tokens[inner[0]].upos == "PROPN" and bool(tree.children(inner[0], "flat"))
            return tree.nominal_conjuncts(inner[0]) if is_person else []
        if of >= len(tree.tokens) or tree.lower(of) != "of" or tree.tokens[of].dep != "case":
            return []
        noun = tree.tokens[of].head
        while tree.is_label(noun, "nmod:desc", "compound", "flat") and tree.tokens[noun].head > noun:
            noun = tree.tokens[noun].head
        above = tree.head(noun)
        is_above = above is not None and tree.is_label(noun, "nmod", "obl") and above in tree.ancestors(i)
        if not is_above or above is None or not tree.is_nominal(above):
            return []
        return tree.nominal_conjuncts(noun)

    def _add_nested(self, found: defaultdict[str, list[int]]) -> None:
        """Phrases that the parser hangs from an argument: "by pirates" in "the seizure of a ship by pirates"."""
        outer = [words[-1] for slot, words in found.items() if slot in _OUTER and words]
        has_doer = "by" in found
        for word in outer:
            self._add_below(word, found)
        if not has_doer and found.get("by"):  # "the killing of a monk by police in Gao"
            self._add_below(found["by"][-1], found)

    def _add_below(self, word: int, found: defaultdict[str, list[int]]) -> None:
        tree = self._tree
        is_moved = tree.lemma(word) not in _SENT_TO and (
            tree.tokens[word].upos == "PROPN" or self._gazetteer.is_person_noun(tree.lemma(word))
        )
        for child in tree.children(word, "nmod"):
            preposition = tree.preposition(child)
            if preposition is None or child < word or found.get(preposition):
                continue
            is_inner = preposition in _INNER or (preposition == "to" and is_moved and word in found.get("of", ()))
            if is_inner or (preposition == "of" and word in found.get("by", ())):
                found[preposition] += tree.nominal_conjuncts(child)

    def _has_possessive(self, i: int) -> bool:
        return any(self._tree.tokens[c].xpos == "POS" for c in self._tree.children(i, "case"))

    def _add_adjective(self, i: int, found: defaultdict[str, list[int]]) -> None:
        """What an adjective of a noun fills: a nation, or who leads ("Saudi-led")."""
        tree = self._tree
        if tree.lemma(i) in _LED and tree.is_verb(i):
            if self._is_of_body_between(i):
                return
            leaders = [
                c
                for c in tree.children(i)
                if c < i and tree.is_label(c, "compound", "obl", "nsubj", "obj", "amod", "nmod", "advmod")
            ]
            found["by"] += [c for c in leaders if tree.tokens[c].upos != "ADV"]
        elif self._gazetteer.country_of_adjective(tree.tokens[i].text) is not None:
            found["mod"].append(i)

    def _is_of_body_between(self, i: int) -> bool:
        """Whether participle I tells who leads a body named after it, not the event: "US-led coalition air strikes"."""
        tree = self._tree
        after = (c for c in tree.children(tree.tokens[i].head, "compound") if i < c < tree.tokens[i].head)
        return any(self._gazetteer.type_noun(tree.lemma(c), plural=False) in BODIES for c in after)
