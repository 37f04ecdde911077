"""The language is chosen as the user asked, and numbers, dates and spans are written as that language writes them.

The French forms are those of the *Lexique des règles typographiques en usage à l'Imprimerie nationale*: thousands in
groups parted by a thin space, a decimal comma, a no-break space before a unit, days and months abbreviated with a point
unless the last letter stays, the first of a month an ordinal.
"""

import math
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cockpit import language
from cockpit.domain.message import DayAsOf, Message, Money, Percent, message

FINE = "\u202f"
"""The narrow no-break space."""
FIRM = "\u00a0"
"""The no-break space."""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test starts in English and leaves no other language behind."""
    language.choose("en", {})
    yield
    language.choose("en", {})


@pytest.fixture
def french() -> None:
    assert language.choose("fr", {}) == "fr", "the French catalogue is not compiled: run `make catalogue`"


@pytest.mark.parametrize(
    ("asked", "environment", "chosen"),
    [
        (None, {}, "en"),
        ("fr", {"COCKPIT_LANG": "en", "LANG": "en_GB.UTF-8"}, "fr"),
        ("en", {"COCKPIT_LANG": "fr", "LANG": "fr_FR.UTF-8"}, "en"),
        (None, {"COCKPIT_LANG": "fr", "LANG": "en_GB.UTF-8"}, "fr"),
        (None, {"COCKPIT_LANG": "", "LANG": "fr_FR.UTF-8"}, "fr"),
        (None, {"LC_ALL": "fr_BE.UTF-8", "LANG": "en_GB.UTF-8"}, "fr"),
        (None, {"LC_ALL": "C.UTF-8", "LANG": "fr_FR.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "fr_FR", "LANG": "C"}, "fr"),
        (None, {"LC_MESSAGES": "POSIX", "LANG": "fr_FR"}, "en"),
        (None, {"LANG": "frp_IT"}, "en"),
        ("FR", {}, "fr"),
        ("fr-CA", {}, "fr"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_option_then_the_variable_then_the_locale_choose(asked: str | None, environment: dict[str, str], chosen: str) -> None:
    assert language.choose(asked, environment) == chosen
    assert language.current() == chosen
    assert language.notice() is None


@pytest.mark.parametrize(
    ("asked", "environment", "chosen"),
    [
        ("de", {"LANG": "fr_FR.UTF-8"}, "fr"),
        ("de", {"COCKPIT_LANG": "fr", "LANG": "C"}, "fr"),
        (None, {"COCKPIT_LANG": "de", "LANG": "fr_CA@euro"}, "fr"),
        (None, {"COCKPIT_LANG": "de_AT"}, "en"),
    ],
)
def test_a_language_that_is_not_spoken_is_passed_over_and_told(
    asked: str | None, environment: dict[str, str], chosen: str
) -> None:
    assert language.choose(asked, environment) == chosen
    notice = language.notice()
    assert notice
    assert notice.parts["language"] in ("de", "de_AT")
    assert language.say(notice).endswith("en, fr")


def test_without_its_catalogue_a_language_gives_way_to_english_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "CATALOGUES", tmp_path)
    language._catalogue.cache_clear()
    try:
        assert language.choose("fr", {}) == "en"
        assert language._("tomorrow") == "tomorrow"
        assert language.number(1234.5, 1) == "1,234.5"
        reason = language.notice()
        assert reason
        assert "“fr”" in language.say(reason)
        language.choose("en", {})
        assert language.notice() is None
    finally:
        language._catalogue.cache_clear()


@pytest.mark.parametrize(
    ("value", "digits", "in_english", "in_french"),
    [
        (0, None, "0", "0"),
        (7, None, "7", "7"),
        (-1234, None, "-1,234", f"-1{FINE}234"),
        (1234567, None, "1,234,567", f"1{FINE}234{FINE}567"),
        (2**53, None, "9,007,199,254,740,992", f"9{FINE}007{FINE}199{FINE}254{FINE}740{FINE}992"),
        (3.2, None, "3.2", "3,2"),
        (3.0, None, "3", "3"),
        (0.5, None, "0.5", "0,5"),
        (0.999, None, "0.999", "0,999"),
        (0.9996, None, "1", "1"),
        (0.00012345, None, "0.000123", "0,000123"),
        (12.345, None, "12.3", "12,3"),
        (99.96, None, "100", "100"),
        (868.4, None, "868", "868"),
        (12345.6, None, "12,346", f"12{FINE}346"),
        (1e300, None, "1e+300", "1e+300"),
        (1.5e-9, None, "1.5e-09", "1,5e-09"),
        (-0.0, None, "0", "0"),
        (3.0, 2, "3.00", "3,00"),
        (3, 2, "3.00", "3,00"),
        (1234.5, 1, "1,234.5", f"1{FINE}234,5"),
        (-0.04, 1, "0.0", "0,0"),
        (-0.06, 1, "-0.1", "-0,1"),
        (math.nan, None, "–", "–"),
        (math.inf, 1, "∞", "∞"),
        (-math.inf, None, "-∞", "-∞"),
    ],
)
def test_numbers(value: float, digits: int | None, in_english: str, in_french: str) -> None:
    assert language.number(value, digits) == in_english
    language.choose("fr", {})
    assert language.number(value, digits) == in_french


def test_shares_and_amounts(french: None) -> None:
    assert language.percent(0.6) == f"60{FIRM}%"
    assert language.percent(0.123, 1) == f"12,3{FIRM}%"
    assert language.percent(12.5) == f"1{FINE}250{FIRM}%"
    assert language.money(1_250_000, "EUR") == f"12{FINE}500{FIRM}EUR"
    assert language.money(1_250, "EUR") == f"12,50{FIRM}EUR"
    assert language.money(500, "EUR") == f"5,00{FIRM}EUR"
    assert language.money(-1_250_000, "CHF") == f"-12{FINE}500{FIRM}CHF"


def test_dates_as_people_say_them() -> None:
    assert language.day(date(2026, 12, 12), today=date(2026, 1, 5)) == "Sat 12 Dec"
    assert language.day(date(2026, 12, 12), today=date(2025, 12, 1)) == "Sat 12 Dec 2026"
    assert language.day(date(2027, 3, 1)) == "Mon 1 Mar 2027"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 9, 21), date(2026, 11, 27), "21 Sep – 27 Nov"),
        (date(2026, 12, 14), date(2027, 5, 28), "14 Dec – 28 May 2027"),
        (date(2027, 6, 7), date(2027, 9, 24), "7 Jun – 24 Sep 2027"),
        (date(2025, 12, 1), date(2026, 1, 9), "1 Dec 2025 – 9 Jan"),
        (date(2027, 12, 1), date(2028, 1, 9), "1 Dec 2027 – 9 Jan 2028"),
    ],
)
def test_a_span_has_the_years_that_cannot_be_taken_for_granted(first: date, last: date, said: str) -> None:
    assert language.span(first, last, date(2026, 11, 23)) == said


def test_dates_in_french(french: None) -> None:
    assert language.day(date(2026, 12, 12), today=date(2026, 1, 5)) == "sam. 12 déc."
    assert language.day(date(2027, 3, 1)) == "lun. 1er mars 2027"
    year = [language.day(date(2026, month, 2), today=date(2026, 1, 1)).split(" ", 2)[2] for month in range(1, 13)]
    assert year == [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ]  # fmt: skip
    monday = date(2026, 1, 5)
    week = [language.day(monday + timedelta(days=passed), monday).split()[0] for passed in range(7)]
    assert week == ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."]


def test_an_instant_is_shown_in_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 7, 14, 23, 30, tzinfo=UTC)
    try:
        with monkeypatch.context() as zone:
            zone.setenv("TZ", "Europe/Paris")
            time.tzset()
            assert language.moment(at) == "Wed 15 Jul 2026 01:30"
    finally:
        time.tzset()


@pytest.mark.parametrize(
    ("days", "in_english", "in_french"),
    [
        (0, "today", "aujourd’hui"),
        (1, "tomorrow", "demain"),
        (-1, "yesterday", "hier"),
        (2, "in 2 d", f"dans 2{FIRM}j"),
        (-13, "13 d ago", f"il y a 13{FIRM}j"),
        (14, "in 2 wk", f"dans 2{FIRM}sem."),
        (62, "in 8 wk", f"dans 8{FIRM}sem."),
        (63, "in 2 mo", f"dans 2{FIRM}mois"),
        (-365, "12 mo ago", f"il y a 12{FIRM}mois"),
        (3650, "in 120 mo", f"dans 120{FIRM}mois"),
    ],
)
def test_how_far_a_date_is(days: int, in_english: str, in_french: str) -> None:
    today = date(2026, 1, 5)
    assert language.distance(today + timedelta(days=days), today) == in_english
    language.choose("fr", {})
    assert language.distance(today + timedelta(days=days), today) == in_french


def test_a_message_is_said_with_its_parts_written(french: None) -> None:
    inner = message("by {when}", when=date(2026, 12, 12))
    sentence = message(
        "{share} of {amount}, {reached} of {target}, {who}, {inner}, {refs}",
        share=Percent(0.6), amount=Money(1_250_000, "EUR"), reached=1200, target=3.5, who="{lea}", inner=inner,
        refs=("R-1", "R-2"),
    )  # fmt: skip
    assert language.say(sentence) == (
        f"60{FIRM}% of 12{FINE}500{FIRM}EUR, 1{FINE}200 of 3,5, {{lea}}, by sam. 12 déc. 2026, R-1, R-2"
    )


def test_a_message_that_counts_takes_the_form_that_goes_with_its_count() -> None:
    def said(count: int) -> str:
        return language.say(message("{count} test row", "{count} test rows", count=count))

    assert [said(count) for count in (0, 1, 2, 1000)] == ["0 test rows", "1 test row", "2 test rows", "1,000 test rows"]


def test_what_announces_a_text_ends_with_a_colon() -> None:
    assert language.headed("rule", "all of them") == "rule: all of them"
    language.choose("fr", {})
    assert language.headed("règle", "tous") == f"règle{FIRM}: tous"


def test_nothing_is_said_of_nothing() -> None:
    # An empty string stands for the header in a catalogue, which nobody wants to read.
    language.choose("fr", {})
    assert language._("") == ""
    assert language.say(Message("")) == ""


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (9_940, "9.9 kB"), (9_960, "10 kB"), (999_499, "999 kB"),
        (999_500, "1.0 MB"), (3_400_000, "3.4 MB"), (12_000_000_000, "12 GB"), (10**16, "10,000 TB"),
    ],
)  # fmt: skip
def test_a_size_is_told_in_the_unit_that_people_would_use(size: int, words: str) -> None:
    assert language.file_size(size) == words


def test_a_day_in_a_sentence_has_its_year_where_it_cannot_be_taken_for_granted() -> None:
    said = [language.say(message("{day}", day=DayAsOf(date(2026, 3, 16), date(year, 3, 17)))) for year in (2026, 2027)]

    assert said == ["Mon 16 Mar", "Mon 16 Mar 2026"]
