"""Accepted debt: for a time, less than a KPI's target is enough.  Both targets are always shown."""

from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.entity import Choice, Entity, day, number, reference, text
from cockpit.domain.kpi import Kpi, clears
from cockpit.domain.message import N_

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState


class DebtState(Choice):
    """What an accepted debt counts for on a day."""

    IN_FORCE = "debt_in_force", N_("in force")
    AHEAD = "debt_ahead", N_("not yet")
    EXPIRED = "debt_expired", N_("expired")
    REPLACED = "debt_replaced", N_("replaced by a later one")
    WITHOUT_EFFECT = "debt_without_effect", N_("without effect, no easier than the target")


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


def debt_state(state: "ProjectState", kpi: Kpi, debt: AcceptedDebt, as_of: date) -> DebtState:
    """What a debt of a KPI counts for on a day."""
    if as_of > debt.expires_on:
        return DebtState.EXPIRED
    if kpi.target is None or clears(debt.target, kpi.target, kpi.direction):
        return DebtState.WITHOUT_EFFECT
    if as_of < debt.accepted_on:
        return DebtState.AHEAD
    counts = debt_in_force(state, kpi, as_of)
    return DebtState.IN_FORCE if counts is not None and counts.uid == debt.uid else DebtState.REPLACED
