"""The verdict follows from the states of the criteria, one by one, and never from an average."""

from datetime import date
from importlib import import_module
from itertools import product
from pkgutil import iter_modules
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain import readiness
from cockpit.domain.entity import Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState, Finding
from cockpit.domain.gate import Answer, Criterion, GatePolicy, GateReview, ManualCheck, Waiver
from cockpit.domain.message import message
from cockpit.domain.person import Person
from cockpit.domain.phase import Phase, PhaseCode
from cockpit.domain.readiness import (
    KINDS,
    Case,
    CriterionKind,
    Verdict,
    criteria_of,
    criterion_problems,
    gate_day,
    is_default,
    next_gate,
    policy_of,
    verdict,
)
from cockpit.domain.readiness.verdict import answer
from cockpit.domain.step import Remedy
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, project, row

WAIVED = CriterionState.WAIVED
GO, CONDITIONAL, NOT_YET, NO_GO = Answer.GO, Answer.CONDITIONAL, Answer.NOT_YET, Answer.NO_GO
POLICY = row(GatePolicy, "GP-1", gate="pilot")
LEA = row(Person, "P-1", handle="lea", name="Léa")


def criterion(number: int, **values: Any) -> Criterion:
    return row(Criterion, f"CR-{number}", **{"policy": "GP-1", "rule": "manual_check", **values})


def check(number: int, *, passed: bool = True, days: int = 1) -> ManualCheck:
    return row(ManualCheck, f"MC-{number}", criterion=f"CR-{number}", passed=passed, checked_on=days_ago(days), checked_by="P-1")


def waiver(number: int, granted: int = 5, expires: int = -5, ref: str = "WV-1") -> Waiver:
    return row(
        Waiver, ref, criterion=f"CR-{number}", approver="P-1", reason="Until the spring release",
        granted_on=days_ago(granted), expires_on=days_ago(expires),
    )  # fmt: skip


def judged(*rows: Entity, as_of: date = TODAY) -> Verdict:
    return verdict(project(POLICY, LEA, *rows), PhaseCode.PILOT, as_of)


# The rule in full for two criteria: the first one blocking, the second one not.
TRUTH = {
    (MET, MET): GO,
    (MET, NOT_MET): CONDITIONAL,
    (MET, INSUFFICIENT): CONDITIONAL,
    (MET, WAIVED): CONDITIONAL,
    (NOT_MET, MET): NO_GO,
    (NOT_MET, NOT_MET): NO_GO,
    (NOT_MET, INSUFFICIENT): NO_GO,
    (NOT_MET, WAIVED): NO_GO,
    (INSUFFICIENT, MET): NOT_YET,
    (INSUFFICIENT, NOT_MET): NOT_YET,
    (INSUFFICIENT, INSUFFICIENT): NOT_YET,
    (INSUFFICIENT, WAIVED): NOT_YET,
    (WAIVED, MET): CONDITIONAL,
    (WAIVED, NOT_MET): CONDITIONAL,
    (WAIVED, INSUFFICIENT): CONDITIONAL,
    (WAIVED, WAIVED): CONDITIONAL,
}


@pytest.mark.parametrize(("blocking", "other"), list(product(CriterionState, repeat=2)))
def test_the_answer_for_every_pair_of_states(blocking: CriterionState, other: CriterionState) -> None:
    assert answer([(blocking, True), (other, False)]) is TRUTH[blocking, other]
    assert answer([(other, False), (blocking, True)]) is TRUTH[blocking, other]


BOTH_BLOCKING = {
    (MET, MET): GO,
    (MET, NOT_MET): NO_GO,
    (MET, INSUFFICIENT): NOT_YET,
    (MET, WAIVED): CONDITIONAL,
    (NOT_MET, INSUFFICIENT): NO_GO,
    (NOT_MET, WAIVED): NO_GO,
    (NOT_MET, NOT_MET): NO_GO,
    (INSUFFICIENT, WAIVED): NOT_YET,
    (INSUFFICIENT, INSUFFICIENT): NOT_YET,
    (WAIVED, WAIVED): CONDITIONAL,
}


