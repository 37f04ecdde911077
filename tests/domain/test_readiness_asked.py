"""What a gate asks: by default, at the own gate of a wave, by reference to a row, and which gate is the next one."""

import pytest

from cockpit.domain.entity import Entity
from cockpit.domain.gate import Criterion, GatePolicy, GateReview
from cockpit.domain.gate_review import standing_review
from cockpit.domain.kpi import Kpi
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import KINDS, criteria_naming, verdict
from cockpit.domain.readiness.policy import criteria_of, policy_of, wave_criteria
from cockpit.domain.readiness.verdict import next_gate
from cockpit.domain.wave import Wave
from tests.domain.projects import TODAY, days_ago, project, row

POLICY = row(GatePolicy, "GP-1", gate="pilot")


def criterion(number: int, rule: str = "manual_check", **values: object) -> Criterion:
    return row(Criterion, f"CR-{number}", title=f"Asked {number}", policy="GP-1", rule=rule, **values)


def test_the_own_gate_of_a_wave_asks_for_its_training_its_way_back_and_the_wave_before() -> None:
    wave = row(Wave, "V-1", number=1)
    asked = wave_criteria(wave)
    assert [each.rule for each in asked] == ["guardrails_before", "training_coverage", "rollback_rehearsed"]
    assert [(each.uid, each.policy) for each in asked] == [
        (f"default:wave:V-1:{each.rule}", "default:wave:V-1") for each in asked
    ]
    assert all(each.blocking and not each.settings for each in asked)
    assert [(each.title, each.position) for each in asked] == [
        (KINDS[each.rule].label, position) for position, each in enumerate(asked)
    ]
    found = verdict(project(POLICY, wave), PhaseCode.SCALE_UP, TODAY, wave.uid)
    assert [each.criterion for each in found.judged] == list(asked)
    assert found.wave is wave
    assert [each.question.wave for each in found.judged] == [wave] * 3
    assert verdict(project(POLICY), PhaseCode.SCALE_UP, TODAY, wave.uid).wave is None, "a wave that is gone has no gate"


@pytest.mark.parametrize("gate", list(PhaseCode))
def test_what_a_gate_asks_by_default_is_numbered_and_belongs_to_its_policy(gate: PhaseCode) -> None:
    policy, asked = policy_of(project(), gate), criteria_of(project(), gate)
    assert (policy.uid, policy.gate, policy.title) == (f"default:{gate.value}", gate, gate.label)
    assert [each.position for each in asked] == list(range(len(asked)))
    assert {each.policy for each in asked} == {policy.uid}
    assert [each.uid for each in asked] == [f"{policy.uid}:{each.rule}" for each in asked]
    assert [each.title for each in asked] == [KINDS[each.rule].label for each in asked]
    blocking = [each.blocking for each in asked]
    assert blocking == sorted(blocking, reverse=True), "those that decide come first"


@pytest.mark.parametrize(
    ("settings", "rule", "named"),
    [
        ({"kpis": ["K-1", "K-2"]}, "kpis_met", True),
        ({"kpis": ["K-2"]}, "kpis_met", False),
        ({"kpis": "K-12"}, "kpis_met", False),
        ({"kpis": "K-1"}, "kpis_met", True),
        ({"group": "K-1"}, "kpis_met", False),
        ({}, "kpis_met", False),
        ({"kpis": ["K-1"]}, "unheard_of", False),
        ({"kpis": ["K-1"]}, "manual_check", False),
    ],
)
def test_criteria_that_name_a_row_are_found_whether_it_is_there_or_not(
    settings: dict[str, object], rule: str, named: bool
) -> None:
    kpi, subject = row(Kpi, "K-1"), criterion(1, rule).changed(settings=settings)
    expected = (subject,) if named else ()
    assert criteria_naming(project(POLICY, subject, kpi), kpi) == criteria_naming(project(POLICY, subject), kpi) == expected


def test_every_criterion_that_names_a_row_is_told_and_rows_of_another_kind_are_others() -> None:
    asked = [criterion(number, "kpis_met").changed(settings={"kpis": ["K-1"]}) for number in (1, 2)]
    others: list[Entity] = [criterion(3, "kpis_met"), POLICY]
    assert criteria_naming(project(*asked, *others), row(Kpi, "K-1")) == tuple(asked)
    assert criteria_naming(project(*asked, *others), row(Wave, "V-1", number=1).changed(ref="K-1")) == ()


def review(ref: str, gate: str, days: int, **values: object) -> GateReview:
    return row(GateReview, ref, gate=gate, held_on=days_ago(days), **{"decision": "go", **values})


def test_a_review_counts_from_the_day_on_which_it_is_held() -> None:
    today = review("GR-1", "pilot", 0)
    assert standing_review(project(today), PhaseCode.PILOT, TODAY) == today
    assert standing_review(project(today), PhaseCode.PILOT, days_ago(1)) is None
    assert standing_review(project(today), PhaseCode.STEERING, TODAY) is None
    assert next_gate(project(today), TODAY) is PhaseCode.SCALE_UP
    assert next_gate(project(today), days_ago(1)) is PhaseCode.PILOT


def test_reviews_lead_from_gate_to_gate_and_the_last_one_is_the_end() -> None:
    reviews = [review("GR-1", "pilot", 9), review("GR-2", "scale_up", 6)]
    assert next_gate(project(*reviews), TODAY) is PhaseCode.GENERALISATION
    assert next_gate(project(*reviews, review("GR-3", "generalisation", 3)), TODAY) is PhaseCode.GENERALISATION
    assert next_gate(project(reviews[1]), TODAY) is PhaseCode.PILOT, "one gate after the other"


def test_what_is_only_watched_at_a_gate_does_not_block_it() -> None:
    watched = {gate: [each.rule for each in criteria_of(project(), gate) if not each.blocking] for gate in PhaseCode}
    assert watched[PhaseCode.DEFINITION] == []
    assert watched[PhaseCode.STEERING] == ["sponsor_support", "communication_alive", "lesson_questions"]
    assert all("lesson_questions" in rules for gate, rules in watched.items() if gate is not PhaseCode.DEFINITION)
    assert all(each.settings == {} for gate in PhaseCode for each in criteria_of(project(), gate))


def test_a_wave_has_reviews_of_its_own() -> None:
    wave = row(Wave, "V-1", number=1)
    of_wave = review("GR-1", "scale_up", 3, wave="V-1")
    state = project(wave, of_wave)
    assert standing_review(state, PhaseCode.SCALE_UP, TODAY, "V-1") == of_wave
    assert standing_review(state, PhaseCode.SCALE_UP, TODAY) is None
