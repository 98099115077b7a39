"""From the trees of an article to what it says: entities, events, and assertions with their sentences.

`extract` runs the steps in order, each a module of its own: names, noun phrases, frames, things, roles, factuality and
source, dates, identity, relations. None of them knows of spaCy or RDF.
"""

from __future__ import annotations

from kg.extract.assembly import extract

__all__ = ["extract"]
