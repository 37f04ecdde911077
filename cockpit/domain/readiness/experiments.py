"""The verdict of experiments: the pilot group does better, and is not harmed."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from cockpit.domain.edit import Create, Edit
from cockpit.domain.evidence import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    CriterionState,
    Finding,
    Observation,
    all_of,
    good_of,
    listed,
    oldest,
)
from cockpit.domain.experiment import Experiment, ExperimentStatus, Look, MetricKind
from cockpit.domain.experiment_analysis import Conclusion, ExperimentAnalysis, LookAnalysis, analysed, cases_a_week
from cockpit.domain.experiment_words import concluded, difference_of, guarded
from cockpit.domain.kpi import Direction
from cockpit.domain.message import N_, Message, message
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step, new_uid

_BEGUN = (ExperimentStatus.RUNNING, ExperimentStatus.STOPPED, ExperimentStatus.CONCLUDED)
_OVER = (ExperimentStatus.STOPPED, ExperimentStatus.CONCLUDED)
_AGAINST = (Conclusion.WORSE, Conclusion.UNSOUND, Conclusion.NOT_SHOWN)

_MOST_LIKE_THESE = 10
"""How many times as many cases as were planned, or seen, may be asked for: beyond that an experiment is another one."""

_LONGEST = 3650
"""Days that nobody waits for cases."""

_FIRST_STEPS = 24
"""Sizes that are tried, each larger than the one before by the same factor; between the last two, all that halving finds."""


class ExperimentVerdict(CriterionKind):
    """Experiments show that the pilot group does better, with harm ruled out where a margin is set, in groups that are sound.

    Without a list, all that have begun.
    """

    code = "experiment_verdict"
    label = N_("Verdict of the experiments")
    settings = (Setting("experiments", N_("Experiments"), (), refers_to=Experiment.kind),)

    def judge(self, case: Case) -> Finding:
        rule = message(
            N_(
                "each experiment shows that the pilot group does better, beyond the bound that heeds how often it was looked at; harm is ruled"
                " out where a margin is set, and the groups have the sizes that were planned; one that runs was looked at in the last {days} d"
            ),
            days=case.policy.survey_days,
        )  # fmt: skip
        judged = [_Judged(case, each, case.as_of) for each in _asked(case)]
        if not judged:
            return Finding(INSUFFICIENT, message(N_("no experiment has begun")), rule)
        return Finding(
            all_of(each.state for each in judged),
            _summary(judged),
            rule,
            margin=_margin(judged),
            observed_on=oldest(each.looked_on for each in judged),
            observations=tuple(observation for each in judged for observation in each.observations),
        )

    def remedy(self, case: Case) -> Remedy:
        asked = [*_asked(case)]
        if not asked:
            return Remedy(stuck=(message(N_("run an experiment")),))
        steps: list[Step] = []
        stuck: list[Message] = []
        for experiment in asked:
            judged = _Judged(case, experiment, case.as_of)
            if judged.state is MET:
                continue
            found = _further_look(judged)
            if found is None:
                stuck.append(_stuck(judged))
            else:
                steps.append(_looking(judged, *found))
        return Remedy(tuple(steps), tuple(stuck))


def _asked(case: Case) -> Iterator[Experiment]:
    if refs := case.settings.refs("experiments"):
        for ref in dict.fromkeys(refs):
            experiment = case.state.by_ref(ref)
            assert isinstance(experiment, Experiment)
            yield experiment
        return
    yield from (each for each in case.state.all(Experiment) if each.status in _BEGUN)


@dataclass(frozen=True)
class _Judged:
    """An experiment on a gate's terms."""

    case: Case
    experiment: Experiment
    as_of: date
    further: tuple[Look, ...] = ()

    @cached_property
    def analysis(self) -> ExperimentAnalysis:
        return analysed(self.case.state, self.experiment, self.as_of, self.further)

    @property
    def last(self) -> LookAnalysis | None:
        return self.analysis.last

    @property
    def looked_on(self) -> date | None:
        """The day of the last look."""
        return self.last.look.looked_on if self.last else None

    @property
    def age(self) -> int | None:
        """How many days ago an experiment that runs was looked at, where that is too long; None where it is not."""
        if self.looked_on is None or self.experiment.status is not ExperimentStatus.RUNNING:
            return None
        age = (self.as_of - self.looked_on).days
        return age if age > self.case.policy.survey_days else None

    @cached_property
    def state(self) -> CriterionState:
        found = self.analysis
        if self.age is not None:
            return INSUFFICIENT
        if found.conclusion in _AGAINST or found.guardrail is NOT_MET:
            return NOT_MET
        shown = found.conclusion is Conclusion.BETTER and found.guardrail is not INSUFFICIENT
        return MET if shown else INSUFFICIENT

    @property
    def said(self) -> Message:
        """What may be concluded, whether harm is ruled out, and where there is no answer what is missing."""
        facts = [concluded(self.analysis)]
        if self.age is not None:
            stale = message(N_("last look {count} day ago"), N_("last look {count} days ago"), count=self.age)
            facts.insert(0, stale)
        if (harm := guarded(self.analysis)) is not None:
            facts.append(harm)
        if self.state is INSUFFICIENT:
            facts += self._missing
        return listed(facts, len(facts))

    @property
    def observations(self) -> Iterator[Observation]:
        experiment, last = self.experiment, self.last
        yield Observation(
            experiment.kind, experiment.uid, experiment.ref, concluded(self.analysis), self.looked_on, good_of(self.state)
        )
        if last is not None:
            words = N_("{pilot} and {control} cases, difference {difference}")
            difference = difference_of(self.analysis, last.difference)
            said = message(words, pilot=last.look.pilot_n, control=last.look.control_n, difference=difference)
            yield Observation(last.look.kind, last.look.uid, last.look.ref, said, last.look.looked_on, good_of(self.state))

    @property
    def _missing(self) -> list[Message]:
        experiment, last = self.experiment, self.last
        missing = []
        if experiment.planned_per_arm is not None:
            cases = min(last.look.pilot_n, last.look.control_n) if last else 0
            words = N_("{cases} of {planned} cases in each group so far")
            missing.append(message(words, cases=cases, planned=experiment.planned_per_arm))
        left = experiment.looks - len(self.analysis.looks)
        if experiment.status in _OVER:
            missing.append(message(N_("it does not run any more")))
        elif left > 0:
            missing.append(message(N_("{count} look left"), N_("{count} looks left"), count=left))
        else:
            missing.append(message(N_("no planned look left")))
        return missing


