"""The store as the screens see it: every edit and every look goes over this desk, in a thread."""

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from cockpit.domain.change import Batch, Deed
from cockpit.domain.edit import Act
from cockpit.domain.message import N_, Message, message
from cockpit.domain.narration import Narrator
from cockpit.domain.phase import PhaseCode
from cockpit.domain.problem import refuse
from cockpit.domain.project import Project
from cockpit.domain.readiness.past_verdicts import YEAR, VerdictHistory, verdict_history
from cockpit.domain.state import ProjectState
from cockpit.screens.situation import Situation
from cockpit.settings import remember_turn, turned_to_file
from cockpit.store import Past, Store

_MOST_TOLD = 3

_DAYS_KEPT = 8
"""How many past days are kept, once they were looked at."""


class Desk:
    """One project of one store.  Every method blocks, may be called from any thread, and raises :class:`Refused` like the store."""

    def __init__(self, store: Store, project: str, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._project = project
        self._clock = clock
        self._lock = threading.Lock()
        self._last: Situation | None = None
        self._reading = threading.Lock()
        self._batches: tuple[Batch, ...] = ()
        self._closed = threading.Event()
        self._days: dict[date, Situation] = {}
        self._looked_back: dict[tuple[PhaseCode, str | None], tuple[tuple[date, int], VerdictHistory]] = {}
        """The verdict at a gate up to a day, with that day and the number of acts known then."""

    def close(self) -> None:
        """Let go of the store."""
        self._closed.set()
        self._store.close()

    @property
    def project(self) -> str:
        """The uid of the project."""
        return self._project

    def beside(self, project: str) -> "Desk":
        """The desk of another project (its uid) of the same store."""
        return Desk(self._store, project, clock=self._clock)

    def situation(self) -> Situation:
        """What is known now; the same object as before where nothing has changed."""
        with self._lock:
            state = self._store.load(self._project)
            today = self._clock().astimezone(ZoneInfo(state.project.timezone)).date()
            last = self._last
            if last is None or last.state is not state or last.today != today:
                serial = last.serial + 1 if last else 1
                self._last = Situation(serial, state, today, self._store.who, self._store.read_only).prepare()
            assert self._last
            return self._last

    def apply(self, act: Act, progress: Callable[[int, int], None] | None = None) -> tuple[Batch | None, Situation]:
        """Commit an act; the batch is None where nothing had to be changed.  Whatever ``progress`` raises, nothing is committed then."""
        batch = self._store.apply(self._project, act, progress)
        return batch, self.situation()

    def undo(self, act: str | None = None) -> tuple[tuple[Message, ...], Situation]:
        """Take back the user's last act, or the one with this uid; tell what that did."""
        return self._told(self._store.undo(self._project, act))

    def redo(self) -> tuple[tuple[Message, ...], Situation]:
        """Make again what the user's last undo took back; tell what that did."""
        return self._told(self._store.redo(self._project))

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

    def verdict_history(self, gate: PhaseCode, wave: str | None = None) -> VerdictHistory:
        """The verdict at a gate over the last year; what it was up to yesterday is worked out once."""
        past, today = self.past(), self.situation().today
        look = partial(
            verdict_history, partial(self._states_while_open, past), past.batches, past.state.project.timezone, gate, wave=wave
        )
        first, yesterday = today - min(today - date.min, YEAR), today - timedelta(days=1)
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
                state, now = self._store.state_at(self._project, day), self.situation()
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
        last = self._last
        if last is not None and not self._store.news(self._project) and last.today == self._day(last):
            return None
        situation = self.situation()
        return None if situation is last else situation

    def _day(self, last: Situation) -> object:
        return self._clock().astimezone(ZoneInfo(last.state.project.timezone)).date()

    def export(self, path: Path) -> Message:
        """Write a snapshot with its history; tell where it is, folder and all."""
        from cockpit.exchange.snapshot import export_text, write_file

        state = self._store.load(self._project)
        write_file(path, export_text(state, self._store.history(self._project)))
        return message(N_("The snapshot is in {path}"), path=_from_home(path.absolute()))


def _from_home(path: Path) -> str:
    """An absolute path as people write it: ``~`` stands for their home."""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)
