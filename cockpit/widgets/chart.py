"""The course of a KPI as a chart of text: pilot and control, the target and other lines, and what happened meanwhile.

This is the one place that knows plotext, which has a single figure for the whole process: it is cleared, drawn and built under a lock.
Nothing that people typed goes through it; titles and the names of events are set beside what it draws.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from threading import Event as Flag
from threading import Lock
from typing import Any, NamedTuple, TypeAlias

from rich.text import Text
from textual.content import Content

from cockpit.widgets.chart_axes import Horizon, day_ticks, ticks_of
from cockpit.widgets.kpi_strip import Scale, scale_of
from cockpit.widgets.kpi_words import figure
from cockpit.widgets.signs import STYLES, Tone
from cockpit.widgets.typed_text import cell_width, cut, display_line

_LEAST_SPAN = 0.05
"""The least span of the vertical scale as a share of the largest value: finer than a strip's, as the axis has figures."""

_FAR = 0.5
"""A line that may be left out is, where it lies further from the course than so many times its span; it is told beside the chart."""

_LOWEST = 5
"""Lines below which there is nothing to be seen in a chart."""

_PER_COLUMN = 2
"""Points kept of those that share a column: the least and the greatest."""

LIMIT, MEAN = "limit", "mean"
"""The styles of lines that are drawn as far as they hold, behind everything else."""

_drawing = Lock()
_prepared = Flag()


class Point(NamedTuple):
    """A value and the day that it stands for."""

    on: date
    value: float


@dataclass(frozen=True)
class Line:
    """A level that the course is compared with; its label is already translated.

    One that is not ``needed`` is not drawn where it would press the course flat.  ``style`` is one of plotext's, or one of
    :data:`LIMIT` and :data:`MEAN`; ``held`` are the first and the last day that the level holds for, where not for all.
    """

    value: float
    label: str
    tone: Tone
    style: str = "default"
    needed: bool = True
    held: tuple[date, date] | None = None


@dataclass(frozen=True)
class Event:
    """Something that happened; ``words`` may hold what people typed."""

    on: date
    words: str


@dataclass(frozen=True)
class Course:
    """What a chart shows: the name and the periods of each curve in order of time, and lines and events, each the most
    telling first.

    ``marked`` are the days of those points of the pilot that stand for a signal, which ``mark`` names.  ``decimals`` are those of the
    KPI; ``bounds`` are the values that it cannot leave.
    """

    pilot: tuple[Point, ...] = ()
    control: tuple[Point, ...] = ()
    pilot_name: str = ""
    control_name: str = ""
    lines: tuple[Line, ...] = ()
    events: tuple[Event, ...] = ()
    marked: frozenset[date] = frozenset()
    mark: str = ""
    decimals: int = 1
    bounds: tuple[float, float] | None = None
    today: date = date.min


class Pen(NamedTuple):
    """The characters of a curve: its points, and what joins them (a marker of plotext's; empty where they are not joined)."""

    point: str
    joint: str


class Pens(NamedTuple):
    """How the two curves are drawn, so that they differ without colour.

    ``marked`` is a point that stands for a signal; ``limit`` and ``mean`` are what those lines are made of; ``dotted`` is whether
    there are dotted lines.
    """

    pilot: Pen
    control: Pen
    marked: str
    limit: str
    mean: str
    dotted: bool


FINE = Pens(Pen("●", "braille"), Pen("○", ""), "◆", limit="╌", mean="·", dotted=True)
CONSOLE = Pens(Pen("o", "."), Pen("x", ""), "■", limit="-", mean="=", dotted=False)
"""For terminals with few signs, such as the console of Linux, whose fonts have no braille."""


def is_prepared() -> bool:
    """Whether what draws is there, so that :func:`drawn` takes some thousandths of a second."""
    return _prepared.is_set()


def prepare() -> None:
    """Import what draws, which takes a fifth of a second."""
    _plotext()
    _prepared.set()


def _plotext() -> Any:
    import plotext  # type: ignore[import-untyped]

    return plotext


def drawn(course: Course, width: int, height: int, pens: Pens = FINE) -> Content:
    """``course`` in at most ``width`` by ``height`` cells: what is what, the chart, and the events that fit; empty without a value."""
    if height < _LOWEST or width < 24 or not (course.pilot or course.control):
        return Content("")
    horizon = _horizon(course)
    numbered, names = _named(course.events, horizon, width, 2 if height > 12 else 1 if height > 8 else 0)
    scale = _scale(course)
    legend = _legend(course, scale, width, pens, 2 if height > 9 else 1)
    drawing = _Figure(course, scale, horizon, width, height - len(legend) - len(names), pens)
    return Content("\n").join([*legend, *_with_marks(drawing.lines(), horizon, numbered), *names])


def _horizon(course: Course) -> Horizon:
    days = [point.on.toordinal() for point in (*course.pilot, *course.control)]
    first, last = min(days), max(days)
    return Horizon(first, last) if first < last else Horizon(max(1, first - 1), min(date.max.toordinal(), last + 1))


