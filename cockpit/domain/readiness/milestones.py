"""Milestone adherence."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.edit import Edit, Update
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, Finding, Observation, signed_points
from cockpit.domain.message import N_, Message, Percent, message
from cockpit.domain.milestone import Adherence, Milestone, adherence, original_baseline
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState, ref_number
from cockpit.domain.step import Remedy, Step


class MilestoneAdherence(CriterionKind):
    """Enough of the milestones due by now were reached no later than first planned; a plan that moved does not help."""

    code = "milestone_adherence"
    label = N_("Milestone adherence")
    settings = (Setting("at_least", N_("Share of milestones"), 0.8, least=0.01, most=1),)

    def judge(self, case: Case) -> Finding:
        needed = case.settings.number("at_least")
        rule = message(
            N_("{share} of the milestones due were reached no later than their original baseline"), share=Percent(needed)
        )
        found = adherence(case.state, case.as_of)
        if found.share is None:
            return Finding(INSUFFICIENT, message(N_("no milestone was due yet")), rule)
        state = MET if found.share >= needed else NOT_MET
        summary = message(
            N_("{kept} of {due} in time ({share}), {current} by the current plan"),
            kept=len(found.kept), due=found.due, share=Percent(found.share), current=_current(case),
        )  # fmt: skip
        return Finding(
            state,
            summary,
            rule,
            margin=signed_points(found.share - needed),
            observed_on=max((each.reached_on for each in found.kept if each.reached_on), default=None),
            observations=tuple(milestones_seen(case, found)),
        )

    def remedy(self, case: Case) -> Remedy:
        return milestones_to_reach(case, case.settings.number("at_least"))


def milestones_to_reach(case: Case, needed: float) -> Remedy:
    """The milestones to come that have to be reached in time, the first ones, until so large a share of those due was."""
    coming = _coming(case)
    for count in range(len(coming) + 1):
        chosen = coming[:count]
        day = max([case.as_of, *(baseline for baseline, _ in chosen)])
        found = adherence(case.state, day)
        kept = len(found.kept) + count
        if found.due and kept / found.due >= needed:
            return Remedy(tuple(_reaching(milestone, baseline) for baseline, milestone in chosen))
    missed = adherence(case.state, case.today).missed
    if missed and round(needed, 9) >= 1:
        refs = tuple(each.ref for each in missed)
        return Remedy(stuck=(message(N_("waive it or ask for less: {milestones} cannot be in time any more"), milestones=refs),))
    return Remedy(stuck=(message(N_("give the milestones their dates: those to come are too few")),))


def _current(case: Case) -> Message:
    found = adherence(case.state, case.as_of, current=True)
    return message("{kept}/{due}", kept=len(found.kept), due=found.due)


def _coming(case: Case) -> list[tuple[date, Milestone]]:
    """The milestones that can still be reached in time, by their original baseline: what was missed stays missed."""
    dated = ((original_baseline(case.state, each), each) for each in case.state.all(Milestone) if each.reached_on is None)
    return sorted(
        ((baseline, each) for baseline, each in dated if baseline is not None and baseline >= case.today),
        key=lambda pair: (pair[0], ref_number(pair[1].ref)),
    )


def _reaching(milestone: Milestone, baseline: date) -> Step:
    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        now = state.get(Milestone, milestone.uid)
        assert now
        yield Update(now, {"reached_on": baseline})

    said = message(N_("reach {milestone} by {day}"), milestone=str(milestone), day=baseline)
    return Step(("reach", milestone.uid), said, make, milestone.kind, milestone.uid, milestone.owner, baseline)


def milestones_seen(case: Case, found: Adherence) -> Iterator[Observation]:
    """Each milestone that was due, those missed first."""
    for kept, milestones in ((False, found.missed), (True, found.kept)):
        for each in milestones:
            yield _observation(case, each, kept=kept)


def _observation(case: Case, milestone: Milestone, *, kept: bool) -> Observation:
    baseline = original_baseline(case.state, milestone)
    assert baseline
    reached_on = milestone.reached_on if milestone.reached_on and milestone.reached_on <= case.as_of else None
    if reached_on is None:
        said = message(N_("due {baseline}, not reached"), baseline=baseline)
    else:
        said = message(N_("due {baseline}, reached {day}"), baseline=baseline, day=reached_on)
    return Observation(milestone.kind, milestone.uid, milestone.ref, said, reached_on, kept)
