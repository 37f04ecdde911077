"""What Textual takes for the terminal."""

import signal
import sys
from types import FrameType
from typing import Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from cockpit.wire.canvas import Canvas
from cockpit.wire.writer import Writer


class WireDriver(LinuxDriver):
    """Reads keys as Textual does, and writes through a :class:`~cockpit.wire.writer.Writer`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._canvas = Canvas()
        self._writer: Writer | None = None

    def start_application_mode(self) -> None:
        """Take the terminal, at first and after the program was stopped."""
        assert sys.__stderr__
        self._writer = Writer(sys.__stderr__, self._canvas)
        self._writer.start()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        resized = signal.getsignal(signal.SIGWINCH)

        def paint_anew(number: int, frame: FrameType | None) -> None:
            # What a terminal does to its screen when its size changes, terminals disagree about.
            if self._writer is not None:
                self._writer.forget()
            if callable(resized):
                resized(number, frame)

        signal.signal(signal.SIGWINCH, paint_anew)

    def write(self, data: str) -> None:
        """Take what is to be shown; it is on its way once the terminal takes it."""
        if self._writer is not None:
            self._writer.take(data)

    def process_message(self, message: Message) -> None:
        """Keep what the terminal answers to the writer; keys and the rest go to the app."""
        if isinstance(message, events.CursorPosition) and self._writer is not None and self._writer.answered():
            return
        super().process_message(message)

    def disable_input(self) -> None:
        """Read no more, once the terminal has answered all that it was asked."""
        if self._writer is not None and not self.exit_event.is_set():
            self._writer.hear_out()
        super().disable_input()

    def close(self) -> None:
        """Let go of the terminal."""
        if self._writer is not None:
            self._writer.stop()
            self._writer = None
        super().close()
