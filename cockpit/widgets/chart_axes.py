"""What stands at the axes of a chart: round values at the left, and below it days, months or years as people write them."""

import math
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from cockpit.language import month, short_day
from cockpit.widgets.kpi_strip import Scale
from cockpit.widgets.kpi_words import figure
from cockpit.widgets.typed_text import cell_width


class Horizon(NamedTuple):
    """The first and the last day of a chart, at least a day apart, as ordinals."""

    first: int
    last: int

    def holds(self, day: date) -> bool:
        return self.first <= day.toordinal() <= self.last


def ticks_of(scale: Scale, most: int, decimals: int) -> dict[float, str]:
    """Round values on the scale, ``most`` at most, each as people write it."""
    span = scale.high - scale.low
    step = next(
        step
        for exponent in range(math.floor(math.log10(span)) - 2, 400)
        for step in (10.0**exponent, 2 * 10.0**exponent, 5 * 10.0**exponent)
        if span / step <= most
    )
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    first = math.ceil(scale.low / step - 1e-9)
    values = [place * step for place in range(first, math.floor(scale.high / step + 1e-9) + 1)]
    return {value: figure(value, min(digits, max(decimals, 1) + 2)) for value in values}


def day_ticks(horizon: Horizon, today: date, room: int) -> dict[int, str]:
    """Days to be named on the time axis, as many as there is room for."""
    first, last = date.fromordinal(horizon.first), date.fromordinal(horizon.last)
    for step in (1, 7, 14):
        days = range(horizon.first, horizon.last + 1, step)
        if len(days) < room:
            labels = {day: short_day(date.fromordinal(day), today) for day in days}
            if _fit(labels.values(), len(days), room):
                return labels
    for months in (1, 2, 3, 6):
        firsts = _firsts(first, last, months)
        labels = {day.toordinal(): month(day) for day in firsts}
        if firsts and _fit(labels.values(), len(firsts), room):
            return labels
    for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
        begun = [date(year, 1, 1) for year in range(first.year, last.year + 1) if year % years == 0 and date(year, 1, 1) >= first]
        labels = {day.toordinal(): str(day.year) for day in begun}
        if begun and _fit(labels.values(), len(begun), room):
            return labels
    return {horizon.first: short_day(first, today)}


def _fit(labels: Iterable[str], count: int, room: int) -> bool:
    return count * (max(map(cell_width, labels), default=0) + 2) <= room


def _firsts(first: date, last: date, months: int) -> list[date]:
    """The first days of every so many months between two days, as long as they can be told on one axis."""
    if (last - first) > timedelta(days=366 * 20):
        return []
    found = []
    year, place = first.year, first.month
    while (year, place) <= (last.year, last.month):
        if (place - 1) % months == 0 and date(year, place, 1) >= first:
            found.append(date(year, place, 1))
        year, place = (year + place // 12, place % 12 + 1)
    return found
