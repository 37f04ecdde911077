"""How far a feed has come: what it has read, what it could not take, since when it fails and why, and what that makes of it.

Whoever follows a feed keeps this beside the measurements, in the same transaction, so that whoever follows it next goes on from there
and everybody sees the same.  It is no row: it is not logged, not undone and not in a snapshot.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from cockpit.domain.entity import Choice, Plain, instant_text
from cockpit.domain.feed import Feed
from cockpit.domain.message import N_, Message, message

MOST_BAD_LINES = 100
"""Bad lines that are kept in full, the last ones; of all of them the number is kept."""

LONGEST_DETAIL = 80


class FeedFault(Choice):
    """Why a feed gives nothing; ``{detail}`` is what was met."""

    MISSING = "missing", N_("there is no file {detail} yet")
    UNREADABLE = "unreadable", N_("the file cannot be read: {detail}")
    NO_FILE = "no_file", N_("{detail} is no file that could grow")
    NO_FIELD = "no_field", N_("its lines have no field “{detail}”")
    NO_PROGRAM = "no_program", N_("the program cannot be run: {detail}")
    ENDED = "ended", N_("the command failed: {detail}")
    LATE = "late", N_("the command was stopped, as it took longer than {detail} s")
    TOO_MUCH = "too_much", N_("the command was stopped, as it printed more than {detail} bytes")
    NOTHING = "nothing", N_("the command printed no value")
    NOT_WRITTEN = "not_written", N_("the store did not take its values: {detail}")


class LineFault(Choice):
    """Why a line of a feed cannot be taken; ``{detail}`` is what stands there."""

    NO_TEXT = "no_text", N_("no text in UTF-8")
    NUL = "nul", N_("holds a NUL byte")
    TOO_LONG = "too_long", N_("longer than {detail} bytes")
    NO_JSON = "no_json", N_("no JSON object: {detail}")
    CELLS = "cells", N_("another number of cells than the first line: {detail}")
    QUOTE = "quote", N_("a quote that is not closed on the line: {detail}")
    UNENDED = "unended", N_("its end never came: {detail}")
    NO_TIME = "no_time", N_("no time that is understood: {detail}")
    NO_VALUE = "no_value", N_("no value")
    NO_NUMBER = "no_number", N_("no number: {detail}")
    TOO_LARGE = "too_large", N_("a number too large or not finite: {detail}")
    NO_KPI = "no_kpi", N_("no KPI of this project: {detail}")
    NO_GROUP = "no_group", N_("no group: {detail}")


class FeedState(Choice):
    """What becomes of a feed."""

    RUNNING = "feed_running", N_("running")
    WAITING = "feed_waiting", N_("waiting")
    FAILING = "feed_failing", N_("failing")
    UNTRUSTED = "feed_untrusted", N_("not trusted here")
    OFF = "feed_off", N_("off")


@dataclass(frozen=True)
class Fault:
    """Why a feed gives nothing now, since when, and how often it was tried in vain since, last at ``tried``."""

    why: FeedFault
    detail: str
    since: datetime
    tried: datetime
    failures: int = 1

    @property
    def said(self) -> Message:
        """The reason, in words."""
        return message(self.why.label, detail=self.detail)


@dataclass(frozen=True)
class BadLine:
    """A line that could not be taken: its number in its file, counted from 1, and what is wrong with it."""

    line: int
    why: LineFault
    detail: str = ""

    @property
    def said(self) -> Message:
        """What is wrong, in words."""
        return message(self.why.label, detail=self.detail)


@dataclass(frozen=True)
class FeedProgress:
    """How far a feed has come since its source or its layout last became another.

    ``taken`` counts the lines whose values were taken, ``replaced`` those of them that put another value in the place of one of the same
    time.  ``value`` is the last one, measured at ``measured_at`` as measurements are keyed, and taken at ``taken_at``.
    """

    layout: tuple[str, ...] = ()
    place: Plain = None
    """Where reading goes on, as whoever reads has put it."""
    taken: int = 0
    replaced: int = 0
    bad: int = 0
    bad_lines: tuple[BadLine, ...] = ()
    value: float | None = None
    measured_at: str = ""
    taken_at: datetime | None = None
    ran_at: datetime | None = None
    """When a command was last begun."""
    fault: Fault | None = None

    def failing(self, why: FeedFault, detail: str, now: datetime) -> "FeedProgress":
        """The progress once it was tried in vain: since when it fails is when it first did."""
        detail, known = detail[:LONGEST_DETAIL], self.fault
        if known is None:
            return replace(self, fault=Fault(why, detail, now, now))
        since = known.since if (known.why is FeedFault.MISSING) is (why is FeedFault.MISSING) else now
        return replace(self, fault=Fault(why, detail, since, now, known.failures + 1))

    def with_bad(self, lines: Iterable[BadLine]) -> "FeedProgress":
        """The progress with more bad lines."""
        found = tuple(replace(each, detail=each.detail[:LONGEST_DETAIL]) for each in lines)
        if not found:
            return self
        return replace(self, bad=self.bad + len(found), bad_lines=(*self.bad_lines, *found)[-MOST_BAD_LINES:])


def feed_state(feed: Feed, progress: FeedProgress | None, *, trusted: bool) -> FeedState:
    """What becomes of a feed, as far as it has come, for somebody who has ``trusted`` it or not.

    One whose file is not there yet, or that has given nothing so far, waits: that is no failure.
    """
    if not feed.enabled:
        return FeedState.OFF
    current = progress if progress is not None and progress.layout == feed.layout else None
    if current is None or (current.taken_at is None and current.fault is None):
        return FeedState.WAITING if trusted else FeedState.UNTRUSTED
    if current.fault is not None:
        return FeedState.WAITING if current.fault.why is FeedFault.MISSING else FeedState.FAILING
    # Somebody else who has trusted it may be following it all the same.
    return FeedState.RUNNING


def progress_text(progress: FeedProgress) -> str:
    """The progress as the store keeps it."""
    return json.dumps(_plain(asdict(progress)), ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return instant_text(value)
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case _:
            return value


def progress_from(text: str) -> FeedProgress:
    """What :func:`progress_text` wrote; a progress that has come nowhere where somebody else wrote something else there."""
    try:
        known = json.loads(text)
        fault = known["fault"]
        return FeedProgress(
            layout=tuple(map(str, known["layout"])),
            place=known["place"],
            taken=int(known["taken"]),
            replaced=int(known["replaced"]),
            bad=int(known["bad"]),
            bad_lines=tuple(
                BadLine(int(each["line"]), LineFault(each["why"]), str(each["detail"])) for each in known["bad_lines"]
            ),
            value=None if known["value"] is None else float(known["value"]),
            measured_at=str(known["measured_at"]),
            taken_at=None if known["taken_at"] is None else _instant(known["taken_at"]),
            ran_at=None if known["ran_at"] is None else _instant(known["ran_at"]),
            fault=None if fault is None else _fault(fault),
        )
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
        return FeedProgress()


def _fault(told: Mapping[str, Any]) -> Fault:
    since, tried = _instant(told["since"]), _instant(told["tried"])
    return Fault(FeedFault(told["why"]), str(told["detail"]), since, tried, int(told["failures"]))


def _instant(told: str) -> datetime:
    found = datetime.fromisoformat(told)
    if found.tzinfo is None:
        raise ValueError("no instant")
    return found
