"""What draws charts is imported once there is one, and holds up nothing meanwhile."""

import asyncio
from datetime import date
from threading import Event

import pytest
from textual.app import App, ComposeResult

from cockpit.widgets import chart, chart_view
from cockpit.widgets.chart import Course, Point
from cockpit.widgets.chart_view import ChartView

_PATIENCE = 10.0
"""Seconds."""

COURSE = Course((Point(date(2026, 1, 5), 2.0), Point(date(2026, 1, 12), 3.0)), pilot_name="pilot group", today=date(2026, 1, 19))


class OneChart(App[None]):
    """A chart alone."""

    def compose(self) -> ComposeResult:
        yield ChartView(empty="nothing to draw")


def told(app: App[None]) -> str:
    return "\n".join("".join(segment.text for segment in line) for line in app.screen._compositor.render_strips())


async def test_a_chart_comes_by_itself_once_it_can_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end = Event(), Event()

    def prepare() -> None:
        begun.set()
        may_end.wait(_PATIENCE)
        chart.prepare()

    monkeypatch.setattr(chart, "_prepared", Event())
    monkeypatch.setattr(chart_view, "prepare", prepare)
    app = OneChart()
    async with app.run_test(size=(60, 16)) as pilot:
        assert "nothing to draw" in told(app)
        view = app.query_one(ChartView)
        view.show(COURSE)
        await pilot.pause()
        assert await asyncio.to_thread(begun.wait, _PATIENCE)
        assert told(app).strip() == ""
        may_end.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "● pilot group" in told(app)
