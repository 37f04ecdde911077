"""What the page of a KPI says of its rule, its limits and its assurance; every figure is worked out by hand."""

import pytest

from cockpit.domain.kpi import Kpi
from cockpit.domain.kpi_behaviour import behaviour_of
from cockpit.domain.kpi_rule import Demand
from cockpit.domain.kpi_standing import Standing, standing
from cockpit.screens.kpi_behaviour_words import behaviour_facts
from cockpit.screens.kpi_rule_words import rule_blocks, rule_words
from tests.domain.projects import TODAY, project, row, weekly


def stands(values: list[float], **given: object) -> Standing:
    """Where a KPI with a target of 10 stands after weeks of these values."""
    kpi = row(Kpi, "K-1", **{"target": 10, "unit": "s", "direction": "lower", "decimals": 0, **given})
    return standing(project(kpi, series=weekly(kpi, values)), kpi, TODAY)


def told(found: Standing) -> list[str]:
    (block,) = rule_blocks(found, Demand())
    return [" ".join(cell.text for cell in line).replace("\N{NO-BREAK SPACE}", " ") for line in block.lines]


def facts(found: Standing) -> dict[str, str]:
    seen = behaviour_facts(found, behaviour_of(found.periods))
    return {fact.label: fact.told.text.replace("\N{NO-BREAK SPACE}", " ") for fact in seen}


# Mean 9, standard deviation 1.07, lag-1 autocorrelation below 0: 9 + 1.895 x 1.07 / sqrt(8) = 9.72.
STEADY = [8.0, 10, 8, 10, 8, 10, 8, 10]


@pytest.mark.parametrize(
    ("rule", "values", "lines"),
    [
        (
            "default", STEADY,
            ["✓ 8 weeks judged, 6 or more asked", "✓ the mean's 95 % bound, 10 s, clears 10 s", "✓ 8 of 8 weeks clear 10 s, 75 % asked",
             "✓ no sign of getting worse at the end"],
        ),
        ("last_in_a_row", [*STEADY, 11], ["✗ of the last 6 weeks, 5 clear 10 s, all asked"]),
        ("last_in_a_row", STEADY[:4], ["? of the last 6 weeks, 4 clear 10 s, all asked"]),
        ("all_periods", [8, 11], ["? 2 weeks judged, 6 or more asked", "✗ 1 of 2 weeks clear 10 s, all asked"]),
        ("share_of_periods", [12, 8, 9, 8, 9, 8, 9, 8], ["✓ 8 weeks judged, 6 or more asked", "✓ 7 of 8 weeks clear 10 s, 75 % asked"]),
        ("share_of_periods", [12, 12, 8], ["? 3 weeks judged, 6 or more asked", "? 1 of 3 weeks clear 10 s, 75 % asked"]),
        ("bound_only", [9.0] * 6, ["✓ 6 weeks judged, 6 or more asked", "✓ always 9 s, which clears 10 s"]),
        ("bound_only", [9.0, 8], ["? 2 weeks judged, 6 or more asked", "? too few independent periods for a bound of the mean"]),
        # Mean 20, standard deviation 1.1, 20 - 2.015 x 1.1 / sqrt(6) = 19.1.
        (
            "bound_only", [19.0, 21, 19, 21, 19, 21],
            ["✓ 6 weeks judged, 6 or more asked", "✗ even the better 95 % bound of the mean, 19 s, misses 10 s"],
        ),
    ],
)  # fmt: skip
def test_each_rule_tells_what_its_parts_find(rule: str, values: list[float], lines: list[str]) -> None:
    assert told(stands(values, rule=rule)) == lines


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("default", "as the gate asks"),
        ("last_in_a_row", "last periods in a row"),
        ("all_periods", "all periods"),
        ("share_of_periods", "share of periods"),
        ("bound_only", "confidence bound only"),
    ],
)
def test_before_the_first_period_the_rule_tells_its_name_and_what_it_asks(rule: str, name: str) -> None:
    found = stands([], rule=rule)
    assert rule_blocks(found, Demand()) == []
    assert rule_words(found.kpi, Demand()).startswith(f"{name}: ")
    assert "6 weeks" in rule_words(found.kpi, Demand())


# 10 12 11 13 9 11: mean 11, limits 11 -+ 2.66 x 2.2, which is 5.1 to 16.9.
WORKED = [10.0, 12, 11, 13, 9, 11]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (17, "✓ consistently passes: even an unlucky period reaches 17 s"),
        (10, "? hit or miss: 10 s lies between the limits"),
        (5, "✗ consistently fails: even a lucky period misses 5 s"),
    ],
)
def test_the_limits_and_what_they_tell_of_the_target(target: float, words: str) -> None:
    found = facts(stands(WORKED, target=target))
    assert found["Limits"] == "5 to 17 s, mean 11 s; from all 6 weeks judged"
    assert found["Assurance"].startswith(words)
    assert found["Signals"].startswith("none")


def test_without_a_target_there_are_limits_and_no_assurance() -> None:
    assert set(facts(stands(WORKED, target=None))) == {"Limits", "Signals"}


def test_a_share_has_no_limit_where_no_share_can_be() -> None:
    # Of 2 6 4 8 0 4 the mean is 4, the mean moving range 22/5 = 4.4: 4 -+ 11.7; of 100 less each, 96 -+ 11.7.
    low = [2.0, 6, 4, 8, 0, 4]
    assert facts(stands(low, unit="%"))["Limits"] == "up to 16 %, mean 4 %; from all 6 weeks judged"
    high = facts(stands([100 - value for value in low], unit="%"))["Limits"]
    assert high == "from 84 % up, mean 96 %; from all 6 weeks judged"
    assert facts(stands(low))["Limits"].replace("\N{MINUS SIGN}", "-").startswith("-8 to 16 s")


@pytest.mark.parametrize(("values", "why"), [([5.0], "one period alone"), ([5.0, 5, 5], "the same value")])
def test_where_there_are_no_limits_it_says_why(values: list[float], why: str) -> None:
    assert why in facts(stands(values))["Limits"]
    assert facts(stands([])) == {}
