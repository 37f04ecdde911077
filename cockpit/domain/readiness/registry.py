"""Which kinds of criteria there are, by their codes, each imported when it is first asked for.

A verdict asks a few of them, and stands on the first screen: importing all takes longer than judging a project.
"""

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cockpit.domain.readiness.kind import CriterionKind

_HOMES = {
    "coalition_complete": "coalition",
    "communication_alive": "communication",
    "confidence": "confidence",
    "deliverables_accepted": "deliverables",
    "experiment_verdict": "experiments",
    "guardrails_before": "wave_guardrails",
    "guardrails_hold": "guardrails",
    "incident_rate": "incidents",
    "kpis_met": "kpis",
    "lesson_questions": "lessons",
    "lessons_captured": "lessons",
    "manual_check": "manual",
    "milestone_adherence": "milestones",
    "objectives_measurable": "objectives",
    "resources_secured": "resources",
    "risks_under_control": "risks",
    "rollback_rehearsed": "rollback",
    "satisfaction": "satisfaction",
    "sponsor_support": "sponsors",
    "training_coverage": "training",
    "usage_rate": "usage",
    "voices_agree": "voices",
}
"""The code of each kind, and the module beside this one in which it stands."""


class Registry(MutableMapping[str, "CriterionKind"]):
    """The kinds by their codes; a class registers itself when it is defined."""

    def __init__(self) -> None:
        self._known: dict[str, CriterionKind] = {}

    def __getitem__(self, code: str) -> "CriterionKind":
        if code not in self._known and code in _HOMES:
            import_module(f"{__package__}.{_HOMES[code]}")
        return self._known[code]

    def __contains__(self, code: object) -> bool:
        return code in self._known or code in _HOMES

    def is_defined(self, code: str) -> bool:
        """Whether a class of this code has been defined already."""
        return code in self._known

    def __setitem__(self, code: str, kind: "CriterionKind") -> None:
        self._known[code] = kind

    def __delitem__(self, code: str) -> None:
        del self._known[code]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*_HOMES, *self._known}))

    def __len__(self) -> int:
        return len({*_HOMES, *self._known})


KINDS = Registry()
"""Every kind of criterion by its code."""
