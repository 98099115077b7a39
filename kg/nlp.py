"""An article to words, trees and names: the only place that loads a spaCy pipeline.

Sentences come from the rules of `kg.sentences`; the parser finds the trees within them. It reads a shadow of the
text (`kg.shadow`) in pieces of bounded length, so that memory for parsing does not grow with the article. Offsets and
`Token.text` are those of the article itself.

Names have the labels of the pipeline. The shipped one knows DATE, EVENT, FAC, GPE, LANGUAGE, LAW, LOC, MONEY, NORP,
ORG, PERCENT, PERSON, PRODUCT, TIME, WEAPON and WORK_OF_ART; OntoNotes pipelines have CARDINAL, ORDINAL and QUANTITY
besides, but no WEAPON.
"""

from __future__ import annotations

import importlib
import re
import sys
import types
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.encoder import ROLES_KEY
from kg.errors import KgError, UsageError, nearest
from kg.gazetteer import load_gazetteer
from kg.lemmas import load_lemmas
from kg.model import Article, NameSpan, Parse, RoleArc, Sentence, Token
from kg.names import widen_names
from kg.sentences import Start, find_dateline, find_starts
from kg.shadow import is_shouting, to_plain, to_spoken, to_title
from kg.trees import Node, Scheme, find_scheme, to_trees

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_MODELS: Final = Path(__file__).parent / "models"
SHIPPED: Final = _MODELS / "conflict_news"
FAST: Final = _MODELS / "conflict_news_sm"
FAST_NAME: Final = "fast"
"""The name by which the smaller and faster of the two pipelines that come with kg is asked for."""

