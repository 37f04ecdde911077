"""A measurement as people type it in one line: ``3.4``, ``3,4 fri``, ``870 ms 12/11 control``; a value, then a date and a group."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.measurement import validated_points
from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.domain.text import folded
from cockpit.domain.validation import echo
from cockpit.language import _, current, number
from cockpit.widgets.date_words import days_from
from cockpit.widgets.number_words import NUMBER, digits_from

_LONGEST_DATE = 5
"""Words that a date takes at most: ``il y a 2 semaines``."""
_SHORTEST_GROUP = 3


@dataclass(frozen=True)
class Measurement:
    """A value of a KPI for a group, and the day that it is of."""

    value: float
    on: date
    group: Group


def measurement_from(typed: str, kpi: Kpi, today: date, usual: Group) -> Measurement:
    """The measurement that ``typed`` means on the day ``today``: of that day, and of the ``usual`` group, unless it says another.

    Raises :class:`Refused` where it means none, or could mean several.
    """
    group, words = _group_in(typed.split(), usual)
    on, told = _day_in(words, today)
    value = _value(" ".join(told), kpi)
    validated_points({on: value})
    return Measurement(value, on, group)


def _group_in(words: Sequence[str], usual: Group) -> tuple[Group, Sequence[str]]:
    """The group that one of the words after the first names, and the other words."""
    for place, word in enumerate(words[1:], start=1):
        if (group := _group_named(word)) is not None:
            return group, [*words[:place], *words[place + 1 :]]
    return usual, words


def _group_named(word: str) -> Group | None:
    """The group whose code begins with ``word``, or a word of whose name does that no other has."""
    start = folded(word)
    found = {group for group in Group for name in (group.value, *folded(_(group.label)).split()) if name.startswith(start)}
    return found.pop() if len(start) >= _SHORTEST_GROUP and len(found) == 1 else None


def _day_in(words: Sequence[str], today: date) -> tuple[date, Sequence[str]]:
    """The day that the last words tell, as many of them as make one, and the words before; today where they tell none."""
    for count in range(min(_LONGEST_DATE, len(words) - 1), 0, -1):
        told = " ".join(words[-count:])
        days = days_from(told, today, current(), past=True)
        if len(days) > 1:
            sentence = N_("“{value}” can be read as {first} or as {second}; write one of these")
            raise refuse(message(sentence, value=echo(told), first=days[0], second=days[1]))
        if days and days[0] > today:
            raise refuse(message(N_("{day} has not come yet; a measurement is of today or of a day before"), day=days[0]))
        if days:
            return days[0], words[:-count]
    return today, words


def _value(told: str, kpi: Kpi) -> float:
    readings = digits_from(told, current(), kpi.unit)
    if not all(NUMBER.fullmatch(reading) and math.isfinite(float(reading)) for reading in readings):
        first, *rest = told.split() or [""]
        if rest and NUMBER.fullmatch(digits_from(first, current(), kpi.unit)[0]):
            sentence = N_("“{value}” is no date and no group; after the value, type one such as fri, 12 dec or control")
            raise refuse(message(sentence, value=echo(" ".join(rest))))
        raise refuse(
            message(N_("“{value}” is no number; type a value such as {example}"), value=echo(told), example=number(3.4, 1))
        )
    if len(readings) > 1:
        sentence = N_("“{value}” can be read as {large} or as {small}; write one of these")
        raise refuse(message(sentence, value=echo(told), large=readings[0], small=readings[1]))
    return float(readings[0])
