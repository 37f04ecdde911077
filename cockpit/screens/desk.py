"""The store as the screens see it: every edit and every look goes over this desk, in a thread."""

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cockpit.domain.act import Act
from cockpit.domain.change import Batch
from cockpit.domain.message import N_, Message, message
from cockpit.domain.narration import Narrator
from cockpit.screens.situation import Situation
from cockpit.store import Store

_MOST_TOLD = 3


class Desk:
    """One project of one store.  Every method blocks, may be called from any thread, and raises :class:`Refused` like the store."""

    def __init__(self, store: Store, project: str, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._project = project
        self._clock = clock
        self._lock = threading.Lock()
        self._last: Situation | None = None

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

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

    def apply(self, act: Act) -> tuple[Batch | None, Situation]:
        """Commit an act; the batch is None where nothing had to be changed."""
        batch = self._store.apply(self._project, act)
        return batch, self.situation()

    def undo(self) -> tuple[tuple[Message, ...], Situation]:
        """Take back the user's last act; tell what that did."""
        return self._told(N_("Undone"), self._store.undo(self._project))

    def redo(self) -> tuple[tuple[Message, ...], Situation]:
        """Make again what the user's last undo took back; tell what that did."""
        return self._told(N_("Done again"), self._store.redo(self._project))

    def _told(self, title: str, batch: Batch) -> tuple[tuple[Message, ...], Situation]:
        situation = self.situation()
        sentences = list(Narrator(situation.state, [batch]).tell(batch))
        shown = sentences[:_MOST_TOLD]
        if more := len(sentences) - len(shown):
            shown.append(message(N_("and {count} more"), count=more))
        return (message(title), *shown), situation

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
