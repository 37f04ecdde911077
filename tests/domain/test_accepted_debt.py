"""For a time less is enough, and everybody sees that it is less."""

import pytest

from cockpit.domain.accepted_debt import AcceptedDebt, debt_in_force
from cockpit.domain.evidence import MET, NOT_MET, CriterionState
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.kpi import Kpi
from cockpit.domain.kpi_standing import standing
from cockpit.domain.person import Person
from cockpit.domain.readiness import Question
from cockpit.language import choose, say
from tests.domain.projects import TODAY, days_ago, project, row, weekly

KPI = row(Kpi, "K-1", title="Response", unit="ms", target=800, direction="lower", decimals=0)
LEA = row(Person, "P-1", handle="lea", name="Léa Martin")
VALUES = [840, 835, 845, 838, 842, 836, 841, 839]
"""Better than 850 and worse than 800, week by week."""


def debt(ref: str = "AD-1", target: float = 850, accepted: int = 10, expires: int = -10) -> AcceptedDebt:
    """A debt accepted, and expiring, so many days ago."""
    return row(
        AcceptedDebt, ref, kpi="K-1", target=target, owner="P-1", accepted_on=days_ago(accepted), expires_on=days_ago(expires),
        reason="The index comes with the next release",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("debts", "state", "target"),
    [
        ((), NOT_MET, 800),
        ((debt(),), MET, 850),
        ((debt(accepted=-1),), NOT_MET, 800),
        ((debt(expires=1),), NOT_MET, 800),
        ((debt(expires=0),), MET, 850),
        ((debt(target=750),), NOT_MET, 800),
        ((debt(), debt("AD-2", target=830, accepted=5)), NOT_MET, 830),
    ],
)
def test_a_kpi_is_judged_by_the_debt_in_force(debts: tuple[AcceptedDebt, ...], state: CriterionState, target: float) -> None:
    found = standing(project(KPI, LEA, *debts, series=weekly(KPI, VALUES)), KPI, TODAY)
    assert found.judgement is not None
    assert (found.judgement.state, found.target) == (state, target)


def test_without_a_target_there_is_no_debt() -> None:
    kpi = row(Kpi, "K-1")
    assert debt_in_force(project(kpi, LEA, debt()), kpi, TODAY) is None


def test_the_criterion_names_both_targets() -> None:
    choose("en", {})
    policy = row(GatePolicy, "GP-1", gate="pilot")
    criterion = row(Criterion, "CR-1", policy="GP-1", rule="kpis_met", settings={"kpis": ["K-1"]})
    state = project(KPI, LEA, policy, criterion, debt(target=845), series=weekly(KPI, VALUES))
    found = Question(state, criterion, policy, TODAY).finding
    assert found.state is MET
    words = say(found.observations[0].said)
    assert "845\N{NO-BREAK SPACE}ms (accepted until Sat 28 Mar 2026 instead of 800\N{NO-BREAK SPACE}ms)" in words
