"""KPIs met over the phase that a gate ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cockpit.domain.evidence import INSUFFICIENT, MET, CriterionState, Finding, Observation, all_of, good_of, oldest, signed
from cockpit.domain.gate import GatePolicy
from cockpit.domain.kpi import Cadence, Direction, Group, Kpi, amount, clears
from cockpit.domain.kpi_rule import Demand, periods_to_meet
from cockpit.domain.kpi_standing import Standing, standing
from cockpit.domain.message import N_, Message, Percent, message
from cockpit.domain.phase import Phase, PhaseCode, PhaseStatus
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.policy import phase_of
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState

_ANY_GROUP = "any"


@dataclass(frozen=True)
class KpiAnswer:
    """A KPI on a gate's terms: where it stands, its state, why in words, and what would turn it."""

    standing: Standing
    state: CriterionState
    said: Message
    turn: Message | None = None

    @property
    def kpi(self) -> Kpi:
        return self.standing.kpi


class KpisMet(CriterionKind):
    """Each KPI meets its target over the phase by its own rule, on evidence that is not stale.

    Without a list, all KPIs that have a target, but for those that matter in a later phase only.
    """

    code = "kpis_met"
    label = N_("KPIs met over the phase")
    settings = (
        Setting("kpis", N_("KPIs"), (), refers_to=Kpi.kind),
        Setting("group", N_("Group"), _ANY_GROUP, choices=(_ANY_GROUP, *(group.value for group in Group))),
        Setting("share", N_("Share of periods"), 0.75, least=0.01, most=1),
        Setting("in_a_row", N_("Periods in a row"), 6, least=1, most=520),
    )

    def judge(self, case: Case) -> Finding:
        rule = message(
            N_(
                "each KPI has at least {periods} periods of data over the phase, a mean whose 95 % confidence bound clears the"
                " target, {share} of periods that clear it and no sign of getting worse at the end, unless it has its own rule"
            ),
            periods=case.policy.min_periods, share=Percent(case.settings.number("share")),
        )  # fmt: skip
        judged = [_judged(case, kpi) for kpi in _asked(case)]
        if not judged:
            turn = message(N_("set a target for the KPIs that the gate asks for"))
            return Finding(INSUFFICIENT, message(N_("no KPI has a target")), rule, turns=(turn,))
        state = all_of(each.state for each in judged)
        return Finding(
            state,
            _summary(judged),
            rule,
            margin=_margin(judged),
            observed_on=oldest(each.standing.measured_on for each in judged),
            observations=tuple(_observation(each) for each in judged),
            turns=tuple(each.turn for each in judged if each.turn is not None),
        )


def _asked(case: Case) -> Iterator[Kpi]:
    refs = case.settings.refs("kpis")
    if refs:
        for ref in dict.fromkeys(refs):
            kpi = case.state.by_ref(ref)
            assert isinstance(kpi, Kpi)
            yield kpi
        return
    order = list(PhaseCode)
    for kpi in case.state.all(Kpi):
        phase = case.state.get(Phase, kpi.phase)
        if kpi.target is not None and (phase is None or order.index(phase.code) <= order.index(case.policy.gate)):
            yield kpi


def standing_at(
    state: ProjectState,
    kpi: Kpi,
    policy: GatePolicy,
    as_of: date,
    *,
    demand: Demand | None = None,
    group: Group | None = None,
) -> Standing:
    """Where a KPI stands on a gate's terms: judged over the phase that the gate ends, to its end once the phase is done."""
    phase = phase_of(state, policy.gate)
    return standing(
        state, kpi, as_of,
        demand=demand or Demand(policy.min_periods),
        shelf_life=policy.kpi_days,
        since=phase.starts_on if phase else None,
        until=phase.ends_on if phase and phase.status is PhaseStatus.DONE else None,
        group=group,
    )  # fmt: skip


def _judged(case: Case, kpi: Kpi) -> KpiAnswer:
    group = case.settings.text("group")
    demand = Demand(case.policy.min_periods, case.settings.number("share"), case.settings.whole("in_a_row"))
    asked = None if group == _ANY_GROUP else Group(group)
    return kpi_answer(case.state, kpi, case.policy, case.as_of, demand=demand, group=asked)


