"""The Altura sample: everything that the method tells, and a life that a project of its age would have."""

from collections import Counter
from datetime import date, timedelta

import pytest

from cockpit.domain.action import Action, ActionState, is_late
from cockpit.domain.activity import Activity, ActivityLink, LinkType, cycle_in
from cockpit.domain.budget import Benefit, BudgetLine, Cost
from cockpit.domain.calendar import Holiday
from cockpit.domain.charter import Charter, Objective, Stakeholder, StakeholderRole, Support
from cockpit.domain.communication import Channel, ChannelKind, Communication, FaqEntry
from cockpit.domain.decision import Decision
from cockpit.domain.entity import Entity
from cockpit.domain.evidence import CriterionState
from cockpit.domain.experiment import Experiment, Look
from cockpit.domain.gate import Criterion, GatePolicy, GateReview, Waiver
from cockpit.domain.incident import Incident
from cockpit.domain.kpi import Group, Kpi, KpiKind
from cockpit.domain.lesson import Lesson
from cockpit.domain.milestone import BaselineRevision, Milestone, adherence
from cockpit.domain.person import Person
from cockpit.domain.phase import Approach, Deliverable, Phase, PhaseCode
from cockpit.domain.procedure import Procedure, ProcedureRevision
from cockpit.domain.resource import Resource
from cockpit.domain.risk import Acceptance, Assessment, Risk, is_critical
from cockpit.domain.risk_control import control_of
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.domain.standup import Standup
from cockpit.domain.state import ProjectState
from cockpit.domain.survey import Survey, SurveyKind
from cockpit.domain.training import Course, TrainingSession
from cockpit.domain.voice import Interview, Remark, Theme, Tone, UserGroup
from cockpit.domain.wave import Wave
from cockpit.domain.win import Win
from cockpit.domain.workshop import Workshop
from cockpit.exchange.snapshot import Snapshot
from tests.samples.reading import LAST_DAY, PILOT_OPENS, state_on, titled


def test_the_five_phases_have_objective_deliverables_and_key_indicator(state: ProjectState) -> None:
    promised = {
        PhaseCode.DEFINITION: ("stratégie", {"Charte", "Périmètre"}, "Taux d'adhésion des sponsors"),
        PhaseCode.STEERING: ("exécution", {"Plan de projet", "Budgets"}, "Respect des étapes (%)"),
        PhaseCode.PILOT: ("petite échelle", {"Prototype", "Retours"}, "Satisfaction utilisateur"),
        PhaseCode.SCALE_UP: ("Industrialiser", {"Procédures", "Parcours de formation"}, "Taux d'incidents"),
        PhaseCode.GENERALISATION: ("seul", {"Arrêt"}, "Taux d'utilisation"),
    }
    phases = {phase.code: phase for phase in state.all(Phase)}
    assert list(phases) == list(PhaseCode)
    for code, (goal, deliverables, indicator) in promised.items():
        phase = phases[code]
        assert goal in phase.objective
        assert phase.key_indicator == indicator
        assert state.get(Kpi, phase.kpi), f"no KPI measures {indicator}"
        handed_over = [each.title for each in state.of(Deliverable, "phase", phase.uid)]
        for word in deliverables:
            assert any(title.startswith(word) for title in handed_over), (code, word)


def test_iterations_are_agile_and_coordination_is_hybrid(state: ProjectState) -> None:
    assert state.project.approach is Approach.HYBRID
    approaches = {phase.code: phase.approach for phase in state.all(Phase)}
    assert approaches.pop(PhaseCode.PILOT) is Approach.AGILE
    assert set(approaches.values()) == {Approach.HYBRID}


@pytest.mark.parametrize(
    ("title", "mitigated", "role"),
    [
        ("Formation des super-utilisateurs", "Support insuffisant", "Responsable formation"),
        (
            "Scénarios de repli : les écrire, les répéter, les garder à jour",
            "Incident critique",
            "Responsable de l'équipe technique",
        ),
        (
            "Campagne de communication auprès des agences et du service clients",
            "Résistance au changement",
            "Chargé de communication",
        ),
    ],
)
def test_the_action_table_names_the_risk_mitigated_and_the_owner(
    state: ProjectState, title: str, mitigated: str, role: str
) -> None:
    action = titled(state, Action, title)
    assert action.mitigates == mitigated
    owner = state.get(Person, action.owner)
    assert owner
    assert owner.role == role
    assert state.get(Risk, action.risk)


