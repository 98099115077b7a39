"""`python -m kg.training.corpora DATA OUT`: corpora -> one file of samples for each corpus and split.

Only documents whose licence lets the weights be shipped go into training: of GUM the classes ok and ok-sa, of
re3d all but the BBC ones (the class nc is written to files of its own, for scores).
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from kg.training.conllu import read_paragraphs
from kg.training.names import crossner_name, gum_sample, set_names, wikigold_name
from kg.training.re3d import re3d_samples
from kg.training.roles import add_roles, sentences_by_id
from kg.training.sample import Name, Sample, write_samples

WIKIGOLD_TRAIN, WIKIGOLD_DEV = 0.85, 0.90
"""WikiGold has no splits: its first 85 % train, the next 5 % are for development, the rest is never used here."""


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
def main(data: Path, out: Path) -> None:
    """Write the samples of the corpora in DATA to OUT."""
    out.mkdir(parents=True, exist_ok=True)
    for name, samples in all_samples(data):
        listed = list(samples)
        words = write_samples(listed, out / f"{name}.jsonl.gz")
        labels = Counter(label for sample in listed for _, _, label in sample.names)
        click.echo(f"{name}: {len(listed)} samples, {words} words, {dict(labels.most_common())}")


def all_samples(data: Path) -> Iterator[tuple[str, Iterable[Sample]]]:
    """Give the samples of each corpus and split, by name."""
    for split in ("train", "dev"):
        ewt = read_paragraphs(data / f"ud_ewt/en_ewt-ud-{split}.conllu.gz")
        framed = sentences_by_id(read_json(data / f"ud_ewt/ewt_{split}.jsonl.gz"))
        yield f"ewt_{split}", (add_roles(paragraph, framed) for paragraph in ewt)
        classes = licence_classes(data / f"ud_gum/gum_{split}.jsonl.gz")
        gum = list(read_paragraphs(data / f"ud_gum/en_gum-ud-{split}.conllu.gz"))
        yield f"gum_{split}", (gum_sample(part) for part in gum if classes[part.doc_id] in ("ok", "ok-sa"))
        if split == "dev":
            yield "gum_dev_nc", (gum_sample(part) for part in gum if classes[part.doc_id] == "nc")
        records = [record for record in read_json(data / "re3d/re3d.jsonl") if record["split"] == split]
        free = [record for record in records if record["licence_class"] != "nc"]
        yield f"re3d_{split}", (sample for record in free for sample in re3d_samples(record))
        if split == "dev":
            bound = [record for record in records if record["licence_class"] == "nc"]
            yield "re3d_dev_nc", (sample for record in bound for sample in re3d_samples(record))
    wikigold = list(marked_samples(data / "wikigold/wikigold.jsonl", "wikigold", wikigold_name))
    first, second = int(len(wikigold) * WIKIGOLD_TRAIN), int(len(wikigold) * WIKIGOLD_DEV)
    yield "wikigold_train", wikigold[:first]
    yield "wikigold_dev", wikigold[first:second]
    yield "crossner_train", marked_samples(data / "crossner_politics/train.jsonl", "crossner", crossner_name)
    crossner_dev = list(marked_samples(data / "crossner_politics/dev.jsonl", "crossner", crossner_name))
    yield "crossner_train2", crossner_dev[100:]
    yield "crossner_dev", crossner_dev[:100]


def read_json(path: Path) -> Iterator[dict[str, Any]]:
    """Read the records of a file of JSON lines, gzipped or not."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)
    else:
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def licence_classes(path: Path) -> dict[str, str]:
    """Give the licence class of each document."""
    return {record["doc_id"]: record["licence_class"] for record in read_json(path)}


def marked_samples(
    path: Path, source: str, label_name: Callable[[Sample, int, int, str], Name | None]
) -> Iterator[Sample]:
    """Turn sentences with marked names into samples; a name without a label of ours is unknown."""
    for record in read_json(path):
        text, places = record["text"], record["tokens"]
        ends = [start for start, _ in places[1:]] + [places[-1][1]]
        sample = Sample(
            source=source,
            words=[re.sub(r"\s", "", text[start:end]) for start, end in places],
            spaces=[end < following for (_, end), following in zip(places, ends, strict=True)],
        )
        names, unknown = [], []
        for start, end, label in record["ents"]:
            a = next(i for i, place in enumerate(places) if place[1] > start)
            b = next((i for i, place in enumerate(places) if place[0] >= end), len(places))
            name = label_name(sample, a, b, label)
            if name:
                names.append(name)
            else:
                unknown.append((a, b))
        yield set_names(sample, names, unknown)


if __name__ == "__main__":
    main()
