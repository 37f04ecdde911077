"""The guardrails of the wave before: how many working days they have held, what a crossing does, and what makes up for it.

Today is Wednesday 18 March 2026; the wave before began on Monday 2 March, unless it is told otherwise.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.calendar import Holiday, WorkingCalendar
from cockpit.domain.entity import Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState, Finding
from cockpit.domain.gate import Answer
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.measurement import Series
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import Question, verdict
from cockpit.domain.readiness.policy import wave_criteria
from cockpit.domain.readiness.way import day_of, shortest_way, taken
from cockpit.domain.step import Remedy
from cockpit.domain.wave import Wave, wave_before
from cockpit.language import choose, say
from tests.domain.projects import TODAY, project, row
from tests.domain.remedies import asked, holds, on
from tests.thoroughness import examples

MONDAY = date(2026, 3, 2)
ERRORS = row(Kpi, "K-1", title="Errors", unit="%", guardrail=2, direction="lower", cadence="week")
UP = row(Kpi, "K-2", title="Service up", unit="%", guardrail=98, direction="higher", cadence="day", decimals=2)
LEA = row(Person, "P-1", handle="lea", name="Léa")
Points = Mapping[date, float]
WEEKS = {MONDAY: 1.0, date(2026, 3, 9): 1.0}
"""Both weeks that are over, measured on their Mondays."""


@pytest.fixture(autouse=True)
def english() -> None:
    choose("en", {})


def measured(points: Points, kpi: Kpi = ERRORS, group: Group = Group.PILOT) -> dict[tuple[str, str], Series]:
    days = sorted(points)
    return {(kpi.uid, group.value): Series(tuple(map(str, days)), tuple(float(points[each]) for each in days))}


def before(**values: Any) -> Wave:
    return row(Wave, "V-1", **{"number": 1, "status": "running", "starts_on": MONDAY, "guardrails": ["K-1"], **values})


def after(**values: Any) -> Wave:
    return row(Wave, "V-2", **{"number": 2, "working_days_needed": 5, **values})


def judged(
    *rows: Entity, series: Mapping[tuple[str, str], Series] | None = None, as_of: date = TODAY, wave: Wave | None = None
) -> tuple[Finding, Remedy]:
    """What the gate of a wave finds, and its remedy once the laws of remedies hold for it today, next week and in two months."""
    question = asked("guardrails_before", *rows, series=series, as_of=as_of, wave=wave)
    for days in (1, 7, 60):
        proven(question, as_of + timedelta(days))
    return question.finding, proven(question, as_of)


def proven(question: Question, by: date) -> Remedy:
    """The remedy by a day, once the laws of remedies hold for it; where only time has to pass, it says until when."""
    remedy = question.remedy_by(by)
    later = day_of(remedy.steps, by)
    if later == by or on(question, question.state, later).state is not MET:
        return holds(question, by)
    (step,) = remedy.steps
    assert on(question, question.state, later - timedelta(1)).state is not MET
    assert on(question, taken(question.state, remedy.steps, later), later).state is MET
    assert step.on == later
    return remedy


def told(
    *rows: Entity, series: Mapping[tuple[str, str], Series] | None = None, as_of: date = TODAY
) -> tuple[CriterionState, str]:
    wave = next(each for each in rows if isinstance(each, Wave) and each.uid == "V-2")
    found, _ = judged(*rows, series=series, as_of=as_of, wave=wave)
    return found.state, say(found.summary)


@pytest.mark.parametrize(
    ("needed", "points", "state", "said"),
    [
        (10, WEEKS, MET, "1 guardrail of V-1 held for 10 working days"),
        (11, WEEKS, INSUFFICIENT, "1 more working day needed"),
        (13, WEEKS, INSUFFICIENT, "3 more working days needed"),
        # The week that runs counts as far as it was measured: Monday and Tuesday, but not today, which is not over.
        (12, {**WEEKS, date(2026, 3, 17): 1.5}, MET, "1 guardrail of V-1 held for 12 working days"),
        (13, {**WEEKS, TODAY: 1.5}, INSUFFICIENT, "1 more working day needed"),
        # A week without a measurement says nothing.
        (6, {MONDAY: 1.0}, INSUFFICIENT, "1 more working day needed"),
        # On the guardrail it is not crossed.
        (5, {MONDAY: 2.0, date(2026, 3, 9): 2.0}, MET, "1 guardrail of V-1 held for 10 working days"),
        (5, {}, INSUFFICIENT, "K-1 was not measured since V-1 began"),
        (5, {date(2026, 2, 23): 1.0}, INSUFFICIENT, "K-1 was not measured since V-1 began"),
        (0, {}, INSUFFICIENT, "K-1 was not measured since V-1 began"),
    ],
)
def test_working_days_are_counted_for_which_it_was_measured(
    needed: int, points: Points, state: CriterionState, said: str
) -> None:
    assert told(ERRORS, before(), after(working_days_needed=needed), series=measured(points)) == (state, said)


CROSSED = {MONDAY: 2.4, date(2026, 3, 9): 1.0}


@pytest.mark.parametrize(
    ("needed", "points", "state", "said"),
    [
        (
            6, CROSSED, NOT_MET,
            "K-1 crossed its guardrail (2.4\N{NO-BREAK SPACE}% > 2\N{NO-BREAK SPACE}%, week of Mon 2 Mar 2026); "
            "held for 5 of 6 working days since",
        ),
        (5, CROSSED, MET, "1 guardrail of V-1 held for 5 working days"),
        (
            0, {**WEEKS, date(2026, 3, 16): 2.1}, NOT_MET,
            "K-1 crossed its guardrail (2.1\N{NO-BREAK SPACE}% > 2\N{NO-BREAK SPACE}%, week of Mon 16 Mar 2026); "
            "held for 0 of 1 working days since",
        ),
    ],
)  # fmt: skip
def test_after_a_crossing_they_are_counted_anew(needed: int, points: Points, state: CriterionState, said: str) -> None:
    assert told(ERRORS, before(), after(working_days_needed=needed), series=measured(points)) == (state, said)


def test_a_crossing_before_the_wave_does_not_matter_but_in_its_first_week_it_does() -> None:
    points = {date(2026, 2, 23): 9.0, **WEEKS}
    assert told(ERRORS, before(), after(), series=measured(points))[0] is MET
    assert told(ERRORS, before(starts_on=date(2026, 2, 27)), after(working_days_needed=11), series=measured(points))[0] is NOT_MET


def test_what_a_crossing_was_stays_in_sight() -> None:
    found, remedy = judged(ERRORS, before(), after(), series=measured(CROSSED), wave=after())
    assert remedy == Remedy()
    assert [each.ref for each in found.observations] == ["V-1", "K-1"]
    assert "crossed before that: 2.4" in say(found.observations[1].said)
    assert found.margin is not None
    assert say(found.margin) == "+0 working days"


def test_holidays_and_days_off_do_not_count() -> None:
    """Of the two weeks, Monday 2 March is a holiday and Fridays are not worked: seven days are left."""
    calendar = row(WorkingCalendar, "WC-1", friday=False)
    holiday = row(Holiday, "HO-1", calendar="WC-1", starts_on=MONDAY, ends_on=MONDAY)
    rows = (ERRORS, before(), calendar, holiday)
    assert told(*rows, after(working_days_needed=7), series=measured(WEEKS))[0] is MET
    assert told(*rows, after(working_days_needed=8), series=measured(WEEKS))[0] is INSUFFICIENT


def test_without_working_days_nothing_turns_it() -> None:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    calendar = row(WorkingCalendar, "WC-1", **dict.fromkeys(days, False))
    _, remedy = judged(ERRORS, before(), after(), calendar, series=measured(WEEKS), wave=after())
    assert [say(each) for each in remedy.turns] == ["the working calendar has no working day"]


def test_evidence_that_is_too_old_does_not_tell() -> None:
    """Measured last on 9 March: on 30 March 21 days ago, on 6 April 28, and no longer in the week before."""
    assert told(ERRORS, before(), after(), series=measured(WEEKS), as_of=date(2026, 3, 30))[0] is MET
    state, said = told(ERRORS, before(), after(), series=measured(WEEKS), as_of=date(2026, 4, 6))
    assert (state, said) == (INSUFFICIENT, "K-1 was last measured 28 days ago")


def test_each_guardrail_has_to_hold() -> None:
    days = {MONDAY + timedelta(each): 99.5 for each in range(12)}
    series = {**measured(WEEKS), **measured({**days, date(2026, 3, 16): 97.0}, UP)}
    found, remedy = judged(ERRORS, UP, before(guardrails=["K-1", "K-2"]), after(), series=series, wave=after())
    assert found.state is NOT_MET
    assert say(found.summary).startswith(
        "K-2 crossed its guardrail (97\N{NO-BREAK SPACE}% < 98\N{NO-BREAK SPACE}%, Mon 16 Mar 2026)"
    )
    assert [each.good for each in found.observations] == [True, True, False]
    # From Wednesday on five working days: the last is Tuesday 24 March, and on Wednesday they are over.
    (step,) = remedy.steps
    assert say(step.said) == (
        "bring K-2 Service up back within its guardrail of 98\N{NO-BREAK SPACE}%, and keep it there until Tue 24 Mar 2026"
    )
    assert step.on == date(2026, 3, 25)


@pytest.mark.parametrize(
    ("waves", "state", "said"),
    [
        ((), MET, "V-2 is the first wave: none comes before it"),
        ((before(number=3),), MET, "V-2 is the first wave: none comes before it"),
        ((before(status="planned"),), INSUFFICIENT, "V-1 has not begun"),
        ((before(starts_on=date(2026, 3, 19)),), INSUFFICIENT, "V-1 has not begun"),
        ((before(starts_on=None),), INSUFFICIENT, "V-1 does not say when it began"),
        ((before(guardrails=[]),), INSUFFICIENT, "V-1 names no guardrails"),
        ((before(status="rolled_back"),), NOT_MET, "V-1 was rolled back"),
        ((before(status="done"),), MET, "1 guardrail of V-1 held for 10 working days"),
    ],
)
def test_the_wave_before_is_the_one_with_the_largest_smaller_number(
    waves: tuple[Wave, ...], state: CriterionState, said: str
) -> None:
    assert told(ERRORS, *waves, after(), series=measured(WEEKS)) == (state, said)


def test_the_wave_before_is_not_any_earlier_one() -> None:
    waves = (row(Wave, "V-0", number=1, status="rolled_back"), before(number=2), after(number=3))
    assert told(ERRORS, *waves, series=measured(WEEKS))[0] is MET


def test_a_guardrail_without_a_value_does_not_tell() -> None:
    kpi = row(Kpi, "K-1", title="Errors")
    found, remedy = judged(kpi, before(), after(), series=measured(WEEKS), wave=after())
    assert (found.state, say(found.summary)) == (INSUFFICIENT, "K-1 has no guardrail")
    assert [say(each) for each in remedy.stuck] == ["set a guardrail for K-1"]


def test_what_only_has_to_go_on_is_one_step_for_each_owner() -> None:
    kpis = [row(Kpi, f"K-{number}", guardrail=2, direction="lower", owner="P-1" if number < 3 else None) for number in (1, 2, 3)]
    series = {key: each for kpi in kpis for key, each in measured(WEEKS, kpi).items()}
    rows = (*kpis, LEA, before(guardrails=["K-1", "K-2", "K-3"]), after(working_days_needed=12))
    _, remedy = judged(*rows, series=series, wave=after(working_days_needed=12))
    # Ten days have held; Monday and Tuesday of this week count once it is measured, which is today.
    assert [say(each) for each in remedy.turns] == ["measure K-1, K-2", "measure K-3"]
    assert [step.owner for step in remedy.steps] == ["P-1", None]


def test_a_wave_that_has_not_begun_is_to_be_begun_first() -> None:
    wave = before(status="planned", starts_on=date(2026, 3, 23))
    _, remedy = judged(ERRORS, wave, after(), series=measured(WEEKS), wave=after())
    begin, keep = remedy.steps
    assert say(begin.said) == "begin V-1 Row V-1"
    assert begin.on == date(2026, 3, 23)
    assert say(keep.said) == "keep K-1 Errors within its guardrail of 2\N{NO-BREAK SPACE}% until Fri 27 Mar 2026"
    assert keep.on == date(2026, 3, 28)


def test_at_the_gate_of_a_phase_it_is_about_the_next_wave() -> None:
    found, _ = judged(ERRORS, before(), after(working_days_needed=13), series=measured(WEEKS))
    assert say(found.summary) == "3 more working days needed"
    found, remedy = judged(ERRORS, before(), series=measured(WEEKS))
    assert (found.state, say(found.summary)) == (INSUFFICIENT, "no wave is planned")
    assert [step.key for step in remedy.steps] == [("plan", "wave")]


def test_those_who_have_it_are_measured_not_the_others() -> None:
    control = measured({MONDAY: 9.0, date(2026, 3, 9): 9.0}, group=Group.CONTROL)
    everybody = measured(WEEKS, group=Group.ALL)
    pilot_is_over = measured({date(2026, 1, 5): 9.0})
    assert told(ERRORS, before(), after(), series={**control, **everybody, **pilot_is_over})[0] is MET
    assert told(ERRORS, before(), after(), series=control)[0] is INSUFFICIENT


@examples(60)
@given(
    needed=st.integers(0, 30),
    began=st.integers(-40, 10),
    values=st.lists(st.sampled_from((None, 1.0, 2.5)), max_size=9),
    status=st.sampled_from(("planned", "running", "done")),
    cadence=st.sampled_from(("day", "week", "month")),
    by=st.integers(0, 40),
    friday=st.booleans(),
)
def test_the_steps_turn_it_whatever_was_measured(
    needed: int, began: int, values: list[float | None], status: str, cadence: str, by: int, friday: bool
) -> None:
    kpi = row(Kpi, "K-1", guardrail=2, direction="lower", cadence=cadence)
    every = {"day": 1, "week": 4, "month": 16}[cadence]
    points = {TODAY - timedelta(every * place): value for place, value in enumerate(values) if value is not None}
    waves = before(starts_on=TODAY + timedelta(began), status=status), after(working_days_needed=needed)
    calendar = row(WorkingCalendar, "WC-1", friday=friday)
    question = asked("guardrails_before", kpi, calendar, *waves, series=measured(points, kpi), wave=waves[1])
    assert not proven(question, TODAY + timedelta(by)).stuck
    way = shortest_way(verdict(question.state, PhaseCode.SCALE_UP, TODAY, "V-2"))
    assert (way.answer, way.stuck) == (Answer.GO, ())


def test_a_wave_asks_it_of_its_own_gate() -> None:
    asked_of_it = [each.rule for each in wave_criteria(after())]
    assert asked_of_it == ["guardrails_before", "training_coverage", "rollback_rehearsed"]
    found = verdict(project(ERRORS, before(), after(), series=measured(CROSSED)), PhaseCode.SCALE_UP, TODAY, "V-2")
    assert found.answer is Answer.NO_GO
    assert found.judged[0].state is MET


def test_of_a_wave_that_is_not_there_nothing_is_asked() -> None:
    found = verdict(project(), PhaseCode.SCALE_UP, TODAY, "V-9")
    assert (found.answer, found.judged) == (Answer.NOT_YET, ())


def test_of_two_waves_of_one_number_the_second_has_the_first_before_it() -> None:
    first, second = (row(Wave, ref, number=1) for ref in ("V-1", "V-2"))
    state = project(first, second)
    assert wave_before(state, second) == first
    assert wave_before(state, first) is None
