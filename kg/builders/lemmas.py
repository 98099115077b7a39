"""Write the table of lemmas that `kg.lemmas` reads, `kg/models/lemmas.txt.gz`.

python -m kg.builders.lemmas --data ../shared/data           rewrite it
python -m kg.builders.lemmas --data ../shared/data --check   say whether it is stale (exit 1), write nothing

Lemmas are the single words of Open English WordNet. Irregular forms are its own and those of UD English EWT
(training part only); a form is written only where the rules of `kg.lemmas` would not find its lemma.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import click

from kg.builders.tables import read_json_lines
from kg.errors import InputError, KgError
from kg.lemmas import TABLE, LemmaTable, find_stems

HEADER: Final = (
    "# Lemmas and irregular forms. Written by `python -m kg.builders.lemmas`; do not edit. CC BY-SA 4.0.",
    "# Open English WordNet, CC BY 4.0; UD English EWT (training part), CC BY-SA 4.0: see NOTICE.",
)

_UPOS: Final[Mapping[str, str]] = {"n": "NOUN", "v": "VERB", "a": "ADJ", "s": "ADJ", "r": "ADV"}
_WORD: Final = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_NAME: Final = re.compile(r"[A-Z][a-z]+")
_CLOSED: Final = frozenset({"ADP", "AUX", "CCONJ", "DET", "INTJ", "PART", "PRON", "SCONJ"})
_OPEN: Final = frozenset(_UPOS.values())
_ABBREVIATION: Final = re.compile(r"[A-Z][a-z]{2,3}\.?")
_LEAST: Final = 2
_LEAST_AGAINST_RULES: Final = 8

Counts = Mapping[tuple[str, str, str], Counter[str]]


def build_lemmas(data: Path) -> str:
    """The text of the table."""
    known, irregular = read_wordnet(data / "oewn" / "entries.jsonl.gz")
    counts = read_treebank(data / "ud_ewt" / "en_ewt-ud-train.conllu.gz")
    forms = {upos: dict(pairs) for upos, pairs in irregular.items()}
    for upos, form, lemma in find_forms(counts, known):
        forms.setdefault(upos, {})[form] = lemma
    known["CLOSED"] = set(find_closed(counts))
    plain = LemmaTable({upos: frozenset(words) for upos, words in known.items()}, {})
    lines = [*HEADER, *(f"known {upos} {' '.join(sorted(words))}" for upos, words in sorted(known.items()))]
    for upos, pairs in sorted(forms.items()):
        needed = [f"{form} {lemma}" for form, lemma in sorted(pairs.items()) if _is_needed(plain, upos, form, lemma)]
        lines.append(f"forms {upos} {' '.join(needed)}")
    return "\n".join(lines) + "\n"


def read_wordnet(path: Path) -> tuple[dict[str, set[str]], dict[str, dict[str, str]]]:
    """Single words by part of speech, and the forms that WordNet gives them; of two lemmas, the one of more senses."""
    known: dict[str, set[str]] = {upos: set() for upos in (*_UPOS.values(), "PROPN")}
    best: dict[tuple[str, str], tuple[int, str]] = {}
    senses: Counter[tuple[str, str]] = Counter()
    for entry in read_json_lines(path):
        lemma, upos = entry["l"], _UPOS[entry["p"][0]]
        if _NAME.fullmatch(lemma) and upos in ("NOUN", "ADJ"):
            known["PROPN" if upos == "NOUN" else "ADJ"].add(lemma)
        if not _WORD.fullmatch(lemma):
            continue
        known[upos].add(lemma)
        senses[upos, lemma] += len(entry["s"])
        for form in entry.get("forms", ()):
            if _WORD.fullmatch(form) and form != lemma:
                best[upos, form] = max(best.get((upos, form), (0, "")), (len(entry["s"]), lemma))
    forms: dict[str, dict[str, str]] = defaultdict(dict)
    for (upos, form), (count, lemma) in best.items():
        if all(senses[upos, stem] <= count for stem in find_stems(form, upos)):  # "bases" are not of a "basis"
            forms[upos][form] = lemma
    return known, forms


def read_treebank(path: Path) -> Counts:
    """How often a word with its part of speech and its tag has which lemma."""
    counts: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for form, lemma, upos, xpos in _read_words(path):
        if upos == "PROPN":
            counts[upos, form, xpos][lemma] += 1
        elif not (upos in _OPEN and xpos.startswith("NNP")):
            counts[upos, form.lower(), xpos][lemma if lemma == "I" else lemma.lower()] += 1
    return counts


def find_forms(counts: Counts, known: Mapping[str, set[str]]) -> Iterator[tuple[str, str, str]]:
    """Part of speech, form and lemma of what the treebank teaches; the tag is added where the lemma depends on it."""
    totals: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (upos, form, _), lemmas in counts.items():
        totals[upos, form] += lemmas
    for (upos, form), lemmas in totals.items():
        lemma, count = lemmas.most_common(1)[0]
        if " " in form + lemma or count < _LEAST:
            continue
        rivals = upos in _OPEN and any(stem != lemma and stem in known[upos] for stem in find_stems(form, upos))
        if rivals and count < _LEAST_AGAINST_RULES:
            continue
        if upos in _CLOSED or (upos in _OPEN and _is_trusted(form, lemma, known[upos])):
            yield upos, form, lemma
        if upos == "PROPN" and lemma != form and _ABBREVIATION.fullmatch(form) and lemma.startswith(form[:3]):
            yield upos, form, lemma
    for (upos, form, xpos), lemmas in counts.items():
        lemma, count = lemmas.most_common(1)[0]
        usual = totals[upos, form].most_common(1)[0][0]
        if upos in _CLOSED and lemma != usual and count >= _LEAST and " " not in form + lemma:
            yield upos, f"{form}/{xpos}", lemma


def find_closed(counts: Counts) -> Iterator[str]:
    """The words of closed classes, misspelt ones left out as far as they are rare."""
    totals: Counter[str] = Counter()
    for (upos, form, _), lemmas in counts.items():
        if upos in _CLOSED - {"INTJ"} and form.isalpha():
            totals[form] += lemmas.total()
    return (form for form, count in totals.items() if count > _LEAST)


def _is_trusted(form: str, lemma: str, known: set[str]) -> bool:
    """A misspelt form is no form: "teh" would become one of "the"."""
    return lemma in known and _WORD.fullmatch(form) is not None and (form == lemma or form[0] == lemma[0])


def _is_needed(plain: LemmaTable, upos: str, form: str, lemma: str) -> bool:
    if upos not in _OPEN:
        return "/" in form or form != lemma
    return _find_plainly(plain, upos, form) != lemma


def _find_plainly(plain: LemmaTable, upos: str, form: str) -> str:
    for stem in find_stems(form, upos):
        if stem in plain.known[upos]:
            return stem
    return form


def _read_words(path: Path) -> Iterator[tuple[str, str, str, str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if len(cells) == 10 and cells[0].isdigit():
                    yield cells[1], cells[2], cells[3], cells[4]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from error


@click.command()
@click.option("--data", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Sources.")
@click.option("--check", is_flag=True, help="Only say whether the table is stale.")
def main(data: Path, check: bool) -> None:
    """Rebuild the table of lemmas."""
    try:
        text = build_lemmas(data)
    except KgError as error:
        raise click.ClickException(str(error)) from error
    if not check:
        TABLE.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
    elif not TABLE.exists() or gzip.decompress(TABLE.read_bytes()).decode("utf-8") != text:
        click.echo(f"stale: {TABLE.name}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
