"""Those who take part in a story, and the days on which they work."""

from collections.abc import Iterable

from cockpit.domain.calendar import Holiday
from cockpit.domain.person import Person
from tools.storytelling.calendar import StoryCalendar
from tools.storytelling.story import New, new


def people(told: Iterable[tuple[str, str, str]], domain: str) -> list[New]:
    """The rows of people, each a handle, a name and a role, with their addresses in ``domain``."""
    return [new(Person, handle, handle=handle, name=name, role=role, email=f"{handle}@{domain}") for handle, name, role in told]


def holidays(story: StoryCalendar, calendar: str) -> list[New]:
    """The rows of the days on which nobody works, in the working calendar named ``calendar``."""
    return [
        new(Holiday, first.isoformat(), title=title, starts_on=first, ends_on=last, calendar=calendar)
        for title, first, last in story.days_off
    ]
