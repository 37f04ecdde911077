"""Leaving when the system asks for it, or when nobody is there any more: at once, and with nothing left behind."""

import os
import select
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread, Timer
from types import FrameType

_PATIENCE = 2.0
"""Seconds for an orderly end.

A terminal that is gone can keep it from ever coming: what was to be read or painted there is waited for, and the system's own
signals may have begun the painting anew.  A thread that computes cannot be stopped either.
"""

_LAST_WORDS = 0.25
"""Seconds in which a terminal has to take what puts it right."""


def heed(depart: Callable[[int], None]) -> None:
    """Have ``depart`` called with the number of the signal when the system asks to leave, whatever the program waits for just then."""

    def asked(number: int, _frame: FrameType | None) -> None:
        depart(number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        # Whoever started the program may have said that it outlives the terminal, as nohup does.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, asked)


def stop(number: int) -> None:
    """End as the signal ``number`` asks, undoing on the way what is not complete."""
    insist(128 + number)
    raise SystemExit(128 + number)


def insist(code: int, put_right: Callable[[], None] = lambda: None) -> None:
    """End the process with exit ``code`` should it still be there in a while; all that was saved is on the disk.

    ``put_right`` is called before, and may take no more time than a terminal that nobody reads.
    """

    def end() -> None:
        _after(_LAST_WORDS, lambda: os._exit(code))
        with suppress(Exception):
            put_right()
        os._exit(code)

    _after(_PATIENCE, end)


def _after(seconds: float, do: Callable[[], None]) -> None:
    timer = Timer(seconds, do)
    timer.daemon = True
    timer.start()


def can_be_stopped() -> bool:
    """Whether there is a shell that would wake the program up again; without one it would sleep for good."""
    parent = os.getppid()
    try:
        return os.getsid(parent) == os.getsid(0) and os.getpgid(parent) != os.getpgrp()
    except OSError:
        return False


def watch_terminal(gone: Callable[[], None]) -> None:
    """Have ``gone`` called, in a thread of its own, as soon as the terminal that keys come from is closed."""

    def wait() -> None:
        with suppress(AttributeError, OSError, ValueError):
            watch = select.poll()
            watch.register(sys.__stdin__.fileno(), select.POLLHUP)  # type: ignore[union-attr]
            if any(event & (select.POLLHUP | select.POLLERR) for _file, event in watch.poll()):
                gone()

    Thread(target=wait, name="departure", daemon=True).start()


def forget_terminal() -> None:
    """Lead what is still to be written to a terminal that is gone nowhere: failing at the very end, it would change the exit code."""
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is None:
            continue
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
