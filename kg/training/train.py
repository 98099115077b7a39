"""`python -m kg.training.train SAMPLES MINILM OUT`: train the network on all layers of annotation at once.

After each pass OUT/state.pt holds all that is needed to go on (run the same command again), OUT/model.pt the
weights, OUT/labels.json the classes, and OUT/log.tsv a line of scores on the samples for development.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path
from random import Random

import click
import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.encoder.pieces import WordPieces
from kg.training.augment import one_pass
from kg.training.batches import Batch, find_batches, to_batch
from kg.training.labels import IGNORED, IGNORED_VALUE, Coder, Encoded, Inventory, find_inventory
from kg.training.network import Network, Scores, read_pieces
from kg.training.sample import Sample, read_samples
from kg.training.trial import trial

TREES = ("ewt_train", "gum_train")
NAMED = {"re3d_train": 4, "wikigold_train": 1, "crossner_train": 2, "crossner_train2": 1}
"""Corpora with names alone, and how often each counts in a pass."""

MOST_PIECES = 2400
LONGEST = 320
ENCODER_RATE, HEAD_RATE, WEIGHT_DECAY, WARM_UP = 2.5e-4, 1.5e-3, 0.01, 150
WEIGHTS = {"tags": 1.0, "xpos": 0.5, "lemmas": 0.5, "arcs": 1.5, "labels": 1.0, "starts": 1.0, "names": 2.0}
WEIGHTS |= {"frames": 0.3, "roles": 0.15, "factuality": 0.1}
OFF = -1e4


@click.command()
@click.argument("samples", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("minilm", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--passes", default=10, show_default=True, help="Passes over the data; the rate falls to 0 over them.")
@click.option("--minutes", default=0.0, help="Let the rate fall to 0 and end after this time, if it comes first.")
@click.option("--seed", default=1, show_default=True)
@click.option("--threads", default=2, show_default=True)
@click.option(
    "--start", type=click.Path(exists=True, path_type=Path), help="Weights of kg.training.restore to begin with."
)
@click.option(
    "--rate", default=1.0, show_default=True, help="Times the usual rates: less where a trained network goes on."
)
@click.option("--stop-after", default=0, help="End after this pass, to go on later.")
def main(
    samples: Path,
    minilm: Path,
    out: Path,
    passes: int,
    minutes: float,
    seed: int,
    threads: int,
    start: Path | None,
    rate: float,
    stop_after: int,
) -> None:
    """Train on SAMPLES (see kg.training.corpora) from the weights in MINILM, and write to OUT."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    trees = [sample for name in TREES for sample in read_samples(samples / f"{name}.jsonl.gz")]
    named = [(s, times) for name, times in NAMED.items() for s in read_samples(samples / f"{name}.jsonl.gz")]
    inventory = find_inventory(trees)
    (out / "labels.json").write_text(json.dumps(asdict(inventory), indent=1), encoding="utf-8")
    coder = Coder(inventory, WordPieces(read_pieces(minilm)))
    run = Run(inventory, minilm, out, coder, passes, minutes * 60, rate)
    if start:
        run.begin_with(start, inventory)
    while run.done < (stop_after or passes) and not run.is_late():
        run.one_pass(trees, named, Random(f"{seed}/{run.done}"))
        run.save()
        run.log(trial(run.network, inventory, coder, samples))


