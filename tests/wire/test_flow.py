import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.wire.flow import Flow
from tests.thoroughness import examples


def test_little_asks_nothing() -> None:
    flow = Flow()
    assert not any(flow.wrote(300, now) for now in (0.0, 0.1, 0.2))
    assert not flow.open
    assert flow.delay(0.3) == 0


def test_more_waits_until_the_terminal_has_read_what_is_under_way() -> None:
    flow = Flow()
    assert flow.wrote(5_000, 10.0)
    assert flow.delay(10.0) == 0
    assert flow.wrote(4_000, 10.1)
    assert flow.delay(10.2) == pytest.approx(1.8)
    assert flow.answered()
    assert flow.delay(10.3) == 0
    assert flow.open
    assert flow.answered()
    assert not flow.open


def test_an_answer_to_somebody_else_is_passed_on() -> None:
    assert not Flow().answered()


def test_a_terminal_that_does_not_answer_is_not_asked_any_more() -> None:
    flow = Flow()
    assert flow.wrote(9_000, 0.0)
    assert flow.delay(1.9) == pytest.approx(0.1)
    assert flow.delay(2.0) == 0
    assert not flow.wrote(9_000, 2.1)
    assert flow.delay(2.2) == 0
    assert flow.answered()  # too late, and nobody else's
    assert flow.delay(2.3) == 0
    assert not flow.answered()


@given(st.lists(st.tuples(st.integers(1, 6_000), st.floats(0.0, 0.6), st.booleans()), max_size=30))
@examples(100)
def test_no_more_is_under_way_than_agreed_and_nobody_waits_for_ever(steps: list[tuple[int, float, bool]]) -> None:
    flow, now, under_way, answering = Flow(), 0.0, [0], True
    asked_at: list[float] = []
    for count, pause, answers in steps:
        answering = answering and not (asked_at and now - asked_at[0] >= 2.0)
        if flow.delay(now) == 0:
            assert not answering or sum(under_way) < 8_000
            under_way[-1] += count
            if flow.wrote(count, now):
                under_way.append(0)
                asked_at.append(now)
        now += pause
        if answers and asked_at and flow.answered():
            under_way.pop(0)
            asked_at.pop(0)
    assert flow.delay(now) <= 2.0
    assert flow.delay(now + 2.0) == 0
