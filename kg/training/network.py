"""The network: MiniLM as the encoder, and a head for each layer of annotation.

`Encoder` is BERT as in all-MiniLM-L6 (six layers of width 384, uncased word pieces), with an embedding of the
shape of the word (its case) added at the input, because the pieces have lost it. A word is the mean of its
first and last piece; each group of heads has its own mix of the layers (as in ELMo). The tree is scored by the
deep biaffine heads of Dozat & Manning (2017), the classifier token standing for the root, and so are the roles of
words for predicates.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, INNER, PIECES, PLACES = 384, 12, 6, 1536, 30522, 512
SHAPES = 16
ARC, LABEL, ROLE = 256, 96, 64
GROUPS = 4
"""Mixes of the layers: for tags, for trees, for names, for roles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The number of classes of each head."""

    tags: int
    xpos: int
    lemmas: int
    deps: int
    names: int
    roles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the network says of each word: logits, and for arcs one for each possible head (0 is the root)."""

    tags: Tensor
    xpos: Tensor
    lemmas: Tensor
    starts: Tensor
    names: Tensor
    arcs: Tensor
    label_dep: Tensor
    label_head: Tensor
    frames: Tensor
    factuality: Tensor
    role_predicate: Tensor
    role_word: Tensor


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Attend (to where the mask is 0, not very negative) and transform."""
        batch, length, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        if torch.onnx.is_in_onnx_export():
            weights = torch.softmax(q @ k.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + mask, -1)
            mixed = weights @ v
        else:
            mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(self.drop(self.o(mixed)) + x)
        y: Tensor = self.norm2(self.drop(self.down(functional.gelu(self.up(x)))) + x)
        return y


class Encoder(nn.Module):
    """BERT with the shapes of words; gives the output of every layer."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(PIECES, WIDTH), nn.Embedding(PLACES, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.norm, self.drop = nn.LayerNorm(WIDTH, 1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: Tensor, shapes: Tensor) -> list[Tensor]:
        """Encode pieces; the piece 0 is padding."""
        mask = (ids == 0)[:, None, None, :].to(torch.float32) * -10000.0
        x = self.pieces(ids) + self.shapes(shapes) + self.places.weight[None, : ids.shape[1]]
        x = self.drop(self.norm(x))
        outputs = [x]
        for layer in self.layers:
            x = layer(x, mask)
            outputs.append(x)
        return outputs

    def load_minilm(self, folder: Path) -> None:
        """Load the weights of all-MiniLM-L6; the type embedding is added to that of the places."""
        given = {key: value.float() for key, value in load_file(str(folder / "model.safetensors")).items()}
        own = {
            "pieces.weight": "word_embeddings.weight",
            "norm.weight": "LayerNorm.weight",
            "norm.bias": "LayerNorm.bias",
        }
        state = {key: given[f"embeddings.{name}"] for key, name in own.items()}
        state["places.weight"] = (
            given["embeddings.position_embeddings.weight"] + given["embeddings.token_type_embeddings.weight"][0]
        )
        state["shapes.weight"] = torch.zeros(SHAPES, WIDTH)
        parts = {
            "q": "attention.self.query",
            "k": "attention.self.key",
            "v": "attention.self.value",
            "o": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for i in range(LAYERS):
            for key, name in parts.items():
                for kind in ("weight", "bias"):
                    state[f"layers.{i}.{key}.{kind}"] = given[f"encoder.layer.{i}.{name}.{kind}"]
        self.load_state_dict(state)


class Projection(nn.Module):
    """A layer before a biaffine score."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.linear, self.drop = nn.Linear(WIDTH, size), nn.Dropout(0.33)

    def forward(self, x: Tensor) -> Tensor:
        """Project."""
        y: Tensor = self.drop(functional.leaky_relu(self.linear(x), 0.1))
        return y


class Network(nn.Module):
    """The encoder with all heads."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.mix = nn.Parameter(torch.zeros(GROUPS, LAYERS + 1))
        with torch.no_grad():
            self.mix[:, -1] = 2.0
        self.word_drop = nn.Dropout(0.25)
        self.tags, self.xpos = nn.Linear(WIDTH, sizes.tags), nn.Linear(WIDTH, sizes.xpos)
        self.lemmas, self.starts = nn.Linear(WIDTH, sizes.lemmas), nn.Linear(WIDTH, 1)
        self.names = nn.Linear(WIDTH, sizes.names)
        self.arc_dep, self.arc_head = Projection(ARC), Projection(ARC)
        self.label_dep, self.label_head = Projection(LABEL), Projection(LABEL)
        self.arc_weight = nn.Parameter(torch.zeros(ARC, ARC))
        self.arc_bias = nn.Parameter(torch.zeros(ARC))
        self.label_weight = nn.Parameter(torch.zeros(sizes.deps, LABEL + 1, LABEL + 1))
        self.frames, self.factuality = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 1)
        self.role_predicate, self.role_word = Projection(ROLE), Projection(ROLE)
        self.role_weight = nn.Parameter(torch.zeros(sizes.roles, ROLE + 1, ROLE + 1))
        nn.init.xavier_uniform_(self.arc_weight)
        nn.init.normal_(self.label_weight, std=0.02)
        nn.init.normal_(self.role_weight, std=0.02)

    def load_start(self, state: dict[str, Tensor]) -> list[str]:
        """Load weights of an earlier network, and give the names of those that it does not have in this size."""
        own = self.state_dict()
        known = {name: value for name, value in state.items() if name in own and own[name].shape == value.shape}
        self.load_state_dict(own | known)
        return [name for name in own if name not in known]

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor, last: Tensor) -> Scores:
        """Score words, given by the places of their first and last pieces (0 pads, and stands for the root)."""
        layers = self.encoder(ids, shapes)
        rows = torch.arange(ids.shape[0], device=ids.device)[:, None]
        weights = torch.softmax(self.mix, -1)
        mixes: list[Tensor] = [weights[g, 0] * layers[0] for g in range(GROUPS)]
        for i, layer in enumerate(layers[1:], 1):
            mixes = [mix + weights[g, i] * layer for g, mix in enumerate(mixes)]
        words = [self.word_drop((mix[rows, first] + mix[rows, last]) * 0.5) for mix in mixes]
        root = torch.zeros_like(first[:, :1])
        heads = torch.cat([self.word_drop(mixes[1][rows, root]), words[1]], 1)
        arc_dep, arc_head = self.arc_dep(words[1]), self.arc_head(heads)
        arcs = (arc_dep @ self.arc_weight + self.arc_bias) @ arc_head.transpose(1, 2) * ARC**-0.5
        return Scores(
            tags=self.tags(words[0]),
            xpos=self.xpos(words[0]),
            lemmas=self.lemmas(words[0]),
            starts=self.starts(words[1])[..., 0],
            names=self.names(words[2]),
            arcs=arcs,
            label_dep=self.label_dep(words[1]),
            label_head=self.label_head(heads),
            frames=self.frames(words[3])[..., 0],
            factuality=self.factuality(words[3])[..., 0],
            role_predicate=self.role_predicate(words[3]),
            role_word=self.role_word(words[3]),
        )

    def role_scores(self, predicates: Tensor, words: Tensor) -> Tensor:
        """Score the roles of words: rows of `role_predicate`, and for each the words of its sample (`role_word`)."""
        predicates = torch.cat([predicates, torch.ones_like(predicates[:, :1])], 1)
        words = torch.cat([words, torch.ones_like(words[..., :1])], 2)
        size = self.role_weight.shape[0]
        left = predicates @ self.role_weight.transpose(0, 1).reshape(ROLE + 1, size * (ROLE + 1))
        return words @ left.view(-1, size, ROLE + 1).transpose(1, 2)

    def label_scores(self, dep: Tensor, head: Tensor) -> Tensor:
        """Score the relations of pairs of words: rows of `label_dep` with rows of `label_head`."""
        one = torch.ones_like(dep[:, :1])
        dep, head = torch.cat([dep, one], 1), torch.cat([head, one], 1)
        size = self.label_weight.shape[0]
        left = dep @ self.label_weight.transpose(0, 1).reshape(LABEL + 1, size * (LABEL + 1))
        return (left.view(-1, size, LABEL + 1) * head[:, None, :]).sum(-1)


def read_pieces(folder: Path) -> dict[str, int]:
    """Read the word pieces of MiniLM with their numbers."""
    vocabulary: dict[str, int] = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return vocabulary
