"""A KPI on a gate's terms: judged over the phase that the gate ends, by its own rule, on evidence that is not too old."""

from dataclasses import dataclass
from datetime import date

from cockpit.domain.evidence import INSUFFICIENT, CriterionState
from cockpit.domain.gate import GatePolicy
from cockpit.domain.kpi import Cadence, Group, Kpi, KpiRule, amount
from cockpit.domain.kpi_rule import Demand
from cockpit.domain.kpi_standing import Standing, standing
from cockpit.domain.message import N_, Message, message
from cockpit.domain.phase import PhaseStatus
from cockpit.domain.readiness.policy import phase_of
from cockpit.domain.state import ProjectState


@dataclass(frozen=True)
class KpiAnswer:
    """A KPI on a gate's terms: where it stands, its state, and why in words."""

    standing: Standing
    state: CriterionState
    said: Message

    @property
    def kpi(self) -> Kpi:
        return self.standing.kpi


def standing_at(
    state: ProjectState,
    kpi: Kpi,
    policy: GatePolicy,
    as_of: date,
    *,
    demand: Demand | None = None,
    group: Group | None = None,
    rule: KpiRule | None = None,
) -> Standing:
    """Where a KPI stands on a gate's terms: judged over the phase that the gate ends, to its end once the phase is done.

    ``rule`` is what it is judged by, its own where none is given.
    """
    phase = phase_of(state, policy.gate)
    return standing(
        state, kpi, as_of,
        demand=demand or Demand(policy.min_periods),
        shelf_life=policy.kpi_days,
        since=phase.starts_on if phase else None,
        until=phase.ends_on if phase and phase.status is PhaseStatus.DONE else None,
        group=group,
        rule=rule,
    )  # fmt: skip


def kpi_answer(
    state: ProjectState,
    kpi: Kpi,
    policy: GatePolicy,
    as_of: date,
    *,
    demand: Demand | None = None,
    group: Group | None = None,
    rule: KpiRule | None = None,
) -> KpiAnswer:
    """Whether a KPI is met on a gate's terms (see :func:`standing_at`); evidence that is too old does not tell."""
    demand = demand or Demand(policy.min_periods)
    now = standing_at(state, kpi, policy, as_of, demand=demand, group=group, rule=rule)
    judgement = now.judgement
    if now.target is None or judgement is None:
        return KpiAnswer(now, INSUFFICIENT, message(N_("no target")))
    if now.measured_on is None:
        return KpiAnswer(now, INSUFFICIENT, message(N_("no measurement")))
    if now.earlier is not None:
        said = message(N_("no measurement since the phase began; the last is of {day}"), day=now.measured_on)
        return KpiAnswer(now, INSUFFICIENT, said)
    said = _facts(now)
    if not now.fresh:
        age = (as_of - now.measured_on).days
        stale = message(N_("last measured {count} day ago"), N_("last measured {count} days ago"), count=age)
        return KpiAnswer(now, INSUFFICIENT, message("{facts}", facts=(stale, said)))
    needed = demand.in_a_row if (rule or kpi.rule) is KpiRule.LAST_IN_A_ROW else demand.min_periods
    missing = needed - judgement.count
    if judgement.state is INSUFFICIENT and missing > 0:
        more = message(N_("{periods} more of data needed"), periods=spans(kpi.cadence, missing))
        said = message("{facts}", facts=(said, more))
    return KpiAnswer(now, judgement.state, said)


def _facts(now: Standing) -> Message:
    """What the periods say, in figures."""
    kpi, judgement = now.kpi, now.judgement
    assert judgement
    target = _target(now)
    over = spans(kpi.cadence, judgement.count)
    if judgement.flat:
        said = message(
            N_("always {value}, target {target}, over {periods}"), value=amount(kpi, now.values[0]), target=target, periods=over
        )
    elif judgement.bounds is not None:
        said = message(
            N_("mean {mean}, bound {bound}, target {target} reached in {cleared} of {periods}"),
            mean=amount(kpi, judgement.bounds.mean), bound=amount(kpi, judgement.bounds.pessimistic(kpi.direction)),
            target=target, cleared=judgement.cleared, periods=over,
        )  # fmt: skip
    else:
        said = message(
            N_("target {target} reached in {cleared} of {periods}"), target=target, cleared=judgement.cleared, periods=over
        )
    notes = [said]
    if judgement.signal is not None:
        notes.append(message(N_("getting worse: {signal}"), signal=Message(judgement.signal.label)))
    if judgement.bounds is not None and judgement.bounds.effective < judgement.count - 0.5:
        notes.append(
            message(
                N_("each resembles the one before: worth {effective} independent ones"),
                effective=round(judgement.bounds.effective, 1),
            )
        )
    return message("{facts}", facts=tuple(notes))


def _target(now: Standing) -> Message:
    """The target that counts; with an accepted debt, the KPI's own beside it."""
    assert now.target is not None
    target = amount(now.kpi, now.target)
    if now.debt is None or now.kpi.target is None:
        return target
    return message(
        N_("{target} (accepted until {day} instead of {own})"),
        target=target, day=now.debt.expires_on, own=amount(now.kpi, now.kpi.target),
    )  # fmt: skip


def spans(cadence: Cadence, count: int) -> Message:
    """A number of periods in words."""
    match cadence:
        case Cadence.DAY:
            return message(N_("{count} day"), N_("{count} days"), count=count)
        case Cadence.WEEK:
            return message(N_("{count} week"), N_("{count} weeks"), count=count)
        case Cadence.MONTH:
            return message(N_("{count} month"), N_("{count} months"), count=count)
