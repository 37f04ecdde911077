"""A manual check by certain people."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.entity import Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.gate import ManualCheck
from cockpit.domain.message import Message
from cockpit.domain.person import Person
from cockpit.domain.readiness import criterion_problems
from cockpit.language import say as told
from tests.domain.projects import TODAY, days_ago, project, row
from tests.domain.remedies import asked, never_worse, proven

LEA, MAX, ZOE = (
    row(Person, f"P-{number}", handle=name.lower(), name=name) for number, name in enumerate(("Lea", "Max", "Zoe"), 1)
)


def say(sentence: Message) -> str:
    """A sentence in English, its blanks plain."""
    return told(sentence).replace("\N{NO-BREAK SPACE}", " ")


def check(number: int, by: str, days: int, *, passed: bool = True) -> ManualCheck:
    return row(ManualCheck, f"MC-{number}", criterion="CR-1", checked_on=days_ago(days), checked_by=by, passed=passed)


@pytest.mark.parametrize(
    ("by", "checks", "state", "summary", "step", "owner"),
    [
        (["P-2"], [], INSUFFICIENT, "never checked", "have Max check “Asked”", "P-2"),
        (["P-2"], [check(1, "P-2", 9)], MET, "passed, checked by Max", None, None),
        (
            ["P-2"],
            [check(1, "P-1", 9)],
            INSUFFICIENT,
            "never checked by Max; last by Lea, whose check does not count",
            "have Max check “Asked”",
            "P-2",
        ),
        (["P-2"], [check(1, "P-2", 9), check(2, "P-1", 1, passed=False)], MET, "passed, checked by Max", None, None),
        (
            ["P-2"],
            [check(1, "P-2", 9, passed=False), check(2, "P-1", 1)],
            NOT_MET,
            "failed, checked by Max",
            "have Max check “Asked” again",
            "P-2",
        ),
        (["P-3", "P-2", "P-3"], [check(1, "P-2", 9)], MET, "passed, checked by Max", None, None),
        (
            ["P-3", "P-2"],
            [check(1, "P-2", 91)],
            INSUFFICIENT,
            "last checked 91 days ago, passed, checked by Max",
            "have Zoe or Max check “Asked” again",
            "P-3",
        ),
        ([], [], INSUFFICIENT, "never checked", "check “Asked”", "P-1"),
        ([], [check(1, "P-3", 9)], MET, "passed, checked by Zoe", None, None),
    ],
)
def test_only_the_word_of_those_named_counts(
    by: list[str], checks: list[ManualCheck], state: CriterionState, summary: str, step: str | None, owner: str | None
) -> None:
    rows: list[Entity] = [LEA, MAX, ZOE, *checks]
    found = asked("manual_check", *rows, settings={"by": by}, owner="P-1").finding
    assert (found.state, say(found.summary)) == (state, summary)
    remedy = proven("manual_check", *rows, settings={"by": by}, owner="P-1")
    assert [(say(each.said), each.owner) for each in remedy.steps] == ([(step, owner)] if step else [])


def test_the_rule_names_them() -> None:
    rules = [say(asked("manual_check", LEA, MAX, ZOE, settings={"by": by}).finding.rule) for by in ([], ["P-1", "P-2", "P-3"])]
    assert rules == [
        "somebody checked it at most 90 d ago, and it passed",
        "Lea, Max or Zoe checked it at most 90 d ago, and it passed",
    ]


def test_the_owner_of_the_criterion_checks_it_where_it_is_for_them() -> None:
    (step,) = proven("manual_check", LEA, MAX, ZOE, settings={"by": ["P-2", "P-3"]}, owner="P-3").steps
    assert step.owner == "P-3"


def test_a_check_that_does_not_count_is_shown_and_proves_nothing() -> None:
    found = asked("manual_check", LEA, MAX, check(1, "P-1", 9), settings={"by": ["P-2"]}).finding
    assert [(each.ref, each.on, each.good) for each in found.observations] == [("MC-1", days_ago(9), None)]
    assert found.observed_on is None


def test_only_people_can_be_named() -> None:
    rows = project(LEA, check(1, "P-1", 9))
    (problem,) = criterion_problems(rows, "manual_check", {"by": ["P-1", "MC-1"]})
    assert say(problem.message) == "Checked by: “MC-1” refers to nothing; it must be the ref of an existing row"


checks = st.lists(
    st.tuples(st.sampled_from(["P-1", "P-2", "P-3"]), st.sampled_from([120, 91, 90, 60, 5, 0, -2]), st.booleans()), max_size=4
)
named = st.lists(st.sampled_from(["P-1", "P-2"]), max_size=2)


@given(checks, named, st.sampled_from([None, "P-2", "P-3"]), st.integers(0, 60))
def test_the_remedy_of_a_check_holds(
    given_checks: list[tuple[str, int, bool]], by: list[str], owner: str | None, days: int
) -> None:
    rows = [LEA, MAX, ZOE, *(check(number, *each[:2], passed=each[2]) for number, each in enumerate(given_checks, 1))]
    proven("manual_check", *rows, settings={"by": by}, owner=owner, by=TODAY + timedelta(days=days))


@given(checks, named, st.sampled_from(["P-1", "P-2", "P-3"]))
def test_a_check_today_that_passes_never_worsens_it(given_checks: list[tuple[str, int, bool]], by: list[str], who: str) -> None:
    rows = [LEA, MAX, ZOE, *(check(number, *each[:2], passed=each[2]) for number, each in enumerate(given_checks, 1))]
    before = asked("manual_check", *rows, settings={"by": by}).finding.state
    assert never_worse(before, asked("manual_check", *rows, check(99, who, 0), settings={"by": by}).finding.state)
