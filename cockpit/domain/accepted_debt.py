"""Accepted debt: for a time, less than a KPI's target is enough.  Both targets are always shown."""

from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.entity import Entity, day, number, reference, text
from cockpit.domain.kpi import Kpi, clears
from cockpit.domain.message import N_

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState


class AcceptedDebt(Entity):
    """A signed decision that a lower target of a KPI is enough until a date."""

    kind = "accepted_debt"
    prefix = "AD"
    label = N_("Accepted debt")
    plural = N_("Accepted debts")
    title_field = "reason"
    ordered = (("accepted_on", "expires_on"),)

    kpi: str = reference(N_("KPI"), "kpi", required=True)
    target: float = number(
        N_("Lower target"), default=..., help=N_("The value that is enough until then, easier than the KPI's own")
    )
    owner: str = reference(N_("Owner"), "person", required=True, help=N_("Who answers for paying it back"))
    accepted_on: date = day(N_("Accepted on"), default=...)
    expires_on: date = day(N_("Expires"), default=..., help=N_("From the day after, the KPI's own target counts again"))
    reason: str = text(N_("Reason"), required=True, help=N_("Why less is enough for now"))


def debt_in_force(state: "ProjectState", kpi: Kpi, as_of: date) -> AcceptedDebt | None:
    """The debt by which a KPI is judged on a day: the last one accepted, of those whose target is easier than the KPI's own."""
    if kpi.target is None:
        return None
    in_force = [
        each
        for each in state.of(AcceptedDebt, "kpi", kpi.uid)
        if each.accepted_on <= as_of <= each.expires_on and not clears(each.target, kpi.target, kpi.direction)
    ]
    return max(in_force, key=lambda each: (each.accepted_on, each.uid), default=None)
