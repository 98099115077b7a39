"""`python -m kg.training.restore PIPELINE MINILM OUT`: a pipeline that was exported -> weights to go on training from.

Weights are read in the order in which `kg.training.export` writes them, and are as exact as their rounding left them.
Give OUT to `kg.training.train --start`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
import onnx
import torch
from onnx import numpy_helper

from kg.encoder.model import LABELS, NETWORK, PIECES, RELATIONS, ROLES
from kg.training.export import Array
from kg.training.network import GROUPS, LAYERS, WIDTH, read_pieces
from kg.training.network import PIECES as ALL_PIECES


def read_model(folder: Path) -> onnx.ModelProto:
    """Read the graph of a pipeline."""
    return onnx.load(folder / NETWORK)


class Weights:
    """The weights of a graph in their order."""

    def __init__(self, model: onnx.ModelProto) -> None:
        """Take the graph."""
        arrays = [numpy_helper.to_array(weight) for weight in model.graph.initializer]
        self.arrays: Iterator[Array] = iter(arrays)

    def take(self) -> Array:
        """Give the next."""
        return next(self.arrays).astype(np.float32)

    def rounded(self) -> tuple[Array, Array]:
        """Give a matrix (outputs by inputs) that was rounded, and its bias."""
        bias, matrix, scale, _ = (self.take() for _ in range(4))
        return (matrix * scale).T, bias

    def linear(self) -> tuple[Array, Array]:
        """Give a matrix (outputs by inputs) in 16 bits, and its bias."""
        bias, matrix = self.take(), self.take()
        return matrix.T, bias


def read_weights(folder: Path, minilm: Path) -> dict[str, Array]:
    """Give the weights of a pipeline by the names that the network has for them; what is not exported is not there."""
    weights = Weights(read_model(folder))
    state: dict[str, Array] = {}
    table = weights.take() * weights.take()
    kept = [line for line in (folder / PIECES).read_text(encoding="utf-8").split("\n") if line]
    numbers = read_pieces(minilm)
    pieces = np.zeros((ALL_PIECES, WIDTH), dtype=np.float32)
    pieces[[numbers[piece] for piece in kept]] = table
    state["encoder.pieces.weight"] = pieces
    for name in ("shapes.weight", "places.weight", "norm.weight", "norm.bias"):
        state[f"encoder.{name}"] = weights.take()
    for i in range(LAYERS):
        read_layer(weights, state, f"encoder.layers.{i}.")
    weights.take()
    mix = [[float(weights.take()[0]) for _ in range(LAYERS + 1)] for _ in range(GROUPS)]
    state["mix"] = np.log(2 * np.array(mix, dtype=np.float32))
    for name in ("tags", "xpos", "lemmas", "starts", "names", "frames"):
        state[f"{name}.weight"], state[f"{name}.bias"] = weights.linear()
    state["arc_dep.linear.weight"], state["arc_dep.linear.bias"] = weights.linear()
    size = len(state["arc_dep.linear.bias"])
    arc, bias = weights.linear()
    state["arc_weight"], state["arc_bias"] = arc.T * size**0.5, bias * size**0.5
    for name in ("arc_head", "label_dep", "label_head", "role_predicate", "role_word"):
        state[f"{name}.linear.weight"], state[f"{name}.linear.bias"] = weights.linear()
    for name, file in (("label_weight", RELATIONS), ("role_weight", ROLES)):
        state[name] = np.load(folder / file).astype(np.float32)
    return state


def read_layer(weights: Weights, state: dict[str, Array], prefix: str) -> None:
    """Read a layer of BERT."""
    joined, bias = weights.rounded()
    for name, matrix, offset in zip("qkv", np.split(joined, 3), np.split(bias, 3), strict=True):
        state[f"{prefix}{name}.weight"], state[f"{prefix}{name}.bias"] = matrix, offset
    weights.take()
    for names in (("o", "norm1"), ("up", "down", "norm2")):
        for name in names[:-1]:
            state[f"{prefix}{name}.weight"], state[f"{prefix}{name}.bias"] = weights.rounded()
        for kind in ("weight", "bias"):
            state[f"{prefix}{names[-1]}.{kind}"] = weights.take()


@click.command()
@click.argument("pipeline", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("minilm", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def main(pipeline: Path, minilm: Path, out: Path) -> None:
    """Write the weights of PIPELINE, with its classes, to OUT."""
    state = read_weights(pipeline / "parser", minilm)
    classes = json.loads((pipeline / "parser" / LABELS).read_text(encoding="utf-8"))
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(
        {"network": {key: torch.from_numpy(value.copy()) for key, value in state.items()}, "classes": classes}, out
    )


if __name__ == "__main__":
    main()
