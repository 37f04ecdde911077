"""Feeds: where the measurements of a KPI come from by themselves, a file that grows or a command that is run now and then."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cockpit.domain.entity import Choice, Entity, choice, flag, line, lines, reference, whole
from cockpit.domain.kpi import Group
from cockpit.domain.message import N_, Message, message

SHORTEST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
"""The waits after the first failure and after many; a command that is seldom run anyway waits no less than between two runs."""


class FeedSource(Choice):
    """What a feed reads."""

    FILE = "file", N_("file that grows")
    COMMAND = "command", N_("command")


class FeedFormat(Choice):
    """How the lines of a feed are written."""

    CSV = "csv", N_("CSV")
    JSON = "json", N_("JSON lines")
    VALUE = "value", N_("one number a line")


class DecimalMark(Choice):
    """What parts the whole from the rest in the numbers of a feed."""

    POINT = "point", N_("point")
    COMMA = "comma", N_("comma")


class Feed(Entity):
    """A file that is followed while it grows, or a command that is run on a schedule, for the measurements that its lines hold."""

    kind = "feed"
    prefix = "F"
    label = N_("Feed")
    plural = N_("Feeds")

    title: str = line(N_("Feed"), required=True)
    kpi: str = reference(N_("KPI"), "kpi", required=True, help=N_("What its lines measure, unless a line says so itself"))
    group: Group = choice(N_("Group"), default=Group.ALL, help=N_("Whom its lines are about, unless a line says so itself"))
    source: FeedSource = choice(N_("Read from"), default=FeedSource.FILE)
    path: str = line(N_("File"), longest=1000, help=N_("Its whole path; ~ stands for your home"))
    command: tuple[str, ...] = lines(
        N_("Command"), help=N_("The program first, then an argument a line; no shell reads it, and nothing is put in for * or $")
    )
    every: int = whole(
        N_("Run every"), 1, 86_400, default=60, unit=N_("s"), help=N_("For a command: seconds from one run to the next")
    )
    limit: int = whole(
        N_("Time limit"), 1, 3600, default=10, unit=N_("s"), help=N_("For a command: seconds after which it is stopped")
    )
    format: FeedFormat = choice(N_("Format"), default=FeedFormat.CSV, help=N_("How its lines are written"))
    decimal: DecimalMark = choice(N_("Decimal mark"), default=DecimalMark.POINT)
    time_field: str = line(
        N_("Field of the time"), default="time", help=N_("By its name; empty where a line counts for when it is read")
    )
    value_field: str = line(N_("Field of the value"), default="value", help=N_("By its name"))
    kpi_field: str = line(N_("Field of the KPI"), help=N_("Where lines are of several KPIs: what names each, by ref or title"))
    group_field: str = line(N_("Field of the group"), help=N_("Where lines are about several groups"))
    enabled: bool = flag(N_("On"), default=True)

    def own_problems(self) -> Iterator[tuple[str, Message]]:
        """A feed names what it reads."""
        if self.source is FeedSource.FILE and not self.path:
            yield "path", message(N_("A feed that follows a file has to name it"))
        if self.source is FeedSource.COMMAND and not self.command:
            yield "command", message(N_("A feed that runs a command has to name the program"))

    @property
    def words(self) -> tuple[str, ...]:
        """What it reads, exactly: the kind of source, then the path, or the program with its arguments."""
        return (self.source.value, self.path) if self.source is FeedSource.FILE else (self.source.value, *self.command)

    @property
    def layout(self) -> tuple[str, ...]:
        """Whatever decides how a line is read and for whom: where it is another, what was read before is read anew."""
        told = (self.format, self.decimal, self.time_field, self.value_field, self.kpi_field, self.group_field, self.group)
        return (*self.words, self.kpi, *map(str, told))


def pause_after(failures: int, between: timedelta = SHORTEST_WAIT) -> timedelta:
    """How long to wait after so many failures one after another: twice as long after each, up to :data:`LONGEST_WAIT`.

    ``between`` is the wait where nothing fails; it is never less than that.
    """
    doubled = 1 << min(max(failures - 1, 0), 30)
    return max(between, min(SHORTEST_WAIT * doubled, LONGEST_WAIT))


def next_run(feed: Feed, began: datetime, failures: int = 0) -> datetime:
    """When a command that was run at ``began`` is run again, after so many failures one after another."""
    between = timedelta(seconds=feed.every)
    return began + (pause_after(failures, between) if failures else between)
