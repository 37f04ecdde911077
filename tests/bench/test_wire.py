import os
import sys
import time
from pathlib import Path

import pytest

import bench.wire
from bench import ssh
from bench.ground import Ground
from bench.line import Place
from bench.pace import under_cursor
from bench.screen import Screen
from bench.slow_link import SlowLink
from bench.terminal import NotShownError, Size, Terminal
from bench.wire import MEASURES, Found, measured

SCRIPTED = [sys.executable, str(Path(__file__).with_name("scripted.py"))]


@pytest.mark.skipif(not ssh.installed(), reason="no OpenSSH server is installed")
def test_a_program_runs_at_the_far_end_as_in_a_terminal_and_its_bytes_are_counted(tmp_path: Path) -> None:
    with ssh.Server() as server:
        place = Place(Ground(tmp_path), server)
        with place.line(SCRIPTED) as line:
            line.terminal.text("few")
            line.terminal.send("v")
            line.terminal.text("HOME LANG")
            assert "SSH_CONNECTION SSH_TTY TERM" in line.terminal.screen.text
            line.terminal.send("i")
            line.terminal.text("pid ")
            told = line.terminal.screen.text.split("pid ")[1]
            assert line.terminal.processor is not None
            assert Path(f"/proc/{told.split('.')[0]}").is_dir()
            assert 7 <= line.cost("1") < 200  # "\r\n12345", and what SSH wraps it in


def test_without_a_server_the_program_is_told_of_a_connection_all_the_same(tmp_path: Path) -> None:
    with Place(Ground(tmp_path), None).line(SCRIPTED) as line:
        line.terminal.text("few")
        line.terminal.send("v")
        line.terminal.text("SSH_CONNECTION TERM")
        before = line.bytes
        assert line.cost("1") == len("\r\n12345")
        assert line.bytes == before + len("\r\n12345")


def test_the_line_under_the_cursor_is_found() -> None:
    screen = Screen(40, 5)
    screen.feed("one\r\n▸two\r\nthree".encode())
    assert under_cursor(screen) == "▸two"


def test_a_bar_is_for_the_worst_figure_unless_it_is_for_the_median() -> None:
    assert not Found("row-down", "a row", "KB", [0.2, 0.5, 0.3], 0.4).held
    assert Found("row-down", "a row", "KB", [0.2, 0.5, 0.3], 0.4, worst=False).held
    assert Found("row-down", "a row", "KB", [0.2, 0.5, 0.3]).held


def test_what_is_missed_and_what_cannot_be_measured_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(place: Place) -> list[Found]:
        raise NotShownError("the program ended before the overview")

    found = {
        "good": lambda place: [Found("good", "bytes", "KB", [3.0], 4)],
        "poor": lambda place: [Found("poor", "bytes", "KB", [3.0, 5.0], 4)],
        "broken": broken,
    }
    monkeypatch.setattr(bench.wire, "MEASURES", found)
    place = Place(Ground(tmp_path), None)
    assert measured(["good"], place) == 0
    assert capsys.readouterr().out.splitlines()[1].split() == ["good", "bytes", "3.00", "KB", "<=", "4", "KB", "held"]
    assert measured(["good", "poor"], place) == 1
    assert "4.00 (3.00 to 5.00) KB  <= 4 KB  MISSED" in capsys.readouterr().out
    assert measured(["broken"], place) == 1
    assert "broken: NOT MEASURED: the program ended before the overview" in capsys.readouterr().out


def test_every_measure_says_what_it_is() -> None:
    assert all(measure.__doc__ for measure in MEASURES.values())


def test_the_processor_time_of_a_program_at_the_far_end_can_be_told() -> None:
    with Terminal(SCRIPTED, {"PATH": "/usr/bin:/bin", "TERM": "xterm"}, Size(40, 10)) as terminal:
        terminal.program_is(os.getpid())
        terminal.text("few")
        assert terminal.processor == pytest.approx(1000 * time.process_time(), abs=300)


def test_a_proxy_that_nobody_uses_ends_with_its_block() -> None:
    with SlowLink(1) as slow:
        assert slow.carried == (0, 0)
