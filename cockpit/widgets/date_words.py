"""Dates as people type them: ``2026-12-31``, ``31/12/2026`` in French, ``today``, ``+3d``, ``+2w``."""

import re
from datetime import date, timedelta

_NEAR = {
    "en": {"yesterday": -1, "today": 0, "tomorrow": 1},
    "fr": {"hier": -1, "aujourd'hui": 0, "auj": 0, "demain": 1},
}
_DAYS_IN = {"en": {"d": 1, "w": 7}, "fr": {"j": 1, "s": 7}}

_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DISTANCE = re.compile(r"([+-]) ?(\d{1,4}) ?([a-z])", re.ASCII)
_DAY_FIRST = re.compile(r"(\d\d?)[/.](\d\d?)(?:[/.](\d{4}))?", re.ASCII)


def day_from(typed: str, today: date, language: str) -> date | None:
    """The day that ``typed`` means on the day ``today``, or None where it means none.

    English words are understood in every language.  ``31/12`` without its year is the one nearest to today; day before month is
    only read in French, as English speakers do not agree on it.
    """
    words = typed.strip().lower().replace("’", "'")
    for spoken in dict.fromkeys((language, "en")):
        if words in _NEAR.get(spoken, {}):
            return today + timedelta(days=_NEAR[spoken][words])
    if _ISO.fullmatch(words):
        return _checked(int(words[:4]), int(words[5:7]), int(words[8:]))
    if distance := _DISTANCE.fullmatch(words):
        return _moved(today, distance[1], int(distance[2]), _DAYS_IN["en"] | _DAYS_IN.get(language, {}), distance[3])
    if language == "fr" and (written := _DAY_FIRST.fullmatch(words)):
        day, month = int(written[1]), int(written[2])
        return _checked(int(written[3]), month, day) if written[3] else _nearest(today, month, day)
    return None


def _moved(today: date, sign: str, count: int, days_in: dict[str, int], unit: str) -> date | None:
    if unit not in days_in:
        return None
    try:
        return today + timedelta(days=(count if sign == "+" else -count) * days_in[unit])
    except OverflowError:
        return None


def _nearest(today: date, month: int, day: int) -> date | None:
    around = (_checked(today.year + shift, month, day) for shift in (-1, 0, 1))
    return min((each for each in around if each), key=lambda each: abs(each - today), default=None)


def _checked(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
