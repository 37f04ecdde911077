"""The change log in words: what each change of a batch did, for the log, the history and the message after an undo."""

from collections.abc import Container, Iterable, Iterator
from datetime import date, datetime

from cockpit.domain.catalogue import entity_of
from cockpit.domain.change import Batch, Change, RowChange, SeriesChange
from cockpit.domain.entity import LONGEST_TEXT, FieldSpec, Plain, Shape, fields_of
from cockpit.domain.kpi import Group
from cockpit.domain.measurement import Points
from cockpit.domain.message import N_, Exact, Message, Money, Part, message
from cockpit.domain.person import Person
from cockpit.domain.state import ProjectState

LONGEST_VALUE = 40


class Narrator:
    """Tells changes in words; knows the names of rows that are no longer there from the batches that it is given."""

    def __init__(self, state: ProjectState, batches: Iterable[Batch] = ()) -> None:
        self._state = state
        self._names: dict[str, str] = {}
        self._short_names: dict[str, str] = {}
        for batch in batches:
            for change in batch.changes:
                values = None if isinstance(change, SeriesChange) else change.before or change.after
                if values and "ref" in values:
                    assert not isinstance(change, SeriesChange)
                    title = values.get(entity_of(change.kind).title_field)
                    self._names[change.uid] = f"{values['ref']} {title or ''}".strip()
                    self._short_names[change.uid] = str(values["handle"] if change.kind == Person.kind else values["ref"])

    def name(self, kind: str, uid: str) -> str:
        """What people call a row, whether it is still there or not."""
        row = self._state.row(kind, uid)
        return str(row) if row else self._names.get(uid, uid)

    def short_name(self, kind: str, uid: str) -> str:
        """What people call a row in one word, a person by the handle and anything else by its ref, whether it is still there or not."""
        row = self._state.row(kind, uid)
        if row is None:
            return self._short_names.get(uid, uid)
        return row.handle if isinstance(row, Person) else row.ref

    def tell(self, batch: Batch) -> Iterator[Message]:
        """A sentence for each change of a batch, in order."""
        for change in batch.changes:
            yield self.tell_change(change)

    def tell_taken_back(self, undo: Batch) -> Iterator[Message]:
        """A sentence for each change that ``undo`` took back, in the order in which they were made."""
        for change in reversed(undo.changes):
            yield self.tell_change(change.reversed())

    def tell_change(self, change: Change, name: str = "") -> Message:
        """One change as a sentence: ``R-3 Peak load: Current likelihood 3 → 4``; ``name`` is that of what is no row."""
        if isinstance(change, SeriesChange):
            return self._tell_series(change)
        entity = entity_of(change.kind)
        name = name or self.name(change.kind, change.uid)
        if change.before is None:
            return message(N_("{kind} created: {row}"), kind=Message(entity.label), row=name)
        if change.after is None:
            return message(N_("{kind} deleted: {row}"), kind=Message(entity.label), row=name)
        return message(N_("{row}: {changes}"), row=name, changes=tuple(self.field_changes(change)))

    def field_changes(self, change: RowChange, names: Container[str] | None = None) -> Iterator[Message]:
        """What an edit of a row did to each field, ``Current likelihood 3 → 4``; with ``names``, to those fields alone.

        Nothing where the row came to be or is no more.
        """
        entity, before, after = entity_of(change.kind), change.before, change.after
        if before is None or after is None:
            return
        if names is not None:
            after = {name: value for name, value in after.items() if name in names}
        if "ref" in after:
            sentence = N_("{field} {before} → {after}")
            yield message(sentence, field=Message(N_("Ref")), before=str(before.get("ref")), after=str(after["ref"]))
        for spec in fields_of(entity):
            if spec.name in after:
                yield message(
                    N_("{field} {before} → {after}"),
                    field=Message(spec.label),
                    before=self._value(spec, before.get(spec.name)),
                    after=self._value(spec, after[spec.name]),
                )

    def kind_of(self, change: RowChange) -> Message:
        """What the row of a change is."""
        return Message(entity_of(change.kind).label)

    def fields(self, change: RowChange) -> Iterator[tuple[Message, Message, Message]]:
        """Each field that a change touched: its label, and what it held before and after, in full.

        Of a row that came to be or is no more, the fields that held nothing are left out.
        """
        before, after = change.before or {}, change.after or {}
        whole = change.before is None or change.after is None
        if not whole and "ref" in after:
            yield (
                Message(N_("Ref")),
                message("{value}", value=str(before.get("ref"))),
                message("{value}", value=str(after["ref"])),
            )
        for spec in fields_of(entity_of(change.kind)):
            held, holds = before.get(spec.name), after.get(spec.name)
            if (whole and _is_empty(held) and _is_empty(holds)) or spec.name not in {**before, **after}:
                continue
            told = (message("{value}", value=self._value(spec, value, in_full=True)) for value in (held, holds))
            yield Message(spec.label), next(told), next(told)

    def _value(self, spec: FieldSpec, plain: Plain, *, in_full: bool = False) -> Part:
        if _is_empty(plain):
            return message(N_("(empty)"))
        value = spec.value(plain)
        match spec.shape:
            case Shape.CHOICE:
                return Message(value.label)
            case Shape.FLAG:
                return message(N_("yes")) if value else message(N_("no"))
            case Shape.MONEY:
                return Money(value, self._state.project.currency)
            case Shape.REFERENCE:
                return self.short_name(spec.refers_to, value)
            case Shape.REFERENCES:
                return ", ".join(self.short_name(spec.refers_to, uid) for uid in value)
            case Shape.LINES if in_full:
                return "\n".join(value)
            case Shape.PARAMETERS if in_full:
                return ", ".join(f"{name} = {setting}" for name, setting in sorted(value.items()))
            case Shape.TEXT if (spec.longest or 0) > LONGEST_TEXT:
                # Made by the program, and not to be read as it stands.
                return message(N_("({count} character)"), N_("({count} characters)"), count=len(value))
            case Shape.LINE | Shape.TEXT if in_full:
                return str(value)
            case Shape.LINES | Shape.PARAMETERS:
                return message(N_("({count} entry)"), N_("({count} entries)"), count=len(value))
            case Shape.LINE | Shape.TEXT:
                first = str(value).partition("\n")[0]
                return first if len(first) <= LONGEST_VALUE else first[: LONGEST_VALUE - 1] + "…"
            case _:
                return value  # type: ignore[no-any-return]

    def _tell_series(self, change: SeriesChange) -> Message:
        name = self.name("kpi", change.kpi)
        group = Message(Group(change.group).label)
        # Of a million measurements that were taken in, none has to be read to tell how many.
        points = change.after if change.after and not change.before else Points.of(dict.fromkeys(change.points, 0.0))
        first, last = Points.of(points).ends
        if len(points) == 1 and first in change.after:
            return message(
                N_("{kpi} ({group}): {value} on {time}"),
                kpi=name, group=group, value=Exact(change.after[first]), time=_day_or_instant(first),
            )  # fmt: skip
        return message(
            N_("{kpi} ({group}): {count} measurement, {first} to {last}"),
            N_("{kpi} ({group}): {count} measurements, {first} to {last}"),
            kpi=name, group=group, count=len(points), first=_day_or_instant(first), last=_day_or_instant(last),
        )  # fmt: skip


def _day_or_instant(time: str) -> Part:
    return date.fromisoformat(time) if len(time) == len("2026-01-05") else datetime.fromisoformat(time)


def _is_empty(plain: Plain) -> bool:
    return plain is None or plain in ("", [], {})
