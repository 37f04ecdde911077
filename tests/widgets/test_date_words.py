"""Dates as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.widgets.date_words import day_from

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("2026-12-31", "en", date(2026, 12, 31)),
        (" 2026-12-31 ", "fr", date(2026, 12, 31)),
        ("2028-02-29", "en", date(2028, 2, 29)),
        ("today", "en", TODAY),
        ("Today", "fr", TODAY),
        ("tomorrow", "en", date(2026, 11, 24)),
        ("yesterday", "en", date(2026, 11, 22)),
        ("aujourd’hui", "fr", TODAY),
        ("demain", "fr", date(2026, 11, 24)),
        ("hier", "fr", date(2026, 11, 22)),
        ("+3d", "en", date(2026, 11, 26)),
        ("+2w", "en", date(2026, 12, 7)),
        ("-1w", "en", date(2026, 11, 16)),
        ("+ 10 d", "en", date(2026, 12, 3)),
        ("+3j", "fr", date(2026, 11, 26)),
        ("+2s", "fr", date(2026, 12, 7)),
        ("+2w", "fr", date(2026, 12, 7)),
        ("31/12/2026", "fr", date(2026, 12, 31)),
        ("1/2/2027", "fr", date(2027, 2, 1)),
        ("31.12.2026", "fr", date(2026, 12, 31)),
        ("24/12", "fr", date(2026, 12, 24)),
        ("05/01", "fr", date(2027, 1, 5)),
        ("01/11", "fr", date(2026, 11, 1)),
        ("29/02", "fr", None),
    ],
)
def test_what_is_meant(typed: str, language: str, meant: date | None) -> None:
    assert day_from(typed, TODAY, language) == meant


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("", "en"), ("soon", "en"), ("2026-02-30", "en"), ("2026-13-01", "en"), ("20261231", "en"), ("31/12/2026", "en"), ("+3j", "en"),
        ("demain", "en"), ("31/13/2026", "fr"), ("31/04", "fr"), ("12/31/2026", "fr"), ("+3x", "en"), ("3d", "en"), ("+", "en"),
        ("٢٠٢٦-١٢-٣١", "en"),
    ],
)  # fmt: skip
def test_what_means_no_day(typed: str, language: str) -> None:
    assert day_from(typed, TODAY, language) is None


def test_days_beyond_the_calendar_mean_none() -> None:
    assert day_from("+9999w", date(9990, 1, 1), "en") is None
    assert day_from("-9999w", date(5, 1, 1), "en") is None
    assert day_from("24/12", date(9999, 12, 1), "fr") == date(9999, 12, 24)


def test_a_day_of_a_leap_year_is_the_nearest_there_is() -> None:
    assert day_from("29/02", date(2027, 12, 1), "fr") == date(2028, 2, 29)


@given(st.text(max_size=12), st.sampled_from(("en", "fr")))
def test_nothing_typed_fails(typed: str, language: str) -> None:
    day_from(typed, TODAY, language)


@given(st.dates())
def test_what_was_written_is_read(day: date) -> None:
    assert day_from(day.isoformat(), TODAY, "en") == day
