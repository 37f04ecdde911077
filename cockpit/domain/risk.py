"""Risks: what could happen, how likely and how bad, what is done about it, and who accepted what remains."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cockpit.domain.action import Action, finishing, is_late
from cockpit.domain.edit import Edit, Update
from cockpit.domain.entity import Choice, Entity, choice, day, line, money, number, reference, text, whole
from cockpit.domain.evidence import INSUFFICIENT, NOT_MET, CriterionState, Reason, all_of
from cockpit.domain.gate import GatePolicy
from cockpit.domain.memory import Result
from cockpit.domain.message import N_, Message, message
from cockpit.domain.rollback import Rehearsal, Rollback, doubts, last_rehearsal, without_scenario
from cockpit.domain.step import Step, somebody

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


def is_live(risk: Risk) -> bool:
    """Whether a risk still counts: it can happen, or it has and is not over."""
    return risk.status is not RiskStatus.CLOSED


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
    live: bool


def _ranked(state: "ProjectState", policy: GatePolicy) -> tuple[tuple[Risk, bool], ...]:
    """The risks that still count, the worst first, each with whether it is critical."""
    register = state.all(Risk)

    def work() -> tuple[tuple[Risk, bool], ...]:
        ranks = zip(_ranks(state, register, policy), register, strict=True)
        worst_first = sorted((pair for pair in ranks if pair[0].live), key=lambda pair: pair[0].order, reverse=True)
        return tuple((risk, rank.critical) for rank, risk in worst_first)

    return state.memory.once("ranked", (register, policy), work)


def severe_risks(state: "ProjectState", policy: GatePolicy) -> tuple[Risk, ...]:
    """The severe ones of the risks that still count, in the order of their refs."""
    register = state.all(Risk)

    def work() -> tuple[Risk, ...]:
        ranks = zip(_ranks(state, register, policy), register, strict=True)
        return tuple(risk for rank, risk in ranks if rank.severe and rank.live)

    return state.memory.once("severe", (register, policy), work)


def _ranks(state: "ProjectState", register: tuple[Risk, ...], policy: GatePolicy) -> list[_Rank]:
    def work() -> list[_Rank]:
        return state.memory.each("rank", date.min, register, lambda risk: _rank(risk, policy), seen=(policy,))

    return state.memory.once("ranks", (register, policy), work)


def _rank(risk: Risk, policy: GatePolicy) -> _Rank:
    rated = levels(risk, policy.risk_grid)
    now = rated.inherent if rated.current is None else rated.current
    likelihood = risk.current_likelihood or risk.inherent_likelihood
    impact = risk.current_impact or risk.inherent_impact
    order = (now, rated.inherent, likelihood * impact, impact)
    return _Rank(order, _is_critical(risk, rated, policy), is_severe(risk), is_live(risk))


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


@dataclass(frozen=True)
class Control:
    """Whether a risk is under control: ``reasons`` against it, none where it is or where its acceptance holds."""

    reasons: tuple[Reason, ...]
    acceptance: Acceptance | None
    reviewed_on: date | None

    @property
    def state(self) -> CriterionState:
        """Met, not met, or no answer: the evidence is missing or stale."""
        return all_of(reason.state for reason in self.reasons)


def control_of(state: "ProjectState", risk: Risk, policy: GatePolicy, as_of: date) -> Control:
    """Whether a risk is under control on a day, by the policy.

    It is when its current level is within tolerance (a plan alone controls nothing), it has an owner, was reviewed within the
    shelf life, none of its actions is late and, where its impact is 5, its rollback is rehearsed; or when it is accepted.
    """
    reviewed_on = last_review(state, risk, as_of)
    acceptance = acceptance_of(state, risk, as_of)
    if acceptance is not None:
        return Control((), acceptance, reviewed_on)
    found = [
        _level_reason(risk, policy),
        _owner_reason(risk),
        _review_reason(risk, reviewed_on, policy, as_of),
        _mitigation_reason(state, risk, as_of),
        _rollback_reason(state, risk, policy, as_of),
    ]
    return Control(tuple(reason for reason in found if reason is not None), None, reviewed_on)


def of_each_risk(
    state: "ProjectState", rule: str, risks: Sequence[Risk], policy: GatePolicy, as_of: date, work: Callable[[Risk], Result]
) -> list[Result]:
    """What a rule makes of each of some risks, of which it looks at what :func:`control_of` looks at; remembered."""
    beside = (
        (state.index(Assessment, "risk"), "uid"), (state.index(Acceptance, "risk"), "uid"), (state.index(Action, "risk"), "uid"),
        (state.index(Rehearsal, "rollback"), "rollback"),
    )  # fmt: skip
    return state.memory.each(rule, as_of, risks, work, seen=(policy, state.all(Rollback)), beside=beside)


def _level_reason(risk: Risk, policy: GatePolicy) -> Reason | None:
    rated = levels(risk, policy.risk_grid).current
    if rated is None:
        return Reason(INSUFFICIENT, message(N_("no current level")), _rating_steps(risk, policy))
    if rated <= policy.tolerance:
        return None
    said = message(
        N_("at {likelihood}x{impact}, level {level}"),
        likelihood=risk.current_likelihood or 0, impact=risk.current_impact or 0, level=rated,
    )  # fmt: skip
    return Reason(NOT_MET, said, _rating_steps(risk, policy))


def _rating_steps(risk: Risk, policy: GatePolicy) -> tuple[Step, ...]:
    """To bring a risk within tolerance, which is to look at it too; none where no rating is within it."""
    place = tolerable(risk, policy)
    if place is None:
        return ()
    likelihood, impact = place
    words = N_("{risk} to {likelihood}x{impact}") if is_rated(risk) else N_("assess {risk}, at {likelihood}x{impact} at most")

    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        values = {"current_likelihood": likelihood, "current_impact": impact, "reviewed_on": on}
        yield Update(_now(state, risk), values)

    said = message(words, risk=risk.ref, likelihood=likelihood, impact=impact)
    return (Step(("rate", risk.uid), said, make, risk.kind, risk.uid, risk.owner),)


def is_rated(risk: Risk) -> bool:
    """Whether somebody has said where a risk stands now."""
    return risk.current_likelihood is not None and risk.current_impact is not None


def tolerable(risk: Risk, policy: GatePolicy) -> tuple[int, int] | None:
    """The rating, likelihood and impact, to which a risk has to be brought: the one after all treatment where that is enough.

    Else the nearest, likelihood before impact, as what would happen is harder to change.  None where no better rating is within tolerance.
    """
    now = (risk.current_likelihood or risk.inherent_likelihood, risk.current_impact or risk.inherent_impact)
    after = (risk.residual_likelihood or now[0], risk.residual_impact or now[1])
    if _within(after, policy) and after[0] <= now[0] and after[1] <= now[1]:
        return after
    ways = [(likelihood, impact) for likelihood in range(1, now[0] + 1) for impact in range(1, now[1] + 1)]
    ways = [place for place in ways if _within(place, policy)]
    return max(ways, key=lambda place: (sum(place), place[1]), default=None)


def _within(place: tuple[int, int], policy: GatePolicy) -> bool:
    return level(*place, policy.risk_grid) <= policy.tolerance


def _now(state: "ProjectState", risk: Risk) -> Risk:
    """A risk as it is in a state that steps have led to."""
    found = state.get(Risk, risk.uid)
    assert found
    return found


def _owner_reason(risk: Risk) -> Reason | None:
    if risk.owner is not None:
        return None

    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        owner, edits = somebody(state)
        yield from edits
        yield Update(_now(state, risk), {"owner": owner})

    said = message(N_("give {risk} an owner"), risk=risk.ref)
    return Reason(NOT_MET, message(N_("no owner")), (Step(("own", risk.uid), said, make, risk.kind, risk.uid),))


def _review_reason(risk: Risk, reviewed_on: date | None, policy: GatePolicy, as_of: date) -> Reason | None:
    if reviewed_on is None:
        step = reviewing([risk], message(N_("review {risk}"), risk=risk.ref))
        return Reason(INSUFFICIENT, message(N_("never reviewed")), (step,))
    age = (as_of - reviewed_on).days
    if age <= policy.risk_review_days:
        return None
    words = message(
        N_("review {risk}, last seen {count} day ago"), N_("review {risk}, last seen {count} days ago"), risk=risk.ref, count=age
    )
    said = message(N_("reviewed {count} day ago"), N_("reviewed {count} days ago"), count=age)
    return Reason(INSUFFICIENT, said, (reviewing([risk], words),))


def reviewing(risks: Sequence[Risk], said: Message) -> Step:
    """The step of looking at risks, all of one owner, once more."""

    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        for risk in risks:
            yield Update(_now(state, risk), {"reviewed_on": on})

    first = risks[0]
    return Step(("review", *(risk.uid for risk in risks)), said, make, first.kind, first.uid, first.owner)


def _mitigation_reason(state: "ProjectState", risk: Risk, as_of: date) -> Reason | None:
    late = [each for each in state.of(Action, "risk", risk.uid) if is_late(each, as_of)]
    if not late:
        return None
    said = message(N_("{actions} late"), actions=tuple(each.ref for each in late))
    return Reason(NOT_MET, said, tuple(map(finishing, late)))


def _rollback_reason(state: "ProjectState", risk: Risk, policy: GatePolicy, as_of: date) -> Reason | None:
    if not is_severe(risk):
        return None
    rollback = state.get(Rollback, risk.rollback)
    if rollback is None:
        return without_scenario(risk)
    doubt = doubts(state, rollback, policy.rehearsal_days, as_of)
    return doubt and replace(doubt, said=message("{row} {said}", row=rollback.ref, said=doubt.said))


def register_checks(state: "ProjectState", risk: Risk, policy: GatePolicy, as_of: date) -> tuple[Message, ...]:
    """What is inconsistent or neglected in a risk's entry of the register, a sentence each; a closed risk is left in peace."""
    return tuple(_checks(state, risk, policy, as_of)) if is_live(risk) else ()


