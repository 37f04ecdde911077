"""Whose turn it is: of all sessions that have a store open, one follows each feed, and when it leaves another does."""

import fcntl
import os
import stat
import struct
import sys
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.store.presence import share_like


class Turns:
    """The feeds that this session follows, held by locks on a file beside the store: the system lets go of them, however a session ends."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._path = store.with_name(f"{store.name}-feeds")
        self._file: int | None = None
        self._held: set[str] = set()

    def take(self, feed: str) -> bool:
        """Follow a feed (its uid), unless another session does; :class:`~cockpit.domain.problem.Refused` where that cannot be found out."""
        if feed in self._held:
            return True
        try:
            descriptor = self._opened()
            with suppress(BlockingIOError, PermissionError):  # As some systems say that another has it.
                _lock(descriptor, feed, fcntl.F_WRLCK)
                self._held.add(feed)
        except OSError as error:
            sentence = N_("{path} cannot be opened and locked ({reason}); it tells who follows which feed, so none is followed")
            raise refuse(message(sentence, path=str(self._path), reason=error.strerror or str(error))) from None
        return feed in self._held

    def give_up(self, feed: str) -> None:
        """Leave a feed to others."""
        if feed in self._held:
            self._held.remove(feed)
            _lock(self._opened(), feed, fcntl.F_UNLCK)

    def close(self) -> None:
        """Leave all feeds to others."""
        self._held.clear()
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _opened(self) -> int:
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            if os.fstat(self._file).st_uid == os.geteuid():
                # Whoever may write the store may follow its feeds.
                share_like(self._file, self._store, stat.S_IMODE(self._store.stat().st_mode))
        return self._file


def _lock(descriptor: int, feed: str, kind: int) -> None:
    """Lock the byte that stands for a feed, or let it go; it lies where nothing is ever written."""
    place = int.from_bytes(blake2b(feed.encode(), digest_size=7).digest())
    if sys.platform == "linux":
        # A lock of the open file and not of the process: two sessions in one process are two sessions.
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", kind, os.SEEK_SET, place, 1, 0))
    else:
        wanted = fcntl.LOCK_UN if kind == fcntl.F_UNLCK else fcntl.LOCK_EX | fcntl.LOCK_NB
        fcntl.lockf(descriptor, wanted, 1, place)
