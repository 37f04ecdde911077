"""The verdict at a gate: GO, CONDITIONAL, NOT YET or NO-GO, from the states of its criteria and never from an average.

An average would let one part make up for another, full training for a live critical risk (OECD and JRC, *Handbook on Constructing
Composite Indicators*, 2008, on compensability).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cockpit.domain.evidence import CriterionState, Finding, counted
from cockpit.domain.gate import Answer, Criterion, Decision, Waiver
from cockpit.domain.gate_review import standing_review
from cockpit.domain.message import N_, Message, message
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness.kind import Question
from cockpit.domain.readiness.policy import criteria_of, is_default, policy_of, wave_criteria
from cockpit.domain.state import ProjectState
from cockpit.domain.wave import Wave


@dataclass(frozen=True)
class Judged:
    """A criterion, what the data say of it, and its state once a waiver has been taken into account."""

    question: Question
    waiver: Waiver | None = None

    @property
    def criterion(self) -> Criterion:
        """What is asked."""
        return self.question.criterion

    @property
    def finding(self) -> Finding:
        """What the data say."""
        return self.question.finding

    @property
    def turns(self) -> tuple[Message, ...]:
        """What would make it a met one, in words."""
        return self.question.remedy.turns

    @property
    def state(self) -> CriterionState:
        """Where the criterion stands; a waiver that was needed makes it waived."""
        return CriterionState.WAIVED if self.waiver else self.finding.state

    @property
    def blocking(self) -> bool:
        """Whether it decides between GO and NO-GO; the others make a GO conditional at most."""
        return self.criterion.blocking

    @property
    def name(self) -> Message:
        """What people call the criterion."""
        title = self.criterion.title
        return Message(title) if is_default(self.criterion) else message("{title}", title=title)


@dataclass(frozen=True)
class Verdict:
    """The answer at a gate on a day, and the criteria from which it follows, in their order.

    ``wave`` is the wave whose own gate it is, within the scale-up; None for the gate of a phase.
    """

    state: ProjectState
    gate: PhaseCode
    as_of: date
    answer: Answer
    judged: tuple[Judged, ...]
    wave: Wave | None = None

    def of(self, state: CriterionState) -> tuple[Judged, ...]:
        """The criteria that stand there."""
        return tuple(each for each in self.judged if each.state is state)

    @property
    def counts(self) -> dict[CriterionState, int]:
        """How many criteria stand where, in the order of the states; none left out."""
        return {state: len(self.of(state)) for state in CriterionState}

    @property
    def summary(self) -> Message:
        """How many criteria stand where, in words."""
        if not self.judged:
            return message(N_("this gate asks nothing yet: give it criteria"))
        told = tuple(counted(state, count) for state, count in self.counts.items() if count)
        return message("{counts}", counts=told)


def verdict(state: ProjectState, gate: PhaseCode, as_of: date, wave: str | None = None) -> Verdict:
    """The verdict at a gate on a day; at the own gate of a wave (its uid), where one is given.

    Only what is dated by that day counts.  A gate that asks nothing has proven nothing: it is NOT YET.
    """
    judged = tuple(with_waiver(each) for each in questions(state, gate, as_of, wave))
    said = answer((each.state, each.blocking) for each in judged)
    return Verdict(state, gate, as_of, said, judged, state.get(Wave, wave))


def questions(state: ProjectState, gate: PhaseCode, as_of: date, wave: str | None = None) -> tuple[Question, ...]:
    """What a gate asks on a day, in order; at the own gate of a wave (its uid), where one is given."""
    policy, row = policy_of(state, gate), state.get(Wave, wave)
    # Of a wave that is not there, or not yet, nothing is asked.
    criteria = (wave_criteria(row) if row else ()) if wave else criteria_of(state, gate)
    return tuple(Question(state, criterion, policy, as_of, row) for criterion in criteria)


def answer(states: Iterable[tuple[CriterionState, bool]]) -> Answer:
    """The answer from each criterion's state and whether it is blocking; NOT YET without any."""
    given = set(states)
    if (CriterionState.NOT_MET, True) in given:
        return Answer.NO_GO
    if not given or (CriterionState.INSUFFICIENT, True) in given:
        return Answer.NOT_YET
    if any(state is not CriterionState.MET for state, _ in given):
        return Answer.CONDITIONAL
    return Answer.GO


def with_waiver(question: Question) -> Judged:
    """A criterion with the waiver that holds it up, where it needs one: of several the one that lasts longest."""
    if question.finding.state is CriterionState.MET:
        return Judged(question)
    granted = question.state.of(Waiver, "criterion", question.criterion.uid)
    held = [each for each in granted if each.granted_on <= question.as_of <= each.expires_on]
    return Judged(question, max(held, key=lambda each: (each.expires_on, each.uid), default=None))


def next_gate(state: ProjectState, as_of: date) -> PhaseCode:
    """The gate that the project comes to next: that of its phase or, where its review let it through, the one after."""
    gates = list(PhaseCode)
    place = gates.index(state.project.phase)
    while place < len(gates) - 1 and _passed(state, gates[place], as_of):
        place += 1
    return gates[place]


def _passed(state: ProjectState, gate: PhaseCode, as_of: date) -> bool:
    last = standing_review(state, gate, as_of)
    return last is not None and last.decision in (Decision.GO, Decision.CONDITIONAL)
