"""Feeds: what each has to name, how long it waits after a failure, and what becomes of it as far as it has come."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.feed import Feed, next_run, pause_after
from cockpit.domain.feed_progress import (
    MOST_BAD_LINES,
    BadLine,
    FeedFault,
    FeedProgress,
    FeedState,
    LineFault,
    feed_state,
    progress_from,
    progress_text,
)
from cockpit.domain.problem import Refused
from cockpit.domain.validation import validated

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def feed(**values: Any) -> Feed:
    return validated(Feed, {"uid": "f", "title": "Probe", "kpi": "k", "path": "/var/log/probe.csv", **values})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"path": ""}, "path"),
        ({"source": "command"}, "command"),
        ({"every": 0}, "every"),
        ({"limit": 3601}, "limit"),
    ],
)
def test_a_feed_says_what_is_wrong_with_it(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        feed(**values)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_arguments_are_kept_one_by_one() -> None:
    command = feed(source="command", command=["/usr/bin/probe", "--host=a b", "*.csv; rm", "$HOME"])
    assert command.words == ("command", "/usr/bin/probe", "--host=a b", "*.csv; rm", "$HOME")
    assert feed().words == ("file", "/var/log/probe.csv")


@pytest.mark.parametrize(("failures", "seconds"), [(1, 1), (2, 2), (3, 4), (5, 16), (9, 256), (10, 300), (10**6, 300)])
def test_the_wait_doubles_up_to_five_minutes(failures: int, seconds: int) -> None:
    assert pause_after(failures) == timedelta(seconds=seconds)


def test_a_command_is_run_again_after_its_interval_and_not_sooner_once_it_fails() -> None:
    often, seldom = feed(source="command", command=["x"], every=2), feed(source="command", command=["x"], every=3600)
    assert next_run(often, NOW) == NOW + timedelta(seconds=2)
    assert next_run(often, NOW, failures=4) == NOW + timedelta(seconds=8)
    assert next_run(seldom, NOW, failures=4) == NOW + timedelta(hours=1)


def test_since_when_a_feed_fails_is_when_it_first_did() -> None:
    begun = FeedProgress(feed().layout, taken=1, taken_at=NOW)
    first = begun.failing(FeedFault.UNREADABLE, "Permission denied", NOW)
    again = first.failing(FeedFault.UNREADABLE, "Is a directory", NOW + timedelta(minutes=5))
    assert again.fault is not None
    assert (again.fault.since, again.fault.tried, again.fault.failures) == (NOW, NOW + timedelta(minutes=5), 2)
    assert again.fault.detail == "Is a directory"


def test_a_file_that_is_not_there_is_waited_for_and_no_failure() -> None:
    waiting = FeedProgress(feed().layout).failing(FeedFault.MISSING, "/var/log/probe.csv", NOW)
    failing = waiting.failing(FeedFault.UNREADABLE, "Permission denied", NOW + timedelta(hours=1))
    assert feed_state(feed(), waiting, trusted=True) is FeedState.WAITING
    assert feed_state(feed(), failing, trusted=True) is FeedState.FAILING
    assert failing.fault is not None
    assert failing.fault.since == NOW + timedelta(hours=1)


def test_what_becomes_of_a_feed() -> None:
    running = FeedProgress(feed().layout, taken=1, taken_at=NOW)
    assert feed_state(feed(), None, trusted=True) is FeedState.WAITING
    assert feed_state(feed(), None, trusted=False) is FeedState.UNTRUSTED
    assert feed_state(feed(), running, trusted=True) is FeedState.RUNNING
    assert feed_state(feed(), running, trusted=False) is FeedState.RUNNING, "somebody else follows it"
    assert feed_state(feed(enabled=False), running, trusted=True) is FeedState.OFF
    assert feed_state(feed(path="/elsewhere.csv"), running, trusted=False) is FeedState.UNTRUSTED, "that was another file"


def test_all_bad_lines_are_counted_and_the_last_ones_kept() -> None:
    lines = [BadLine(number, LineFault.NO_NUMBER, "x" * 1000) for number in range(1, MOST_BAD_LINES + 8)]
    progress = FeedProgress().with_bad(lines[:3]).with_bad(lines[3:])
    assert progress.bad == MOST_BAD_LINES + 7
    assert [each.line for each in progress.bad_lines] == list(range(8, MOST_BAD_LINES + 8))
    assert max(len(each.detail) for each in progress.bad_lines) <= 80


_INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)


@given(
    st.lists(st.text(max_size=20)), st.sampled_from(FeedFault), st.text(max_size=200), _INSTANTS, st.none() | _INSTANTS,
    st.lists(st.builds(BadLine, st.integers(1), st.sampled_from(LineFault), st.text(max_size=100))),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
)  # fmt: skip
def test_progress_is_read_as_it_was_written(
    layout: list[str],
    why: FeedFault,
    detail: str,
    now: datetime,
    taken_at: datetime | None,
    bad: list[BadLine],
    value: float | None,
) -> None:
    progress = FeedProgress(tuple(layout), {"offset": 3}, 5, 1, value=value, measured_at="2026-03-02", taken_at=taken_at)
    for each in (progress, progress.with_bad(bad), progress.failing(why, detail, now), replace(progress, ran_at=now)):
        assert progress_from(progress_text(each)) == each


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"layout": 3}', "[" * 100_000])
def test_what_is_no_progress_is_none(text: str) -> None:
    assert progress_from(text) == FeedProgress()


@pytest.mark.parametrize(
    "wrong",
    [
        {"taken": math.inf}, {"ran_at": "2026-03-02T09:00"}, {"taken_at": "2026-03-02"},
        {"fault": {"why": "late", "detail": "", "since": "2026-03-02T09:00Z", "tried": "2026-03-02T09:00", "failures": 1}},
    ],
)  # fmt: skip
def test_a_progress_with_numbers_that_are_none_or_moments_without_a_zone_is_none(wrong: dict[str, Any]) -> None:
    told = {**json.loads(progress_text(FeedProgress(taken=3))), **wrong}
    assert progress_from(json.dumps(told)) == FeedProgress()
