"""Files, folders, standard input and JSON Lines to articles, every text exactly as it was read.

A text is UTF-8; a byte order mark is not part of it, line ends stay as they are. What is known about an article
stands in `<stem>.meta.json` beside its text, in the front matter of a Markdown file, or in its line of JSON:

    {"id": "...", "title": "...", "date": "2013-06-25", "publisher": "...", "url": "...", "licence": "..."}

All keys are optional (`kg.metadata`); the metadata file wins over the front matter, and the date that a caller gives
serves only articles that have none. An article that cannot be read does not keep the others from being read.
"""

from __future__ import annotations

import dataclasses
import gzip
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Final, cast

from kg.errors import InputError, UsageError, nearest
from kg.language import find_other_language
from kg.leftovers import blank_leftovers
from kg.markup import blank_markup, find_heading, read_front_matter
from kg.metadata import META_SUFFIX, find_unknown_keys, parse_date, read_metadata, show_value, to_fields, to_object
from kg.model import Article, Diagnostic
from kg.plaintext import check_text, decode, read_bytes, too_large
from kg.slugs import to_slug

MAX_SIZE: Final = 5_000_000
"""Bytes that the text of one article may have, where the caller sets no other limit."""

STDIN: Final = "-"
TEXT_SUFFIXES: Final = (".txt", ".text")
MARKDOWN_SUFFIXES: Final = (".md", ".markdown")
LINES_SUFFIXES: Final = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")

_SUFFIXES: Final = (*TEXT_SUFFIXES, *MARKDOWN_SUFFIXES, *LINES_SUFFIXES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleBatch:
    """Articles in the order of their sources, what could not be read, and what is worth a warning.

    `prose` has, by article id, the text with its markup and other leftovers blanked, where it has any.
    """

    articles: tuple[Article, ...]
    failures: tuple[InputError, ...]
    diagnostics: tuple[Diagnostic, ...]
    prose: Mapping[str, str]

    def to_prose(self, article: Article) -> Article:
        """ARTICLE as a parser should read it: same length, same offsets, no markup."""
        text = self.prose.get(article.id)
        return article if text is None else dataclasses.replace(article, text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """An article before its id is settled; `given_id` is the one that its source states."""

    article: Article
    where: str
    given_id: str | None = None
    prose: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


_Outcome = _Found | InputError


def read_articles(
    sources: Sequence[str | Path], *, published: date | None = None, max_size: int = MAX_SIZE
) -> ArticleBatch:
    """Read the articles of files, folders and standard input (`-`); PUBLISHED dates those that have no date.

    A source that does not exist, or a folder without articles, raises `InputError` before anything is read;
    an article that cannot be read is listed in `failures`.
    """
    if isinstance(sources, (str, Path)):
        sources = [sources]
    if not sources:
        raise UsageError("no source of articles is named", hint="Name a file, a folder, or - for standard input")
    files = [file for source in sources for file in _find_files(source)]
    return _settle((found for file in files for found in _read(file, max_size)), published)


def _find_files(source: str | Path) -> Iterator[str | Path]:
    if str(source) == STDIN:
        yield STDIN
        return
    path = Path(source)
    try:
        if path.is_dir():
            yield from _find_in_folder(path)
            return
        exists = path.exists()
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", where=str(source)) from error
    if not exists:
        raise InputError("there is no such file or folder", where=str(path), hint=_near_file(path))
    if path.name.endswith(META_SUFFIX):
        raise InputError("this is the metadata of an article, not its text", where=str(path), hint="Name the text")
    if path.suffix and _suffix(path) is None:
        raise InputError(
            f"kg cannot read articles from {path.suffix} files",
            where=str(path),
            hint=f"It reads {', '.join(_SUFFIXES)}; plain text of another name comes in by: kg build - < {path.name}",
        )
    yield path


def _find_in_folder(folder: Path) -> Iterator[Path]:
    found: list[Path] = []

    def refuse(error: OSError) -> None:
        raise InputError(f"cannot be read: {error.strerror}", where=str(error.filename)) from error

    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(root, name) for name in names if not name.startswith(".") and _suffix(Path(name))]
    if not found:
        raise InputError(
            "the folder holds no articles",
            where=str(folder),
            hint=f"kg looks for files ending in {', '.join(_SUFFIXES)}",
        )
    yield from sorted(found, key=lambda path: path.relative_to(folder).parts)


def _near_file(path: Path) -> str | None:
    try:
        near = nearest(path.name, (entry.name for entry in path.parent.iterdir()))
    except OSError:
        return f"The folder {path.parent} does not exist either"
    return f"Did you mean {path.with_name(near)}?" if near else None


def _suffix(path: Path) -> str | None:
    name = path.name.lower()
    return next((suffix for suffix in reversed(_SUFFIXES) if name.endswith(suffix)), None)


def _read(source: str | Path, max_size: int) -> Iterator[_Outcome]:
    try:
        if isinstance(source, Path) and _suffix(source) in LINES_SUFFIXES:
            yield from _read_lines(source, max_size)
        elif isinstance(source, Path):
            yield _read_file(source, max_size)
        else:
            text = decode(read_bytes(sys.stdin.buffer, "(stdin)", max_size), "(stdin)")
            yield _Found(article=Article(id="stdin", text=text), where="(stdin)")
    except InputError as error:
        yield error
    except (OSError, EOFError, zlib.error) as error:
        yield InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}", where=str(source))


