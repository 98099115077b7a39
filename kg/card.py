"""What is known of a language pipeline, from its meta.json: what it is, what it was trained on, how well it reads.

Nothing is loaded for it, neither the weights nor spaCy: pipelines are found by the packages and folders that exist.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError, UsageError, nearest
from kg.nlp import FAST, FAST_NAME, SHIPPED

_META: Final = "meta.json"
_SPACY_SCORES: Final = {
    "pos_acc": "UPOS",
    "morph_acc": "feats",
    "tag_acc": "XPOS",
    "dep_uas": "UAS",
    "dep_las": "LAS",
    "sents_f": "sentences",
    "ents_f": "names",
}
"""The scores that spaCy writes after training, as fractions, and what they are called here."""
_SPACY_SET: Final = "as its makers state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Texts that a pipeline was trained on."""

    name: str
    url: str
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A pipeline as it describes itself; `scores` has a table of measures, in per cent, for each set of texts."""

    name: str
    version: str
    description: str
    licence: str
    folder: Path
    size: int
    components: tuple[str, ...]
    corpora: tuple[Corpus, ...]
    scores: Mapping[str, Mapping[str, float]]
    notes: str


def read_card(name: str | None = None) -> Card:
    """Read what is known of the pipeline that kg takes for NAME: its own, "fast", a package or a folder.

    >>> read_card("fast").name
    'conflict_news_sm'
    """
    folder = _find_folder(name)
    meta = _read_meta(folder)
    return Card(
        name=str(meta.get("name", "")),
        version=str(meta.get("version", "")),
        description=str(meta.get("description", "")),
        licence=str(meta.get("license", "")),
        folder=folder,
        size=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        components=tuple(str(part) for part in meta.get("pipeline") or ()),
        corpora=tuple(_to_corpora(meta.get("sources"))),
        scores=_to_scores(meta.get("performance") or {}),
        notes=str(meta.get("notes", "")),
    )


def _find_folder(name: str | None) -> Path:
    if name is None or name == FAST_NAME:
        return SHIPPED if name is None else FAST
    installed = sorted(entry.name for entry in importlib.metadata.entry_points(group="spacy_models"))
    package = _find_package(name) if name in installed or name.isidentifier() else None
    if package is not None and (package / _META).is_file():
        meta = _read_meta(package)
        inner = package / f"{meta.get('lang')}_{meta.get('name')}-{meta.get('version')}"
        return inner if (inner / _META).is_file() else package
    folder = Path(name)
    if name and (folder / _META).is_file():
        return folder
    if name and folder.is_dir():
        raise UsageError(f"{name} is no spaCy pipeline: it has no {_META}", hint="Name the folder that has one")
    close = nearest(name, [FAST_NAME, *installed])
    known = f"Did you mean {close}?" if close else f"Installed: {', '.join(installed) or 'none'}"
    raise UsageError(
        f"there is no language pipeline {name!r}, neither as a package nor as a folder",
        hint=f"{known}. Without a name, kg tells of its own; {FAST_NAME} is the smaller one of kg",
    )


def _find_package(name: str) -> Path | None:
    try:
        spec = importlib.util.find_spec(name)
    except ValueError:  # what is no package may still have a name, such as __main__
        return None
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def _read_meta(folder: Path) -> dict[str, Any]:
    place = folder / _META
    try:
        meta = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", where=str(place)) from error
    if not isinstance(meta, dict):
        raise InputError("does not hold a JSON object", where=str(place))
    return meta


def _to_corpora(sources: Any) -> Iterator[Corpus]:
    """What `sources` lists; some pipelines have names or nothing there."""
    for source in sources if isinstance(sources, list) else ():
        if isinstance(source, dict):
            yield Corpus(
                name=str(source.get("name", "")),
                url=str(source.get("url", "")),
                licence=str(source.get("license", "")),
            )
        else:
            yield Corpus(name=str(source), url="", licence="")


def _to_scores(performance: Any) -> dict[str, dict[str, float]]:
    """Tables as kg writes them, by set, or the numbers that spaCy writes, as one table."""
    if not isinstance(performance, dict):
        return {}
    flat = {
        measure: round(100 * performance[key], 1)
        for key, measure in _SPACY_SCORES.items()
        if isinstance(performance.get(key), (int, float))
    }
    if flat:
        return {_SPACY_SET: flat}
    tables = {
        str(texts): {str(measure): value for measure, value in table.items() if isinstance(value, (int, float))}
        for texts, table in performance.items()
        if isinstance(table, dict)
    }
    return {texts: table for texts, table in tables.items() if table}
