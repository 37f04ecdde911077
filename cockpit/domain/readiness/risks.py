"""Critical risks under control."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from cockpit.domain.edit import Create, Edit
from cockpit.domain.evidence import (
    INSUFFICIENT,
    MET,
    MOST_LISTED,
    CriterionState,
    Finding,
    Observation,
    all_of,
    good_of,
    listed,
    oldest,
    signed,
)
from cockpit.domain.gate import GatePolicy
from cockpit.domain.message import N_, Message, message
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.risk import Risk, critical_risks, levels
from cockpit.domain.risk_control import Control, control_of, of_each_risk, reviewing
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step, new_uid


class RisksUnderControl(CriterionKind):
    """Every critical risk is under control, or accepted by somebody until a date.

    A register without a single risk proves nothing but that nobody looked.
    """

    code = "risks_under_control"
    label = N_("Critical risks under control")

    def judge(self, case: Case) -> Finding:
        policy = case.policy
        rule = message(
            N_(
                "every critical risk (level {critical} or more, or impact 5) is at level {tolerance} or lower, with an owner, a"
                " review of the last {days} d, no late action, no issue that is not done and, where its impact is 5, a rehearsed"
                " rollback; or it is accepted"
            ),
            critical=policy.critical_level, tolerance=policy.tolerance, days=policy.risk_review_days,
        )  # fmt: skip
        register = case.state.all(Risk)
        if not register:
            return Finding(INSUFFICIENT, message(N_("the register is empty")), rule)
        critical = critical_risks(case.state, policy)
        looked_at = of_each_risk(case.state, self.code, critical, policy, case.as_of, lambda risk: _look_at(case, risk))
        state = all_of(each.state for each in looked_at)
        uncontrolled = [each for each in looked_at if each.state is not MET]
        deciding = [each for each in uncontrolled if each.state is state]
        if not critical:
            summary = message(N_("{count} risk, none critical"), N_("{count} risks, none critical"), count=len(register))
        elif state is MET:
            summary = message(N_("{count} critical risk, under control"), N_("{count} critical risks, all under control"),
                              count=len(critical))  # fmt: skip
        else:
            summary = message(
                N_("{open} of {all}: {reasons}"), open=len(uncontrolled), all=len(critical),
                reasons=listed([_told(each, state) for each in deciding[:MOST_LISTED]], count=len(deciding)),
            )  # fmt: skip
        return Finding(
            state,
            summary,
            rule,
            margin=_margin(policy, looked_at),
            observed_on=oldest(each.control.reviewed_on for each in looked_at),
            observations=tuple(each.observation for each in looked_at),
        )

    def remedy(self, case: Case) -> Remedy:
        if not case.state.all(Risk):
            return Remedy((_first_risk(),))
        steps: list[Step] = []
        stuck: list[Message] = []
        ageing: dict[str | None, list[Risk]] = {}
        critical = critical_risks(case.state, case.policy)
        looked_at = of_each_risk(case.state, self.code, critical, case.policy, case.as_of, lambda risk: _look_at(case, risk))
        for risk, control, *_ in looked_at:
            reasons = control.reasons
            found = [step for reason in reasons for step in reason.steps]
            if not all(reason.steps for reason in reasons):
                stuck.append(message(N_("accept {risk}: no rating is within tolerance"), risk=risk.ref))
            if any(step.key[0] == "rate" for step in found):  # To rate a risk is to look at it.
                found = [step for step in found if step.key[0] != "review"]
            elif found and all(step.key[0] == "review" for step in found) and _is_controlled(case, risk):
                ageing.setdefault(risk.owner, []).append(risk)
                continue
            steps += found
        for risks in ageing.values():
            said = message(N_("review {risks} again by then"), risks=tuple(risk.ref for risk in risks))
            steps.append(replace(reviewing(risks, said), on=case.as_of))
        # Risks that share a way back ask for the same rehearsal.
        return Remedy(tuple({step.key: step for step in steps}.values()), tuple(stuck))


def _is_controlled(case: Case, risk: Risk) -> bool:
    """Whether a risk is under control today, whatever will be too old by the day in question."""
    return control_of(case.state, risk, case.policy, case.today).state is MET


def _first_risk() -> Step:
    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        values = {"title": "Risk", "inherent_likelihood": 1, "inherent_impact": 1}
        yield Create(Risk, values, new_uid(Risk.kind))

    return Step(("first", Risk.kind), message(N_("write down the risks: the register is empty")), make)


class _LookedAt(NamedTuple):
    """A critical risk: whether it is under control, its level where that counts, and what there is to see."""

    risk: Risk
    control: Control
    state: CriterionState
    level: int | None
    observation: Observation


def _look_at(case: Case, risk: Risk) -> _LookedAt:
    control = control_of(case.state, risk, case.policy, case.as_of)
    level = levels(risk, case.policy.risk_grid).current if control.acceptance is None else None
    return _LookedAt(risk, control, control.state, level, _observation(case, risk, control))


def _told(looked_at: _LookedAt, state: CriterionState) -> Message:
    """A risk and what speaks against its control, as far as it explains ``state``."""
    reasons = tuple(reason.said for reason in looked_at.control.reasons if reason.state is state)
    return message("{row} {reasons}", row=looked_at.risk.ref, reasons=reasons)


def _margin(policy: GatePolicy, looked_at: list[_LookedAt]) -> Message | None:
    known = [each.level for each in looked_at if each.level is not None]
    if not known:
        return None
    room = policy.tolerance - max(known)
    return signed(room, message(N_("{count} level"), N_("{count} levels"), count=abs(room)))


def _observation(case: Case, risk: Risk, control: Control) -> Observation:
    if control.acceptance is not None:
        said = message(N_("accepted until {day}"), day=control.acceptance.expires_on)
        return Observation(risk.kind, risk.uid, risk.ref, said, control.acceptance.accepted_on, True)
    if control.reasons:
        said = message("{reasons}", reasons=tuple(reason.said for reason in control.reasons))
    else:
        said = message(N_("under control, at level {level}"), level=levels(risk, case.policy.risk_grid).current or 0)
    return Observation(risk.kind, risk.uid, risk.ref, said, control.reviewed_on, good_of(control.state))
