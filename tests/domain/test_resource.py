"""Which critical resources are still needed, and which of them are promised."""

from typing import Any

import pytest

from cockpit.domain.resource import Resource, critical_resources, is_secured
from tests.domain.projects import TODAY, days_ago, project, row


def resource(ref: str = "RE-1", **values: Any) -> Resource:
    return row(Resource, ref, **{"critical": True, **values})


def test_what_is_not_critical_or_no_longer_needed_is_left_out() -> None:
    state = project(
        resource("RE-1"),
        resource("RE-2", critical=False),
        resource("RE-3", needed_to=days_ago(1)),
        resource("RE-4", needed_to=TODAY),
    )
    assert [each.ref for each in critical_resources(state, TODAY)] == ["RE-1", "RE-4"]


@pytest.mark.parametrize(
    ("values", "secured"),
    [
        ({}, False),
        ({"secured": True}, True),
        ({"secured": True, "secured_on": TODAY}, True),
        ({"secured": True, "secured_on": days_ago(-1)}, False),
    ],
)
def test_a_promise_counts_from_its_day(values: dict[str, Any], secured: bool) -> None:
    assert is_secured(resource(**values), TODAY) is secured