def _summary(judged: list[_Judged]) -> Message:
    state = all_of(each.state for each in judged)
    if state is MET:
        return message(N_("{count} experiment shows it"), N_("all {count} experiments show it"), count=len(judged))
    told = [
        message(N_("{experiment}: {facts}"), experiment=each.experiment.ref, facts=each.said)
        for each in judged
        if each.state is state
    ]
    return message(
        N_("{met} of {all} show it; {rest}"),
        met=sum(each.state is MET for each in judged), all=len(judged), rest=listed(told),
    )  # fmt: skip


def _margin(judged: list[_Judged]) -> Message | None:
    """How far the bad end of the interval lies on the good side of zero, where there is one experiment alone: scales differ."""
    if len(judged) != 1 or judged[0].last is None or judged[0].last.interval is None:
        return None
    analysis, interval = judged[0].analysis, judged[0].last.interval
    return difference_of(analysis, interval.low if analysis.direction is Direction.HIGHER else -interval.high)


def _further_look(judged: _Judged) -> tuple[Look, date] | None:
    """The smallest further look at the difference seen so far that turns an experiment, and the day on which it has its cases.

    The sizes that are tried grow by a factor; the first that does is made smaller by halving, as long as it does.  The last planned look
    has the planned size: to end there because of what was seen would spend a risk that was not there to spend.
    """
    last = judged.last
    if last is None or judged.experiment.status in _OVER:
        return None
    seen = min(last.look.pilot_n, last.look.control_n)
    planned = judged.experiment.planned_per_arm or 0
    least = max(seen + 1, planned if len(judged.analysis.looks) + 1 == judged.experiment.looks else 0)
    most = max(least, _MOST_LIKE_THESE * max(seen, planned))
    growth = (most / least) ** (1 / _FIRST_STEPS)
    sizes = sorted({math.ceil(least * growth**step) for step in range(_FIRST_STEPS + 1)})
    below = least - 1
    for size in sizes:
        found = _tried(judged, last.look, seen, size)
        if found is None:
            below = size
            continue
        high = size
        while high - below > 1:
            middle = (below + high) // 2
            smaller = _tried(judged, last.look, seen, middle)
            if smaller is None:
                below = middle
            else:
                found, high = smaller, middle
        return found
    return None


