"""Keeping a trial: what somebody has edited meanwhile, what is still to come, and the edits that it comes to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeAlias

from cockpit.domain.act import logged
from cockpit.domain.catalogue import entity_of
from cockpit.domain.change import Batch, Change, Deed, RowChange, SeriesChange
from cockpit.domain.edit import Create, Delete, Edit, Record, Update
from cockpit.domain.entity import Entity
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.measurement import day_of
from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem
from cockpit.domain.state import ProjectState, values_of
from cockpit.domain.training import Attendance, AttendanceState, TrainingSession

HAPPENED = frozenset(
    {
        "accepted_on", "actual_end_on", "actual_start_on", "approved_on", "assessed_on", "celebrated_on", "checked_on", "created_on",
        "decided_on", "done_on", "granted_on", "happened_on", "held_at", "held_on", "identified_on", "incurred_on", "learned_on",
        "looked_on", "noted_on", "occurred_at", "occurred_on", "published_on", "reached_on", "realised_on", "rehearsed_on", "resolved_at",
        "reviewed_on", "revised_on", "secured_on", "target_set_on",
    }
)  # fmt: skip
"""The dates, by the name of their field, that tell when something was done; the others tell what is planned."""

_AT_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_ATTENDED = (AttendanceState.ATTENDED, AttendanceState.CERTIFIED)

_RowKey: TypeAlias = tuple[str, str]
"""The kind and the uid of a row."""

_SeriesKey: TypeAlias = tuple[str, str]
"""The uid of a KPI and a group."""


@dataclass(frozen=True)
class Seen:
    """What the project held when the trial first touched it: rows, and the measurements at the times that were touched."""

    rows: Mapping[_RowKey, Entity] = field(default_factory=dict)
    points: Mapping[_SeriesKey, Mapping[str, float | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, base: ProjectState, changes: Iterable[Change]) -> "Seen":
        """What ``base`` holds of all that ``changes`` touch."""
        rows: dict[_RowKey, Entity] = {}
        points: dict[_SeriesKey, Mapping[str, float | None]] = {}
        for change in changes:
            if isinstance(change, RowChange):
                if (row := base.row(change.kind, change.uid)) is not None:
                    rows[change.kind, change.uid] = row
            else:
                times, held = sorted(change.points), base.measurements(change.kpi, Group(change.group))
                found = held.points.among(times)
                points[change.kpi, change.group] = {time: found.get(time) for time in times}
        return cls(rows, points)

    @property
    def batch(self) -> Batch:
        """Its rows as what a deletion of them would be: whoever tells of them then knows what people call them."""
        return nameless(RowChange(kind, uid, logged(each), None) for (kind, uid), each in self.rows.items())

    def then(self, later: "Seen") -> "Seen":
        """This, and what was first touched ``later``."""
        points = {key: {**later.points.get(key, {}), **self.points.get(key, {})} for key in {**self.points, **later.points}}
        return Seen({**later.rows, **self.rows}, points)


def nameless(changes: Iterable[Change]) -> Batch:
    """Changes as the log would hold them, but for who made them and when."""
    return Batch("", _AT_NO_TIME, "", Deed.EDIT, tuple(changes))


def still_to_come(what: Message) -> Problem:
    """That something is not written because it has not happened yet."""
    return Problem(message(N_("Not written, as it is still to come: {change}"), change=what))


def done_by(action: Entity) -> Problem:
    """That nothing is written of a step because an action is there already to do it."""
    return Problem(message(N_("Nothing is written of a step for which there is an action already: {action}"), action=str(action)))


def is_to_come(change: Change, after: ProjectState, today: date) -> bool:
    """Whether a change that leads to the state ``after`` tells of something as done that, seen from ``today``, is still to come."""
    zone = after.project.timezone
    if isinstance(change, SeriesChange):
        return any(day_of(time, zone) > today for time in change.after)
    values = change.after or {}
    if any(name in HAPPENED and value and day_of(str(value), zone) > today for name, value in values.items()):
        return True
    return change.kind == Attendance.kind and _is_attended_ahead(after.get(Attendance, change.uid), after, today)


def _is_attended_ahead(row: Attendance | None, state: ProjectState, today: date) -> bool:
    """Whether somebody has attended what has not been held yet."""
    session = state.get(TrainingSession, row.session) if row else None
    return row is not None and session is not None and row.state in _ATTENDED and (session.ends_on or session.starts_on) > today


def moved(base: ProjectState, seen: Seen, net: Iterable[Change]) -> Iterator[Problem]:
    """What somebody else has edited since the trial touched it."""
    for change in net:
        if isinstance(change, RowChange):
            before, now = seen.rows.get((change.kind, change.uid)), base.row(change.kind, change.uid)
            if before is not None and now is not None and before.version != now.version:
                yield Problem(message(N_("{row} was edited by somebody else in the meantime"), row=str(now)), where=now.ref)
            continue
        points = seen.points.get((change.kpi, change.group), {})
        times = sorted(change.points)
        held = base.measurements(change.kpi, Group(change.group)).points.among(times)
        if any(points.get(time) != held.get(time) for time in times):
            kpi = base.get(Kpi, change.kpi)
            yield Problem(message(N_("Measurements of {row} have been edited since"), row=str(kpi or change.kpi)))


def as_edits(seen: Seen, net: Sequence[Change]) -> Iterator[Edit]:
    """The edits that come to ``net``, which has every row once: what goes away goes last, when nothing refers to it any more."""
    rows = [change for change in net if isinstance(change, RowChange)]
    gone = {change.uid for change in rows if change.after is None and change.kind == Kpi.kind}
    for change in rows:
        if change.after is not None:
            values = values_of(entity_of(change.kind), change.after)
            given = {name: value for name, value in values.items() if name not in ("ref", "version")}
            if change.before is None:
                yield Create(entity_of(change.kind), given, change.uid)
            else:
                yield Update(seen.rows[change.kind, change.uid], given)
    for series in net:
        # The measurements of a KPI go with it.
        if isinstance(series, SeriesChange) and series.kpi not in gone:
            yield Record(series.kpi, Group(series.group), series.points)
    for change in rows:
        if change.after is None:
            yield Delete(seen.rows[change.kind, change.uid])