def _checks(state: "ProjectState", risk: Risk, policy: GatePolicy, as_of: date) -> Iterator[Message]:
    if _residual_lowered(risk) and not risk.mitigation and not state.of(Action, "risk", risk.uid):
        yield message(N_("the residual rating is lower, but nothing is planned to lower it"))
    if risk.treatment is Treatment.ACCEPT and acceptance_of(state, risk, as_of) is None:
        yield message(N_("treated by acceptance, but nobody has accepted it for today"))
    if risk.owner is None and is_critical(risk, policy):
        yield message(N_("critical and without an owner"))
    if risk.review_on is not None and risk.review_on < as_of:
        yield message(
            N_("review overdue by {count} day"), N_("review overdue by {count} days"), count=(as_of - risk.review_on).days
        )
    else:
        stale = _review_reason(risk, last_review(state, risk, as_of), policy, as_of)
        if stale is not None:
            yield stale.said
    rollback = state.get(Rollback, risk.rollback)
    if rollback is not None and last_rehearsal(state, rollback, as_of) is None:
        yield message("{row} {said}", row=rollback.ref, said=message(N_("never rehearsed")))


def _residual_lowered(risk: Risk) -> bool:
    now = (risk.current_likelihood or risk.inherent_likelihood, risk.current_impact or risk.inherent_impact)
    after = (risk.residual_likelihood or now[0], risk.residual_impact or now[1])
    return after[0] < now[0] or after[1] < now[1]
