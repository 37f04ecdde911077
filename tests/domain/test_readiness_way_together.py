"""Several kinds of criteria at one gate: what they ask for together is asked for once, and nothing of it is idle."""

import subprocess
import sys
from typing import Any

import pytest

from cockpit.domain.entity import Entity
from cockpit.domain.gate import Answer, Criterion, GatePolicy
from cockpit.domain.incident import Incident
from cockpit.domain.kpi import Kpi
from cockpit.domain.measurement import Series
from cockpit.domain.milestone import Milestone
from cockpit.domain.phase import Phase, PhaseCode
from cockpit.domain.readiness import verdict
from cockpit.domain.readiness.way import Way, shortest_way, taken
from cockpit.domain.survey import Survey
from cockpit.domain.wave import Wave
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
