"""A command on a schedule: run without a shell, in a small environment, for as long as it may take, and never left behind.

Every run has a guard (:mod:`cockpit.feeds.guard`), a process that kills all of it when it is late, and when the cockpit ends, however it does.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cockpit.domain.feed_progress import FeedFault
from cockpit.domain.validation import echo

MOST_OUTPUT = 64 * 1024
"""Bytes that a command may print; a value takes a few of them."""

_MOST_COMPLAINT = 4096
_MOST_PIECES = 16
"""Bytes of what a command complains of that are kept, and how often each of its streams is read at a time."""

_PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR")
"""The variables of the environment that a command gets to see."""

_GUARD = Path(__file__).with_name("guard.py")


@dataclass(frozen=True)
class Printed:
    """What a run of a command has come to: what it printed, or why that does not count."""

    output: bytes = b""
    fault: FeedFault | None = None
    detail: str = ""


class CommandRun:
    """One run of a command, begun with it; :meth:`poll` never waits.

    The command runs in the user's home folder.
    """

    def __init__(self, command: Sequence[str], limit: float, environment: Mapping[str, str] = os.environ) -> None:
        self._limit = limit
        self._output = bytearray()
        self._complaint = bytearray()
        self._lifeline, theirs = socket.socketpair()
        try:
            self.guard = subprocess.Popen(
                [sys.executable, "-I", "-S", str(_GUARD), str(theirs.fileno()), str(limit), *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=(theirs.fileno(),),
                env={name: environment[name] for name in _PASSED_ON if name in environment},
                cwd=_home(environment),
                start_new_session=True,
            )
        except BaseException:
            self._lifeline.close()
            raise
        finally:
            theirs.close()
        assert self.guard.stdout is not None
        assert self.guard.stderr is not None
        self._streams = ((self.guard.stdout.fileno(), self._output), (self.guard.stderr.fileno(), self._complaint))
        for descriptor, _ in self._streams:
            os.set_blocking(descriptor, False)

    def poll(self) -> Printed | None:
        """What the run has come to; None while it goes on."""
        ended = self.guard.poll() is not None
        self._take()
        if len(self._output) > MOST_OUTPUT:
            self.close()
            return Printed(fault=FeedFault.TOO_MUCH, detail=str(MOST_OUTPUT))
        if not ended:
            return None
        told = self._told()
        self.close()
        return self._judged(told)

    def close(self) -> None:
        """Stop the run, and wait until nothing of it is left."""
        self._lifeline.close()
        self.guard.wait()
        for stream in (self.guard.stdout, self.guard.stderr):
            assert stream is not None
            stream.close()

    def _take(self) -> None:
        """Take what was printed since; of what it complained of, the end is kept."""
        for descriptor, content in self._streams:
            with suppress(BlockingIOError):
                # One that prints faster than it is read would hold up all else.
                for _ in range(_MOST_PIECES):
                    if len(self._output) > MOST_OUTPUT or not (piece := os.read(descriptor, MOST_OUTPUT)):
                        break
                    content += piece
        del self._complaint[:-_MOST_COMPLAINT]

    def _told(self) -> str:
        with suppress(OSError):
            return self._lifeline.recv(1000).decode("utf-8", "replace").strip()
        return ""

    def _judged(self, told: str) -> Printed:
        how, _, detail = told.partition(" ")
        match how:
            case "exit" if detail == "0":
                return Printed(bytes(self._output))
            case "late":
                return Printed(fault=FeedFault.LATE, detail=f"{self._limit:g}")
            case "missing":
                return Printed(fault=FeedFault.NO_PROGRAM, detail=echo(detail))
            case _:
                complaint = self._complaint.decode("utf-8", "replace").strip().rpartition("\n")[2]
                return Printed(fault=FeedFault.ENDED, detail=echo(f"{told or '?'}: {complaint}" if complaint else told or "?"))


def _home(environment: Mapping[str, str]) -> str:
    home = environment.get("HOME", "")
    return home if os.path.isdir(home) else "/"
