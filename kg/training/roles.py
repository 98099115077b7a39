"""PropBank roles and UDS factuality, as `ewt_*.jsonl` has them beside the trees of EWT -> the same layers of a sample.

An argument is given by its head: the word of its span whose head in the tree lies outside. Auxiliaries are no
predicates. Sentences without any frame are left unknown: some have none, others were never annotated.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.training.conllu import Paragraph
from kg.training.sample import Role, Sample

AUXILIARIES = frozenset({"be.03", "have.01", "do.01"})
UNREAD, NONE, PREDICATE = -1, 0, 1


def sentences_by_id(records: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give the sentences of documents by their ids."""
    return {sentence["sent_id"]: sentence for record in records for sentence in record["sentences"]}


def add_roles(paragraph: Paragraph, known: dict[str, dict[str, Any]]) -> Sample:
    """Add the frames and the factuality of its sentences to the sample of a paragraph."""
    sample = paragraph.sample
    sample.frames = [UNREAD] * len(sample.words)
    bounds = [*sample.starts, len(sample.words)]
    for name, first, end in zip(paragraph.sentences, bounds, bounds[1:], strict=False):
        record = known.get(name)
        if record is None or len(record["tokens"]) != end - first:
            continue
        for node in record.get("uds") or ():
            if node["kind"] == "pred" and "factual" in node:
                sample.factuality.append((first + node["tok"], float(node["factual"])))
        frames = record.get("srl") or ()
        if frames:
            sample.frames[first:end] = [NONE] * (end - first)
        for frame in frames:
            if frame["roleset"] not in AUXILIARIES:
                sample.frames[first + frame["pred"]] = PREDICATE
                sample.roles += find_roles(sample, first, frame)
    return sample


def find_roles(sample: Sample, base: int, frame: dict[str, Any]) -> Iterable[Role]:
    """Give the arguments of a frame by their heads."""
    predicate = base + frame["pred"]
    for role, first, last in frame["args"]:
        inside = range(base + first, base + last + 1)
        head = next((i for i in inside if sample.heads[i] not in inside or sample.heads[i] == i), None)
        if head is not None and head != predicate:
            yield predicate, head, role
