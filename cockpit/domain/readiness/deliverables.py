"""Deliverables accepted."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.edit import Create, Edit, Update
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, Finding, Observation, fewest_of, signed_points
from cockpit.domain.message import N_, Message, Percent, message
from cockpit.domain.phase import Deliverable, DeliverableState, Phase, is_accepted
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.policy import phase_of
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState, ref_number
from cockpit.domain.step import Remedy, Step, new_uid


class DeliverablesAccepted(CriterionKind):
    """Enough of what the gate's phase hands over is accepted.  Without a deliverable nobody has said what that is."""

    code = "deliverables_accepted"
    label = N_("Deliverables accepted")
    settings = (Setting("share", N_("Share of deliverables"), 1.0, least=0.01, most=1),)

    def judge(self, case: Case) -> Finding:
        needed = case.settings.number("share")
        rule = message(N_("{share} of the deliverables of the phase are accepted"), share=Percent(needed))
        deliverables = _deliverables(case)
        if not deliverables:
            said = message(N_("no deliverable is written down for the phase {phase}"), phase=Message(case.policy.gate.label))
            return Finding(INSUFFICIENT, said, rule)
        accepted = [each for each in deliverables if is_accepted(each, case.as_of)]
        share = len(accepted) / len(deliverables)
        summary = message(
            N_("{accepted} of {all} accepted ({share})"), accepted=len(accepted), all=len(deliverables), share=Percent(share)
        )
        if share < needed:
            missing = tuple(str(each) for each in deliverables if not is_accepted(each, case.as_of))
            summary = message(N_("{facts}; missing {missing}"), facts=summary, missing=missing)
        return Finding(
            MET if share >= needed else NOT_MET,
            summary,
            rule,
            margin=signed_points(share - needed),
            observed_on=max((each.accepted_on for each in accepted if each.accepted_on), default=None),
            observations=tuple(_observation(each, accepted=is_accepted(each, case.as_of)) for each in deliverables),
        )

    def remedy(self, case: Case) -> Remedy:
        needed = case.settings.number("share")
        deliverables = _deliverables(case)
        if not deliverables:
            return Remedy((_first(case),))
        open_ones = sorted((each for each in deliverables if not is_accepted(each, case.as_of)), key=_from_furthest)
        accepted = len(deliverables) - len(open_ones)
        missing = max(0, fewest_of(len(deliverables), needed) - accepted)
        return Remedy(tuple(_accepting(each) for each in open_ones[:missing]))


def _deliverables(case: Case) -> tuple[Deliverable, ...]:
    phase = phase_of(case.state, case.policy.gate)
    return case.state.of(Deliverable, "phase", phase.uid) if phase else ()


def _from_furthest(deliverable: Deliverable) -> tuple[int, date, int]:
    """Those that are nearest to their acceptance first, then those that are due first."""
    left = len(DeliverableState) - list(DeliverableState).index(deliverable.state)
    return left, deliverable.due_on or date.max, ref_number(deliverable.ref)


def _accepting(deliverable: Deliverable) -> Step:
    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        now = state.get(Deliverable, deliverable.uid)
        assert now
        yield Update(now, {"state": DeliverableState.ACCEPTED, "accepted_on": on})

    said = message(N_("have {deliverable} accepted"), deliverable=str(deliverable))
    return Step(("accept", deliverable.uid), said, make, deliverable.kind, deliverable.uid, deliverable.owner)


def _first(case: Case) -> Step:
    gate = case.policy.gate

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        phase = phase_of(state, gate)
        uid = phase.uid if phase else new_uid(Phase.kind, gate)
        if phase is None:
            yield Create(Phase, {"code": gate, "title": gate.value}, uid)
        values = {"title": "Deliverable", "phase": uid, "state": DeliverableState.ACCEPTED, "accepted_on": on}
        yield Create(Deliverable, values, new_uid(Deliverable.kind, gate))

    phase = phase_of(case.state, gate)
    said = message(N_("write down what the phase {phase} hands over, and have it accepted"), phase=Message(gate.label))
    return Step(("first", Deliverable.kind, gate), said, make, *((phase.kind, phase.uid) if phase else ()))


def _observation(deliverable: Deliverable, *, accepted: bool) -> Observation:
    if not accepted:
        said = Message(deliverable.state.label)
        if deliverable.state is DeliverableState.ACCEPTED:
            said = message(N_("accepted later"))
        elif deliverable.due_on is not None:
            said = message(N_("{state}, due {day}"), state=said, day=deliverable.due_on)
    elif deliverable.accepted_on is None:
        said = message(N_("accepted"))
    else:
        said = message(N_("accepted on {day}"), day=deliverable.accepted_on)
    on = deliverable.accepted_on if accepted else None
    return Observation(deliverable.kind, deliverable.uid, deliverable.ref, said, on, accepted)
