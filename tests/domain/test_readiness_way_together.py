"""Several kinds of criteria at one gate: what they ask for together is asked for once, and nothing of it is idle."""

import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from cockpit.domain.accepted_debt import AcceptedDebt
from cockpit.domain.entity import Entity
from cockpit.domain.gate import Answer, Criterion, GatePolicy
from cockpit.domain.incident import Incident
from cockpit.domain.kpi import Kpi
from cockpit.domain.measurement import Series
from cockpit.domain.milestone import Milestone
from cockpit.domain.person import Person
from cockpit.domain.phase import Phase, PhaseCode
from cockpit.domain.readiness import verdict
from cockpit.domain.readiness.way import Way, shortest_way, taken
from cockpit.domain.survey import Survey
from cockpit.domain.training import Attendance, Course, TrainingSession
from cockpit.domain.voice import Interview, Remark, Theme
from cockpit.domain.wave import Wave
from cockpit.domain.workshop import Workshop
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, project, row, weekly

WAVE = row(Wave, "V-1", number=1, starts_on=days_ago(30), enabled=100, active=20)


def way(*asked: tuple[str, dict[str, Any]], rows: tuple[Entity, ...], series: dict[tuple[str, str], Series] | None = None) -> Way:
    """The shortest way of a gate that asks these rules with these settings, once it has been gone."""
    criteria = [
        row(Criterion, f"CR-{number}", policy="GP-1", rule=rule, settings=settings, position=number)
        for number, (rule, settings) in enumerate(asked, 1)
    ]
    state = project(row(GatePolicy, "GP-1", gate="pilot"), *criteria, *rows, series=series)
    found = shortest_way(verdict(state, PhaseCode.PILOT, TODAY))
    assert verdict(taken(state, found.steps, found.on), PhaseCode.PILOT, found.on).answer is found.answer
    return found


def said(found: Way) -> list[str]:
    return [say(each.said) for each in found.steps]


@pytest.mark.parametrize("shares", [(0.3, 0.7), (0.7, 0.3)])
def test_of_two_that_ask_for_users_the_one_that_asks_for_more_is_enough(shares: tuple[float, float]) -> None:
    found = way(*(("usage_rate", {"at_least": share}) for share in shares), rows=(WAVE,))
    assert [say(each.said) for each in found.steps] == ["50 more active users in V-1 Row V-1"]
    assert found.answer is Answer.GO
    assert [len(each) for each in found.serves.values()] == [2]


@pytest.mark.parametrize("first", [0, 1])
def test_one_survey_is_enough_for_satisfaction_and_for_confidence(first: int) -> None:
    survey = row(Survey, "SV-1", nature="enps", held_on=days_ago(5), promoters=4, passives=8, detractors=8)
    kept = row(Milestone, "M-1", baseline_on=days_ago(20), reached_on=days_ago(21))
    asked: list[tuple[str, dict[str, Any]]] = [("satisfaction", {"survey": "enps"}), ("confidence", {"at_least": 50})]
    found = way(asked[first], asked[1 - first], rows=(WAVE, survey, kept))
    assert sorted(each.key[0] for each in found.steps) == ["survey", "use", "workshop"]
    assert found.answer is Answer.GO


MILESTONE = row(Milestone, "M-1", baseline_on=days_ago(-40))


def test_more_are_trained_where_what_counts_today_is_too_old_once_the_rest_is_done() -> None:
    wave = row(Wave, "V-1", number=1, super_users_needed=3, courses_needed=["TC-1"])
    session = row(TrainingSession, "TS-1", course="TC-1", wave="V-1", starts_on=days_ago(340), ends_on=days_ago(340))
    trained = [
        row(Attendance, f"TA-{number}", session="TS-1", name=f"N{number}", state="attended", super_user=True) for number in (1, 2)
    ]
    rows = (wave, row(Course, "TC-1"), session, *trained)
    assert said(way(("training_coverage", {}), rows=rows)) == ["train 1 more super-user for V-1 Row V-1"]
    found = way(("training_coverage", {}), ("milestone_adherence", {}), rows=(*rows, MILESTONE))
    assert said(found) == ["train 3 more super-users for V-1 Row V-1", "reach M-1 Row M-1 by Mon 27 Apr 2026"]
    assert found.answer is Answer.GO


def test_users_are_heard_on_what_nobody_speaks_of_where_all_that_was_said_is_too_old_by_then() -> None:
    kpi = row(Kpi, "K-1", target=10)
    themes = [row(Theme, f"TH-{number}") for number in (1, 2)]
    interview = row(Interview, "IV-1", held_on=date(2025, 10, 20))
    remarks = [row(Remark, f"RM-{number}", quote="So", theme="TH-2", tone="neutral", interview="IV-1") for number in range(4)]
    rows = (kpi, *themes, interview, *remarks)
    series = weekly(kpi, [12, 13] * 4)
    assert said(way(("voices_agree", {}), rows=rows, series=series)) == [
        "hear users again on TH-2 Row TH-2: 1 remark more would tell"
    ]
    found = way(("voices_agree", {}), ("milestone_adherence", {}), rows=(*rows, MILESTONE), series=series)
    assert "hear users again on TH-1 Row TH-1: 5 remarks more would tell" in said(found)
    assert found.answer is Answer.GO


