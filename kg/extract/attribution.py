"""Who says so: the source to whom the text attributes an event.

A source is the subject of a reporting verb whose clause holds the event ("officials said that ..."), in whatever
order they stand, or whom "according to" names; so is who accuses, denies or demands, for what is accused, denied or
demanded. What no one is said to have said has no source.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kg.extract.slots import SlotFinder
from kg.extract.tree import Tree
from kg.lexicon import Lexicon


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
        for current, head in self._way_up(i):
            source = self._beside(head, without=current)
            if source is not None:
                return source
            if self._is_said(current, head):
                return next(iter(self._slots.surface_subject(head)), None)
        return None

    def _way_up(self, i: int) -> Iterator[tuple[int, int]]:
        """Pairs of a word and its head on the way to the root; the root last, as its own head."""
        current = i
        for head in self._tree.ancestors(i):
            yield current, head
            current = head
        yield current, current

    def _is_said(self, current: int, head: int) -> bool:
        tree = self._tree
        if current == head or not tree.is_verb(head):
            return False
        is_clause = tree.is_label(current, "ccomp", "parataxis") or (
            tree.is_label(current, "xcomp") and self._lexicon.find_embedder(tree.lemma(head), "v") is None
        )
        is_told = is_clause and (self._lexicon.is_reporting(tree.lemma(head)) or head in self._speech)
        is_alleged = head in self._speech and tree.is_label(current, "advcl", "obl") and self._is_gerund(current)
        return is_told or is_alleged

    def _is_gerund(self, i: int) -> bool:
        """Whether word I is what someone is accused "of", "with" or "for" doing."""
        return self._tree.tokens[i].xpos == "VBG" and bool({"of", "with", "for"} & set(self._tree.markers(i)))

    def _beside(self, head: int, *, without: int) -> int | None:
        """The source in "..., officials said" or "according to officials", beside clause HEAD."""
        tree = self._tree
        for child in tree.children(head, "parataxis"):
            has_own = tree.children(child, "ccomp", "obj")
            if (
                child != without
                and tree.is_verb(child)
                and self._lexicon.is_reporting(tree.lemma(child))
                and not has_own
            ):
                subject = next(iter(self._slots.surface_subject(child)), None)
                if subject is not None:
                    return subject
        for child in tree.children(head, "obl", "nmod"):
            if child != without and (tree.preposition(child) or "").startswith("according"):
                return child
        return None
