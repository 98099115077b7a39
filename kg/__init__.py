"""kg: a knowledge-graph builder for news and analysis of armed conflict, with SPARQL on top."""

__version__ = "0.1.0"
