"""Which place names are, with the noun after them, the name of something built; on hand-made trees."""

from __future__ import annotations

import pytest
from hand_trees import to_tree

from kg.gazetteer import load_gazetteer
from kg.names import widen_names

CASES = [
    ("the checkpoint", "the DT 3 det\nTarsa NNP 3 compound\ncheckpoint NN 0 root", "GPE", ("Tarsa checkpoint", "FAC")),
    ("two nouns", "Tarsa NNP 3 compound\nrefugee NN 3 compound\ncamp NN 0 root", "GPE", ("Tarsa refugee camp", "FAC")),
    ("one of several", "a DT 3 det\nTarsa NNP 3 compound\nprison NN 0 root", "GPE", ("Tarsa", "GPE")),
    ("several", "Tarsa NNP 2 compound\nprisons NNS 0 root", "GPE", ("Tarsa", "GPE")),
    ("whose it is", "the DT 3 det\nTarsa NNP 3 compound\nbase NN 0 root", "ORG", ("Tarsa", "ORG")),
    ("no building", "Tarsa NNP 2 compound\nresident NN 0 root", "GPE", ("Tarsa", "GPE")),
    ("other phrase", "Tarsa NNP 0 root\nprison NN 1 obl", "GPE", ("Tarsa", "GPE")),
    ("part of more", "Tarsa NNP 3 compound\nprison NN 3 compound\nriot NN 0 root", "GPE", ("Tarsa", "GPE")),
]


@pytest.mark.parametrize(("lines", "label", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_names_are_widened(lines: str, label: str, expected: tuple[str, str]) -> None:
    tree = to_tree(lines, {"Tarsa": label})
    (name,) = widen_names(tree.tokens, tree.parse.names, load_gazetteer())
    assert (tree.span_text(name.first, name.last), name.label) == expected
