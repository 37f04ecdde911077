"""Activities and their links: the work that leads to milestones, and what has to come before what."""

from collections.abc import Iterable, Iterator
from datetime import date

from cockpit.domain.circle import circle_in
from cockpit.domain.entity import Choice, Entity, choice, day, line, number, reference, whole
from cockpit.domain.message import N_, Message, message


class LinkType(Choice):
    """Which end of an activity waits for which end of the one before it."""

    FINISH_START = "finish_start", N_("finish to start")
    START_START = "start_start", N_("start to start")
    FINISH_FINISH = "finish_finish", N_("finish to finish")


class Activity(Entity):
    """Work that leads to a milestone, with a duration or a three-point estimate of it in working days."""

    kind = "activity"
    prefix = "AC"
    label = N_("Activity")
    plural = N_("Activities")
    ordered = (
        ("starts_on", "ends_on"),
        ("actual_start_on", "actual_end_on"),
        ("optimistic", "likely"),
        ("likely", "pessimistic"),
        ("optimistic", "pessimistic"),
    )

    title: str = line(N_("Activity"), required=True)
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who sees that it gets done"))
    milestone: str | None = reference(N_("Milestone"), "milestone", help=N_("The milestone that it leads to"))
    progress: int = whole(N_("Progress"), 0, 100, default=0, unit="%", help=N_("Share of the work that is done"))
    duration: int | None = whole(N_("Duration"), 0, 3650, default=None, unit=N_("days"), help=N_("Working days that it takes"))
    optimistic: float | None = number(
        N_("Optimistic"), 0, default=None, unit=N_("days"), help=N_("Working days if everything goes well")
    )
    likely: float | None = number(N_("Likely"), 0, default=None, unit=N_("days"), help=N_("Working days most likely"))
    pessimistic: float | None = number(
        N_("Pessimistic"), 0, default=None, unit=N_("days"), help=N_("Working days if much goes wrong")
    )
    starts_on: date | None = day(N_("Planned start"), help=N_("Not before this day"))
    ends_on: date | None = day(N_("Planned end"))
    actual_start_on: date | None = day(N_("Actual start"))
    actual_end_on: date | None = day(N_("Actual end"))
    resource: str | None = reference(N_("Resource"), "resource", help=N_("What or who the work cannot do without"))
    phase: str | None = reference(N_("Phase"), "phase")
    wave: str | None = reference(N_("Wave"), "wave", help=N_("The wave that it prepares"))


class ActivityLink(Entity):
    """A line of dependency: the successor waits for the predecessor, plus a lag in working days."""

    kind = "activity_link"
    prefix = "AL"
    label = N_("Link")
    plural = N_("Links")
    title_field = "type"

    predecessor: str = reference(N_("Predecessor"), "activity", required=True, help=N_("The activity that comes first"))
    successor: str = reference(N_("Successor"), "activity", required=True, help=N_("The activity that waits"))
    type: LinkType = choice(N_("Type"), default=LinkType.FINISH_START, help=N_("Which end waits for which"))
    lag: int = whole(N_("Lag"), -365, 365, default=0, unit=N_("days"), help=N_("Working days in between; negative to overlap"))

    def own_problems(self) -> Iterator[tuple[str, Message]]:
        if self.predecessor == self.successor:
            yield (
                "successor",
                message(N_("{field}: an activity cannot wait for itself"), field=Message(N_("Successor"))),
            )


def cycle_in(links: Iterable[ActivityLink]) -> tuple[str, ...] | None:
    """The uids of the activities along one cycle of ``links``, each followed by one that waits for it; see :func:`circle_in`."""
    return circle_in((link.predecessor, link.successor) for link in links)
