"""Several values for one KPI, group and time: the same said again, a choice by the user, or refused lines."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy

from cockpit.exchange.kpi_csv.options import Duplicates

if TYPE_CHECKING:
    from cockpit.exchange.kpi_csv.columns_of_text import Real, Whole


@dataclass(frozen=True)
class OncePerTime:
    """The values in order of time, one for each time, with the row of each.

    ``repeated`` counts those that say the same again, ``chosen`` those that gave way to another, and ``contrary`` holds the rows that
    have different values for one time, each with the first other row of that time.
    """

    rows: "Whole"
    values: "Real"
    repeated: int = 0
    chosen: int = 0
    contrary: tuple[tuple[int, int], ...] = ()


def once_per_time(rows: "Whole", keys: "Whole", values: "Real", choice: Duplicates | None) -> OncePerTime:
    """Values with the keys of their times, in the order of the file, brought to one a time."""
    if len(keys) < 2 or (keys[1:] > keys[:-1]).all():
        return OncePerTime(rows, values)
    order = numpy.argsort(keys, kind="stable")
    rows, keys, values = rows[order], keys[order], values[order]
    begins = numpy.flatnonzero(numpy.concatenate(([True], keys[1:] != keys[:-1])))
    sizes = numpy.diff(numpy.append(begins, len(keys)))
    if (sizes == 1).all():
        return OncePerTime(rows, values)
    differing = numpy.minimum.reduceat(values, begins) != numpy.maximum.reduceat(values, begins)
    repeated = int((sizes[~differing] - 1).sum())
    firsts, taken = begins, values[begins]
    match choice:
        case Duplicates.LAST:
            firsts = begins + sizes - 1
            taken = values[firsts]
        case Duplicates.MEAN:
            taken = numpy.where(differing, numpy.add.reduceat(values, begins) / sizes, taken)
    if choice is not None:
        return OncePerTime(rows[firsts], taken, repeated, int((sizes[differing] - 1).sum()))
    return OncePerTime(
        rows[begins[~differing]], taken[~differing], repeated,
        contrary=tuple(_pairs(rows, begins[differing].tolist(), sizes[differing].tolist())),
    )  # fmt: skip


def _pairs(rows: "Whole", begins: list[int], sizes: list[int]) -> list[tuple[int, int]]:
    pairs = []
    for begin, size in zip(begins, sizes, strict=True):
        alike = rows[begin : begin + size].tolist()
        pairs += [(row, alike[1] if row == alike[0] else alike[0]) for row in alike]
    return pairs
