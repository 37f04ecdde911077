"""Who else has a store open: each session keeps a locked file in a folder beside it, for as long as it lives.

The lock is the system's and ends with the process, however that ends; a file that nobody holds is what is left of a session that was
killed, and whoever looks next removes it.  Presence is a courtesy: where files cannot be kept or locked, on a network folder or in one
that may only be read, nobody is known, and nothing is said of it.
"""

import fcntl
import json
import os
import re
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from cockpit.domain.text import clean_line
from cockpit.store.place import on_network

_SUFFIX = "-present"
_NAME = re.compile(r"[0-9a-f]{32}\.json")
"""What the file of a session is called; no other file is touched."""

_MOST_BYTES = 4_096
_LONGEST = 80
"""Characters kept of what another session tells of itself."""

_MOST_ROWS = 20
_ATTEMPTS = 3
"""How often a place is taken anew that others have cleared away in the meantime, as they may once."""


@dataclass(frozen=True)
class Present:
    """A session that has the store open: whose, since when (aware), in which project (its uid), and which rows are open in forms.

    A row is told as ``kind:uid``.
    """

    who: str
    since: datetime
    process: int
    terminal: str = ""
    project: str = ""
    rows: tuple[str, ...] = ()


class Presence:
    """The place of one session among those that have the store at ``path`` open.  Any thread may use it; nothing here raises."""

    def __init__(self, path: Path, who: str, *, clock: Callable[[], datetime]) -> None:
        self._store = path
        self._folder = path.with_name(path.name + _SUFFIX)
        self._file = self._folder / f"{uuid4().hex}.json"
        self._me = Present(who, clock(), os.getpid(), _terminal())
        self._told: Present | None = None
        self._held: int | None = None
        self._lock = threading.Lock()
        self._known: dict[str, tuple[tuple[int, int], Present]] = {}
        self._usable = not on_network(path)

    def tell(self, project: str, rows: tuple[str, ...]) -> None:
        """Have others know which project this session is in, and which rows it has open."""
        with self._lock, suppress(OSError):
            if not self._usable:
                return
            me = Present(self._me.who, self._me.since, self._me.process, self._me.terminal, project, rows[:_MOST_ROWS])
            if self._held is None or not self._is_ours(self._held):
                self._enter()
                self._told = None
            if self._held is not None and me != self._told:
                # In one write, so that nobody reads the half of it.
                written = os.pwrite(self._held, _written(me), 0)
                os.ftruncate(self._held, written)
                self._told = me

    def others(self) -> tuple[Present, ...] | None:
        """The other sessions, those that came first first; None where it cannot be known who is in."""
        with self._lock:
            if not self._usable:
                return None
            try:
                with self._opened_folder() as folder, os.scandir(folder) as listed:
                    entries = [entry for entry in listed if _NAME.fullmatch(entry.name)]
                    found = [self._present(entry, folder) for entry in entries if entry.name != self._file.name]
            except OSError:
                return None
            known = {entry.name for entry in entries}
            self._known = {name: seen for name, seen in self._known.items() if name in known}
            return tuple(sorted(filter(None, found), key=lambda each: (each.since, each.who, each.process)))

    def leave(self) -> None:
        """Let go of the place; the last one to leave takes the folder away."""
        with self._lock, suppress(OSError):
            self._usable = False
            if self._held is not None:
                held, self._held = self._held, None
                with suppress(OSError):
                    self._file.unlink()
                os.close(held)
            self._folder.rmdir()

    def _enter(self) -> None:
        """Take a place of one's own: a file that holds a lock before anybody else can think it was left behind."""
        if self._held is not None:
            os.close(self._held)
            self._held = None
        for _attempt in range(_ATTEMPTS):
            with suppress(FileNotFoundError):
                mode = self._made_folder()
                with self._opened_folder() as folder:
                    descriptor = os.open(self._file.name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600, dir_fd=folder)
                try:
                    _take_lock(descriptor, exclusive=True)
                    if self._is_ours(descriptor):
                        share_like(descriptor, self._store, mode)
                        self._held = descriptor
                        return
                finally:
                    if self._held != descriptor:
                        os.close(descriptor)

    def _is_ours(self, descriptor: int) -> bool:
        """Whether the file is still where others look: one who came between its making and its lock took it for left behind."""
        try:
            return os.path.samestat(os.fstat(descriptor), os.stat(self._file, follow_symlinks=False))
        except FileNotFoundError:
            return False

    def _made_folder(self) -> int:
        """Make the folder, where it is not there, for whoever may read the store; return the mode of files in it."""
        mode = stat.S_IMODE(self._store.stat().st_mode) & 0o666
        # Who may read the store may look who is in; who may write it may come in.
        wanted = mode | (mode & 0o444) >> 2
        with suppress(FileExistsError):
            self._folder.mkdir(mode=0o700)
        found = self._folder.stat(follow_symlinks=False)
        if found.st_uid == os.geteuid() and found.st_mode & 0o777 != wanted:
            with self._opened_folder() as folder:
                share_like(folder, self._store, wanted | (found.st_mode & stat.S_ISGID))
        return mode

    @contextmanager
    def _opened_folder(self) -> Iterator[int]:
        """The folder itself: a link in its place would lead to files that are none of ours to make or remove."""
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _present(self, entry: "os.DirEntry[str]", folder: int) -> Present | None:
        """What a file of another session says; None where nobody holds it any more, or it says nothing that can be read."""
        if not entry.is_file(follow_symlinks=False):
            return None
        with _opened(entry.name, folder) as descriptor:
            if descriptor is None:
                return None
            try:
                _take_lock(descriptor, exclusive=False)
            except BlockingIOError:
                return self._told_in(entry.name, descriptor)
            with suppress(OSError):
                os.unlink(entry.name, dir_fd=folder)
            return None

    def _told_in(self, name: str, descriptor: int) -> Present | None:
        """What is told in a file; while it is being written, what was told in it before."""
        found, seen = os.fstat(descriptor), self._known.get(name)
        sign = (found.st_mtime_ns, found.st_size)
        if seen is None or seen[0] != sign:
            told = _read(os.read(descriptor, _MOST_BYTES))
            if told is not None:
                seen = self._known[name] = sign, told
        return seen[1] if seen is not None else None


