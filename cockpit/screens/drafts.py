"""What was typed and not saved: it is put on the disk while it is typed, and offered again.

Each session has a file of its own, so that two of one user never write over each other's drafts, and holds a lock on it as long as it
lasts: what a session that has ended left behind goes to the next one that looks.
"""

import fcntl
import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from cockpit.domain.entity import Plain
from cockpit.domain.message import N_, message
from cockpit.domain.problem import Refused, refuse
from cockpit.exchange.atomic_file import write_file

_PRIVATE = 0o600
_PRIVATE_FOLDER = 0o700
_OVER = 60.0
"""Seconds after which nobody writes the same file any more."""


@dataclass(frozen=True)
class Draft:
    """What was typed in a form, by the name of the field; ``becomes`` is the uid of the row that was being made of it.

    ``seen`` is the row that it was typed over, as plain values with its version; empty where there was none.
    """

    of: str
    typed: Mapping[str, str] = field(default_factory=dict)
    becomes: str = ""
    seen: Mapping[str, Plain] = field(default_factory=dict)


class Drafts:
    """The drafts of one project of one store, both named by ``project``, by the kind and uid of the row; for a new row, what it is about stands for the uid.

    ``changed`` is called whenever there is something for :meth:`write` to do, which may take its time.
    """

    def __init__(self, folder: Path, project: str, changed: Callable[[], None] = lambda: None) -> None:
        self._folder = folder
        self._project = project
        self._changed = changed
        self._place = _Place(folder / f"{uuid4().hex}.json")
        self._kept: tuple[Draft, ...] = ()
        """The newest first; what ended sessions left behind comes after what is of this one."""
        self._inherited: deque[_Place] = deque()
        self._writing = Lock()
        self._closed = False

    def keep(
        self, kind: str, uid: str, typed: Mapping[str, str], becomes: str = "", seen: Mapping[str, Plain] | None = None
    ) -> None:
        """Keep what was typed, by the name of the field; ``becomes`` is the uid of the row that is being made of it, ``seen`` the one it is typed over."""
        if not typed:
            self.drop(kind, uid)
            return
        draft = Draft(_name(kind, uid), dict(typed), becomes, dict(seen or {}))
        place = self._place_of(draft.of)
        if place is None:
            self._take((draft, *self._kept))
        elif self._kept[place] != draft:
            self._take((*self._kept[:place], draft, *self._kept[place + 1 :]))

    def drop(self, kind: str, uid: str) -> None:
        """Forget a draft."""
        place = self._place_of(_name(kind, uid))
        if place is not None:
            self._take((*self._kept[:place], *self._kept[place + 1 :]))

    def of(self, kind: str, uid: str, is_there: Callable[[str], bool] = lambda uid: False) -> dict[str, str]:
        """What was typed; empty where nothing was, or where the row that was being made of it ``is_there`` by now."""
        self._inherit()
        while (place := self._place_of(_name(kind, uid))) is not None:
            draft = self._kept[place]
            if not (draft.becomes and is_there(draft.becomes)):
                return dict(draft.typed)
            self.drop(kind, uid)
        return {}

    def seen(self, kind: str, uid: str) -> Mapping[str, Plain]:
        """The row that a draft was typed over, as plain values; empty where there is no draft, or it is of a new row."""
        place = self._place_of(_name(kind, uid))
        return {} if place is None else self._kept[place].seen

    def write(self) -> None:
        """Put all drafts into the file of this session; any thread may call it.  Refused where that cannot be done."""
        with self._writing:
            if self._closed:
                return
            try:
                self._write()
            except OSError as error:
                reason = error.strerror or str(error)
                raise refuse(message(N_("What you type cannot be kept on the disk: {reason}"), reason=reason)) from None

    def close(self) -> None:
        """Write, and leave what is there to the next session.  What cannot be written is no reason to keep anybody from leaving."""
        with self._writing:
            if self._closed:
                return
            with suppress(OSError, Refused):
                self._write()
            self._closed = True
            self._place.leave()

    def _place_of(self, name: str) -> int | None:
        return next((place for place, draft in enumerate(self._kept) if draft.of == name), None)

    def _take(self, kept: tuple[Draft, ...]) -> None:
        self._kept = kept
        self._changed()

    def _inherit(self) -> None:
        """Take over what sessions that have ended left behind; their files go once all of it is in the one of this session."""
        left = sorted(_left_behind(self._folder, self._project), key=lambda place: place.written_at, reverse=True)
        for place in left:
            self._take((*self._kept, *(draft for draft in place.drafts if draft not in self._kept)))
            self._inherited.append(place)

    def _write(self) -> None:
        # What is taken from the queue here is among the drafts already: it is added there first.
        inherited = [self._inherited.popleft() for _each in range(len(self._inherited))]
        try:
            self._place.put(self._project, self._kept)
        except BaseException:
            self._inherited.extend(inherited)
            raise
        for place in inherited:
            place.remove()


class _Place:
    """The file of one session, and beside it the lock that is held as long as the session lasts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: int | None = None
        self.drafts: tuple[Draft, ...] = ()
        """What stood in the file when it was read."""
        self.written_at = 0.0

    def claim(self) -> bool:
        """Hold the lock; False where another session does."""
        if self._lock is None:
            self._path.parent.mkdir(_PRIVATE_FOLDER, parents=True, exist_ok=True)
            lock = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, _PRIVATE)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                return False
            except OSError:
                pass  # A filesystem without locks: a draft may be offered in two places then, and none is lost.
            self._lock = lock
        return True

    def read(self, project: str) -> bool:
        """Read the file; False where it is not about ``project``, or is no file of drafts."""
        try:
            self.written_at = self._path.stat().st_mtime
            told = json.loads(self._path.read_text("utf-8"))
            if told["project"] != project:
                return False
            self.drafts = tuple(_draft(each) for each in told["drafts"])
        except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
            return False
        return True

    def put(self, project: str, drafts: tuple[Draft, ...]) -> None:
        """Write ``drafts``, or have no file where there are none."""
        if drafts:
            self.claim()
            told = [asdict(each) for each in drafts]
            write_file(self._path, json.dumps({"project": project, "drafts": told}, ensure_ascii=False))
        else:
            self._path.unlink(missing_ok=True)

    def leave(self) -> None:
        """Let go of the lock; without a file there is nothing to lock either."""
        if self._lock is not None:
            if not self._path.exists():
                self._path.with_suffix(".lock").unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def remove(self) -> None:
        """Take the file away."""
        self._path.unlink(missing_ok=True)
        self.leave()


def _left_behind(folder: Path, project: str) -> Iterator[_Place]:
    """The places of sessions that have ended and were about ``project``, claimed and read."""
    for torn in folder.glob(".cockpit-*"):
        # Half a file, of a session that was killed while it wrote; one of just now may be whole in a moment.
        with suppress(OSError):
            if time.time() - torn.stat().st_mtime > _OVER:
                torn.unlink()
    for path in folder.glob("*.json"):
        place = _Place(path)
        with suppress(OSError):
            if not place.claim():
                continue
            if place.read(project):
                yield place
            else:
                place.leave()


def _draft(told: Mapping[str, Any]) -> Draft:
    typed = {name: text for name, text in told["typed"].items() if isinstance(text, str)}
    seen = told.get("seen", {})
    return Draft(str(told["of"]), typed, str(told["becomes"]), seen if isinstance(seen, dict) else {})


def _name(kind: str, uid: str) -> str:
    return f"{kind}:{uid}"
