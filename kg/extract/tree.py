"""Ways through the dependency trees of a parse: what hangs from a word, in which part, and by which preposition.

A `Tree` is a `Parse` with its indices turned round; it changes nothing. Words are token indices throughout; labels
are those of Universal Dependencies v2, with subtypes where the pipeline gives them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kg.extract.wordlists import find_words
from kg.model import Parse, Sentence, Token

NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
_VARIANTS: Final = {"amongst": "among", "amidst": "amid"}
_INSIDE_NAME: Final = frozenset({"flat", "compound", "fixed", "goeswith"})
_FINITE: Final = frozenset({"VBZ", "VBP", "MD"})
_BARRIERS: Final = frozenset({"--", "—", "–", ";", ":", ")", "]", "..."})
_LEFT_OF_NOUN: Final = frozenset({"det", "amod", "nummod", "compound", "nmod", "punct", "advmod", "flat", "prefixed"})
PLURAL_VERBS: Final = frozenset({"are", "were", "have"})
"""Auxiliaries and copulas that only a plural subject has."""
_PLACES_OF: Final = find_words("kinds_of_places")
_UNDERGONE: Final = find_words("undergone")
_COUNTS: Final = frozenset({"dozens", "hundreds", "many", "others", "scores", "several", "some"})
_NOT: Final = frozenset({"not", "n't", "n’t"})
_NOT_ALONE: Final = frozenset({"only", "just", "merely", "simply", "all", "every"})
_COMPANY: Final = frozenset({"along", "together"})


@dataclass(frozen=True)
class Tree:
    """A parse by head; `text` is the article's, which the offsets of the tokens point into."""

    parse: Parse
    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens of the article."""
        return self.parse.tokens

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                children[token.head].append(token.i)
        return tuple(tuple(found) for found in children)

    @cached_property
    def _labels(self) -> tuple[tuple[str, str], ...]:
        """Each word's label, whole and without its subtype."""
        return tuple((token.dep, token.dep.partition(":")[0]) for token in self.tokens)

    @cached_property
    def _sentence_of(self) -> tuple[int, ...]:
        index = [0] * len(self.tokens)
        for sentence in self.parse.sentences:
            for i in range(sentence.first, sentence.last + 1):
                index[i] = sentence.index
        return tuple(index)

    @cached_property
    def _shouted(self) -> tuple[bool, ...]:
        """Whether each sentence has no small letters."""
        spans = (self.text[sentence.start : sentence.end] for sentence in self.parse.sentences)
        return tuple(not any(char.islower() for char in span) for span in spans)

    def is_all_capitals(self, i: int) -> bool:
        """Whether the sentence of word I has no small letters, so that capitals tell nothing."""
        return self._shouted[self._sentence_of[i]]

    @cached_property
    def _arguments(self) -> Mapping[tuple[int, str], tuple[tuple[int, float], ...]]:
        found: defaultdict[tuple[int, str], list[tuple[int, float]]] = defaultdict(list)
        for arc in self.parse.roles:
            found[arc.predicate, arc.role].append((arc.word, arc.probability))
        return {key: tuple(arcs) for key, arcs in found.items()}

    def arguments(self, i: int, role: str, least: float) -> tuple[int, ...]:
        """The words that the pipeline gives ROLE of PropBank for predicate I with the probability LEAST or more."""
        return tuple(word for word, probability in self._arguments.get((i, role), ()) if probability >= least)

    def sentence(self, i: int) -> Sentence:
        """The sentence that word I stands in."""
        return self.parse.sentences[self._sentence_of[i]]

    def children(self, i: int, *labels: str) -> tuple[int, ...]:
        """What hangs directly from word I, in text order; LABELS match their subtypes too ("nmod": "nmod:poss")."""
        found = self._children[i]
        if not labels or not found:
            return found
        known = self._labels  # asked for more often than anything else: no call for each child
        return tuple([c for c in found if known[c][0] in labels or known[c][1] in labels])

    def is_label(self, i: int, *labels: str) -> bool:
        """Whether word I hangs by one of LABELS, or by a subtype of it."""
        label, base = self._labels[i]
        return label in labels or base in labels

    def head(self, i: int) -> int | None:
        """What word I hangs from; None for a root."""
        head = self.tokens[i].head
        return None if head == i else head

    def lemma(self, i: int) -> str:
        """The lemma in lower case."""
        return self.tokens[i].lemma.lower()

    def phrasal(self, verb: int) -> str:
        """The lemma of VERB with its particles: "set off"."""
        return " ".join([self.lemma(verb), *(self.lower(c) for c in self.children(verb, "compound"))])

    def lower(self, i: int) -> str:
        """The word in lower case."""
        return self.tokens[i].text.lower()

    def is_verb(self, i: int) -> bool:
        """Whether word I is a verb, or a word in -ing with an object that the pipeline calls a noun."""
        token = self.tokens[i]
        if (
            token.upos == "NOUN"
            and token.text.endswith("ing")
            and any(self.tokens[c].dep == "obj" for c in self._children[i])
        ):
            return True
        return token.upos == "VERB" or (token.upos == "AUX" and token.dep not in ("aux", "aux:pass", "cop"))

    def nominal_conjuncts(self, i: int) -> list[int]:
        """Word I with what is coordinated with it, or with the name beside it: "leader Gaddafi and President Assad"."""
        names = [a for a in self.children(i, "appos") if a > i and self.phrase(a)[0] == i + 1]
        if self.lemma(i) in _PLACES_OF and self.is_plural(i):  # "the towns of Mera and Dosa"
            names += [c for c in self.children(i, "nmod") if c > i and self.preposition(c) == "of"]
        found = [*self.conjuncts(i), *(c for name in names for c in self.conjuncts(name) if c != name)]
        for company in self.companions(i) if not self.is_verb(i) else ():
            found += self.conjuncts(company)
        kept = [c for c in found if c == i or not (self.is_verb(c) or self.is_denied(c)) or self.is_verb(i)]
        others = [c for c in kept if c != i]
        is_replaced = (
            bool(others) and self.is_denied(i) and any(self.lower(c) == "but" for c in self.children(others[0], "cc"))
        )
        return others if is_replaced else kept  # "not by the rebels but by bandits"

    def is_denied(self, i: int) -> bool:
        """Whether "not" stands before noun I: "the army, not the rebels", "rather than them", but "not only them"."""
        before = {self.lower(c) for c in self.children(i, "advmod", "cc", "det") if c < i}
        return "rather" in before or (bool(before & _NOT) and not before & _NOT_ALONE)

    def companions(self, i: int) -> tuple[int, ...]:
        """Who goes along with noun I, or with whom verb I speaks of: "killed along with his wife"."""
        together = (c for c in self.children(i, "advmod") if self.lower(c) in _COMPANY)
        phrases = (*self.children(i, "obl", "nmod"), *(p for c in together for p in self.children(c, "obl", "nmod")))
        return tuple(dict.fromkeys(phrase for phrase in phrases if self._is_company(phrase)))

    def _is_company(self, noun: int) -> bool:
        cases = [c for c in self.children(noun, "case") if self.lower(c) == "with" and c > 0]
        return bool(cases) and self.lower(cases[0] - 1) in _COMPANY

    def is_nominal(self, i: int) -> bool:
        """Whether word I is a noun, name, pronoun or number."""
        return self.tokens[i].upos in NOMINAL

    def is_plural(self, i: int) -> bool:
        """Whether the noun I is plural, by its tag."""
        return self.tokens[i].xpos in ("NNS", "NNPS")

    def subtree(self, i: int) -> Iterator[int]:
        """Word I and all below it, in no order."""
        waiting = [i]
        seen: set[int] = set()
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                yield current
                waiting.extend(self._children[current])

    def ancestors(self, i: int) -> Iterator[int]:
        """The words above word I, nearest first."""
        seen = {i}
        head = self.head(i)
        while head is not None and head not in seen:
            yield head
            seen.add(head)
            head = self.head(head)

    def preposition(self, i: int) -> str | None:
        """The preposition of word I in lower case, its fixed parts joined: "because of"; None where it has none."""
        for case in self.children(i, "case"):
            if self.tokens[case].xpos == "POS":
                continue
            words = [self.lower(case), *(self.lower(part) for part in self.children(case, "fixed"))]
            return _VARIANTS.get(words[0], " ".join(words))
        return None

    def owner(self, i: int) -> int:
        """What possessive I stands for by grammar alone: of "whose" the noun of its relative clause, else I itself."""
        if self.lower(i) != "whose":
            return i
        clause = next((above for above in self.ancestors(i) if self.is_label(above, "acl:relcl")), None)
        return self.tokens[clause].head if clause is not None else i

    def markers(self, i: int) -> tuple[str, ...]:
        """The subordinating words of the clause of verb I, fixed parts joined: "to", "if", "such as"."""
        marks = self.children(i, "mark")
        return tuple(" ".join([self.lower(m), *(self.lower(f) for f in self.children(m, "fixed"))]) for m in marks)

    def is_set_off(self, i: int) -> bool:
        """Whether a comma parts what hangs at a word from it: "the talks, which began last week"."""
        head = self.head(i)
        return head is not None and any(self.tokens[c].text == "," and head < c < i for c in self.children(i, "punct"))

    def conjuncts(self, i: int) -> tuple[int, ...]:
        """Word I and what is coordinated with it below, in text order.

        Chains count: in "a, b and c" some pipelines hang c from b.
        """
        found: dict[int, None] = {}
        waiting = [i]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found[current] = None
                waiting.extend(reversed(self.children(current, "conj")))
        return tuple(found)

    def first_conjunct(self, i: int) -> int:
        """The word that the coordination of word I begins with; I itself where there is none."""
        first = i
        for above in self.ancestors(i):
            if not self.is_label(first, "conj"):
                break
            first = above
        return first

    def leading_verb(self, i: int) -> int:
        """The verb whose subject verb I shares by coordination: the nearest before it that has one, else the first."""
        first = i
        for above in self.ancestors(i):
            if not self.is_label(first, "conj") or (first != i and self.children(first, "nsubj")):
                break
            first = above
        return first

    def is_passive(self, i: int) -> bool:
        """Whether verb I is in the passive voice: by its auxiliary, its subject, or as a bare past participle."""
        if any(self.tokens[c].dep in ("aux:pass", "nsubj:pass", "csubj:pass") for c in self._children[i]):
            return True
        has_subject = bool(self.children(i, "nsubj"))
        if self.is_label(i, "conj") and self.tokens[i].xpos in ("VBN", "VBD") and not self.children(i, "aux", "obj"):
            is_gapped = has_subject and self.lemma(i) in _UNDERGONE and self.is_passive(self.tokens[i].head)
            if is_gapped or (not has_subject and self.is_counted(i)):
                return True  # "he was killed and his guard wounded", "nine dead and twelve wounded"
        if self.is_label(i, "conj") and self.tokens[i].xpos == "VBN" and not self.children(i, "aux", "obj", "nsubj"):
            first = self.leading_verb(i)
            is_state = self.tokens[first].xpos == "JJ"  # "the dead and wounded"
            return first != i and (is_state or (self.tokens[first].xpos == "VBN" and self.is_passive(first)))
        return (
            self.tokens[i].xpos == "VBN"
            and not has_subject
            and not self.children(i, "aux", "obj")
            and self.is_label(i, "acl", "amod", "advcl", "xcomp")
        )

    def is_counted(self, i: int) -> bool:
        """Whether verb I tells what befell so many: "twelve wounded"."""
        is_number = i > 0 and (self.tokens[i - 1].upos == "NUM" or self.lower(i - 1) in _COUNTS)
        return is_number and self.lemma(i) in _UNDERGONE and not self.is_label(i - 1, "nsubj", "obj")

    def phrase(self, i: int) -> tuple[int, int]:
        """First and last token of the noun phrase around head I: what stands unbroken before it, and names after it."""
        first = last = i
        left = {c for c in self._modifiers(i) if c < i}
        while first - 1 in left and not self._is_barrier(first - 1, i):
            first -= 1
        right = {d for c in self.children(i, *_INSIDE_NAME) if c > i for d in self.subtree(c)}
        while last + 1 in right:
            last += 1
        while (
            first < i
            and self.tokens[first].upos in ("PUNCT", "CCONJ", "ADP")
            and self.lower(first) not in ("[", "“", '"')
        ):
            first += 1
        return first, last

    def _is_barrier(self, i: int, head: int) -> bool:
        """Whether no noun phrase reaches over word I: a dash, a closing bracket, a finite verb, most commas."""
        text = self.tokens[i].text
        if self.tokens[i].xpos in _FINITE:
            return True
        if text == ",":
            return not (i > 0 and self.tokens[i - 1].head == head and self.is_label(i - 1, "amod"))
        return text in _BARRIERS

    def _modifiers(self, i: int) -> Iterator[int]:
        """The words of all modifiers before noun I, without its prepositions."""
        for child in self._children[i]:
            if child < i and self.is_label(child, *_LEFT_OF_NOUN):
                yield from self.subtree(child)

    def span_text(self, first: int, last: int) -> str:
        """The article's text from token FIRST to token LAST."""
        return self.text[self.tokens[first].start : self.tokens[last].end]


def is_share(tree: Tree, i: int) -> bool:
    """Whether number I tells how many of those told before it: "12 were killed, seven in Gao and five in Kidal"."""
    first = tree.first_conjunct(i)
    is_number = tree.tokens[i].upos == "NUM" and tree.is_label(first, "appos")
    return is_number and any(tree.tokens[c].upos == "NUM" for c in tree.children(first, "conj"))
