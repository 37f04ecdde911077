import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.terminal import NotShownError, Size, Terminal

SCRIPTED = [sys.executable, str(Path(__file__).with_name("scripted.py"))]
SURROUNDINGS = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color"}


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """The program of known costs, after it has painted ``few``."""
    with Terminal(SCRIPTED, SURROUNDINGS, Size(72, 18)) as terminal:
        terminal.text("few")
        yield terminal


def test_first_paint_is_when_more_than_ten_cells_are_not_blank(terminal: Terminal) -> None:
    pressed = terminal.send("p")  # three cells were there, and did not count
    painted = terminal.first_paint()
    assert painted >= pressed > terminal.arrivals[0].at
    assert painted == terminal.arrivals[-1].at


def test_instants_count_from_before_the_start(terminal: Terminal) -> None:
    assert 0 < terminal.arrivals[0].at <= terminal.now


def test_what_is_on_the_screen_already_came_with_the_last_bytes(terminal: Terminal) -> None:
    assert terminal.text("few") == terminal.arrivals[-1].at


def test_a_key_costs_the_bytes_that_it_writes(terminal: Terminal) -> None:
    repaint = terminal.press("1")
    assert repaint.bytes == len("\r\n12345")
    assert 0 < repaint.first <= repaint.last


def test_output_in_parts_belongs_to_one_key_until_a_silence(terminal: Terminal) -> None:
    repaint = terminal.press("2", silence=700)
    assert repaint.bytes == len("\r\none\r\nother")
    assert repaint.last >= 150
    assert "other" in terminal.screen.text


def test_a_program_that_computes_has_not_fallen_silent(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def used(self: Terminal) -> float:
        return 0.0 if "other" in self.screen.text else self.now

    monkeypatch.setattr(Terminal, "processor", property(used))
    assert terminal.press("2", silence=40).bytes == len("\r\none\r\nother")


def test_idling_counts_the_bytes_that_come_unasked(terminal: Terminal) -> None:
    assert terminal.idle(30).bytes == 0
    terminal.send("1")
    assert terminal.idle(500).bytes == len("\r\n12345")


def test_idling_counts_processor_time_only_of_the_program(terminal: Terminal) -> None:
    processor = terminal.idle(30).processor
    assert processor is None or processor < 30


def test_the_terminal_answers_what_a_program_asks(terminal: Terminal) -> None:
    terminal.send("?")
    terminal.text("rgb:")
    told = "".join(terminal.screen.lines)
    assert "^[?64;1;2;6;9;15;18;21;22c" in told  # what it can do
    assert "^[1;4R" in told  # the cursor: after "few"
    assert "^[?2026;2$y" in told  # knows synchronized output, which is off
    assert "^[?2048;0$y" in told  # does not know in-band resizing
    assert "^P>|XTerm(390)^" in told
    assert "^]11;rgb:0000/0000/0000^" in told


def test_the_program_sees_the_size_of_its_terminal(terminal: Terminal) -> None:
    terminal.send("s")
    terminal.text("72x18")


def test_the_program_sees_no_other_environment(terminal: Terminal) -> None:
    terminal.send("v")
    terminal.text("LANG PATH TERM\n")


def test_a_program_that_ends_too_early_is_told_with_its_screen(terminal: Terminal) -> None:
    terminal.send("q")
    with pytest.raises(NotShownError, match=r"ended before 'never'(?s:.*)few\nbye"):
        terminal.text("never")
    with pytest.raises(NotShownError, match="'1' painted nothing"):
        terminal.press("1")


def test_waiting_ends(terminal: Terminal) -> None:
    with pytest.raises(NotShownError, match=r"more than 0 s for a miracle(?s:.*)few"):
        terminal.until(lambda screen: False, "a miracle", patience=20)


def test_nothing_of_the_program_stays_behind() -> None:
    with Terminal(SCRIPTED, os.environ, Size(72, 18)) as terminal:
        terminal.text("few")
        terminal.send("i")
        terminal.until(lambda screen: re.search(r"pid \d+\.", screen.text) is not None, "its pid")
        found = re.search(r"pid (\d+)\.", terminal.screen.text)
    assert found
    with pytest.raises(ProcessLookupError):
        os.kill(int(found[1]), 0)


def test_the_terminal_is_the_one_that_controls_the_program() -> None:
    command = [sys.executable, "-c", "open('/dev/tty', 'w').write('mine')"]
    with Terminal(command, os.environ, Size(72, 18)) as terminal:
        terminal.text("mine")


def test_a_command_that_is_none_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        Terminal(["no-such-command-anywhere"], os.environ, Size(72, 18))
