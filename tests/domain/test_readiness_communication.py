"""What a gate asks of the communication plan: that it is lived."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.communication import Channel, Communication
from cockpit.domain.entity import Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.gate import Answer, Criterion, GatePolicy
from cockpit.domain.message import Message
from cockpit.domain.milestone import Milestone
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import criterion_problems, verdict
from cockpit.domain.readiness.way import shortest_way
from cockpit.language import say as told
from tests.domain.projects import TODAY, days_ago, project, row
from tests.domain.remedies import asked, never_worse, proven

LEA, MAX = row(Person, "P-1", handle="lea", name="Lea"), row(Person, "P-2", handle="max", name="Max")


def say(sentence: Message | None) -> str | None:
    """A sentence in English, its blanks plain."""
    return None if sentence is None else told(sentence).replace("\N{NO-BREAK SPACE}", " ")


def channel(number: int, **values: Any) -> Channel:
    return row(Channel, f"CN-{number}", **{"title": f"Ritual {number}", "owner": "P-1", **values})


def held(number: int, days: int, place: int = 0) -> Communication:
    return row(Communication, f"CM-{number}{place}", channel=f"CN-{number}", held_on=days_ago(days))


@pytest.mark.parametrize(
    ("rows", "state", "summary", "margin", "observed_on"),
    [
        ([], INSUFFICIENT, "no channel is planned", None, None),
        ([channel(1, ends_on=days_ago(1)), held(1, 20)], INSUFFICIENT, "no channel is planned", None, None),
        ([channel(1), held(1, 3)], MET, "1 channel alive", "+7 days", days_ago(3)),
        ([channel(1), channel(2), held(1, 10), held(2, 2), held(2, 70, 1)], MET, "2 channels alive", "+0 days", days_ago(10)),
        (
            [channel(1), channel(2), held(1, 12), held(2, 2)],
            NOT_MET,
            "1 of 2: CN-1 last took place 12 days ago",
            "−2 days",
            days_ago(12),
        ),
        ([channel(1), channel(2), held(2, 2)], NOT_MET, "1 of 2: CN-1 never took place", "+8 days", days_ago(2)),
        # It started last week, and has not had to take place: it neither helps nor harms.
        ([channel(1, starts_on=days_ago(8)), channel(2), held(2, 2)], MET, "1 channel alive", "+8 days", days_ago(2)),
        ([channel(1, starts_on=days_ago(8))], INSUFFICIENT, "no channel has had to take place yet", None, None),
        ([channel(1, starts_on=days_ago(11))], NOT_MET, "1 of 1: CN-1 never took place", None, None),
    ],
)
def test_every_channel_in_force_has_to_take_place(
    rows: list[Entity], state: CriterionState, summary: str, margin: str | None, observed_on: date | None
) -> None:
    found = asked("communication_alive", LEA, *rows).finding
    assert (found.state, say(found.summary), say(found.margin), found.observed_on) == (state, summary, margin, observed_on)
    proven("communication_alive", LEA, *rows)


def test_each_channel_is_observed_with_its_pace_and_its_last_time() -> None:
    rows = [LEA, channel(1), held(1, 3), channel(2, every_days=14, starts_on=days_ago(5)), channel(3, every_days=30)]
    found = asked("communication_alive", *rows).finding
    assert [(each.ref, say(each.said), each.on, each.good) for each in found.observations] == [
        ("CN-1", "every 7 d, last 3 days ago", days_ago(3), True),
        ("CN-2", "every 14 d since Fri 13 Mar 2026, never took place", None, None),
        ("CN-3", "every 30 d, never took place", None, False),
    ]


def test_patience_can_be_set() -> None:
    rows = [LEA, channel(1), held(1, 14)]
    assert asked("communication_alive", *rows, settings={"patience": 2}).finding.state is MET
    assert asked("communication_alive", *rows, settings={"patience": 1.9}).finding.state is NOT_MET


@pytest.mark.parametrize(
    ("rows", "steps"),
    [
        ([], [("plan how to speak to those concerned, and begin", None)]),
        (
            [channel(1), held(1, 20), channel(2, owner="P-2")],
            [
                ("let CN-1 Ritual 1 take place: it last took place 20 days ago", "P-1"),
                ("let CN-2 Ritual 2 take place: it never took place", "P-2"),
            ],
        ),
        ([channel(1, starts_on=days_ago(2))], [("let CN-1 Ritual 1 take place: it never took place", "P-1")]),
    ],
)
def test_what_fell_silent_is_to_take_place(rows: list[Entity], steps: list[tuple[str, str | None]]) -> None:
    remedy = proven("communication_alive", LEA, MAX, *rows)
    assert [(say(step.said), step.owner) for step in remedy.steps] == steps


def test_what_will_be_due_by_a_later_day_is_one_step_for_each_owner() -> None:
    rows = [
        channel(1), held(1, 2), channel(2, owner="P-2"), held(2, 2), channel(3), held(3, 5), channel(4, every_days=60), held(4, 1),
        channel(5), held(5, 30), channel(6, owner="P-2", starts_on=days_ago(-1)),
    ]  # fmt: skip
    # By 14 days from now, those of every week have been silent for 16 days or more; the fifth is silent today.
    remedy = proven("communication_alive", LEA, MAX, *rows, by=days_ago(-14))
    assert [(step.key, say(step.said), step.owner) for step in remedy.steps] == [
        (("hold", "CN-5"), "let CN-5 Ritual 5 take place: it last took place 30 days ago", "P-1"),
        (("hold", "CN-1", "CN-3"), "let CN-1, CN-3 take place by then", "P-1"),
        (("hold", "CN-2", "CN-6"), "let CN-2, CN-6 take place by then", "P-2"),
    ]


def test_two_criteria_may_be_more_or_less_patient() -> None:
    policy = row(GatePolicy, "GP-1", gate="pilot")
    milestone = row(Milestone, "M-1", planned_on=days_ago(-14))
    asking = [("communication_alive", {"patience": 1}), ("communication_alive", {"patience": 2}), ("milestone_adherence", {})]
    rows = [
        row(Criterion, f"CR-{number}", policy="GP-1", rule=rule, settings=settings)
        for number, (rule, settings) in enumerate(asking)
    ]
    channels = [channel(1, every_days=10), channel(2, every_days=8), held(1, 1), held(2, 4)]
    # The milestone is reached in 14 days: the first channel was 15 days silent by then, the second one 18.
    found = verdict(project(policy, LEA, milestone, *rows, *channels), PhaseCode.PILOT, TODAY)
    way = shortest_way(found)
    assert (way.answer, way.on) == (Answer.GO, days_ago(-14))
    assert {channel for step in way.steps if step.key[0] == "hold" for channel in step.key[1:]} == {"CN-1", "CN-2"}


def test_patience_has_its_bounds() -> None:
    refused = [
        bool(list(criterion_problems(project(), "communication_alive", {"patience": value}))) for value in (0.99, 1, 10, 10.1)
    ]
    assert refused == [True, False, False, True]


channels = st.lists(
    st.tuples(
        st.sampled_from([1, 7, 30]),
        st.sampled_from([None, "P-1", "P-2"]),
        st.sampled_from([None, 60, 9, 0, -5, -20]),
        st.sampled_from([None, 2, 0, -4, -30]),
        st.lists(st.integers(-3, 50), max_size=2),
    ),
    max_size=5,
)
GivenChannels = list[tuple[int, str | None, int | None, int | None, list[int]]]


def rows_of(given_channels: GivenChannels) -> list[Entity]:
    """Channels: every how many days, whose, how many days ago they started, ended and took place."""
    rows: list[Entity] = [LEA, MAX]
    for number, (every, owner, started, ended, times) in enumerate(given_channels, 1):
        starts_on, ends_on = (None if days is None else days_ago(days) for days in (started, ended))
        if starts_on and ends_on and ends_on < starts_on:
            ends_on = None
        rows.append(channel(number, every_days=every, owner=owner, starts_on=starts_on, ends_on=ends_on))
        rows += [held(number, days, place) for place, days in enumerate(times)]
    return rows


@given(channels, st.sampled_from([1.0, 1.5, 3.0]), st.integers(0, 45))
def test_the_remedy_of_silent_channels_holds(given_channels: GivenChannels, patience: float, days: int) -> None:
    by = TODAY + timedelta(days=days)
    proven("communication_alive", *rows_of(given_channels), settings={"patience": patience}, by=by)


@given(channels, st.integers(1, 5), st.integers(0, 40))
def test_a_time_more_never_worsens_it(given_channels: GivenChannels, number: int, days: int) -> None:
    rows = rows_of(given_channels)
    if number > len(given_channels):
        return
    before = asked("communication_alive", *rows).finding.state
    assert never_worse(before, asked("communication_alive", *rows, held(number, days, 9)).finding.state)
