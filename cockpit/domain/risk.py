"""Risks: what could happen, how likely and how bad, what is done about it, and who accepted what remains."""

from datetime import date
from typing import ClassVar

from cockpit.domain.entity import Choice, Entity, choice, day, line, money, number, reference, text, whole
from cockpit.domain.message import N_


class RiskCategory(Choice):
    """Where a risk comes from."""

    TECHNICAL = "technical", N_("technical")
    OPERATIONAL = "operational", N_("operational")
    HUMAN = "human", N_("human")
    FINANCIAL = "financial", N_("financial")
    EXTERNAL = "external", N_("external")


class Treatment(Choice):
    """What is done about a risk."""

    REDUCE = "reduce", N_("reduce")
    ACCEPT = "accept", N_("accept")
    AVOID = "avoid", N_("avoid")
    TRANSFER = "transfer", N_("transfer")


class RiskStatus(Choice):
    """Whether a risk can still happen."""

    OPEN = "open", N_("open")
    OCCURRED = "occurred", N_("occurred")
    CLOSED = "closed", N_("closed")


class Risk(Entity):
    """Something that could happen: cause, event and effect, rated before, with today's and after all treatment.

    Likelihood and impact go from 1 to 5; None means "not assessed".
    """

    kind: ClassVar[str] = "risk"
    prefix: ClassVar[str] = "R"
    label: ClassVar[str] = N_("Risk")
    plural: ClassVar[str] = N_("Risks")
    ordered: ClassVar[tuple[tuple[str, str], ...]] = (
        ("loss_low", "loss_likely"),
        ("loss_likely", "loss_high"),
        ("loss_low", "loss_high"),
    )

    title: str = line(N_("Risk"), required=True)
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who watches it and answers for its treatment"))
    inherent_likelihood: int = whole(
        N_("Inherent likelihood"), 1, 5, help=N_("Before any treatment, from 1, rare, to 5, almost certain")
    )
    inherent_impact: int = whole(
        N_("Inherent impact"), 1, 5, help=N_("Before any treatment, from 1, minor, to 5, severe")
    )
    current_likelihood: int | None = whole(
        N_("Current likelihood"),
        1,
        5,
        default=None,
        help=N_("With the treatment in place today; empty if not assessed"),
    )
    current_impact: int | None = whole(
        N_("Current impact"), 1, 5, default=None, help=N_("With the treatment in place today; empty if not assessed")
    )
    residual_likelihood: int | None = whole(
        N_("Residual likelihood"), 1, 5, default=None, help=N_("Once all treatment is in place; empty if not assessed")
    )
    residual_impact: int | None = whole(
        N_("Residual impact"), 1, 5, default=None, help=N_("Once all treatment is in place; empty if not assessed")
    )
    status: RiskStatus = choice(N_("Status"), default=RiskStatus.OPEN)
    treatment: Treatment = choice(N_("Treatment"), default=Treatment.REDUCE)
    review_on: date | None = day(N_("Next review"), help=N_("The day by which it has to be looked at again"))
    reviewed_on: date | None = day(N_("Last review"))
    category: RiskCategory = choice(N_("Category"), default=RiskCategory.TECHNICAL)
    cause: str = text(N_("Cause"), help=N_("Because of what"))
    event: str = text(N_("Event"), help=N_("What could happen"))
    effect: str = text(N_("Effect"), help=N_("And what it would do to the project"))
    mitigation: str = text(N_("Mitigation"), help=N_("What is done to make it less likely or less bad"))
    rollback: str | None = reference(N_("Rollback scenario"), "rollback", help=N_("The way back if it happens"))
    probability: float | None = number(
        N_("Probability"), 0, 1, default=None, help=N_("Chance that it happens, from 0 to 1, for the loss curve")
    )
    loss_low: int | None = money(N_("Loss, low"), default=None, help=N_("What it would cost if it goes well"))
    loss_likely: int | None = money(N_("Loss, likely"), default=None, help=N_("What it would most likely cost"))
    loss_high: int | None = money(N_("Loss, high"), default=None, help=N_("What it would cost if it goes badly"))
    identified_on: date | None = day(N_("Identified on"))


class Assessment(Entity):
    """A rating of a risk on a day, kept to show how it moves."""

    kind: ClassVar[str] = "assessment"
    prefix: ClassVar[str] = "RA"
    label: ClassVar[str] = N_("Assessment")
    plural: ClassVar[str] = N_("Assessments")
    title_field: ClassVar[str] = "assessed_on"

    risk: str = reference(N_("Risk"), "risk", required=True)
    assessed_on: date = day(N_("Assessed on"), default=...)
    likelihood: int = whole(N_("Likelihood"), 1, 5, help=N_("From 1, rare, to 5, almost certain"))
    impact: int = whole(N_("Impact"), 1, 5, help=N_("From 1, minor, to 5, severe"))
    assessed_by: str | None = reference(N_("Assessed by"), "person")
    note: str = text(N_("Note"), help=N_("What changed since the last assessment"))


class Acceptance(Entity):
    """A signed decision to live with a risk until a date."""

    kind: ClassVar[str] = "acceptance"
    prefix: ClassVar[str] = "RC"
    label: ClassVar[str] = N_("Risk acceptance")
    plural: ClassVar[str] = N_("Risk acceptances")
    title_field: ClassVar[str] = "reason"
    ordered: ClassVar[tuple[tuple[str, str], ...]] = (("accepted_on", "expires_on"),)

    risk: str = reference(N_("Risk"), "risk", required=True)
    approver: str = reference(N_("Approver"), "person", required=True, help=N_("Who signs for it"))
    accepted_on: date = day(N_("Accepted on"), default=...)
    expires_on: date = day(N_("Expires"), default=..., help=N_("From the day after, the risk is no longer accepted"))
    reason: str = text(N_("Reason"), required=True, help=N_("Why the risk can be lived with"))
