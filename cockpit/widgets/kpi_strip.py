"""A KPI over time in a few cells, drawn so that it neither hides nor makes up a change, with the height of its target at the end.

Blocks are few, so that what they must not get wrong is decided first: a value that reaches the target never looks like one that
misses it.  The rest is its place on the scale.
"""

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cockpit import terminal
from cockpit.domain.kpi import Direction

LEAST_SPAN = 0.2
"""The scale spans at least this share of the largest value: 97.0 to 98.0 is a ripple, not a cliff."""

_FROM_ZERO = 0.5
"""Where the lowest value is less than this share of the highest, the scale begins at zero, so that heights compare as numbers do."""


class Glyphs(NamedTuple):
    """What a strip is drawn with: heights from the lowest to the highest, and what stands before the height of the target."""

    heights: str
    target: str


BLOCKS = Glyphs("▁▂▃▄▅▆▇█", "▏")
CONSOLE = Glyphs("_.-=oO#█", "|")
"""For terminals with few signs, such as the console of Linux, whose fonts have no other block."""


def glyphs_of(environment: Mapping[str, str] = os.environ) -> Glyphs:
    """What the terminal can be counted on to have."""
    return BLOCKS if terminal.signs(environment) is terminal.Signs.ALL else CONSOLE


class Scale(NamedTuple):
    """The lowest and the highest value that a strip or a chart can show."""

    low: float
    high: float

    def share(self, value: float) -> float:
        """Where a value stands on the scale, from 0 to 1 for those that lie on it."""
        return (value - self.low) / (self.high - self.low)


def scale_of(values: Sequence[float], marks: Sequence[float | None] = (), *, least: float = LEAST_SPAN) -> Scale:
    """The scale that holds ``values`` and those of ``marks`` that are known: the target, and where it all began.

    It spans at least the share ``least`` of the largest of them.  It begins at zero where they differ much and none is negative, and
    never goes beyond zero for the span's sake.
    """
    known = [*values, *(mark for mark in marks if mark is not None)]
    if not known:
        return Scale(0.0, 1.0)
    low, high = min(known), max(known)
    if 0 <= low < high * _FROM_ZERO:
        return Scale(0.0, high)
    if low * _FROM_ZERO < high <= 0:
        return Scale(low, 0.0)
    missing = max(0.0, max(abs(low), abs(high)) * least - (high - low))
    low, high = low - missing / 2, high + missing / 2
    return Scale(low, high) if low < high else Scale(low, low + 1)


def strip(
    values: Sequence[float],
    target: float | None,
    baseline: float | None,
    direction: Direction,
    cells: int,
    glyphs: Glyphs = BLOCKS,
) -> str:
    """The last values as blocks and, after a thin line, the height of the target, in at most ``cells`` cells.

    What reaches the target stands at that height or on the good side of it, what misses it on the bad side, however little is missing.
    """
    mark = 0 if target is None else 2
    shown = values[-max(0, cells - mark) :] if cells > mark else ()
    if not shown:
        return ""
    scale = scale_of(shown, (target, baseline))
    level = None if target is None else _level(target, scale, len(glyphs.heights))
    if level is not None:
        # Whoever misses the target has to have a height left on the bad side of it.
        level = max(level, 1) if direction is Direction.HIGHER else min(level, len(glyphs.heights) - 2)
    line = "".join(glyphs.heights[_height(value, target, level, direction, scale, len(glyphs.heights))] for value in shown)
    return line if level is None else f"{line}{glyphs.target}{glyphs.heights[level]}"


def _level(value: float, scale: Scale, levels: int) -> int:
    return min(levels - 1, max(0, int(scale.share(value) * levels)))


def _height(value: float, target: float | None, level: int | None, direction: Direction, scale: Scale, levels: int) -> int:
    height = _level(value, scale, levels)
    if target is None or level is None:
        return height
    if direction is Direction.HIGHER:
        return max(height, level) if value >= target else min(height, level - 1)
    return min(height, level) if value <= target else max(height, level + 1)