def _tried(judged: _Judged, last: Look, seen: int, size: int) -> tuple[Look, date] | None:
    """A look with ``size`` cases in the smaller group where it turns the experiment, and its day."""
    case, experiment = judged.case, judged.experiment
    on = _day_of(judged, last, seen, size)
    if on is None:
        return None
    look = _like(experiment, last, seen, size, max(case.as_of, on))
    later = _Judged(case, experiment, look.looked_on, (look,))
    return (look, on) if later.state is MET else None


def _day_of(judged: _Judged, last: Look, seen: int, size: int) -> date | None:
    """The day on which so many cases have come, at the rate at which they came so far; None beyond ten years."""
    today = judged.case.today
    weekly = cases_a_week(judged.experiment, [each.look for each in judged.analysis.looks])
    if not weekly:
        return today
    days = math.ceil(7 * (size - seen) / weekly)
    return max(today, last.looked_on + timedelta(days)) if days <= _LONGEST else None


def _like(experiment: Experiment, last: Look, seen: int, size: int, on: date) -> Look:
    """A look as the last one, with as many more cases in both groups as bring the smaller one to ``size``."""
    pilot, control = (round(count * size / seen) for count in (last.pilot_n, last.control_n))
    values = {
        "experiment": experiment.uid, "looked_on": on, "pilot_n": pilot, "control_n": control,
        "pilot_mean": last.pilot_mean, "pilot_sd": last.pilot_sd, "control_mean": last.control_mean, "control_sd": last.control_sd,
    }  # fmt: skip
    if experiment.metric is MetricKind.PROPORTION:
        assert last.pilot_successes is not None
        assert last.control_successes is not None
        values["pilot_successes"] = round(last.pilot_successes * pilot / last.pilot_n)
        values["control_successes"] = round(last.control_successes * control / last.control_n)
    return Look.trusted({"uid": new_uid(Look.kind, experiment.uid), **values})


def _looking(judged: _Judged, look: Look, on: date) -> Step:
    experiment, last = judged.experiment, judged.last
    assert last

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        counted = ("pilot_n", "control_n", "pilot_successes", "control_successes")
        measured = ("pilot_mean", "pilot_sd", "control_mean", "control_sd")
        values = {name: getattr(look, name) for name in (*counted, *measured)}
        yield Create(Look, {"experiment": experiment.uid, "looked_on": on, **values}, look.uid)

    pilot, control = look.pilot_n - last.look.pilot_n, look.control_n - last.look.control_n
    difference = difference_of(judged.analysis, last.difference)
    said = message(
        N_("look at {experiment} again with {pilot} more cases in the pilot group and {control} in the control group, which differ by {difference} as so far"),
        experiment=str(experiment), pilot=pilot, control=control, difference=difference,
    )  # fmt: skip
    about = (experiment.kind, experiment.uid)
    owner = experiment.owner or judged.case.criterion.owner
    return Step(("look", experiment.uid), said, make, *about, owner, on if on > judged.case.today else None)


def _stuck(judged: _Judged) -> Message:
    ref = judged.experiment.ref
    if judged.experiment.status not in _OVER:
        if judged.last is None:
            return message(N_("begin {experiment} and look at it: nothing can be said before"), experiment=ref)
        if judged.analysis.conclusion is Conclusion.UNSOUND:
            return message(N_("find out why the groups of {experiment} have not the sizes that were planned"), experiment=ref)
    return message(N_("cannot by more of the same: {experiment} would need another experiment"), experiment=ref)
