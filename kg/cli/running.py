"""How commands end: errors become messages and exit codes, never tracebacks."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

import click

from kg.errors import InputError, KgError, LimitError, PartialFailureError
from kg.model import Diagnostic

T = TypeVar("T")

INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
"""What a shell reports of a program that lost its reader: 128 and the number of SIGPIPE."""

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
_TICK: Final = 0.1
"""Seconds after which a wait looks whether it was interrupted."""
_SHOWN: Final = 20
_LONGEST_NAME: Final = 200
_LONG_WORD: Final = re.compile(rf"(\S{{{_LONGEST_NAME}}})\S+")
_LONGEST_LINE: Final = 2000
_ALIKE: Final = 3


class _ReaderGoneError(Exception):
    """Whoever read standard output has left: what click takes for exit code 1, which here means something else."""


class KgGroup(click.Group):
    """The group of all commands: it knows how each error ends the process."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that CTX names."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _ReaderGoneError from error

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        sys.exit(self._run(args, prog_name, complete_var, extra))

    def _run(
        self, args: Sequence[str] | None, prog_name: str | None, complete_var: str | None, extra: dict[str, Any]
    ) -> int:
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            sys.stdout.flush()
            return code if isinstance(code, int) else 0
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.ctx.get_help() if error.ctx else error.format_message(), err=True)
            return error.exit_code
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except (click.Abort, KeyboardInterrupt):
            say("Interrupted: nothing was written")
            return INTERRUPTED
        except Exception as error:
            return _report(error)


def say(text: str) -> None:
    """Talk to people: on standard error, so that data and talk never mix."""
    # Where nobody listens to the talk any more, the work goes on.
    with contextlib.suppress(BrokenPipeError):
        click.echo("\n".join(map(_cut_line, text.split("\n"))), err=True)


def _cut_line(line: str) -> str:
    """LINE as people can read it: whoever gave a page of text as a name knows what it was."""
    line = _LONG_WORD.sub(r"\1…", line)
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"


def write_out(text: str) -> None:
    """Write data to standard output as UTF-8 with the line ends it has, whatever the platform."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def say_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Print warnings; of many with one code, the first few and how many more there are."""
    by_code: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        by_code.setdefault(diagnostic.code, []).append(diagnostic)
    for code, alike in by_code.items():
        for diagnostic in alike[:_ALIKE]:
            say(f"Warning: {diagnostic.where}: {diagnostic.message} [{code}]")
        if len(alike) > _ALIKE:
            say(f"Warning: {len(alike) - _ALIKE} more of this kind [{code}]")


def run_interruptibly(work: Callable[[], T]) -> T:
    """What WORK returns; Ctrl-C ends the wait for it at once, even while it is at work outside of Python."""
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:
            failure.append(error)

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    while worker.is_alive():
        worker.join(_TICK)
    if failure:
        raise failure[0]
    return outcome[0]


def _report(error: Exception) -> int:
    if isinstance(error, (BrokenPipeError, _ReaderGoneError)):
        _give_up_stdout()
        return BROKEN_PIPE
    if os.environ.get("KG_DEBUG") == "1":
        # Asked for by the user: the interpreter prints the traceback and leaves with 1.
        raise error
    if isinstance(error, KgError):
        say(f"Error: {error}")
        if isinstance(error, PartialFailureError):
            _say_failed(error.failed)
        return error.exit_code
    if isinstance(error, OSError) and error.filename is not None:
        # What the system refuses, such as a name that is too long, is nobody's fault here.
        say(f"Error: {error.filename}: {error.strerror}")
        return InputError.exit_code
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        # Errors of files have their names, so this is standard output.
        _give_up_stdout()
        say(f"Error: (stdout): cannot be written: {error.strerror}")
        return InputError.exit_code
    if isinstance(error, MemoryError):
        say("Error: not enough memory\n  Give kg fewer articles at a time")
        return LimitError.exit_code
    say(
        f"Error: kg is at fault here: {type(error).__name__}: {error}\n"
        "  Please report it with the command you ran; KG_DEBUG=1 shows where it happened"
    )
    return 1


def _say_failed(failed: Sequence[str]) -> None:
    for line in failed[:_SHOWN]:
        say(f"  failed: {line}")
    if len(failed) > _SHOWN:
        say(f"  failed: {len(failed) - _SHOWN} more")


def _give_up_stdout() -> None:
    # Python flushes standard output once more when it leaves, which would complain again.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
