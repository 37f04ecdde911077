"""The guardrails of the wave before have held long enough to go on with the next one.

A crossing is not forgotten, but it can be made good: the working days are counted anew from the end of its period.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from cockpit.domain.edit import Edit, Update
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
    signed,
)
from cockpit.domain.guardrail import crossing_words
from cockpit.domain.message import N_, Message, message
from cockpit.domain.readiness.guardrail_held import Held, all_held, guardrails_of
from cockpit.domain.readiness.guardrail_outlook import guardrails_held_by
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.next_wave import planning
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step, new_uid
from cockpit.domain.wave import Wave, WaveStatus, has_begun, wave_before


class GuardrailsBefore(CriterionKind):
    """The guardrails of the wave before have held over the working days that this wave needs, since that wave began.

    Where one was crossed, since the end of the period of its last crossing.
    """

    code = "guardrails_before"
    label = N_("Guardrails of the wave before")

    def judge(self, case: Case) -> Finding:
        wave = case.wave_in_question
        needed = (wave or _wave_to_come(case.state)).working_days_needed
        rule = message(
            N_(
                "the guardrails of the wave before have held over {count} working day since it began, or since one was last crossed"
            ),
            N_(
                "the guardrails of the wave before have held over {count} working days since it began, or since one was last crossed"
            ),
            count=needed,
        )
        if wave is None:
            return Finding(INSUFFICIENT, message(N_("no wave is planned")), rule)
        before = wave_before(case.state, wave)
        if before is None:
            said = message(N_("{wave} is the first wave: none comes before it"), wave=wave.ref)
            return Finding(MET, said, rule, observations=(_of_wave(wave, said, good=True),))
        if (obstacle := _obstacle(before, case.as_of)) is not None:
            state, said = obstacle
            told = message(N_("{wave} {reason}"), wave=before.ref, reason=said)
            return Finding(state, told, rule, observations=(_of_wave(before, said, good=good_of(state)),))
        assert before.starts_on
        held = all_held(case, before, needed, before.starts_on, case.as_of)
        return _found(held, before, rule)

    def remedy(self, case: Case) -> Remedy:
        wave = case.wave_in_question
        plan = () if wave else (planning(),)
        wave = wave or _wave_to_come(case.state)
        before = wave_before(case.state, wave)
        if before is None or self.judge(case).state is MET:
            return Remedy(plan)
        if before.status is WaveStatus.ROLLED_BACK:
            return Remedy(plan, (message(N_("{wave} was rolled back: run it again before the next one"), wave=before.ref),))
        if not before.guardrails:
            return Remedy(plan, (message(N_("name the guardrails of {wave}"), wave=before.ref),))
        begin = _begin(before, case)
        since = before.starts_on if begin is None else begin.on or case.today
        assert since
        held, stuck = guardrails_held_by(case, before, wave.working_days_needed, since)
        unset = (kpi for kpi in guardrails_of(case.state, before) if kpi.guardrail is None)
        return Remedy(
            (*plan, *([begin] if begin else ()), *held),
            (*(message(N_("set a guardrail for {kpi}"), kpi=kpi.ref) for kpi in unset), *stuck),
        )


def _obstacle(before: Wave, as_of: date) -> tuple[CriterionState, Message] | None:
    """Why nothing can be said of the guardrails of the wave before; goes after its ref."""
    if before.status is WaveStatus.ROLLED_BACK:
        return NOT_MET, message(N_("was rolled back"))
    if not has_begun(before, as_of):
        return INSUFFICIENT, message(N_("has not begun"))
    if before.starts_on is None:
        return INSUFFICIENT, message(N_("does not say when it began"))
    if not before.guardrails:
        return INSUFFICIENT, message(N_("names no guardrails"))
    return None


def _of_wave(wave: Wave, said: Message, *, good: bool | None, on: date | None = None) -> Observation:
    return Observation(wave.kind, wave.uid, wave.ref, said, on, good)


def _found(held: Sequence[Held], before: Wave, rule: Message) -> Finding:
    state = all_of(each.state for each in held)
    fewest = min(held, key=lambda each: each.record.days - each.needed)
    room = fewest.record.days - fewest.needed
    measured = all(each.record.measured_on is not None for each in held)
    began = _of_wave(before, message(N_("began on {day}"), day=fewest.record.since), good=True, on=fewest.record.since)
    return Finding(
        state,
        _summary(held, state, before),
        rule,
        margin=signed(room, _working_days(abs(room))) if measured else None,
        observed_on=oldest(each.record.measured_on for each in held),
        observations=(began, *(_seen(each) for each in held)),
    )


def _summary(held: Sequence[Held], state: CriterionState, before: Wave) -> Message:
    if state is MET:
        return message(
            N_("{count} guardrail of {wave} held for {days} working days"),
            N_("all {count} guardrails of {wave} held for {days} working days"),
            count=len(held), wave=before.ref, days=min(each.record.days for each in held),
        )  # fmt: skip
    short = [each for each in held if each.only_too_short]
    told = [
        message(N_("{kpi} {reason}"), kpi=each.kpi.ref, reason=each.said)
        for each in held
        if each.state is state and each not in short
    ]
    if short and state is INSUFFICIENT:
        more = max(each.missing for each in short)
        told.append(message(N_("{count} more working day needed"), N_("{count} more working days needed"), count=more))
    return listed(told)


def _seen(held: Held) -> Observation:
    kpi, record = held.kpi, held.record
    said = held.said
    if held.state is MET and record.crossing is not None:
        said = message(N_("{held}; crossed before that: {crossing}"), held=said, crossing=crossing_words(kpi, record.crossing))
    return Observation(kpi.kind, kpi.uid, kpi.ref, said, record.measured_on, good_of(held.state))


def _working_days(count: int) -> Message:
    return message(N_("{count} working day"), N_("{count} working days"), count=count)


# What would turn it


def _wave_to_come(state: ProjectState) -> Wave:
    """The next wave as it is planned where there is none yet."""
    number = max((wave.number for wave in state.all(Wave)), default=0) + 1
    return Wave.trusted({"uid": new_uid(Wave.kind), "number": number, "title": ""})


def _begin(before: Wave, case: Case) -> Step | None:
    """The step of beginning the wave before, or of saying when that was; None where it has begun, or will by itself."""
    planned = before.status is WaveStatus.PLANNED
    if not planned and before.starts_on is not None:
        return None
    begin = max(case.today, before.starts_on or case.today)

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        now = state.get(Wave, before.uid)
        assert now
        late = now.ends_on is not None and now.ends_on < begin
        values = {"status": WaveStatus.RUNNING} if planned else {}
        yield Update(now, {**values, "starts_on": begin, **({"ends_on": None} if late else {})})

    said = message(N_("begin {wave}") if planned else N_("say when {wave} began"), wave=str(before))
    return Step(("begin", before.uid), said, make, before.kind, before.uid, before.owner, begin if begin > case.today else None)
