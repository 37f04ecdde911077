"""What an experiment allows to be concluded: planned looks, looks too many, groups that are not sound, harm and plans that fall short."""

from datetime import date, timedelta
from typing import Any

import pytest

from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET
from cockpit.domain.experiment import Experiment, Look
from cockpit.domain.experiment_analysis import Conclusion, ExperimentAnalysis, Method, analysed
from cockpit.domain.kpi import Kpi
from tests.domain.projects import TODAY, project, row

BEGIN = TODAY - timedelta(weeks=8)


def look(week: int, control: tuple[int, int], pilot: tuple[int, int]) -> Look:
    """What both groups had shown after so many weeks: successes and cases."""
    return row(
        Look, f"LK-{week}", experiment="EX-1", looked_on=BEGIN + timedelta(weeks=week), control_successes=control[0],
        control_n=control[1], pilot_successes=pilot[0], pilot_n=pilot[1],
    )  # fmt: skip


def found(*looks: Look, as_of: date = TODAY, direction: str = "higher", **values: Any) -> ExperimentAnalysis:
    """An experiment of four looks at 1,000 cases in each group, on the share of orders, which is 10 % before."""
    kpi = row(Kpi, "K-1", unit="%", baseline=10, target=12, direction=direction)
    usual = {"kpi": "K-1", "starts_on": BEGIN, "ends_on": BEGIN + timedelta(weeks=8), "planned_per_arm": 1000, "looks": 4}
    experiment = row(Experiment, "EX-1", **{**usual, **values})
    return analysed(project(kpi, experiment, *looks), experiment, as_of)


def test_before_the_first_look_there_is_a_plan_and_nothing_else() -> None:
    # R: power.prop.test(p1 = 0.10, p2 = 0.12, power = 0.8) needs 3840.847 in each group; 1,000 come in 8 weeks.
    analysis = found(minimum_effect=0.02)
    assert analysis.conclusion is Conclusion.NOT_BEGUN
    assert analysis.plan.needed == 3841
    assert analysis.plan.falls_short
    assert analysis.plan.weeks == pytest.approx(3841 / 125)


def test_a_plan_that_is_large_enough_does_not_fall_short() -> None:
    # R: power.prop.test(p1 = 0.10, p2 = 0.15, power = 0.8) needs 685.5 in each group.
    analysis = found(minimum_effect=0.05)
    assert analysis.plan.needed == 686
    assert not analysis.plan.falls_short


def test_an_effect_on_a_lower_is_better_share_is_looked_for_below() -> None:
    # R: power.prop.test(p1 = 0.10, p2 = 0.05, power = 0.8) needs 434.4 in each group.
    assert found(minimum_effect=0.05, direction="lower").plan.needed == 435


def test_halfway_a_z_that_a_single_test_would_take_is_not_enough() -> None:
    # 40 and 60 of 500: pooled 0.1, z = 0.04 / sqrt(0.09 x 2/500) = 2.108, above 1.96; the bound at half of four looks is 2.963.
    analysis = found(look(2, (20, 250), (28, 250)), look(4, (40, 500), (60, 500)))
    assert analysis.method is Method.GROUP_SEQUENTIAL
    last = analysis.last
    assert last is not None
    assert last.z == pytest.approx(2.108, abs=5e-4)
    assert last.bound == pytest.approx(2.963, abs=5e-4)
    assert not last.crossed
    assert analysis.conclusion is Conclusion.OPEN


def test_halfway_a_z_beyond_its_bound_is_enough() -> None:
    # 35 and 70 of 500: pooled 0.105, z = 0.07 / sqrt(0.093975 x 2/500) = 3.610.
    analysis = found(look(2, (20, 250), (28, 250)), look(4, (35, 500), (70, 500)))
    assert analysis.conclusion is Conclusion.BETTER
    assert found(look(2, (20, 250), (28, 250)), look(4, (70, 500), (35, 500))).conclusion is Conclusion.WORSE
    assert found(look(4, (35, 500), (70, 500)), direction="lower").conclusion is Conclusion.WORSE


def test_at_the_end_without_a_crossing_nothing_is_shown() -> None:
    looks = [look(2 * each, (25 * each, 250 * each), (26 * each, 250 * each)) for each in (1, 2, 3, 4)]
    assert found(*looks[:3]).conclusion is Conclusion.OPEN
    assert found(*looks).conclusion is Conclusion.NOT_SHOWN


