"""KPIs met over the phase that a gate ends."""

from typing import NamedTuple

from cockpit.domain.evidence import INSUFFICIENT, MET, Finding, Observation, all_of, good_of, oldest, signed
from cockpit.domain.kpi import Direction, Group, Kpi, KpiRule, amount
from cockpit.domain.kpi_rule import Demand
from cockpit.domain.kpi_standing import Standing
from cockpit.domain.message import N_, Message, Percent, message
from cockpit.domain.readiness.asked_kpis import kpis_with_target, of_each_kpi
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.kpi_answer import KpiAnswer, kpi_answer
from cockpit.domain.readiness.kpi_outlook import Outlook, holding
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.step import Remedy

_ANY_GROUP = "any"
_OWN_RULE = "own"


class KpisMet(CriterionKind):
    """Each KPI meets its target over the phase, by its own rule or the one that is set, on evidence that is not stale.

    Without a list, all KPIs that have a target, but for those that matter in a later phase only.
    """

    code = "kpis_met"
    label = N_("KPIs met over the phase")
    settings = (
        Setting("kpis", N_("KPIs"), (), refers_to=Kpi.kind, help=N_("without any, all that have a target")),
        Setting("group", N_("Group"), _ANY_GROUP, choices=(_ANY_GROUP, *(group.value for group in Group))),
        Setting("share", N_("Share of periods"), 0.75, least=0.01, most=1),
        Setting(
            "in_a_row", N_("Periods in a row"), 6, least=1, most=520, help=N_("for KPIs with the rule “last periods in a row”")
        ),
        Setting(
            "rule",
            N_("Rule"),
            _OWN_RULE,
            choices=(_OWN_RULE, *(rule.value for rule in KpiRule)),
            help=N_("“own” leaves each KPI its own"),
        ),
    )

    def judge(self, case: Case) -> Finding:
        rule = _said(case)
        looked_at = _look_at(case)
        judged = [each.answer for each in looked_at]
        if not judged:
            return Finding(INSUFFICIENT, message(N_("no KPI has a target")), rule)
        state = all_of(each.state for each in judged)
        return Finding(
            state,
            _summary(judged),
            rule,
            margin=_margin(judged),
            observed_on=oldest(each.standing.measured_on for each in judged),
            observations=tuple(each.observation for each in looked_at),
        )

    def remedy(self, case: Case) -> Remedy:
        asked = [*kpis_with_target(case)]
        if not asked:
            return Remedy(stuck=(message(N_("set a target for the KPIs that the gate asks for")),))
        group, demand, rule = _group(case), _demand(case), _rule(case)
        outlooks = [Outlook(case.state, kpi, case.policy, case.today, demand, group, rule) for kpi in asked]
        return holding(outlooks, case.as_of)


def _said(case: Case) -> Message:
    """The rule in words: that of the gate, or the one that is set for all KPIs."""
    periods, share = case.policy.min_periods, Percent(case.settings.number("share"))
    match _rule(case):
        case KpiRule.LAST_IN_A_ROW:
            count = case.settings.whole("in_a_row")
            return message(N_("each KPI clears its target in the last period"), N_("each KPI clears its target in the last {count} periods"),
                           count=count)  # fmt: skip
        case KpiRule.ALL_PERIODS:
            return message(N_("each KPI clears its target in all periods of the phase, at least {periods}"), periods=periods)
        case KpiRule.SHARE_OF_PERIODS:
            return message(
                N_("each KPI clears its target in {share} of the periods of the phase, at least {periods} in all"),
                share=share, periods=periods,
            )  # fmt: skip
        case KpiRule.BOUND_ONLY:
            return message(
                N_("each KPI has at least {periods} periods of data over the phase and a mean whose 95 % confidence bound clears the target"),
                periods=periods,
            )  # fmt: skip
        case KpiRule.DEFAULT:
            return message(
                N_(
                    "each KPI has at least {periods} periods of data over the phase, a mean whose 95 % confidence bound clears the"
                    " target, {share} of periods that clear it and no sign of getting worse at the end"
                ),
                periods=periods, share=share,
            )  # fmt: skip
    return message(
        N_(
            "each KPI has at least {periods} periods of data over the phase, a mean whose 95 % confidence bound clears the"
            " target, {share} of periods that clear it and no sign of getting worse at the end, unless it has its own rule"
        ),
        periods=periods, share=share,
    )  # fmt: skip


class _LookedAt(NamedTuple):
    """A KPI on the gate's terms, and what there is to see."""

    answer: KpiAnswer
    observation: Observation


def _look_at(case: Case) -> list[_LookedAt]:
    demand, group, rule = _demand(case), _group(case), _rule(case)

    def look(kpi: Kpi) -> _LookedAt:
        found = kpi_answer(case.state, kpi, case.policy, case.as_of, demand=demand, group=group, rule=rule)
        return _LookedAt(found, _observation(found))

    terms = (demand.min_periods, demand.share, demand.in_a_row, group, rule)
    return of_each_kpi(case, case.as_of, kpis_with_target(case), look, *terms)


def _demand(case: Case) -> Demand:
    return Demand(case.policy.min_periods, case.settings.number("share"), case.settings.whole("in_a_row"))


def _rule(case: Case) -> KpiRule | None:
    rule = case.settings.text("rule")
    return None if rule == _OWN_RULE else KpiRule(rule)


def _group(case: Case) -> Group | None:
    group = case.settings.text("group")
    return None if group == _ANY_GROUP else Group(group)


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
