"""Issues: what has to be done about something that has gone wrong, above all about a risk that has occurred."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from cockpit.domain.action import Action, ActionState, Priority, finishing
from cockpit.domain.calendar import working_days
from cockpit.domain.edit import Create, Edit
from cockpit.domain.entity import LONGEST_LINE
from cockpit.domain.evidence import INSUFFICIENT, NOT_MET, Reason
from cockpit.domain.message import N_, message
from cockpit.domain.step import Step, new_uid

if TYPE_CHECKING:
    from cockpit.domain.risk import Risk
    from cockpit.domain.state import ProjectState

DUE_WITHIN = 7
"""Days from the day on which a risk occurs until its issue is due, unless somebody says otherwise."""

DEALING = "issue"
"""What the key of a step begins with that asks for the issue of a risk."""


def issues_of(state: "ProjectState", risk: "Risk") -> tuple[Action, ...]:
    """The issues that came of a risk, done or not."""
    return tuple(action for action in state.of(Action, "risk", risk.uid) if action.issue)


def open_issues(state: "ProjectState", risk: "Risk") -> tuple[Action, ...]:
    """Those of them that are not done."""
    return tuple(action for action in issues_of(state, risk) if action.state is not ActionState.DONE)


def is_unsettled(state: "ProjectState", risk: "Risk") -> bool:
    """Whether what came of a risk is not dealt with: an issue is not done, or it is known to have occurred and there is none."""
    issues = issues_of(state, risk)
    if not issues:
        return risk.occurred_on is not None
    return any(action.state is not ActionState.DONE for action in issues)


def issue_values(state: "ProjectState", risk: "Risk", title: str, today: date) -> dict[str, Any]:
    """The values of an action called ``title`` that deals with a risk which occurs today."""
    return {
        "title": title[:LONGEST_LINE].strip(),
        "owner": risk.owner,
        "due_on": working_days(state).on_or_after(today + timedelta(DUE_WITHIN)),
        "priority": Priority.HIGH,
        "risk": risk.uid,
        "issue": True,
        "created_on": today,
    }


def unsettled_reason(state: "ProjectState", risk: "Risk") -> Reason | None:
    """Why a risk is not under control because of what came of it; None where all of that is dealt with."""
    if not is_unsettled(state, risk):
        return None
    issues = open_issues(state, risk)
    if issues:
        said = message(N_("issue {actions} not done"), actions=tuple(each.ref for each in issues))
        return Reason(NOT_MET, said, tuple(map(finishing, issues)))
    assert risk.occurred_on is not None
    said = message(N_("occurred on {day}, and no issue deals with it"), day=risk.occurred_on)
    return Reason(INSUFFICIENT, said, (_dealing_with(risk),))


def _dealing_with(risk: "Risk") -> Step:
    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        values = {**issue_values(state, risk, risk.title, on), "state": ActionState.DONE, "done_on": on}
        yield Create(Action, values, new_uid(Action.kind, risk.uid))

    said = message(N_("make an issue of {risk}, and deal with it"), risk=risk.ref)
    return Step((DEALING, risk.uid), said, make, risk.kind, risk.uid, risk.owner)
