"""What several screens say of an action: when it is due, and what it serves."""

from datetime import date

from cockpit.domain.action import Action, days_late
from cockpit.domain.state import ProjectState
from cockpit.language import _, distance, duration


def due_words(action: Action, today: date) -> str:
    """When an action is due, as people say it; how late it is where it is."""
    if late := days_late(action, today):
        return _("late {span}").format(span=duration(late))
    return distance(action.due_on, today) if action.due_on else ""


def served(state: ProjectState, action: Action) -> str:
    """The refs of what an action serves."""
    links = (
        ("risk", action.risk), ("milestone", action.milestone), ("kpi", action.kpi), ("wave", action.wave),
        ("criterion", action.criterion),
    )  # fmt: skip
    rows = (state.row(kind, uid) for kind, uid in links)
    return " ".join(row.ref for row in rows if row is not None)
