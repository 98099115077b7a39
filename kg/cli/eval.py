"""`kg eval`: how near graphs come to what people read in the same articles."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.running import write_out
from kg.errors import InputError, PartialFailureError, UsageError


@click.command("eval")
@click.argument("gold", metavar="GOLD")
@click.argument("graphs", metavar="GRAPHS")
@click.option("--errors", is_flag=True, help="Show what was missed, spurious or wrong, with its sentence.")
@click.option("--calibration", is_flag=True, help="Show how often facts of each confidence are right.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="table for people; json has figures, errors and calibration; csv the one asked for.",
)
def eval_(gold: str, graphs: str, format_: str, *, errors: bool, calibration: bool) -> None:
    """Compare graphs with articles that people have annotated.

    GOLD is an annotated article (.json), or a folder of them. GRAPHS is a graph of any format, or a folder with
    talks.trig (or .ttl, .nq ...) for each talks.json. A graph may hold many articles: that with the annotated text is
    taken, or else that with the same id.

    An annotated article has "text" (or the name of its .txt file), and by keys of your choice "entities" ({"type",
    "names"}) and "events" ({"type", "anchors", roles, "begin", "end", "deaths", "injuries", "detained", "factuality",
    "source"}), and "relations" ([entity, relation, entity]). Types, roles and relations are those of the ontology. An
    anchor is quoted with words around it that make it unique: "launched an *attack* on".

    A fact is an event with its type, a role, or a relation; the row of facts sums up the three.

    \b
    kg eval gold/ graph.trig
    kg eval gold/talks.json graph.trig --errors
    kg eval gold/ graph.trig --calibration --format csv
    """
    from kg.evaluation import GraphFinder, evaluate, read_gold, report

    if errors and calibration and format_ != "json":
        raise UsageError("--errors and --calibration exclude each other", hint="--format json tells both")
    if not Path(graphs).exists():
        raise InputError("no such file or folder", where=graphs)
    found = evaluate(read_gold(Path(gold)), GraphFinder(Path(graphs)))
    writers = {
        "table": (report.format_figures, report.format_errors, report.format_calibration),
        "csv": (report.figures_to_csv, report.errors_to_csv, report.calibration_to_csv),
        "json": (report.to_json,) * 3,
    }
    write_out(writers[format_][1 if errors else 2 if calibration else 0](found))
    if found.absent:
        total = len(found.by_article)
        raise PartialFailureError(
            f"{len(found.absent)} of {total} annotated articles have no graph: they count as read without a find",
            failed=tuple(found.absent),
        )
