"""Guardrails hold: each period by itself, the one that runs included."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState, Finding
from cockpit.domain.gate import GatePolicy
from cockpit.domain.kpi import Cadence, Direction, Group, Kpi
from cockpit.domain.measurement import Series
from cockpit.domain.person import Person
from cockpit.domain.phase import Phase
from cockpit.language import say
from tests.domain.projects import TODAY, row, weekly
from tests.domain.remedies import asked, holds, never_worse, on, proven
from tests.thoroughness import examples

NBSP = "\N{NO-BREAK SPACE}"
AllSeries = dict[tuple[str, str], Series]


def kpi(ref: str = "K-1", **values: Any) -> Kpi:
    usual = {"title": "Errors", "direction": "lower", "guardrail": 5, "unit": "%", "decimals": 0}
    return row(Kpi, ref, **{**usual, **values})


def with_running(series: AllSeries, value: float) -> AllSeries:
    """The same, and what the week that runs (from Monday, 16 March) has shown so far."""
    ((key, known),) = series.items()
    times, values = known.points.columns
    return {key: Series((*times, "2026-03-17"), (*values, value))}


def found(values: list[float], running: float | None = None, subject: Kpi | None = None, **given_settings: Any) -> Finding:
    subject = subject or kpi()
    series = weekly(subject, values)
    if running is not None:
        series = with_running(series, running)
    return asked("guardrails_hold", subject, series=series, settings=given_settings).finding


@pytest.mark.parametrize(
    ("values", "running", "state", "summary"),
    [
        ([4, 3, 5, 4], None, MET, "1 guardrail holds"),
        ([9, 4, 3, 5, 4], None, MET, "1 guardrail holds"),
        ([4, 6, 3, 4], None, NOT_MET, f"0 of 1 hold; K-1 Errors: crossed 5{NBSP}% in 1 of 4 weeks: 6{NBSP}% in the period from Mon 23 Feb 2026"),
        ([4, 3, 5, 4], 7, NOT_MET, f"0 of 1 hold; K-1 Errors: crossed 5{NBSP}% in 1 of 5 weeks: 7{NBSP}% in the period from Mon 16 Mar 2026"),
        ([4, 3, 5, 4], 5, MET, "1 guardrail holds"),
        ([4, 3], None, INSUFFICIENT, f"0 of 1 hold; K-1 Errors: within 5{NBSP}% in 2 weeks, 2 weeks more of data needed"),
        ([4, 8], None, NOT_MET, f"0 of 1 hold; K-1 Errors: crossed 5{NBSP}% in 1 of 2 weeks: 8{NBSP}% in the period from Mon 9 Mar 2026"),
    ],
)  # fmt: skip
def test_each_of_the_last_weeks_counts_and_so_does_the_running_one(
    values: list[float], running: float | None, state: CriterionState, summary: str
) -> None:
    seen = found(values, running)
    assert (seen.state, say(seen.summary)) == (state, summary)
    assert say(seen.rule) == "no KPI crosses its guardrail in any of the last 4 periods, nor in the one that runs"


def test_the_margin_is_that_of_the_worst_week() -> None:
    seen = found([1, 4, 3, 2, 2])
    assert seen.margin is not None
    assert say(seen.margin) == f"+1{NBSP}%", "4 % is 1 below the guardrail of 5 %"
    assert seen.observed_on == date(2026, 3, 9)
    (each,) = seen.observations
    assert (each.ref, say(each.said), each.on, each.good) == ("K-1", f"within 5{NBSP}% in 4 weeks", date(2026, 3, 9), True)
    worse = found([1, 4, 9, 2, 7])
    assert worse.margin is not None
    assert say(worse.margin) == f"\N{MINUS SIGN}4{NBSP}%"


def test_how_many_weeks_count_can_be_set() -> None:
    assert found([9, 4, 3, 5, 4], periods=5).state is NOT_MET
    assert found([9, 4], periods=1).state is MET
    assert say(found([4], periods=1).rule) == "no KPI crosses its guardrail in the last period, nor in the one that runs"


def test_a_sum_that_still_grows_does_not_cross_before_its_week_is_over() -> None:
    orders = kpi(title="Orders", direction="higher", guardrail=100, aggregate="sum", unit="")
    assert found([120, 130, 110, 140], 30, orders).state is MET
    assert found([120, 130, 110, 90], 30, orders).state is NOT_MET
    rate = kpi(title="Rate", direction="higher", guardrail=100, unit="")
    assert found([120, 130, 110, 140], 30, rate).state is NOT_MET, "a mean tells what it is at any time"


def test_old_evidence_is_no_answer() -> None:
    question = asked("guardrails_hold", kpi(), series=weekly(kpi(), [4, 3, 5, 4]), as_of=date(2026, 4, 6))
    assert question.finding.state is INSUFFICIENT
    assert "last measured 28 days ago" in say(question.finding.summary)


def test_only_what_lies_in_the_phase_counts() -> None:
    phase = row(Phase, "PH-1", code="pilot", status="running", starts_on=date(2026, 3, 2))
    question = asked("guardrails_hold", kpi(), phase, series=weekly(kpi(), [9, 9, 4, 4]))
    assert question.finding.state is INSUFFICIENT
    assert "2 weeks more of data needed" in say(question.finding.summary)
    later = row(Phase, "PH-1", code="pilot", status="running", starts_on=date(2026, 3, 16))
    summary = say(asked("guardrails_hold", kpi(), later, series=weekly(kpi(), [4, 4])).finding.summary)
    assert "no measurement since the phase began; the last is of Mon 9 Mar 2026" in summary


def test_which_kpis_are_asked() -> None:
    scale_up = row(Phase, "PH-4", code="scale_up")
    rows = [kpi("K-1"), kpi("K-2", guardrail=None), kpi("K-3", phase="PH-4"), kpi("K-4")]
    series = {key: each for subject in rows for key, each in weekly(subject, [4.0] * 4).items()}
    every = asked("guardrails_hold", *rows, scale_up, series=series).finding
    assert [each.ref for each in every.observations] == ["K-1", "K-4"], "K-3 matters in a later phase"
    assert say(every.summary) == "all 2 guardrails hold"
    named = asked("guardrails_hold", *rows, scale_up, series=series, settings={"kpis": ["K-2", "K-3"]})
    assert (named.finding.state, say(named.finding.summary)) == (INSUFFICIENT, "1 of 2 hold; K-2 Errors: no guardrail")
    assert [say(each) for each in named.remedy.stuck] == ["set a guardrail for K-2"]
    assert not named.remedy.steps


def test_without_any_guardrail_there_is_no_answer() -> None:
    question = asked("guardrails_hold", kpi(guardrail=None))
    assert (question.finding.state, say(question.finding.summary)) == (INSUFFICIENT, "no KPI has a guardrail")
    assert [say(each) for each in question.remedy.stuck] == ["set a guardrail for the KPIs that the gate asks for"]


@pytest.mark.parametrize(
    ("values", "running", "said", "on"),
    [
        # The third of the last four crossed it: with the week that runs and two more, four good ones lie behind it.
        ([4, 4, 9, 4], None, "K-1 Errors within 5\N{NO-BREAK SPACE}% for 3 weeks more", date(2026, 4, 6)),
        # The week that runs has crossed it already: four good ones begin on 23 March.
        ([4, 4, 4, 4], 6, "K-1 Errors within 5\N{NO-BREAK SPACE}% for 4 weeks more", date(2026, 4, 20)),
        ([4, 4], None, "K-1 Errors within 5\N{NO-BREAK SPACE}% for 2 weeks more", date(2026, 3, 30)),
    ],
)
def test_what_turns_it_is_a_time_within_the_guardrail(values: list[float], running: float | None, said: str, on: date) -> None:
    series = weekly(kpi(), values)
    series = series if running is None else with_running(series, running)
    owner = row(Person, "P-1", handle="lea", name="Lea")
    (step,) = proven("guardrails_hold", kpi(owner="P-1"), owner, series=series).steps
    assert (say(step.said), step.on, step.owner, step.uid) == (said, on, "P-1", "K-1")


def test_what_holds_and_will_be_too_old_is_measured_on_by_its_owner() -> None:
    rows = [kpi("K-1"), kpi("K-2")]
    series = {key: each for subject in rows for key, each in weekly(subject, [4.0] * 4).items()}
    (step,) = proven("guardrails_hold", *rows, series=series, by=date(2026, 5, 4)).steps
    assert say(step.said) == "go on measuring K-1, K-2, within their guardrails, until Mon 20 Apr 2026"


def test_a_phase_that_is_over_leaves_nothing_to_do() -> None:
    phase = row(Phase, "PH-1", code="pilot", status="done", starts_on=date(2026, 1, 5), ends_on=date(2026, 3, 15))
    question = asked("guardrails_hold", kpi(), phase, series=weekly(kpi(), [4, 4, 9, 4]))
    assert not question.remedy.steps
    assert [say(each) for each in question.remedy.stuck] == ["K-1 Errors: cannot any more, as its phase is over"]


_VALUES = st.lists(st.sampled_from([2.0, 4.0, 5.0, 6.0, 8.0]), min_size=1, max_size=7)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Kpi], AllSeries]:
    """Up to three KPIs of all sorts, with measurements of their last days, weeks or months."""
    rows, series = [], {}
    for number in range(1, draw(st.integers(1, 3)) + 1):
        subject = kpi(
            f"K-{number}",
            direction=draw(st.sampled_from(Direction)),
            cadence=draw(st.sampled_from(Cadence)),
            aggregate=draw(st.sampled_from(["mean", "sum", "last", "minimum", "maximum"])),
        )
        rows.append(subject)
        length = {Cadence.DAY: 1, Cadence.WEEK: 7, Cadence.MONTH: 30}[subject.cadence]
        ages = sorted(draw(st.sets(st.integers(0, 9 * length), max_size=8)), reverse=True)
        times = tuple((TODAY - timedelta(age)).isoformat() for age in ages)
        values = tuple(draw(st.sampled_from([2.0, 4.0, 5.0, 6.0, 8.0])) for _ in ages)
        if times:
            series[subject.uid, Group.PILOT.value] = Series(times, values)
    return rows, series


@examples(150)
@given(case=cases(), periods=st.integers(1, 14), later=st.integers(0, 70), days=st.sampled_from([1, 21]))
def test_what_turns_it_does(case: tuple[list[Kpi], AllSeries], periods: int, later: int, days: int) -> None:
    rows, series = case
    policy = row(GatePolicy, "GP-1", gate="pilot", kpi_days=days)
    by = TODAY + timedelta(later)
    question = asked("guardrails_hold", *rows, policy, series=series, settings={"periods": periods})
    # What only takes time is met by then and yet has its step, which keeps the day from being earlier.
    good = [{each.ref for each in on(question, question.state, day).observations if each.good} for day in (TODAY, by)]
    assume(good[1] <= good[0])
    holds(question, by)


@given(values=_VALUES, more=st.floats(0, 5), periods=st.integers(1, 6))
def test_a_good_week_never_worsens_it(values: list[float], more: float, periods: int) -> None:
    subject = kpi()

    def state_of(weeks: list[float]) -> CriterionState:
        return asked("guardrails_hold", subject, series=weekly(subject, weeks), settings={"periods": periods}).finding.state

    assert never_worse(state_of([*values, 9.0]), state_of([*values, more])), "instead of a bad one"
    assert never_worse(state_of(values), state_of([*values, more])), "after all others"
