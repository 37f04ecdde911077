"""A chart stays in its room, tells the curves apart without colour, and survives every series; places are worked out by hand."""

import re
from datetime import date, timedelta

import pytest
from rich.cells import cell_len

from cockpit.widgets.chart import CONSOLE, FINE, LIMIT, MEAN, Course, Event, Line, Pens, Point, drawn
from cockpit.widgets.signs import Tone

BEGUN = date(2026, 1, 5)
BRAILLE = re.compile("[\u2801-\u28ff]")


def curve(*values: float, days: int = 7, begun: date = BEGUN) -> tuple[Point, ...]:
    return tuple(Point(begun + timedelta(days=days * place), value) for place, value in enumerate(values))


def course(*values: float, **given: object) -> Course:
    return Course(curve(*values), pilot_name="pilot group", control_name="control group", today=date(2026, 11, 23), **given)  # type: ignore[arg-type]


def lines(shown: Course, width: int = 80, height: int = 14, pens: Pens = FINE) -> list[str]:
    return drawn(shown, width, height, pens).plain.split("\n")


def row_of(told: list[str], words: str) -> int:
    return next(place for place, line in enumerate(told) if words in line)


def test_the_target_is_labelled_at_its_height() -> None:
    # From 0 to 8 over 11 rows, a target of 4 lies in the middle one.
    told = lines(course(0, 8, 0, 8, lines=(Line(4.0, "target", Tone.GOOD),)))
    canvas = told[1:-2]
    assert len(canvas) == 11
    assert row_of(canvas, "target 4.0") == 5
    assert "─" * 5 in canvas[5]


def test_values_stand_where_the_axis_says() -> None:
    told = lines(course(0, 8))
    assert re.match(r" *8.*●", told[1]), told[1]
    assert re.match(r" *0┤●", told[-3]), told[-3]


def test_pilot_and_control_differ_without_colour() -> None:
    told = lines(Course(curve(1, 2, 3, 4), curve(4, 3, 2, 1), "pilot group", "control group"))
    assert told[0] == "● pilot group   ○ control group"
    assert sum(line.count("●") for line in told[1:]) >= 3
    assert sum(line.count("○") for line in told[1:]) >= 3


def test_a_ripple_is_no_cliff() -> None:
    # 97 to 98 with a target of 98: a twentieth of the largest value is the least span, so that a fifth of the height is used.
    told = lines(course(97.0, 98.0, 97.0, 98.0, lines=(Line(98.0, "target", Tone.GOOD),)), height=23)
    rows = [place for place, line in enumerate(told[1:-2]) if "●" in line or BRAILLE.search(line)]
    assert max(rows) - min(rows) <= 5


def test_a_percentage_has_no_axis_beyond_a_hundred() -> None:
    told = lines(course(99.0, 99.5, 100.0, bounds=(0.0, 100.0)), height=20)
    assert "100" in "".join(told)
    assert not re.search(r"10[1-9]", "".join(told))


def test_a_guardrail_out_of_reach_is_told_beside_the_chart_and_does_not_press_it_flat() -> None:
    far = Line(1200.0, "guardrail", Tone.BAD, "double", needed=False)
    told = lines(course(780, 800, 790, 810, lines=(far,)))
    assert told[0].endswith("↑ guardrail 1,200.0")
    assert "═" not in "".join(told)
    near = Line(815.0, "guardrail", Tone.BAD, "double", needed=False)
    told = lines(course(780, 800, 790, 810, lines=(near,)))
    assert "═" in "".join(told)
    assert "guardrail 815.0" in "".join(told[1:])


def test_events_are_numbered_in_order_of_time_on_the_axis_and_named_below() -> None:
    events = (Event(BEGUN + timedelta(days=21), "Last"), Event(BEGUN, "First"), Event(date(2030, 1, 1), "Elsewhere"))
    told = lines(course(1, 2, 3, 4, events=events))
    axis = told[-3]
    assert re.fullmatch(r" *└1[─┬]+2 *", axis), axis
    assert told[-1] == "1 First   2 Last"


