"""What a gate asks of the deliverables of its phase."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.entity import Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.message import Message
from cockpit.domain.person import Person
from cockpit.domain.phase import Deliverable, DeliverableState, Phase, is_accepted
from cockpit.domain.readiness import criterion_problems
from cockpit.language import say as told
from tests.domain.projects import TODAY, days_ago, project, row
from tests.domain.remedies import asked, never_worse, proven

LEA = row(Person, "P-1", handle="lea", name="Lea")
PILOT, STEERING = row(Phase, "PH-3", code="pilot"), row(Phase, "PH-2", code="steering")


def say(sentence: Message | None) -> str | None:
    """A sentence in English, its blanks plain."""
    return None if sentence is None else told(sentence).replace("\N{NO-BREAK SPACE}", " ")


def deliverable(number: int, state: str = "accepted", **values: Any) -> Deliverable:
    return row(Deliverable, f"DE-{number}", **{"title": f"Thing {number}", "phase": "PH-3", "state": state, **values})


@pytest.mark.parametrize(
    ("subject", "accepted"),
    [
        (deliverable(1), True),
        (deliverable(1, accepted_on=TODAY), True),
        (deliverable(1, accepted_on=days_ago(-1)), False),
        (deliverable(1, "delivered", accepted_on=days_ago(1)), False),
    ],
)
def test_a_deliverable_is_accepted_from_the_day_on_which_it_was(subject: Deliverable, accepted: bool) -> None:
    assert is_accepted(subject, TODAY) is accepted


@pytest.mark.parametrize(
    ("rows", "settings", "state", "summary", "margin"),
    [
        ([], {}, INSUFFICIENT, "no deliverable is written down for the phase pilot", None),
        ([PILOT], {}, INSUFFICIENT, "no deliverable is written down for the phase pilot", None),
        (
            [PILOT, STEERING, deliverable(1, phase="PH-2")],
            {},
            INSUFFICIENT,
            "no deliverable is written down for the phase pilot",
            None,
        ),
        ([PILOT, deliverable(1), deliverable(2)], {}, MET, "2 of 2 accepted (100 %)", "+0 pt"),
        (
            [PILOT, deliverable(1), deliverable(2, "doing"), deliverable(3)],
            {},
            NOT_MET,
            "2 of 3 accepted (67 %); missing DE-2 Thing 2",
            "−33 pt",
        ),
        (
            [PILOT, deliverable(1), deliverable(2, "doing"), deliverable(3)],
            {"share": 0.6},
            MET,
            "2 of 3 accepted (67 %)",
            "+7 pt",
        ),
        ([PILOT, deliverable(1), deliverable(2, "to_do")], {"share": 0.5}, MET, "1 of 2 accepted (50 %)", "+0 pt"),
    ],
)
def test_the_share_that_is_accepted_decides(
    rows: list[Entity], settings: dict[str, Any], state: CriterionState, summary: str, margin: str | None
) -> None:
    found = asked("deliverables_accepted", LEA, *rows, settings=settings).finding
    assert (found.state, say(found.summary), say(found.margin)) == (state, summary, margin)
    proven("deliverables_accepted", LEA, *rows, settings=settings)


@pytest.mark.parametrize("share", [0, 1.01, 2])
def test_no_more_than_all_and_no_less_than_some_can_be_asked_for(share: float) -> None:
    (problem,) = criterion_problems(project(), "deliverables_accepted", {"share": share})
    assert "it must be a number from 0.01 to 1" in (say(problem.message) or "")


def test_each_deliverable_is_observed_with_where_it_stands() -> None:
    rows = [
        PILOT, deliverable(1, accepted_on=days_ago(9)), deliverable(2), deliverable(3, accepted_on=days_ago(-2)),
        deliverable(4, "doing", due_on=date(2026, 3, 2)), deliverable(5, "delivered"), deliverable(6, accepted_on=days_ago(4)),
    ]  # fmt: skip
    found = asked("deliverables_accepted", *rows).finding
    assert [(each.ref, say(each.said), each.on, each.good) for each in found.observations] == [
        ("DE-1", "accepted on Mon 9 Mar 2026", days_ago(9), True),
        ("DE-2", "accepted", None, True),
        ("DE-3", "accepted later", None, False),
        ("DE-4", "doing, due Mon 2 Mar 2026", None, False),
        ("DE-5", "delivered", None, False),
        ("DE-6", "accepted on Sat 14 Mar 2026", days_ago(4), True),
    ]
    assert found.observed_on == days_ago(4)


def test_those_furthest_along_are_accepted_first_and_no_more_than_it_takes() -> None:
    rows = [
        LEA, PILOT, deliverable(1, "to_do"), deliverable(2, "doing"), deliverable(3, "delivered", due_on=days_ago(1), owner="P-1"),
        deliverable(4, "delivered", due_on=days_ago(3)), deliverable(5),
    ]  # fmt: skip
    # Of 5, 60 % are 3; one is accepted.
    remedy = proven("deliverables_accepted", *rows, settings={"share": 0.6})
    assert [(step.key, say(step.said), step.owner) for step in remedy.steps] == [
        (("accept", "DE-4"), "have DE-4 Thing 4 accepted", None),
        (("accept", "DE-3"), "have DE-3 Thing 3 accepted", "P-1"),
    ]
    assert [step.uid for step in proven("deliverables_accepted", *rows).steps] == ["DE-4", "DE-3", "DE-2", "DE-1"]


@pytest.mark.parametrize("rows", [[], [PILOT], [STEERING]])
def test_where_nothing_is_written_down_that_is_the_step(rows: list[Entity]) -> None:
    (step,) = proven("deliverables_accepted", *rows).steps
    assert say(step.said) == "write down what the phase pilot hands over, and have it accepted"
    assert step.uid == ("PH-3" if PILOT in rows else "")


deliverables = st.lists(
    st.tuples(
        st.sampled_from(list(DeliverableState)),
        st.sampled_from([None, -9, 0, 3]),
        st.sampled_from([None, -40, 1]),
        st.sampled_from(["PH-3", "PH-3", "PH-2"]),
    ),
    max_size=7,
)
shares = st.sampled_from([0.01, 0.3, 1 / 3, 0.5, 0.6, 2 / 3, 0.7, 0.9, 1.0])


def rows_of(given_ones: list[tuple[DeliverableState, int | None, int | None, str]]) -> list[Entity]:
    """Deliverables of two phases: their state, and how many days ago they were accepted and due."""
    rows: list[Entity] = [LEA, PILOT, STEERING]
    for number, (state, accepted, due, phase) in enumerate(given_ones, 1):
        accepted_on, due_on = (None if days is None else days_ago(days) for days in (accepted, due))
        rows.append(deliverable(number, state, accepted_on=accepted_on, due_on=due_on, phase=phase))
    return rows


@given(deliverables, shares, st.integers(0, 20))
def test_the_remedy_of_open_deliverables_holds(
    given_ones: list[tuple[DeliverableState, int | None, int | None, str]], share: float, days: int
) -> None:
    proven("deliverables_accepted", *rows_of(given_ones), settings={"share": share}, by=TODAY + timedelta(days=days))


@given(deliverables, shares, st.integers(0, 6))
def test_one_accepted_more_never_worsens_it(
    given_ones: list[tuple[DeliverableState, int | None, int | None, str]], share: float, place: int
) -> None:
    rows = rows_of(given_ones)
    before = asked("deliverables_accepted", *rows, settings={"share": share}).finding.state
    further = asked("deliverables_accepted", *rows, deliverable(99, accepted_on=TODAY), settings={"share": share}).finding.state
    assert never_worse(before, further)
    better = [
        each.changed(state=DeliverableState.ACCEPTED, accepted_on=TODAY) if each.uid == f"DE-{place}" else each for each in rows
    ]
    assert never_worse(before, asked("deliverables_accepted", *better, settings={"share": share}).finding.state)
