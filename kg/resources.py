"""Where the files that travel with the package lie: in an installed wheel, or in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent


def find_resource(*parts: str) -> Path:
    """The path of a shipped file or folder, such as `find_resource("queries")`.

    A wheel carries `ontology/`, `queries/` and `seeds/` inside the package, under `kg/_data`;
    a checkout has them beside the package.
    """
    packaged = _PACKAGE / "_data"
    root = packaged if packaged.is_dir() else _PACKAGE.parent
    path = root.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"{path} does not exist: the installation of conflict-kg is incomplete")
    return path
