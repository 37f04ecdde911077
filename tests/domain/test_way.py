"""The shortest way to GO: it leads there, nothing in it is idle, and what nothing turns is told."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.action import Action
from cockpit.domain.charter import Stakeholder, Support
from cockpit.domain.entity import Entity
from cockpit.domain.evidence import MET
from cockpit.domain.gate import Answer, Criterion, GatePolicy, ManualCheck, Waiver
from cockpit.domain.kpi import Kpi
from cockpit.domain.measurement import Series
from cockpit.domain.milestone import Milestone
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import Verdict, verdict
from cockpit.domain.readiness.way import Way, day_of, shortest_way, taken
from cockpit.domain.resource import Resource
from cockpit.domain.risk import Risk
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.domain.step import Step
from cockpit.domain.survey import Survey
from cockpit.domain.training import Attendance, Course, TrainingSession
from cockpit.domain.wave import Wave
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, project, row, weekly
from tests.domain.remedies import assert_explained, assert_sound
from tests.thoroughness import examples

POLICY = row(GatePolicy, "GP-1", gate="pilot")
LEA = row(Person, "P-1", handle="lea", name="Léa")


def asked(number: int, rule: str, **values: Any) -> Criterion:
    return row(Criterion, f"CR-{number}", title=f"Asked {number}", policy="GP-1", rule=rule, position=number, **values)


def judged(*rows: Entity, series: dict[tuple[str, str], Series] | None = None) -> Verdict:
    return verdict(project(POLICY, LEA, *rows, series=series), PhaseCode.PILOT, TODAY)


def after(found: Verdict, steps: Sequence[Step]) -> Answer:
    """The verdict once steps are done, on the day by which they can be."""
    on = day_of(steps, found.as_of)
    return verdict(taken(found.state, steps, on), found.gate, on).answer


def words(way: Way) -> list[str]:
    return [say(step.said) for step in way.steps]


def prove(found: Verdict) -> Way:
    """The way leads to what it promises, and without any one of its steps it does not."""
    way = shortest_way(found)
    assert after(found, way.steps) is way.answer
    if not way.stuck:
        assert way.answer is Answer.GO
    for step in way.steps if way.answer is Answer.GO else ():
        rest = [other for other in way.steps if other is not step]
        assert after(found, rest) is not Answer.GO, f"idle: {say(step.said)}"
    return way


def test_from_go_there_is_nothing_left_to_do() -> None:
    check = row(ManualCheck, "MC-1", criterion="CR-1", passed=True, checked_on=TODAY, checked_by="P-1")
    way = prove(judged(asked(1, "manual_check"), check))
    assert (way.steps, way.on, way.answer, way.days) == ((), TODAY, Answer.GO, 0)


RISK = row(
    Risk, "R-3", title="Peak load", owner="P-1", inherent_likelihood=4, inherent_impact=5, current_likelihood=4, current_impact=5,
    residual_likelihood=2, residual_impact=5, reviewed_on=days_ago(41), rollback="RB-2",
)  # fmt: skip
BACK = row(Rollback, "RB-2", title="Return", owner="P-1")
WAVE = row(Wave, "V-1", title="Lyon", number=1, super_users_needed=20, rollback="RB-2", courses_needed=["TC-1"])
COURSE = row(Course, "TC-1")
SESSION = row(TrainingSession, "TS-1", course="TC-1", wave="V-1", starts_on=days_ago(20))
TRAINED = [
    row(Attendance, f"TA-{number}", session="TS-1", name=f"Person {number}", state="attended", super_user=True)
    for number in range(1, 13)
]


def test_a_step_that_several_criteria_need_is_told_once() -> None:
    rows = [asked(1, "risks_under_control"), asked(2, "rollback_rehearsed"), asked(3, "training_coverage")]
    way = prove(judged(*rows, RISK, BACK, WAVE, COURSE, SESSION, *TRAINED))
    # To rate a risk is to look at it, so that its stale review is no step of its own.
    assert words(way) == ["R-3 to 2x5", "rehearse RB-2", "train 8 more super-users for V-1 Lyon"]
    assert [[each.criterion.ref for each in way.serves[step.key]] for step in way.steps] == [["CR-1"], ["CR-1", "CR-2"], ["CR-3"]]
    assert (way.on, way.days) == (TODAY, 0)
    assert way.steps[0].owner == "P-1"
    assert (way.steps[1].kind, way.steps[1].uid) == ("rollback", "RB-2")


def kpi(ref: str = "K-1", **values: Any) -> Kpi:
    return row(Kpi, ref, **{"title": "Conversion", "target": 33, "unit": "%", **values})


SHORT = [36.0, 34.0, 36.0, 34.0]


def test_a_step_that_takes_weeks_moves_the_day_and_what_is_too_old_by_then_is_a_step_too() -> None:
    calm = row(
        Risk, "R-1", owner="P-1", inherent_likelihood=4, inherent_impact=4, current_likelihood=2, current_impact=2,
        reviewed_on=days_ago(25),
    )  # fmt: skip
    found = judged(asked(1, "kpis_met"), asked(2, "risks_under_control"), kpi(), calm, series=weekly(kpi(), SHORT))
    way = prove(found)
    # 18 March is a Wednesday: this week and the next are over on Monday the 30th, when the review of 21 February is 37 days old.
    assert way.on == date(2026, 3, 30)
    assert words(way) == ["K-1 Conversion at 33\N{NO-BREAK SPACE}% for 2 weeks more", "review R-1 again by then"]


def test_kpis_that_hold_have_to_go_on_being_measured_while_another_takes_long() -> None:
    slow = kpi("K-2", title="Usage", cadence="month")
    held, series = kpi(owner="P-1"), weekly(kpi(), [34.0, 36.0] * 4)
    way = prove(judged(asked(1, "kpis_met"), held, slow, series=series))
    assert words(way) == [
        "K-2 Usage at 33\N{NO-BREAK SPACE}% for 6 months more",
        "go on measuring K-1, which hold, until Mon 31 Aug 2026",
    ]
    assert way.on == date(2026, 9, 1)


def test_what_no_step_turns_is_told_and_the_rest_leads_as_far_as_it_can() -> None:
    lost = weekly(kpi(), [30.0, 31.0] * 8)
    way = prove(judged(asked(1, "kpis_met"), asked(2, "manual_check"), kpi(), series=lost))
    assert [say(each.reason) for each in way.stuck] == ["K-1 Conversion: cannot by data alone, not within 12 weeks"]
    assert (words(way), way.answer) == (["check “Asked 2”"], Answer.NO_GO)


@pytest.mark.parametrize("shares", [(0.7, 1.0), (1.0, 0.7)])
def test_of_two_that_ask_for_more_and_less_of_the_same_the_one_that_is_enough_for_both_is_told(
    shares: tuple[float, float],
) -> None:
    rows = [asked(number, "training_coverage", settings={"share": share}) for number, share in enumerate(shares, 1)]
    way = prove(judged(*rows, WAVE, COURSE, SESSION, *TRAINED))
    # 12 of 20 are trained: two more are 70 %, eight more all of them.
    assert words(way) == ["train 8 more super-users for V-1 Lyon"]
    assert len(way.serves[way.steps[0].key]) == 2


@pytest.mark.parametrize("bounds", [(0.0, 30.0), (30.0, 0.0)])
def test_of_two_surveys_the_better_one_is_told(bounds: tuple[float, float]) -> None:
    rows = [asked(number, "satisfaction", settings={"at_least": bound}) for number, bound in enumerate(bounds, 1)]
    way = prove(judged(*rows))
    # Of twenty answers it takes 5 promoters and no detractor for a lower bound of 0, and 13 for one of 30.
    assert words(way) == ["hold a survey (NPS) that scores +65 with 20 answers"]


def test_a_waiver_is_no_way_to_go() -> None:
    waiver = row(
        Waiver, "WV-1", criterion="CR-1", approver="P-1", reason="Later", granted_on=days_ago(5), expires_on=days_ago(-50)
    )
    found = judged(asked(1, "manual_check"), waiver)
    assert found.answer is Answer.CONDITIONAL
    assert words(prove(found)) == ["check “Asked 1”"]


def test_a_criterion_that_cannot_be_judged_is_told_to_be_corrected() -> None:
    way = shortest_way(judged(asked(1, "no_such")))
    assert [say(each.reason) for each in way.stuck] == ["correct the criterion CR-1 Asked 1"]


@pytest.mark.parametrize("gate", list(PhaseCode))
def test_a_new_project_has_a_way_too(gate: PhaseCode) -> None:
    way = prove(verdict(project(), gate, TODAY))
    assert way.steps


RULES = (
    "kpis_met", "risks_under_control", "resources_secured", "training_coverage", "rollback_rehearsed", "sponsor_support",
    "satisfaction", "milestone_adherence", "manual_check",
)  # fmt: skip
days = st.integers(-60, 400).map(days_ago)
maybe_days = st.none() | days


@st.composite
def states(draw: st.DrawFn) -> Verdict:
    """A gate that asks some of everything, in a project that holds some of everything."""
    rows: list[Entity] = [
        asked(number, rule, blocking=draw(st.booleans()), owner=draw(st.sampled_from([None, "P-1"])))
        for number, rule in enumerate(draw(st.lists(st.sampled_from(RULES), min_size=1, max_size=5)), 1)
    ]
    rows += [row(Rollback, f"RB-{number}") for number in (1, 2)]
    backs = st.sampled_from([None, "RB-1", "RB-2"])
    rating = st.none() | st.integers(1, 5)
    for number in range(draw(st.integers(0, 3))):
        rows.append(
            row(
                Risk,
                f"R-{number}",
                owner=draw(st.sampled_from([None, "P-1"])),
                rollback=draw(backs),
                reviewed_on=draw(maybe_days),
                inherent_likelihood=draw(st.integers(1, 5)),
                inherent_impact=draw(st.integers(1, 5)),
                current_likelihood=draw(rating),
                current_impact=draw(rating),
                residual_likelihood=draw(rating),
                residual_impact=draw(rating),
            )
        )
        if draw(st.booleans()):
            rows.append(
                row(Action, f"A-{number}", risk=f"R-{number}", due_on=draw(days), state=draw(st.sampled_from(["doing", "done"])))
            )
    for number in range(draw(st.integers(0, 2))):
        rows.append(row(Rehearsal, f"RH-{number}", rollback=draw(st.sampled_from(["RB-1", "RB-2"])), rehearsed_on=draw(days),
                        succeeded=draw(st.booleans())))  # fmt: skip
    if draw(st.booleans()):
        rows += [COURSE, SESSION, *TRAINED[: draw(st.integers(0, 12))]]
        courses = ["TC-1"] * draw(st.integers(0, 1))
        rows.append(
            row(Wave, "V-1", number=1, super_users_needed=draw(st.integers(0, 14)), rollback=draw(backs), courses_needed=courses)
        )
    for number in range(draw(st.integers(0, 4))):
        rows += [row(Person, f"P-{number + 9}", handle=f"p{number}", name=f"Sponsor {number}"),
                 row(Stakeholder, f"ST-{number}", person=f"P-{number + 9}", role="sponsor")]  # fmt: skip
        if level := draw(st.sampled_from([None, "opposed", "neutral", "supportive"])):
            rows.append(row(Support, f"SU-{number}", stakeholder=f"ST-{number}", level=level, noted_on=draw(days)))
    for number in range(draw(st.integers(0, 2))):
        secured = draw(st.booleans())
        rows.append(row(Resource, f"RE-{number}", critical=True, secured=secured, secured_on=draw(days) if secured else None))
    for number in range(draw(st.integers(0, 3))):
        rows.append(row(Milestone, f"M-{number}", baseline_on=draw(days), reached_on=draw(maybe_days)))
    if draw(st.booleans()):
        counts = {name: draw(st.integers(0, 40)) for name in ("promoters", "passives", "detractors")}
        rows.append(row(Survey, "SV-1", held_on=draw(days), **counts))
    if draw(st.booleans()):
        passed = draw(st.booleans())
        rows.append(row(ManualCheck, "MC-1", criterion="CR-1", passed=passed, checked_on=draw(days), checked_by="P-1"))
    series: dict[tuple[str, str], Series] = {}
    for number in range(draw(st.integers(0, 2))):
        each = kpi(f"K-{number}", owner=draw(st.sampled_from([None, "P-1"])))
        rows.append(each)
        values = draw(st.lists(st.integers(28, 40).map(float), max_size=10))
        if values:
            series |= weekly(each, values)
    return verdict(project(POLICY, LEA, *rows, series=series), PhaseCode.PILOT, TODAY)


@examples(150)
@given(states())
def test_the_way_leads_there_and_nothing_in_it_is_idle(found: Verdict) -> None:
    way = prove(found)
    assert {step.key for step in way.steps} <= set(way.serves)
    assert found.as_of <= way.on <= TODAY + timedelta(days=400)


@examples(100)
@given(states())
def test_a_criterion_leads_to_its_rows_and_asks_somebody_for_steps_exactly_where_it_is_not_met(found: Verdict) -> None:
    for each in found.judged:
        assert bool(each.turns) is (each.finding.state is not MET)
        assert_explained(found.state, each.finding, found.as_of)
        assert_sound(found.state, each.question.remedy.steps)


def test_two_risks_that_share_a_way_back_ask_for_one_rehearsal() -> None:
    shared = row(Rollback, "RB-1", steps=["Switch back"])
    rated = {"inherent_likelihood": 5, "inherent_impact": 5, "current_likelihood": 4, "current_impact": 5, "rollback": "RB-1"}
    rows = [row(Risk, ref, **rated) for ref in ("R-1", "R-2")]
    asked = row(Criterion, "CR-1", policy="GP-1", rule="risks_under_control")
    found = verdict(project(row(GatePolicy, "GP-1", gate="pilot"), asked, shared, *rows), PhaseCode.PILOT, TODAY)
    steps = found.judged[0].question.remedy.steps
    assert [step.uid for step in steps if step.kind == Rollback.kind] == ["RB-1"]
    assert_sound(found.state, steps)


@examples(30)
@given(states())
def test_where_there_are_too_many_sets_to_try_nothing_is_idle_either(found: Verdict) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cockpit.domain.readiness.way._MOST_TRIED", 0)
        prove(found)


@pytest.mark.parametrize("most_tried", [256, 1, 0])
@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_step_of_which_another_does_all_is_left_out(
    order: tuple[int, int], most_tried: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cockpit.domain.readiness.way._MOST_TRIED", most_tried)
    kpis = [kpi(f"K-{number}", owner="P-1") for number in (1, 2)]
    slow = kpi("K-3", title="Usage", cadence="month")
    settings = {order[0]: ["K-1"], order[1]: ["K-1", "K-2"], 3: ["K-3"]}
    rows = [asked(number, "kpis_met", settings={"kpis": refs}) for number, refs in settings.items()]
    good = [34.0, 36.0] * 4
    way = prove(judged(*rows, *kpis, slow, series=weekly(kpis[0], good) | weekly(kpis[1], good)))
    # To go on with both is to go on with the first; until the end of August, as K-3 has to be held for six months.
    assert sorted(words(way)) == [
        "K-3 Usage at 33\N{NO-BREAK SPACE}% for 6 months more",
        "go on measuring K-1, K-2, which hold, until Mon 31 Aug 2026",
    ]
