"""A project as the text of a snapshot: the same text for the same state and history, whoever writes it."""

from collections.abc import Iterator, Mapping, Sequence

from cockpit import __version__
from cockpit.domain.catalogue import ENTITIES, entity_of
from cockpit.domain.change import Batch, Change, SeriesChange
from cockpit.domain.entity import Entity, FieldSpec, Plain, Shape, fields_of
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.project import Project
from cockpit.domain.state import ProjectState
from cockpit.exchange.snapshot_format import FORMAT, HEADER, HISTORY, IDENTITY, MEASUREMENTS, digest_of
from cockpit.exchange.toml_text import toml_block, toml_inline, toml_key, toml_line, toml_value


def export_text(state: ProjectState, batches: Sequence[Batch] = (), *, history: bool = True) -> str:
    """A snapshot of ``state``, whose change log is ``batches``, oldest first; the log itself only with ``history``."""
    sections = [*_rows(state), *_measurements(state)]
    if history:
        sections += map(_batch, batches)
    content = "".join(f"\n{section}\n" for section in sections)
    return f"{_header(batches, digest_of(content))}\n{content}"


def _header(batches: Sequence[Batch], digest: str) -> str:
    fields: dict[str, object] = {"format": FORMAT, "program": f"cockpit {__version__}"}
    if batches:
        fields |= {"changed_at": batches[-1].at, "changed_by": batches[-1].who}
    fields["digest"] = digest
    return _table(f"[{HEADER}]", (toml_line(name, value) for name, value in fields.items()))


def _table(head: str, lines: Iterator[str]) -> str:
    return "\n".join((head, *lines))


def _rows(state: ProjectState) -> Iterator[str]:
    for entity in ENTITIES:
        head = f"[{entity.kind}]" if entity is Project else f"[[{entity.kind}]]"
        for row in state.all(entity):
            yield _table(head, _fields(state, row))


def _fields(state: ProjectState, row: Entity) -> Iterator[str]:
    for name in IDENTITY:
        yield toml_line(name, getattr(row, name))
    for spec in fields_of(type(row)):
        value = getattr(row, spec.name)
        if not spec.required and value == spec.default:
            continue
        match spec.shape:
            case Shape.REFERENCE:
                yield toml_line(spec.name, _ref(state, spec, value))
            case Shape.REFERENCES:
                yield toml_line(spec.name, [_ref(state, spec, uid) for uid in value])
            case Shape.LINES:
                yield toml_block(spec.name, map(toml_value, value))
            case _:
                yield toml_line(spec.name, spec.plain(value) if spec.shape is Shape.PARAMETERS else value)


def _ref(state: ProjectState, spec: FieldSpec, uid: str) -> str:
    target = state.row(spec.refers_to, uid)
    return target.ref if target else uid


def _measurements(state: ProjectState) -> Iterator[str]:
    for kpi in state.all(Kpi):
        for group in Group:
            series = state.measurements(kpi.uid, group)
            if series:
                head = f"[{MEASUREMENTS}.{toml_key(kpi.ref)}.{group.value}]"
                yield _table(head, (toml_line(time, value) for time, value in series))


def _batch(batch: Batch) -> str:
    fields: dict[str, object] = {"uid": batch.uid, "at": batch.at, "who": batch.who, "deed": batch.deed.value}
    if batch.note:
        fields["note"] = batch.note
    if batch.reverses:
        fields["reverses"] = batch.reverses
    lines = [toml_line(name, value) for name, value in fields.items()]
    return _table(f"[[{HISTORY}]]", iter((*lines, toml_block("changes", map(_change, batch.changes)))))


def _change(change: Change) -> str:
    if isinstance(change, SeriesChange):
        told: dict[str, object] = {"kpi": change.kpi, "group": change.group}
        told |= {"before": dict(sorted(change.before.items())), "after": dict(sorted(change.after.items()))}
    else:
        entity = entity_of(change.kind)
        told = {"kind": change.kind, "uid": change.uid}
        if change.before is None:
            told["created"] = _logged(entity, change.after or {}, whole=True)
        elif change.after is None:
            told["deleted"] = _logged(entity, change.before, whole=True)
        else:
            told["before"] = _logged(entity, change.before, whole=False)
            told["after"] = _logged(entity, change.after, whole=False)
    return toml_inline(told)


def _logged(entity: type[Entity], plain: Mapping[str, Plain], *, whole: bool) -> dict[str, object]:
    """Logged values in the order of their fields.

    What is empty is left out, as TOML has no null, and of a ``whole`` row what is the default.
    """
    told: dict[str, object] = {name: plain[name] for name in IDENTITY if name in plain}
    for spec in fields_of(entity):
        value = spec.value(plain.get(spec.name))
        if value is not None and not (whole and not spec.required and value == spec.default):
            told[spec.name] = value
    return told
