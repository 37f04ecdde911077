"""What Textual takes for the terminal."""

import os
import select
import signal
import sys
import termios
from codecs import getincrementaldecoder
from contextlib import suppress
from types import FrameType
from typing import Any

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from cockpit import terminal
from cockpit.departure import can_be_stopped
from cockpit.wire.canvas import Canvas
from cockpit.wire.plain_signs import PlainSigns
from cockpit.wire.writer import Writer

_BEYOND_VT220 = ("\x1b[>", "\x1b[<", "\x1b]")
"""How sequences begin of which a plain terminal would draw the end: the keyboard protocol of kitty, the clipboard, links."""

_SECOND_SCREEN_LEFT = "\x1b[?1049l"
_CLEARED = "\x1b[m\x1b[2J\x1b[1;1f"
"""Comes before that: where there is no second screen, as on the console or in GNU screen, a shell goes on in what is left of this one."""

_LEFT = (
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?7h" + _CLEARED + _SECOND_SCREEN_LEFT + "\x1b[?25h"
)
_LEFT_BEYOND = "\x1b[?2026l\x1b[?2048l\x1b[<u"
"""What takes back all that was asked of a terminal; the keyboard protocol of kitty ends before the second screen does."""

_GLANCE = 100
"""Thousandths of a second after which keys are given up of which nothing more has come, such as escape."""

_LARGEST_READ = 4096


class WireDriver(LinuxDriver):
    """Reads keys in whatever encoding they come, and writes through a :class:`~cockpit.wire.writer.Writer`.

    A plain terminal, such as the console of Linux, is sent nothing that it does not know.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._canvas = Canvas()
        self._writer: Writer | None = None
        self._is_plain = terminal.is_plain()
        signs = terminal.signs()
        self._signs = None if signs is terminal.Signs.ALL else PlainSigns(signs, terminal.charset_shown())

    def start_application_mode(self) -> None:
        """Take the terminal, at first and after the program was stopped."""
        assert sys.__stderr__
        if terminal.charset() != "utf-8":
            sys.__stderr__.reconfigure(encoding=terminal.charset(), errors="replace")
        self._writer = Writer(sys.__stderr__, self._canvas, self._signs)
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
        if self._writer is not None and not (self._is_plain and data.startswith(_BEYOND_VT220)):
            self._writer.take(_CLEARED + data if data == _SECOND_SCREEN_LEFT else data)

    def _request_terminal_sync_mode_support(self) -> None:
        if not self._is_plain:
            super()._request_terminal_sync_mode_support()

    def _query_in_band_window_resize(self) -> None:
        if not self._is_plain:
            super()._query_in_band_window_resize()

    def run_input_thread(self) -> None:
        """Hand on what is typed, until there is nothing more to come; where the terminal is gone, that is told elsewhere."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder(terminal.charset_typed())("replace").decode
        watch = select.poll()
        watch.register(self.fileno, select.POLLIN)
        with suppress(OSError):
            while not self.exit_event.is_set():
                if watch.poll(_GLANCE):
                    typed = os.read(self.fileno, _LARGEST_READ)
                    if not typed:
                        break
                    for message in parser.feed(decode(typed)):
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
        with suppress(EOFError, ParseError):
            for _rest in parser.feed(""):
                pass

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

    def let_go(self) -> None:
        """Leave the terminal as it was found though the rest of the program does not come to it any more; any thread may call it."""
        if self._writer is None:
            return
        if self.attrs_before is not None:
            termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        assert sys.__stderr__
        said = _LEFT if self._is_plain else _LEFT_BEYOND + _LEFT
        os.write(sys.__stderr__.fileno(), said.encode())

    def _sigtstp_application(self, *_arguments: object) -> None:
        if can_be_stopped():
            super()._sigtstp_application()

    def _sigcont_application(self, *_arguments: object) -> None:
        # Who was stopped without having been told begins anew: a shell has had the terminal meanwhile.
        if self._writer is not None:
            self.suspend_application_mode()
        super()._sigcont_application()

    def close(self) -> None:
        """Let go of the terminal."""
        if self._writer is not None:
            self._writer.stop()
            self._writer = None
        super().close()
