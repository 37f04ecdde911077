"""What the charter's rules say of objectives and sponsors."""

from collections.abc import Iterator
from typing import Any

import pytest

from cockpit import language
from cockpit.domain.charter import Objective, Stakeholder, Support, buy_in, last_support, measure_of, supports
from cockpit.domain.entity import Entity
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import Message
from cockpit.domain.person import Person
from tests.domain.projects import TODAY, days_ago, project, row


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    language.choose("en", {})
    yield
    language.choose("en", {})


def say(sentence: Message) -> str:
    """A sentence in English, its blanks plain."""
    return language.say(sentence).replace("\N{NO-BREAK SPACE}", " ")


def sponsor(number: int, role: str = "sponsor") -> list[Entity]:
    person = row(Person, f"P-{number}", handle=f"p{number}", name=f"Person {number}")
    return [person, row(Stakeholder, f"ST-{number}", person=person.uid, role=role)]


def support(ref: str, number: int, level: str, days: int) -> Support:
    return row(Support, ref, stakeholder=f"ST-{number}", level=level, noted_on=days_ago(days))


PEOPLE = [row for number in range(1, 6) for row in sponsor(number)] + sponsor(6, "team")


def test_the_last_word_of_each_sponsor_counts() -> None:
    state = project(
        *PEOPLE,
        support("SU-1", 1, "opposed", 60), support("SU-2", 1, "champion", 6),
        support("SU-3", 2, "supportive", 60), support("SU-4", 2, "neutral", 6),
        support("SU-5", 3, "supportive", 90),
        support("SU-6", 4, "champion", 91),
        support("SU-7", 6, "champion", 1),
    )  # fmt: skip
    found = buy_in(state, TODAY, 90)
    assert [each.ref for each in found.supportive] == ["ST-1", "ST-3"]
    assert [each.ref for each in found.other] == ["ST-2"]
    assert [each.ref for each in found.unknown] == ["ST-4", "ST-5"], "stale, and never noted"
    assert (found.sponsors, found.share, found.best_share) == (5, 0.4, 0.8)


def test_a_past_day_knows_the_word_of_that_day() -> None:
    state = project(*sponsor(1), support("SU-1", 1, "opposed", 60), support("SU-2", 1, "champion", 6))
    found = state.get(Stakeholder, "ST-1")
    assert found is not None
    last = last_support(state, found, days_ago(7))
    assert last is not None
    assert last.ref == "SU-1"


def test_without_sponsors_there_is_no_rate() -> None:
    found = buy_in(project(*sponsor(1, "user")), TODAY, 90)
    assert (found.sponsors, found.share, found.best_share) == (0, None, None)


def test_the_buy_in_rate_is_told_in_words() -> None:
    words = [row for number in range(1, 5) for row in sponsor(number)]
    state = project(*words, *(support(f"SU-{number}", number, "champion", 6) for number in range(1, 4)))
    assert say(buy_in(state, TODAY, 90).summary) == "3 of 4 sponsors (75 %), 1 not known"
    assert say(buy_in(project(), TODAY, 90).summary) == "no sponsor is named"


def objective(**values: Any) -> Objective:
    complete = {"baseline": 10, "target": 20, "unit": "%", "due_on": days_ago(-30), "kpi": "K-1"}
    return row(Objective, "OB-1", **{**complete, **values})


SHARE = row(Kpi, "K-1", unit="%", baseline=8, target=25)


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({}, []),
        ({"unit": ""}, []),
        ({"baseline": None, "target": None}, []),
        ({"baseline": None, "kpi": None}, ["no starting value", "no KPI"]),
        ({"target": None, "kpi": None}, ["no target", "no KPI"]),
        ({"due_on": None}, ["no date"]),
        ({"kpi": None}, ["no KPI"]),
        ({"target": 10}, ["the target is the starting value"]),
        ({"target": 9.5}, ["higher is better, but the target is lower"]),
        ({"unit": "min"}, ["K-1 counts in %, not in min"]),
        (
            {"direction": "lower"},
            ["lower is better, but the target is higher", "K-1 is better when higher, the objective when lower"],
        ),
        ({"direction": "lower", "target": 5, "kpi": None}, ["no KPI"]),
    ],
)
def test_an_objective_is_measurable_or_told_what_is_missing(values: dict[str, Any], missing: list[str]) -> None:
    subject = objective(**values)
    found = measure_of(project(SHARE, subject), subject)
    assert [say(each) for each in found.missing] == missing
    assert found.measurable is (not missing)


def test_an_objective_takes_from_its_kpi_what_it_does_not_say_itself() -> None:
    subject = objective(baseline=None, target=None, unit="")
    found = measure_of(project(SHARE, subject), subject)
    assert (found.baseline, found.target, found.unit) == (8, 25, "%")


@pytest.mark.parametrize(
    ("values", "last", "progress"),
    [
        ({"baseline": 10, "target": 20}, 16.2, 0.62),
        ({"baseline": 10, "target": 20}, 20.0, 1.0),
        ({"baseline": 10, "target": 20}, 8.0, -0.2),
        ({"baseline": 0, "target": -4}, -3.0, 0.75),
        ({"baseline": 10, "target": 10}, 10.0, None),
        ({"unit": "min"}, 15.0, None),
        ({"kpi": None}, 15.0, None),
        ({"due_on": None}, 15.0, 0.5),
    ],
)
def test_progress_is_the_share_of_the_way_that_is_done(values: dict[str, Any], last: float, progress: float | None) -> None:
    subject = objective(**values)
    assert measure_of(project(SHARE, subject), subject).progress(last) == (progress and pytest.approx(progress))


def test_support_is_told_in_the_order_in_which_it_was_noted() -> None:
    state = project(
        *sponsor(1), support("SU-1", 1, "champion", 6), support("SU-2", 1, "opposed", 60), support("SU-3", 1, "neutral", -1)
    )
    found = state.get(Stakeholder, "ST-1")
    assert found is not None
    assert [each.ref for each in supports(state, found, TODAY)] == ["SU-2", "SU-1"]
