"""Follows the feeds of a project, step by step: what all of them have brought since the last step is one act.

How far each has come is kept in the transaction that writes what it brought: nothing is lost and nothing is taken twice, whoever goes on
from there, and whenever.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from cockpit.domain.change import Batch, Deed, SeriesChange
from cockpit.domain.edit import Act, Record
from cockpit.domain.entity import LONGEST_LINE, Plain
from cockpit.domain.feed import Feed, FeedSource, next_run, pause_after
from cockpit.domain.feed_progress import BadLine, FeedFault, FeedProgress, progress_from, progress_text
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.measurement import Points
from cockpit.domain.problem import Refused
from cockpit.domain.state import ProjectState
from cockpit.domain.validation import echo
from cockpit.exchange.folder import path_of
from cockpit.feeds.command_source import CommandRun, Printed
from cockpit.feeds.growing_file import GrowingFile, RawLine, places_from, plain_places
from cockpit.feeds.line_reading import LineReader, NoField, Reading, header_from
from cockpit.feeds.trust import Trust
from cockpit.feeds.turn import Turns
from cockpit.language import say
from cockpit.store import Store


@dataclass(frozen=True)
class Told:
    """What a step has done for one feed: how many values it took, what it could not take, and how far the feed has come."""

    feed: Feed
    taken: int
    bad: Sequence[BadLine]
    progress: FeedProgress
    before: FeedProgress


@dataclass(frozen=True)
class Step:
    """What a step has come to: the act that was written, what it did for each feed, and whether there is ``more`` to be read at once."""

    batch: Batch | None = None
    told: Sequence[Told] = ()
    more: bool = False


@dataclass
class _Gathered:
    """What a source has given: lines, where it goes on, or why there is nothing."""

    lines: Sequence[RawLine] = ()
    place: Plain = None
    fault: FeedFault | None = None
    detail: str = ""
    more: bool = False
    ended: bool = False
    """Whether a run of a command has come to its end."""


class _Source(Protocol):
    feed: Feed

    def gather(self, progress: FeedProgress, now: datetime) -> _Gathered | None:
        """What has come since; None where it is not time to look."""

    def close(self) -> None:
        """Let go of it."""


@dataclass
class _FileSource:
    feed: Feed
    file: GrowingFile

    def gather(self, progress: FeedProgress, now: datetime) -> _Gathered | None:
        look = self.file.look(now)
        return _Gathered(look.lines, plain_places(self.file.places), look.fault, look.detail, look.more)

    def close(self) -> None:
        self.file.close()


@dataclass
class _CommandSource:
    feed: Feed
    run: CommandRun | None = None
    began: datetime | None = None

    def gather(self, progress: FeedProgress, now: datetime) -> _Gathered | None:
        if self.run is None:
            failures = progress.fault.failures if progress.fault is not None else 0
            if progress.ran_at is not None and progress.ran_at <= now < next_run(self.feed, progress.ran_at, failures):
                return None
            self.began = now
            try:
                self.run = CommandRun(self.feed.command, self.feed.limit)
            except (OSError, ValueError) as error:
                return _Gathered(fault=FeedFault.NO_PROGRAM, detail=echo(str(error)), ended=True)
            return None
        printed = self.run.poll()
        if printed is None:
            return None
        self.run = None
        return _gathered(printed)

    def close(self) -> None:
        if self.run is not None:
            self.run.close()
            self.run = None


def _gathered(printed: Printed) -> _Gathered:
    lines = printed.output.split(b"\n")
    whole = [RawLine(number, each.removesuffix(b"\r"), first=number == 1) for number, each in enumerate(lines, start=1)]
    return _Gathered(whole, fault=printed.fault, detail=printed.detail, ended=True)


@dataclass
class _Followed:
    """A feed that this session follows: how far it has come, as it was kept last, and its source."""

    feed: Feed
    progress: FeedProgress
    source: _Source
    header: Sequence[str] = field(default_factory=list)


class Follower:
    """Follows the feeds of one project (its uid) that the user has trusted, and that no other session follows."""

    def __init__(self, store: Store, project: str, trust: Trust, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._project = project
        self._trust = trust
        self._clock = clock
        self._turns = Turns(store.path)
        self._followed: dict[str, _Followed] = {}
        self._elsewhere: Sequence[Feed] = ()

    def close(self) -> None:
        """Stop what is running, and leave the feeds to others."""
        for each in self._followed.values():
            each.source.close()
        self._followed.clear()
        self._turns.close()

    @property
    def followed(self) -> Sequence[tuple[Feed, FeedProgress]]:
        """The feeds that this session follows, each with how far it has come."""
        return [(each.feed, each.progress) for each in self._followed.values()]

    @property
    def elsewhere(self) -> Sequence[Feed]:
        """The feeds that another session follows."""
        return self._elsewhere

    @property
    def is_busy(self) -> bool:
        """Whether a command is running."""
        return any(isinstance(each.source, _CommandSource) and each.source.run is not None for each in self._followed.values())

    def step(self) -> Step:
        """Take what has come since the last step, in one act; :class:`Refused` where the store cannot even be read."""
        state = self._store.load(self._project)
        now = self._clock()
        self._see_whom_to_follow(state)
        told, points, sources, more = [], _Points(), [], False
        for followed in self._followed.values():
            if _is_pausing(followed.progress, now):
                continue
            gathered = followed.source.gather(followed.progress, now)
            if gathered is None or _is_no_news(followed.progress, gathered):
                continue
            more = more or gathered.more
            each = self._judged(state, followed, gathered, points, now)
            if each.progress != each.before:
                told.append(each)
                sources.append(followed)
        if not told:
            return Step(more=more)
        return self._write(told, sources, points, more=more)

    def _see_whom_to_follow(self, state: ProjectState) -> None:
        wanted = {feed.uid: feed for feed in state.all(Feed) if feed.enabled and self._trust.trusts(feed.words)}
        for uid, followed in list(self._followed.items()):
            feed = wanted.get(uid)
            if feed is None:
                self._let_go(uid)
                self._turns.give_up(uid)
            elif feed is not followed.feed:
                # Another layout is read anew; another title or rhythm is not.
                if feed.layout != followed.feed.layout or feed.limit != followed.feed.limit:
                    self._let_go(uid)
                else:
                    followed.feed = followed.source.feed = feed
        others = [feed for uid, feed in wanted.items() if uid not in self._followed]
        missing = [feed for feed in others if self._turns.take(feed.uid)]
        self._elsewhere = [feed for feed in others if feed not in missing]
        if missing:
            kept = self._store.feed_progress(self._project)
            for feed in missing:
                self._followed[feed.uid] = self._begun(feed, kept.get(feed.uid))

    def _begun(self, feed: Feed, kept: str | None) -> _Followed:
        progress = progress_from(kept) if kept is not None else FeedProgress()
        if progress.layout != feed.layout:
            progress = FeedProgress(layout=feed.layout)
        place: Mapping[str, Any] = progress.place if isinstance(progress.place, dict) else {}
        header = header_from(place.get("header"))
        source: _Source
        if feed.source is FeedSource.FILE:
            source = _FileSource(feed, GrowingFile(self._path_of(feed), places_from(place.get("files"))))
        else:
            source = _CommandSource(feed)
        return _Followed(feed, progress, source, header)

    def _path_of(self, feed: Feed) -> Path:
        """The file of a feed; one that is not told from the root on lies beside the store."""
        return self._store.path.absolute().parent / path_of(feed.path)

    def _let_go(self, uid: str) -> None:
        self._followed.pop(uid).source.close()

    def _judged(self, state: ProjectState, followed: _Followed, gathered: _Gathered, points: "_Points", now: datetime) -> Told:
        feed, before = followed.feed, followed.progress
        progress = replace(before, ran_at=_began(followed, now)) if gathered.ended else before
        if gathered.fault is not None:
            return Told(feed, 0, (), progress.failing(gathered.fault, gathered.detail, now), before)
        header = followed.header if feed.source is FeedSource.FILE else ()
        reader = LineReader(feed, state.all(Kpi), state.project.timezone, header)
        try:
            readings, bad = reader.read(gathered.lines, _began(followed, now) if gathered.ended else now)
        except NoField as missing:
            # Not passed over: once the feed or the file is mended, its lines are read.
            self._start_over(followed)
            return Told(feed, 0, (), progress.failing(missing.why, missing.detail, now), before)
        if gathered.ended and not readings:
            return Told(feed, 0, bad, progress.with_bad(bad).failing(FeedFault.NOTHING, "", now), before)
        if feed.source is FeedSource.FILE:
            followed.header = reader.kept_header
            place: Plain = {"files": gathered.place, "header": list(reader.kept_header)}
            progress = replace(progress, place=place)
        progress = replace(progress.with_bad(bad), fault=None)
        if readings:
            last = readings[-1]
            progress = replace(
                progress,
                taken=progress.taken + len(readings),
                replaced=progress.replaced + points.put(feed, readings),
                value=last.value,
                measured_at=last.time,
                taken_at=now,
            )
        return Told(feed, len(readings), bad, progress, before)

    def _start_over(self, followed: _Followed) -> None:
        """Read again from where it was kept last."""
        followed.source.close()
        again = self._begun(followed.feed, progress_text(followed.progress))
        followed.source, followed.header = again.source, again.header

    def _write(self, told: Sequence[Told], sources: Sequence[_Followed], points: "_Points", *, more: bool) -> Step:
        brought = [each.feed.ref for each in told if each.taken]
        act = Act(tuple(points.edits()), note=", ".join(brought)[:LONGEST_LINE], deed=Deed.FEED)
        try:
            batch = self._store.take_in(self._project, act, {each.feed.uid: progress_text(each.progress) for each in told})
        except Refused as refused:
            return self._not_written(told, sources, say(refused.problems[0].message))
        for each, followed in zip(told, sources, strict=True):
            replaced = 0 if batch is None else _replaced(batch, points.of(each.feed))
            # What of others it has replaced is known now, and kept with what it brings next.
            followed.progress = replace(each.progress, replaced=each.progress.replaced + replaced)
        return Step(batch, told, more)

    def _not_written(self, told: Sequence[Told], sources: Sequence[_Followed], reason: str) -> Step:
        """Nothing was taken: what was read is read again later."""
        now = self._clock()
        failed = []
        for each, followed in zip(told, sources, strict=True):
            self._start_over(followed)
            followed.progress = each.before.failing(FeedFault.NOT_WRITTEN, echo(reason), now)
            failed.append(replace(each, taken=0, bad=(), progress=followed.progress))
        with suppress(Refused):
            self._store.take_in(self._project, Act(()), {each.feed.uid: progress_text(each.progress) for each in failed})
        return Step(told=failed)


def _began(followed: _Followed, now: datetime) -> datetime:
    """When the run that has ended was begun, to the second: it is not run more often."""
    source = followed.source
    return (source.began or now).replace(microsecond=0) if isinstance(source, _CommandSource) else now


def _is_pausing(progress: FeedProgress, now: datetime) -> bool:
    """Whether a feed has failed so lately that it is not tried again yet; a file that is not there is looked for all the time."""
    fault = progress.fault
    return (
        fault is not None
        and fault.why is not FeedFault.MISSING
        and fault.tried <= now < fault.tried + pause_after(fault.failures)
    )


def _is_no_news(progress: FeedProgress, gathered: _Gathered) -> bool:
    """Whether a look at a file has found it as it was."""
    if gathered.lines or gathered.ended:
        return False
    if gathered.fault is not None:
        return gathered.fault is FeedFault.MISSING and progress.fault is not None and progress.fault.why is FeedFault.MISSING
    files = progress.place.get("files") if isinstance(progress.place, dict) else None
    return progress.fault is None and files == gathered.place


def _replaced(batch: Batch, series: Collection[tuple[str, Group]]) -> int:
    """How many measurements of some series a batch has replaced."""
    changes = (change for change in batch.changes if isinstance(change, SeriesChange))
    return sum(len(change.before) for change in changes if (change.kpi, change.group) in series)


class _Points:
    """What all feeds have brought in a step: of several values of one time, the last."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Group], dict[str, float]] = {}
        self._by_feed: dict[str, set[tuple[str, Group]]] = {}

    def of(self, feed: Feed) -> Collection[tuple[str, Group]]:
        """The series in which a feed has brought something."""
        return self._by_feed.get(feed.uid, ())

    def put(self, feed: Feed, readings: Iterable[Reading]) -> int:
        """Put readings of a feed in; return how many of them take the place of another value."""
        replaced = 0
        series = self._by_feed.setdefault(feed.uid, set())
        for each in readings:
            series.add((each.kpi, each.group))
            values = self._found.setdefault((each.kpi, each.group), {})
            replaced += values.get(each.time, each.value) != each.value
            values[each.time] = each.value
        return replaced

    def edits(self) -> Iterable[Record]:
        """What is to be put on record."""
        for (kpi, group), values in self._found.items():
            yield Record(kpi, group, Points.of(values))
