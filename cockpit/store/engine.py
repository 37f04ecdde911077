"""SQLite and its manners: opening a file or saying why not, pragmas, transactions.  No other module knows which database it is.

A later database server takes another module with the same four functions: the statements of the other modules are plain SQL.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.store.place import create_file, on_network

APPLICATION_ID = 0x434B5054
"""Marks a SQLite file as a cockpit store (``CKPT`` in its header)."""

PLACEHOLDER = "?"
"""What stands for a value in a statement that the driver gets as it is."""

BUSY_SECONDS = 30
"""How long a session waits for others that are writing before it gives up."""

_AGAIN = 0.001, 0.01
"""Seconds after which a session that waits looks again, the first time and at most.

SQLite itself would look ten times a second at last, so that whoever writes on and on comes first each time, and others wait for seconds.
"""

_ROWS = 10_000
"""Rows that a long query gives at a time."""

_FILE_HEAD = b"SQLite format 3\x00"
_HEADER_SIZE = 100

_FOUND = "found"
"""Under which a connection keeps the signs of a file that is read as one that nobody writes."""

_DAMAGED = N_("{path} is damaged ({reason}); it was left as it is. Put a backup in its place: see {backups}")


class Damaged(Refused):
    """The file cannot be read, or holds what this program would not have written."""


class Garbled(Exception):
    """A value in the file is none that this program would have written there."""


def look_at(path: Path, *, create: bool) -> None:
    """Refuse, with what to do, a path that cannot be a store; nothing is written.

    A missing file is fine where ``create``; an empty one never is: it may be what is left of a store.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        if create:
            return
        raise refuse(
            message(
                N_(
                    "There is no store at {path} yet. Begin with “cockpit project new KEY TITLE” or “cockpit snapshot import FILE”, "
                    "or look around with “cockpit demo”"
                ),
                path=str(path),
            )
        ) from None
    except OSError as error:
        raise _unreadable(path, error) from None
    if stat.S_ISDIR(mode):
        raise refuse(
            message(
                N_("{path} is a folder; name a file in it, such as {example}"), path=str(path), example=str(path / "cockpit.db")
            )
        )
    if not stat.S_ISREG(mode):
        raise refuse(message(N_("{path} is no file; a store is one SQLite file"), path=str(path)))
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER_SIZE)
    except OSError as error:
        raise _unreadable(path, error) from None
    if not head:
        raise refuse(
            message(
                N_("{path} is empty: it is no store, and was left as it is. Remove it, or put a backup in its place"),
                path=str(path),
            )
        )
    if not head.startswith(_FILE_HEAD):
        raise refuse(
            message(
                N_("{path} is no cockpit store (not a SQLite file); it was left as it is. Name another with --db"), path=str(path)
            )
        )
    if _is_truncated(path, head):
        raise damaged(path, message(N_("the end of the file is missing")))


def _unreadable(path: Path, error: OSError) -> Refused:
    return refuse(message(N_("{path} cannot be read: {reason}"), path=str(path), reason=error.strerror or str(error)))


def _is_truncated(path: Path, head: bytes) -> bool:
    """Whether the file is shorter than its header says; with a log beside it the header may lag behind, so that nothing is said."""
    if len(head) < _HEADER_SIZE:
        return True
    if _has_log(path):
        return False
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    trusted = head[24:28] == head[92:96]
    return trusted and path.stat().st_size < pages * (65536 if page == 1 else page)


def damaged(path: Path, reason: Message | str) -> Damaged:
    """What to say of a file that SQLite cannot read."""
    return Damaged([Problem(message(_DAMAGED, path=str(path), reason=reason, backups=str(path.parent / "backups")))])


def engine_for(path: Path, *, read_only: bool) -> Engine:
    """An engine with one connection that threads may share under a lock of the caller's."""

    found: tuple[int, ...] | None = None

    def connect() -> sqlite3.Connection:
        nonlocal found
        alone = read_only and _is_alone(path)
        found = _signs(path) if alone else None
        address = _address(path, read_only=read_only, alone=alone)
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def connected(_: object, record: ConnectionPoolEntry) -> None:
        record.info[_FOUND] = found

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # The driver's own transactions would leave DDL behind after a rollback, and would take the write lock too late.
        statement = connection.get_execution_options().get("begin", "BEGIN")
        if statement == "BEGIN":
            connection.exec_driver_sql(statement)
        else:
            _wait_in_turn(connection, statement)

    return engine


