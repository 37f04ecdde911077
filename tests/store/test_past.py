"""Many days of the past at once: each as it is by itself, whatever was done between them."""

import tempfile
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.edit import Act, Create, Delete, Record, Update
from cockpit.domain.kpi import Cadence, Group, Kpi
from cockpit.domain.period import periods_of, totals_of
from cockpit.domain.problem import Refused
from cockpit.domain.risk import Risk
from cockpit.domain.state import ProjectState
from cockpit.store import Store, open_store
from tests.thoroughness import examples

PEAK = {"title": "Peak", "inherent_likelihood": 4, "inherent_impact": 5}
BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def days_of(found: list[tuple[date, ProjectState]]) -> list[int]:
    return [day.day for day, _ in found]


def test_the_last_day_comes_first_and_each_once(store: Store, project: str) -> None:
    asked = [date(2026, 3, 4), date(2026, 3, 9), date(2026, 3, 4), date(2026, 3, 2)]

    assert days_of(list(store.states_on(project, asked))) == [9, 4, 2]


def test_days_before_the_log_began_are_left_out(store: Store, project: str) -> None:
    asked = [date(2026, 3, 1), date(2026, 3, 2), date(2025, 3, 2)]

    assert days_of(list(store.states_on(project, asked))) == [2]
    assert list(store.states_on(project, [date(2026, 3, 1)])) == []


def test_days_between_which_nothing_was_done_share_their_state(store: Store, project: str, clock: Any) -> None:
    clock.move(days=3)
    store.apply(project, Act((Create(Risk, PEAK),)))

    states = dict(store.states_on(project, [date(2026, 3, day) for day in (2, 3, 4, 5, 6)]))

    assert states[date(2026, 3, 6)] is states[date(2026, 3, 5)] is store.load(project)
    assert states[date(2026, 3, 4)] is states[date(2026, 3, 2)]
    assert [len(states[date(2026, 3, day)].all(Risk)) for day in (4, 5)] == [0, 1]


def test_a_series_is_read_as_it_stood_on_each_day(store: Store, project: str, clock: Any) -> None:
    store.apply(project, Act((Create(Kpi, {"title": "Load"}, "load"), Create(Kpi, {"title": "Still"}, "still"))))
    store.apply(project, Act((Record("load", Group.PILOT, {"2026-02-02": 1.0}), Record("still", Group.ALL, {"2026-02-02": 7.0}))))
    clock.move(days=1)
    store.apply(project, Act((Record("load", Group.PILOT, {"2026-02-02": 5.0, "2026-02-09": 2.0}),)))
    clock.move(days=1)
    store.apply(project, Act((Delete(store.load(project).all(Kpi)[0]),)))

    states = dict(store.states_on(project, [date(2026, 3, day) for day in (2, 3, 4)]))

    loads = [dict(states[date(2026, 3, day)].measurements("load", Group.PILOT)) for day in (2, 3, 4)]
    assert loads == [{"2026-02-02": 1.0}, {"2026-02-02": 5.0, "2026-02-09": 2.0}, {}]
    stills = [states[date(2026, 3, day)].measurements("still", Group.ALL) for day in (2, 3, 4)]
    assert stills[0] is stills[1] is stills[2]
    assert dict(stills[0]) == {"2026-02-02": 7.0}


def test_what_was_built_on_an_act_was_known_no_earlier_than_it(store: Store, project: str, clock: Any) -> None:
    """A clock that was put back: the later act is of an earlier day, and was known with what it was built on."""
    clock.move(days=7)
    store.apply(project, Act((Create(Risk, PEAK),)))
    clock.move(days=-4)
    store.apply(project, Act((Create(Risk, PEAK),)))

    states = dict(store.states_on(project, [date(2026, 3, day) for day in (4, 5, 9)]))

    assert [len(state.all(Risk)) for state in states.values()] == [2, 2, 0]


def test_a_project_that_is_not_there_has_no_past(store: Store) -> None:
    with pytest.raises(Refused, match="no such project"):
        store.states_on("nothing", [date(2026, 3, 2)])


DEEDS = ("record", "record again", "rate", "add", "cadence", "zone", "delete", "undo", "nothing")