@pytest.mark.parametrize(("states", "expected"), list(BOTH_BLOCKING.items()))
def test_the_answer_where_both_are_blocking(states: tuple[CriterionState, CriterionState], expected: Answer) -> None:
    assert answer((state, True) for state in states) is expected
    assert answer((state, True) for state in reversed(states)) is expected


def test_a_gate_that_asks_nothing_is_not_yet() -> None:
    found = judged()
    assert (found.answer, found.judged) == (NOT_YET, ())
    assert say(found.summary) == "this gate asks nothing yet: give it criteria"


def test_one_criterion_that_is_not_met_is_not_made_up_for_by_any_number_of_others() -> None:
    rows = [each for number in range(1, 30) for each in (criterion(number), check(number, passed=number != 7))]
    found = judged(*rows)
    assert found.answer is NO_GO
    assert [each.criterion.ref for each in found.of(NOT_MET)] == ["CR-7"]
    assert found.counts == {MET: 28, NOT_MET: 1, INSUFFICIENT: 0, WAIVED: 0}
    assert say(found.summary) == "28 met, 1 not met"


@pytest.mark.parametrize(
    ("rows", "state", "expected"),
    [
        ([check(1)], MET, GO),
        ([check(1), waiver(1)], MET, GO),
        ([check(1, passed=False)], NOT_MET, NO_GO),
        ([check(1, passed=False), waiver(1)], WAIVED, CONDITIONAL),
        ([waiver(1)], WAIVED, CONDITIONAL),
        ([waiver(1, expires=0)], WAIVED, CONDITIONAL),
        ([waiver(1, expires=1)], INSUFFICIENT, NOT_YET),
        ([waiver(1, granted=0)], WAIVED, CONDITIONAL),
        ([waiver(1, granted=-1)], INSUFFICIENT, NOT_YET),
        ([check(1, passed=False), waiver(2)], NOT_MET, NO_GO),
    ],
)
def test_a_waiver_replaces_what_is_missing_from_its_day_until_it_expires(
    rows: list[Entity], state: CriterionState, expected: Answer
) -> None:
    other = [criterion(2), check(2)]
    found = judged(criterion(1), *rows, *other)
    assert (found.judged[0].state, found.answer) == (state, expected)
    assert (found.judged[0].waiver is not None) is (state is WAIVED)


def test_the_waiver_that_lasts_longest_is_shown() -> None:
    found = judged(criterion(1), waiver(1, expires=-9, ref="WV-1"), waiver(1, expires=-3, ref="WV-2"))
    assert found.judged[0].waiver is not None
    assert found.judged[0].waiver.ref == "WV-1"
    assert found.judged[0].finding.state is INSUFFICIENT, "what the data say is still told"


def test_criteria_come_by_position_then_by_ref() -> None:
    found = judged(criterion(3), criterion(10), criterion(2, position=1), criterion(1, position=7))
    assert [each.criterion.ref for each in found.judged] == ["CR-3", "CR-10", "CR-2", "CR-1"]


@pytest.mark.parametrize(
    ("rule", "settings", "told"),
    [
        ("no_such", {}, "there is no rule “no_such”; there are coalition_complete, communication_alive,"),
        ("kpis_met", {"kpi": "K-1"}, "there is no setting “kpi”; there are kpis, group, share, in_a_row"),
        ("resources_secured", {"share": 1}, "there is no setting “share”: this rule has none"),
        ("kpis_met", {"share": 2}, "Share of periods: “2” is not allowed; it must be a number from 0.01 to 1"),
        ("kpis_met", {"share": True}, "Share of periods: “True” is not allowed"),
        ("kpis_met", {"in_a_row": 2.5}, "Periods in a row: “2.5” is not allowed; it must be a whole number from 1 to 520"),
        ("kpis_met", {"group": "both"}, "Group: “both” is not allowed; it must be one of any, pilot, control, all"),
        ("kpis_met", {"kpis": "K-1"}, "KPIs: “K-1” is not allowed; it must be a list of refs"),
        ("kpis_met", {"kpis": ["K-9"]}, "KPIs: “K-9” refers to nothing; it must be the ref of an existing row"),
        ("kpis_met", {"kpis": ["CR-1"]}, "KPIs: “CR-1” refers to nothing"),
        ("satisfaction", {"survey": "smile"}, "Survey: “smile” is not allowed; it must be one of nps, enps, satisfaction"),
    ],
)
def test_what_cannot_be_judged_says_why_and_what_is_allowed(rule: str, settings: dict[str, Any], told: str) -> None:
    subject = criterion(1, rule=rule, settings=settings)
    found = judged(subject)
    assert found.answer is NOT_YET
    assert told in say(found.judged[0].finding.summary)
    assert [say(turn) for turn in found.judged[0].turns] == ["correct the criterion CR-1 Row CR-1"]
    problems = list(criterion_problems(project(POLICY, subject), rule, subject.settings))
    assert told in say(problems[0].message)


