"""The working calendar: which days count when durations and delays are measured."""

from datetime import date

from cockpit.domain.entity import Entity, day, flag, line, number, reference
from cockpit.domain.message import N_


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
