"""Leaving when nobody is there any more: the terminal was closed, or the system asks."""

import os
import select
import sys
from contextlib import suppress
from threading import Timer

_PATIENCE = 2.0
"""Seconds for an orderly end.

A terminal that is gone can keep it from ever coming: what was to be read or painted there is waited for, and the system's own
signals may have begun the painting anew.
"""


def terminal_is_gone() -> bool:
    """Whether the terminal that keys come from has been closed."""
    with suppress(AttributeError, OSError, ValueError):
        watch = select.poll()
        watch.register(sys.__stdin__.fileno(), select.POLLHUP)  # type: ignore[union-attr]
        return any(event & select.POLLHUP for _file, event in watch.poll(0))
    return False


def insist(code: int) -> None:
    """End the process with exit ``code`` should it still be there in a while; all that was saved is on the disk."""
    timer = Timer(_PATIENCE, os._exit, (code,))
    timer.daemon = True
    timer.start()


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
