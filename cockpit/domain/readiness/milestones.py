"""Milestone adherence."""

from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, Finding, Observation, signed_points
from cockpit.domain.message import N_, Message, Percent, message
from cockpit.domain.milestone import Adherence, Milestone, adherence, original_baseline
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.setting import Setting


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
            turn = message(N_("give the milestones their dates"))
            return Finding(INSUFFICIENT, message(N_("no milestone was due yet")), rule, turns=(turn,))
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
            observations=tuple(_observation(case, each, kept=each in found.kept) for each in (*found.missed, *found.kept)),
            turns=() if state is MET else (_turn(found, needed),),
        )


def _current(case: Case) -> Message:
    found = adherence(case.state, case.as_of, current=True)
    return message("{kept}/{due}", kept=len(found.kept), due=found.due)


def _turn(found: Adherence, needed: float) -> Message:
    """How many milestones in a row would have to be reached in time: what was missed stays missed."""
    if needed >= 1:
        return message(N_("waive it or ask for less: {milestones} cannot be in time any more"), milestones=_refs(found))
    further = 0
    while (len(found.kept) + further) / (found.due + further) < needed:
        further += 1
    return message(N_("reach the next {count} milestone in time"), N_("reach the next {count} milestones in time"), count=further)


def _refs(found: Adherence) -> tuple[str, ...]:
    return tuple(each.ref for each in found.missed)


def _observation(case: Case, milestone: Milestone, *, kept: bool) -> Observation:
    baseline = original_baseline(case.state, milestone)
    assert baseline
    if milestone.reached_on is None:
        said = message(N_("due {baseline}, not reached"), baseline=baseline)
    else:
        said = message(N_("due {baseline}, reached {day}"), baseline=baseline, day=milestone.reached_on)
    return Observation(milestone.kind, milestone.uid, milestone.ref, said, milestone.reached_on, kept)