def _wait_in_turn(connection: Connection, statement: str) -> None:
    """Begin a transaction that writes, as soon as nobody else does; looking often gives everybody the same chance."""
    raw = connection.connection.dbapi_connection
    assert raw
    deadline, (pause, longest) = monotonic() + BUSY_SECONDS, _AGAIN
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.exec_driver_sql(statement)
                return
            except DBAPIError as error:
                if not _is_busy(error.orig) or monotonic() > deadline:
                    raise
            sleep(pause)
            pause = min(2 * pause, longest)
    finally:
        raw.execute(f"PRAGMA busy_timeout={1000 * BUSY_SECONDS}")


def _is_busy(error: BaseException | None) -> bool:
    code = getattr(error, "sqlite_errorcode", None) or 0
    return isinstance(error, sqlite3.OperationalError) and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _address(path: Path, *, read_only: bool, alone: bool = False) -> str:
    mode = "ro" if read_only else "rw"
    return f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}{'&immutable=1' if alone else ''}"


def _is_alone(path: Path) -> bool:
    """Whether a file can only be read as one that nobody writes.

    Without a log nobody is writing, and a folder that cannot be written to cannot hold the index that reading needs.
    """
    return not path.with_name(path.name + "-wal").exists() and not os.access(path.parent, os.W_OK)


def _signs(path: Path) -> tuple[int, ...] | None:
    """What another value of tells that a file has been written; None while it is, or is no longer there."""
    try:
        found = path.stat()
        return None if path.with_name(path.name + "-wal").exists() else (found.st_ino, found.st_size, found.st_mtime_ns)
    except OSError:
        return None


def look_again(engine: Engine, path: Path) -> bool:
    """Open a file anew that was taken for one that nobody writes, where somebody has since; tell whether that was so."""
    with engine.connect() as connection:
        found = connection.info.get(_FOUND)
    if found is None or found == _signs(path):
        return False
    engine.dispose()
    return True


def let_go(engine: Engine, path: Path, *, as_it_is: bool) -> None:
    """Close the file.

    The last connection to close folds the write-ahead log into the file; ``as_it_is`` keeps it from doing so, as is right for a file
    that is damaged or not ours.
    """
    bystander = _bystander(path) if as_it_is else None
    engine.dispose()
    if bystander:
        bystander.close()


def _bystander(path: Path) -> sqlite3.Connection | None:
    """Another connection to a file with a log: SQLite leaves the log to it, and as it only reads, it never folds it."""
    if not _has_log(path):
        return None
    with suppress(sqlite3.Error):
        connection = sqlite3.connect(_address(path, read_only=True, alone=_is_alone(path)), uri=True)
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA schema_version").fetchone()
        return connection
    return None


def _has_log(path: Path) -> bool:
    """Whether a write-ahead log with something in it lies beside the file; who only reads leaves an empty one behind."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except OSError:
        return False


def journal(engine: Engine, path: Path) -> Message | None:
    """Choose the journal; return what to tell the user where it is not the usual one."""
    wanted = "delete" if on_network(path) else "wal"
    with engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        if mode != wanted:
            _refuse_unsound(connection, path)
            connection.rollback()
            raw = connection.connection.dbapi_connection
            assert raw
            mode = raw.execute(f"PRAGMA journal_mode={wanted}").fetchone()[0]
    if mode == "wal":
        return None
    return message(
        N_("{path} lies where several sessions cannot share it quickly (a network folder): they will wait for each other"),
        path=str(path),
    )


def _refuse_unsound(connection: Connection, path: Path) -> None:
    """Look through a file before its journal is changed for good: it comes out of a backup, or from elsewhere."""
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise damaged(path, " ".join(str(found).split()))


def identity(engine: Engine) -> tuple[int, int]:
    """The application id and the schema version written in the file."""
    with engine.connect() as connection:
        application = connection.exec_driver_sql("PRAGMA application_id").scalar()
        return int(application or 0), schema_version(connection)


def schema_version(connection: Connection) -> int:
    """The schema version written in the file."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)


