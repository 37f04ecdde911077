"""A program in a terminal of its own, and the instants at which it answers.

All times are in milliseconds.  An instant is counted from just before the program was started.
"""

import os
import signal
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import NamedTuple, Self

from bench.keys import bytes_of
from bench.screen import Screen

SILENCE = 60.0
"""A program that has written nothing for so long has said all that a key made it say."""

PATIENCE = 30_000.0
"""How long a program may take over what is waited for."""

FIRST_INK = 10
"""A screen counts as painted when more cells than this are not blank."""

_LARGEST_READ = 65_536
_GRACE = 2.0
"""Seconds that a program gets to end by itself."""


class Size(NamedTuple):
    """Of a terminal, in cells."""

    columns: int
    lines: int


class Arrival(NamedTuple):
    """A piece of output: when it came and what it was."""

    at: float
    output: bytes


class NotShownError(Exception):
    """A program did not show in time what was waited for; the message ends with what it showed instead."""


@dataclass(frozen=True)
class Repaint:
    """What a key brought about: how long after it the first and the last byte came, and how many bytes came."""

    first: float
    last: float
    bytes: int


@dataclass(frozen=True)
class Idling:
    """What a program did while nobody touched it: bytes written, and processor time, None where the system hides it."""

    bytes: int
    processor: float | None


class Terminal:
    """A program that runs in a terminal of its own until the ``with`` block ends.

    The environment of the program is ``environment`` and nothing else; it works in the directory of this process.
    ``arrivals`` holds every piece of output that was looked at so far.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], size: Size) -> None:
        self.screen = Screen(*size)
        self.arrivals: list[Arrival] = []
        self._pieces: SimpleQueue[Arrival | None] = SimpleQueue()
        self._ended = False
        self._far: int | None = None
        self._master, slave = os.openpty()
        termios.tcsetwinsize(self._master, (size.lines, size.columns))
        name = os.ttyname(slave)
        self._started = time.perf_counter_ns()
        try:
            # Opened by the leader of a new session, the first terminal becomes the one that controls it.
            self._process = os.posix_spawnp(
                command[0],
                list(command),
                dict(environment),
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, name, os.O_RDWR, 0),
                    (os.POSIX_SPAWN_DUP2, 0, 1),
                    (os.POSIX_SPAWN_DUP2, 0, 2),
                ],
                setsid=True,
            )
        except OSError:
            os.close(self._master)
            raise
        finally:
            os.close(slave)
        self._reader = Thread(target=self._read, name="terminal", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for ending in (signal.SIGTERM, signal.SIGKILL):
            if self._reader.is_alive():
                os.killpg(self._process, ending)
                self._reader.join(_GRACE)
        os.waitpid(self._process, 0)
        os.close(self._master)

    @property
    def descriptor(self) -> int:
        """The end of the terminal that people hold."""
        return self._master

    @property
    def now(self) -> float:
        """The present instant."""
        return (time.perf_counter_ns() - self._started) / 1e6

    @property
    def processor(self) -> float | None:
        """Processor time that the program has used, without its children; None where the system hides it."""
        process = self._process if self._far is None else self._far
        try:
            return time.clock_gettime_ns(~process << 3 | 2) / 1e6  # clock_getcpuclockid(3), as Linux numbers them
        except OSError:
            return None

    def program_is(self, process: int) -> None:
        """Tell which process the program is, where the one started here only leads to it."""
        self._far = process

    def resize(self, size: Size) -> None:
        """Give the terminal another size, of which the program is told."""
        self.screen.resize(*size)
        termios.tcsetwinsize(self._master, (size.lines, size.columns))

    def first_paint(self) -> float:
        """The instant when the bytes came that made more than ``FIRST_INK`` cells not blank."""
        return self.until(lambda screen: screen.inked > FIRST_INK, "its first paint")

    def text(self, expected: str) -> float:
        """The instant when the bytes came that put ``expected`` on the screen."""
        return self.until(lambda screen: expected in screen.text, repr(expected))

    def until(self, holds: Callable[[Screen], bool], what: str, patience: float = PATIENCE) -> float:
        """The instant when the bytes came that made ``holds`` true of the screen.

        Raises :class:`NotShownError` when ``patience`` has passed or the program has ended before; ``what`` names it there.
        """
        if self.arrivals and holds(self.screen):
            return self.arrivals[-1].at
        deadline = self.now + patience
        while piece := self._next(deadline - self.now):
            if not self.screen.updating and holds(self.screen):
                return piece.at
        why = "ended before" if self._ended else f"took more than {patience / 1000:.0f} s for"
        raise NotShownError(f"the program {why} {what}; its screen:\n{self.screen.text.strip()}")

    def settle(self, silence: float = SILENCE) -> None:
        """Wait until the program has been silent for ``silence``, and did not compute for most of that time.

        Raises :class:`NotShownError` for one that goes on for ``PATIENCE``.
        """
        deadline = self.now + PATIENCE
        while self.now < deadline:
            before = self.processor
            if self._next(silence):
                continue
            after = self.processor
            if self._ended or before is None or after is None or after - before < silence / 2:
                return
        raise NotShownError(f"the program does not fall silent; its screen:\n{self.screen.text.strip()}")

    def send(self, key: str) -> float:
        """Press ``key``; the instant of it.  Raises ValueError for a name that is no key."""
        pressed = bytes_of(key)
        at = self.now
        self._write(pressed)
        return at

    def press(self, key: str, silence: float = SILENCE) -> Repaint:
        """Press ``key`` and wait for all that it paints.

        Raises :class:`NotShownError` where it paints nothing.
        """
        before = len(self.arrivals)
        at = self.send(key)
        while not self.arrivals[before:]:
            if not self._next(PATIENCE):
                raise NotShownError(f"{key!r} painted nothing; the screen:\n{self.screen.text.strip()}")
        self.settle(silence)
        came = self.arrivals[before:]
        return Repaint(came[0].at - at, came[-1].at - at, sum(len(piece.output) for piece in came))

    def idle(self, span: float) -> Idling:
        """Let the program be for ``span``."""
        before, used, deadline = len(self.arrivals), self.processor, self.now + span
        while self._next(deadline - self.now):
            pass
        after = self.processor
        computed = None if used is None or after is None else after - used
        return Idling(sum(len(piece.output) for piece in self.arrivals[before:]), computed)

    def _next(self, patience: float) -> Arrival | None:
        """Paint the next piece of output and answer what it asks; None when none comes within ``patience``, or any more."""
        if self._ended or patience <= 0:
            return None
        try:
            piece = self._pieces.get(timeout=patience / 1000)
        except Empty:
            return None
        if piece is None:
            self._ended = True
            return None
        self.arrivals.append(piece)
        if answers := self.screen.feed(piece.output):
            self._write(answers)
        return piece

    def _write(self, sent: bytes) -> None:
        with suppress(OSError):  # some systems refuse it once the program has ended, which reading tells anyway
            os.write(self._master, sent)

    def _read(self) -> None:
        """Note when output comes, apart from the painting of it, which is slow."""
        while True:
            try:
                output = os.read(self._master, _LARGEST_READ)
            except OSError:  # EIO is how Linux tells that nobody has the terminal open any more
                output = b""
            if not output:
                self._pieces.put(None)
                return
            self._pieces.put(Arrival(self.now, output))
