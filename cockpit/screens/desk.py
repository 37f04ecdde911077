"""The store as the screens see it: every edit and every look goes over this desk, in a thread."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cockpit.domain.change import Batch, Deed, RowChange
from cockpit.domain.conflict import told_by_log
from cockpit.domain.edit import Act, Edit
from cockpit.domain.entity import Entity
from cockpit.domain.feed import Feed, FeedSource
from cockpit.domain.message import N_, Message, message
from cockpit.domain.moved import RowMoved
from cockpit.domain.narration import Narrator
from cockpit.domain.phase import PhaseCode
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState
from cockpit.feeds.trust import Trust, trust_file
from cockpit.language import _, capitalised, say
from cockpit.screens.feed_standing import FeedsInView
from cockpit.screens.situation import Situation
from cockpit.settings import remember_turn, turned_to_file
from cockpit.store import Past, Store
from cockpit.store.presence import Presence, Present

# Trials and looks back are imported where they begin: most mornings see neither.
if TYPE_CHECKING:
    from cockpit.domain.readiness.past_verdicts import VerdictHistory
    from cockpit.domain.readiness.way_actions import Task
    from cockpit.domain.trial import Trial, Tried
    from cockpit.feeds.follower import Follower

_MOST_TOLD = 3

_DAYS_KEPT = 8
"""How many past days are kept, once they were looked at."""


class Desk:
    """One project of one store.  Every method blocks, may be called from any thread, and raises :class:`Refused` like the store.

    While a trial is under way, edits go to it instead of the store, and what is known is the project as it would be.
    """

    def __init__(self, store: Store, project: str, *, clock: Callable[[], datetime], presence: Presence | None = None) -> None:
        self._store = store
        self._presence = presence or Presence(store.path, store.who, clock=clock)
        self._project = project
        self._clock = clock
        self._feeds = FeedsInView(store, project, Trust(trust_file(), store.path))
        self._lock = threading.RLock()
        self._serial = 0
        self._last: Situation | None = None
        """The project as it is in the store."""
        self._trial: Trial | None = None
        self._shown: Situation | None = None
        """The project as it would be, while there is a trial."""
        self._reading = threading.Lock()
        self._batches: tuple[Batch, ...] = ()
        self._closed = threading.Event()
        self._days: dict[date, Situation] = {}
        self._looked_back: dict[tuple[PhaseCode, str | None], tuple[tuple[date, int], VerdictHistory]] = {}
        """The verdict at a gate up to a day, with that day and the number of acts known then."""

    def close(self) -> None:
        """Let go of the store."""
        self._closed.set()
        self._presence.leave()
        self._store.close()

    @property
    def project(self) -> str:
        """The uid of the project."""
        return self._project

    @property
    def store_path(self) -> Path:
        """The file in which the project is, from the root."""
        return self._store.path.absolute()

    def beside(self, project: str) -> "Desk":
        """The desk of another project (its uid) of the same store."""
        return Desk(self._store, project, clock=self._clock, presence=self._presence)

    def situation(self) -> Situation:
        """What is known now; the same object as before where nothing has changed."""
        with self._lock:
            actual = self._as_stored()
            return actual if self._trial is None else self._as_tried(self._trial, actual)

    def _as_stored(self) -> Situation:
        state = self._store.load(self._project)
        today = self._clock().astimezone(ZoneInfo(state.project.timezone)).date()
        feeds = self._feeds.standings(state)
        last = self._last
        if last is None or last.state is not state or last.today != today or last.feeds is not feeds:
            read_only = self._store.read_only
            now = Situation(self._next_serial(), state, today, self._store.who, read_only, feeds=feeds).prepare(last)
            last = self._last = now if last is None else now.with_way_of(last)
        return last

    def _as_tried(self, trial: "Trial", actual: Situation) -> Situation:
        if trial.base is not actual.state:
            trial = self._trial = trial.carried_to(actual.state, self._store.highest_refs(self._project))
        shown = self._shown
        if shown is None or shown.trial is not trial or shown.actual is not actual:
            today = max(actual.today, trial.day or actual.today)
            serial, feeds = self._next_serial(), actual.feeds
            shown = Situation(serial, trial.state, today, actual.who, trial=trial, actual=actual, feeds=feeds).prepare()
            self._shown = shown
        return shown

    def _next_serial(self) -> int:
        self._serial += 1
        return self._serial

    def apply(self, act: Act, progress: Callable[[int, int], None] | None = None) -> tuple[Batch | None, Situation]:
        """Commit an act; the batch is None where nothing had to be changed.  Whatever ``progress`` raises, nothing is committed then."""
        with self._lock:
            if self._trial is not None:
                try:
                    return self.try_out(act.edits)
                except RowMoved as moved:
                    raise told_by_log(moved, self.situation().state, self.acts_since(moved.seen)) from None
        batch = self._store.apply(self._project, act, progress)
        if batch is not None:
            self._trust_what_was_typed(batch)
        return batch, self.situation()

    # Feeds

    def _trust_what_was_typed(self, batch: Batch) -> None:
        """Trust a file that the user has just named in a feed; a command is trusted only where every word of it was shown."""
        named = [
            change.uid
            for change in batch.changes
            if isinstance(change, RowChange) and change.kind == Feed.kind and {"path", "source"} & (change.after or {}).keys()
        ]
        for uid in named:
            feed = self._store.load(self._project).get(Feed, uid)
            if feed is not None and feed.source is FeedSource.FILE:
                # Where it cannot be kept, the feed is told as one that is not trusted.
                with suppress(Refused, OSError):
                    self._feeds.trust.trust(feed.words)

    def trust(self, words: Sequence[str], *, trusted: bool) -> Situation:
        """Let a feed read or run exactly these words in this store, or no more."""
        if trusted:
            self._feeds.trust.trust(words)
        else:
            self._feeds.trust.distrust(words)
        return self.situation()

    @property
    def has_feeds(self) -> bool:
        """Whether there is anything to follow, and this session may write what it brings."""
        last = self._last
        return last is not None and bool(last.state.all(Feed)) and not self._store.read_only

    def follower(self) -> "Follower":
        """What follows the feeds of the project, a step at a time."""
        from cockpit.feeds.follower import Follower

        return Follower(self._store, self._project, self._feeds.trust, self._clock)

    # What was done

    def acts_since(self, row: Entity) -> tuple[Batch, ...]:
        """The acts of others that have made another row of ``row`` since it was as it is given, oldest first.

        What is only tried is not among them: a row of the trial counts on from the one in the store.
        """
        with self._lock:
            if (trial := self._on_now()) is not None:
                now, stored = trial.state.row(row.kind, row.uid), trial.base.row(row.kind, row.uid)
                tried = now.version - stored.version if now and stored else 0
                row = row.changed(version=row.version - tried)
        return self._store.acts_since(self._project, row)

    def undo(self, act: str | None = None) -> tuple[tuple[Message, ...], Situation]:
        """Take back the user's last act, or the one with this uid; tell what that did."""
        with self._lock:
            if (trial := self._on_now()) is not None:
                if act is not None:
                    raise refuse(
                        message(N_("Nothing is taken back in the log while a trial is under way; keep or drop that first"))
                    )
                self._trial = trial.taken_back()
                return self._told_of_trial(N_("No longer tried:"), trial.tried[-1]), self.situation()
        return self._told(self._store.undo(self._project, act))

    def redo(self) -> tuple[tuple[Message, ...], Situation]:
        """Make again what the user's last undo took back; tell what that did."""
        with self._lock:
            if (trial := self._on_now()) is not None:
                self._trial = trial.made_again()
                return self._told_of_trial(N_("Tried again:"), self._trial.tried[-1]), self.situation()
        return self._told(self._store.redo(self._project))

    # What if

    def begin_trial(self) -> Situation:
        """Begin a trial, unless there is one: from now on nothing is written until it is kept."""
        with self._lock:
            if self._trial is None:
                self._trial = self._new_trial()
            return self.situation()

    def _new_trial(self) -> "Trial":
        from cockpit.domain.trial import Trial

        return Trial(self._as_stored().state, self._store.highest_refs(self._project))

    def try_out(
        self, edits: Sequence[Edit], day: date | None = None, task: "Task | None" = None
    ) -> tuple[Batch | None, Situation]:
        """Try edits, in a trial that begins with them where there is none; the batch is None where they change nothing.

        They cannot be done, or do not count, before the ``day``: with it the project is judged on that day.  Where they
        are those of a step, ``task`` is what the step is: they are never written then.
        """
        with self._lock:
            before = self._on_now() or self._new_trial()
            today = None if task is not None else max(self._as_stored().today, before.day or date.min)
            trial = self._trial = before.made(edits, day, task, today)
            return (None if trial is before else trial.tried[-1].batch), self.situation()

    def drop_tried(self, uids: Sequence[str]) -> Situation:
        """Drop acts of the trial (their uids); :class:`Refused`, with all of them still there, where one that stays builds on them."""
        with self._lock:
            if (trial := self._on_now()) is not None:
                self._trial = trial.without(*uids)
            return self.situation()

    def drop_trial(self) -> Situation:
        """End the trial; nothing of it was ever written."""
        with self._lock:
            # What is shown next has to be told from what was shown before the trial.
            self._trial = self._shown = self._last = None
            return self.situation()

    def keep_trial(self) -> tuple[tuple[Message, ...], Situation]:
        """Write all that is tried as one act, with an action for each step, and end the trial; tell what that did.

        Where it cannot be kept, :class:`Refused` says why, nothing is written, and the trial goes on.
        """
        from cockpit.domain.trial_keeping import still_to_come
        from cockpit.screens.trial_words import kept_words

        with self._lock:
            trial = self._on_now()
            if trial is None:
                return (), self.situation()
            if self._store.read_only:
                raise refuse(message(N_("This store is open for reading only; a trial can be made in it, but not kept")))
            try:
                kept = trial.kept(self._as_stored().today, say, lambda words: capitalised(_(words)))
                if kept.act.edits:
                    self._store.apply(self._project, kept.act)
            except Refused as refused:
                way_on = message(
                    N_("Nothing was written, and the trial goes on: what stands in the way can be dropped from its list")
                )
                raise Refused([*refused.problems, Problem(way_on)]) from None
            left_out = [still_to_come(trial.first_words(each)).message for each in kept.left_out]
            situation = self.drop_trial()
            return (*kept_words(kept, situation.state), *left_out), situation

    def _on_now(self) -> "Trial | None":
        """The trial, on top of what is in the store now."""
        return None if self._trial is None else self.situation().trial

    def _told_of_trial(self, lead: str, tried: "Tried") -> tuple[Message, ...]:
        assert self._trial
        sentences = list(self._trial.told(tried))
        more = [message(N_("and {count} more"), count=len(sentences) - _MOST_TOLD)] if len(sentences) > _MOST_TOLD else []
        return (message(lead), *sentences[:_MOST_TOLD], *more)

    def _told(self, batch: Batch) -> tuple[tuple[Message, ...], Situation]:
        situation = self.situation()
        narrator, undone = Narrator(situation.state, [batch]), batch.deed is Deed.UNDO
        sentences = narrator.tell_taken_back(batch) if undone else narrator.tell(batch)
        shown = list(islice(sentences, _MOST_TOLD))
        if more := len(batch.changes) - len(shown):
            shown.append(message(N_("and {count} more"), count=more))
        return (message(N_("Taken back:") if undone else N_("Done again:")), *shown), situation

    def history(self) -> tuple[Batch, ...]:
        """Everything that was done to the project, oldest first; what was read before is not read again."""
        with self._reading:
            place = self._batches[-1].place if self._batches else 0
            self._batches += self._store.history(self._project, after=place)
            return self._batches

    def past(self) -> Past:
        """The project's log with what was known on each of its days; what was read before is not read again."""
        with self._reading:
            past = self._store.past(self._project, self._batches)
            self._batches = past.batches
            return past

    def verdict_history(self, gate: PhaseCode, wave: str | None = None) -> "VerdictHistory":
        """The verdict at a gate over the last year; what it was up to yesterday is worked out once."""
        from cockpit.domain.readiness.past_verdicts import verdict_history, year_before

        past = self.past()
        with self._lock:
            # What has been is looked back on, and not what is tried: a trial may lie ahead.
            today = self._as_stored().today
        look = partial(
            verdict_history, partial(self._states_while_open, past), past.batches, past.state.project.timezone, gate, wave=wave
        )
        first, yesterday = year_before(today), today - timedelta(days=1)
        if past.began >= today:
            return look(first, today)
        key, acts = (gate, wave), (yesterday, len(past.known_on(yesterday)))
        if key not in self._looked_back or self._looked_back[key][0] != acts:
            self._looked_back[key] = acts, look(first, yesterday)
        return self._looked_back[key][1].followed_by(look(yesterday, today))

    def _states_while_open(self, past: Past, days: Iterable[date]) -> Iterator[tuple[date, ProjectState]]:
        """The states on days, until somebody leaves: a long look back holds nobody up."""
        for found in past.states_on(days):
            if self._closed.is_set():
                raise refuse(message(N_("{path} was closed"), path=str(self._store.path)))
            yield found

    def on(self, day: date) -> Situation:
        """The project as it was known at the end of a day, judged on that day; :class:`Refused` where it was not here yet."""
        with self._reading:
            if day not in self._days:
                with self._lock:
                    now = self._as_stored()
                state = self._store.state_at(self._project, day)
                past = Situation(now.serial, state, day, self._store.who, read_only=True, seen_from=now.today)
                if len(self._days) >= _DAYS_KEPT:
                    del self._days[next(iter(self._days))]
                self._days[day] = past.prepare()
            return self._days[day]

    def remember(self) -> None:
        """Keep that the user has turned to this project, so that it is the one that opens the next time."""
        remember_turn(turned_to_file(), self._store.path, self._project, self._clock())

    def projects(self) -> tuple[tuple[Project, tuple[datetime, str]], ...]:
        """Every project of the store, with when it was edited last and by whom."""
        edits = self._store.last_edits()
        return tuple((project, edits[project.uid]) for project in self._store.projects())

    def today_of(self, project: str) -> tuple[ProjectState, date]:
        """What is known of any project of the store, by its uid, and the day that it is there."""
        state = self._store.load(project)
        return state, self._clock().astimezone(ZoneInfo(state.project.timezone)).date()

    def heard(self) -> Situation | None:
        """What is known now, where somebody has committed something or a new day has begun; None where nothing has changed."""
        with self._lock:
            last, before = self._last, self._shown or self._last
        if last is not None and not self._store.news(self._project) and last.today == self._day(last):
            with self._lock:
                if self._feeds.standings(last.state) is last.feeds:
                    return None
        situation = self.situation()
        return None if situation is before else situation

    def company(self, open_rows: tuple[str, ...]) -> tuple[Present, ...] | None:
        """Who else has the store open; None where it cannot be known.  Others know from now on that ``open_rows`` are open here."""
        self._presence.tell(self._project, open_rows)
        return self._presence.others()

    def _day(self, last: Situation) -> object:
        return self._clock().astimezone(ZoneInfo(last.state.project.timezone)).date()

    def export(self, path: Path) -> Message:
        """Write a snapshot with its history; tell where it is, folder and all."""
        from cockpit.exchange.snapshot import export_text, write_file

        state = self._store.load(self._project)
        write_file(path, export_text(state, self._store.history(self._project)))
        if self._trial is not None:
            return message(N_("The snapshot is in {path}; what is tried is not in it"), path=_from_home(path.absolute()))
        return message(N_("The snapshot is in {path}"), path=_from_home(path.absolute()))


def _from_home(path: Path) -> str:
    """An absolute path as people write it: ``~`` stands for their home."""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)
