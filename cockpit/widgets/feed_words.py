"""What is said of a feed: what it reads, where it stands, and what it could not take; on the screens and on the command line alike."""

from datetime import date, datetime

from cockpit.domain.feed import Feed, FeedSource
from cockpit.domain.feed_progress import BadLine, Fault, FeedProgress
from cockpit.domain.kpi import Kpi
from cockpit.language import _, day, headed, moment, ngettext, number, say
from cockpit.widgets.kpi_words import exact_words


def source_words(feed: Feed) -> str:
    """What a feed reads, in a line: the path, or the words of the command, each that has blanks in it between quotes."""
    if feed.source is FeedSource.FILE:
        return feed.path
    return " ".join(f"“{word}”" if " " in word else word for word in feed.command)


def fault_words(fault: Fault) -> str:
    """Why a feed gives nothing, and since when."""
    return _("since {moment}: {reason}").format(moment=moment(fault.since), reason=say(fault.said))


def value_words(kpi: Kpi | None, progress: FeedProgress) -> str:
    """The last value that a feed has brought; empty where it has brought none."""
    if progress.value is None:
        return ""
    return number(progress.value) if kpi is None else exact_words(kpi, progress.value)


def measured_words(progress: FeedProgress, today: date | None = None) -> str:
    """Of when the last value is, the time alone where it is of ``today``; empty where there is none."""
    told = progress.measured_at
    if not told:
        return ""
    at = datetime.fromisoformat(told)
    if len(told) == len("2026-01-05"):
        return day(at.date(), today)
    local = at.astimezone()
    return f"{local:%H:%M:%S}" if local.date() == today else f"{day(local.date(), today)} {local:%H:%M:%S}"


def bad_words(count: int) -> str:
    """How many lines could not be taken."""
    return ngettext("{count} bad line", "{count} bad lines", count).format(count=number(count))


def bad_line_words(line: BadLine) -> str:
    """A line that could not be taken: where, and what is wrong with it."""
    return headed(_("line {line}").format(line=number(line.line, 0)), say(line.said))
