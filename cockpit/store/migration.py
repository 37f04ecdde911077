"""Bringing a store of an older schema up to date: after a backup, in one transaction, all of it or nothing."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.store import engine as sqlite
from cockpit.store.backup import backup

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(path: Path, engine: Engine, version: int, clock: Callable[[], datetime], scripts: Path = SCRIPTS) -> Path | None:
    """Bring the store at ``path`` to schema ``version``; return the backup that was taken first.

    Where another session is quicker, its work is awaited and taken; there is no backup then.  Foreign keys are off meanwhile, as remaking a table would empty those that refer to it, and checked before the commit.  Raises
    :class:`~cockpit.domain.problem.Refused`, with the file as it was and the backup's place, where a step fails.
    """
    copy = None
    try:
        with engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection:
            sqlite.foreign_keys(connection, enforced=False)
            try:
                with connection.begin():
                    if sqlite.schema_version(connection) >= version:
                        return None
                    copy = backup(path, clock, f"before-{version:04}")
                    upgrade(connection, f"{version:04}", scripts)
                    sqlite.refuse_dangling(connection)
                    sqlite.stamp(connection, version)
            finally:
                sqlite.foreign_keys(connection, enforced=True)
    except (SQLAlchemyError, CommandError, ValueError) as error:
        if copy is None:
            raise
        reason = str(getattr(error, "orig", None) or error)
        raise refuse(
            message(
                N_("{path} could not be brought to schema {version}: {reason}. It is as it was; a backup is {copy}"),
                path=str(path), version=version, reason=reason, copy=str(copy),
            )
        ) from error  # fmt: skip
    return copy


def upgrade(connection: Connection, revision: str, scripts: Path = SCRIPTS) -> None:
    """Run the steps up to ``revision`` on a connection whose transaction the caller holds."""
    settings = Config()
    settings.set_main_option("script_location", str(scripts).replace("%", "%%"))
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)
