"""Rollback scenarios rehearsed."""

from dataclasses import dataclass

from cockpit.domain.entity import Entity
from cockpit.domain.evidence import (
    INSUFFICIENT,
    MET,
    CriterionState,
    Finding,
    Observation,
    Reason,
    all_of,
    good_of,
    listed,
    oldest,
)
from cockpit.domain.message import N_, Message, message
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.next_wave import planning
from cockpit.domain.risk import Risk, accepted_risks, severe_risks
from cockpit.domain.rollback import Rehearsal, Rollback, doubts, last_rehearsal, without_scenario
from cockpit.domain.step import Remedy
from cockpit.domain.wave import Wave


@dataclass(frozen=True)
class _WayBack:
    """A scenario that has to be proven, or the row that has none, and what speaks against it."""

    row: Rollback | Wave | Risk
    reason: Reason | None
    rehearsal: Rehearsal | None = None

    @property
    def state(self) -> CriterionState:
        return self.reason.state if self.reason else MET


class RollbackRehearsed(CriterionKind):
    """The rollback scenarios of the next wave and of each risk with impact 5 that is not accepted worked when last rehearsed."""

    code = "rollback_rehearsed"
    label = N_("Rollback rehearsed")

    def judge(self, case: Case) -> Finding:
        rule = message(
            N_("the rollback scenarios of the next wave and of the risks with impact 5 were rehearsed at most {days} d ago, and worked"),
            days=case.policy.rehearsal_days,
        )  # fmt: skip
        needing = _needing(case)
        if not needing:
            return Finding(INSUFFICIENT, message(N_("no wave is planned")), rule)
        ways = _ways_back(case, needing)
        state = all_of(way.state for way in ways)
        reasons = [way.reason for way in ways if way.reason is not None]
        if state is MET:
            summary = message(N_("{count} scenario rehearsed"), N_("{count} scenarios rehearsed"), count=len(ways))
        else:
            summary = message(
                N_("{open} of {all}: {reasons}"), open=len(reasons), all=len(ways),
                reasons=listed([_told(way.row, way.reason) for way in ways if way.reason and way.state is state]),
            )  # fmt: skip
        return Finding(
            state,
            summary,
            rule,
            observed_on=oldest(way.rehearsal.rehearsed_on for way in ways if way.rehearsal is not None),
            observations=tuple(_observation(way) for way in ways),
        )

    def remedy(self, case: Case) -> Remedy:
        needing = _needing(case)
        if not needing:
            return Remedy((planning(),))
        reasons = (way.reason for way in _ways_back(case, needing) if way.reason is not None)
        return Remedy(tuple(step for reason in reasons for step in reason.steps))


def _needing(case: Case) -> list[Wave | Risk]:
    """What needs a way back: the wave in question and, at the gate of a phase, each severe risk that nobody accepted."""
    wave = case.wave_in_question
    found: list[Wave | Risk] = [wave] if wave else []
    if case.wave is None:
        accepted = accepted_risks(case.state, case.as_of)
        found += [risk for risk in severe_risks(case.state, case.policy) if risk.uid not in accepted]
    return found


def _ways_back(case: Case, needing: list[Wave | Risk]) -> list[_WayBack]:
    ways: dict[str, _WayBack] = {}
    for row in needing:
        rollback = case.state.get(Rollback, row.rollback)
        if rollback is None:
            ways[row.uid] = _WayBack(row, without_scenario(row))
        elif rollback.uid not in ways:
            reason = doubts(case.state, rollback, case.policy.rehearsal_days, case.as_of)
            ways[rollback.uid] = _WayBack(rollback, reason, last_rehearsal(case.state, rollback, case.as_of))
    return list(ways.values())


def _told(row: Entity, reason: Reason) -> Message:
    return message("{row} {reason}", row=row.ref, reason=reason.said)


def _observation(way: _WayBack) -> Observation:
    last = way.rehearsal
    if way.reason is not None:
        said = way.reason.said
    else:
        assert last
        said = message(N_("rehearsed on {day}, and it worked"), day=last.rehearsed_on)
    return Observation(way.row.kind, way.row.uid, way.row.ref, said, last.rehearsed_on if last else None, good_of(way.state))