def test_a_look_too_many_is_held_against_a_confidence_sequence() -> None:
    looks = [look(each, (20 * each, 200 * each), (22 * each, 200 * each)) for each in (1, 2, 3, 4, 5)]
    analysis = found(*looks)
    assert analysis.method is Method.CONFIDENCE_SEQUENCE
    assert analysis.conclusion is Conclusion.OPEN
    # It is wider than the interval of a single test: 1.96 standard errors of sqrt(2 x 0.105 x 0.895 / 1000) = 0.0137.
    last = analysis.last
    assert last is not None
    assert last.interval is not None
    assert last.interval.high - last.difference > 1.96 * 0.0137


def test_going_on_after_the_planned_end_and_looking_twice_at_the_same_is_not_as_planned() -> None:
    assert found(look(4, (100, 1000), (100, 1000)), look(6, (120, 1200), (121, 1200))).method is Method.CONFIDENCE_SEQUENCE
    assert found(look(4, (50, 500), (50, 500)), look(6, (50, 500), (50, 500))).method is Method.CONFIDENCE_SEQUENCE
    assert found(look(4, (50, 500), (50, 500)), planned_per_arm=None).method is Method.CONFIDENCE_SEQUENCE


def test_a_confidence_sequence_still_shows_what_is_plain() -> None:
    assert found(look(4, (100, 2000), (400, 2000)), planned_per_arm=None).conclusion is Conclusion.BETTER


def test_groups_of_other_sizes_than_planned_allow_no_conclusion() -> None:
    # 553 and 447 where halves were planned: chi-squared 11.2, p = 0.0008.
    analysis = found(look(4, (35, 447), (110, 553)))
    assert analysis.conclusion is Conclusion.UNSOUND
    assert found(look(4, (35, 447), (110, 553)), split=0.553).conclusion is Conclusion.BETTER


def test_harm_is_ruled_out_by_the_bound_and_not_by_the_difference() -> None:
    looks = [look(2 * each, (25 * each, 250 * each), (25 * each, 250 * each)) for each in (1, 2, 3, 4)]
    # Without a difference, at the end: half-width about 2.014 x 0.0134 = 0.027.
    assert found(*looks, margin=0.04).guardrail is MET
    assert found(*looks, margin=0.02).guardrail is INSUFFICIENT
    worse = look(8, (150, 1000), (50, 1000))
    assert found(*looks[:3], worse, margin=0.02).guardrail is NOT_MET
    assert found(*looks[:3], worse, margin=0.02, direction="lower").guardrail is MET
    assert found(*looks).guardrail is None


def test_a_look_still_to_come_is_not_known_yet() -> None:
    looks = look(2, (20, 250), (28, 250)), look(4, (35, 500), (70, 500))
    assert found(*looks, as_of=BEGIN + timedelta(weeks=3)).conclusion is Conclusion.OPEN


def test_means_are_compared_too() -> None:
    def measured(week: int, count: int, pilot: float) -> Look:
        return row(
            Look, f"LK-{week}", experiment="EX-1", looked_on=BEGIN + timedelta(weeks=week), control_n=count, pilot_n=count,
            control_mean=10.0, control_sd=4.0, pilot_mean=pilot, pilot_sd=4.0,
        )  # fmt: skip

    # 500 each, sd 4: standard error 0.253; 11 is 3.95 errors away, beyond 2.963; 10.5 is 1.98 away.
    assert found(measured(4, 500, 11.0), metric="mean").conclusion is Conclusion.BETTER
    assert found(measured(4, 500, 10.5), metric="mean").conclusion is Conclusion.OPEN
    # R: power.t.test(delta = 0.5, sd = 4, power = 0.8) needs 1005.6 in each group.
    assert found(measured(4, 500, 10.5), metric="mean", minimum_effect=0.5).plan.needed == 1006


@pytest.mark.parametrize(
    ("control", "pilot"), [((0, 1), (0, 1)), ((0, 1), (1, 1)), ((250, 250), (250, 250)), ((0, 250), (0, 250))]
)
def test_extremes_have_an_interval_that_is_no_point(control: tuple[int, int], pilot: tuple[int, int]) -> None:
    for planned in (1000, None):
        last = found(look(2, control, pilot), planned_per_arm=planned).last
        assert last is not None
        if last.interval is not None:
            assert last.interval.low < last.interval.high
