"""The one module that writes to stdout and stderr, and that knows the exit codes."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from time import monotonic
from typing import Any, TextIO

from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.domain.text import clean_line, harmless
from cockpit.language import _, headed, notice, say

_COLUMNS = 80
"""How wide text is that is read as such: every terminal and every mail shows it."""

_PATIENCE = 1.0
"""Seconds that a work takes without a bar."""


class ExitCode(IntEnum):
    """What a command's exit code tells a script."""

    FINE = 0
    REFUSED = 1
    WRONG_USAGE = 2
    CONDITIONAL = 10
    NOT_YET = 11
    NO_GO = 12
    STOPPED = 130
    """What a shell makes of ctrl+c."""


class WrongUsage(Refused):
    """The command was called in a way in which it cannot be."""


def wrong_usage(sentence: Message) -> WrongUsage:
    """A :class:`WrongUsage` with one problem."""
    return WrongUsage([Problem(sentence)])


def answered(command: Callable[[], int]) -> int:
    """Run ``command`` and return its exit code; what cannot be done is told in a line, and a traceback only to ``python -X dev``."""
    _take_any_text()
    try:
        if passed_over := notice():
            tell(passed_over)
        return command()
    except Refused as refused:
        tell_refusal(refused)
        return ExitCode.WRONG_USAGE if isinstance(refused, WrongUsage) else ExitCode.REFUSED
    except KeyboardInterrupt:
        tell_refusal(refuse(message(N_("stopped; nothing more was done"))))
        return ExitCode.STOPPED
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        tell_refusal(refuse(message(N_("Something went wrong in the cockpit itself: {error}"), error=_placed(error))))
        return ExitCode.REFUSED


def _placed(error: Exception) -> str:
    """An error of the program's own, with where it happened, for whoever is to mend it."""
    from traceback import extract_tb

    place = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({os.path.basename(place.filename)}, {place.lineno})"


def _take_any_text() -> None:
    """Have the streams take any text: what their encoding lacks becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def put(text: str) -> None:
    """Data, one piece of it a line, to stdout; a store that was edited by another program may hold anything."""
    try:
        _write(sys.stdout, harmless(text))
    except OSError as error:
        _silence(sys.stdout)
        raise refuse(message(N_("The output cannot be written: {reason}"), reason=error.strerror or str(error))) from None


def put_file(content: str) -> None:
    """The content of a file in UTF-8 to stdout, whatever encoding the terminal has."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    put(content.removesuffix("\n"))


def put_json(data: Any) -> None:
    """Data as JSON to stdout; equal data gives equal bytes."""
    put_file(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))


def tell(sentence: Message) -> None:
    """A message for the person at the terminal, to stderr: one line, whatever is repeated in it."""
    _tell(clean_line(say(sentence)))


def tell_refusal(refused: Refused) -> None:
    """Every problem of a refusal to stderr, a line each: where, what is wrong, what to do."""
    for problem in refused.problems:
        tell_problem(problem)


def tell_problem(problem: Problem) -> None:
    """A problem to stderr, in one line."""
    _tell(clean_line(f"cockpit: {said(problem)}"))


def tell_help(text: str) -> None:
    """Help that was not asked for, to stderr."""
    _tell(text)


def _tell(text: str) -> None:
    try:
        _write(sys.stderr, text)
    except OSError:
        _silence(sys.stderr)


def said(problem: Problem) -> str:
    """A problem as one line: the line of the file and the path in it, then the sentence."""
    place = _("line {line}").format(line=problem.line) if problem.line else ""
    where = ", ".join(part for part in (place, problem.where) if part)
    sentence = say(problem.message)
    return headed(where, sentence) if where else sentence


def put_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their longest cell, two blanks between them; the last is not padded."""
    from rich.cells import cell_len

    widths = [max((cell_len(row[place]) for row in (head, *rows)), default=0) for place in range(len(head))]
    for row in (head, *rows):
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        put("  ".join(cells).rstrip())


def put_wrapped(text: str, first: str, rest: str) -> None:
    """Text in lines of 80 columns at most, unless a word is longer: the first after ``first``, the others after ``rest``."""
    from rich.cells import cell_len

    line, begun = first, False
    for word in text.split(" "):
        if begun and cell_len(line) + 1 + cell_len(word) > _COLUMNS:
            put(line)
            line, begun = rest, False
        line, begun = f"{line} {word}" if begun else f"{line}{word}", True
    put(line)


@contextmanager
def progress_shown() -> Iterator[Callable[[Message], Callable[[int, int], None]]]:
    """Begins a stage of a long work; what it returns is told how much of how much is done, and draws a bar on a terminal.

    There is none before a second has passed, and none in what is not a terminal.
    """
    if not (sys.stderr and sys.stderr.isatty()):
        yield lambda stage: lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    bar = Progress(
        TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    begin = monotonic()

    def staged(stage: Message) -> Callable[[int, int], None]:
        task = bar.add_task(say(stage), total=None)

        def told(done: int, total: int) -> None:
            if monotonic() - begin > _PATIENCE and not bar.live.is_started:
                bar.start()
            bar.update(task, completed=done, total=max(total, 1), visible=done < total)

        return told

    try:
        yield staged
    finally:
        if bar.live.is_started:
            bar.stop()


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # Closed by whoever started the program.
        return
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:
        # The reader (head, less) has seen enough; the command goes on, so that its exit code is true.
        _silence(stream)


def _silence(stream: TextIO) -> None:
    """Lead what is left, and what Python writes at exit, nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
