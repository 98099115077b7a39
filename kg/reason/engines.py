"""The engines by the names they have on the command line."""

from __future__ import annotations

from typing import Final

from kg.errors import UsageError, nearest

DEFAULT_ENGINE: Final = "kg"
ENGINES: Final = ("kg", "owlrl")
"""`kg` is the reasoner of this package; `owlrl` the library of that name, slow and without proofs, to compare with."""


def check_engine(name: str) -> str:
    """NAME where there is an engine of that name; `UsageError` tells the nearest one otherwise."""
    if name not in ENGINES:
        near = nearest(name, ENGINES)
        hint = f"Did you mean {near}? " if near else ""
        raise UsageError(f"there is no reasoner called {name!r}", hint=f"{hint}Known: {', '.join(ENGINES)}")
    return name
