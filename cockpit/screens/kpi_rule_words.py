"""The rule that judges a KPI, in words: what it asks, and what each of its parts says of the periods."""

from collections.abc import Callable

from cockpit.domain.evidence import CriterionState, answer_of
from cockpit.domain.kpi import Kpi, KpiRule, clears
from cockpit.domain.kpi_rule import Demand, KpiJudgement
from cockpit.domain.kpi_standing import Standing
from cockpit.domain.message import N_, Percent, message
from cockpit.domain.readiness.kpi_answer import spans
from cockpit.language import _, percent, say
from cockpit.widgets.column import Cell
from cockpit.widgets.detail import Block
from cockpit.widgets.kpi_words import amount_words
from cockpit.widgets.signs import sign_of

_MET, _NOT_MET, _INSUFFICIENT = CriterionState.MET, CriterionState.NOT_MET, CriterionState.INSUFFICIENT


def rule_words(kpi: Kpi, demand: Demand) -> str:
    """The name of a KPI's rule, and what it asks."""
    match kpi.rule:
        case KpiRule.DEFAULT:
            asked = message(
                N_("{periods} or more, a mean whose 95 % bound clears the target, {share} of them clearing it, and no sign of getting worse"),
                periods=spans(kpi.cadence, demand.min_periods), share=Percent(demand.share),
            )  # fmt: skip
        case KpiRule.LAST_IN_A_ROW:
            asked = message(N_("the last {periods} clear the target"), periods=spans(kpi.cadence, demand.in_a_row))
        case KpiRule.ALL_PERIODS:
            asked = message(
                N_("every one of {periods} or more clears the target"), periods=spans(kpi.cadence, demand.min_periods)
            )
        case KpiRule.SHARE_OF_PERIODS:
            asked = message(
                N_("{share} of {periods} or more clear the target"),
                share=Percent(demand.share), periods=spans(kpi.cadence, demand.min_periods),
            )  # fmt: skip
        case KpiRule.BOUND_ONLY:
            asked = message(
                N_("over {periods} or more, the mean's 95 % bound clears the target"),
                periods=spans(kpi.cadence, demand.min_periods),
            )
    return _("{rule}: {asked}").format(rule=_(kpi.rule.label), asked=say(asked))


def rule_blocks(standing: Standing, demand: Demand) -> list[Block]:
    """What each part of the rule says, a line each; no block where there is nothing to judge."""
    judgement, target = standing.judgement, standing.target
    if judgement is None or target is None or not standing.periods:
        return []
    told = [part(standing, judgement, target, demand) for part in _PARTS[standing.kpi.rule]]
    return [
        Block(
            _("What its rule says"),
            tuple((Cell(sign_of(state).glyph, sign_of(state).tone), Cell(words)) for state, words in told),
        )
    ]


_Told = tuple[CriterionState, str]


def _enough(standing: Standing, judgement: KpiJudgement, _target: float, demand: Demand) -> _Told:
    words = _("{periods} judged, {least} or more asked").format(
        periods=say(spans(standing.kpi.cadence, judgement.count)), least=demand.min_periods
    )
    return (_MET if judgement.enough else _INSUFFICIENT), words


def _bound(standing: Standing, judgement: KpiJudgement, target: float, _demand: Demand) -> _Told:
    kpi, bounds = standing.kpi, judgement.bounds
    told = {"target": amount_words(kpi, target)}
    if bounds is None:
        return _INSUFFICIENT, _("too few independent periods for a bound of the mean")
    state = answer_of(bounds.low, bounds.high, target, kpi.direction)
    if judgement.flat:
        words = _("always {value}, which clears {target}") if state is _MET else _("always {value}, which misses {target}")
        return state, words.format(value=amount_words(kpi, bounds.mean), **told)
    if state is _MET:
        words = _("the mean's 95 % bound, {bound}, clears {target}")
        return state, words.format(bound=amount_words(kpi, bounds.pessimistic(kpi.direction)), **told)
    if state is _NOT_MET:
        words = _("even the better 95 % bound of the mean, {bound}, misses {target}")
        return state, words.format(bound=amount_words(kpi, bounds.optimistic(kpi.direction)), **told)
    words = _("the mean's 95 % bounds, {low} and {high}, lie on both sides of {target}")
    return state, words.format(low=amount_words(kpi, bounds.low), high=amount_words(kpi, bounds.high), **told)


def _share(standing: Standing, judgement: KpiJudgement, target: float, demand: Demand) -> _Told:
    words = _("{cleared} of {periods} clear {target}, {share} asked").format(
        cleared=judgement.cleared, periods=say(spans(standing.kpi.cadence, judgement.count)),
        target=amount_words(standing.kpi, target), share=percent(demand.share),
    )  # fmt: skip
    return _once_enough(judgement, held=judgement.share_held), words


def _all(standing: Standing, judgement: KpiJudgement, target: float, _demand: Demand) -> _Told:
    words = _("{cleared} of {periods} clear {target}, all asked").format(
        cleared=judgement.cleared,
        periods=say(spans(standing.kpi.cadence, judgement.count)),
        target=amount_words(standing.kpi, target),
    )
    return (_MET if judgement.cleared == judgement.count else _NOT_MET), words


def _in_a_row(standing: Standing, _judgement: KpiJudgement, target: float, demand: Demand) -> _Told:
    kpi, last = standing.kpi, standing.values[-demand.in_a_row :]
    cleared = sum(clears(value, target, kpi.direction) for value in last)
    words = _("of the last {periods}, {cleared} clear {target}, all asked").format(
        periods=say(spans(kpi.cadence, demand.in_a_row)), cleared=cleared, target=amount_words(kpi, target)
    )
    if len(last) < demand.in_a_row:
        return _INSUFFICIENT, words
    return (_MET if cleared == len(last) else _NOT_MET), words


def _end(_standing: Standing, judgement: KpiJudgement, _target: float, _demand: Demand) -> _Told:
    if judgement.signal is None:
        return _MET, _("no sign of getting worse at the end")
    return _once_enough(judgement, held=False), _("getting worse: {signal}").format(signal=_(judgement.signal.label))


def _once_enough(judgement: KpiJudgement, *, held: bool) -> CriterionState:
    """The state of a part that speaks against a KPI only once there are enough periods."""
    if held:
        return _MET
    return _NOT_MET if judgement.enough else _INSUFFICIENT


_PARTS: dict[KpiRule, tuple[Callable[[Standing, KpiJudgement, float, Demand], _Told], ...]] = {
    KpiRule.DEFAULT: (_enough, _bound, _share, _end),
    KpiRule.LAST_IN_A_ROW: (_in_a_row,),
    KpiRule.ALL_PERIODS: (_enough, _all),
    KpiRule.SHARE_OF_PERIODS: (_enough, _share),
    KpiRule.BOUND_ONLY: (_enough, _bound),
}
