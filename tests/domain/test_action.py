"""Which actions are late, stuck or urgent, and why."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.act import difference
from cockpit.domain.action import (
    Action,
    ActionState,
    days_late,
    finishing,
    holds_up,
    is_late,
    is_stuck,
    urgencies,
    urgency,
    waits_for,
)
from cockpit.domain.entity import Entity
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.person import Person
from cockpit.domain.readiness.way import taken
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, project, row

POLICY = row(GatePolicy, "GP-1", gate="pilot")
CRITERION = row(Criterion, "CR-1", policy="GP-1", rule="manual_check", title="Back-up tested")


def action(ref: str = "A-1", **values: Any) -> Action:
    return row(Action, ref, **values)


def terms(subject: Action, *others: Entity) -> dict[str, float]:
    found = urgency(project(subject, *others), subject, TODAY)
    return {say(term.name): round(term.points, 3) for term in found.terms}


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ({"due_on": days_ago(4)}, 4),
        ({"due_on": TODAY}, 0),
        ({"due_on": days_ago(-4)}, 0),
        ({}, 0),
        ({"due_on": days_ago(4), "state": "done"}, 0),
        ({"due_on": days_ago(4), "state": "blocked"}, 4),
    ],
)
def test_an_action_is_late_from_the_day_after_it_is_due_until_it_is_done(values: dict[str, Any], days: int) -> None:
    assert days_late(action(**values), TODAY) == days
    assert is_late(action(**values), TODAY) is (days > 0)


def test_an_action_is_stuck_when_it_is_being_done_and_nothing_changes() -> None:
    doing = action(state="doing")
    assert is_stuck(doing, days_ago(7), TODAY)
    assert not is_stuck(doing, days_ago(6), TODAY)
    assert is_stuck(doing, days_ago(3), TODAY, days=3)
    assert not is_stuck(action(state="to_do"), days_ago(70), TODAY)


def test_actions_wait_for_those_that_are_not_done() -> None:
    first, done = action("A-1"), action("A-2", state="done")
    last = action("A-3", blocked_by=["A-1", "A-2"])
    over = action("A-4", blocked_by=["A-1"], state="done")
    state = project(first, done, last, over)
    assert waits_for(state, last) == (first,)
    assert holds_up(state, first) == (last,)
    assert holds_up(state, done) == (last,)


# Taskwarrior's coefficients: due 12 (from 0.2 of it two weeks ahead to all of it a week late), blocking 8, blocked -5,
# age 2 over a year, priority 6, 3.9, 1.8.
@pytest.mark.parametrize(
    ("due_in", "told", "points"),
    [
        (30, "due in 30 days", 2.4),
        (14, "due in 14 days", 2.4),
        (1, "due in 1 day", 12 * (0.2 + 0.8 * 13 / 21)),
        (0, "due today", 12 * (0.2 + 0.8 * 14 / 21)),
        (-1, "late by 1 day", 12 * (0.2 + 0.8 * 15 / 21)),
        (-7, "late by 7 days", 12),
        (-70, "late by 70 days", 12),
    ],
)
def test_an_action_gets_urgent_as_its_day_comes(due_in: int, told: str, points: float) -> None:
    assert terms(action(due_on=days_ago(-due_in)))[told] == pytest.approx(points, abs=1e-3)


@pytest.mark.parametrize(("priority", "points"), [("high", 6), ("normal", 3.9), ("low", 1.8)])
def test_priority_counts(priority: str, points: float) -> None:
    assert terms(action(priority=priority)) == {f"priority {priority}": points}


def test_every_term_is_told_and_the_total_is_their_sum() -> None:
    subject = action("A-1", created_on=days_ago(73), criterion="CR-1", blocked_by=["A-2"], due_on=days_ago(10), priority="high")
    others = [action("A-2"), action("A-3", blocked_by=["A-1"]), POLICY, CRITERION]
    assert terms(subject, *others) == {
        "late by 10 days": 12,
        "holds up A-3": 8,
        "priority high": 6,
        "serves the gate: Back-up tested": 5,
        "waits for A-2": -5,
        "73 days old": 0.4,
    }
    assert urgency(project(subject, *others), subject, TODAY).total == pytest.approx(26.4)


def test_what_blocks_counts_once() -> None:
    assert terms(action(state="blocked"))["blocked"] == -5
    waiting = terms(action(state="blocked", blocked_by=["A-2"]), action("A-2"))
    assert [name for name, points in waiting.items() if points == -5] == ["waits for A-2"]


def test_a_criterion_that_does_not_block_the_gate_is_not_urgent() -> None:
    light = row(Criterion, "CR-2", policy="GP-1", rule="manual_check", blocking=False)
    assert terms(action(criterion="CR-2"), POLICY, light) == {"priority normal": 3.9}


def test_nothing_is_urgent_about_what_is_done() -> None:
    assert terms(action(state="done", due_on=days_ago(9))) == {}


@given(
    st.lists(
        st.tuples(st.sampled_from(["to_do", "doing", "done", "blocked"]), st.integers(-20, 20), st.sets(st.integers(1, 8))),
        min_size=1,
        max_size=8,
    )
)
def test_how_urgent_all_are_is_how_urgent_each_is_also_after_an_edit(drawn: list[tuple[str, int, set[int]]]) -> None:
    count = len(drawn)
    rows = [
        action(f"A-{number}", state=state, due_on=days_ago(late), blocked_by=[f"A-{each}" for each in before if each <= count])
        for number, (state, late, before) in enumerate(drawn, start=1)
    ]
    state = project(*rows)
    for _ in range(2):
        expected = {
            each.uid: urgency(state, each, TODAY).total for each in state.all(Action) if each.state is not ActionState.DONE
        }
        assert urgencies(state, TODAY) == pytest.approx(expected)
        first = state.all(Action)[0]
        state = state.applied(
            [difference(first, first.changed(state=ActionState.DONE if first.state != "done" else ActionState.TO_DO))]
        )


@given(st.integers(-100, 100), st.integers(0, 100))
def test_a_later_day_is_never_less_urgent(due_in: int, passed: int) -> None:
    early, late = action(due_on=days_ago(-due_in)), action(due_on=days_ago(passed - due_in))
    assert urgency(project(late), late, TODAY).total >= urgency(project(early), early, TODAY).total


def test_the_step_of_finishing_an_action_is_its_owners_and_is_dated() -> None:
    lea, subject = row(Person, "P-1", handle="lea", name="Léa"), action(title="Add servers", owner="P-1", state="doing")
    step = finishing(subject)
    assert (step.key, say(step.said)) == (("finish", "A-1"), "finish A-1 Add servers")
    assert (step.kind, step.uid, step.owner, step.on) == ("action", "A-1", "P-1", None)
    (done,) = taken(project(lea, subject), [step], TODAY).all(Action)
    assert (done.state, done.done_on) == (ActionState.DONE, TODAY)
