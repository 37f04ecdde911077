"""A field says in a table what people would say: dates by day, choices with their sign, references by ref or handle."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cockpit import language
from cockpit.domain.action import Action, ActionState, Priority
from cockpit.domain.budget import Cost
from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.entity import fields_of
from cockpit.domain.gate import Criterion
from cockpit.domain.incident import Incident
from cockpit.domain.kpi import Kpi
from cockpit.domain.rollback import Rollback
from cockpit.widgets.column import Cell
from cockpit.widgets.field_column import column_for
from cockpit.widgets.signs import Tone
from tests.widgets.seen import TODAY, action, context

BLOCKERS = {"action": {"uid-7": action(7), "uid-12": action(12)}}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ref", "A-3", Cell("A-3")),
        ("title", "Call [/] back", Cell("Call [/] back")),
        ("state", ActionState.DONE, Cell("● done", Tone.QUIET)),
        ("state", ActionState.BLOCKED, Cell("■ blocked", Tone.BAD)),
        ("priority", Priority.HIGH, Cell("! high", Tone.WARNING)),
        ("priority", Priority.NORMAL, Cell("normal")),
        ("owner", "lea", Cell("lea")),
        ("owner", None, Cell("")),
        ("owner", "somebody deleted", Cell("")),
        ("due_on", date(2026, 12, 12), Cell("Sat 12 Dec")),
        ("due_on", date(2027, 1, 8), Cell("Fri 8 Jan 2027")),
        ("due_on", None, Cell("")),
        ("blocked_by", ("uid-7", "uid-12", "gone"), Cell("A-7, A-12")),
        ("recurs_every_days", 14, Cell("14\N{NO-BREAK SPACE}days")),
    ],
)
def test_what_a_field_of_an_action_says(name: str, value: Any, said: Cell) -> None:
    assert column_for(Action, name).told(action(3, **{name: value}), context(**BLOCKERS)) == said


def test_a_date_may_be_told_by_its_distance() -> None:
    due = column_for(Action, "due_on", distance=True)
    assert due.told(action(1, due_on=TODAY + timedelta(days=21)), context()).text == "in 3 wk"
    assert due.told(action(1, due_on=TODAY - timedelta(days=4)), context()).text == "4 d ago"


def test_other_shapes() -> None:
    cost = Cost.trusted({"uid": "c", "title": "", "incurred_on": TODAY, "amount": 123_450, "acquisition": True})
    assert column_for(Cost, "amount").told(cost, context()).text.endswith("EUR")
    assert column_for(Cost, "amount").told(cost, context()).text.startswith("1,23")
    assert column_for(Cost, "acquisition").told(cost, context()) == Cell("yes")
    plan = Rollback.trusted({"uid": "r", "title": "", "steps": ("stop", "tell [/]")})
    assert column_for(Rollback, "steps").told(plan, context()) == Cell("stop; tell [/]")
    settings = {"share": 0.75, "strict": True, "kinds": ["a", "b"], "name": "x"}
    criterion = Criterion.trusted({"uid": "k", "policy": "p", "title": "", "rule": "", "settings": settings})
    assert column_for(Criterion, "settings").told(criterion, context()) == Cell(
        "kinds = a, b, name = x, share = 0.75, strict = yes"
    )
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    incident = Incident.trusted({"uid": "i", "title": "", "occurred_at": at})
    assert "Nov" in column_for(Incident, "occurred_at").told(incident, context()).text


def test_numbers_stand_at_the_right_with_their_unit() -> None:
    assert column_for(Kpi, "target").right
    assert column_for(Action, "recurs_every_days").right
    assert not column_for(Action, "title").right


def test_a_language_chosen_later_is_spoken() -> None:
    due, row, seen = column_for(Action, "due_on"), action(1, due_on=date(2026, 12, 12)), context()
    assert due.told(row, seen).text == "Sat 12 Dec"
    language.choose("fr", {})
    assert "déc" in due.told(row, seen).text


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("ref", [("ref", "A-2"), ("ref", "A-10")]),
        ("state", [("state", ActionState.TO_DO), ("state", ActionState.DOING), ("state", ActionState.BLOCKED)]),
        ("due_on", [("due_on", date(2026, 2, 1)), ("due_on", date(2026, 12, 1)), ("due_on", date(2027, 1, 1))]),
        ("owner", [("owner", "ines"), ("owner", "lea")]),
        ("blocked_by", [("blocked_by", ("uid-12",)), ("blocked_by", ("uid-7",))]),
    ],
)
def test_rows_sort_by_what_a_field_means(name: str, values: list[tuple[str, Any]]) -> None:
    column = column_for(Action, name)
    keys = [column.sorting(action(1, **dict([value])), context(**BLOCKERS)) for value in values]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", ["owner", "due_on", "description", "blocked_by"])
def test_an_empty_field_has_nothing_to_sort_by(name: str) -> None:
    empty = action(1, owner=None, due_on=None)
    assert column_for(Action, name).sorting(empty, context()) is None


def test_a_column_takes_other_attributes() -> None:
    column = column_for(Action, "due_on", label="When", priority=1)
    assert (column.label, column.priority) == ("When", 1)


def test_no_such_field() -> None:
    with pytest.raises(KeyError):
        column_for(Action, "colour")


def test_every_field_of_every_entity_has_a_column() -> None:
    for entity in ENTITIES:
        for spec in fields_of(entity):
            column = column_for(entity, spec.name)
            assert column.minimum <= column.maximum
            if not spec.required:
                row = entity.trusted({"uid": "x", spec.name: spec.default})
                assert isinstance(column.told(row, context()), Cell)
                column.sorting(row, context())
