"""What an experiment allows to be concluded, in sentences.  Only a bound that was crossed makes a difference significant."""

from cockpit.domain.evidence import CriterionState, signed
from cockpit.domain.experiment import MetricKind
from cockpit.domain.experiment_analysis import Conclusion, ExperimentAnalysis, LookAnalysis, Method
from cockpit.domain.message import N_, Message, Rounded, message


def amount_of(analysis: ExperimentAnalysis, value: float) -> Message:
    """A size on the scale of an experiment, without its sign: percentage points of a share, else in the unit of its KPI."""
    size = abs(value)
    if analysis.experiment.metric is MetricKind.PROPORTION:
        return message(N_("{points} pt"), points=round(100 * size, 2))
    if analysis.unit == "%":
        return message(N_("{points} pt"), points=size)
    return (
        message("{value}\N{NO-BREAK SPACE}{unit}", value=size, unit=analysis.unit)
        if analysis.unit
        else message("{value}", value=size)
    )


def difference_of(analysis: ExperimentAnalysis, value: float) -> Message:
    """A difference on the scale of an experiment, with its sign; of shares with two decimals, so that looks can be compared."""
    if analysis.experiment.metric is MetricKind.PROPORTION:
        return signed(value, message(N_("{points} pt"), points=Rounded(abs(100 * value), 2)))
    return signed(value, amount_of(analysis, value))


def interval_of(analysis: ExperimentAnalysis, look: LookAnalysis) -> Message:
    """The interval of a look, ``from −0.2 pt to +2.7 pt``."""
    if look.interval is None:
        return message(N_("no interval yet"))
    low, high = (difference_of(analysis, end) for end in (look.interval.low, look.interval.high))
    return message(N_("from {low} to {high}"), low=low, high=high)


def concluded(analysis: ExperimentAnalysis) -> Message:
    """What may be said today."""
    last = analysis.last
    if last is None:
        return message(N_("nothing can be said before the first look"))
    if analysis.conclusion is Conclusion.UNSOUND:
        assert analysis.ratio
        sentence = N_(
            "the groups have not the sizes that were planned (chance of that: {share}): find out why before anything is concluded"
        )
        return message(sentence, share=f"{analysis.ratio.p_value:.1g}")
    interval = interval_of(analysis, last)
    match analysis.conclusion:
        case Conclusion.BETTER:
            return message(N_("the pilot group does significantly better; the difference lies {interval}"), interval=interval)
        case Conclusion.WORSE:
            return message(N_("the pilot group does significantly worse; the difference lies {interval}"), interval=interval)
        case Conclusion.NOT_SHOWN:
            return message(N_("it is over and shows no difference; if there is one, it lies {interval}"), interval=interval)
    if last.bound is not None and last.z is not None:
        sentence = N_("nothing may be concluded yet: |z| is {z} and has to reach {bound} at this look")
        return message(sentence, z=Rounded(abs(last.z), 2), bound=Rounded(last.bound, 2))
    if last.interval is None:
        early = analysis.method is Method.GROUP_SEQUENTIAL and last.bound is None
        sentence = (
            N_("nothing may be concluded so early") if early else N_("nothing may be concluded: no value differs from another")
        )
        return message(sentence)
    return message(N_("nothing may be concluded yet: the difference lies {interval}, zero included"), interval=interval)


def planned(analysis: ExperimentAnalysis) -> Message:
    """Whether the plan can prove what it is made for."""
    experiment, plan = analysis.experiment, analysis.plan
    if not experiment.minimum_effect:
        return message(N_("the smallest effect worth finding is not written down: nobody can say how many cases it takes"))
    effect = amount_of(analysis, experiment.minimum_effect)
    if plan.needed is None:
        return message(N_("how many cases an effect of {effect} takes cannot be told before a first look"), effect=effect)
    if plan.falls_short:
        sentence = N_(
            "this pilot cannot prove it: an effect of {effect} takes {needed} cases in each group, {planned} are planned"
        )
    elif plan.planned is None:
        sentence = N_("an effect of {effect} takes {needed} cases in each group; how many are planned is not written down")
    else:
        sentence = N_("an effect of {effect} takes {needed} cases in each group; {planned} are planned")
    said = message(sentence, effect=effect, needed=plan.needed, planned=plan.planned or 0)
    if plan.weeks is None:
        return said
    sentence = N_("{said}; so many come in {weeks} weeks as planned")
    if analysis.looks:
        sentence = N_("{said}; so many come in {weeks} weeks at the present rate")
    return message(sentence, said=said, weeks=Rounded(plan.weeks, 1))


def guarded(analysis: ExperimentAnalysis) -> Message | None:
    """Whether harm is ruled out; None without a margin or a look."""
    margin = analysis.experiment.margin
    if analysis.guardrail is None or margin is None:
        return None
    size = amount_of(analysis, margin)
    match analysis.guardrail:
        case CriterionState.MET:
            return message(N_("harm of more than {margin} is ruled out"), margin=size)
        case CriterionState.NOT_MET:
            return message(N_("harm of more than {margin} is shown"), margin=size)
        case _:
            return message(N_("harm of more than {margin} is not ruled out"), margin=size)
