"""A project moved in time by whole weeks, so that a sample always ends now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cockpit.domain.act import logged
from cockpit.domain.catalogue import entity_of
from cockpit.domain.change import Batch, Change, RowChange, SeriesChange
from cockpit.domain.entity import Entity, FieldSpec, Plain, Shape, fields_of
from cockpit.domain.gate import GateReview
from cockpit.domain.measurement import Series, time_text
from cockpit.domain.state import ProjectState
from cockpit.exchange.snapshot_reading import Snapshot


def shifted(snapshot: Snapshot, now: datetime) -> Snapshot:
    """``snapshot`` with every date, instant and measurement moved by the same whole number of weeks.

    Its last change then falls in the week that ends ``now`` (aware), never later.  Days keep their day of the week,
    instants their hour in the project's time zone.  Without a history there is no last change, and nothing moves.
    """
    if not snapshot.batches:
        return snapshot
    zone = ZoneInfo(snapshot.state.project.timezone)
    last = max(batch.at for batch in snapshot.batches)
    # Between two times of one zone Python counts by the clock on the wall, as the shift does.
    weeks = (now.astimezone(zone) - last.astimezone(zone)) // timedelta(weeks=1)
    shift = _Shift(weeks, zone)
    if shift.instant(last) > now:
        # It fell into the hour that summer time skips.
        shift = _Shift(weeks - 1, zone)
    batches = tuple(map(shift.batch, snapshot.batches))
    moved = replace(snapshot, state=shift.state(snapshot.state), batches=batches)
    return _frozen_anew(moved) if any(map(_frozen, moved.state.all(GateReview))) else moved


def _frozen(review: GateReview) -> bool:
    return bool(review.evidence)


def _frozen_anew(snapshot: Snapshot) -> Snapshot:
    """``snapshot`` with the evidence of its gate reviews made again: the words in it tell days too, which have moved.

    A review whose act is not in the history keeps its evidence, and does not fit any more.
    """
    from cockpit.exchange.review_freezing import with_evidence

    past, whole, batches = ProjectState(), dict[str, GateReview](), []
    pending: list[Change] = []
    for batch in snapshot.batches:
        pending += batch.changes
        held = [each.uid for each in batch.changes if isinstance(each, RowChange) and _holds_review(each)]
        if held:
            past, pending = past.applied(pending), []
            whole |= {uid: with_evidence(past, review) for uid in held if (review := past.get(GateReview, uid))}
            changes = (_with(change, whole) for change in batch.changes)
            batch = replace(batch, changes=tuple(changes))
        batches.append(batch)
    rows = {uid: whole.get(uid, row) for uid, row in snapshot.state.rows[GateReview.kind].items()}
    state = ProjectState({**snapshot.state.rows, GateReview.kind: rows}, snapshot.state.series)
    return replace(snapshot, state=state, batches=tuple(batches))


def _holds_review(change: RowChange) -> bool:
    return change.kind == GateReview.kind and change.before is None and bool((change.after or {}).get("evidence"))


def _with(change: Change, whole: Mapping[str, GateReview]) -> Change:
    if isinstance(change, RowChange) and _holds_review(change) and change.uid in whole:
        return replace(change, after=logged(whole[change.uid]))
    return change


class _Shift:
    """A move by whole weeks of all that holds a time."""

    def __init__(self, weeks: int, zone: ZoneInfo) -> None:
        self._span = timedelta(weeks=weeks)
        self._zone = zone

    def instant(self, at: datetime) -> datetime:
        return (at.astimezone(self._zone) + self._span).astimezone(UTC)

    def state(self, state: ProjectState) -> ProjectState:
        rows = {kind: {uid: self._row(row) for uid, row in rows.items()} for kind, rows in state.rows.items()}
        series = {key: Series(tuple(map(self._measured, series.times)), series.values) for key, series in state.series.items()}
        return ProjectState(rows, series)

    def batch(self, batch: Batch) -> Batch:
        return replace(batch, at=self.instant(batch.at), changes=tuple(map(self._change, batch.changes)))

    def _row(self, row: Entity) -> Entity:
        moved = {spec.name: self._value(spec, getattr(row, spec.name)) for spec in _timed(type(row))}
        return row.changed(**moved) if moved else row

    def _value(self, spec: FieldSpec, value: Any) -> Any:
        if value is None:
            return None
        return self.instant(value) if spec.shape is Shape.INSTANT else value + self._span

    def _measured(self, time: str) -> str:
        # Plainly by weeks: the hours of a night in which the clocks change stay as many as they are.
        at = datetime.fromisoformat(time) if len(time) > len("2026-01-05") else date.fromisoformat(time)
        return time_text(at + self._span)

    def _change(self, change: Change) -> Change:
        if isinstance(change, SeriesChange):
            sides = ({self._measured(time): value for time, value in side.items()}
                     for side in (change.before, change.after))  # fmt: skip
            return SeriesChange(change.kpi, change.group, *sides)
        entity = entity_of(change.kind)
        before, after = (self._logged(entity, side) for side in (change.before, change.after))
        return replace(change, before=before, after=after)

    def _logged(self, entity: type[Entity], plain: Any) -> dict[str, Plain] | None:
        if plain is None:
            return None
        moved = {
            spec.name: spec.plain(self._value(spec, spec.value(plain[spec.name])))
            for spec in _timed(entity)
            if spec.name in plain
        }
        return {**plain, **moved}


def _timed(entity: type[Entity]) -> list[FieldSpec]:
    return [spec for spec in fields_of(entity) if spec.shape in (Shape.DATE, Shape.INSTANT)]
