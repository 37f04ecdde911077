"""The one module that writes to stdout and stderr, and that knows the exit codes."""

import json
import os
import sys
from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from cockpit.domain.message import Message
from cockpit.domain.problem import Problem, Refused
from cockpit.language import _, say


class ExitCode(IntEnum):
    """What a command's exit code tells a script."""

    FINE = 0
    REFUSED = 1
    WRONG_USAGE = 2
    CONDITIONAL = 10
    NOT_YET = 11
    NO_GO = 12


def put(text: str) -> None:
    """Data, one piece of it a line, to stdout."""
    _write(sys.stdout, text)


def put_json(data: Any) -> None:
    """Data as JSON to stdout; equal data gives equal bytes."""
    put(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))


def tell(sentence: Message) -> None:
    """A message for the person at the terminal, to stderr."""
    _write(sys.stderr, say(sentence))


def tell_refusal(refused: Refused) -> None:
    """Every problem of a refusal to stderr, a line each: where, what is wrong, what to do."""
    for problem in refused.problems:
        _write(sys.stderr, f"cockpit: {said(problem)}")


def said(problem: Problem) -> str:
    """A problem as one line: the line of the file and the path in it, then the sentence."""
    place = _("line {line}").format(line=problem.line) if problem.line else ""
    where = ", ".join(part for part in (place, problem.where) if part)
    sentence = say(problem.message)
    return f"{where}: {sentence}" if where else sentence


def put_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their longest cell, two blanks between them; the last is not padded."""
    from rich.cells import cell_len

    widths = [max((cell_len(row[place]) for row in (head, *rows)), default=0) for place in range(len(head))]
    for row in (head, *rows):
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        put("  ".join(cells).rstrip())


def _write(stream: Any, text: str) -> None:
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise SystemExit(ExitCode.FINE) from None