def test_an_event_that_cannot_be_named_has_no_mark_either() -> None:
    events = tuple(Event(BEGUN + timedelta(days=place), f"Event number {place} has a long name") for place in range(9))
    told = lines(course(1, 2, 3, events=events), width=60, height=10)
    named = re.findall(r"(\d) Event", told[-1])
    marks = re.findall(r"\d", told[-3])
    assert named == marks
    assert 1 <= len(named) < 9


@pytest.mark.parametrize("size", [(24, 5), (40, 7), (58, 8), (72, 14), (120, 28)])
def test_a_chart_stays_in_its_room(size: tuple[int, int]) -> None:
    width, height = size
    marks = (Line(4.0, "target", Tone.GOOD), Line(0.0, "start", Tone.QUIET, "dotted"))
    events = (Event(BEGUN, "Pilot begins"), Event(BEGUN + timedelta(days=7), "日本語の題名がここに続いて行の端を越えていく"))
    told = lines(course(1, 5, 3, lines=marks, events=events), width, height)
    assert len(told) <= height
    assert all(cell_len(line) <= width for line in told), told


SERIES = {
    "one point": curve(5.0),
    "flat": curve(3.0, 3.0, 3.0),
    "nothing but zero": curve(0.0, 0.0),
    "the largest": curve(1e15, -1e15, 1e15),
    "large and flat": curve(1e15, 1e15),
    "the smallest": curve(5e-324, 0.0),
    "close together": curve(1.0, 1.0 + 1e-15),
    "all time": (Point(date(1, 1, 1), 0.0), Point(date(9999, 12, 31), 1.0)),
    "the first day": (Point(date(1, 1, 1), 2.0),),
    "the last day": (Point(date(9999, 12, 31), 2.0),),
    "every day for years": curve(*(float(place % 13) for place in range(5000)), days=1, begun=date(2013, 1, 1)),
}


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("pens", [FINE, CONSOLE])
def test_every_series_is_drawn(name: str, pens: Pens) -> None:
    target = Line(1.0, "target", Tone.GOOD)
    told = lines(Course(SERIES[name], lines=(target,), today=date(2026, 11, 23)), 70, 12, pens)
    assert len(told) == 12
    assert all(cell_len(line) <= 70 for line in told)


def test_nothing_is_drawn_of_nothing_or_without_room() -> None:
    assert drawn(Course(), 80, 20).plain == ""
    assert drawn(course(1, 2), 80, 4).plain == ""
    assert drawn(course(1, 2), 20, 20).plain == ""


def test_names_of_events_steer_nothing() -> None:
    words = "[bold]x[/] \x1b[31mred\x1b[0m \x9b2J \u202egnp.exe line\nend"
    shown = drawn(course(1, 2, 3, events=(Event(BEGUN, words),)), 80, 12).plain
    assert "[bold]x[/] red" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    assert len(shown.split("\n")) == 12


def test_the_console_of_linux_gets_characters_that_it_has() -> None:
    marks = (Line(2.0, "target", Tone.GOOD), Line(3.5, "guardrail", Tone.BAD, "double"), Line(1.0, "start", Tone.QUIET, "dotted"))
    shown = drawn(Course(curve(1, 2, 3), curve(3, 2, 1), "pilot", "control", marks), 80, 12, CONSOLE).plain
    assert shown.encode("cp437").decode("cp437") == shown
    assert {"o", "x"} <= set("".join(shown.split("\n")[1:]))


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (7, ["5 Jan", "12 Jan", "19 Jan", "26 Jan", "2 Feb"]),
        (31, ["Feb 2026", "Mar 2026", "Apr 2026", "May 2026"]),
        (800, [str(year) for year in range(2027, 2035)]),
    ],
)
def test_days_are_told_as_people_write_them(days: int, labels: list[str]) -> None:
    values = Course(curve(1, 2, 3, 4, 5, days=days), today=date(2026, 11, 23))
    told = lines(values, 60)[-1]
    assert re.findall(r"\d+ [A-Z]\w+|[A-Z]\w+ \d+|\d+", told) == labels


