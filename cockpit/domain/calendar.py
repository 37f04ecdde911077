"""The working calendar: which days count when durations and delays are measured."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cockpit.domain.entity import Entity, day, flag, line, number, reference
from cockpit.domain.message import N_

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

_LONGEST_BREAK = 366
"""Days in a row without work after which a calendar says nothing of when there will be work again."""


class WorkingCalendar(Entity):
    """The days of the week on which the project works; a project uses one at most."""

    kind = "calendar"
    prefix = "WC"
    label = N_("Working calendar")
    plural = N_("Working calendars")

    title: str = line(N_("Calendar"), required=True)
    hours_per_day: float = number(
        N_("Hours a day"), 0, 24, default=7.0, unit=N_("hours"), help=N_("Hours worked on a working day")
    )
    monday: bool = flag(N_("Monday"), default=True)
    tuesday: bool = flag(N_("Tuesday"), default=True)
    wednesday: bool = flag(N_("Wednesday"), default=True)
    thursday: bool = flag(N_("Thursday"), default=True)
    friday: bool = flag(N_("Friday"), default=True)
    saturday: bool = flag(N_("Saturday"))
    sunday: bool = flag(N_("Sunday"))


class Holiday(Entity):
    """Days on which nobody works, from the first to the last included."""

    kind = "holiday"
    prefix = "HO"
    label = N_("Holiday")
    plural = N_("Holidays")
    ordered = (("starts_on", "ends_on"),)

    title: str = line(N_("Holiday"), required=True)
    starts_on: date = day(N_("First day"), default=...)
    ends_on: date = day(N_("Last day"), default=..., help=N_("The last day off, included"))
    calendar: str = reference(N_("Calendar"), "calendar", required=True)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days that count: those of the week (Monday is 0) that are worked, without the stretches that are off, both ends included."""

    weekdays: frozenset[int]
    off: tuple[tuple[date, date], ...] = ()

    def __contains__(self, when: date) -> bool:
        return when.weekday() in self.weekdays and not any(first <= when <= last for first, last in self.off)

    def on_or_after(self, when: date) -> date:
        """The first day that counts from ``when`` on; ``when`` itself where none does for a year."""
        days = (when + timedelta(ahead) for ahead in range(_LONGEST_BREAK))
        return next((each for each in days if each in self), when)


def working_days(state: "ProjectState") -> WorkingDays:
    """The working days of a project, by its calendar; Monday to Friday where it has none."""
    calendars = state.all(WorkingCalendar)
    if not calendars:
        return WorkingDays(frozenset(range(5)))
    calendar = calendars[0]
    week = (
        calendar.monday, calendar.tuesday, calendar.wednesday, calendar.thursday, calendar.friday, calendar.saturday, calendar.sunday,
    )  # fmt: skip
    holidays = state.of(Holiday, "calendar", calendar.uid)
    return WorkingDays(
        frozenset(weekday for weekday, worked in enumerate(week) if worked),
        tuple((each.starts_on, each.ends_on) for each in holidays),
    )
