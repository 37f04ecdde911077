"""Activities as a story tells them: planned in working days, linked, begun and finished as it came."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cockpit.domain.activity import Activity, ActivityLink, LinkType
from tools.storytelling.calendar import MON, StoryCalendar
from tools.storytelling.story import Changed, Edit, New, changed, new

_SHORT = 6
"""Work of this many days or fewer is noted once, when it is finished."""


@dataclass(frozen=True)
class Work:
    """An activity, planned to start in ``week`` on ``weekday`` and to take ``days``, or a best, likely and worst number of days.

    It waits for those named in ``after``, each as ``predecessor:lag:type``, of which lag and type may be left out.  It began ``slip``
    working days after its plan and took ``more`` days than planned.  ``done`` is its progress on the last day, where it is neither
    finished nor untouched.
    """

    key: str
    title: str
    owner: str
    milestone: str
    days: int | tuple[int, int, int]
    week: int
    weekday: int
    after: tuple[str, ...] = ()
    slip: int = 0
    more: int = 0
    done: int = 0
    resource: str | None = None
    wave: str | None = None

    @property
    def duration(self) -> int:
        """Working days that it most likely takes."""
        return self.days if isinstance(self.days, int) else self.days[1]

    def planned(self, calendar: StoryCalendar) -> tuple[date, date]:
        """Its first and last day by the plan."""
        start = calendar.worked_after(calendar.on(self.week, self.weekday), 0)
        return start, calendar.worked_after(start, self.duration - 1)

    def actual(self, calendar: StoryCalendar) -> tuple[date | None, date | None]:
        """The days on which it began and ended, as far as they lie in the story."""
        start = calendar.worked_after(self.planned(calendar)[0], self.slip)
        end = calendar.worked_after(start, self.duration + self.more - 1)
        last_day = calendar.last_day
        return (start if start <= last_day else None, end if end <= last_day and not self.done else None)


def plan(calendar: StoryCalendar, works: Iterable[Work]) -> Iterator[Edit]:
    """The rows of planned activities, then the links to those that they wait for."""
    links: list[New] = []
    for work in works:
        best, likely, worst = (None, None, None) if isinstance(work.days, int) else work.days
        starts_on, ends_on = work.planned(calendar)
        yield new(
            Activity, work.key, title=work.title, owner=work.owner, milestone=work.milestone,
            duration=work.duration if likely is None else None, optimistic=best, likely=likely, pessimistic=worst,
            starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip
        links += (_link(told, work.key) for told in work.after)
    yield from links


def progress(calendar: StoryCalendar, works: Iterable[Work]) -> Iterator[tuple[int, date, tuple[Changed, ...]]]:
    """What began and ended in each week in which something did: the week, its last working day and one edit to a row."""
    moves = _moves(calendar, works)
    for week in range(2, calendar.weeks + 1):
        closing = calendar.closing_of(week)
        followed = [edit for day, edits in moves.items() if calendar.on(week, MON) <= day <= closing for edit in edits]
        if followed:
            yield week, closing, _merged(followed)


def _link(told: str, successor: str) -> New:
    predecessor, lag, kind = [*told.split(":"), "", ""][:3]
    return new(
        ActivityLink, f"{predecessor}/{successor}",
        predecessor=predecessor, successor=successor, lag=int(lag or 0), type=LinkType(kind or "finish_start"),
    )  # fmt: skip


def _moves(calendar: StoryCalendar, works: Iterable[Work]) -> dict[date, list[Changed]]:
    """What began and ended on which day."""
    moves: dict[date, list[Changed]] = defaultdict(list)
    for work in works:
        begun, ended = work.actual(calendar)
        if begun and not (ended and work.duration <= _SHORT):
            moves[begun].append(changed(Activity, work.key, actual_start_on=begun, progress=10))
        if ended:
            moves[ended].append(changed(Activity, work.key, actual_start_on=begun, actual_end_on=ended, progress=100))
        elif begun and work.done:
            moves[calendar.last_day].append(changed(Activity, work.key, progress=work.done))
    return dict(sorted(moves.items()))


def _merged(edits: Iterable[Changed]) -> tuple[Changed, ...]:
    """One edit a row: what began and ended in the same week is noted in one go."""
    values: dict[str, dict[str, object]] = defaultdict(dict)
    for edit in edits:
        values[edit.key] |= edit.values
    return tuple(Changed(Activity, key, told) for key, told in values.items())
