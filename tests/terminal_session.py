"""The cockpit in a terminal of its own, in a process of its own, as a shell starts it."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.screen import Screen
from tests.command_line import ROOT

COCKPIT = (sys.executable, "-m", "cockpit")
STARTED = "Overview"
PATIENCE = 30.0


class Session:
    """A cockpit in a terminal: its process, the end of the terminal that people hold, and what they see of it."""

    def __init__(self, process: "subprocess.Popen[bytes]", terminal: int, size: tuple[int, int]) -> None:
        self.process, self.terminal = process, terminal
        self.screen = Screen(*size)
        self.written = b""
        """All that the cockpit has written so far and somebody has read."""

    def read(self, patience: float = 0.05) -> bool:
        """Read what there is to read, and answer what it asks; False where nothing came in so many seconds."""
        if not select.select([self.terminal], [], [], patience)[0]:
            return False
        try:
            piece = os.read(self.terminal, 65_536)
        except OSError:  # Nobody has the other end open any more.
            return False
        self.written += piece
        if answers := self.screen.feed(piece):
            os.write(self.terminal, answers)
        return bool(piece)

    def until(self, holds: str | Callable[[str], bool]) -> None:
        """Read until the screen shows a text, or what is asked of it holds."""
        deadline = time.monotonic() + PATIENCE
        while not (holds in self.screen.text if isinstance(holds, str) else holds(self.screen.text)):
            assert self.process.poll() is None, f"it has ended:\n{self.screen.text}"
            assert time.monotonic() < deadline, f"{holds} is not to be seen:\n{self.screen.text}"
            self.read(0.2)

    def type(self, keys: str) -> None:
        """Press keys, as the bytes that a terminal sends for them."""
        os.write(self.terminal, keys.encode())

    def resize(self, columns: int, lines: int) -> None:
        """Make the window larger or smaller."""
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def close(self) -> None:
        """Close the terminal, as who closes its window does."""
        if self.terminal >= 0:
            os.close(self.terminal)
            self.terminal = -1

    def ended(self) -> int:
        """Read until the cockpit has ended; its exit code, of a signal that killed it the negative number."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            self.read()
        while self.read(0.0):
            pass
        return self.process.wait(0.1)


@contextmanager
def session(
    environment: Mapping[str, str],
    arguments: Sequence[str] = (),
    *,
    controlling: bool = True,
    size: tuple[int, int] = (80, 24),
    started: str = STARTED,
    command: Sequence[str] = COCKPIT,
    folder: Path = ROOT,
) -> Iterator[Session]:
    """A cockpit, or a ``command`` that leads to one, that shows ``started``; only a ``controlling`` terminal tells the process when it goes.

    Of the environment of the tests nothing is passed on that says what the terminal is.
    """
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def alone() -> None:
        os.setsid()
        if controlling:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    told = ("COLORTERM", "COLORFGBG", "NO_COLOR", "SSH_CONNECTION", "STY", "TMUX", "TERM_PROGRAM", "LC_ALL", "LC_CTYPE")
    own = {name: value for name, value in os.environ.items() if name not in told}
    process = subprocess.Popen(
        [*command, *arguments], stdin=its, stdout=its, stderr=its, preexec_fn=alone, cwd=folder,
        env={**own, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment},
    )  # fmt: skip
    os.close(its)
    held = Session(process, ours, size)
    try:
        if started:
            held.until(started)
        yield held
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        held.close()
