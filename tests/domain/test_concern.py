"""What is mine, overdue, critical or of this phase, told by what a row says and by the gate."""

from datetime import date, timedelta
from typing import Any

import pytest

from cockpit.domain.action import Action, ActionState
from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.concern import Concern, Viewpoint, concerns_of
from cockpit.domain.entity import Entity, Shape, fields_of
from cockpit.domain.gate import Criterion, GatePolicy, GateReview, Waiver
from cockpit.domain.kpi import Kpi
from cockpit.domain.milestone import Milestone
from cockpit.domain.person import Person
from cockpit.domain.phase import Deliverable, DeliverableState, Phase, PhaseCode, PhaseStatus
from cockpit.domain.project import Project
from cockpit.domain.readiness.verdict import verdict
from cockpit.domain.risk import Acceptance, Risk, RiskStatus
from cockpit.domain.state import ProjectState
from cockpit.domain.wave import Wave, WaveStatus

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LONG_AGO = TODAY - timedelta(days=200)


def row(entity: type[Entity], uid: str, **values: Any) -> Any:
    return entity.trusted({"uid": uid, "ref": f"{entity.prefix}-{uid}", entity.title_field: uid, **values})


ROWS = (
    row(Project, "project", key="ALTURA", phase=PhaseCode.PILOT),
    row(Person, "p1", handle="lea", name="Léa"),
    row(Person, "p2", handle="marc", name="Marc"),
    row(
        Phase, "pilot", code=PhaseCode.PILOT, status=PhaseStatus.RUNNING,
        starts_on=TODAY - timedelta(days=60), ends_on=TODAY + timedelta(days=9),
    ),
    row(Phase, "later", code=PhaseCode.SCALE_UP),
    row(GatePolicy, "policy", gate=PhaseCode.PILOT),
    row(Criterion, "risks", policy="policy", rule="risks_under_control", blocking=True),
    row(Criterion, "kpis", policy="policy", rule="kpis_met", blocking=False),
    row(Risk, "grave", inherent_likelihood=4, inherent_impact=5, current_likelihood=4, current_impact=5, reviewed_on=YESTERDAY, owner="p1"),
    row(Risk, "small", inherent_likelihood=1, inherent_impact=1, reviewed_on=LONG_AGO),
    row(Risk, "closed", inherent_likelihood=4, inherent_impact=5, status=RiskStatus.CLOSED),
    row(Milestone, "report", phase="pilot", planned_on=YESTERDAY, forecast_on=TOMORROW, owner="p2"),
    row(Milestone, "demo", phase="later", planned_on=YESTERDAY),
    row(Milestone, "done", planned_on=YESTERDAY, reached_on=YESTERDAY),
    row(Kpi, "speed", phase="later", target=3.0),
    row(Deliverable, "plan", phase="pilot", due_on=YESTERDAY, accepted_by="p1"),
    row(Deliverable, "handed", phase="pilot", due_on=YESTERDAY, state=DeliverableState.DELIVERED),
    row(Wave, "first", number=1, status=WaveStatus.PLANNED, starts_on=YESTERDAY, owner="p1"),
    row(Wave, "over", number=2, status=WaveStatus.DONE, starts_on=LONG_AGO, ends_on=YESTERDAY),
    row(Action, "late", owner="p1", due_on=YESTERDAY),
    row(Action, "soon", owner="p2", due_on=TODAY),
    row(Action, "over", owner="p1", due_on=YESTERDAY, state=ActionState.DONE, criterion="risks"),
    row(Action, "gate", criterion="risks", due_on=TODAY + timedelta(days=90)),
    row(Action, "quiet", criterion="kpis", due_on=TODAY),
    row(Action, "tame", risk="grave"),
    row(Action, "wave", wave="first", due_on=TODAY),
    row(Action, "far", due_on=TODAY + timedelta(days=30)),
    row(Acceptance, "held", risk="small", approver="p1", accepted_on=LONG_AGO, expires_on=YESTERDAY),
    row(Waiver, "waived", criterion="kpis", approver="p2", granted_on=LONG_AGO, expires_on=TOMORROW),
    row(GateReview, "review", gate=PhaseCode.STEERING, held_on=LONG_AGO, deciders=("p2", "p1")),
)  # fmt: skip


def state() -> ProjectState:
    rows: dict[str, dict[str, Any]] = {}
    for each in ROWS:
        rows.setdefault(each.kind, {})[each.uid] = each
    return ProjectState(rows)


def kept(concern: Concern, who: str = "lea") -> set[str]:
    seen = Viewpoint(verdict(state(), PhaseCode.PILOT, TODAY), who)
    return {f"{each.kind} {each.uid}" for each in ROWS if concern in concerns_of(type(each)) and seen.keeps(concern, each)}


def test_mine_is_what_names_me_by_my_handle() -> None:
    mine = {
        "person p1", "risk grave", "deliverable plan", "wave first", "action late", "action over", "acceptance held",
        "gate_review review",
    }  # fmt: skip
    assert kept(Concern.MINE) == mine
    assert kept(Concern.MINE, "LÉA") == mine
    assert kept(Concern.MINE, "marc") == {
        "person p2", "milestone report", "action soon", "waiver waived", "gate_review review",
    }  # fmt: skip
    assert kept(Concern.MINE, "root") == set()


def test_overdue_is_what_should_have_happened_before_today() -> None:
    assert kept(Concern.OVERDUE) == {
        "risk small", "milestone demo", "kpi speed", "deliverable plan", "wave first", "action late", "acceptance held",
    }  # fmt: skip


def test_critical_is_what_keeps_the_gate_shut_and_what_would_open_it() -> None:
    assert kept(Concern.CRITICAL) == {"risk grave", "criterion risks", "action gate", "action tame"}


def test_of_this_phase_is_what_says_so_itself_or_by_what_it_refers_to_or_else_by_its_day() -> None:
    assert kept(Concern.PHASE) == {
        "phase pilot", "gate_policy policy", "criterion risks", "criterion kpis", "milestone report", "deliverable plan",
        "deliverable handed", "milestone done", "waiver waived", "action late", "action soon", "action over", "action gate",
        "action quiet",
    }  # fmt: skip


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.kind)
def test_every_entity_can_be_asked(entity: type[Entity]) -> None:
    seen = Viewpoint(verdict(state(), PhaseCode.PILOT, TODAY), "lea")
    bare = row(entity, "bare")
    for concern in concerns_of(entity):
        if entity is not Project:
            values = {spec.name: None for spec in fields_of(entity) if spec.shape is Shape.DATE or spec.required}
            assert seen.keeps(concern, bare.changed(**values)) in (True, False)
