"""Local times moved to UTC, column by column: which of them never were, or were twice, because clocks were changed."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy

from cockpit.domain.message import N_

if TYPE_CHECKING:
    from cockpit.exchange.kpi_csv.columns_of_text import Marks, Whole

IN_GAP = N_("this time never was in {zone}, where clocks were put forward; write it with its offset, such as +01:00")
IN_OVERLAP = N_("this time was twice in {zone}, where clocks were put back; write it with its offset, such as +01:00")

_DAY = 86_400
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local time, of whichever zone


def in_utc(local: "Whole", zone: str) -> "tuple[Whole, Marks, Marks]":
    """Seconds since 1970 on the clock of ``zone`` as seconds in UTC, and which of them never were, or were twice."""
    where = ZoneInfo(zone)
    days, places = numpy.unique(local // _DAY, return_inverse=True)
    # A day that begins and ends with the same offset, and has it at noon, has it throughout: clocks are changed once a day at most.
    marks = [[_offset(int(day) * _DAY + second, where) for second in (0, _DAY // 2, _DAY)] for day in days.tolist()]
    offsets = numpy.array([each[0] for each in marks], numpy.int64)
    changing = numpy.array([len(set(each)) > 1 for each in marks], bool)
    moved = local - offsets[places]
    gap, overlap = numpy.zeros(len(local), bool), numpy.zeros(len(local), bool)
    for row in numpy.flatnonzero(changing[places]).tolist():
        first, second = (_offset(int(local[row]), where, fold=fold) for fold in (0, 1))
        moved[row] = local[row] - first
        gap[row], overlap[row] = first < second, first > second
    return moved, gap, overlap


def _offset(seconds: int, where: ZoneInfo, *, fold: int = 0) -> int:
    """The offset of ``where`` ahead of UTC, in seconds, when its clocks show this time."""
    shown = (_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=where, fold=fold)
    ahead = shown.utcoffset()
    assert ahead is not None
    return round(ahead.total_seconds())
