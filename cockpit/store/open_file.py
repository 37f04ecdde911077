"""A store's file while it is open: one connection at a time, which a thread has alone until it gives it back."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.store import engine as sqlite


class OpenFile:
    """The file at ``path``.  Any thread may use it; each waits until the one before is done.

    ``replaced`` is called where a file that is only read turns out to be another than before.
    """

    def __init__(self, path: Path, engine: Engine, *, read_only: bool, replaced: Callable[[], None]) -> None:
        self.path = path
        self.engine = engine
        self.lock = threading.RLock()
        """Held by the thread that has the connection, and by one that is to have it more than once in a row."""
        self._read_only = read_only
        self._replaced = replaced
        self._connection: Connection | None = None
        """The connection that the thread with the lock has."""
        self._damaged = False
        self._closed = False

    def close(self) -> None:
        """Let go of the file, once what is under way is done."""
        with self.lock:
            if not self._closed:
                self._closed = True
                self._let_go()

    @contextmanager
    def connected(self, begin: str = "BEGIN", *, late: bool = False) -> Iterator[Connection]:
        """The connection to the file, for this thread alone; ``begin`` is the statement that begins a transaction.

        Within it, the same once more.  :class:`~cockpit.domain.problem.Refused` with what SQLite says in a sentence, or where the file was
        closed, unless what was loaded before is looked at ``late``.
        """
        with self.lock, self._told():
            if self._connection:
                yield self._connection
                return
            if self._closed and not late:
                raise refuse(message(N_("{path} was closed"), path=str(self.path)))
            if self._read_only and sqlite.look_again(self.engine, self.path):
                self._replaced()
            with self.engine.connect().execution_options(begin=begin) as connection:
                self._connection = connection
                try:
                    yield connection
                finally:
                    self._connection = None
            if self._closed:
                self._let_go()

    def fetch(self, statement: str, values: tuple[Any, ...]) -> Iterator[Sequence[tuple[Any, ...]]]:
        """Rows that somebody looks at late.  A state may outlive its store: the file is then opened for as long as it takes."""
        with self.connected(late=True) as connection:
            yield from sqlite.fetched(connection, statement, values)

    def _let_go(self) -> None:
        sqlite.let_go(self.engine, self.path, as_it_is=self._damaged)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Have SQLite's errors told in a sentence, and remember that a file is damaged."""
        try:
            with sqlite.told(self.path):
                yield
        except sqlite.Damaged:
            self._damaged = True
            raise
