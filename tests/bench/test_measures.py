import json
import sqlite3
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

import bench.__main__
from bench.ground import Ground, NotPreparedError, snapshot_of_actions, titles
from bench.measures import CALCULATORS, FLOORS, MEASURES, Contender, Figures, Measure, actions_shown, circuit, framed
from bench.report import Spread, judged, table
from bench.screen import Screen
from bench.terminal import Terminal
from cockpit.commands import calc

SCRIPTED = [sys.executable, str(Path(__file__).with_name("scripted.py"))]


def painted(text: str) -> Screen:
    screen = Screen(40, 20)
    screen.feed(text.encode())
    return screen


def test_a_frame_is_a_header_and_a_footer() -> None:
    assert framed(painted("the header\x1b[20;1Hthe footer"))
    assert not framed(painted("the header, and the footer to come"))
    assert not framed(painted("h\x1b[20;1Hf"))


def test_a_few_actions_are_not_the_actions_screen() -> None:
    assert not actions_shown(painted("Check order point\r\n" * 11))
    assert actions_shown(painted("Check order point\r\n" * 12))


def test_the_hand_written_snapshot_names_what_it_refers_to(tmp_path: Path) -> None:
    text = snapshot_of_actions(100)
    rows = tomllib.loads(text)
    assert len({row["title"] for row in rows["action"]}) == 100
    assert {row["owner"] for row in rows["action"]} == {row["ref"] for row in rows["person"]}
    file = tmp_path / "actions.toml"
    file.write_text(text)
    assert titles(file, "action")[0] == "Check order point 00001"


def test_the_stored_floor_reads_a_hundred_rows(tmp_path: Path) -> None:
    with sqlite3.connect(Ground(tmp_path).hundred_rows) as connection:
        assert connection.execute("SELECT count(*) FROM row").fetchone() == (100,)
    connection.close()


@pytest.mark.parametrize("name", ["overview", "row-down"])
def test_a_floor_gives_its_figures(name: str, tmp_path: Path) -> None:
    figures = FLOORS[name].run(Ground(tmp_path))
    assert all(time > 0 for time in figures.milliseconds)
    assert len(figures.milliseconds) == {"overview": 1, "row-down": 24}[name]
    assert all(100 < count < 400 for count in figures.bytes)  # one line of 100 cells, in colours


def test_every_measure_has_a_name_of_its_own() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)


def nothing(terminal: Terminal) -> Figures:
    raise AssertionError(terminal)


NOBODY = Contender("nobody", lambda ground: [], nothing)


def test_times_are_compared_round_by_round() -> None:
    measure = Measure("m", "", NOBODY, NOBODY, most_times=1.3)
    subject = [Figures([120.0]), Figures([240.0]), Figures([140.0])]
    floor = [Figures([100.0]), Figures([200.0]), Figures([100.0])]
    (outcome,) = judged(measure, subject, floor)
    assert outcome.value == Spread(1.2, 1.2, 1.4)
    assert outcome.subject == Spread(140.0, 120.0, 240.0)
    assert outcome.held is True


def test_a_ratio_over_the_bar_is_missed() -> None:
    measure = Measure("m", "", NOBODY, NOBODY, most_times=1.3)
    (outcome,) = judged(measure, [Figures([131.0, 131.0, 90.0])], [Figures([100.0])])
    assert outcome.held is False
    assert outcome.cells()[-3:] == ("1.31 (1.31 to 1.31)", "<= 1.3", "MISSED")


def test_a_time_that_is_quick_enough_holds_whatever_the_ratio() -> None:
    measure = Measure("m", "", NOBODY, NOBODY, most_times=12, quick_enough=120)
    floor = [Figures([2.0])]
    (quick,), (slow,) = (judged(measure, [Figures([time])], floor) for time in (120.0, 121.0))
    assert (quick.value.median, quick.held) == (60, True)
    assert slow.cells()[-2:] == ("<= 12 or 120 ms", "MISSED")
    (near,) = judged(measure, [Figures([240.0])], [Figures([20.0])])
    assert near.held is True


def test_a_circuit_makes_each_switch_once() -> None:
    trip = circuit("1234567890")
    pairs = list(pairwise(trip))
    assert len(pairs) == 90
    assert set(pairs) == {(one, other) for one in "1234567890" for other in "1234567890" if one != other}
    assert trip[0] == trip[-1] == "1"


def test_every_repaint_has_to_hold_the_bar_of_bytes() -> None:
    measure = Measure("m", "", NOBODY, NOBODY, most_bytes=600)
    times, held = judged(measure, [Figures([1.0], [10, 600, 20])], [Figures([1.0], [5])])
    assert (times.bar, times.held) == (None, None)
    assert (held.value, held.held) == (Spread(20, 10, 600), True)
    _, missed = judged(measure, [Figures([1.0], [10, 601, 20])], [Figures([1.0], [5])])
    assert missed.held is False


def test_a_figure_that_the_system_hides_is_left_out() -> None:
    outcomes = judged(Measure("m", "", NOBODY, NOBODY, most_bytes=0), [Figures([], [0])], [Figures([], [0])])
    assert [outcome.figure for outcome in outcomes] == ["bytes"]


def test_columns_stand_under_their_headings() -> None:
    assert table([("a", "1"), ("long name", "22")], ("name", "value")) == "name       value\na          1\nlong name  22\n"


def scripted() -> Contender:
    def drive(terminal: Terminal) -> Figures:
        terminal.text("few")
        repaint = terminal.press("1")
        return Figures([repaint.last], [repaint.bytes])

    return Contender("scripted", lambda ground: SCRIPTED, drive)


def run(measure: Measure, results: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(bench.__main__, "MEASURES", (measure,))
    return bench.__main__.main(["--rounds", "1", "--results", str(results)])


def test_a_run_that_holds_its_bars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    program = scripted()
    assert run(Measure("key", "", program, program, most_bytes=7), tmp_path, monkeypatch) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert (last.split()[:2], last.split()[-3:]) == (["key", "bytes"], ["<=", "7", "held"])
    (file,) = tmp_path.glob("*.json")
    found = json.loads(file.read_text())
    assert found["rounds"] == 1
    assert found["outcomes"][1]["value"] == {"median": 7, "least": 7, "most": 7}
    assert found["failures"] == []


def test_a_run_that_misses_a_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    program = scripted()
    assert run(Measure("key", "", program, program, most_bytes=6), tmp_path, monkeypatch) == 1
    assert "MISSED" in capsys.readouterr().out


def test_a_measure_that_cannot_be_taken_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unprepared(ground: Ground) -> list[str]:
        raise NotPreparedError("no such command")

    absent = Contender("absent", unprepared, nothing)
    assert run(Measure("key", "", absent, absent), tmp_path, monkeypatch) == 1
    assert "key: NOT MEASURED: no such command" in capsys.readouterr().out
    (file,) = tmp_path.glob("*.json")
    assert json.loads(file.read_text())["failures"] == [{"measure": "key", "why": "no such command"}]


@pytest.mark.parametrize("wrong", [["no-such-measure"], ["--rounds", "0"]])
def test_wrong_usage_is_told(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        bench.__main__.main(wrong)
    assert wrong[-1] in capsys.readouterr().err


def test_every_calculator_is_measured() -> None:
    assert {command.name for command in calc.app.registered_commands} == set(CALCULATORS)
    assert all(f"calc-{name}" in {measure.name for measure in MEASURES} for name in CALCULATORS)
