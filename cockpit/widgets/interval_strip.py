"""An estimate with its interval in a line of cells, against zero and a margin."""

from collections.abc import Sequence
from dataclasses import dataclass

_LINE, _VALUE, _LOW, _HIGH, _ZERO, _MARGIN = "─", "●", "├", "┤", "│", "┆"
_END_AT_ZERO = "┼"
_BEYOND_LOW, _BEYOND_HIGH = "‹", "›"


@dataclass(frozen=True)
class Axis:
    """The values at the first and at the last cell of a strip."""

    low: float
    high: float

    def cell(self, value: float, cells: int) -> int:
        """The cell that a value falls into; below 0, or beyond the last, for one that is not on the axis."""
        return round((value - self.low) / (self.high - self.low) * (cells - 1))


def axis_of(ends: Sequence[float]) -> Axis:
    """An axis on which all ``ends`` and zero have their place, with a little room beside them."""
    low, high = min((0.0, *ends)), max((0.0, *ends))
    room = (high - low or 1.0) * 0.06
    return Axis(low - room, high + room)


def interval_strip(low: float, value: float, high: float, axis: Axis, cells: int, margin: float | None = None) -> str:
    """``├──●───┤`` at its place on the axis; ``│`` marks zero and ``┆`` the margin; ``‹`` and ``›`` that it goes on beyond.

    An end in the cell of zero is a ``┼``, so that zero is never out of sight.
    """
    strip = [" "] * cells
    first, last, zero = axis.cell(low, cells), axis.cell(high, cells), axis.cell(0.0, cells)
    for place in range(max(0, first), min(cells - 1, last) + 1):
        strip[place] = _LINE
    for mark, at in ((_ZERO, 0.0), (_MARGIN, margin)):
        if at is not None and 0 <= axis.cell(at, cells) < cells:
            strip[axis.cell(at, cells)] = mark
    if 0 <= first < cells:
        strip[first] = _LOW if first != zero else _END_AT_ZERO
    elif first < 0:
        strip[0] = _BEYOND_LOW
    if 0 <= last < cells:
        strip[last] = _HIGH if last != zero else _END_AT_ZERO
    elif last >= cells:
        strip[-1] = _BEYOND_HIGH
    if 0 <= (place := axis.cell(value, cells)) < cells:
        strip[place] = _VALUE
    return "".join(strip)
