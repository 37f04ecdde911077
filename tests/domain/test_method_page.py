"""``docs/method.md`` names what the program knows, with its defaults."""

import re
from pathlib import Path

import pytest

from cockpit.domain.gate import GatePolicy
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import KINDS, policy_of
from tests.domain.projects import project

PAGE = (Path(__file__).parents[2] / "docs" / "method.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \|(.*)\|$", PAGE, re.MULTILINE))


def test_every_kind_of_criterion_is_told() -> None:
    assert set(ROWS) == set(KINDS)


@pytest.mark.parametrize("rule", sorted(KINDS))
def test_every_setting_is_told_with_its_default(rule: str) -> None:
    settings = KINDS[rule].settings
    assert re.findall(r"`(\w+)` \(", ROWS[rule]) == [setting.name for setting in settings]
    for setting in settings:
        if not isinstance(setting.default, tuple):
            default = f"{setting.default:g}" if isinstance(setting.default, float) else str(setting.default)
            assert re.search(rf"`{setting.name}` \(`?{default}\b", ROWS[rule])


def test_the_shelf_lives_are_those_of_the_default_policy() -> None:
    policy: GatePolicy = policy_of(project(), PhaseCode.PILOT)
    told = re.search(
        r"a survey (\d+) days.*?risk review (\d+); training (\d+); a rehearsal (\d+); a measurement (\d+)", PAGE, re.DOTALL
    )
    assert told is not None
    days = (policy.survey_days, policy.risk_review_days, policy.training_days, policy.rehearsal_days, policy.kpi_days)
    assert tuple(map(int, told.groups())) == days


def test_the_grid_is_that_of_the_default_policy() -> None:
    policy = policy_of(project(), PhaseCode.PILOT)
    told = re.findall(r"^\| ([1-5]) \| (\d) \| (\d) \| (\d) \| (\d) \| (\d) \|$", PAGE, re.MULTILINE)
    assert {likelihood: "".join(levels) for likelihood, *levels in told} == {
        str(likelihood): levels for likelihood, levels in enumerate(policy.risk_grid, 1)
    }
