"""`kg export`: a graph in another format."""

from __future__ import annotations

import click

from kg.cli.types import FORMAT, FROM, MinConfidence, check_target


@click.command()
@click.argument("graph", metavar="GRAPH")
@click.option("-o", "--output", default="-", metavar="FILE", help="File to write. [default: standard output]")
@FORMAT
@FROM
@click.option("--stated", is_flag=True, help="Leave out what was inferred and the background.")
@click.option("--statements", is_flag=True, help="Add an rdf:Statement with its sentence for each stated triple.")
@click.option("--min-confidence", type=MinConfidence, default=0.0, metavar="P", help="Leave out what is less sure.")
def export(
    graph: str,
    output: str,
    format_: str | None,
    from_: str | None,
    min_confidence: float,
    *,
    stated: bool,
    statements: bool,
) -> None:
    """Write a graph in another format, sorted, with the same bytes on every run.

    GRAPH is any RDF file, or - for standard input. TriG, N-Quads and JSON-LD keep the graphs; Turtle, N-Triples and
    RDF/XML hold their union, for which --statements keeps the sentence of every triple and the confidence of roles.

    \b
    kg export graph.trig -o graph.ttl
    kg export graph.trig --stated --statements -o stated.ttl.gz
    kg export graph.trig --format nt
    kg export graph.trig --min-confidence 0.8 -o sure.trig
    """
    from kg.export import write_graph
    from kg.store import read_quads

    check_target(output, format_)
    quads = list(read_quads(graph, format=from_))
    write_graph(quads, output, format=format_, stated=stated, sources=statements, min_confidence=min_confidence)
