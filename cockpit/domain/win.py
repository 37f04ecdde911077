"""Small wins: what went well, told while it is fresh."""

from datetime import date

from cockpit.domain.entity import Entity, day, line, reference, text
from cockpit.domain.message import N_


class Win(Entity):
    """A small win, and how it was celebrated."""

    kind = "win"
    prefix = "W"
    label = N_("Small win")
    plural = N_("Small wins")

    title: str = line(N_("Small win"), required=True)
    happened_on: date | None = day(N_("Happened on"))
    celebrated_on: date | None = day(N_("Celebrated on"), help=N_("Empty until it is"))
    celebrated_with: str = line(N_("Celebrated with"), help=N_("Who was thanked, and in front of whom"))
    milestone: str | None = reference(N_("Milestone"), "milestone", help=N_("The milestone behind it"))
    kpi: str | None = reference(N_("KPI"), "kpi", help=N_("The KPI behind it"))
    description: str = text(N_("Description"))