def test_of_two_that_ask_for_lessons_the_one_that_asks_for_more_is_enough() -> None:
    pilot = row(Phase, "PH-3", code="pilot", status="running", starts_on=days_ago(30))
    found = way(("lessons_captured", {"at_least": 2}), ("lessons_captured", {"at_least": 4}), rows=(pilot,))
    assert said(found) == ["write down 4 lessons learned in the phase pilot"]
    assert found.answer is Answer.GO


@pytest.mark.parametrize("rule", ["usage_rate", "confidence"])
def test_the_day_of_a_wave_whose_people_have_it_already_is_waited_for(rule: str) -> None:
    rows = (
        row(Wave, "V-1", number=1, starts_on=days_ago(-5), enabled=100, active=90),
        row(Survey, "SV-1", nature="enps", held_on=days_ago(1), promoters=20),
        row(Workshop, "WS-1", held_on=days_ago(3), invited=10, attended=10),
        row(Milestone, "M-1", baseline_on=days_ago(10), reached_on=days_ago(10)),
    )
    found = way((rule, {}), rows=rows)
    assert said(found) == ["wait until Mon 23 Mar 2026, when V-1 Row V-1 starts"]
    assert (found.answer, found.on) == (Answer.GO, days_ago(-5))


def test_a_kpi_is_held_at_its_own_target_where_what_was_accepted_is_over_by_then() -> None:
    lea = row(Person, "P-1", handle="lea", name="Lea")
    kpi = row(Kpi, "K-1", title="Conversion", target=85)
    debt = row(
        AcceptedDebt, "AD-1", kpi="K-1", target=65, owner="P-1", reason="Later", accepted_on=days_ago(10), expires_on=days_ago(-7)
    )
    found = way(("kpis_met", {}), rows=(lea, kpi, debt))
    assert said(found) == ["K-1 Conversion at 85 for 6 weeks more"]
    assert found.answer is Answer.GO


def test_at_the_gate_of_a_wave_that_is_gone_there_is_nothing_to_do() -> None:
    found = shortest_way(verdict(project(), PhaseCode.SCALE_UP, TODAY, "gone"))
    assert (found.steps, found.stuck, found.answer) == ((), (), Answer.NOT_YET)


def test_a_kpi_that_has_to_reach_its_target_stays_within_its_guardrail_as_well() -> None:
    kpi = row(Kpi, "K-1", title="Conversion", target=33, guardrail=30)
    found = way(("guardrails_hold", {}), ("kpis_met", {}), rows=(kpi,), series=weekly(kpi, [34, 29, 36, 34, 36, 34, 36, 34]))
    # It is met over eight weeks but for its bound, and the one that crossed the guardrail is seven weeks ago.
    assert [each.key[0] for each in found.steps] == ["hold"]
    assert found.answer is Answer.GO


def test_a_time_without_incident_passes_while_something_else_takes_longer() -> None:
    kpi = row(Kpi, "K-1", title="Conversion", target=33)
    incident = row(Incident, "IN-1", severity="major", occurred_at="2026-03-12T12:00:00+01:00")
    pilot = row(Phase, "PH-3", code="pilot", status="running", starts_on=days_ago(100))
    alone = way(("incident_rate", {"at_most": 1.0}), rows=(pilot, incident))
    assert [each.key[0] for each in alone.steps] == ["no_incident"]
    # Six weeks from today are longer than four.
    found = way(("incident_rate", {"at_most": 1.0}), ("kpis_met", {}), rows=(pilot, incident, kpi))
    assert [each.key[0] for each in found.steps] == ["hold"]
    assert found.answer is Answer.GO


JUDGES = """
import sys
from cockpit.domain.milestone import Milestone
from cockpit.domain.phase import Phase
from cockpit.domain.readiness import KINDS
from cockpit.domain.experiment import Experiment, Look
from cockpit.domain.incident import Incident
from cockpit.domain.kpi import Kpi
from tests.domain.projects import row, weekly
from tests.domain.remedies import asked
kpi = row(Kpi, "K-1", target=33, guardrail=30)
incident = row(Incident, "IN-1", severity="major", occurred_at="2026-03-12T12:00:00+01:00")
pilot = row(Phase, "PH-3", code="pilot", starts_on="2025-12-01")
share = row(Experiment, "EX-1", status="running", planned_per_arm=1000, looks=4, minimum_effect=0.02, margin=0.05)
seen = row(Look, "LK-1", experiment="EX-1", looked_on="2026-03-02", pilot_n=500, control_n=500, pilot_successes=60, control_successes=40)
mean = row(Experiment, "EX-2", status="running", planned_per_arm=1000, looks=4, metric="mean", minimum_effect=0.5)
measured = row(
    Look, "LK-2", experiment="EX-2", looked_on="2026-03-02", pilot_n=500, control_n=500,
    pilot_mean=10.5, control_mean=10, pilot_sd=4, control_sd=4,
)
for rule in KINDS:
    question = asked(rule, kpi, incident, pilot, share, seen, mean, measured, series=weekly(kpi, [34.0, 35.0, 36.0] * 3))
    question.finding, question.remedy
assert not {"scipy", "numpy"} & sys.modules.keys(), "heavy"
"""


def test_judging_imports_nothing_heavy() -> None:
    answer = subprocess.run([sys.executable, "-c", JUDGES], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
