"""The Altura sample: where it stands, and that it is not ready for reasons that a person can find."""

from datetime import date, timedelta

import pytest

from cockpit.domain.evidence import CriterionState
from cockpit.domain.gate import Answer, GatePolicy, GateReview, Waiver
from cockpit.domain.kpi import Kpi
from cockpit.domain.phase import Phase, PhaseCode
from cockpit.domain.readiness import verdict
from cockpit.domain.state import ProjectState
from cockpit.exchange.snapshot import Snapshot
from tests.samples.reading import LAST_DAY, PILOT_OPENS, day_of, titled, verdict_on


def test_it_stands_in_the_ninth_week_of_the_pilot_three_weeks_before_the_gate(sample: Snapshot) -> None:
    assert day_of(sample.batches[-1]) == LAST_DAY
    assert sample.state.project.phase is PhaseCode.PILOT
    pilot = next(phase for phase in sample.state.all(Phase) if phase.code is PhaseCode.PILOT)
    assert pilot.starts_on == PILOT_OPENS
    assert (LAST_DAY - PILOT_OPENS).days // 7 + 1 == 9
    assert pilot.ends_on == date(2026, 11, 27)
    policy = next(each for each in sample.state.all(GatePolicy) if each.gate is PhaseCode.PILOT)
    assert policy.planned_on == LAST_DAY + timedelta(weeks=3)


@pytest.mark.parametrize("days_later", range(7))
def test_the_pilot_gate_is_not_ready_for_reasons_that_can_be_found(state: ProjectState, days_later: int) -> None:
    """However many days after its last change somebody opens the demo."""
    found = verdict(state, PhaseCode.PILOT, LAST_DAY + timedelta(days=days_later))
    assert found.answer is Answer.NO_GO
    by_state = {each: [judged.criterion.rule for judged in found.of(each)] for each in CriterionState}
    assert by_state[CriterionState.NOT_MET] == ["risks_under_control", "kpis_met", "training_coverage"]
    assert by_state[CriterionState.INSUFFICIENT] == ["satisfaction"]
    assert len(by_state[CriterionState.MET]) == 7
    risks, technical, training = found.of(CriterionState.NOT_MET)
    assert [each.ref for each in risks.finding.observations if each.good is False] == ["R-3"]
    bad = [each.uid for each in technical.finding.observations if each.good is False]
    assert bad == [titled(state, Kpi, "Temps de réponse, 95e centile").uid]
    (wave,) = [each for each in training.finding.observations if each.kind == "wave"]
    assert wave.said.parts == {"trained": 12, "needed": 20}


def test_the_waiver_has_expired_and_counts_for_nothing(sample: Snapshot) -> None:
    (waiver,) = sample.state.all(Waiver)
    assert waiver.expires_on < LAST_DAY
    assert not verdict(sample.state, PhaseCode.PILOT, LAST_DAY).of(CriterionState.WAIVED)
    assert len(verdict_on(sample, PhaseCode.PILOT, waiver.expires_on).of(CriterionState.WAIVED)) == 1


def test_the_verdict_was_open_when_the_pilot_began_and_went_bad_on_the_way(sample: Snapshot) -> None:
    fridays = [PILOT_OPENS + timedelta(weeks=week, days=4) for week in range(9)]
    answers = [verdict_on(sample, PhaseCode.PILOT, friday).answer for friday in fridays]
    assert answers == [Answer.NOT_YET] * 4 + [Answer.NO_GO] * 5
    sponsors = [
        next(
            judged.state
            for judged in verdict_on(sample, PhaseCode.PILOT, friday).judged
            if judged.criterion.rule == "sponsor_support"
        )
        for friday in fridays[-2:]
    ]
    assert sponsors == [CriterionState.NOT_MET, CriterionState.MET]


def test_the_gates_already_passed_were_decided_as_the_evidence_of_their_day_said(sample: Snapshot) -> None:
    reviews = {review.gate: review for review in sample.state.all(GateReview)}
    assert {gate: review.decision.value for gate, review in reviews.items()} == {
        PhaseCode.DEFINITION: "go",
        PhaseCode.STEERING: "conditional",
    }
    for gate, review in reviews.items():
        assert verdict_on(sample, gate, review.held_on).answer is review.verdict
