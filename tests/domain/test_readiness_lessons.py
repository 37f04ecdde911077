"""What a gate asks of lessons: that some were learned, and that the questions they add are answered."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.entity import Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.gate import Answer, Criterion, GatePolicy, ManualCheck
from cockpit.domain.lesson import Lesson
from cockpit.domain.message import Message
from cockpit.domain.person import Person
from cockpit.domain.phase import Phase, PhaseCode, PhaseStatus, has_begun
from cockpit.domain.readiness import criterion_problems, policy, verdict
from cockpit.domain.readiness.way import shortest_way, taken
from cockpit.language import say as told
from tests.domain.projects import TODAY, days_ago, project, row
from tests.domain.remedies import asked, holds, never_worse, proven

LEA, MAX = row(Person, "P-1", handle="lea", name="Lea"), row(Person, "P-2", handle="max", name="Max")


def say(sentence: Message | None) -> str | None:
    """A sentence in English, its blanks plain."""
    return None if sentence is None else told(sentence).replace("\N{NO-BREAK SPACE}", " ")


def phase(**values: Any) -> Phase:
    return row(Phase, "PH-3", code="pilot", **values)


def lesson(number: int, days: int | None = 1, **values: Any) -> Lesson:
    return row(Lesson, f"L-{number}", learned_on=None if days is None else days_ago(days), **values)


# Lessons captured


@pytest.mark.parametrize(
    ("values", "begun"),
    [
        ({"starts_on": TODAY}, True),
        ({"starts_on": days_ago(-1)}, False),
        ({"starts_on": days_ago(-1), "status": "running"}, False),
        ({}, False),
        ({"status": "running"}, True),
        ({"status": "done"}, True),
    ],
)
def test_a_phase_has_begun_by_its_first_day_else_by_its_status(values: dict[str, Any], begun: bool) -> None:
    assert has_begun(phase(**values), TODAY) is begun


BEGUN = phase(starts_on=days_ago(60), status="running")


@pytest.mark.parametrize(
    ("rows", "at_least", "state", "summary", "margin", "step"),
    [
        (
            [],
            1,
            INSUFFICIENT,
            "0 lessons learned, the phase has not begun",
            "−1",
            "write down 1 lesson learned in the phase pilot",
        ),
        ([BEGUN], 1, NOT_MET, "0 lessons learned", "−1", "write down 1 lesson learned in the phase pilot"),
        ([BEGUN, lesson(1, 60)], 1, MET, "1 lesson learned", "+0", None),
        ([BEGUN, lesson(1, 61)], 1, NOT_MET, "0 lessons learned", "−1", "write down 1 lesson learned in the phase pilot"),
        ([BEGUN, lesson(1, -1)], 1, NOT_MET, "0 lessons learned", "−1", "write down 1 lesson learned in the phase pilot"),
        ([BEGUN, lesson(1, None)], 1, NOT_MET, "0 lessons learned", "−1", "write down 1 lesson learned in the phase pilot"),
        ([BEGUN, lesson(1), lesson(2)], 4, NOT_MET, "2 lessons learned", "−2", "write down 2 lessons learned in the phase pilot"),
        ([lesson(1, 900), lesson(2, None)], 2, MET, "2 lessons learned", "+0", None),
        ([phase(status="running"), lesson(1, 900)], 1, MET, "1 lesson learned", "+0", None),
        (
            [phase(starts_on=days_ago(-5)), lesson(1)],
            1,
            INSUFFICIENT,
            "0 lessons learned, the phase has not begun",
            "−1",
            "write down 1 lesson learned in the phase pilot",
        ),
    ],
)
def test_lessons_of_the_phase_count(
    rows: list[Entity], at_least: int, state: CriterionState, summary: str, margin: str, step: str | None
) -> None:
    settings = {"at_least": at_least}
    found = asked("lessons_captured", *rows, settings=settings).finding
    assert (found.state, say(found.summary), say(found.margin)) == (state, summary, margin)
    remedy = proven("lessons_captured", *rows, settings=settings)
    assert [say(turn) for turn in remedy.turns] == ([step] if step else [])


def test_a_lesson_is_observed_with_its_day_and_one_without_tells_nothing() -> None:
    found = asked("lessons_captured", BEGUN, lesson(1, 2), lesson(2, None), lesson(3, 90), lesson(4, 9)).finding
    assert [(each.ref, say(each.said), each.on, each.good) for each in found.observations] == [
        ("L-1", "learned on Mon 16 Mar 2026", days_ago(2), True),
        ("L-4", "learned on Mon 9 Mar 2026", days_ago(9), True),
        ("L-2", "learned, on which day is not known", None, None),
    ]
    assert found.observed_on == days_ago(2)


def test_what_is_learned_before_the_phase_begins_does_not_count() -> None:
    (step,) = proven("lessons_captured", LEA, phase(starts_on=days_ago(-5)), owner="P-1").steps
    assert (step.on, step.owner) == (days_ago(-5), "P-1")
    (step,) = proven("lessons_captured", LEA, BEGUN, lead="P-1").steps
    assert (step.on, step.owner) == (None, "P-1")


def test_two_criteria_may_ask_for_more_or_fewer_lessons() -> None:
    policy_row = row(GatePolicy, "GP-1", gate="pilot")
    rows = [
        row(Criterion, f"CR-{number}", policy="GP-1", rule="lessons_captured", settings={"at_least": number}) for number in (1, 3)
    ]
    found = verdict(project(policy_row, BEGUN, *rows), PhaseCode.PILOT, TODAY)
    way = shortest_way(found)
    assert way.answer is Answer.GO
    assert len(taken(found.state, way.steps, TODAY).all(Lesson)) == 3


@pytest.mark.parametrize(("rule", "name", "most"), [("lessons_captured", "at_least", 100), ("lesson_questions", "days", 3650)])
def test_settings_have_their_bounds(rule: str, name: str, most: int) -> None:
    told_to = [bool(list(criterion_problems(project(), rule, {name: value}))) for value in (0, 1, most, most + 1)]
    assert told_to == [True, False, False, True]


lessons = st.lists(st.sampled_from([None, 90, 61, 60, 10, 0, -4, -30]), max_size=6)
phases = st.sampled_from([None, {}, {"starts_on": days_ago(60)}, {"starts_on": days_ago(-10)}, {"status": PhaseStatus.RUNNING}])


def lesson_rows(given_phase: dict[str, Any] | None, given_lessons: list[int | None]) -> list[Entity]:
    """A phase, where there is one, and lessons by how many days ago they were learned."""
    rows: list[Entity] = [] if given_phase is None else [phase(**given_phase)]
    return [*rows, *(lesson(number, days) for number, days in enumerate(given_lessons, 1))]


@given(phases, lessons, st.integers(1, 6), st.integers(0, 40))
def test_the_remedy_of_too_few_lessons_holds(
    given_phase: dict[str, Any] | None, given_lessons: list[int | None], at_least: int, days: int
) -> None:
    rows = lesson_rows(given_phase, given_lessons)
    proven("lessons_captured", *rows, settings={"at_least": at_least}, by=TODAY + timedelta(days=days))


@given(phases, lessons, st.integers(1, 6), st.integers(0, 90))
def test_a_lesson_more_never_worsens_it(
    given_phase: dict[str, Any] | None, given_lessons: list[int | None], at_least: int, days: int
) -> None:
    rows, settings = lesson_rows(given_phase, given_lessons), {"at_least": at_least}
    before = asked("lessons_captured", *rows, settings=settings).finding.state
    assert never_worse(before, asked("lessons_captured", *rows, lesson(99, days), settings=settings).finding.state)


# The questions that lessons add


def asking(number: int, question: str = "Was the network walked?", days: int | None = 100, **values: Any) -> Lesson:
    return lesson(number, days, **{"question": question, "gate": "pilot", **values})


def check(number: int, days: int, *, passed: bool = True, place: int = 0, criterion: str = "CR-1") -> ManualCheck:
    return row(
        ManualCheck, f"MC-{number}{place}", criterion=criterion, checked_on=days_ago(days), checked_by="P-2", passed=passed,
        lesson=f"L-{number}",
    )  # fmt: skip


OTHER = row(Criterion, "CR-2", policy="GP-1", rule="manual_check")


@pytest.mark.parametrize(
    ("rows", "state", "summary", "steps"),
    [
        ([], MET, "no lesson asks anything here", []),
        ([lesson(1), lesson(2, gate="pilot"), asking(3, gate="steering")], MET, "no lesson asks anything here", []),
        ([asking(1, days=-1)], MET, "no lesson asks anything here", []),
        ([asking(1, days=None), check(1, 180)], MET, "1 question answered", []),
        ([asking(1)], INSUFFICIENT, "1 of 1: L-1 never answered", ["answer L-1: “Was the network walked?”"]),
        (
            [asking(1), check(1, 181)],
            INSUFFICIENT,
            "1 of 1: L-1 last checked 181 days ago, yes, checked by Max",
            ["answer L-1 again: “Was the network walked?”"],
        ),
        (
            [asking(1), check(1, 181, passed=False)],
            INSUFFICIENT,
            "1 of 1: L-1 last checked 181 days ago, no, checked by Max",
            ["answer L-1 again: “Was the network walked?”"],
        ),
        (
            [asking(1), asking(2, "Is there a spare?"), check(1, 3, passed=False), check(1, 9, place=1)],
            NOT_MET,
            "2 of 2: L-1 no, checked by Max",
            ["answer L-1 again: “Was the network walked?”", "answer L-2: “Is there a spare?”"],
        ),
        ([asking(1), check(1, 9, passed=False), check(1, 3, place=1)], MET, "1 question answered", []),
        ([asking(1), check(1, -1)], INSUFFICIENT, "1 of 1: L-1 never answered", ["answer L-1: “Was the network walked?”"]),
        (
            # An answer to another criterion, or without its lesson, is none.
            [asking(1), OTHER, check(1, 3, criterion="CR-2"), check(1, 3, place=1).changed(lesson=None)],
            INSUFFICIENT,
            "1 of 1: L-1 never answered",
            ["answer L-1: “Was the network walked?”"],
        ),
    ],
)
def test_every_question_has_to_be_answered_with_yes(
    rows: list[Entity], state: CriterionState, summary: str, steps: list[str]
) -> None:
    found = asked("lesson_questions", LEA, MAX, *rows).finding
    assert (found.state, say(found.summary)) == (state, summary)
    assert [say(turn) for turn in proven("lesson_questions", LEA, MAX, *rows).turns] == steps


def test_a_question_is_observed_with_its_answer() -> None:
    rows = [LEA, MAX, asking(1), asking(2, "Is there a spare?"), asking(3, "[b]Who?"), asking(4, "Who else?")]
    rows += [check(1, 9), check(3, 4, passed=False), check(4, 180)]
    found = asked("lesson_questions", *rows).finding
    assert [(each.ref, say(each.said), each.on, each.good) for each in found.observations] == [
        ("L-1", "“Was the network walked?” yes, checked by Max", days_ago(9), True),
        ("L-2", "“Is there a spare?” never answered", None, None),
        ("L-3", "“[b]Who?” no, checked by Max", days_ago(4), False),
        ("L-4", "“Who else?” yes, checked by Max", days_ago(180), True),
    ]
    assert found.observed_on == days_ago(180)


def test_whoever_sees_that_the_lesson_is_used_answers_it_else_who_owns_the_criterion() -> None:
    rows = [LEA, MAX, asking(1, owner="P-2"), asking(2)]
    remedy = proven("lesson_questions", *rows, owner="P-1")
    assert [(step.uid, step.owner) for step in remedy.steps] == [("L-1", "P-2"), ("L-2", "P-1")]


def test_answers_that_will_be_too_old_are_one_step_for_each_owner() -> None:
    rows = [LEA, MAX, *(asking(number, owner="P-1" if number < 4 else "P-2") for number in range(1, 6))]
    rows += [check(1, 20), check(2, 5), check(3, 15), check(4, 30), check(5, 40)]
    # By 10 days from now, at 40 days, those of 5 days ago are 15 old, of 20 ago 30, of 30 ago 40, of 40 ago 50.
    remedy = proven("lesson_questions", *rows, settings={"days": 29}, by=days_ago(-10))
    assert [(say(step.said), step.owner) for step in remedy.steps] == [
        ("answer L-4 again: “Was the network walked?”", "P-2"),
        ("answer L-5 again: “Was the network walked?”", "P-2"),
        ("answer L-1 again by then", "P-1"),
    ]
    bundled = proven("lesson_questions", *rows, settings={"days": 40}, by=days_ago(-26))
    assert [(say(step.said), step.owner) for step in bundled.steps] == [
        ("answer L-1, L-3 again by then", "P-1"),
        ("answer L-4, L-5 again by then", "P-2"),
    ]


def test_answers_make_what_is_asked_by_default_the_project_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "_BLOCKING", {PhaseCode.PILOT: ("manual_check", "lesson_questions")})
    monkeypatch.setattr(policy, "_NOT_BLOCKING", {PhaseCode.PILOT: ()})
    policy._default_criteria.cache_clear()
    try:
        found = verdict(project(LEA, asking(1), asking(2, "Is there a spare?")), PhaseCode.PILOT, TODAY)
        way = shortest_way(found)
        after = taken(found.state, way.steps, way.on)
        assert [say(step.said) for step in way.steps] == [
            "check “Manual check”", "answer L-1: “Was the network walked?”", "answer L-2: “Is there a spare?”",
        ]  # fmt: skip
        assert way.answer is Answer.GO
        assert verdict(after, PhaseCode.PILOT, TODAY).answer is Answer.GO
        assert {each.lesson for each in after.all(ManualCheck)} == {None, "L-1", "L-2"}
        assert [each.rule for each in after.all(Criterion)] == ["manual_check", "lesson_questions"]
        for left_out in way.steps:
            rest = [step for step in way.steps if step is not left_out]
            assert verdict(taken(found.state, rest, TODAY), PhaseCode.PILOT, TODAY).answer is not Answer.GO
    finally:
        policy._default_criteria.cache_clear()


questions = st.lists(
    st.tuples(
        st.sampled_from([None, 100, -3]),
        st.sampled_from(["pilot", "pilot", "steering"]),
        st.sampled_from([None, "P-1", "P-2"]),
        st.lists(st.tuples(st.sampled_from([200, 181, 180, 170, 20, 0, -2]), st.booleans()), max_size=2),
    ),
    max_size=5,
)
GivenQuestions = list[tuple[int | None, str, str | None, list[tuple[int, bool]]]]


def question_rows(given_questions: GivenQuestions) -> list[Entity]:
    """Lessons that ask: how many days ago they were learned, where they ask, whose they are, and how they were answered when."""
    rows: list[Entity] = [LEA, MAX]
    for number, (days, gate, owner, checks) in enumerate(given_questions, 1):
        rows.append(asking(number, days=days, gate=gate, owner=owner))
        rows += [check(number, age, passed=passed, place=place) for place, (age, passed) in enumerate(checks)]
    return rows


@given(questions, st.integers(0, 40))
def test_the_remedy_of_open_questions_holds(given_questions: GivenQuestions, days: int) -> None:
    proven("lesson_questions", *question_rows(given_questions), by=TODAY + timedelta(days=days))


def test_it_holds_where_nobody_is_known_who_could_answer() -> None:
    holds(asked("lesson_questions", asking(1), asking(2)), date(2026, 4, 1))


@given(questions, st.integers(1, 5))
def test_a_yes_more_never_worsens_it(given_questions: GivenQuestions, number: int) -> None:
    rows = question_rows(given_questions)
    if number > len(given_questions):
        return
    before = asked("lesson_questions", *rows).finding.state
    assert never_worse(before, asked("lesson_questions", *rows, check(number, 0, place=9)).finding.state)
