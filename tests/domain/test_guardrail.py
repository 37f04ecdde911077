"""How a KPI has kept its guardrail: its last crossing, and the period after it that is over."""

from datetime import date

from cockpit.domain.guardrail import crosses, crossing_words, guardrail_record
from cockpit.domain.kpi import Group, Kpi
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, project, row, weekly

KPI = row(Kpi, "K-1", title="Errors", direction="lower", guardrail=2, unit="%")


def test_a_kpi_crosses_its_guardrail_beyond_it_and_not_on_it() -> None:
    assert [crosses(KPI, value) for value in (1.9, 2.0, 2.1)] == [False, False, True]
    assert [crosses(row(Kpi, "K-1", guardrail=2), value) for value in (1.9, 2.0, 2.1)] == [True, False, False]
    assert not crosses(row(Kpi, "K-1"), 99)


def test_where_nothing_was_crossed_nothing_was_held_after_it() -> None:
    record = guardrail_record(project(KPI, series=weekly(KPI, [1, 2, 1])), KPI, days_ago(60), TODAY)
    assert (record.crossing, record.held_after, record.group, len(record.periods)) == (None, None, Group.PILOT, 3)


def test_the_last_crossing_is_past_once_a_period_after_it_is_over() -> None:
    # The weeks of 23 February and of 2 and 9 March.
    record = guardrail_record(project(KPI, series=weekly(KPI, [3, 2.4, 1])), KPI, days_ago(60), TODAY)
    assert record.crossing is not None
    assert say(crossing_words(KPI, record.crossing)).replace("\N{NO-BREAK SPACE}", " ") == "2.4 % > 2 %, week of Mon 2 Mar 2026"
    assert record.held_after is not None
    assert record.held_after.starts_on == date(2026, 3, 9)
    still = guardrail_record(project(KPI, series=weekly(KPI, [1, 2.4])), KPI, days_ago(60), TODAY)
    assert still.crossing is not None
    assert still.held_after is None


def test_without_measurements_nothing_is_known() -> None:
    record = guardrail_record(project(KPI), KPI, days_ago(60), TODAY)
    assert (record.group, record.periods, record.days, record.measured_on) == (Group.ALL, (), 0, None)
