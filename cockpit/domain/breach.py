"""Guardrails crossed during a wave, and the way back that is proposed: the scenario of the wave, and the actions that take it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from cockpit.domain.action import Action, Priority
from cockpit.domain.edit import Act, Create, Update
from cockpit.domain.entity import LONGEST_LINE
from cockpit.domain.guardrail import beyond_words, guardrail_record
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import N_, Message, message
from cockpit.domain.period import Period
from cockpit.domain.problem import refuse
from cockpit.domain.rollback import Rehearsal, Rollback, last_rehearsal
from cockpit.domain.wave import Wave, WaveStatus, has_begun

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

_BEGUN = (WaveStatus.RUNNING, WaveStatus.DONE)


@dataclass(frozen=True)
class Breach:
    """A guardrail that a KPI crossed during a wave, last in ``period``, and the way back.

    ``back_in`` is the first period after it, and over, in which the KPI kept it again; None as long as it has not.  ``rollback`` is
    the scenario of the wave, None where it has none, and ``rehearsal`` the last time that it was tried.
    """

    wave: Wave
    kpi: Kpi
    period: Period
    back_in: Period | None
    rollback: Rollback | None
    rehearsal: Rehearsal | None

    @property
    def stands(self) -> bool:
        """Whether the KPI has not come back within its guardrail since."""
        return self.back_in is None

    @property
    def guardrail(self) -> float:
        """The value that was crossed."""
        assert self.kpi.guardrail is not None
        return self.kpi.guardrail

    @property
    def said(self) -> Message:
        """What has happened, and the question that it raises."""
        if self.back_in is not None:
            words = N_("{kpi} crossed its guardrail in wave {number} ({beyond}), and is back within it")
        elif self.rollback is None:
            words = N_("{kpi} crossed its guardrail in wave {number} ({beyond}), which has no rollback scenario")
        else:
            words = N_("{kpi} crossed its guardrail in wave {number} ({beyond}): go back by {rollback}?")
        return message(
            words,
            kpi=self.kpi.ref, number=self.wave.number, beyond=beyond_words(self.kpi, self.period),
            rollback=self.rollback.ref if self.rollback else "",
        )  # fmt: skip


def breaches(state: "ProjectState", as_of: date) -> tuple[Breach, ...]:
    """The guardrails crossed during the waves that are running: those that still are crossed first, then by wave."""
    found = [
        breach
        for wave in state.all(Wave)
        if wave.status is WaveStatus.RUNNING and wave.starts_on is not None and has_begun(wave, as_of)
        for breach in _of_wave(state, wave, wave.starts_on, as_of)
    ]
    return tuple(sorted(found, key=lambda each: (not each.stands, each.wave.number)))


def _of_wave(state: "ProjectState", wave: Wave, since: date, as_of: date) -> Iterator[Breach]:
    rollback = state.get(Rollback, wave.rollback)
    rehearsal = last_rehearsal(state, rollback, as_of) if rollback else None
    for uid in dict.fromkeys(wave.guardrails):
        kpi = state.get(Kpi, uid)
        record = guardrail_record(state, kpi, since, as_of) if kpi else None
        if kpi is not None and record is not None and record.crossing is not None:
            yield Breach(wave, kpi, record.crossing, record.held_after, rollback, rehearsal)


def can_go_back(wave: Wave | None) -> bool:
    """Whether there is something to take back: a wave has begun, and was not taken back before."""
    return wave is not None and wave.status in _BEGUN


def rolling_back(state: "ProjectState", wave: Wave, on: date) -> Act:
    """The act of taking the way back of a wave: an action for each step of its scenario, one after the other, and the wave's new status.

    A scenario that names no steps is one action; without any there are none.  :class:`Refused` where there is nothing to take back in
    the wave as it is in ``state``, whatever ``wave`` was when it was looked at.
    """
    if not can_go_back(state.get(Wave, wave.uid)):
        sentence = N_("{wave} is neither running nor done, so that there is nothing to roll back")
        raise refuse(message(sentence, wave=str(wave)), where=wave.ref)
    rollback = state.get(Rollback, wave.rollback)
    titles = ([step for step in rollback.steps if step.strip()] or [str(rollback)]) if rollback else []
    uids = [str(uuid4()) for _ in titles]
    steps = [
        Create(
            Action,
            {
                "title": title[:LONGEST_LINE],
                "owner": rollback.owner if rollback else None,
                "due_on": on,
                "created_on": on,
                "priority": Priority.HIGH,
                "wave": wave.uid,
                "blocked_by": [before] if before else [],
            },
            uid,
        )
        for title, uid, before in zip(titles, uids, ["", *uids], strict=False)
    ]
    note = f"{wave.ref} ← {rollback.ref}" if rollback else ""
    return Act((*steps, Update(wave, {"status": WaveStatus.ROLLED_BACK})), note)
