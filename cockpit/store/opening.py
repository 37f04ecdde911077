"""Opening a store: found, looked at, made or brought up to date, or refused with what to do."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, text

from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.store import engine as sqlite
from cockpit.store.place import create_file, writable
from cockpit.store.store import Store, utc_now

SCHEMA = 7
"""The version of the schema that this program reads and writes: the number of its last migration."""


def open_store(
    path: Path, *, who: str, read_only: bool = False, create: bool = False, clock: Callable[[], datetime] = utc_now
) -> Store:
    """The store at ``path`` for the user ``who``; made there where it is missing and ``create`` is given.

    A file that this user may not write is opened for reading.  A file of an older schema is backed up and brought up to date; one of a
    newer schema, of another program or a damaged one is refused and left as it is.
    """
    create = create and not read_only
    sqlite.look_at(path, create=create)
    if create and not path.exists():
        _make(path)
    read_only = read_only or not writable(path)
    engine = sqlite.engine_for(path, read_only=read_only)
    try:
        with sqlite.told(path):
            migrated = _bring_up_to_date(path, engine, clock, read_only=read_only)
            notice = None if read_only else sqlite.journal(engine, path)
    except BaseException:
        sqlite.let_go(engine, path, as_it_is=True)
        raise
    store = Store(path, engine, who=who, read_only=read_only, clock=clock)
    if migrated:
        store.keep_totals()
    store.notices = (notice,) if notice else ()
    return store


def _make(path: Path) -> None:
    """A new store, complete or not there at all: it is made beside its place and moved into it."""
    draft = path.with_name(f".{path.name}.{uuid4().hex}.new")
    create_file(draft)
    try:
        with sqlite.told(path):
            _furnish(draft)
        _move_unless_there(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _furnish(draft: Path) -> None:
    """Give an empty file all the tables of a store."""
    from cockpit.store.schema import metadata

    engine = sqlite.engine_for(draft, read_only=False)
    try:
        with engine.begin() as connection:
            metadata().create_all(connection)
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": f"{SCHEMA:04}"})
            sqlite.stamp(connection, SCHEMA)
    finally:
        engine.dispose()


def _move_unless_there(draft: Path, path: Path) -> None:
    """Put a new store in its place; where another session has done so in the meantime, theirs is opened."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:  # A filesystem without hard links.
        if not path.exists():
            draft.rename(path)


def _bring_up_to_date(path: Path, engine: Engine, clock: Callable[[], datetime], *, read_only: bool) -> bool:
    """Bring a store of an older schema up to date; tell whether it was of one."""
    application, version = sqlite.identity(engine)
    if application != sqlite.APPLICATION_ID:
        raise refuse(
            message(
                N_(
                    "{path} is a SQLite file of another program, not a cockpit store; it was left as it is. Name another with --db"
                ),
                path=str(path),
            )
        )
    if version > SCHEMA:
        raise refuse(
            message(
                N_("{path} was written by a newer cockpit (schema {version}, this one knows {known}); it was left as it is. Update cockpit"),
                path=str(path), version=version, known=SCHEMA,
            )
        )  # fmt: skip
    if version < SCHEMA:
        if read_only:
            raise refuse(
                message(
                    N_("{path} is of an older schema and cannot be brought up to date read-only; open it once for writing"),
                    path=str(path),
                )
            )
        from cockpit.store.migration import migrate

        migrate(path, engine, SCHEMA, clock)
    return version < SCHEMA
