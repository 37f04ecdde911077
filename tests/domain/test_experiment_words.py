"""What an experiment allows to be concluded, as people read it."""

from datetime import timedelta
from typing import Any

from cockpit import language
from cockpit.domain.experiment import Experiment, Look
from cockpit.domain.experiment_analysis import ExperimentAnalysis, analysed
from cockpit.domain.experiment_words import concluded, difference_of, guarded, interval_of, planned
from cockpit.domain.kpi import Kpi
from cockpit.language import say
from tests.domain.projects import TODAY, project, row

BEGIN = TODAY - timedelta(weeks=8)


def look(week: int, control: tuple[int, int], pilot: tuple[int, int]) -> Look:
    """Successes and cases of both groups after so many weeks."""
    return row(
        Look, f"LK-{week}", experiment="EX-1", looked_on=BEGIN + timedelta(weeks=week), control_successes=control[0],
        control_n=control[1], pilot_successes=pilot[0], pilot_n=pilot[1],
    )  # fmt: skip


def found(*looks: Look, unit: str = "%", **values: Any) -> ExperimentAnalysis:
    """An experiment of four looks at 1,000 cases in each group, on a share that is 10 % before."""
    language.choose("en", {})
    kpi = row(Kpi, "K-1", unit=unit, baseline=10, target=12)
    usual = {"kpi": "K-1", "starts_on": BEGIN, "ends_on": BEGIN + timedelta(weeks=8), "planned_per_arm": 1000, "looks": 4}
    experiment = row(Experiment, "EX-1", **{**usual, **values})
    return analysed(project(kpi, experiment, *looks), experiment, TODAY)


def test_before_the_first_look_the_plan_is_told() -> None:
    # R: power.prop.test(p1 = 0.10, p2 = 0.12, power = 0.8) needs 3840.847; 1,000 in 8 weeks are 125 a week, 3,841 take 30.7 weeks.
    analysis = found(minimum_effect=0.02)
    assert say(concluded(analysis)) == "nothing can be said before the first look"
    assert say(planned(analysis)) == (
        "this pilot cannot prove it: an effect of 2 pt takes 3,841 cases in each group, 1,000 are planned; "
        "so many come in 30.7 weeks as planned"
    )
    assert guarded(analysis) is None


def test_a_plan_without_an_effect_says_what_is_missing() -> None:
    assert say(planned(found())).startswith("the smallest effect worth finding is not written down")


def test_an_open_experiment_tells_z_and_its_bound_and_never_the_word() -> None:
    # 40 and 60 of 500: z = 0.04 / sqrt(0.1 x 0.9 x 2/500) = 2.108; half of four looks asks for 2.963 (gsDesign).
    analysis = found(look(2, (20, 250), (28, 250)), look(4, (40, 500), (60, 500)))
    assert say(concluded(analysis)) == "nothing may be concluded yet: |z| is 2.11 and has to reach 2.96 at this look"


def test_beyond_the_bound_the_difference_is_significant_and_its_interval_told() -> None:
    # 40 and 80 of 500: z = 0.08 / sqrt(0.12 x 0.88 x 2/500) = 3.892, beyond 2.963.
    analysis = found(look(2, (20, 250), (40, 250)), look(4, (40, 500), (80, 500)))
    assert say(concluded(analysis)).startswith("the pilot group does significantly better; the difference lies from +")


def test_an_end_without_a_difference_is_told_as_that() -> None:
    analysis = found(*(look(2 * place, (25 * place, 250 * place), (26 * place, 250 * place)) for place in (1, 2, 3, 4)))
    assert say(concluded(analysis)).startswith("it is over and shows no difference; if there is one, it lies from −")


def test_groups_of_other_sizes_than_planned_come_before_any_conclusion() -> None:
    # 500 against 350 at 1:1: chi-squared 150^2/850 = 26.5, p = 2.7e-7.
    analysis = found(look(4, (40, 500), (80, 350)))
    assert say(concluded(analysis)).startswith("the groups have not the sizes that were planned (chance of that: 3e-07)")


def test_harm_is_ruled_out_shown_or_neither() -> None:
    even = look(8, (100, 1000), (100, 1000))
    # Newcombe of 100/1,000 twice: about -2.6 to +2.6 points.
    assert say(guarded(found(even, looks=1, margin=0.04)) or concluded(found())) == "harm of more than 4 pt is ruled out"
    assert say(guarded(found(even, looks=1, margin=0.01)) or concluded(found())) == "harm of more than 1 pt is not ruled out"
    worse = look(8, (200, 1000), (100, 1000))
    # About -13.1 to -6.9 points.
    assert say(guarded(found(worse, looks=1, margin=0.05)) or concluded(found())) == "harm of more than 5 pt is shown"


def test_means_are_told_in_the_unit_of_their_kpi() -> None:
    analysis = found(unit="min", metric="mean")
    assert say(difference_of(analysis, -1.25)) == "−1.25\N{NO-BREAK SPACE}min"
    assert say(difference_of(found(unit="%", metric="mean"), 3)) == "+3 pt", "percentages differ by points"


def test_shares_are_told_in_points_with_two_decimals() -> None:
    analysis = found(look(8, (100, 1000), (100, 1000)), looks=1)
    assert analysis.last is not None
    assert say(difference_of(analysis, 0.01)) == "+1.00 pt"
    # Wilson of 100/1,000: 8.29 % to 12.01 %; with both the same, sqrt(1.71^2 + 2.01^2) = 2.64 points on either side.
    assert say(interval_of(analysis, analysis.last)) == "from −2.64 pt to +2.64 pt"


def test_a_plan_that_is_large_enough_or_of_no_size_is_told() -> None:
    enough = say(planned(found(minimum_effect=0.02, planned_per_arm=4000)))
    assert enough.startswith("an effect of 2 pt takes 3,841 cases in each group; 4,000 are planned")
    unknown = say(planned(found(minimum_effect=0.02, planned_per_arm=None)))
    assert unknown == "an effect of 2 pt takes 3,841 cases in each group; how many are planned is not written down"
