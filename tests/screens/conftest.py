"""A small project in a store of its own, and the cockpit on it, on a day that never changes."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from cockpit import language
from cockpit.app import CockpitApp
from cockpit.domain.action import Action
from cockpit.domain.edit import Act, Create, Record
from cockpit.domain.entity import Entity
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.milestone import Milestone
from cockpit.domain.person import Person
from cockpit.domain.phase import Phase
from cockpit.domain.project import Project
from cockpit.domain.risk import Risk
from cockpit.domain.rollback import Rollback
from cockpit.settings import Settings
from cockpit.store import Store, open_store
from cockpit.widgets import chart
from tests.style_files import parsed_once

__all__ = ["parsed_once"]

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

HOSTILE = "[/] [@click=app.quit]Pay[/] \N{RIGHT-TO-LEFT OVERRIDE}x"
"""What a person may type that a careless screen would run, or fail on."""


def day(offset: int) -> date:
    """The day that is ``offset`` days from today."""
    return TODAY + timedelta(days=offset)


def creations(project: Project) -> Iterator[Create]:
    """The rows of the project, parents first; a row's uid is its short name here."""

    def row(entity: type[Entity], uid: str, **values: Any) -> Create:
        return Create(entity, values, uid)

    yield row(Person, "lea", handle="lea", name="Léa Martin", role="Lead")
    yield row(Person, "marc", handle="marc", name="Marc Petit")
    yield row(Person, "ines", handle="ines", name="Inès Roux")
    yield row(Phase, "pilot", code="pilot", title="Pilot in Lyon", status="running", starts_on=day(-60), ends_on=day(9))
    yield row(Rollback, "back", title="Return to the old order page", owner="marc", steps=("Switch the flag", "Tell support"))
    yield row(
        Risk, "peak", title="Peak load brings the order page down", owner="lea", inherent_likelihood=4, inherent_impact=5,
        current_likelihood=4, current_impact=5, residual_likelihood=2, residual_impact=5, reviewed_on=day(-6), rollback="back",
        cause="The page was never tested at scale", event="It stops answering", effect="Orders are lost",
        probability=0.3, loss_low=1_000_000, loss_likely=4_000_000, loss_high=9_000_000,
    )  # fmt: skip
    yield row(
        Risk, "support", title="Support is overrun in the first wave", owner="ines", inherent_likelihood=4, inherent_impact=4,
        current_likelihood=3, current_impact=3, reviewed_on=day(-41), category="operational",
    )  # fmt: skip
    yield row(Risk, "quota", title=HOSTILE, inherent_likelihood=2, inherent_impact=2)
    yield row(Milestone, "report", title="Pilot report", owner="lea", planned_on=day(8), baseline_on=day(1))
    yield row(Milestone, "demo", title="Public demo", owner="marc", planned_on=day(4), forecast_on=day(4))
    yield row(Kpi, "conversion", title="Conversion", unit="%", target=3.2, baseline=2.1, kind_of="user", phase="pilot")
    yield row(Kpi, "response", title="Response p95", unit="ms", target=800, direction="lower", decimals=0, phase="pilot")
    yield row(Kpi, "nps", title="NPS", target=25, decimals=0, baseline=10)
    yield row(
        Action, "rehearse", title="Rehearse the rollback", owner="lea", due_on=day(-4), state="doing", risk="peak", priority="high",
        created_on=day(-30),
    )  # fmt: skip
    yield row(Action, "index", title="Index the order table", owner="marc", due_on=day(-1), kpi="response")
    yield row(Action, "train", title="Train the super-users of Lyon", owner="ines", due_on=day(3))
    yield row(Action, "faq", title="Publish the FAQ", owner="ines", due_on=day(-9), done_on=day(-10), state="done")
    yield row(Action, "hostile", title=HOSTILE, due_on=day(30), state="blocked", blocker="Waits for [b]legal[/b]")


def points(values: list[float]) -> dict[str, float]:
    """Weekly values that end in the week before this one."""
    return {day(-7 * (len(values) - place)).isoformat(): value for place, value in enumerate(values)}


SERIES: dict[str, list[float]] = {
    "conversion": [2.1, 2.2, 2.4, 2.6, 2.9, 3.2, 3.3, 3.3, 3.4],
    "response": [640, 660, 700, 760, 820, 850, 860, 880, 870],
}


@pytest.fixture(autouse=True)
def _own_drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    language.choose("en", {})
    yield
    language.choose("en", {})


@pytest.fixture
def path(tmp_path: Path, _one_project: bytes) -> Path:
    """A store with one project."""
    path = tmp_path / "cockpit.db"
    path.write_bytes(_one_project)
    return path


@pytest.fixture(scope="session", autouse=True)
def charts_can_be_drawn() -> None:
    """What draws charts is imported; that nothing waits for it is tested with the widget."""
    chart.prepare()


@pytest.fixture(scope="session")
def _one_project(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("one") / "cockpit.db"
    store = open_store(path, who="lea", clock=lambda: NOW, create=True)
    project = store.create_project({"key": "ALTURA", "title": "Altura", "phase": "pilot", "summary": "Online ordering"})
    records = tuple(Record(uid, Group.PILOT, points(values)) for uid, values in SERIES.items())
    store.apply(project.uid, Act((*creations(project), *records)))
    store.close()
    return path.read_bytes()


@pytest.fixture
def colleague(path: Path) -> Iterator[Store]:
    """The store as Marc has it open."""
    with closing(open_store(path, who="marc", clock=lambda: NOW)) as store:
        yield store


Start = Callable[..., AbstractAsyncContextManager[tuple[CockpitApp, Pilot[None]]]]


@pytest.fixture
def start(path: Path) -> Start:
    """Start the cockpit in a window of a size; it is ready when the block begins."""

    @asynccontextmanager
    async def started(
        size: tuple[int, int] = (120, 40),
        *,
        read_only: bool = False,
        settings: Settings | None = None,
        environment: dict[str, str] | None = None,
        build_ahead: bool = False,
        polling: float = 0.1,
    ) -> AsyncIterator[tuple[CockpitApp, Pilot[None]]]:
        def source() -> tuple[Store, str]:
            store = open_store(path, who="lea", read_only=read_only, clock=lambda: NOW)
            return store, store.projects()[0].uid

        app = CockpitApp(
            source, settings, clock=lambda: NOW, environment=environment or {}, polling=polling, build_ahead=build_ahead
        )
        async with app.run_test(size=size) as pilot:
            await settled(app, pilot)
            yield app, pilot

    return started


async def settled(app: CockpitApp, pilot: Pilot[None]) -> None:
    """Wait until every thread has answered and the screen shows it."""
    await pilot.pause()
    while any(worker.group == "store" and not worker.is_finished for worker in app.workers):
        await asyncio.sleep(0.004)
    await pilot.pause()


def text_of(app: CockpitApp) -> str:
    """What a person sees."""
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines)
