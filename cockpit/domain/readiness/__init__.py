"""Readiness: is a gate passed, why not, and what would turn it.

:func:`verdict` answers for a gate.  A gate is named by the phase that it ends: the pilot gate decides on the way from the pilot to
the scale-up.  What can be asked at a gate are the classes below :class:`~cockpit.domain.readiness.kind.CriterionKind`, each in a
module named in :mod:`~cockpit.domain.readiness.registry`; a new one is one class, and one more line there.
"""

from cockpit.domain.evidence import CriterionState, Finding, Observation
from cockpit.domain.readiness.adoption import adopted, adopted_uid
from cockpit.domain.readiness.kind import Case, CriterionKind, Question, criterion_problems
from cockpit.domain.readiness.kpi_answer import KpiAnswer, kpi_answer, standing_at
from cockpit.domain.readiness.kpi_outlook import Outlook, holding
from cockpit.domain.readiness.naming import criteria_naming
from cockpit.domain.readiness.policy import criteria_of, gate_day, is_default, phase_of, policy_of
from cockpit.domain.readiness.registry import KINDS
from cockpit.domain.readiness.verdict import Judged, Verdict, next_gate, verdict

__all__ = [
    "KINDS",
    "Case",
    "CriterionKind",
    "CriterionState",
    "Finding",
    "Judged",
    "KpiAnswer",
    "Observation",
    "Outlook",
    "Question",
    "Verdict",
    "adopted",
    "adopted_uid",
    "criteria_naming",
    "criteria_of",
    "criterion_problems",
    "gate_day",
    "holding",
    "is_default",
    "kpi_answer",
    "next_gate",
    "phase_of",
    "policy_of",
    "standing_at",
    "verdict",
]
