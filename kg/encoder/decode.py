"""Scores of the encoder -> trees and names that are well formed (one root a sentence, no cycles), and roles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
NEVER = np.float32(-1e9)
LIKELY = 0.3
"""Roles that are less probable are not told."""


def find_starts(logits: Floats, known: Integers | None = None) -> Integers:
    """Find the first words of sentences; the first word of all is one.

    `known` may say of a word that it is one (1), that it is none (-1), or leave it to the scores (0).
    """
    starts = logits > 0
    if known is not None:
        starts = (starts & (known == 0)) | (known > 0)
    starts[0] = True
    return np.flatnonzero(starts)


def find_heads(scores: Floats) -> Integers:
    """Find the best tree of a sentence: for each word its head, counted from 1, or 0 for the root.

    `scores` has a row for each word and a column for each head, the first for the root. Where the best heads
    of all words make a tree, they are the best tree; else it is sought (Chu & Liu 1965, Edmonds 1967).
    """
    size = len(scores)
    words = np.arange(size)
    scores[words, words + 1] = NEVER
    heads: Integers = scores.argmax(axis=1)
    return heads if is_tree(heads) else best_tree(scores)


def is_tree(heads: Integers) -> bool:
    """Tell whether heads (from 1, or 0 for the root) make a tree with one root."""
    if np.count_nonzero(heads == 0) != 1:
        return False
    step = np.concatenate([[0], heads])
    for _ in range(len(heads).bit_length()):
        step = step[step]
    return not step.any()


def best_tree(scores: Floats) -> Integers:
    """Find the best tree with one root: that of the word which loses most by being none."""
    size = len(scores)
    if size == 1:
        return np.zeros(1, dtype=np.int64)
    margin = scores[:, 0] - scores[:, 1:].max(axis=1)
    root = int(margin.argmax())
    square = scores[:, 1:].astype(np.float64)
    square[np.arange(size), np.arange(size)] = -np.inf
    heads = arborescence(square, root) + 1
    heads[root] = 0
    return heads


def arborescence(scores: npt.NDArray[np.float64], root: int) -> Integers:
    """Find the best tree from a root, given for each word (row) the scores of its heads (columns)."""
    size = len(scores)
    heads: Integers = scores.argmax(axis=1)
    heads[root] = root
    cycle = find_cycle(heads, root)
    if not cycle:
        return heads
    inside = np.zeros(size, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    loss = scores[cycle] - scores[cycle, heads[cycle]][:, None]
    entry = loss[:, outside].argmax(axis=0)
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    small[-1, :-1] = loss[entry, outside]
    exits = scores[np.ix_(outside, np.array(cycle))]
    small[:-1, -1] = exits.max(axis=1)
    solved = arborescence(small, int(np.flatnonzero(outside == root)[0]))
    for row, word in enumerate(outside):
        chosen = solved[row]
        heads[word] = cycle[int(exits[row].argmax())] if chosen == len(outside) else outside[chosen]
    into = solved[-1]
    heads[cycle[int(entry[into])]] = outside[into]
    heads[root] = root
    return heads


def find_cycle(heads: Integers, root: int) -> list[int]:
    """Find a cycle other than the root."""
    state = np.zeros(len(heads), dtype=np.int8)
    state[root] = 2
    for word in range(len(heads)):
        path = []
        here = word
        while state[here] == 0:
            state[here] = 1
            path.append(here)
            here = int(heads[here])
        if state[here] == 1:
            return path[path.index(here) :]
        state[path] = 2
    return []


class NameDecoder:
    """Finds the best well-formed sequence of the classes begin, inside, last, unit, outside."""

    def __init__(self, classes: Sequence[str]) -> None:
        """Take the names of the classes, such as `B-ORG`; the first is `O`."""
        self.classes = list(classes)
        size = len(self.classes)
        self.follows = np.array([[self.may_follow(a, b) for b in self.classes] for a in self.classes], dtype=bool)
        self.penalty = np.where(self.follows, np.float32(0), NEVER)
        self.begins = np.array([self.may_follow("O", name) for name in self.classes], dtype=bool)
        self.ends = np.array([self.may_follow(name, "O") for name in self.classes], dtype=bool)
        self.places = np.arange(size)

    @staticmethod
    def may_follow(first: str, second: str) -> bool:
        """Tell whether one class may follow another."""
        if first[:2] in ("B-", "I-"):
            return second[:2] in ("I-", "L-") and second[2:] == first[2:]
        return second[:2] not in ("I-", "L-")

    def __call__(self, logits: Floats) -> list[tuple[int, int, str]]:
        """Find the names: first word, word after the last, label."""
        best: Integers = logits.argmax(axis=1)
        fits = self.begins[best[0]] and self.ends[best[-1]] and bool(self.follows[best[:-1], best[1:]].all())
        if not fits:
            best = self.search(logits)
        names, first = [], 0
        for word in np.flatnonzero(best):
            place, _, label = self.classes[best[word]].partition("-")
            if place in "BU":
                first = int(word)
            if place in "LU":
                names.append((first, int(word) + 1, label))
        return names

    def search(self, logits: Floats) -> Integers:
        """Find the best sequence by dynamic programming (Viterbi)."""
        size = len(logits)
        back = np.zeros(logits.shape, dtype=np.int64)
        score = np.where(self.begins, logits[0], NEVER)
        for i in range(1, size):
            steps = score[:, None] + self.penalty
            back[i] = steps.argmax(axis=0)
            score = steps[back[i], self.places] + logits[i]
        best = np.zeros(size, dtype=np.int64)
        best[-1] = int(np.where(self.ends, score, NEVER).argmax())
        for i in range(size - 1, 0, -1):
            best[i - 1] = back[i, best[i]]
        return best


class RoleDecoder:
    """Finds the arguments of predicates in their sentences (a biaffine score; see kg.training.network)."""

    def __init__(self, weights: Floats, roles: Sequence[str]) -> None:
        """Take the weights (roles, predicate, word), and the names of the roles; the first stands for none."""
        self.roles = list(roles)
        self.size = weights.shape[1]
        self.weights = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(self.size, -1))

    def __call__(
        self, frames: Floats, predicates: Floats, words: Floats, starts: Integers
    ) -> list[tuple[int, int, str, float]]:
        """Give each likely argument: its predicate, its head, its role and the probability of that."""
        found = []
        chosen = np.flatnonzero(frames > 0)
        if not len(chosen):
            return []
        left = predicates[chosen] @ self.weights[: self.size - 1] + self.weights[self.size - 1]
        left = left.reshape(len(chosen), len(self.roles), self.size)
        ends = np.append(starts[1:], len(frames))
        sentence = np.searchsorted(starts, chosen, side="right") - 1
        for row, predicate in enumerate(chosen):
            begin, end = int(starts[sentence[row]]), int(ends[sentence[row]])
            scores = words[begin:end] @ left[row, :, :-1].T + left[row, :, -1]
            odds = np.exp(scores - scores.max(axis=1, keepdims=True))
            odds /= odds.sum(axis=1, keepdims=True)
            for word, role in zip(*np.nonzero(odds[:, 1:] >= LIKELY), strict=True):
                found.append((int(predicate), begin + int(word), self.roles[role + 1], float(odds[word, role + 1])))
        return found
