"""What measures beside the checkout: the scorers of annotated texts, which are not part of the project."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

from pyoxigraph import RdfFormat, serialize

from kg.dataset import to_quads
from kg.model import Extraction

EVAL = Path(__file__).parents[2] / "shared" / "eval"


def load_scorer(name: str) -> ModuleType:
    """The module NAME among the scorers."""
    sys.path.insert(0, str(EVAL))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(EVAL))


def write_nquads(extraction: Extraction, path: Path) -> None:
    """Write the graph of EXTRACTION as the scorers read it."""
    serialize(to_quads(extraction, base="http://example.org/kg/"), str(path), format=RdfFormat.N_QUADS)
