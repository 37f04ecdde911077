"""The Bedside sample is GO, on whichever day somebody opens the demo, with room to spare here and little there."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cockpit.domain.evidence import CriterionState
from cockpit.domain.gate import Answer, GateReview
from cockpit.domain.kpi import Kpi
from cockpit.domain.milestone import adherence
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import next_gate, verdict
from cockpit.exchange.samples import shifted
from cockpit.exchange.snapshot import Snapshot
from tests.samples.reading import shipped, state_on, titled, verdict_on

LAST_DAY = date(2026, 11, 20)

ASKED = (
    "kpis_met", "kpis_met", "kpis_met", "kpis_met", "kpis_met", "risks_under_control", "rollback_rehearsed", "training_coverage",
    "satisfaction", "resources_secured", "sponsor_support", "manual_check", "milestone_adherence",
)  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> Snapshot:
    return shipped("bedside")


@pytest.mark.parametrize("days_later", range(8))
def test_the_next_gate_is_go_on_each_day_after_the_last_change(sample: Snapshot, days_later: int) -> None:
    day = LAST_DAY + timedelta(days=days_later)
    found = verdict(sample.state, PhaseCode.SCALE_UP, day)
    assert next_gate(sample.state, day) is PhaseCode.SCALE_UP
    assert found.answer is Answer.GO
    assert tuple(judged.criterion.rule for judged in found.of(CriterionState.MET)) == ASKED
    assert len(found.judged) == 13
    assert not any(judged.waiver for judged in found.judged)


@pytest.mark.parametrize("days", [*range(7), 33, 200])
def test_the_demo_is_go_a_year_from_now(sample: Snapshot, days: int) -> None:
    now = datetime(2027, 11, 22, 8, tzinfo=UTC) + timedelta(days=days)
    moved = shifted(sample, now)
    assert verdict(moved.state, PhaseCode.SCALE_UP, now.date()).answer is Answer.GO


def test_not_everything_is_perfect(sample: Snapshot) -> None:
    met = {judged.criterion.title: judged.finding for judged in verdict(sample.state, PhaseCode.SCALE_UP, LAST_DAY).judged}
    training = met["Wave 4 trained, 9 in 10"]
    assert [each.said.parts for each in training.observations if each.kind == "wave"] == [{"trained": 21, "needed": 22}]
    sponsors = met["Sponsors, 4 in 5"]
    assert [each.good for each in sponsors.observations].count(False) == 1
    share = adherence(sample.state, LAST_DAY).share
    assert share
    assert 0.75 < share < 0.8


def test_the_gates_already_passed_were_decided_as_the_evidence_of_their_day_said(sample: Snapshot) -> None:
    reviews = sample.state.all(GateReview)
    assert [review.verdict for review in reviews] == [Answer.GO, Answer.NO_GO, Answer.GO, Answer.CONDITIONAL]
    for review in reviews:
        assert verdict_on(sample, review.gate, review.held_on).answer is review.verdict, review.title


def test_the_verdict_of_the_scale_up_turned_on_the_way(sample: Snapshot) -> None:
    """Open while the first figures come in, held up by the failed night walk, good since the second one."""
    answers = {week: verdict_on(sample, PhaseCode.SCALE_UP, _friday(week)).answer for week in (28, 40, 42)}
    assert answers == {28: Answer.NO_GO, 40: Answer.NO_GO, 42: Answer.GO}


def test_the_shares_of_milestones_and_sponsors_are_what_the_plan_and_the_talks_say(sample: Snapshot) -> None:
    kept, behind = (titled(sample.state, Kpi, title) for title in ("Milestones kept", "Sponsor buy-in"))
    for day, share in sample.state.series[kept.uid, "all"]:
        known = state_on(sample, date.fromisoformat(day))
        found = adherence(known, date.fromisoformat(day)).share
        assert found is not None
        assert round(100 * found, 1) == share, day
    assert sample.state.series[behind.uid, "all"].values == (66.7,) * 5 + (83.3,) * 5


def _friday(week: int) -> date:
    return LAST_DAY - timedelta(weeks=42 - week)