@pytest.mark.parametrize(
    ("title", "days", "benefit"),
    [
        ("Agile pratique", 3, "time-to-market"),
        ("Gestion des risques", 2, "moins d'incidents critiques"),
        ("Communication projet", 1, "parties prenantes adhèrent mieux"),
    ],
)
def test_trainings_have_their_length_and_benefit(state: ProjectState, title: str, days: int, benefit: str) -> None:
    course = titled(state, Course, title)
    assert course.days == days
    assert benefit in course.benefit
    assert state.of(TrainingSession, "course", course.uid), "it was never given"


def test_trainings_go_from_operational_to_strategic_with_modules_workshops_and_a_certificate(state: ProjectState) -> None:
    courses = state.all(Course)
    titles = " / ".join(course.title for course in courses)
    assert {course.level.value for course in courses} == {"operational", "steering", "strategic"}
    assert any(course.certifying for course in courses)
    for word in ("Scrum", "Kanban", "messages clairs", "scénarios"):
        assert word in titles


def test_evaluation_mixes_numbers_and_voices(state: ProjectState) -> None:
    (experiment,) = state.all(Experiment)
    looks = state.of(Look, "experiment", experiment.uid)
    assert experiment.looks == 8
    assert len(looks) == 7
    assert [look.pilot_n for look in looks] == sorted(look.pilot_n for look in looks)
    kinds = Counter(survey.nature for survey in state.all(Survey))
    assert kinds[SurveyKind.NPS] >= 4
    assert kinds[SurveyKind.ENPS] >= 4
    assert len(state.all(Interview)) >= 10
    assert len(state.all(UserGroup)) == 3
    assert any(kpi.title == "Coût par acquisition" for kpi in state.all(Kpi))
    # Return on investment needs both sides, cost per acquisition what was spent on it and the customers won.
    assert any(cost.acquisition for cost in state.all(Cost))
    assert sum(benefit.acquisitions for benefit in state.all(Benefit)) > 0


def test_communication_has_rituals_demos_email_and_faq_and_is_alive(state: ProjectState) -> None:
    channels = {channel.nature: channel for channel in state.all(Channel)}
    assert {ChannelKind.RITUAL, ChannelKind.DEMO, ChannelKind.EMAIL, ChannelKind.FAQ} <= set(channels)
    assert channels[ChannelKind.RITUAL].every_days == 7
    for channel in channels.values():
        last = max(each.held_on for each in state.of(Communication, "channel", channel.uid))
        assert (LAST_DAY - last).days <= channel.every_days, channel.title
    assert len([entry for entry in state.all(FaqEntry) if entry.published_on]) >= 10


def test_the_four_measures_of_confidence_are_there(state: ProjectState) -> None:
    assert all(workshop.attended <= workshop.invited for workshop in state.all(Workshop))
    assert len(state.all(Workshop)) >= 6
    assert sum(survey.nature is SurveyKind.ENPS for survey in state.all(Survey)) >= 4
    assert [wave.title for wave in state.all(Wave) if wave.enabled]
    assert any(milestone.reached_on for milestone in state.all(Milestone))


def test_the_scale_up_comes_in_four_waves_each_with_its_way_back(state: ProjectState) -> None:
    waves = state.all(Wave)
    gate = next(policy for policy in state.all(GatePolicy) if policy.gate is PhaseCode.PILOT)
    assert [wave.number for wave in waves] == [1, 2, 3, 4]
    for wave in waves:
        assert state.get(Rollback, wave.rollback)
        assert wave.guardrails
        assert wave.courses_needed
    assert gate.planned_on
    assert waves[0].starts_on
    assert gate.planned_on < waves[0].starts_on <= gate.planned_on + timedelta(weeks=4)


def test_the_coalition_and_the_sponsors_are_named_and_their_support_moves(state: ProjectState) -> None:
    roles = Counter(stakeholder.role for stakeholder in state.all(Stakeholder))
    assert roles[StakeholderRole.SPONSOR] == 5
    assert roles[StakeholderRole.COALITION] >= 3
    for sponsor in state.all(Stakeholder):
        if sponsor.role is StakeholderRole.SPONSOR:
            assert len(state.of(Support, "stakeholder", sponsor.uid)) >= 2, sponsor.title


