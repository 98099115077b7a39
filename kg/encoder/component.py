"""The part of a spaCy pipeline that reads a Doc with the network: tags, lemmas, trees, sentences and names.

Where the beginnings of sentences are set before, they are kept. The text is read in stretches that end with a
line, or with a sentence when they have become long; spaces that are tokens hang on the word before them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import spacy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.symbols import NAMES
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.encoder import ROLES_KEY
from kg.encoder.model import LABELS, NETWORK, PIECES, RELATIONS, ROLES, Model, Reading, Stretch
from kg.encoder.scripts import apply_script

ATTRIBUTES: Final = (TAG, POS, MORPH, LEMMA, HEAD, DEP, ENT_IOB, ENT_TYPE)
LONG: Final = 90
"""A stretch of so many words ends with its sentence."""
LONGEST: Final = 480
"""A stretch has no more pieces than this; the network has places for 512."""
STOPS: Final = frozenset(".?!")
CLOSERS: Final = frozenset({"'", '"', "”", "’", "''", ")", "]", "»"})
BATCH: Final = 32
INSIDE, OUTSIDE, BEGIN = 1, 2, 3
Role = tuple[int, int, str, float]
"""Predicate and head of an argument, as tokens of a Doc; role of PropBank; probability."""


@Language.factory(
    "kg_encoder",
    default_config={"threads": 1},
    assigns=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "token.dep",
        "token.head",
        "doc.sents",
        "doc.ents",
    ],
)
def make_encoder(nlp: Language, name: str, threads: int) -> Encoder:
    """Make the component; its network comes with `from_disk`."""
    return Encoder(nlp, name, threads=threads)


class Encoder:
    """The component."""

    def __init__(self, nlp: Language, name: str, *, threads: int) -> None:
        """Take the vocabulary of the pipeline."""
        self.vocab, self.name, self.threads = nlp.vocab, name, threads
        self.loaded: Loaded | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The relations of the trees, as a parser has them."""
        return ("ROOT", *self.loaded.model.deps) if self.loaded else ()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc."""
        return self.annotate([doc])[0]

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Annotate Docs, many at a time."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            yield from self.annotate(batch)

    def annotate(self, docs: list[Doc]) -> list[Doc]:
        """Annotate Docs."""
        if self.loaded is None:
            raise ValueError(f"the network of {self.name!r} has not been loaded from its folder")
        places = [
            (number, words) for number, doc in enumerate(docs) for words in find_stretches(doc, self.loaded.count)
        ]
        readings = self.loaded.model.read([to_stretch(docs[number], words) for number, words in places])
        rows: list[Any] = [np.zeros((len(doc), len(ATTRIBUTES)), dtype=np.uint64) for doc in docs]
        roles: list[list[Role]] = [[] for _ in docs]
        for (number, words), reading in zip(places, readings, strict=True):
            self.loaded.fill(rows[number], docs[number], words, reading)
            roles[number] += [(words[predicate], words[word], role, p) for predicate, word, role, p in reading.roles]
        for doc, row in zip(docs, rows, strict=True):
            if len(doc):
                self.loaded.fill_spaces(row, doc)
                doc.from_array(list(ATTRIBUTES), row)
        for doc, found in zip(docs, roles, strict=True):
            doc.user_data[ROLES_KEY] = found
        return docs

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Encoder:
        """Load the network."""
        self.loaded = Loaded(Model(Path(path), threads=self.threads), self.vocab)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Copy the network."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        if self.loaded:
            for name in (NETWORK, LABELS, RELATIONS, ROLES, PIECES):
                shutil.copyfile(self.loaded.model.folder / name, folder / name)


class Loaded:
    """A network with its classes as the numbers spaCy has for them."""

    def __init__(self, model: Model, vocab: Vocab) -> None:
        """Enter the classes into the vocabulary."""
        self.model, self.strings = model, vocab.strings
        split = [tag.partition("|") for tag in model.tags]
        self.pos = np.array([NAMES.index(upos) for upos, _, _ in split], dtype=np.uint64)
        self.morphs = np.array([vocab.morphology.add(feats) for _, _, feats in split], dtype=np.uint64)
        self.xpos, self.deps = self.enter(model.xpos), self.enter(model.deps)
        self.root, self.loose, self.space_tag = self.enter(["ROOT", "dep", "_SP"])
        self.space = np.uint64(NAMES.index("SPACE"))

    def count(self, word: str) -> int:
        """Count the pieces of a word."""
        return len(self.model.pieces(word))

    def enter(self, names: Sequence[str]) -> Any:
        """Give the numbers of strings."""
        return np.array([self.strings.add(name) for name in names], dtype=np.uint64)

    def fill(self, rows: Any, doc: Doc, words: list[int], reading: Reading) -> None:
        """Write what is said of a stretch into the rows of its tokens."""
        place = np.array(words)
        texts = [apply_script(doc[i].text, self.model.lemmas[k]) for i, k in zip(words, reading.lemmas, strict=True)]
        is_root = reading.heads == np.arange(len(place))
        rows[place, 0] = self.xpos[reading.xpos]
        rows[place, 1] = self.pos[reading.tags]
        rows[place, 2] = self.morphs[reading.tags]
        rows[place, 3] = self.enter(texts)
        rows[place, 4] = (place[reading.heads] - place).astype(np.int64).view(np.uint64)
        rows[place, 5] = np.where(is_root, self.root, self.deps[reading.deps])
        rows[place, 6] = OUTSIDE
        for first, end, label in reading.names:
            inner = slice(place[first], place[end - 1] + 1)
            rows[inner, 6], rows[inner, 7] = INSIDE, self.strings.add(label)
            rows[place[first], 6] = BEGIN

    def fill_spaces(self, rows: Any, doc: Doc) -> None:
        """Hang tokens that are spaces on the word before them, or on the first word."""
        spaces = [token.i for token in doc if token.is_space]
        if not spaces:
            return
        first = next((token.i for token in doc if not token.is_space), None)
        before = 0
        for i in spaces:
            if first is None:
                head = 0
            elif i < first:
                head = first
            else:
                before = max(before, first)
                head = next(k for k in range(i - 1, before - 1, -1) if not doc[k].is_space)
            rows[i, :4] = self.space_tag, self.space, 0, self.strings.add(doc[i].text)
            rows[i, 4] = np.array(head - i, dtype=np.int64).view(np.uint64)
            rows[i, 5] = self.root if head == i else self.loose
            if not rows[i, 6]:
                rows[i, 6] = OUTSIDE


def find_stretches(doc: Doc, count: Callable[[str], int]) -> Iterator[list[int]]:
    """Find the stretches to be read together: the numbers of their words, without those that are spaces."""
    words: list[int] = []
    size = 0
    for token in doc:
        if token.is_space:
            if "\n" in token.text and words:
                yield words
                words, size = [], 0
            continue
        more = count(token.text)
        if size + more > LONGEST or (len(words) >= LONG and may_begin(doc, token.i)):
            yield words
            words, size = [], 0
        words.append(token.i)
        size += more
    if words:
        yield words


def may_begin(doc: Doc, i: int) -> bool:
    """Tell whether a sentence begins with a word: because it was said before, or by the stop before it."""
    known = doc[i].is_sent_start
    if known is not None:
        return bool(known)
    before = i - 1
    while before > 0 and (doc[before].text in CLOSERS or doc[before].is_space):
        before -= 1
    return doc[before].text in STOPS and doc[i].text not in CLOSERS and not doc[i].is_lower


def to_stretch(doc: Doc, words: list[int]) -> Stretch:
    """Take the words of a stretch out of a Doc."""
    tokens = [doc[i] for i in words]
    known = np.array([{True: 1, False: -1, None: 0}[token.is_sent_start] for token in tokens])
    return Stretch(
        words=[token.text for token in tokens],
        spaces=[bool(token.whitespace_) or (token.i + 1 < len(doc) and doc[token.i + 1].is_space) for token in tokens],
        known=known if (known != 0).any() else None,
    )


def load(folder: Path) -> Language:
    """Load a pipeline of English from its folder: spaCy's tokenizer and the network."""
    nlp = spacy.blank("en")
    cast(Encoder, nlp.add_pipe("kg_encoder", name="parser")).from_disk(folder / "parser")
    return nlp
