"""Writes to the terminal at the pace at which the terminal takes it: at once where it keeps up, else in a thread that may wait."""

import shutil
import threading
import time
from typing import TextIO

from cockpit.wire.canvas import Canvas
from cockpit.wire.flow import QUESTION, Flow
from cockpit.wire.painter import Extent, Painter
from cockpit.wire.plain_signs import PlainSigns

_QUICKLY = 2_000
"""Characters that any terminal takes at once that has read all that came before."""

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
        # Signals are handled in the thread that the program writes in, maybe while it does: it may come in again.
        self._news = threading.Condition(threading.RLock())
        self._stale = self._ending = self._busy = self._gone = False
        self._kept = ""
        """What is to be written before anything else."""
        self._thread = threading.Thread(target=self._run, name="wire", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is left, and end."""
        with self._news:
            self._ending = True
            self._news.notify_all()
        # A signal may have come between two steps of what is written here, which the thread would wait for.
        self._thread.join(_LAST_ANSWERS)

    def take(self, written: str) -> None:
        """Take what the program writes; it does not wait for a terminal that is behind."""
        with self._news:
            self._canvas.take(written)
            self._stale = True
            if self._canvas.updating:
                return
            if self._busy or self._kept or self._canvas.speaks or not self._flow.quick:
                self._news.notify_all()
                return
            picture = self._written()
            if len(picture) > _QUICKLY:
                self._kept = picture
                self._news.notify_all()
                return
            self._busy = True
        self._write(picture)

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
                while not self._ending and (self._busy or not (self._kept or self._canvas.speaks)):
                    delay = self._flow.delay(time.monotonic())
                    if self._stale and not self._busy and not self._canvas.updating and not delay:
                        break
                    self._news.wait(delay or None)
                ending = self._ending and not self._kept
                written, self._kept, self._busy = self._kept or self._written(), "", True
            self._write(written)
            if ending:
                return

    def _write(self, written: str) -> None:
        if written and not self._gone:
            try:
                self._file.write(written if self._signs is None else written.translate(self._signs))
                self._file.flush()
            except OSError:  # the terminal is gone, which is found out elsewhere
                self._gone = True
        with self._news:
            self._busy = False
            if self._stale or self._ending or self._gone or self._canvas.speaks:
                self._news.notify_all()

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
