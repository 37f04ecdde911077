"""A date that moved, as a line between two marks on a road of a few cells."""

from datetime import date

FIRST, EXPECTED, REACHED, TODAY = "○", "◇", "◆", "│"
_ROAD, _LINE, _CROSSING = "·", "─", "┼"


def timeline_strip(
    road: tuple[date, date], today: date, first: date | None, now: date | None, cells: int, *, reached: bool
) -> str:
    """Where a milestone stood in the first plan and where it stands now, on the ``road`` from its first day to its last."""
    drawn = [_ROAD] * cells
    drawn[_cell(road, today, cells)] = TODAY
    ends = [_cell(road, each, cells) for each in (first, now) if each is not None]
    if ends:
        for place in range(min(ends), max(ends) + 1):
            drawn[place] = _CROSSING if drawn[place] == TODAY else _LINE
    if first is not None:
        drawn[_cell(road, first, cells)] = FIRST
    if now is not None:
        drawn[_cell(road, now, cells)] = REACHED if reached else EXPECTED
    return "".join(drawn)


def _cell(road: tuple[date, date], day: date, cells: int) -> int:
    begin, end = road
    length = (end - begin).days
    return round((day - begin).days / length * (cells - 1)) if length else 0
