"""Very many measurements at once: all of them or none, once, and back again; and none is read before somebody looks at it."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cockpit.domain.edit import Act, Create, Delete, Record
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.kpi_standing import standing
from cockpit.domain.measurement import Points, validated_columns
from cockpit.domain.narration import Narrator
from cockpit.domain.person import Person
from cockpit.domain.problem import Refused
from cockpit.domain.risk import Risk
from cockpit.store import Store
from cockpit.store import engine as sqlite

COUNT = 50_000
FIRST = datetime(2026, 1, 5, tzinfo=UTC)


def hours(count: int, value: float = 1.0) -> Points:
    """So many measurements, an hour apart, from 5 January 2026 on."""
    return validated_columns([(FIRST + timedelta(hours=hour)).isoformat() for hour in range(count)], [value] * count)


@pytest.fixture
def measured(store: Store, project: str) -> str:
    """The project, with a KPI and a year of measurements of it."""
    store.apply(project, Act((Create(Kpi, {"title": "Load", "cadence": "day"}, "load"),)))
    store.apply(project, Act((Record("load", Group.PILOT, hours(8760)),)))
    return project


def content(path: Path) -> str:
    """Everything that a store's file holds."""
    with closing(sqlite3.connect(path)) as raw:
        return "\n".join(raw.iterdump())


class Cancelled(Exception):
    """What an import that the user has had enough of raises."""


def test_progress_is_told_up_to_the_end(store: Store, measured: str) -> None:
    told: list[tuple[int, int]] = []

    batch = store.apply(measured, Act((Record("load", Group.CONTROL, hours(COUNT)),)), lambda *how_far: told.append(how_far))

    assert batch
    assert len(told) >= 3
    assert told == sorted(told)
    assert told[-1] == (COUNT, COUNT)
    assert {total for _, total in told} == {COUNT}


def test_what_progress_raises_takes_everything_back(store: Store, measured: str, path: Path) -> None:
    before, state = content(path), store.load(measured)
    edits = Act((Create(Person, {"handle": "ana", "name": "Ana"}), Record("load", Group.PILOT, hours(COUNT, 2.0))))

    def cancel(done: int, total: int) -> None:
        if done > total / 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        store.apply(measured, edits, cancel)

    assert content(path) == before
    assert store.load(measured) is state
    assert store.apply(measured, edits)
    assert store.load(measured).measurements("load", Group.PILOT).values == (2.0,) * COUNT


def test_the_same_again_changes_nothing(store: Store, measured: str, path: Path) -> None:
    before = content(path)

    assert store.apply(measured, Act((Record("load", Group.PILOT, hours(8760)),))) is None
    assert store.apply(measured, Act((Record("load", Group.PILOT, hours(100)),))) is None
    assert content(path) == before


def test_values_that_are_superseded_are_kept_and_come_back(store: Store, measured: str, opened: Callable[..., Store]) -> None:
    store.apply(measured, Act((Record("load", Group.PILOT, hours(5000, 2.0)),)))
    corrected = store.load(measured)
    assert corrected.measurements("load", Group.PILOT).values == (2.0,) * 5000 + (1.0,) * 3760
    change = store.history(measured)[-1].changes[0]
    assert (dict(change.before or {}), dict(change.after or {})) == (dict(hours(5000)), dict(hours(5000, 2.0)))

    store.undo(measured)

    for each in (store, opened("marc")):
        assert each.load(measured).measurements("load", Group.PILOT).points == hours(8760)
    assert corrected.measurements("load", Group.PILOT).values[:5001] == (2.0,) * 5000 + (1.0,)
    store.redo(measured)
    assert opened("karim").load(measured) == corrected


def test_a_kpi_that_goes_takes_its_measurements_along_and_brings_them_back(store: Store, measured: str, path: Path) -> None:
    state = store.load(measured)
    (kpi,) = state.all(Kpi)
    store.apply(measured, Act((Delete(kpi),)))

    assert store.load(measured).series == {}
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM period_total").fetchone() == (0,)
        assert raw.execute("SELECT count(*) FROM measurement WHERE until IS NULL").fetchone() == (0,)

    store.undo(measured)
    assert store.load(measured).series == state.series
    assert len(standing(store.load(measured), kpi, date(2026, 12, 31), group=Group.PILOT).periods) == 360


