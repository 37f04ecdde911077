"""Readiness: is a gate passed, why not, and what would turn it.

:func:`verdict` answers for a gate.  A gate is named by the phase that it ends: the pilot gate decides on the way from the pilot to
the scale-up.  What can be asked at a gate are the classes below :class:`~cockpit.domain.readiness.kind.CriterionKind`, each in one
of the modules imported here; a new one is one class, and one more import where it has a module of its own.
"""

from cockpit.domain.evidence import CriterionState, Finding, Observation
from cockpit.domain.readiness.adoption import adopted, adopted_uid
from cockpit.domain.readiness.coalition import CoalitionComplete
from cockpit.domain.readiness.communication import CommunicationAlive
from cockpit.domain.readiness.confidence import Confidence
from cockpit.domain.readiness.deliverables import DeliverablesAccepted
from cockpit.domain.readiness.experiments import ExperimentVerdict
from cockpit.domain.readiness.guardrails import GuardrailsHold
from cockpit.domain.readiness.incidents import IncidentRate
from cockpit.domain.readiness.kind import KINDS, Case, CriterionKind, Question, criterion_problems
from cockpit.domain.readiness.kpi_answer import KpiAnswer, kpi_answer, standing_at
from cockpit.domain.readiness.kpi_outlook import Outlook, holding
from cockpit.domain.readiness.kpis import KpisMet
from cockpit.domain.readiness.lessons import LessonQuestions, LessonsCaptured
from cockpit.domain.readiness.manual import ManuallyChecked
from cockpit.domain.readiness.milestones import MilestoneAdherence
from cockpit.domain.readiness.naming import criteria_naming
from cockpit.domain.readiness.objectives import ObjectivesMeasurable
from cockpit.domain.readiness.policy import criteria_of, gate_day, is_default, phase_of, policy_of
from cockpit.domain.readiness.resources import ResourcesSecured
from cockpit.domain.readiness.risks import RisksUnderControl
from cockpit.domain.readiness.rollback import RollbackRehearsed
from cockpit.domain.readiness.satisfaction import Satisfaction
from cockpit.domain.readiness.sponsors import SponsorSupport
from cockpit.domain.readiness.training import TrainingCoverage
from cockpit.domain.readiness.usage import UsageRate
from cockpit.domain.readiness.verdict import Judged, Verdict, last_review, next_gate, verdict
from cockpit.domain.readiness.voices import VoicesAgree
from cockpit.domain.readiness.wave_guardrails import GuardrailsBefore

__all__ = [
    "KINDS",
    "Case",
    "CoalitionComplete",
    "CommunicationAlive",
    "Confidence",
    "CriterionKind",
    "CriterionState",
    "DeliverablesAccepted",
    "ExperimentVerdict",
    "Finding",
    "GuardrailsBefore",
    "GuardrailsHold",
    "IncidentRate",
    "Judged",
    "KpiAnswer",
    "KpisMet",
    "LessonQuestions",
    "LessonsCaptured",
    "ManuallyChecked",
    "MilestoneAdherence",
    "ObjectivesMeasurable",
    "Observation",
    "Outlook",
    "Question",
    "ResourcesSecured",
    "RisksUnderControl",
    "RollbackRehearsed",
    "Satisfaction",
    "SponsorSupport",
    "TrainingCoverage",
    "UsageRate",
    "Verdict",
    "VoicesAgree",
    "adopted",
    "adopted_uid",
    "criteria_naming",
    "criteria_of",
    "criterion_problems",
    "gate_day",
    "holding",
    "is_default",
    "kpi_answer",
    "last_review",
    "next_gate",
    "phase_of",
    "policy_of",
    "standing_at",
    "verdict",
]