def kpi_answer(
    state: ProjectState,
    kpi: Kpi,
    policy: GatePolicy,
    as_of: date,
    *,
    demand: Demand | None = None,
    group: Group | None = None,
) -> KpiAnswer:
    """Whether a KPI is met on a gate's terms (see :func:`standing_at`); evidence that is too old does not tell."""
    demand = demand or Demand(policy.min_periods)
    now = standing_at(state, kpi, policy, as_of, demand=demand, group=group)
    judgement = now.judgement
    if now.target is None or judgement is None:
        return KpiAnswer(now, INSUFFICIENT, message(N_("no target")), message(N_("set a target for {kpi}"), kpi=kpi.ref))
    if now.measured_on is None:
        return KpiAnswer(now, INSUFFICIENT, message(N_("no measurement")), message(N_("measure {kpi}"), kpi=kpi.ref))
    if now.earlier is not None:
        said = message(N_("no measurement since the phase began; the last is of {day}"), day=now.measured_on)
        return KpiAnswer(now, INSUFFICIENT, said, message(N_("measure {kpi}"), kpi=kpi.ref))
    said = _facts(now)
    if not now.fresh:
        age = (as_of - now.measured_on).days
        stale = message(N_("last measured {count} day ago"), N_("last measured {count} days ago"), count=age)
        turn = message(N_("measure {kpi} again"), kpi=kpi.ref)
        return KpiAnswer(now, INSUFFICIENT, message("{facts}", facts=(stale, said)), turn)
    return KpiAnswer(now, judgement.state, said, None if judgement.state is MET else _turn(now, demand))


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


def _turn(now: Standing, demand: Demand) -> Message:
    """What would turn a KPI: more data, or its own good value for long enough."""
    kpi, judgement = now.kpi, now.judgement
    assert judgement
    assert now.target is not None
    missing = demand.min_periods - judgement.count
    if judgement.state is INSUFFICIENT and missing > 0:
        return message(N_("{periods} more of data for {kpi}"), periods=spans(kpi.cadence, missing), kpi=kpi.ref)
    good = [value for value in now.values if clears(value, now.target, kpi.direction)]
    if not good:
        return message(N_("{kpi} to {target}, which it has never reached"), kpi=kpi.ref, target=_target(now))
    value = sorted(good)[len(good) // 2]
    further = periods_to_meet(now.values, value, now.target, kpi.direction, kpi.rule, demand)
    if further is None:
        return message(N_("{kpi} at {target} or better for a longer time"), kpi=kpi.ref, target=_target(now))
    return message(
        N_("{kpi} at {value} for {periods} more"), kpi=kpi.ref, value=amount(kpi, value), periods=spans(kpi.cadence, further)
    )


def _summary(judged: list[KpiAnswer]) -> Message:
    rest = [each for each in judged if each.state is not MET]
    if not rest:
        return message(N_("{count} KPI met"), N_("all {count} KPIs met"), count=len(judged))
    if len(rest) == 1:
        told = message(N_("{kpi}: {facts}"), kpi=str(rest[0].kpi), facts=rest[0].said)
    else:
        told = message("{kpis}", kpis=tuple(str(each.kpi) for each in rest))
    return message(N_("{met} of {all} met; {rest}"), met=len(judged) - len(rest), all=len(judged), rest=told)


def _margin(judged: list[KpiAnswer]) -> Message | None:
    """How far the bound of the KPI with the least room, measured against its target, is from it."""
    rooms = [(each.standing, room) for each in judged if (room := _room(each.standing)) is not None]
    if not rooms:
        return None
    now, room = min(rooms, key=lambda pair: pair[1] / (abs(pair[0].target or 0) or 1))
    return signed(room, amount(now.kpi, abs(room)))


def _room(now: Standing) -> float | None:
    kpi, judgement = now.kpi, now.judgement
    if now.target is None or judgement is None or judgement.bounds is None:
        return None
    bound = judgement.bounds.pessimistic(kpi.direction)
    return bound - now.target if kpi.direction is Direction.HIGHER else now.target - bound


def _observation(judged: KpiAnswer) -> Observation:
    kpi = judged.kpi
    return Observation(kpi.kind, kpi.uid, kpi.ref, judged.said, judged.standing.measured_on, good_of(judged.state))