def do(store: Store, project: str, deed: str, number: int) -> None:
    state = store.load(project)
    kpis, risks = state.all(Kpi), state.all(Risk)
    on = (date(2026, 1, 5) + timedelta(days=3 * number)).isoformat()
    match deed:
        case "add":
            store.apply(project, Act((Create(Risk, PEAK), Create(Kpi, {"title": "Load", "target": 3.0}))))
        case "record" if kpis:
            store.apply(project, Act((Record(kpis[number % len(kpis)].uid, Group.PILOT, {on: float(number)}),)))
        case "record again" if kpis:
            store.apply(project, Act((Record(kpis[0].uid, Group.PILOT, {"2026-01-05": float(number), on: None}),)))
        case "rate" if risks:
            store.apply(project, Act((Update(risks[0], {"current_likelihood": number % 5 + 1}),)))
        case "cadence" if kpis:
            store.apply(project, Act((Update(kpis[0], {"cadence": list(Cadence)[number % 3]}),)))
        case "zone":
            # One that begins its days when the other does, so that the days of the log stay what they are.
            zones = ("Europe/Paris", "Europe/Berlin")
            store.apply(project, Act((Update(state.project, {"timezone": zones[number % 2]}),)))
        case "delete" if kpis:
            store.apply(project, Act((Delete(kpis[-1]),)))
        case "undo" if number:
            try:
                store.undo(project)
            except Refused:
                return


@examples(25)
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(DEEDS)), max_size=14))
def test_every_day_is_as_it_was_when_it_ended(steps: list[tuple[int, str]]) -> None:
    now = BEGUN
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cockpit.db"
        with closing(open_store(path, who="lea", create=True, clock=lambda: now)) as store:
            project = store.create_project({"key": "DEMO", "title": "Demo"}).uid
            seen = {now.date(): store.load(project)}
            for number, (gap, deed) in enumerate((0, "add") if each == 0 else steps[each - 1] for each in range(len(steps) + 1)):
                now += timedelta(days=gap)
                do(store, project, deed, number)
                seen[now.date()] = store.load(project)
        asked = [BEGUN.date() + timedelta(days=day) for day in range((now - BEGUN).days + 2)]
        with closing(open_store(path, who="lea", read_only=True)) as fresh:
            found = dict(fresh.states_on(project, asked))
            assert list(found) == asked[::-1]
            past = fresh.past(project)
            for day in asked:
                expected = seen[max(known for known in seen if known <= day)]
                before = past.known_before(BEGUN + (day - BEGUN.date()) + timedelta(seconds=1))
                assert found[day] == expected == fresh.state_at(project, day) == before
                for kpi in found[day].all(Kpi):
                    columns = expected.measurements(kpi.uid, Group.PILOT).points.columns
                    worked_out = [each.starts_on for each in totals_of(columns, kpi.cadence, expected.project.timezone)]
                    for known in (found[day], before):
                        assert [each.starts_on.isoformat() for each in periods_of(known, kpi, Group.PILOT)] == worked_out


def test_what_was_known_before_an_instant_lacks_what_was_done_at_it(store: Store, project: str, clock: Any) -> None:
    clock.move(hours=1)
    store.apply(project, Act((Create(Risk, PEAK),)))

    past = store.past(project)

    known = {hours: len(past.known_before(BEGUN + timedelta(hours=hours)).all(Risk)) for hours in (-100, 0, 1, 2)}
    assert known == {-100: 0, 0: 0, 1: 0, 2: 1}
    assert past.known_before(BEGUN - timedelta(days=100)) == past.known_before(BEGUN + timedelta(seconds=1))


def test_the_log_can_be_read_for_one_kind_of_rows(store: Store, project: str) -> None:
    store.apply(project, Act((Create(Risk, PEAK), Create(Kpi, {"title": "Load"}, "load"))))
    store.apply(project, Act((Create(Risk, PEAK),)))
    store.apply(project, Act((Record("load", Group.PILOT, {"2026-02-02": 1.0}),)))

    whole, of_kpis = store.history(project), store.history(project, kind=Kpi.kind)

    assert [batch.uid for batch in of_kpis] == [batch.uid for batch in whole]
    kept = [[change for change in batch.changes if getattr(change, "kind", Kpi.kind) == Kpi.kind] for batch in whole]
    assert [list(batch.changes) for batch in of_kpis] == kept
    assert [len(changes) for changes in kept] == [0, 1, 0, 1]
