"""A KPI over time in a few cells, drawn so that it neither hides nor makes up a change."""

from collections.abc import Sequence

_BLOCKS = "▁▂▃▄▅▆▇█"
_TARGET = "▏"
_LEAST_SPAN = 0.2
"""The span of the scale is at least this share of the largest value: 97.0 to 98.0 is a ripple, not a cliff."""


def scale(values: Sequence[float], target: float | None, baseline: float | None = None) -> tuple[float, float]:
    """The lowest and highest value of the scale: it holds the values, the target and where it all began."""
    known = [*values, *(value for value in (target, baseline) if value is not None)]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    missing = max(abs(low), abs(high)) * _LEAST_SPAN - (high - low)
    if missing > 0:
        low, high = low - missing / 2, high + missing / 2
    return (low, high) if high > low else (low - 1, high + 1)


def block(value: float, low: float, high: float) -> str:
    """One value as a block whose height is its place on the scale."""
    share = (value - low) / (high - low)
    return _BLOCKS[min(len(_BLOCKS) - 1, max(0, int(share * len(_BLOCKS))))]


def strip(values: Sequence[float], target: float | None, baseline: float | None, cells: int) -> str:
    """The last values as blocks and, after a thin line, the height of the target on the same scale."""
    mark = 2 if target is not None else 0
    shown = values[-max(0, cells - mark) :] if cells > mark else ()
    if not shown:
        return ""
    low, high = scale(shown, target, baseline)
    line = "".join(block(value, low, high) for value in shown)
    return line if target is None else f"{line}{_TARGET}{block(target, low, high)}"