def stamp(connection: Connection, version: int) -> None:
    """Write the application id and the schema version into the file."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={version}")


def foreign_keys(connection: Connection, *, enforced: bool) -> None:
    """Switch the enforcement of foreign keys; only outside a transaction does SQLite heed it."""
    raw = connection.connection.dbapi_connection
    assert raw
    raw.execute(f"PRAGMA foreign_keys={'ON' if enforced else 'OFF'}")


def refuse_dangling(connection: Connection) -> None:
    """ValueError where a row refers to one that is not there."""
    found = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if found:
        raise ValueError(f"{len(found)} rows of {found[0][0]} would refer to nothing")


def data_version(connection: Connection) -> int:
    """A number that moves when another connection has committed; only meaningful on a connection that holds no transaction."""
    raw = connection.connection.dbapi_connection
    assert raw
    return int(raw.execute("PRAGMA data_version").fetchone()[0])


def fetched(connection: Connection, statement: str, values: tuple[Any, ...]) -> Iterator[Sequence[Any]]:
    """The rows of a query, a chunk at a time, as the driver gives them: there may be a million."""
    raw = connection.connection.dbapi_connection
    assert raw
    cursor = raw.cursor()
    cursor.execute(statement, values)
    while rows := cursor.fetchmany(_ROWS):
        yield rows


def backup_to(source: Path, target: Path) -> None:
    """A consistent copy of a store, taken while others may be writing; only its owner can read it.  Nothing half copied stays."""
    create_file(target)
    try:
        with _plain(source) as original, _plain(target) as copy:
            original.backup(copy)
    except sqlite3.Error:
        target.unlink()
        raise


@contextmanager
def _plain(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises, and values that cannot be, into one clear sentence."""
    try:
        yield
    except DBAPIError as error:
        raise _refusal(path, error.orig) from error
    except sqlite3.Error as error:
        raise _refusal(path, error) from error
    except UnicodeDecodeError as error:  # SQLite repeats rubbish in what it says of it.
        raise damaged(path, message(N_("it holds what is no text"))) from error
    except Garbled as error:
        raise damaged(path, str(error)) from error


def _refusal(path: Path, error: BaseException | None) -> Refused:
    reason = str(error)
    match error:
        case sqlite3.IntegrityError() if reason.startswith("UNIQUE") and reason.endswith(".uid"):
            sentence = N_(
                "Another project in {path} has rows of the same uid; nothing was written. "
                "To take in a copy as a project of its own, take every uid and [[history]] out of its file"
            )
            return refuse(message(sentence, path=str(path)))
        case sqlite3.IntegrityError():
            return refuse(message(N_("The store refused the edit ({reason}); nothing was written"), reason=reason))
        case sqlite3.OperationalError() if _is_busy(error):
            return refuse(message(N_("{path} is busy: another session is writing. Try again"), path=str(path)))
        case sqlite3.OperationalError() if "readonly" in reason:
            return refuse(message(N_("{path} is read-only; nothing was written"), path=str(path)))
        case sqlite3.OperationalError() if "full" in reason:
            return refuse(message(N_("The disk that holds {path} is full; nothing was written"), path=str(path)))
        case sqlite3.OperationalError() if "disk I/O" in reason:
            sentence = N_("The disk that holds {path} does not answer as it should ({reason}); nothing was written")
            return refuse(message(sentence, path=str(path), reason=reason))
        case sqlite3.OperationalError() if "unable to open" in reason:
            sentence = N_("{path} cannot be opened; look whether you may read and write it and its folder")
            return refuse(message(sentence, path=str(path)))
        case _:
            return damaged(path, reason)


@contextmanager
def as_written() -> Iterator[None]:
    """Raise :class:`Garbled` where a value read from the file cannot be what was once written there."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise Garbled(f"{type(error).__name__}: {error}") from error