def test_figures_and_months_are_written_in_the_language_chosen(french: None) -> None:
    shown = "\n".join(
        lines(Course(curve(0.5, 1.5, 2.5, days=40), today=date(2026, 11, 23), lines=(Line(2.5, "cible", Tone.GOOD),)))
    )
    assert "cible 2,5" in shown
    assert "2 févr." in shown


def limits(upper: float, mean: float, lower: float, begun: date = BEGUN) -> tuple[Line, ...]:
    held = begun, BEGUN + timedelta(days=21)
    return (
        Line(upper, "upper limit", Tone.QUIET, LIMIT, needed=False, held=held),
        Line(mean, "mean", Tone.QUIET, MEAN, held=held),
        Line(lower, "lower limit", Tone.QUIET, LIMIT, needed=False, held=held),
    )


@pytest.mark.parametrize(("pens", "limit", "mean"), [(FINE, "╌", "·"), (CONSOLE, "-", "=")])
def test_limits_and_mean_stand_at_their_heights_and_are_made_of_other_characters_than_the_target(
    pens: Pens, limit: str, mean: str
) -> None:
    # From 0 to 8 over 11 rows: 8 in the first, 4 in the middle, 0 in the last; the target of 6 between.
    told = lines(course(2, 6, 2, 6, lines=(Line(6.0, "target", Tone.GOOD), *limits(8, 4, 0))), pens=pens)
    canvas = told[1:-2]
    assert [row_of(canvas, words) for words in ("upper limit 8.0", "mean 4.0", "lower limit 0.0")] == [0, 5, 10]
    assert limit * 5 in canvas[0]
    assert limit * 5 in canvas[10]
    assert mean * 5 in canvas[5]
    assert "─" * 5 in canvas[row_of(canvas, "target 6.0")]


def test_limits_reach_as_far_as_the_periods_that_they_are_of() -> None:
    told = lines(course(2, 6, 2, 6, lines=limits(8, 4, 0, begun=BEGUN + timedelta(days=14))))
    axis = told[-2]
    left, width = axis.index("└"), len(axis.rstrip()) - axis.index("└") - 1
    # The third of four points lies at two thirds of the way.
    assert abs(told[1].index("╌") - left - 1 - width * 2 / 3) <= 1.5


def test_a_target_at_the_height_of_the_mean_stays_a_target() -> None:
    told = lines(course(0, 8, 0, 8, lines=(Line(4.0, "target", Tone.GOOD), *limits(8, 4, 0)[1:2])))
    assert "─" * 5 in told[6]
    assert "·" not in told[6]
    assert "target 4.0, mean 4.0" in told[6]


@pytest.mark.parametrize(("pens", "glyph", "plain"), [(FINE, "◆", "●"), (CONSOLE, "■", "o")])
def test_a_point_that_stands_for_a_signal_is_marked_and_named(pens: Pens, glyph: str, plain: str) -> None:
    shown = course(0, 0, 8, 0, 0, marked=frozenset({BEGUN + timedelta(days=14)}), mark="above the upper limit, week of 19 Jan")
    told = lines(shown, pens=pens)
    assert f"{glyph} above the upper limit, week of 19 Jan" in told[0]
    marked = [(row, line.index(glyph)) for row, line in enumerate(told[1:-2]) if glyph in line]
    axis = told[-2]
    left, right = axis.index("└") + 1, len(axis.rstrip()) - 1
    assert len(marked) == 1
    assert marked[0][0] == 0
    assert abs(marked[0][1] - (left + right) / 2) <= 1
    assert sum(line.count(plain) for line in told[1:-2]) == 4
    assert "".join(told).encode("cp437") if pens is CONSOLE else True


def test_a_long_name_of_a_signal_takes_a_line_of_its_own() -> None:
    mark = "7 in a row below the mean, weeks of 2 Nov to 16 Nov"
    told = lines(course(1, 2, 3, marked=frozenset({BEGUN}), mark=mark), width=60)
    assert told[0] == "● pilot group"
    assert told[1] == f"◆ {mark}"
    assert len(told) <= 14
