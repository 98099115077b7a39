"""The errors that users see: what is wrong, where, and what to do about it.

Libraries raise these; only `kg.cli` turns them into messages and exit codes.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import ClassVar


class KgError(Exception):
    """Base of all errors of kg; `exit_code` is what the command line ends with."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"\n  {self.hint}" if self.hint else ""
        return f"{place}{self.message}{advice}"


class UsageError(KgError):
    """The call itself is off: an unknown format, option value or query name."""

    exit_code = 2


class InputError(KgError):
    """Something given could not be read or parsed, or an output could not be written."""

    exit_code = 3


class InconsistentGraphError(KgError):
    """The graph contradicts the ontology."""

    exit_code = 4


class PartialFailureError(KgError):
    """Part of the work was done; `failed` names what was not."""

    exit_code = 5

    def __init__(self, message: str, *, failed: tuple[str, ...], hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.failed = failed


class LimitError(KgError):
    """A limit on time or resources was reached."""

    exit_code = 6


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of KNOWN most like WORD, or None where nothing is like it.

    >>> nearest("timelin", ["timeline", "actors"])
    'timeline'
    """
    matches = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.5)
    return matches[0] if matches else None
