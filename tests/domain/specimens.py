"""The least that has to be given for a row of each entity, written by hand where a rule of its own asks for more."""

from typing import Any

from cockpit.domain.entity import Entity, FieldSpec, Shape, fields_of

_BY_SHAPE: dict[Shape, Any] = {
    Shape.LINE: "something",
    Shape.TEXT: "something\nmore",
    Shape.NUMBER: 0.5,
    Shape.MONEY: 12_50,
    Shape.DATE: "2026-03-02",
    Shape.INSTANT: "2026-03-02T09:30:00+01:00",
    Shape.FLAG: True,
    Shape.REFERENCE: "some-uid",
    Shape.REFERENCES: ["one-uid", "other-uid"],
    Shape.LINES: ["first", "second"],
    Shape.PARAMETERS: {"kpi": "some-uid", "share": 0.8, "groups": ["pilot"]},
}

_OWN: dict[str, dict[str, Any]] = {
    "project": {"key": "ALTURA", "timezone": "America/Lima", "currency": "PEN", "language": "fr"},
    "person": {"handle": "lea.m-2_b"},
    "kpi": {"unit": "tickets"},
    "activity_link": {"predecessor": "first-uid", "successor": "next-uid"},
    "remark": {"interview": "some-uid"},
    "feed": {"path": "/var/log/probe.csv", "command": ["/usr/bin/probe", "--once"]},
    "gate_policy": {"risk_grid": ["11111", "12345", "22345", "33345", "55555"]},
    "rehearsal": {"minutes_to_restore": 30},
}


def specimen(spec: FieldSpec) -> Any:
    """A value that fits a field, as a file holds it."""
    if spec.shape is Shape.CHOICE:
        assert spec.choices
        return next(reversed(spec.choices)).value
    if spec.shape is Shape.WHOLE:
        assert spec.least is not None
        return max(int(spec.least), 1)
    return _BY_SHAPE[spec.shape]


def least(entity: type[Entity], **more: Any) -> dict[str, Any]:
    """Values for what ``entity`` asks for, and no others but ``more``."""
    own = {name: value for name, value in _OWN.get(entity.kind, {}).items() if name in _needed(entity)}
    return {"uid": "a-uid"} | {spec.name: specimen(spec) for spec in fields_of(entity) if spec.required} | own | more


def full(entity: type[Entity]) -> dict[str, Any]:
    """Values for every field of ``entity``."""
    return {"uid": "a-uid"} | {spec.name: specimen(spec) for spec in fields_of(entity)} | _OWN.get(entity.kind, {})


def _needed(entity: type[Entity]) -> set[str]:
    needed = {spec.name for spec in fields_of(entity) if spec.required}
    return needed | {"remark": {"interview"}, "feed": {"path", "command"}}.get(entity.kind, set())
