"""The thread that writes to the terminal, at the pace at which the terminal takes it."""

import shutil
import threading
import time
from typing import TextIO

from cockpit.wire.canvas import Canvas
from cockpit.wire.flow import QUESTION, Flow
from cockpit.wire.painter import Extent, Painter
from cockpit.wire.plain_signs import PlainSigns

_LAST_ANSWERS = 1.0
"""Seconds in which the last answers of the terminal are waited for: they must not come to the shell as if they had been typed."""


class Writer:
    """Takes what the program writes, and gives the terminal what it needs to show the last of it.

    ``canvas`` outlives it: when the program comes back to the screen, it is there again.  ``signs`` tells what stands for characters
    that the terminal cannot show; None for one that shows them all.
    """

    def __init__(self, file: TextIO, canvas: Canvas, signs: PlainSigns | None = None) -> None:
        self._file = file
        self._signs = signs
        self._canvas = canvas
        self._painter = Painter()
        self._flow = Flow()
        # Signals are handled in the thread that writes, maybe while it does: it may come in again.
        self._news = threading.Condition(threading.RLock())
        self._stale = self._ending = self._gone = False
        self._thread = threading.Thread(target=self._run, name="wire", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is left, and end."""
        with self._news:
            self._ending = True
            self._news.notify_all()
        self._thread.join()

    def take(self, written: str) -> None:
        """Take what the program writes; it never waits for the terminal."""
        with self._news:
            self._canvas.take(written)
            self._stale = True
            if not self._canvas.updating:
                self._news.notify_all()

    def forget(self) -> None:
        """Paint all anew: what is on the screen is not known any more."""
        with self._news:
            self._painter.forget()
            self._stale = True
            self._news.notify_all()

    def answered(self) -> bool:
        """Note that the terminal has told where it would write next; whether it was asked here."""
        with self._news:
            ours = self._flow.answered()
            self._news.notify_all()
            return ours

    def hear_out(self) -> None:
        """Wait for the answers that are still to come."""
        with self._news:
            self._news.wait_for(lambda: self._gone or not self._flow.open, _LAST_ANSWERS)

    def _run(self) -> None:
        while True:
            with self._news:
                while not self._ending and not self._canvas.speaks:
                    delay = self._flow.delay(time.monotonic())
                    if self._stale and not self._canvas.updating and not delay:
                        break
                    self._news.wait(delay or None)
                written, ending = self._written(), self._ending
            if written and not self._gone:
                try:
                    self._file.write(written if self._signs is None else written.translate(self._signs))
                    self._file.flush()
                except OSError:  # the terminal is gone, which is found out elsewhere
                    with self._news:
                        self._gone = True
                        self._news.notify_all()
            if ending:
                return

    def _written(self) -> str:
        """What brings the terminal there, with the question how far it has come."""
        sayings, picture = self._canvas.sayings(), ""
        if not self._canvas.shown:
            sayings = self._painter.parting() + sayings
            self._painter.forget()
        elif not self._canvas.updating and not self._flow.delay(time.monotonic()):
            picture = self._painter.painted(self._canvas, Extent(*shutil.get_terminal_size()))
            self._stale = False
        if picture and self._flow.wrote(len(picture), time.monotonic()):
            picture += QUESTION
        return sayings + picture