def _scale(course: Course) -> Scale:
    values = [point.value for point in (*course.pilot, *course.control)]
    asked = [line.value for line in course.lines if line.needed]
    near = [line.value for line in course.lines if not line.needed and not _is_far(line.value, [*values, *asked])]
    scale = scale_of(values, (*asked, *near), least=_LEAST_SPAN)
    if course.bounds is None:
        return scale
    low, high = course.bounds
    if scale.low < low <= min(values) or scale.high > high >= max(values):
        return Scale(max(scale.low, low), min(scale.high, high)) if scale.low < high and scale.high > low else scale
    return scale


def _is_far(value: float, values: Sequence[float]) -> bool:
    low, high = min(values), max(values)
    span = max(high - low, max(abs(low), abs(high)) * _LEAST_SPAN * 4)
    return not low - _FAR * span <= value <= high + _FAR * span


# What stands around the chart


_MARKS = "123456789"

_Numbered: TypeAlias = "list[tuple[str, Event]]"
"""Events in order of time, each with the mark that stands for it on the time axis."""


def _legend(course: Course, scale: Scale, width: int, pens: Pens, most: int) -> list[Content]:
    """Which sign is whose, and the lines that are too far away to be drawn, in at most ``most`` lines."""
    pieces = []
    if course.pilot:
        pieces.append(Content.assemble((pens.pilot.point, _TONES[_PILOT]), f" {course.pilot_name}"))
    if course.control:
        pieces.append(Content.assemble((pens.control.point, _TONES[_CONTROL]), f" {course.control_name}"))
    for line in course.lines:
        if not scale.low <= line.value <= scale.high:
            arrow = "↑" if line.value > scale.high else "↓"
            pieces.append(Content.styled(f"{arrow} {line.label} {figure(line.value, course.decimals)}", STYLES[line.tone]))
    if course.mark:
        pieces.append(Content.assemble((pens.marked, _TONES[_MARKED]), f" {course.mark}"))
    lines: list[list[Content]] = [[]]
    for piece in pieces:
        if len(lines) < most and lines[-1] and Content("   ").join([*lines[-1], piece]).cell_length > width:
            lines.append([])
        lines[-1].append(piece)
    return [Content("   ").join(line).truncate(width, ellipsis=True) for line in lines]


def _named(events: Iterable[Event], horizon: Horizon, width: int, most: int) -> tuple[_Numbered, list[Content]]:
    """The events that can be named in ``most`` lines, each with its mark, and those lines; the last of ``events`` are left out first."""
    seen = [event for event in events if horizon.holds(event.on)][: len(_MARKS)]
    for count in range(len(seen), 0, -1):
        numbered = list(zip(_MARKS, sorted(seen[:count], key=lambda event: event.on), strict=False))
        lines = _packed([f"{mark} {cut(display_line(event.words), max(8, width // 2 - 4))}" for mark, event in numbered], width)
        if len(lines) <= most:
            return numbered, [Content.styled(line, "dim") for line in lines]
    return [], []


def _packed(pieces: Iterable[str], width: int) -> list[str]:
    """``pieces`` in lines of ``width`` cells."""
    lines: list[str] = []
    for piece in pieces:
        if lines and cell_width(lines[-1]) + 3 + cell_width(piece) <= width:
            lines[-1] += f"   {piece}"
        else:
            lines.append(cut(piece, width))
    return lines


def _with_marks(lines: list[Content], horizon: Horizon, numbered: _Numbered) -> list[Content]:
    """``lines`` with the marks of the events on the time axis, which is the last but one."""
    axis = lines[-2].plain
    left, right = axis.find("└") + 1, len(axis.rstrip())
    if not left or right - left < 2 or not numbered:
        return lines
    cells = list(axis)
    for mark, event in reversed(numbered):
        share = (event.on.toordinal() - horizon.first) / (horizon.last - horizon.first)
        cells[left + round(share * (right - left - 1))] = mark
    marked = "".join(cells)
    runs = [(each, "bold $accent" if each in _MARKS else "dim") for each in marked]
    return [*lines[:-2], Content.assemble(*runs), lines[-1]]


# The chart itself


_FRAME, _PILOT, _CONTROL, _MARKED, _FIRST_LINE = range(5)
_TONES = {_PILOT: STYLES[Tone.BUSY], _CONTROL: "$foreground", _MARKED: STYLES[Tone.WARNING], _FRAME: "dim"}
"""Which style of the theme stands for a colour of plotext's, by its number; those of the lines follow."""