def test_killed_in_the_middle_of_an_import_a_store_is_as_it_was(opened: Callable[..., Store], path: Path) -> None:
    store = opened()
    project = store.create_project({"key": "ALTURA", "title": "Altura"}).uid
    store.apply(project, Act((Create(Kpi, {"title": "Load"}, "load"),)))
    store.close()
    before = content(path)
    root = Path(__file__).parents[2]
    importer = [sys.executable, "-m", "tests.store.importer", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(importer, stdout=subprocess.PIPE, text=True, cwd=root, env=environment) as process:
        assert process.stdout
        said = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGKILL)

    assert said[-1] == "60000 of 100000\n"
    assert content(path) == before
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert opened().load(project).series == {}


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements by which measurements are read late."""
    statements: list[str] = []
    fetched = sqlite.fetched

    def listening(connection: Any, statement: str, values: tuple[Any, ...]) -> Any:
        statements.append(statement)
        return fetched(connection, statement, values)

    monkeypatch.setattr(sqlite, "fetched", listening)
    return statements


def test_no_measurement_is_read_to_open_to_judge_or_to_follow(
    measured: str, opened: Callable[..., Store], looked_at: list[str]
) -> None:
    marc, karim = opened("marc"), opened("karim")
    marc.load(measured)
    marc.news(measured)
    karim.apply(measured, Act((Record("load", Group.CONTROL, hours(COUNT, 3.0)),)))
    read = len([statement for statement in looked_at if "FROM measurement" in statement])

    (heard,) = marc.news(measured)
    state = marc.load(measured)
    (kpi,) = state.all(Kpi)
    now = standing(state, kpi, date(2026, 12, 31), group=Group.CONTROL)

    assert len(state.measurements("load", Group.CONTROL)) == COUNT
    assert (heard.who, len(now.periods), now.values[0]) == ("karim", 360, 3.0)
    assert [str(said) for said in Narrator(state, (heard,)).tell(heard)]
    assert len([statement for statement in looked_at if "FROM measurement" in statement]) == read


def test_a_state_is_what_it_was_though_its_store_is_closed(store: Store, measured: str, path: Path) -> None:
    state, history = store.load(measured), store.history(measured)
    store.close()

    assert state.measurements("load", Group.PILOT).points == hours(8760)
    assert len(standing(state, state.all(Kpi)[0], date(2026, 12, 31), group=Group.PILOT).periods) == 360
    assert dict(history[-1].changes[0].after or {}) == dict(hours(8760))
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_state_whose_store_is_gone_says_so(store: Store, measured: str, path: Path) -> None:
    state = store.load(measured)
    store.close()
    path.unlink()

    with pytest.raises(Refused, match="cannot be opened"):
        list(state.measurements("load", Group.PILOT))
    assert not path.exists()


def test_the_state_of_a_day_has_the_measurements_known_then(store: Store, measured: str, clock: Any) -> None:
    clock.move(days=2)
    store.apply(measured, Act((Record("load", Group.PILOT, {"2026-01-05T00:00:00+00:00": 9.0, "2027-06-01": 4.0}),)))
    clock.move(days=2)
    store.apply(measured, Act((Delete(store.load(measured).all(Kpi)[0]),)))

    first, second = (store.state_at(measured, date(2026, 3, day)) for day in (2, 4))

    assert first.measurements("load", Group.PILOT).points == hours(8760)
    assert len(second.measurements("load", Group.PILOT)) == 8761
    assert second.measurements("load", Group.PILOT).at("2026-01-05T00:00:00+00:00") == 9.0
    assert store.load(measured).series == {}


def test_a_log_that_is_gone_is_told(store: Store, measured: str, opened: Callable[..., Store], path: Path) -> None:
    store.close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.executescript("DELETE FROM row_change; DELETE FROM series_change; DELETE FROM batch")

    with pytest.raises(Refused, match="damaged"):
        opened().state_at(measured, date(2026, 3, 2))


def test_people_go_quickly_however_much_they_own(store: Store, project: str) -> None:
    """Ten thousand at once took ten seconds when every row that may refer to one was looked at for each of them."""
    count = 2000
    store.apply(
        project,
        Act(
            (
                *(Create(Person, {"handle": f"p{n}", "name": "x"}, f"p{n}") for n in range(count)),
                *(
                    Create(Risk, {"title": "x", "owner": f"p{n}", "inherent_likelihood": 1, "inherent_impact": 1})
                    for n in range(count)
                ),
            )
        ),
    )
    steps = 0

    def count_steps() -> None:
        nonlocal steps
        steps += 1

    with store._file.connected() as connection:
        raw = connection.connection.dbapi_connection
        assert raw
        raw.set_progress_handler(count_steps, 1000)
    store.apply(project, Act(tuple(Delete(person) for person in store.load(project).all(Person))))

    # A look at each risk for each person would be four million rows.
    assert steps < 2000
