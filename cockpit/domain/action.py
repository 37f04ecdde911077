"""Actions: what somebody does by a date, and what it serves."""

from datetime import date
from typing import ClassVar

from cockpit.domain.entity import Choice, Entity, choice, day, line, reference, references, text, whole
from cockpit.domain.message import N_


class ActionState(Choice):
    """Where an action stands; ``space`` walks through the first three."""

    TO_DO = "to_do", N_("to do")
    DOING = "doing", N_("doing")
    DONE = "done", N_("done")
    BLOCKED = "blocked", N_("blocked")


class Priority(Choice):
    """How much an action matters beside the others."""

    LOW = "low", N_("low")
    NORMAL = "normal", N_("normal")
    HIGH = "high", N_("high")


class Action(Entity):
    """Something to do, with an owner and a due date, linked to what it serves."""

    kind: ClassVar[str] = "action"
    prefix: ClassVar[str] = "A"
    label: ClassVar[str] = N_("Action")
    plural: ClassVar[str] = N_("Actions")

    title: str = line(N_("Action"), required=True, help=N_("What will be done"))
    state: ActionState = choice(N_("State"), default=ActionState.TO_DO)
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who sees that it gets done"))
    due_on: date | None = day(N_("Due"))
    priority: Priority = choice(N_("Priority"), default=Priority.NORMAL)
    risk: str | None = reference(N_("Risk"), "risk", help=N_("The risk that it mitigates"))
    mitigates: str = line(N_("Mitigates"), help=N_("The risk mitigated, in words, as the action table tells it"))
    milestone: str | None = reference(N_("Milestone"), "milestone", help=N_("The milestone that it serves"))
    kpi: str | None = reference(N_("KPI"), "kpi", help=N_("The KPI that it improves"))
    wave: str | None = reference(N_("Wave"), "wave", help=N_("The wave that it prepares"))
    criterion: str | None = reference(N_("Criterion"), "criterion", help=N_("The gate criterion that it helps to meet"))
    blocked_by: tuple[str, ...] = references(N_("Blocked by"), "action", help=N_("Actions that must be done before"))
    blocker: str = text(N_("Blocker"), help=N_("What else keeps it from moving"))
    description: str = text(N_("Description"))
    created_on: date | None = day(N_("Created"))
    done_on: date | None = day(N_("Done"))
    recurs_every_days: int = whole(
        N_("Recurs every"), 0, 365, default=0, unit=N_("days"), help=N_("0 for an action that is done once")
    )
