"""The change log: batches written beside the rows they changed, and read back in order.

Measurements are logged by batch: the log names the series, the values lie in the measurement table (see
:mod:`cockpit.store.series`).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from cockpit.domain.catalogue import entity_of
from cockpit.domain.change import Batch, Change, Deed, RowChange, SeriesChange
from cockpit.domain.entity import Plain, canonical, instant_text
from cockpit.domain.state import ref_number, values_of
from cockpit.store.engine import as_written
from cockpit.store.rows import write_changes
from cockpit.store.series import Fetch, Meter, Progress, read_series_changes, write_series_change

_NO_LAST = 2**62
_SELECT_BATCHES = (
    "SELECT place, uid, at, who, deed, note, reverses FROM batch"
    " WHERE project = :project AND place > :place AND place <= :last ORDER BY place"
)
_SELECT_ACTS_ON_ROW = (
    "SELECT place, batch.uid, at, who, deed, note, reverses, before, after FROM row_change JOIN batch ON batch.place = row_change.batch"
    " WHERE batch.project = :project AND kind = :kind AND row_change.uid = :uid ORDER BY row_change.batch DESC"
)
_SELECT_ROW_CHANGES = (
    "SELECT row_change.batch, position, kind, row_change.uid, before, after FROM row_change"
    " JOIN batch ON batch.place = row_change.batch"
    " WHERE batch.project = :project AND batch.place > :place AND batch.place <= :last"
)


def write_batch(connection: Connection, project: str, batch: Batch, progress: Progress | None = None) -> int:
    """Make the changes of ``batch`` and log them; return its place in the log.  The caller holds the transaction."""
    write_changes(connection, project, [change for change in batch.changes if isinstance(change, RowChange)])
    place = log_batch(connection, project, batch, progress)
    keep_counters(connection, project, [batch])
    return place


def log_batch(connection: Connection, project: str, batch: Batch, progress: Progress | None = None) -> int:
    """Log ``batch`` and put its measurements on record; its rows are written by the caller."""
    found = connection.execute(
        text(
            "INSERT INTO batch (uid, project, at, who, deed, note, reverses)"
            " VALUES (:uid, :project, :at, :who, :deed, :note, :reverses) RETURNING place"
        ),
        {
            "uid": batch.uid, "project": project, "at": instant_text(batch.at), "who": batch.who,
            "deed": batch.deed.value, "note": batch.note, "reverses": batch.reverses,
        },
    )  # fmt: skip
    place = int(found.scalar_one())
    rows = [
        {
            "batch": place, "position": position, "kind": change.kind, "uid": change.uid,
            "before": None if change.before is None else canonical(dict(change.before)),
            "after": None if change.after is None else canonical(dict(change.after)),
        }
        for position, change in enumerate(batch.changes)
        if isinstance(change, RowChange)
    ]  # fmt: skip
    if rows:
        insert = "INSERT INTO row_change (batch, position, kind, uid, before, after) VALUES (:batch, :position, :kind, :uid, :before, :after)"
        connection.execute(text(insert), rows)
    changed = [(position, change) for position, change in enumerate(batch.changes) if isinstance(change, SeriesChange)]
    meter = Meter(sum(len(change.before) + len(change.after) for _, change in changed), progress)
    for position, change in changed:
        write_series_change(connection, project, place, position, change, meter)
    return place


def keep_counters(connection: Connection, project: str, batches: Iterable[Batch]) -> None:
    """Remember the largest number that each prefix of a ref has had, so that none is used twice."""
    highest: dict[str, int] = defaultdict(int)
    for batch in batches:
        for change in batch.changes:
            if isinstance(change, RowChange) and "ref" in (values := change.after or change.before or {}):
                prefix = entity_of(change.kind).prefix
                highest[prefix] = max(highest[prefix], ref_number(str(values["ref"])))
    if highest:
        connection.execute(
            text(
                "INSERT INTO ref_counter (project, prefix, highest) VALUES (:project, :prefix, :highest)"
                " ON CONFLICT (project, prefix) DO UPDATE SET highest = max(highest, excluded.highest)"
            ),
            [{"project": project, "prefix": prefix, "highest": number} for prefix, number in highest.items()],
        )


def read_counters(connection: Connection, project: str) -> dict[str, int]:
    """The largest number that each prefix of a ref has had."""
    found = connection.execute(text("SELECT prefix, highest FROM ref_counter WHERE project = :project"), {"project": project})
    return {str(prefix): int(highest) for prefix, highest in found}


def last_place(connection: Connection, project: str) -> int:
    """The place of the last batch of a project; 0 where there is none."""
    return int(
        connection.execute(text("SELECT max(place) FROM batch WHERE project = :project"), {"project": project}).scalar() or 0
    )


def read_last_edits(connection: Connection) -> dict[str, tuple[datetime, str]]:
    """When each project (its uid) was edited last, and by whom."""
    found = connection.execute(
        text("SELECT project, at, who FROM batch WHERE place IN (SELECT max(place) FROM batch GROUP BY project)")
    ).all()
    with as_written():
        return {project: (datetime.fromisoformat(at), who) for project, at, who in found}


def read_batches(
    connection: Connection, fetch: Fetch, project: str, after: int = 0, last: int = _NO_LAST, *, kind: str | None = None
) -> tuple[Batch, ...]:
    """The batches of a project whose place is beyond ``after`` and not beyond ``last``, in order.

    With a ``kind``, of the rows that they changed only those of this kind are read.  The measurements that they changed are read by ``fetch`` when they are looked at.
    """
    key = {"project": project, "place": after, "last": last}
    headers = connection.execute(text(_SELECT_BATCHES), key).all()
    if not headers:
        return ()
    with as_written():
        changes = _read_changes(connection, fetch, key, kind)
        return tuple(
            Batch(
                uid=header.uid,
                at=datetime.fromisoformat(header.at),
                who=header.who,
                deed=Deed(header.deed),
                changes=tuple(change for _, change in sorted(changes.get(header.place, ()), key=lambda placed: placed[0])),
                note=header.note,
                reverses=header.reverses,
                place=header.place,
            )
            for header in headers
        )


def read_acts_since(connection: Connection, project: str, kind: str, uid: str, version: int) -> tuple[Batch, ...]:
    """The acts that led away from a version of a row, oldest first, each with what it did to that row alone.

    The log is read backwards, and no further than to the first of them.
    """
    acts: list[Batch] = []
    with connection.execute(text(_SELECT_ACTS_ON_ROW), {"project": project, "kind": kind, "uid": uid}) as found, as_written():
        for place, batch, at, who, deed, note, reverses, before, after in found:
            change = RowChange(kind, uid, _side(kind, before), _side(kind, after))
            if change.after is not None and int(str(change.after["version"])) <= version:
                break
            acts.append(Batch(batch, datetime.fromisoformat(at), who, Deed(deed), (change,), note, reverses, place))
            if change.before is not None and int(str(change.before["version"])) <= version:
                break
    return tuple(reversed(acts))


def _read_changes(
    connection: Connection, fetch: Fetch, key: Mapping[str, Any], kind: str | None
) -> dict[int, list[tuple[int, Change]]]:
    changes: dict[int, list[tuple[int, Change]]] = defaultdict(list)
    wanted = "" if kind is None else " AND kind = :kind"
    rows = connection.execute(text(_SELECT_ROW_CHANGES + wanted), key if kind is None else {**key, "kind": kind})
    for batch, position, of_kind, uid, before, after in rows:
        changes[batch].append((position, RowChange(of_kind, uid, _side(of_kind, before), _side(of_kind, after))))
    for batch, position, series_change in read_series_changes(connection, fetch, *key.values()):
        changes[batch].append((position, series_change))
    return changes


def _side(kind: str, logged: str | None) -> dict[str, Plain] | None:
    """A side of a change; raises where it is none that a row of ``kind`` can have had."""
    if logged is None:
        return None
    plain: dict[str, Plain] = json.loads(logged)
    values_of(entity_of(kind), plain)
    int(str(plain["version"]))
    return plain
