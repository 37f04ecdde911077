"""The usage rate of the waves whose day has come, and who would have to use it."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.domain.confidence import ConfidencePart, confidence
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.message import Message
from cockpit.domain.person import Person
from cockpit.domain.wave import Wave, WaveStatus, usage
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, project, row
from tests.domain.remedies import asked, holds, never_worse, proven


def words(said: Message) -> str:
    """A message as it is read, its spaces all alike."""
    return say(said).replace("\N{NO-BREAK SPACE}", " ")


def wave(number: int, enabled: int = 0, active: int = 0, began: int | None = 30, **values: Any) -> Wave:
    starts_on = None if began is None else days_ago(began)
    return row(Wave, f"V-{number}", number=number, starts_on=starts_on, enabled=enabled, active=active, **values)


@pytest.mark.parametrize(
    ("waves", "state", "summary"),
    [
        ([wave(1, 100, 70)], MET, "70 of 100 who have it use it (70 %)"),
        ([wave(1, 100, 69)], NOT_MET, "69 of 100 who have it use it (69 %)"),
        ([wave(1, 40, 20), wave(2, 60, 55)], MET, "75 of 100 who have it use it (75 %)"),
        ([wave(1, 40, 30), wave(2, 60, 10, began=-1)], MET, "30 of 40 who have it use it (75 %)"),
        ([wave(1, 40, 30, began=None)], MET, "30 of 40 who have it use it (75 %)"),
        # What was rolled back is over, and what is more than those who have it makes up for nobody else.
        ([wave(1, 100, 0, status="rolled_back"), wave(2, 100, 80)], MET, "80 of 100 who have it use it (80 %)"),
        ([wave(1, 100, 90, status="rolled_back")], INSUFFICIENT, "nobody has it yet"),
        ([wave(1, 10, 60), wave(2, 70, 0)], NOT_MET, "10 of 80 who have it use it (12 %)"),
        ([wave(1)], INSUFFICIENT, "nobody has it yet"),
        ([], INSUFFICIENT, "nobody has it yet"),
    ],
)
def test_those_who_use_it_are_counted_over_all_waves_whose_day_has_come(
    waves: list[Wave], state: CriterionState, summary: str
) -> None:
    found = asked("usage_rate", *waves).finding
    assert (found.state, words(found.summary)) == (state, summary)


def test_it_tells_each_wave_and_the_distance() -> None:
    found = asked("usage_rate", wave(1, 40, 20), wave(2, 60, 30), settings={"at_least": 0.5}).finding
    assert words(found.rule) == (
        "50 % of those who have it, in the waves whose day has come and that were not rolled back, use it"
    )
    assert found.margin is not None
    assert words(found.margin) == "+0 pt"
    assert [(each.ref, words(each.said), each.good) for each in found.observations] == [
        ("V-1", "20 of 40 use it (50 %)", True), ("V-2", "30 of 60 use it (50 %)", True)
    ]  # fmt: skip


def test_confidence_counts_the_same() -> None:
    state = project(wave(1, 40, 20), wave(2, 60, 30), wave(3, 500, 0, began=-3))
    assert usage(state, TODAY).share == 0.5
    (rating,) = (each for each in confidence(state, TODAY).ratings if each.part is ConfidencePart.USAGE)
    assert words(rating.said) == "50 of 100 who have it use it (50 %)"


def test_the_wave_with_the_most_room_is_asked_first() -> None:
    lea = row(Person, "P-1", handle="lea", name="Lea")
    # 70 of 100 are needed and 30 use it: 40 more, for which V-2 has room (50 of 60).
    remedy = proven("usage_rate", wave(1, 40, 20, owner="P-1"), wave(2, 60, 10, owner="P-1"), lea)
    assert [(words(each.said), each.uid, each.owner) for each in remedy.steps] == [
        ("40 more active users in V-2 Row V-2", "V-2", "P-1")
    ]
    # 100 of 100: 20 and 50.
    every = proven("usage_rate", wave(1, 40, 20), wave(2, 60, 10), settings={"at_least": 1.0})
    assert [words(each.said) for each in every.steps] == [
        "50 more active users in V-2 Row V-2",
        "20 more active users in V-1 Row V-1",
    ]


def test_where_nobody_has_it_a_wave_has_to_begin() -> None:
    (step,) = proven("usage_rate", wave(2, began=-20), wave(1, began=-10, size=50)).steps
    assert (words(step.said), step.on) == ("give it to 50 in V-1 Row V-1, of whom 35 use it", TODAY + timedelta(10))
    (now,) = proven("usage_rate", wave(1, began=3), wave(2, began=-20, size=50)).steps
    assert (words(now.said), now.on) == ("give it to 1 in V-1 Row V-1, of whom 1 uses it", None)
    nowhere = asked("usage_rate", wave(1, status="rolled_back")).remedy
    assert [words(each) for each in nowhere.stuck] == ["plan a wave: nobody has it yet"]


def test_where_those_of_a_wave_to_come_have_it_already_its_day_has_to_come() -> None:
    enough = asked("usage_rate", wave(1, 100, 90, began=-5)).remedy
    assert [(words(each.said), each.on) for each in enough.steps] == [
        ("wait until Mon 23 Mar 2026, when V-1 Row V-1 starts", TODAY + timedelta(5))
    ]
    few = asked("usage_rate", wave(1, 100, 50, began=-5)).remedy
    assert [words(each.said) for each in few.steps] == [
        "wait until Mon 23 Mar 2026, when V-1 Row V-1 starts", "20 more active users in V-1 Row V-1"
    ]  # fmt: skip


@st.composite
def waves(draw: st.DrawFn) -> list[Wave]:
    found = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        began = draw(st.integers(-40, 40) | st.none())
        # Nobody has it before its wave begins.
        enabled = draw(st.integers(0, 30)) if began is None or began >= 0 else 0
        status = draw(st.sampled_from(WaveStatus)).value
        found.append(wave(number, enabled, draw(st.integers(0, 35)), began, size=draw(st.integers(0, 20)), status=status))
    return found


@settings(deadline=None)
@given(rows=waves(), at_least=st.floats(0.01, 1), later=st.integers(0, 40))
def test_what_turns_it_does(rows: list[Wave], at_least: float, later: int) -> None:
    holds(asked("usage_rate", *rows, settings={"at_least": at_least}), TODAY + timedelta(later))


@given(rows=waves(), at_least=st.floats(0.01, 1), place=st.integers(0, 3), more=st.integers(1, 20))
def test_more_users_never_worsen_it(rows: list[Wave], at_least: float, place: int, more: int) -> None:
    if place >= len(rows):
        return
    better = [each.changed(active=each.active + more) if each is rows[place] else each for each in rows]
    states = [asked("usage_rate", *some, settings={"at_least": at_least}).finding.state for some in (rows, better)]
    assert never_worse(*states)
