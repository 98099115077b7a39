"""The network as a file of ONNX with its classes, and what it says of stretches of words.

All words of a batch, and a root for each stretch, are rows of the outputs: nothing but the pieces is padded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime

from kg.encoder.decode import NEVER, Floats, Integers, NameDecoder, RoleDecoder, find_heads, find_starts
from kg.encoder.pieces import JOINED, WordPieces, shape_of

NETWORK: Final = "network.onnx"
LABELS: Final = "labels.json"
RELATIONS: Final = "relations.npy"
ROLES: Final = "roles.npy"
PIECES: Final = "pieces.txt"
MOST_PIECES: Final = 1500
"""A batch has no more pieces than this, with padding: more would not fit the caches of a processor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words that are read together; `known` has 1, -1 or 0 for those that begin a sentence, do not, or may."""

    words: Sequence[str]
    spaces: Sequence[bool]
    known: Integers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is said of a stretch: numbers of classes; a head is the number of a word, a root its own head.

    Of `roles` each has a predicate, the head of an argument, the name of the role and its probability.
    """

    tags: Integers
    xpos: Integers
    lemmas: Integers
    heads: Integers
    deps: Integers
    starts: Integers
    names: list[tuple[int, int, str]]
    roles: list[tuple[int, int, str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A stretch in pieces; the first unit is the root, with the mark at the beginning for its piece."""

    ids: list[int]
    shapes: list[int]
    first: list[int]
    last: list[int]


def to_pieces(words: Sequence[str], spaces: Sequence[bool], pieces: WordPieces) -> Pieces:
    """Turn words into pieces between the two marks of BERT."""
    ids, shapes, first, last = [pieces.first], [0], [0], [0]
    joined = False
    for word, space in zip(words, spaces, strict=True):
        found = pieces(word)
        first.append(len(ids))
        ids.extend(found)
        last.append(len(ids) - 1)
        shapes.extend([shape_of(word) + JOINED * joined] * len(found))
        joined = not space
    return Pieces(ids=[*ids, pieces.last], shapes=[*shapes, 0], first=first, last=last)


class Model:
    """A network that is ready to read."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Load the network from its folder."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.folder = folder
        self.session: Any = onnxruntime.InferenceSession(
            str(folder / NETWORK), options, providers=["CPUExecutionProvider"]
        )
        labels: dict[str, list[str]] = json.loads((folder / LABELS).read_text(encoding="utf-8"))
        self.tags, self.xpos, self.lemmas, self.deps = (labels[key] for key in ("tags", "xpos", "lemmas", "deps"))
        self.find_names = NameDecoder(labels["names"])
        lines = (folder / PIECES).read_text(encoding="utf-8").split("\n")
        self.pieces = WordPieces({piece: number for number, piece in enumerate(lines) if piece})
        self.find_roles = RoleDecoder(np.load(folder / ROLES).astype(np.float32), labels["roles"])
        relations = np.load(folder / RELATIONS).astype(np.float32)
        self.root = self.deps.index("root")
        self.relation_size = relations.shape[1]
        self.relations = np.ascontiguousarray(relations.transpose(1, 0, 2).reshape(self.relation_size, -1))

    def read(self, stretches: Sequence[Stretch]) -> list[Reading]:
        """Read stretches of words, none of which is empty."""
        parts = [to_pieces(stretch.words, stretch.spaces, self.pieces) for stretch in stretches]
        readings: list[Reading | None] = [None] * len(parts)
        for batch in find_batches([len(part.ids) for part in parts]):
            out = self.run([parts[i] for i in batch])
            here = 0
            for i in batch:
                end = here + len(parts[i].first)
                readings[i] = self.decode({key: value[here:end] for key, value in out.items()}, stretches[i].known)
                here = end
        return [reading for reading in readings if reading is not None]

    def run(self, parts: Sequence[Pieces]) -> dict[str, Any]:
        """Run the network on a batch: a row of each output for each root and word, in their order."""
        width = max(len(part.ids) for part in parts)
        ids = np.zeros((len(parts), width), dtype=np.int32)
        shapes = np.zeros((len(parts), width), dtype=np.int32)
        lengths = np.array([len(part.ids) for part in parts], dtype=np.int32)
        for row, part in enumerate(parts):
            ids[row, : len(part.ids)] = part.ids
            shapes[row, : len(part.ids)] = part.shapes
        first = np.concatenate([np.array(part.first) + row * width for row, part in enumerate(parts)])
        last = np.concatenate([np.array(part.last) + row * width for row, part in enumerate(parts)])
        feed = {
            "ids": ids,
            "shapes": shapes,
            "places": np.arange(width, dtype=np.int32),
            "lengths": lengths,
            "first": first.astype(np.int32),
            "last": last.astype(np.int32),
        }
        names = [output.name for output in self.session.get_outputs()]
        return dict(zip(names, self.session.run(names, feed), strict=True))

    def decode(self, out: dict[str, Any], known: Integers | None) -> Reading:
        """Make well-formed annotation of the outputs for one stretch."""
        size = len(out["tags"]) - 1
        starts = find_starts(out["starts"][1:, 0], known)
        heads = np.zeros(size, dtype=np.int64)
        arc_dep, arc_head = out["arc_dep"][1:], out["arc_head"]
        for start, end in zip(starts, [*starts[1:], size], strict=True):
            columns = np.concatenate([arc_head[:1], arc_head[start + 1 : end + 1]])
            found = find_heads(arc_dep[start:end] @ columns.T)
            heads[start:end] = np.where(found == 0, 0, found + start)
        return Reading(
            tags=out["tags"][1:],
            xpos=out["xpos"][1:],
            lemmas=out["lemmas"][1:],
            heads=np.where(heads == 0, np.arange(size), heads - 1),
            deps=np.where(heads == 0, self.root, self.find_relations(out["label_dep"][1:], out["label_head"][heads])),
            starts=starts,
            names=self.find_names(out["names"][1:]),
            roles=self.find_roles(out["frames"][1:, 0], out["role_predicate"][1:], out["role_word"][1:], starts),
        )

    def find_relations(self, dep: Floats, head: Floats) -> Integers:
        """Find the best relation of each word to its head (a biaffine score; see kg.training.network)."""
        size = self.relation_size
        left = dep @ self.relations[: size - 1] + self.relations[size - 1]
        left = left.reshape(len(dep), -1, size)
        scores = np.matmul(left[:, :, :-1], head[:, :, None])[:, :, 0] + left[:, :, -1]
        scores[:, self.root] = NEVER  # the decoder of trees, not this, says which words are roots
        best: Integers = scores.argmax(axis=1)
        return best


def find_batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Group stretches of like length into batches."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if batch and (len(batch) + 1) * lengths[i] > MOST_PIECES:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch
