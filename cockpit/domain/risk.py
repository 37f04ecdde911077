"""Risks: what could happen, how likely and how bad, what is done about it, and who accepted what remains."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cockpit.domain.action import Action
from cockpit.domain.entity import Choice, Entity, choice, day, line, money, number, reference, text, whole
from cockpit.domain.gate import GatePolicy
from cockpit.domain.issue import is_unsettled
from cockpit.domain.message import N_

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState


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

    kind = "risk"
    prefix = "R"
    label = N_("Risk")
    plural = N_("Risks")
    ordered = (
        ("loss_low", "loss_likely"),
        ("loss_likely", "loss_high"),
        ("loss_low", "loss_high"),
    )

    title: str = line(N_("Risk"), required=True)
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who watches it and answers for its treatment"))
    inherent_likelihood: int = whole(
        N_("Inherent likelihood"), 1, 5, help=N_("Before any treatment, from 1, rare, to 5, almost certain")
    )
    inherent_impact: int = whole(N_("Inherent impact"), 1, 5, help=N_("Before any treatment, from 1, minor, to 5, severe"))
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
    occurred_on: date | None = day(N_("Occurred on"), help=N_("The day on which it happened"))


class Assessment(Entity):
    """A rating of a risk on a day, kept to show how it moves."""

    kind = "assessment"
    prefix = "RA"
    label = N_("Assessment")
    plural = N_("Assessments")
    title_field = "assessed_on"

    risk: str = reference(N_("Risk"), "risk", required=True)
    assessed_on: date = day(N_("Assessed on"), default=...)
    likelihood: int = whole(N_("Likelihood"), 1, 5, help=N_("From 1, rare, to 5, almost certain"))
    impact: int = whole(N_("Impact"), 1, 5, help=N_("From 1, minor, to 5, severe"))
    assessed_by: str | None = reference(N_("Assessed by"), "person")
    note: str = text(N_("Note"), help=N_("What changed since the last assessment"))


class Acceptance(Entity):
    """A signed decision to live with a risk until a date."""

    kind = "acceptance"
    prefix = "RC"
    label = N_("Risk acceptance")
    plural = N_("Risk acceptances")
    title_field = "reason"
    ordered = (("accepted_on", "expires_on"),)

    risk: str = reference(N_("Risk"), "risk", required=True)
    approver: str = reference(N_("Approver"), "person", required=True, help=N_("Who signs for it"))
    accepted_on: date = day(N_("Accepted on"), default=...)
    expires_on: date = day(N_("Expires"), default=..., help=N_("From the day after, the risk is no longer accepted"))
    reason: str = text(N_("Reason"), required=True, help=N_("Why the risk can be lived with"))


LEVELS = (N_("very low"), N_("low"), N_("medium"), N_("high"), N_("very high"))
"""The names of the levels 1 to 5, marked for translation."""

_WORST = 5


def level(likelihood: int, impact: int, grid: Sequence[str]) -> int:
    """The level of a risk, from 1 (very low) to 5 (very high), looked up in a policy's grid.

    A lookup, not the product: 5 x 1 and 1 x 5 are not the same thing.  The default grid is that of ISO 27005 as shipped by CISO
    Assistant.
    """
    return int(grid[likelihood - 1][impact - 1])


class Levels(NamedTuple):
    """A risk's levels before any treatment, with today's and after all of it; None where it was not assessed."""

    inherent: int
    current: int | None
    residual: int | None


def levels(risk: Risk, grid: Sequence[str]) -> Levels:
    """The three levels of a risk."""
    return Levels(
        level(risk.inherent_likelihood, risk.inherent_impact, grid),
        _level_where_known(risk.current_likelihood, risk.current_impact, grid),
        _level_where_known(risk.residual_likelihood, risk.residual_impact, grid),
    )


def _level_where_known(likelihood: int | None, impact: int | None, grid: Sequence[str]) -> int | None:
    return None if likelihood is None or impact is None else level(likelihood, impact, grid)


def is_rated(risk: Risk) -> bool:
    """Whether somebody has said where a risk stands now."""
    return risk.current_likelihood is not None and risk.current_impact is not None


def is_live(risk: Risk) -> bool:
    """Whether a risk can happen, or has and is not closed."""
    return risk.status is not RiskStatus.CLOSED


def is_over(state: "ProjectState", risk: Risk) -> bool:
    """Whether a risk no longer counts: it is closed, and what came of it is dealt with."""
    return not is_live(risk) and not is_unsettled(state, risk)


def is_severe(risk: Risk) -> bool:
    """Whether a risk's impact is 5, before treatment or now: the way back from it has to be proven."""
    return _WORST in (risk.inherent_impact, risk.current_impact)


def is_critical(risk: Risk, policy: GatePolicy) -> bool:
    """Whether a risk's inherent or current level is critical by the policy, or its impact 5."""
    return _is_critical(risk, levels(risk, policy.risk_grid), policy)


def _is_critical(risk: Risk, rated: Levels, policy: GatePolicy) -> bool:
    return max(rated.inherent, rated.current or 0) >= policy.critical_level or is_severe(risk)


def by_exposure(state: "ProjectState", policy: GatePolicy) -> tuple[Risk, ...]:
    """The risks that still count, the worst first: by current level, or inherent where it was not assessed, then by inherent."""
    return tuple(risk for risk, _ in _ranked(state, policy))


def critical_risks(state: "ProjectState", policy: GatePolicy) -> tuple[Risk, ...]:
    """The critical ones of the risks that still count, the worst first."""
    ranked = _ranked(state, policy)
    return state.memory.once("critical", (ranked,), lambda: tuple(risk for risk, critical in ranked if critical))


class _Rank(NamedTuple):
    """What risks are sorted by, and what kind of risk one is."""

    order: tuple[int, int, int, int]
    critical: bool
    severe: bool


def _ranked(state: "ProjectState", policy: GatePolicy) -> tuple[tuple[Risk, bool], ...]:
    """The risks that still count, the worst first, each with whether it is critical."""
    live = _live(state)

    def work() -> tuple[tuple[Risk, bool], ...]:
        ranks = zip(_ranks(state, live, policy), live, strict=True)
        worst_first = sorted(ranks, key=lambda pair: pair[0].order, reverse=True)
        return tuple((risk, rank.critical) for rank, risk in worst_first)

    return state.memory.once("ranked", (live, policy), work)


def _live(state: "ProjectState") -> tuple[Risk, ...]:
    """The risks that still count, in the order of their refs."""
    register = state.all(Risk)
    seen = (register, state.all(Action))
    return state.memory.once("live risks", seen, lambda: tuple(risk for risk in register if not is_over(state, risk)))


def severe_risks(state: "ProjectState", policy: GatePolicy) -> tuple[Risk, ...]:
    """The severe ones of the risks that still count, in the order of their refs."""
    live = _live(state)

    def work() -> tuple[Risk, ...]:
        ranks = zip(_ranks(state, live, policy), live, strict=True)
        return tuple(risk for rank, risk in ranks if rank.severe)

    return state.memory.once("severe", (live, policy), work)


def _ranks(state: "ProjectState", live: tuple[Risk, ...], policy: GatePolicy) -> list[_Rank]:
    def work() -> list[_Rank]:
        return state.memory.each("rank", date.min, live, lambda risk: _rank(risk, policy), seen=(policy,))

    return state.memory.once("ranks", (live, policy), work)


def _rank(risk: Risk, policy: GatePolicy) -> _Rank:
    rated = levels(risk, policy.risk_grid)
    now = rated.inherent if rated.current is None else rated.current
    likelihood = risk.current_likelihood or risk.inherent_likelihood
    impact = risk.current_impact or risk.inherent_impact
    order = (now, rated.inherent, likelihood * impact, impact)
    return _Rank(order, _is_critical(risk, rated, policy), is_severe(risk))


def accepted_risks(state: "ProjectState", as_of: date) -> frozenset[str]:
    """The uids of the risks of which an acceptance holds on a day."""
    return frozenset(each.risk for each in state.all(Acceptance) if each.accepted_on <= as_of <= each.expires_on)


def acceptance_of(state: "ProjectState", risk: Risk, as_of: date) -> Acceptance | None:
    """The acceptance of a risk that holds on a day, the one that expires last; None where none does."""
    held = [each for each in state.of(Acceptance, "risk", risk.uid) if each.accepted_on <= as_of <= each.expires_on]
    return max(held, key=lambda each: (each.expires_on, each.uid), default=None)


def last_review(state: "ProjectState", risk: Risk, as_of: date) -> date | None:
    """The day on which a risk was last looked at, by ``as_of``: reviewed, or assessed anew."""
    days = [each.assessed_on for each in state.of(Assessment, "risk", risk.uid)]
    if risk.reviewed_on is not None:
        days.append(risk.reviewed_on)
    return max((each for each in days if each <= as_of), default=None)
