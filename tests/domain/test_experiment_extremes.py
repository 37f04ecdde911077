"""What no data may do to a statistic: a figure that is none, an exception, an interval without a width, a word too many."""

import math
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cockpit.domain.experiment import Experiment, Look
from cockpit.domain.experiment_analysis import Conclusion, Method, analysed
from cockpit.domain.experiment_words import concluded, difference_of, guarded, interval_of, planned
from cockpit.domain.mean import Sample, compared
from cockpit.domain.message import Message
from cockpit.domain.proportion import Interval, Share, difference_interval, pooled_z
from cockpit.domain.survey import score
from tests.domain.projects import TODAY, project, row
from tests.thoroughness import examples

BEGIN = TODAY - timedelta(weeks=10)

many = st.sampled_from((1, 2, 3, 10, 1000, 10**9)) | st.integers(1, 10**6)
ends = st.sampled_from((0.0, 0.5, 1.0)) | st.floats(0, 1)
values = st.sampled_from((0.0, 1.0, -1.0, 1e9, -1e9, 1e-9)) | st.floats(-1e12, 1e12)
spreads = st.sampled_from((0.0, 1e-9, 1.0, 1e9)) | st.floats(0, 1e12)


def shares() -> st.SearchStrategy[Share]:
    """Shares, none and all of the cases among them often."""
    return st.builds(lambda count, part: Share(round(part * count), count), many, ends)


def assert_wide(interval: Interval) -> None:
    """The interval is made of numbers and has a width."""
    assert math.isfinite(interval.low)
    assert math.isfinite(interval.high)
    assert interval.low < interval.high


@settings(deadline=None)
@given(shares(), shares())
@example(Share(0, 1), Share(0, 1))
@example(Share(1, 1), Share(1, 1))
@example(Share(0, 10**9), Share(10**9, 10**9))
def test_two_shares_always_have_an_interval_around_their_difference(control: Share, pilot: Share) -> None:
    interval = difference_interval(control, pilot)
    assert_wide(interval)
    assert -1 <= interval.low <= pilot.rate - control.rate <= interval.high <= 1
    z = pooled_z(control, pilot)
    assert z is None or math.isfinite(z)


@settings(deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
@example(1, 0, 0)
@example(0, 1, 0)
@example(10**9, 0, 0)
@example(0, 0, 10**9)
def test_a_score_has_an_interval_on_its_scale_unless_nobody_answered(promoters: int, passives: int, detractors: int) -> None:
    found = score(promoters, passives, detractors)
    if promoters + passives + detractors == 0:
        assert found is None
        return
    assert found is not None
    assert_wide(Interval(found.low, found.high))
    assert -100 <= found.low <= 100
    assert -100 <= found.high <= 100
    assert -100 <= found.value <= 100


@settings(deadline=None)
@given(values, spreads, st.integers(1, 10**6), values, spreads, st.integers(1, 10**6))
@example(5, 0, 10, 5, 0, 10)
@example(5, 0, 10, 7, 0, 10)
@example(1e12, 1e-9, 2, 1e12, 1e-9, 2)
@example(5, 1, 1, 5, 1, 2)
def test_two_means_have_an_interval_or_none(
    mean: float, deviation: float, count: int, other_mean: float, other_deviation: float, other_count: int
) -> None:
    found = compared(Sample(mean, deviation, count), Sample(other_mean, other_deviation, other_count))
    if min(count, other_count) < 2 or deviation == other_deviation == 0:
        assert found is None
    if found is not None:
        assert_wide(found.interval)
        assert found.interval.low <= found.difference <= found.interval.high
        assert 0 <= found.p_value <= 1
        assert found.degrees > 0


def test_deviations_whose_squares_are_no_numbers_tell_nothing() -> None:
    assert compared(Sample(0, 1e200, 5), Sample(1, 1e200, 5)) is None


@st.composite
def looks(draw: st.DrawFn) -> list[Look]:
    """Looks at an experiment on a share, at most five, in any order of size."""
    found = []
    for number in range(draw(st.integers(0, 5))):
        pilot, control = draw(shares()), draw(shares())
        found.append(
            row(
                Look, f"LK-{number}", experiment="EX-1", looked_on=BEGIN + timedelta(weeks=number), pilot_n=pilot.count,
                control_n=control.count, pilot_successes=pilot.successes, control_successes=control.successes,
            )
        )  # fmt: skip
    return found


@st.composite
def mean_looks(draw: st.DrawFn) -> list[Look]:
    """Looks at an experiment on a mean, at most three; often with values of which none differs from another."""
    found = []
    for number in range(draw(st.integers(0, 3))):
        found.append(
            row(
                Look, f"LK-{number}", experiment="EX-1", looked_on=BEGIN + timedelta(weeks=number), pilot_n=draw(many),
                control_n=draw(many), pilot_mean=draw(values), control_mean=draw(values), pilot_sd=draw(spreads),
                control_sd=draw(spreads),
            )
        )  # fmt: skip
    return found


def assert_sound(seen: list[Look], planned_size: int | None, planned_looks: int, metric: str) -> None:
    """Whatever was seen, there are sentences, intervals have a width, and a difference is significant only beyond a bound."""
    experiment = row(
        Experiment, "EX-1", metric=metric, planned_per_arm=planned_size, looks=planned_looks, minimum_effect=0.05, margin=0.1,
        starts_on=BEGIN,
    )  # fmt: skip
    analysis = analysed(project(experiment, *seen), experiment, TODAY)
    for look in analysis.looks:
        assert math.isfinite(look.difference)
        if look.interval is not None:
            assert_wide(look.interval)
        assert look.z is None or math.isfinite(look.z)
        difference_of(analysis, look.difference)
        interval_of(analysis, look)
    said = concluded(analysis)
    assert isinstance(planned(analysis), Message)
    guarded(analysis)
    assert "nan" not in str(said.parts).lower()
    if "significant" in said.text:
        assert any(look.crossed for look in analysis.looks)
        assert analysis.conclusion in (Conclusion.BETTER, Conclusion.WORSE)


sizes = st.none() | st.sampled_from((1, 10, 10**6))


@given(looks(), sizes, st.integers(1, 6))
@examples(60)
def test_shares_of_any_look_are_told(seen: list[Look], planned_size: int | None, planned_looks: int) -> None:
    assert_sound(seen, planned_size, planned_looks, "proportion")


@given(mean_looks(), sizes, st.integers(1, 4))
@examples(60)
def test_means_of_any_look_are_told(seen: list[Look], planned_size: int | None, planned_looks: int) -> None:
    assert_sound(seen, planned_size, planned_looks, "mean")


@pytest.mark.parametrize(("planned_size", "method"), [(10, Method.GROUP_SEQUENTIAL), (None, Method.CONFIDENCE_SEQUENCE)])
def test_values_of_which_none_differs_tell_nothing_though_their_means_do(planned_size: int | None, method: Method) -> None:
    look = row(
        Look, "LK-1", experiment="EX-1", looked_on=BEGIN, pilot_n=10, control_n=10, pilot_mean=5, control_mean=4, pilot_sd=0,
        control_sd=0,
    )  # fmt: skip
    experiment = row(Experiment, "EX-1", metric="mean", planned_per_arm=planned_size, looks=1)
    analysis = analysed(project(experiment, look), experiment, TODAY)
    assert analysis.method is method
    assert analysis.conclusion is Conclusion.OPEN
    assert analysis.last is not None
    assert analysis.last.interval is None
    assert concluded(analysis).text == "nothing may be concluded: no value differs from another"