def test_every_problem_of_a_criterion_is_told_at_once() -> None:
    wrong: dict[str, Any] = {"share": 0, "size": 3, "kpis": ["K-1", "K-2"]}
    assert len(list(criterion_problems(project(), "kpis_met", wrong))) == 4


@pytest.mark.parametrize("rule", sorted(KINDS))
def test_every_kind_answers_without_any_data(rule: str) -> None:
    asked = judged(criterion(1, rule=rule)).judged[0]
    found = asked.finding
    # Without a lesson no question is open.
    assert found.state is (MET if rule == "lesson_questions" else INSUFFICIENT)
    assert bool(asked.turns) is (found.state is not MET), "it says what is missing"
    for said in (found.summary, found.rule, *asked.turns):
        assert "{" not in say(said)


def test_the_registry_knows_the_module_of_every_kind() -> None:
    for module in iter_modules(readiness.__path__):
        import_module(f"{readiness.__name__}.{module.name}")
    defined = {kind.code for kind in CriterionKind.__subclasses__() if kind.__module__.startswith(f"{readiness.__name__}.")}
    assert set(KINDS) == defined
    assert all(KINDS[code].code == code for code in KINDS)


def test_a_kind_is_one_class() -> None:
    class Sunny(CriterionKind):
        code = "sunny"
        label = "Sunny"

        def judge(self, case: Case) -> Finding:
            return Finding(MET, message("the sun shines"), message("the sun has to shine"))

        def remedy(self, case: Case) -> Remedy:
            return Remedy()

    try:
        assert judged(criterion(1, rule="sunny")).answer is GO
        with pytest.raises(TypeError, match="two kinds"):
            type("Other", (CriterionKind,), {"code": "sunny"})
    finally:
        del KINDS["sunny"]


def test_the_pilot_gate_asks_what_the_method_asks_by_default() -> None:
    found = verdict(project(), PhaseCode.PILOT, TODAY)
    assert [each.criterion.rule for each in found.judged] == [
        "satisfaction", "kpis_met", "risks_under_control", "resources_secured", "training_coverage", "rollback_rehearsed",
        "sponsor_support", "voices_agree", "communication_alive", "lessons_captured", "lesson_questions",
    ]  # fmt: skip
    assert found.answer is NOT_YET
    first = found.judged[0]
    assert (first.criterion.uid, first.criterion.ref, say(first.name)) == (
        "default:pilot:satisfaction", "", "Satisfaction",
    )  # fmt: skip
    assert is_default(first.criterion)
    assert [each.criterion.rule for each in found.judged if not each.blocking] == [
        "voices_agree", "communication_alive", "lessons_captured", "lesson_questions",
    ]  # fmt: skip


@pytest.mark.parametrize("gate", list(PhaseCode))
def test_every_gate_has_a_default_that_can_be_judged(gate: PhaseCode) -> None:
    assert criteria_of(project(), gate)
    assert verdict(project(), gate, TODAY).answer is NOT_YET
    assert (policy_of(project(), gate).gate, policy_of(project(), gate).tolerance) == (gate, 3)


