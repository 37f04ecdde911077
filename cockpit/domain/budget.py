"""The budget: what was planned, what was spent, and what it brought."""

from datetime import date

from cockpit.domain.entity import Entity, day, flag, line, money, reference, text, whole
from cockpit.domain.message import N_


class BudgetLine(Entity):
    """An amount set aside for something."""

    kind = "budget_line"
    prefix = "BL"
    label = N_("Budget line")
    plural = N_("Budget")

    title: str = line(N_("Budget line"), required=True)
    planned: int = money(N_("Planned"), default=0, help=N_("The amount set aside"))
    category: str = line(N_("Category"), help=N_("Such as licences, training or staff"))
    phase: str | None = reference(N_("Phase"), "phase")
    note: str = text(N_("Note"))


class Cost(Entity):
    """An amount that was spent."""

    kind = "cost"
    prefix = "CO"
    label = N_("Cost")
    plural = N_("Costs")

    title: str = line(N_("Cost"), required=True)
    amount: int = money(N_("Amount"))
    incurred_on: date = day(N_("Incurred on"), default=...)
    budget_line: str | None = reference(N_("Budget line"), "budget_line")
    wave: str | None = reference(N_("Wave"), "wave")
    acquisition: bool = flag(N_("Acquisition"), help=N_("Counts for the cost per acquisition"))


class Benefit(Entity):
    """An amount gained or saved, and the users won with it."""

    kind = "benefit"
    prefix = "BE"
    label = N_("Benefit")
    plural = N_("Benefits")

    title: str = line(N_("Benefit"), required=True)
    amount: int = money(N_("Amount"))
    realised_on: date = day(N_("Realised on"), default=...)
    objective: str | None = reference(N_("Objective"), "objective", help=N_("The objective that it serves"))
    wave: str | None = reference(N_("Wave"), "wave")
    acquisitions: int = whole(N_("Acquisitions"), 0, 10**9, default=0, help=N_("Users or customers won"))