@pytest.mark.parametrize(
    ("entity", "least", "most"),
    [
        (Person, 12, 15), (Risk, 15, 15), (Action, 40, 46), (Milestone, 20, 26), (Activity, 58, 66), (ActivityLink, 60, 90),
        (Objective, 5, 7), (Charter, 1, 1), (Resource, 8, 12), (Rollback, 3, 5), (Rehearsal, 4, 8), (Assessment, 40, 60),
        (Acceptance, 2, 5), (Incident, 6, 12), (BudgetLine, 8, 12), (Cost, 15, 30), (Benefit, 5, 10), (Theme, 5, 8),
        (Remark, 30, 50), (GatePolicy, 5, 5), (Criterion, 20, 30), (GateReview, 2, 2), (Waiver, 1, 1), (Win, 6, 10),
        (Lesson, 6, 10), (Procedure, 4, 6), (ProcedureRevision, 5, 10), (Standup, 26, 30), (Decision, 8, 12),
        (BaselineRevision, 4, 8), (Holiday, 10, 14),
    ],
)  # fmt: skip
def test_there_are_as_many_rows_as_a_project_of_its_age_has(
    state: ProjectState, entity: type[Entity], least: int, most: int
) -> None:
    assert least <= len(state.all(entity)) <= most


def test_at_least_ten_kpis_of_four_kinds_are_measured_over_thirty_weeks_in_both_groups(state: ProjectState) -> None:
    compared = [
        kpi
        for kpi in state.all(Kpi)
        if all(len(state.measurements(kpi.uid, group)) == 30 for group in (Group.PILOT, Group.CONTROL))
    ]
    assert len(compared) >= 10
    assert {kpi.kind_of for kpi in compared} == set(KpiKind)
    for kpi in compared:
        assert kpi.target is not None
        assert kpi.owner is not None


def test_the_pilot_group_only_leaves_the_control_group_behind_once_the_pilot_is_open(state: ProjectState) -> None:
    kpi = titled(state, Kpi, "Taux de conversion du panier")
    pilot, control = (state.measurements(kpi.uid, group) for group in (Group.PILOT, Group.CONTROL))
    before = [ours - theirs for (day, ours), (_, theirs) in zip(pilot, control, strict=True) if day < PILOT_OPENS.isoformat()]
    since = [ours - theirs for (day, ours), (_, theirs) in zip(pilot, control, strict=True) if day >= PILOT_OPENS.isoformat()]
    assert len(before) == 21
    assert abs(sum(before) / len(before)) < 0.05
    assert sum(since) / len(since) > 0.5


def test_actions_are_in_all_states_and_some_are_late(state: ProjectState) -> None:
    states = Counter(action.state for action in state.all(Action))
    assert all(states[each] >= 2 for each in ActionState)
    assert [action for action in state.all(Action) if is_late(action, LAST_DAY) and action.state is ActionState.BLOCKED]


def test_links_are_mostly_finish_to_start_and_never_in_a_circle(state: ProjectState) -> None:
    links = state.all(ActivityLink)
    kinds = Counter(link.type for link in links)
    assert kinds[LinkType.FINISH_START] > len(links) * 0.8
    assert len(kinds) == 3
    assert cycle_in(links) is None


def test_three_or_four_risks_are_critical_and_one_is_not_under_control(state: ProjectState) -> None:
    policy = next(each for each in state.all(GatePolicy) if each.gate is PhaseCode.PILOT)
    critical = [risk for risk in state.all(Risk) if is_critical(risk, policy)]
    assert 3 <= len(critical) <= 4
    open_risks = [risk for risk in critical if control_of(state, risk, policy, LAST_DAY).state is not CriterionState.MET]
    assert [risk.ref for risk in open_risks] == ["R-3"]
    assert state.of(Rehearsal, "rollback", open_risks[0].rollback or "") == ()
    assert [risk for risk in critical if control_of(state, risk, policy, LAST_DAY).acceptance]


def test_the_numbers_on_delivery_dates_are_good_and_the_voices_are_not(state: ProjectState) -> None:
    kpi = titled(state, Kpi, "Dates de livraison tenues")
    assert kpi.target
    last = state.measurements(kpi.uid, Group.PILOT).values[-8:]
    assert sum(value >= kpi.target for value in last) == 8
    theme = titled(state, Theme, "Dates de livraison")
    tones = Counter(remark.tone for remark in state.of(Remark, "theme", theme.uid))
    assert tones[Tone.NEGATIVE] > 2 * tones[Tone.POSITIVE]


def test_the_share_of_milestones_kept_is_what_the_plan_says(sample: Snapshot) -> None:
    kpi = titled(sample.state, Kpi, "Respect des étapes")
    for day, share in sample.state.measurements(kpi.uid, Group.ALL):
        found = adherence(state_on(sample, date.fromisoformat(day)), date.fromisoformat(day)).share
        assert found is not None
        assert round(100 * found, 1) == share, day