def test_a_policy_of_the_project_replaces_the_default_even_when_it_asks_nothing() -> None:
    assert criteria_of(project(POLICY), PhaseCode.PILOT) == ()
    assert policy_of(project(POLICY), PhaseCode.PILOT) == POLICY
    own = judged(criterion(1, title="Sponsors {agree}")).judged[0]
    assert say(own.name) == "Sponsors {agree}", "what people write is no format"


def test_the_day_of_a_gate_is_its_policy_s_or_the_end_of_its_phase() -> None:
    phase = row(Phase, "PH-1", code="pilot", ends_on=days_ago(-9))
    planned = row(GatePolicy, "GP-1", gate="pilot", planned_on=days_ago(-7))
    assert gate_day(project(phase, planned), PhaseCode.PILOT) == days_ago(-7)
    assert gate_day(project(phase, POLICY), PhaseCode.PILOT) == days_ago(-9)
    assert gate_day(project(), PhaseCode.PILOT) is None


def review(ref: str, decision: str, days: int, **values: Any) -> GateReview:
    return row(GateReview, ref, **{"gate": "pilot", "decision": decision, "held_on": days_ago(days), **values})


@pytest.mark.parametrize(
    ("reviews", "gate"),
    [
        ([], PhaseCode.PILOT),
        ([review("GR-1", "go", 3)], PhaseCode.SCALE_UP),
        ([review("GR-1", "conditional", 3)], PhaseCode.SCALE_UP),
        ([review("GR-1", "no_go", 3)], PhaseCode.PILOT),
        ([review("GR-1", "go", -1)], PhaseCode.PILOT),
        ([review("GR-1", "go", 9), review("GR-2", "no_go", 3)], PhaseCode.PILOT),
        ([review("GR-1", "go", 3), review("GR-2", "postponed", 9, supersedes="GR-1")], PhaseCode.PILOT),
        ([review("GR-1", "go", 3, gate="steering")], PhaseCode.PILOT),
    ],
)
def test_the_next_gate_is_that_of_the_phase_until_its_review_opens_it(reviews: list[GateReview], gate: PhaseCode) -> None:
    assert next_gate(project(*reviews), TODAY) is gate


def test_the_last_gate_stays_the_next_one() -> None:
    state = project(review("GR-1", "go", 1, gate="generalisation"), phase=PhaseCode.GENERALISATION)
    assert next_gate(state, TODAY) is PhaseCode.GENERALISATION


checks = st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from([None, True, False])), max_size=6)


def rows_of(given_checks: list[tuple[bool, bool, bool | None]], *, waive: bool) -> list[Entity]:
    """A criterion each: whether it blocks, whether it is waived, and whether its check passed, if there is one."""
    rows: list[Entity] = []
    for number, (blocking, waived, passed) in enumerate(given_checks, 1):
        rows.append(criterion(number, blocking=blocking))
        if passed is not None:
            rows.append(check(number, passed=passed))
        if waive and waived:
            rows.append(waiver(number, ref=f"WV-{number}"))
    return rows


@given(checks)
def test_waivers_never_make_a_go(given_checks: list[tuple[bool, bool, bool | None]]) -> None:
    without, waived = judged(*rows_of(given_checks, waive=False)), judged(*rows_of(given_checks, waive=True))
    assert (waived.answer is GO) == (without.answer is GO)
    assert list(Answer).index(waived.answer) <= list(Answer).index(without.answer), "and never worsen the answer"


@given(checks, st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(given_checks: list[tuple[bool, bool, bool | None]], chance: Any) -> None:
    rows = rows_of(given_checks, waive=True)
    shuffled = chance.sample(rows, len(rows))
    assert judged(*rows) == judged(*shuffled)


@given(checks, st.integers(0, 5))
def test_a_check_that_passes_never_worsens_the_answer(given_checks: list[tuple[bool, bool, bool | None]], place: int) -> None:
    if place >= len(given_checks):
        return
    better = list(given_checks)
    better[place] = (*better[place][:2], True)
    before, after = judged(*rows_of(given_checks, waive=True)), judged(*rows_of(better, waive=True))
    assert list(Answer).index(after.answer) <= list(Answer).index(before.answer)
