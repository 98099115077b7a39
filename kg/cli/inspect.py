"""`kg inspect`: what kg works with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kg.cli.running import write_out

if TYPE_CHECKING:
    from kg.card import Card


@click.group()
def inspect() -> None:
    """Show what kg works with.

    \b
    kg inspect model         the language pipeline: licence, size, corpora, scores
    kg inspect model fast    the smaller one
    """


@inspect.command()
@click.argument("name", required=False, metavar="NAME")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="table for people, json for programs.",
)
def model(name: str | None, format_: str) -> None:
    """Show a language pipeline: what it is, what it was trained on, and how well it reads.

    NAME is what `kg build --model` takes: fast, an installed spaCy pipeline, or its folder; without it, the pipeline
    that kg itself takes is shown. Scores are in per cent.

    \b
    kg inspect model
    kg inspect model fast --format json
    """
    from kg.card import read_card

    card = read_card(name)
    write_out(_to_json(card) if format_ == "json" else _to_table(card))


def _to_json(card: Card) -> str:
    told: dict[str, Any] = {
        "name": card.name,
        "version": card.version,
        "description": card.description,
        "licence": card.licence,
        "folder": str(card.folder),
        "size": card.size,
        "components": list(card.components),
        "corpora": [{"name": one.name, "url": one.url, "licence": one.licence} for one in card.corpora],
        "scores": {texts: dict(table) for texts, table in card.scores.items()},
        "notes": card.notes,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _to_table(card: Card) -> str:
    facts = [
        ("name", card.name),
        ("version", card.version),
        ("description", card.description),
        ("licence", card.licence),
        ("size", f"{card.size / 1e6:.1f} MB"),
        ("components", ", ".join(card.components)),
        ("folder", str(card.folder)),
        ("notes", card.notes),
    ]
    blocks = [_align([(key, value) for key, value in facts if value])]
    if card.corpora:
        corpora = [(one.name, one.licence, one.url) for one in card.corpora]
        blocks.append(_align([("corpus", "licence", "from"), *corpora]))
    if card.scores:
        measures = list(dict.fromkeys(measure for table in card.scores.values() for measure in table))
        rows: list[tuple[str, ...]] = [("scores (%)", *measures)]
        for texts, table in card.scores.items():
            rows.append((texts, *(f"{table[one]:.1f}" if one in table else "" for one in measures)))
        blocks.append(_align(rows))
    return "\n".join(blocks)


def _align(rows: Sequence[tuple[str, ...]]) -> str:
    """Lines with the cells of each column below one another."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ("  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "".join(f"{line}\n" for line in lines)
