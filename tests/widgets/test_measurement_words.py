"""A value of a KPI, its day and its group, as people type them in one line; today is Monday, 23 November 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.problem import Refused
from cockpit.language import choose, say
from cockpit.widgets.measurement_words import Measurement, measurement_from
from tests.widgets.seen import TODAY

FRIDAY = date(2026, 11, 20)
PILOT, CONTROL, EVERYBODY = Group.PILOT, Group.CONTROL, Group.ALL


def kpi(unit: str = "%") -> Kpi:
    return Kpi(uid="k", ref="K-1", title="Conversion", unit=unit)


def read(typed: str, unit: str = "%") -> tuple[float, date, Group]:
    found = measurement_from(typed, kpi(unit), TODAY, PILOT)
    return found.value, found.on, found.group


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3.4", (3.4, TODAY, PILOT)),
        ("3,4", (3.4, TODAY, PILOT)),
        ("-12", (-12.0, TODAY, PILOT)),
        ("−12", (-12.0, TODAY, PILOT)),
        ("3.4 %", (3.4, TODAY, PILOT)),
        ("3.4%", (3.4, TODAY, PILOT)),
        ("12 500", (12500.0, TODAY, PILOT)),
        ("1.234,5", (1234.5, TODAY, PILOT)),
        ("1,234,567", (1234567.0, TODAY, PILOT)),
        ("1.5e3", (1500.0, TODAY, PILOT)),
        ("3.4 fri", (3.4, FRIDAY, PILOT)),
        ("3.4 mon", (3.4, TODAY, PILOT)),
        ("3.4 yesterday", (3.4, date(2026, 11, 22), PILOT)),
        ("3.4 -3d", (3.4, FRIDAY, PILOT)),
        ("3.4 2026-11-20", (3.4, FRIDAY, PILOT)),
        ("3.4 12 dec", (3.4, date(2025, 12, 12), PILOT)),
        ("3.4 12/12", (3.4, date(2025, 12, 12), PILOT)),
        ("3.4 20/11", (3.4, FRIDAY, PILOT)),
        ("3.4 fri 20 nov 2026", (3.4, FRIDAY, PILOT)),
        ("3.4 control", (3.4, TODAY, CONTROL)),
        ("3.4 fri control", (3.4, FRIDAY, CONTROL)),
        ("3,4 con fri", (3.4, FRIDAY, CONTROL)),
        ("3,4 12/12 pilot", (3.4, date(2025, 12, 12), PILOT)),
        ("3.4 all", (3.4, TODAY, EVERYBODY)),
        ("12 500 % 20 nov control", (12500.0, FRIDAY, CONTROL)),
    ],
)
def test_a_value_then_a_day_and_a_group(typed: str, meant: tuple[float, date, Group]) -> None:
    assert read(typed) == meant


def test_a_unit_of_several_words_may_be_typed_too() -> None:
    assert read("8.1 / 100 cmd fri", "/ 100 cmd") == (8.1, FRIDAY, PILOT)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3,4 ven témoin", (3.4, FRIDAY, CONTROL)),
        ("3,4 hier temoin", (3.4, date(2026, 11, 22), CONTROL)),
        ("1,234", (1.234, TODAY, PILOT)),
        ("3,4 03/04 tous", (3.4, date(2026, 4, 3), EVERYBODY)),
        ("3,4 1er nov pilote", (3.4, date(2026, 11, 1), PILOT)),
        ("3,4 il y a 2 semaines", (3.4, date(2026, 11, 9), PILOT)),
        ("3,4 il y a 2 jours témoin", (3.4, date(2026, 11, 21), CONTROL)),
    ],
)
def test_in_french(french: None, typed: str, meant: tuple[float, date, Group]) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1,234", "“1,234” can be read as 1234 or as 1.234; write one of these"),
        ("3.4 03/04", "“03/04” can be read as Wed 4 Mar 2026 or as Fri 3 Apr 2026; write one of these"),
        ("3.4 tomorrow", "Tue 24 Nov 2026 has not come yet; a measurement is of today or of a day before"),
        ("3.4 2027-01-01", "Fri 1 Jan 2027 has not come yet; a measurement is of today or of a day before"),
        ("3.4 someday", "“someday” is no date and no group; after the value, type one such as fri, 12 dec or control"),
        ("much", "“much” is no number; type a value such as 3.4"),
        ("fri", "“fri” is no number; type a value such as 3.4"),
        ("nan", "“nan” is no number; type a value such as 3.4"),
        ("inf fri", "“inf” is no number; type a value such as 3.4"),
        ("1e999", "“1e999” is no number; type a value such as 3.4"),
        ("3.4.5", "“3.4.5” is no number; type a value such as 3.4"),
        ("", "“” is no number; type a value such as 3.4"),
    ],
)
def test_what_means_nothing_or_two_things_is_refused_in_words(typed: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        read(typed)
    assert [say(problem.message) for problem in refused.value.problems] == [why]


def test_a_value_that_no_series_can_hold_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read("1e16")
    assert "must be a finite number" in say(refused.value.problems[0].message)


@given(st.text(max_size=40), st.sampled_from(["en", "fr"]))
def test_whatever_is_typed_is_read_or_refused(typed: str, language: str) -> None:
    choose(language, {})
    try:
        found = measurement_from(typed, kpi(), TODAY, PILOT)
    except Refused:
        return
    assert isinstance(found, Measurement)
    assert found.on <= TODAY
    assert abs(found.value) <= 1e15
