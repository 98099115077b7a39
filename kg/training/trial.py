"""The scores of a network in training on the samples for development, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from kg.encoder.decode import Floats, Integers, NameDecoder, find_heads, find_starts
from kg.encoder.scripts import apply_script
from kg.training.batches import find_batches, to_batch
from kg.training.labels import Coder, Inventory
from kg.training.measures import Measures
from kg.training.network import Network
from kg.training.sample import Sample, read_samples

MOST_PIECES = 4000
SETS = {
    "ewt": ("ewt_dev", ("UPOS", "feats", "lemma", "LAS", "sents", "frames", "roles", "ARG0", "ARG1")),
    "gum": ("gum_dev", ("UPOS", "lemma", "LAS", "sents", "names")),
    "re3d": ("re3d_dev", ("names",)),
    "re3d_nc": ("re3d_dev_nc", ("names",)),
    "wikigold": ("wikigold_dev", ("names",)),
    "crossner": ("crossner_dev", ("names",)),
}


def trial(network: Network, inventory: Inventory, coder: Coder, folder: Path) -> dict[str, float]:
    """Score a network on the samples for development, as they are and (the first two) in capitals."""
    scores: dict[str, float] = {}
    for short, (name, keys) in SETS.items():
        samples = list(read_samples(folder / f"{name}.jsonl.gz"))
        table = score(network, inventory, coder, samples)
        scores |= {f"{short}.{key}": table[key] for key in keys}
        if short in ("ewt", "re3d"):
            capitals = [replace(sample, words=[word.upper() for word in sample.words]) for sample in samples]
            table = score(network, inventory, coder, capitals)
            scores |= {f"{short}.{key}.CAPS": table[key] for key in keys if key in ("UPOS", "LAS", "names")}
    return scores


def score(network: Network, inventory: Inventory, coder: Coder, samples: Sequence[Sample]) -> dict[str, float]:
    """Score a network on samples."""
    measures = Measures()
    for gold, found in annotate(network, inventory, coder, samples):
        measures.add(gold, found)
    return measures.table()


def find_trees(arcs: Floats, starts: Integers) -> Integers:
    """Find the trees of all sentences of a sample: for each word its head, counted from 1, or 0 for a root."""
    heads = np.zeros(len(arcs), dtype=np.int64)
    for start, end in zip(starts, [*starts[1:], len(arcs)], strict=True):
        columns = np.concatenate([[0], np.arange(start + 1, end + 1)])
        found = find_heads(arcs[start:end][:, columns])
        heads[start:end] = np.where(found == 0, 0, found + start)
    return heads


def same_sentence(sample: Sample, first: int, second: int) -> bool:
    """Tell whether two words stand in one sentence."""
    low, high = sorted((first, second))
    return not any(low < start <= high for start in sample.starts)


def annotate(
    network: Network, inventory: Inventory, coder: Coder, samples: Sequence[Sample]
) -> Iterator[tuple[Sample, Sample]]:
    """Give each sample with what the network finds."""
    network.eval()
    name_decoder = NameDecoder(inventory.names)
    encoded = [coder.encode(sample) for sample in samples]
    for chosen in find_batches([sample.length for sample in encoded], MOST_PIECES, None):
        batch = to_batch([encoded[i] for i in chosen])
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            out = network(batch.ids, batch.shapes, batch.first, batch.last)
        for row, i in enumerate(chosen):
            gold, size = samples[i], len(samples[i].words)
            starts = find_starts(out.starts[row, :size].float().numpy())
            heads = find_trees(out.arcs[row, :size, : size + 1].float().numpy(), starts)
            with torch.no_grad():
                index = torch.from_numpy(heads)
                labels = network.label_scores(out.label_dep[row, :size].float(), out.label_head[row, index].float())
                gold_frames = torch.from_numpy(np.flatnonzero(np.array(gold.frames) == 1))
                roles = network.role_scores(
                    out.role_predicate[row, gold_frames].float(),
                    out.role_word[row, None].float().expand(len(gold_frames), -1, -1),
                ).argmax(-1)
            scripts = [inventory.lemmas[k] for k in out.lemmas[row, :size].argmax(-1)]
            yield (
                gold,
                Sample(
                    source=gold.source,
                    words=gold.words,
                    spaces=gold.spaces,
                    starts=[int(start) for start in starts],
                    tags=[inventory.tags[k] for k in out.tags[row, :size].argmax(-1)],
                    xpos=[inventory.xpos[k] for k in out.xpos[row, :size].argmax(-1)],
                    lemmas=[apply_script(word, script) for word, script in zip(gold.words, scripts, strict=True)],
                    heads=[int(head) - 1 if head else k for k, head in enumerate(np.asarray(heads))],
                    deps=[inventory.deps[k] for k in labels.argmax(-1)],
                    has_names=True,
                    names=name_decoder(out.names[row, :size].float().numpy()),
                    frames=[int(value) for value in out.frames[row, :size] > 0],
                    roles=[
                        (int(gold_frames[p]), int(word), inventory.roles[roles[p, word]])
                        for p, word in (roles[:, :size] > 0).nonzero().tolist()
                        if same_sentence(gold, int(gold_frames[p]), word)
                    ],
                ),
            )
