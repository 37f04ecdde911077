"""A cockpit whose terminal is gone ends by itself: it neither stays nor keeps the processor busy."""

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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import pytest

from tests.command_line import ROOT, CommandLine

STARTED = "Overview"
PATIENCE = 30.0


class Session(NamedTuple):
    """A cockpit in a terminal: its process, and the end of the terminal that people hold."""

    process: "subprocess.Popen[bytes]"
    terminal: int


@contextmanager
def session(environment: Mapping[str, str], *, controlling: bool) -> Iterator[Session]:
    """A cockpit that has painted its first screen; only a ``controlling`` terminal tells the process when it goes."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def alone() -> None:
        os.setsid()
        if controlling:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        [sys.executable, "-m", "cockpit"], stdin=its, stdout=its, stderr=its, preexec_fn=alone, cwd=ROOT,
        env={**os.environ, **environment, "TERM": "xterm-256color"},
    )  # fmt: skip
    os.close(its)
    try:
        painted = b""
        deadline = time.monotonic() + PATIENCE
        while STARTED.encode() not in painted and time.monotonic() < deadline:
            if select.select([ours], [], [], 1.0)[0]:
                painted += os.read(ours, 65_536)
        yield Session(process, ours)
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("controlling", [True, False], ids=["told by the system", "not told"])
@pytest.mark.parametrize(
    "before", [(), (signal.SIGHUP, signal.SIGCONT), (signal.SIGCONT,)], ids=["", "hung up twice", "continued"]
)
def test_it_ends_when_its_terminal_is_closed(cockpit: CommandLine, before: Sequence[signal.Signals], controlling: bool) -> None:
    cockpit.done("project", "new", "SHOP", "One-page checkout")
    with session(cockpit.environment, controlling=controlling) as (process, terminal):
        for number in before:
            os.kill(process.pid, number)
        os.close(terminal)
        assert process.wait(PATIENCE) == 128 + signal.SIGHUP


def test_it_ends_as_asked_though_nobody_reads_what_it_paints(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "SHOP", "One-page checkout")
    with session(cockpit.environment, controlling=False) as (process, terminal):
        process.terminate()
        assert process.wait(PATIENCE) == 128 + signal.SIGTERM
        os.close(terminal)
