"""The command `kg`: parses, calls the pipeline, prints. Data go to standard output, talk goes to standard error.

Exit codes: 0 done; 1 the answer is no, or kg is at fault; 2 usage; 3 an input or output could not be read or written;
4 the graph is inconsistent; 5 partly done, the failures listed; 6 a limit was reached; 130 interrupted.
"""

from __future__ import annotations

from typing import NoReturn

import click

import kg
from kg.cli.build import build
from kg.cli.enrich import enrich
from kg.cli.eval import eval_
from kg.cli.explain import explain
from kg.cli.export import export
from kg.cli.inspect import inspect
from kg.cli.link import link
from kg.cli.query import query
from kg.cli.reason import reason
from kg.cli.running import KgGroup
from kg.cli.update import add, retract


@click.group(cls=KgGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(kg.__version__, prog_name="kg", message="%(prog)s %(version)s")
def cli() -> None:
    """From news of armed conflict to a graph in which every statement leads to its sentence.

    \b
    kg build seeds/ -o graph.trig           read articles, write what they say
    kg reason graph.trig -o full.trig       add what follows from it
    kg explain full.trig --query inferred-only --row 1   show why a fact holds
    kg add full.trig talks.txt              add articles, and what follows from them
    kg retract full.trig talks-off          take an article back
    kg link full.trig -o linked.trig        link its things to other datasets
    kg enrich linked.trig -o rich.trig      bring coordinates and dates for what is linked
    kg query full.trig attacks              answer a saved question
    kg export full.trig -o graph.ttl        write another format
    kg eval gold/ graph.trig                compare with what people annotated
    kg inspect model                        show what reads the text, and how well
    """


for _command in (build, reason, explain, add, retract, link, enrich, query, export, eval_, inspect):
    cli.add_command(_command)


def main() -> NoReturn:
    """Run `kg` with the arguments of the process, and leave with its exit code."""
    cli(prog_name="kg")
    raise AssertionError("the group leaves by itself")
