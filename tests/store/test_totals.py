"""Totals of periods are kept beside the measurements: whatever happens, they are what the measurements come to, to the last bit.

And a state is what it was when it was loaded, though it reads its measurements late and others have written since.
"""

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.kpi import Aggregate, Cadence, Group, Kpi
from cockpit.domain.period import Period, Total, periods_of
from cockpit.domain.problem import Refused
from cockpit.domain.state import ProjectState
from cockpit.store import Store
from tests.domain.test_period import TIMES, ZONES, worked_out
from tests.store.test_model import begun, opened
from tests.thoroughness import examples

KPIS = ("one", "two")
VALUES = st.sampled_from((0.1, 0.2, 0.3, -0.7, 1e15, 3.0))


@dataclass
class Held:
    """A state that nobody has looked into, and what lay in its series when it was loaded."""

    state: ProjectState
    points: dict[str, dict[str, float]]


class Totals(RuleBasedStateMachine):
    """Two sessions that measure, correct, move periods and take back."""

    def __init__(self) -> None:
        super().__init__()
        self.exit = ExitStack()
        self.path = Path(self.exit.enter_context(tempfile.TemporaryDirectory())) / "cockpit.db"
        content, self.project = begun()
        self.path.write_bytes(content)
        self.stores = [self.opened(who) for who in ("lea", "marc")]
        self.stores[0].apply(self.project, Act(tuple(Create(Kpi, {"title": uid}, uid) for uid in KPIS)))
        self.held: list[Held] = []

    def opened(self, who: str) -> Store:
        store = opened(self.path, who)
        self.exit.callback(store.close)
        return store

    def teardown(self) -> None:
        """Close everything; what is held may be looked into even then."""
        for store in self.stores:
            store.close()
        for held in self.held:
            self.is_as_it_was(held)
        self.exit.close()

    # What they do

    @rule(who=st.integers(0, 1), kpi=st.sampled_from(KPIS), points=st.dictionaries(TIMES, st.none() | VALUES, max_size=6))
    def record(self, who: int, kpi: str, points: dict[str, float | None]) -> None:
        self.act(who, Record(kpi, Group.PILOT, points))

    @rule(who=st.integers(0, 1), kpi=st.sampled_from(KPIS), cadence=st.sampled_from(list(Cadence)), also=TIMES)
    def change_cadence(self, who: int, kpi: str, cadence: Cadence, also: str) -> None:
        """And measure in the same act."""
        row = self.stores[who].load(self.project).get(Kpi, kpi)
        if row:
            self.act(who, Update(row, {"cadence": cadence}), Record(kpi, Group.PILOT, {also: 2.0}))

    @rule(who=st.integers(0, 1), kpi=st.sampled_from(KPIS), aggregate=st.sampled_from(list(Aggregate)))
    def change_aggregate(self, who: int, kpi: str, aggregate: Aggregate) -> None:
        row = self.stores[who].load(self.project).get(Kpi, kpi)
        if row:
            self.act(who, Update(row, {"aggregate": aggregate}))

    @rule(who=st.integers(0, 1), zone=st.sampled_from(ZONES))
    def change_zone(self, who: int, zone: str) -> None:
        self.act(who, Update(self.stores[who].load(self.project).project, {"timezone": zone}))

    @rule(who=st.integers(0, 1), kpi=st.sampled_from(KPIS))
    def delete(self, who: int, kpi: str) -> None:
        row = self.stores[who].load(self.project).get(Kpi, kpi)
        if row:
            self.act(who, Delete(row))

    @rule(who=st.integers(0, 1), redo=st.booleans())
    def take_back(self, who: int, redo: bool) -> None:
        store = self.stores[who]
        with suppress(Refused):
            (store.redo if redo else store.undo)(self.project)

    @rule(who=st.integers(0, 1), kpi=st.sampled_from(KPIS), time=TIMES)
    def replace(self, who: int, kpi: str, time: str) -> None:
        """By a file that was written before, or with a measurement more."""
        state = self.held[0].state
        if (series := state.measurements(kpi, Group.PILOT)) and state.get(Kpi, kpi):
            edited = {**state.series, (kpi, "pilot"): series.with_points({time: 5.0})}
            self.stores[who].replace(ProjectState(state.rows, edited))

    @rule(who=st.integers(0, 1))
    def restart(self, who: int) -> None:
        self.stores[who].close()
        self.stores[who] = self.opened(("lea", "marc")[who])

    def act(self, who: int, *edits: Edit) -> None:
        with suppress(Refused):
            self.stores[who].apply(self.project, Act(edits))

    # What must hold

    def measured(self) -> dict[str, dict[str, float]]:
        """What the table of measurements holds, read by a program that knows nothing of the store."""
        found: dict[str, dict[str, float]] = {}
        with closing(sqlite3.connect(self.path)) as raw:
            for kpi, at, value in raw.execute(
                "SELECT kpi, at, value FROM measurement JOIN series ON id = series WHERE until IS NULL"
            ):
                found.setdefault(kpi, {})[at] = value
        return found

    @invariant()
    def what_is_kept_is_what_the_measurements_come_to(self) -> None:
        measured = self.measured()
        with closing(sqlite3.connect(self.path)) as raw:
            (zone,) = raw.execute("SELECT timezone FROM project").fetchone()
            cadences = dict(raw.execute("SELECT uid, cadence FROM kpi"))
            for kpi in KPIS:
                kept = raw.execute(
                    "SELECT starts_on, measurements, sum, least, most, period_total.last, measured_on FROM period_total"
                    " JOIN series ON id = series WHERE kpi = ? ORDER BY starts_on",
                    (kpi,),
                ).fetchall()
                points = measured.get(kpi, {})
                assert kept == (worked_out(points, Cadence(cadences[kpi]), zone) if kpi in cadences else [])
                held = raw.execute("SELECT held FROM series WHERE kpi = ?", (kpi,)).fetchone()
                assert (held or (0,))[0] == len(points)

    @invariant()
    def states_are_held(self) -> None:
        """Unseen, for later: what has been looked at is not read again."""
        for store in self.stores:
            self.held.append(Held(store.load(self.project), self.measured()))

    @rule(data=st.data())
    def look(self, data: st.DataObject) -> None:
        self.is_as_it_was(data.draw(st.sampled_from(self.held)))

    def is_as_it_was(self, held: Held) -> None:
        state = held.state
        for kpi in state.all(Kpi):
            points = held.points.get(kpi.uid, {})
            series = state.measurements(kpi.uid, Group.PILOT)
            assert len(series) == len(points)
            totals = worked_out(points, kpi.cadence, state.project.timezone)
            wanted = [(each.starts_on, VALUE[kpi.aggregate](each), each.measured_on) for each in totals]
            assert [told(period) for period in periods_of(state, kpi, Group.PILOT)] == wanted
            assert list(series) == sorted(points.items())


def told(period: Period) -> tuple[str, float, str]:
    return period.starts_on.isoformat(), period.value, period.measured_on.isoformat()


VALUE: dict[Aggregate, Callable[[Total], float]] = {
    Aggregate.MEAN: lambda total: total.sum / total.measurements,
    Aggregate.SUM: lambda total: total.sum,
    Aggregate.LAST: lambda total: total.last,
    Aggregate.MINIMUM: lambda total: total.least,
    Aggregate.MAXIMUM: lambda total: total.most,
}


TestTotals = Totals.TestCase
TestTotals.settings = settings(examples(25), stateful_step_count=25)
