"""Dates as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.calendar import WorkingDays
from cockpit.language import choose, day
from cockpit.widgets.date_words import day_from, days_from

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
        # Monday, 23 November 2026
        ("fri", "en", date(2026, 11, 27)),
        ("Friday", "fr", date(2026, 11, 27)),
        ("mon", "en", date(2026, 11, 30)),
        ("next friday", "en", date(2026, 12, 4)),
        ("this friday", "en", date(2026, 11, 27)),
        ("last fri", "en", date(2026, 11, 20)),
        ("last monday", "en", date(2026, 11, 16)),
        ("next week", "en", date(2026, 11, 30)),
        ("next month", "en", date(2026, 12, 1)),
        ("eom", "en", date(2026, 11, 30)),
        ("in 3 weeks", "en", date(2026, 12, 14)),
        ("in 3 wk", "en", date(2026, 12, 14)),
        ("in a month", "en", date(2026, 12, 23)),
        ("2 days ago", "en", date(2026, 11, 21)),
        ("+1m", "en", date(2026, 12, 23)),
        ("+ 2 weeks", "en", date(2026, 12, 7)),
        ("12 dec", "en", date(2026, 12, 12)),
        ("dec 12", "en", date(2026, 12, 12)),
        ("December 12, 2027", "en", date(2027, 12, 12)),
        ("1st may", "en", date(2027, 5, 1)),
        ("Sat 12 Dec", "en", date(2026, 12, 12)),
        ("Fri 12 Dec", "en", None),
        ("12/12", "en", date(2026, 12, 12)),
        ("31/12", "en", date(2026, 12, 31)),
        ("12/31/2026", "en", date(2026, 12, 31)),
        ("31/12/26", "en", date(2026, 12, 31)),
        ("3.4.", "en", None),
        ("3.4.2027", "en", date(2027, 4, 3)),
        ("vendredi", "fr", date(2026, 11, 27)),
        ("ven.", "fr", date(2026, 11, 27)),
        ("vendredi prochain", "fr", date(2026, 11, 27)),
        ("lundi dernier", "fr", date(2026, 11, 16)),
        ("ce jeudi", "fr", date(2026, 11, 26)),
        ("la semaine prochaine", "fr", date(2026, 11, 30)),
        ("le mois prochain", "fr", date(2026, 12, 1)),
        ("fin du mois", "fr", date(2026, 11, 30)),
        ("dans 2 semaines", "fr", date(2026, 12, 7)),
        ("dans un mois", "fr", date(2026, 12, 23)),
        ("il y a 3 jours", "fr", date(2026, 11, 20)),
        ("dans 3 sem.", "fr", date(2026, 12, 14)),
        ("1er décembre", "fr", date(2026, 12, 1)),
        ("sam. 12 déc. 2026", "fr", date(2026, 12, 12)),
        ("24 mar", "fr", date(2027, 3, 24)),
        ("mar 24 nov", "fr", date(2026, 11, 24)),
        ("12 jui", "fr", None),
        ("après-demain", "fr", date(2026, 11, 25)),
        ("03/04", "fr", date(2027, 4, 3)),
        # French in English, written out
        ("demain", "en", date(2026, 11, 24)),
        ("vendredi", "en", date(2026, 11, 27)),
        ("vendredi prochain", "en", date(2026, 11, 27)),
        ("+3j", "en", date(2026, 11, 26)),
        ("dans 2 semaines", "en", date(2026, 12, 7)),
        ("12 déc", "en", date(2026, 12, 12)),
        ("12 mar", "en", date(2027, 3, 12)),
        # A day of the month alone is the next to come
        ("the 15th", "en", date(2026, 12, 15)),
        ("23rd", "en", TODAY),
        ("le 1er", "fr", date(2026, 12, 1)),
        ("le 31", "fr", date(2026, 12, 31)),
        # Working days, Monday to Friday
        ("+4wd", "en", date(2026, 11, 27)),
        ("+5wd", "en", date(2026, 11, 30)),
        ("+ 10 jo", "fr", date(2026, 12, 7)),
        ("-1wd", "en", date(2026, 11, 20)),
        ("in 5 workdays", "en", date(2026, 11, 30)),
    ],
)
def test_what_is_meant(typed: str, language: str, meant: date | None) -> None:
    assert day_from(typed, TODAY, language) == meant


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("", "en"), ("soon", "en"), ("2026-02-30", "en"), ("2026-13-01", "en"), ("20261231", "en"), ("31/13/2026", "en"), ("sam", "en"),
        ("31/13/2026", "fr"), ("31/04", "fr"), ("12/31/2026", "fr"), ("+3x", "en"), ("3d", "en"), ("+", "en"),
        ("٢٠٢٦-١٢-٣١", "en"), ("friday next", "en"), ("next", "en"), ("fr", "en"), ("in weeks", "en"), ("in ten thousand days", "en"),
        ("the 32nd", "en"), ("15", "en"), ("le 0", "fr"), ("wd", "en"),
    ],
)  # fmt: skip
def test_what_means_no_day(typed: str, language: str) -> None:
    assert day_from(typed, TODAY, language) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("03/04", {date(2027, 3, 4), date(2027, 4, 3)}),
        ("3/4/2027", {date(2027, 3, 4), date(2027, 4, 3)}),
        ("10/11", {date(2026, 10, 11), date(2026, 11, 10)}),
    ],
)
def test_figures_whose_order_english_speakers_do_not_agree_on_are_not_guessed(typed: str, meant: set[date]) -> None:
    assert set(days_from(typed, TODAY, "en")) == meant
    assert day_from(typed, TODAY, "en") is None


@pytest.mark.parametrize("language", ["en", "fr"])
@given(when=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_can_be_typed_as_it_is_shown(language: str, when: date) -> None:
    choose(language, {})
    try:
        assert day_from(day(when), TODAY, language) == when
    finally:
        choose("en", {})


def test_a_month_from_its_last_day_ends_with_the_shorter_month() -> None:
    assert day_from("+1m", date(2027, 1, 31), "en") == date(2027, 2, 28)
    assert day_from("eom", date(2028, 2, 3), "en") == date(2028, 2, 29)


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
def test_what_was_written_is_read(when: date) -> None:
    assert day_from(when.isoformat(), TODAY, "en") == when


def test_working_days_are_those_of_the_project() -> None:
    four_days, holiday = frozenset({0, 1, 2, 3}), (date(2026, 11, 25), date(2026, 11, 26))
    working = WorkingDays(four_days, (holiday,))
    assert day_from("+1wd", TODAY, "en", working) == date(2026, 11, 24)
    assert day_from("+2wd", TODAY, "en", working) == date(2026, 11, 30)
    assert day_from("+1wd", TODAY, "en", WorkingDays(frozenset())) is None


def test_a_day_of_the_month_that_is_told_of_the_past_is_the_last_one() -> None:
    assert days_from("the 24th", TODAY, "en", past=True) == (date(2026, 10, 24),)
    assert days_from("le 31", date(2027, 3, 1), "fr", past=True) == (date(2027, 1, 31),)