@contextmanager
def _opened(name: str, folder: int) -> Iterator[int | None]:
    """A file of a folder opened to be read; None where that cannot be, as where it has just gone."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        yield None
        return
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _take_lock(descriptor: int, *, exclusive: bool) -> None:
    """Lock a file; BlockingIOError where another session holds it, another OSError where there are no locks.

    Those who look share theirs, so that none of them takes another for a session.
    """
    fcntl.flock(descriptor, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)


def share_like(descriptor: int, store: Path, mode: int) -> None:
    """Give a file or folder the store's group and a mode; where the group cannot be given, nobody but the owner gets at it."""
    group = store.stat().st_gid
    if os.fstat(descriptor).st_gid != group:
        try:
            os.fchown(descriptor, -1, group)
        except OSError:
            mode &= ~0o077
    os.fchmod(descriptor, mode)


def _terminal() -> str:
    with suppress(OSError):
        return os.ttyname(0).removeprefix("/dev/")
    return ""


def _written(me: Present) -> bytes:
    told = {
        "who": me.who, "since": me.since.isoformat(timespec="seconds"), "process": me.process, "terminal": me.terminal,
        "project": me.project, "rows": list(me.rows),
    }  # fmt: skip
    return json.dumps(told).encode()


def _read(written: bytes) -> Present | None:
    """What another session has written of itself; it may have been anybody who may write there."""
    try:
        told: Any = json.loads(written)
        since = datetime.fromisoformat(told["since"])
        who, terminal, project = (_text(told[name]) for name in ("who", "terminal", "project"))
        rows = tuple(_text(row) for row in told["rows"][:_MOST_ROWS])
        process = int(told["process"])
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        return None
    return Present(who, since, process, terminal, project, rows) if since.tzinfo and who else None


def _text(told: object) -> str:
    return clean_line(str(told))[:_LONGEST]