class Run:
    """The network with the state of its training."""

    def __init__(
        self, inventory: Inventory, minilm: Path, out: Path, coder: Coder, passes: int, seconds: float, rate: float
    ) -> None:
        """Begin, or go on from where the files in OUT stand."""
        self.out, self.coder, self.passes, self.seconds = out, coder, passes, seconds
        self.done, self.step, self.spent = 0, 0, 0.0
        self.network = Network(inventory.sizes)
        self.network.encoder.load_minilm(minilm)
        self.optimiser = torch.optim.AdamW(
            rate_groups(self.network), weight_decay=WEIGHT_DECAY, betas=(0.9, 0.98), fused=True
        )
        self.rates = [float(group["lr"]) * rate for group in self.optimiser.param_groups]
        self.began = time.monotonic()
        path = out / "state.pt"
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.done, self.step, self.spent = state["done"], state["step"], state["spent"]

    def begin_with(self, path: Path, inventory: Inventory) -> None:
        """Begin with the weights of another network, unless this one has begun."""
        if self.done:
            return
        given = torch.load(path, weights_only=True)
        own = asdict(inventory)
        if changed := [layer for layer, names in given["classes"].items() if own[layer] != names]:
            raise click.ClickException(f"{path}: the classes of {', '.join(changed)} are not those of these samples")
        new = self.network.load_start(given["network"])
        click.echo(f"begun with {path}; new: {' '.join(new)}", err=True)

    def seconds_spent(self) -> float:
        """Count the seconds of all runs so far."""
        return self.spent + time.monotonic() - self.began

    def is_late(self) -> bool:
        """Tell whether the time is over."""
        return 0 < self.seconds < self.seconds_spent()

    def save(self) -> None:
        """Write the state and the weights."""
        state = {"network": self.network.state_dict(), "optimiser": self.optimiser.state_dict()}
        part = self.out / "state.part"
        torch.save(state | {"done": self.done, "step": self.step, "spent": self.seconds_spent()}, part)
        part.replace(self.out / "state.pt")
        torch.save({key: value.half() for key, value in self.network.state_dict().items()}, self.out / "model.pt")

    def one_pass(self, trees: list[Sample], named: list[tuple[Sample, int]], random: Random) -> None:
        """Train on all data once."""
        torch.manual_seed(random.getrandbits(32))
        encoded = [self.coder.encode(sample) for sample in one_pass(trees, named, random)]
        encoded = [sample for sample in encoded if sample.length <= LONGEST]
        batches = find_batches([sample.length for sample in encoded], MOST_PIECES, random)
        self.network.train()
        means: dict[str, float] = {}
        start, words = time.monotonic(), 0
        for number, batch in enumerate(batches, 1):
            if self.is_late():
                break
            losses = self.one_step([encoded[i] for i in batch], (self.done + number / len(batches)) / self.passes)
            words += sum(len(encoded[i].first) for i in batch)
            for key, value in losses.items():
                means[key] = 0.98 * means.get(key, value) + 0.02 * value
            if number % 25 == 0:
                speed = words / (time.monotonic() - start)
                told = " ".join(f"{key} {value:.3f}" for key, value in means.items())
                click.echo(f"pass {self.done + 1} batch {number}/{len(batches)} {told} {speed:.0f} words/s", err=True)
        self.done += 1

    def one_step(self, samples: list[Encoded], progress: float) -> dict[str, float]:
        """Train on a batch."""
        self.step += 1
        if self.seconds:
            progress = max(progress, self.seconds_spent() / self.seconds)
        factor = min(1.0, self.step / WARM_UP) * max(0.0, 1.0 - progress)
        for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor
        batch = to_batch(samples)
        with torch.autocast("cpu", torch.bfloat16):
            scores = self.network(batch.ids, batch.shapes, batch.first, batch.last)
            losses = find_losses(self.network, scores, batch)
        total = sum((WEIGHTS[key] * loss for key, loss in losses.items()), torch.zeros(()))
        self.optimiser.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimiser.step()
        return {key: loss.item() for key, loss in losses.items()}

    def log(self, scores: dict[str, float]) -> None:
        """Add a line of scores."""
        path = self.out / "log.tsv"
        if not path.exists():
            path.write_text("\t".join(["pass", "seconds", *scores]) + "\n", encoding="utf-8")
        line = [str(self.done), f"{self.seconds_spent():.0f}", *(f"{value:.2f}" for value in scores.values())]
        with path.open("a", encoding="utf-8") as file:
            file.write("\t".join(line) + "\n")
        click.echo(" ".join(f"{key} {value:.2f}" for key, value in scores.items()))


def rate_groups(network: Network) -> list[dict[str, object]]:
    """Group the weights: those of MiniLM learn slowly, the others fast."""
    slow: list[nn.Parameter] = []
    fast: list[nn.Parameter] = []
    for name, weight in network.named_parameters():
        (slow if name.startswith("encoder.") and "shapes" not in name else fast).append(weight)
    return [{"params": slow, "lr": ENCODER_RATE}, {"params": fast, "lr": HEAD_RATE}]


def find_losses(network: Network, scores: Scores, batch: Batch) -> dict[str, Tensor]:
    """Find the loss of each head, per word that counts for it or, if these are few, per third of all words."""
    words = int((batch.first > 0).sum())

    def mean(logits: Tensor, classes: Tensor) -> Tensor:
        count = max(int((classes != IGNORED).sum()), words // 3)
        flat = logits.float().reshape(-1, logits.shape[-1])
        return functional.cross_entropy(flat, classes.reshape(-1), ignore_index=IGNORED, reduction="sum") / count

    losses = {
        "tags": mean(scores.tags, batch.tags),
        "xpos": mean(scores.xpos, batch.xpos),
        "lemmas": mean(scores.lemmas, batch.lemmas),
        "names": mean(scores.names, batch.names),
    }
    known = batch.heads != IGNORED
    inside = batch.sentence[:, :, None] == batch.sentence[:, None, :]
    inside = torch.cat([torch.ones_like(inside[:, :, :1]), inside], 2)
    losses["arcs"] = mean(scores.arcs.float().masked_fill(~inside, OFF), batch.heads)
    row, word = known.nonzero(as_tuple=True)
    label_scores = network.label_scores(scores.label_dep[row, word], scores.label_head[row, batch.heads[row, word]])
    losses["labels"] = mean(label_scores, batch.deps[row, word])
    truth = batch.starts[known].float()
    count = max(len(truth), words // 3)
    starts = scores.starts.float()[known]
    losses["starts"] = functional.binary_cross_entropy_with_logits(starts, truth, reduction="sum") / count
    return losses | role_losses(network, scores, batch, words)


def role_losses(network: Network, scores: Scores, batch: Batch, words: int) -> dict[str, Tensor]:
    """Find the losses of the heads for predicates, their roles and factuality, in the same way.

    Roles count per predicate: most words have none, and the sum over a sentence says what one frame costs.
    """
    read = batch.frames != IGNORED
    truth, logits = batch.frames[read].float(), scores.frames.float()[read]
    frames = functional.binary_cross_entropy_with_logits(logits, truth, reduction="sum") / max(len(truth), words // 3)
    told = batch.factuality != IGNORED_VALUE
    values, found = batch.factuality[told].float() / 1000, scores.factuality.float()[told]
    factuality = functional.smooth_l1_loss(found, values, reduction="sum") / max(len(values), words // 20)
    row, word = batch.predicates.T
    classes = network.role_scores(scores.role_predicate[row, word], scores.role_word[row]).float()
    roles = functional.cross_entropy(
        classes.flatten(0, 1), batch.roles.flatten(), ignore_index=IGNORED, reduction="sum"
    )
    return {"frames": frames, "factuality": factuality, "roles": roles / max(len(row), words // 10)}


if __name__ == "__main__":
    main()
