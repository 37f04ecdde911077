"""The rate of incidents, on published bounds of their number; and what is critical and open."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cockpit.domain.entity import Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.incident import Incident, Severity
from cockpit.domain.person import Person
from cockpit.domain.phase import Phase
from cockpit.domain.readiness import Question
from cockpit.domain.risk import Risk
from cockpit.domain.wave import Wave
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, row
from tests.domain.remedies import asked as asked_of
from tests.domain.remedies import holds, never_worse, on

SUNDAY = date(2026, 3, 15)
"""The last day of the last week that is over."""


def pilot(**values: Any) -> Phase:
    return row(Phase, "PH-3", code="pilot", status="running", **values)


def asked(*rows: Entity, **values: Any) -> Question:
    """What is asked in a pilot that began half a year ago, unless another is among the rows."""
    known = any(isinstance(each, Phase) for each in rows)
    return asked_of("incident_rate", *rows, *([] if known else [pilot(starts_on=days_ago(180))]), **values)


def incident(number: int, days_before: int = 0, severity: str = "major", **values: Any) -> Incident:
    """An incident at noon, so many days before that Sunday, resolved within the hour."""
    day = SUNDAY - timedelta(days_before)
    usual = {"severity": severity, "occurred_at": f"{day}T12:00:00+01:00", "resolved_at": f"{day}T13:00:00+01:00"}
    return row(Incident, f"IN-{number}", **{**usual, **values})


def several(count: int) -> list[Incident]:
    return [incident(number, number % 28) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("count", "weeks", "at_most", "state"),
    [
        # Upper bounds: none 2.996, 1 4.744, 2 6.296, 3 7.754, 4 9.154, 5 10.513; lower: 8 3.981, 9 4.695.
        (0, 4, 0.75, MET),
        (0, 4, 0.748, INSUFFICIENT),
        (1, 4, 1.187, MET),
        (1, 4, 1.185, INSUFFICIENT),
        (2, 4, 1.575, MET),
        (2, 4, 1.573, INSUFFICIENT),
        (3, 4, 1.939, MET),
        (4, 4, 2.289, MET),
        (4, 4, 2.287, INSUFFICIENT),
        (5, 4, 2.629, MET),
        (5, 4, 2.627, INSUFFICIENT),
        (8, 4, 1.0, INSUFFICIENT),
        (9, 4, 1.0, NOT_MET),
        (9, 4, 1.174, INSUFFICIENT),
        (5, 8, 1.315, MET),
        (5, 8, 1.313, INSUFFICIENT),
    ],
)  # fmt: skip
def test_the_bound_of_the_rate_decides(count: int, weeks: int, at_most: float, state: CriterionState) -> None:
    question = asked(*several(count), settings={"weeks": weeks, "at_most": at_most})
    assert question.finding.state is state


def test_it_tells_its_figures() -> None:
    found = asked(incident(1, 3), incident(2, 10)).finding
    # 2 / 4; 0.355 / 4 and 6.296 / 4.  With none the bound is 2.996 / 4: the week of the later one is out of the window on 13 April.
    assert say(found.summary) == (
        "2 in 4 weeks: 0.50 a week, between 0.09 and 1.57, no further one until Mon 13 Apr 2026 would tell"
    )
    assert say(found.rule) == (
        "at most 1 a week of the incidents that are major or worse, with 95 % confidence, over 4 weeks; no critical one is open"
    )
    assert found.margin is not None
    assert say(found.margin) == "\N{MINUS SIGN}0.57"
    assert found.observed_on == SUNDAY
    assert [(each.ref, say(each.said), each.on, each.good) for each in found.observations] == [
        ("IN-1", "major, on Thu 12 Mar 2026, resolved on Thu 12 Mar 2026", date(2026, 3, 12), None),
        ("IN-2", "major, on Thu 5 Mar 2026, resolved on Thu 5 Mar 2026", date(2026, 3, 5), None),
    ]


@pytest.mark.parametrize(
    ("severity", "refs"), [("minor", ["IN-1", "IN-2", "IN-3"]), ("major", ["IN-2", "IN-3"]), ("critical", ["IN-3"])]
)
def test_what_is_worse_counts_too(severity: str, refs: list[str]) -> None:
    rows = [incident(1, severity="minor"), incident(2), incident(3, severity="critical")]
    found = asked(*rows, settings={"severity": severity}).finding
    assert [each.ref for each in found.observations] == refs


def test_the_week_that_runs_and_what_is_long_ago_do_not_count() -> None:
    rows = [incident(1, -1), incident(2, 0), incident(3, 27), incident(4, 28)]
    assert [each.ref for each in asked(*rows).finding.observations] == ["IN-2", "IN-3"]


def test_the_day_is_that_of_the_project_s_time_zone() -> None:
    # Sunday, 23:30 in Paris is Sunday, 17:30 in Lima; Monday, 03:00 in Paris is Sunday, 21:00 in Lima.
    rows = [
        incident(1, occurred_at="2026-03-15T23:30:00+01:00", resolved_at=None),
        incident(2, occurred_at="2026-03-16T03:00:00+01:00", resolved_at=None),
    ]
    assert [each.ref for each in asked(*rows).finding.observations] == ["IN-1"]
    assert [each.ref for each in asked(*rows, timezone="America/Lima").finding.observations] == ["IN-1", "IN-2"]


def test_a_phase_that_began_lately_is_a_shorter_time() -> None:
    # From Monday, 2 March two weeks: 2.996 / 2 = 1.498.  What was before does not count.
    phase = pilot(starts_on=date(2026, 3, 2))
    question = asked(phase, incident(1, 20))
    assert question.finding.state is INSUFFICIENT
    assert say(question.finding.summary) == (
        "0 in 2 weeks: 0.00 a week, between 0.00 and 1.50, no further one until Mon 23 Mar 2026 would tell"
    )
    # From Thursday, 5 March 11 days: 2.996 / (11 / 7) = 1.907.
    begun = asked(pilot(starts_on=date(2026, 3, 5)), settings={"at_most": 1.9})
    assert say(begun.finding.summary).startswith("0 in 11 days: 0.00 a week, between 0.00 and 1.91")
    assert begun.finding.state is INSUFFICIENT


@pytest.mark.parametrize("phases", [[pilot()], []])
def test_without_the_first_day_of_the_phase_nobody_knows_since_when_they_are_counted(phases: list[Phase]) -> None:
    question = asked_of("incident_rate", *phases, incident(1, severity="critical", resolved_at=None))
    assert question.finding.state is NOT_MET, "what is critical and open is so all the same"
    assert [say(each.said) for each in question.remedy.steps] == ["resolve IN-1 Row IN-1"]
    none = asked_of("incident_rate", *phases)
    assert (none.finding.state, none.finding.margin, none.finding.observed_on) == (INSUFFICIENT, None, None)
    assert say(none.finding.summary) == "the phase has no first day: since when incidents are written down is not known"
    assert [say(each) for each in none.remedy.stuck] == ["say when the phase began: pilot"]


def test_before_a_week_of_the_phase_is_over_there_is_no_answer() -> None:
    question = asked(pilot(starts_on=date(2026, 3, 16)))
    # Three weeks without any are enough, 2.996 / 3 = 0.999, and they end on 5 April.
    assert say(question.finding.summary) == "no week of the phase is over yet"
    assert question.finding.state is INSUFFICIENT
    (step,) = holds(asked(pilot(starts_on=date(2026, 3, 16)))).steps
    assert step.on == date(2026, 4, 6)
    (later,) = holds(asked(pilot(starts_on=date(2026, 6, 1)))).steps
    assert later.on == date(2026, 6, 22)


def test_a_phase_that_is_over_is_judged_by_its_end() -> None:
    phase = row(Phase, "PH-3", code="pilot", status="done", starts_on=date(2026, 1, 5), ends_on=date(2026, 2, 1))
    # 1 January is before; on 12 and 19 January two, which are too many and stay so.
    rows = [incident(1, occurred_at=f"2026-01-{day}T12:00:00+01:00") for day in ("12",)]
    rows += [incident(2, occurred_at="2026-01-19T12:00:00+01:00"), incident(3, 1)]
    question = asked(phase, *rows)
    assert [each.ref for each in question.finding.observations] == ["IN-1", "IN-2"]
    assert question.finding.state is INSUFFICIENT
    assert not question.remedy.steps
    assert [say(each) for each in question.remedy.stuck] == ["cannot any more, as the phase is over"]


def test_what_is_critical_and_open_is_not_met_whatever_the_rate() -> None:
    people = [row(Person, f"P-{number}", handle=f"p{number}", name="One") for number in (1, 2)]
    risk, wave = row(Risk, "R-1", owner="P-1", inherent_likelihood=1, inherent_impact=1), row(Wave, "V-1", number=1, owner="P-2")
    rows = [
        incident(1, 200, "critical", resolved_at=None, risk="R-1"),
        incident(2, -3, "critical", resolved_at="2026-03-19T09:00:00+01:00", wave="V-1"),
        incident(3, 200, resolved_at=None),
    ]
    question = asked(*people, risk, wave, *rows)
    assert question.finding.state is NOT_MET
    assert say(question.finding.summary).startswith("IN-1, IN-2 critical and open, 0 in 4 weeks")
    assert [(each.ref, each.good) for each in question.finding.observations] == [("IN-1", False), ("IN-2", False)]
    assert say(question.finding.observations[0].said) == "critical, since Wed 27 Aug 2025, open"
    first, second = holds(question).steps
    assert [(say(each.said), each.owner, each.on) for each in (first, second)] == [
        ("resolve IN-1 Row IN-1", "P-1", None), ("resolve IN-2 Row IN-2", "P-2", None)
    ]  # fmt: skip


def test_what_nothing_could_prove_says_so() -> None:
    question = asked(settings={"weeks": 2})
    assert [say(each) for each in question.remedy.stuck] == [
        "ask for more weeks: with none in 2 weeks, it may still be 1.50 a week"
    ]


def test_a_time_without_another_turns_it() -> None:
    (step,) = holds(asked(incident(1, 3), incident(2, 10))).steps
    assert say(step.said) == "4 weeks without an incident that is major or worse, until Mon 13 Apr 2026"
    assert step.on == date(2026, 4, 13)


incidents = st.lists(
    st.tuples(st.integers(-3, 60), st.sampled_from(Severity), st.booleans()), max_size=12
).map(
    lambda found: [
        incident(number, days, severity.value, **({"resolved_at": None} if still else {}))
        for number, (days, severity, still) in enumerate(found, 1)
    ]
)  # fmt: skip


@settings(deadline=None)
@given(
    rows=incidents,
    weeks=st.integers(1, 9),
    severity=st.sampled_from(Severity),
    at_most=st.sampled_from([0.3, 0.75, 1.0, 2.0]),
    began=st.integers(-20, 60) | st.none(),
    later=st.integers(0, 40),
)
def test_what_turns_it_does(
    rows: list[Incident], weeks: int, severity: Severity, at_most: float, began: int | None, later: int
) -> None:
    asking = {"weeks": weeks, "severity": severity.value, "at_most": at_most}
    phases = [] if began is None else [pilot(starts_on=TODAY - timedelta(began))]
    question, by = asked(*rows, *phases, settings=asking), TODAY + timedelta(later)
    if later:
        # What only takes time is met by then and yet has its step, which keeps the day from being earlier.
        at_end = on(question, question.state, by)
        assume(at_end.state is NOT_MET or question.finding.state is MET)
        assume(not any("without an incident" in say(each.said) for each in question.remedy_by(by).steps))
    holds(question, by)


@settings(deadline=None)
@given(rows=incidents, place=st.integers(0, 11), weeks=st.integers(1, 6))
def test_fewer_incidents_and_those_resolved_never_worsen_it(rows: list[Incident], place: int, weeks: int) -> None:
    def state_of(some: list[Incident]) -> CriterionState:
        return asked(*some, settings={"weeks": weeks}).finding.state

    assume(place < len(rows))
    fewer = [each for each in rows if each is not rows[place]]
    assert never_worse(state_of(rows), state_of(fewer))
    resolved = rows[place].changed(resolved_at=rows[place].occurred_at)
    assert never_worse(state_of(rows), state_of([*fewer, resolved]))