_CHUNK: Final = 10_000
_LONGEST_SENTENCE: Final = 5_000
_LONGEST_WORD: Final = 200
_TITLES: Final = tuple(
    "Adm. Amb. Brig. Capt. Cmdr. Col. Cpl. Gen. Gov. Lt. Maj. Pres. Prof. Rep. Sec. Sen. Sgt. Spc. Supt.".split()
)
"""Abbreviations that spaCy would part from their full stop, unlike the treebanks."""
_KNOWN_TITLE: Final = "dr."
"""As which the model reads them: too few of them are in what it was trained on."""
_JOINT: Final = r"(?<=[A-Z]\.)-(?=[A-Za-z])"
"""The hyphen of "U.S.-led": spaCy parts it only after a letter, the treebanks everywhere."""
_MARK: Final = re.compile(r"(?<=[^\s\[(])\[(?:\d{1,3}|[a-z]|note \d+|citation needed)\]")
"""The mark of a footnote, as encyclopedias set it right behind a word: "died.[3][4]"."""
_IS: Final = re.compile(r"(?<![\w.-])IS(?![\w.])")
"""The short form of "Islamic State", which the model takes for a verb unless it is spelled as a name that it knows."""
_AS_IS: Final = "UN"
_IS_IN_FULL: Final = re.compile(r"Islamic State|Daesh|Da[’']esh|\b(?:ISIS|ISIL)\b(?=[^a-z]*[a-z])")
"""Its other names, in a text that is not all in capitals."""
_NEEDED: Final = frozenset(
    "kg_encoder tok2vec transformer curated_transformer tagger morphologizer attribute_ruler parser ner "
    "entity_ruler".split()
)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A loaded language pipeline and the scheme of its trees."""

    nlp: Language
    scheme: Scheme


def load_pipeline(name: str | None = None) -> Pipeline:
    """Load the pipeline that comes with kg; "fast" is its smaller one, others go by their package or folder."""
    spacy = _import_spacy()
    importlib.import_module("kg.encoder.component")  # spaCy finds there what the shipped pipeline is made of
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if name in (None, FAST_NAME):
            # Their tokenizer is spaCy's own for English: reading it again would cost a tenth of a second.
            # numpy's matrix products take a third less time than those of BLIS, which thinc would choose.
            with importlib.import_module("thinc.api").use_ops("numpy", use_blis=False):
                nlp = spacy.load(SHIPPED if name is None else FAST, exclude=["tokenizer"])
            for title in _TITLES:
                nlp.tokenizer.add_special_case(title, [{"ORTH": title, "NORM": _KNOWN_TITLE}])
            infixes = importlib.import_module("spacy.util").compile_infix_regex([*nlp.Defaults.infixes, _JOINT])
            nlp.tokenizer.infix_finditer = infixes.finditer
        else:
            nlp = _load_other(spacy, name)
    return Pipeline(nlp=nlp, scheme=find_scheme(nlp.get_pipe("parser").labels))


def parse(pipeline: Pipeline, article: Article) -> Parse:
    """The words, sentences, trees and names of ARTICLE."""
    builder = _Builder()
    for chunk in _find_chunks(article.text):
        builder.add(article.text, chunk, _to_doc(pipeline.nlp, chunk), pipeline.scheme)
    return Parse(
        tokens=tuple(builder.tokens),
        sentences=tuple(builder.sentences),
        names=tuple(widen_names(builder.tokens, builder.names, load_gazetteer())),
        roles=tuple(builder.roles),
    )


# Loading


def _import_spacy() -> Any:
    """spaCy without its command line, which takes a quarter of the time of its import and is not needed here."""
    if "spacy" not in sys.modules and "spacy.cli" not in sys.modules:
        package, info = types.ModuleType("spacy.cli"), types.ModuleType("spacy.cli.info")
        vars(info)["info"] = None
        placeholders = {"spacy.cli": package, "spacy.cli.info": info}
        sys.modules.update(placeholders)
        try:
            spacy = importlib.import_module("spacy")
        finally:
            for name in placeholders:
                sys.modules.pop(name, None)
        vars(spacy).pop("cli", None)
    return importlib.import_module("spacy")


def _load_other(spacy: Any, name: str) -> Language:
    """Any spaCy pipeline for English with a parser, without those of its parts that kg has no use for."""
    config = _read_config(spacy, name)
    parts: dict[str, str] = {part: block.get("factory", "") for part, block in config.get("components", {}).items()}
    _check_parts(name, config["nlp"].get("lang"), {parts.get(part, "") for part in config["nlp"].get("pipeline", ())})
    unused = [part for part, factory in parts.items() if factory and factory not in _NEEDED]
    try:
        nlp: Language = spacy.load(name, exclude=unused)
    except Exception as error:
        raise KgError(
            f"the language pipeline {name!r} cannot be loaded: {' '.join(str(error).split())[:300]}",
            hint=f"It may be broken, or made for another spaCy than {spacy.__version__}",
        ) from error
    _check_version(spacy, name, nlp.meta)
    return nlp


def _read_config(spacy: Any, name: str) -> Any:
    """The configuration of an installed pipeline or of one in a folder; an error that tells what there is."""
    folder = Path(name)
    if spacy.util.is_package(name):
        package = spacy.util.get_package_path(name)
        meta = spacy.util.load_meta(package / "meta.json")
        folder = package / f"{meta['lang']}_{meta['name']}-{meta['version']}"
        _check_version(spacy, name, meta)
    elif not folder.exists():
        installed = sorted(spacy.util.get_installed_models())
        close = nearest(name, installed)
        hint = f"Did you mean {close}?" if close else f"Installed: {', '.join(installed) or 'none'}"
        raise UsageError(
            f"there is no language pipeline {name!r}, neither as a package nor as a folder",
            hint=f"{hint}. Without a name, kg uses its own; others are installed with: python -m spacy download NAME",
        )
    if not (folder / "config.cfg").is_file():
        raise UsageError(f"{name} is no spaCy pipeline: it has no config.cfg", hint="Name the folder that has one")
    if (folder / "meta.json").is_file():
        _check_version(spacy, name, spacy.util.load_meta(folder / "meta.json"))
    try:
        return spacy.util.load_config(folder / "config.cfg")
    except Exception as error:
        raise KgError(f"the configuration of {name} cannot be read: {error}", where=str(folder)) from error


def _check_parts(name: str, language: str | None, factories: set[str]) -> None:
    if language != "en":
        raise UsageError(f"the language pipeline {name!r} is for {language!r}", hint="kg reads English ('en') only")
    if "kg_encoder" in factories:
        return
    if "parser" not in factories:
        raise UsageError(f"the language pipeline {name!r} has no parser", hint="Such as en_core_web_sm has one")
    if not factories & {"tagger", "morphologizer"}:
        raise UsageError(f"the language pipeline {name!r} has no tagger", hint="Such as en_core_web_sm has one")


def _check_version(spacy: Any, name: str, meta: Any) -> None:
    wanted = meta.get("spacy_version", "")
    if wanted and spacy.util.is_compatible_version(spacy.__version__, wanted) is False:
        raise KgError(
            f"the language pipeline {name!r} is made for spaCy {wanted}, but {spacy.__version__} is installed",
            hint=f"Install the version of it that fits: python -m spacy download {name}",
        )


# From text to Doc


@dataclass(slots=True)
class _Chunk:
    """Whole sentences of the text, as the model reads them: `text` has single spaces between words.

    `words` holds, for each stretch between spaces, its offset in `text`, `places` its offset in the article.
    `starts` tells where sentences begin by offset in the article, and whether that is certain. A sentence that
    begins at a key of `datelines` is at first parsed apart from the dateline before it.
    """

    text: str = ""
    words: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    starts: dict[int, bool] = field(default_factory=dict)
    datelines: set[int] = field(default_factory=set)

    def to_place(self, offset: int) -> int:
        """The offset in the article of an offset in `text`."""
        number = bisect_right(self.words, offset) - 1
        return self.places[number] + offset - self.words[number]


def _find_chunks(text: str) -> Iterator[_Chunk]:
    """TEXT in pieces of whole sentences."""
    starts = find_starts(text)
    chunk, length = _Chunk(), 0
    parts: list[str] = []
    names_is = _IS_IN_FULL.search(text) is not None
    for start, end in _to_ranges(text, starts):
        if length > _CHUNK:
            chunk.text = " ".join(parts)
            yield chunk
            chunk, parts, length = _Chunk(), [], 0
        chunk.starts[start.offset] = start.certain
        for offset, word in _find_words(text, start.offset, end, chunk, names_is=names_is):
            chunk.words.append(length)
            chunk.places.append(offset)
            parts.append(word)
            length += len(word) + 1
    if parts:
        chunk.text = " ".join(parts)
        yield chunk


def _to_ranges(text: str, starts: Sequence[Start]) -> Iterator[tuple[Start, int]]:
    """Each sentence with its end; one that is too long for any sentence is cut between words."""
    for start, end in zip(starts, [*(start.offset for start in starts[1:]), len(text)], strict=False):
        while end - start.offset > _LONGEST_SENTENCE:
            cut = text.rfind(" ", start.offset + 1, start.offset + _LONGEST_SENTENCE) + 1
            cut = cut or start.offset + _LONGEST_SENTENCE
            yield start, cut
            start = Start(cut)
        yield start, end


def _find_words(text: str, start: int, end: int, chunk: _Chunk, *, names_is: bool) -> Iterator[tuple[int, str]]:
    """What stands between spaces in the shadow of a sentence, with its place in the article; no marks of notes.

    NAMES_IS says that "IS" is a name in the article.
    """
    sentence = _MARK.sub(lambda mark: " " * len(mark[0]), to_plain(text[start:end]))
    if is_shouting(sentence):
        sentence = to_spoken(sentence)
    elif names_is:
        sentence = _IS.sub(_AS_IS, sentence)
    report = find_dateline(text, start, end)
    if report is not None:
        chunk.datelines.add(report)
        head = sentence[: report - start]
        place = head.split("(")[0].split(",")[0]
        sentence = to_title(place) + sentence[len(place) :]
    offset = 0
    for word in sentence.split():
        offset = sentence.index(word, offset)
        for cut in range(0, len(word), _LONGEST_WORD):  # the tokenizer is slow on what has no end
            yield start + offset + cut, word[cut : cut + _LONGEST_WORD]
        offset += len(word)


def _to_doc(nlp: Language, chunk: _Chunk) -> Doc:
    """The parsed Doc of a chunk, with the beginnings of its sentences set before the parser runs."""
    doc = nlp.make_doc(chunk.text)
    previous = -1
    for token in doc:
        place = chunk.to_place(token.idx)
        token.is_sent_start = _starts_at(chunk, previous, place)
        previous = place
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _, part in nlp.pipeline:
            doc = part(doc)
    return doc


def _starts_at(chunk: _Chunk, previous: int, place: int) -> bool | None:
    """Whether a sentence begins with the word at PLACE; None leaves that to the parser."""
    if previous < 0 or place in chunk.datelines:
        return True
    certain = chunk.starts.get(place)
    return False if certain is None else True if certain else None


# From Doc to Parse


@dataclass(slots=True)
class _Builder:
    """What was found so far."""

    tokens: list[Token] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    names: list[NameSpan] = field(default_factory=list)
    roles: list[RoleArc] = field(default_factory=list)

    def add(self, text: str, chunk: _Chunk, doc: Doc, scheme: Scheme) -> None:
        """Append what was found in one chunk."""
        nodes = to_trees(doc, scheme)
        places = [(chunk.to_place(token.idx), chunk.to_place(token.idx + len(token) - 1) + 1) for token in doc]
        spans = _join_datelines([(sent.start, sent.end) for sent in doc.sents], nodes, places, chunk)
        first = len(self.tokens)
        find_lemma = load_lemmas().find_lemma
        for node, (start, end) in zip(nodes, places, strict=True):
            self.tokens.append(
                Token(
                    i=first + node.i,
                    text=text[start:end],
                    lemma=find_lemma(text[start:end] if node.text == _AS_IS else node.text, node.upos, node.xpos),
                    upos=node.upos,
                    xpos=node.xpos,
                    dep=node.dep,
                    head=first + node.head,
                    start=start,
                    end=end,
                )
            )
        for begin, stop in spans:
            self.sentences.append(
                Sentence(
                    index=len(self.sentences),
                    first=first + begin,
                    last=first + stop - 1,
                    start=places[begin][0],
                    end=places[stop - 1][1],
                )
            )
        for span in doc.ents:
            if all(token.text in _TITLES for token in span):
                continue
            self.names.append(NameSpan(first=first + span.start, last=first + span.end - 1, label=span.label_))
        for predicate, word, role, probability in doc.user_data.get(ROLES_KEY, ()):
            self.roles.append(
                RoleArc(predicate=first + predicate, word=first + word, role=role, probability=probability)
            )


def _join_datelines(
    spans: Sequence[tuple[int, int]], nodes: Sequence[Node], places: Sequence[tuple[int, int]], chunk: _Chunk
) -> list[tuple[int, int]]:
    """Put a dateline before its report again: as one sentence, in which it hangs on the root as `dep`."""
    joined: list[tuple[int, int]] = []
    for begin, stop in spans:
        if joined and places[begin][0] in chunk.datelines:
            earlier, _ = joined.pop()
            root = next(node for node in nodes[begin:stop] if node.head == node.i)
            for node in nodes[earlier:begin]:
                if node.head == node.i:
                    node.head, node.dep = root.i, "dep"
            begin = earlier
        joined.append((begin, stop))
    return joined
