"""Whether a risk is under control, what speaks against it, and what would bring it back under control."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.action import Action, finishing, is_late
from cockpit.domain.edit import Edit, Update
from cockpit.domain.evidence import INSUFFICIENT, NOT_MET, CriterionState, Reason, all_of
from cockpit.domain.gate import GatePolicy
from cockpit.domain.issue import issues_of, unsettled_reason
from cockpit.domain.memory import Result
from cockpit.domain.message import N_, Message, message
from cockpit.domain.risk import (
    Acceptance,
    Assessment,
    Risk,
    RiskStatus,
    Treatment,
    acceptance_of,
    is_critical,
    is_live,
    is_rated,
    is_severe,
    last_review,
    level,
    levels,
)
from cockpit.domain.rollback import Rehearsal, Rollback, doubts, last_rehearsal, without_scenario
from cockpit.domain.step import Step, somebody

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState


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
    shelf life, none of its actions is late, what came of it is dealt with and, where its impact is 5, its rollback is rehearsed; or when
    it is accepted.  Of one that is closed, nothing but what came of it counts.
    """
    reviewed_on = last_review(state, risk, as_of)
    acceptance = acceptance_of(state, risk, as_of)
    if acceptance is not None:
        return Control((), acceptance, reviewed_on)
    found = [unsettled_reason(state, risk)]
    if is_live(risk):
        found += [
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
    late = [each for each in state.of(Action, "risk", risk.uid) if is_late(each, as_of) and not each.issue]
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
    if risk.status is RiskStatus.OCCURRED and risk.occurred_on is None and not issues_of(state, risk):
        yield message(N_("it has occurred, and no issue deals with it"))
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
