"""A story's calendar: its weeks are counted from 1, its days of the week from Monday, and some days nobody works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


@dataclass(frozen=True)
class StoryCalendar:
    """``weeks`` weeks from ``first_monday`` to the Friday on which the sample stands, by the clocks of ``zone``.

    ``days_off`` are days on which nobody works: name, first and last day.
    """

    first_monday: date
    weeks: int
    zone: ZoneInfo
    days_off: Sequence[tuple[str, date, date]] = ()

    def on(self, week: int, weekday: int) -> date:
        """A day of the story: weeks count from 1, weekdays from Monday, 0."""
        return self.first_monday + timedelta(weeks=week - 1, days=weekday)

    @property
    def last_day(self) -> date:
        """The Friday on which the sample stands."""
        return self.on(self.weeks, FRI)

    def is_worked(self, day: date) -> bool:
        """Whether anybody works on ``day``."""
        return day.weekday() < SAT and not any(first <= day <= last for _title, first, last in self.days_off)

    def opening_of(self, week: int) -> date:
        """The first day of a week on which people work."""
        return next(day for weekday in range(SAT) if self.is_worked(day := self.on(week, weekday)))

    def closing_of(self, week: int) -> date:
        """The last day of a week on which people work."""
        return next(day for weekday in reversed(range(SAT)) if self.is_worked(day := self.on(week, weekday)))

    def at(self, day: date, clock: str) -> datetime:
        """An instant of the story, in UTC: ``at(on(3, MON), "09:40")`` by the clock on the wall."""
        return datetime.combine(day, time.fromisoformat(clock), self.zone).astimezone(UTC)

    def worked_after(self, day: date, days: int) -> date:
        """The day on which people work that lies ``days`` working days after ``day``, itself moved on to one."""
        while not self.is_worked(day):
            day += timedelta(days=1)
        for _ in range(days):
            day += timedelta(days=1)
            while not self.is_worked(day):
                day += timedelta(days=1)
        return day
