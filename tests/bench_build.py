"""What `kg build` costs: `python tests/bench_build.py DATA`, where DATA holds the corpora that NOTICE names.

Articles of some 350 words are put together from running text of re3d, GUM and EWT. Each is read twice in turn, once by
the bare spaCy pipeline and once by all of kg, so that whatever else the machine does bears on both; what counts is the
time of the processor, on one core. The last step, names and writing, is done once for all articles.
"""

from __future__ import annotations

import gzip
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from kg.dataset import to_quads
from kg.export import write_graph
from kg.extract import extract
from kg.model import Article
from kg.nlp import load_pipeline, parse
from kg.settle import settle_names

T = TypeVar("T")

CORPORA: Final = (
    ("re3d/re3d.jsonl", None),
    ("ud_gum/gum_train.jsonl.gz", None),
    ("ud_ewt/ewt_train.jsonl.gz", {"weblog", "newsgroup"}),
)
WORDS: Final = 350
DAY: Final = date(2016, 5, 14)
LOAD: Final = "import time; t = time.process_time(); from kg.nlp import load_pipeline; load_pipeline({!r}); " \
    "print(time.process_time() - t)"  # fmt: skip


@dataclass(slots=True)
class Clock:
    """Seconds of the processor by step."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def time(self, step: str, work: Callable[[], T]) -> T:
        """What WORK returns; its time is added to that of STEP."""
        started = time.process_time()
        result = work()
        self.seconds[step] += time.process_time() - started
        return result


def read_texts(data: Path) -> Iterator[str]:
    """The running texts of the corpora."""
    for name, genres in CORPORA:
        path = data / name
        if not path.exists():
            raise click.ClickException(f"{path} does not exist: name the folder of the corpora")
        lines = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
        with lines:
            for record in map(json.loads, lines):
                if genres is None or record.get("genre") in genres:
                    yield record["text"]


def to_articles(texts: Iterator[str], number: int) -> list[Article]:
    """NUMBER articles of whole paragraphs; texts come again where there are too few."""
    pieces: list[str] = []
    for text in texts:
        part: list[str] = []
        for line in text.splitlines():
            part.append(line)
            if sum(len(one.split()) for one in part) >= WORDS:
                pieces.append("\n".join(part))
                part = []
        if part and len(" ".join(part).split()) > WORDS // 3:
            pieces.append("\n".join(part))
    again = itertools.islice(itertools.cycle(pieces), number)
    return [Article(id=f"a{i}", text=text, published=DAY) for i, text in enumerate(again)]


def measure(model: str | None, articles: list[Article]) -> dict[str, Any]:
    """Seconds by step, and what follows from them, for one language pipeline."""
    pipeline = load_pipeline(model)
    clock = Clock()
    quads = []
    parse(pipeline, articles[0])  # what is loaded at first use is no cost of an article
    extract(articles[0], parse(pipeline, articles[0]))
    for number, article in enumerate(articles):
        if number % 2:  # what one reading leaves in caches helps the other, so they take turns
            clock.time("spaCy alone", lambda: pipeline.nlp(article.text))  # noqa: B023
        parsed = clock.time("parse", lambda: parse(pipeline, article))  # noqa: B023
        if number % 2 == 0:
            clock.time("spaCy alone", lambda: pipeline.nlp(article.text))  # noqa: B023
        extraction = clock.time("extract", lambda: extract(article, parsed))  # noqa: B023
        quads += clock.time("to RDF", lambda: list(to_quads(extraction, base="http://e.org/", model="m 1")))  # noqa: B023
    quads = clock.time("settle names", lambda: settle_names(quads))
    with tempfile.TemporaryDirectory() as folder:
        clock.time("write", lambda: write_graph(quads, Path(folder) / "graph.trig"))
    words = sum(len(article.text.split()) for article in articles)
    bare = clock.seconds.pop("spaCy alone")
    kg = sum(clock.seconds.values())
    return {
        "words": words, "bare": bare, "kg": kg, "ratio": kg / bare, "parsing": words / clock.seconds["parse"],
        "steps": dict(clock.seconds), "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip


def load_time(model: str | None) -> float:
    """Seconds to load a pipeline in a fresh process, the least of three."""
    command = [sys.executable, "-c", LOAD.format(model)]
    runs = (subprocess.run(command, capture_output=True, check=True, text=True).stdout for _ in range(3))  # noqa: S603
    return min(float(run) for run in runs)


@click.command(help=__doc__)
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--articles", "number", default=1000, show_default=True, help="How many articles to read.")
@click.option("--model", type=click.Choice(["default", "fast", "both"]), default="both", show_default=True)
def main(data: Path, number: int, model: str) -> None:
    articles = to_articles(read_texts(data), number)
    for name in ("default", "fast") if model == "both" else (model,):
        asked = None if name == "default" else name
        found = measure(asked, articles)
        click.echo(f"{name}: {number} articles, {found['words']} words, loaded in {load_time(asked):.2f} s")
        click.echo(f"  spaCy alone {found['bare']:8.1f} s  {found['words'] / found['bare']:8.0f} words/s")
        click.echo(f"  kg build    {found['kg']:8.1f} s  {found['words'] / found['kg']:8.0f} words/s")
        click.echo(f"  times the cost of spaCy alone: {found['ratio']:.2f}; most memory {found['memory']:.0f} MB")
        for step, seconds in found["steps"].items():
            click.echo(f"    {step:12}{seconds:8.1f} s  {seconds / found['bare']:6.2f} times")


if __name__ == "__main__":
    main()
