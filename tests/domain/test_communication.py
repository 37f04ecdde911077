"""When a channel of the communication plan is in force, and when it is alive."""

from typing import Any

import pytest

from cockpit.domain.communication import Channel, Communication, in_force, is_alive, last_held
from tests.domain.projects import TODAY, days_ago, project, row


def channel(**values: Any) -> Channel:
    return row(Channel, "CN-1", **values)


def times(*days: int) -> list[Communication]:
    return [row(Communication, f"CM-{number}", channel="CN-1", held_on=days_ago(each)) for number, each in enumerate(days, 1)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, True),
        ({"starts_on": TODAY}, True),
        ({"starts_on": days_ago(-1)}, False),
        ({"ends_on": TODAY}, True),
        ({"ends_on": days_ago(1)}, False),
        ({"starts_on": days_ago(9), "ends_on": days_ago(-9)}, True),
    ],
)
def test_a_channel_is_in_force_from_its_first_day_to_its_last(values: dict[str, Any], expected: bool) -> None:
    assert in_force(channel(**values), TODAY) is expected


def test_the_last_time_is_the_last_one_by_the_day() -> None:
    state = project(channel(), *times(3, 30, -2))
    last = last_held(state, channel(), TODAY)
    assert last is not None
    assert last.ref == "CM-1"
    assert last_held(state, channel(), days_ago(31)) is None


@pytest.mark.parametrize(
    ("days", "started", "patience", "alive"),
    [
        # Every 7 days: 1.5 times that is 10.5 days.
        ([10], None, 1.5, True),
        ([11], None, 1.5, False),
        ([7], None, 1.0, True),
        ([8], None, 1.0, False),
        ([], None, 1.5, False),
        ([], 10, 1.5, None),
        ([], 11, 1.5, False),
        ([], 7, 1.0, None),
        ([], 8, 1.0, False),
        ([40], 10, 1.5, None),
        ([40], 11, 1.5, False),
        ([2], 10, 1.5, True),
        ([40, 9], 60, 1.5, True),
    ],
)
def test_a_channel_is_alive_as_long_as_it_keeps_about_its_pace(
    days: list[int], started: int | None, patience: float, alive: bool | None
) -> None:
    subject = channel(every_days=7, starts_on=None if started is None else days_ago(started))
    assert is_alive(project(subject, *times(*days)), subject, TODAY, patience) is alive
