"""A guardrail crossed during a wave: which, when, how far, and the way back that is proposed for it.

Today is Wednesday 18 March 2026; the wave began on Monday 2 March.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from cockpit.domain.act import highest_refs, plan
from cockpit.domain.action import Action, waits_for
from cockpit.domain.breach import breaches, rolling_back
from cockpit.domain.entity import Entity
from cockpit.domain.kpi import Kpi
from cockpit.domain.measurement import Series
from cockpit.domain.person import Person
from cockpit.domain.problem import Refused
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.domain.state import ProjectState
from cockpit.domain.wave import Wave, WaveStatus
from cockpit.language import choose, say
from tests.domain.projects import TODAY, project, row

ERRORS = row(Kpi, "K-2", title="Errors", unit="%", guardrail=2, direction="lower", cadence="week")
LEA = row(Person, "P-1", handle="lea", name="Léa")
STEPS = ["Switch the old screen on", "Tell the agencies", "Check the orders of the day"]
BACK = row(Rollback, "RB-1", title="Old screen", owner="P-1", steps=STEPS)
TRIED = row(Rehearsal, "RH-1", rollback="RB-1", rehearsed_on=date(2026, 2, 3), succeeded=True, minutes_to_restore=42)


@pytest.fixture(autouse=True)
def english() -> None:
    choose("en", {})


def wave(ref: str = "V-1", **values: Any) -> Wave:
    given = {"number": 1, "status": "running", "starts_on": date(2026, 3, 2), "guardrails": ["K-2"], "rollback": "RB-1"}
    return row(Wave, ref, **{**given, **values})


def known(*rows: Entity, weeks: tuple[float | None, ...] = (1.0, 2.4, None), kpi: Kpi = ERRORS) -> ProjectState:
    """A project in which the KPI was measured on the Fridays of the weeks from 23 February on, or not."""
    points = {date(2026, 2, 27) + timedelta(weeks=place): value for place, value in enumerate(weeks)}
    held = {str(day): value for day, value in points.items() if value is not None}
    series = {(kpi.uid, "pilot"): Series(tuple(held), tuple(held.values()))}
    return project(kpi, LEA, BACK, TRIED, *rows, series=series)


def test_a_crossing_during_a_wave_proposes_its_way_back() -> None:
    (found,) = breaches(known(wave()), TODAY)
    assert (found.wave.ref, found.kpi.ref, found.period.starts_on, found.period.value) == ("V-1", "K-2", date(2026, 3, 2), 2.4)
    assert found.guardrail == 2
    assert found.stands
    assert found.rollback is not None
    assert found.rollback.steps == tuple(STEPS)
    assert found.rehearsal is not None
    assert found.rehearsal.minutes_to_restore == 42
    assert (
        say(found.said) == "K-2 crossed its guardrail in wave 1 (2.4\N{NO-BREAK SPACE}% > 2\N{NO-BREAK SPACE}%): go back by RB-1?"
    )


def test_the_week_that_runs_counts_too() -> None:
    (found,) = breaches(known(wave(), weeks=(1.0, 1.0, 1.0, 3.0)), date(2026, 3, 21))
    assert found.period.starts_on == date(2026, 3, 16)
    assert found.stands


@pytest.mark.parametrize(
    ("values", "weeks"),
    [
        ({}, (3.0, 1.0, 2.0)),
        ({"status": "planned"}, (1.0, 3.0)),
        ({"status": "done"}, (1.0, 3.0)),
        ({"status": "rolled_back"}, (1.0, 3.0)),
        ({"starts_on": None}, (1.0, 3.0)),
        ({"starts_on": date(2026, 3, 19)}, (1.0, 3.0)),
        ({"guardrails": []}, (1.0, 3.0)),
    ],
    ids=["before the wave", "planned", "done", "rolled back", "no day", "still to come", "no guardrails"],
)
def test_nothing_is_proposed(values: dict[str, Any], weeks: tuple[float | None, ...]) -> None:
    assert breaches(known(wave(**values), weeks=weeks), TODAY) == ()


def test_a_kpi_without_a_guardrail_crosses_none() -> None:
    kpi = row(Kpi, "K-2", title="Errors", direction="lower")
    assert breaches(known(wave(), weeks=(1.0, 99.0), kpi=kpi), TODAY) == ()


def test_higher_is_better_crosses_downwards() -> None:
    kpi = row(Kpi, "K-2", title="Up", unit="%", guardrail=98, direction="higher")
    (found,) = breaches(known(wave(), weeks=(99.0, 97.5), kpi=kpi), TODAY)
    assert "97.5\N{NO-BREAK SPACE}% < 98\N{NO-BREAK SPACE}%" in say(found.said)


def test_back_within_it_once_a_week_that_is_over_has_kept_it() -> None:
    state = known(wave(), weeks=(1.0, 2.4, 1.9))
    (friday,) = breaches(state, date(2026, 3, 13))
    assert friday.stands
    (found,) = breaches(state, TODAY)
    assert not found.stands
    assert found.back_in is not None
    assert found.back_in.starts_on == date(2026, 3, 9)
    assert say(found.said).endswith("and is back within it")


def test_those_that_stand_come_first() -> None:
    other = row(Kpi, "K-1", title="Calls", guardrail=20, direction="lower")
    state = known(other, wave(), wave("V-2", number=2, guardrails=["K-1"]), weeks=(1.0, 2.4, 1.9))
    series = {**state.series, ("K-1", "all"): Series(("2026-03-10",), (21.0,))}
    found = breaches(ProjectState(state.rows, series), TODAY)
    assert [(each.wave.ref, each.stands) for each in found] == [("V-2", True), ("V-1", False)]


def test_without_a_scenario_it_says_so() -> None:
    (found,) = breaches(known(wave(rollback=None)), TODAY)
    assert (found.rollback, found.rehearsal) == (None, None)
    assert say(found.said).endswith("which has no rollback scenario")


def done(state: ProjectState, found: Wave) -> ProjectState:
    return state.applied(plan(state, rolling_back(state, found, TODAY), highest_refs(state)))


def test_taking_it_is_an_action_for_each_step_one_after_the_other() -> None:
    state = known(wave())
    after = done(state, state.all(Wave)[0])
    actions = after.all(Action)
    assert [action.title for action in actions] == STEPS
    assert {(action.owner, action.due_on, action.wave) for action in actions} == {("P-1", TODAY, "V-1")}
    assert [[each.title for each in waits_for(after, action)] for action in actions] == [[], STEPS[:1], STEPS[1:2]]
    assert after.all(Wave)[0].status is WaveStatus.ROLLED_BACK
    assert breaches(after, TODAY) == ()


@pytest.mark.parametrize("status", ["planned", "rolled_back", None])
def test_what_is_neither_running_nor_done_by_now_is_not_rolled_back(status: str | None) -> None:
    seen = wave()
    with pytest.raises(Refused) as told:
        rolling_back(known(*([wave(status=status)] if status else [])), seen, TODAY)
    (problem,) = told.value.problems
    assert say(problem.message) == "V-1 Row V-1 is neither running nor done, so that there is nothing to roll back"


def test_a_wave_that_is_done_can_still_be_rolled_back() -> None:
    found = wave(status="done")
    assert done(known(found), found).all(Wave)[0].status is WaveStatus.ROLLED_BACK


@pytest.mark.parametrize(
    ("rollback", "titles"),
    [
        (row(Rollback, "RB-2", title="By hand"), ["RB-2 By hand"]),
        (row(Rollback, "RB-2", title="By hand", steps=["x" * 500]), ["x" * 200]),
        (None, []),
    ],
    ids=["no steps", "a long step", "no scenario"],
)
def test_a_scenario_may_say_little(rollback: Rollback | None, titles: list[str]) -> None:
    found = wave(rollback=rollback.uid if rollback else None)
    state = known(found, *([rollback] if rollback else []))
    after = done(state, found)
    assert [action.title for action in after.all(Action)] == titles
    assert after.all(Wave)[0].status is WaveStatus.ROLLED_BACK