class _Figure:
    """The figure of plotext for a course."""

    def __init__(self, course: Course, scale: Scale, horizon: Horizon, width: int, height: int, pens: Pens) -> None:
        self._course, self._scale, self._horizon, self._pens = course, scale, horizon, pens
        self._width, self._height = width, height
        self._lines = [line for line in course.lines if scale.low <= line.value <= scale.high]

    def lines(self) -> list[Content]:
        """The lines of the chart, in styles of the theme."""
        with _drawing:
            text = Text.from_ansi(self._built())
        styles = {**_TONES, **{_FIRST_LINE + place: STYLES[line.tone] for place, line in enumerate(self._lines)}}
        return [_styled(line, styles) for line in text.split("\n", allow_blank=True)][: self._height]

    def _built(self) -> str:
        plotext = _plotext()
        canvas = plotext.figure
        plotext.terminal.limit(False, False)
        canvas.clear()
        canvas.plot_size(self._width, self._height)
        canvas.theme("colorless")
        canvas.legend(False)
        canvas.axes(False, axis="x", side="upper")
        canvas.axes(False, axis="y", side="right")
        for side in ("left", "right"):
            canvas.ruler("y", side).lim(*self._scale)
        canvas.ruler("x", "lower").lim(*self._horizon)
        taken: set[int] = set()
        for colour, line in enumerate(self._lines, start=_FIRST_LINE):
            if self._row(line) in taken:
                continue  # the earlier of two in one place is seen, and the labels tell of both
            taken.add(self._row(line))
            if line.style in (LIMIT, MEAN):
                self._draw_level(line, colour)
            elif line.style != "dotted" or self._pens.dotted:
                canvas.line(line.value, pixel=plotext.pixel(foreground=colour), style=line.style)
        self._draw(self._course.control, self._pens.control, _CONTROL)
        self._draw(self._course.pilot, self._pens.pilot, _PILOT)
        self._draw(
            [point for point in self._course.pilot if point.on in self._course.marked], Pen(self._pens.marked, ""), _MARKED
        )
        ticks = ticks_of(self._scale, self._height // 3 + 1, self._course.decimals)
        canvas.ruler("y", "left").ticks(list(ticks), labels=list(ticks.values()))
        labels = self._labels()
        canvas.ruler("y", "right").ticks(list(labels), labels=[f" {label}" for label in labels.values()])
        beside = max(map(len, ticks.values()), default=0) + 2 + max((len(label) + 1 for label in labels.values()), default=0)
        days = day_ticks(self._horizon, self._course.today, self._width - beside)
        canvas.ruler("x", "lower").ticks(list(days), labels=list(days.values()))
        return str(canvas.build().string())

    def _row(self, line: Line) -> int:
        """Which line of the chart a level lies in, from the bottom."""
        return round(self._scale.share(line.value) * (max(1, self._height - 2) - 1))

    def _draw_level(self, line: Line, colour: int) -> None:
        """A line as far as it holds."""
        plotext = _plotext()
        first, last = self._horizon if line.held is None else (each.toordinal() for each in line.held)
        pen = self._pens.limit if line.style == LIMIT else self._pens.mean
        marker = plotext.marker(pen, pixel=plotext.pixel(foreground=colour))
        plotext.figure.draw(plotext.figure.signal([first, last], [line.value, line.value], marker=marker).lines(True))

    def _draw(self, points: Sequence[Point], pen: Pen, colour: int) -> None:
        """A curve: what joins its points, and the points themselves where they can be told apart."""
        plotext = _plotext()
        kept = _thinned(points, self._horizon, self._width)
        days, values = [point.on.toordinal() for point in kept], [point.value for point in kept]
        pixel = plotext.pixel(foreground=colour)
        if kept and pen.joint:
            joints = plotext.figure.signal(days, values, marker=plotext.marker(pen.joint, pixel=pixel))
            plotext.figure.draw(joints.lines(True))
        if kept and (len(points) <= self._width // 2 or not pen.joint):
            plotext.figure.draw(plotext.figure.signal(days, values, marker=plotext.marker(pen.point, pixel=pixel)))

    def _labels(self) -> dict[float, str]:
        """What stands at the right of each line; those that would share a line of the chart are told together."""
        told: dict[int, tuple[float, list[str]]] = {}
        for line in self._lines:
            told.setdefault(self._row(line), (line.value, []))[1].append(
                f"{line.label} {figure(line.value, self._course.decimals)}"
            )
        return {value: ", ".join(words) for value, words in told.values()}


def _styled(line: Text, styles: dict[int, str]) -> Content:
    pieces = []
    for start, end in pairwise(sorted({0, len(line), *(edge for span in line.spans for edge in (span.start, span.end))})):
        style = styles[_FRAME]
        for span in line.spans:
            colour = getattr(span.style, "color", None)
            if span.start <= start < span.end and colour is not None and colour.number is not None:
                style = styles.get(colour.number, style)
        pieces.append((line.plain[start:end], style))
    return Content.assemble(*pieces)


def _thinned(points: Sequence[Point], horizon: Horizon, width: int) -> Sequence[Point]:
    """``points`` with no more in a column than can be told apart: the least and the greatest stay, and the last of all."""
    if len(points) <= _PER_COLUMN * width:
        return points
    columns: dict[int, list[Point]] = {}
    for point in points:
        columns.setdefault((point.on.toordinal() - horizon.first) * width // (horizon.last - horizon.first + 1), []).append(point)
    kept = {each for column in columns.values() for each in (min(column, key=_value), max(column, key=_value))}
    return sorted({*kept, points[-1]})


def _value(point: Point) -> float:
    return point.value
