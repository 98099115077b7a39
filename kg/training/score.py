"""`python -m kg.training.score PIPELINE SAMPLES`: the scores of a pipeline of spaCy on the samples for development.

The words are those of the corpora; sentences are found by the pipeline. Samples are also given in capitals (.CAPS).
Then its size, its time to load, and its speed on one thread, from words to Docs. With --write, the scores are kept in
the meta.json of the pipeline, where `kg inspect model` finds them.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import click
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import kg.encoder.component  # noqa: F401  (makes the component known)
from kg.encoder import ROLES_KEY
from kg.lemmas import load_lemmas
from kg.training.measures import Measures
from kg.training.sample import Sample, read_samples

SETS = {
    "ewt_dev": "EWT dev",
    "gum_dev": "GUM dev, open genres",
    "gum_dev_nc": "GUM dev, other genres",
    "re3d_dev": "re3d dev without BBC",
    "re3d_dev_nc": "re3d dev, BBC",
    "wikigold_dev": "WikiGold dev",
    "crossner_dev": "CrossNER dev",
}
"""The samples for development, and what people call them."""
NEWS = "GUM dev, news"
CAPITALS = ("ewt_dev", "gum_dev", "re3d_dev", "re3d_dev_nc")
KEPT = {
    "UPOS": "UPOS",
    "feats": "feats",
    "XPOS": "XPOS",
    "UAS": "UAS",
    "LAS": "LAS",
    "sents": "sentences",
    "names": "names",
    "roles": "roles",
    "lemma": "lemmas",
}
"""What of the scores is written down, and what it is called there."""
RELATIONS = (
    "nsubj",
    "obj",
    "obl",
    "nsubj:pass",
    "obl:agent",
    "nmod",
    "conj",
    "acl",
    "acl:relcl",
    "advcl",
    "xcomp",
    "appos",
)


def to_sample(doc: Doc, source: str) -> Sample:
    """Turn an annotated Doc into a sample, with the lemmas that kg takes (`kg.lemmas`), not those of the pipeline."""
    find_lemma = load_lemmas().find_lemma
    return Sample(
        source=source,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        starts=[sent.start for sent in doc.sents] if doc.has_annotation("SENT_START") else [],
        tags=[f"{token.pos_}|{token.morph}" for token in doc],
        xpos=[token.tag_ for token in doc],
        lemmas=[find_lemma(token.text, token.pos_, token.tag_) for token in doc],
        heads=[token.head.i for token in doc],
        deps=["root" if token.dep_ == "ROOT" else token.dep_ for token in doc],
        has_names=True,
        names=[(span.start, span.end, span.label_) for span in doc.ents],
        roles=[(predicate, word, role) for predicate, word, role, p in doc.user_data.get(ROLES_KEY, ()) if p >= 0.5],
    )


def annotate(nlp: Language, samples: Sequence[Sample]) -> Iterable[tuple[Sample, Sample]]:
    """Give each sample with what a pipeline finds in its words."""
    docs = [Doc(nlp.vocab, words=sample.words, spaces=sample.spaces) for sample in samples]
    for sample, doc in zip(samples, nlp.pipe(docs, batch_size=32), strict=True):
        yield sample, to_sample(doc, sample.source)


def to_capitals(sample: Sample) -> Sample:
    """Give a sample in capitals."""
    return replace(sample, words=[word.upper() for word in sample.words])


def told(name: str, table: dict[str, float]) -> str:
    """Write a line of scores."""
    return f"{name:18}" + "  ".join(f"{key} {value:.1f}" for key, value in table.items())


def by_relation(pairs: Iterable[tuple[Sample, Sample]]) -> dict[str, float]:
    """Give the F score of labelled arcs for each relation."""
    counts: Counter[tuple[str, str]] = Counter()
    for gold, found in pairs:
        a = {(i, head, dep) for i, (head, dep) in enumerate(zip(gold.heads, gold.deps, strict=True))}
        b = {(i, head, dep) for i, (head, dep) in enumerate(zip(found.heads, found.deps, strict=True))}
        for kind, arcs in (("all", a), ("all", b), ("right", a & b)):
            counts.update((kind, dep) for _, _, dep in arcs)
    return {dep: 200 * counts["right", dep] / max(1, counts["all", dep]) for dep in RELATIONS}


def by_label(measures: Measures) -> Iterable[str]:
    """Write the F score of names for each label, with the number of gold ones."""
    for label in sorted({label for _, label in measures.names} - {"span"}):
        yield f"{label} {measures.name_score(label):.1f} of {measures.names['gold', label]}"


def keep(place: Path, tables: dict[str, dict[str, float]]) -> None:
    """Write scores where the pipeline is described."""
    meta = json.loads(place.read_text(encoding="utf-8"))
    meta["performance"] = {
        name: {KEPT[key]: round(value, 1) for key, value in table.items() if key in KEPT}
        for name, table in tables.items()
    }
    text = json.dumps(meta, ensure_ascii=False, indent=2, separators=(",", ":"))  # as spaCy writes it
    place.write_text(text + "\n", encoding="utf-8")


@click.command()
@click.argument("pipeline", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("samples", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Keep the scores in the meta.json of PIPELINE.")
def main(pipeline: Path, samples: Path, write: bool) -> None:
    """Print the scores of PIPELINE on the files for development in SAMPLES."""
    tables: dict[str, dict[str, float]] = {}
    start = time.perf_counter()
    nlp = spacy.load(pipeline)
    loading = time.perf_counter() - start
    for name in SETS:
        listed = list(read_samples(samples / f"{name}.jsonl.gz"))
        for suffix, given in (("", listed), (".CAPS", [to_capitals(sample) for sample in listed])):
            if suffix and name not in CAPITALS:
                continue
            measures = Measures()
            pairs = list(annotate(nlp, given))
            for gold, found in pairs:
                measures.add(gold, found)
            table = measures.table()
            if suffix:
                table.pop("lemma", None)  # what is gold is in small letters: kg reads capitals through `kg.shadow`
            click.echo(told(name + suffix, table))
            capitals = ", in capitals" if suffix else ""
            tables[SETS[name] + capitals] = table
            if name == "gum_dev":
                news = Measures()
                for gold, found in pairs:
                    if gold.source.startswith("GUM_news"):
                        news.add(gold, found)
                told_news = {key: value for key, value in news.table().items() if key in table}
                click.echo(told("  news" + suffix, told_news))
                tables[NEWS + capitals] = told_news
            if name == "gum_dev" and not suffix:
                click.echo(told("  relations", by_relation(pairs)))
            if measures.names and not suffix:
                click.echo("  labels (F1 of gold names)  " + "  ".join(by_label(measures)))
    if write:
        keep(pipeline / "meta.json", tables)
    listed = list(read_samples(samples / "gum_dev.jsonl.gz"))
    texts = ["\n".join(sample.text for sample in listed[i : i + 10]) for i in range(0, len(listed), 10)]
    start, wall = time.process_time(), time.perf_counter()
    words = sum(len(doc) for doc in nlp.pipe(texts, batch_size=32))
    speed, seen = words / (time.process_time() - start), words / (time.perf_counter() - wall)
    size = sum(path.stat().st_size for path in pipeline.rglob("*") if path.is_file()) / 1e6
    click.echo(f"{size:.1f} MB, loaded in {loading:.2f} s, {speed:.0f} words per CPU second, {seen:.0f} per second")


if __name__ == "__main__":
    main()
