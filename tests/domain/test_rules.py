"""The rules of today on what was known then."""

from typing import Any

import pytest

from cockpit.domain.accepted_debt import AcceptedDebt
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.gate import Answer, Criterion, GatePolicy, Waiver
from cockpit.domain.kpi import Kpi
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import verdict
from cockpit.domain.readiness.rules import under_rules_of
from cockpit.domain.risk import Risk
from cockpit.domain.state import ProjectState
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, project, row, weekly

GATE = PhaseCode.PILOT
LEA = row(Person, "P-1", handle="lea", name="Léa")
POLICY = row(GatePolicy, "GP-1", gate="pilot", title="Pilot")
EIGHT_WEEKS = (10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0)
"""Their mean is 10.5, and its bound about 10.1: met at 9, and not at 12."""


def kpi(**values: Any) -> Kpi:
    return row(Kpi, "K-1", title="Load", target=9, **values)


def asks(ref: str = "CR-1", rule: str = "kpis_met", **values: Any) -> Criterion:
    return row(Criterion, ref, policy="GP-1", rule=rule, **values)


def states(state: ProjectState) -> list[CriterionState]:
    return [each.state for each in verdict(state, GATE, TODAY).judged]


def known(*rows: Any) -> ProjectState:
    return project(LEA, *rows, series=weekly(kpi(), EIGHT_WEEKS))


PAST = known(kpi(), POLICY, asks())


def test_the_target_of_today_judges_the_values_of_then() -> None:
    today = known(kpi().changed(target=12.0), POLICY, asks())

    assert states(PAST) == [MET]
    assert states(under_rules_of(PAST, today)) == [NOT_MET]
    assert states(under_rules_of(today, PAST)) == [MET]


@pytest.mark.parametrize(
    "rule",
    [{"target": 12.0}, {"direction": "lower"}, {"rule": "all_periods", "target": 10.5}, {"aggregate": "sum", "target": 12.0}],
)
def test_each_rule_of_a_kpi_is_taken_over(rule: dict[str, Any]) -> None:
    today = known(kpi(**{key: value for key, value in rule.items() if key != "target"}).changed(**rule), POLICY, asks())

    assert states(under_rules_of(PAST, today)) == [NOT_MET]


def test_what_is_no_rule_of_a_kpi_stays_as_it_was() -> None:
    today = known(kpi().changed(title="Other", unit="ms", owner="P-1", baseline=3.0), POLICY, asks())

    assert under_rules_of(PAST, today) == PAST


def test_the_criteria_and_the_policy_of_today_are_asked() -> None:
    stricter = POLICY.changed(min_periods=9)
    today = known(
        kpi(), stricter, asks("CR-2", title="Eight and one more"), asks("CR-3", rule="risks_under_control", blocking=False)
    )

    found = verdict(under_rules_of(PAST, today), GATE, TODAY)

    assert [(each.criterion.ref, each.state) for each in found.judged] == [("CR-2", INSUFFICIENT), ("CR-3", INSUFFICIENT)]
    assert "1 week more of data needed" in say(found.judged[0].finding.summary)


def test_the_data_of_today_are_not_looked_at() -> None:
    today = known(kpi(), POLICY, asks(rule="risks_under_control"), row(Risk, "R-1", inherent_likelihood=1, inherent_impact=1))

    found = verdict(under_rules_of(PAST, today), GATE, TODAY)

    assert say(found.judged[0].finding.summary) == "the register is empty"


def test_a_criterion_that_names_a_row_that_was_not_there_has_no_answer_and_says_so() -> None:
    later = row(Kpi, "K-2", title="Later", target=1)
    today = known(kpi(), later, POLICY, asks(settings={"kpis": ["K-2"]}))

    found = verdict(under_rules_of(PAST, today), GATE, TODAY)

    assert (found.answer, found.judged[0].state) == (Answer.NOT_YET, INSUFFICIENT)
    assert "“K-2” refers to nothing" in say(found.judged[0].finding.summary)


def test_nothing_is_asked_of_a_kpi_that_is_gone() -> None:
    past = known(kpi().changed(target=12.0, guardrail=20.0), POLICY, asks())
    today = known(POLICY, asks())

    found = verdict(under_rules_of(past, today), GATE, TODAY)

    assert (states(past), say(found.judged[0].finding.summary)) == ([NOT_MET], "no KPI has a target")


def test_without_a_policy_today_the_gate_asks_what_the_method_does() -> None:
    found = verdict(under_rules_of(PAST, known(kpi())), GATE, TODAY)

    assert [each.criterion.uid for each in found.judged][:2] == ["default:pilot:satisfaction", "default:pilot:kpis_met"]


def test_waivers_and_debts_are_decisions_of_their_day() -> None:
    signed = {"granted_on": days_ago(3), "expires_on": days_ago(-3), "reason": "Agreed", "approver": "P-1", "criterion": "CR-1"}
    debt = {
        "kpi": "K-1",
        "target": 10,
        "owner": "P-1",
        "accepted_on": days_ago(3),
        "expires_on": days_ago(-3),
        "reason": "For now",
    }
    hard = kpi().changed(target=12.0)
    without, waived = known(hard, POLICY, asks()), known(hard, POLICY, asks(), row(Waiver, "WV-1", **signed))
    owing = known(hard, POLICY, asks(), row(AcceptedDebt, "AD-1", **debt))

    assert states(under_rules_of(without, waived)) == states(under_rules_of(without, owing)) == [NOT_MET]
    assert states(under_rules_of(waived, without)) == [CriterionState.WAIVED]
    assert states(under_rules_of(owing, without)) == [MET]


def test_a_state_under_its_own_rules_is_itself() -> None:
    assert under_rules_of(PAST, PAST) == PAST
