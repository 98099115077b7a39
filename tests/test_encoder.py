"""What is made of the scores of the network, and of words before it: without the network itself."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.encoder.decode import NameDecoder, RoleDecoder, arborescence, find_heads, find_starts, is_tree
from kg.encoder.pieces import WordPieces, shape_of
from kg.encoder.scripts import apply_script, find_script

WORD = st.text(alphabet=st.characters(categories=("Lu", "Ll", "Nd", "Pd", "Po"), max_codepoint=0x2FF), min_size=1)
CLASSES = ["O", *(f"{place}-{label}" for label in ("ORG", "GPE") for place in "BILU")]


@given(st.integers(1, 12), st.integers(0, 10**6))
def test_heads_make_a_tree_with_one_root(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(size, size + 1)).astype(np.float32)
    assert is_tree(find_heads(scores))


@given(st.integers(2, 5), st.integers(0, 10**6))
def test_arborescence_is_the_best_of_all_trees(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(size, size))
    np.fill_diagonal(scores, -np.inf)
    heads = arborescence(scores, 0)
    others = np.array(np.meshgrid(*[range(size)] * (size - 1))).reshape(size - 1, -1).T
    rows = np.arange(1, size)
    best = max(scores[rows, row].sum() for row in others if is_tree(np.concatenate([[0], row + 1])))
    assert scores[rows, heads[1:]].sum() == pytest.approx(best)


def test_starts_that_are_known_are_kept() -> None:
    logits = np.array([-1.0, 2.0, 2.0, -2.0], dtype=np.float32)
    assert find_starts(logits).tolist() == [0, 1, 2]
    assert find_starts(logits, np.array([0, -1, 0, 1])).tolist() == [0, 2, 3]


@given(st.integers(1, 9), st.integers(0, 10**6))
def test_names_are_well_formed(size: int, seed: int) -> None:
    logits = np.random.default_rng(seed).normal(size=(size, len(CLASSES))).astype(np.float32)
    names = NameDecoder(CLASSES)(logits)
    assert all(0 <= first < end <= size for first, end, _ in names)
    assert all(a[1] <= b[0] for a, b in pairwise(names))


def test_roles_go_to_words_of_the_sentence_of_their_predicate() -> None:
    weights = np.zeros((3, 3, 3), dtype=np.float32)  # roles, predicate and word, each with a place for the bias
    weights[1, 0, 0] = weights[2, 1, 1] = 4.0
    weights[0, 2, 2] = 1.0
    decode = RoleDecoder(weights, ["none", "ARG0", "ARG1"])
    vectors = np.array([[1, 0], [1, 1], [0, 1], [1, 0]], dtype=np.float32)
    frames = np.array([-1.0, 1.0, -1.0, -1.0], dtype=np.float32)
    found = decode(frames, vectors, vectors, np.array([0, 3]))
    assert [(predicate, word, role) for predicate, word, role, _ in found if _ > 0.5] == [
        (1, 0, "ARG0"),
        (1, 2, "ARG1"),
    ]
    assert all(0.3 <= probability <= 1 for *_, probability in found)
    assert decode(-np.abs(frames), vectors, vectors, np.array([0, 3])) == []


def test_a_name_that_does_not_end_is_mended() -> None:
    logits = np.zeros((3, len(CLASSES)), dtype=np.float32)
    logits[0, CLASSES.index("B-ORG")] = 3
    logits[1, CLASSES.index("O")] = 1
    logits[1, CLASSES.index("L-ORG")] = 0.5
    logits[2, CLASSES.index("U-GPE")] = 2
    assert NameDecoder(CLASSES)(logits) == [(0, 2, "ORG"), (2, 3, "GPE")]


@given(WORD, WORD)
def test_a_script_leads_to_its_lemma(form: str, lemma: str) -> None:
    if len(form.lower()) == len(form):
        assert apply_script(form, find_script(form, lemma)) == lemma


PIECES = {piece: i for i, piece in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "mort", "##ar", "##s", "-", "cafe"])}


@pytest.mark.parametrize(
    ("word", "pieces"),
    [("Mortars", ["mort", "##ar", "##s"]), ("Café-", ["cafe", "-"]), ("xyz", ["[UNK]"]), ("\u200b", ["[UNK]"])],
)
def test_words_to_pieces(word: str, pieces: list[str]) -> None:
    assert WordPieces(PIECES)(word) == tuple(PIECES[piece] for piece in pieces)


def test_shapes_tell_the_case() -> None:
    assert [shape_of(word) for word in ("ISIL", "Isil", "isil", "McCain", "I", "1,000", "...")] == [3, 2, 1, 5, 4, 6, 7]
