"""A gate may judge all its KPIs by one rule, whatever rule each has of its own."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.kpi import Kpi, KpiRule
from cockpit.domain.measurement import Series
from cockpit.language import say
from tests.domain.projects import row, weekly
from tests.domain.remedies import asked, proven
from tests.thoroughness import examples

EVERY_RULE = ["own", *(rule.value for rule in KpiRule)]


def kpi(**values: object) -> Kpi:
    return row(Kpi, "K-1", **{"title": "Conversion", "target": 33, **values})


@pytest.mark.parametrize(
    ("values", "rule", "state"),
    [
        # Mean 34.125, one of eight below 33: 87.5 % clear it, but not all; t(95 %, 7) = 1.895 and s = 1.356 give the bound 33.2.
        ([35, 31, 35, 34, 35, 34, 35, 34], "own", MET),
        ([35, 31, 35, 34, 35, 34, 35, 34], "default", MET),
        ([35, 31, 35, 34, 35, 34, 35, 34], "all_periods", NOT_MET),
        ([35, 31, 35, 34, 35, 34, 35, 34], "last_in_a_row", MET),
        ([35, 31, 35, 34, 35, 34, 35, 34], "share_of_periods", MET),
        ([35, 31, 35, 34, 35, 34, 35, 34], "bound_only", MET),
        # The last six hold; before them three of nine, so that the share is 2/3, and the mean 32.
        ([28, 28, 28, 34, 34, 34, 34, 34, 34], "last_in_a_row", MET),
        ([28, 28, 28, 34, 34, 34, 34, 34, 34], "share_of_periods", NOT_MET),
        ([28, 28, 28, 34, 34, 34, 34, 34, 34], "bound_only", INSUFFICIENT),
    ],
)
def test_the_rule_of_the_gate_replaces_that_of_the_kpi(values: list[float], rule: str, state: CriterionState) -> None:
    assert asked("kpis_met", kpi(), series=weekly(kpi(), values), settings={"rule": rule}).finding.state is state


def test_a_kpi_s_own_rule_counts_where_the_gate_sets_none() -> None:
    values, own = [35.0, 31.0, 35.0, 34.0, 35.0, 34.0, 35.0, 34.0], kpi(rule="all_periods")
    assert asked("kpis_met", own, series=weekly(own, values)).finding.state is NOT_MET
    assert asked("kpis_met", own, series=weekly(own, values), settings={"rule": "default"}).finding.state is MET


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("own", "each KPI has at least 6 periods of data over the phase, a mean whose 95 % confidence bound clears the target, 75 %"
                " of periods that clear it and no sign of getting worse at the end, unless it has its own rule"),
        ("default", "each KPI has at least 6 periods of data over the phase, a mean whose 95 % confidence bound clears the target,"
                    " 75 % of periods that clear it and no sign of getting worse at the end"),
        ("last_in_a_row", "each KPI clears its target in the last 6 periods"),
        ("all_periods", "each KPI clears its target in all periods of the phase, at least 6"),
        ("share_of_periods", "each KPI clears its target in 75 % of the periods of the phase, at least 6 in all"),
        ("bound_only", "each KPI has at least 6 periods of data over the phase and a mean whose 95 % confidence bound clears the target"),
    ],
)  # fmt: skip
def test_the_rule_is_told(rule: str, said: str) -> None:
    found = asked("kpis_met", kpi(), series=weekly(kpi(), [34.0] * 6), settings={"rule": rule}).finding
    assert say(found.rule).replace("\N{NO-BREAK SPACE}", " ") == said


def test_what_is_missing_follows_the_rule() -> None:
    found = asked("kpis_met", kpi(), series=weekly(kpi(), [34.0] * 6), settings={"rule": "last_in_a_row", "in_a_row": 8}).finding
    assert found.state is INSUFFICIENT
    assert "2 weeks more of data needed" in say(found.summary)


def test_a_rule_that_there_is_not_is_refused() -> None:
    found = asked("kpis_met", kpi(), settings={"rule": "mean"}).finding
    assert "it must be one of own, default, last_in_a_row, all_periods, share_of_periods, bound_only" in say(found.summary)


@examples(60)
@given(
    values=st.lists(st.integers(28, 38).map(float), max_size=10),
    rule=st.sampled_from(EVERY_RULE),
    own=st.sampled_from(KpiRule),
    later=st.integers(0, 6),
)
def test_what_turns_it_does(values: list[float], rule: str, own: KpiRule, later: int) -> None:
    subject = kpi(rule=own)
    series = weekly(subject, values) if values else {}
    proven("kpis_met", subject, series=series, settings={"rule": rule}, by=date(2026, 3, 18 + later))


def test_a_week_that_is_not_over_takes_its_time_and_is_no_less_needed() -> None:
    values = [36.0, 34.0, 36.0, 34.0, 36.0]
    times = [(date(2026, 2, 9) + timedelta(weeks=week)).isoformat() for week in range(6)]
    series = {("K-1", "pilot"): Series(tuple(times), (*values, 34.0))}
    other = row(Kpi, "K-2", title="Other", target=33)
    (step,) = proven("kpis_met", kpi(), series=series).steps
    assert (step.uid, step.on) == ("K-1", date(2026, 3, 23))
    # The other one takes as long, so that the week is over by then.
    more = series | weekly(other, [36, 34, 36, 34, 36])
    assert [each.uid for each in proven("kpis_met", kpi(), other, series=more).steps] == ["K-2"]
