"""The driver in a real terminal."""

import os
import re
import signal
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.terminal import Size, Terminal
from cockpit.wire.flow import QUESTION

SMALL = [sys.executable, str(Path(__file__).with_name("small_app.py"))]
SURROUNDINGS = {
    "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color", "PYTHONPATH": str(Path(__file__).parents[2]),
    "PYTHONDONTWRITEBYTECODE": "1",
}  # fmt: skip


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    with Terminal(SMALL, SURROUNDINGS, Size(60, 24)) as terminal:
        terminal.text("60x24")
        terminal.settle()
        yield terminal


BENEATH_SHELL = """
import os, signal, sys
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
child = os.fork()
if not child:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    os.execv(sys.argv[1], sys.argv[1:])
while os.WIFSTOPPED(os.waitpid(child, os.WUNTRACED)[1]):
    os.write(1, b"stopped")
"""
"""What a shell does with what it starts: that has a group of its own, and the shell is told when it stops."""


def process_of(text: str) -> int:
    found = re.search(r"process (\d+)\.", text)
    assert found
    return int(found[1])


def written(terminal: Terminal, after: int = 0) -> bytes:
    return b"".join(piece.output for piece in terminal.arrivals[after:])


def test_a_key_sends_the_cell_that_changes(terminal: Terminal) -> None:
    repaint = terminal.press("down")
    assert "count 1." in terminal.screen.text
    assert repaint.bytes == len("\x1b[?2026h\x1b[2;7H1\x1b[?2026l")


def test_it_stops_and_comes_back_to_the_same_picture() -> None:
    with Terminal([sys.executable, "-c", BENEATH_SHELL, *SMALL], SURROUNDINGS, Size(60, 24)) as terminal:
        terminal.text("60x24")
        terminal.send("down")
        terminal.text("count 1.")
        before = terminal.screen.text
        terminal.send("z")
        terminal.until(lambda screen: screen.text.strip() == "stopped", "the shell")
        os.kill(process_of(before), signal.SIGCONT)
        terminal.until(lambda screen: screen.text == before, "the same picture")
        terminal.settle(300)  # it goes on to listen
        terminal.send("down")
        terminal.text("count 2.")
        os.kill(process_of(before), signal.SIGTERM)


def test_it_stays_awake_where_no_shell_would_wake_it(terminal: Terminal) -> None:
    terminal.press("z")
    assert "no shell" in terminal.screen.text


def test_it_takes_the_terminal_again_that_a_shell_has_had_meanwhile(terminal: Terminal) -> None:
    before = terminal.screen.text
    os.kill(process_of(before), signal.SIGSTOP)
    modes = termios.tcgetattr(terminal.descriptor)
    modes[3] |= termios.ECHO | termios.ICANON
    termios.tcsetattr(terminal.descriptor, termios.TCSANOW, modes)
    seen = len(terminal.arrivals)
    os.kill(process_of(before), signal.SIGCONT)
    terminal.until(lambda _screen: b"\x1b[?1049h" in written(terminal, seen), "its screen")
    terminal.until(lambda screen: screen.text == before, "the same picture")
    terminal.settle(300)
    terminal.send("down")
    terminal.text("count 1.")
    assert not termios.tcgetattr(terminal.descriptor)[3] & termios.ECHO


def test_bytes_that_are_no_text_do_no_harm(terminal: Terminal) -> None:
    os.write(terminal.descriptor, b"\xff\xfe\xe9 \x1b[99999;;;~\x1b[200~\xc3\x1b[201~\x9b")
    terminal.settle()
    terminal.send("down")
    terminal.text("count 1.")


def test_a_terminal_of_another_size_is_painted_anew(terminal: Terminal) -> None:
    terminal.resize(Size(40, 12))
    terminal.text("40x12")
    terminal.resize(Size(60, 24))
    terminal.text("60x24")
    terminal.settle()
    assert terminal.screen.lines[:4] == [f"process {process_of(terminal.screen.text)}.", "count 0.", "漢字 and 60x24", ""]
    # Even where the size is the same again.
    before = len(terminal.arrivals)
    os.kill(process_of(terminal.screen.text), signal.SIGWINCH)
    terminal.until(lambda _screen: b"\x1b[2J" in b"".join(piece.output for piece in terminal.arrivals[before:]), "a new picture")


def test_the_terminal_is_asked_how_far_it_has_read_and_what_it_answers_is_no_key(terminal: Terminal) -> None:
    for _ in range(30):
        terminal.send("f")
    terminal.settle(200)
    assert QUESTION.encode() in written(terminal)
    assert "E" * 50 in terminal.screen.text
    terminal.press("down")
    assert "count 31." in terminal.screen.text


def test_it_leaves_the_terminal_as_it_was(terminal: Terminal) -> None:
    terminal.send("q")
    terminal.until(lambda _screen: b"\x1b[?1049l" in written(terminal) and b"\x1b[?25h" in written(terminal), "its end")
