"""What an experiment allows to be concluded, in sentences.  Only a bound that was crossed makes a difference significant."""

from cockpit.domain.evidence import CriterionState, signed
from cockpit.domain.experiment import Experiment, MetricKind
from cockpit.domain.experiment_analysis import Conclusion, ExperimentAnalysis, LookAnalysis
from cockpit.domain.message import N_, Message, message


def amount_of(experiment: Experiment, value: float) -> Message:
    """A size on the scale of an experiment, without its sign: percentage points of a share, else the number."""
    size = abs(value)
    if experiment.metric is MetricKind.PROPORTION:
        return message(N_("{points} pt"), points=round(100 * size, 2))
    return message("{value}", value=size)


def difference_of(experiment: Experiment, value: float) -> Message:
    """A difference on the scale of an experiment, with its sign."""
    return signed(value, amount_of(experiment, value))


def interval_of(experiment: Experiment, look: LookAnalysis) -> Message:
    """The interval of a look, ``from −0.2 pt to +2.7 pt``."""
    if look.interval is None:
        return message(N_("no interval so early"))
    low, high = (difference_of(experiment, end) for end in (look.interval.low, look.interval.high))
    return message(N_("from {low} to {high}"), low=low, high=high)


def concluded(analysis: ExperimentAnalysis) -> Message:
    """What may be said today."""
    experiment, last = analysis.experiment, analysis.last
    if last is None:
        return message(N_("nothing can be said before the first look"))
    if analysis.conclusion is Conclusion.UNSOUND:
        assert analysis.ratio
        sentence = N_(
            "the groups have not the sizes that were planned (chance of that: {share}): find out why before anything is concluded"
        )
        return message(sentence, share=f"{analysis.ratio.p_value:.1g}")
    interval = interval_of(experiment, last)
    match analysis.conclusion:
        case Conclusion.BETTER:
            return message(N_("the pilot group does significantly better; the difference lies {interval}"), interval=interval)
        case Conclusion.WORSE:
            return message(N_("the pilot group does significantly worse; the difference lies {interval}"), interval=interval)
        case Conclusion.NOT_SHOWN:
            return message(N_("it is over and shows no difference; if there is one, it lies {interval}"), interval=interval)
    if last.bound is not None and last.z is not None:
        sentence = N_("nothing may be concluded yet: |z| is {z} and has to reach {bound} at this look")
        return message(sentence, z=round(abs(last.z), 2), bound=round(last.bound, 2))
    if last.interval is None:
        return message(N_("nothing may be concluded so early"))
    return message(N_("nothing may be concluded yet: the difference lies {interval}, zero included"), interval=interval)


def planned(analysis: ExperimentAnalysis) -> Message | None:
    """Whether the plan can prove what it is made for; None without a minimum effect."""
    experiment, plan = analysis.experiment, analysis.plan
    if experiment.minimum_effect is None:
        return None
    effect = amount_of(experiment, experiment.minimum_effect)
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
    return message(
        N_("{said}; the cases it takes come in {weeks} weeks at the present rate"), said=said, weeks=round(plan.weeks, 1)
    )


def guarded(analysis: ExperimentAnalysis) -> Message | None:
    """Whether harm is ruled out; None without a margin or a look."""
    margin = analysis.experiment.margin
    if analysis.guardrail is None or margin is None:
        return None
    size = amount_of(analysis.experiment, margin)
    match analysis.guardrail:
        case CriterionState.MET:
            return message(N_("harm of more than {margin} is ruled out"), margin=size)
        case CriterionState.NOT_MET:
            return message(N_("harm of more than {margin} is shown"), margin=size)
        case _:
            return message(N_("harm of more than {margin} is not ruled out"), margin=size)
