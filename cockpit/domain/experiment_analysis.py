"""What an experiment allows to be concluded on a day, however often it has been looked at.

As long as the looks keep to the plan, each is held against its Lan-DeMets bound.  Looks that were not planned, or that come after
the planned end, are held against a confidence sequence, which is true at every moment and therefore wider.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from cockpit.domain import normal
from cockpit.domain.entity import Choice
from cockpit.domain.evidence import INSUFFICIENT, CriterionState, answer_of
from cockpit.domain.experiment import Experiment, Look, MetricKind
from cockpit.domain.kpi import Direction, Kpi
from cockpit.domain.mean import Sample, compared, values_per_group
from cockpit.domain.message import N_
from cockpit.domain.proportion import Interval, Share, around, cases_per_group, difference_interval, pooled_z
from cockpit.domain.sample_ratio import SampleRatio, sample_ratio
from cockpit.domain.sequential import bounds_at, confidence_factor

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

_UNPLANNED_SIZE = 500
"""Cases in each group for which the confidence sequence of an experiment without a planned size is narrowest."""


class Method(Choice):
    """How looks before the end are kept from deceiving."""

    GROUP_SEQUENTIAL = "group_sequential", N_("bounds for planned looks")
    CONFIDENCE_SEQUENCE = "confidence_sequence", N_("confidence sequence")


class Conclusion(Choice):
    """What may be said of an experiment on a day."""

    NOT_BEGUN = "not_begun", N_("not begun")
    UNSOUND = "unsound", N_("unsound")
    BETTER = "better", N_("better")
    WORSE = "worse", N_("worse")
    OPEN = "open", N_("open")
    NOT_SHOWN = "not_shown", N_("not shown")


@dataclass(frozen=True, slots=True)
class LookAnalysis:
    """One look: the difference (pilot minus control), the interval that heeds all looks so far, and how near z is to its bound.

    ``interval`` is None as long as nothing can be told at all, ``z`` where all outcomes are the same, ``bound`` where there is none:
    so early that no risk may be spent, or with a confidence sequence.  ``fraction`` is the share of the planned information, None
    without a plan.  ``crossed`` tells whether a difference is shown.
    """

    look: Look
    difference: float
    interval: Interval | None
    z: float | None
    bound: float | None
    fraction: float | None
    crossed: bool


@dataclass(frozen=True, slots=True)
class ExperimentPlan:
    """What the minimum effect takes: cases in each group ``needed`` against those ``planned``, and the weeks for them.

    ``needed`` is None where the spread or the effect is not known; ``weeks`` where it is not known how many cases come in a week.
    """

    needed: int | None
    planned: int | None
    weeks: float | None

    @property
    def falls_short(self) -> bool:
        """Whether the experiment as planned cannot show the effect that it is made for."""
        return self.needed is not None and self.planned is not None and self.planned < self.needed


@dataclass(frozen=True)
class ExperimentAnalysis:
    """An experiment on a day: its looks in order, the conclusion, whether harm is ruled out, and whether the groups are sound.

    ``guardrail`` tells whether the pilot group is no worse than by the margin; None without a margin or a look.
    """

    experiment: Experiment
    kpi: Kpi | None
    direction: Direction
    method: Method
    looks: tuple[LookAnalysis, ...]
    ratio: SampleRatio | None
    conclusion: Conclusion
    guardrail: CriterionState | None

    @property
    def unit(self) -> str:
        """That of the KPI, in which means are told."""
        return self.kpi.unit if self.kpi else ""

    @cached_property
    def plan(self) -> ExperimentPlan:
        """What the minimum effect takes; of means it is what imports scipy, which the conclusion does without."""
        return _plan(self.experiment, [each.look for each in self.looks], self.kpi, self.direction)

    @property
    def last(self) -> LookAnalysis | None:
        """The latest look."""
        return self.looks[-1] if self.looks else None


def analysed(state: "ProjectState", experiment: Experiment, as_of: date, further: Sequence[Look] = ()) -> ExperimentAnalysis:
    """Everything that may be said of an experiment from its looks by ``as_of``, and from ``further`` ones that nobody has made yet."""
    kpi = state.get(Kpi, experiment.kpi)
    direction = kpi.direction if kpi else Direction.HIGHER
    known = (*state.of(Look, "experiment", experiment.uid), *further)
    seen = [each for each in known if each.looked_on <= as_of and _told(experiment, each)]
    looks = sorted(seen, key=lambda each: (each.looked_on, each.pilot_n + each.control_n, each.uid))
    method = _method(experiment, looks)
    analyses = tuple(
        _in_bounds(experiment, looks) if method is Method.GROUP_SEQUENTIAL else (_at_any_time(experiment, each) for each in looks)
    )
    last = looks[-1] if looks else None
    ratio = sample_ratio((last.pilot_n, last.control_n), (experiment.split, 1 - experiment.split)) if last else None
    return ExperimentAnalysis(
        experiment,
        kpi,
        direction,
        method,
        analyses,
        ratio,
        _conclusion(experiment, analyses, ratio, direction, method),
        _guardrail(experiment, analyses[-1], direction) if analyses else None,
    )


def _told(experiment: Experiment, look: Look) -> bool:
    """Whether a look holds what its experiment compares."""
    if experiment.metric is MetricKind.PROPORTION:
        return min(look.pilot_n, look.control_n) > 0 and None not in (look.pilot_successes, look.control_successes)
    return min(look.pilot_n, look.control_n) > 1 and None not in (
        look.pilot_mean,
        look.control_mean,
        look.pilot_sd,
        look.control_sd,
    )


def _information(look: Look) -> float:
    """Cases in each of two equal groups that would tell as much: the harmonic mean of the two sizes."""
    return 2 / (1 / look.pilot_n + 1 / look.control_n)


def _method(experiment: Experiment, looks: Sequence[Look]) -> Method:
    planned = experiment.planned_per_arm
    if planned is None or len(looks) > experiment.looks:
        return Method.CONFIDENCE_SEQUENCE
    told = [_information(look) for look in looks]
    # A look after the planned size was reached extends the experiment, and one without new cases is none that was planned.
    extended = any(earlier >= planned for earlier in told[:-1])
    rising = all(earlier < later for earlier, later in pairwise(told))
    return Method.GROUP_SEQUENTIAL if rising and not extended else Method.CONFIDENCE_SEQUENCE


def _in_bounds(experiment: Experiment, looks: Sequence[Look]) -> Sequence[LookAnalysis]:
    assert experiment.planned_per_arm
    information = [_information(look) for look in looks]
    fractions = [min(1.0, each / experiment.planned_per_arm) for each in information]
    if looks and len(looks) == experiment.looks:
        # The last planned look spends all that is left, whatever its size.
        fractions[-1] = 1.0
    bounds = bounds_at(fractions, experiment.alpha, information).bounds if looks else ()
    found = []
    for look, fraction, bound in zip(looks, fractions, bounds, strict=True):
        z = _z(experiment, look)
        interval = None if bound is None else _interval(experiment, look, 1 - normal.two_sided_tail(bound))
        crossed = z is not None and bound is not None and abs(z) >= bound
        found.append(LookAnalysis(look, _difference(experiment, look), interval, z, bound, fraction, crossed))
    return found


def _at_any_time(experiment: Experiment, look: Look) -> LookAnalysis:
    planned = experiment.planned_per_arm
    difference = _difference(experiment, look)
    size = _information(look) / 2
    reach = _error(experiment, look) * confidence_factor(size, (planned or _UNPLANNED_SIZE) / 2, experiment.alpha)
    # Values of which none differs from another say nothing of how far they could lie from the truth.
    interval = around(difference, reach) if reach > 0 and math.isfinite(reach) else None
    crossed = interval is not None and not interval.low <= 0 <= interval.high
    fraction = _information(look) / planned if planned else None
    return LookAnalysis(look, difference, interval, _z(experiment, look), None, fraction, crossed)


def _shares(look: Look) -> tuple[Share, Share]:
    """Control and pilot."""
    return Share(look.control_successes or 0, look.control_n), Share(look.pilot_successes or 0, look.pilot_n)


def _samples(look: Look) -> tuple[Sample, Sample]:
    """Control and pilot."""
    return (
        Sample(look.control_mean or 0.0, look.control_sd, look.control_n),
        Sample(look.pilot_mean or 0.0, look.pilot_sd, look.pilot_n),
    )


def _difference(experiment: Experiment, look: Look) -> float:
    if experiment.metric is MetricKind.PROPORTION:
        control, pilot = _shares(look)
        return pilot.rate - control.rate
    return (look.pilot_mean or 0.0) - (look.control_mean or 0.0)


def _z(experiment: Experiment, look: Look) -> float | None:
    """The difference in standard errors; a t is brought to the z of the same probability."""
    if experiment.metric is MetricKind.PROPORTION:
        return pooled_z(*_shares(look))
    found = compared(*_samples(look))
    if found is None:
        return None
    size = normal.quantile(1 - found.p_value / 2) if 0 < found.p_value < 1 else abs(found.t)
    return math.copysign(abs(found.t) if math.isinf(size) else size, found.t)


def _interval(experiment: Experiment, look: Look, confidence: float) -> Interval | None:
    if experiment.metric is MetricKind.PROPORTION:
        return difference_interval(*_shares(look), confidence) if confidence < 1 else None
    found = compared(*_samples(look), confidence) if confidence < 1 else None
    return found.interval if found else None


def _error(experiment: Experiment, look: Look) -> float:
    """The standard error of the difference; of shares with a success and a failure more in each group, so that it is never zero.

    A. Agresti and B. Caffo, *Simple and effective confidence intervals for proportions and differences of proportions* (The American
    Statistician 54, 2000).
    """
    if experiment.metric is MetricKind.MEAN:
        return math.hypot((look.pilot_sd or 0) / math.sqrt(look.pilot_n), (look.control_sd or 0) / math.sqrt(look.control_n))
    squares = 0.0
    for each in _shares(look):
        rate = (each.successes + 1) / (each.count + 2)
        squares += rate * (1 - rate) / (each.count + 2)
    return math.sqrt(squares)


def _conclusion(
    experiment: Experiment,
    looks: Sequence[LookAnalysis],
    ratio: SampleRatio | None,
    direction: Direction,
    method: Method,
) -> Conclusion:
    if not looks:
        return Conclusion.NOT_BEGUN
    if ratio is not None and ratio.mismatch:
        return Conclusion.UNSOUND
    shown = next((each for each in looks if each.crossed), None)
    if shown is not None:
        good = shown.difference > 0 if direction is Direction.HIGHER else shown.difference < 0
        return Conclusion.BETTER if good else Conclusion.WORSE
    # With bounds, the end of the plan is the end; with a confidence sequence there is none.
    over = method is Method.GROUP_SEQUENTIAL and (len(looks) == experiment.looks or (looks[-1].fraction or 0) >= 1)
    return Conclusion.NOT_SHOWN if over and looks[-1].interval is not None else Conclusion.OPEN


def _guardrail(experiment: Experiment, last: LookAnalysis, direction: Direction) -> CriterionState | None:
    """Non-inferiority: the bound on the bad side of the interval has to clear the margin, not zero."""
    if experiment.margin is None:
        return None
    if last.interval is None:
        return INSUFFICIENT
    limit = -experiment.margin if direction is Direction.HIGHER else experiment.margin
    return answer_of(last.interval.low, last.interval.high, limit, direction)


def _plan(experiment: Experiment, looks: Sequence[Look], kpi: Kpi | None, direction: Direction) -> ExperimentPlan:
    exact = _needed(experiment, looks, kpi, direction)
    needed = None if exact is None else math.ceil(exact)
    weekly = cases_a_week(experiment, looks)
    weeks = needed / weekly if needed is not None and weekly else None
    return ExperimentPlan(needed, experiment.planned_per_arm, weeks)


def _needed(experiment: Experiment, looks: Sequence[Look], kpi: Kpi | None, direction: Direction) -> float | None:
    if not experiment.minimum_effect:
        return None
    effect = abs(experiment.minimum_effect) * (1 if direction is Direction.HIGHER else -1)
    if experiment.metric is MetricKind.MEAN:
        deviation = looks[-1].control_sd if looks else None
        return values_per_group(deviation, effect, experiment.power, experiment.alpha) if deviation else None
    baseline = _baseline(looks, kpi)
    if baseline is None or not 0 < baseline < 1 or not 0 < baseline + effect < 1:
        return None
    return cases_per_group(baseline, effect, experiment.power, experiment.alpha)


def _baseline(looks: Sequence[Look], kpi: Kpi | None) -> float | None:
    """The share without the change: what the control group shows, before that the starting value of the KPI."""
    if looks:
        return _shares(looks[-1])[0].rate
    if kpi is not None and kpi.baseline is not None and kpi.unit == "%":
        return kpi.baseline / 100
    return None


def cases_a_week(experiment: Experiment, looks: Sequence[Look]) -> float | None:
    """Cases in each group a week: as they came so far, before that as they are planned."""
    begin = experiment.starts_on
    if begin is None:
        return None
    if looks and looks[-1].looked_on > begin:
        return _information(looks[-1]) * 7 / (looks[-1].looked_on - begin).days
    if experiment.planned_per_arm and experiment.ends_on and experiment.ends_on > begin:
        return experiment.planned_per_arm * 7 / (experiment.ends_on - begin).days
    return None
