"""Lessons: enough of them captured, and the questions that they add to a gate answered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

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
    signed,
)
from cockpit.domain.gate import ManualCheck
from cockpit.domain.lesson import Lesson, is_known, is_learned_since, questions_at
from cockpit.domain.message import N_, Message, message
from cockpit.domain.phase import has_begun
from cockpit.domain.readiness.adoption import adopted_uid
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.manual import checker, last_check, passed
from cockpit.domain.readiness.policy import phase_of
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step, new_uid


class LessonsCaptured(CriterionKind):
    """Enough lessons were learned since the gate's phase began.

    Before it has begun, as far as is known, nobody can have learned anything in it: too few are no answer then.
    """

    code = "lessons_captured"
    label = N_("Lessons captured")
    settings = (Setting("at_least", N_("Lessons at least"), 1, least=1, most=100),)

    def judge(self, case: Case) -> Finding:
        needed = case.settings.whole("at_least")
        since = _since(case)
        rule = message(
            N_("{count} lesson or more was learned since the phase {phase} began"),
            N_("{count} lessons or more were learned since the phase {phase} began"),
            count=needed, phase=Message(case.policy.gate.label),
        )  # fmt: skip
        known = [each for each in case.state.all(Lesson) if is_known(each, case.as_of)]
        learned = [each for each in known if is_learned_since(each, since, case.as_of)]
        undated = [each for each in known if each.learned_on is None and since is not None]
        summary = message(N_("{count} lesson learned"), N_("{count} lessons learned"), count=len(learned))
        if len(learned) >= needed:
            state = MET
        elif _has_begun(case, case.as_of):
            state = NOT_MET
        else:
            state = INSUFFICIENT
            summary = message("{facts}", facts=(summary, message(N_("the phase has not begun"))))
        return Finding(
            state,
            summary,
            rule,
            margin=signed(len(learned) - needed),
            observed_on=max((each.learned_on for each in learned if each.learned_on), default=None),
            observations=(
                *(_learned(each, good=True) for each in learned),
                *(_learned(each, good=None) for each in undated),
            ),
        )

    def remedy(self, case: Case) -> Remedy:
        since = _since(case)
        learned = sum(is_learned_since(each, since, case.as_of) for each in case.state.all(Lesson))
        return Remedy((_capturing(case, learned, since),) if learned < case.settings.whole("at_least") else ())


def _since(case: Case) -> date | None:
    phase = phase_of(case.state, case.policy.gate)
    return phase.starts_on if phase else None


def _has_begun(case: Case, day: date) -> bool:
    phase = phase_of(case.state, case.policy.gate)
    return phase is not None and has_begun(phase, day)


def _learned(lesson: Lesson, *, good: bool | None) -> Observation:
    if lesson.learned_on is not None:
        said = message(N_("learned on {day}"), day=lesson.learned_on)
    else:
        said = message(N_("learned, on which day is not known"))
    return Observation(lesson.kind, lesson.uid, lesson.ref, said, lesson.learned_on, good)


def _capturing(case: Case, learned: int, since: date | None) -> Step:
    """What is learned before the phase begins does not count."""
    gate, needed = case.policy.gate, case.settings.whole("at_least")

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        for number in range(learned, needed):
            yield Create(Lesson, {"title": "Lesson", "learned_on": on}, new_uid(Lesson.kind, gate, str(number)))

    said = message(
        N_("write down {count} lesson learned in the phase {phase}"),
        N_("write down {count} lessons learned in the phase {phase}"),
        count=needed - learned, phase=Message(gate.label),
    )  # fmt: skip
    owner = case.criterion.owner or case.state.project.lead
    return Step(("learn", gate), said, make, owner=owner, on=since if since and since > case.today else None)


class LessonQuestions(CriterionKind):
    """Every question that a lesson adds to the gate was answered, and the answer was yes, not too long ago."""

    code = "lesson_questions"
    label = N_("Questions of lessons answered")
    settings = (Setting("days", N_("Age in days"), 180, least=1, most=3650, help=N_("an older check is no evidence")),)

    def judge(self, case: Case) -> Finding:
        days = case.settings.whole("days")
        rule = message(
            N_("every question that a lesson adds to this gate was checked at most {days} d ago, and the check passed"), days=days
        )
        lessons = questions_at(case.state, case.policy.gate, case.as_of)
        if not lessons:
            return Finding(MET, message(N_("no lesson asks anything here")), rule)
        checks = [(each, last_check(case, each)) for each in lessons]
        answers = [_answer(case, last, case.as_of) for _, last in checks]
        state = all_of(answers)
        if state is MET:
            summary = message(N_("{count} question answered"), N_("{count} questions answered"), count=len(lessons))
        else:
            summary = message(
                N_("{open} of {all}: {reasons}"), open=len(answers) - answers.count(MET), all=len(lessons),
                reasons=listed([
                    message("{row} {reason}", row=lesson.ref, reason=_told(case, last))
                    for (lesson, last), answer in zip(checks, answers, strict=True) if answer is state
                ]),
            )  # fmt: skip
        return Finding(
            state,
            summary,
            rule,
            observed_on=oldest(last.checked_on for _, last in checks if last),
            observations=tuple(
                _observation(case, lesson, last, answer) for (lesson, last), answer in zip(checks, answers, strict=True)
            ),
        )

    def remedy(self, case: Case) -> Remedy:
        steps: list[Step] = []
        ageing: dict[str | None, list[Lesson]] = {}
        for lesson in questions_at(case.state, case.policy.gate, case.as_of):
            last = last_check(case, lesson)
            if _answer(case, last, case.as_of) is MET:
                continue
            if last is not None and last.checked_on <= case.today and _answer(case, last, case.today) is MET:
                ageing.setdefault(_owner(case, lesson), []).append(lesson)
            else:
                words = N_("answer {lesson}: “{question}”") if last is None else N_("answer {lesson} again: “{question}”")
                steps.append(_answering(case, [lesson], message(words, lesson=lesson.ref, question=lesson.question)))
        for lessons in ageing.values():
            said = message(N_("answer {lessons} again by then"), lessons=tuple(each.ref for each in lessons))
            steps.append(replace(_answering(case, lessons, said), on=case.as_of))
        return Remedy(tuple(steps))


def _answer(case: Case, last: ManualCheck | None, day: date) -> CriterionState:
    """Where a question stands on a day with its last answer: no old one counts, neither a yes nor a no."""
    if last is None or (day - last.checked_on).days > case.settings.whole("days"):
        return INSUFFICIENT
    return MET if last.passed else NOT_MET


def _told(case: Case, last: ManualCheck | None) -> Message:
    """How a question was answered, to go after the name of its lesson."""
    if last is None:
        return message(N_("never answered"))
    words = N_("yes, checked by {person}") if last.passed else N_("no, checked by {person}")
    said = message(words, person=checker(case, last))
    age = (case.as_of - last.checked_on).days
    if age <= case.settings.whole("days"):
        return said
    stale = message(N_("last checked {count} day ago"), N_("last checked {count} days ago"), count=age)
    return message("{facts}", facts=(stale, said))


def _observation(case: Case, lesson: Lesson, last: ManualCheck | None, answer: CriterionState) -> Observation:
    said = message(N_("“{question}” {answer}"), question=lesson.question, answer=_told(case, last))
    return Observation(lesson.kind, lesson.uid, lesson.ref, said, last.checked_on if last else None, good_of(answer))


def _owner(case: Case, lesson: Lesson) -> str | None:
    return lesson.owner or case.criterion.owner


def _answering(case: Case, lessons: list[Lesson], said: Message) -> Step:
    owner = _owner(case, lessons[0])

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        for lesson in lessons:
            yield from passed(case, state, on, owner, lesson)

    key = ("answer", adopted_uid(case.criterion), *(lesson.uid for lesson in lessons))
    return Step(key, said, make, Lesson.kind, lessons[0].uid, owner)
