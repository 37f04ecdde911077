"""How far feeds have come, kept beside the measurements that they brought, in the same transaction."""

from collections.abc import Mapping

from sqlalchemy import Connection

_KEEP = "INSERT OR REPLACE INTO feed_progress (project, feed, progress) VALUES (?, ?, ?)"
_SELECT = "SELECT feed, progress FROM feed_progress WHERE project = ?"


def keep_progress(connection: Connection, project: str, progress: Mapping[str, str]) -> None:
    """Keep how far feeds (their uids) have come."""
    if progress:
        connection.exec_driver_sql(_KEEP, [(project, feed, text) for feed, text in progress.items()])


def read_progress(connection: Connection, project: str) -> dict[str, str]:
    """How far each feed (its uid) of a project has come, as it was kept."""
    return {str(feed): str(text) for feed, text in connection.exec_driver_sql(_SELECT, (project,))}
