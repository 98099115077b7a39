"""Who says so: the source to whom the text attributes an event.

A source is the subject of a reporting verb whose clause holds the event ("officials said that ..."), in whatever order
they stand, who is said to say the beginning of a quotation of several sentences, or whom "according to" names; so is
who accuses, denies or demands, for what is accused, denied or demanded. After "the minister said:" at the end of a
paragraph all that follows is the minister's. What no one is said to have said has no source.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Final

from kg.extract.disputed import find_report
from kg.extract.slots import SlotFinder
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.lexicon import Lexicon

_BACK: Final = 6
"""Sentences of one quotation over which its speaker is looked for."""
_PREAMBLE: Final = 5
"""Sentences before what is given out as someone's words."""
_QUOTING: Final = frozenset({"quote", "cite"})
_DOCUMENTS: Final = find_words("documents")
_RELEASES: Final = _DOCUMENTS | {"release"}
_FORMS: Final = frozenset({"news", "press", "media", "intelligence", "autopsy", "situation"})
"""What a document is, and not whose."""
_NOT: Final = frozenset({"never", "not", "n't"})
_SAME: Final = frozenset({"the", "this", "that"})
_QUOTES: Final = frozenset({'"', "“", "”", "``", "''"})


class SourceFinder:
    """Answers for a word of one parse who is said to tell of it; sources are the heads of their phrases.

    SPEECH are the verbs that evoke events of saying, such as accusations.
    """

    def __init__(self, tree: Tree, slots: SlotFinder, lexicon: Lexicon, *, speech: Collection[int] = ()) -> None:
        self._tree = tree
        self._slots = slots
        self._lexicon = lexicon
        self._speech = frozenset(speech)

    def of_word(self, i: int) -> int | None:
        """The nearest source above word I; None where the author tells it."""
        root = i
        for current, head in self._way_up(i):
            source = self._beside(head, without=current)
            if source is not None:
                return source
            if self._is_said(current, head):
                return self._speaker(head)
            if self._is_written(current, head):
                return self._speaker(self._tree.tokens[head].head)
            root = head
        if (told := self._of_sentence(i)) is not None:
            return told
        quoted = self._of_quotation(i, root)
        return quoted if quoted is not None else self._of_statement(i)

    def _speaker(self, verb: int) -> int | None:
        """Who says what VERB reports: its subject, in the passive who it is done by, or whom it quotes."""
        tree = self._tree
        slots = self._slots.of_verb(verb)
        if tree.lemma(verb) in _QUOTING and any("as" in tree.markers(c) for c in tree.children(verb, "advcl", "xcomp")):
            return next(iter(slots.get("obj", ())), None)  # "the agency quoted a farmer as saying"
        speaker = next(iter(slots.get("subj", ())), None)
        return self._writer(speaker) if speaker is not None else None

    def _writer(self, word: int) -> int:
        """Who says what document WORD says: "a statement by the ministry", "the UN report"; else WORD itself."""
        lemma = self._tree.lemma(word)
        if lemma not in _RELEASES:
            return word
        writer = self._owner(word)
        if writer is None and any(self._tree.lower(c) in _SAME for c in self._tree.children(word, "det")):
            earlier = (w for w in range(word - 1, -1, -1) if self._tree.lemma(w) == lemma and self._tree.is_nominal(w))
            writer = next((owner for w in earlier if (owner := self._owner(w)) is not None), None)
        return writer if writer is not None else word

    def _owner(self, document: int) -> int | None:
        """Whose DOCUMENT is said to be: of the ministry in "a Defence Ministry news release"."""
        slots = self._slots.of_noun(document)
        owners = (owner for slot in ("by", "from", "of", "poss", "mod") for owner in slots.get(slot, ()))
        return next((owner for owner in owners if self._tree.lemma(owner) not in _FORMS), None)

    def _of_sentence(self, i: int) -> int | None:
        """Who, set off at the end of a sentence, tells the clauses of word I too: "A and B, according to residents"."""
        for clause, source in self._according.get(self._tree.sentence(i).index, ()):
            is_below = clause == i or clause in self._tree.ancestors(i)
            if is_below and source not in (i, *self._tree.ancestors(i)):
                return self._writer(source)
        return None

    @cached_property
    def _according(self) -> dict[int, list[tuple[int, int]]]:
        """By sentence, the first of the clauses that "according to" at its end speaks of, and whom it names."""
        tree = self._tree
        found: dict[int, list[tuple[int, int]]] = {}
        for token in tree.tokens:
            if token.text.lower() != "according" or token.dep != "case" or tree.tokens[token.i - 1].text != ",":
                continue
            source, sentence = token.head, tree.sentence(token.i)
            above = (w for w in tree.ancestors(source) if tree.is_verb(w))
            verb = next(above, None)
            rest = range(max(tree.subtree(source)) + 1, sentence.last + 1)
            if verb is not None and verb < token.i and all(tree.tokens[w].upos == "PUNCT" for w in rest):
                found.setdefault(sentence.index, []).append((tree.first_conjunct(verb), source))
        return found

    def _of_quotation(self, i: int, root: int) -> int | None:
        """Who says the quotation of several sentences that I stands in: who is said to say the part of it before."""
        if i not in self._quoted or root not in self._quoted:
            return None
        sentences = self._tree.parse.sentences
        index = self._tree.sentence(i).index
        for before in reversed(sentences[max(0, index - _BACK) : index]):
            if "\n" in self._tree.text[before.end : sentences[index].start].strip(" "):
                return None
            for word in range(before.last, before.first - 1, -1):
                if word not in self._quoted and self._is_report(word):
                    return self._speaker(word)
            if not any(word in self._quoted for word in range(before.first, before.last + 1)):
                return None
        return None

    def _of_statement(self, i: int) -> int | None:
        """Who gives the statement that sentence of word I is part of."""
        index = self._tree.sentence(i).index
        return next((speaker for first, last, speaker in self._statements if first <= index <= last), None)

    @cached_property
    def _statements(self) -> tuple[tuple[int, int, int], ...]:
        """First and last sentence of each statement that "X said:" at the end of a paragraph begins, and its speaker.

        The statement may begin in the same paragraph: "The minister said: We are ready." It goes on to the end of the
        text if it begins near the top, as in press releases, else to that of the paragraphs that quotation marks begin.
        """
        sentences = self._tree.parse.sentences
        found: list[tuple[int, int, int]] = []
        for before, after in pairwise(sentences):
            verb = self._introduces(before.first, before.last, after.start)
            speaker = self._speaker(verb) if verb is not None else None
            if speaker is not None and (before.index < _PREAMBLE or self._is_quote(after.first)):
                found = [(one, min(last, before.index - 1), who) for one, last, who in found]
                found.append((after.index, self._end_of_statement(after.index), speaker))
        return tuple(found)

    def _is_quote(self, word: int) -> bool:
        return self._tree.tokens[word].text in _QUOTES

    def _introduces(self, first: int, last: int, after: int) -> int | None:
        """The verb of a sentence after whose colon a statement begins, at once or in the next paragraph."""
        tree = self._tree
        if tree.tokens[last].text == ":" and "\n" in tree.text[tree.tokens[last].end - 1 : after]:
            return next((w for w in range(last, first - 1, -1) if self._is_report(w)), None)
        colons = (w + 1 for w in range(first, last - 1) if self._is_report(w) and tree.tokens[w + 1].text == ":")
        return next((c - 1 for c in colons if not self._is_quote(c + 1)), None)

    def _end_of_statement(self, index: int) -> int:
        """The last sentence of the statement that sentence INDEX begins."""
        tree, sentences = self._tree, self._tree.parse.sentences
        if not self._is_quote(sentences[index].first):
            return len(sentences) - 1
        while index + 1 < len(sentences):
            is_new = "\n" in tree.text[sentences[index].end : sentences[index + 1].start]
            if is_new and not self._is_quote(sentences[index + 1].first):
                break
            index += 1
        return index

    def _is_report(self, word: int) -> bool:
        return self._tree.is_verb(word) and self._lexicon.is_reporting(self._tree.lemma(word))

    @cached_property
    def _quoted(self) -> frozenset[int]:
        """The words that stand between quotation marks of their paragraph."""
        tree, inside, quoted = self._tree, False, set()
        for token in tree.tokens:
            gap = tree.text[tree.tokens[token.i - 1].end : token.start] if token.i else ""
            if "\n" in gap:
                inside = False
            if token.text in _QUOTES:
                inside = token.text == "“" or (token.text != "”" and not inside)
            elif inside:
                quoted.add(token.i)
        return frozenset(quoted)

    def _way_up(self, i: int) -> Iterator[tuple[int, int]]:
        """Pairs of a word and its head on the way to the root; the root last, as its own head.

        From what disputes a claim the way goes on above the claim: who makes it does not say that it is denied.
        """
        current, report = i, None
        for head in self._tree.ancestors(i):
            if report is None and self._tree.is_label(current, "acl"):
                report = find_report(self._tree, current)
            if report in (None, current):
                report = None
                yield current, head
            current = head
        if current != report:
            yield current, current

    def _is_said(self, current: int, head: int) -> bool:
        tree = self._tree
        if current == head or not tree.is_verb(head):
            return False
        entry = self._lexicon.find_embedder(tree.lemma(head), "v")
        is_denied = entry is not None and entry.effect == "negated" and "to" not in tree.markers(current)
        is_clause = tree.is_label(current, "ccomp", "parataxis") or (
            tree.is_label(current, "xcomp") and (entry is None or is_denied)  # "denied backing the rebels"
        )
        if tree.is_label(current, "parataxis") and tree.children(head, "obj", "ccomp"):
            return False  # "she wrote little: she died young"
        if {"WRB", "WP"} & {tree.tokens[c].xpos for c in tree.children(current)} and "to" in tree.markers(current):
            return False  # "does not know how to stop it"
        is_told = is_clause and (self._lexicon.is_reporting(tree.lemma(head)) or head in self._speech)
        is_alleged = head in self._speech and tree.is_label(current, "advcl", "obl") and self._is_gerund(current)
        return is_told or is_alleged

    def _is_written(self, current: int, head: int) -> bool:
        """Whether clause CURRENT tells what noun HEAD says, in which someone says it: "said in a statement that"."""
        tree = self._tree
        above = tree.head(head)
        is_clause = tree.is_label(current, "acl", "ccomp") and "that" in tree.markers(current)
        return is_clause and tree.lemma(head) in _DOCUMENTS and above is not None and self._is_report(above)

    def _is_gerund(self, i: int) -> bool:
        """Whether word I is what someone is accused "of", "with" or "for" doing."""
        return self._tree.tokens[i].xpos == "VBG" and bool({"of", "with", "for"} & set(self._tree.markers(i)))

    def _beside(self, head: int, *, without: int) -> int | None:
        """The source in "..., officials said" or "according to officials", beside clause HEAD."""
        tree = self._tree
        for child in tree.children(head, "parataxis", "advcl"):
            if child == without or not self._is_report(child) or tree.children(child, "ccomp", "obj"):
                continue
            if any(tree.lower(c) in _NOT for c in tree.children(child, "advmod")):
                continue  # "..., Moscow has not commented"
            is_as = "as" in tree.markers(child)  # "as the police said"
            if tree.is_label(child, "advcl") and not is_as:
                continue
            subject = self._speaker(child)
            if subject is not None and not self._is_filler(child, subject):
                return subject
        for child in tree.children(head, "obl", "nmod"):
            if child != without and (tree.preposition(child) or "").startswith("according"):
                return self._writer(child)
        return None

    def _is_filler(self, verb: int, subject: int) -> bool:
        """Whether "you know", "I mean" only fills the talk, or the author speaks ("as we have written before")."""
        words = {self._tree.lower(word) for word in self._tree.conjuncts(subject)}
        is_author = bool(words & {"i", "we"}) and self._tree.is_label(verb, "advcl") and verb not in self._quoted
        return is_author or "you" in words or self._tree.lemma(verb) == "mean"
