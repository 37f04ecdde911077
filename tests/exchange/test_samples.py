"""The samples that come with the program, and how they are moved to end now."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.edit import Create, Record, Update
from cockpit.domain.gate import Criterion
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.measurement import day_of
from cockpit.domain.milestone import Milestone
from cockpit.domain.problem import Refused
from cockpit.domain.project import Project
from cockpit.domain.standup import Standup
from cockpit.domain.state import ProjectState
from cockpit.exchange import samples
from cockpit.exchange.samples import load, sample_names, sample_path, shifted
from cockpit.exchange.snapshot import Snapshot, export_text, read_text
from cockpit.language import say
from tests.exchange.past import Past
from tests.strategies import projects
from tests.thoroughness import examples


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(samples, "_folder", lambda: tmp_path)
    for name in ("delta", "altura"):
        (tmp_path / f"{name}.toml").write_text(f'[project]\ntitle = "{name.title()}"\n', encoding="utf-8")
    return tmp_path


def test_samples_are_known_by_the_names_of_their_files(folder: Path) -> None:
    assert sample_names() == ("altura", "delta")
    assert sample_path("Altura") == folder / "altura.toml"
    assert load("DELTA").state.project.title == "Delta"


@pytest.mark.parametrize("name", ["beta", "../altura", ""])
def test_an_unknown_sample_is_told_with_those_there_are(folder: Path, name: str) -> None:
    with pytest.raises(Refused) as refused:
        load(name)
    assert say(refused.value.problems[0].message) == f"There is no sample “{name}”; there are altura, delta"


@pytest.mark.parametrize("name", sample_names())
def test_every_sample_that_is_shipped_is_as_the_program_writes_it(name: str) -> None:
    snapshot = load(name)
    assert (snapshot.edited, snapshot.matches_history) == (False, True)
    assert export_text(snapshot.state, snapshot.batches) == sample_path(name).read_text(encoding="utf-8")


@pytest.fixture
def past() -> Past:
    """A project in Paris whose last change was made on Friday 27 March 2026 at 17:00 there, two days before summer time."""
    past = Past()
    past.act(Create(Project, {"key": "ALTURA", "title": "Altura"}, "p"), at=datetime(2026, 3, 16, 9, tzinfo=UTC))
    past.act(
        Create(Milestone, {"title": "Ready", "planned_on": "2026-04-03", "forecast_on": "2026-04-10"}, "m"),
        Create(Standup, {"title": "Monday", "held_at": "2026-03-16T09:30:00+01:00"}, "s"),
        Create(Kpi, {"title": "Response", "target_set_on": "2026-01-05"}, "k"),
        Record("k", Group.PILOT, {"2026-03-23": 1, "2026-03-23T23:30:00+01:00": 2}),
        at=datetime(2026, 3, 23, 9, tzinfo=UTC),
    )
    past.act(
        Update(past.row("m"), {"forecast_on": "2026-04-17"}), Record("k", Group.PILOT, {"2026-03-23": 3}),
        at=datetime(2026, 3, 27, 16, tzinfo=UTC),
    )  # fmt: skip
    return past


def snapshot_of(past: Past) -> Snapshot:
    return read_text(export_text(past.state, past.batches))


def test_everything_moves_by_the_same_whole_weeks(past: Past) -> None:
    moved = shifted(snapshot_of(past), datetime(2026, 7, 1, 12, tzinfo=UTC))
    weeks = timedelta(weeks=13)
    milestone, standup, kpi = moved.state.all(Milestone)[0], moved.state.all(Standup)[0], moved.state.all(Kpi)[0]
    assert (milestone.planned_on, milestone.forecast_on) == (date(2026, 4, 3) + weeks, date(2026, 4, 17) + weeks)
    assert kpi.target_set_on == date(2026, 1, 5) + weeks
    # Half past nine in Paris, in summer as in winter; so are five o'clock and the hours of the log.
    assert standup.held_at == datetime(2026, 6, 15, 7, 30, tzinfo=UTC)
    assert [batch.at for batch in moved.batches] == [
        datetime(2026, 6, 15, 8, tzinfo=UTC), datetime(2026, 6, 22, 8, tzinfo=UTC), datetime(2026, 6, 26, 15, tzinfo=UTC),
    ]  # fmt: skip
    assert dict(moved.state.measurements(kpi.uid, Group.PILOT)) == {"2026-06-22": 3.0, "2026-06-22T22:30:00+00:00": 2.0}


def test_the_past_moves_along(past: Past) -> None:
    moved = shifted(snapshot_of(past), datetime(2026, 7, 1, 12, tzinfo=UTC))
    state = ProjectState()
    for batch in moved.batches:
        state = state.after(batch)
    assert state == moved.state
    assert read_text(export_text(moved.state, moved.batches)).matches_history
    before = state.before(moved.batches[-1])
    assert before.all(Milestone)[0].forecast_on == date(2026, 7, 10)
    assert before.measurements("k", Group.PILOT).at("2026-06-22") == 1.0


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-03-27T16:00:00+00:00", "2026-03-27T16:00:00+00:00"),
        ("2026-03-27T15:59:59+00:00", "2026-03-20T16:00:00+00:00"),
        ("2026-04-03T16:00:00+00:00", "2026-04-03T15:00:00+00:00"),
        ("2026-04-03T14:59:59+00:00", "2026-03-27T16:00:00+00:00"),
        ("2025-08-01T15:00:00+00:00", "2025-08-01T15:00:00+00:00"),
        ("2025-08-01T14:00:00+00:00", "2025-07-25T15:00:00+00:00"),
        ("2027-01-01T00:00:00+00:00", "2026-12-25T16:00:00+00:00"),
    ],
)
def test_the_last_change_is_never_later_than_now_and_never_a_week_old(past: Past, now: str, last: str) -> None:
    moved = shifted(snapshot_of(past), datetime.fromisoformat(now))
    assert moved.batches[-1].at == datetime.fromisoformat(last)


def test_without_a_past_nothing_moves() -> None:
    snapshot = read_text('[project]\ntitle = "Altura"\n')
    assert shifted(snapshot, datetime(2030, 1, 1, tzinfo=UTC)) == snapshot


@given(projects(most_acts=6), st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
@examples(25)
def test_any_project_can_be_moved(project: Any, now: datetime) -> None:
    state, batches = project
    moved = shifted(Snapshot(state, batches, edited=False, matches_history=True), now)
    assert timedelta() <= now - moved.batches[-1].at <= timedelta(weeks=1, hours=1)
    assert sum(map(len, moved.state.series.values())) == sum(map(len, state.series.values()))
    assert ProjectState().applied(change for batch in moved.batches for change in batch.changes) == moved.state
    for key, series in state.series.items():
        days = zip(series.times, moved.state.series[key].times, strict=True)
        assert len({day_of(after, "UTC") - day_of(before, "UTC") for before, after in days}) == 1
    assert all(
        criterion.settings == other.settings
        for criterion, other in zip(state.all(Criterion), moved.state.all(Criterion), strict=True)
    )
