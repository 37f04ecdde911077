"""Making the steps of a change log again, each held to what came before it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cockpit.domain.act import logged
from cockpit.domain.catalogue import ENTITIES, entity_of
from cockpit.domain.change import Change, RowChange, SeriesChange
from cockpit.domain.entity import Entity, Plain, fields_of, instant_text
from cockpit.domain.integrity import row_problems, state_problems
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.measurement import Series, validated_points
from cockpit.domain.message import N_, Message, Part, message
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState, ref_number
from cockpit.domain.validation import echo, validated
from cockpit.exchange.findings import unfit
from cockpit.exchange.identity import is_ref, is_uid, is_version

_ADVICE = N_("take [[history]] out of the file to import it without its past")


class Replay:
    """A project on its way from nothing, moved by one change after the other."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Entity]] = {entity.kind: {} for entity in ENTITIES}
        self._points: dict[tuple[str, str], dict[str, float]] = {}
        self._referred: Counter[tuple[str, str]] = Counter()
        """How often each row, by kind and uid, is referred to."""
        self.highest: dict[str, int] = {}
        """The largest number that a ref ever had, by prefix."""

    def state(self) -> ProjectState:
        """Where the changes have led."""
        rows = {kind: dict(rows) for kind, rows in self._rows.items() if rows}
        series = {key: Series().with_points(points) for key, points in self._points.items() if points}
        return ProjectState(rows, series)

    def make(self, told: Mapping[str, Any]) -> Change:
        """Make one well-formed change of a file; :class:`Refused` where it cannot follow those before it."""
        named = "kpi" if "kpi" in told else "uid"
        uid = told[named]
        if not is_uid(uid):
            raise refuse(unfit(named, uid, message(N_("a text of up to 64 characters"))), named)
        if named == "kpi":
            return self._measure(uid, told["group"], told["before"], told["after"])
        kind = told["kind"]
        if kind not in self._rows:
            needed = message(N_("one of {choices}"), choices=tuple(self._rows))
            raise refuse(unfit("kind", kind, needed), "kind")
        if "created" in told:
            return self._create(entity_of(kind), uid, told["created"])
        row = self._rows[kind].get(uid)
        if row is None:
            raise _unfitting(message(N_("{row} is not there at this time"), row=f"{kind} {uid}"))
        if "deleted" in told:
            return self._delete(row, told["deleted"])
        return self._update(row, told["before"], told["after"])

    def problems(self, changes: Sequence[Change]) -> Iterator[Problem]:
        """What does not hold between the rows now that all changes of a batch are made."""
        if len(self._rows[Project.kind]) != 1:
            yield Problem(message(N_("The history must begin with the project, and keep it")))
            return
        state = ProjectState(self._rows)
        touched = {(change.kind, change.uid) for change in changes if isinstance(change, RowChange)}
        rows = [row for kind, uid in sorted(touched) if (row := state.row(kind, uid))]
        missed = any(self._referred[key] for key in touched if not state.row(*key))
        if missed:
            yield from state_problems(state)
        else:
            yield from row_problems(state, *rows)

    def _create(self, entity: type[Entity], uid: str, told: Mapping[str, Any]) -> RowChange:
        if uid in self._rows[entity.kind]:
            raise _unfitting(message(N_("{row} is there already at this time"), row=str(self._rows[entity.kind][uid])))
        row = self._checked(entity, {**told, "uid": uid})
        self._put(row)
        return RowChange(entity.kind, uid, None, logged(row))

    def _update(self, row: Entity, before: Mapping[str, Any], after: Mapping[str, Any]) -> RowChange:
        names = {"version": None, **before, **after}
        held = logged(row)
        _compare(row, held, {name: before.get(name) for name in names})
        now = self._checked(type(row), {**row.__dict__, **{name: after.get(name) for name in names}})
        self._put(now)
        wanted = logged(now)
        return RowChange(row.kind, row.uid, {name: held[name] for name in names}, {name: wanted[name] for name in names})

    def _delete(self, row: Entity, told: Mapping[str, Any]) -> RowChange:
        held = logged(row)
        defaults = {spec.name: spec.plain(spec.default) for spec in fields_of(type(row)) if not spec.required}
        _compare(row, held, {**dict.fromkeys(held), **defaults, **told})
        if row.kind == Kpi.kind and any(points for (kpi, _), points in self._points.items() if kpi == row.uid):
            raise _unfitting(message(N_("{row} still has measurements at this time"), row=str(row)))
        self._refer(row, -1)
        del self._rows[row.kind][row.uid]
        return RowChange(row.kind, row.uid, held, None)

    def _put(self, row: Entity) -> None:
        if earlier := self._rows[row.kind].get(row.uid):
            self._refer(earlier, -1)
        self._refer(row, 1)
        self._rows[row.kind][row.uid] = row

    def _refer(self, row: Entity, times: int) -> None:
        for spec in fields_of(type(row)):
            if spec.refers_to and (target := getattr(row, spec.name)):
                for uid in target if isinstance(target, tuple) else (target,):
                    self._referred[spec.refers_to, uid] += times

    def _checked(self, entity: type[Entity], values: Mapping[str, Any]) -> Entity:
        ref = values.get("ref")
        if not is_ref(entity, ref):
            raise refuse(unfit("ref", ref, message(N_("{prefix}- and a number"), prefix=entity.prefix)), "ref")
        if not is_version(values.get("version")):
            needed = message(N_("a whole number from 1 up"))
            raise refuse(unfit("version", values.get("version"), needed), "version")
        row = validated(entity, values)
        self.highest[entity.prefix] = max(self.highest.get(entity.prefix, 0), ref_number(row.ref))
        return row

    def _measure(self, kpi: str, group: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> SeriesChange:
        row = self._rows[Kpi.kind].get(kpi)
        if row is None:
            raise _unfitting(message(N_("{row} is not there at this time"), row=f"{Kpi.kind} {kpi}"))
        if group not in tuple(Group):
            needed = message(N_("one of {choices}"), choices=tuple(each.value for each in Group))
            raise refuse(unfit("group", group, needed), "group")
        change = SeriesChange(kpi, group, validated_points(before), validated_points(after))
        points = self._points.setdefault((kpi, group), {})
        for time, value in change.points.items():
            if points.get(time) != change.before.get(time):
                raise _other_value(str(row), time, points.get(time), change.before.get(time))
            if value is None:
                del points[time]
            else:
                points[time] = value
        return change


def _compare(row: Entity, held: Mapping[str, Plain], told: Mapping[str, Any]) -> None:
    """Refuse a change that says the row was otherwise than it is."""
    labels = {spec.name: spec.label for spec in fields_of(type(row))}
    for name, value in told.items():
        if name not in held:
            sentence = N_("There is no field “{name}” in {entity}; there are {fields}")
            told_fields = message(sentence, name=echo(name), entity=Message(row.label), fields=tuple(held))
            raise refuse(told_fields, name, row.ref)
        if held[name] != _plain(value):
            raise _other_value(str(row), Message(labels[name]) if name in labels else name, held[name], value, name)


def _plain(value: object) -> object:
    """A value of a file as the change log holds it."""
    match value:
        case datetime():
            return instant_text(value) if value.utcoffset() is not None else None
        case date():
            return value.isoformat()
        case _:
            return value


def _other_value(row: str, field: Message | str, held: object, told: object, name: str = "") -> Refused:
    sentence = N_("{field} of {row} is “{held}” at this time, not “{told}”")
    return _unfitting(message(sentence, field=field, row=row, held=_shown(held), told=_shown(told)), name)


def _shown(value: object) -> Part:
    return message(N_("empty")) if value is None else echo(value)


def _unfitting(sentence: Message, field: str = "") -> Refused:
    told = message(N_("The history does not fit together: {sentence}; {advice}"), sentence=sentence, advice=Message(_ADVICE))
    return refuse(told, field)
