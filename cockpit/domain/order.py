"""Rows in order, of which few have changed since they were put in order before: only those are looked at."""

from bisect import insort
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from cockpit.domain.entity import Entity

Row = TypeVar("Row", bound=Entity)

_FEW = 8
"""Where more than one row in so many has changed, all are sorted."""


def in_order(
    rows: Mapping[str, Row],
    order: Callable[[Row], Any],
    before: Sequence[Row],
    rows_before: Mapping[str, Row],
    moved: Collection[str] = (),
) -> tuple[Row, ...]:
    """``rows``, by their uids, sorted by ``order``, which tells any two of them apart.

    ``before`` is how ``rows_before`` were sorted by the same order.  Rows that are still the same are in order already, but for those
    that have ``moved`` (their uids), as something else changed that the order looks at.
    """
    if not rows_before:
        return tuple(sorted(rows.values(), key=order))
    others = {uid for uid, row in rows.items() if rows_before.get(uid) is not row}
    others.update(uid for uid in moved if uid in rows)
    if len(others) > len(rows) // _FEW:
        return tuple(sorted(rows.values(), key=order))
    # Told apart by what they are, as looking into thousands of rows takes longer than all the rest.
    gone = {id(rows_before[uid]) for uid in (others & rows_before.keys()) | (rows_before.keys() - rows.keys())}
    kept = [row for row in before if id(row) not in gone]
    for uid in others:
        insort(kept, rows[uid], key=order)
    return tuple(kept)