def _read_file(path: Path, max_size: int) -> _Found:
    with path.open("rb") as stream:
        text = decode(read_bytes(stream, str(path), max_size), str(path))
    is_markdown = _suffix(path) in MARKDOWN_SUFFIXES
    metadata = _find_front_matter(text, path) if is_markdown else {}
    diagnostics: tuple[Diagnostic, ...] = ()
    meta_path = path.with_name(_stem(path) + META_SUFFIX)
    if meta_path.is_file():
        given = read_metadata(meta_path)
        metadata |= to_fields(given, str(meta_path))
        diagnostics = tuple(find_unknown_keys(given, str(meta_path)))
    given_id = metadata.pop("id", None)
    article = _to_article(text, given_id or _stem(path), metadata)
    prose = blank_markup(text) if is_markdown else None
    if prose is not None and not prose.strip():
        raise InputError("the file holds no prose, only markup", where=str(path))
    return _Found(article=article, where=str(path), given_id=given_id, prose=prose, diagnostics=diagnostics)


def _stem(path: Path) -> str:
    suffix = _suffix(path)
    return path.name[: -len(suffix)] if suffix else path.name


def _find_front_matter(text: str, path: Path) -> dict[str, str]:
    try:
        fields = to_fields(read_front_matter(text), str(path))
    except ValueError as error:
        raise InputError(f"the front matter is not valid TOML: {error}", where=str(path)) from error
    heading = find_heading(text)
    return ({"title": heading} if heading else {}) | fields


def _read_lines(path: Path, max_size: int) -> Iterator[_Outcome]:
    is_packed = path.name.lower().endswith(".gz")
    with gzip.open(path) if is_packed else path.open("rb") as stream:
        is_empty = True
        for number, line in _split_lines(cast("IO[bytes]", stream), 8 * max_size):
            is_empty = False
            where = f"{path}:{number}"
            try:
                yield _read_line(line, where, f"{_stem(path)}-{number}", max_size)
            except InputError as error:
                yield error
    if is_empty:
        raise InputError("the file holds no article", where=str(path), hint="Each line should be a JSON object")


def _split_lines(stream: IO[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines that are not blank, with their numbers; None stands for a line longer than LIMIT bytes."""
    number = 0
    while line := stream.readline(limit):
        number += 1
        is_whole = len(line) < limit or line.endswith(b"\n")
        while not is_whole and (rest := stream.readline(limit)):
            is_whole = rest.endswith(b"\n")
            line = b""
        if not line:
            yield number, None
        elif line.strip():
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def _read_line(line: bytes | None, where: str, default_id: str, max_size: int) -> _Found:
    if line is None:
        raise too_large(where, max_size)
    try:
        record = to_object(decode(line, where))
    except ValueError as error:
        raise InputError(f"not valid JSON: {error}", where=where, hint="Each line should be a JSON object") from error
    text = record.get("text")
    if not isinstance(text, str):
        near = nearest("text", record) if text is None else None
        what = "there is no text" if text is None else f"the text is no string: {show_value(text)}"
        raise InputError(what, where=where, hint=f"Should {near!r} be named 'text'?" if near else None)
    check_text(text, where, max_size)
    fields = to_fields(record, where)
    given_id = fields.pop("id", None)
    return _Found(article=_to_article(text, given_id or default_id, fields), where=where, given_id=given_id)


def _to_article(text: str, wanted_id: str, fields: Mapping[str, str]) -> Article:
    return Article(
        id=to_slug(wanted_id),
        text=text,
        title=fields.get("title"),
        published=parse_date(fields["date"]) if "date" in fields else None,
        publisher=fields.get("publisher"),
        url=fields.get("url"),
        author=fields.get("author"),
        licence=fields.get("licence"),
    )


def _settle(outcomes: Iterable[_Outcome], published: date | None) -> ArticleBatch:
    """Give every article an id and, where it has none, the date; drop what came twice."""
    articles: list[Article] = []
    failures: list[InputError] = []
    diagnostics: list[Diagnostic] = []
    prose: dict[str, str] = {}
    by_slug: dict[str, list[_Found]] = {}
    used: set[str] = set()
    for found in outcomes:
        if isinstance(found, InputError):
            failures.append(found)
            continue
        clean = blank_leftovers(found.article.text if found.prose is None else found.prose)
        language = find_other_language(clean)
        if language is not None:
            what = f"the text seems to be {language}"
            failures.append(InputError(what, where=found.where, hint="kg reads English only; translate it first"))
            continue
        namesakes = by_slug.setdefault(found.article.id, [])
        if any(other.article == found.article for other in namesakes):
            diagnostics.append(_diagnose("duplicate-article", "passed over: the same article came before", found))
            continue
        clash = next((other for other in namesakes if found.given_id and other.given_id == found.given_id), None)
        if clash is not None:
            what = f"the id {found.given_id!r} stands for another article already, in {clash.where}"
            failures.append(InputError(what, where=found.where, hint="Give each article an id of its own"))
            continue
        namesakes.append(found)
        article = dataclasses.replace(
            found.article, id=_free_id(found.article.id, used), published=found.article.published or published
        )
        used.add(article.id)
        articles.append(article)
        diagnostics += found.diagnostics
        if article.published is None:
            message = "no date is known, so times such as 'last week' stay open; set one with --published"
            diagnostics.append(_diagnose("no-date", message, found))
        if clean != article.text:
            prose[article.id] = clean
    return ArticleBatch(articles=tuple(articles), failures=tuple(failures), diagnostics=tuple(diagnostics), prose=prose)


def _free_id(wanted: str, used: set[str]) -> str:
    number = 1
    candidate = wanted
    while candidate in used:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def _diagnose(code: str, message: str, found: _Found) -> Diagnostic:
    return Diagnostic(code=code, message=message, where=found.where)
